#!/bin/sh
# publish_edge.t - plumb publish and CloudFront's rules for invalidations.
cd "$(dirname "$0")/.." || exit 1
python=build/venv/bin/python
if ! [ -x "$python" ]; then
    echo "1..0 # SKIP no $python (make test makes it)"
    exit 0
fi
exec "$python" -B tests/e2e/publish_edge.py
