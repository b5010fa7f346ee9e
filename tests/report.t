#!/bin/sh
# plumb report: one file, and what changed since a revision.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
cp -r content "$tmp/content"
cd "$tmp" || exit 1
git init -q . && git -c user.name=A -c user.email=a@example.com add content &&
  git -c user.name=A -c user.email=a@example.com commit -qm first
run "$PLUMB" report content -o pack.html
ok "the pack is written" exits 0
ok "the guide is true" grep -q "True: all" pack.html
ok "it needs nothing from elsewhere" sh -c "! grep -E '(src|href)=\"(https?:|[^#\"])' pack.html"
ok "it carries no script" sh -c "! grep -q '<script' pack.html"
ok "decisions are in it" grep -q "<h2 id=\"decisions\"" pack.html
ok "costs of each size are in it" grep -q "<td>Medium</td>" pack.html
sed -i 's/"natGateways": 2/"natGateways": 1/' content/cdk/config/prod.json
echo 'More words.' >>content/costs/small.md
printf '# New\n\nText.\n' >content/new.md
rm content/operations/performance.md
run "$PLUMB" report content --since HEAD -o since.html
ok "a pack since a commit" exits 0
ok "a changed config value" sh -c "grep -q 'config.prod:/vpc/natGateways</code></td><td>2</td><td>1</td>' since.html"
ok "a changed page" grep -q "<b>~</b> changed</td><td>Small" since.html
ok "a new page" grep -q "<b>+</b> added</td><td>New" since.html
ok "a removed page" grep -q "removed</td><td>.*operations/performance.md" since.html
ok "what the change costs" sh -c "grep -q '<td>Medium</td>.*−\\\$' since.html"
ok "claims now false" grep -q "Not true:" since.html
run "$PLUMB" report content --since nothing
ok "no such revision" both 3 "no such revision"
run "$PLUMB" report "$top/tests" --since HEAD~999999
ok "a revision that is too old" exits 3
plan
