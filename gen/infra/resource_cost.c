/* resource_cost.c - kinds, the keys of their prices with properties in them, and what multiplies them. */
#include "infra/resource_cost.h"

enum { KEY_MAX = 120, PARTS_MAX = 2, FACTORS_MAX = 3 };

/* clang-format off */
static const struct price_rule {
    const char *kinds, *key; /* {A|B}: the text of property A, else B; {rate}, {az}, {multi}: below */
    const char *times, *unit; /* a property, and what it counts */
    int per;                  /* the property counts 1/per of what the price is for */
} price_rules[] = {
    { "ec2.nat",      "nat.hour",                                        NULL, NULL, 1 },
    { "ecs.service",  "fargate.{rate}.vcpu_hour",                        "Cpu|cpu", "vCPU", 1024 },
    { "ecs.service",  "fargate.{rate}.gb_hour",                          "Memory|memory", "GB", 1024 },
    { "ec2.instance", "ec2.{InstanceType|instance_type}.on_demand_hour", NULL, NULL, 1 },
    { "ec2.volume",   "ebs.{VolumeType|type}_gb_month",                  "Size|size", "GB", 1 },
    { "cache.group",  "{CacheNodeType|node_type}_hour",                  "NumCacheClusters|num_cache_clusters", "nodes", 1 },
    { "cache.cluster", "{CacheNodeType|node_type}_hour",                 "NumCacheNodes|num_cache_nodes", "nodes", 1 },
    { "rds.instance", "rds.{Engine|engine}.{DBInstanceClass|instance_class}.{az}_az_hour", NULL, NULL, 1 },
    { "rds.instance", "rds.{StorageType|storage_type}{multi}_gb_month",  "AllocatedStorage|allocated_storage", "GB", 1 },
};
/* clang-format on */

static struct str either(const struct resource *r, const char *names)
{
    char name[64];
    struct cut c = str_cut(str_of(names), '|');
    snprintf(name, sizeof name, "%.*s", FMT(c.head));
    struct str text = table_text(r, name);
    if (text.len || !c.ok)
        return text;
    snprintf(name, sizeof name, "%.*s", FMT(c.tail));
    return table_text(r, name);
}

static const struct resource *task_of(const struct infra *t, const struct resource *r)
{
    EACH_OUT(t, r, e)
    if (table_is(e, "runs") && kinds_in(e->to->kind, "ecs.task"))
        return e->to;
    return NULL;
}

/* Which rate tasks have: "x86", "arm" or "spot"; empty when they are of no one rate, or not of Fargate. */
static struct str rate_of(const struct resource *service, const struct resource *task)
{
    struct str rate = { 0 }, arch = either(task, "CpuArchitecture|cpu_architecture");
    struct str fargate = either(task, "RequiresCompatibilities|requires_compatibilities");
    bool arm = str_equal(arch, S("ARM64"));
    if (str_equal(either(service, "LaunchType|launch_type"), S("FARGATE")))
        return arm ? S("arm") : S("x86");
    for (ptrdiff_t i = 0; i < service->leaves.len; i++) {
        const struct infra_leaf *l = &service->leaves.ptr[i];
        struct str last = str_rcut(l->path, '.').tail;
        if (!str_equal(last, S("CapacityProvider")) && !str_equal(last, S("capacity_provider")))
            continue;
        bool spot = str_equal(l->text, S("FARGATE_SPOT")), plain = str_equal(l->text, S("FARGATE"));
        if (rate.len || (!spot && !plain) || (spot && arm))
            return S("");
        rate = spot ? S("spot") : arm ? S("arm") : S("x86");
    }
    return str_equal(fargate, S("FARGATE")) ? rate : S("");
}

/* What a word in braces of a key stands for. */
static struct str word_of(const struct infra *t, const struct resource *r, const char *word)
{
    bool multi = str_equal(either(r, "MultiAZ|multi_az"), S("true"));
    if (str_equal(str_of(word), S("rate")))
        return task_of(t, r) ? rate_of(r, task_of(t, r)) : S("");
    if (str_equal(str_of(word), S("az")))
        return multi ? S("multi") : S("single");
    if (str_equal(str_of(word), S("multi")))
        return multi ? S("_multi_az") : S("");
    struct str text = either(r, word);
    return str_starts(text, S("db.")) ? str_from(text, 3) : text;
}

static struct str key_of(const struct infra *t, const struct resource *r, const char *pattern,
                         struct arena *keep)
{
    struct buf b = buf_open(keep, 1024);
    struct str rest = str_of(pattern);
    while (rest.len) {
        struct cut plain = str_cut(rest, '{'), word = str_cut(plain.tail, '}');
        char name[64];
        buf_put(&b, plain.head);
        snprintf(name, sizeof name, "%.*s", FMT(word.head));
        buf_put(&b, plain.ok ? word_of(t, r, name) : S(""));
        rest = word.tail;
    }
    return buf_str(&b);
}

static void factor_put(struct cost_part *p, const char *name, struct ratio n)
{
    p->times[p->n_times++] =
        (struct cost_factor){ str_of(name), { .at = { n, n, n }, .ref = { 0 } } };
}

static bool part_of(const struct infra *t, const struct resource *r, const struct price_rule *rule,
                    const struct price_book *book, struct arena *keep, struct cost_part *p)
{
    const struct resource *of = kinds_in(r->kind, "ecs.service") ? task_of(t, r) : r;
    struct ratio n;
    *p = (struct cost_part){ .key = key_of(t, r, rule->key, keep),
                             .times = NEW(keep, struct cost_factor, FACTORS_MAX) };
    p->price = price_named(book, p->key);
    if (!p->price || !of)
        return false;
    if (of != r) {
        if (!ratio_parse(either(r, "DesiredCount|desired_count"), &n))
            return false;
        factor_put(p, "tasks", n);
    }
    if (rule->times) {
        if (!ratio_parse(either(of, rule->times), &n) || !ratio_div(n, ratio_whole(rule->per), &n))
            return false;
        factor_put(p, rule->unit, n);
    }
    if (str_ends(p->key, S("hour")))
        factor_put(p, "hours", ratio_whole(book->hours_per_month));
    return true;
}

bool resource_cost(const struct infra *t, const struct resource *r, const struct price_book *book,
                   struct arena *keep, struct cost_row *row)
{
    *row = (struct cost_row){ .parts = NEW(keep, struct cost_part, PARTS_MAX) };
    for (ptrdiff_t i = 0; i < LEN(price_rules) && book && !r->perhaps; i++) {
        if (!kinds_in(r->kind, price_rules[i].kinds))
            continue;
        if (!part_of(t, r, &price_rules[i], book, keep, &row->parts[row->n_parts++]))
            return false;
    }
    return row->n_parts > 0 && cost_row_price(row);
}
