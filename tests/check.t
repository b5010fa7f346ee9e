#!/bin/sh
# plumb check: one wrong digit anywhere is found at its place.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1

run "$PLUMB" check content
ok "the guide is true" exits 0
run "$PLUMB" check content --format json
ok "its findings are JSON" python3 -c "
import json, sys
d = json.load(open('$tmp/out'))
assert set(d) == {'findings', 'counts', 'claims', 'data_links'}, d.keys()
assert set(d['counts']) == {'error', 'warning', 'info'} and d['counts']['error'] == 0, d['counts']
assert set(d['claims']) == {'true', 'false', 'outdated', 'missing', 'not_checked'}, d['claims']
assert d['claims']['true'] > 50 and d['claims']['false'] == 0, d['claims']
for f in d['findings']:
    assert set(f) == {'rule','severity','file','line','col','end_line','end_col','message','evidence','suggest','accepted'}, f
"

# wrong NAME FILE FROM TO RULE: the change is found where it stands
wrong() {
  rm -rf "$tmp/content"; cp -r content "$tmp/content"
  python3 - "$tmp/content/$2" "$3" "$4" >"$tmp/place" <<'P'
import sys
path, old, new = sys.argv[1:]
text = open(path, encoding="utf-8").read()
at = text.index(old)
same = 0
while same < len(old) and same < len(new) and old[same] == new[same]:
    same += 1
open(path, "w", encoding="utf-8").write(text[:at] + new + text[at + len(old):])
print(text.count("\n", 0, at) + 1)
P
  run "$PLUMB" check "$tmp/content"
  ok "$1: exit code" exits 1
  ok "$1: line" grep -q "$2:$(cat "$tmp/place"):[0-9]*: error: .*\[$5\]" "$tmp/err"
  ok "$1: caret" sh -c "grep -A2 '$2:$(cat "$tmp/place"):.*\\[$5\\]' '$tmp/err' | grep -q '\\^'"
}
wrong "a digit of a total" costs/medium.md '$252-292/month' '$253-292/month' cost-total
wrong "a digit of a claim" costs/medium.md '[0.5 vCPU](config.prod:/service/cpu)' '[0.6 vCPU](config.prod:/service/cpu)' claim-false
wrong "a pointer" costs/medium.md 'config.prod:/service/cpu' 'config.prod:/service/cpus' claim-missing
wrong "a link" costs/index.md '(small.md)' '(smell.md)' link-broken

page a/a.md <<'P'
# A

[there](b.md#nowhere) and [here](#a-b) and [b](b.md#b)

## A b
P
page a/b.md <<'P'
# B

[x](javascript:alert(1)) ![](../a/none.png) [out](../../etc/passwd)
P
run "$PLUMB" check "$tmp/a"
ok "a broken anchor" says "a.md:3:9: error: b.md has no heading #nowhere [anchor-broken]"
ok "a scheme that must not go out" says "b.md:3:2: error: javascript: is no address"
ok "an image that is not there" says "b.md:3:"
ok "a link out of the folder" says "the link leaves the repository"
ok "findings mean 1" exits 1
run "$PLUMB" check "$tmp/none"
ok "no folder means 3" both 3 "no such folder"
page c/site.json <<'P'
{ "sources": { "live.prod": "live.json" }, "env": "prod", "titel": "x" }
P
page c/a.md <<'P'
# A

[2](live.prod:/tasks) tasks run.
P
run "$PLUMB" check "$tmp/c"
ok "what was not captured is not checked, and no failure" both 0 "1 not checked"
ok "an unknown key is told with the one that was meant" says 'did you mean "title"'
run "$PLUMB" check "$tmp/c" --strict
ok "--strict: 4" exits 4
page aged/site.json <<'S'
{ "sources": { "live.prod": "live/prod/" }, "env": "prod" }
S
printf '# A\n\nRuns [2 tasks](live.prod:/a/tasks).\n' >"$tmp/aged/index.md"
page aged/live/prod/a.json <<'S'
{ "tasks": 2 }
S
run "$PLUMB" check "$tmp/aged" --all
ok "a snapshot of unknown age is named" both 0 "aged/live/prod/: info: nobody knows how old this snapshot is"
run "$PLUMB" report "$tmp/aged" -o "$tmp/aged.html"
ok "the review counts it" grep -q 'snapshots do not say how old they are' "$tmp/aged.html"
rm -rf "$tmp/aged/reviews"
g() { git -C "$tmp/aged" -c user.name=a -c user.email=a@example.com "$@"; }
g init -q && g add -A && GIT_COMMITTER_DATE=2025-01-02T00:00:00Z g commit -qm one && echo '{}' >"$tmp/aged/live/prod/b.json"
g add -A && g commit -qm two
run "$PLUMB" check "$tmp/aged" --all
ok "it is as old as the commit of its oldest file" says "live.prod of 2025-01-02 is 690 days old"
git clone -q --depth 1 "file://$tmp/aged" "$tmp/young"
run "$PLUMB" check "$tmp/young" --all
ok "a shallow clone does not make it younger" both 0 "young/live/prod/: info: nobody knows how old this snapshot is"
echo '{ "captured": "2026-11-20", "tasks": 2 }' >"$tmp/aged/live/prod/a.json"
run "$PLUMB" check "$tmp/aged" --all
ok "one that says its day is not" both 0 "0 errors, 0 warnings, 0 notes"
page machine/index.md <<'M'
# T

Run `/home/ana/src/x`, "C:\Users\ana\x" or /Users/bo.b/x; see [it](file:///opt/x.md).

Not https://example.com/home/ana/x, ./home/ana/x, /home/<you>/x, /home/node/app, /home/kubernetes/bin, ![a](/home/logos/a.svg), /Users/$USER/x, /home/, `/home/ana`.
M
cat >>"$tmp/machine/index.md" <<'M'

The server gate keeps state in /home/gate/state; `file:///opt/x` and file:///srv/y are examples, file:///home/ana/z is not.
M
page machine/ana.md <<'M'
---
author: ana
---
# A

See /home/ana/x.
M
run "$PLUMB" check "$tmp/machine" --all
ok "paths of one machine" sh -c "grep -c 'machine-path' '$tmp/err' | grep -qx 6 && grep -qF 'index.md:3:6: warning: /home/ana/src/x holds' '$tmp/err'"
plan
