/* infra_view.c - from resources to a grid.
 *
 * Most resources are part of another one for a reader: a listener of its balancer, a task definition
 * of its service, a policy of its role. So each gets the one it is shown as; what is left of a kind
 * with the same neighbours is one box with a count. Edges follow; those between the same two boxes
 * are one line. Then places: tiers in a VPC with what is outside above and beside it, zones and
 * subnets, or simply from cause to effect. */
#include "judge/infra_view.h"

#include <stdlib.h>

#include "draw/font_width.h"
#include "infra/merge.h"

enum {
    NODES_MAX = 600,
    LINES_MAX = 7,
    NAMES_PX = 170,
    NAMES_NARROW_PX = 100,
    LAYERS_MAX = 60,
    SIDE_ROW = 100,
    ZONE_ROW = 50,
    BOXES_FINE = 30,
    BOXES_MOST = 60, /* without frames */
    NARROW_COLUMNS = 2
};

enum shape { SHAPE_TIERS, SHAPE_ZONES, SHAPE_LAYERS, SHAPE_STACKS };
struct view {
    const char *name;
    enum shape shape;
    const char *kinds; /* shown as boxes; empty: all that are "main" */
    const char *edges;
    bool folded; /* details are shown as what they belong to */
};

/* clang-format off */
static const struct view views[] = {
    { "overview",   SHAPE_TIERS,  "@main,cw.alarm,logs.group,ecr.repository", "pulls-image,logs-to,alias,origin,protects,listens,routes,forwards,connects,reads,reads-secret,egress,allows,mounts,depends-on,notifies,runs", true },
    { "network",    SHAPE_ZONES,  "ec2.subnet,ec2.igw,ec2.nat,ec2.eigw,ec2.tgw,ec2.vpngw,ec2.peering,ec2.endpoint,elb.lb,elb.classic,ecs.service,ec2.instance,asg.group,rds.instance,rds.cluster,rds.proxy,cache.group,cache.cluster,lambda.function,eks.*,docdb.cluster,redshift.cluster,neptune.cluster,search.domain,msk.cluster,mq.broker,memorydb.cluster,dax.cluster,fsx.filesystem,emr.cluster,mwaa.environment,beanstalk.env,dms.instance,batch.compute,k8s.ingress,k8s.service,k8s.deployment,k8s.statefulset,compose.service,compose.network", "egress,inside,allows,routes,forwards", true },
    { "security",   SHAPE_LAYERS, "ec2.sg,waf.acl,acm.cert,secret.secret,ssm.parameter,kms.key,iam.role,elb.lb,elb.classic,cdn.distribution,ecs.service,ec2.instance,asg.group,rds.instance,rds.cluster,cache.group,cache.cluster,docdb.cluster,neptune.cluster,redshift.cluster,search.domain,msk.cluster,mq.broker,memorydb.cluster,emr.cluster,lambda.function,s3.bucket,dynamo.table,k8s.*,compose.service,compose.secret", "allows,guarded-by,protects,reads-secret,assumes,grants,uses-cert", true },
    { "dataflow",   SHAPE_LAYERS, "", "alias,origin,listens,routes,forwards,connects,reads,reads-secret,notifies,mounts,logs-to,allows", true },
    { "monitoring", SHAPE_LAYERS, "cw.*,sns.topic,logs.group,ec2.flowlog,trail.trail,events.rule,elb.lb,ecs.service,ecs.cluster,rds.*,cache.*,lambda.function,sqs.queue,ec2.vpc,s3.bucket,asg.group,k8s.hpa,k8s.deployment", "watches,notifies,logs-to,scales", true },
    { "stacks",     SHAPE_STACKS, "", "", false },
};

/* who stands for whom: of an edge of this kind, the end that is drawn */
static const struct { const char *kind, *from, *to; bool to_stands; } parts[] = {
    { "listens",     "*", "elb.listener,elb.rule", false },
    { "routes",      "elb.listener,elb.rule", "elb.tg", false },
    { "runs",        "*", "ecs.task,ec2.template,ec2.launchconfig", false },
    { "scales",      "aas.target,asg.policy", "*", true },
    { "attached-to", "iam.policy,iam.attachment,s3.policy,sqs.policy,sns.policy,secret.policy", "*", true },
    { "inside",      "rds.instance,docdb.instance,neptune.instance", "rds.cluster,docdb.cluster,neptune.cluster", true },
    { "placed",      "api.*,cognito.*", "*", true },
    { "assumes",     "*", "iam.profile", false },
    { "forwards",    "elb.tg", "*", true },
};

static const struct { const char *group; enum scene_colour colour; } colours[] = {
    { "edge", COLOUR_PUBLIC }, { "net", COLOUR_NET }, { "compute", COLOUR_COMPUTE }, { "data", COLOUR_DATA },
    { "security", COLOUR_PRIVATE }, { "watch", COLOUR_WATCH }, { "deploy", COLOUR_EDGE },
};
static const struct { const char *kinds, *glyph; } glyphs[] = {
    { "elb.*,k8s.ingress", "balancer" }, { "cdn.*", "cdn" }, { "dns.*", "dns" }, { "waf.*,ec2.sg,k8s.policy", "firewall" }, { "acm.*", "certificate" },
    { "secret.*,ssm.parameter,k8s.secret,compose.secret", "secret" }, { "kms.*,cognito.*", "lock" }, { "iam.*,k8s.role", "role" },
    { "ecs.*,eks.*,apprunner.*,batch.*,k8s.deployment,k8s.statefulset,k8s.daemonset,k8s.job,compose.service", "container" }, { "ec2.instance,asg.*,ec2.template,emr.*,mwaa.*,beanstalk.*,lightsail.*,dms.instance,sagemaker.*", "server" },
    { "lambda.*", "function" }, { "rds.*,docdb.*,neptune.*,redshift.*,search.*,memorydb.*,glue.database,athena.*", "database" }, { "cache.*,dax.*", "cache" }, { "dynamo.*", "table" },
    { "s3.*,efs.*,fsx.*,backup.*,ec2.volume,k8s.pvc,k8s.volume,compose.volume", "bucket" }, { "sqs.*,mq.*,batch.queue", "queue" }, { "sns.*,events.*", "topic" }, { "kinesis.*,firehose.*,msk.*", "stream" },
    { "logs.*,trail.*,ec2.flowlog", "log" }, { "cw.alarm,cw.composite", "alarm" }, { "cw.*", "metric" }, { "ecr.*", "registry" }, { "scheduler.*", "schedule" },
    { "api.*,appsync.*,transfer.*,ec2.igw,ec2.nat,ec2.eigw,ec2.endpoint,ec2.tgw,ec2.vpngw", "gateway" }, { "sfn.*,codepipeline.*", "pipeline" }, { "ec2.*,k8s.service,compose.network,sd.*", "network" },
    { "k8s.config,compose.config,cfn.stack", "file" }, { "codebuild.*", "code" },
};
/* what a box says below its name */
static const struct { const char *kinds, *property, *words; } facts[] = {
    { "ecs.service,k8s.*", "DesiredCount", "tasks" }, { "ecs.service", "desired_count", "tasks" }, { "k8s.*", "replicas", "replicas" },
    { "rds.*", "DBInstanceClass", "" }, { "rds.*", "instance_class", "" }, { "cache.*", "CacheNodeType", "" }, { "cache.*", "node_type", "" },
    { "ec2.instance", "InstanceType", "" }, { "ec2.instance", "instance_type", "" }, { "lambda.function", "Runtime", "" }, { "lambda.function", "runtime", "" },
    { "ec2.vpc,ec2.subnet", "CidrBlock", "" }, { "ec2.vpc,ec2.subnet", "cidr_block", "" }, { "logs.group", "RetentionInDays", "days" },
    { "logs.group", "retention_in_days", "days" }, { "k8s.pvc", "storage", "" },
};
/* clang-format on */

