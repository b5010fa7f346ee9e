/* tf.c - a plan or state in one pass: modules, resources, changes and the configuration become slices
 * by name; then identities, then leaves. */
#include "infra/tf.h"

#include "infra/json_pull.h"
#include "infra/tf_parts.h"
#include "model/rule.h"

enum { DEPTH_MAX = 100, RESOURCES_MAX = 200000, MARK_BYTES = 1 << 17 };

/* ---- modules and resources ---- */

/* "module.a[\"k\"].module.b" below "module.a[\"k\"]": b and its index. */
static void name_instance(struct tf_instance *in, ptrdiff_t parent)
{
    struct str step = str_from(in->address, parent ? parent + 1 : 0);
    if (str_starts(step, S("module.")))
        step = str_from(step, 7);
    ptrdiff_t bracket = str_char(step, '[');
    in->name = bracket < 0 ? step : str_sub(step, 0, bracket);
    if (bracket >= 0)
        in->index = str_sub(step, bracket + 1, step.len - bracket - 2);
}

static struct tf_instance *instance(struct tf *tf, struct tf_instance *parent, struct str address)
{
    void **at = map_at(&tf->instances, address, tf->t->keep);
    if (*at)
        return *at;
    struct tf_instance *in = *at = NEW(tf->t->keep, struct tf_instance, 1);
    in->address = address;
    in->parent = parent;
    name_instance(in, parent->address.len);
    in->next = parent->first_child;
    parent->first_child = in;
    return in;
}

struct raw { /* a resource as it stands */
    struct str address, mode, type, name, index, values, sensitive;
    struct str text;
};

static struct str label_of(struct tf *tf, const struct raw *raw)
{
    return raw->index.len ? str_fmt(tf->t->keep, "%.*s[%.*s]", FMT(raw->name), FMT(raw->index))
                          : raw->name;
}

static struct tf_resource *resource_add(struct tf *tf, struct tf_instance *in,
                                        const struct raw *raw)
{
    struct arena *keep = tf->t->keep;
    if (str_equal(raw->mode, S("data")) || !raw->type.len || tf->resources.len >= RESOURCES_MAX)
        return NULL;
    struct resource *made = table_add(tf->t, raw->address, raw->type, INFRA_TF);
    if (!made)
        return NULL;
    made->stack = in->address;
    made->label = label_of(tf, raw);
    made->id = str_fmt(keep, "%.*s.%.*s", FMT(raw->type), FMT(raw->name));
    made->src = &tf->f->src;
    made->at = raw->text;
    struct tf_resource *r = NEW(keep, struct tf_resource, 1);
    *r = (struct tf_resource){ .r = made,
                               .in = in,
                               .key = made->id,
                               .index = raw->index,
                               .values = raw->values,
                               .sensitive = raw->sensitive };
    void **at = map_at(&in->by_name, r->key, keep);
    struct tf_many *many = *at ? *at : (*at = NEW(keep, struct tf_many, 1));
    *(many->last ? &many->last->next : &many->first) = r;
    many->last = r;
    many->n++;
    *PUSH(&tf->resources, keep) = r;
    return r;
}

/* What resources, changes and raw states have alike. */
static void raw_member(struct raw *raw, const struct json_pull *p)
{
    const struct {
        const char *name;
        struct str *into;
    } texts[] = { { "address", &raw->address },
                  { "mode", &raw->mode },
                  { "type", &raw->type },
                  { "name", &raw->name } };
    for (ptrdiff_t i = 0; i < LEN(texts); i++)
        if (json_pull_is(p, texts[i].name))
            *texts[i].into = json_pull_string(p);
    if (json_pull_is(p, "index") || json_pull_is(p, "index_key"))
        raw->index = p->text;
}

static void read_resource(struct tf *tf, struct str text, struct tf_instance *in)
{
    struct raw raw = { .text = text };
    struct json_pull p = json_pull_open(text, tf->t->keep);
    while (json_pull_next(&p)) {
        raw_member(&raw, &p);
        if (json_pull_is(&p, "values"))
            raw.values = p.text;
        else if (json_pull_is(&p, "sensitive_values"))
            raw.sensitive = p.text;
    }
    resource_add(tf, in, &raw);
}

