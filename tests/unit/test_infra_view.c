/* test_infra_view.c - every view of a template is a picture in which nothing lies on anything. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "draw/curve.h"
#include "infra/files.h"
#include "judge/infra_view.h"
#include "scene_check.h"

/* A web service in two zones behind a balancer and a CDN, with a cache, secrets and an alarm. */
static const char *const web =
    "Resources:\n"
    "  Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}\n"
    "  Igw: {Type: 'AWS::EC2::InternetGateway'}\n"
    "  PubA: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, AvailabilityZone: a, MapPublicIpOnLaunch: true}}\n"
    "  PubB: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, AvailabilityZone: b, MapPublicIpOnLaunch: true}}\n"
    "  AppA: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, AvailabilityZone: a}}\n"
    "  AppB: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, AvailabilityZone: b}}\n"
    "  RtP: {Type: 'AWS::EC2::RouteTable', Properties: {VpcId: !Ref Vpc}}\n"
    "  RtA: {Type: 'AWS::EC2::RouteTable', Properties: {VpcId: !Ref Vpc}}\n"
    "  R1: {Type: 'AWS::EC2::Route', Properties: {RouteTableId: !Ref RtP, GatewayId: !Ref Igw, DestinationCidrBlock: 0.0.0.0/0}}\n"
    "  R2: {Type: 'AWS::EC2::Route', Properties: {RouteTableId: !Ref RtA, NatGatewayId: !Ref Nat, DestinationCidrBlock: 0.0.0.0/0}}\n"
    "  As1: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {RouteTableId: !Ref RtP, SubnetId: !Ref PubA}}\n"
    "  As2: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {RouteTableId: !Ref RtA, SubnetId: !Ref AppA}}\n"
    "  Nat: {Type: 'AWS::EC2::NatGateway', Properties: {SubnetId: !Ref PubA}}\n"
    "  LbSg: {Type: 'AWS::EC2::SecurityGroup', Properties: {SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]}}\n"
    "  AppSg: {Type: 'AWS::EC2::SecurityGroup', Properties: {SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupId: !Ref LbSg}]}}\n"
    "  Lb: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {Subnets: [!Ref PubA, !Ref PubB], SecurityGroups: [!Ref LbSg]}}\n"
    "  Li: {Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: {LoadBalancerArn: !Ref Lb, DefaultActions: [{TargetGroupArn: !Ref Tg}], Certificates: [{CertificateArn: !Ref Cert}]}}\n"
    "  Tg: {Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: {Port: 80, Protocol: HTTP}}\n"
    "  Cert: {Type: 'AWS::CertificateManager::Certificate'}\n"
    "  Cdn: {Type: 'AWS::CloudFront::Distribution', Properties: {DistributionConfig: {Origins: [{DomainName: !GetAtt Lb.DNSName}]}}}\n"
    "  Dns: {Type: 'AWS::Route53::RecordSet', Properties: {AliasTarget: {DNSName: !GetAtt Cdn.DomainName}}}\n"
    "  Svc: {Type: 'AWS::ECS::Service', Properties: {TaskDefinition: !Ref Task, DesiredCount: 2, LoadBalancers: [{TargetGroupArn: !Ref Tg}], NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref AppA, !Ref AppB], SecurityGroups: [!Ref AppSg]}}}}\n"
    "  Role: {Type: 'AWS::IAM::Role'}\n"
    "  Task: {Type: 'AWS::ECS::TaskDefinition', Properties: {TaskRoleArn: !Ref Role, ContainerDefinitions: [{Secrets: [{ValueFrom: !Ref S1}, {ValueFrom: !Ref S2}, {ValueFrom: !Ref S3}], Environment: [{Name: R, Value: !GetAtt Cache.PrimaryEndPoint.Address}], LogConfiguration: {Options: {awslogs-group: !Ref Logs}}}]}}\n"
    "  Logs: {Type: 'AWS::Logs::LogGroup'}\n"
    "  S1: {Type: 'AWS::SecretsManager::Secret'}\n  S2: {Type: 'AWS::SecretsManager::Secret'}\n  S3: {Type: 'AWS::SecretsManager::Secret'}\n"
    "  Cache: {Type: 'AWS::ElastiCache::ReplicationGroup', Properties: {Engine: redis}}\n"
    "  Topic: {Type: 'AWS::SNS::Topic'}\n"
    "  Alarm: {Type: 'AWS::CloudWatch::Alarm', Properties: {MetricName: CPU, Dimensions: [{Name: ServiceName, Value: !GetAtt Svc.Name}], AlarmActions: [!Ref Topic]}}\n";
static const char *const compose =
    "services:\n  web: {image: w, ports: ['80:80'], environment: {API_URL: 'http://api'}, depends_on: [api]}\n"
    "  api: {image: a, environment: {DB_HOST: db}, volumes: ['d:/d']}\n  db: {image: p}\nvolumes: {d: {}}\n";

