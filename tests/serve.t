#!/bin/sh
# plumb serve: builds, watches, tells; its site is a clean build's. PLUMB_FULL=1 makes 500 edits.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || { echo "1..0 # SKIP python3 is not there"; exit 0; }
timeout 600 python3 "$top/tests/serve.py" "$PLUMB" "$tmp" "$([ "${PLUMB_FULL:-}" ] && echo 500 || echo 25)" || echo "not ok 99 - the driver ended"
