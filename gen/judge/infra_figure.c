/* infra_figure.c - from a query to the two pictures of a view. */
#include "judge/infra_figure.h"

#include "judge/infra_view.h"
#include "judge/link.h"

struct wish {
    struct str view, env, compare;
};

static bool wish_read(struct str query, struct wish *w, struct str *why, struct arena *keep)
{
    *w = (struct wish){ .view = S("overview") };
    while (query.len) {
        struct cut one = str_cut(query, '&'), pair = str_cut(one.head, '=');
        const struct {
            const char *name;
            struct str *into;
        } names[] = { { "view", &w->view }, { "env", &w->env }, { "compare", &w->compare } };
        bool known = false;
        for (ptrdiff_t i = 0; i < LEN(names); i++)
            if (str_equal(pair.head, str_of(names[i].name))) {
                *names[i].into = pair.tail;
                known = true;
            }
        if (!known) {
            *why = str_fmt(keep, "a view of resources has view, env and compare, not %.*s",
                           FMT(pair.head));
            return false;
        }
        query = one.tail;
    }
    return true;
}

static const struct infra *of_env(const struct site *s, const struct data_source *d, struct str env,
                                  struct str *why, struct arena *keep)
{
    const struct data_source *other = d;
    if (env.len)
        other =
            data_source_named(&s->data, str_fmt(keep, "%.*s.%.*s", FMT(d->kind), FMT(env)), env);
    if (!other || !other->resources)
        *why = str_fmt(keep, "there is no source %.*s.%.*s that holds resources", FMT(d->kind),
                       FMT(env));
    return other ? other->resources : NULL;
}

/* The source that is the file or folder, with or without a slash. */
static const struct data_source *source_at(const struct site *s, struct str file,
                                           struct arena *keep)
{
    const struct data_source *d = data_source_at(&s->data, file);
    if (!d && file.len)
        d = data_source_at(&s->data, str_join(file, S("/"), keep));
    return d;
}

bool infra_figure(const struct site *s, const struct site_page *p, struct str file,
                  struct str query, struct arena *keep, struct site_figure *out, struct str *why)
{
    const struct data_source *d = source_at(s, file, keep);
    struct wish w;
    *why = S("it holds no resources");
    if (!d || !d->resources || !wish_read(query, &w, why, keep))
        return false;
    const struct infra *t = of_env(s, d, w.env, why, keep);
    const struct infra *against = t && w.compare.len ? of_env(s, d, w.compare, why, keep) : NULL;
    if (!t || (w.compare.len && !against))
        return false;
    struct link_target list = { .kind = LINK_DATA,
                                .page = map_get(&s->page_at, link_data_page(d, keep)) };
    struct infra_view_request ask = { .against = against,
                                      .name = w.view,
                                      .base = link_href(p, &list, keep) };
    for (int narrow = 0; narrow <= 1; narrow++) {
        struct grid grid;
        struct scene *scene = NEW(keep, struct scene, 1);
        ask.narrow = narrow;
        if (!infra_view(t, &ask, keep, &grid)) {
            *why = str_fmt(keep,
                           "there is no view %.*s: overview, network, security, dataflow, "
                           "monitoring or stacks",
                           FMT(w.view));
            return false;
        }
        grid_scene(&grid, keep, scene);
        *(narrow ? &out->phone : &out->ready) = scene;
    }
    out->kind = FIGURE_SCENE;
    return true;
}
