#!/bin/sh
# Calls that fail, one by one, over a small site. Speaks TAP.
cd "$(dirname "$0")/.." && exec python3 -B tests/build/failing.py "$@"
