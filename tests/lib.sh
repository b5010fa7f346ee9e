# lib.sh - what the shell tests share. TAP on standard output; a folder of its own in $tmp.
# PLUMB names the program, relative to the top of the project; its date is fixed.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
PLUMB=${PLUMB:-build/plumb}
case $PLUMB in /*) ;; *) PLUMB=$top/$PLUMB ;; esac
SOURCE_DATE_EPOCH=1795392000 # 2026-11-23
NO_COLOR=1
GIT_CONFIG_NOSYSTEM=1
export SOURCE_DATE_EPOCH NO_COLOR GIT_CONFIG_NOSYSTEM
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
tests=0

# ok NAME COMMAND...: one test; what the command prints is shown when it fails
ok() {
  tests=$((tests + 1)); name=$1; shift
  if "$@" >"$tmp/.said" 2>&1; then echo "ok $tests - $name"
  else echo "not ok $tests - $name"; sed 's/^/# /' "$tmp/.said" | head -n 20; fi
}
# run COMMAND...: sets code, leaves what was printed in $tmp/out and $tmp/err
run() { "$@" >"$tmp/out" 2>"$tmp/err"; code=$?; }
exits() { [ "$code" = "$1" ] || { echo "exit code $code, not $1"; cat "$tmp/out" "$tmp/err"; return 1; }; }
says() { grep -qF -- "$1" "$tmp/out" "$tmp/err" || { echo "nobody says: $1"; cat "$tmp/out" "$tmp/err"; return 1; }; }
both() { exits "$1" && says "$2"; }
plan() { echo "1..$tests"; }
# page FILE: Markdown from standard input, folders made
page() { mkdir -p "$(dirname "$tmp/$1")" && cat >"$tmp/$1"; }
