/* cost_usage.c - from the words of a cost table to an estimate.
 *
 * kinds[] is the vocabulary: services by their names. uses[] says which prices each takes and where
 * every factor comes from: a fact of the configuration cell, or an amount assumed for the scale. A
 * new service is a row of each. */
#include "check/cost_usage.h"

#include "check/cost_words.h"
#include "model/document.h"

enum scale { SMALL, MEDIUM, LARGE, N_SCALES };

enum kind {
    KIND_NONE,
    KIND_FARGATE,
    KIND_ALB,
    KIND_WAF,
    KIND_NAT,
    KIND_DATA,
    KIND_CACHE,
    KIND_SECRETS,
    KIND_LOGS,
    KIND_CLOUDFRONT,
    KIND_OTHER,
    KIND_EC2,
    KIND_EBS,
    KIND_S3,
    KIND_ECR,
    KIND_ROUTE53,
    KIND_KMS,
    KIND_VPCE,
    KIND_IPV4,
    KIND_LIGHTSAIL,
    KIND_APPRUNNER,
    KIND_FOREIGN, /* known by name, its prices are not: never taken for a container */
    N_KINDS
};

/* clang-format off */
static const struct {
    const char *word;
    enum kind kind;
} names[] = { /* the longest that stands in the service cell decides */
    { "fargate", KIND_FARGATE }, { "ecs", KIND_FARGATE }, { "container tasks", KIND_FARGATE },
    { "containers", KIND_FARGATE }, { "compute", KIND_FARGATE },
    { "application tasks", KIND_FARGATE },
    { "application load balancer", KIND_ALB }, { "load balancer", KIND_ALB },
    { "load balancing", KIND_ALB },
    { "alb", KIND_ALB }, { "elb", KIND_ALB }, { "elastic load balancing", KIND_ALB },
    { "waf", KIND_WAF }, { "web application firewall", KIND_WAF },
    { "nat", KIND_NAT }, { "nat gateway", KIND_NAT }, { "nat gateways", KIND_NAT },
    { "nat gw", KIND_NAT },
    { "data transfer", KIND_DATA }, { "data transfer out", KIND_DATA }, { "egress", KIND_DATA },
    { "internet egress", KIND_DATA }, { "bandwidth", KIND_DATA }, { "data out", KIND_DATA },
    { "traffic", KIND_DATA },
    { "outbound transfer", KIND_DATA }, { "transfer", KIND_DATA },
    { "elasticache", KIND_CACHE }, { "redis", KIND_CACHE }, { "valkey", KIND_CACHE },
    { "memcached", KIND_CACHE },
    { "cache", KIND_CACHE },
    { "secrets manager", KIND_SECRETS }, { "secrets", KIND_SECRETS },
    { "cloudwatch", KIND_LOGS }, { "logs", KIND_LOGS }, { "logging", KIND_LOGS },
    { "monitoring", KIND_LOGS },
    { "cloudfront", KIND_CLOUDFRONT }, { "cdn", KIND_CLOUDFRONT },
    { "other", KIND_OTHER }, { "others", KIND_OTHER }, { "other services", KIND_OTHER },
    { "misc", KIND_OTHER },
    { "miscellaneous", KIND_OTHER }, { "everything else", KIND_OTHER },
    { "supporting services", KIND_OTHER },
    { "ec2", KIND_EC2 }, { "ec2 instance", KIND_EC2 }, { "virtual machine", KIND_EC2 },
    { "ebs", KIND_EBS }, { "ebs volume", KIND_EBS }, { "s3", KIND_S3 }, { "ecr", KIND_ECR },
    { "container registry", KIND_ECR }, { "route 53", KIND_ROUTE53 }, { "route53", KIND_ROUTE53 },
    { "dns", KIND_ROUTE53 }, { "kms", KIND_KMS }, { "vpc endpoints", KIND_VPCE },
    { "vpc endpoint", KIND_VPCE },
    { "privatelink", KIND_VPCE }, { "public ipv4", KIND_IPV4 }, { "ipv4", KIND_IPV4 },
    { "ipv4 addresses", KIND_IPV4 }, { "elastic ip", KIND_IPV4 }, { "elastic ips", KIND_IPV4 },
    { "lightsail", KIND_LIGHTSAIL }, { "lightsail container", KIND_LIGHTSAIL },
    { "app runner", KIND_APPRUNNER },
    { "rds", KIND_FOREIGN }, { "aurora", KIND_FOREIGN }, { "postgresql", KIND_FOREIGN },
    { "postgres", KIND_FOREIGN }, { "mysql", KIND_FOREIGN }, { "mariadb", KIND_FOREIGN },
    { "sql server", KIND_FOREIGN }, { "oracle", KIND_FOREIGN }, { "database", KIND_FOREIGN },
    { "databases", KIND_FOREIGN }, { "db", KIND_FOREIGN }, { "dynamodb", KIND_FOREIGN },
    { "documentdb", KIND_FOREIGN }, { "mongodb", KIND_FOREIGN }, { "neptune", KIND_FOREIGN },
    { "redshift", KIND_FOREIGN }, { "opensearch", KIND_FOREIGN },
    { "elasticsearch", KIND_FOREIGN }, { "kinesis", KIND_FOREIGN }, { "msk", KIND_FOREIGN },
    { "kafka", KIND_FOREIGN }, { "mq", KIND_FOREIGN }, { "rabbitmq", KIND_FOREIGN },
    { "sqs", KIND_FOREIGN }, { "sns", KIND_FOREIGN }, { "eventbridge", KIND_FOREIGN },
    { "step functions", KIND_FOREIGN }, { "lambda", KIND_FOREIGN }, { "eks", KIND_FOREIGN },
    { "kubernetes", KIND_FOREIGN }, { "emr", KIND_FOREIGN }, { "glue", KIND_FOREIGN },
    { "athena", KIND_FOREIGN }, { "sagemaker", KIND_FOREIGN }, { "bedrock", KIND_FOREIGN },
    { "efs", KIND_FOREIGN }, { "fsx", KIND_FOREIGN }, { "codebuild", KIND_FOREIGN },
    { "api gateway", KIND_FOREIGN }, { "cognito", KIND_FOREIGN }, { "workspaces", KIND_FOREIGN },
};

