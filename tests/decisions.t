#!/bin/sh
# Decision records as people keep them: their states, who replaced whom, what a page owes by a date.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
export GIT_CONFIG_GLOBAL=/dev/null
is() { ok "$1" says "$2"; }
no() { ok "$1" sh -c '! grep -F -- "$1" "$2"' - "$2" "$tmp/err"; }
# on FILE TEXT NAME: the page that was built shows it
words() { sed -n '/<main/,/<\/main/p' "$1" | sed 's/<[^>]*>/ /g' | tr -s ' \n' '  '; }
shows() { words "$1" | grep -qF -- "$2" || { words "$1"; false; }; }
on() { ok "$3" shows "a/site/$1" "$2"; }

page a/site.json <<'P'
{ "root": ".", "sources": { "config": "c.json" } }
P
echo '{ "tasks": 2, "gateways": 2, "waf": true, "zones": ["a", "b"], "mode": "fast", "cache": null }' >a/c.json
page a/index.md <<'P'
---
review_by: 2026-11-20
owner: ana
---
# A

[Old](adr/0001-old.md), [new](adr/0002-new.md), [list](adr/index.md), [draft](adr/0005-draft.md), [lost](adr/0003-lost.md).
P
page a/adr/index.md <<'P'
# Records

All are [old](0001-old.md) or new.
P
page a/adr/0001-old.md <<'P'
# 1. Old

Date: 2024-01-05

## Status

Superceded by [2. New](0002-new.md)
P
page a/adr/0002-new.md <<'P'
---
status: accepted
date: 2025-03-01
deciders: [ana, bo]
supersedes: [0001]
review_by: 2027-01-01
---
# New

In place of [old](0001-old.md).
P
page a/adr/0003-lost.md <<'P'
# Lost

* Status: superseded by 0004-nowhere
P
page a/adr/0004-here.md <<'P'
---
status: superseded by [the draft](0005-draft.md)
---
# Here
P
page a/adr/0005-draft.md <<'P'
---
status: proposed
date: 2026-02-01
---
# Draft

See [here](0004-here.md).
P
page a/adr/0006-claims.md <<'P'
# Claims

Status: accepted

Supersedes: [2](0002-new.md)
P
printf '[ { "id": "A1", "text": "mend it", "owner": "bo", "due": "2026-11-01", "opened": "2026-10-01", "state": "open" } ]' >a/actions.json
run "$PLUMB" check a
is "a citation of what was superseded names the record to cite" 'index.md:7:2: warning: cites "1. Old", which is superseded; cite adr/0002-new.md'
is "a successor that is not there" "0003-lost.md:3:25: warning: superseded by 0004-nowhere: there is no such record"
is "who cites such a record" 'cites "Lost", which is superseded, by a record that is not there'
is "a successor that is only proposed" "0004-here.md:2:35: warning: superseded by 0005-draft.md, which is only proposed"
is "what is replaced must know it" "0006-claims.md:5:17: warning: supersedes adr/0002-new.md, whose own status is still"
no "the successor and the index may name the old one" 'md:9:13: warning: cites'
printf -- '---\nstatus: accepted\ndate: 2027-02-01\n---\n# Soon\n' >a/adr/0007-soon.md
printf -- '---\nstatus: proposed\ndate: 2027-02-01\n---\n# May be\n' >a/adr/0008-maybe.md
run "$PLUMB" check a
is "what is decided on a day to come" "0007-soon.md:3:7: error: accepted on 1 Feb 2027, a day that is still to come [input-value]"
no "a proposal may name one" "0008-maybe.md"
rm a/adr/0007-soon.md a/adr/0008-maybe.md
run "$PLUMB" check a
is "a page past its date" "index.md:2:12: warning: was to be read again by 20 Nov 2026, 3 days ago; read it, then set a new review_by; its owner: ana [review-overdue]"
is "an action past its date" "action A1 of bo was due 1 Nov 2026: mend it"
run "$PLUMB" check a --date 2026-11-20
no "the day itself is in time" "was to be read again"
run "$PLUMB" check a --date 2027-01-02
is "the date is an input" "0002-new.md:6:12: warning: was to be read again by 1 Jan 2027, 1 day ago"
run "$PLUMB" build a -o a/site
on adr/0001-old/index.html "Decision: superseded by New 5 Jan 2024" "a record shows its state and what took its place"
on adr/0002-new/index.html "Decision: accepted 1 Mar 2025 decided by ana, bo in place of 1. Old" "and who decided, and what it replaced"
on adr/index.html "1. 1. Old superseded by New 5 Jan 2024 2. New accepted 1 Mar 2025 ana, bo 3. Lost superseded by 0004-nowhere 4. Here" "the index has all of them"
on adr/timeline/index.html "2026 # Date Decision State" "a timeline by year"
on index.html "Overdue This page was to be read again by 20 Nov 2026; its owner is ana." "a page that is overdue says so"
on freshness/index.html "Overdue # Page Owner Review by A ana 20 Nov 2026 3 days late Within 60 days # Page Owner Review by New nobody 1 Jan 2027 in 39 days" "what is due is listed"
sed -i 's/^status: accepted/status: rejected/' a/adr/0002-new.md
run "$PLUMB" build a -o a/site
on adr/index.html "2. New rejected 1 Mar 2025" "a state that changes changes the pages that show it"
on adr/timeline/index.html "New rejected ana, bo" "and the timeline"
is "and what stands on it" "superseded by 0002-new.md, which is only rejected"

