#!/bin/sh
# search_dialog.t - the search dialog of the guide, as tests/search_dialog.mjs meets it.
cd "$(dirname "$0")/.." || exit 1
PLUMB=${PLUMB:-build/plumb}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

for tool in node chromium; do
    command -v "$tool" >/dev/null || { echo "1..0 # skip $tool is not installed"; exit 0; }
done
[ -f build/node/.made ] || { echo "1..0 # skip make test installs what this needs; it could not"; exit 0; }
"$PLUMB" build content -o "$tmp/site" --no-png --date 2026-11-23 >"$tmp/log" 2>&1 || {
    echo "Bail out! plumb build content: $(tail -1 "$tmp/log")"
    exit 1
}
node tests/search_dialog.mjs "$tmp/site" "load balancer"
