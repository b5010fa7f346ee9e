/* review_costs.c - what environments cost, then and now, and why; alternatives beside, never added up. */
#include <math.h>

#include "write/review.h"

#include "draw/chart.h"

enum { STEPS = 8 /* of a chart; the rest is one */ };

static struct str signed_money(int64_t e10, struct arena *keep)
{
    return e10 ? diff_cost_delta(e10, keep) : S("±$0");
}

static struct str cents(int64_t n, struct arena *keep)
{
    int64_t a = n < 0 ? -n : n;
    return str_fmt(keep, "%s$%lld.%02lld", n < 0 ? "−" : "+", (long long)(a / 100),
                   (long long)(a % 100));
}

static int percent(const struct diff_costs *d)
{
    int64_t was = d->was->total.at[COST_TYPICAL];
    return was ? (int)llround(100.0 * money_double(d->e10) / money_double(was)) : 0;
}

static struct str step_words(const struct diff_cost_step *s, struct arena *keep)
{
    struct str what = s->what, sides = { 0 };
    if (s->old.len && s->now.len)
        sides = str_fmt(keep, " %.*s → %.*s", FMT(s->old), FMT(s->now));
    return str_fmt(keep, "%.*s%s%.*s%.*s", FMT(s->row->service), what.len ? ", " : "", FMT(what),
                   FMT(sides));
}

static struct value *steps(struct review *r, const struct changes_env *e)
{
    struct value *list = value_list(r->keep);
    for (ptrdiff_t i = 0; e->d.known && i < e->d.steps.len; i++) {
        const struct diff_cost_step *s = &e->d.steps.ptr[i];
        struct value *v = review_row(r, list);
        review_set(r, v, "kind", str_of(diff_cost_name(s->kind)));
        review_set(r, v, "what", step_words(s, r->keep));
        review_set(r, v, "delta", cents(e->cents[i], r->keep));
        value_set(v, "up", value_bool(s->e10 > 0, r->keep), r->keep);
    }
    return list;
}

static struct chart_row bar(struct str label, double value, bool total)
{
    return (
        struct chart_row){ .label = label, .value = { true, value, value, value }, .total = total };
}

/* From the old total to the new one; what both have is left out at the foot, and said. */
static struct value *waterfall(struct review *r, const struct changes_env *e)
{
    const struct diff_costs *d = &e->d;
    struct chart_row *rows = NEW(r->keep, struct chart_row, STEPS + 4);
    double was = money_double(d->was->total.at[COST_TYPICAL]),
           now = money_double(d->now->total.at[COST_TYPICAL]), rest = now - was, at = was,
           least = fmin(was, now);
    int n = 0;
    if (!d->known || !d->steps.len)
        return NULL;
    rows[n++] = bar(r->since->name, was, true);
    for (ptrdiff_t i = 0; i < d->steps.len && i < STEPS; i++) {
        const struct diff_cost_step *s = &d->steps.ptr[i];
        double share = (double)e->cents[i] / 100;
        rows[n++] = bar(str_fmt(r->keep, "%s: %.*s", diff_cost_name(s->kind), FMT(s->row->service)),
                        share, false);
        rest -= share;
        at += share;
        least = fmin(least, at);
    }
    if (d->steps.len > STEPS)
        rows[n++] = bar(S("all others"), rest, false);
    rows[n++] = bar(S("now"), now, true);
    double from = floor(least * 0.9 / 10) * 10;
    struct chart chart = { .kind = CHART_WATERFALL,
                           .unit = S("$"),
                           .rows = rows,
                           .n_rows = n,
                           .from = from > 30 ? from : 0,
                           .title = str_fmt(r->keep, "%.*s, a month", FMT(d->now->name)),
                           .desc =
                               str_fmt(r->keep, "From %.*s to %.*s a month",
                                       FMT(money_show(d->was->total.at[COST_TYPICAL], r->keep)),
                                       FMT(money_show(d->now->total.at[COST_TYPICAL], r->keep))) };
    struct scene wide = { 0 }, slim = { 0 };
    chart_scene(&chart, false, r->keep, &wide);
    chart_scene(&chart, true, r->keep, &slim);
    return review_picture(r, &wide, &slim, str_fmt(r->keep, "w%.*s", FMT(d->now->env)));
}

static void add_env(struct review *r, struct value *list, const struct changes_env *e)
{
    struct value *v = review_row(r, list);
    const struct diff_costs *d = &e->d;
    const struct cost_size *any = d->now ? d->now : d->was;
    review_set(r, v, "name", any->name);
    review_set(r, v, "env", any->env);
    if (d->was && d->was->priced)
        review_set(r, v, "old", money_show(d->was->total.at[COST_TYPICAL], r->keep));
    if (d->now && d->now->priced) {
        review_set(r, v, "now", money_show(d->now->total.at[COST_TYPICAL], r->keep));
        review_set(
            r, v, "range",
            money_show_range(d->now->total.at[COST_LOW], d->now->total.at[COST_HIGH], r->keep));
    }
    review_set(r, v, "href", any->path.len ? review_href(r, any->path) : S(""));
    if (!d->known) {
        review_set(r, v, "why", d->why);
        return;
    }
    int p = percent(d);
    review_set(r, v, "delta",
               d->e10 ? str_fmt(r->keep, "%.*s, %s%d %%", FMT(signed_money(d->e10, r->keep)),
                                p < 0 ? "−" : "+", p < 0 ? -p : p)
                      : S("no change"));
    value_set(v, "up", value_bool(d->e10 > 0, r->keep), r->keep);
    value_set(v, "down", value_bool(d->e10 < 0, r->keep), r->keep);
    value_set(v, "steps", steps(r, e), r->keep);
}

