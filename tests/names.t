#!/bin/sh
# Public functions begin with the name of their file, of a struct or enum its header declares, or of a
# word listed here; and somebody else uses them. Speaks TAP.
cd "$(dirname "$0")/.." || exit 1
B=${B:-build}
words="char url list slug base64 str" # text of base that is no file of its own
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
echo 1..2
for c in gen/*/*.c; do
  o=$B/obj/${c#gen/}; o=${o%.c}.o
  [ -f "$o" ] || continue
  h=include/${c#gen/}; h=${h%.c}.h
  types=$(sed -n 's/^\(struct\|enum\) \([a-z0-9_]*\).*/\2/p' "$h" 2>/dev/null | sort -u | tr '\n' ' ')
  nm --defined-only -g "$o" | awk -v c="$c" -v types="$types" '$2 == "T" { print $3, c, types }' >> "$tmp/defined"
  nm -u "$o" | awk '{ print $NF }' >> "$tmp/used"
done
cat tests/unit/*.[ch] tests/fuzz/*.c > "$tmp/tests" 2>/dev/null
awk -v words="$words" '
{ n = split($2, p, "/"); file = p[n]; sub(/\.c$/, "", file); room = p[n-1]
  good = $1 == "main" || index($1, room "_") == 1
  for (g = file; !good; sub(/_[^_]*$/, "", g)) { good = index($1, g "_") == 1 || $1 == g; if (g !~ /_/) break }
  for (i = 3; i <= NF && !good; i++) good = index($1, $i "_") == 1
  k = split(words, w, " "); for (i = 1; i <= k && !good; i++) good = index($1, w[i] "_") == 1
  if (!good) { print $2 ": " $1; bad = 1 } }
END { exit bad }' "$tmp/defined" > "$tmp/names" \
  && echo "ok 1 - names begin with their module" || { sed 's/^/# /' "$tmp/names"; echo "not ok 1 - names begin with their module"; }
awk -v tests="$tmp/tests" 'BEGIN { while ((getline line < tests) > 0) text = text line "\n" }
     NR == FNR { used[$1] = 1; next }
     $1 != "main" && !used[$1] && index(text, $1) == 0 { print $2 ": " $1 " is used by nobody else"; bad = 1 } END { exit bad }' \
  "$tmp/used" "$tmp/defined" > "$tmp/single" \
  && echo "ok 2 - what is public is used elsewhere" || { sed 's/^/# /' "$tmp/single"; echo "not ok 2 - what is public is used elsewhere"; }
