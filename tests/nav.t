# nav.t - the order of pages: by folders and names, and as other tools' files say it.
. "$(dirname "$0")/lib.sh"

# titles as the tree of navigation shows them, and with their depth; reading order by the next links
cat >"$tmp/tree.py" <<'X'
import re, sys
nav = re.search(r'<nav class="tree".*?</nav>', open(sys.argv[1]).read(), re.S).group()
out = ''
for mark, title in re.findall(r'(<ul>|</ul>)|<a [^>]*>(.*?)</a>', nav):
    if mark: out += '(' if mark == '<ul>' else ')'
    else: out += (' ' if out and out[-1] not in '(' else '') + title
print(out[1:-1].replace(' (', '('))
X
tree() { python3 "$tmp/tree.py" "$tmp/site/index.html"; }
built() { rm -rf "$tmp/site"; run "$PLUMB" build "$tmp/in" -o "$tmp/site"; }
shows() { built; got=$(tree); [ "$got" = "$1" ] || { echo "got:  $got"; echo "want: $1"; cat "$tmp/err"; return 1; }; }
fresh() { rm -rf "$tmp/in"; for f; do page "in/$f" <<X
# $(basename "$f" .md)
X
done; }
stands() { for f; do [ -f "$tmp/site/$f" ] || { echo "no $f"; ls -R "$tmp/site"; return 1; }; done; }
checks() { run "$PLUMB" check "$tmp/in"; exits "$1"; }

# ---- by folders ----
fresh index.md s1.md s2.md s10.md s02b.md
ok "numbers in names are numbers" shows "index s1 s2 s02b s10"
fresh index.md 10-end.md 9-middle.md 1-begin.md
ok "names, not titles, are compared" shows "index 1-begin 9-middle 10-end"
fresh index.md a.md 2-setup/x.md 3-use.md 1-intro.md
ok "a folder without a page stands among its siblings" shows "index 1-intro Setup(x) 3-use a"
fresh index.md svc.md svc/one.md svc/two.md pub.md pub/kafka.md
ok "x.md beside folder x is the section's page" shows "index pub(kafka) svc(one two)"
ok "and every page is there" stands svc/index.html svc/one/index.html pub/kafka/index.html
fresh index.md svc.md svc/README.md svc/a.md
ok "so is it with a README in the folder, which keeps its own address" shows "index svc(a README)"
ok "at its name" stands svc/README/index.html
fresh index.md a/b.md a/b/c.md a/b/c/d.md
ok "sections within sections" shows "index A(b(c(d)))"
fresh index.md svc/only.md
built; ok "a page alone in its folder stands at its own name" stands svc/only/index.html
fresh README.md a.md
ok "README.md is the first page" shows "README a"
fresh guide.md
built; ok "a site's only page is its first" [ -f "$tmp/site/index.html" -a ! -d "$tmp/site/guide" ]
fresh index.md README.md
built; ok "beside an index a README is a page like others" stands index.html README/index.html
fresh index.md a.md book/index.md book/x.md
echo '{}' >"$tmp/in/book/site.json"
ok "a folder with settings of its own is another site" shows "index a"
printf '# index\n\n[book](book/x.md)\n' >"$tmp/in/index.md"
ok "a link into it is no error" checks 0

rm -rf "$tmp/in" && mkdir "$tmp/in" && echo x >"$tmp/in/a.txt"
checks 3; ok "a folder without Markdown is no success" says "no Markdown page stands below it"
built; ok "nor is its site" [ ! -e "$tmp/site/index.html" ]
printf -- '---\ndraft: true\n---\n# a\n' >"$tmp/in/a.md"
checks 3; ok "nor is one of drafts" says "all of its pages are drafts"
fresh a.md b.md c.md d.md
checks 0; ok "what a list of its folder names is no orphan" sh -c "! grep -q orphan '$tmp/err'"
fresh index.md a.md
checks 0; ok "nor what a navigation of ours names" sh -c "! grep -q orphan '$tmp/err'"
echo '{ "nav": ["index.md"] }' >"$tmp/in/site.json"
checks 0; ok "but what an author's does not" says 'and "nav" does not name it'

# ---- weights of other tools ----
fresh index.md a.md b.md c.md
printf -- '---\nsidebar_position: 1\nsidebar_label: "The C"\n---\n# c\n' >"$tmp/in/c.md"
printf -- '---\nnav_order: 2\n---\n# b\n' >"$tmp/in/b.md"
ok "positions and labels in front matter" shows "index The C b a"
fresh index.md a/x.md b/x.md c/x.md
printf '{"label": "First of all", "position": 1}' >"$tmp/in/c/_category_.json"
printf 'label: Then\nposition: 2.5\n' >"$tmp/in/b/_category_.yml"
ok "_category_ says what a folder is called, and where" shows "index First of all(x) Then(x) A(x)"

# ---- SUMMARY.md ----
fresh z.md i.md a.md
printf '# Summary\n\n- [Zebra](z.md)\n  - [Inner](i.md)\n- [Apple](a.md)\n' >"$tmp/in/SUMMARY.md"
ok "SUMMARY.md says the order without a setting" shows "Contents Zebra(Inner) Apple"
ok "and is no page" [ ! -e "$tmp/site/SUMMARY" ]
run "$PLUMB" build "$tmp/in" -o "$tmp/site"; ok "nothing to do" says "nothing to do"
printf '# Summary\n\n- [Apple](a.md)\n- [Zebra](z.md)\n' >"$tmp/in/SUMMARY.md"
run "$PLUMB" build "$tmp/in" -o "$tmp/site"
got=$(tree); ok "a changed order is built; what it leaves out stands behind" [ "$got" = "Contents Apple Zebra Other pages(i)" ]
printf '# Summary\n\n- [Apple](a.md)\n- [Gone](gone.md)\n' >"$tmp/in/SUMMARY.md"
checks 1; ok "what is not there is said where it stands" both 1 "SUMMARY.md:4:4: error: the navigation names gone.md"
printf '# Summary\n\nIn short: all is well.\n' >"$tmp/in/SUMMARY.md"
ok "a summary in words is a page" shows "Contents a i Summary z"

