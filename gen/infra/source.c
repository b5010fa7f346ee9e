/* source.c - the roots of sources that hold resources, or what the cloud answered. */
#include "infra/source.h"

#include "base/path.h"
#include "infra/files.h"
#include "infra/tf_hcl.h"

enum { STEPS_MAX = 12 };

/* ---- building objects ---- */

struct object {
    struct json *v;
    struct json **tail;
    struct map seen; /* name to its member, an object of ours or not */
};

static struct object *object(struct arena *keep)
{
    struct object *o = NEW(keep, struct object, 1);
    o->v = NEW(keep, struct json, 1);
    o->v->kind = JSON_OBJECT;
    o->tail = &o->v->first;
    return o;
}

/* Adds a copy of value under key unless the name is taken. */
static void put(struct object *o, struct str key, const struct json *value, struct arena *keep)
{
    void **at = map_at(&o->seen, key, keep);
    if (*at || !value)
        return;
    struct json *m = NEW(keep, struct json, 1);
    *m = *value;
    m->key = key;
    m->next = NULL;
    *o->tail = m;
    o->tail = &m->next;
    o->v->n++;
    *at = m;
}

/* What a name means stands in a place of its own until the tree is closed. */
struct branch {
    struct object *own;      /* members */
    struct map children;     /* name to struct branch */
    const struct json *from; /* the answer it holds */
    bool several;            /* and others: nobody knows which is meant */
};

static struct branch *branch(struct branch *of, struct str name, struct arena *keep)
{
    void **at = map_at(&of->children, name, keep);
    if (!*at) {
        struct branch *b = *at = NEW(keep, struct branch, 1);
        b->own = object(keep);
    }
    return *at;
}

static const struct json *closed(struct branch *b, struct arena *keep, int depth)
{
    if (b->several)
        return NULL; /* longer pointers tell them apart */
    for (struct map_entry *e = b->children.first; e && depth < 100; e = e->next)
        put(b->own, e->key, closed(e->value, keep, depth + 1), keep);
    return b->own->v;
}

static void put_members(struct object *o, const struct json *from, struct arena *keep)
{
    for (const struct json *m = from && from->kind == JSON_OBJECT ? from->first : NULL; m;
         m = m->next)
        put(o, m->key, m, keep);
}

/* [{"Key": "stickiness.enabled", "Value": "true"}] as members of those names. */
static void put_pairs(struct object *o, const struct json *from, struct arena *keep)
{
    for (const struct json *m = from && from->kind == JSON_OBJECT ? from->first : NULL; m;
         m = m->next)
        for (const struct json *p = m->kind == JSON_ARRAY ? m->first : NULL; p; p = p->next) {
            const struct json *key = p->kind == JSON_OBJECT ? json_get(p, "Key") : NULL;
            bool tag = str_equal(m->key, S("Tags"));
            if (key && !tag && key->kind == JSON_STRING && json_get(p, "Value"))
                put(o, key->str, json_get(p, "Value"), keep);
        }
}

/* ---- by family ---- */

/* Texts that hold "${…}" and references say nothing; what says nothing is not there. */
static const struct json *decided(const struct json *v, struct arena *keep)
{
    if (v->kind == JSON_STRING && str_find(v->str, S("${")) >= 0)
        return NULL;
    if (v->kind < JSON_ARRAY)
        return v;
    if (v->kind == JSON_OBJECT && v->n == 1 && v->str.len == 0 && v->str.ptr != NULL)
        return NULL; /* one of cfn_value.h's shapes */
    struct object *o = object(keep);
    for (const struct json *m = v->first; m; m = m->next) {
        const struct json *inner = decided(m, keep);
        if (inner && v->kind == JSON_OBJECT)
            put(o, m->key, inner, keep);
        else if (inner) {
            struct json *copy = NEW(keep, struct json, 1);
            *copy = *inner;
            copy->next = NULL;
            *o->tail = copy;
            o->tail = &copy->next;
            o->v->n++;
        }
    }
    o->v->kind = v->kind;
    o->v->raw = v->raw;
    o->v->str = v->raw;
    return o->v;
}

static void put_cfn(struct branch *top, const struct resource *r, bool stacks, struct arena *keep)
{
    const struct json *p = r->properties ? decided(r->properties, keep) : NULL;
    struct branch *stack = stacks ? branch(top, r->stack, keep) : top;
    struct branch *at = branch(stack, r->id, keep);
    put_members(at->own, p, keep);
    put_pairs(at->own, p, keep);
    struct str rest = r->label;
    at = stack;
    for (int steps = 0; rest.len && steps < STEPS_MAX && !str_equal(r->label, r->id); steps++) {
        struct cut c = str_cut(rest, '/');
        at = branch(at, c.head, keep);
        rest = c.tail;
        bool last = !rest.len || str_equal(rest, c.head) || str_equal(rest, S("Service"));
        if (last) {
            put_members(at->own, p, keep);
            put_pairs(at->own, p, keep);
        }
    }
}

