#!/bin/sh
# Twice as much input is twice as much work. Speaks TAP.
cd "$(dirname "$0")/.." && exec python3 -B tests/growth/growth.py "$@"
