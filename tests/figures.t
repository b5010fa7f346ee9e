#!/bin/sh
# Mermaid and dot in pages: figures, links, bound values, faults at their places. Speaks TAP.
. "$(dirname "$0")/lib.sh"

page site/site.json <<'E'
{"sources": {"config.prod": "config/prod.json"}, "units": {"config:/cpu": "vCPU/1024"}, "env": "prod"}
E
page site/config/prod.json <<'E'
{"cpu": 512, "n": 4}
E
page site/other.md <<'E'
# Other

## Part
E
page site/index.md <<'E'
# Figures

```mermaid bind="App=config.prod:/cpu"
flowchart LR
  accTitle: How a request flows
  accDescr: From left to right
  A[Web] --> B(App) --> C
  click A href "other.md#part" "More"
  click C href "javascript:alert(1)"
```

1. In a list:

   ```dot
   digraph { x -> y [label="calls"] }
   ```

2. Not dot:

   ```graphviz
   digraph {
     x -> ;
   }
   ```

```mermaid
gantt
  title hi
```

```mermaid bind="Nobody=config.prod:/n; Web=config.prod:/gone"
flowchart LR
  Web --> Gone
  click Web href "gone.md"
```
E
run "$PLUMB" check "$tmp/site"
ok "findings make exit 1" exits 1
at() { grep -q "index.md:$1: .*\[$2\]" "$tmp/err" || { cat "$tmp/err"; return 1; }; }
ok "bad dot in a list at its place" at 22:11 diagram-unread
ok "another Mermaid diagram at its place" at 27:1 diagram-unread
ok "a node that is not there" at 31:4 claim-missing
ok "a broken link of a node" at 31:4 link-broken
run "$PLUMB" build "$tmp/site" -o "$tmp/html" --png
html() { grep -qF -- "$1" "$tmp/html/index.html" || { echo "not in the page: $1"; return 1; }; }
ok "accTitle is the title" html '>How a request flows</title>'
ok "accDescr is the description" html '>From left to right</desc>'
ok "a link of a node leads to the page" html '<a href="other/index.html#part">'
ok "no script goes out as a link" sh -c "! grep -q 'href=\"javascript' '$tmp/html/index.html'"
ok "a bound node says its value" html '>config.prod:/cpu is 0.5 vCPU</title>'
ok "and shows it" html '>0.5 vCPU</text>'
ok "an edge has its label" html '>calls</text>'
ok "the source stays as text" html 'click A href'
ok "what is not read stays code" html 'gantt'
ok "links make the picture a group" html 'role="group" aria-labelledby'
ok "svg and png lie beside the page" test -f "$tmp/html/figures.svg" -a -f "$tmp/html/figures.png"
cp -r "$tmp/html" "$tmp/first"
run "$PLUMB" build "$tmp/site" -o "$tmp/html" --png
ok "a second build draws nothing" says "nothing to do"
page site/config/prod.json <<'E'
{"cpu": 1024, "n": 4}
E
run "$PLUMB" build "$tmp/site" -o "$tmp/html" --png
ok "a changed value is drawn anew" html '>1 vCPU</text>'
# which fences are drawn: what a command printed stays text, the word behind the language overrules
box='+---+     +---+
| a |---->| b |
+---+     +---+'
grid='+------+------+
| name | size |
+------+------+
| lamp |   12 |
+------+------+'
page fences/site.json <<'E'
{"figures": {"fences": "auto"}}
E
fence() { printf '```%s\n%s\n```\n\n' "$1" "$2"; }
{ echo "# Fences"; echo; fence "" "$box"; fence "text plain" "$box"; fence "sql draw" "$grid"; fence "" "$grid"; fence sql "$grid"
  fence console "$ show
$grid
2 rows in set (0.00 sec)"; } | page fences/index.md
figures() { n=$(grep -o '<figure' "$tmp/f/index.html" | wc -l); [ "$n" = "$1" ] || { echo "$n figures"; return 1; }; }
run "$PLUMB" build "$tmp/fences" -o "$tmp/f"
ok "two of six are drawn" figures 2
ok "a grid of words is a table with a head" grep -q '<th scope="col" class="n">size</th>' "$tmp/f/index.html"
ok "the console's table stays text" grep -q 'rows in set' "$tmp/f/index.html"
for policy in labelled off; do
  printf '{"figures": {"fences": "%s"}}\n' $policy | page fences/site.json
  run "$PLUMB" build "$tmp/fences" -o "$tmp/f"
  ok "$policy: only what asks to be drawn" figures 1
done
plan