/* Names under which secrets stand, whatever a plan marks; and those under which answers have their own,
 * first that is there. */
/* clang-format off */
static const char *const secret_words[] = {
    "password", "secret", "token", "private_key", "user_data", "credential", "connection_string", "access_key", "api_key",
    "environment", "container_definitions",
};
static const char *const name_keys[] = {
    "serviceName", "clusterName", "LoadBalancerName", "TargetGroupName", "CacheClusterId", "ReplicationGroupId", "AlarmName",
    "logGroupName", "repositoryName", "ScheduledActionName", "PolicyName", "Name", "name", "GroupId", "GroupName", "VpcId", "NatGatewayId",
    "VpcEndpointId", "SubnetId", "ListenerArn", "DBInstanceIdentifier", "RoleName", "Id",
};
/* clang-format on */

static bool is_secret(struct str key)
{
    return str_holds_any(key, secret_words, LEN(secret_words));
}

static bool is_marked(const struct json *marks, struct str key)
{
    for (const struct json *m = marks && marks->kind == JSON_OBJECT ? marks->first : NULL; m;
         m = m->next)
        if (str_equal(m->key, key))
            return m->kind == JSON_TRUE || (m->n > 0 && str_find(m->raw, S("true")) >= 0);
    return false;
}

/* Attributes that are neither marked nor named like a secret, each a whole. */
static void put_tf(struct branch *top, const struct json *address, const struct json *values,
                   const struct json *marks, struct arena *keep)
{
    if (!address || address->kind != JSON_STRING || !values || values->kind != JSON_OBJECT)
        return;
    struct branch *at = branch(top, address->str, keep);
    for (const struct json *m = values->first; m; m = m->next)
        if (!is_secret(m->key) && !is_marked(marks, m->key))
            put(at->own, m->key, m, keep);
}

static void put_tf_module(struct branch *top, const struct json *module, struct arena *keep,
                          int depth)
{
    const struct json *list = json_get(module, "resources"),
                      *children = json_get(module, "child_modules");
    for (const struct json *r = list && list->kind == JSON_ARRAY ? list->first : NULL; r;
         r = r->next)
        put_tf(top, json_get(r, "address"), json_get(r, "values"), json_get(r, "sensitive_values"),
               keep);
    for (const struct json *c =
             children && children->kind == JSON_ARRAY && depth < 50 ? children->first : NULL;
         c; c = c->next)
        put_tf_module(top, c, keep, depth + 1);
}

/* A block of a .tf file, below its folder when the address begins with one. */
static void put_hcl(struct branch *top, const struct resource *r, struct arena *keep)
{
    ptrdiff_t modules = str_find(r->stack, S("module."));
    struct str dir = modules < 0 ? r->stack : str_sub(r->stack, 0, modules), rest = r->name;
    struct branch *at = top;
    while (dir.len) {
        struct cut c = str_cut(dir, '/');
        at = branch(at, c.head, keep);
        rest = str_from(rest, c.head.len + 1);
        dir = c.tail;
    }
    at = branch(at, rest, keep);
    for (const struct json *m = r->properties->first; m; m = m->next)
        if (!is_secret(m->key))
            put(at->own, m->key, m, keep);
}

static void put_k8s(struct branch *top, const struct resource *r, struct arena *keep)
{
    struct branch *kind = branch(top, r->type, keep);
    if (r->properties && !map_get(&kind->children, r->id))
        put_members(branch(kind, r->id, keep)->own, r->properties, keep);
}

/* Of a plan what it would make; as what runs, what somebody changed outside and what stood there before. */
static void put_tf_file(struct branch *top, const struct json *f, bool live, struct arena *keep)
{
    const struct json *drift = live ? json_get(f, "resource_drift") : NULL;
    for (const struct json *r = drift && drift->kind == JSON_ARRAY ? drift->first : NULL; r;
         r = r->next) {
        const struct json *change = json_get(r, "change");
        put_tf(top, json_get(r, "address"), json_get(change, "after"),
               json_get(change, "after_sensitive"), keep);
    }
    const struct json *plan = json_get(f, "planned_values");
    const struct json *values = !plan  ? json_get(f, "values")
                                : live ? json_get(json_get(f, "prior_state"), "values")
                                       : plan;
    if (json_get(values, "root_module"))
        put_tf_module(top, json_get(values, "root_module"), keep, 0);
}

static bool has_stacks(const struct infra *t)
{
    for (ptrdiff_t i = 1; i < t->resources.len; i++)
        if (!t->resources.ptr[i]->outside &&
            !str_equal(t->resources.ptr[i]->stack, t->resources.ptr[0]->stack))
            return true;
    return false;
}

static void put_count(struct branch *count, struct str key, int n, struct arena *keep)
{
    struct json *v = NEW(keep, struct json, 1);
    v->kind = JSON_NUMBER;
    v->raw = v->str = str_fmt(keep, "%d", n);
    if (n)
        put(count->own, key, v, keep);
}