/* Two networks, and a name too long for a box. */
static const char *const two =
    "Resources:\n  A: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}\n  B: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.1.0.0/16}}\n"
    "  Sa: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref A}}\n  Sb: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref B}}\n"
    "  WithAVeryLongNameThatNobodyShouldHaveGivenToAnInstance: {Type: 'AWS::EC2::Instance', Properties: {SubnetId: !Ref Sa}}\n"
    "  Y: {Type: 'AWS::EC2::Instance', Properties: {SubnetId: !Ref Sb}}\n  Q: {Type: 'AWS::SQS::Queue'}\n";

static struct infra *read_text(const char *text, struct arena *keep)
{
    struct diag d = { .keep = keep };
    struct infra_file *f = NEW(keep, struct infra_file, 1);
    *f = (struct infra_file){ .src = { S("a.yaml"), str_of(text) }, .path = S("a.yaml") };
    infra_parse(f, 1, keep, &d);
    return infra_table(f, 1, keep, &d);
}

/* Does the line come into the box? */
static bool crosses(const struct curve_line *l, struct scene_box b)
{
    for (int i = 1; i < l->n; i++) {
        struct scene_box s = { fminf(l->points[i - 1].x, l->points[i].x), fminf(l->points[i - 1].y, l->points[i].y),
                               fmaxf(l->points[i - 1].x, l->points[i].x), fmaxf(l->points[i - 1].y, l->points[i].y) };
        if (s.x0 < b.x1 && s.x1 > b.x0 && s.y0 < b.y1 && s.y1 > b.y0)
            return true;
    }
    return false;
}

/* A label stands on one line at most, its own; no line runs over any other text. */
static void lines_apart(const struct scene *s, const char *name, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        const struct scene_item *text = &s->items.ptr[i];
        int met = 0;
        for (ptrdiff_t k = 0; k < s->items.len && text->kind == SCENE_TEXT; k++) {
            const struct scene_item *e = &s->items.ptr[k];
            struct curve_lines lines = e->kind == SCENE_PATH && e->role == ROLE_EDGE ? curve_flatten(e->path, 1, 0, 0, keep) : (struct curve_lines){ 0 };
            for (ptrdiff_t m = 0; m < lines.len; m++)
                met += crosses(&lines.ptr[m], scene_text_box(text));
        }
        if (met > (text->role == ROLE_LABEL))
            fail_msg("%s: %d lines run over '%.*s'", name, met, FMT(text->text));
    }
}

/* Each label stands on its line, its last words at least, or below the picture: by number or with both names. */
static void labels_told(const struct scene *s, const struct graph *g, const char *name)
{
    int labelled = 0, texts = 0;
    for (ptrdiff_t i = 0; i < s->items.len; i++)
        texts += s->items.ptr[i].kind == SCENE_TEXT && s->items.ptr[i].role == ROLE_LABEL;
    for (int k = 0; k < g->n_edges; k++)
        labelled += g->edges[k].n_lines > 0;
    if (texts < labelled)
        fail_msg("%s: %d labels for %d edges that have one", name, texts, labelled);
    for (int k = 0; k < g->n_edges; k++) {
        struct str want = g->edges[k].n_lines ? g->edges[k].lines[0].text : (struct str){ 0 };
        bool told = !want.len;
        for (ptrdiff_t i = 0; i < s->items.len; i++) {
            const struct scene_item *it = &s->items.ptr[i];
            told = told || (it->kind == SCENE_TEXT && it->role == ROLE_LABEL && it->text.len &&
                            (str_ends(want, it->text) || str_ends(it->text, want)));
        }
        if (!told)
            fail_msg("%s: the label '%.*s' is nowhere", name, FMT(want));
    }
}

static void check_view(const char *text, const char *view, bool narrow)
{
    struct arena keep = arena_open(256 << 20);
    char *start = keep.beg;
    struct infra_view_request ask = { .name = str_of(view), .narrow = narrow, .base = S("x.html") };
    struct grid grid;
    struct scene scene;
    assert_true(infra_view(read_text(text, &keep), &ask, &keep, &grid));
    grid_scene(&grid, &keep, &scene);
    scene_texts_apart(&scene, view);
    lines_apart(&scene, view, &keep);
    labels_told(&scene, grid.g, view);
    int edges = 0;
    for (ptrdiff_t i = 0; i < scene.items.len; i++)
        edges += scene.items.ptr[i].kind == SCENE_PATH && scene.items.ptr[i].role == ROLE_EDGE;
    if (edges != grid.g->n_edges)
        fail_msg("%s: %d of %d edges are drawn", view, edges, grid.g->n_edges);
    if (str_equal(str_of(view), S("overview")) && grid.g->n_nodes > 30)
        fail_msg("an overview of %d boxes", grid.g->n_nodes);
    arena_close(start, &keep);
}

