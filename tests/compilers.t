#!/bin/sh
# gcc and clang: no warning, and the same site byte for byte. PLUMB_FULL=1 builds with both from nothing;
# else clang builds what changed since the last run. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
command -v clang >/dev/null || { echo "1..0 # SKIP there is no clang"; exit; }
B=${B:-build}
[ -z "${PLUMB_FULL:-}" ] || rm -rf "$B/clang"
run make -s CC=clang CFLAGS=-O0 B="$B/clang" "$B/clang/plumb"
ok "clang builds" exits 0
ok "without a warning" sh -c "! grep -q 'warning:' '$tmp/err' || { cat '$tmp/err'; false; }"
"$PLUMB" build content -o "$tmp/gcc" >/dev/null 2>&1
"$B/clang/plumb" build content -o "$tmp/clang" >/dev/null 2>&1
ok "the same site" diff -r -x .plumb "$tmp/gcc" "$tmp/clang"
plan
