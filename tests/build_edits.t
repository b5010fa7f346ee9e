#!/bin/sh
# Building again after edits is building from nothing. Speaks TAP.
cd "$(dirname "$0")/.." && exec python3 -B tests/build/edits.py
