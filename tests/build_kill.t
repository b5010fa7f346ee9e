#!/bin/sh
# Plumb killed at every moment: nothing torn, healed by the next build. Speaks TAP.
cd "$(dirname "$0")/.." && exec python3 -B tests/build/kill.py
