#!/bin/sh
# Public functions begin with the name of their file, of a struct or enum that a header of their room declares, or of a
# word listed here; and somebody else uses them. Speaks TAP.
cd "$(dirname "$0")/.." || exit 1
B=${B:-build}
words="char url list slug base64 str" # text of base that is no file of its own
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
echo 1..2
ls gen/*/*.c | while read -r c; do
  o=$B/obj/${c#gen/}; o=${o%.c}.o
  [ -f "$o" ] && echo "$o"
done > "$tmp/objects"
# "T FILE.c name" for what an object defines, "U - name" for what it uses
xargs nm -A -g < "$tmp/objects" | awk -v B="$B/obj/" '
  { split($0, p, ":"); o = substr(p[1], length(B) + 1); sub(/o$/, "c", o) }
  $(NF - 1) == "T" { print "T", "gen/" o, $NF }
  $(NF - 1) == "U" { print "U", "-", $NF }' > "$tmp/symbols"
grep -HE '^(struct|enum) ' include/*/*.h | sed -nE 's!^include/([a-z]*)/.*\.h:(struct|enum) ([a-z0-9_]*).*!t \1 \3!p' > "$tmp/types"
cat tests/unit/*.[ch] tests/fuzz/*.c > "$tmp/tests" 2>/dev/null
awk -v words="$words" '
$1 == "t" { types[$2] = types[$2] " " $3; next }
$1 == "T" { n = split($2, p, "/"); file = p[n]; sub(/\.c$/, "", file); room = p[n - 1]
  good = $3 == "main" || index($3, room "_") == 1
  for (g = file; !good; sub(/_[^_]*$/, "", g)) { good = index($3, g "_") == 1 || $3 == g; if (g !~ /_/) break }
  k = split(types[room] " " words, w, " "); for (i = 1; i <= k && !good; i++) good = index($3, w[i] "_") == 1
  if (!good) { print "# " $2 ": " $3; bad = 1 } }
END { exit bad }' "$tmp/types" "$tmp/symbols" && echo "ok 1 - names begin with their module" || echo "not ok 1 - names begin with their module"
awk -v tests="$tmp/tests" 'BEGIN { while ((getline line < tests) > 0) text = text line "\n" }
  $1 == "U" { used[$3] = 1 }
  $1 == "T" { file[$3] = $2 }
  END { for (f in file) if (f != "main" && !used[f] && !index(text, f)) { print "# " file[f] ": " f " is used by nobody else"; bad = 1 }
        exit bad }' "$tmp/symbols" && echo "ok 2 - what is public is used elsewhere" || echo "not ok 2 - what is public is used elsewhere"
