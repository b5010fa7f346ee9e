/* cost_judge.c - written against computed, row by row and in total. */
#include "check/cost_judge.h"

#include "base/path.h"
#include "check/cost_hint.h"
#include "check/cost_total.h"
#include "check/cost_usage.h"
#include "check/cost_words.h"

/* a in percent of b is more than percent */
static bool exceeds(int64_t a, int64_t b, int percent)
{
    return (__int128)a * 100 > (__int128)b * percent;
}

enum cost_verdict cost_judge_compare(int64_t written_low, int64_t written_high, int64_t low,
                                     int64_t high, struct ratio *ratio)
{
    int64_t least = written_low,
            most = written_high; /* nearest ends of two ranges that do not meet */
    *ratio = (struct ratio){ 0, 0 };
    if (low + (__int128)high > 0)
        ratio_make(written_low + (__int128)written_high, low + (__int128)high, ratio);
    if (written_low > high) {
        least = high;
        most = written_low;
    } else if (low > written_high) {
        least = written_high;
        most = low;
    } else {
        return COST_AGREES;
    }
    const struct ratio from = { 4, 5 }, to = { 5, 4 };
    bool middle = ratio->den == 0 || ratio_cmp(*ratio, from) < 0 || ratio_cmp(*ratio, to) > 0;
    if (most - least < MONEY_USD / 4 || !middle || !exceeds(most, least, 101))
        return COST_AGREES;
    return exceeds(most, least, 125) ? COST_IS_WRONG : COST_IS_DIFFERENT;
}

static bool in_dollars(const struct cost_written *w)
{
    return w->has_money && str_equal(str_of(w->money.currency), S("USD"));
}

static struct cost_judged judge_row(const struct cost_written *w, const struct cost_row *row,
                                    const struct price_book *book, struct arena *keep)
{
    struct cost_judged j = { .written = w, .row = row };
    if (!row || !row->priced)
        return j;
    j.computed = row->cost;
    if (!in_dollars(w))
        return j;
    j.judged = true;
    j.verdict = cost_judge_compare(w->money.low, w->money.high, row->cost.at[COST_LOW],
                                   row->cost.at[COST_HIGH], &j.ratio);
    if (j.verdict != COST_AGREES)
        j.hint = cost_hint(row, &w->money, j.verdict == COST_IS_WRONG, book, keep);
    return j;
}

/* The last total of the table, or NULL. */
static const struct cost_written *total_line(const struct cost_table *t)
{
    for (int i = t->n_rows - 1; i >= 0; i--)
        if (t->rows[i].kind == COST_LINE_TOTAL)
            return &t->rows[i];
    return NULL;
}

static void judge_total(const struct cost_table *t, struct cost_judgement *out)
{
    const struct cost_written *w = total_line(t);
    if (!w)
        return;
    struct cost_judged *j = &out->rows[out->n_rows++];
    *j = (struct cost_judged){ .written = w, .computed = out->size.total };
    bool all = out->size.priced;
    for (int i = 0; i < out->n_rows - 1; i++) /* an unknown row makes the sums incomparable */
        all = all && out->rows[i].row && out->rows[i].row->priced;
    if (!all || !in_dollars(w))
        return;
    j->judged = true;
    j->verdict = cost_judge_compare(w->money.low, w->money.high, j->computed.at[COST_LOW],
                                    j->computed.at[COST_HIGH], &j->ratio);
}

/* The row of the estimate that a link in the service cell names: "#/rows/nat", "#nat". */
static const struct cost_row *linked_row(const struct cost_size *size, struct str link)
{
    struct cut fragment = str_cut(link, '#');
    struct str id = str_rcut(fragment.tail, '/').tail;
    for (int i = 0; fragment.ok && i < size->n_rows; i++)
        if (str_equal(size->rows[i].id, id))
            return &size->rows[i];
    return NULL;
}

