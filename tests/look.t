#!/bin/sh
# How a site looks by settings of one line and by its theme: nothing is lost on the way, and what is wrong is told.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
build() { rm -rf o; run "$PLUMB" build s -o o --no-png --all; }
has() { grep -qF -- "$2" o/$1 || { echo "$1 lacks $2"; head -c 2000 o/$1; return 1; }; }
page s/index.md <<'P'
# Home

> [!NOTE]
> A note.
P
page s/a/b.md <<'P'
# B

Text.
P
page s/img/logo.svg <<'P'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><rect width="2" height="2"/></svg>
P
page s/site.json <<'P'
{ "title": "T", "lang": "he", "accent": "#3344cc", "font": "inter", "logo": "img/logo.svg", "card": "img/logo.svg",
  "footer": "© Acme, [Imprint](https://acme.example/imprint), [B](a/b.md)", "links": { "Status": "https://s.example/", "Bee": "a/b.md" },
  "base_url": "https://d.example/g/" }
P
build
ok "settings of one line build" exits 0
ok "language and direction" has a/b/index.html '<html lang="he" dir="rtl">'
ok "the logo, as seen from the page" has a/b/index.html '<img src="../../img/logo.svg" alt="">'
ok "and it goes out" test -s o/img/logo.svg
ok "links in the head" has a/b/index.html '<a href="https://s.example/">Status</a> <a href="index.html">Bee</a>'
ok "the foot, with its links" has index.html '<p>© Acme, <a href="https://acme.example/imprint">Imprint</a>, <a href="a/b/index.html">B</a></p>'
ok "the card" has a/b/index.html 'content="https://d.example/g/img/logo.svg"'
ok "the accent, one for each scheme" has index.html '--accent:light-dark(#3344cc,#'
ok "the font is a file of the site" sh -c 'grep -qF "url($(basename o/assets/inter.*.woff2))" o/assets/plumb.*.css'
ok "which the policy allows" grep -q "font-src 'self'" o/.plumb/policy
ok "the rest of the style stays" sh -c 'grep -q "\.alert" o/assets/plumb.*.css'
cat >s/site.json <<'P'
{ "title": "T", "accent": "red", "font": "comic", "logo": "img/gone.png", "links": { "X": "a/c.md" }, "dir": "rtl", "lang": "?" }
P
build
for what in 'no colour: write red' '"font" is one of system, inter' 'there is no img/gone.png: write' 'there is no a/c.md: write' 'no language'; do
  ok "told: $what" says "$what"
done
printf '{ "title": "T", "dir": "rtl", "accent": "#FFCC00" }' >s/site.json
build
ok "a direction against the language's" has index.html '<html lang="en" dir="rtl">'
ok "an accent nobody could read is darkened, and said" says '#FFCC00 is too light for text on paper; pages use #'

# what a setting names and is not there: each is told, and nothing else is
page s/data/prod.json <<'P'
{ "cpu": 1, "log": { "days": 3 } }
P
page s/site.json <<'P'
{ "title": "T", "static": ["assets", "img/"], "env": "prd", "languages": { "en": "English", "fr": "Français" }, "footer": "[B](b.md)",
  "nav": ["index.md", "a/*.md", "a/b*.md", "c/*.md", { "D": ["d/"] }], "sources": { "config.prod": "data/prod.json", "live.test": "data/gone.json" },
  "units": { "config:/cpu": "vCPU", "config.prod:/log/days": "days", "config:/log/day": "days", "live.test:/cpu": "vCPU" } }
P
build
while read -r at what; do
  ok "told: $what" says "s/site.json:$at: error: $what"
