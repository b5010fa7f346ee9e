#!/bin/sh
# plumb fix: what is sure is written, nothing else, and only once. Speaks TAP.
. "$(dirname "$0")/lib.sh"

page site/config/prod.json <<'E'
{"cpu": 512, "n": 4, "keep": 30}
E
page site/code/run.sh <<'E'
#!/bin/sh
echo new
E
page site/index.md <<'E'
# Fix

It has [two](config/prod.json#/n) and [**3**](config/prod.json#/n), kept for [`7`](config/prod.json#/keep).
Again: [](config/prod.json#/keep).

1. In a list:

   ```
   ┌──────┐    ┌─────┐
   │ Web   │──▶│ App │
   └──────┘    └─────┘
   ```

> ```text
> +-----+
> | A    |
> +-----+
> ```

| Service | Monthly |
|---|---|
| A | $10 |
| B | $5 |
| **Total** | **$16** |

```sh file=code/run.sh
#!/bin/sh
echo old
```

```mermaid
flowchart LR
  A --
```
E
cp -r "$tmp/site" "$tmp/before"
run "$PLUMB" fix --dry-run "$tmp/site"
ok "a dry run tells with exit 1" both 1 "would change"
ok "a dry run changes nothing" diff -r "$tmp/before" "$tmp/site"
cp "$tmp/out" "$tmp/dry"
run "$PLUMB" fix "$tmp/site"
ok "fix: exit 0" both 0 "changed"
ok "it shows what the dry run showed" cmp "$tmp/dry" "$tmp/out"
has() { grep -qF -- "$1" "$tmp/site/index.md" || { cat "$tmp/site/index.md"; return 1; }; }
ok "a false claim" has "It has [4](config/prod.json#/n) and [**4**](config/prod.json#/n)"
ok "a claim without a text" has "Again: [30](config/prod.json#/keep)."
ok "a drawing in a list keeps its indent" has "   │ Web  ├───▶│ App │"
ok "a drawing in a quote keeps its marks" has "> │ A   │"
ok "a total" has '| **Total** | **$15** |'
ok "code from a file" has 'echo new'
ok "what cannot be read is left" has '  A --'
cp -r "$tmp/site" "$tmp/once"
run "$PLUMB" fix "$tmp/site"
ok "the second run finds nothing" both 0 "0 places changed"
ok "and changes nothing" diff -r "$tmp/once" "$tmp/site"
run "$PLUMB" check --format json "$tmp/site"
ok "nothing is left to redraw" sh -c "! grep -q diagram-repaired '$tmp/out'"

page crlf/index.md <<'E'
# T

```
+-----+
| A    |
+-----+
```
E
sed -i 's/$/\r/' "$tmp/crlf/index.md"
run "$PLUMB" fix "$tmp/crlf"
ok "line ends stay those of the file" python3 -c "
t = open('$tmp/crlf/index.md', 'rb').read()
assert t.count(b'\n') == t.count(b'\r\n') == 7 and '│ A   │'.encode() in t, t"

page kept/index.md <<'E'
# T

[two](c.json#/n)
E
page kept/c.json <<'E'
{"n": 4}
E
page kept/accepted.json <<'E'
[{"rule": "claim-false", "page": "index.md", "about": "c.json#/n", "reason": "known"}]
E
run "$PLUMB" fix "$tmp/kept"
ok "what is accepted stays" both 0 "0 places changed"
page person/index.md <<'M'
# T

The firewall is [on](c.json#/waf), [one](c.json#/n) gateway, [1 shared gateway](c.json#/n), in [us-east-2](c.json#/region),
kept [less than 5](c.json#/n) or [2 days](c.json#/keep) on [two](c.json#/zones) zones; [twenty-four hours](c.json#/keep).

| Setting | [now](c.json#/) |
|---|---|
| [Region](#/region) | us-east-2 |
| [WAF](#/waf) | yes |
| [Sidecar](#/sidecar) | yes |
M
page person/adr.md <<'M'
---
title: Two days
status: accepted
---
# Two days

It was [2 days](c.json#/keep).

## Validation

Kept for [2 days](c.json#/keep), and [](c.json#/n).

## More

Again [2 days](c.json#/keep). [T](index.md)
M
page person/c.json <<'M'
{"waf": false, "sidecar": false, "n": 7, "keep": "5 days", "region": "us-east-1", "zones": ["a", "b", "c"]}
M
run "$PLUMB" fix "$tmp/person"
left() { [ "$(grep -c 'needs a person' "$tmp/err")" = "$1" ]; }
in_page() { grep -qF -- "$2" "$tmp/person/$1" || { cat "$tmp/person/$1"; return 1; }; }
ok "figures are written, in a unit that is said" in_page index.md 'or [5 days](c.json#/keep)'
ok "a number in words too" in_page index.md '[120 hours](c.json#/keep)'
ok "never a yes or no inside a sentence" in_page index.md 'The firewall is [on](c.json#/waf)'
ok "nor a noun that would have to turn" in_page index.md '[one](c.json#/n) gateway, [1 shared gateway]'
ok "nor a name, nor what no number mends" in_page index.md 'in [us-east-2](c.json#/region),'
ok "a cell that is all name or yes is written" sh -c "grep -q '| us-east-1 |' '$tmp/person/index.md' && grep -q '| no |' '$tmp/person/index.md'"
ok "but not what a risk rule marks: the change may be the mistake" in_page index.md '[WAF](#/waf) | yes'

ok "a decision is corrected where it tells" in_page adr.md 'It was [5 days](c.json#/keep).'
ok "and behind its validation" in_page adr.md 'Again [5 days](c.json#/keep).'
ok "never where it validates" in_page adr.md 'Kept for [2 days](c.json#/keep), and [](c.json#/n).'
ok "the rest needs a person" left 8

# what a risk rule marks, however it is said: in words, in other units, of resources, in code
page risky/site.json <<'M'
{ "env": "prod", "sources": { "config.prod": "c.json", "stack": "t.yaml" },
  "units": { "config:/logs/retentionDays": "days", "config:/backup/keepDays": "days", "config:/auth/sessionTimeoutSeconds": "s" },
  "names": { "ttl": { "unit": "s", "in": ["config.prod:/auth/sessionTimeoutSeconds"] } } }
M
page risky/c.json <<'M'
{ "logs": { "retentionDays": 7 }, "backup": { "keepDays": 3 }, "auth": { "sessionTimeoutSeconds": 86400 }, "allowed": ["0.0.0.0/0"], "plain": 3 }
M
page risky/t.yaml <<'M'
Resources:
  A: { Type: AWS::CloudWatch::Alarm, Properties: { Threshold: 5, EvaluationPeriods: 9 } }
  B: { Type: AWS::CloudWatch::Alarm, Properties: { Threshold: 5 } }
M
printf '// #region opts\nconst opts = { waf: false, port: 80 };\n// #endregion\n// #region more\nconst more = { port: 81 };\n// #endregion\n' >"$tmp/risky/s.ts"
page risky/index.md <<'M'
# Home

Logs are kept [thirty days](config:/logs/retentionDays), backups [two weeks](config:/backup/keepDays), a session [1 hour](name:ttl).
There are [3](stack:/count/AWS::CloudWatch::Alarm) alarms, after [3](stack:/A/EvaluationPeriods) periods, from [10.0.0.0/8](config:/allowed/0).
[2](config:/plain) of them.

```typescript file=s.ts#opts
const opts = { waf: true, port: 80 };
```

```typescript file=s.ts#more
const more = { port: 80 };
```
M
cp "$tmp/risky/index.md" "$tmp/before.md"
run "$PLUMB" fix "$tmp/risky"
ok "the two that are no risk are written, and nothing else" sh -c "diff '$tmp/before.md' '$tmp/risky/index.md' | grep -c '^>' | grep -qx 2 && grep -q 'port: 81' '$tmp/risky/index.md' && grep -q '^.3.(config:/plain)' '$tmp/risky/index.md'"

run "$PLUMB" fix "$tmp/none"
ok "a folder that is not there: exit 3" exits 3
run "$PLUMB" fix --wet
ok "an unknown option: exit 2" exits 2
# a range in two cells has no place for what would be right; who rounded is nobody's to say
page pair/site.json <<'X'
{}
X
page pair/index.md <<'X'
# Pair

| Thing | Low | High |
|---|--:|--:|
| Alpha | $10.50 | $20.25 |
| Beta | $16.10 | $22.30 |
| **Total** | $26.60 | $45.55 |

| Thing | Monthly |
|---|--:|
| Alpha | $1.19 |
| Beta | $18.18 |
| Gamma | $33.08 |
| Delta | $2.01 |
| **Total** | $54.45 |
X
cp "$tmp/pair/index.md" "$tmp/pair.md"
run "$PLUMB" fix "$tmp/pair"
ok "sums that a person must mend stay" cmp "$tmp/pair.md" "$tmp/pair/index.md"
ok "and are listed" sh -c '[ "$(grep -c "needs a person: the rows add up" "$1")" = 2 ]' - "$tmp/err"
plan
