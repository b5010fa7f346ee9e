/* cost_judge.c - written against computed, row by row and in total. */
#include "check/cost_judge.h"

#include "base/path.h"
#include "check/cost_hint.h"
#include "check/cost_price.h"
#include "check/cost_total.h"
#include "check/cost_usage.h"
#include "check/cost_words.h"

/* a in percent of b is more than percent */
static bool exceeds(int64_t a, int64_t b, int percent)
{
    return (__int128)a * 100 > (__int128)b * percent;
}

enum cost_verdict cost_judge_compare(int64_t written_low, int64_t written_high, int64_t low,
                                     int64_t high, int64_t worth, struct ratio *ratio)
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
    if (most - least < worth || !middle || !exceeds(most, least, 105))
        return COST_AGREES;
    return exceeds(most, least, 125) ? COST_IS_WRONG : COST_IS_DIFFERENT;
}

static bool in_dollars(const struct cost_written *w)
{
    return w->has_money && w->has_month && str_equal(str_of(w->money.currency), S("USD"));
}

/* Who writes cents means them. */
static int64_t worth_of(const struct cost_written *w)
{
    return w->money.low_places >= 2 ? MONEY_USD / 20 : COST_WORTH;
}

static enum cost_verdict compare(const struct cost_written *w, const struct cost_money *c,
                                 struct ratio *ratio)
{
    int64_t high = w->month.high, most = c->at[COST_HIGH];
    if (w->open && most > high) /* "$16 + LCU" */
        high = most;
    return cost_judge_compare(w->month.low, high, c->at[COST_LOW], most, worth_of(w), ratio);
}

static struct cost_judged judge_row(const struct cost_written *w, const struct cost_row *row,
                                    const struct cost_set *set, struct arena *keep)
{
    struct cost_judged j = { .written = w, .row = row };
    if (!row || !row->priced)
        return j;
    j.computed = row->cost;
    if (!in_dollars(w) || w->none || w->month.low < 0)
        return j;
    j.judged = true;
    j.verdict = compare(w, &row->cost, &j.ratio);
    if (j.verdict != COST_AGREES)
        j.hint = cost_hint(row, &w->month, j.verdict == COST_IS_WRONG, set, keep);
    return j;
}

static void withdraw(struct cost_judged *j, struct str why)
{
    j->judged = false;
    j->hint = (struct str){ 0 };
    j->why = why;
}

/* Nothing is said against a row of which not every word is sure; why stays with it. */
static void doubt(struct cost_judged *j, const struct cost_judgement *t, int row)
{
    struct str why = t->size.doubt[row].len ? t->size.doubt[row] : t->table->doubt;
    if (!why.len && t->table->shared)
        why = S("several columns, one configuration");
    if (!j->judged || j->verdict == COST_AGREES || !why.len || t->table->sentence)
        return;
    withdraw(j, why);
}