struct box { /* of the picture: resources shown as one; a frame has none */
    LIST(struct resource *) of;
    struct resource *frame;
    struct str key;
    int parent, row, col, span, layer;
    bool has_edge;
    char mark;
};
struct line {
    int from, to;
    struct str label;
    const char *kind;
    bool perhaps;
};
struct builder {
    const struct infra *t, *against;
    const struct infra_view_request *ask;
    const struct view *view;
    bool narrow, coarse; /* coarse: one box a kind and place, whoever its neighbours are */
    const int
        *together; /* for each resource its box so far; NULL: each is a neighbour of its own */
    struct str base;
    struct arena *keep;
    struct resource **stands; /* for each resource the one shown for it; NULL: none */
    bool *shows;              /* for each resource: the view has a box for it */
    int *box_of;              /* for each resource; -1 */
    LIST(struct box) boxes;
    LIST(struct line) lines;
    struct map pairs; /* "from to" to line */
    LIST(struct infra_edge) derived;
    bool *joined;
    char *marks;      /* for each resource */
    int64_t *usd_e10; /* for each resource what it and its parts cost a month; NULL: nobody asked */
    int vpcs;         /* frames of VPCs so far */
    struct map keys;  /* of boxes */
};

const char *infra_view_name(int i)
{
    return i >= 0 && i < LEN(views) ? views[i].name : NULL;
}

static bool in_list(const char *list, const char *word)
{
    struct str rest = str_of(list);
    while (rest.len) {
        struct cut c = str_cut(rest, ',');
        if (str_equal(c.head, str_of(word)))
            return true;
        rest = c.tail;
    }
    return false;
}

static bool is_kind(const struct resource *r, const char *list)
{
    return r->kind && kinds_in(r->kind, list);
}

static bool is_shown(const struct builder *b, const struct resource *r)
{
    if (r->outside && !r->kind)
        return true; /* everybody, or what another file would hold */
    if (!r->kind || str_equal(str_of(r->kind->show), S("box")))
        return *b->view->kinds && is_kind(r, b->view->kinds);
    bool main = str_equal(str_of(r->kind->show), S("main"));
    bool mains = !*b->view->kinds || *b->view->kinds == '@';
    return (mains && main) || kinds_in(r->kind, b->view->kinds);
}

/* Asked at each edge, many times over. */
static bool shows(const struct builder *b, const struct resource *r)
{
    return b->shows[r->index];
}

/* ---- who stands for whom ---- */

static void take_parts(struct builder *b)
{
    for (ptrdiff_t k = 0; k < LEN(parts); k++)
        for (ptrdiff_t i = 0; i < b->t->edges.len; i++) {
            const struct infra_edge *e = &b->t->edges.ptr[i];
            struct resource *part = parts[k].to_stands ? e->from : e->to,
                            *whole = parts[k].to_stands ? e->to : e->from;
            if (table_is(e, parts[k].kind) && is_kind(e->from, parts[k].from) &&
                (is_kind(e->to, parts[k].to) || str_equal(str_of(parts[k].to), S("*"))) &&
                !b->stands[part->index] && !shows(b, part))
                b->stands[part->index] = whole;
        }
}

/* The shown one at the end of the chain, or NULL. */
static struct resource *shown(const struct builder *b, struct resource *r)
{
    for (int steps = 0; r && steps < 12; steps++) {
        if (shows(b, r))
            return r;
        r = b->stands[r->index];
    }
    return NULL;
}

/* ---- edges that follow from others ---- */

static void derive(struct builder *b, const char *kind, struct resource *from, struct resource *to,
                   struct str label)
{
    *PUSH(&b->derived, b->keep) =
        (struct infra_edge){ .kind = kind, .from = from, .to = to, .label = label };
}

/* What a group of rules guards may be reached by what the other group guards. */
static void derive_reach(struct builder *b, const struct infra_edge *e)
{
    EACH_IN(b->t, e->to, y)
    {
        if (!table_is(y, "guarded-by"))
            continue;
        if (e->from->outside)
            derive(b, "allows", e->from, y->from, e->label);
        else
            EACH_IN(b->t, e->from, x)
        if (table_is(x, "guarded-by"))
            derive(b, "allows", x->from, y->from, e->label);
    }
}

/* thing -> in-subnet -> uses-routes -> egress -> gateway: the way out. */
static void derive_egress(struct builder *b, const struct infra_edge *e)
{
    const struct infra *t = b->t;
    EACH_IN(t, e->from, u)
    {
        if (!table_is(u, "uses-routes"))
            continue;
        derive(b, "egress", u->from, e->to, e->label);
        EACH_IN(t, u->from, in)
        if (table_is(in, "in-subnet") &&
            is_kind(in->from, "ecs.service,ec2.instance,asg.group,lambda.function,eks.*"))
            derive(b, "egress", in->from, e->to, S(""));
    }
}

