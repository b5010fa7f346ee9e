#!/bin/sh
# Claims of a guide beside the config of a repository: tests/data/formats holds such a repository without its guide,
# and claims.tsv what a guide says of it: file, pointer, text, title, and a change (old/new) that makes it false.
. "$(dirname "$0")/lib.sh"
export GIT_CONFIG_GLOBAL=/dev/null

# guide TSV: docs/index.md with one claim a line, below two lines of its own
guide() {
  awk -F'\t' 'BEGIN { print "# The service\n" }
    { gsub(/ /, "%20", $2); print "- [" $3 "](../" $1 "#" $2 ($4 == "" ? "" : " \"" $4 "\"") ")" }' "$1"
}
cp -R "$top/tests/data/formats" "$tmp/repo"
mv "$tmp/repo/claims.tsv" "$tmp/claims.tsv"
mkdir "$tmp/repo/docs"
echo '{ "root": ".." }' >"$tmp/repo/docs/site.json"
guide "$tmp/claims.tsv" >"$tmp/repo/docs/index.md"
n=$(wc -l <"$tmp/claims.tsv" | tr -d ' ')
run "$PLUMB" check "$tmp/repo/docs"
ok "what a guide says of twelve forms of config is true" both 0 "$n claims: $n true"

# changed LINE: the change of that row makes that claim false, and no claim of another file
changed() {
  row=$(sed -n "$1p" "$tmp/claims.tsv")
  file=$(printf '%s' "$row" | cut -f1); edit=$(printf '%s' "$row" | cut -f5)
  cp "$tmp/repo/$file" "$tmp/kept"
  sed "s/$edit/" "$tmp/kept" >"$tmp/repo/$file"
  "$PLUMB" check "$tmp/repo/docs" 2>&1 | grep ': error: ' >"$tmp/found"
  cmp -s "$tmp/kept" "$tmp/repo/$file" && echo "row $1 changes nothing: $row"
  grep -q "index.md:$(($1 + 2)):.*claim-false" "$tmp/found" || echo "row $1 is not found: $row"
  grep -v "$file" "$tmp/found" && echo "row $1 makes others false: $row"
  mv "$tmp/kept" "$tmp/repo/$file"
}
i=1; : >"$tmp/unseen"
while [ "$i" -le "$n" ]; do changed "$i" >>"$tmp/unseen"; i=$((i + 1)); done
ok "and a change of each value is found at its sentence" sh -c '! grep . "$1"' - "$tmp/unseen"

# a repository with its guide in docs/ and a forge
page r/docs/site.json <<'P'
{ "repo_url": "https://git.example.com/o/r/blob/{commit}/{path}",
  "sources": { "helm.prod": "../deploy/prod.yaml", "helm.dev": "../deploy/dev.yaml", "npm.x": "../package.json",
    "env.prod": { "file": "../deploy/prod.conf", "as": "dotenv" },
    "code": { "file": "../src/app.rb", "find": { "/timeout": "TIMEOUT = (\\d+)", "/gone": "GONE = (\\d+)", "/two": "T(?:WO|IMEOUT) = (\\d+)" } }
    , "up": "../../outside.json", "odd": "../deploy/odd.xyz"
  }, "env": "prod" }
P
page r/deploy/prod.yaml <<'P'
replicas: 3
image: web:2.1
hosts: [a.example.com, b.example.com]
P
printf 'replicas: 1\nimage: web:2.1\n' >"$tmp/r/deploy/dev.yaml"
printf '{ "name": "x", "version": "1.2.3", }\n' >"$tmp/r/package.json"
printf 'PORT=8080\n' >"$tmp/r/deploy/prod.conf"
printf 'x\n' >"$tmp/r/deploy/odd.xyz"
mkdir "$tmp/r/src"; printf 'TIMEOUT = 30\nTWO = 2\n' >"$tmp/r/src/app.rb"
printf 'const A = 1;\nconst B = f();\nconst C = 1;\nC = 2;\n' >"$tmp/r/src/a.ts"
printf '{}' >"$tmp/outside.json"
page r/docs/index.md <<'P'
# R