/* {"resources": […], "address": …, "child_modules": […]}: the address may come last, so a module that has
 * children before its address is walked once for it. */
static struct str address_in(struct str text, struct arena *keep)
{
    struct json_pull p = json_pull_open(text, keep);
    while (json_pull_next(&p))
        if (json_pull_is(&p, "address"))
            return json_pull_string(&p);
    return (struct str){ 0 };
}

static void read_module(struct tf *tf, struct str text, struct tf_instance *in, int depth)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    while (json_pull_next(&p)) {
        bool children = json_pull_is(&p, "child_modules") && depth < DEPTH_MAX;
        if (!children && !json_pull_is(&p, "resources"))
            continue;
        struct json_pull list = json_pull_open(p.text, tf->t->keep);
        while (json_pull_next(&list)) {
            struct str address = children ? address_in(list.text, tf->t->keep) : S("");
            if (!children)
                read_resource(tf, list.text, in);
            else if (address.len)
                read_module(tf, list.text, instance(tf, in, address), depth + 1);
        }
    }
}

static void read_values(struct tf *tf, struct str text)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    while (json_pull_next(&p))
        if (json_pull_is(&p, "root_module"))
            read_module(tf, p.text, &tf->root, 0);
}

/* ---- raw state: resources[].instances[] ---- */

static void read_instance(struct tf *tf, struct str text, const struct raw *of, struct str module)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    struct raw raw = *of;
    while (json_pull_next(&p)) {
        raw_member(&raw, &p);
        if (json_pull_is(&p, "attributes"))
            raw.values = p.text;
    }
    bool index = raw.index.len && !str_equal(raw.index, S("null"));
    raw.index = index ? raw.index : S("");
    raw.address =
        str_fmt(tf->t->keep, "%.*s%s%.*s.%.*s%s%.*s%s", FMT(module), module.len ? "." : "",
                FMT(of->type), FMT(of->name), index ? "[" : "", FMT(raw.index), index ? "]" : "");
    resource_add(tf, module.len ? instance(tf, &tf->root, module) : &tf->root, &raw);
}

static void read_raw(struct tf *tf, struct str text)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    struct raw raw = { .text = text };
    struct str module = { 0 }, instances = { 0 };
    while (json_pull_next(&p)) {
        raw_member(&raw, &p);
        if (json_pull_is(&p, "module"))
            module = json_pull_string(&p);
        else if (json_pull_is(&p, "instances"))
            instances = p.text;
    }
    struct json_pull list = json_pull_open(instances, tf->t->keep);
    while (json_pull_next(&list))
        read_instance(tf, list.text, &raw, module);
}

/* ---- configuration ---- */

static struct tf_module *read_config(struct tf *tf, struct str text, int depth);

static void read_config_resource(struct tf *tf, struct str text, struct tf_module *m)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    struct raw raw = { 0 };
    struct tf_config *c = NEW(tf->t->keep, struct tf_config, 1);
    while (json_pull_next(&p)) {
        raw_member(&raw, &p);
        if (json_pull_is(&p, "expressions"))
            c->expressions = p.text;
        else if (json_pull_is(&p, "for_each_expression"))
            c->each = p.text;
    }
    const char *data = str_equal(raw.mode, S("data")) ? "data." : "";
    struct str key = str_fmt(tf->t->keep, "%s%.*s.%.*s", data, FMT(raw.type), FMT(raw.name));
    *map_at(&m->resources, key, tf->t->keep) = c;
}

static void read_call(struct tf *tf, struct str name, struct str text, struct tf_module *m,
                      int depth)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    struct tf_call *c = NEW(tf->t->keep, struct tf_call, 1);
    while (json_pull_next(&p))
        if (json_pull_is(&p, "module"))
            c->module = read_config(tf, p.text, depth + 1);
        else if (json_pull_is(&p, "expressions"))
            c->expressions = p.text;
    *map_at(&m->calls, name, tf->t->keep) = c;
}

static void read_output(struct tf *tf, struct str name, struct str text, struct tf_module *m)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    while (json_pull_next(&p))
        if (json_pull_is(&p, "expression")) {
            struct str *e = NEW(tf->t->keep, struct str, 1);
            *e = p.text;
            *map_at(&m->outputs, name, tf->t->keep) = e;
        }
}

