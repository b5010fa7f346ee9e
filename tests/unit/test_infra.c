/* test_infra.c - what references mean, format by format: a text and the edges it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "infra/edges.h"
#include "infra/files.h"
#include "infra/resource_cost.h"
#include "infra/table_json.h"
#include "load/price_book.h"

#define CFN(resources) "{'Resources': {" resources "}}"
#define R(id, type, properties)                                                                    \
    "'" id "': {'Type': 'AWS::" type "', 'Properties': {" properties "}}"
#define REF(id)       "{'Ref': '" id "'}"
#define ATT(id, attr) "{'Fn::GetAtt': ['" id "', '" attr "']}"
#define LB                                                                                         \
    R("Lb", "ElasticLoadBalancingV2::LoadBalancer",                                                \
      "'Subnets': [" REF("Net") "], 'SecurityGroups': [" REF("Sg") "]")                            \
    ","
#define NET                                                                                        \
    R("Vpc", "EC2::VPC", "")                                                                       \
    "," R("Net", "EC2::Subnet", "'VpcId': " REF("Vpc")) "," R("Sg", "EC2::SecurityGroup", "") ","
#define PLAN(resources, config)                                                                    \
    "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [" resources        \
    "]}}, 'configuration': {'root_module': {'resources': [" config "]}}}"
#define V(address, type, name, values)                                                             \
    "{'address': '" address "', 'mode': 'managed', 'type': '" type "', 'name': '" name             \
    "', 'values': {" values "}}"
#define C(type, name, expressions)                                                                 \
    "{'mode': 'managed', 'type': '" type "', 'name': '" name "', 'expressions': {" expressions "}" \
                                                                                               "}"

/* clang-format off */
static const struct {
    const char *name, *file, *text; /* ' stands for " in JSON */
    const char *edges;              /* sorted as found, "placed" left out */
} cases[] = {
    { "a balancer in its subnet, behind its group", "a.json", CFN(NET LB R("X", "SNS::Topic", "")),
      "inside Net Vpc\nin-subnet Lb Net\nguarded-by Lb Sg\n" },
    { "traffic runs against the reference", "a.json",
      CFN(R("Tg", "ElasticLoadBalancingV2::TargetGroup", "'Port': 80, 'Protocol': 'HTTP'") ","
          R("S", "ECS::Service", "'LoadBalancers': [{'TargetGroupArn': " REF("Tg") "}]")),
      "forwards Tg S HTTP 80\n" },
    { "two open ports are two ways in", "a.json",
      CFN(R("Sg", "EC2::SecurityGroup", "'SecurityGroupIngress': [{'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 80, 'CidrIp': '0.0.0.0/0'},"
            "{'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443, 'CidrIp': '0.0.0.0/0'}, {'IpProtocol': 'tcp', 'FromPort': 22, 'CidrIp': '10.0.0.0/8'}]")),
      "allows internet Sg tcp 80\nallows internet Sg tcp 443\n" },
    { "a rule that joins two others", "a.json",
      CFN(R("Rt", "EC2::RouteTable", "") "," R("Igw", "EC2::InternetGateway", "") ","
          R("Rule", "EC2::Route", "'RouteTableId': " REF("Rt") ", 'GatewayId': " REF("Igw") ", 'DestinationCidrBlock': '0.0.0.0/0'")),
      "egress Rt Igw 0.0.0.0/0\n" },
    { "parameters, mappings and conditions decide", "a.yaml",
      "Parameters:\n  Env: {Type: String, Default: prod}\nMappings:\n  M: {prod: {port: '8080'}}\n"
      "Conditions:\n  Prod: !Equals [!Ref Env, prod]\n  Dev: !Not [!Condition Prod]\n"
      "Resources:\n  L: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer'}\n"
      "  A: {Type: 'AWS::ElasticLoadBalancingV2::Listener', Condition: Prod, Properties: {Port: !FindInMap [M, !Ref Env, port], LoadBalancerArn: !If [Dev, x, !Ref L]}}\n"
      "  B: {Type: 'AWS::ElasticLoadBalancingV2::Listener', Condition: Dev, Properties: {LoadBalancerArn: !Ref L}}\n",
      "listens L A 8080\n" },
    { "what nothing decides may be both", "a.yaml",
      "Parameters:\n  Env: {Type: String}\nConditions:\n  Prod: !Equals [!Ref Env, prod]\n"
      "Resources:\n  Q: {Type: 'AWS::SNS::Topic'}\n  P: {Type: 'AWS::SNS::Topic'}\n"
      "  A: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmActions: [!If [Prod, !Ref Q, !Ref P]]}}\n",
      "notifies A Q ?\nnotifies A P ?\n" },
    { "no value is no reference", "a.yaml",
      "Resources:\n  R: {Type: 'AWS::IAM::Role'}\n  T: {Type: 'AWS::ECS::TaskDefinition', Properties: {TaskRoleArn: !Ref AWS::NoValue, ExecutionRoleArn: !GetAtt R.Arn}}\n",
      "assumes T R\n" },
    { "the same unknown name is the same bucket", "a.yaml",
      "Parameters:\n  App: {Type: String}\nResources:\n  B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${App}-${AWS::Region}'}}\n"
      "  P: {Type: 'AWS::IAM::Policy', Properties: {PolicyDocument: {Statement: [{Resource: !Sub 'arn:${AWS::Partition}:s3:::${App}-${AWS::Region}/*'}]}}}\n",
      "grants P B\n" },
    { "texts made of references", "a.yaml",
      "Resources:\n  Repo: {Type: 'AWS::ECR::Repository'}\n  C: {Type: 'AWS::ElastiCache::ReplicationGroup', Properties: {Engine: redis}}\n"
      "  T: {Type: 'AWS::ECS::TaskDefinition', Properties: {ContainerDefinitions: [{Image: !Sub '${Repo}:1', Environment: [{Name: H, Value: !Join ['', [redis://, !GetAtt C.PrimaryEndPoint.Address]]}]}]}}\n",
      "pulls-image T Repo\nconnects T C redis\n" },
    { "a default security group is not the VPC", "a.yaml",
      "Resources:\n  V: {Type: 'AWS::EC2::VPC'}\n  R: {Type: 'AWS::IAM::Role', Properties: {Policies: [{PolicyDocument: {Statement: [{Resource: !GetAtt V.DefaultSecurityGroup}]}}]}}\n", "" },
    { "circles end", "a.yaml", "Conditions:\n  A: !Condition B\n  B: !Condition A\nResources:\n  T: {Type: 'AWS::SNS::Topic', Condition: A}\n", "" },
    { "a serverless function and its events", "a.yaml",
      "Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Environment: {Variables: {TABLE: !Ref T}}}}\nResources:\n  T: {Type: 'AWS::DynamoDB::Table'}\n  Q: {Type: 'AWS::SQS::Queue'}\n"
      "  F: {Type: 'AWS::Serverless::Function', Properties: {Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}}}\n",
      "notifies Q F\nreads F T\n" },

    { "a plan's references", "p.json",
      PLAN(V("aws_vpc.a", "aws_vpc", "a", "") "," V("aws_subnet.b", "aws_subnet", "b", ""), C("aws_subnet", "b", "'vpc_id': {'references': ['aws_vpc.a.id', 'aws_vpc.a']}")),
      "inside aws_subnet.b aws_vpc.a\n" },
    { "a value is known before a reference", "p.json",
      PLAN(V("aws_vpc.a", "aws_vpc", "a", "'id': 'vpc-0123456789abcdef0'") "," V("aws_vpc.z", "aws_vpc", "z", "'id': 'vpc-1123456789abcdef0'") ","
           V("aws_subnet.b", "aws_subnet", "b", "'vpc_id': 'vpc-0123456789abcdef0'"), C("aws_subnet", "b", "'vpc_id': {'references': ['aws_vpc.z']}")),
      "inside aws_subnet.b aws_vpc.a\n" },
    { "a rule's direction is a value", "p.json",
      PLAN(V("aws_security_group.a", "aws_security_group", "a", "") "," V("aws_security_group.b", "aws_security_group", "b", "") ","
           V("aws_security_group_rule.r", "aws_security_group_rule", "r", "'type': 'egress', 'protocol': 'tcp', 'from_port': 5432, 'to_port': 5432"),
           C("aws_security_group_rule", "r", "'security_group_id': {'references': ['aws_security_group.a.id']}, 'source_security_group_id': {'references': ['aws_security_group.b.id']}")),
      "allows aws_security_group.a aws_security_group.b tcp 5432\n" },
    { "a bare name is no identity", "p.json",
      PLAN(V("aws_ecs_cluster.x", "aws_ecs_cluster", "x", "'name': 'app'") "," V("aws_ecs_service.x", "aws_ecs_service", "x", "'name': 'app'") ","
           V("aws_cloudwatch_metric_alarm.m", "aws_cloudwatch_metric_alarm", "m", "'metric_name': 'CPU', 'dimensions': {'ServiceName': 'app'}"), ""),
      "watches aws_cloudwatch_metric_alarm.m aws_ecs_service.x CPU\n" },
    { "each takes its own, else perhaps all", "p.json",
      "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': ["
      "{'address': 'aws_subnet.s[\\\"a.b\\\"]', 'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'index': 'a.b', 'values': {}},"
      "{'address': 'aws_subnet.s[\\\"c\\\"]', 'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'index': 'c', 'values': {}},"
      "{'address': 'aws_nat_gateway.n[\\\"c\\\"]', 'mode': 'managed', 'type': 'aws_nat_gateway', 'name': 'n', 'index': 'c', 'values': {}},"
      "{'address': 'aws_instance.i[0]', 'mode': 'managed', 'type': 'aws_instance', 'name': 'i', 'index': 0, 'values': {}}]}},"
      "'configuration': {'root_module': {'resources': [" C("aws_nat_gateway", "n", "'subnet_id': {'references': ['aws_subnet.s', 'each.key']}") ","
      C("aws_instance", "i", "'subnet_id': {'references': ['aws_subnet.s', 'count.index']}") "]}}}",
      "in-subnet aws_nat_gateway.n[\"c\"] aws_subnet.s[\"c\"]\nin-subnet aws_instance.i[0] aws_subnet.s[\"a.b\"] ?\nin-subnet aws_instance.i[0] aws_subnet.s[\"c\"] ?\n" },
    { "through modules", "p.json",
      "{'planned_values': {'root_module': {'child_modules': [{'address': 'module.net', 'resources': [" V("module.net.aws_subnet.s", "aws_subnet", "s", "") "]},"
      "{'address': 'module.app[0]', 'resources': [" V("module.app[0].aws_lb.l", "aws_lb", "l", "") "]}]}},"
      "'configuration': {'root_module': {'module_calls': {'net': {'module': {'outputs': {'ids': {'expression': {'references': ['aws_subnet.s']}}}}},"
      "'app': {'expressions': {'nets': {'references': ['module.net.ids', 'module.net']}}, 'module': {'resources': [" C("aws_lb", "l", "'subnets': {'references': ['var.nets']}") "]}}}}}}",
      "in-subnet module.app[0].aws_lb.l module.net.aws_subnet.s\n" },
    { "a raw state", "terraform.tfstate",
      "{'version': 4, 'terraform_version': '1.5.0', 'resources': [{'mode': 'managed', 'type': 'aws_vpc', 'name': 'v', 'instances': [{'attributes': {'id': 'vpc-0123456789abcdef0'}}]},"
      "{'module': 'module.m', 'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'instances': [{'index_key': 1, 'attributes': {'vpc_id': 'vpc-0123456789abcdef0'}}]}]}",
      "inside module.m.aws_subnet.s[1] aws_vpc.v\n" },

    { "files of Terraform: values where they are literal, references elsewhere", "main.tf",
      "locals {\n  nets = aws_subnet.s[*].id\n  port = 8080\n}\nresource \"aws_vpc\" \"v\" {}\n"
      "resource \"aws_subnet\" \"s\" {\n  count = 2\n  vpc_id = aws_vpc.v.id # aws_vpc.w.id\n}\n"
      "resource \"aws_lb\" \"l\" {\n  subnets = local.nets\n}\n",
      "inside aws_subnet.s[0] aws_vpc.v\ninside aws_subnet.s[1] aws_vpc.v\nin-subnet aws_lb.l aws_subnet.s[0]\nin-subnet aws_lb.l aws_subnet.s[1]\n" },
    { "the port of the rule that names the group", "main.tf",
      "locals { port = 8080 }\nresource \"aws_security_group\" \"a\" {}\nresource \"aws_security_group\" \"b\" {\n"
      "  tags = { x = [{ y = 1 }] }\n  ingress {\n    protocol = \"tcp\"\n    from_port = 22\n    cidr_blocks = [\"10.0.0.0/8\"]\n  }\n"
      "  ingress {\n    protocol = \"tcp\"\n    from_port = local.port\n    security_groups = [\"${aws_security_group.a.id}\"]\n  }\n}\n",
      "allows aws_security_group.a aws_security_group.b tcp 8080\n" },
    { "what a variable decides is not guessed", "main.tf",
      "variable \"on\" { default = true }\nresource \"aws_sns_topic\" \"t\" {\n  for_each = toset([\"a\", \"b\"])\n}\n"
      "resource \"aws_cloudwatch_metric_alarm\" \"m\" {\n  count = var.on ? 1 : 0\n  metric_name = var.name\n  alarm_actions = [aws_sns_topic.t[\"b\"].arn]\n}\n",
      "notifies aws_cloudwatch_metric_alarm.m aws_sns_topic.t[\"b\"] ?\n" },

    { "a dynamic block is the blocks it makes", "main.tf",
      "locals { rules = { web = { port = 80, of = aws_security_group.a.id }, api = { port = 81, of = aws_security_group.b.id } } }\n"
      "resource \"aws_security_group\" \"a\" {}\nresource \"aws_security_group\" \"b\" {}\nresource \"aws_security_group\" \"c\" {\n"
      "  dynamic \"ingress\" {\n    for_each = local.rules\n    content {\n      protocol = \"tcp\"\n      from_port = ingress.value.port\n      security_groups = [ingress.value.of]\n    }\n  }\n}\n",
      "allows aws_security_group.a aws_security_group.c tcp 80\nallows aws_security_group.b aws_security_group.c tcp 81\n" },
    { "its iterator has a name; what is not known makes one", "main.tf",
      "resource \"aws_security_group\" \"a\" {}\nresource \"aws_security_group\" \"c\" {\n"
      "  dynamic \"ingress\" {\n    for_each = toset([9, 10])\n    iterator = p\n    content {\n      protocol = \"udp\"\n      from_port = p.key\n      security_groups = [aws_security_group.a.id]\n    }\n  }\n"
      "  dynamic \"ingress\" {\n    for_each = var.more\n    content {\n      protocol = \"tcp\"\n      from_port = ingress.value\n      cidr_blocks = [\"0.0.0.0/0\"]\n    }\n  }\n}\n",
      "allows internet aws_security_group.c tcp\nallows aws_security_group.a aws_security_group.c udp 9\nallows aws_security_group.a aws_security_group.c udp 10\n" },
    { "a dynamic block in another", "main.tf",
      "resource \"aws_cloudwatch_metric_alarm\" \"m\" {\n  for_each = { a = aws_sns_topic.t.arn }\n  alarm_actions = [each.value]\n}\nresource \"aws_sns_topic\" \"t\" {}\n"
      "resource \"aws_security_group\" \"a\" {}\nresource \"aws_x\" \"x\" {\n  dynamic \"one\" {\n    for_each = [1]\n    content {\n      dynamic \"two\" {\n        for_each = [one.value, 2]\n        content { security_group_id = aws_security_group.a.id }\n      }\n    }\n  }\n}\n",
      "notifies aws_cloudwatch_metric_alarm.m[\"a\"] aws_sns_topic.t\n" },
    { "a validated certificate is the certificate, a version of a function the function", "main.tf",
      "resource \"aws_acm_certificate\" \"c\" {}\nresource \"aws_acm_certificate_validation\" \"v\" { certificate_arn = aws_acm_certificate.c.arn }\n"
      "resource \"aws_lb_listener\" \"l\" { certificate_arn = aws_acm_certificate_validation.v.certificate_arn }\n"
      "resource \"aws_lambda_function\" \"f\" {}\nresource \"aws_lambda_alias\" \"a\" { function_name = aws_lambda_function.f.arn }\n"
      "resource \"aws_apigatewayv2_integration\" \"i\" { integration_uri = aws_lambda_alias.a.invoke_arn }\n",
      "uses-cert aws_lb_listener.l aws_acm_certificate.c\nforwards aws_apigatewayv2_integration.i aws_lambda_function.f\n" },
    { "what has subnets and groups, whatever it calls them", "main.tf",
      "resource \"aws_subnet\" \"s\" {}\nresource \"aws_security_group\" \"g\" {}\n"
      "resource \"aws_msk_cluster\" \"k\" {\n  broker_node_group_info {\n    client_subnets = [aws_subnet.s.id]\n    security_groups = [aws_security_group.g.id]\n  }\n}\n",
      "in-subnet aws_msk_cluster.k aws_subnet.s\nguarded-by aws_msk_cluster.k aws_security_group.g\n" },
    { "Terraform in JSON", "main.tf.json",
      "{'//': 'x', 'locals': [{'ports': [80]}], 'resource': [{'aws_vpc': {'v': {'//': 'y', 'tags': {'Name': 'n'}}}}, {'aws_security_group': {'s': [{'vpc_id': '${aws_vpc.v.id}',"
      "'dynamic': {'ingress': {'for_each': '${local.ports}', 'content': {'protocol': 'tcp', 'from_port': '${ingress.value}', 'cidr_blocks': ['0.0.0.0/0']}}}}]}}],"
      "'output': {'o': {'value': '${aws_vpc.v.id}'}}}",
      "allows internet aws_security_group.s tcp 80\n" },

    { "manifests", "k.yaml",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {template: {metadata: {labels: {app: api, v: '1'}}, spec: {containers: [{env: [{name: DB_HOST, value: db}, {name: DB_NAME, value: db}], envFrom: [{secretRef: {name: s}}]}]}}}\n"
      "---\napiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {selector: {app: api}}\n---\n# nothing\n",
      "connects Deployment/api Service/db\nreads-secret Deployment/api Secret/s\nforwards Service/db Deployment/api\n" },
    { "a name in another namespace is another thing", "k.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: b}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: b}\n"
      "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec: {containers: [{env: [{name: A_URL, value: 'http://db:80'}, {name: B_URL, value: 'http://db.b.svc:80'}]}]}\n",
      "connects Pod/p Service/db\n" },
    { "a Compose file", "docker-compose.yml",
      "services:\n  web: {image: w, ports: ['80:3000', '127.0.0.1:9:9'], environment: {API_URL: 'http://api:8000', API_NAME: api}, depends_on: [api, db]}\n"
      "  api: {image: a, environment: [DB=db, CACHE_HOST=nobody], volumes: ['data:/d', './x:/y'], networks: [in]}\n  db: {image: p, secrets: [pw]}\n"
      "networks: {in: {}}\nvolumes: {data: {}}\nsecrets: {pw: {file: x}}\n",
      "allows internet web tcp 80\nallows localhost web tcp 9\nconnects web api\ndepends-on web db\ninside api network in\nmounts api data\nreads-secret db pw\n" },
};