static void derive_all(struct builder *b)
{
    bool security = str_equal(str_of(b->view->name), S("security"));
    for (ptrdiff_t i = 0; i < b->t->edges.len; i++) {
        const struct infra_edge *e = &b->t->edges.ptr[i];
        if (table_is(e, "allows") && !security)
            derive_reach(b, e);
        if (table_is(e, "egress"))
            derive_egress(b, e);
    }
    struct resource *people = map_get(&b->t->names, S("internet"));
    for (ptrdiff_t i = 0; people && i < b->t->resources.len; i++)
        if (is_kind(b->t->resources.ptr[i], "ec2.igw"))
            derive(b, "uses", b->t->resources.ptr[i], people, S(""));
}

/* Somebody uses what has a public name, and what nothing else leads to from outside. */
static void derive_entry(struct builder *b, struct resource *people)
{
    for (ptrdiff_t i = 0; i < b->t->resources.len; i++) {
        struct resource *r = b->t->resources.ptr[i];
        bool entry = is_kind(r, "dns.record,dns.records,cdn.distribution,api.rest,api.http");
        EACH_IN(b->t, r, e)
        entry = entry && !in_list("alias,origin", e->kind);
        if (entry)
            derive(b, "uses", people, r, S(""));
    }
}

/* ---- boxes ---- */

static bool wanted_edge(const struct builder *b, const struct infra_edge *e)
{
    return in_list(b->view->edges, e->kind) || table_is(e, "uses");
}

static bool is_main(const struct resource *r)
{
    return r->kind && str_equal(str_of(r->kind->show), S("main"));
}

/* Which resources a line of this view begins or ends at. */
static void find_joined(struct builder *b)
{
    b->joined = NEW(b->keep, bool, b->t->resources.len + 1);
    for (ptrdiff_t k = 0; k < b->t->edges.len + b->derived.len; k++) {
        const struct infra_edge *e =
            k < b->t->edges.len ? &b->t->edges.ptr[k] : &b->derived.ptr[k - b->t->edges.len];
        struct resource *x = wanted_edge(b, e) ? shown(b, e->from) : NULL;
        struct resource *y = x ? shown(b, e->to) : NULL;
        if (y && x != y)
            b->joined[x->index] = b->joined[y->index] = true;
    }
}

/* Each neighbour once. */
static void neighbour(const struct builder *b, struct buf *key, const struct infra_edge *e,
                      const struct resource *other, const struct resource *r)
{
    char word[64];
    if (!other || other == r || !wanted_edge(b, e) ||
        is_kind(other, "cw.alarm,secret.secret,ec2.nat"))
        return;
    int n = snprintf(word, sizeof word, " %s%d;", e->kind,
                     b->together ? b->together[other->index] : other->index);
    if (n > 0 && n < (int)sizeof word && str_find(buf_str(key), (struct str){ word, n }) < 0)
        buf_put(key, (struct str){ word, n });
}

/* What decides whether two resources of a kind are one box: where they stand, and who is joined to
 * them how. */
static struct str box_key(const struct builder *b, const struct resource *r, struct str place)
{
    struct buf key = buf_open(b->keep, 4096);
    buf_fmt(&key, "%s %.*s", r->kind ? r->kind->name : "", FMT(place));
    if (!r->kind || r->outside ||
        is_kind(r, "ecs.service,compose.service,k8s.deployment,k8s.statefulset,k8s.ingress,elb.lb,"
                   "cdn.distribution,compose.network"))
        buf_fmt(&key, " %d", r->index);
    if (!b->coarse && b->view->shape != SHAPE_ZONES) {
        EACH_OUT(b->t, r, e)
        neighbour(b, &key, e, shown(b, e->to), r);
        EACH_IN(b->t, r, e)
        neighbour(b, &key, e, shown(b, e->from), r);
    }
    return str_copy(buf_str(&key), b->keep);
}

static int box_add(struct builder *b, struct resource *r, struct str key)
{
    int *at = map_get(&b->keys, key);
    if (!at) {
        at = NEW(b->keep, int, 1);
        *at = (int)b->boxes.len;
        *map_at(&b->keys, key, b->keep) = at;
        *PUSH(&b->boxes, b->keep) = (struct box){ .key = key, .parent = -1, .frame = r };
    }
    if (r)
        *PUSH(&b->boxes.ptr[*at].of, b->keep) = r;
    return *at;
}

/* One more edge between the same two: another port is said, anything else that differs is not. */
static void line_more(struct builder *b, struct line *l, const struct infra_edge *e)
{
    bool ports = table_is(e, "allows") && e->label.len;
    bool both = ports && str_equal(str_of(l->kind), S("allows"));
    if (both && str_find(l->label, str_rcut(e->label, ' ').tail) < 0)
        l->label = str_fmt(b->keep, "%.*s, %.*s", FMT(l->label), FMT(str_rcut(e->label, ' ').tail));
    else if (ports && !l->label.len)
        l->label = e->label;
    else if (!ports && str_equal(str_of(l->kind), str_of(e->kind)) &&
             !str_equal(l->label, e->label))
        l->label = S("");
}

static void line_add(struct builder *b, const struct infra_edge *e)
{
    struct resource *from = shown(b, e->from), *to = shown(b, e->to);
    int x = from ? b->box_of[from->index] : -1, y = to ? b->box_of[to->index] : -1;
    if (x < 0 || y < 0 || x == y || !wanted_edge(b, e))
        return;
    void **at = map_at(&b->pairs, str_fmt(b->keep, "%d %d", x, y), b->keep);
    struct line *l = *at;
    if (l) {
        line_more(b, l, e);
        return;
    }
    if (!b->lines.cap)
        b->lines.ptr =
            NEW(b->keep, struct line, b->lines.cap = b->t->edges.len + b->derived.len + 1);
    l = &b->lines.ptr[b->lines.len++];
    *l = (struct line){ x, y, e->label, e->kind, e->perhaps };
    *at = l;
    b->boxes.ptr[x].has_edge = b->boxes.ptr[y].has_edge = true;
}

static void lines_add(struct builder *b)
{
    for (ptrdiff_t i = 0; i < b->t->edges.len; i++)
        line_add(b, &b->t->edges.ptr[i]);
    for (ptrdiff_t i = 0; i < b->derived.len; i++)
        line_add(b, &b->derived.ptr[i]);
}

/* ---- subnets, zones, tiers ---- */

