#!/bin/sh
# publish_full.t - a full disk where plumb keeps its notes, and one that is the target.
cd "$(dirname "$0")/.." || exit 1
python=build/venv/bin/python
if ! [ -x "$python" ]; then
    echo "1..0 # SKIP no $python (make test makes it)"
    exit 0
fi
exec "$python" -B tests/e2e/publish_full.py