static const struct { const char *name, *file, *text, *says; } refused[] = {
    { "a plan in its own format", "p.json", "PK\x03\x04....", "terraform show -json" },
    { "messages, not a plan", "p.json", "{'@level': 'info'}\n{'@level': 'info'}", "these are the messages" },
    { "a plan cut off", "p.json", "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [", "breaks off" },
    { "a reference to nothing", "a.json", CFN(R("A", "ECS::Service", "'TaskDefinition': " REF("Gone"))), "Gone is neither a resource nor a parameter" },
    { "a module from elsewhere", "main.tf", "module \"m\" {\n  source = \"org/m/aws\"\n}\n", "the module m is not among these files" },
    { "a name that stands twice", "a.json", "{'Resources': {'A': {'Type': 'AWS::SNS::Topic'}, 'A': {'Type': 'AWS::SNS::Topic'}}}", "A" },
};
/* clang-format on */

static struct infra *read_text(const char *file, const char *text, struct arena *keep,
                               struct diag *d)
{
    struct str copy = str_copy(str_of(text), keep);
    bool json = str_ends(str_of(file), S(".json")) || str_ends(str_of(file), S("state"));
    for (ptrdiff_t i = 0; json && i < copy.len; i++)
        if (copy.ptr[i] == '\'')
            ((char *)copy.ptr)[i] = '"';
    struct infra_file *f = NEW(keep, struct infra_file, 1);
    *f = (struct infra_file){ .src = { str_of(file), copy }, .path = str_of(file) };
    infra_parse(f, 1, keep, d);
    return infra_table(f, 1, keep, d);
}

