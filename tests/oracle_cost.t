#!/bin/sh
# 20,000 random estimates, exact to the last digit.
exec python3 "$(dirname "$0")/oracle_cost.py" "${PLUMB:-build/plumb}" 10000
