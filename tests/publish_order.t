#!/bin/sh
# publish_order.t - plumb publish sends what pages load before the pages.
cd "$(dirname "$0")/.." || exit 1
python=build/venv/bin/python
if ! [ -x "$python" ]; then
    echo "1..0 # SKIP no $python (make test makes it)"
    exit 0
fi
exec "$python" -B tests/e2e/publish_order.py