static struct str edges_of(const struct infra *t, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    for (ptrdiff_t i = 0; i < t->edges.len; i++) {
        const struct infra_edge *e = &t->edges.ptr[i];
        if (!str_equal(str_of(e->kind), S("placed")))
            buf_fmt(&b, "%s %.*s %.*s%s%.*s%s\n", e->kind, FMT(e->from->name), FMT(e->to->name),
                    e->label.len ? " " : "", FMT(e->label), e->perhaps ? " ?" : "");
    }
    return buf_str(&b);
}

static void test_edges(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena keep = arena_open(64 << 20);
        char *start = keep.beg;
        struct diag d = { .keep = &keep };
        struct infra *t = read_text(cases[i].file, cases[i].text, &keep, &d);
        struct str got = edges_of(t, &keep);
        if (!str_equal(got, str_of(cases[i].edges)))
            fail_msg("%s: says\n%.*snot\n%s", cases[i].name, FMT(got), cases[i].edges);
        arena_close(start, &keep);
    }
}

static void test_refused(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(refused); i++) {
        struct arena keep = arena_open(64 << 20);
        char *start = keep.beg;
        struct diag d = { .keep = &keep };
        read_text(refused[i].file, refused[i].text, &keep, &d);
        struct buf b = buf_open(&keep, 1 << 16);
        diag_print(&d, false, &b);
        if (str_find(buf_str(&b), str_of(refused[i].says)) < 0)
            fail_msg("%s: nobody says %s: %.*s", refused[i].name, refused[i].says,
                     FMT(buf_str(&b)));
        arena_close(start, &keep);
    }
}