done <<'P'
1:28 there is no folder assets whose files
1:54 no source is of the environment prd
1:93 there are no pages below fr/
1:123 there is no b.md: write
2:44 the navigation names c/*.md
2:62 the navigation names d/,
3:70 nothing stands at config:/log/day,
P
ok "and no more" test "$(grep -c "^s/site.json.*error:" err)" = 7
mkdir s/assets; echo x >s/assets/x.txt
run "$PLUMB" build s -o o --no-png --all
ok "what comes to be there is told no more" sh -c "! grep -q 'no folder' err"
printf '# C\n\nIt has [1 vCPU](config:/cpu).\n' | page s/c.md
build
ok "a claim says which environment has no source" says 'no "config" is of the environment "prd" [claim-missing]'
rm -r s/assets s/data s/c.md

# languages: the first is the folder's own, the others have folders of their names
page s/de/index.md <<'P'
# Start
P
page s/de/a/b.md <<'P'
# Be
P
page s/de/nur.md <<'P'
# Nur
P
page s/a/only.md <<'P'
# Only
P
printf '{ "title": "T", "languages": { "en": "English", "de": "Deutsch", "fr": "Français" }, "base_url": "https://d.example/" }' >s/site.json
build
ok "a page says its language" has de/a/b/index.html '<html lang="de">'
ok "the switcher stays on the page" has de/a/b/index.html '<a href="../../../a/b/index.html" lang="en" hreflang="en">English</a>'
ok "both ways" has a/b/index.html '<a href="../../de/a/b/index.html" lang="de" hreflang="de">Deutsch</a>'
ok "where a page is missing it leads to the first one" has a/only/index.html '<a href="../../de/index.html" lang="de" hreflang="de" class="missing"'
ok "programs are told too" has a/b/index.html '<link rel="alternate" hreflang="de" href="https://d.example/de/a/b/">'
ok "a missing page is told" says 's/a/only.md: info: has no page in Deutsch [translation-missing]'
ok "and one that is there in the other only" says 's/de/nur.md: info: has no page in English'
ok "a language without pages is told once" says 'site.json:1:66: error: there are no pages below fr/'
ok "the tree has the pages of its language" sh -c "sed -n '/class=\"tree\"/,/<.nav>/p' o/de/index.html | grep -q Nur && ! sed -n '/class=\"tree\"/,/<.nav>/p' o/de/index.html | grep -q Only"
ok "and no other" sh -c "! sed -n '/class=\"tree\"/,/<.nav>/p' o/index.html | grep -q Nur"
ok "the sign leads to its first page" has de/a/b/index.html '<a class="brand" href="../../index.html">'
rm -r s/de

# the theme
printf '{ "title": "T" }' >s/site.json
mkdir s/theme
printf '@font-face { font-family: "House"; src: url(house.woff2) format("woff2") }\n:root { --body: "House", sans-serif }\n' >s/theme/extra.css
printf 'wOF2' >s/theme/house.woff2
build
ok "extra.css joins the built-in sheet" sh -c 'grep -q "\.alert" o/assets/plumb.*.css && grep -q "House" o/assets/plumb.*.css && test -s o/assets/house.*.woff2'
ok "and nothing is said" sh -c '! grep -q theme err'
mv s/theme/extra.css s/theme/plumb.css
build
ok "the same as plumb.css takes all style away: told" says "theme/plumb.css: warning: takes the place of plumb's own plumb.css"
rm s/theme/*
printf ':root { --accent: teal }\n' >s/theme/ground.css
build
ok "so does a ground.css of one line" says "theme/ground.css: warning: takes the place"
rm s/theme/*
sed 's/page\.section}}/page.secton}}/' "$top/assets/head.html" >s/theme/head.html
build
ok "a misspelt name in a template is an error with its place" both 3 \
  'theme/head.html:2:28: error: nothing is called secton here; did you mean section? [input-template]'
printf '{{#each page.nav}}{{this.titel}}{{/each}} {{#each page.cards}}{{#each this.children}}{{this.titel}}{{/each}}{{/each}}' >s/theme/head.html
build
ok "in a list too" says 'theme/head.html:1:21: error: nothing is called titel here; did you mean title?'
ok "and two deep" says 'theme/head.html:1:88: error: nothing is called titel here; did you mean title?'
cp "$top"/assets/*.html s/theme/
build
ok "all of ours as they are say nothing" exits 0
plan