/* An amount in hundredths: low, typical, high. */
struct assumed {
    int low, typical, high;
};
#define SAME(l, t, h)  { { l, t, h }, { l, t, h }, { l, t, h } }
#define FIX(n)         SAME((n) * 100, (n) * 100, (n) * 100)
#define REQUIRED       { { -1, -1, -1 }, { -1, -1, -1 }, { -1, -1, -1 } }

enum { NO_FACT = -1, HOURS = -2 };
enum free_kind { FREE_NONE, FREE_OWN, FREE_OUT, FREE_CDN };

/* One factor or the only one of a price; several lines with the same price multiply. */
static const struct use {
    enum kind kind;
    const char *price;    /* %s: the kind's variant, see variant_of() */
    const char *factor;
    int fact;             /* of enum cost_fact, NO_FACT or HOURS */
    struct assumed assumed[N_SCALES]; /* when the cell does not say; REQUIRED: then the row stays unknown */
    enum free_kind free;  /* what the account has for nothing, at low and typical */
} uses[] = {
    { KIND_FARGATE, "fargate.%s.vcpu_hour", "tasks", FACT_COUNT, FIX(1), 0 },
    { KIND_FARGATE, "fargate.%s.vcpu_hour", "vCPU", FACT_VCPU, REQUIRED, 0 },
    { KIND_FARGATE, "fargate.%s.vcpu_hour", "hours", HOURS, FIX(0), 0 },
    { KIND_FARGATE, "fargate.%s.gb_hour", "tasks", FACT_COUNT, FIX(1), 0 },
    { KIND_FARGATE, "fargate.%s.gb_hour", "GB", FACT_MEMORY, REQUIRED, 0 },
    { KIND_FARGATE, "fargate.%s.gb_hour", "hours", HOURS, FIX(0), 0 },

    { KIND_ALB, "alb.hour", "load_balancers", FACT_COUNT, FIX(1), 0 },
    { KIND_ALB, "alb.hour", "hours", HOURS, FIX(0), 0 },
    { KIND_ALB, "alb.lcu_hour", "LCU", FACT_LCU, { { 5, 30, 100 }, { 20, 50, 100 },
      { 50, 100, 200 } }, 0 },
    { KIND_ALB, "alb.lcu_hour", "hours", HOURS, FIX(0), 0 },

    { KIND_WAF, "waf.web_acl_month", "web_acls", FACT_COUNT, FIX(1), 0 },
    { KIND_WAF, "waf.rule_month", "rules", FACT_RULES, SAME(300, 400, 600), 0 },
    { KIND_WAF, "waf.request", "requests", FACT_REQUESTS,
      { { 20000000, 80000000, 200000000 }, { 100000000, 400000000, 1000000000 },
    { 200000000, 800000000, 2000000000 } }, 0 },

    { KIND_NAT, "nat.hour", "gateways", FACT_COUNT, FIX(1), 0 },
    { KIND_NAT, "nat.hour", "hours", HOURS, FIX(0), 0 },
    { KIND_NAT, "nat.gb", "GB", FACT_VOLUME, { { 500, 2000, 5000 }, { 1000, 6000, 20000 },
      { 2000, 15000, 50000 } }, 0 },

    { KIND_DATA, "data.out.gb.0", "GB", FACT_VOLUME, REQUIRED, FREE_OUT },

    { KIND_CACHE, "%s_hour", "nodes", FACT_COUNT, FIX(1), 0 },
    { KIND_CACHE, "%s_hour", "hours", HOURS, FIX(0), 0 },

    { KIND_SECRETS, "secrets.secret_month", "secrets", FACT_SECRETS, SAME(500, 500, 500), 0 },
    { KIND_SECRETS, "secrets.api_request", "requests", FACT_REQUESTS, SAME(0, 200000, 1000000), 0 },

    { KIND_LOGS, "logs.ingest_gb", "GB", FACT_LOGS, { { 200, 500, 1000 }, { 1000, 1500, 2000 },
      { 2000, 3000, 4000 } }, FREE_OWN },
    { KIND_LOGS, "logs.storage_gb_month", "GB", FACT_LOGS, { { 200, 500, 1000 },
      { 1000, 1500, 2000 }, { 2000, 3000, 4000 } }, 0 },
    { KIND_LOGS, "cw.alarm_standard_month", "alarms", FACT_ALARMS, { { 400, 400, 400 },
      { 400, 600, 800 }, { 800, 1000, 1200 } }, FREE_OWN },
    { KIND_LOGS, "cw.custom_metric_month", "metrics", FACT_METRICS, FIX(0), FREE_OWN },
    { KIND_LOGS, "cw.dashboard_month", "dashboards", FACT_DASHBOARDS, FIX(0), FREE_OWN },

    { KIND_CLOUDFRONT, "cloudfront.us_eu.out_gb.0", "GB", FACT_VOLUME, FIX(0), FREE_CDN },

    { KIND_OTHER, "logs.ingest_gb", "GB", FACT_LOGS, { { 200, 500, 1000 }, { 1000, 1500, 2000 },
      { 2000, 3000, 4000 } }, FREE_OWN },
    { KIND_OTHER, "logs.storage_gb_month", "GB", FACT_LOGS, { { 200, 500, 1000 },
      { 1000, 1500, 2000 }, { 2000, 3000, 4000 } }, 0 },
    { KIND_OTHER, "cw.alarm_standard_month", "alarms", FACT_ALARMS, { { 400, 400, 400 },
      { 400, 600, 800 }, { 800, 1000, 1200 } }, FREE_OWN },
    { KIND_OTHER, "cw.custom_metric_month", "metrics", FACT_METRICS, { { 0, 0, 500 },
      { 0, 0, 1000 }, { 2000, 3000, 4000 } }, FREE_OWN },
    { KIND_OTHER, "cw.dashboard_month", "dashboards", FACT_DASHBOARDS, { { 0, 0, 0 },
      { 0, 0, 100 }, { 100, 100, 200 } }, FREE_OWN },
    { KIND_OTHER, "secrets.secret_month", "secrets", FACT_SECRETS, { { 500, 500, 500 },
      { 500, 500, 500 }, { 500, 500, 800 } }, 0 },
    { KIND_OTHER, "ecr.gb_month", "GB", FACT_STORAGE, { { 100, 100, 200 }, { 100, 100, 200 },
      { 200, 300, 500 } }, 0 },

    { KIND_EC2, "ec2.%s_hour", "instances", FACT_COUNT, FIX(1), 0 },
    { KIND_EC2, "ec2.%s_hour", "hours", HOURS, FIX(0), 0 },
    { KIND_EC2, "ebs.gp3_gb_month", "GB", FACT_STORAGE, SAME(2000, 2000, 2000), 0 },
    { KIND_EBS, "ebs.gp3_gb_month", "GB", FACT_STORAGE, REQUIRED, 0 },
    { KIND_S3, "s3.standard_gb_month", "GB", FACT_STORAGE, REQUIRED, 0 },
    { KIND_ECR, "ecr.gb_month", "GB", FACT_STORAGE, { { 100, 100, 200 }, { 100, 100, 200 },
      { 200, 300, 500 } }, 0 },
    { KIND_ROUTE53, "route53.zone_month", "zones", FACT_COUNT, FIX(1), 0 },
    { KIND_ROUTE53, "route53.query", "queries", FACT_REQUESTS, SAME(0, 10000000, 100000000), 0 },
    { KIND_KMS, "kms.key_month", "keys", FACT_KEYS, FIX(1), 0 },
    { KIND_VPCE, "vpce.interface.hour", "endpoints", FACT_ENDPOINTS, REQUIRED, 0 },
    { KIND_VPCE, "vpce.interface.hour", "zones", FACT_ZONES, SAME(100, 200, 200), 0 },
    { KIND_VPCE, "vpce.interface.hour", "hours", HOURS, FIX(0), 0 },
    { KIND_VPCE, "vpce.interface.gb", "GB", FACT_VOLUME, SAME(0, 1000, 5000), 0 },
    { KIND_IPV4, "public_ipv4.hour", "addresses", FACT_ADDRESSES, REQUIRED, 0 },
    { KIND_IPV4, "public_ipv4.hour", "hours", HOURS, FIX(0), 0 },
    { KIND_LIGHTSAIL, "lightsail.container.%s_month", "nodes", FACT_COUNT, FIX(1), 0 },
    { KIND_APPRUNNER, "apprunner.vcpu_hour", "instances", FACT_COUNT, FIX(1), 0 },
    { KIND_APPRUNNER, "apprunner.vcpu_hour", "vCPU", FACT_VCPU, SAME(25, 100, 100), 0 },
    { KIND_APPRUNNER, "apprunner.vcpu_hour", "hours", HOURS, FIX(0), 0 },
    { KIND_APPRUNNER, "apprunner.gb_hour", "instances", FACT_COUNT, FIX(1), 0 },
    { KIND_APPRUNNER, "apprunner.gb_hour", "GB", FACT_MEMORY, SAME(50, 200, 200), 0 },
    { KIND_APPRUNNER, "apprunner.gb_hour", "hours", HOURS, FIX(0), 0 },
};

