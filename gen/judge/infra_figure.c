/* infra_figure.c - from a query to the two pictures of a view. */
#include "judge/infra_figure.h"

#include "judge/infra_pages.h"
#include "judge/infra_view.h"
#include "judge/link.h"

struct wish {
    struct str view, env, compare, overlay;
};

static bool wish_read(struct str query, struct wish *w, struct str *why, struct arena *keep)
{
    *w = (struct wish){ .view = S("overview") };
    while (query.len) {
        struct cut one = str_cut(query, '&'), pair = str_cut(one.head, '=');
        const struct {
            const char *name;
            struct str *into;
        } names[] = { { "view", &w->view },
                      { "env", &w->env },
                      { "compare", &w->compare },
                      { "overlay", &w->overlay } };
        bool known = false;
        for (ptrdiff_t i = 0; i < LEN(names); i++)
            if (str_equal(pair.head, str_of(names[i].name))) {
                *names[i].into = pair.tail;
                known = true;
            }
        if (!known) {
            *why = str_fmt(keep, "a view of resources has view, env, compare and overlay, not %.*s",
                           FMT(pair.head));
            return false;
        }
        query = one.tail;
    }
    *why = str_fmt(keep, "there is no overlay %.*s: cost", FMT(w->overlay));
    return !w->overlay.len || str_equal(w->overlay, S("cost"));
}

static const struct data_source *of_env(const struct site *s, const struct data_source *d,
                                        struct str env, struct str *why, struct arena *keep)
{
    const struct data_source *other = d;
    if (env.len)
        other =
            data_source_named(&s->data, str_fmt(keep, "%.*s.%.*s", FMT(d->kind), FMT(env)), env);
    if (!other || !other->resources)
        *why = str_fmt(keep, "there is no source %.*s.%.*s that holds resources", FMT(d->kind),
                       FMT(env));
    return other && other->resources ? other : NULL;
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

/* Types that no view knows, of what runs somewhere: "aws_sagemaker_model (2), aws_x". Empty: all are known. */
static struct str unknown_types(const struct infra *t, struct arena *keep)
{
    static const char *const of_terraform_alone[] = { "random", "null", "local",    "tls",
                                                      "time",   "http", "template", "archive" };
    struct map types = { 0 };
    struct buf out = buf_open(keep, t->resources.len * 80 + 1);
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        const struct resource *r = t->resources.ptr[i];
        struct str provider = str_cut(r->type, '_').head;
        if (r->kind || r->outside || str_starts(r->type, S("Custom::")) ||
            str_among(provider, of_terraform_alone, LEN(of_terraform_alone)))
            continue;
        int **n = (int **)map_at(&types, r->type, keep);
        *n = *n ? *n : NEW(keep, int, 1);
        ++**n;
    }
    for (const struct map_entry *e = types.first; e; e = e->next) {
        int n = *(const int *)e->value;
        buf_fmt(&out, "%s%.*s", out.len ? ", " : "", FMT(e->key));
        if (n > 1)
            buf_fmt(&out, " (%d)", n);
    }
    return buf_str(&out);
}

static bool draw(const struct site *s, const struct data_source *of,
                 const struct infra_view_request *ask, struct arena *keep, struct scene **out,
                 struct str *why)
{
    struct grid grid;
    if (!infra_view(of->resources, ask, keep, &grid)) {
        *why = str_fmt(keep,
                       "there is no view %.*s: overview, network, security, dataflow, monitoring "
                       "or stacks",
                       FMT(ask->name));
        return false;
    }
    if (!grid.g->n_nodes) {
        *why = str_fmt(keep, "the view %.*s of these resources is empty", FMT(ask->name));
        return false;
    }
    *out = NEW(keep, struct scene, 1);
    if (!s->options.blind)
        grid_scene(&grid, keep, *out);
    return true;
}

bool infra_figure(const struct site *s, const struct site_page *p, struct str file,
                  struct str query, struct arena *keep, struct site_figure *out, struct str *why)
{
    const struct data_source *d = source_at(s, file, keep);
    struct wish w;
    *why = S("it holds no resources");
    if (!d || !d->resources || !wish_read(query, &w, why, keep))
        return false;
    const struct data_source *of = of_env(s, d, w.env, why, keep), *against = NULL;
    if (!of || (w.compare.len && !(against = of_env(s, d, w.compare, why, keep))))
        return false;
    *why = S("nobody has prices of that region");
    const struct price_book *book = w.overlay.len ? infra_pages_book(s, of) : NULL;
    if (w.overlay.len && !book)
        return false;
    struct link_target list = { .kind = LINK_DATA,
                                .page = map_get(&s->page_at, link_data_page(of, keep)) };
    struct infra_view_request ask = { .against = against ? against->resources : NULL,
                                      .book = book,
                                      .env = of->env,
                                      .other = against ? against->env : S(""),
                                      .name = w.view,
                                      .base = list.page == p ? S("") : link_href(p, &list, keep) };
    for (int narrow = 0; narrow <= 1; narrow++) {
        ask.narrow = narrow;
        if (!draw(s, of, &ask, keep, narrow ? &out->phone : &out->ready, why))
            return false;
    }
    out->kind = FIGURE_SCENE;
    *why = unknown_types(of->resources, keep);
    return true;
}
