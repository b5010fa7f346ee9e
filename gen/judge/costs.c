/* costs.c - the site's estimates, and the cost tables and sentences of its pages. */
#include "judge/costs.h"

#include "base/path.h"
#include "check/cost_chart.h"
#include "check/cost_judge.h"
#include "check/cost_scenario.h"
#include "check/cost_total.h"
#include "load/cost_file.h"
#include "load/cost_scenarios.h"
#include "load/cost_table.h"
#include "load/price_book.h"
#include "model/rule.h"

enum { MAX_JSON = 1 << 24 };

/* The computed figures take the place of the raw files in source "cost"; its files stay, so that links
 * to them still lead there. */
static void add_source(struct site *s)
{
    struct source *src = NEW(s->keep, struct source, 1);
    struct buf text = buf_open(s->keep, MAX_JSON);
    const struct data_source *old = data_source_named(&s->data, S("cost"), S(""));
    struct data_source cost =
        old ? *old : (struct data_source){ .name = S("cost"), .kind = S("cost"), .computed = true };
    if (!s->costs->n_sizes && !s->costs->n_alternatives && !s->costs->n_scenarios)
        return;
    cost_json(s->costs, &text);
    *src = (struct source){ S("computed costs"), buf_str(&text) };
    cost.src = *src;
    cost.root = json_parse(src, s->keep, RULE(INPUT_JSON), &s->diag);
    data_add(&s->data, cost, s->keep);
}

void costs_load(struct site *s)
{
    s->prices = price_book_of(&s->data, s->keep, &s->diag);
    s->costs = cost_file_set(&s->data, s->prices, s->keep, &s->diag);
    cost_scenarios_read(&s->data, s->costs, s->keep, &s->diag);
    cost_scenario_compute(s->costs, s->keep);
    cost_judge_prices(s->costs, s->options.today, &s->diag);
    add_source(s);
}

struct chart *costs_chart(const struct site *s, struct str file, struct str query,
                          struct arena *keep, struct str *why)
{
    if (str_starts(query, S("chart=")))
        return cost_chart_view(s->costs, file, str_cut(str_from(query, 6), '&').head, keep, why);
    *why = str_fmt(keep, "a view of costs is ?chart=range, not ?%.*s", FMT(query));
    return NULL;
}

static bool has_total(const struct cost_table *t)
{
    for (int i = 0; i < t->n_rows; i++)
        if (t->rows[i].kind == COST_LINE_TOTAL)
            return true;
    return false;
}

/* A list of prices without a sum is no estimate and wants no picture, unless its author bound it. */
static struct chart *table_chart(const struct site *s, const struct cost_table *t,
                                 const struct cost_judgement *judged, struct arena *keep)
{
    if (!has_total(t) && !(judged && judged->bound))
        return NULL;
    struct chart *chart = NEW(keep, struct chart, 1);
    if (judged)
        cost_chart_dumbbell(judged, s->prices, keep, chart);
    else
        cost_chart_table(t, keep, chart);
    return chart;
}

bool costs_table(const struct site *s, const struct site_page *p, const struct source *src,
                 const struct node *table, struct arena *keep, struct diag *d,
                 struct chart **chart)
{
    int n = 0;
    if (p->generated)
        return false; /* computed figures need no judge */
    struct cost_table *tables = cost_table_read(src, table, keep, &n);
    for (int i = 0; i < n; i++) {
        struct cost_judgement judged = { 0 };
        cost_total_check(&tables[i], d);
        bool known = cost_judge_table(&tables[i], s->costs, p->path, keep, &judged);
        if (known)
            cost_judge_report(&judged, s->prices, d);
        if (!*chart)
            *chart = table_chart(s, &tables[i], known ? &judged : NULL, keep);
    }
    return n > 0;
}

bool costs_sentence(const struct site *s, const struct source *src, const struct node *node,
                    struct arena *keep, struct diag *d)
{
    struct cost_table t;
    struct cost_judgement judged = { 0 };
    if (!cost_table_sentence(src, node, keep, &t))
        return false;
    if (cost_judge_sentence(&t, s->costs, keep, &judged))
        cost_judge_report(&judged, s->prices, d);
    return true;
}