static const struct cost_row *row_for(const struct cost_judgement *j, int written)
{
    const struct cost_written *w = &j->table->rows[written];
    if (!j->bound) {
        for (int i = 0; i < j->size.n_rows; i++)
            if (j->size.rows[i].written == written)
                return &j->size.rows[i];
        return NULL;
    }
    const struct cost_row *row = linked_row(&j->size, w->link);
    if (!row)
        row = cost_row_named(&j->size, w->service);
    for (int i = 0; i < j->n_rows && row; i++)
        if (j->rows[i].row == row)
            return NULL; /* another line has it already */
    return row;
}

/* Nobody wrote how many there are: an amount that a few of them cost is no mistake. */
static void forgive_count(struct cost_judged *j)
{
    enum { A_FEW = 6 };
    if (!j->judged || j->verdict == COST_AGREES || j->written->configuration.len > 0)
        return;
    for (int n = 2; n <= A_FEW; n++) { /* within a quarter of what n cost */
        __int128 low = (__int128)j->computed.at[COST_LOW] * n,
                 high = (__int128)j->computed.at[COST_HIGH] * n;
        if ((__int128)j->written->money.high * 5 >= low * 4 &&
            (__int128)j->written->money.low * 4 <= high * 5) {
            j->verdict = COST_AGREES;
            j->hint = (struct str){ 0 };
        }
    }
}

static void judge_all(struct cost_judgement *out, const struct price_book *book, struct arena *keep)
{
    const struct cost_table *t = out->table;
    out->rows = NEW(keep, struct cost_judged, t->n_rows + out->size.n_rows + 1);
    for (int i = 0; i < t->n_rows; i++)
        if (t->rows[i].kind == COST_LINE_ITEM) {
            struct cost_judged j = judge_row(&t->rows[i], row_for(out, i), book, keep);
            if (!out->bound)
                forgive_count(&j);
            out->rows[out->n_rows++] = j;
        }
    int written = out->n_rows;
    for (int i = 0; i < out->size.n_rows; i++) {
        bool found = false;
        for (int k = 0; k < written; k++)
            found = found || out->rows[k].row == &out->size.rows[i];
        if (!found)
            out->rows[out->n_rows++] = (struct cost_judged){ .row = &out->size.rows[i],
                                                             .computed = out->size.rows[i].cost };
    }
    judge_total(t, out);
}

/* The estimate a link leads to: "costs/medium.json" beside the page, or "cost:/medium". */
static const struct cost_size *bound_size(const struct cost_set *set, struct str link,
                                          struct str page, struct arena *keep)
{
    bool escapes = false;
    if (link.len == 0)
        return NULL;
    if (str_starts(link, S("cost:/")))
        return cost_size_named(set, str_rcut(link, '/').tail);
    struct str path = str_cut(str_cut(link, '#').head, '?').head;
    path = path_join(path_dir(page), url_decode(path, keep), keep);
    return cost_size_at(set, path_normal(path, keep, &escapes));
}

bool cost_judge_table(const struct cost_table *t, const struct cost_set *set, struct str page,
                      struct arena *keep, struct cost_judgement *out)
{
    const struct cost_size *size = bound_size(set, t->link, page, keep);
    *out = (struct cost_judgement){ .table = t, .bound = size != NULL };
    if (size)
        out->size = *size;
    else if (!cost_usage_size(t, set->book, keep, &out->size))
        return false;
    judge_all(out, set->book, keep);
    return true;
}

bool cost_judge_sentence(const struct cost_table *t, const struct cost_set *set, struct arena *keep,
                         struct cost_judgement *out)
{
    static const char *const savings[] = { "save",    "saves",   "saved",     "saving", "savings",
                                           "cheaper", "instead", "less",      "more",   "extra",
                                           "reduce",  "reduces", "difference" };
    for (ptrdiff_t i = 0; i < LEN(savings); i++)
        if (cost_words_has(t->rows[0].configuration, savings[i]))
            return false;
    *out = (struct cost_judgement){ .table = t };
    if (!cost_usage_size(t, set->book, keep, &out->size))
        return false;
    out->rows = NEW(keep, struct cost_judged, 1);
    out->n_rows = 1;
    struct cost_row *whole = NEW(keep, struct cost_row, 1);
    *whole = out->size.rows[0];
    whole->cost = out->size.total;
    out->rows[0] = judge_row(&t->rows[0], whole, set->book, keep);
    return true;
}

