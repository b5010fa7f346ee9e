#!/bin/sh
# publish_s3.t - plumb publish against S3 servers of several makes, MAKE=PROGRAM each in S3_SERVERS: see make test-s3.
cd "$(dirname "$0")/../.." || exit 1
exec build/venv/bin/python -B tests/e2e/publish_servers.py $S3_SERVERS