static struct tf_module *read_config(struct tf *tf, struct str text, int depth)
{
    struct tf_module *m = NEW(tf->t->keep, struct tf_module, 1);
    struct json_pull p = json_pull_open(text, tf->t->keep);
    while (depth < DEPTH_MAX && json_pull_next(&p)) {
        struct json_pull list = json_pull_open(p.text, tf->t->keep);
        bool calls = json_pull_is(&p, "module_calls"), outputs = json_pull_is(&p, "outputs");
        bool resources = json_pull_is(&p, "resources");
        while ((resources || calls || outputs) && json_pull_next(&list))
            if (resources)
                read_config_resource(tf, list.text, m);
            else if (calls)
                read_call(tf, list.key, list.text, m, depth);
            else
                read_output(tf, list.key, list.text, m);
    }
    return m;
}

/* Each instance of a module its definition, callers first. */
static void join_config(struct tf_instance *in, struct tf_module *m, int depth)
{
    in->module = m;
    for (struct tf_instance *c = in->first_child; c && depth < DEPTH_MAX; c = c->next) {
        struct tf_call *call = m ? map_get(&m->calls, c->name) : NULL;
        join_config(c, call ? call->module : NULL, depth + 1);
    }
}

/* ---- changes ---- */

struct change {
    struct raw raw;
    enum infra_change kind;
    bool created;
};

static enum infra_change change_of(struct str actions, bool *created)
{
    bool create = str_find(actions, S("\"create\"")) >= 0,
         gone = str_find(actions, S("\"delete\"")) >= 0;
    *created = create && !gone;
    if (create && gone)
        return CHANGE_REPLACED;
    if (create || gone)
        return create ? CHANGE_ADDED : CHANGE_REMOVED;
    return str_find(actions, S("\"update\"")) >= 0 ? CHANGE_CHANGED : CHANGE_NONE;
}

static void read_change(struct tf *tf, struct str text, struct change *c)
{
    struct json_pull p = json_pull_open(text, tf->t->keep);
    c->raw.text = text;
    while (json_pull_next(&p)) {
        raw_member(&c->raw, &p);
        ptrdiff_t at = json_pull_is(&p, "change") ? str_find(p.text, S("\"actions\"")) : -1;
        if (at >= 0)
            c->kind = change_of(str_cut(str_from(p.text, at), ']').head, &c->created);
    }
}

/* Marks; what is deleted stands only here. A plan that creates everything changes nothing. */
static void apply_changes(struct tf *tf, struct str text)
{
    LIST(struct change) list = { 0 };
    struct json_pull p = json_pull_open(text, tf->t->keep);
    bool fresh = true;
    while (json_pull_next(&p)) {
        struct change c = { 0 };
        read_change(tf, p.text, &c);
        if (str_equal(c.raw.mode, S("data")))
            continue;
        fresh = fresh && c.created;
        *PUSH(&list, tf->t->keep) = c;
    }
    for (ptrdiff_t i = 0; i < list.len && !fresh; i++) {
        struct resource *known = map_get(&tf->t->names, list.ptr[i].raw.address);
        if (!known && list.ptr[i].kind == CHANGE_REMOVED) {
            struct tf_resource *gone = resource_add(tf, &tf->root, &list.ptr[i].raw);
            known = gone ? gone->r : NULL;
        }
        if (known)
            known->change = list.ptr[i].kind;
    }
}

/* ---- the document ---- */

/* clang-format off */
static const struct { const char *head, *why; } refused[] = {
    { "PK\x03\x04", "this is a plan as terraform keeps it; write it with terraform show -json PLAN > plan.json" },
    { "{\"@level\"", "these are the messages of terraform plan -json; write the plan with terraform show -json PLAN > plan.json" },
    { "{\"format_version\":\"1.0\"}", "an empty state: nothing is deployed" },
    { "{\"encrypted_data\"", "an encrypted state; write it with tofu show -json > state.json" },
    { "{\"provider_schemas\"", "these are schemas of providers, not a plan" },
};
/* clang-format on */

/* The first bytes without blanks between them. */
static struct str head_of(struct str text, char *into, ptrdiff_t max)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.len && i < 4 * max && n < max; i++)
        if (!char_is_space(text.ptr[i]))
            into[n++] = text.ptr[i];
    return (struct str){ into, n };
}

