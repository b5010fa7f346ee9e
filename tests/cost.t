#!/bin/sh
# Costs: tests/case/cost/NAME.in is a page or a content folder, NAME.diag what plumb check prints,
# NAME.csv and NAME.txt what plumb estimate writes. UPDATE=1 rewrites them.
. "$(dirname "$0")/lib.sh"

# open NAME: the case as a content folder in $tmp/case
open() {
  rm -rf "$tmp/case"
  if [ -d "$top/tests/case/cost/$1.in" ]; then cp -R "$top/tests/case/cost/$1.in" "$tmp/case"
  else mkdir "$tmp/case" && cp "$top/tests/case/cost/$1.in" "$tmp/case/index.md"; fi
}
# same FILE GOLDEN
same() {
  if [ -n "${UPDATE:-}" ]; then cp "$1" "$top/tests/case/cost/$2"; fi
  diff -u "$top/tests/case/cost/$2" "$1"
}
inside() { (cd "$tmp/case" && "$@"); }

open words
run inside "$PLUMB" check . --all
ok "wrong sums fail the check" exits 1
ok "tables are judged by their words" same "$tmp/err" words.diag

open quiet
run inside "$PLUMB" check . --all
ok "several sizes, several amounts, unit prices: nobody is accused" eval 'exits 0 && ! grep -v cost-unjudged "$tmp/err" | grep cost-'

# amounts by pointers into what Kubernetes writes; a total without a price says why
page k/v.yaml <<'P'
cpu: 250m
memory: 512Mi
none: 250x
P
page k/site.json <<'P'
{ "sources": { "values": "v.yaml" } }
P
page k/index.md <<'P'
# K

All of it costs [$9](cost:/a/total) a month.
P
est() { page k/costs/a.json <<P
{ "name": "A", "rows": [ { "id": "pods", "service": "Pods", "parts": [
  { "price": "fargate.x86.vcpu_hour", "times": { "vCPU": "values:/$1", "hours": 730 } },
  { "price": "fargate.x86.gb_hour", "times": { "GB": "values:/memory", "hours": 730 } } ] } ] }
P
run "$PLUMB" check "$tmp/k"; }
est cpu
ok "250m is a quarter of a vCPU where CPU is asked for" says "1 true"
est none
ok "what is no amount is no nothing" sh -c "'$PLUMB' estimate '$tmp/k' 2>/dev/null | grep -qF '? vCPU'"
ok "a total without a price says so" both 1 "cost:/a/total has no price: plumb estimate shows which row lacks one"

# a price written into a row, beside a book of one's own
page p/site.json <<'P'
{ "sources": { "price": "prices/", "cost": "costs/" } }
P
page p/index.md <<'P'
# P
P
own() { for n in 1 2 3 4 5 6 7 8; do # rows move what lies in memory
  mkdir -p "$tmp/p/prices" "$tmp/p/costs"
  { echo '{ "region": "us-east-1", "currency": "USD", "prices": ['
    for k in $(seq $((n * 9))); do echo "{ \"key\": \"acme.m$k\", \"price_usd\": \"0.0004\", \"unit\": \"mail\", \"effective_date\": \"2026-11-01\", \"source\": \"contract 7\" },"; done
    echo '{ "key": "acme.mail", "price_usd": "0.0004", "unit": "mail", "effective_date": "2026-11-01", "source": "contract 7" } ] }'; } >"$tmp/p/prices/us-east-1.json"
  { echo '{ "name": "A", "rows": [ '
    for k in $(seq $n); do echo "{ \"id\": \"x$k\", \"service\": \"S$k\", \"parts\": [ { \"price\": { \"usd\": \"0.02\", \"per\": \"GB\", \"source\": \"contract $n$n\", \"date\": \"2026-11-01\" }, \"times\": { \"GB\": $k } } ] },"; done
    echo '{ "id": "y", "service": "Y", "parts": [ { "price": "acme.mail", "times": { "mails": 100 } } ] } ] }'; } >"$tmp/p/costs/a.json"
  "$PLUMB" check "$tmp/p" --strict >"$tmp/out" 2>&1 || { echo "$n: exit $?"; cat "$tmp/out"; return 1; }
done; }
ok "both are taken" own

