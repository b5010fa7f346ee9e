# adopt.t - plumb adopt and plumb export: from another generator's tree, and to one.
. "$(dirname "$0")/lib.sh"

tree() { rm -rf "$tmp/t"; mkdir -p "$tmp/t"; }
adopts() { (cd "$tmp/t" && "$PLUMB" adopt "$@") >"$tmp/out" 2>"$tmp/err"; code=$?; }
settings() { python3 - "$tmp/t/$1/site.json" "$2" <<'X'
import json, sys
have, want = json.load(open(sys.argv[1])), json.loads(sys.argv[2])
if have != want: print(json.dumps(have)); sys.exit(1)
X
}
checks() { run "$PLUMB" check "$tmp/t/$1"; exits "$2"; }
clean() { checks "$1" 0 && says "0 errors, 0 warnings"; }

# ---- MkDocs ----
tree
page t/mkdocs.yml <<'X'
site_name: "My: docs"
site_url: https://x.example/my/
repo_url: https://github.com/o/r
edit_uri: edit/main/docs/
theme: {name: material, language: de}
plugins: [search, macros, {blog: {enabled: true}}]
markdown_extensions: [admonition, {pymdownx.arithmatex: {generic: true}}, {pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }}]
nav: [Home: index.md, Guide: [g/b.md, g/a.md]]
X
printf '# Home\n\n[a](g/a.md) [top](/my/g/a/) [shop](/shop)\n' | page t/docs/index.md
printf '# A\n\n!!! note "Look"\n    here\n' | page t/docs/g/a.md
printf '# B\n\n[home](../index.md)\n' | page t/docs/g/b.md
adopts
ok "Material is recognised" both 0 "docs: Material for MkDocs, by mkdocs.yml"
ok "settings are shown" says '"title": "My: docs"'
ok "and written" settings docs '{"title": "My: docs", "lang": "de", "base_url": "https://x.example/my/", "base_path": "/my/", "root": "../", "repo_url": "https://github.com/o/r/blob/{commit}/{path}", "edit_url": "https://github.com/o/r/edit/main/docs/{path}", "nav": "../mkdocs.yml"}'
ok "what plumb does not read is named" says "plugin macros"
ok "what it does is not" sh -c "! grep -q 'search\|admonition\|emoji' '$tmp/err'"
ok "the check is green" clean docs
before=$(cat "$tmp/t/docs/site.json"); adopts
ok "a second time it changes nothing" both 2 "is there and stays as it is"
ok "indeed" [ "$before" = "$(cat "$tmp/t/docs/site.json")" ]
rm "$tmp/t/docs/site.json"; adopts docs --dry-run
ok "asked for the pages' folder it finds the same, and a dry run writes nothing" sh -c "grep -q mkdocs.yml '$tmp/out' && [ ! -e '$tmp/t/docs/site.json' ]"
mv "$tmp/t/docs" "$tmp/t/pages"; adopts
ok "pages that are not there are said" both 3 "docs: no such folder"
printf 'docs_dir: pages\nsite_name: [\n' >"$tmp/t/mkdocs.yml"; adopts pages
ok "broken settings end in no crash" [ "$code" -le 3 ]

# ---- Zensical ----
tree
printf '[project]\nsite_name = "Z"\nnav = [{"One" = "a.md"}]\n' | page t/zensical.toml
printf '# A\n' | page t/docs/a.md
adopts; ok "Zensical" both 0 "docs: Zensical"
ok "its order" settings docs '{"title": "Z", "root": "../", "nav": "../zensical.toml"}'

# ---- mdBook ----
tree
printf '[book]\ntitle = "Book"\nlanguage = "fr"\nsrc = "text"\n[output.html]\nsite-url = "/book/"\nedit-url-template = "https://github.com/o/r/edit/main/guide/{path}"\n[preprocessor.admonish]\n' | page t/book.toml
printf '# Summary\n\n- [One](one.md)\n- [Two](two/README.md)\n' | page t/text/SUMMARY.md
printf '# One\n\n[two](two/index.html) [also](two/README.md)\n' | page t/text/one.md
printf '# Two\n\n[one](../one.html)\n' | page t/text/two/README.md
adopts; ok "mdBook" both 0 "text: mdBook, by book.toml"
ok "SUMMARY.md needs no setting" settings text '{"title": "Book", "lang": "fr", "base_path": "/book/", "repo_url": "https://github.com/o/r/blob/{commit}/{path}", "edit_url": "https://github.com/o/r/edit/main/guide/text/{path}"}'
ok "preprocessors are named" says "preprocessor admonish"
ok "links to what mdBook writes are good" clean text