/* A value that a person could have put a secret into reaches no output, marked or not. */
static void test_secrets(void **state)
{
    /* clang-format off */
    static const char *const texts[][2] = {
        { "p.json", PLAN(V("aws_db_instance.d", "aws_db_instance", "d", "'password': 'canary1', 'engine': 'canary2', 'user_data': 'canary3', 'port': 5432") ","
                         "{'address': 'aws_lb.l', 'mode': 'managed', 'type': 'aws_lb', 'name': 'l', 'values': {'protocol': 'canary4'}, 'sensitive_values': {'protocol': true}}", "")
                    "" },
        { "a.yaml", "Parameters:\n  Pw: {Type: String, NoEcho: true, Default: canary1}\nResources:\n  T: {Type: 'AWS::ECS::TaskDefinition', Properties: {ContainerDefinitions: [{Environment: [{Name: DB_PASSWORD, Value: canary3}], Command: [canary4]}]}}\n" },
        { "k.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: canary1}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{env: [{name: X, value: canary3}], args: [canary4]}]}\n" },
        { "a.tf", "resource \"aws_db_instance\" \"d\" {\n  password = \"canary1\"\n  engine = \"canary2\"\n  user_data = <<E\ncanary3\nE\n  tags = { a = \"canary4\" }\n}\n" },
        { "c.yml", "services:\n  a: {image: x, environment: {P: canary1, DB_URL: 'pg://u:canary3@h/d'}, command: canary4}\n" },
    };
    /* clang-format on */
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(texts); i++) {
        struct arena keep = arena_open(64 << 20);
        char *start = keep.beg;
        struct diag d = { .keep = &keep };
        struct infra *t = read_text(texts[i][0], texts[i][1], &keep, &d);
        struct buf b = buf_open(&keep, 1 << 20);
        table_json(t, &b);
        for (const char *c = "134"; *c; c++) {
            char canary[] = { 'c', 'a', 'n', 'a', 'r', 'y', *c, '\0' };
            if (str_find(buf_str(&b), str_of(canary)) >= 0)
                fail_msg("%s: %s comes out: %.*s", texts[i][0], canary, FMT(buf_str(&b)));
        }
        arena_close(start, &keep);
    }
}