static const struct {
    const char *word;
    enum scale scale;
} scale_words[] = {
    { "small", SMALL }, { "starter", SMALL }, { "minimal", SMALL }, { "dev", SMALL },
    { "development", SMALL },
    { "hobby", SMALL }, { "staging", SMALL }, { "medium", MEDIUM }, { "moderate", MEDIUM },
    { "standard", MEDIUM },
    { "growth", MEDIUM }, { "large", LARGE }, { "enterprise", LARGE }, { "high traffic", LARGE },
};
static const char *const lightsail_sizes[] = { "nano", "micro", "small", "medium", "xlarge",
    "large" };
/* clang-format on */

/* One written row, understood. */
struct understood {
    enum kind kind;
    bool waf; /* a load balancer row that names the firewall too */
    struct cost_facts facts;
    struct str variant; /* what stands for %s in its prices */
    bool variant_missing;
};
struct table {
    const struct cost_table *t;
    const struct price_book *book;
    struct arena *keep;
    enum scale scale;
    struct understood *rows; /* one per written row */
};

static enum kind kind_of(struct str text)
{
    enum kind kind = KIND_NONE;
    size_t longest = 0;
    for (ptrdiff_t i = 0; i < LEN(names); i++)
        if (strlen(names[i].word) > longest && cost_words_has(text, names[i].word)) {
            longest = strlen(names[i].word);
            kind = names[i].kind;
        }
    return kind;
}

