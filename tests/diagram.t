#!/bin/sh
# plumb diagram on tests/case/diagram/*.in: the graph, drawn again, other languages. Speaks TAP.
# UPDATE=1 writes the goldens anew.
cd "$(dirname "$0")/.." || exit 1
PLUMB=${PLUMB:-build/plumb}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
for in in tests/case/diagram/*.in; do
  base=${in%.in}; name=${base##*/}
  for form in json text dot mermaid; do
    "$PLUMB" diagram --to $form "$in" > "$tmp/$form" 2> "$tmp/error"; code=$?
    [ -n "$UPDATE" ] && [ $form != dot ] && [ $form != mermaid ] && cp "$tmp/$form" "$base.$form"
    if [ -f "$base.$form" ]; then
      diff -u "$base.$form" "$tmp/$form" > "$tmp/diff" || { code=1; sed 's/^/# /' "$tmp/diff"; }
    fi
    ok $code "$name to $form"
  done
  "$PLUMB" diagram --to text "$tmp/text" > "$tmp/twice" && cmp -s "$tmp/text" "$tmp/twice"; ok $? "$name drawn twice"
  # the picture read back: each connection of the graph seen; what is not shown right is not shown
  "$PLUMB" diagram --to svg "$in" > "$tmp/svg" 2> "$tmp/error"; code=$?
  if [ $code = 1 ]; then grep -q diagram-unread "$tmp/error"; ok $? "$name: no picture, and why"; continue; fi
  "$PLUMB" diagram --to json "$in" > "$tmp/json"
  python3 tests/picture.py "$tmp/json" "$tmp/svg" > "$tmp/picture" 2> "$tmp/error"; code=$?
  [ -n "$UPDATE" ] && cp "$tmp/picture" "$base.picture"
  diff -u "$base.picture" "$tmp/picture" > "$tmp/diff" || { code=1; sed 's/^/# /' "$tmp/diff" "$tmp/error"; }
  ok $code "$name to svg, seen as its graph says"
done
# Mermaid and dot: what was read, without the places that the layout gave
for in in tests/case/diagram/*.mmd tests/case/diagram/*.gv; do
  base=${in%.*}; name=${base##*/}
  "$PLUMB" diagram --to json "$in" > "$tmp/placed" 2> "$tmp/error"; code=$?
  sed 's/, "at": \[[0-9, ]*\]//' "$tmp/placed" > "$tmp/json"
  [ -n "$UPDATE" ] && cp "$tmp/json" "$base.json"
  diff -u "$base.json" "$tmp/json" > "$tmp/diff" || { code=1; sed 's/^/# /' "$tmp/diff" "$tmp/error"; }
  ok $code "$name to json"
  python3 - "$tmp/placed" > "$tmp/said" 2>&1 <<'P'
import json, sys
g = json.load(open(sys.argv[1]))
if g["kind"] == "sequence": # participants have no cells
    sys.exit(0)
nodes = {n["id"]: n for n in g["nodes"]}
def inside(a, b):
    return b[0] < a[0] and b[1] < a[1] and a[0] + a[2] < b[0] + b[2] and a[1] + a[3] < b[1] + b[3]
def meet(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
for n in g["nodes"]:
    assert not n["parent"] or inside(n["at"], nodes[n["parent"]]["at"]), ("leaves its frame", n)
    for o in g["nodes"]:
        assert o is n or o["parent"] != n["parent"] or not meet(n["at"], o["at"]), ("overlap", n, o)
P
  code=$?; sed 's/^/# /' "$tmp/said"; ok $code "$name: frames hold their nodes, nothing overlaps"
  "$PLUMB" diagram "$in" > "$tmp/a.svg" && "$PLUMB" diagram "$in" > "$tmp/b.svg" && cmp -s "$tmp/a.svg" "$tmp/b.svg"; ok $? "$name: the same picture twice"
  for form in dot mermaid; do
    "$PLUMB" diagram --to $form "$in" > "$tmp/$form" && "$PLUMB" diagram --from $form --to $form "$tmp/$form" > "$tmp/again" \
      && [ "$(grep -c -e '->' "$tmp/$form")" = "$(grep -c -e '->' "$tmp/again")" ]; ok $? "$name to $form and back"
  done
  "$PLUMB" diagram --to text "$in" > "$tmp/text" 2> "$tmp/error"; code=$?
  if grep -q '"kind": "sequence"' "$tmp/json"; then
    [ $code = 0 ] && [ "$(grep -c '"from"' "$tmp/json")" = "$("$PLUMB" diagram --to json "$tmp/text" | grep -c '"from"')" ]; ok $? "$name to text and back"
  else
    [ $code = 2 ]; ok $? "$name to text: exit 2"
  fi
done
unread() { # NAME LANGUAGE TEXT PLACE
  printf "$3" | "$PLUMB" diagram --from "$2" - > /dev/null 2> "$tmp/error"; code=$?
  [ $code = 1 ] && grep -q "^<stdin>:$4: .*diagram-unread" "$tmp/error"; code=$?
  [ $code = 0 ] || sed 's/^/# /' "$tmp/error"; ok $code "$1: at its place, exit 1"
}
unread "bad dot" dot 'digraph {\n  a -> ;\n}\n' 2:8
unread "dot without an end" dot 'digraph {\n  a [label="x\n}\n' 2:3
unread "deep dot" dot "$(awk 'BEGIN { for (i = 0; i < 99; i++) printf "{" }')" 1:1
unread "bad Mermaid" mermaid 'graph TD\nA[x --> B\n' 2:3
unread "another Mermaid" mermaid 'pie\n"a": 1\n' 1:1
awk 'BEGIN { print "graph"; for (i = 0; i < 2001; i++) print "n" i }' | "$PLUMB" diagram - 2> "$tmp/error" > /dev/null; grep -q '2,000 nodes' "$tmp/error"; ok $? "too many nodes"
awk 'BEGIN { print "graph {"; for (i = 0; i < 5001; i++) print "a -- b"; print "}" }' | "$PLUMB" diagram - 2> "$tmp/error" > /dev/null; grep -q '5,000 edges' "$tmp/error"; ok $? "too many edges"
"$PLUMB" diagram --to json - < tests/case/diagram/states.in | grep -q '"source": "<stdin>"'; ok $? "standard input"
"$PLUMB" diagram --to json "$tmp/none" 2> /dev/null; [ $? = 3 ]; ok $? "a file that is not there: exit 3"
"$PLUMB" diagram --to gif tests/case/diagram/states.in 2> /dev/null; [ $? = 2 ]; ok $? "a form that is not known: exit 2"
printf '\377\376' > "$tmp/bad"; "$PLUMB" diagram "$tmp/bad" 2> "$tmp/error"; [ $? = 3 ] && grep -q 'input-utf8' "$tmp/error"; ok $? "not UTF-8: exit 3"
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "x"; print "" }' > "$tmp/wide"
"$PLUMB" diagram "$tmp/wide" 2> "$tmp/error"; [ $? = 1 ] && grep -q 'diagram-unread' "$tmp/error"; ok $? "too wide: a finding, exit 1"
echo "1..$n"