# what a proposal would do: each target set, costs and claims judged again
rm -rf a/site; mkdir b b/costs
page b/site.json <<'P'
{ "root": ".", "env": "prod", "sources": { "config.prod": "c.json", "cost": "costs/", "price": "p.json" },
  "units": { "config:/service/cpu": "vCPU/1024", "config:/ttl": "s" },
  "names": { "ttl": { "unit": "s", "in": ["config.prod:/ttl", "config.prod:/copy/ttl"] } } }
P
cat >b/c.json <<'P'
{ "gateways": 2, "service": { "cpu": 512 }, "ttl": 3600, "copy": { "ttl": 3600 }, "waf": true, "zones": ["a", "b"],
  "mode": "fast", "cache": null, "old": { "x": 1 }, "size": "512" }
P
cat >b/p.json <<'P'
{ "region": "us-east-1", "currency": "USD", "generated": "2026-11-01", "prices": [
  { "key": "gw.hour", "service": "GW", "usage": "u", "unit": "Hrs", "price_usd": "0.10", "region": "us-east-1", "effective_date": "2026-11-01", "source": "s", "confidence": "high" } ] }
P
cat >b/costs/prod.json <<'P'
{ "name": "Production", "env": "prod", "rows": [ { "id": "gw", "service": "Gateway", "parts": [
  { "price": "gw.hour", "times": { "gateways": "config.prod:/gateways", "hours": 730 } } ] } ] }
P
page b/index.md <<'P'
# B

There are [2](config:/gateways) gateways, each task has [0.5 vCPU](config:/service/cpu), a session lives [1 hour](name:ttl).
It costs [$146](cost:/prod/total) a month. The cache has [3 nodes](config:/cache/nodes). [One](adr/0001-one.md), [two](adr/0002-two.md).
P
page b/adr/0001-one.md <<'P'
---
status: proposed
date: 2026-11-01
---
# One gateway

We have [2](config:/gateways) now.

## Consequences

* Good, because cheaper
* Bad, because [a zone](../index.md) alone fails

## Confirmation

- [1 gateway](config:/gateways), [0.25 vCPU](config:/service/cpu), [2 hours](name:ttl), [false](config:/waf), [slow](config:/mode),
  [3 nodes](config:/cache/nodes), a new [yes](config:/brand), [1024](config:/size), none of [x](config:/old/x "absent")
- [two](config:/zones) zones; [5–6](config:/gateways); [$73](cost:/prod/total); [8](config:/deep/down/there)
P
page b/adr/0002-two.md <<'P'
---
status: draft
---
# Three gateways

## Validation

