#!/bin/sh
# Figures have numbers, addresses and captions; prose links to them. Speaks TAP.
. "$(dirname "$0")/lib.sh"

page site/index.md <<'M'
# Figures

See [](#how-it-flows), [Figure](#figure-2), [the picture](#a-lamp) and [the other page's](other.md#figure-1).

```text title="How it flows"
┌───┐   ┌───┐
│ a │──▶│ b │
└───┘   └───┘
```

```mermaid
flowchart LR
  A --> B
```

![A lamp on a table](lamp.png "A lamp")

```text title="A lamp"
┌───┐   ┌───┐
│ c │──▶│ d │
└───┘   └───┘
```
M
page site/other.md <<'M'
# Other

## How it looks

Not [here](#figure-7), not [there](index.md#figure-9), but [here](#how-it-looks) and [there](index.md#a-lamp).

```text title="How it looks"
┌───┐   ┌───┐
│ e │──▶│ f │
└───┘   └───┘
```

```js title="code.js"
let a = 1
```

No [figure](index.md#how-it-ends), and [code](#codejs) is none.

## Lamp

```text
┌──────┐   ┌─────────┐   ┌───────┐
│ Lamp │──▶│ Figures │──▶│ Other │
└──────┘   └─────────┘   └───────┘
```
M
printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\002\0\0\0\002\010\002\0\0\0' >"$tmp/site/lamp.png"
cp "$tmp/site/lamp.png" "$tmp/site/lamp-dark.png"
run "$PLUMB" build "$tmp/site" -o "$tmp/out1"
at() { grep -q "$1: .*\[anchor-broken\]" "$tmp/err" || { cat "$tmp/err"; return 1; }; }
ok "a figure that is not on the page" at other.md:5:6
ok "nor on another one" at other.md:5:29
ok "nothing of that name" at other.md:17:13
ok "a title of code is no figure" says "no figure #codejs"
ok "and no other link is broken" sh -c '[ "$(grep -c anchor-broken "$1")" = 4 ]' - "$tmp/err"
ok "check says the same with what the record knows" sh -c '"$1" check "$2" 2>&1 | grep -c anchor-broken | grep -qx 4' - "$PLUMB" "$tmp/site"
cp "$tmp/out1/index.html" "$tmp/out"
ok "the caption is the address" says '<figure class="figure" id="how-it-flows">'
ok "the number is another" says '<a class="no" id="figure-1" href="#figure-1">Figure 1</a> How it flows'
ok "a link without words gets the number" says '<a href="#how-it-flows">Figure 1</a>'
ok "so does the word figure" says '<a href="#figure-2">Figure 2</a>'
ok "a picture with a title is a figure" says '<a class="no" id="figure-3" href="#figure-3">Figure 3</a> A lamp'
ok "its dark twin is for dark screens" says '<img src="lamp-dark.png" class="only-dark" alt="A lamp on a table"'
ok "and goes out" [ -f "$tmp/out1/lamp-dark.png" ]
ok "its title stands once" sh -c '! grep -q "title=.A lamp" "$1"' - "$tmp/out"
ok "a second figure of a name has its number alone" sh -c '[ "$(grep -o "id=.a-lamp." "$1" | wc -l)" = 1 ]' - "$tmp/out"
cp "$tmp/out1/other/index.html" "$tmp/out"
ok "a node leads to the heading of its name" says '<a href="#lamp">'
ok "or to the page" says '<a href="../index.html">'
mkdir -p "$tmp/words/prices"
cp -r tests/case/chart/site/prices tests/case/chart/site/site.json "$tmp/words/" && mkdir "$tmp/words/costs"
cp tests/case/chart/site/costs/small.json "$tmp/words/costs/"
printf '# Glossary\n\n## Pond\n\nWhere it all runs.\n' >"$tmp/words/glossary.md"
printf '# Home\n\n```\n+------+     +-------------+\n| Pond |---->| NAT Gateway |\n+------+     +-------------+\n```\n' >"$tmp/words/index.md"
"$PLUMB" build "$tmp/words" -o "$tmp/out2" --no-png >/dev/null 2>&1
ok "or to the entry of the glossary, which is told" sh -c 'grep -q "<a href=.glossary/index.html#pond.><g [^>]*><title>Where it all runs" "$1"' - "$tmp/out2/index.html"
ok "or to the estimate with the row" sh -c 'grep -q "<a href=.data/cost/small/index.html.>" "$1"' - "$tmp/out2/index.html"
ok "but not to where it stands" sh -c '[ "$(grep -o "<a href=[^>]*><g" "$1" | wc -l)" = 2 ]' - "$tmp/out"
ok "a heading keeps its id" sh -c '[ "$(grep -o "id=.how-it-looks." "$1" | wc -l)" = 1 ]' - "$tmp/out"
cp "$tmp/out1/print/index.html" "$tmp/out"
ok "on the page of all pages ids stand once" sh -c '! grep -o " id=\"[^\"]*\"" "$1" | sort | uniq -d | grep .' - "$tmp/out"
plan
