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
  "$PLUMB" diagram --to svg "$in" > "$tmp/svg" && grep -q '<svg' "$tmp/svg"; ok $? "$name to svg"
done
"$PLUMB" diagram --to json - < tests/case/diagram/states.in | grep -q '"source": "<stdin>"'; ok $? "standard input"
"$PLUMB" diagram --to json "$tmp/none" 2> /dev/null; [ $? = 3 ]; ok $? "a file that is not there: exit 3"
"$PLUMB" diagram --to gif tests/case/diagram/states.in 2> /dev/null; [ $? = 2 ]; ok $? "a form that is not known: exit 2"
printf '\377\376' > "$tmp/bad"; "$PLUMB" diagram "$tmp/bad" 2> "$tmp/error"; [ $? = 3 ] && grep -q 'input-utf8' "$tmp/error"; ok $? "not UTF-8: exit 3"
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "x"; print "" }' > "$tmp/wide"
"$PLUMB" diagram "$tmp/wide" 2> "$tmp/error"; [ $? = 1 ] && grep -q 'diagram-unread' "$tmp/error"; ok $? "too wide: a finding, exit 1"
echo "1..$n"