enum tier { TIER_PUBLIC, TIER_PRIVATE, TIER_ISOLATED, N_TIERS };
static const char *const tier_words[] = { "Public subnets", "Private subnets", "Isolated subnets" };

static bool leads(const struct builder *b, const struct resource *subnet, const char *gateways)
{
    EACH_OUT(b->t, subnet, u)
    if (table_is(u, "uses-routes"))
        EACH_OUT(b->t, u->to, e)
    if (table_is(e, "egress") && is_kind(e->to, gateways))
        return true;
    return false;
}

static enum tier tier_of(const struct builder *b, const struct resource *subnet)
{
    struct str open = table_text(subnet, "MapPublicIpOnLaunch");
    if (!open.len)
        open = table_text(subnet, "map_public_ip_on_launch");
    if (str_equal(open, S("true")) || leads(b, subnet, "ec2.igw"))
        return TIER_PUBLIC;
    return leads(b, subnet, "*") ? TIER_PRIVATE : TIER_ISOLATED;
}

static struct resource *end_of(const struct builder *b, const struct resource *from,
                               const char *kind, const char *to)
{
    EACH_OUT(b->t, from, e)
    if (table_is(e, kind) && is_kind(e->to, to))
        return e->to;
    return NULL;
}

/* The subnet a thing stands in, by way of its subnet group, task or group of instances. */
static struct resource *subnet_of(const struct builder *b, const struct resource *r)
{
    struct resource *s = end_of(b, r, "in-subnet", "ec2.subnet");
    struct resource *group = s ? NULL : end_of(b, r, "in-subnet", "*.subnets");
    if (!s && !group)
        group = end_of(b, r, "placed", "*.subnets");
    if (!s && !group && is_kind(r, "rds.instance"))
        group = end_of(b, r, "inside", "rds.cluster");
    return s ? s : group && group != r ? subnet_of(b, group) : NULL;
}

static struct resource *vpc_of(const struct builder *b, const struct resource *r)
{
    struct resource *s = subnet_of(b, r);
    struct resource *v = end_of(b, s ? s : r, "inside", "ec2.vpc");
    return v ? v : end_of(b, s ? s : r, "placed", "ec2.vpc");
}

static int frame_add(struct builder *b, struct resource *r, struct str key, int parent, int row,
                     int col)
{
    int *known = map_get(&b->keys, key), i = known ? *known : box_add(b, NULL, key);
    if (!known)
        b->boxes.ptr[i] =
            (struct box){ .key = key, .frame = r, .parent = parent, .row = row, .col = col };
    return i;
}

static int vpc_frame(struct builder *b, struct resource *vpc, int row)
{
    return vpc ? frame_add(b, vpc, str_fmt(b->keep, "vpc %d", vpc->index), -1, row, 0) : -1;
}

/* How many of the boxes before number n stand in a frame. */
static int children(const struct builder *b, int frame, ptrdiff_t n)
{
    int count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        count += b->boxes.ptr[i].parent == frame;
    return count;
}

/* ---- texts of boxes ---- */

/* "NATGateway" says what "NAT gateway" says. */
static bool says_kind(struct str name, const struct resource *r)
{
    struct str words = str_of(r->kind ? r->kind->words : NULL);
    ptrdiff_t k = 0;
    for (ptrdiff_t i = 0; i < words.len; i++) {
        if (words.ptr[i] == ' ')
            continue;
        if (k == name.len || char_lower(name.ptr[k++]) != char_lower(words.ptr[i]))
            return false;
    }
    return k == name.len;
}

static struct str short_name(const struct resource *r)
{
    struct str name = r->label.len ? r->label : r->name;
    struct cut c = str_rcut(name, '/');
    if (c.ok && (says_kind(c.tail, r) || str_equal(c.tail, S("Service")) ||
                 str_equal(c.tail, S("Default"))))
        return c.head;
    return name;
}

static void text_put(struct graph_node *n, struct str text)
{
    if (text.len && n->n_lines < LINES_MAX)
        n->lines[n->n_lines++] = (struct graph_text){ .text = text };
}

static struct str fact_of(const struct resource *r, struct arena *keep)
{
    for (ptrdiff_t i = 0; i < LEN(facts); i++) {
        struct str v = is_kind(r, facts[i].kinds) ? table_text(r, facts[i].property) : S("");
        if (v.len && v.len < 40 && str_find(v, S("${")) < 0)
            return *facts[i].words
                       ? str_fmt(keep, "%.*s %.*s", FMT(v),
                                 (int)strlen(facts[i].words) - str_equal(v, S("1")), facts[i].words)
                       : v;
    }
    return (struct str){ 0 };
}

/* What the names of a box begin with alike, up to a dash or slash, is said by their kind. */
static ptrdiff_t alike(const struct box *x)
{
    struct str first = short_name(x->of.ptr[0]);
    ptrdiff_t n = first.len;
    for (int i = 1; i < x->of.len; i++) {
        struct str other = short_name(x->of.ptr[i]);
        ptrdiff_t k = 0;
        while (k < n && k < other.len && other.ptr[k] == first.ptr[k])
            k++;
        n = k;
    }
    while (n > 0 && first.ptr[n - 1] != '-' && first.ptr[n - 1] != '/' && first.ptr[n - 1] != '.')
        n--;
    return n;
}

/* As many names as a line takes, and how many more. */
static struct str names_of(const struct box *x, float px, struct arena *keep)
{
    struct str names = { 0 };
    ptrdiff_t skip = alike(x);
    for (int i = 0; i < x->of.len; i++) {
        struct str name = str_from(short_name(x->of.ptr[i]), skip);
        struct str more = i ? str_fmt(keep, "%.*s, %.*s", FMT(names), FMT(name)) : name;
        if (i && font_width(more, ROLE_SUB) > px)
            return str_fmt(keep, "%.*s +%td", FMT(names), x->of.len - i);
        names = more;
    }
    return names;
}

/* Each resource's cost at the one it is shown as. */
static void price_all(struct builder *b, const struct price_book *book)
{
    const struct infra *t = b->t;
    b->usd_e10 = NEW(b->keep, int64_t, t->resources.len + 1);
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        struct cost_row cost;
        struct resource *r = t->resources.ptr[i], *as = shown(b, r);
        if (as && r->change != CHANGE_REMOVED && resource_cost(t, r, book, b->keep, &cost) &&
            __builtin_add_overflow(b->usd_e10[as->index], cost.cost.at[COST_TYPICAL],
                                   &b->usd_e10[as->index]))
            b->usd_e10[as->index] = 0;
    }
}