- [3](config:/gateways)
P
run "$PLUMB" check b
ok "proposals fail nothing" exits 1 # the nodes of the cache are missing today
cp b/index.md b/kept; sed -i 's/ The cache has.*nodes)\././' b/index.md
run "$PLUMB" check b --strict
ok "nor when all is strict" exits 0
mv b/kept b/index.md
build_b() { run "$PLUMB" build b -o "$1"; }
build_b b/site
set -- adr/0001-one/index.html
cp -r b/site a/site
on "$1" "What would change Production −\$73 (−50 %) a month, 4 sentences no longer true, 1 sentence becomes true, a risk: the firewall is off, 3 targets not computed." "the effect in a line"
on "$1" "config:/gateways 2 1" "a number is set"
on "$1" "config:/service/cpu 512 (0.5 vCPU) 256 (0.25 vCPU)" "in the unit of the data"
on "$1" "name:ttl 3600 (1 hour) 7200 (2 hours)" "at all places of a name"
on "$1" "config:/waf true false risk: the firewall is off" "a switch, with what it risks"
on "$1" "config:/mode fast slow" "a name"
on "$1" "config:/cache/nodes not set 3" "a key that is not there"
on "$1" "config:/brand not set true" "a switch that is not there"
on "$1" "config:/size 512 1024" "a number in a text"
on "$1" "config:/old/x 1 not set" "what is to go, goes"
on "$1" "config:/zones a, b a, b holds already" "what holds is said to"
on "$1" "5–6 effect not computed: its text names no single value" "a range is no value"
on "$1" "cost:/prod/total \$146 \$73 effect not computed: it is computed from other values" "a result is not set"
on "$1" "config:/deep/down/there not set 8 effect not computed" "what has no place is not set"
on "$1" "Production (as configured) \$146 \$73 −\$73 (−50 %)" "the estimate under it"
on "$1" "B : “2”: the text says" "what would be false, by page"
on "$1" "Bad, because a zone alone fails" "what speaks against it"
on adr/index.html "Proposed: Three gateways Production +\$73 (+50 %) a month, 3 sentences no longer true." "the index shows each"
on adr/index.html "effect not computed: another target of the same proposals sets it otherwise" "and together, where they contradict each other"
sed -i 's/"gateways": 2/"gateways": 3/' b/c.json
build_b b/site; build_b b/fresh
ok "a changed value changes the pages that show effects" diff -r -x .plumb b/site b/fresh
cp -r b/fresh a/site2; rm -rf a/site; mv a/site2 a/site
on "$1" "Production −\$146 (−67 %) a month" "and what they say"

# tables of costs and drawings, judged again
sed -i 's#"price": "p.json"#"price": "p.json", "compose": "d.yaml"#' b/site.json
sed -i 's/"gateways": 3/"gateways": 2/' b/c.json
printf 'services:\n  web: { image: w, environment: { DB_HOST: db } }\n  db: { image: postgres }\n  cache: { image: redis }\n' >b/d.yaml
page b/bill.md <<'P'
# The bill

| Service | Configuration | [Monthly Cost](costs/prod.json) |
|---|---|---|
| Gateway | 2 gateways | $146 |
| **Total** | | **$146** |

```mermaid bind="GW=config:/gateways"
flowchart LR
  web --> GW
```
P
page b/adr/0003-three.md <<'P'
---
status: proposed
---
# A cache in between

## Validation

- [3](config:/gateways) gateways; web asks [cache](compose:/web/environment/DB_HOST)
P
printf '\n~~~~mermaid bind="DB=config:/gateways"\nflowchart LR\n  web --> DB\n~~~~\n' >>b/bill.md
build_b a/site
on adr/0003-three/index.html "DB 2 → 3" "whatever fence it stands in"
on adr/0003-three/index.html "The bill : Gateway is written as \$146, the price list gives \$219" "a row that people wrote would be wrong"
on adr/0003-three/index.html "The bill : GW 2 → 3" "a node of a drawing shows another value"
on adr/0003-three/index.html "+ web → cache (connects) − web → db (connects)" "and a drawing of services another connection"
sed -i 's/\$146/$219/' b/bill.md && build_b a/site && build_b b/fresh
ok "another table, another effect" diff -r -x .plumb a/site b/fresh
on adr/0003-three/index.html "Gateway is written as \$219, the price list gives \$146 (1.50 times as much) (mended)" "which mends what is wrong now"
plan
