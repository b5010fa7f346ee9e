#!/bin/sh
# plumb report: the pack leads a meeting. What it decides from, what is risky, what it costs and why, what is false.
. "$(dirname "$0")/lib.sh"
export GIT_CONFIG_GLOBAL=/dev/null
commit() { git add -A && git -c user.name="$1" -c user.email=a@example.com commit -qm "$2"; }
has() { ok "$1" grep -qF -- "$2" "$3"; }
not() { ok "$1" sh -c '! grep -qF -- "$1" "$2"' - "$2" "$3"; }
cd "$tmp" || exit 1
cp -r "$top/content" content
git init -q . && commit Ann first && git tag v1
run "$PLUMB" report content -o first.html
ok "the first pack is written" exits 0
has "it says that there is nothing to compare with" "nothing to compare with yet" first.html
ok "it needs nothing from elsewhere" sh -c "! grep -E '(src|href)=\"(https?:|//)' first.html"
ok "the review's file stands beside the pages" test -f content/reviews/2026-11-23.json
ok "which is JSON of version 1" python3 -c 'import json; assert json.load(open("content/reviews/2026-11-23.json"))["v"] == 1'
rm -r content/reviews

# a change as teams make them
sed -i 's/"memoryMiB": 1024/"memoryMiB": 2048/; s/"idleTimeoutSeconds": 300/"idleTimeoutSeconds": 3600/' content/cdk/config/prod.json
commit Ann "more memory"
sed -i 's/"waf": true/"waf": false/' content/cdk/config/prod.json && commit Bob "noisy rule"
python3 - <<'E'
def swap(name, *pairs):
    s = open(name, encoding="utf-8").read()
    for old, new in pairs:
        assert old in s, (name, old)
        s = s.replace(old, new, 1)
    open(name, "w", encoding="utf-8").write(s)
s = open("content/prices/us-east-1.json", encoding="utf-8").read()
at = s.index('"nat.hour"')
open("content/prices/us-east-1.json", "w", encoding="utf-8").write(s[:at] + s[at:].replace("0.045", "0.052", 1))
swap("content/costs/medium.json", ('"typical": 0.5, "high": 1 }', '"typical": 0.9, "high": 1.5 }'))
swap("content/architecture/index.md", ("│   ElastiCache    │", "│      Valkey      │"), ("│ Redis (optional) │", "│     cluster      │"),
     ("Small setups leave it out.", "Small setups do without it."))
swap("content/decisions/0003-nat-gateway-per-zone.md", ("status: accepted", "status: superseded by 0009-endpoints-only"))
E
cat >content/decisions/0009-one-nat.md <<'E'
---
title: One shared NAT gateway
owner: platform
status: proposed
date: 2026-11-20
deciders: [Ann, Bob]
---
# One shared NAT gateway

The second gateway costs more than expected.

## Validation

