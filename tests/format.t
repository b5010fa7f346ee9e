#!/bin/sh
# gen and include are as make format leaves them. Speaks TAP.
cd "$(dirname "$0")/.." || exit 1
echo 1..1
command -v clang-format >/dev/null || { echo "ok 1 # SKIP there is no clang-format"; exit; }
bad=$(ls gen/*/*.c include/*/*.h | xargs -n 60 clang-format --dry-run 2>&1 | sed -n 's/^\([^:]*\):.*warning:.*/\1/p' | sort | uniq -c)
if [ -z "$bad" ]; then echo "ok 1 - every file is formatted"
else echo "$bad" | sed 's/^/# lines that differ:/'; echo "not ok 1 - every file is formatted"; fi
