# links.t - where links lead that other tools' authors write: addresses of the site, applications, files of the repository.
. "$(dirname "$0")/lib.sh"

checks() { run "$PLUMB" check --all "$tmp/${2:-in}"; both "$1" "$3"; }
clean() { run "$PLUMB" check --all "$tmp/${1:-in}"; exits 0 && { ! grep -E '\[(link|anchor|input)-' "$tmp/err"; }; }
built() { rm -rf "$tmp/site"; run "$PLUMB" build "$tmp/${1:-in}" -o "$tmp/site"; }
has() { grep -qF -- "$2" "$tmp/site/$1" || { echo "$1 has no $2"; grep -o '<a [^>]*>\|<img[^>]*>' "$tmp/site/$1"; return 1; }; }
fresh() { rm -rf "$tmp/in"; for f; do page "in/$f" <<X
# $(basename "$f" .md)

[home](/)
X
done; }
index() { { echo "# Home"; echo; cat; } >"$tmp/in/index.md"; }
settings() { cat >"$tmp/in/site.json"; }
git_here() { git init -q "$1" && git -C "$1" add -A && git -C "$1" -c user.name=x -c user.email=x@example.com commit -qm x; }

# ---- addresses of the site ----
fresh docs/install.md docs/guide/index.md docs/02-use.md
index <<'X'
[a](/docs/install/) [b](/docs/install) [c](/docs/install.html#install) [d](/docs/guide/) [e](/docs/guide/index.html) [f](docs/install.md) [g](/docs/use)
X
ok "from the top, with and without endings" clean
built; ok "they lead to the page" has index.html 'href="docs/install/index.html#install"'
echo '[x](/install/)' | index
ok "by its end, with a note" checks 0 in "info: /install/ was found by a part of its address: docs/install.md [link-guessed]"
echo '[x](/install/#gone)' | index
ok "whose headings are looked at" checks 1 in "docs/install.md has no heading #gone"
echo '[x](/somewhere/install/)' | index
ok "another way there is none" checks 1 in "there is no somewhere/install "
fresh a/install.md b/install.md
echo '[x](/install/)' | index
ok "of two it is none" checks 1 in "there is no install "
fresh install.md
echo '[x](/docs/install/) [y](/docs/)' | index
mkdir "$tmp/docs" && cp "$tmp/in"/*.md "$tmp/docs/"
ok "the content folder's own name is a beginning" checks 0 docs "link-guessed"
echo '{"base_path": "docs"}' | settings
ok "with a base path nothing is guessed" clean
echo '[x](/pricing) [y](/docs/gone) [z](/docs)' | index
ok "elsewhere on the host is another site's business, inside is ours" checks 1 in "there is no docs/gone"
ok "one finding" sh -c "grep -c 'link-broken' '$tmp/err' | grep -qx 1"
built; ok "and stands as written" has index.html 'href="/pricing"'
echo '{"base_path": "https://x.example/"}' | settings
ok "a base path is a path" checks 1 in "no path of an address"
rm "$tmp/in/site.json"
fresh a.md b.md
printf -- '---\naliases: [/old/place/]\n---\n# a\n' >"$tmp/in/a.md"
printf -- '---\nslug: /new-name\nid: bee\n---\n# b\n' >"$tmp/in/b.md"
echo '[x](/old/place) [y](/new-name/) [z](/new-name#b) [v](bee#b) [w](new-name)' | index
ok "aliases, slugs and ids" clean
page in/docs/new/page.md <<'X'
---
aliases: [./was/, ../before/, ../../../elsewhere/]
---
# Page

## 1. Don't use `a_b`, ever

## Main
X
echo '[a](/docs/new/was/) [b](/docs/before/) [c](docs/new/page.md#_1-don-t-use-a-b-ever) [d](docs/new/page.md#main)' | index
ok "aliases from the folder of the address, ids as VitePress makes them" checks 0 in 'info: the alias ../../../elsewhere/ leaves the site'
built; ok "they lead to the heading" has index.html '#1-dont-use-a_b-ever'
ok "a heading has its id for itself" sh -c 'test 1 = "$(grep -o "id=\"*main[\" >]" "$1" | grep -c .)"' - "$tmp/site/docs/new/page/index.html"
echo '[x](bee#c)' | index
ok "whose headings are looked at too" checks 1 in "b.md has no heading #c"
fresh guide/one.md guide/two.md
printf '# one\n\n[two](../two/) [self](./) [up](../../)\n' >"$tmp/in/guide/one.md"
ok "from the address at which a page stands" clean
printf '# one\n\n[three](../three/)\n' >"$tmp/in/guide/one.md"
ok "which may lead nowhere too" checks 1 in "there is no three "

printf '# one\n\n[two](guide/two) [gone](guide/gone) [two](guide/two#gone)\n' >"$tmp/in/guide/one.md"
ok "a path from the top without a slash is found with a note" checks 1 in "guide/two was found by"
ok "when it is there" says "there is no guide/guide/gone "
ok "and its heading" says "guide/two.md has no heading #gone"

# ---- static files ----
fresh a.md
mkdir -p "$tmp/in/static/img" && printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' >"$tmp/in/static/img/a.svg"
echo '![a picture](/img/a.svg) [file](/img/a.svg)' | index
ok "static/ stands at the top" clean
built; ok "and its files go out" [ -f "$tmp/site/img/a.svg" ]
run "$PLUMB" build "$tmp/in" -o "$tmp/site"; ok "once" says "nothing to do"
mkdir -p "$tmp/in/files" && mv "$tmp/in/static/img" "$tmp/in/files/img"
ok "another folder is not guessed" checks 1 in "there is no img/a.svg"
echo '{"static": ["files/"]}' | settings
ok "but said" clean
rm -rf "$tmp/tool" && mkdir -p "$tmp/tool" && mv "$tmp/in" "$tmp/tool/content" && mv "$tmp/tool/content/files" "$tmp/tool/static" && rm "$tmp/tool/content/site.json"
ok "static/ beside the content" clean tool/content
built tool/content; ok "goes out too" [ -f "$tmp/site/img/a.svg" ]
echo '![other picture](/img/b.svg)' >>"$tmp/tool/content/index.md"
built tool/content; ok "what is missing is said" says "there is no img/b.svg"
cp "$tmp/tool/static/img/a.svg" "$tmp/tool/static/img/b.svg"
run "$PLUMB" build "$tmp/tool/content" -o "$tmp/site"
ok "and taken when it comes" [ -f "$tmp/site/img/b.svg" ]
echo 'KEY=value' >"$tmp/tool/static/prod.env"
echo '[x](/prod.env)' >>"$tmp/tool/content/index.md"
built tool/content; ok "settings do not go out" [ ! -e "$tmp/site/prod.env" ]

# ---- applications ----
fresh a.md
echo '[a](vscode://file/x) [b](slack://channel?id=1) [c](slack:open) [d](obsidian://open) [e](x-team+app://do/it) [f](MAILTO:x@example.com)' | index
ok "addresses of applications pass" clean
built; ok "as written" has index.html 'href="x-team+app://do/it"'
for bad in 'javascript://x%0aalert(1)' 'data:text/html,x' 'file:///etc/passwd' 'VBScript:x' 'myapp:open'; do
  echo "[a]($bad)" | index
  ok "$bad does not" checks 1 in "[link-broken]"
done
built; ok "and is no link" sh -c "! grep -q 'href=\"myapp' '$tmp/site/index.html'"
echo '{"schemes": ["myapp"]}' | settings
ok "unless site.json allows it" clean
echo '{"schemes": ["javascript"]}' | settings
ok "which cannot allow scripts" checks 1 in "no scheme of an application"
rm "$tmp/in/site.json"

# ---- the repository ----
rm -rf "$tmp/repo" && mkdir -p "$tmp/repo/src" "$tmp/repo/docs/.hidden" && printf 'a\nb\nc\n' >"$tmp/repo/src/main.go" && echo x >"$tmp/repo/docs/.hidden/notes.txt"
printf '# Home\n\n[a](../src/main.go) [b](../src) [c](/src/main.go#L2) [d](../src/main.go#L1-L3) [e](.hidden/notes.txt)\n' >"$tmp/repo/docs/index.md"
git_here "$tmp/repo"
ok "files of the repository are plain text without a forge" checks 0 repo/docs "link-repository"
echo '{"repo_url": "https://git.example.com/o/r/blob/{commit}/{path}"}' >"$tmp/repo/docs/site.json"
ok "and links with one" clean repo/docs
built repo/docs; first=$(git -C "$tmp/repo" rev-parse HEAD)
ok "at the commit that touched them" has index.html "href=\"https://git.example.com/o/r/blob/$first/src/main.go#L2\""
git -C "$tmp/repo" add -A; git -C "$tmp/repo" -c user.name=x -c user.email=x@example.com commit -qm settings
built repo/docs; ok "which stays" has index.html "blob/$first/src/main.go"
printf '[x](../src/main.go#L4) [y](../src/gone.go) [z](../../out.go)\n' >>"$tmp/repo/docs/index.md"
ok "lines past the end" checks 1 repo/docs "main.go has 3 lines"
ok "files that are not there" checks 1 repo/docs "the repository has no src/gone.go"
ok "and ways out of it" checks 1 repo/docs "leaves the repository"

# ---- what git leaves out ----
seq -f 'x%.0f.md' 5000 >"$tmp/repo/docs/.gitignore"
ok "a list of patterns that is cut says so" checks 1 repo/docs ".gitignore: warning: is not read to its end: 4096 patterns"
rm "$tmp/repo/docs/.gitignore"

# ---- what Markdown does not see ----
fresh a.md
printf '[a][nowhere] [b]() note[^x] <a href="gone.md">c</a> <img src="gone.png"> [d](a.md#:~:text=home) [e](a.md#a:~:text=x)\n' | index
ok "undefined references, empty targets, footnotes, raw HTML" checks 1 in "5 errors"
for word in "no reference is called nowhere" "the link has no target" "no footnote is called ^x" "there is no gone.md" "there is no gone.png"; do
  ok "$word" says "$word"
done

# ---- from the file, and from the address ----
fresh a.md
mkdir -p "$tmp/in/f"; printf '# F\n' >"$tmp/in/f/index.md"; printf '# G\n\n## There\n\n<Repo href="gone/a.c">c</Repo>\n' >"$tmp/in/f/g.md"
printf '# H\n\n[g](../g/#there) [f](../g.md#there)\n' >"$tmp/in/f/h.md"; printf '# G of the top\n' >"$tmp/in/g.md"
echo '[h](f/h.md)' | index
ok "a folder that no file has is an address; a file is a file, and a component's attribute is its own" checks 1 in "1 error"
ok "which is said" says "g.md has no heading #there"
built; ok "the page is the address's" has f/h/index.html 'href="../g/index.html#there"'

# ---- speed ----
rm -rf "$tmp/in" && mkdir -p "$tmp/in/p" && python3 - "$tmp/in" <<'X'
import sys
for i in range(2000):
    open(f"{sys.argv[1]}/p/page-{i}.md", "w").write(f"# Page {i}\n\n" + "\n".join(f"[x](page-{(i * 7 + k) % 2000}x.md) [y](/q/page-{k}/)" for k in range(20)) + "\n")
X
run python3 - "$PLUMB" "$tmp/in" <<'X'
import resource, subprocess, sys
subprocess.run([sys.argv[1], "check", sys.argv[2]], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print("%.1f s" % resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
sys.exit(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > 8)
X
ok "eighty thousand broken links are found and told fast" exits 0

# ---- what the site of another tool makes by itself ----
fresh blog/posts/2015-06-24-first-day.md docs/install.md
echo '[a](/blog/2015/06/24/first-day/)' | index
ok "a post by its date" checks 0 in "/blog/2015/06/24/first-day/ was found by a part of its address: blog/posts/2015-06-24-first-day.md"
echo '[a](/blog/2015/06/25/first-day/)' | index
ok "of another day it is none" checks 1 in "there is no blog/2015/06/25/first-day"
echo '[a](/docs/latest/install/) [b](/stable/)' | index
ok "the newest version is the host's to choose" checks 0 in "there is no docs/latest/install here; /docs/latest/ may be a version that the host chooses [link-unchecked]"
fresh docs/latest/install.md
echo '[a](/docs/latest/instal/)' | index
ok "unless it is a folder" checks 1 in "there is no docs/latest/instal"
echo '[a](/pricing/)' | index
ok "a page of nobody" checks 1 in "there is no pricing"
echo '{}' >"$tmp/in/package.json"
ok "where a program makes pages it may be its own" checks 0 in "there is no pricing here; the program of package.json may make it [link-unchecked]"
rm "$tmp/in/package.json"
printf '/old/* /new/:splat 301\n/docs/* /docs/v1/:splat 301\n' >"$tmp/in/_redirects"
echo '[a](/old/place/x)' | index
ok "a folder that the host leads elsewhere" checks 0 in "/old/place/x is led elsewhere by _redirects"
echo '[a](/docs/nowhere)' | index
ok "not one that it leads into itself" checks 1 in "there is no docs/nowhere"
rm "$tmp/in/_redirects"

# ---- what another tool would show beside ----
fresh made.md
printf '# Made\n\n{{< tools >}}\n' >"$tmp/in/made.md"
echo '[a](made.md#tool-a)' | index
ok "what a tag makes nobody here knows" checks 0 in "#tool-a may stand in what made.md could not take in"
built
printf '# Home\n\n[a](made.md#tool-b)\n' >"$tmp/in/index.md"
run "$PLUMB" build "$tmp/in" -o "$tmp/site" --all
ok "nor when the page is as it was" says "#tool-b may stand in what made.md could not take in"
printf '# Made\n\n{{< wrap >}}\nText.\n{{< /wrap >}}\n' >"$tmp/in/made.md"
ok "a tag around text makes no heading" checks 1 in "made.md has no heading #tool-b"
printf '# Made\n\n#### <!-- md:option tool.b -->\n' >"$tmp/in/made.md"
ok "a comment for a program may" checks 0 in "#tool-b may stand"
printf '# Made\n\n{{< tools >}}\n\nSee https://example.com/tools.\n' >"$tmp/in/made.md"
ok "nor is an address the end of one" checks 0 in "#tool-b may stand"
printf '# Made\n\n<!-- https://example.com note: see below -->\n' >"$tmp/in/made.md"
ok "one for people does not" checks 1 in "made.md has no heading #tool-b"
mkdir -p "$tmp/mk/docs"
printf '# Home\n\nSee [the docs][mk.env].\n' >"$tmp/mk/docs/index.md"
printf 'site_name: x\nnav: [index.md]\nmarkdown_extensions:\n  - pymdownx.snippets:\n      auto_append: [includes/refs.md]\n' >"$tmp/mk/mkdocs.yml"
echo '{"nav": "../mkdocs.yml"}' >"$tmp/mk/docs/site.json"
ok "settings above the root are not left out in silence" checks 1 mk/docs 'mkdocs.yml stands above the root'
echo '{"nav": "../mkdocs.yml", "root": ".."}' >"$tmp/mk/docs/site.json"
ok "references of files that MkDocs appends" checks 0 mk/docs "references stay text that mkdocs.yml lets others define"
sed -i '/snippets/,$d' "$tmp/mk/mkdocs.yml"
echo '  - toc' >>"$tmp/mk/mkdocs.yml"
ok "else there is none" checks 1 mk/docs "no reference is called mk.env"
fresh a.md
mkdir -p "$tmp/in/v1/x" "$tmp/in/v2/x"
for v in v1 v2; do
  printf '# V\n' >"$tmp/in/$v/_index.md"
  printf -- '---\naliases: [was]\n---\n# P\n' >"$tmp/in/$v/x/p.md"
done
echo '[a](/v1/x/was/) [b](/v2/x/was/)' | index
ok "an alias of Hugo without a slash is from the page's folder" clean
printf '# Home\n\n<Chart data="x">\nWords.\n</Chart>\n\n<Chart data="y" kind="z"></Chart>\n' >"$tmp/in/index.md"
ok "components are told, once a kind" checks 0 in "<Chart> is a component: what it holds is shown, its attributes are not (2 in all"

mkdir -p "$tmp/dc/docs/cli"
echo 'module.exports = { title: "x" };' >"$tmp/dc/docusaurus.config.js"
echo '{"root": ".."}' >"$tmp/dc/docs/site.json"
printf '# Home\n' >"$tmp/dc/docs/index.md"
printf '# Catalogs\n' >"$tmp/dc/docs/catalogs.md"
printf '# Add\n\n[a](catalogs.md) [b](./catalogs.md)\n' >"$tmp/dc/docs/cli/add.md"
ok "Docusaurus looks from its top for a file that is not beside" checks 1 dc/docs "catalogs.md was found by a part of its address: catalogs.md"
ok "not for one that says beside" says "1 error"
built dc/docs
sleep 3
run "$PLUMB" build "$tmp/dc/docs" -o "$tmp/site"
ok "nothing has changed" says "nothing to do"
rm "$tmp/dc/docusaurus.config.js"
run "$PLUMB" build "$tmp/dc/docs" -o "$tmp/site"
ok "others do not, and a build sees that it is another" sh -c "grep -c 'catalogs.md.*link-broken' '$tmp/err' | grep -qx 2 && ! grep -q 'nothing to do' '$tmp/err'"
ok "nor in a check" sh -c "'$PLUMB' check '$tmp/dc/docs' 2>&1 | grep -q '^2 errors'"
mkdir -p "$tmp/hg/content/funcs" "$tmp/hg/layouts/_markup"
echo '{"root": ".."}' >"$tmp/hg/content/site.json"
printf '# Home\n\n[term](g) [f](/funcs/absURL/)\n' >"$tmp/hg/content/_index.md"
printf '# absurl\n' >"$tmp/hg/content/funcs/AbsURL.md"
: >"$tmp/hg/layouts/_markup/render-link.html"
ok "a word that a hook of Hugo leads on" checks 0 hg/content "there is no g here; the site's render hook for links may know it [link-unchecked]"
ok "Hugo knows no capitals" says "/funcs/absURL/ was found by a part of its address: funcs/AbsURL.md"
rm "$tmp/hg/layouts/_markup/render-link.html"
ok "without the hook it is broken" checks 1 hg/content "there is no g"

mkdir -p "$tmp/go/vendor/example.com/x"
printf '# Home\n' >"$tmp/go/index.md"
echo 'no title' >"$tmp/go/vendor/example.com/x/README.md"
ok "vendor/ alone is a folder" checks 0 go "title-missing"
echo '# example.com/x v1' >"$tmp/go/vendor/modules.txt"
ok "copies of other projects are no pages" clean go

mkdir -p "$tmp/nav/about"
printf '# Home\n' >"$tmp/nav/index.md"
printf '# A\n' >"$tmp/nav/about/a.md"
echo '{"nav": ".nav.yml"}' >"$tmp/nav/site.json"
printf 'nav:\n  - a.md\n  - B: b.md\n' >"$tmp/nav/about/.nav.yml"
ok "a folder's own file is named with its line" checks 1 nav "about/.nav.yml:3:"
plan
