#!/bin/sh
# plumb diff over files of every make: each value once, nothing beside, and what is risky says why.
. "$(dirname "$0")/lib.sh"
cd "$tmp" && mkdir -p make/tf && cd make || exit 1
cat >t.yaml <<'E'
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Size: { Type: String, Default: t3.small }
Resources:
  Data:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties: { BucketName: data }
  Web:
    Type: AWS::EC2::Instance
    Properties: { InstanceType: !Ref Size }
  Slow:
    Type: AWS::CloudWatch::Alarm
    Properties: { Threshold: 5, EvaluationPeriods: 3 }
  Board:
    Type: AWS::CloudWatch::Dashboard
    Properties: { DashboardBody: !Sub '{"widgets":[{"type":"alarm","alarms":["${Slow}"]},{"type":"text","text":"hi"}]}' }
Outputs:
  Url: { Value: !GetAtt Web.PublicDnsName, Description: the address }
E
cat >compose.yaml <<'E'
services:
  web: { image: "nginx:1.25", networks: [back] }
networks: { back: { internal: true } }
E
cat >tf/main.tf <<'E'
variable "days" { default = 14 }
resource "aws_security_group_rule" "in" {
  type        = "ingress"
  cidr_blocks = ["10.0.0.0/8"]
}
resource "aws_iam_policy" "app" {
  policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::a/*\"}]}"
}
E
printf '[server]\nport = 80\n[[job]]\nname = "a"\ndays = 3\n' >a.toml && printf '[x]\na = 1\n[y]\nb = 2\n' >a.ini
printf 'kind,n\na,1\nb,2\n' >a.csv && printf 'FROM debian:12\nUSER app\nENV A=1 B=2\nHEALTHCHECK --interval=30s \\\n  CMD x\n' >Dockerfile
printf '[{"on":"a","n":1},{"on":"b","n":1},{"on":"c","n":1}]' >l.json
printf '{"guard":{"enable":true},"cluster":{"autopilot":{"enable":true}},"ports":[{"port":80}]}' >s.json
cat >facts.json <<'E'
{ "safari": [ { "value": 15, "until": "2026-03-01" }, { "value": 16, "from": "2026-03-01" } ], "mb": 80, "limit": 80 }
E
page make/index.md <<'P'
# Home

Uploads take [80](facts:/mb) MB at most, as measured in May.

## After an alarm

Wait.

| Item | EUR a month |
|---|---|
| Database | 60 |
| Sum | 60 |

```mermaid
flowchart TD
  web --> api
  web --> db
  api --> mail
```
P
cat >site.json <<'E'
{ "env": "prod", "sources": { "stack": "t.yaml", "compose": "compose.yaml", "tf": "tf/", "t": "a.toml", "i": "a.ini",
  "c": "a.csv", "d": "Dockerfile", "l": "l.json", "s": "s.json", "facts": "facts.json" } }
E
cd .. && cp -r make made && cd made || exit 1
sed -i 's/t3.small/t3.large/; s/Retain/Delete/; s/the address/the name/; /Slow:/,/Threshold/d' t.yaml
sed -i 's/internal: true/internal: false/' compose.yaml
sed -i 's/= 14/= 7/; s#\["10.0.0.0/8"\]#["10.0.0.0/8", "203.0.113.0/24"]#; s/s3:GetObject/s3:*/' tf/main.tf
sed -i 's/80/90/' a.toml && sed -i 's/b = 2/b = 3/' a.ini && sed -i 's/b,2/b,3/' a.csv && sed -i 's,app,root,; s/B=2/B=3/; s/=30s/=90s/' Dockerfile
printf '[ { "on": "b", "n": 1 },\n  { "on": "c", "n": 1 } ]' >l.json
sed -i 's/true/false/; s/80/81/' s.json
sed -i 's/"2026-03-01" } \]/"2026-03-01" }, { "value": 17, "from": "2027-01-01" } ]/; s/"mb": 80/"mb": 90/; s/"limit": 80/"limit": "80"/' facts.json
sed -i 's/\[80\]/[90]/; s/After an alarm/When it is quiet/; s/Database | 60/Cluster | 60/; s/api --> mail/web --> mail/' index.md
cd .. && "$PLUMB" diff make made >made.txt
told() { ok "$1" grep -qF -- "$2" made.txt; }
told "a parameter's default" "Parameters.Size.Default: t3.small → t3.large"
told "with the property that takes it" "      also in t.yaml:11 · InstanceType"
told "what becomes of a bucket" "DeletionPolicy: Retain → Delete  [protection: goes with its stack]"
told "an output" "Outputs.Url.Description: the address → the name"
told "an alarm that is gone" "Slow · AWS::CloudWatch::Alarm: Alarm  [watch: nobody is told]"
told "a network of Compose" "network back · internal: true → false  [exposure: no longer internal]"
told "a variable of Terraform" "variable.days.default: 14 days → 7 days"
told "one block of addresses more" "203.0.113.0/24  [ingress: open to more addresses]"
told "a policy inside a text" "policy.Statement.Action: s3:GetObject → s3:*  [grants: a grant for everything]"
told "a section of TOML" "server.port: 80 → 90"
told "of an INI file" "y.b: 2 → 3"
told "a row of a CSV file" "b.n: 2 → 3"
told "a variable of a container" "ENV.B: 2 → 3"
told "who a container runs as" "USER: app → root  [grants: runs as root]"
told "an instruction that holds no value" "HEALTHCHECK: --interval=30s"
told "an element that is gone, in a list laid out anew" "l.json:1 · 0: on: a, n: 1"
told "the only member of the only element" "ports.0.port: 80 → 81"
told "a fact that will be another one" "16 from 2026-03-01; 17 from 2027-01-01"
told "a type that changed alone" 'limit: 80 → "80"'
told "a number" "mb: 80 MB → 90 MB"
told "with the sentence that follows" "      also in index.md:3"
told "a heading that is called otherwise" "After an alarm → When it is quiet"
told "a row of costs that is" "Cluster: Database → Cluster"
told "an edge that begins elsewhere" "api → mail becomes web → mail"
ok "and nothing else" sh -c '[ "$(grep -c "^  [^ ]" made.txt)" = 23 ] || { cat made.txt; false; }'
plan