# ---- settings ----
fresh index.md g/b.md g/a.md g/c.md deep/er/x.md
echo '{"nav": ["index.md", {"Guides": ["g/c.md", "g/*.md"]}, {"Deep": ["deep/**"]}, {"Ask": "https://example.com/ask"}]}' >"$tmp/in/site.json"
ok "a list with patterns, headings and addresses" shows "index Guides(c a b) Deep(x) Ask"
ok "headings lead to their first page" grep -q '<a href="g/c/index.html">Guides' "$tmp/site/index.html"
ok "addresses lead out" grep -q '<a href="https://example.com/ask">Ask' "$tmp/site/index.html"
ok "the way up goes over headings" grep -q 'Guides' "$tmp/site/g/a/index.html"
mkdir -p "$tmp/repo/docs" && cp -r "$tmp/in/g" "$tmp/in/index.md" "$tmp/repo/docs/" && mv "$tmp/in" "$tmp/in.1" && mkdir "$tmp/in.2" && ln -s "$tmp/repo/docs" "$tmp/in"
printf 'site_name: X\nnav:\n  - Home: index.md\n  - Guides:\n    - g/c.md\n    - Letter A: g/a.md\n' >"$tmp/repo/mkdocs.yml"
(cd "$tmp/repo" && git init -q .)
echo '{"nav": "../mkdocs.yml"}' >"$tmp/repo/docs/site.json"
ok "mkdocs.yml beside the folder" shows "Home Guides(c Letter A) Other pages(G(b))"
run "$PLUMB" build "$tmp/in" -o "$tmp/site"; ok "nothing to do with it" says "nothing to do"
sleep 3
run "$PLUMB" build "$tmp/in" -o "$tmp/site"; ok "nor later" says "nothing to do"
printf 'site_name: X\nnav:\n  - g/a.md\n' >"$tmp/repo/mkdocs.yml"
run "$PLUMB" build "$tmp/in" -o "$tmp/site"
got=$(tree); ok "a change of it is built" [ "$got" = "index a Other pages(G(b c))" ]
echo '{"nav": "../gone.yml"}' >"$tmp/repo/docs/site.json"
checks 1; ok "a file that is not there" says '"nav": '
rm "$tmp/in"
fresh index.md intro.md 01-start/02-install.md 01-start/01-run.md more/x.md more/index.md
cat >"$tmp/in/sidebars.js" <<'X'
const sidebars = { docs: ['intro', { type: 'category', label: 'Start', items: [{ type: 'autogenerated', dirName: '01-start' }] },
  { type: 'doc', id: 'more/x', label: 'X!' }] };
module.exports = sidebars;
X
echo '{"nav": "sidebars.js"}' >"$tmp/in/site.json"
ok "sidebars: ids, folders, labels" shows "index intro Start(01-run 02-install) X! Other pages(index)"
printf '{"d": ["start/install", "intro"]}' >"$tmp/in/sidebars.json"
echo '{"nav": "sidebars.json"}' >"$tmp/in/site.json"
ok "ids leave numbers out" shows "index 02-install intro Other pages(Start(01-run) index(x))"
echo '{"nav": 5}' >"$tmp/in/site.json"
checks 1; ok "a navigation is a list or a name" says "no navigation"
# ---- what is open, and where one is ----
nav() { sed -n '/<nav class="tree"/,/<.nav>/p' "$tmp/site/$1"; }
fresh index.md a/x.md a/y.md b/x.md
printf '{"sources":{"config.dev":"d.json","config.prod":"p.json"}}' >"$tmp/in/site.json"
echo '{"cpu":1}' >"$tmp/in/d.json"
echo '{"cpu":2}' >"$tmp/in/p.json"
printf -- '---\ntags: [red]\n---\n# x\n' >"$tmp/in/a/x.md"
built
ok "pages made from data are one entry" sh -c "grep -c 'summary class=\"group\">Made from data' '$tmp/site/index.html' | grep -qx 1"
ok "which is folded" sh -c "grep -q '<details><summary class=\"group\">Made' '$tmp/site/index.html'"
ok "and names none that is further down" sh -c "! grep -q 'config/prod/index.html\">Config: prod' '$tmp/site/a/x/index.html'"
ok "inside it is open" sh -c "grep -q '<details open><summary class=\"group\">Made' '$tmp/site/config/prod/index.html'"
ok "and the page is current there" sh -c "grep -q 'aria-current=\"page\">Config: prod' '$tmp/site/config/prod/index.html'"
ok "a page of a tag stands below Tags" sh -c "grep -q 'aria-current=\"true\">Tags' '$tmp/site/tags/red/index.html'"
for i in 1 2 3 4 5 6 7 8; do for d in a b c d; do page "in/$d/p$i.md" <<X
# p$i
X
done; done
built
ok "beyond thirty pages a section is folded" sh -c "grep -A1 '>B</a>' '$tmp/site/a/x/index.html' | grep -qv '<details'"
ok "and the reader's own is open" sh -c "grep -A1 '>A</a>' '$tmp/site/a/x/index.html' | grep -q '<details open><summary>'"
plan