/* The last total of the table, or NULL. */
static const struct cost_written *total_line(const struct cost_table *t)
{
    for (int i = t->n_rows - 1; i >= 0; i--)
        if (t->rows[i].kind == COST_LINE_TOTAL && ratio_cmp(t->rows[i].times, ratio_whole(1)) == 0)
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
        all = all && out->rows[i].row && out->rows[i].row->priced && !out->rows[i].why.len;
    for (const struct cost_written *o = t->rows; o < t->rows + t->n_rows;
         o++) /* groups have totals of their own */
        all = all &&
              (o->kind != COST_LINE_TOTAL || o == w || ratio_cmp(o->times, ratio_whole(1)) != 0);
    if (!all || !in_dollars(w) || (!out->bound && (t->shared || t->doubt.len)))
        return;
    j->judged = true;
    j->verdict = compare(w, &j->computed, &j->ratio);
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

/* Nobody wrote how many there are: an amount that a few of them cost may be right, and is not judged. */
static void forgive_count(struct cost_judged *j)
{
    enum { A_FEW = 6 };
    if (!j->judged || j->verdict == COST_AGREES || j->written->configuration.len > 0)
        return;
    for (int n = 2; n <= A_FEW && j->judged; n++) { /* within a quarter of what n cost */
        __int128 low = (__int128)j->computed.at[COST_LOW] * n,
                 high = (__int128)j->computed.at[COST_HIGH] * n;
        if ((__int128)j->written->month.high * 5 < low * 4 ||
            (__int128)j->written->month.low * 4 > high * 5)
            continue;
        withdraw(j, S("how many?"));
    }
}

/* "3 × t3.large, 20 GB | $0.0832 | $182.21": beside the month's amount the hour's may be that of one, and of
 * what is paid by the hour alone. */
static void forgive_hour(struct cost_judged *j, const struct cost_table *t)
{
    bool more = false;
    for (int i = 0; t->twin && j->row && i < j->row->n_parts; i++) {
        bool hourly = false;
        for (int k = 0; k < j->row->parts[i].n_times; k++) {
            const struct cost_factor *f = &j->row->parts[i].times[k];
            bool hours = str_equal(f->name, S("hours"));
            hourly = hourly || hours;
            more = more || (!hours && ratio_cmp(f->amount.at[COST_HIGH], ratio_whole(1)) > 0);
        }
        more = more || !hourly;
    }
    bool less = j->written->month.high < j->computed.at[COST_LOW];
    if (more && less && j->judged && j->verdict != COST_AGREES)
        withdraw(j, (struct str){ 0 });
}

static void judge_all(struct cost_judgement *out, const struct cost_set *set, struct arena *keep)
{
    const struct cost_table *t = out->table;
    out->rows = NEW(keep, struct cost_judged, t->n_rows + out->size.n_rows + 1);
    for (int i = 0; i < t->n_rows; i++)
        if (t->rows[i].kind == COST_LINE_ITEM) {
            struct cost_judged j = judge_row(&t->rows[i], row_for(out, i), set, keep);
            if (!out->bound) {
                forgive_count(&j);
                forgive_hour(&j, t);
                doubt(&j, out, i);
                j.why = j.why.len ? j.why : out->size.unjudged[i];
            }
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
    else if (t->rates || t->months.num == 0 || !cost_usage_size(t, set, keep, &out->size))
        return false;
    const struct price_book *book = cost_set_book(set, out->size.region);
    out->book = book ? book : set->book;
    out->set = set;
    judge_all(out, set, keep);
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
    *out = (struct cost_judgement){ .table = t, .book = set->book, .set = set };
    if (!cost_usage_size(t, set, keep, &out->size) || out->size.n_rows == 0)
        return false;
    out->rows = NEW(keep, struct cost_judged, 1);
    out->n_rows = 1;
    struct cost_row *whole = NEW(keep, struct cost_row, 1);
    *whole = out->size.rows[0];
    whole->cost = out->size.total;
    out->rows[0] = judge_row(&t->rows[0], whole, set, keep);
    doubt(&out->rows[0], out, 0);
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

static struct str computed_text(const struct cost_judged *j, struct arena *keep)
{
    return money_show_range(j->computed.at[COST_LOW], j->computed.at[COST_HIGH], keep);
}

static struct str note_of(const struct cost_judgement *t, const struct cost_judged *j,
                          struct arena *keep)
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
    int64_t billed;
    if (cost_set_billed(t->set, t->size.env,
                        j->row && j->row->service.len ? j->row->service : S(""), arena_upper(keep),
                        &billed))
        buf_fmt(&b, "\nbilled in %.*s: %.*s", FMT(t->size.env), FMT(money_show(billed, keep)));
    if (j->row && t->book->region.len > 0)
        buf_fmt(&b, "\nprices of %.*s, %.*s", FMT(t->book->region), FMT(date_of(j->row, t->book)));
    return buf_str(&b);
}

static void report_money(const struct cost_judgement *t, const struct cost_judged *j,
                         struct diag *d)
{
    const struct price_book *book = t->book;
    bool wrong = j->verdict == COST_IS_WRONG;
    const struct cost_written *w = j->written;
    struct str computed = computed_text(j, d->keep);
    struct str times = j->ratio.den ? ratio_show(j->ratio, 2, false, d->keep) : S("");
    bool monthly = cost_total_is_monthly(w);
    struct str said = monthly
                          ? w->money_text
                          : str_fmt(d->keep, "%.*s (%.*s a month)", FMT(w->money_text),
                                    FMT(money_show_range(w->month.low, w->month.high, d->keep)));
    struct finding *f = diag_at(d, wrong ? RULE(COST_WRONG) : RULE(COST_DIFFERS), t->table->src,
                                cost_price_place(w->money_place, w->money_text),
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
    f->note = note_of(t, j, d->keep);
    if (t->bound)
        f->suggest =
            cost_total_rewrite(w, j->computed.at[COST_LOW], j->computed.at[COST_HIGH], d->keep);
}

static void report_missing(const struct cost_judgement *t, const struct cost_judged *j,
                           struct diag *d)
{
    const struct price_book *book = t->book;
    const struct cost_written *total = total_line(t->table);
    struct str rest = t->table->place;
    struct str place = total ? str_trim(total->service_place) : str_line(&rest);
    struct str computed = computed_text(j, d->keep);
    bool dollars = str_equal(str_of(t->table->currency), S("USD"));
    bool whole = total && strcmp(t->table->period, "month") ==
                              0; /* else nobody says that the table is complete */
    for (int i = 0; i < t->n_rows; i++)
        whole = whole && !t->rows[i].why.len;
    if (!j->row->priced || j->computed.at[COST_HIGH] == 0 || !dollars || (!t->bound && !whole))
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
    f->note = note_of(t, j, d->keep);
}

/* What is written agrees with the price list, and the bill says something else. */
static void report_billed(const struct cost_judgement *t, const struct cost_judged *j,
                          struct diag *d)
{
    const struct cost_written *w = j->written;
    struct ratio ratio;
    int64_t billed;
    bool total = w->kind == COST_LINE_TOTAL;
    if (!t->bound || !in_dollars(w) || (!j->row && !total) ||
        !cost_set_billed(t->set, t->size.env, total ? S("") : w->service, arena_upper(d->keep),
                         &billed) ||
        cost_judge_compare(w->month.low, w->month.high, billed, billed, worth_of(w), &ratio) ==
            COST_AGREES)
        return;
    struct str shown = money_show(billed, d->keep);
    struct finding *f = diag_at(d, RULE(COST_DIFFERS), t->table->src,
                                cost_price_place(w->money_place, w->money_text),
                                "%.*s is written as %.*s, %.*s was billed %.*s", FMT(w->service),
                                FMT(w->money_text), FMT(t->size.env), FMT(shown));
    f->severity = SEVERITY_WARNING;
    f->about = w->service;
    f->evidence =
        (struct evidence){ .value = shown, .source = S("the bill"), .place = t->size.env };
}

static void report_row(const struct cost_judgement *t, const struct cost_judged *j, struct diag *d)
{
    if (!j->written) {
        report_missing(t, j, d);
        return;
    }
    if (!j->row && j->written->kind == COST_LINE_ITEM && t->bound) {
        struct finding *f = diag_at(
            d, RULE(COST_ROW_UNMATCHED), t->table->src, str_trim(j->written->service_place),
            "the estimate %.*s has no row for %.*s", FMT(t->size.name), FMT(j->written->service));
        f->severity = SEVERITY_WARNING;
        f->about = j->written->service;
    }
    if (j->written->has_money && !j->written->none &&
        !str_equal(str_of(j->written->money.currency), S("USD")) &&
        (j->row || j->written->kind != COST_LINE_ITEM)) {
        struct finding *f =
            diag_at(d, RULE(COST_CURRENCY), t->table->src,
                    cost_price_place(j->written->money_place, j->written->money_text),
                    "%s is not compared with prices in US dollars", j->written->money.currency);
        f->about = j->written->service;
    }
    if (j->judged && j->verdict != COST_AGREES)
        report_money(t, j, d);
    else
        report_billed(t, j, d);
}

/* What a fact of the configuration may be held against: the row's factor of the same name; a plain count
 * against what the row counts; memory against GB. NULL: nothing. */
static const struct cost_factor *factor_for(const struct cost_row *row, const struct json *steps,
                                            struct str fact)
{
    const struct json *counts = json_get(steps, "counts");
    if (str_equal(fact, S("memory")))
        return cost_hint_factor(row, S("vCPU")) ? cost_hint_factor(row, S("GB")) : NULL;
    if (services_lists(json_get(steps, "same"), fact) && cost_hint_factor(row, fact))
        return cost_hint_factor(row, fact);
    if (!str_equal(fact, S("count")) && !str_equal(fact, S("tasks")) &&
        !str_equal(fact, S("instances")))
        return NULL;
    for (const struct json *c = counts ? counts->first : NULL; c; c = c->next)
        if (cost_hint_factor(row, c->str))
            return cost_hint_factor(row, c->str);
    return NULL;
}

static void report_configuration(const struct cost_judgement *t, const struct cost_judged *j,
                                 struct str said, struct str has, struct diag *d)
{
    struct finding *f = diag_at(d, RULE(COST_DIFFERS), t->table->src,
                                cost_price_place(j->written->configuration_place, said),
                                "%.*s: the table says %.*s, the estimate has %.*s",
                                FMT(j->written->service), FMT(said), FMT(has));
    f->severity = SEVERITY_WARNING;
    f->about = j->written->service;
    f->evidence = (struct evidence){ .value = has, .source = t->size.path, .place = j->row->id };
}

static void compare_fact(const struct cost_judgement *t, const struct cost_judged *j,
                         const struct cost_fact *fact, const struct cost_factor *factor,
                         struct diag *d)
{
    const struct ratio *at = factor->amount.at;
    if (factor->amount.unread)
        return;
    if (ratio_cmp(fact->low, at[COST_HIGH]) <= 0 && ratio_cmp(fact->high, at[COST_LOW]) >= 0)
        return;
    struct str low = ratio_show(at[COST_LOW], 4, true, d->keep),
               high = ratio_show(at[COST_HIGH], 4, true, d->keep);
    bool range = !str_equal(low, high);
    struct str has = str_fmt(d->keep, "%.*s%s%.*s %.*s", FMT(low), range ? "–" : "",
                             FMT(range ? high : S("")), FMT(factor->name));
    report_configuration(t, j, fact->place, has, d);
}

static void compare_facts(const struct cost_judgement *t, const struct cost_judged *j,
                          const struct services *s, struct diag *d)
{
    struct cost_facts *f = NEW(d->keep, struct cost_facts, 1);
    cost_words_read(s, NULL, j->written->configuration, d->keep, f);
    cost_words_settle(s, NULL, f);
    for (int i = 0; i < f->n; i++) {
        const struct cost_factor *factor =
            factor_for(j->row, json_get(s->root, "steps"), f->all[i].name);
        if (factor && f->all[i].place.len > 0)
            compare_fact(t, j, &f->all[i], factor, d);
    }
    bool typed = f->type.len == 0;
    for (int i = 0; i < j->row->n_parts && !typed; i++)
        typed = !price_named(t->book, j->row->parts[i].key) || /* a price of the row's own */
                str_find_nocase(j->row->parts[i].key, f->type) >= 0 ||
                str_find_nocase(j->row->parts[i].key, str_cut(f->type, '.').tail) >= 0;
    if (!typed)
        report_configuration(t, j, f->type, prices_of(j->row, d->keep), d);
}

void cost_judge_report(const struct cost_judgement *t, const struct cost_set *set, struct diag *d)
{
    for (int i = 0; i < t->n_rows; i++) {
        const struct cost_judged *j = &t->rows[i];
        report_row(t, j, d);
        if (t->bound && j->written && j->row)
            compare_facts(t, j, set->services, d);
    }
}

/* ---- what is not judged ---- */

static struct str head_of(const struct cost_table *t)
{
    struct str rest = t->place;
    return str_line(&rest);
}

/* What the verdict of a row is; NULL: none was looked for. */
static const struct cost_judged *judged_of(const struct cost_judgement *j,
                                           const struct cost_written *w)
{
    for (int i = 0; j && i < j->n_rows; i++)
        if (j->rows[i].written == w)
            return &j->rows[i];
    return NULL;
}

/* Why a row has no verdict, with its name; empty: it has one, or needs none. *counts: it is one of the rows. */
static struct str unjudged(const struct cost_written *w, const struct cost_judged *r, bool priced,
                           bool *counts, struct arena *keep)
{
    bool item = w->kind == COST_LINE_ITEM, unit = w->unit.len > 0 && w->kind == COST_LINE_OTHER;
    struct str name = w->service.len ? w->service : w->configuration;
    *counts = false;
    if ((!item && !unit) || w->none || w->percent || !name.len || w->heads)
        return (struct str){ 0 };
    *counts = priced || unit || w->unreadable || !r || r->judged || r->why.len;
    if (priced || (r && r->judged) || !*counts)
        return (struct str){ 0 };
    if (w->unreadable && !unit)
        return str_fmt(keep, "%.*s (“%.*s”)", FMT(name), FMT(w->money_text));
    if (!r || !r->why.len)
        return name;
    return r->row ? str_fmt(keep, "%.*s (%.*s)", FMT(name), FMT(r->why)) : r->why;
}

/* "5 of 8 rows judged; not priced: EKS control plane, Fargate (“blue”)"; euros have a finding of their own. */
static void name_rows(const struct cost_table *t, const struct cost_judgement *j,
                      const bool *priced, struct buf *b)
{
    int items = 0, judged = 0, named = 0;
    struct buf names = buf_open(b->arena, 4000);
    for (int i = 0; i < t->n_rows; i++) {
        const struct cost_judged *r = judged_of(j, &t->rows[i]);
        bool counts;
        struct str why = unjudged(&t->rows[i], r, priced[i], &counts, b->arena);
        items += counts;
        judged += priced[i] || (r && r->judged);
        if (!why.len)
            continue;
        buf_put(&names, named++ ? S(", ") : S(""));
        buf_put(&names, why);
    }
    if (named)
        buf_fmt(b, "%d of %d rows judged; not priced: %.*s", judged, items, FMT(buf_str(&names)));
}

/* Does anything in it name a service or a machine of the price book? */
static bool is_priced_elsewhere(const struct cost_table *t, const struct cost_set *set,
                                struct arena *keep)
{
    bool yes = cost_usage_names(set, t->heading, keep);
    for (int i = 0; i < t->n_rows && !yes; i++)
        yes = cost_usage_names(set, t->rows[i].service, keep) ||
              cost_usage_names(set, t->rows[i].configuration, keep);
    return yes;
}

void cost_judge_unjudged(const struct cost_table *t, const struct cost_set *set,
                         const struct cost_judgement *j, const bool *priced, struct str unsummed,
                         struct diag *d)
{
    struct buf b = buf_open(d->keep, 2000);
    struct str region = j && !j->bound ? j->size.other_region : S("");
    if (region.len) {
        struct finding *f = diag_at(
            d, RULE(COST_REGION), t->src, head_of(t),
            "no price book for %.*s: what this table says of it is not judged", FMT(region));
        f->about = region;
    }
    bool said = !t->twin && (!j || !j->bound) && str_equal(str_of(t->currency), S("USD"));
    if (said && (j || is_priced_elsewhere(t, set, d->keep)))
        name_rows(t, j, priced, &b);
    if (unsummed.len)
        buf_fmt(&b, "%sthe total is not added up: “%.*s”", b.len ? "; " : "", FMT(unsummed));
    if (b.len > 0) {
        struct finding *f =
            diag_at(d, RULE(COST_UNJUDGED), t->src, head_of(t), "%.*s", FMT(buf_str(&b)));
        f->about = t->heading;
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
        const struct price *p = row->parts[k].price, *own = set->book->prices;
        /* nobody can correct what is compiled in; a price written into the row is in no book */
        bool ours = p && p >= own && p < own + set->book->n_own;
        if (!ours || seen[p - own])
            continue;
        seen[p - own] = true;
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
