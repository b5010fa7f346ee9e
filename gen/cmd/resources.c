/* resources.c - plumb resources: what templates, plans and manifests hold, by environment. */
#include <stdio.h>

#include "cmd/commands.h"
#include "cmd/common.h"
#include "infra/table_json.h"

enum { MAX_TEXT = 1 << 28 };

/* All that the sources of env hold (env empty: of every environment), as one table. */
static struct infra *gathered(const struct data *data, struct str env, struct arena *keep)
{
    struct infra *all = NEW(keep, struct infra, 1);
    all->keep = keep;
    for (int i = 0; i < data->n_sources; i++) {
        const struct data_source *d = &data->sources[i];
        const struct infra *t = d->resources;
        if (!t || !t->files || (env.len && d->env.len && !str_equal(d->env, env)))
            continue;
        all->files += t->files;
        for (ptrdiff_t k = 0; k < t->resources.len; k++)
            *PUSH(&all->resources, keep) = t->resources.ptr[k];
        for (ptrdiff_t k = 0; k < t->edges.len; k++)
            *PUSH(&all->edges, keep) = t->edges.ptr[k];
        for (ptrdiff_t k = 0; k < t->outputs.len; k++)
            *PUSH(&all->outputs, keep) = t->outputs.ptr[k];
    }
    return all;
}

static void put_row(const struct resource *r, struct buf *b)
{
    buf_fmt(b, "%-12.*s %-44.*s %.*s\n", FMT(r->stack.len ? r->stack : S("-")), FMT(r->type),
            FMT(r->label.len ? r->label : r->name));
}

int cmd_resources(int argc, char **argv)
{
    struct common c;
    struct str format = S("table"), env = { 0 };
    const struct opt own[] = {
        { "env", 0, OPT_STR, &env, "ENV", "only this environment: dev, prod, …", NULL },
        { "format", 0, OPT_STR, &format, "FORMAT", "how to write it", "table|json" },
    };
    int done = common_options(&c, argc, argv, "resources [DIR] [--env E] [--format table|json]",
                              own, LEN(own));
    if (done < 0)
        done = common_load(&c);
    if (done >= 0)
        return done;
    struct infra *all = gathered(&c.site.data, env, &c.keep);
    struct buf out = buf_open(&c.keep, MAX_TEXT);
    if (!all->files)
        fprintf(
            stderr,
            "plumb resources: no source of %.*s holds resources%s%.*s; see sources in site.json\n",
            FMT(c.dir), env.len ? " for " : "", FMT(env));
    if (str_equal(format, S("json")))
        table_json(all, &out);
    for (ptrdiff_t i = 0; i < all->resources.len && str_equal(format, S("table")); i++)
        if (!all->resources.ptr[i]->outside)
            put_row(all->resources.ptr[i], &out);
    return common_output((struct str){ 0 }, buf_str(&out));
}