# a price is kept only with a source that a reader can find: a repository, a package of a version, a page by its title
sources() {
  python3 - "$top"/content/prices/*.json <<'END'
import json, re, sys
FINDABLE = re.compile(r'[A-Za-z0-9-]+/[A-Za-z0-9_.-]{3,}|\w+-mcp \d+\.\d+|AWS CLI reference|Amazon VPC user guide|wring\.co|FinFocus AWS public plugin')
VAGUE = re.compile(r'(?i)\bnotes?\b|not named|unnamed|hand-kept|recalled|commonly|same file|public (bill|fixture|report)|^bill')
for path in sys.argv[1:]:
    for p in json.load(open(path))['prices']:
        if not FINDABLE.search(p['source']) or VAGUE.search(p['source']):
            sys.exit(f"{path}: {p['key']}: nobody finds: {p['source']}")
        if not re.fullmatch(r'20\d\d(-\d\d){0,2}', p['effective_date']):
            sys.exit(f"{path}: {p['key']}: no date")
END
}
ok "every price of the book says where it stands" sources

# every service at list price, and at twice of it: nobody is accused of the first, everybody of the second
open listed
run inside "$PLUMB" check . --all
ok "list prices are right, twice of them is wrong" same "$tmp/err" listed.diag

# tables as people write them: options, credits, euros, years, ranges; right ones and wrong ones
open tables
run inside "$PLUMB" check . --all
ok "tables of all kinds" same "$tmp/err" tables.diag

# another cloud's services by a site's own book: judged by its prices, nothing compiled
open azure
run inside "$PLUMB" check . --all
ok "a book of another cloud judges its tables" same "$tmp/err" azure.diag
run inside "$PLUMB" estimate .
ok "and computes its estimates" same "$tmp/out" azure.txt

open region
run inside "$PLUMB" check . --all
ok "site.json says whose prices count; a table's own words go before" same "$tmp/err" region.diag

open own
run inside "$PLUMB" check . --all
ok "an environment over a base, an own price, a bill" same "$tmp/err" own.diag
run inside "$PLUMB" estimate . --explain cdn
ok "a row is explained" both 0 "contract 7"
run inside "$PLUMB" chart index.md --kind dumbbell --to json
ok "what was billed stands beside written and computed" both 0 '"written":{"low":40,"typical":40,"high":40},"billed":{"low":75.1,'
printf '{"rows":[{"id":"x","service":"X","parts":[{"price":"no.such","times":{"n":1}}]}]}' >"$tmp/case/costs/bad.json"
run inside "$PLUMB" estimate .
ok "an estimate without a price fails and says why" both 1 "the price book has no no.such"

open bound
run inside "$PLUMB" check . --all
ok "a bound table is judged by its file" same "$tmp/err" bound.diag
run inside "$PLUMB" estimate .
ok "estimate as a table" same "$tmp/out" bound.txt
run inside "$PLUMB" estimate . --format csv
ok "CSV that no spreadsheet takes for a formula" same "$tmp/out" bound.csv
run inside "$PLUMB" estimate . --format json --size medium
ok "JSON is JSON" python3 -c 'import json, sys; assert json.load(open(sys.argv[1]))["medium"]["rows"]["nat"]["low"] == 66.15' "$tmp/out"
run inside "$PLUMB" estimate . --size huge
ok "an unknown size is wrong use, and the sizes are named" both 2 "there are: medium"
run inside "$PLUMB" estimate . --format xml
ok "an unknown format is wrong use" exits 2
# a list larger than what is kept of it: the same from a file, whose pages are let go, and from a pipe
python3 - "$tmp/offer.json" <<'END'
import json, sys
products, terms = {}, {}
for i in range(12000):
    sku, kind = f'S{i:05}', ('t3.medium' if i == 9000 else f'x{i}.large')
    products[sku] = {'sku': sku, 'attributes': {'servicecode': 'AmazonEC2', 'regionCode': 'eu-west-1', 'operatingSystem': 'Linux',
        'usagetype': f'EU-BoxUsage:{kind}', 'physicalProcessor': 'some processor ' * 20}}
    terms[sku] = {sku + '.T': {'sku': sku, 'effectiveDate': '2026-11-01T00:00:00Z', 'priceDimensions': {'1': {
        'unit': 'Hrs', 'beginRange': '0', 'endRange': 'Inf', 'description': 'x', 'pricePerUnit': {'USD': '0.0461'}}}}}
json.dump({'version': '20261101000000', 'products': products, 'terms': {'OnDemand': terms}}, open(sys.argv[1], 'w'), indent=1)
END
"$PLUMB" prices import "$tmp/offer.json" --region eu-west-1 -o "$tmp/mapped.json" 2>/dev/null
"$PLUMB" prices import - --region eu-west-1 <"$tmp/offer.json" >"$tmp/piped.json" 2>/dev/null
ok "a large list is read as a file and as a pipe" cmp "$tmp/mapped.json" "$tmp/piped.json"
ok "its price is in the region's book, and no other region's" \
  python3 -c 'import json, sys; p = json.load(open(sys.argv[1]))["prices"]; assert {x["region"] for x in p} == {"eu-west-1"}; assert [x["price_usd"] for x in p if x["key"] == "ec2.t3.medium.on_demand_hour"] == ["0.0461000000"]' "$tmp/mapped.json"
mkdir -p "$tmp/kin/costs"; echo '# K' >"$tmp/kin/index.md"
echo '{ "name": "K", "rows": [ { "id": "a", "service": "A", "parts": [ { "price": "ec2.t3.small.hour", "times": { "hours": 730 } } ] } ] }' >"$tmp/kin/costs/k.json"
run "$PLUMB" check "$tmp/kin"
ok "a price that is not there names one of the same thing" says "did you mean ec2.t3.small.on_demand_hour?"
plan
