#!/bin/sh
# plumb build: the guide, one page without settings, what changed, bad input.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1

run "$PLUMB" build content -o "$tmp/a" --no-png
ok "the guide builds" exits 0
ok "no claim of the guide is false" sh -c "grep -q ' 0 false, 0 outdated, 0 missing' '$tmp/out'"
run "$PLUMB" build content -o "$tmp/a" --no-png
ok "a second build does nothing and says so" both 0 "nothing to do"
"$PLUMB" build content/manual -o "$tmp/a/manual" --no-png >/dev/null 2>&1 # the site in the site
ok "every page can be reached from the first" python3 tests/reach.py "$tmp/a"
rm -rf "$tmp/a/manual"
ok "no source goes out raw" sh -c "! find '$tmp/a' -name '*.json' | grep ."
"$PLUMB" build content -o "$tmp/b" --no-png --jobs 1 >/dev/null 2>&1
"$PLUMB" build content -o "$tmp/c" --no-png --jobs 4 >/dev/null 2>&1
ok "one thread and four write the same bytes" diff -r -x .plumb "$tmp/b" "$tmp/c"
ok "two builds write the same bytes" diff -r -x .plumb "$tmp/a" "$tmp/b"
LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo "$PLUMB" build content -o "$tmp/d" --no-png >/dev/null 2>&1
ok "locale and time zone do not matter" diff -r -x .plumb "$tmp/a" "$tmp/d"

# a library that was not there is looked for again
mkdir -p "$tmp/lib" "$tmp/drawn" && printf '# Drawn\n\n```mermaid\ngraph LR\n a --> b\n```\n' >"$tmp/drawn/index.md"
grep -ao 'libgvc[a-z_]*\.so\.[0-9]*' "$PLUMB" | sort -u | while read -r name; do : >"$tmp/lib/$name"; done
run env LD_LIBRARY_PATH="$tmp/lib" "$PLUMB" build "$tmp/drawn" -o "$tmp/drawn.out" --no-png
ok "without its library a drawing stays text" says "the drawing stays text"
run "$PLUMB" build "$tmp/drawn" -o "$tmp/drawn.out" --no-png
ok "the next build, with it, draws" grep -q '<svg' "$tmp/drawn.out/index.html"

cp -r content "$tmp/content"
"$PLUMB" build "$tmp/content" -o "$tmp/e" --no-png >/dev/null 2>&1
sed -i 's/^# Small$/# Small /; s/For 1/For about 1/' "$tmp/content/costs/small.md"
run "$PLUMB" build "$tmp/content" -o "$tmp/e" --no-png
ok "a change of one page's words renders that page alone" says "1 of "
sed -i 's/"desiredCount": 2/"desiredCount": 3/' "$tmp/content/cdk/config/prod.json"
"$PLUMB" build "$tmp/content" -o "$tmp/e" --no-png >/dev/null 2>&1
"$PLUMB" build "$tmp/content" -o "$tmp/f" --no-png >/dev/null 2>&1
ok "a changed config reaches every page that claims it" diff -r -x .plumb "$tmp/e" "$tmp/f"
ok "a false claim is marked" grep -q 'class="claim false"' "$tmp/e/index.html"
rm "$tmp/content/costs/small.md"
"$PLUMB" build "$tmp/content" -o "$tmp/e" --no-png >/dev/null 2>&1
ok "a page that is gone leaves nothing behind" sh -c "! test -e '$tmp/e/costs/small'"

