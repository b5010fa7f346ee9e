#!/bin/sh
# File systems as a stranger prepares them. Speaks TAP.
cd "$(dirname "$0")/.." && exec python3 -B tests/build/hostile.py
