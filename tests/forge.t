#!/bin/sh
# Pages written for forges and for other tools: titles, front matter, raw HTML, blocks, and what is said of the rest.
. "$(dirname "$0")/lib.sh"
in=$tmp/in out=$tmp/out
has() { tr "\n" " " < "$1" | grep -qF -- "$2" || { echo "not there: $2"; return 1; }; }
lacks() { ! grep -qF -- "$2" "$1"; }
mkdir -p "$in/sub"
svg='<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
for f in light dark poster; do echo "$svg" > "$in/$f.svg"; done
printf 'film' > "$in/film.mp4"
cat > "$in/index.md" <<'M'
---
title: Named
params: { draft: true }
---

# Shown *here* and `there`

[up](#shown-here-and-there) [old](#older) [bare](#plain)

<a name="older"></a><a name=plain></a>

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="dark.svg 2x">
  <img src="light.svg" alt="Logo" onerror="x()">
</picture>

![L](light.svg#gh-light-mode-only) ![D](dark.svg#only-dark)

<video src="film.mp4" poster="poster.svg" controls></video>

<iframe src="https://video.example/1" title="The film"></iframe>

Before <img src="https://pictures.example/a.png"
 alt="one tag"> and <sup class="b" /> after.

<script>alert(1)</script>

{{< youtube abc >}} and {{< gist x >}}
M
cat > "$in/sub/page.mdx" <<'M'
import Tabs from '@theme/Tabs'

# Components

<p><a href="../index.md#older">raw</a> <img src="../light.svg" alt="L"></p>

<Tabs>
  <TabItem value="npm" label="npm">

    ```sh
    npm i
    ```

  </TabItem>
  <TabItem value="b" label="B">Text *b*</TabItem>
</Tabs>

<Card title="C">

Inside.

</Card>

{{< gist y >}}
M
printf '# Later\n\nSee [page](sub/page.mdx) and [home](index.md).\n\n{{< gist z >}}\n' > "$in/later.md"
printf -- '---\n\nA paragraph between rules.\n\n---\n\nMore.\n' > "$in/rules.md"
"$PLUMB" build "$in" -o "$out" > /dev/null 2>&1
"$PLUMB" check "$in" > "$tmp/found" 2>&1
home=$out/index.html page=$out/sub/page/index.html
ok "front matter names the page" has "$home" '<title>Named'
ok "its heading keeps its mark-up and its id" has "$home" '<h1 id="shown-here-and-there">Shown <em>here</em> and <code>there</code></h1>'
ok "and stands once" sh -c "test \$(grep -c 'Shown <em>' '$home') = 1"
ok "what a nested key says hides nothing" test -f "$home"
ok "a name is an id" has "$home" '<a id="older"></a><a id="plain"></a>'
ok "and links to it hold" lacks "$tmp/found" 'anchor-broken'
ok "a source for dark screens follows the switch" has "$home" '<img class="only-dark" src="dark.svg" alt="Logo">'
ok "the picture beside it too" has "$home" '<img class="only-light" src="light.svg" alt="Logo">'
ok "so do pictures of forges" has "$home" 'src="dark.svg" class="only-dark"'
ok "a film stands there" has "$home" '<video src="film.mp4" poster="poster.svg" controls></video>'
for f in light.svg dark.svg film.mp4 poster.svg; do ok "$f goes out" test -f "$out/$f"; done
ok "a frame is a link" has "$home" '<a rel="noopener" href="https://video.example/1">The film</a>'
ok "and is told" has "$tmp/found" 'an iframe is shown as a link'
ok "a tag over lines is one" has "$home" 'Before <img src="https://pictures.example/a.png" alt="one tag"> and <sup class="b"></sup> after'
ok "scripts are left out" lacks "$home" 'alert(1)'
ok "and told" has "$tmp/found" 'the element script is left out'
ok "a picture from elsewhere is told" has "$tmp/found" 'pictures.example/a.png: browsers do not load it'
ok "tags that stay text are one finding for the site" has "$tmp/found" 'tags of Hugo stay text (4 in all, on 3 pages)'
ok "its place is the first" has "$tmp/found" 'index.md:'
ok ".mdx is a page" test -f "$page"
ok "addresses in raw HTML lead from the page" has "$page" '<a href="../../index.html#older">raw</a> <img src="../../light.svg" alt="L">'
ok "tabs of components are tabs" has "$page" '<summary>npm</summary>'
ok "their indent is none" has "$page" 'npm i'
ok "text of other components stays" has "$page" '<p>Inside.</p>'
ok "imports are left out" lacks "$page" '@theme'
ok "which is told once" sh -c "grep -c 'read as Markdown: imports' '$tmp/found' | grep -qx 1"
ok "a rule first eats nothing" has "$out/rules/index.html" 'A paragraph between rules.'
page cjk/index.md <<'E'
# 强调

这是**重点。**下一句。

これは**「強調」**です。

好**的。** 空格，**好**。再**好的**。\*\*不。\*\*是 `a**。**b` 3 * 4。* 5
E
"$PLUMB" check "$tmp/cjk" > "$tmp/found" 2>&1
ok "asterisks that stay beside wide marks are told, where they stay" sh -c "grep -c 'input-emphasis' '$tmp/found' | grep -qx 2"
page heads/site.json <<'E'
{ "sources": { "config": "c.json" } }
E
echo '{ "cpu": 512 }' >"$tmp/heads/c.json"
page heads/index.md <<'E'
# Titles

!!! note "A **bold** title with `code`"
    x

:::tip A *bent* one with [link](#titles)
x
:::

> :::warning Quoted `one`
> y
> :::

- item

    ??? tip "More [256](config:/cpu) units"
        Inside

!!! danger "Plain"
    z

=== "Use `npm`"
    one

=== "Two"
    two

<a href="config:/cpu">256</a>
E
"$PLUMB" build "$tmp/heads" -o "$tmp/heads-out" >"$tmp/found" 2>&1
home=$tmp/heads-out/index.html
ok "a note's title has its markup" has "$home" '<p class="alert-title">A <strong>bold</strong> title with <code>code</code></p>'
ok "one between colons too" has "$home" '<p class="alert-title">A <em>bent</em> one with <a href="#titles">link</a></p>'
ok "and in a quote" has "$home" '<p class="alert-title">Quoted <code>one</code></p>'
ok "a title's claim is a claim" has "$tmp/found" 'index.md:16:20: error: the text says "256", config:/cpu is 512'
ok "a tab's name too" has "$home" '<summary>Use <code>npm</code></summary>'
ok "a plain one is as before" has "$home" '<p class="alert-title">Plain</p>'
ok "a link of HTML that would be a claim is told" has "$tmp/found" 'a link of HTML claims nothing'
page marks/index.md <<'E'
# Marks

Text with ==mark== and ++ctrl+c++ and {++added++} and :material-check: here.

*[HTML]: Hyper Text
E
page plain/index.md <<'E'
# Plain

If a == b and c==d, C++ and G++ are fine, i++ and j++ too; `==code==`; a:material world: x. Time 10:30:20. {+} {-}

    ==code==

```
==code== ++a++
```
E
"$PLUMB" check "$tmp/marks" >"$tmp/found" 2>&1
ok "marks of PyMdown are told, with how many" has "$tmp/found" 'stay text: ==mark==, ++key++, {++change++}, :icon:, *[abbreviation]: (5 in all'
"$PLUMB" check "$tmp/plain" >"$tmp/found" 2>&1
ok "what only looks like them is not" sh -c '! grep -q PyMdown "$1"' - "$tmp/found"
plan