# A value of a config is the business of the pages that speak of it; prices that of pages with costs.
mkdir -p "$tmp/v/prices"
printf '{"sources":{"config.prod":"c.json","price":"prices/"},"env":"prod"}' > "$tmp/v/site.json"
printf '{"tasks":4}' > "$tmp/v/c.json"
printf '{"region":"us-east-1","currency":"USD","prices":[]}' > "$tmp/v/prices/us-east-1.json"
printf '# Home\n\n[a](a.md) [b](b.md)\n' > "$tmp/v/index.md"
printf '# A\n\nIt runs [4 tasks](config.prod:/tasks).\n' > "$tmp/v/a.md"
printf '# B\n\n| Service | Monthly cost |\n| --- | --- |\n| NAT Gateway | $66 |\n' > "$tmp/v/b.md"
"$PLUMB" build "$tmp/v" -o "$tmp/w" >/dev/null 2>&1
sed -i 's/4/5/' "$tmp/v/c.json"
run "$PLUMB" build "$tmp/v" -o "$tmp/w"
ok "a value makes the pages that speak of it anew, its own and the first" says "3 of 7 pages rendered"
sed -i 's/\[\]/[{"key":"nat.hour","service":"AmazonEC2","usage":"NatGateway-Hours","unit":"hours","price_usd":"0.5","region":"us-east-1","effective_date":"2026-09-11","source":"a list","confidence":"high"}]/' "$tmp/v/prices/us-east-1.json"
run "$PLUMB" build "$tmp/v" -o "$tmp/w"
"$PLUMB" build "$tmp/v" -o "$tmp/x" >/dev/null 2>&1
ok "a price makes the pages with costs anew, its own and the first" says "3 of 7 pages rendered"
ok "as a build from nothing does it" diff -r -x .plumb "$tmp/w" "$tmp/x"

# A folder of one page without settings: ours, and the guide the project began with where it is at hand.
alone() { # FOLDER
  rm -rf "$tmp/g"
  run "$PLUMB" build "$1" -o "$tmp/g" --png
  ok "a folder without settings builds" exits 0
  ok "its only page is the first" test -f "$tmp/g/index.html"
  for label in CloudFront "(Optional CDN)" "Application Load Balancer" "(with SSL/TLS)" "Task 1" "Task 2" Secrets CloudWatch ElastiCache; do
    ok "the drawing shows $label as text" sh -c "tr '\n' ' ' <'$tmp/g/index.html' | grep -qF '>$label</text>'"
  done
  ok "nodes and connections stand in lists for screen readers" sh -c "tr '\\n' ' ' <'$tmp/g/index.html' | grep -aqE 'class=\"unseen\"><ul><li>.*<p>Connections</p><ul><li>CloudFront [^<]*Application Load Balancer'"
  ok "drawings are figures, tables that nobody bound are tables" sh -c "[ \$(grep -c '<figure' '$tmp/g/index.html') = 2 ]"
  ok "PNG and SVG lie beside the page" sh -c "ls '$tmp/g/'*.png '$tmp/g/'*.svg"
  ok "code stays code" grep -q 'class="lang-typescript"' "$tmp/g/index.html"
  ok "numbered groups stay one list" python3 - "$tmp/g/index.html" <<'P'
import re, sys
html = open(sys.argv[1], encoding="utf-8").read()
part = html[html.index('id="required-aws-services"'):]
part = part[:part.index("<h2")]
groups = len(re.findall(r"<ol>", part)), len(re.findall(r"<li>(?:<p>)?<strong>", part)), len(re.findall(r"<ul>", part))
assert groups == (1, 7, 7), groups
P
}
alone tests/data/guide
[ -d ../shared/data/seed ] && alone ../shared/data/seed

# Links: to a file inside they are that file; out of the folder, in a circle or to a folder they are not followed.
mkdir -p "$tmp/links/part" "$tmp/away" && echo "# Away" >"$tmp/away/away.md"
printf '# Home\n\nText.\n' >"$tmp/links/index.md"; printf '# Real\n\nText.\n' >"$tmp/links/part/real.md"
ln -s part/real.md "$tmp/links/same.md"; ln -s "$tmp/away/away.md" "$tmp/links/away.md"; ln -s "$tmp/away" "$tmp/links/folder"
ln -s .. "$tmp/links/part/up"; ln -s self.md "$tmp/links/self.md"; ln -s nothing.md "$tmp/links/dangling.md"
run "$PLUMB" build "$tmp/links" -o "$tmp/l" --no-png
ok "a folder with links builds" exits 0
ok "pages are its own files and links to them" sh -c "[ \"\$(cd '$tmp/l' && find . -name index.html | LC_ALL=C sort | tr '\n' ' ')\" = './index.html ./part/index.html ./part/real/index.html ./print/index.html ./same/index.html ./search/index.html ' ] || { find '$tmp/l' -name index.html; false; }"