/* "$36.04 a month", in the first box that shows them. */
static void cost_text(struct builder *b, const struct box *x, struct graph_node *n)
{
    int64_t sum = 0;
    for (int i = 0; b->usd_e10 && i < x->of.len; i++) {
        int64_t *one = &b->usd_e10[x->of.ptr[i]->index];
        if (__builtin_add_overflow(sum, *one, &sum))
            return;
        *one = 0;
    }
    if (sum)
        text_put(n, str_fmt(b->keep, "%.*s a month", FMT(money_show(sum, b->keep))));
}

static void node_texts(const struct builder *b, const struct box *x, struct graph_node *n)
{
    const struct resource *r = x->of.ptr[0];
    n->lines = NEW(b->keep, struct graph_text, LINES_MAX);
    if (!r || r->outside) {
        struct str key = r ? r->name : x->key;
        if (str_equal(key, S("internet")))
            key = S("Internet");
        text_put(n, key);
        if (r && r->kind)
            text_put(n, S("not in these files"));
        return;
    }
    struct str words = r->kind ? str_of(r->kind->words) : r->type;
    if (x->of.len > 1) {
        text_put(n, str_fmt(b->keep, "%.*s \xc3\x97%td", FMT(words), x->of.len));
        text_put(n, names_of(x, b->narrow ? NAMES_NARROW_PX : NAMES_PX, b->keep));
        return;
    }
    bool known = r->family == INFRA_K8S || r->family == INFRA_COMPOSE;
    text_put(n, known ? r->id : words);
    struct str second = known ? words : short_name(r);
    text_put(n, says_kind(second, r) && !known ? S("") : second);
    text_put(n, fact_of(r, b->keep));
}

/* ---- marks ---- */

/* The same text, or one that differs in the names of the two environments alone. */
static bool same_text(const struct builder *b, struct str x, struct str y)
{
    while (x.len && y.len) {
        bool own = b->ask->env.len && b->ask->other.len && str_starts(x, b->ask->env) &&
                   str_starts(y, b->ask->other);
        if (!own && *x.ptr != *y.ptr)
            return false;
        x = str_from(x, own ? b->ask->env.len : 1);
        y = str_from(y, own ? b->ask->other.len : 1);
    }
    return x.len == y.len;
}

static bool same_resource(const struct builder *view, const struct resource *a,
                          const struct resource *b)
{
    if (a->leaves.len != b->leaves.len)
        return false;
    for (ptrdiff_t i = 0; i < a->leaves.len; i++) {
        const struct infra_leaf *x = &a->leaves.ptr[i], *y = &b->leaves.ptr[i];
        bool refs = x->to && y->to ? str_equal(x->to->name, y->to->name) : x->to == y->to;
        if (!str_equal(x->path, y->path) || !same_text(view, x->text, y->text) || !refs)
            return false;
    }
    return true;
}

/* Generated names of two environments differ in their environment alone where logical ids agree. */
static char mark_of(const struct builder *b, const struct resource *r)
{
    static const char signs[] = { [CHANGE_ADDED] = '+',
                                  [CHANGE_REMOVED] = '-',
                                  [CHANGE_CHANGED] = '~',
                                  [CHANGE_REPLACED] = '~' };
    if (!b->against || r->outside || r->change == CHANGE_REMOVED)
        return signs[r->change];
    const struct resource *other = map_get(&b->against->names, r->name);
    return !other ? '+' : same_resource(b, r, other) ? 0 : '~';
}

/* Each resource's sign at the one it is shown as: what changed in a part has changed the whole. */
static void mark_all(struct builder *b)
{
    b->marks = NEW(b->keep, char, b->t->resources.len + 1);
    for (int own = 0; own <= 1; own++)
        for (ptrdiff_t i = 0; i < b->t->resources.len; i++) {
            struct resource *r = b->t->resources.ptr[i], *as = shown(b, r);
            char mark = as && (as == r) == own ? mark_of(b, r) : 0;
            if (mark)
                b->marks[as->index] = own ? mark : '~';
        }
}

static char box_mark(const struct builder *b, const struct box *x)
{
    char mark = x->of.len ? b->marks[x->of.ptr[0]->index] : 0;
    for (int i = 1; i < x->of.len; i++)
        mark = b->marks[x->of.ptr[i]->index] == mark ? mark : '~';
    return mark;
}

/* ---- places ---- */

/* Layers from cause to effect: the longest way to a box, circles cut where they close. */
static void layers(struct builder *b, int *layer, int n)
{
    for (int pass = 0; pass < n && pass < LAYERS_MAX; pass++) {
        bool moved = false;
        for (ptrdiff_t k = 0; k < b->lines.len; k++) {
            const struct line *l = &b->lines.ptr[k];
            if (layer[l->to] <= layer[l->from] && layer[l->from] + 1 < LAYERS_MAX && pass < 12) {
                layer[l->to] = layer[l->from] + 1;
                moved = true;
            }
        }
        if (!moved)
            break;
    }
}

/* Boxes of a layer side by side (narrow: in rows of two) or below each other, without empty layers. */
static void place_layers(struct builder *b)
{
    int n = (int)b->boxes.len, *layer = NEW(b->keep, int, n + 1), row = 0, col = 0;
    layers(b, layer, n);
    for (int l = 0; l < LAYERS_MAX; l++) {
        int in_layer = 0;
        for (int i = 0; i < n; i++) {
            struct box *x = &b->boxes.ptr[i];
            if (layer[i] != l || x->parent >= 0)
                continue;
            x->row = b->narrow ? row + in_layer / NARROW_COLUMNS : in_layer;
            x->col = b->narrow ? in_layer % NARROW_COLUMNS : col;
            in_layer++;
        }
        row += (in_layer + NARROW_COLUMNS - 1) / NARROW_COLUMNS;
        col += in_layer > 0;
    }
}

/* Where a child goes next in its frame: rows of `columns`. */
static void place_in(struct builder *b, int child, int parent, int columns)
{
    int n = children(b, parent, child);
    b->boxes.ptr[child].parent = parent;
    b->boxes.ptr[child].row = n / columns;
    b->boxes.ptr[child].col = n % columns;
}

/* overview: what stands before the VPC in a row above, tiers in it, regional services beside it. */
static bool before_vpc(const struct resource *r)
{
    return (r->outside && !r->kind) || is_kind(r, "dns.*,cdn.*,waf.*,api.*,k8s.ingress");
}

