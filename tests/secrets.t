#!/bin/sh
# No secret goes out: each of them in each kind of input alone, and every byte that is written or said is looked at.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

# Made up: they run through the alphabet and the digits.
aws=AKIAQ3EGUVTXYZ2MNB4C
git=ghp_Q3eGuVtX7zM2bN4cK9pL5wR8yT1dF6hJ0sAq
jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMDI5Mzg0NyJ9.Q3eGuVtX7zM2bN4cK9pL
url='postgres://app:Tr0ub4dor77@db.example.org/x'
pair='password=hunter2horse'
kinds='config facts csv text heading table description fence yaml drawing mermaid link alt comment inline draft file
picture accepted cost name'

site() { # KIND CANARY: a small guide with the canary there
  rm -rf s && mkdir -p s/data s/facts && cd s || exit 1
  echo '{ "title": "T", "sources": { "config.dev": "dev.json", "facts": "facts/" } }' >site.json
  echo '{ "port": 80, "host": "h" }' >dev.json
  echo '{ "limit": { "value": 4 } }' >facts/a.json
  printf '# Home\n\nPort [80](config.dev:/port) and [more](more.md).\n' >index.md
  head='# More'; body=
  case $1 in
  config) printf '{ "note":\n"%s" }\n' "$2" >dev.json; printf '# Home\n\n[x](config.dev:/note)\n' >index.md ;;
  facts) printf '{ "limit": { "value": "%s" } }\n' "$2" >facts/a.json ;;
  csv) printf 'name,value\na,%s\n' "$2" >data/t.csv; body='See [the table](data/t.csv).

![](data/t.csv)' ;;
  text) body="Use $2 for it." ;;
  heading) body="## Use $2" ;;
  table) body="| a | b |
|---|---|
| use | $2 |" ;;
  description) head="---
description: \"Use $2 here\"
---
# More" ;;
  fence) body="\`\`\`sh
