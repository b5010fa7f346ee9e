#!/bin/sh
# Every fuzz entry on mutations of its seeds for two seconds, the same inputs each time. SEEDS names the
# seeds; make fuzz tries more, under the sanitizers. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
B=${B:-build}
[ -n "${SEEDS:-}" ] || SEEDS=$(find content tests/data/guide tests/case/diagram -name '*.md' -o -name '*.json' -o -name '*.in' | LC_ALL=C sort)
for source in tests/fuzz/fuzz_*.c; do
  entry=$(basename "$source" .c)
  # a crash and a run without end are failures, a seed that is slow on a crowded machine is none
  ok "$entry" timeout 120 "$B/fuzz/$entry" 2s $SEEDS
done
plan