bad() { # NAME CODE MESSAGE; the folder is $tmp/bad
  run "$PLUMB" build "$tmp/bad" -o "$tmp/h"
  ok "$1" both "$2" "$3"
  ok "$1: nothing is written" sh -c "! test -e '$tmp/h'"
  rm -rf "$tmp/bad"
}
bad "no such folder" 3 "no such folder"
mkdir "$tmp/bad"; printf '# A\n\nb\377\n' >"$tmp/bad/a.md"
bad "not UTF-8" 3 "a.md:3:2: error: byte 0xFF is not UTF-8"
mkdir "$tmp/bad"; { echo '# A'; head -c 50000000 /dev/zero | tr '\0' x; } >"$tmp/bad/a.md"
bad "a line of 50 MB" 3 "50000004 bytes; a page has at most"
mkdir "$tmp/bad"; { printf '# A\n'; head -c 2000000 /dev/zero | tr '\0' x; } >"$tmp/bad/a.md"
bad "a line of 2 MB" 3 "a.md:2:1: error: a line of 2000000 bytes"
mkdir "$tmp/bad"; echo '# A' >"$tmp/bad/a.md"; printf '{ "title": "x",\n  "env": }' >"$tmp/bad/site.json"
bad "settings that are no JSON" 3 "site.json:2:10: error: not a JSON value"
mkdir "$tmp/bad"; echo '# A' >"$tmp/bad/a.md"; printf '{ "title": "x",\n  "title": "y" }' >"$tmp/bad/site.json"
bad "a name twice" 3 'site.json:2:3: error: the name "title" stands already in line 1'
mkdir "$tmp/bad"; { printf '# A\n\n'; for i in $(seq 300); do printf '> '; done; echo deep; } >"$tmp/bad/a.md"
bad "nesting without end" 3 "nested deeper than"

page odd/a.md <<'P'
# A

| a | b |
|---|---|
| 1 | 2 | 3 |

```
never closed
P
run "$PLUMB" build "$tmp/odd" -o "$tmp/i"
ok "an open fence and a ragged row are told" says "a.md:7:1: error: close it with the same marks [input-fence]"
ok "a ragged row is told" says "a.md:5:1: warning: this row has 3 cells, the head has 2 [input-table]"
ok "and the page is built all the same" exits 0
run "$PLUMB" build "$tmp/odd" -o "$tmp/i" --strict
ok "--strict fails" exits 1

mkdir "$tmp/mine"; echo precious >"$tmp/mine/file"
run "$PLUMB" build "$tmp/odd" -o "$tmp/mine"
ok "somebody's folder is refused" both 2 "holds files that plumb did not write"
ok "and stays as it was" sh -c "[ \"\$(ls -A '$tmp/mine')\" = file ]"

mkdir -p "$tmp/small" && if mount -t tmpfs -o size=64k tmpfs "$tmp/small" 2>/dev/null; then
  mkdir "$tmp/small/site"
  run "$PLUMB" build content -o "$tmp/small/site" --no-png
  ok "a full disk is told with the path" both 3 "cannot be written: No space left on device"
  ok "and leaves nothing behind" sh -c "! find '$tmp/small/site' -type f | grep ."
  umount "$tmp/small"
else
  ok "a full disk # SKIP no right to mount a small one" true
fi
run "$PLUMB" build --nonsense
ok "wrong use" both 2 "no such option: --nonsense"

# The record of the last build may come from a stranger: what it names outside of OUT is not touched.
for path in ../victim.txt a/../../victim.txt "$tmp/record/victim.txt" .. ./x; do
  rm -rf "$tmp/record"; page record/content/index.md <<'M'
# T
M
  mkdir -p "$tmp/record/site/.plumb"; echo mine >"$tmp/record/victim.txt"
  printf 'plumb-state 1 x\npage 0 x.md\nout 1 %s\n' "$path" >"$tmp/record/site/.plumb/state"
  for how in "build" "build --no-cache" "publish --to file:$tmp/record/target --plan"; do
    (cd "$tmp/record" && run "$PLUMB" $how)
  done
  ok "a record that names $path removes nothing" grep -q mine "$tmp/record/victim.txt"
done
plan