static int tier_frame(struct builder *b, struct resource *vpc, const struct resource *r)
{
    struct resource *subnet = subnet_of(b, r);
    int before = (int)b->boxes.len, v = vpc_frame(b, vpc, b->vpcs + 1);
    b->vpcs += v == before;
    if (is_kind(r, "ec2.igw") || !subnet)
        return v;
    enum tier t = tier_of(b, subnet);
    return frame_add(b, NULL, str_fmt(b->keep, "%s of %d", tier_words[t], vpc->index), v,
                     (int)t + 1, 0);
}

static void tier_boxes(struct builder *b)
{
    int top = frame_add(b, NULL, S("@top"), -1, 0, 0),
        side = frame_add(b, NULL, S("@side"), -1, 1, 1);
    b->vpcs = 0;
    if (b->narrow) {
        b->boxes.ptr[side].row = SIDE_ROW;
        b->boxes.ptr[side].col = 0;
    }
    for (ptrdiff_t i = 0; i < b->t->resources.len; i++) {
        struct resource *r = b->t->resources.ptr[i], *vpc = vpc_of(b, r);
        bool folded = is_kind(r, "ec2.subnet,ec2.vpc");
        if (folded || shown(b, r) != r)
            continue;
        if (!is_main(r) && !b->joined[r->index])
            continue; /* a detail that no line here speaks of */
        int frame = before_vpc(r) ? top : vpc ? tier_frame(b, vpc, r) : side;
        int x = box_add(b, r, box_key(b, r, str_fmt(b->keep, "%d", frame)));
        b->boxes.ptr[x].parent = frame;
        b->box_of[r->index] = x;
    }
}

static void place_tiers(struct builder *b)
{
    int top = frame_add(b, NULL, S("@top"), -1, 0, 0), n = (int)b->boxes.len;
    int *layer = NEW(b->keep, int, n + 1);
    layers(b, layer, n);
    for (int i = 0; i < n; i++) /* protection is no step of the way: it stands behind it */
        if (b->boxes.ptr[i].of.len && is_kind(b->boxes.ptr[i].of.ptr[0], "waf.*"))
            layer[i] = LAYERS_MAX - 1;
    for (int l = 0, col = 0; l < LAYERS_MAX; l++)
        for (int i = 0; i < n; i++)
            if (b->boxes.ptr[i].parent == top && layer[i] == l) {
                b->boxes.ptr[i].row = b->narrow ? col / NARROW_COLUMNS : 0;
                b->boxes.ptr[i].col = b->narrow ? col % NARROW_COLUMNS : col;
                col++;
            }
    for (int i = 0; i < n; i++) {
        struct box *x = &b->boxes.ptr[i];
        if (x->parent < 0 || x->parent == top || !x->of.len)
            continue;
        bool side = str_equal(b->boxes.ptr[x->parent].key, S("@side"));
        bool in_vpc = str_starts(b->boxes.ptr[x->parent].key, S("vpc "));
        place_in(b, i, x->parent,
                 side        ? (b->narrow ? NARROW_COLUMNS
                                : n > 24  ? 2
                                          : 1)
                 : b->narrow ? 1
                             : 4);
        if (in_vpc)
            x->row += x->row ? N_TIERS + 1 : 0;
    }
}

/* network: VPC, zones in it, subnets in them; in each subnet what stands there. */
static struct str zone_of(const struct resource *subnet)
{
    struct str z = table_text(subnet, "AvailabilityZone");
    return z.len ? z : table_text(subnet, "availability_zone");
}

static int subnet_frame(struct builder *b, struct resource *subnet)
{
    int v = vpc_frame(b, end_of(b, subnet, "inside", "ec2.vpc"), 1), columns = 0;
    struct str key = str_fmt(b->keep, "zone %d %.*s", v, FMT(zone_of(subnet)));
    for (ptrdiff_t i = 0; i < b->boxes.len; i++)
        columns += b->boxes.ptr[i].parent == v && str_starts(b->boxes.ptr[i].key, S("zone "));
    int z = frame_add(b, NULL, key, v, b->narrow ? ZONE_ROW + columns : 1, b->narrow ? 0 : columns);
    return frame_add(b, subnet, str_fmt(b->keep, "subnet %d", subnet->index), z,
                     children(b, z, b->boxes.len), 0);
}

/* What stands in a group of subnets. */
static struct resource *user_of(const struct builder *b, const struct resource *group)
{
    EACH_IN(b->t, group, e)
    if ((table_is(e, "placed") || table_is(e, "in-subnet")) && shows(b, e->from))
        return e->from;
    return NULL;
}

static void zone_boxes(struct builder *b)
{
    for (int t = 0; t < N_TIERS; t++)
        for (ptrdiff_t i = 0; i < b->t->resources.len; i++) {
            struct resource *r = b->t->resources.ptr[i];
            if (is_kind(r, "ec2.subnet") && (int)tier_of(b, r) == t)
                b->box_of[r->index] = subnet_frame(b, r);
        }
    for (ptrdiff_t i = 0; i < b->t->edges.len; i++) {
        const struct infra_edge *e = &b->t->edges.ptr[i];
        struct resource *r = shown(b, e->from);
        if (!table_is(e, "in-subnet") || !is_kind(e->to, "ec2.subnet") ||
            b->box_of[e->to->index] < 0)
            continue;
        if (!r && is_kind(e->from, "*.subnets"))
            r = user_of(b, e->from);
        if (!r)
            continue;
        int parent = b->box_of[e->to->index];
        int x =
            box_add(b, r,
                    str_fmt(b->keep, "in %d %s", parent,
                            is_kind(r, "ec2.endpoint") ? "endpoints" : str_c(r->name, b->keep)));
        place_in(b, x, parent, 1);
        if (is_kind(r, "ec2.nat,ec2.instance"))
            b->box_of[r->index] = x;
    }
}