/* Resources by type, and under "stacks" the templates, modules or namespaces they are in. */
static void put_counts(struct branch *top, const struct infra *t, struct arena *keep)
{
    struct branch *count = branch(top, S("count"), keep);
    struct map types = table_types(t, keep), stacks = table_stacks(t, keep);
    int n = 0;
    for (struct map_entry *e = types.first; e; e = e->next)
        put_count(count, e->key, *(int *)e->value, keep);
    for (struct map_entry *e = stacks.first; e; e = e->next)
        n += e->key.len > 0;
    put_count(count, S("stacks"), n, keep);
}

/* ---- what the cloud answered ---- */

static struct str name_of(const struct json *v)
{
    for (ptrdiff_t i = 0; v->kind == JSON_OBJECT && i < LEN(name_keys); i++)
        if (json_get(v, name_keys[i]) && json_get(v, name_keys[i])->kind == JSON_STRING)
            return json_get(v, name_keys[i])->str;
    return (struct str){ 0 };
}

static void put_answer(struct branch *top, struct str name, const struct json *v,
                       struct arena *keep)
{
    struct branch *at = branch(top, name, keep);
    at->several = at->several || (at->from && at->from != v);
    at->from = v;
    put_members(at->own, v, keep);
    put_pairs(at->own, v, keep);
}

/* Each element of an answer's list under its own name, alone and below the list's name; the file as a whole
 * with its Key/Value pairs below its stem. kubectl's lists are manifests. */
static void put_answers(struct branch *top, const struct data_file *f, struct arena *keep)
{
    struct str base = path_base(f->path);
    put_answer(top, str_rcut(base, '.').head, f->root, keep);
    for (const struct json *m = f->root && f->root->kind == JSON_OBJECT ? f->root->first : NULL; m;
         m = m->next)
        for (const struct json *e = m->kind == JSON_ARRAY ? m->first : NULL; e; e = e->next) {
            struct str name = name_of(e);
            if (!name.len)
                continue;
            put_answer(branch(top, m->key, keep), name, e, keep);
            put_answer(top, name, e, keep);
        }
}

/* ---- sources ---- */

static const struct json *root_of(struct data_source *s, struct infra *t, struct arena *keep)
{
    struct branch top = { .own = object(keep) };
    bool stacks = has_stacks(t), plan = false;
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        const struct resource *r = t->resources.ptr[i];
        if (r->outside)
            continue;
        if (r->family == INFRA_CFN)
            put_cfn(&top, r, stacks, keep);
        else if (r->family == INFRA_K8S)
            put_k8s(&top, r, keep);
        else if (r->family == INFRA_TF && r->properties)
            put_hcl(&top, r, keep);
        else if (r->family == INFRA_COMPOSE && r->properties)
            put_members(branch(&top, r->id, keep)->own, r->properties, keep);
    }
    bool live = str_equal(s->kind, S("live")), planned = false;
    for (int i = 0; i < s->n_files; i++) {
        const struct json *f = s->files[i].root;
        plan = plan || table_family(f) == INFRA_TF;
        planned = planned || json_get(f, "planned_values");
        put_tf_file(&top, f, live, keep);
        if (live)
            put_answers(&top, &s->files[i], keep);
    }
    if (t->files && !(live && planned)) /* counts of a plan are not those of what runs */
        put_counts(&top, t, keep);
    else if (!plan && !str_ends(s->path, S("/")))
        put_members(top.own, s->root, keep); /* answers are what was captured; names come behind */
    closed(&top, keep, 0);
    if (!plan) /* a plan as a whole holds what nobody marked as secret */
        put_members(top.own, s->root, keep);
    return top.own->v;
}

static bool is_other(struct str kind)
{
    static const char *const kinds[] = { "config", "facts", "price", "cost" };
    return str_among(kind, kinds, LEN(kinds));
}

/* live: even where no file looks like resources. */
static void open_table(struct data_source *s, bool live, struct arena *keep, struct diag *d)
{
    struct infra_file *files = NEW(keep, struct infra_file, s->n_files + 1);
    bool any = live;
    for (int k = 0; k < s->n_files; k++) {
        enum infra_family family = table_family(s->files[k].root);
        files[k] = (struct infra_file){ s->files[k].src, s->files[k].path, s->files[k].root,
                                        family == INFRA_TF };
        any = any || family != INFRA_NOT || tf_hcl_is(files[k].path);
    }
    if (!any || !s->root)
        return;
    struct infra *t = infra_table(files, s->n_files, keep, d);
    if (!live && !t->files)
        return;
    s->files[0].table = s->root = root_of(s, t, keep);
    if (t->files || str_ends(s->path, S("/")))
        s->resources = t;
}

void infra_source_open(struct data_source *s, struct arena *keep, struct diag *d)
{
    open_table(s, false, keep, d);
}

void infra_sources(struct data *data, struct arena *keep, struct diag *d)
{
    for (int i = 0; i < data->n_sources; i++) {
        struct data_source *s = &data->sources[i];
        if (s->name.len && !is_other(s->kind))
            open_table(s, str_equal(s->kind, S("live")), keep, d);
    }
}
