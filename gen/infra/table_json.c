/* table_json.c - the table's writer. */
#include "infra/table_json.h"

static const char *const changes[] = { [CHANGE_ADDED] = "added",
                                       [CHANGE_REMOVED] = "removed",
                                       [CHANGE_CHANGED] = "changed",
                                       [CHANGE_REPLACED] = "replaced" };

static void member(struct buf *b, const char *name, struct str value, bool *first)
{
    if (!value.len)
        return;
    buf_put(b, *first ? S("") : S(", "));
    buf_fmt(b, "\"%s\": ", name);
    buf_json(b, value);
    *first = false;
}

/* Texts that stand at the top of a resource: what a table of resources shows. */
static void put_properties(struct buf *b, const struct resource *r)
{
    bool first = true;
    buf_put(b, S(", \"properties\": {"));
    for (ptrdiff_t i = 0; i < r->leaves.len; i++) {
        const struct infra_leaf *l = &r->leaves.ptr[i];
        bool seen = l->element || !l->text.len || !table_keeps(l->path);
        for (ptrdiff_t k = 0; k < i && !seen; k++)
            seen = r->leaves.ptr[k].text.len && str_equal(r->leaves.ptr[k].path, l->path);
        if (!seen)
            member(b, str_c(l->path, b->arena), l->text, &first);
    }
    buf_char(b, '}');
}

static void put_resource(struct buf *b, const struct resource *r, struct table_place *last)
{
    bool first = true;
    buf_put(b, S("    {"));
    member(b, "name", r->name, &first);
    member(b, "type", r->type, &first);
    member(b, "kind", str_of(r->kind ? r->kind->name : NULL), &first);
    member(b, "stack", r->stack, &first);
    member(b, "label", r->label, &first);
    member(b, "change", str_of(changes[r->change]), &first);
    if (r->src && r->at.ptr) {
        member(b, "file", r->src->path, &first);
        buf_fmt(b, ", \"line\": %d", table_line(last, r));
    }
    if (r->perhaps)
        buf_put(b, S(", \"conditional\": true"));
    if (r->outside)
        buf_put(b, S(", \"outside\": true"));
    put_properties(b, r);
    buf_char(b, '}');
}

static void put_edge(struct buf *b, const struct infra_edge *e)
{
    bool first = true;
    buf_put(b, S("    {"));
    member(b, "from", e->from->name, &first);
    member(b, "to", e->to->name, &first);
    member(b, "kind", str_of(e->kind), &first);
    member(b, "label", e->label, &first);
    member(b, "property", e->property, &first);
    if (e->perhaps)
        buf_put(b, S(", \"conditional\": true"));
    buf_char(b, '}');
}

static void put_counts(struct buf *b, const struct infra *t)
{
    struct map counts = table_types(t, t->keep);
    buf_put(b, S("  \"counts\": {"));
    for (struct map_entry *e = counts.first; e; e = e->next) {
        buf_put(b, e == counts.first ? S("") : S(", "));
        buf_json(b, e->key);
        buf_fmt(b, ": %d", *(int *)e->value);
    }
    buf_put(b, S("}\n"));
}

/* Templates, modules, namespaces with the number of their resources. */
static void put_stacks(struct buf *b, const struct infra *t)
{
    struct map stacks = table_stacks(t, t->keep);
    buf_put(b, S("  \"stacks\": ["));
    for (struct map_entry *e = stacks.first; e; e = e->next) {
        buf_fmt(b, "%s{\"name\": ", e == stacks.first ? "" : ", ");
        buf_json(b, e->key);
        buf_fmt(b, ", \"resources\": %d}", *(int *)e->value);
    }
    buf_put(b, S("],\n"));
}

static void put_outputs(struct buf *b, const struct infra *t)
{
    buf_put(b, S("  \"outputs\": ["));
    for (ptrdiff_t i = 0; i < t->outputs.len; i++) {
        const struct infra_output *o = &t->outputs.ptr[i];
        bool first = true;
        buf_put(b, i ? S(",\n    {") : S("\n    {"));
        member(b, "stack", o->stack, &first);
        member(b, o->parameter ? "parameter" : "output", o->name, &first);
        member(b, "value", o->value, &first);
        buf_char(b, '}');
    }
    buf_put(b, S("],\n"));
}

void table_json(const struct infra *t, struct buf *out)
{
    const char *comma = "\n";
    struct table_place last = { 0 };
    buf_put(out, S("{\n  \"v\": 1,\n  \"resources\": ["));
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        buf_put(out, str_of(comma));
        put_resource(out, t->resources.ptr[i], &last);
        comma = ",\n";
    }
    buf_put(out, S("],\n  \"edges\": ["));
    comma = "\n";
    for (ptrdiff_t i = 0; i < t->edges.len; i++) {
        if (str_equal(str_of(t->edges.ptr[i].kind), S("placed")))
            continue;
        buf_put(out, str_of(comma));
        put_edge(out, &t->edges.ptr[i]);
        comma = ",\n";
    }
    buf_put(out, S("],\n"));
    put_stacks(out, t);
    put_outputs(out, t);
    put_counts(out, t);
    buf_put(out, S("}\n"));
}
