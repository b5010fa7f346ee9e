/* merge.c - resources are copied, as their edges hang on them; ends meet by name. */
#include "infra/merge.h"

#include "infra/edges.h"

static struct resource *add(struct infra *m, const struct resource *r)
{
    struct resource *copy = NEW(m->keep, struct resource, 1);
    *copy = *r;
    copy->out = copy->in = 0;
    copy->index = (int)m->resources.len;
    *PUSH(&m->resources, m->keep) = copy;
    return *map_at(&m->names, copy->name, m->keep) = copy;
}

static void add_edges(struct infra *m, const struct infra *of, bool removed)
{
    for (ptrdiff_t i = 0; i < of->edges.len; i++) {
        struct infra_edge e = of->edges.ptr[i];
        e.from = map_get(&m->names, e.from->name);
        e.to = map_get(&m->names, e.to->name);
        if (e.from && e.to &&
            (!removed || e.from->change == CHANGE_REMOVED || e.to->change == CHANGE_REMOVED))
            *PUSH(&m->edges, m->keep) = e;
    }
}

struct infra *merge_tables(const struct infra *t, const struct infra *other, struct arena *keep)
{
    struct infra *m = NEW(keep, struct infra, 1);
    *m = (struct infra){ .outputs = { 0 }, .keep = keep, .files = t->files };
    for (ptrdiff_t i = 0; i < t->resources.len; i++)
        add(m, t->resources.ptr[i]);
    for (ptrdiff_t i = 0; i < other->resources.len; i++) {
        const struct resource *r = other->resources.ptr[i];
        struct resource *gone = map_get(&m->names, r->name) ? NULL : add(m, r);
        if (gone && !gone->outside)
            gone->change = CHANGE_REMOVED;
    }
    for (ptrdiff_t i = t->resources.len; i < m->resources.len; i++) {
        struct infra_leaves *l = &m->resources.ptr[i]->leaves;
        struct infra_leaf *own = NEW(keep, struct infra_leaf, l->len + 1);
        for (ptrdiff_t k = 0; k < l->len; k++) {
            own[k] = l->ptr[k];
            own[k].to = own[k].to ? map_get(&m->names, own[k].to->name) : NULL;
        }
        l->ptr = own;
    }
    add_edges(m, t, false);
    add_edges(m, other, true);
    edges_chain(m);
    return m;
}