[3 pods](helm:/replicas), [1 pod](helm.dev:/replicas), [8080](env.prod:/PORT), [30](code:/timeout), [1.2.3](npm.x:/version).
[x](code:/gone), [y](code:/two), [1](../src/a.ts#A), [2](../src/a.ts#B), [3](../src/a.ts#C), [the code](../src/a.ts#start).
[values](../deploy/prod.yaml#/hosts), [the hosts of it](../deploy/prod.yaml#/hosts), [two](../deploy/prod.yaml#/hosts) hosts.
See [the program](../src/app.rb#L1), [beyond](../src/app.rb#L9), [none](../src/none.rb), [out](../../outside.json),
`src/app.rb`, `src/none.rb:3`, `other/x.rb` and ![a picture](../pic.svg).

| Setting | [prod](../deploy/prod.yaml) | [dev](helm.dev:/) |
|---|---|---|
| [Pods](#/replicas) | 3 | 2 |

```yaml subset=../deploy/prod.yaml
replicas: 4
imag: …
```
P
printf '<svg xmlns="http://www.w3.org/2000/svg"/>' >"$tmp/r/pic.svg"
(cd "$tmp/r" && git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm x)
run "$PLUMB" check "$tmp/r/docs"
is() { ok "$1" says "$2"; }
is "claims of free sources, a constant, a list and a table hold" "13 claims: 8 true, 1 false, 0 outdated, 3 missing, 1 not checked"
is "a pattern that finds nothing" 'site.json:5:'
is "is told" 'the pattern of /gone finds nothing'
is "and one that finds two values" 'the pattern of /two finds two values'
is "a claim on it is missing" 'no value stands at code:/two: it is found with two values'
is "what a program computes is not checked" 'no value stands at ../src/a.ts#B: it is computed'
is "what it assigns twice is missing" '../src/a.ts#C: it is assigned several values, in lines 3 and 4'
is "a source above the root" "the source up cannot be read: it stands outside of the repository's root"
is "a file of no known form" 'nothing tells what form ../deploy/odd.xyz has'
is "a cell below a whole file as base" 'the text says "2", helm.dev:/replicas is 1'
is "a block that shows another value" 'the block says 4, ../deploy/prod.yaml/replicas is 3'
is "and a key that is none" '/imag; the nearest key is image'
is "a line past the end" 'src/app.rb has 2 lines'
is "a file that is none" 'the repository has no src/none.rb [link-broken]'
is "a link out of the repository" 'the link leaves the repository'
is "a path in code that is no file" 'the repository has no src/none.rb [path-missing]'
is "a picture of the repository" 'a picture outside of the content folder is not published'
is "only environments of one name are compared" '/replicas is 3 in prod and 1 in dev'
ok "and no others" sh -c '! grep -q "config-difference.*npm\|in x and" "$1"' - "$tmp/err"
sed -i.bak '/"up"/d' "$tmp/r/docs/site.json"
run "$PLUMB" build "$tmp/r/docs" -o "$tmp/r.out"
id=$(git -C "$tmp/r" rev-parse HEAD)
ok "links lead to the forge at a commit" grep -q "href=\"https://git.example.com/o/r/blob/$id/src/app.rb#L1\"" "$tmp/r.out/index.html"
(cd "$tmp/r" && date >later && git add later && git -c user.name=a -c user.email=a@b commit -qm y)
run "$PLUMB" build "$tmp/r/docs" -o "$tmp/r.out"
ok "which is the one that touched the file" grep -q "/blob/$id/src/app.rb#L1" "$tmp/r.out/index.html"
ok "nothing of the repository is published" sh -c '! find "$1" | grep "yaml$\|\.ts$\|pic.svg\|\.rb$"' - "$tmp/r.out"

# what a page stands on outside of its folder is never forgotten
page i/docs/index.md <<'P'
# I

[3](../a.toml#/x), `src/a.rb`, [l](../src/a.rb)

```toml subset=../b.toml
y = 1
```
P
echo '{ "root": "..", "repo_url": "https://git.example.com/{path}", "checks": { "path-missing": "error" } }' >"$tmp/i/docs/site.json"
mkdir "$tmp/i/src"; echo 'x = 3' >"$tmp/i/a.toml"; echo 'y = 1' >"$tmp/i/b.toml"; echo 1 >"$tmp/i/src/a.rb"
find "$tmp/i" -type f -exec touch -t 202601010000 {} +
again() { run "$PLUMB" build "$tmp/i/docs" -o "$tmp/i.out"; }
again; again
ok "a build without a change has nothing to do" says "nothing to do"
echo 'x = 4' >"$tmp/i/a.toml"; again
ok "a changed value is seen" says 'the text says "3"'
echo 'x = 3' >"$tmp/i/a.toml"; echo 'y = 2' >"$tmp/i/b.toml"; again
ok "a changed file of a block is seen" says 'the block says 1'
mv "$tmp/i/src/a.rb" "$tmp/i/src/b.rb"; again
ok "a file that went is seen" says 'the repository has no src/a.rb [link-broken]'
ok "by its name in code too" says 'the repository has no src/a.rb [path-missing]'

sed -i.bak 's/"repo_url".*,$/"title": "R",/' "$tmp/r/docs/site.json"
run "$PLUMB" check "$tmp/r/docs"
is "without an address links are text, and that is told" 'src/app.rb stands outside of the content folder, so readers get plain text'

# files beside the pages
page f/site.json <<'P'
{ "root": "." }
P
printf '[limits]\nmax_mb = 25\n' >"$tmp/f/Cargo.toml"; printf 'KEY=1\n' >"$tmp/f/prod.env"; printf 'a = [\n' >"$tmp/f/bad.toml"
printf '{"definitions":{"X":{"type":"string"}}}' >"$tmp/f/schema.json"
printf '{"p":1}' >"$tmp/f/base.json"
page f/index.md <<'P'
# F

Uploads up to [25 MB](Cargo.toml#/limits/max_mb); [the file](prod.env); [X](schema.json#/definitions/X); [1](bad.toml#/a).

| a | [b](base.json#) |
|---|---|
| [p](#/p) | 1 |
P
"$PLUMB" build "$tmp/f" -o "$tmp/f.out" >/dev/null 2>&1
run "$PLUMB" check "$tmp/f"
is "a file that cannot be read is told" 'bad.toml:2:1: error:'
is "its claim is not checked" 'bad.toml cannot be read [claim-unchecked]'
ok "files that claims point into and environments stay here" sh -c 'cd "$1" && test ! -e Cargo.toml && test ! -e prod.env && test ! -e base.json' - "$tmp/f.out"
ok "a link to data that claims nothing is a link" grep -q 'href="schema.json"' "$tmp/f.out/index.html"
plan
