#!/bin/sh
# What a site has besides its pages: redirects, 404, drafts, tags, dates, copies, all pages on one.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
out=$tmp/out.d
build() { run "$PLUMB" build "$tmp/s" -o "$out" --no-png "$@"; }
has() { grep -qF -- "$2" "$out/$1" || { echo "$1 lacks $2"; head -c 3000 "$out/$1"; return 1; }; }
hasnt() { ! grep -qF -- "$2" "$out/$1" || { echo "$1 has $2"; return 1; }; }
there() { for f; do test -s "$out/$f" || { echo "no $f"; find "$out"; return 1; }; done; }
gone() { for f; do ! test -e "$out/$f" || { echo "$f is there"; return 1; }; done; }

page s/site.json <<'P'
{ "title": "Plumb & lines", "description": "A site to try things on.", "base_url": "https://docs.example.com/sub/path/" }
P
page s/index.md <<'P'
---
tags: [Start]
---
# Home

See [one](guide/one.md) and [two](guide/two.md#part).
P
page s/guide/one.md <<'P'
---
description: "The first <page>."
aliases: ["/old/one/", "old two.html", "/../escape", "guide/two", "/old/one/", "index.html"]
tags:
  - C++
  - c
  - start
---
# One & only

Words of the first page, with a [link home](../index.md).
P
page s/guide/two.md <<'P'
# Two

## Part

Text.
P
page s/guide/later.md <<'P'
---
draft: true
---
# Not yet

A [broken](nowhere.md) link in a draft.
P
build
ok "a site with aliases, tags and drafts builds" exits 0

# redirects
ok "an alias becomes a page" there old/one/index.html "old two.html"
ok "it sends readers on" has old/one/index.html 'content="0; url=../../guide/one/index.html"'
ok "has a link for those who are not sent" has old/one/index.html '<a href="../../guide/one/index.html">One &amp; only</a>'
ok "and names the right address" has old/one/index.html '<link rel="canonical" href="https://docs.example.com/sub/path/guide/one/">'
ok "an alias that leaves the site is told" says "the alias /../escape leaves the site"
ok "so is one that is the place of a page" says "the alias guide/two is the place of guide/two.md"
ok "so is one of the first page" says "the alias index.html is the place of index.md"
sed -i 's/^aliases.*/aliases: [other]/' "$tmp/s/guide/one.md"
build
ok "an alias that is taken back leaves nothing" gone old "old two.html"
ok "the new one is there" there other/index.html

# 404
ok "there is a page for lost readers" there 404.html
ok "its style is found from any depth" has 404.html 'href="/sub/path/assets/plumb.'
ok "and its navigation too" has 404.html 'href="/sub/path/guide/one/index.html"'
build --base-url https://other.example.org/
ok "--base-url moves it" has 404.html 'href="/guide/one/index.html"'
build

# drafts
ok "a draft is no page" gone guide/later
ok "nor in the navigation" hasnt index.html 'Not yet'
run "$PLUMB" check "$tmp/s"
ok "nor checked" sh -c "! grep -q nowhere '$tmp/err'"
echo '[Later](guide/later.md)' >>"$tmp/s/index.md"
build
ok "a link to a draft is told" says "guide/later.md is a draft"
build --drafts
ok "--drafts takes it in" there guide/later/index.html
ok "and checks it" says "there is no guide/nowhere.md"
build
ok "the next build without takes it out" gone guide/later

# tags
ok "tags have a page each" there tags/index.html tags/start/index.html tags/c/index.html tags/c-2/index.html
ok "a tag lists its pages whatever their case" sh -c "grep -q 'One &amp; only' '$out/tags/start/index.html' && grep -q '>Home<' '$out/tags/start/index.html'"
ok "a page names its tags" has guide/one/index.html '>C++</a>'
ok "pages of tags are not in the navigation" sh -c "! sed -n '/<nav class=.tree/,/<.nav>/p' '$out/index.html' | grep -q 'tags/start'"
ok "the list of tags is" has index.html 'href="tags/index.html"'
ok "a page says how long it takes to read" has guide/one/index.html '1 min read'

# what programs read
cat >"$tmp/s/data.json" <<'P'
{ "cpu": 512, "name": "one" }
P
page s/guide/claims.md <<'P'
---
description: Claims & links
---
# Claims

It has [](../data.json#/cpu) units, not [600](../data.json#/cpu "= 600"), and is **[`one`](../data.json#/name)**.
See [two](<two.md#part> "the other"), [ref][r], [out](https://example.org/x_(y)) and ![a pic](../pic.png).

[r]: one.md "One"
P
printf '\211PNG\r\n\032\n\0\0\0\015IHDR\0\0\0\100\0\0\0\040\010\2\0\0\0' >"$tmp/s/pic.png"
build
copy=guide/claims/index.md
ok "a page has a copy as Markdown" there "$copy"
ok "a claim that takes its value in has it there" has "$copy" 'It has 512 units'
ok "a false one says so" has "$copy" 'not 600 (in fact 512)'
ok "markup in a claim stays" has "$copy" 'is **`one`**'
ok "links lead to other copies" has "$copy" '[two](<../two/index.md#part> "the other")'
ok "so do links by reference" has "$copy" '[r]: ../one/index.md "One"'
ok "addresses and pictures stay" sh -c "grep -qF '[out](https://example.org/x_(y)) and ![a pic](../../pic.png)' '$out/$copy'"
ok "the page names its copy" has guide/claims/index.html '<link rel="alternate" type="text/markdown" href="index.md">'
ok "llms.txt lists the copies" has llms.txt '- [Claims](https://docs.example.com/sub/path/guide/claims/index.md): Claims & links'
ok "the sitemap has each page's address" has sitemap.xml '<loc>https://docs.example.com/sub/path/guide/one/</loc>'
ok "robots.txt names it" has robots.txt 'Sitemap: https://docs.example.com/sub/path/sitemap.xml'
ok "the sitemap is XML" python3 -c "import sys, xml.dom.minidom as x; x.parse('$out/sitemap.xml')"
ok "no repository, no feed" gone feed.xml
sed -i 's/"title"/"audience": "internal", "title"/' "$tmp/s/site.json"
build
ok "robots stay out of an internal site" has robots.txt 'Disallow: /'
build --base-url https://x.example/y
ok "--base-url needs no slash" has sitemap.xml '<loc>https://x.example/y/guide/one/</loc>'
build --base-url nonsense
ok "--base-url wants an address" says "--base-url is an address"

# all pages on one
build
ok "there is a page of all pages" there print/index.html
ok "links between pages stay on it" sh -c "grep -qE 'href=\"#p[0-9a-f]+-part\"' '$out/print/index.html'"
ok "headings have ids of their own" sh -c "! grep -oE ' id=\"[^\"]*' '$out/print/index.html' | sort | uniq -d | grep ."
ok "links into it lead somewhere" python3 - "$out/print/index.html" <<'P'
import re, sys
html = open(sys.argv[1], encoding="utf-8").read()
ids = set(re.findall(r' id="([^"]+)"', html))
lost = [a for a in re.findall(r'href="#([^"]+)"', html) if a not in ids]
assert not lost, lost
P
ok "files are found from there" has print/index.html 'src="../pic.png"'
ok "every page's claims are listed" has print/index.html 'Checked against'
build
ok "a build without a change writes nothing" says "nothing to do"
sed -i 's/Text\./Other text./' "$tmp/s/guide/two.md"
build
ok "a changed page changes it" has print/index.html 'Other text.'

# dates
g() { git -C "$tmp/s" -c user.name=a -c user.email=a@example.org "$@" >/dev/null 2>&1; }
commit() { g add -A && GIT_COMMITTER_DATE="$1T12:00:00Z" GIT_AUTHOR_DATE="$1T12:00:00Z" g commit -m "$1"; }
g init -q && commit 2026-03-01
echo more >>"$tmp/s/guide/two.md"; commit 2026-04-02
echo "# New" >"$tmp/s/guide/new.md"
build
ok "a page says when it was changed" has guide/two/index.html 'Last changed 2 Apr 2026'
ok "the others keep their day" has guide/one/index.html 'Last changed 1 Mar 2026'
ok "what git does not know has none" hasnt guide/new/index.html 'Last changed'
ok "the feed begins with the last change" sh -c "sed -n '/<entry>/,\$p' '$out/feed.xml' | head -2 | grep -q '<title>Two</title>'"
ok "the feed is XML" python3 -c "import xml.dom.minidom as x; x.parse('$out/feed.xml')"
build
ok "the next build does nothing" says "nothing to do"
commit 2026-05-03
build
ok "a commit is seen" has guide/new/index.html 'Last changed 3 May 2026'
g checkout -b side; echo x >>"$tmp/s/guide/one.md"; commit 2026-06-01
g checkout -; echo y >>"$tmp/s/guide/two.md"; commit 2026-06-02; g merge side -m merge; g pack-refs --all; g gc
build
ok "a merge counts for nothing, packed refs are read" sh -c "grep -q 'changed 1 Jun 2026' '$out/guide/one/index.html' && grep -q 'changed 2 Jun 2026' '$out/guide/two/index.html'"
git clone -q --depth 1 "file://$tmp/s" "$tmp/shallow" 2>/dev/null
run "$PLUMB" build "$tmp/shallow" -o "$tmp/shallow.out" --no-png
ok "a shallow clone knows no days" sh -c "! grep -rq 'Last changed' '$tmp/shallow.out'"
ok "and says why" says "pages have no day of their last change: this clone is shallow"
git -C "$tmp/shallow" fetch -q --unshallow && run "$PLUMB" build "$tmp/shallow" -o "$tmp/shallow.out" --no-png
git -C "$tmp/s" config uploadpack.allowFilter true
git clone -q --filter=tree:0 "file://$tmp/s" "$tmp/partial" 2>/dev/null
run "$PLUMB" build "$tmp/partial" -o "$tmp/partial.out" --no-png
ok "a clone without trees does not take the last commit for the change" sh -c "! grep -rq 'Last changed' '$tmp/partial.out'"
ok "and says so" says "pages have no day of their last change: this clone lacks a part of its history"
ok "without a new commit it knows them once they came" grep -q 'changed 1 Jun 2026' "$tmp/shallow.out/guide/one/index.html"

# pictures
ok "a picture keeps its place free" has guide/claims/index.html 'width="64" height="32"'
ok "and waits until it is near" has guide/claims/index.html 'loading="lazy"'

# what Markdown says
page s/guide/nice.md <<'P'
# Nice

Words[^b] and more[^a], again[^b]; `code[^a]` and [^none] stay.

```ts title="a <b>.ts" {2,4-5} numbers
one
/* two
three
four */
five
```

```sh tab="npm"
npm install
```

```sh tab="yarn & co"
yarn
```

[^a]: First *defined*, with a [link](two.md).
[^b]: Named first.

[^c]: Nobody names this.
P
build
nice=guide/nice/index.html
ok "notes are numbered as they are named" has $nice '<p>Words<sup><a href="#fn-1" id="fnref-1-1"'
ok "a second mark is its own" has $nice 'again<sup><a href="#fn-1" id="fnref-1-2"'
ok "marks in code and without a note stay" has $nice '<code>code[^a]</code> and [^none] stay'
ok "notes stand at the end" has $nice '<li id="fn-1">Named first. <a href="#fnref-1-1"'
ok "with their links" has $nice '<li id="fn-2">First <em>defined</em>, with a <a href="../two/index.html">link</a>.'
ok "a note nobody names stays text" has $nice '[^c]: Nobody names this.'
ok "code has a title" has $nice '<div class="code-title">a &lt;b&gt;.ts</div>'
ok "marked lines are, inside a comment too" has $nice '<span class="l hl"><span class=c>/* two</span>'
ok "others are not" has $nice '<span class="l"><span class=c>three</span>'
ok "a range is marked to its end" has $nice '<span class="l hl">five'
ok "lines have numbers" has $nice '<div class="code numbered"'
ok "tabs are details of one name, the first open" sh -c "grep -c '<details name=\"tabs-1\"' '$out/$nice' | grep -qx 2 && grep -q '<details name=\"tabs-1\" open><summary>npm' '$out/$nice'"
ok "a tab's name is text" has $nice '<summary>yarn &amp; co</summary>'
ok "all tabs are open on the page of all pages" sh -c "! grep -q 'name=\"tabs' '$out/print/index.html'"
ok "notes of pages do not meet there" sh -c "grep -qE 'id=\"p[0-9a-f]+-fn-1\"' '$out/print/index.html'"

# code that must be what a file holds
mkdir -p "$tmp/s/cdk"
printf 'class A {\n  // #region endpoints\n  a();\n  // #region inner\n    b();\n  // #endregion\n  // #endregion\n}\n' >"$tmp/s/cdk/a.ts"
snippet() { # REST-OF-INFO BODY
  printf '# Code\n\n```ts %s\n%b\n```\n' "$1" "$2" >"$tmp/s/guide/code.md"; run "$PLUMB" check "$tmp/s"; }
silent() { ! grep -E 'snippet-stale|take code|#region|leaves' "$tmp/err" "$tmp/out"; }
snippet file=../cdk/a.ts#endpoints 'a();\n  b();'
ok "code that equals its region is good" silent
snippet file=../cdk/a.ts#inner 'b();'
ok "so is a region inside" silent
snippet file=../cdk/a.ts#endpoints 'a();\n  c();'
ok "code that differs is told with its line" says "guide/code.md:3:4: error: line 2 of the code is not what ../cdk/a.ts#endpoints has [snippet-stale]"
snippet file=../cdk/a.ts#endpoints 'a();'
ok "so is code that lacks a line" says "snippet-stale"
snippet file=../cdk/a.ts#gone 'a();'
ok "a region that is not there is told" says "cdk/a.ts has no #region gone"
snippet file=../cdk/b.ts 'a();'
ok "and a file that is not there" says "there is no cdk/b.ts to take code from"
snippet file=../../../etc/passwd 'a();'
ok "and one outside" says "leaves the repository"
rm "$tmp/s/guide/code.md"

# cards
run "$PLUMB" build "$tmp/s" -o "$tmp/cards"
out=$tmp/cards
ok "a page has a card" python3 - "$out/guide/one/card.png" <<'P'
import struct, sys
data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", data[16:24]) == (1200, 630) and len(data) <= 50000, len(data)
P
ok "which it names with its whole address" has guide/one/index.html '<meta property="og:image" content="https://docs.example.com/sub/path/guide/one/card.png">'
ok "there is a sign for home screens" has guide/one/index.html '<link rel="apple-touch-icon" href="../../touch-icon.png">'
run "$PLUMB" build "$tmp/s" -o "$out"
ok "nothing is drawn again" says "nothing to do"
sed -i 's/^# One & only/# One/' "$tmp/s/guide/one.md"
run "$PLUMB" build "$tmp/s" -o "$out"
ok "but for a new title" says " 1 image drawn"
mkdir -p "$tmp/s/theme" && echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>' >"$tmp/s/theme/favicon.svg"
run "$PLUMB" build "$tmp/s" -o "$out"
ok "a theme's own sign is not ours" gone touch-icon.png

# a theme's fonts and pictures
cp assets/plumb.css "$tmp/s/theme/plumb.css"; printf 'a font' >"$tmp/s/theme/house.woff2"
cat >>"$tmp/s/theme/plumb.css" <<'P'
@font-face { font-family: "House"; src: url("house.woff2") format("woff2"); font-display: optional }
.a { background: url( 'house.woff2' ) } .b { background: url(data:image/gif;base64,AA) } .c { background: url(../up.png) }
P
run "$PLUMB" build "$tmp/s" -o "$out"
ok "a theme with a font builds" exits 0
ok "the font lies beside the sheet under a name of its bytes" sh -c "cmp '$out'/assets/house.*.woff2 '$tmp/s/theme/house.woff2'"
ok "the sheet asks for it there" sh -c "grep -o 'url([^)]*)' '$out'/assets/plumb.*.css | tail -n 4 | sed 's/house\\.[0-9a-f]*/house.HASH/' | tr '\\n' ' ' | grep -qF 'url(house.HASH.woff2) url(house.HASH.woff2) url(data:image/gif;base64,AA) url(../up.png) '"
ok "the policy allows it" grep -q "font-src 'self'" "$out/.plumb/policy"
rm "$tmp/s/theme/house.woff2"
run "$PLUMB" build "$tmp/s" -o "$out"
ok "a font that is not there" both 0 "theme/plumb.css: error: asks for theme/house.woff2, which cannot be read"
rm -r "$tmp/s/theme"
out=$tmp/out.d

# tables to take away
page s/guide/table.md <<'P'
# Table

| Item | Cost | Note |
|---|--:|---|
| A "b", c | -5 | =1+1 |
| [](../data.json#/cpu) | +3.5 | @x |

| a | b |
|---|---|
| 1 | 2 |
P
build
ok "the browser makes CSV of a table of numbers" has guide/table/index.html '<p class="take" data-csv>'
ok "not of a small one of words" sh -c "[ \$(grep -c data-csv '$out/guide/table/index.html') = 1 ]"
echo '{"name": "Small", "rows": [{"id": "a", "service": "A", "parts": [{"price": "nat.hour", "times": {"hours": 110}}]}]}' | page s/costs/small.json
page s/guide/costs.md <<'P'
# Costs

| Item | [Cost](../costs/small.json) | Note |
|---|--:|---|
| A "b", c | $5 | =1+1 |
| [](../data.json#/cpu) | $3.5 | @x |
| **Total** | **$8.5/month** | |
P
build
printf '%s\r\n' '"Item","Cost","Note"' "\"A \"\"b\"\", c\",\"\$5\",\"'=1+1\"" '"512","$3.5","'"'"'@x"' '"Total","$8.5/month",""' >"$tmp/want.csv"
ok "a bound cost table is there as CSV" diff "$tmp/want.csv" "$out/guide/costs/table-1.csv"
ok "the page offers it" has guide/costs/index.html '<a download href="table-1.csv"'
ok "so does the page of all pages" has print/index.html 'href="../guide/costs/table-1.csv"'
rm -r "$tmp/s/guide/costs.md" "$tmp/s/costs"

# notes that Markdown takes for links
page s/guide/notes.md <<'P'
# Notes

A[^1], b[^two], a[^1] and a [link][^3x].

[^1]: https://example.org/spec
[^two]: word
[^3x]: two.md
P
build
ok "a note that is an address stays a link" has guide/notes/index.html '<li id="fn-1"><a href="https://example.org/spec" rel="noopener">https://example.org/spec</a>'
ok "a note of one word is a note" sh -c "grep -q '<li id=\"fn-2\">word ' '$out/guide/notes/index.html' && ! grep -q 'guide/word' '$tmp/err'"
ok "a link by reference stays one" has guide/notes/index.html '<a href="../two/index.html">link</a>'

# notes of several blocks
page s/guide/long-notes.md <<'P'
# Long notes

A[^long], b[^long] and c[^code].

[^long]: First, with a [link](two.md).

    Second:

    - one
    - two

    Last.
[^code]: So:

    ```sh
    ls
    ```

Text behind.
P
build
notes=guide/long-notes/index.html
ok "a note has paragraphs and lists" sh -c "tr -d '\n' <'$out/$notes' | grep -qF '<li id=\"fn-1\"><p>First, with a <a href=\"../two/index.html\">link</a>.</p><p>Second:</p><ul><li>one</li><li>two</li></ul><p>Last. <a href=\"#fnref-1-1\" role=\"doc-backlink\" aria-label=\"Back to the text, mark 1\">'"
ok "and code, its link back in a line of its own" sh -c "tr -d '\n' <'$out/$notes' | grep -qE '<li id=.fn-2.><p>So:</p><div class=.code.*</div><p> <a href=.#fnref-2-1. role=.doc-backlink. aria-label=.Back to the text.>'"
ok "what is not indented is text" has $notes '<p>Text behind.</p>'
ok "the copy keeps them as written" has guide/long-notes/index.md '    - one'
ok "with links that lead to copies" has guide/long-notes/index.md 'First, with a [link](../two/index.md).'
plan