static struct str fargate_variant(unsigned flags)
{
    if (flags & FLAG_SPOT)
        return S("spot");
    if (flags & FLAG_WINDOWS)
        return S("windows");
    return flags & FLAG_ARM ? S("arm") : S("x86");
}

/* The word that picks the price: architecture, node type, plan. */
static void find_variant(const struct table *x, const struct cost_written *w, struct understood *u)
{
    struct str text = w->configuration;
    u->variant = S("");
    if (u->kind == KIND_FARGATE) {
        u->variant = fargate_variant(u->facts.flags);
    } else if (u->kind == KIND_CACHE) {
        u->variant = str_lower(u->facts.type, x->keep);
        if (u->variant.len > 0 && !str_starts(u->variant, S("cache.")))
            u->variant = str_join(S("cache."), u->variant, x->keep);
        u->variant_missing = u->variant.len == 0;
    } else if (u->kind == KIND_EC2) {
        bool reserved = (u->facts.flags & FLAG_RESERVED) != 0;
        u->variant = str_fmt(x->keep, "%.*s.%s", FMT(str_lower(u->facts.type, x->keep)),
                             reserved ? "ri_std_1yr_no_upfront" : "on_demand");
        u->variant_missing = u->facts.type.len == 0;
    } else if (u->kind == KIND_LIGHTSAIL) {
        u->variant_missing = true;
        for (ptrdiff_t i = LEN(lightsail_sizes) - 1; i >= 0; i--)
            if (cost_words_has(text, lightsail_sizes[i])) {
                u->variant = str_of(lightsail_sizes[i]);
                u->variant_missing = false;
            }
    }
}

