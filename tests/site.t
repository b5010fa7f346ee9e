#!/bin/sh
# What a site has besides its pages: redirects, 404, drafts, tags, dates.
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
aliases: ["/old/one/", "old two.html", "../escape", "guide/two", "/old/one/", "index.html"]
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
ok "an alias that leaves the site is told" says "the alias ../escape leaves the site"
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
plan
