#!/bin/sh
# Faults of the build found once. Speaks TAP.
cd "$(dirname "$0")/.." && exec python3 -B tests/build/cases.py
