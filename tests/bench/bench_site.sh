#!/bin/sh
# Whole commands on the guide: CPU time and memory of a build from nothing, one with nothing to do, a check.
# PLUMB names the program. Times are only for reading: no test looks at them.
cd "$(dirname "$0")/../.." || exit 1
PLUMB=${PLUMB:-build/plumb}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
measure() { # NAME COMMAND...
  name=$1; shift
  for run in 1 2 3 4 5; do
    [ "$name" = "build from nothing" ] && rm -rf "$tmp/out"
    python3 - "$@" <<'P'
import os, sys, time
null = os.open(os.devnull, os.O_WRONLY)
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ,
                        file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
used = os.wait4(child, 0)[2]
wall = time.perf_counter() - start
print(f"{wall * 1000:.1f} {(used.ru_utime + used.ru_stime) * 1000:.1f} {used.ru_maxrss / 1024:.1f}")
P
  done | sort -n | awk -v name="$name" '{ w[NR] = $1; c[NR] = $2; m = $3 > m ? $3 : m }
    END { printf "%-20s wall %6.1f ms (median of %d), cpu %6.1f ms, %5.1f MiB\n", name, w[int((NR + 1) / 2)], NR, c[int((NR + 1) / 2)], m }'
}
drawing=$(find tests/case/diagram -name '*.in' -o -name '*.txt' | sort | head -n 1)
measure "build from nothing" "$PLUMB" build content -o "$tmp/out" --no-png
measure "nothing to do" "$PLUMB" build content -o "$tmp/out" --no-png
measure "check" "$PLUMB" check content
measure "report" "$PLUMB" report content -o "$tmp/report.html"
measure "one drawing" "$PLUMB" diagram "$drawing"
