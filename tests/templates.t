#!/bin/sh
# The templates of StreamBoard are what the committed code makes, and a change of either is told. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1

ok "templates are what the list says, for sha256sum too" sh -c "cd content/templates && sha256sum --quiet -c hash"
ok "the lock file names no registry" sh -c "! grep -n 'resolved' content/cdk/package-lock.json"
ok "five templates for each environment" sh -c "for e in dev prod; do test \$(ls content/templates/\$e | wc -l) = 5 || exit 1; done"

fresh() {
  rm -rf "$tmp/c"; mkdir -p "$tmp/c/cdk/node_modules/x" "$tmp/c/templates/prod"; echo '# A' >"$tmp/c/index.md"
  echo 'new Vpc()' >"$tmp/c/cdk/vpc.ts"; echo '{}' >"$tmp/c/templates/prod/Vpc.template.json"
  (cd "$tmp/c/templates" && sha256sum ../cdk/vpc.ts prod/*.json >hash)
}
stale() { run "$PLUMB" check "$tmp/c"; ok "$1" both 1 "$2"; }
fresh; run "$PLUMB" check "$tmp/c"; ok "nothing has changed" exits 0
fresh; echo 'new Vpc({})' >"$tmp/c/cdk/vpc.ts"
stale "code that has changed" "templates/hash:1:67: error: ../cdk/vpc.ts is not what it was when the templates were made [template-stale]"
fresh; echo '{ }' >"$tmp/c/templates/prod/Vpc.template.json"
stale "a template that somebody edited" "templates/hash:2:67: error: prod/Vpc.template.json is not what it was"
fresh; rm "$tmp/c/cdk/vpc.ts"
stale "code that is gone" "../cdk/vpc.ts: is no file of the content folder any more"
fresh; cp "$tmp/c/templates/prod/Vpc.template.json" "$tmp/c/templates/prod/Old.template.json"
stale "a template nobody made" "prod/Old.template.json stands beside it and in no line of it"
fresh; (cd "$tmp/c/templates" && sed -i 's#\.\./cdk/vpc.ts#../../../etc/hosts#' hash)
stale "a list that looks outside" "leaves the content folder"
fresh; rm "$tmp/c/templates/hash"; run "$PLUMB" check "$tmp/c"; ok "without a list nothing is said" exits 0
fresh; "$PLUMB" build "$tmp/c" -o "$tmp/o" >/dev/null 2>&1; echo x >>"$tmp/c/cdk/vpc.ts"
ok "a build with nothing else to do says it too" sh -c "'$PLUMB' build --strict '$tmp/c' -o '$tmp/o' 2>&1 | grep -q template-stale"
ok "packages are no part of a site" sh -c "touch '$tmp/c/cdk/node_modules/x/page.md' && '$PLUMB' build '$tmp/c' -o '$tmp/o' >/dev/null 2>&1; ! find '$tmp/o' -path '*node_modules*' | grep ."
plan