/* Gateways and what stands in no subnet: in the VPC when they belong to one, else beside it. */
static void rest_boxes(struct builder *b)
{
    for (ptrdiff_t i = 0; i < b->t->resources.len; i++) {
        struct resource *r = b->t->resources.ptr[i];
        if (shown(b, r) != r || b->box_of[r->index] >= 0 || subnet_of(b, r) ||
            is_kind(r, "ec2.subnet,ec2.vpc"))
            continue;
        struct resource *vpc = vpc_of(b, r);
        bool joined = vpc || is_kind(r, "ec2.*,compose.*,k8s.*") || r->outside;
        if (!joined)
            continue;
        int v = vpc_frame(b, vpc, 1);
        int x = box_add(b, r, box_key(b, r, str_fmt(b->keep, "%d", v)));
        b->box_of[r->index] = x;
        b->boxes.ptr[x].parent = v;
        int n = 0;
        for (int k = 0; k < x; k++)
            n += b->boxes.ptr[k].parent == v && b->boxes.ptr[k].of.len > 0;
        bool people = r->outside && !r->kind;
        b->boxes.ptr[x].row = people ? 0 : v < 0 ? 2 : b->narrow ? n : 0;
        b->boxes.ptr[x].col = people || b->narrow ? 0 : n;
    }
}

static void layer_boxes(struct builder *b)
{
    bool all = str_equal(str_of(b->view->name), S("overview"));
    for (ptrdiff_t i = 0; i < b->t->resources.len; i++) {
        struct resource *r = b->t->resources.ptr[i];
        if (shown(b, r) == r && (b->joined[r->index] || (all && is_main(r))))
            b->box_of[r->index] = box_add(b, r, box_key(b, r, S("")));
    }
}

/* stacks: one box a template or module, a line for all references between two. */
static void stack_boxes(struct builder *b)
{
    for (ptrdiff_t i = 0; i < b->t->resources.len; i++) {
        struct resource *r = b->t->resources.ptr[i];
        if (!r->outside)
            b->box_of[r->index] = box_add(b, r, r->stack.len ? r->stack : S("root"));
    }
    for (ptrdiff_t i = 0; i < b->t->resources.len; i++)
        for (ptrdiff_t k = 0; k < b->t->resources.ptr[i]->leaves.len; k++) {
            const struct resource *to = b->t->resources.ptr[i]->leaves.ptr[k].to;
            int x = b->box_of[b->t->resources.ptr[i]->index], y = to ? b->box_of[to->index] : -1;
            void **at = x < 0 || y < 0 || x == y
                            ? NULL
                            : map_at(&b->pairs, str_fmt(b->keep, "%d %d", x, y), b->keep);
            if (!at || *at)
                continue;
            *at = b;
            *PUSH(&b->lines, b->keep) = (struct line){ x, y, S(""), "uses", false };
        }
}

/* ---- to a graph ---- */

static enum scene_colour colour_of(const struct resource *r)
{
    for (ptrdiff_t i = 0; r && r->kind && i < LEN(colours); i++)
        if (str_equal(str_of(colours[i].group), str_of(r->kind->group)))
            return colours[i].colour;
    return COLOUR_EDGE;
}

static const char *glyph_of(const struct resource *r)
{
    if (r && r->outside && !r->kind)
        return "user";
    for (ptrdiff_t i = 0; r && i < LEN(glyphs); i++)
        if (is_kind(r, glyphs[i].kinds))
            return glyphs[i].glyph;
    return NULL;
}

static void frame_texts(const struct builder *b, const struct box *x, struct graph_node *n,
                        struct grid_place *at)
{
    const struct resource *r = x->frame;
    n->lines = NEW(b->keep, struct graph_text, LINES_MAX);
    at->bare = str_starts(x->key, S("@"));
    at->colour = r ? (is_kind(r, "ec2.vpc")          ? COLOUR_NET
                      : tier_of(b, r) == TIER_PUBLIC ? COLOUR_PUBLIC
                                                     : COLOUR_PRIVATE)
                   : COLOUR_EDGE;
    if (at->bare)
        return;
    if (r) {
        text_put(n, is_kind(r, "ec2.vpc") ? S("VPC") : short_name(r));
        text_put(n, fact_of(r, b->keep));
        return;
    }
    struct str zone =
        str_starts(x->key, S("zone ")) ? str_cut(str_from(x->key, 5), ' ').tail : S("");
    if (str_starts(x->key, S("zone ")))
        text_put(n, zone.len && str_find(zone, S("${")) < 0 ? zone : S("Availability zone"));
    for (int t = 0; t < N_TIERS; t++)
        if (str_starts(x->key, str_of(tier_words[t]))) {
            text_put(n, str_of(tier_words[t]));
            at->colour = t == TIER_PUBLIC ? COLOUR_PUBLIC : COLOUR_PRIVATE;
        }
}

static void stack_texts(const struct builder *b, const struct box *x, struct graph_node *n)
{
    n->lines = NEW(b->keep, struct graph_text, LINES_MAX);
    text_put(n, x->key);
    text_put(n, str_fmt(b->keep, "%td resources", x->of.len));
}

/* Places of the boxes in the graph: frames before what they hold. */
static int *order_of(const struct builder *b, int *count)
{
    int n = (int)b->boxes.len, *order = NEW(b->keep, int, n + 1);
    *count = 0;
    for (int depth = 0; depth < 5; depth++)
        for (int i = 0; i < n; i++) {
            int d = 0;
            bool empty = b->boxes.ptr[i].of.len == 0;
            for (int p = b->boxes.ptr[i].parent; p >= 0 && d < 5; p = b->boxes.ptr[p].parent)
                d++;
            for (int k = 0; k < n && empty; k++)
                empty = b->boxes.ptr[k].parent != i;
            if (d == depth && !empty)
                order[(*count)++] = i;
        }
    return order;
}

static void put_node(struct builder *b, const struct box *x, struct graph_node *n,
                     struct grid_place *at)
{
    bool stacks = b->view->shape == SHAPE_STACKS;
    *at = (struct grid_place){ .row = x->row, .col = x->col, .span = x->span };
    if (x->of.len == 0) {
        frame_texts(b, x, n, at);
        return;
    }
    if (stacks)
        stack_texts(b, x, n);
    else
        node_texts(b, x, n);
    cost_text(b, x, n);
    at->colour = stacks ? COLOUR_COMPUTE : colour_of(x->of.ptr[0]);
    at->glyph = stacks ? NULL : glyph_of(x->of.ptr[0]);
    at->mark = box_mark(b, x);
    n->stroke = x->of.ptr[0]->perhaps || (x->of.ptr[0]->outside && x->of.ptr[0]->kind)
                    ? STROKE_DASHED
                    : STROKE_LIGHT;
    bool elsewhere = b->against && x->of.ptr[0]->change == CHANGE_REMOVED;
    if (b->base.len && !stacks && !x->of.ptr[0]->outside && !elsewhere)
        n->href = str_fmt(b->keep, "%.*s#r%d", FMT(b->base), x->of.ptr[0]->index);
    n->kind = str_of(x->of.ptr[0]->kind ? x->of.ptr[0]->kind->name : NULL);
}