static void copy_fact(struct cost_facts *f, enum cost_fact to, enum cost_fact from)
{
    if (f->has[to] || !f->has[from])
        return;
    f->has[to] = true;
    f->low[to] = f->low[from];
    f->high[to] = f->high[from];
}

static void set_fact(struct cost_facts *f, enum cost_fact to, int64_t n)
{
    if (f->has[to])
        return;
    f->has[to] = true;
    f->low[to] = f->high[to] = ratio_whole(n);
}

/* Facts that follow from others: a gateway a zone, a node more for a replica, and what a plain
 * number or plain GB means for a service. */
static void derive(struct understood *u)
{
    static const struct {
        enum kind kind;
        enum cost_fact to, from;
    } plain[] = {
        { KIND_NAT, FACT_COUNT, FACT_ZONES },      { KIND_SECRETS, FACT_SECRETS, FACT_COUNT },
        { KIND_IPV4, FACT_ADDRESSES, FACT_COUNT }, { KIND_KMS, FACT_KEYS, FACT_COUNT },
        { KIND_VPCE, FACT_ENDPOINTS, FACT_COUNT }, { KIND_S3, FACT_STORAGE, FACT_VOLUME },
        { KIND_EBS, FACT_STORAGE, FACT_VOLUME },   { KIND_ECR, FACT_STORAGE, FACT_VOLUME },
        { KIND_LOGS, FACT_LOGS, FACT_VOLUME },
    };
    struct cost_facts *f = &u->facts;
    if (f->flags & FLAG_MULTI_AZ)
        set_fact(f, FACT_ZONES, 2);
    else if (f->flags & FLAG_SINGLE_AZ)
        set_fact(f, FACT_ZONES, 1);
    for (ptrdiff_t i = 0; i < LEN(plain); i++)
        if (plain[i].kind == u->kind)
            copy_fact(f, plain[i].to, plain[i].from);
    if (u->kind == KIND_CACHE && (f->flags & (FLAG_REPLICA | FLAG_MULTI_AZ)))
        set_fact(f, FACT_COUNT, 2);
}

static void understand(const struct table *x, const struct cost_written *w, struct understood *u)
{
    if (w->kind != COST_LINE_ITEM)
        return;
    u->kind = kind_of(w->service);
    cost_words_read(w->configuration, &u->facts);
    cost_words_read(w->service, &u->facts);
    u->waf = u->kind == KIND_ALB && (u->facts.flags & FLAG_WAF);
    if (u->kind == KIND_WAF && cost_words_has(w->service, "alb")) {
        u->kind = KIND_ALB;
        u->waf = true;
    }
    if (u->kind == KIND_NONE && u->facts.has[FACT_VCPU] && u->facts.has[FACT_MEMORY])
        u->kind = KIND_FARGATE; /* "Web tier | 2 tasks x 1 vCPU, 2 GB" */
    find_variant(x, w, u);
    derive(u);
}