static bool refuse(struct tf *tf)
{
    char head[64];
    struct str h = head_of(tf->f->src.text, head, (ptrdiff_t)sizeof head);
    for (ptrdiff_t i = 0; i < LEN(refused); i++)
        if (str_starts(h, str_of(refused[i].head))) {
            diag_file(tf->d, RULE(INPUT_VALUE), tf->f->src.path, "%s", refused[i].why);
            return true;
        }
    return false;
}

/* Names that stand at the top of these documents and of no other. */
static const char *const marks[] = { "\"planned_values\"",    "\"resource_changes\"",
                                     "\"terraform_version\"", "\"format_version\"",
                                     "\"lineage\"",           "{\"@level\"",
                                     "{\"encrypted_data\"",   "{\"provider_schemas\"" };

bool tf_is(struct str text)
{
    static const char *const others[] = { "\"apiVersion\"",
                                          "\"kind\"",
                                          "\"services\"",
                                          "\"Resources\"",
                                          "\"AWSTemplateFormatVersion\"",
                                          "\"Description\"",
                                          "\"Parameters\"" };
    struct json_reader r = json_reader_open(text);
    struct json_token t = json_next(&r);
    if (str_starts(text, S("PK\x03\x04")))
        return true;
    t = t.kind == JSON_T_OBJECT ? json_next(&r) : t;
    if (t.kind != JSON_T_KEY || str_among(t.raw, others, LEN(others)))
        return false;
    struct str head = str_sub(text, 0, MARK_BYTES), tail = str_from(text, text.len - MARK_BYTES);
    for (ptrdiff_t i = 0; i < LEN(marks); i++)
        if (str_find(head, str_of(marks[i])) >= 0 || str_find(tail, str_of(marks[i])) >= 0)
            return true;
    return false;
}

/* Returns why the text breaks off, or NULL. */
static const char *read_document(struct tf *tf)
{
    struct json_pull p = json_pull_open(tf->f->src.text, tf->t->keep);
    struct str changes = { 0 }, config = { 0 };
    while (json_pull_next(&p)) {
        if (json_pull_is(&p, "planned_values") || json_pull_is(&p, "values")) {
            read_values(tf, p.text);
        } else if (json_pull_is(&p, "resources")) {
            struct json_pull list = json_pull_open(p.text, tf->t->keep);
            while (json_pull_next(&list))
                read_raw(tf, list.text);
        } else if (json_pull_is(&p, "configuration")) {
            struct json_pull c = json_pull_open(p.text, tf->t->keep);
            while (json_pull_next(&c))
                config = json_pull_is(&c, "root_module") ? c.text : config;
        } else if (json_pull_is(&p, "resource_changes")) {
            changes = p.text;
        }
    }
    apply_changes(tf, changes);
    join_config(&tf->root, config.len ? read_config(tf, config, 0) : NULL, 0);
    return p.r.why;
}

void tf_read_below(struct infra *t, struct infra_file *f, struct str below, struct diag *d)
{
    struct tf tf = { .t = t, .f = f, .d = d, .root = { .address = below } };
    char *end = t->keep->end;
    if (refuse(&tf))
        return;
    tf.scratch = arena_upper(t->keep);
    t->keep->end = tf.scratch.beg;
    const char *why = read_document(&tf);
    if (why)
        diag_at(d, RULE(INPUT_JSON), &f->src, str_sub(f->src.text, 0, 1), "the plan breaks off: %s",
                why);
    t->files += tf.resources.len > 0;
    for (ptrdiff_t i = 0; i < tf.resources.len; i++)
        tf_values_identify(&tf, tf.resources.ptr[i]);
    for (ptrdiff_t i = 0; i < tf.resources.len; i++) {
        if (tf.resources.ptr[i]->r->change == CHANGE_REMOVED)
            continue;
        tf_values_leaves(&tf, tf.resources.ptr[i]);
        tf_refs_leaves(&tf, tf.resources.ptr[i]);
    }
    t->keep->end = end;
}

void tf_read(struct infra *t, struct infra_file *f, struct diag *d)
{
    tf_read_below(t, f, S(""), d);
}