export X; run $2
\`\`\`" ;;
  yaml) body="\`\`\`yaml
x: \"$2\"
\`\`\`" ;;
  drawing) body="\`\`\`
┌──────────────────────────────────────────────────────────────────────────────────────────────────────┐
│ $2 │
└──────────────────────────────────────────────────────────────────────────────────────────────────────┘
\`\`\`" ;;
  mermaid) body="\`\`\`mermaid
graph LR
  A[\"$2\"] --> B
\`\`\`" ;;
  link) body="[there](https://x.example.com/?q=$(echo "$2" | sed 's/:/%3A/g; s|/|%2F|g; s/@/%40/g; s/=/%3D/g'))" ;;
  alt) printf 'P1 1 1 1' >p.png; body="![Use $2](p.png)" ;;
  comment) body="<!-- use
$2 -->" ;;
  inline) body="A word <!-- $2 --> more." ;;
  draft) head='---
draft: true
---
# More'; body="Use $2." ;;
  file) echo "use $2" >notes.txt; body='[notes](notes.txt)' ;;
  picture) echo "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>$2</text></svg>" >p.svg
    body='![p](p.svg)' ;;
  accepted) body='[gone](gone.md)'
    echo "[ { \"rule\": \"link-broken\", \"file\": \"more.md\", \"reason\": \"$2\", \"owner\": \"a\", \"until\": \"2027-01-01\" } ]" >accepted.json ;;
  cost) mkdir costs; echo "{ \"name\": \"Small\", \"rows\": [], \"note\": \"$2\" }" >costs/small.json; body='[c](costs/small.json)' ;;
  name) head="# $2" ;;
  esac
  printf '%s\n\n%s\n' "$head" "$body" >more.md
  cd ..
}
lines() { # what must not be seen of a canary: its value, also in base64 and with percent signs
  case $1 in *@*) v=Tr0ub4dor77 ;; *=hunter*) v=hunter2horse ;; *) v=$1 ;; esac
  printf '%s\n' "$v"; printf '%s' "$1" | base64 -w0; echo
}
silent() { # CANARY: none of it below OUT, in what was said, in the pack
  lines "$1" >never
  ! grep -rnaFf never o said pack.html 2>/dev/null || { echo "it is out"; return 1; }
}
try() { # KIND CANARY
  site "$1" "$2"
  drafts=; test "$1" = draft && drafts=--drafts
  rm -rf o pack.html said
  for words in "build s -o o --no-png $drafts" "check s" "check s --format json" "claims s" "report s -o pack.html"; do
    "$PLUMB" $words >>said 2>&1
    [ $? != 2 ] || { echo "plumb $words is no command"; return 1; }
  done
  grep -q 'secret\]' said || { echo "no finding"; cat said; return 1; }
  silent "$2"
}
for kind in $kinds; do
  for canary in "$aws" "$git" "$jwt" "$url" "$pair"; do
    ok "$kind: $(echo "$canary" | cut -c1-9)" try "$kind" "$canary"
  done
done
key='-----BEGIN PRIVATE KEY----- MIIEpAIBAAKCAQEAQ3eGuVtX7zM2bN4cK9pL5wR8yT1dF6hJ0sAq'
for kind in text fence table comment file; do ok "$kind: a private key" try $kind "$key"; done
for canary in "$git" "$url" "$pair"; do
  for kind in text fence config file; do
    ok "$kind: base64 of $(echo "$canary" | cut -c1-9)" try $kind "$(printf 'it is %s' "$canary" | base64 -w0)"
  done
  ok "text: percent signs" try text "$(printf '%s' "$canary" | od -An -tx1 | tr -d '\n' | tr ' ' %)"
done

# what is said, and that the site of before stays
site text 'no secret'
rm -rf o; run "$PLUMB" build s -o o --no-png
ok "a guide without" exits 0
echo "Use $aws." >>s/more.md
run "$PLUMB" build s -o o --no-png
named() { both 3 "s/more.md:4:5: error: an AWS access key would stand in more/index.html, so nothing is written" &&
  says 'more/index.md'; }
ok "the finding names page, place, file and pattern" named
ok "the site stands as it was" grep -q 'no secret' o/more/index.html
ok "nothing is left in the workshop" sh -c '! find o/.plumb -name more | grep .'

# an example that opens nothing is accepted by page and pattern, and by nothing less
accept() { # ENTRY
  site text "Call with \`password=S3same99x\`."
  echo "[ $1 ]" >s/accepted.json
  rm -rf o; run "$PLUMB" build s -o o --no-png
}
why='"reason": "made up", "owner": "a"'
accept "{ \"rule\": \"secret\", \"page\": \"more.md\", \"about\": \"a password beside its name\", $why }"
ok "accepted: it is built" exits 0
ok "accepted: as it stands" grep -q S3same99x o/more/index.html
run "$PLUMB" check s
ok "accepted: check is green" exits 0
echo 'And ghp_Q3eGuVtX7zM2bN4cK9pL5wR8yT1dF6hJ0sAq.' >>s/more.md
run "$PLUMB" build s -o o --no-png
ok "another pattern of the page is held" both 3 'a GitHub token would stand'
accept "{ \"rule\": \"secret\", \"page\": \"more.md\", $why }"
ok "all of a page" exits 0
rm s/accepted.json; run "$PLUMB" build s -o o --no-png
ok "what is accepted no more is held again" both 3 '"about": "a password beside its name"'
accept "{ \"rule\": \"secret\", $why }"
ok "no page: nothing is let out" exits 3
accept "{ \"rule\": \"secret\", \"page\": \"index.md\", $why }"
ok "another page: nothing is let out" exits 3
accept "{ \"rule\": \"secret\", \"page\": \"more.md\", \"until\": \"2020-01-01\", $why }"
ok "a day that is past: nothing is let out" exits 3

# comments are for writers
site text 'one <!-- a word for writers --> two'
printf '\n<!--\nblock\n-->\n\n    <!-- code stays -->\n' >>s/more.md
rm -rf o; run "$PLUMB" build s -o o --no-png
ok "no comment in a Markdown copy" sh -c '! grep -e writers -e "^block" o/more/index.md'
ok "code is no comment" grep -q '<!-- code stays -->' o/more/index.md

# config pages
shown() { grep -q "$1" o/config/dev/index.html; }
hidden() { ! shown "$1"; }
build() { rm -rf o; run "$PLUMB" build s -o o --no-png; }
site text x
echo '{ "port": 80, "region": "xx-east-1", "host": "inner.example.org", "said": "spoken.example.org", "dbPassword": "hunter2horse" }' >s/dev.json
echo 'It is [spoken.example.org](config.dev:/said).' >>s/more.md
build
ok "public: numbers and harmless keys" shown xx-east-1
ok "public: what a page speaks of" shown spoken.example.org
ok "public: no other" hidden inner.example.org
ok "public: that there are more is said" shown 'of which no page speaks'
sed -i 's/{ "title"/{ "public_config": true, "title"/' s/site.json; build
ok "public_config shows them" shown inner.example.org
ok "but no secret" hidden hunter2horse
sed -i 's/"public_config": true/"audience": "internal"/' s/site.json; build
ok "an internal site shows them" shown inner.example.org
ok "and no secret" hidden hunter2horse
for f in .env x.tfvars; do
  site text "It is [](box:/DB_PASSWORD), not [mistaken](box:/DB_PASSWORD)."
  echo 'DB_PASSWORD="wordsonly"' >s/$f
  sed -i "s/\"config.dev\"/\"box\": \"$f\", \"config.dev\"/" s/site.json
  build; cp err said
  "$PLUMB" check s >>said 2>&1; "$PLUMB" claims s >>said 2>&1; "$PLUMB" fix s --diff >>said 2>&1
  ok "$f: the name is enough" sh -c '! grep -rna wordsonly o said'
done

# a claim whose text is the secret: no name stands beside it on the page
for said in 'c.json hunter2horse { "dbPassword": "hunter2horse" }' '.env wordsonly DB_PASSWORD="wordsonly"'; do
  set -- $said; f=$1; word=$2; shift 2; key=/dbPassword; test $f = .env && key=/DB_PASSWORD
  site text "It is [$word](box:$key)."
  printf '%s\n' "$*" >s/$f
  sed -i "s/\"config.dev\"/\"box\": \"$f\", \"config.dev\"/" s/site.json
  build; cp err said; "$PLUMB" check s >>said 2>&1; "$PLUMB" check s --format json >>said 2>&1
  ok "$f: a claim that says it is not written" test $code = 3
  ok "$f: the claim is named, the value is not" sh -c "grep -q 'more.md:3:12: error.*secret\]' said && ! grep -rna $word o said"
done

# the guide of the project
run "$PLUMB" check "$top/content"
ok "no false alarm" sh -c '! grep -F "[secret]" out err'
plan