static bool scale_by_users(struct str text, enum scale *scale)
{
    struct cost_facts f = { 0 };
    cost_words_read(text, &f);
    if (!f.has[FACT_USERS])
        return false;
    const struct ratio ten = { 10, 1 }, fifty = { 50, 1 };
    struct ratio most = f.high[FACT_USERS];
    bool open = f.open[FACT_USERS];
    *scale = ratio_cmp(most, ten) <= 0 ? SMALL : ratio_cmp(most, fifty) <= 0 ? MEDIUM : LARGE;
    if (open && *scale < LARGE)
        ++*scale;
    return true;
}

static bool scale_by_word(struct str text, enum scale *scale)
{
    for (ptrdiff_t i = 0; i < LEN(scale_words); i++)
        if (cost_words_has(text, scale_words[i].word)) {
            *scale = scale_words[i].scale;
            return true;
        }
    return false;
}

static enum scale scale_of(const struct table *x)
{
    enum scale scale = MEDIUM;
    if (scale_by_users(x->t->column, &scale) || scale_by_word(x->t->column, &scale) ||
        scale_by_users(x->t->heading, &scale) || scale_by_word(x->t->heading, &scale))
        return scale;
    for (int i = 0; i < x->t->n_rows; i++) {
        const struct understood *u = &x->rows[i];
        if (u->kind != KIND_FARGATE || !u->facts.has[FACT_VCPU])
            continue;
        struct ratio tasks = u->facts.has[FACT_COUNT] ? u->facts.high[FACT_COUNT] : ratio_whole(1);
        return ratio_cmp(tasks, ratio_whole(1)) <= 0   ? SMALL
               : ratio_cmp(tasks, ratio_whole(3)) <= 0 ? MEDIUM
                                                       : LARGE;
    }
    return scale;
}

/* Whether a row of its own covers what "Other" would hold. */
static bool covered(const struct table *x, const char *price)
{
    static const struct {
        const char *head;
        enum kind kind;
    } owners[] = { { "logs.", KIND_LOGS },
                   { "cw.", KIND_LOGS },
                   { "secrets.", KIND_SECRETS },
                   { "ecr.", KIND_ECR } };
    for (ptrdiff_t k = 0; k < LEN(owners); k++)
        for (int i = 0; i < x->t->n_rows; i++)
            if (str_starts(str_of(price), str_of(owners[k].head)) &&
                x->rows[i].kind == owners[k].kind)
                return true;
    return false;
}

static struct ratio hundredths(int n)
{
    struct ratio r = { 0, 1 };
    ratio_make(n, 100, &r);
    return r;
}

/* The factor's amount; false when the cell had to say it and does not. *by_rule: it was assumed. */
static bool amount_of(const struct table *x, const struct understood *u, const struct use *use,
                      struct cost_amount *a, bool *by_rule)
{
    *by_rule = false;
    if (use->fact == HOURS) {
        for (int end = 0; end < COST_ENDS; end++)
            a->at[end] = ratio_whole(x->book->hours_per_month);
        return true;
    }
    if (use->fact >= 0 && u->facts.has[use->fact]) {
        struct ratio sum;
        a->at[COST_LOW] = u->facts.low[use->fact];
        a->at[COST_HIGH] = u->facts.high[use->fact];
        bool ok = ratio_add(a->at[COST_LOW], a->at[COST_HIGH], &sum) &&
                  ratio_div(sum, ratio_whole(2), &a->at[COST_TYPICAL]);
        return ok;
    }
    const struct assumed *as = &use->assumed[x->scale];
    a->at[COST_LOW] = hundredths(as->low);
    a->at[COST_TYPICAL] = hundredths(as->typical);
    a->at[COST_HIGH] = hundredths(as->high);
    *by_rule = true;
    return as->low >= 0;
}