/* What the book knows by itself, and nothing of what it does not. */
static void test_costs(void **state)
{
#define TASK(arch)                                                                                 \
    "resource \"aws_ecs_task_definition\" \"t\" {\n cpu = 512\n memory = 1024\n "                  \
    "requires_compatibilities = [\"FARGATE\"]\n" arch "}\n"
#define SERVICE(more)                                                                              \
    "resource \"aws_ecs_service\" \"x\" {\n desired_count = 2\n task_definition = "                \
    "aws_ecs_task_definition.t.arn\n" more "}\n"
#define PROVIDER(name) " capacity_provider_strategy {\n  capacity_provider = \"" name "\"\n }\n"
    /* clang-format off */
    static const struct { const char *text; double usd; } costs[] = {
        { TASK("") SERVICE(" launch_type = \"FARGATE\"\n"), 36.04 },
        { TASK(" runtime_platform {\n  cpu_architecture = \"ARM64\"\n }\n") SERVICE(" launch_type = \"FARGATE\"\n"), 28.84 },
        { TASK("") SERVICE(PROVIDER("FARGATE_SPOT")), 10.81 },
        { TASK("") SERVICE(PROVIDER("FARGATE") PROVIDER("FARGATE_SPOT")), 0 },
        { TASK("") SERVICE(PROVIDER("my-instances")), 0 },
        { TASK("") SERVICE(" launch_type = \"EC2\"\n"), 0 },
        { "resource \"aws_nat_gateway\" \"x\" {}\n", 32.85 },
        { "resource \"aws_instance\" \"x\" {\n instance_type = \"t3.small\"\n}\n", 15.18 },
        { "resource \"aws_instance\" \"x\" {\n instance_type = \"z9.nano\"\n}\n", 0 },
        { "resource \"aws_instance\" \"x\" {\n count = var.n\n instance_type = \"t3.small\"\n}\n", 0 },
        { "resource \"aws_elasticache_replication_group\" \"x\" {\n node_type = \"cache.t3.micro\"\n num_cache_clusters = 2\n}\n", 24.82 },
        { "resource \"aws_ebs_volume\" \"x\" {\n size = 100\n type = \"gp3\"\n}\n", 8.00 },
        { "resource \"aws_db_instance\" \"x\" {\n engine = \"postgres\"\n instance_class = \"db.t3.micro\"\n multi_az = true\n storage_type = \"gp3\"\n allocated_storage = 20\n}\n", 30.88 },
        { "resource \"aws_db_instance\" \"x\" {\n engine = \"postgres\"\n instance_class = \"db.t3.micro\"\n}\n", 0 },
        { "resource \"aws_s3_bucket\" \"x\" {}\n", 0 },
    };
    /* clang-format on */
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(costs); i++) {
        struct arena keep = arena_open(64 << 20);
        char *start = keep.beg;
        struct diag d = { .keep = &keep };
        struct infra *t = read_text("a.tf", costs[i].text, &keep, &d);
        struct cost_row row;
        const struct resource *r = t->resources.ptr[t->resources.len - 1];
        bool known = resource_cost(t, r, price_book_default(&keep), &keep, &row);
        double usd = known ? (double)row.cost.at[COST_LOW] / 1e10 : 0;
        if (usd < costs[i].usd - .01 || usd > costs[i].usd + .01)
            fail_msg("costs %f instead of %f:\n%s", usd, costs[i].usd, costs[i].text);
        arena_close(start, &keep);
    }
}

