#!/bin/sh
# Files that a page takes in: read from below the content folder alone, with their places, and made again with them.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

echo '{ "title": "T" }' | page s/site.json
page s/ports.txt <<'E'
one
// ANCHOR: mid
two
// ANCHOR_END: mid
three
E
page s/parts/note.md <<'E'
---
title: Note
---
A first line of the note.

See [there](lost.md).

<!-- #region end -->
The *end* of it.
<!-- #endregion -->
E
page s/guide/index.md <<'E'
# Guide

Own words with [a link](gone.md).

--8<-- "parts/note.md"

- item

  <!-- include: ../parts/note.md#end -->

```text
{{#include ../ports.txt:mid}}
```

> quoted

{{#include ../ports.txt:3:}}

--8<--
ports.txt:1
; no.txt
--8<--

Last words with [a link](off.md).
E
echo '# Home' | page s/index.md
build() { run "$PLUMB" build s -o o --no-png; }
html() { grep -q "$1" o/guide/index.html; }
build
ok "a page is taken in" html '<p>A first line of the note.</p>'
ok "without its front matter" sh -c '! grep -q "title: Note" o/guide/index.html'
ok "a part of it, in a list" sh -c 'tr -d "\n" <o/guide/index.html | grep -q "<li>.*The <em>end</em> of it.*</li>"'
ok "an anchor's lines, in code" sh -c 'tr "\n" "~" <o/guide/index.html | grep -q "<code[^>]*>two~*</code>"'
ok "lines by number, without marks" html '<p>two'
ok "a list of files" html 'one'
ok "no mark of it is left" sh -c '! grep -e "8&lt;" -e "#include" -e ANCHOR o/guide/index.html'
ok "its copy as Markdown has it all" grep -q 'A first line of the note' o/guide/index.md
ok "what is wrong in it stands there" says 's/parts/note.md:6:'
ok "before it" says 's/guide/index.md:3:25: error: there is no guide/gone.md'
ok "behind it" says 's/guide/index.md:24:26: error: there is no guide/off.md'

echo 'No more words.' >s/parts/note.md; build
ok "its edit makes the page again" html '<p>No more words.</p>'
ok "what is asked of it and gone is said" says 'error: ../parts/note.md#end cannot be taken in here: the file has no such part'
cp -r o grown; rm -rf o; build
ok "as if from nothing" diff -r -x .plumb grown o
rm s/parts/note.md; build
ok "it is gone: so is it there" sh -c '! grep -q "No more words" o/guide/index.html'
ok "and that is said" says 's/guide/index.md:5:1: warning: parts/note.md cannot be taken in here: there is no such file'
echo 'Back again.' | page s/parts/note.md; build
ok "it is back" html '<p>Back again.</p>'

# what must not be read
echo hidden-words >beside.txt; ln -s ../beside.txt s/way.txt
page s/index.md <<'E'
# Home

{{#include ../beside.txt}}

--8<-- "way.txt"

--8<-- "https://example.com/a.md"

<!-- include: loop.md -->

<!-- include the list of all, please -->

```text
{{#include never.txt}}
```
E
printf 'Round.\n\n--8<-- "loop.md"\n' | page s/loop.md
build
ok "nothing from beside the folder" sh -c '! grep -rn hidden-words o'
ok "that is said" says '../beside.txt cannot be taken in here: it lies outside of the content folder'
ok "by a link neither" says 's/index.md:5:1: warning: way.txt cannot be taken in here: it lies outside'
ok "no address" says 'it is an address'
ok "no circle" says 's/loop.md:3:1: warning: loop.md cannot be taken in here: it would take itself in'
ok "a sentence asks for nothing" sh -c '! grep -q "the list of all" err'
ok "in code the line stays" grep -q '#include never.txt' o/index.html
ok "with a word" says 'never.txt cannot be taken in here: there is no such file'
for i in 1 2 3 4 5 6 7 8 9; do
  for k in 1 2 3 4 5 6 7 8 9; do echo "--8<-- \"d$((i + 1)).txt\""; done >s/d$i.txt
done
echo deep >s/d10.txt
printf '# Home\n\n--8<-- "d1.txt"\n' >s/index.md
run timeout 20 "$PLUMB" build s -o o --no-png
ok "nine to the ninth files are too many" both 0 'a thousand on a page'
"$PLUMB" fix s >/dev/null 2>&1
ok "fix leaves a page of several files" grep -q '^--8<-- "parts/note.md"' s/guide/index.md

printf '# Part\n\n--8<-- "LICENSE.md"\n' >s/part.md
printf '# Home\n\n[x](part.md#terms)\n' >s/index.md
run "$PLUMB" check s --all
ok "what a file that is not there may hold is not said to be missing" says 's/index.md:3:5: info: #terms may stand in what part.md could not take in'

mkdir -p r/docs r/more r/code && printf 'fn one() {}\n// ANCHOR: two\nfn two() {}\n// ANCHOR_END: two\n' >r/code/a.rs
printf '# Home\n\n```rust\n{{#include ../code/a.rs:two}}\n```\n' >r/docs/index.md
printf '# Home\n\n{{#include ../code/a.rs}}\n\n```rust\n{{#include ../../../beside.txt}}\n```\n' >r/more/index.md
echo '{"root": ".."}' | tee r/docs/site.json >r/more/site.json
run "$PLUMB" build r/more -o rm --all
ok "prose is not taken in from outside the pages, nor code from beyond the root" sh -c "grep -c 'lies outside of the content folder' '$tmp/err' | grep -qx 2 && ! grep -rq hidden-words rm"
run "$PLUMB" build r/docs -o ro
ok "code may come from the whole repository" grep -q 'two' ro/index.html
sleep 3 # what is young is looked at again in any case
run "$PLUMB" build r/docs -o ro
ok "it is watched" says "nothing to do"
printf 'fn one() {}\n// ANCHOR: two\nfn three() {}\n// ANCHOR_END: two\n' >r/code/a.rs
run "$PLUMB" build r/docs -o ro
ok "its edit makes the page again" grep -q 'three' ro/index.html

mkdir -p t/guide t/snippets && echo 'Of the part.' >t/snippets/install.md
printf '# Install\n\n--8<-- "install.md"\n' >t/guide/install.md && printf '# Home\n' >t/index.md
run "$PLUMB" build t -o to --all
ok "a part called as the page is the part" sh -c "grep -q 'Of the part' to/guide/install/index.html && ! grep -q 'itself in' '$tmp/err'"

# ---- parts of Docusaurus ----
printf -- '---\nx: 1\n---\nThe **flag** of [it](gone.md).\n' | page m/s/_flag.mdx
echo 'Two words.' | page m/s/_two.mdx
echo 'Three words.' | page m/s/three.md
page m/index.md <<'E'
# Home

import Flag from './s/\_flag.mdx';
import Two from "@site/docs/s/_two.mdx"

<Flag />

  <Two kind="x" />

--8<-- "m/s/three.md"

```js
import Flag from './s/_flag.mdx'
```
E
run timeout 20 "$PLUMB" build m -o mo --no-png
ok "what is imported stands where its component does" sh -c 'grep -q "The <strong>flag</strong>" mo/index.html && grep -q "<p>Two words" mo/index.html'
ok "its finding names its file" says 's/_flag.mdx:4:22: error: there is no gone.md'
ok "a path may begin with the folder of pages" grep -q "<p>Three words" mo/index.html
ok "it is no page, and imports are no text" sh -c '[ ! -e mo/s/_flag ] && ! grep -q "<p>import" mo/index.html'
ok "code stays" grep -q "s/_flag.mdx'" mo/index.md
plan