# ---- Docusaurus ----
tree
cat <<'X' | page t/docusaurus.config.ts
// title: 'not this'
const config = {
  title: 'Site', tagline: "It's good", url: 'https://d.example', baseUrl: '/',
  i18n: { defaultLocale: 'pt', locales: ['pt'] },
  presets: [['classic', { docs: { sidebarPath: './sidebars.ts', routeBasePath: 'learn', editUrl: 'https://github.com/o/r/tree/main/web/' }, blog: {} }]],
};
export default config;
X
printf "export default { s: ['intro', { type: 'category', label: 'More', items: ['more/x'] }] };\n" | page t/sidebars.ts
printf -- '---\nid: intro\nslug: /\n---\n# Intro\n\n[x](/learn/more/x) [blog](/blog/post) ![p](/img/p.svg)\n' | page t/docs/01-intro.md
printf '# X\n\n[i](../01-intro.md)\n' | page t/docs/more/x.md
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' | page t/static/img/p.svg
adopts; ok "Docusaurus" both 0 "docs: Docusaurus, by docusaurus.config.ts"
ok "its settings, out of a script" settings docs '{"title": "Site", "description": "It'"'"'s good", "lang": "pt", "base_url": "https://d.example/learn/", "base_path": "/learn/", "repo_url": "https://github.com/o/r/blob/{commit}/{path}", "edit_url": "https://github.com/o/r/edit/main/web/docs/{path}", "nav": "../sidebars.ts", "static": ["../static"]}'
printf -- '---\nslug: /deep/start\n---\n# Start\n\n[r](./more/../rest) [i](../)\n' | page t/docs/more/start.md
printf -- '---\nslug: /deep/rest\n---\n# Rest\n' | page t/docs/more/02-last.md
ok "ids, addresses and static files are good, links from where Docusaurus shows a page" clean docs

# ---- Hugo ----
tree
printf 'baseURL = "https://h.example/"\ntitle = "H"\ndefaultContentLanguage = "en"\ntheme = "docsy"\n' | page t/config.toml
printf -- '---\ntitle: Home\n---\n[x](/docs/x/) [y]({{< ref "docs/x" >}})\n' | page t/content/en/_index.md
printf -- '---\ntitle: X\nweight: 2\n---\n[home](/)\n' | page t/content/en/docs/x.md
printf -- '---\ntitle: Docs\n---\n' | page t/content/en/docs/_index.md
echo x | page t/static/x.txt
adopts; ok "Hugo, and its first language" both 0 "content/en: Hugo, by config.toml"
ok "its settings" settings content/en '{"title": "H", "lang": "en", "base_url": "https://h.example/", "root": "../../", "static": ["../../static"]}'
ok "its theme is named" says "theme docsy"
ok "the check is green" clean content/en

