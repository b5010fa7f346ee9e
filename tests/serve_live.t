#!/bin/sh
# serve_live.t - an open page of plumb serve, as tests/serve_live.mjs sees it.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
for tool in node chromium; do
  command -v "$tool" >/dev/null || { echo "1..0 # skip $tool is not installed"; exit 0; }
done
[ -f build/node/.made ] || { echo "1..0 # skip make test installs what this needs; it could not"; exit 0; }
timeout 120 node tests/serve_live.mjs "$PLUMB" "$tmp"