/* ---- findings ---- */

static struct str prices_of(const struct cost_row *row, struct arena *keep)
{
    struct buf b = buf_open(keep, 600);
    for (int i = 0; row && i < row->n_parts; i++) {
        if (i > 0)
            buf_put(&b, S(", "));
        buf_put(&b, row->parts[i].key);
    }
    return buf_str(&b);
}

/* The oldest of the row's prices: as old as that the figure is. */
static struct str date_of(const struct cost_row *row, const struct price_book *book)
{
    struct str oldest = book->generated;
    for (int i = 0; row && i < row->n_parts; i++) {
        const struct price *p = row->parts[i].price;
        if (p && p->effective.len > 0 && str_cmp(p->effective, oldest) < 0)
            oldest = p->effective;
    }
    return oldest;
}

static struct str place_of(struct str cell, struct str text)
{
    ptrdiff_t at = str_find(cell, text);
    return at >= 0 && text.len > 0 ? str_sub(cell, at, text.len) : str_trim(cell);
}

static struct str computed_text(const struct cost_judged *j, struct arena *keep)
{
    return money_show_range(j->computed.at[COST_LOW], j->computed.at[COST_HIGH], keep);
}

static struct str note_of(const struct cost_judged *j, struct arena *keep)
{
    struct buf b = buf_open(keep, 4000);
    if (j->row) {
        buf_put(&b, S("computed: "));
        buf_put(&b, cost_row_formula(j->row, keep));
    }
    if (j->row && j->row->assumption.len > 0) {
        buf_char(&b, '\n');
        buf_put(&b, j->row->assumption);
    }
    if (j->hint.len > 0) {
        buf_put(&b, S("\nsmallest change: "));
        buf_put(&b, j->hint);
    }
    return buf_str(&b);
}

static void report_money(const struct cost_judgement *t, const struct cost_judged *j,
                         const struct price_book *book, struct diag *d)
{
    bool wrong = j->verdict == COST_IS_WRONG;
    const struct cost_written *w = j->written;
    struct str computed = computed_text(j, d->keep);
    struct str times = j->ratio.den ? ratio_show(j->ratio, 2, false, d->keep) : S("");
    bool monthly = cost_total_is_monthly(w);
    struct str said = monthly
                          ? w->money_text
                          : str_fmt(d->keep, "%.*s (%.*s a month)", FMT(w->money_text),
                                    FMT(money_show_range(w->money.low, w->money.high, d->keep)));
    struct finding *f = diag_at(d, wrong ? RULE(COST_WRONG) : RULE(COST_DIFFERS), t->table->src,
                                place_of(w->money_place, w->money_text),
                                "%.*s is written as %.*s, the price list gives %.*s%s%.*s%s",
                                FMT(w->service), FMT(said), FMT(computed), times.len ? " (" : "",
                                FMT(times), times.len ? " times as much)" : "");
    if (!t->bound)
        f->severity = SEVERITY_INFO;
    else
        f->severity = wrong ? SEVERITY_ERROR : SEVERITY_WARNING;
    f->about = w->service;
    f->evidence = (struct evidence){ .value = computed,
                                     .source = book->src.path,
                                     .place = prices_of(j->row, d->keep),
                                     .date = date_of(j->row, book) };
    f->note = note_of(j, d->keep);
    if (t->bound)
        f->suggest =
            cost_total_rewrite(w, j->computed.at[COST_LOW], j->computed.at[COST_HIGH], d->keep);
}