/* Alternatives: each for itself. */
static struct str sizes_words(struct review *r)
{
    struct buf b = buf_open(r->keep, 4000);
    const struct cost_set *set = r->site->costs;
    for (int i = 0; i < set->n_sizes; i++) {
        const struct changes_env *e =
            r->changes && i < r->changes->sizes.len ? &r->changes->sizes.ptr[i] : NULL;
        struct str total = set->sizes[i].priced
                               ? money_show_range(set->sizes[i].total.at[COST_LOW],
                                                  set->sizes[i].total.at[COST_HIGH], r->keep)
                               : S("not priced");
        buf_fmt(&b, "%s%.*s %.*s", b.len ? " · " : "", FMT(set->sizes[i].name), FMT(total));
        if (e && e->d.known && e->d.e10)
            buf_fmt(&b, " (%.*s)", FMT(signed_money(e->d.e10, r->keep)));
    }
    return buf_str(&b);
}

/* The environment that the site is about, else the first whose cost is another. */
static const struct changes_env *main_env(const struct review *r)
{
    const struct changes_env *best = NULL;
    for (ptrdiff_t i = 0; r->changes && i < r->changes->envs.len; i++) {
        const struct changes_env *e = &r->changes->envs.ptr[i];
        if (e->d.now && str_equal(e->d.now->env, r->site->data.env))
            return e;
        if (e->d.now && (!best || (e->d.known && e->d.e10 && !best->d.e10)))
            best = e;
    }
    return best;
}

/* Without an environment: the least and the most that one of the sizes changes by. */
static struct str sizes_delta(struct review *r)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    for (ptrdiff_t i = 0; r->changes && i < r->changes->sizes.len; i++) {
        const struct diff_costs *d = &r->changes->sizes.ptr[i].d;
        if (!d->known)
            continue;
        least = d->e10 < least ? d->e10 : least;
        most = d->e10 > most ? d->e10 : most;
    }
    if (least > most || (!least && !most))
        return (struct str){ 0 };
    return least == most ? signed_money(least, r->keep)
                         : str_fmt(r->keep, "%.*s to %.*s", FMT(signed_money(least, r->keep)),
                                   FMT(signed_money(most, r->keep)));
}

static void put_headline(struct review *r, struct value *v)
{
    const struct changes_env *e = main_env(r);
    struct str sizes = sizes_delta(r);
    if (e && e->d.known && e->d.e10) {
        int p = percent(&e->d);
        review_set(r, v, "delta", signed_money(e->d.e10, r->keep));
        if ((p < 0 ? -p : p) >= r->threshold)
            review_set(r, v, "says",
                       str_fmt(r->keep, "%.*s costs %.*s %s a month", FMT(e->d.now->name),
                               FMT(money_show(e->d.e10 < 0 ? -e->d.e10 : e->d.e10, r->keep)),
                               e->d.e10 < 0 ? "less" : "more"));
    } else if (!e && sizes.len) {
        review_set(r, v, "delta", sizes);
        review_set(r, v, "says", str_fmt(r->keep, "A month costs %.*s, by size", FMT(sizes)));
    }
    value_set(v, "chart", e && e->d.known ? waterfall(r, e) : NULL, r->keep);
}

/* Hand-written tables whose amounts are others now. */
static struct value *written(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (ptrdiff_t i = 0; r->changes && i < r->changes->list.len; i++) {
        const struct diff_change *x = &r->changes->list.ptr[i];
        if (x->kind != DIFF_WRITTEN)
            continue;
        struct value *v = review_row(r, list);
        review_set(r, v, "page", x->name);
        review_set(r, v, "href", review_href(r, x->file));
        review_set(r, v, "row", x->words);
        review_set(r, v, "old", x->old);
        review_set(r, v, "now", x->now);
        review_set(r, v, "mark", str_of(diff_sign_mark(x->sign)));
    }
    return list;
}

struct value *review_costs(struct review *r)
{
    struct value *v = value_map(r->keep),
                 *envs = value_set(v, "envs", value_list(r->keep), r->keep);
    const struct cost_size *s;
    const struct changes_env *first = main_env(r);
    if (first)
        add_env(r, envs, first);
    for (ptrdiff_t i = 0; r->changes && i < r->changes->envs.len; i++)
        if (&r->changes->envs.ptr[i] != first)
            add_env(r, envs, &r->changes->envs.ptr[i]);
    for (int i = 0; !r->changes && (s = cost_set_each(r->site->costs, i)) != NULL; i++)
        if (s->env.len)
            add_env(
                r, envs,
                &(struct changes_env){ .d = { .now = s, .why = S("nothing to compare with") } });
    review_set(r, v, "sizes", sizes_words(r));
    value_set(v, "written", written(r), r->keep);
    if (r->changes)
        put_headline(r, v);
    return v;
}
