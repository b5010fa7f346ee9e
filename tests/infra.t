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
ok "the page of resources has the row" says 'App-prod-Web.template.json'
ok "and who claims it" says '<a href="../../index.html">Guide</a><br><small>line 1</small>'
ok "no secret goes out" sh -c '! grep -rq canary-9f1 "$1"' - "$tmp/site"
run "$PLUMB" diagram --from template "$tmp/guide/templates/prod"
cp "$tmp/out" "$tmp/first"
run "$PLUMB" diagram --from template "$tmp/guide/templates/prod"
ok "the same picture twice" cmp "$tmp/out" "$tmp/first"
python3 -c 'import json
r = {"T": {"Type": "AWS::SNS::Topic"}}
for i in range(40):
    r["Q%d" % i] = {"Type": "AWS::SQS::Queue"}
    r["A%d" % i] = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": [{"Ref": "T"}], "Dimensions": [{"Value": {"Fn::GetAtt": ["Q%d" % i, "QueueName"]}}]}}
print(json.dumps({"Resources": r}))' >"$tmp/alarms.json"
run "$PLUMB" diagram --from template --view monitoring "$tmp/alarms.json"
ok "neighbours in one box are one neighbour" says 'Alarm ×40'
python3 -c 'print("services:")
for i in range(300):
    print("  s%d: {image: x, depends_on: [%s]}" % (i, ", ".join("s%d" % ((7 * i + 13 * k + 1) % 300) for k in range(20))))' >"$tmp/dense.yaml"
ok "6,000 connections are drawn in a bounded time" sh -c 'timeout 120 "$0" diagram --from template "$1" >"$2"' "$PLUMB" "$tmp/dense.yaml" "$tmp/dense.svg"
run "$PLUMB" diagram --from template --view nothing "$tmp/guide/templates/prod"
ok "no such view" exits 2
mkdir -p "$tmp/tf/infra/modules/m"
printf 'resource "aws_db_instance" "db" {\n  allocated_storage = 20\n  instance_class = var.size\n}\nmodule "m" {\n  source = "./modules/m"\n}\n' >"$tmp/tf/infra/main.tf"
printf 'resource "aws_sqs_queue" "q" {\n  count = 2\n  name = "jobs"\n}\n' >"$tmp/tf/infra/modules/m/q.tf"
printf 'resource "aws_nat_gateway" "n" {\n  count = 2\n}\nresource "aws_instance" "i" {\n  instance_type = "t3.micro"\n}\nresource "aws_instance" "u" {\n  instance_type = var.size\n}\n' >"$tmp/tf/infra/more.tf"
echo '{"title": "T", "sources": {"tf": "infra/"}}' >"$tmp/tf/site.json"
page tf/index.md <<'M'
# T

[20 GB](tf:/aws_db_instance.db/allocated_storage), [2 queues](tf:/count/aws_sqs_queue), [jobs](tf:/module.m.aws_sqs_queue.q[1]/name),
[db.t3.micro](tf:/aws_db_instance.db/instance_class).

[All of it](infra/?view=dataflow&overlay=cost)

[Costs](infra/?view=overview&overlay=cost)
M
run "$PLUMB" claims "$tmp/tf"
ok "files of Terraform, and what a variable decides is not checked" says "3 true, 0 false, 0 outdated, 0 missing, 1 not checked"
run "$PLUMB" check --all "$tmp/tf"
ok "what no page speaks of is counted, once" says "infra/: info: of 7 resources of tf, 4 are claimed by no page: NAT gateway ×2, EC2 instance ×2 [resource-unmentioned]"
run "$PLUMB" build "$tmp/tf" -o "$tmp/tfsite"
cp "$tmp/tfsite/data/tf/index.html" "$tmp/out"
ok "what costs by itself has its price and how it comes about" says '<span title="730 h × $0.045">$32.85</span>'
ok "and what a variable decides has none" says "3 of 7 resources have a price by themselves: \$73.29 a month by the price book of us-east-1."
cp "$tmp/tfsite/costs.svg" "$tmp/out"
ok "a picture says it in its boxes" says '>$65.70 a month<'

# what runs, as aws and terraform say it, beside config and template
mkdir -p "$tmp/run/live/prod" "$tmp/run/stack" && cd "$tmp/run" || exit 1
echo '{"service": {"desiredCount": 2, "cpu": 256, "natGateways": 1}, "days": 30}' >prod.json
echo '{"Resources": {"Svc1": {"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": 2}}, "Nat": {"Type": "AWS::EC2::NatGateway"}}}' >stack/App.template.json
echo '{"services": [{"serviceName": "app", "desiredCount": 5}]}' >live/prod/ecs-describe-services.json
echo '{"clusters": [{"clusterName": "app", "status": "ACTIVE"}]}' >live/prod/ecs-describe-clusters.json
echo '{"StackResourceSummaries": [{"LogicalResourceId": "Svc1", "PhysicalResourceId": "arn:aws:ecs:x:1:service/c/app"}]}' >live/prod/cloudformation-list-stack-resources-App.json
echo '{"Attributes": [{"Key": "idle.seconds", "Value": "60"}]}' >live/prod/attributes.json
echo '{"captured": "2026-11-20T10:00:00Z"}' >live/prod/captured.json; echo 'ecs	describe-services' >live/prod/calls.tsv
echo '{"format_version": "1.2", "planned_values": {"root_module": {"resources": []}}, "resource_drift": [{"address": "aws_sqs_queue.q", "type": "aws_sqs_queue", "change": {"actions": ["update"], "after": {"delay": 9}}}],
 "prior_state": {"values": {"root_module": {"resources": [{"address": "aws_sqs_queue.q", "type": "aws_sqs_queue", "name": "q", "values": {"delay": 1, "size": 4}}]}}}}' >plan.json