static void put_edge(struct builder *b, const struct line *l, const int *node_of,
                     struct graph_edge *e)
{
    struct str label = l->label;
    bool plain = in_list("uses,routes,listens,forwards", l->kind);
    if (b->view->shape != SHAPE_STACKS && !plain)
        label = str_fmt(b->keep, "%s%s%.*s", l->kind, label.len ? " " : "", FMT(label));
    *e = (struct graph_edge){ .from = node_of[l->from], .to = node_of[l->to], .dir = DIR_FORWARD };
    e->stroke =
        l->perhaps || str_equal(str_of(l->kind), S("depends-on")) ? STROKE_DASHED : STROKE_LIGHT;
    e->lines = NEW(b->keep, struct graph_text, 1);
    if (label.len)
        e->lines[e->n_lines++] = (struct graph_text){ .text = label };
}

static void to_grid(struct builder *b, struct grid *out)
{
    int n, *order = order_of(b, &n), *node_of = NEW(b->keep, int, b->boxes.len + 1);
    struct graph *g = NEW(b->keep, struct graph, 1);
    struct grid_place *at = NEW(b->keep, struct grid_place, n + 1);
    int cut = n > NODES_MAX ? n - NODES_MAX : 0;
    n -= cut;
    for (ptrdiff_t i = 0; i < b->boxes.len; i++)
        node_of[i] = -1;
    for (int i = 0; i < n; i++)
        node_of[order[i]] = i;
    g->nodes = NEW(b->keep, struct graph_node, n + 1);
    g->edges = NEW(b->keep, struct graph_edge, b->lines.len + 1);
    g->n_nodes = n;
    if (cut) /* what does not fit is said */
        g->desc =
            str_fmt(b->keep, "%d more boxes are left out; the page of resources lists them.", cut);
    for (int i = 0; i < n; i++) {
        const struct box *x = &b->boxes.ptr[order[i]];
        g->nodes[i].parent = x->parent >= 0 ? node_of[x->parent] : -1;
        put_node(b, x, &g->nodes[i], &at[i]);
    }
    for (ptrdiff_t i = 0; i < b->lines.len; i++)
        if (node_of[b->lines.ptr[i].from] >= 0 && node_of[b->lines.ptr[i].to] >= 0)
            put_edge(b, &b->lines.ptr[i], node_of, &g->edges[g->n_edges++]);
    graph_ids(g, b->keep);
    *out = (struct grid){ .g = g, .at = at, .narrow = b->narrow };
}

/* Two boxes in one place: the later one moves on, to the right or on a phone down. */
static void part(struct builder *b)
{
    struct map taken = { 0 };
    for (ptrdiff_t i = 0; i < b->boxes.len; i++) {
        struct box *x = &b->boxes.ptr[i];
        void **at;
        while (*(
            at = map_at(&taken, str_fmt(b->keep, "%d %d %d", x->parent, x->row, x->col), b->keep)))
            ++*(b->narrow ? &x->row : &x->col);
        *at = x;
    }
}

static void place_all(struct builder *b)
{
    if (b->view->shape == SHAPE_TIERS)
        place_tiers(b);
    else if (b->view->shape != SHAPE_ZONES)
        place_layers(b);
    part(b);
}

static bool has_vpc(const struct infra *t)
{
    for (ptrdiff_t i = 0; i < t->resources.len; i++)
        if (is_kind(t->resources.ptr[i], "ec2.subnet"))
            return true;
    return false;
}

static const struct view *view_named(struct str name)
{
    for (ptrdiff_t i = 0; i < LEN(views); i++)
        if (str_equal(name, str_of(views[i].name)))
            return &views[i];
    return NULL;
}

/* Boxes by the shape. Too many to be read: neighbours in one box are one neighbour, then neighbours
 * do not matter. */
static void boxes_make(struct builder *b, enum shape shape)
{
    void (*make)(struct builder *) = shape == SHAPE_TIERS ? tier_boxes : layer_boxes;
    if (shape == SHAPE_STACKS) {
        stack_boxes(b);
        return;
    }
    if (shape == SHAPE_ZONES) {
        zone_boxes(b);
        rest_boxes(b);
        return;
    }
    make(b);
    for (int most = BOXES_FINE; b->boxes.len > most && !b->coarse;
         most = shape == SHAPE_TIERS ? BOXES_FINE : BOXES_MOST) {
        int *so_far = NEW(b->keep, int, b->t->resources.len + 1);
        memcpy(so_far, b->box_of, (size_t)b->t->resources.len * sizeof *so_far);
        b->coarse = b->together != NULL;
        b->together = so_far;
        b->boxes.len = 0;
        b->keys = (struct map){ 0 };
        make(b);
    }
}

bool infra_view(const struct infra *t, const struct infra_view_request *ask, struct arena *keep,
                struct grid *out)
{
    const struct view *chosen = view_named(ask->name);
    if (!chosen)
        return false;
    if (ask->against)
        t = merge_tables(t, ask->against, keep);
    struct view own = *chosen;
    struct builder b = { .t = t,
                         .against = ask->against,
                         .ask = ask,
                         .view = &own,
                         .narrow = ask->narrow,
                         .base = ask->base,
                         .keep = keep };
    ptrdiff_t n = t->resources.len;
    if (!has_vpc(t) && own.shape != SHAPE_STACKS)
        own.shape = SHAPE_LAYERS;
    b.stands = NEW(keep, struct resource *, n + 1);
    b.box_of = NEW(keep, int, n + 1);
    b.shows = NEW(keep, bool, n + 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        b.box_of[i] = -1;
        b.shows[i] = is_shown(&b, t->resources.ptr[i]);
    }
    take_parts(&b);
    derive_all(&b);
    struct resource *people = map_get(&t->names, S("internet"));
    if (people && in_list("overview,dataflow", own.name))
        derive_entry(&b, people);
    find_joined(&b);
    boxes_make(&b, own.shape);
    if (own.shape != SHAPE_STACKS)
        lines_add(&b);
    mark_all(&b);
    if (ask->book)
        price_all(&b, ask->book);
    place_all(&b);
    to_grid(&b, out);
    return true;
}
