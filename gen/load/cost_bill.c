/* cost_bill.c - bills of three formats, summed by service. */
#include "load/cost_bill.h"

#include "base/path.h"

enum { ROWS_MAX = 4000 }; /* services and resources of one bill */

/* A bill while it is read: money is exact until it is a month's. */
struct bill {
    struct cost_bill *out;
    struct arena *keep;
    struct map rows;    /* service -> its index + 1 */
    struct map periods; /* months seen */
    int64_t days;       /* in all; 0: months are counted */
    struct str first, last;
    struct money_exact *sums;
};

static bool add(struct bill *b, struct str service, struct str amount)
{
    struct ratio n;
    struct money_exact usd;
    if (!ratio_parse(str_sub(amount, 0, 18),
                     &n)) /* Cost Explorer writes more digits than money has */
        return amount.len == 0;
    void **at = map_at(&b->rows, service, b->keep);
    if (!*at && b->out->n_rows == ROWS_MAX)
        return false;
    if (!*at) {
        b->out->rows[b->out->n_rows].service = service;
        *at = &b->out->rows[b->out->n_rows++];
    }
    usd = (struct money_exact){ n.num, n.den };
    return money_exact_times(&usd, ratio_whole(MONEY_USD)) &&
           money_exact_add(&b->sums[(struct cost_billed *)*at - b->out->rows], usd);
}

static void see_period(struct bill *b, struct str start)
{
    struct str month = str_sub(start, 0, 7);
    *map_at(&b->periods, month, b->keep) = b;
    if (!b->first.len || str_cmp(month, b->first) < 0)
        b->first = month;
    if (str_cmp(month, b->last) > 0)
        b->last = month;
}

static bool infracost(struct bill *b, const struct json *root)
{
    const struct json *projects = json_get(root, "projects");
    for (const struct json *p = projects ? projects->first : NULL; p; p = p->next) {
        const struct json *list = json_get(json_get(p, "breakdown"), "resources");
        for (const struct json *r = list ? list->first : NULL; r; r = r->next)
            if (!add(b, json_str(json_get(r, "name")), json_str(json_get(r, "monthlyCost"))))
                return false;
    }
    return projects != NULL;
}

static bool cost_explorer(struct bill *b, const struct json *root)
{
    const struct json *times = json_get(root, "ResultsByTime");
    for (const struct json *t = times ? times->first : NULL; t; t = t->next) {
        struct str start = json_str(json_get(json_get(t, "TimePeriod"), "Start")),
                   end = json_str(json_get(json_get(t, "TimePeriod"), "End"));
        struct date from, to;
        if (date_parse(str_sub(start, 0, 10), &from) && date_parse(str_sub(end, 0, 10), &to) &&
            date_days(to) - date_days(from) < 28)
            b->days += date_days(to) - date_days(from);
        see_period(b, start);
        const struct json *groups = json_get(t, "Groups");
        for (const struct json *g = groups ? groups->first : NULL; g; g = g->next) {
            const struct json *metrics = json_get(g, "Metrics"),
                              *m = metrics ? metrics->first : NULL;
            if (!add(b, json_str(json_index(json_get(g, "Keys"), 0)),
                     json_str(json_get(m, "Amount"))))
                return false;
        }
    }
    return times != NULL;
}

/* The cell at the front of *line, without its quotes. */
static struct str take_cell(struct str *line)
{
    bool quoted = str_starts(*line, S("\""));
    ptrdiff_t i = quoted;
    while (i < line->len && (quoted ? line->ptr[i] != '"' : line->ptr[i] != ','))
        i++;
    struct str cell = str_sub(*line, quoted, i - quoted);
    *line = str_from(*line, i + quoted);
    if (str_starts(*line, S(",")))
        *line = str_from(*line, 1);
    return cell;
}

static bool focus(struct bill *b, struct str text)
{
    static const char *const heads[] = { "ServiceName", "BilledCost", "BillingPeriodStart",
                                         "EffectiveCost" };
    int at[LEN(heads)] = { -1, -1, -1, -1 }, n = 0;
    struct str head = str_line(&text);
    for (; head.len > 0; n++) {
        struct str cell = take_cell(&head);
        for (ptrdiff_t i = 0; i < LEN(heads); i++)
            if (str_equal(cell, str_of(heads[i])))
                at[i] = n;
    }
    int cost = at[1] >= 0 ? at[1] : at[3];
    if (at[0] < 0 || cost < 0)
        return false;
    while (text.len > 0) {
        struct str line = str_line(&text), service = { 0 }, amount = { 0 };
        for (int i = 0; line.len > 0; i++) {
            struct str cell = take_cell(&line);
            service = i == at[0] ? cell : service;
            amount = i == cost ? cell : amount;
            if (i == at[2])
                see_period(b, cell);
        }
        if (!add(b, service, amount))
            return false;
    }
    return true;
}

/* Sums to a month's amounts, rounded once each. */
static bool finish(struct bill *b)
{
    struct cost_bill *out = b->out;
    struct ratio by = ratio_whole(1);
    if (b->days > 0)
        ratio_make(365, 12 * b->days, &by);
    else if (b->periods.len > 1)
        ratio_make(1, b->periods.len, &by);
    for (int i = 0; i < out->n_rows; i++)
        if (!money_exact_times(&b->sums[i], by) || !money_round(b->sums[i], &out->rows[i].e10) ||
            __builtin_add_overflow(out->total, out->rows[i].e10, &out->total))
            return false;
    out->period = str_equal(b->first, b->last)
                      ? b->first
                      : str_fmt(b->keep, "%.*s – %.*s", FMT(b->first), FMT(b->last));
    return true;
}

/* One file; false after a report when it is none of the three. */
static bool bill_read(const struct source *src, const struct json *root, struct cost_bill *out,
                      struct arena *keep, struct diag *d)
{
    struct bill b = { .out = out, .keep = keep };
    out->rows = NEW(keep, struct cost_billed, ROWS_MAX);
    b.sums = NEW(keep, struct money_exact, ROWS_MAX);
    out->path = src->path;
    bool ok = root ? infracost(&b, root) || cost_explorer(&b, root) : focus(&b, src->text);
    if (ok && finish(&b))
        return true;
    diag_at(d, RULE(INPUT_VALUE), src, (struct str){ 0 },
            "a bill is JSON of Infracost or Cost Explorer, or a FOCUS CSV with ServiceName and "
            "BilledCost");
    return false;
}

void cost_bills_read(struct data *data, struct cost_set *set, struct arena *keep, struct diag *d)
{
    set->bills = NEW(keep, struct cost_bill, data->n_sources + 1);
    for (int i = 0; i < data->n_sources; i++) {
        struct data_source *s = &data->sources[i];
        if (!str_equal(s->kind, S("cost")) || !s->env.len)
            continue;
        struct cost_bill *bill = &set->bills[set->n_bills];
        if (s->n_files > 0 && bill_read(&s->src, s->root, bill, keep, d)) {
            bill->env = s->env;
            set->n_bills++;
        }
        s->kind = S("billed");
        s->name = str_fmt(keep, "billed.%.*s", FMT(s->env));
    }
}