static void report_missing(const struct cost_judgement *t, const struct cost_judged *j,
                           const struct price_book *book, struct diag *d)
{
    const struct cost_written *total = total_line(t->table);
    struct str rest = t->table->place;
    struct str place = total ? str_trim(total->service_place) : str_line(&rest);
    struct str computed = computed_text(j, d->keep);
    bool dollars = str_equal(str_of(t->table->currency), S("USD"));
    if (!j->row->priced || j->computed.at[COST_HIGH] == 0 || !dollars)
        return;
    struct finding *f =
        diag_at(d, RULE(COST_ROW_MISSING), t->table->src, place,
                "no row for %.*s, which costs %.*s a month", FMT(j->row->service), FMT(computed));
    f->severity = t->bound ? SEVERITY_WARNING : SEVERITY_INFO;
    f->about = j->row->service;
    f->evidence = (struct evidence){ .value = computed,
                                     .source = book->src.path,
                                     .place = prices_of(j->row, d->keep),
                                     .date = date_of(j->row, book) };
    f->note = note_of(j, d->keep);
}

static void report_row(const struct cost_judgement *t, const struct cost_judged *j,
                       const struct price_book *book, struct diag *d)
{
    if (!j->written) {
        report_missing(t, j, book, d);
        return;
    }
    if (!j->row && j->written->kind == COST_LINE_ITEM && t->bound) {
        struct finding *f = diag_at(
            d, RULE(COST_ROW_UNMATCHED), t->table->src, str_trim(j->written->service_place),
            "the estimate %.*s has no row for %.*s", FMT(t->size.name), FMT(j->written->service));
        f->severity = SEVERITY_WARNING;
        f->about = j->written->service;
    }
    if (j->written->has_money && !in_dollars(j->written) &&
        (j->row || j->written->kind != COST_LINE_ITEM)) {
        struct finding *f =
            diag_at(d, RULE(COST_CURRENCY), t->table->src,
                    place_of(j->written->money_place, j->written->money_text),
                    "%s is not compared with prices in US dollars", j->written->money.currency);
        f->about = j->written->service;
    }
    if (j->judged && j->verdict != COST_AGREES)
        report_money(t, j, book, d);
}

/* What a configuration cell may be held against: the factors of a row that mean the same fact. */
static const struct {
    enum cost_fact fact;
    const char *factor;
} same[] = {
    { FACT_COUNT, "tasks" },
    { FACT_COUNT, "nodes" },
    { FACT_COUNT, "gateways" },
    { FACT_COUNT, "instances" },
    { FACT_COUNT, "load_balancers" },
    { FACT_VCPU, "vCPU" },
    { FACT_MEMORY, "GB" },
    { FACT_LCU, "LCU" },
    { FACT_SECRETS, "secrets" },
    { FACT_ALARMS, "alarms" },
    { FACT_METRICS, "metrics" },
    { FACT_DASHBOARDS, "dashboards" },
    { FACT_RULES, "rules" },
    { FACT_ADDRESSES, "addresses" },
    { FACT_ENDPOINTS, "endpoints" },
    { FACT_KEYS, "keys" },
    { FACT_ZONES, "zones" },
};

static const struct cost_factor *factor_of(const struct cost_row *row, const char *name)
{
    for (int i = 0; i < row->n_parts; i++)
        for (int k = 0; k < row->parts[i].n_times; k++)
            if (str_equal(row->parts[i].times[k].name, str_of(name)))
                return &row->parts[i].times[k];
    return NULL;
}

static void report_configuration(const struct cost_judgement *t, const struct cost_judged *j,
                                 struct str said, struct str has, struct diag *d)
{
    struct finding *f = diag_at(d, RULE(COST_DIFFERS), t->table->src,
                                place_of(j->written->configuration_place, said),
                                "%.*s: the table says %.*s, the estimate has %.*s",
                                FMT(j->written->service), FMT(said), FMT(has));
    f->severity = SEVERITY_WARNING;
    f->about = j->written->service;
    f->evidence = (struct evidence){ .value = has, .source = t->size.path, .place = j->row->id };
}