static void set_free(const struct table *x, const struct use *use, struct cost_part *part)
{
    const struct price *allowance =
        use->free == FREE_OUT   ? price_named(x->book, S("data.out.free_gb"))
        : use->free == FREE_CDN ? price_named(x->book, S("cloudfront.free_gb"))
                                : part->price;
    struct ratio amount = !allowance              ? (struct ratio){ 0, 1 }
                          : use->free == FREE_OWN ? allowance->free
                                                  : allowance->end;
    if (use->free == FREE_NONE)
        return;
    part->free.at[COST_LOW] = part->free.at[COST_TYPICAL] = amount;
    part->free.at[COST_HIGH] = ratio_whole(0);
}

/* A CDN whose volume nobody says: nothing inside the free allowance, or as much as the written
 * money would buy at list price without it, whichever the reader prefers. */
static void open_volume(const struct cost_written *w, struct cost_part *part)
{
    struct ratio gb;
    int64_t price = part->price ? part->price->e10 : 0;
    if (price <= 0 || !ratio_make(w->money.high / price, 1, &gb))
        return;
    if (ratio_cmp(gb, part->free.at[COST_LOW]) > 0)
        gb = part->free.at[COST_LOW];
    part->times[0].amount.at[COST_HIGH] = gb;
}

/* Names an assumed amount, once; that there is one of something goes without saying. */
static void say(struct buf *b, const struct use *use, const struct cost_amount *a,
                struct arena *keep)
{
    struct buf phrase = buf_open(keep, 100);
    cost_amount_words(a, str_of(use->factor), &phrase);
    if (a->at[COST_HIGH].num == 0 || str_find(buf_str(b), buf_str(&phrase)) >= 0 ||
        (use->fact == FACT_COUNT && ratio_cmp(a->at[COST_HIGH], ratio_whole(1)) == 0))
        return;
    buf_put(b, b->len > 0 ? S(", ") : S("assumed: "));
    buf_put(b, buf_str(&phrase));
}

/* All parts of kind for row; false when a required fact is missing or the book lacks the price. */
static bool add_parts(const struct table *x, const struct understood *u, enum kind kind,
                      const struct cost_written *w, struct cost_row *row, struct buf *why)
{
    struct cost_part *part = NULL;
    const char *price = NULL;
    for (ptrdiff_t i = 0; i < LEN(uses); i++) {
        const struct use *use = &uses[i];
        bool assumed;
        if (use->kind != kind || (kind == KIND_OTHER && covered(x, use->price)))
            continue;
        if (!price || strcmp(price, use->price) != 0) {
            part = &row->parts[row->n_parts++];
            struct str head = str_of(use->price);
            ptrdiff_t hole = str_find(head, S("%s"));
            part->key = hole < 0 ? head
                                 : str_fmt(x->keep, "%.*s%.*s%.*s", FMT(str_sub(head, 0, hole)),
                                           FMT(u->variant), FMT(str_from(head, hole + 2)));
            part->price = price_named(x->book, part->key);
            part->times = NEW(x->keep, struct cost_factor, 4);
            set_free(x, use, part);
        }
        price = use->price;
        struct cost_factor *f = &part->times[part->n_times++];
        f->name = str_of(use->factor);
        if (!part->price || !amount_of(x, u, use, &f->amount, &assumed))
            return false;
        if (kind == KIND_CLOUDFRONT && assumed)
            open_volume(w, part);
        if (assumed && use->fact != HOURS)
            say(why, use, &f->amount, x->keep);
    }
    return row->n_parts > 0;
}

static bool make_row(const struct table *x, int i, struct cost_row *row)
{
    const struct understood *u = &x->rows[i];
    const struct cost_written *w = &x->t->rows[i];
    struct buf why = buf_open(x->keep, 1000);
    if (u->kind == KIND_NONE || u->variant_missing)
        return false;
    *row = (struct cost_row){ .service = w->service,
                              .id = slug_of(w->service, x->keep),
                              .written = i };
    row->parts = NEW(x->keep, struct cost_part, LEN(uses));
    if (!add_parts(x, u, u->kind, w, row, &why))
        return false;
    if (u->waf && !add_parts(x, u, KIND_WAF, w, row, &why))
        return false;
    row->assumption = buf_str(&why);
    return cost_row_price(row);
}