# ---- VitePress ----
tree
cat <<'X' | page t/docs/.vitepress/config.mts
import { defineConfig, type DefaultTheme } from 'vitepress'
const isDev = process.env.DEV === '1' // a value of no file
const more: DefaultTheme.SidebarItem[] = [{ text: 'More', base: '/api/', items: [{ text: 'Calls', link: 'calls' }] }]
function guide(): DefaultTheme.SidebarItem[] {
  if (isDev) { return [] }
  return [
    { text: 'Start', link: '/guide/start' }, // first
    ...more,
  ]
}
export default defineConfig({
  title: 'Vite', base: process.env.BASE || '/v/', cleanUrls: true,
  head: [['link', { rel: 'icon' }]], transform(code) { return /[/"']/.test(code) ? 1 : 2 },
  themeConfig: { sidebar: { '/guide/': guide() }, editLink: { pattern: 'https://github.com/o/r/edit/main/docs/:path' } },
})
X
printf '# Home\n\n[s](/guide/start) [c](/v/api/calls.html)\n' | page t/docs/index.md
printf '# Calls\n' | page t/docs/api/calls.md
printf '# Zero\n\n[home](/)\n' | page t/docs/guide/zero.md
printf '# Start\n\n[z](./zero)\n' | page t/docs/guide/start.md
printf x | page t/docs/public/robots.txt
git -C "$tmp/t" init -q; adopts
ok "VitePress, below docs/" both 0 "docs: VitePress, by docs/.vitepress/config.mts"
ok "what its script says, as far as it says it" settings docs '{"title": "Vite", "base_path": "/v/", "repo_url": "https://github.com/o/r/blob/{commit}/{path}", "edit_url": "https://github.com/o/r/edit/main/docs/{path}", "nav": ".vitepress/config.mts", "static": ["public"]}'
ok "its check is green" clean docs
order() { "$PLUMB" build "$tmp/t/$1" -o "$tmp/o" >/dev/null 2>&1; python3 - "$tmp/o/index.html" "$2" <<'X'
import re, sys
nav = re.findall(r'<nav[^>]*>(.*?)</nav>', open(sys.argv[1], encoding='utf-8').read(), re.S)
have = ' '.join(w for w in re.sub(r'<[^>]+>', ' ', ' '.join(nav)).split() if w != 'Pages')
if sys.argv[2] not in have: print(have); sys.exit(1)
X
}
ok "and its order that of the sidebar" order docs "Start More Calls"

# ---- Starlight ----
tree
cat <<'X' | page t/astro.config.mjs
const site = 'https://s.example';
export default defineConfig({ site, integrations: [
  starlight({ title: { en: 'Star' }, sidebar: [
    { label: 'Go', items: ['Deep Water/two', { slug: 'one', label: 'First' }] }, { autogenerate: { directory: 'ref' } } ] }), sitemap() ] });
X
printf -- '---\ntitle: Home\n---\n[two](/deep-water/two/) [made](/ref/made/)\n' | page t/src/content/docs/index.mdx
printf -- '---\ntitle: One\n---\n![p](@assets/p.png)\n' | page t/src/content/docs/one.md
printf -- '---\ntitle: Two\n---\n' | page "t/src/content/docs/Deep Water/two.md"
printf 'made.md\n*.tmp\n' | page t/src/content/docs/ref/.gitignore
printf -- '---\ntitle: Ref\n---\n' | page t/src/content/docs/ref/a.md
printf -- '---\ntitle: Zoo\nsidebar: {order: 1, label: Zed}\n---\n' | page t/src/content/docs/ref/z.md
git -C "$tmp/t" init -q; adopts
ok "Starlight" settings src/content/docs '{"title": "Star", "base_url": "https://s.example/", "nav": "../../../astro.config.mjs"}'
ok "green but for what is made elsewhere" clean src/content/docs
ok "which is told" says "git leaves it out"
ok "as are names of its tools" says "@assets/p.png begins with a name that only another tool knows"
ok "its order" order src/content/docs "Go Two First Zed Ref"
printf -- '---\ntitle: Home\n---\n[two](/deep-water/two/) [made](/reference/made/)\n' | page t/src/content/docs/index.mdx
printf -- '---\ntitle: Other\n---\n' | page t/src/content/docs/reference/o.md; checks src/content/docs 1
ok "a folder whose name begins alike has rules of its own" says "there is no reference/made"
printf -- '---\ntitle: Home\n---\n[two](/deep-water/two/) [made](/ref/made/)\n' | page t/src/content/docs/index.mdx
rm -r "$tmp/t/src/content/docs/reference"
printf '!made.md\n' >>"$tmp/t/src/content/docs/ref/.gitignore"; checks src/content/docs 1
ok "what git does not leave out is broken" says "there is no ref/made"

# ---- Jekyll ----
tree
printf 'title: J\nurl: https://j.example\nbaseurl: /b\nrepository: o/r\ntheme: minima\n' | page t/_config.yml
printf '# Home\n\n[a]({%% link _tour/a.md %%}) [post](/b/2024/05/01/news.html) [t](/b/tour/a.html) [m][m] [n][n]\n\n[m]: {{ site.api }}/x.html\n[n]: {%% link _tour/a.md %%}\n' | page t/index.md
printf '# A\n' | page t/_tour/a.md
printf '# News\n' | page t/_posts/2024-05-01-news.md
printf 'part\n' | page t/_includes/part.md
adopts
ok "Jekyll" settings . '{"title": "J", "base_url": "https://j.example/b/", "base_path": "/b/", "repo_url": "https://github.com/o/r/blob/{commit}/{path}"}'
checks . 0
ok "tags that link are links, those that stay are told once" says "0 errors, 1 warning"
ok "parts of pages are no pages" sh -c "'$PLUMB' build '$tmp/t' -o '$tmp/o' 2>/dev/null >&2; [ ! -e '$tmp/o/_includes' ]"

# ---- GitBook, and folders that say their own order ----
tree
printf 'root: ./text/\nstructure:\n  summary: toc.md\n' | page t/.gitbook.yaml
printf '# Contents\n\n* [B](b.md)\n' | page t/text/toc.md
printf '# B\n' | page t/text/b.md
adopts; ok "GitBook" settings text '{"root": "../", "nav": "toc.md"}'
tree
printf 'site_name: W\nplugins: {search: {}, awesome-pages: {}}\n' | page t/mkdocs.yml
printf '# W\n' | page t/docs/index.md
printf '# One\n' | page t/docs/g/one.md; printf '# Two\n' | page t/docs/g/two.md; printf '# Alpha\n' | page t/docs/a.md
printf '# Deep\n' | page t/docs/g/sub/deep.md; printf 'nav: [.., sub, ..., ../..]\n' | page t/docs/g/sub/.pages
printf 'nav: [g, ...]\n' | page t/docs/.pages
printf 'title: Guides\nnav:\n  - two.md\n  - First: one.md\n  - Under: sub\n' | page t/docs/g/.pages
git -C "$tmp/t" init -q; adopts; ok "awesome-pages" settings docs '{"title": "W", "nav": ".pages"}'
ok "each folder says its order" order docs "Guides Two First Under Deep Alpha"

# ---- Hugo's ref ----
tree
printf 'baseURL = "https://h.example/"\n' | page t/hugo.toml
printf -- '---\ntitle: Home\n---\n[x]({{< ref "deep.md#here" >}}) [y]({{%% relref "sub" %%}}) [z](deep.md)\n' | page t/content/_index.md
printf -- '---\ntitle: D\n---\n## Here\n' | page t/content/a/sub/deep.md
printf -- '---\ntitle: Sub\n---\n' | page t/content/a/sub/_index.md
adopts; checks content 1
ok "ref finds a page by its name alone; a plain link does not" says "there is no deep.md" 
ok "and nothing else is broken" says "1 error, 0 warnings"

printf '\n![p](../../../img/p.png) {{< imgproc fea Resize 600x >}}word{{< /imgproc >}} [de](/de/a/sub/)\n\n--8<-- "part.md"\n' >>"$tmp/t/content/a/sub/_index.md"
cp "$tests/data/photo.jpg" "$tmp/t/content/a/sub/feature-1.jpg" 2>/dev/null || printf x >"$tmp/t/content/a/sub/feature-1.jpg"
mkdir -p "$tmp/t/blog"; printf ' [blog](/blog/2024/x)\n' >>"$tmp/t/content/a/sub/_index.md"
printf x | page t/static/img/p.png; printf 'taken\n' | page t/content/snippets/part.md
checks content 1
ok "what climbs above the top is looked for there, a resource by a part of its name, a translation in the main language, a part in snippets/" says "1 error,"
ok "the page that stands for another is told" says "/de/a/sub/ was found by a part of its address"

# ---- addresses by settings of other tools ----
tree
printf 'baseURL: https://h.example/\n' | page t/config/_default/hugo.yaml
printf 'page:\n  blog: /:section/:year/:month/:slug/\ndocs: /manual/:filename\n' | page t/config/_default/permalinks.yaml
printf -- '---\ntitle: Home\n---\n[p](/blog/2024/05/whos-there/) [q](/blog/2023/01/named/) [d](/manual/a)\n' | page t/content/_index.md
printf -- '---\ntitle: "Who'"'"'s There?"\ndate: 2024-05-03T00:00:00Z\n---\n[q](0101-q)\n' | page t/content/blog/0503-p/index.md
printf -- '---\n  title: Q\n  slug: named\n  date: 2023-01-01\n---\n## Up\n' | page t/content/blog/0101-q/index.md
printf -- '---\ntitle: Docs\n---\n## Here\n' | page t/content/docs/_index.md
printf -- '---\ntitle: A\n---\n[docs](../#here) [b](../b) [c](../sub/)\n' | page t/content/docs/a.md
printf -- '---\ntitle: B\n---\n' | page t/content/docs/b.md
printf -- '---\ntitle: Sub\n---\n' | page t/content/docs/sub/_index.md
printf '# moved\n/old/x   /docs/b   301!\n/gone https://h.example/\n' | page t/static/_redirects
printf '\n[m](/old/x/) [g](/gone)\n' >>"$tmp/t/content/docs/b.md"
adopts; ok "Hugo's permalinks, and links as browsers read them" settings content '{"base_url": "https://h.example/", "permalinks": {"blog": "/:section/:year/:month/:slug/", "docs": "/manual/:filename"}, "link_base": "address", "static": ["../static"]}'
ok "pages are found where they say, by title, slug and file, and beside the folder of a page" clean content
sed -i 's#/old/x #/old/y #' "$tmp/t/static/_redirects"; checks content 1
ok "what leads out of these pages is told" says "/gone is led elsewhere by _redirects"
ok "nor is what the host's list of moved places does not have" says "there is no old/x"
printf 'x' | page t/layouts/_markup/render-link.html; rm "$tmp/t/content/site.json"
adopts; ok "a tree that reads links in its own way keeps them to files" settings content '{"base_url": "https://h.example/", "permalinks": {"blog": "/:section/:year/:month/:slug/", "docs": "/manual/:filename"}, "static": ["../static"]}'
tree
printf 'title: J\npermalink: /:path/\ncollections:\n  art:\n    output: true\n' | page t/_config.yml
printf '# Home\n\n[a](/de/a/)\n' | page t/index.md
printf '# A\n\n## Own\n' | page t/_art/a.md
printf '# A\n\n## Eigen\n' | page t/_art/de/a.md
printf '# B\n\n[a](../a/#eigen) [up](../../a/#own)\n' | page t/_art/de/b.md
adopts; ok "collections of Jekyll" settings . '{"title": "J", "permalinks": {"_art": "/:path/"}, "link_base": "address"}'
ok "have their links from their addresses" clean .

# ---- plain ----
tree
printf '# Read me\n\n[a](a.md)\n' | page t/README.md
printf '# A\n' | page t/a.md
adopts; ok "plain Markdown" both 0 ".: plain Markdown"
ok "needs no settings" settings . '{}'
printf 'x = 1\n' | page t/config.toml; rm "$tmp/t/site.json"
adopts; ok "any config.toml is not Hugo's" both 0 "plain Markdown"

tree; printf 'x' | page t/notes.txt
adopts; ok "a folder without pages is nothing to adopt" both 3 "no Markdown page stands below it"
ok "and gets no settings" [ ! -e "$tmp/t/site.json" ]
tree
printf "module.exports = { title: 'Beside', presets: [{ docs: { editUrl: ({a}) => { return a; }, path: '../docs', sidebarPath: path.resolve(__dirname, './sidebars.json') } }] };" | page t/web/docusaurus.config.js
printf '{"docs": {"First": ["b"], "Then": ["a"]}}' | page t/web/sidebars.json
printf -- '---\nid: a\n---\n# A\n\n[b](b) [out](../std/x.html)\n' | page t/docs/One.md
printf -- '---\nid: b\n---\n# B\n' | page t/docs/Two.md
git -C "$tmp/t" init -q; adopts web
ok "pages may stand beside the settings" both 0 "docs: Docusaurus"
ok "which are found from there" settings docs '{"title": "Beside", "base_path": "/docs/", "nav": "../web/sidebars.json"}'
ok "links by ids are good, those out of the site are told" clean docs
ok "so is what is below them" says "leads out of the site"

# ---- export ----
rm -rf "$tmp/in" "$tmp/plain"
printf '{"port": 8080, "name": "web", "hosts": ["a", "b"]}' | page in/app.json
printf '{"sources": {"config.prod": "app.json"}, "env": "prod"}' | page in/site.json
cat >"$tmp/body" <<'X'
---
title: Home
---
<!-- a comment -->
# Home

X
{ cat "$tmp/body"; cat <<'X'; } >"$tmp/in/index.md"
It listens on [8080](config.prod:/port), [**8080**][p] and [](config.prod:/port); [web](app.json#/name).

| Setting | [prod](app.json#) |
|---|---|
| [Port](#/port) | 8080 |

[deep](deep) [top](/deep/a) [file](notes.txt) [a](deep/a.md#x) [gone][nowhere]

```
+---+     +---+
| A |---->| B |
+---+     +---+
```

- ```json subset=app.json
  {"port": 8080}
  ```

> ~~~json subset=app.json
> {"port": 8080}
> ~~~

```sh
echo '[8080](config.prod:/port)'
```

[p]: config.prod:/port
X
printf '# A\n\n## X\n\n![s](../s.svg) [home](/)\n' | page in/deep/a.md
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' | page in/s.svg
echo notes | page in/notes.txt
run "$PLUMB" export "$tmp/in" -o "$tmp/plain"
ok "a guide is exported; what is broken stays broken" exits 1
{ cat "$tmp/body"; cat <<'X'; } >"$tmp/want"
It listens on 8080, **8080** and 8080; web.

| Setting | prod |
|---|---|
| Port | 8080 |

[deep](deep/index.md) [top](deep/a.md) [file](notes.txt) [a](deep/a.md#x) [gone][nowhere]

![A to B](a-to-b.svg)

- ```json
  {"port": 8080}
  ```

> ~~~json
> {"port": 8080}
> ~~~

```sh
echo '[8080](config.prod:/port)'
```

[p]: config.prod:/port
X
sed 's/^!\[[^]]*\]([^)]*\.svg)$/![A to B](a-to-b.svg)/' "$tmp/plain/index.md" >"$tmp/got"
ok "claims are text, drawings pictures, links paths; all else byte for byte" diff "$tmp/want" "$tmp/got"
ok "the picture is there" sh -c "f=\$(sed -n 's/^!\[.*\](\(.*\.svg\))/\1/p' '$tmp/plain/index.md'); grep -q '<svg' \"$tmp/plain/\$f\""
ok "so are files that pages link to, and no source" [ -f "$tmp/plain/s.svg" -a -f "$tmp/plain/notes.txt" -a ! -e "$tmp/plain/app.json" ]
ok "links to the top lead to the page" grep -qF '[home](../index.md)' "$tmp/plain/deep/a.md"
sed -i '/gone/d' "$tmp/in/index.md"; rm -r "$tmp/in/deep"; sed -i '/deep/d' "$tmp/in/index.md"
run "$PLUMB" export "$tmp/in" -o "$tmp/plain"; ok "again" exits 0
ok "what is gone goes" [ ! -e "$tmp/plain/deep/a.md" ]
mkdir "$tmp/own" && echo x >"$tmp/own/mine.txt"
run "$PLUMB" export "$tmp/in" -o "$tmp/own"; ok "a folder of somebody else's is left alone" both 2 "did not write"
run "$PLUMB" export "$tmp/in"; ok "where is to be said" exits 2
mkdocs=$(command -v mkdocs || ls "$top"/build/venv/bin/mkdocs 2>/dev/null)
if [ -n "$mkdocs" ]; then
  run "$PLUMB" export "$top/content" -o "$tmp/guide/docs"
  printf 'site_name: Guide\n' >"$tmp/guide/mkdocs.yml"
  ok "the guide that plumb carries passes mkdocs build --strict" sh -c "cd '$tmp/guide' && '$mkdocs' build --strict"
else
  ok "the guide that plumb carries passes mkdocs # SKIP no mkdocs here" true
fi
plan