static void compare_facts(const struct cost_judgement *t, const struct cost_judged *j,
                          struct diag *d)
{
    struct cost_facts f = { 0 };
    cost_words_read(j->written->configuration, &f);
    for (ptrdiff_t i = 0; i < LEN(same); i++) {
        enum cost_fact fact = same[i].fact;
        const struct cost_factor *factor = factor_of(j->row, same[i].factor);
        if (!factor || !f.has[fact] || f.place[fact].len == 0 ||
            (fact == FACT_MEMORY && !factor_of(j->row, "vCPU")))
            continue;
        const struct ratio *at = factor->amount.at;
        if (ratio_cmp(f.low[fact], at[COST_HIGH]) <= 0 &&
            ratio_cmp(f.high[fact], at[COST_LOW]) >= 0)
            continue;
        struct str low = ratio_show(at[COST_LOW], 4, true, d->keep),
                   high = ratio_show(at[COST_HIGH], 4, true, d->keep);
        bool range = !str_equal(low, high);
        struct str has = str_fmt(d->keep, "%.*s%s%.*s %s", FMT(low), range ? "–" : "",
                                 FMT(range ? high : S("")), same[i].factor);
        report_configuration(t, j, f.place[fact], has, d);
    }
    bool typed = f.type.len == 0;
    for (int i = 0; i < j->row->n_parts && !typed; i++)
        typed = str_find_nocase(j->row->parts[i].key, f.type) >= 0;
    if (!typed)
        report_configuration(t, j, f.type, prices_of(j->row, d->keep), d);
}

void cost_judge_report(const struct cost_judgement *t, const struct price_book *book,
                       struct diag *d)
{
    for (int i = 0; i < t->n_rows; i++) {
        const struct cost_judged *j = &t->rows[i];
        report_row(t, j, book, d);
        if (t->bound && j->written && j->row)
            compare_facts(t, j, d);
    }
}

/* ---- the prices themselves ---- */

static void check_price(const struct price_book *book, const struct price *p, struct date today,
                        struct diag *d)
{
    struct finding *f = NULL;
    if (price_old(p, today)) {
        f = diag_at(d, RULE(PRICE_OLD), &book->src, p->place,
                    "%.*s is the price of %.*s; look whether it still holds", FMT(p->key),
                    FMT(p->effective));
        f->about = p->key;
        f->evidence = (struct evidence){ .value = money_decimal(p->e10, d->keep),
                                         .source = p->source,
                                         .date = p->effective };
    }
    if (price_unsure(p)) {
        f = diag_at(d, RULE(PRICE_UNSURE), &book->src, p->place, "%.*s has low confidence: %.*s",
                    FMT(p->key), FMT(p->source));
        f->about = p->key;
        f->evidence = (struct evidence){ .value = money_decimal(p->e10, d->keep),
                                         .source = p->source,
                                         .date = p->effective };
    }
}

static void check_row(const struct cost_set *set, const struct cost_row *row, bool *seen,
                      struct date today, struct diag *d)
{
    for (int k = 0; k < row->n_parts; k++) {
        const struct price *p = row->parts[k].price;
        if (!p || seen[p - set->book->prices])
            continue;
        seen[p - set->book->prices] = true;
        check_price(set->book, p, today, d);
    }
}

static void check_size(const struct cost_set *set, const struct cost_size *size, bool *seen,
                       struct date today, struct diag *d)
{
    for (int i = 0; i < size->n_rows; i++)
        check_row(set, &size->rows[i], seen, today, d);
}

void cost_judge_prices(const struct cost_set *set, struct date today, struct diag *d)
{
    if (!set->book || set->book->built_in)
        return;
    bool *seen = NEW(d->keep, bool, set->book->n_prices + 1);
    for (int i = 0; i < set->n_sizes; i++)
        check_size(set, &set->sizes[i], seen, today, d);
    for (int i = 0; i < set->n_alternatives; i++)
        check_size(set, &set->alternatives[i], seen, today, d);
    for (int i = 0; i < set->n_others; i++)
        check_size(set, &set->others[i], seen, today, d);
    for (int i = 0; i < set->n_scenarios; i++) {
        check_row(set, &set->scenarios[i].now, seen, today, d);
        check_row(set, &set->scenarios[i].then, seen, today, d);
    }
}