echo '{"sources": {"config.prod": "prod.json", "stack.prod": "stack/", "live.prod": "live/prod/", "live.tf": "plan.json"}, "env": "prod",
 "names": {"tasks": {"in": ["config.prod:/service/desiredCount", "live.prod:/services/app/desiredCount"]}}}' >site.json
cat >index.md <<'M'
# R

[5](live.prod:/services/app/desiredCount) [60](live.prod:/attributes/idle.seconds) [9](live.tf:/aws_sqs_queue.q/delay) [4](live.tf:/aws_sqs_queue.q/size).

[ACTIVE](live.prod:/app/status) [2](name:tasks)
M
run "$PLUMB" check --date 2026-11-30 .
ok "answers by name and list, attributes by key, drift before the prior state" says "6 claims: 4 true, 1 false, 0 outdated, 1 missing"
ok "a name that two answers have is nobody's" says "nothing stands at live.prod:/app/status"
ok "what config says and what runs disagree" says "live.prod:/services/app/desiredCount is 5 [claim-false]"
run "$PLUMB" claims --date 2026-12-30 .
ok "a snapshot too old proves nothing" says "2 not checked"
sed -i 's/"tasks": {"in": [^]]*]}/"t": {"in": ["config.prod:\/days", "live.prod:\/attributes\/idle.seconds"]}/' site.json
run "$PLUMB" check --date 2026-11-30 .
ok "places of a name that no page speaks of are compared too" says 'site.json:2:12: error: the places of "t" disagree: config.prod:/days is 30, live.prod:/attributes/idle.seconds is 60 [claim-false]'
"$PLUMB" build --date 2026-11-30 . -o "$tmp/runsite" >/dev/null 2>&1
cp "$tmp/runsite/config/prod/index.html" "$tmp/out"
ok "config says where a template has the same" says 'Svc1: DesiredCount</a>'
ok "and what runs under the name the cloud gave it" says '≠ live.prod 5</a>'
ok "as many as there are" says 'as many in stack.prod</a>'
ok "and what a name sets beside it" says '≠ live.prod 60, by the name t</a>'
cd "$top" || exit 1

# two nested stacks whose files have one name, and what is handed to them
mkdir -p "$tmp/nest/shop" "$tmp/nest/site"
for s in shop site; do
  cat >"$tmp/nest/$s/service.yaml" <<'Y'
Parameters: {Listener: {Type: String}}
Resources:
  Rule: {Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: {ListenerArn: !Ref Listener, Actions: [{TargetGroupArn: !Ref Tg}]}}
  Tg: {Type: 'AWS::ElasticLoadBalancingV2::TargetGroup'}
Y
done
cat >"$tmp/nest/main.yaml" <<'Y'
Resources:
  Lb: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer'}
  Web: {Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: {LoadBalancerArn: !Ref Lb}}
  Net: {Type: 'AWS::EC2::Subnet'}
  Shop: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://x.example/b/shop/service.yaml', Parameters: {Listener: !Ref Web, Subnets: [!Ref Net]}}}
  Site: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://x.example/b/site/service.yaml', Parameters: {Listener: !Ref Web}}}
Y
run "$PLUMB" diagram --from template --to json "$tmp/nest"
ok "a nested stack is the file whose path ends like its address" says '"from": "main/Web", "to": "shop/service.yaml/Rule", "kind": "listens"'
ok "the other one too" says '"from": "main/Web", "to": "site/service.yaml/Rule", "kind": "listens"'
ok "what a stack is given is no edge of the stack" sh -c '! grep -q in-subnet "$1"' - "$tmp/out"

printf '{"Resources": {"A": {"Type": "AWS::SNS::Topic"' >"$tmp/cut.json"
run "$PLUMB" diagram --from template --to json "$tmp/cut.json"
ok "a template cut off is told with its place" says "cut.json:1:"
echo '{"a": 1}' >"$tmp/none.json"
run "$PLUMB" diagram --from template --to json "$tmp/none.json"
ok "a file without resources says so" both 1 "holds no resources"
# resources in each form that is offered, or a word
page forms/compose.yaml <<'Y'
services:
  web: { image: nginx, ports: ["80:80"], depends_on: [db] }
  db: { image: postgres }
Y
ok "resources as Mermaid" sh -c '"$1" diagram --from template --to mermaid "$2" | grep -q "web_service -.->|\"depends-on\"| db_service"' - "$PLUMB" "$tmp/forms/compose.yaml"
ok "resources as dot" sh -c '"$1" diagram --from template --to dot "$2" | grep -q "\"web-service\" -> \"db-service\""' - "$PLUMB" "$tmp/forms/compose.yaml"
run "$PLUMB" diagram --from template --to text "$tmp/forms/compose.yaml"
ok "as text there are none, which is said" both 2 "not resources"
plan
