#!/bin/sh
# publish_headers.t - headers and types of published files.
cd "$(dirname "$0")/.." || exit 1
python=build/venv/bin/python
if ! [ -x "$python" ]; then
    echo "1..0 # SKIP no $python (make test makes it)"
    exit 0
fi
exec "$python" -B tests/e2e/publish_headers.py