static void test_views(void **state)
{
    (void)state;
    for (int i = 0; infra_view_name(i); i++)
        for (int narrow = 0; narrow <= 1; narrow++) {
            check_view(web, infra_view_name(i), narrow);
            check_view(compose, infra_view_name(i), narrow);
            check_view(two, infra_view_name(i), narrow);
        }
}

static bool has_edge(const struct grid *g, const char *from, const char *to)
{
    for (int i = 0; i < g->g->n_edges; i++) {
        const struct graph_edge *e = &g->g->edges[i];
        if (str_equal(g->g->nodes[e->from].lines[0].text, str_of(from)) && str_equal(g->g->nodes[e->to].lines[0].text, str_of(to)))
            return true;
    }
    return false;
}

/* The way of a request can be read from the overview alone. */
static void test_request(void **state)
{
    static const char *const way[] = { "Internet", "DNS name", "CloudFront", "Load balancer", "ECS service", "Redis" };
    struct arena keep = arena_open(256 << 20);
    char *start = keep.beg;
    struct infra_view_request ask = { .name = S("overview") };
    struct grid grid;
    (void)state;
    assert_true(infra_view(read_text(web, &keep), &ask, &keep, &grid));
    for (ptrdiff_t i = 1; i < LEN(way); i++)
        if (!has_edge(&grid, way[i - 1], way[i]))
            fail_msg("%s does not lead to %s", way[i - 1], way[i]);
    assert_true(has_edge(&grid, "ECS service", "Secret \xc3\x97" "3"));
    arena_close(start, &keep);
}

/* What differs from another environment wears a sign. */
/* Two environments: what one has alone, what is set differently (in a part too), and what only bears the other's name. */
static void test_marks(void **state)
{
    static const char *const prod =
        "Resources:\n  A: {Type: 'AWS::SNS::Topic'}\n  B: {Type: 'AWS::CloudWatch::Alarm', Properties: {MetricName: m, Period: 60, AlarmActions: [!Ref A]}}\n"
        "  S: {Type: 'AWS::ECS::Service', Properties: {TaskDefinition: !Ref T}}\n  T: {Type: 'AWS::ECS::TaskDefinition', Properties: {Cpu: 512}}\n"
        "  W: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmActions: [!Ref A], Dimensions: [{Value: !GetAtt S.Name}]}}\n"
        "  G: {Type: 'AWS::CloudWatch::Alarm', Properties: {Period: 5, AlarmActions: [!Ref A]}}\n"
        "  N: {Type: 'AWS::CloudWatch::Alarm', Properties: {MetricName: prod-x, Period: 7, AlarmActions: [!Ref A], Dimensions: [{Value: !Ref A}]}}\n";
    static const char *const dev =
        "Resources:\n  A: {Type: 'AWS::SNS::Topic'}\n  B: {Type: 'AWS::CloudWatch::Alarm', Properties: {MetricName: m, Period: 300, AlarmActions: [!Ref A]}}\n"
        "  S: {Type: 'AWS::ECS::Service', Properties: {TaskDefinition: !Ref T}}\n  T: {Type: 'AWS::ECS::TaskDefinition', Properties: {Cpu: 256}}\n"
        "  W: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmActions: [!Ref A], Dimensions: [{Value: !GetAtt S.Name}]}}\n"
        "  C: {Type: 'AWS::SNS::Topic'}\n  D: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmActions: [!Ref C]}}\n"
        "  N: {Type: 'AWS::CloudWatch::Alarm', Properties: {MetricName: dev-x, Period: 7, AlarmActions: [!Ref A], Dimensions: [{Value: !Ref A}]}}\n";
    static const struct { const char *name; char mark; } want[] = {
        { "A, C", '~' }, { "D", '+' }, { "S", '~' }, { "W", 0 }, { "N", 0 }, { "B, G", '~' },
    };
    struct arena keep = arena_open(256 << 20);
    char *start = keep.beg;
    struct infra_view_request ask = { .name = S("monitoring"), .against = read_text(prod, &keep), .env = S("dev"), .other = S("prod") };
    struct grid grid;
    (void)state;
    assert_true(infra_view(read_text(dev, &keep), &ask, &keep, &grid));
    for (int i = 0; i < grid.g->n_nodes; i++) {
        struct str name = grid.g->nodes[i].n_lines > 1 ? grid.g->nodes[i].lines[1].text : S("?");
        ptrdiff_t k = 0;
        while (k < LEN(want) && !str_equal(name, str_of(want[k].name)))
            k++;
        if (k == LEN(want) || grid.at[i].mark != want[k].mark)
            fail_msg("%.*s wears %d", FMT(name), grid.at[i].mark);
    }
    assert_int_equal(grid.g->n_nodes, LEN(want));
    arena_close(start, &keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_views), cmocka_unit_test(test_request), cmocka_unit_test(test_marks) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
