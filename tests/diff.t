#!/bin/sh
# plumb diff: what two states of a document say differently, each once, with what follows from it.
. "$(dirname "$0")/lib.sh"
export GIT_CONFIG_GLOBAL=/dev/null
commit() { git -c user.name="$1" -c user.email=a@example.com commit -qam "$2"; }
cd "$tmp" || exit 1
cp -r "$top/content" old && cp -r old new
run "$PLUMB" diff old new
ok "a folder and its copy" both 0 "nothing changed"
python3 "$top/tests/diff_seed.py" seed new
run "$PLUMB" diff old new --format json
ok "a second state is another" exits 1
cp out d.json
ok "thirty changes, each once, and nothing else" python3 "$top/tests/diff_seed.py" check d.json
ok "shares of costs add up to the difference" python3 -c '
import json
d = json.load(open("d.json"))
for e in d["environments"]:
    if "delta" in e:
        assert abs(sum(s["delta"] for s in e["steps"]) - e["delta"]) < 1e-9 and e["steps"], e
assert {s["kind"] for e in d["environments"] for s in e["steps"]} == {"price", "quantity", "assumption", "new"}
'

# who, when; the working tree; a shallow clone; bad names
mkdir repo && cp -r old repo/content && cd repo && git init -q . && git add . && commit Ann first && git tag v1
sed -i 's/"memoryMiB": 1024/"memoryMiB": 2048/' content/cdk/config/prod.json && commit Bob "more memory"
sed -i 's/"idleTimeoutSeconds": 300/"idleTimeoutSeconds": 3600/' content/cdk/config/prod.json && commit Cy "long requests"
run "$PLUMB" diff v1
ok "who changed the first of two values of a line" says "Bob: more memory"
ok "and who the second" says "Cy: long requests"
ok "what it makes false" says "makes false index.md"
ok "what it costs" says "costs prod (fargate) +\$6.49 a month"
run "$PLUMB" diff v1 HEAD~1
ok "two revisions" sh -c 'grep -q memoryMiB "$1" && ! grep -q idleTimeout "$1"' - "$tmp/out"
run "$PLUMB" diff nosuch
ok "what does not exist says what does" both 3 "tags v1; branches"
run "$PLUMB" diff nosuch/../x.json
ok "nor a file" both 3 "there is no file or folder nosuch/../x.json"
run "$PLUMB" diff content/index.md
ok "a page is no state" both 3 "is no folder and no file of a review"
run "$PLUMB" diff 2026-13-45
ok "what is no day" both 3 "2026-13-45 is no day"
run "$PLUMB" diff 2001-01-01
ok "a day before the first commit" both 3 "there is no commit before 2001-01-01; the first is"
run "$PLUMB" diff 2099-01-01
ok "a day that lies ahead" both 3 "lies ahead: today is 2026-11-23"
cd .. && git clone -q --depth 1 "file://$tmp/repo" shallow && cd shallow || exit 1
run "$PLUMB" diff HEAD~1
ok "a shallow clone" both 3 "git fetch --unshallow"