static struct cost_part one_part(const struct table *x, const char *key, const char *factor,
                                 struct cost_amount amount)
{
    struct cost_part part = { .key = str_of(key),
                              .price = price_named(x->book, str_of(key)),
                              .n_times = 2 };
    struct ratio hours = { x->book->hours_per_month, 1 };
    part.times = NEW(x->keep, struct cost_factor, 2);
    part.times[0] = (struct cost_factor){ .name = str_of(factor), .amount = amount };
    part.times[1] =
        (struct cost_factor){ .name = S("hours"), .amount = { .at = { hours, hours, hours } } };
    return part;
}

static struct cost_amount steady(struct ratio n)
{
    return (struct cost_amount){ .at = { n, n, n } };
}

/* A public address in each of a load balancer's two zones, and one for each NAT gateway. */
static bool public_addresses(const struct table *x, struct ratio *sum)
{
    bool any = false;
    *sum = ratio_whole(0);
    for (int i = 0; i < x->t->n_rows; i++) {
        const struct understood *u = &x->rows[i];
        struct ratio n = u->facts.has[FACT_COUNT] ? u->facts.low[FACT_COUNT] : ratio_whole(1);
        if (u->kind == KIND_IPV4)
            return false;
        if (u->kind != KIND_ALB && u->kind != KIND_NAT)
            continue;
        any = true;
        if ((u->kind == KIND_ALB && !ratio_mul(n, ratio_whole(2), &n)) || !ratio_add(*sum, n, sum))
            return false;
    }
    return any;
}

static void add_addresses(const struct table *x, struct cost_size *out)
{
    struct ratio n;
    if (!public_addresses(x, &n))
        return;
    struct cost_row *row = &out->rows[out->n_rows];
    *row =
        (struct cost_row){ .id = S("ipv4"),
                           .service = S("Public IPv4"),
                           .implied = true,
                           .written = -1,
                           .assumption =
                               S("one address in each of a load balancer's two zones, one for each "
                                 "NAT gateway"),
                           .parts = NEW(x->keep, struct cost_part, 1),
                           .n_parts = 1 };
    row->parts[0] = one_part(x, "public_ipv4.hour", "addresses", steady(n));
    out->n_rows += cost_row_price(row);
}

/* A sentence about instances that scale leaves open whether it counts what stands before them. */
static void add_surroundings(const struct table *x, struct cost_size *out)
{
    const struct cost_amount perhaps = { .at = { { 0, 1 }, { 1, 1 }, { 1, 1 } } };
    const struct cost_amount three = { .at = { { 0, 1 }, { 3, 1 }, { 3, 1 } } };
    if (x->t->column.len > 0 || x->rows[0].kind != KIND_EC2)
        return;
    struct cost_row *row = &out->rows[out->n_rows];
    *row =
        (struct cost_row){ .id = S("front"),
                           .service = S("Load balancer"),
                           .implied = true,
                           .written = -1,
                           .assumption = S("perhaps a load balancer with three public addresses"),
                           .parts = NEW(x->keep, struct cost_part, 2),
                           .n_parts = 2 };
    row->parts[0] = one_part(x, "alb.hour", "load_balancers", perhaps);
    row->parts[1] = one_part(x, "public_ipv4.hour", "addresses", three);
    out->n_rows += cost_row_price(row);
}

bool cost_usage_size(const struct cost_table *t, const struct price_book *book, struct arena *keep,
                     struct cost_size *out)
{
    struct table x = { .t = t, .book = book, .keep = keep };
    x.rows = NEW(keep, struct understood, t->n_rows + 1);
    for (int i = 0; i < t->n_rows; i++)
        understand(&x, &t->rows[i], &x.rows[i]);
    x.scale = scale_of(&x);
    *out = (struct cost_size){ .id = slug_of(t->heading, keep),
                               .name = t->heading,
                               .region = book->region,
                               .currency = S("USD") };
    out->rows = NEW(keep, struct cost_row, t->n_rows + 2);
    for (int i = 0; i < t->n_rows; i++)
        out->n_rows += make_row(&x, i, &out->rows[out->n_rows]);
    if (out->n_rows == 0)
        return false;
    add_addresses(&x, out);
    add_surroundings(&x, out);
    return cost_size_price(out);
}
