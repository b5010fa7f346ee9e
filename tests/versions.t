#!/bin/sh
# Versions beside each other: their folders, their list, what old ones say and where search engines are sent.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
has() { grep -qF -- "$2" o/$1 || { echo "o/$1 lacks $2"; head -c 1500 o/$1; return 1; }; }
build() { run "$PLUMB" build s -o o --no-png "$@"; }
printf '# Home\n\nSee [a](g/a.md).\n' | page s/index.md
printf '# A\n' | page s/g/a.md
printf '{ "title": "T", "base_url": "https://d.example/x/" }' | page s/site.json
build --version v9 --alias latest
ok "a version and its alias" both 0 "o/latest/index.html"
printf '# B\n' | page s/g/b.md
build --version v10 --alias latest
ok "another beside it" exits 0
ok "the list, newest first, ten behind nine" sh -c "tr -d '\n' <o/versions.json | grep -qF '[{\"version\":\"v10\",\"aliases\":[\"latest\"],\"name\":\"v10\",\"path\":\"v10/\",\"latest\":true},{\"version\":\"v9\",\"aliases\":[],\"name\":\"v9\",\"path\":\"v9/\"}]'"
ok "the old one stays as it was" test ! -e o/v9/g/b/index.html
ok "the new one and its alias are there" test -s o/v10/g/b/index.html -a -s o/latest/g/b/index.html
ok "old pages send search engines to what stays" has v9/g/a/index.html '<link rel="canonical" href="https://d.example/x/latest/g/a/">'
ok "and new ones too" has v10/g/a/index.html '<link rel="canonical" href="https://d.example/x/latest/g/a/">'
ok "pages read the list" has v9/g/a/index.html '<script src="../../../versions.js" data-version="v9" data-root="../../" data-url="g/a/" defer>'
ok "which knows all versions" has versions.js '"version":"v10"'
ok "who names no version comes to the alias" has index.html 'url=latest/index.html'
ok "a lost reader gets a page" test -s o/404.html
build --version v10 --alias latest
ok "again is nothing to do" says "nothing to do: 4 pages are up to date in o/v10"
if command -v node >/dev/null; then
  ok "an old page says so, and leads to the same page of the new one" node -e "
    const said = [], el = () => ({ append(...a) { said.push(...a.map(x => x.textContent || x.href || x)) }, prepend() {}, insertBefore() {}, setAttribute() {}, addEventListener() {}, querySelector() {}, set href(h) { this.h = h }, get href() { return this.h } });
    global.location = { protocol: 'https:' }; global.Option = function (t) { this.t = t };
    global.document = { currentScript: { dataset: { version: 'v9', root: '../../', url: 'g/a/' } }, querySelector: el, createElement: el };
    const links = []; document.createElement = () => { const e = el(); links.push(e); return e };
    eval(require('fs').readFileSync('o/versions.js', 'utf8'));
    if (!said.join('').includes('This is version v9, which is not the latest') || !links.some(l => l.h === '../../../latest/g/a/')) { console.log(said, links); process.exit(1) }"
fi
printf '{ "title": "T", "versions": "all.json" }' | page s/site.json
run "$PLUMB" build s -o n --no-png --version 1.0
ok "the list may have a name of its own" sh -c 'test -s n/all.json && test ! -e n/versions.json'
printf '[{ "name": "0.9", "path": "0.9/", "latest": true }]' >n/all.json
run "$PLUMB" build s -o n --no-png --version 1.0
ok "one that says name and not version is read" grep -q '"name":"0.9"' n/all.json
build --version ../x
ok "a name that leads away is refused" both 2 "--version and --alias are two names"
build --alias latest
ok "so is an alias without a version" exits 2
mkdir p; echo mine >p/file
run "$PLUMB" build s -o p --version v1
ok "a folder of somebody's is left alone" both 2 "holds no versions"
ok "as it was" sh -c 'test "$(ls p)" = file'
plan
