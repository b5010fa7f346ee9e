#!/bin/sh
# pull-request.sh: what a pull request changes in the documents. By environment: PLUMB (plumb), DIR (content folder; plumb's
# default), BASE (the revision it goes into), OUT (plumb-preview), PREVIEW (name of a preview to publish; none). Prints
# annotations for the forge; writes OUT/report.md, OUT/findings.sarif and the site as it will be, OUT/site. The exit code is
# that of plumb check.
set -u
plumb=${PLUMB:-plumb} out=${OUT:-plumb-preview} dir=${DIR:-} base=${BASE:-}
[ -n "$dir" ] || { [ -d content ] && dir=content || dir=.; }
mkdir -p "$out"
set -- "$dir"
[ -z "$base" ] || set -- "$dir" --since "$base"

"$plumb" check "$@" --format "${FORMAT:-github}"
code=$?
"$plumb" check "$@" --format sarif >"$out/findings.sarif" 2>/dev/null
said=$("$plumb" check "$@" 2>&1)
built=$("$plumb" build "$dir" -o "$out/site" --quiet 2>/dev/null)
link=
[ -z "${PREVIEW:-}" ] || link=$("$plumb" publish "$dir" --preview "$PREVIEW" | sed -n 's/^preview: //p')
{
  echo "## plumb"
  echo
  case $code in
  0) echo "Nothing new is false${base:+ since \`$base\`}." ;;
  1) echo "**There are new findings${base:+ since \`$base\`}.**" ;;
  4) echo "**Nothing is false, but something was not checked.**" ;;
  *) echo "**The documents could not be read.**" ;;
  esac
  echo
  echo '````'
  printf '%s\n' "$said" | head -n 200
  echo '````'
  [ -z "${PREVIEW:-}" ] || printf '\n%s\n' "${link:-The preview could not be published.}"
  [ -z "$built" ] || printf '\nPreview: %s\n' "$(printf '%s' "$built" | head -n 1)"
} >"$out/report.md"
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$out/report.md" >>"$GITHUB_STEP_SUMMARY"
exit "$code"
