#!/bin/sh
# What is said, how much of it, and to whom: folding, severities, forms for other programs, help.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
page s/config/prod.json <<'P'
{ "cpu": 512, "memory": 1024 }
P
page s/site.json <<'P'
{ "title": "S", "sources": { "config.prod": "config/prod.json" }, "env": "prod" }
P
{ echo '# Home'; for i in 1 2 3 4 5 6; do echo; echo "Line $i has [$i cores](config.prod:/cpu)."; done
  echo; echo 'And [2048](config.prod:/memory), a [gap](none,1.md).'; } | page s/index.md
check() { run "$PLUMB" check "$tmp/s" "$@"; }
lines() { n=$(grep -c -- "$1" "$tmp/err"); [ "$n" = "$2" ] || { echo "$n lines with $1, not $2"; cat "$tmp/err"; return 1; }; }
check
ok "six times one cause: three are shown" lines 'index.md:[0-9]*:[0-9]*: error: .*claim-false' 4
ok "the rest by its places" says "and 3 more like it: $tmp/s/index.md:9:13, $tmp/s/index.md:11:13, $tmp/s/index.md:13:13"
ok "and how to see each" says "3 more: plumb check --all $tmp/s shows each"
ok "counts are words" says "8 errors, 0 warnings, 0 notes; 7 claims: 0 true, 7 false"
check --all
ok "--all shows each" lines 'error: .*claim-false' 7
check --quiet
ok "--quiet leaves out the counts" sh -c "test ! -s '$tmp/out'"
ok "and no error" lines 'error: .*claim-false' 4
ok "the exit code is the same" exits 1
sed -i 's/\[\([1-6]\) cores\]/\1 cores/; s/\[2048\]/[1024]/' "$tmp/s/index.md" 2>/dev/null
sed -i 's/(config.prod:.cpu)//' "$tmp/s/index.md"
check
ok "one is one" says "1 error, 0 warnings, 0 notes; 1 claim: 1 true"
page o/index.md <<'P'
# O

A [gap](none.md) and `gen/nowhere/x.c` and ![](http://example.com/a.png)
P
run "$PLUMB" check "$tmp/o" --severity warning
ok "--severity warning prints warnings" says "[image-foreign]"
ok "and errors" says "[link-broken]"
run "$PLUMB" check "$tmp/o" --severity error
ok "--severity error does not" sh -c "! grep -q image-foreign '$tmp/err'"
run "$PLUMB" check "$tmp/o" --severity loud
ok "other words are refused" both 2 "--severity is one of info|warning|error"

# forms for other programs
git init -q "$tmp/r"; mkdir -p "$tmp/r/docs"; cp -r "$tmp/s/." "$tmp/r/docs"
run "$PLUMB" check "$tmp/r/docs" --format github
ok "GitHub: an annotation at its place, told from the root" says \
  "::error file=docs/index.md,line=15,col=42,endColumn=51,title=link-broken::"
run "$PLUMB" check "$tmp/r/docs" --format sarif
ok "SARIF 2.1.0" python3 - "$tmp/out" <<'P'
import json, sys
d = json.load(open(sys.argv[1]))
run, = d["runs"]
rules = run["tool"]["driver"]["rules"]
assert d["version"] == "2.1.0" and len(rules) > 60, d
r, = run["results"]
assert rules[r["ruleIndex"]]["id"] == r["ruleId"] == "link-broken" and r["level"] == "error", r
place = r["locations"][0]["physicalLocation"]
assert place["artifactLocation"]["uri"] == "docs/index.md", place
assert place["region"] == {"startLine": 15, "startColumn": 42, "endLine": 15, "endColumn": 51}, place
open(sys.argv[1] + ".print", "w").write(r["partialFingerprints"]["plumb/v1"])
P
run "$PLUMB" check "$tmp/r/docs" --format gitlab
ok "GitLab's report, with the same fingerprint" python3 -c "
import json
f, = json.load(open('$tmp/out'))
assert f['check_name'] == 'link-broken' and f['severity'] == 'major' and f['location'] == {'path': 'docs/index.md', 'lines': {'begin': 15}}, f
assert f['fingerprint'] == open('$tmp/out.print').read(), f"
cp "$tmp/out" "$tmp/before"; sed -i '2i\
A line more.\
' "$tmp/r/docs/index.md"
run "$PLUMB" check "$tmp/r/docs" --format gitlab
ok "a line above changes no fingerprint" python3 -c "
import json
a, b = (json.load(open(p))[0] for p in ('$tmp/before', '$tmp/out'))
assert a['fingerprint'] == b['fingerprint'] and a['location'] != b['location'], (a, b)"

# publish says what it sends
run "$PLUMB" publish "$tmp/s" -h
ok "help tells values" says "--mode in-place|release"
cd "$tmp" || exit 1
run "$PLUMB" publish s --to file:pub
ok "publish says that a finding goes out" both 0 "1 finding goes out with the site"
run "$PLUMB" publish s --to file:pub2 --strict
ok "--strict publishes nothing" both 1 "nothing is published"
ok "nothing" test ! -e pub2/index.html

# help
run "$PLUMB" chekc
ok "did you mean" both 2 "no such command: chekc; did you mean plumb check?"
run "$PLUMB" help check
ok "help CMD" both 0 "--format text|json|sarif|github|gitlab"
for word in version --version -V; do run "$PLUMB" $word; ok "$word" both 0 "plumb 0."; done
ok "no progress on a terminal below a second" python3 - "$PLUMB" "$tmp" <<'P'
import os, pty, sys, select, time
plumb, tmp = sys.argv[1:]
os.makedirs(tmp + "/big")
for i in range(60):
    open(f"{tmp}/big/p{i}.md", "w").write("# P\n" + "A [x](y%d.md) word of `a/b.c`.\n\n" % i * 1)
out = b""
pid, fd = pty.fork()
if pid == 0:
    os.execv(plumb, [plumb, "check", tmp + "/big"])
while True:
    try:
        part = os.read(fd, 65536)
    except OSError:
        break
    if not part:
        break
    out += part
os.waitpid(pid, 0)
assert b"\r\n" in out and b"60 errors" in out, out[-300:]
assert b" of " not in out.split(b"error:")[0], "nothing below a second"
P
plan
