#!/bin/sh
# report_look.t - the pack of thirty changes on a screen, a phone and paper, as tests/report_look.mjs sees it.
. "$(dirname "$0")/lib.sh"
for tool in node chromium pdftoppm pdftotext; do
  command -v "$tool" >/dev/null || { echo "1..0 # skip $tool is not installed"; exit 0; }
done
[ -f "$top/build/node/.made" ] || { echo "1..0 # skip make test installs what this needs; it could not"; exit 0; }
cp -r "$top/content" "$tmp/old" && cp -r "$tmp/old" "$tmp/new" && cd "$tmp" || exit 1
python3 "$top/tests/diff_seed.py" seed new
"$PLUMB" report old --date 2026-11-20 -o old.html && cp old/reviews/2026-11-20.json . || exit 1
"$PLUMB" report new --since 2026-11-20.json -o pack.html --pdf pack.pdf >log 2>&1 || { echo "Bail out! $(tail -1 log)"; exit 1; }
mkdir page && pdftoppm -gray -r 50 pack.pdf page/p && pdftotext -bbox-layout pack.pdf page/words.html || exit 1
cd "$top" && exec node tests/report_look.mjs "$tmp/pack.html" "$tmp/page"
