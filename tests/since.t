#!/bin/sh
# What a check knows of before: claims of the last build and of a revision, findings that are new, numbers that
# came. And how much of what readers see is bound.
. "$(dirname "$0")/lib.sh"
export GIT_CONFIG_GLOBAL=/dev/null
mkdir "$tmp/t" && cd "$tmp" || exit 1
export TMPDIR="$tmp/t"
is() { ok "$1" says "$2"; }
no() { ok "$1" sh -c '! grep -F -- "$1" "$2"' - "$2" "$tmp/err"; }

# the record of the last build
page a/site.json <<'P'
{ "root": ".", "sources": { "config": "c.json" } }
P
echo '{ "cpu": 512, "tasks": 2, "ttl": 3600, "zones": ["a", "b"], "port": 8080 }' >a/c.json
page a/index.md <<'P'
# A

Each task has [512 units](config:/cpu) of it. The service runs [2 tasks](config:/tasks) by day.
A visitor stays for [1 hour](c.json#/ttl), in [two](c.json#/zones) zones: see [the zones](c.json#/zones).

| Setting | [Value](c.json#) |
|---|---|
| [Port](#/port) | 8080 |
P
build() { "$PLUMB" build a >/dev/null 2>&1; }
build
run "$PLUMB" check a
ok "claims that are there are not lost" both 0 "5 claims: 5 true"
is "a link into data is counted" "; 1 link into data claims nothing"
no "and lost is nothing" "claim-lost"
cp a/index.md kept.md
# edit NAME SED: the page with this edit, checked against the record of the page before
edit() { sed -e "$2" kept.md >a/index.md; run "$PLUMB" check a; echo "# $1"; }
edit "a claim becomes plain text" 's/\[512 units\](config:.cpu)/512 units/'
is "plain text was a claim" 'index.md:3:15: warning: "512 units" was a claim on config:/cpu and is none any more'
edit "and another number" 's/\[512 units\](config:.cpu)/1024 units/'
is "whatever number stands there" '"512 units" was a claim'
edit "a text that says nothing" 's/\[1 hour\]/[the ttl]/'
is "so is a link that says nothing any more" 'index.md:4:22: warning: "1 hour" was a claim on c.json#/ttl'
edit "the base of a table" 's/\[Value\](c.json#)/Value/'
is "and a cell without its base" '"8080" was a claim on c.json#/port'
edit "a claim on another target" 's/config:.cpu/config:\/tasks/; s/512/2/'
no "a claim on something else is one" "claim-lost"
edit "a number is corrected" 's/512 units/500 units/'
no "a false claim is one" "claim-lost"
edit "the sentence goes" 's/Each task has .* of it. //'
no "who takes a sentence out loses nothing" "claim-lost"
cp kept.md a/index.md
echo '{ "cpu": { "web": 512 }, "tasks": 2, "ttl": { "seconds": 3600 }, "zones": { "a": 1 }, "port": 8080 }' >a/c.json
run "$PLUMB" check a
is "a value that becomes an object keeps its claim" '5 claims: 2 true, 0 false, 0 outdated, 0 missing, 3 not checked'
is "with the value below" 'c.json#/ttl is an object of 1, no single value; the nearest is /ttl/seconds'
build; run "$PLUMB" check a
is "so does the next run, out of the record" '2 true, 0 false, 0 outdated, 0 missing, 3 not checked; 1 link'
echo '{ "cpu": 512, "tasks": 2, "ttl": "a while", "zones": "the zones", "port": 8080 }' >a/c.json
build; run "$PLUMB" check a
is "what was a link is a claim when its text is the value" '6 claims:'

# a repository with its guide below, and a finding that is old
page r/docs/site.json <<'P'
{ "sources": { "config": "../deploy/c.json" }, "checks": { "page-orphan": "off" } }
P
page r/deploy/c.json <<'P'
{ "tasks": 2, "cpu": 512 }
P
page r/docs/index.md <<'P'
# R

There are [3 tasks](config:/tasks), and see [nobody](nobody.md). It runs for 5 minutes.
P
git -C r init -q .; echo site >r/.gitignore
save() { git -C r add -A && git -C r -c user.name=a -c user.email=a@b commit -qm x; }
save
run "$PLUMB" check r/docs --since HEAD
ok "what was there is no new finding" both 0 "2 findings were there at HEAD"
no "and is not shown" "claim-false"
page r/docs/index.md <<'P'
# R

A line more.

There are [3 tasks](config:/tasks), and see [nobody](nobody.md). It runs for 5 minutes, and 7 minutes at night.
P
run "$PLUMB" check r/docs --since HEAD
ok "lines may move" both 0 "2 findings were there"
is "a new number that nobody checks" 'r/docs/index.md:5:93: warning: nothing checks the new "7 minutes" [claim-unbound]'
no "an old one is not new" '"5 minutes"'
echo 'There are [3 tasks](config:/tasks) here too, on [1024](../deploy/c.json#/cpu).' >>r/docs/index.md
run "$PLUMB" check r/docs --since HEAD --format json
ok "the same mistake again is new" exits 1
ok "as findings of JSON" python3 -c "
import json
f = [(x['rule'], x['line']) for x in json.load(open('$tmp/out'))['findings']]
assert sorted(f) == [('claim-false', 6), ('claim-false', 6), ('claim-unbound', 5)] or sorted(f) == [('claim-false', 5), ('claim-false', 6), ('claim-unbound', 5)], f"
save; sed -i.bak 's/"cpu": 512/"cpu": 1024/' r/deploy/c.json; sed -i.bak 's/\[1024\](.*)/1024/' r/docs/index.md; rm -f r/*/*.bak
run "$PLUMB" check r/docs --since HEAD
is "both trees have their own config, and a claim is lost" '"1024" was a claim on ../deploy/c.json#/cpu and is none any more'
run "$PLUMB" check r/docs --since nowhere
ok "a revision that is none" both 3 "--since: no such revision"
run "$PLUMB" check a --since HEAD
ok "a folder without a repository" both 3 "--since: no git repository"
ok "nothing is left behind" sh -c '! ls "${TMPDIR:-/tmp}"/plumb-since-* 2>/dev/null'

# coverage
page c/site.json <<'P'
{ "root": ".", "coverage": 60, "sources": { "config": "c.json" } }
P
page c/c.json <<'P'
{ "cpu": 512, "sessionSeconds": 3600, "nodeType": "cache.t3.micro", "zones": ["us-east-1a", "us-east-1b"], "tasks": 2 }
P
page c/index.md <<'P'
# 1. C

In 2026 each task has [512 units](config:/cpu). A session lasts 1 hour, on cache.t3.micro, and [](config:/tasks) tasks.
The zone us-east-1a is one of two zones. [5 ways](other.md) are none of ours.

| Row | Size |
|---|---|
| 1 | 40 GB |
P
echo '# Other' >c/other.md
run "$PLUMB" claims c --coverage
is "numbers of a page" "c/index.md: 6 numbers, 2 checked, 4 nobody checks"
is "and of all" "6 numbers, 2 checked: 33%"
run "$PLUMB" claims c --suggest
is "a version or a type is sure" "c/index.md:3:76: bind it: [cache.t3.micro](config:/nodeType)"
is "a value by its words" ": [1 hour](config:/sessionSeconds)"
is "a name of a value" "[us-east-1a](config:/zones/0)"
is "a count" "[two](config:/zones)"
is "what nothing fits" 'nothing checks "40 GB"'
ok "the surest comes first, what nothing fits last" sh -c 'head -n 1 "$1" | grep -q "bind it" && tail -n 2 "$1" | grep -q "40 GB"' - out
run "$PLUMB" check c
ok "a share that is too low" both 1 'site.json:1:16: error: 2 of 6 numbers are bound: 33%, less than 60%'
"$PLUMB" build c >/dev/null 2>&1; run "$PLUMB" check c
ok "and out of the record" both 1 '2 of 6 numbers are bound'
sed -i.bak 's/lasts 1 hour, on cache.t3.micro/lasts [1 hour](config:\/sessionSeconds), on [cache.t3.micro](config:\/nodeType)/' c/index.md; rm c/*.bak
run "$PLUMB" check c
ok "more claims are enough" exits 0
plan