- Production has [1](config.prod:/vpc/natGateways) gateway.
E
printf '# A lab\n\n| Service | Monthly |\n|---|---|\n| Holograph projector | $40 |\n| **Total** | **$40** |\n' >content/build/lab.md
commit Cy "prices, a cache and a record"
run "$PLUMB" report content --since v1 -o pack.html
ok "a pack since a tag" exits 0
"$PLUMB" report content --since v1 --format md >pack.md
cp content/reviews/2026-11-23.json review.json && rm -r content/reviews
ok "page one keeps its order" python3 -c '
s = open("pack.html").read()
at = [s.index("id=\"h-%s\"" % k) for k in ("decide", "costs", "risky", "what", "true", "none")]
assert at == sorted(at) and "1 Decide" in s and "5 Nobody checks" in s, at'
has "a proposed decision is the first thing" "One shared NAT gateway" pack.html
has "with all who decide" "to be decided by Ann, Bob" pack.html
has "with what it would set" "natGateways 2 → 1" pack.html
has "a state that changed is a change" "was accepted" pack.html
has "a successor that is not there is a finding" "there is no such record" pack.html
has "security stands on page one" "The firewall is off" pack.html
has "with its commit" "Bob: “noisy rule”" pack.html
has "the headline is of the environment, never a sum of sizes" "Production costs \$19.05 more a month" pack.html
not "which would be another number" "34.38" pack.html
has "the price is a cause" "nat.hour \$0.045 → \$0.052" pack.html
has "the quantity is one" "ECS Fargate, GB 1 GB → 2 GB" pack.html
has "the assumption is one" "LCU 0.5 LCU → 0.9 LCU" pack.html
has "a node of a drawing is another" "Valkey cluster" pack.html
ok "one drawing is marked by a sign" grep -q '>~</text>' pack.html
has "sentences old and new" "<del>leave it out.</del>" pack.html
ok "four causes, not a row a sentence" sh -c '[ "$(grep -c "<td data-h=\"Makes false\">" pack.html)" = 4 ]'
ok "a row that nobody can price is unjudged, and makes nothing false" grep -q 'tables\? of costs ha' pack.md
has "with the owner" '<td data-h="Owner">platform</td>' pack.html
has "a risky one is not offered to fix" "risky: take back" pack.html
has "rows lead into the site" 'href="site/architecture/index.html"' pack.html
ok "votes, actions and who was there have a place" grep -q 'value="accept" form="form"' pack.html
ok "a comment of at most sixty lines" sh -c '[ "$(wc -l <pack.md)" -le 60 ] && grep -q "The firewall is off" pack.md'
ok "the pack is small" sh -c '[ "$(wc -c <pack.html)" -le 400000 ]'
ok "tables are blocks on a phone, and short words stay whole" sh -c 'grep -q "content:attr(data-h)" pack.html && grep -q "@page" pack.html'
ok "the same input makes the same bytes" sh -c '"$1" report content --since v1 -o again.html && cmp pack.html again.html' - "$PLUMB"

# the last review is what the next one is compared with; its outcome stays
rm -rf content/reviews && mkdir content/reviews
python3 - <<'E'
import json
d = json.load(open("review.json"))
d.update(date="2026-11-20", votes={"decisions/0009-one-nat.md": "accept"}, present=["Ann"], actions=[{"id": "1", "text": "measure LCU", "owner": "Cy", "due": "2026-12-01"}])
json.dump(d, open("content/reviews/2026-11-20.json", "w"))
E
cp content/reviews/2026-11-20.json content/reviews/2031-01-01.json
sed -i 's/"waf": false/"waf": true/' content/cdk/config/prod.json
run "$PLUMB" report content -o next.html
ok "the last review is the baseline, not one of a day to come" exits 0
has "which it says" "the review of 2026-11-20" next.html
has "actions are carried over" "measure LCU" next.html
has "a vote is offered as an edit" "write status: accepted" next.html
has "what became safer is no risk" "became weaker" next.html
python3 -c '
import json
p = "content/reviews/2026-11-23.json"
d = json.load(open(p)); d["notes"] = "seen"; json.dump(d, open(p, "w"))'
"$PLUMB" report content -o next.html
ok "an outcome stays when facts are computed anew" grep -q '"notes":"seen"\|"notes": "seen"' content/reviews/2026-11-23.json

mv content/reviews/2031-01-01.json "$tmp"
run "$PLUMB" build content -o site
ok "a page shows all reviews kept" sh -c 'grep -q "2026-11-20" site/reviews/index.html && grep -q "2026-11-23" site/reviews/index.html'

# a resource is called by its name, in the pack and in the comment
mkdir -p "$tmp/named" && cd "$tmp/named" && printf '# N\n' >index.md && echo '{ "sources": { "stack": "t.yaml" } }' >site.json
printf 'Resources:\n  Invoices: { Type: "AWS::S3::Bucket", Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } }\n' >t.yaml
cp -r "$tmp/named" "$tmp/named2" && sed -i 's/: true/: false/' "$tmp/named2/t.yaml" && cd "$tmp" || exit 1
"$PLUMB" report named2 --since named -o named.html && "$PLUMB" report named2 --since named --format md >named.md
has "a risky resource is named in the pack" "<b>Invoices</b> <code>PublicAccessBlockConfiguration.<wbr>BlockPublicAcls</code>" named.html
has "and in the comment" 'A bucket may become public: Invoices `PublicAccessBlockConfiguration.BlockPublicAcls` true → false' named.md