# renames, moves and another order are no changes
cd .. && cp -r old moved && cd moved && mkdir etc && mv cdk/config/prod.json etc/production.json
sed -i 's#cdk/config/prod.json#etc/production.json#; s/config\./conf./; s/"config:/"conf:/' site.json
sed -i 's/config\.\(dev\|prod\):/conf.\1:/g; s/"config:/"conf:/g' site.json costs/*.json differences.json
find . -name '*.md' | xargs sed -i 's#cdk/config/prod.json#etc/production.json#g; s/(config\.\(dev\|prod\):/(conf.\1:/g; s/(config:/(conf:/g'
cd ..
run "$PLUMB" diff old moved --format json
ok "a source moved and called otherwise" sh -c 'python3 - "$1" <<E
import json, sys
changes = [c for c in json.load(open(sys.argv[1]))["changes"] if c["kind"] in ("value", "setting", "link", "fact", "price")]
assert not changes, changes
E' - "$tmp/out"

# what is no sentence and no value, and what is only written otherwise
mkdir small && printf 'P1 1 1 1' >small/p.png && page small/index.md <<'P'
# Home

![one](p.png) and [a file](notes.bin). The price is ~~$5~~.

> [!NOTE]
> Backups are kept.

- [ ] one
- [ ] two
P
printf 'a\0b' >small/notes.bin
other() { # NAME SAYS COMMAND: after the command, diff says it
  rm -rf other && cp -r small other && (cd other && eval "$3")
  run "$PLUMB" diff small other
  ok "$1" says "$2"
}
other "another picture under the same name" "p.png p.png · file: 8 bytes" 'printf "P1 1 1 0" >p.png'
other "another file to load" "notes.bin notes.bin · file: 3 bytes" 'printf "a\0c" >notes.bin'
other "a picture that moved" "a file.: p.png → x/p.png" 'mkdir x && mv p.png x && sed -i s/p.png/x\\/p.png/ index.md'
other "a note that became a warning" "Warning:" 'sed -i s/NOTE/WARNING/ index.md'
other "a box that was ticked" "[ ] two → [x] two" 'sed -i "s/. . two/[x] two/" index.md'
other "words that are no longer struck out" '$5' 'sed -i s/~~//g index.md'
other "lines that break elsewhere are nothing" "nothing changed" 'sed -i "s/Backups are/Backups\n> are/" index.md'
other "nor is another way to write a list" "nothing changed" 'sed -i "s/^- \[/* [/" index.md'
printf '\n- [ ] three\n\n- [ ] four\n' >>small/index.md
other "a box in a list of paragraphs" "[ ] four → [x] four" 'sed -i "s/. . four/[x] four/" index.md'
printf '# Two\n\nTwo says this.\n\n## Later\n\nWait a day. Then ask.\n\n```ts file=s.ts#a\nconst waf = true;\n```\n' >small/two.md
printf '// #region a\nconst waf = true;\n// #endregion\n' >small/s.ts
echo '{ "audience": "internal", "names": { "waf-log": { "in": ["facts:/x"] } } }' >small/site.json
other "code that a page shows" "s.ts · region a: const waf = true; → const waf = false;  [protection: the firewall is off]" 'sed -i s/true/false/ s.ts'
ok "with the page that is behind" says "makes false two.md:9"
other "with the page that follows" "also in two.md:9 · Later: const waf = true; → const waf = false;" 'sed -i s/true/false/ s.ts two.md'
other "a section that went to another page" "→ moved index.md:14 · Later: two.md → index.md" 'sed -n "/## Later/,/ask/p" two.md >>index.md && sed -i "/## Later/,/ask/d" two.md'
ok "with all its sentences" says "also in index.md:16 · Then ask.: two.md → index.md"
printf '\n[two](two.md)\n' >>small/index.md
other "a page that moved" "two.md → x/two.md" 'mkdir x && mv two.md s.ts x/ && sed -i "s/Backups are/Backups were/" index.md'
ok "a link that was not led there is no change of its own" sh -c '! grep -q "x/two.md → two.md" "$1"' - "$tmp/out"
other "a page that all may read" "audience: internal → public  [exposure: everybody may read the pages]" 'sed -i s/internal/public/ site.json'
other "a setting that speaks of a firewall is none" "removed site.json:1 · names" 'sed -i "s/, .names.*/ }/" site.json'
ok "and no risk" sh -c '! grep -q "firewall is off" "$1"' - "$tmp/out"
run "$PLUMB" report small --date 2026-11-20 -o small.html && printf 'P1 1 1 0' >small/p.png
run "$PLUMB" diff small/reviews/2026-11-20.json small
ok "a review's file knows its pictures" says "p.png p.png · file: 8 bytes"
printf 'P1 1 1 1' >small/p.png && run "$PLUMB" diff small/reviews/2026-11-20.json small
ok "and that they are the same" says "nothing changed"

# the file of a review alone is as good as the folder it was made of
run "$PLUMB" report old --date 2026-11-20 -o old.html
"$PLUMB" diff old new >by-folder
"$PLUMB" diff old/reviews/2026-11-20.json new >by-file
ok "a review's file gives the diff of the folder" cmp by-folder by-file
sed -i 's/"v":1/"v":7/' old/reviews/2026-11-20.json
run "$PLUMB" diff old/reviews/2026-11-20.json new
ok "a file of a later version" both 3 "is of version 7; this plumb reads version 1"
run "$PLUMB" diff old/site.json new
ok "a file of no review" both 3 "is no file of a review"
run "$PLUMB" diff
ok "with nothing to compare nobody says that nothing changed" both 2 "say with what to compare"

# an estimate of no environment
mkdir -p "$tmp/est/costs" && cd "$tmp" || exit 1
echo '{ "name": "Home", "rows": [ { "id": "scan", "service": "Scanner", "parts": [ { "price": { "usd": "0.60", "per": "month", "source": "the shop, 2026-11" }, "times": { "instances": 10 } } ] } ] }' >est/costs/home.json
echo '{ "sources": { "cost": "costs/" } }' >est/site.json
printf '# Costs\n\nIt costs [$6](cost:/home/total).\n\n| Service | Configuration | [Monthly](costs/home.json) |\n|---|---|---|\n| Scanner | 10 × t3.micro | $6 |\n' >est/index.md
cp -r est est2 && sed -i 's/0.60/0.75/' est2/costs/home.json
run "$PLUMB" diff est est2
ok "its price is why its sum is false" sh -c "grep -A3 'usd: 0.60' out | grep -q 'makes false index.md:3'"
run "$PLUMB" check est
ok "a machine is not held against where a row's own price comes from" sh -c "! grep -q 'the shop' err"
plan
