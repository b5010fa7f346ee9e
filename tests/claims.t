#!/bin/sh
# What plumb says about claims, settings and differences: tests/case/claims/NAME.in is a content folder,
# NAME.diag what plumb check prints to stderr, NAME.claims the list of plumb claims. UPDATE=1 rewrites.
cd "$(dirname "$0")/.." || exit 1
plumb=${PLUMB:-build/plumb}
case $plumb in /*) ;; *) plumb=$PWD/$plumb ;; esac
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
n=0

# same GOLDEN NAME: is $tmp/out what it was?
same() {
  n=$((n + 1))
  if [ -n "$UPDATE" ]; then cp "$tmp/out" "$1"; fi
  if diff -u "$1" "$tmp/out" > "$tmp/diff"; then echo "ok $n - $2"; else sed 's/^/# /' "$tmp/diff"; echo "not ok $n - $2"; fi
}
# code WANTED NAME: did the last command end with it?
code() {
  n=$((n + 1))
  if [ "$status" = "$1" ]; then echo "ok $n - $2"; else echo "# exit $status, not $1"; echo "not ok $n - $2"; fi
}
# run ARGUMENTS: plumb in a copy of the case, so that nothing is written beside the goldens
run() {
  (cd "$tmp/case" && SOURCE_DATE_EPOCH=1795392000 "$plumb" "$@") > "$tmp/stdout" 2> "$tmp/stderr"
  status=$?
  sed -i.bak 's#^\./##; s# \./# #g' "$tmp/stdout" "$tmp/stderr"
}
open() { rm -rf "$tmp/case"; cp -R "tests/case/claims/$1.in" "$tmp/case"; }

open verdicts
run check .; cp "$tmp/stderr" "$tmp/out"
code 1 "false claims fail the check"
same tests/case/claims/verdicts.diag "messages of claims"
run claims .; cp "$tmp/stdout" "$tmp/out"
code 1 "and the list of claims"
same tests/case/claims/verdicts.claims "claims with their verdicts"
run claims . --format json
n=$((n + 1))
if python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
assert sum(d["counts"].values()) == len(d["claims"]), d["counts"]
assert set(d["counts"]) == {"true", "false", "outdated", "missing", "not_checked"}
assert all(c["verdict"] == "true" or c["message"] for c in d["claims"])
' "$tmp/stdout"; then echo "ok $n - claims as JSON"; else echo "not ok $n - claims as JSON"; fi

open quiet
run check .; cp "$tmp/stderr" "$tmp/out"
code 1 "what can be no claim any more is said"
same tests/case/claims/quiet.diag "lists, objects, broken facts, titles, proposed decisions"

open settings
run check .; cp "$tmp/stderr" "$tmp/out"
code 3 "a source that cannot be read"
same tests/case/claims/settings.diag "messages of site.json"

open differences
run check .; cp "$tmp/stderr" "$tmp/out"
code 1 "a misspelt rule in accepted.json"
same tests/case/claims/differences.diag "environments that differ, and what was accepted"

cat > "$tmp/case/accepted.json" <<'END'
[ { "rule": "config-difference", "page": "prod.json", "about": "config:/cpu", "reason": "x", "until": "2026-11-22" } ]
END
run check .
n=$((n + 1))
if grep -q '^accepted.json:1:3: warning: .* ended on 2026-11-22; decide again.* \[review-expired\]$' "$tmp/stderr" &&
  grep -q '^prod.json:1:25: info: /cpu is 512' "$tmp/stderr"; then echo "ok $n - an acceptance ends"; else
  sed 's/^/# /' "$tmp/stderr"; echo "not ok $n - an acceptance ends"; fi

open verdicts
sed -i.bak 's/"env": "prod"/"env": "dev"/' "$tmp/case/site.json"
run claims .
n=$((n + 1))
if grep -q 'true: disabled = config.dev:/waf' "$tmp/stdout"; then echo "ok $n - the environment decides"; else echo "not ok $n - the environment decides"; fi

open prices
run check .; cp "$tmp/stderr" "$tmp/out"
code 1 "a price that no longer holds"
same tests/case/claims/prices.diag "prices with a history: outdated, and since when"
echo "1..$n"