# a change deep inside a long text is seen, and what is left out is said
python3 - <<'P'
import json, os
lines = ["step %d of the function" % i for i in range(90)]
for d, w in ("long", "closed"), ("long2", "open"):
    os.makedirs(d, exist_ok=True)
    open(d + "/index.md", "w").write("# L\n")
    json.dump({"sources": {"stack": "t.json", "config": "c.json"}}, open(d + "/site.json", "w"))
    json.dump({"port": 1, **({"text": "x" * 900} if d == "long2" else {})}, open(d + "/c.json", "w"))
    code = "\n".join(lines[:70] + ["the gate is " + w] + lines[70:])
    json.dump({"Resources": {"F": {"Type": "AWS::CloudFront::Function", "Properties": {"FunctionCode": code}}}},
              open(d + "/t.json", "w"))
P
"$PLUMB" report long2 --since long -o long.html
has "a change deep in a long text is seen" "the gate is <del>closed</del>" long.html
has "on both sides" "the gate is <ins>open</ins>" long.html
ok "what did not change is left out" sh -c '! sed "/<script/,\$d" long.html | grep "step 20 of"'
has "what is cut is counted" "(300 more characters)" long.html
"$PLUMB" diff long long2 >long.txt
ok "the same in the terminal, as lines" sh -c 'grep -q "^      - the gate is closed" long.txt && grep -q "^      + the gate is open" long.txt && [ "$(wc -l <long.txt)" -lt 15 ]'

# what was false before is no change's doing, and is not passed over
for d in kn kn2; do
  mkdir -p $d && echo '{ "sources": { "config": "c.json" } }' >$d/site.json && echo '{ "cpu": 512 }' >$d/c.json
  printf '# P\n\nIt has [256](config:/cpu) units.\n' >$d/index.md
done
echo 'A word more.' >>kn2/index.md
"$PLUMB" report kn2 --since kn -o kn.html && "$PLUMB" report kn2 --since kn --format md >kn.md
has "a verdict names what was false before" "<h1>One old sentence is still not true.</h1>" kn.html
not "and calls nothing its cause" 'data-h="Makes false"' kn.html
not "no green word over it" "Every sentence that something checks is true" kn.html
ok "the comment lists it" grep -q '^- `index.md:3` the text says "256"' kn.md
python3 - kn kn2 <<'P'
import json, sys
for d in sys.argv[1:]:
    json.dump({"v%d" % i: 1 for i in range(60)}, open(d + "/c.json", "w"))
    open(d + "/index.md", "w").write("# P\n\n" + "\n".join("It has [2](config:/v%d) of v%d.\n" % (i, i) for i in range(60)))
P
echo 'A word more.' >>kn2/index.md
"$PLUMB" report kn2 --since kn -o kn.html && "$PLUMB" report kn2 --since kn --format md >kn.md
has "what a list has no room for is counted" "and 20 more: plumb check lists them" kn.html
ok "in the comment too" grep -q "and 54 more in the pack" kn.md

# a folder is compared with a folder as it is itself, a checkout where its own pages stand
mkdir -p whole/content && printf '# W\n\nA word.\n' >whole/content/index.md && cp -r whole whole2 && printf '# X\n\nOther words.\n' >whole2/content/more.md
"$PLUMB" report whole2 --since whole --format md >whole.md
ok "a folder that holds content/ against another" sh -c 'grep -q "Changed: Pages 1" whole.md'
mkdir -p co/docs co/content && printf '# D\n\nA word.\n' >co/docs/index.md && echo text >co/content/x.txt && git init -q co && cp -r co co2 && printf '# E\n\nOther words.\n' >co2/docs/more.md
"$PLUMB" report co2/docs --since co --format md >co.md
ok "a checkout at the place of the pages" sh -c 'grep -q "Changed: Pages 1" co.md'

# what is risky is told by itself, however like another change it looks
for d in ri ri2; do
  mkdir -p $d && echo '# R' >$d/index.md && echo '{ "sources": { "config": "c.json", "stack": "t.json" } }' >$d/site.json
