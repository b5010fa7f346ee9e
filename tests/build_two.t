#!/bin/sh
# Two builds at once. Speaks TAP.
cd "$(dirname "$0")/.." && exec python3 -B tests/build/two.py
