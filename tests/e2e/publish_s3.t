#!/bin/sh
# publish_s3.t - plumb publish against versitygw, see make test-s3.
cd "$(dirname "$0")/../.." || exit 1
exec build/venv/bin/python -B tests/e2e/publish_versitygw.py