done
echo '{ "session_cookie_name": true, "logRetentionDays": 30, "port": 443 }' >ri/c.json
echo '{ "session_cookie_name": false, "logRetentionDays": 30, "port": 8443 }' >ri2/c.json
echo '{ "Resources": { "Db": { "Type": "AWS::RDS::DBInstance", "Properties": { "DeletionProtection": true, "Port": 443, "MinimumSize": 1 } } } }' >ri/t.json
echo '{ "Resources": { "Db": { "Type": "AWS::RDS::DBInstance", "Properties": { "DeletionProtection": false, "Port": 8443, "MinimumSize": 1 } } } }' >ri2/t.json
"$PLUMB" diff ri ri2 >ri.txt
"$PLUMB" report ri2 --since ri --format md >ri.md
ok "a risk is not folded into a switch that went the same way" grep -q "DeletionProtection: true → false  \[protection: can be deleted\]" ri.txt
ok "it stands among the risks" grep -q 'Risky.* (1)' ri.md
ok "a template that follows config is still said with it" grep -q "also in t.json:1 · Port: 443 → 8443" ri.txt

# sources of any name, written costs, a state before that named nothing
mkdir -p any/deploy any/infra any/docs && cd any && git init -q .
echo 'replicaCount: 30' >deploy/values.yaml
echo '{ "backup_retention_period": 35 }' >infra/prod.tfvars.json
cat >docs/index.md <<'E'
# Guide

It runs [30](../deploy/values.yaml#/replicaCount) copies; backups stay [35](../infra/prod.tfvars.json#/backup_retention_period) days.

| Service | Monthly Cost |
|---|---|
| RDS db.m5.large | $105 |
| NAT Gateway | $25 |
| **Total** | **$130** |
E
commit A one
sed -i s/30/40/ deploy/values.yaml && sed -i s/35/14/ infra/prod.tfvars.json
sed -i 's/\$105/$300/; s/\$130/$325/' docs/index.md && echo '{ "sources": { "helm": "../deploy/values.yaml" } }' >docs/site.json
commit B two
run "$PLUMB" report docs --since HEAD~1 -o review.html
ok "a pack of any repository" exits 0
has "a value that a claim stands on" "replicaCount" review.html
has "and one whose backups are shorter" "Backups are kept for less" review.html
has "costs that people wrote" "\$105 → \$300" review.html
not "something changed" "No config value changed" review.html
branch=$(git symbolic-ref HEAD)
awk -v branch="$branch" 'BEGIN { for (i = 0; i < 505; i++)
  printf "commit %s\ncommitter D <d@example.com> %d +0000\ndata 1\nx\n%s", branch, 1795392000 + i, i ? "" : "from " branch "^0\n" }' |
  git fast-import --quiet
run "$PLUMB" report docs --since HEAD~506 -o many.html
has "commits that nobody looks at are counted" "506 commits, the latest 500 looked at" many.html
git update-ref "$branch" HEAD~505
run "$PLUMB" report docs --since 2001-01-01
ok "a day before the first commit" both 3 "there is no commit before 2001-01-01"
run "$PLUMB" report docs --since HEAD~9 -o x.html
ok "a revision that is not there" both 3 "there are branches"
mkdir fake && for name in chromium chromium-browser google-chrome google-chrome-stable weasyprint; do
  printf '#!/bin/sh\necho "%s: no usable sandbox" >&2\nexit 1\n' $name >fake/$name && chmod +x fake/$name
done
run env PATH="$PWD/fake:$PATH" "$PLUMB" report docs --pdf pack.pdf
ok "who cannot make a PDF says why" both 3 "chromium: no usable sandbox"
echo '{"v":9}' >docs/old.json
run "$PLUMB" report docs --since docs/old.json -o x.html
ok "a file of a later version" both 3 "version 9"
echo '[ { "rule": "cost-wrong", "reason": "so be it" } ]' >docs/accepted.json
run "$PLUMB" check docs
ok "an acceptance without an owner" says "[review-owner]"
ok "on a terminal it writes review.html and says so" sh -c 'script -qec "$1 report docs --since HEAD~1" /dev/null | grep -q "the pack is review.html"' - "$PLUMB"
plan
