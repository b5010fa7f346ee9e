#!/bin/sh
# The first page: claims of the whole site, what sizes cost, cards of sections; nothing where there is nothing.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
out=$tmp/out.d
build() { run "$PLUMB" build "$tmp/s" -o "$out" --no-png "$@"; }
has() { grep -qF -- "$1" "$out/index.html" || { echo "the first page lacks $1"; head -c 3000 "$out/index.html"; return 1; }; }
hasnt() { ! grep -qF -- "$1" "$out/index.html" || { echo "the first page has $1"; return 1; }; }

printf '{ "cpu": 512, "port": 80 }\n' >"$tmp/c.json"
page s/index.md <<'P'
# Home

Text.
P
page s/a/index.md <<'P'
---
description: What A is.
---
# A & more
P
build
ok "a site without claims and costs has no panel" hasnt 'class="state'
ok "sections are cards" has '<a href="a/index.html">A &amp; more</a><p>What A is.</p>'

cp "$tmp/c.json" "$tmp/s/c.json"
printf '\n\nPort [80](../c.json#/port).\n' >>"$tmp/s/a/index.md"
build
ok "claims of other pages are counted" has '<span class="true">1 true</span>'
ok "and their pages" has '1 claim on 1 page'
printf '\nPort [81](../c.json#/port).\n' >>"$tmp/s/a/index.md"
build
ok "a false claim elsewhere changes the first page" has '<b class="false">1 false</b>'
ok "and its mark" has 'class="state off"'

mkdir "$tmp/s/costs" && cp content/costs/sizes.json content/costs/small.json content/costs/medium.json \
  content/costs/large.json content/costs/app-runner.json content/costs/ec2.json content/costs/lightsail.json "$tmp/s/costs/"
cp -R content/prices "$tmp/s/" && mkdir -p "$tmp/s/cdk" && cp -R content/cdk/config "$tmp/s/cdk/"
cat >"$tmp/s/site.json" <<'P'
{ "sources": { "config.dev": "cdk/config/dev.json", "config.prod": "cdk/config/prod.json", "cost": "costs/",
  "price": "prices/us-east-1.json" }, "env": "prod" }
P
build
total=$("$PLUMB" estimate "$tmp/s" --format json 2>/dev/null | sed -n 's/.*"total":"\([^"]*\)".*/\1/p' | head -n 1)
ok "sizes stand with their totals" has "<b>${total:-no total}</b>"
ok "and bars" has '<rect width="'
ok "what is made from data is no card" sh -c "! sed -n '/class=\"cards\"/,/<.ul>/p' '$out/index.html' | grep -q 'data/'"
ok "but named" has '<p class="more">'
plan