static void test_hosts(void **state)
{
    static const char *const cases_of[][2] = {
        { "postgres://user:pw@db:5432/x", "db" }, { "db:5432", "db" }, { "db", "db" },
        { "http://api.b.svc:80/x", "api.b.svc" }, { "two words", "" }, { "", "" },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases_of); i++)
        assert_true(str_equal(edges_host(str_of(cases_of[i][0])), str_of(cases_of[i][1])));
}

/* Sixty kinds and more in both spellings. */
static void test_kinds(void **state)
{
    int both = 0;
    (void)state;
    for (ptrdiff_t i = 0; kinds_at(i); i++) {
        bool cfn = false, tf = false;
        for (int k = 0; k < 20 && kinds_at(i)->types[k]; k++) {
            cfn = cfn || str_starts(str_of(kinds_at(i)->types[k]), S("AWS::"));
            tf = tf || str_starts(str_of(kinds_at(i)->types[k]), S("aws_"));
            assert_ptr_equal(kinds_of(str_of(kinds_at(i)->types[k])), kinds_at(i));
        }
        both += cfn && tf;
    }
    assert_true(both >= 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),   cmocka_unit_test(test_refused),
        cmocka_unit_test(test_secrets), cmocka_unit_test(test_costs),
        cmocka_unit_test(test_hosts),   cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
