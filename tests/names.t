#!/bin/sh
# Public functions are called module_verb after their file, and are used by another file. Speaks TAP.
cd "$(dirname "$0")/.." || exit 1
B=${B:-build}
echo 1..2
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
for o in $(find "$B/obj" -name '*.o' ! -name assets.o | sort); do
  [ -f "gen/${o#"$B/obj/"}" ] || [ -f "gen/$(echo "${o#"$B/obj/"}" | sed 's/\.o$/.c/')" ] || continue
  nm --defined-only -g "$o" | awk -v o="$o" '$2 == "T" { print $3, o }' >> "$tmp/defined"
  nm -u "$o" | awk -v o="$o" '{ print $NF, o }' >> "$tmp/used"
done
for o in $(find "$B/unit" -maxdepth 1 -type f -name 'test_*' ! -name '*.d' 2>/dev/null); do :; done
cat tests/unit/*.c > "$tmp/tests" 2>/dev/null
# module names: the file's, the file's without a last _part, or the room's for its main file
awk '{ n = split($2, p, "/"); f = p[n]; sub(/\.o$/, "", f); room = p[n-1]
       ok = 0; g = f
       while (1) { if (index($1, g "_") == 1 || $1 == g) { ok = 1; break } if (g !~ /_/) break; sub(/_[^_]*$/, "", g) }
       if (index($1, room "_") == 1 || $1 == "main") ok = 1
       if (!ok) { print $2 ": " $1; bad = 1 } } END { exit bad }' "$tmp/defined" > "$tmp/names" \
  && echo "ok 1 - names begin with their module" || { sed 's/^/# /' "$tmp/names"; echo "not ok 1 - names begin with their module"; }
awk -v tests="$tmp/tests" 'BEGIN { while ((getline line < tests) > 0) text = text line "\n" }
     NR == FNR { used[$1] = 1; next }
     $1 != "main" && !used[$1] && index(text, $1) == 0 { print $2 ": " $1 " is used by nobody else"; bad = 1 } END { exit bad }' \
  "$tmp/used" "$tmp/defined" > "$tmp/single" \
  && echo "ok 2 - what is public is used elsewhere" || { sed 's/^/# /' "$tmp/single"; echo "not ok 2 - what is public is used elsewhere"; }
