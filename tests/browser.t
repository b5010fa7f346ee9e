#!/bin/sh
# browser.t - the guide, and pages that hold one of everything, as tests/browser.mjs sees them.
cd "$(dirname "$0")/.." || exit 1
PLUMB=${PLUMB:-build/plumb}
OUT=build/test-site

skip()
{
    echo "1..0 # skip $1"
    exit 0
}

for tool in node java chromium; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
done
[ -f build/node/.made ] || skip "make test installs what this needs; it could not"

rm -rf "$OUT"
for site in content tests/data/theme; do
    name=$(basename "$site")
    "$PLUMB" build "$site" -o "$OUT/$name" --date 2026-11-23 \
        --base-url "https://docs.example.com/$name/" >"$OUT.log" 2>&1 || {
        echo "Bail out! plumb build $site: $(tail -1 "$OUT.log")"
        exit 1
    }
done
# the guide's foot leads to its manual, a site of its own
"$PLUMB" build content/manual -o "$OUT/content/manual" --date 2026-11-23 >"$OUT.log" 2>&1 || {
    echo "Bail out! plumb build content/manual: $(tail -1 "$OUT.log")"
    exit 1
}
exec node tests/browser.mjs content="$OUT/content" theme="$OUT/theme"
