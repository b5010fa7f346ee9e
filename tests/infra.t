#!/bin/sh
# plumb diagram --from template and plumb resources: edges against tables made by hand, pictures, sources by
# resource name, pages. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
data=../shared/data

# scored PATH TABLE: each row of the table (kind, from, -, to) among the edges, at most 2 % others
scored() {
  "$PLUMB" diagram --from template --to json "$1" >"$tmp/edges.json" || return 1
  python3 - "$tmp/edges.json" "$2" <<'P'
import json, sys
got = {(e["kind"], e["from"], e["to"]) for e in json.load(open(sys.argv[1]))["edges"]}
rows = [l.rstrip("\n").split("\t") for l in open(sys.argv[2])][1:]
want = {(r[0], r[1], r[3]) for r in rows}
both = got & want
print(len(both), "of", len(want), "and", len(got - want), "others")
for e in sorted(want - got): print("lacks", *e)
for e in sorted(got - want): print("has", *e)
sys.exit(len(both) < len(want) or len(both) < .98 * len(got))
P
}
if [ -d "$data/templates" ]; then
  for env in prod dev; do
    ok "the edges of five stacks, $env" scored $data/templates/streamboard-$env $data/templates/streamboard-$env/edges.tsv
  done
  tf=$data/terraform
  ok "the edges of a plan" scored $tf/streamboard-prod.tfplan.json $tf/streamboard-prod.edges.tsv
  ok "the edges of a state" scored $tf/streamboard-prod.state.json $tf/streamboard-prod.edges.tsv
  ok "the edges of a change" scored $tf/streamboard-prod.change.tfplan.json $tf/streamboard-prod.change.edges.tsv
  for t in "$tf"/plans/*.edges.tsv; do
    ok "the edges of $(basename "$t" .edges.tsv)" scored "${t%.edges.tsv}.json" "$t"
  done
else
  echo "# ../shared/data is not here: the tables of edges are not compared"
fi

mkdir -p "$tmp/guide/templates/prod" "$tmp/guide/templates/dev"
for env in prod dev; do
  n=2; [ $env = dev ] && n=1
  cat >"$tmp/guide/templates/$env/App-$env-Net.template.json" <<J
{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}, "Net": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}}}},
 "Outputs": {"Net": {"Value": {"Ref": "Net"}, "Export": {"Name": "net-$env"}}}}
J
  cat >"$tmp/guide/templates/$env/App-$env-Web.template.json" <<J
{"Resources": {"Service1A2B": {"Type": "AWS::ECS::Service", "Metadata": {"aws:cdk:path": "App-$env-Web/Api/Service"},
   "Properties": {"DesiredCount": $n, "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": [{"Fn::ImportValue": "net-$env"}]}}}},
  "Tg": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetGroupAttributes": [{"Key": "stickiness.enabled", "Value": "true"}]}},
  "Pw": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "canary-9f1"}}}}
J
done
echo '{"title": "T", "base_url": "https://x.example/", "sources": {"stack.prod": "templates/prod/", "stack.dev": "templates/dev/"}, "env": "prod"}' >"$tmp/guide/site.json"
page guide/index.md <<'M'
# Guide

[2 tasks](stack.prod:/Web/Api/Service/DesiredCount), [2](stack.prod:/Web/Service1A2B/DesiredCount), [1 secret](stack.prod:/count/AWS::SecretsManager::Secret),
[sticky: true](stack.prod:/Web/Tg/stickiness.enabled).

[All of it](templates/prod/?view=overview)

[Against dev](templates/prod/?view=network&compare=dev)
M
run "$PLUMB" claims "$tmp/guide"
ok "pointers by stack, construct, logical id and count" says "4 true, 0 false"
run "$PLUMB" resources --env prod --format json "$tmp/guide"
ok "resources as JSON" exits 0
ok "stacks by their own names" says '"stacks": [{"name": "Net", "resources": 2}, {"name": "Web", "resources": 3}]'
ok "an import crosses stacks" says '"from": "Web/Service1A2B", "to": "Net/Net", "kind": "in-subnet"'
run "$PLUMB" resources --env dev "$tmp/guide"
ok "resources as a table" says "AWS::ECS::Service"
run "$PLUMB" build "$tmp/guide" -o "$tmp/site"
ok "a site with figures of resources" exits 0
cp "$tmp/site/index.html" "$tmp/out"
ok "the figure is drawn, for a phone too" says 'class="slim"'
ok "its boxes lead to rows" says 'data/stack.prod/index.html#r'
cp "$tmp/site/data/stack.prod/index.html" "$tmp/out"
ok "the page of resources has the row" says 'App-prod-Web.template.json:1'
ok "no secret goes out" sh -c '! grep -rq canary-9f1 "$1"' - "$tmp/site"
run "$PLUMB" diagram --from template "$tmp/guide/templates/prod"
cp "$tmp/out" "$tmp/first"
run "$PLUMB" diagram --from template "$tmp/guide/templates/prod"
ok "the same picture twice" cmp "$tmp/out" "$tmp/first"
run "$PLUMB" diagram --from template --view nothing "$tmp/guide/templates/prod"
ok "no such view" exits 2
printf '{"Resources": {"A": {"Type": "AWS::SNS::Topic"' >"$tmp/cut.json"
run "$PLUMB" diagram --from template --to json "$tmp/cut.json"
ok "a template cut off is told with its place" says "cut.json:1:"
echo '{"a": 1}' >"$tmp/none.json"
run "$PLUMB" diagram --from template --to json "$tmp/none.json"
ok "a file without resources says so" both 1 "holds no resources"
plan
