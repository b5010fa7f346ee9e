/* cost_total.c - sums of hand-written cost tables. */
#include "check/cost_total.h"

/* Which rows a sum is of. */
enum reach { SINCE_TOTAL, ALL, SINCE_BREAK, SUBTOTALS, TOTALS, N_REACHES };
enum { NO_OPTIONAL = 1, CREDITS_OFF = 2, N_VARIANTS = 4 };

struct sum {
    struct money money;
    int items;
    bool known;   /* every item could be added */
    bool partial; /* an amount nobody knows is left out: the total is more */
    bool about;
    int64_t slack;            /* what the rounding of the rows may come to */
    int64_t ends;             /* the same of the rows whose ends are no guess */
    int fine;                 /* how many those are */
    struct str unknown, open; /* open: "~$32 + data", whose amount is more than is written */
};

static int64_t ulp(int places)
{
    int64_t e10 = MONEY_USD;
    for (int i = 0; i < places && e10 > 1; i++)
        e10 /= 10;
    for (int i = 0; i > places && e10 < INT64_MAX / 10; i--)
        e10 *= 10;
    return e10;
}

static bool starts_reach(const struct cost_written *w, enum reach reach)
{
    if (reach == SINCE_BREAK)
        return w->kind != COST_LINE_ITEM && (w->heads || w->kind != COST_LINE_OTHER);
    return reach == SINCE_TOTAL && w->kind == COST_LINE_TOTAL &&
           ratio_cmp(w->times, ratio_whole(1)) == 0;
}

static bool takes_part(const struct cost_written *w, enum reach reach, unsigned variant)
{
    enum cost_line kind = reach == SUBTOTALS ? COST_LINE_SUBTOTAL
                          : reach == TOTALS  ? COST_LINE_TOTAL
                                             : COST_LINE_ITEM;
    return w->kind == kind && !((variant & NO_OPTIONAL) && w->optional);
}

/* A share of what stands above it: "Tax | 10 %". */
static bool add_percent(struct sum *s, const struct cost_written *w)
{
    struct money_exact low = { s->money.low, 1 }, high = { s->money.high, 1 };
    struct ratio by;
    int64_t a, b;
    return ratio_make(w->money.low, (__int128)MONEY_USD * 100, &by) &&
           money_exact_times(&low, by) && money_exact_times(&high, by) && money_round(low, &a) &&
           money_round(high, &b) && !__builtin_add_overflow(s->money.low, a, &s->money.low) &&
           !__builtin_add_overflow(s->money.high, b, &s->money.high);
}

/* "$20–30": nobody rounded its ends, they are round. */
static bool is_guess(const struct money *m)
{
    return m->low % (5 * MONEY_USD) == 0 && m->high % (5 * MONEY_USD) == 0;
}

static bool add_row(struct sum *s, const struct cost_table *t, const struct cost_written *w,
                    unsigned variant)
{
    int64_t low = w->money.low, high = w->money.high;
    if (w->percent)
        return add_percent(s, w);
    if (!w->has_money) {
        s->partial = s->partial || w->unreadable;
        s->unknown = w->money_text;
        return true;
    }
    if (!w->none && !str_equal(str_of(w->money.currency), str_of(t->currency))) {
        s->unknown = w->money_text;
        return false;
    }
    if ((variant & CREDITS_OFF) && w->credit && low > 0) {
        low = -w->money.high;
        high = -w->money.low;
    }
    s->money.range = s->money.range || w->money.range;
    s->about = s->about || w->money.about;
    s->partial = s->partial || w->open;
    s->open = w->open ? w->money_text : s->open;
    if (!w->none)
        s->slack += ulp(w->money.low_places) / 2;
    if (!w->none && !is_guess(&w->money)) {
        s->ends += ulp(w->money.low_places) / 2;
        s->fine++;
    }
    if (w->money.low_places > s->money.low_places)
        s->money.low_places = w->money.low_places;
    return !__builtin_add_overflow(s->money.low, low, &s->money.low) &&
           !__builtin_add_overflow(s->money.high, high, &s->money.high);
}

/* The sum that row total may be, of rows above it, or below it when it stands on top. */
static struct sum sum_of(const struct cost_table *t, int total, enum reach reach, unsigned variant)
{
    struct sum s = { .money = { .currency = t->currency }, .known = true };
    int before = total == 0 ? t->n_rows : total, from = 0;
    for (int i = 0; i < before && total > 0; i++)
        if (starts_reach(&t->rows[i], reach))
            from = i + 1;
    for (int i = from; i < before && s.known; i++) {
        const struct cost_written *w = &t->rows[i];
        if (i == total || !takes_part(w, reach, variant) ||
            (reach == TOTALS && ratio_cmp(w->times, ratio_whole(1))))
            continue;
        s.known = add_row(&s, t, w, variant);
        s.items += w->has_money || w->percent;
    }
    if (!s.about && s.money.range) /* cents may have been rounded away, but not from a guess */
        s.slack = s.fine <= 3 ? 0 : s.ends / 2;
    else if (!s.about)
        s.slack = s.items <= 3 ? 0 : s.slack / 2;
    return s;
}

static bool near(int64_t a, int64_t b, int64_t within)
{
    int64_t gap;
    return !__builtin_sub_overflow(a, b, &gap) && gap <= within && gap >= -within;
}

static int64_t tolerance(const struct money *m, int64_t e10, int places, int64_t slack)
{
    int64_t half = ulp(places) / 2, tenth = m->about ? (e10 < 0 ? -e10 : e10) / 10 : 0;
    half = half > INT64_MAX - slack ? half : half + slack;
    return half > tenth ? half : tenth;
}

/* The sum in the period that the total is written for. */
static bool times(struct money *m, struct ratio by)
{
    struct money_exact low = { m->low, 1 }, high = { m->high, 1 };
    return money_exact_times(&low, by) && money_exact_times(&high, by) &&
           money_round(low, &m->low) && money_round(high, &m->high);
}

static bool agrees(const struct cost_written *w, struct sum s)
{
    const struct money *total = &w->money;
    struct ratio more = w->times;
    if (!times(&s.money, w->times))
        return true;
    int64_t slack = s.slack;
    for (int64_t i = more.den == 1 ? more.num : 1; i > 1 && slack < INT64_MAX / 2 / 12; i -= 11)
        slack *= 12;
    int64_t low = tolerance(total, total->low, total->low_places, slack),
            high = tolerance(total, total->high, total->high_places, slack);
    if (s.partial)
        return total->high >= s.money.low - low;
    if (!total->range && s.money.range)
        return total->low >= s.money.low - low && total->low <= s.money.high + low;
    if (total->range && !s.money.range)
        return s.money.low >= total->low - low && s.money.low <= total->high + high;
    return near(s.money.low, total->low, low) && near(s.money.high, total->high, high);
}

/* What would be right: the first reach that has items, as a reader would add it. */
static bool expected(const struct cost_table *t, int i, struct sum *out)
{
    bool subtotal = t->rows[i].kind == COST_LINE_SUBTOTAL;
    *out = sum_of(t, i, subtotal ? SINCE_BREAK : SINCE_TOTAL, CREDITS_OFF);
    if (out->items == 0)
        *out = sum_of(t, i, ALL, CREDITS_OFF);
    return out->items > 0;
}

/* Some natural sum agrees, or one cannot be made; *unknown: what is in its way. */
static bool holds(const struct cost_table *t, int i, bool exactly, struct str *unknown)
{
    const struct cost_written *w = &t->rows[i];
    bool any = false;
    for (int reach = 0; reach < N_REACHES; reach++)
        for (unsigned variant = 0; variant < N_VARIANTS; variant++) {
            struct sum s = sum_of(t, i, (enum reach)reach, variant);
            if (s.items == 0)
                continue;
            if (!s.known) {
                *unknown = s.unknown;
                return true;
            }
            any = true;
            bool round = s.money.range && w->money.high % (5 * MONEY_USD) == 0;
            if (exactly && !s.about)
                s.slack = 0;
            else if (round) /* "$80–100" of $80–99 */
                s.slack += 5 * MONEY_USD / 2;
            if (s.partial && s.unknown.len)
                *unknown = s.unknown;
            else if (s.open.len && w->money.low > s.money.high)
                *unknown = s.open;
            if (agrees(w, s))
                return true;
        }
    return !any;
}

bool cost_total_is_monthly(const struct cost_written *w)
{
    struct quantity q;
    struct ratio month;
    bool as_written = quantity_parse(w->money.number, &q) &&
                      ratio_make(w->month.high, MONEY_USD, &month) && ratio_cmp(q.high, month) == 0;
    return w->has_month && w->money.high == w->month.high && (as_written || !w->month.per_written);
}

/* With the cents of the rows: a sum that is right to the dollar is another sum. */
static struct str sum_text(const struct money *m, struct arena *keep)
{
    int places = m->low_places;
    bool cents = places > 0 && (m->low % MONEY_USD || m->high % MONEY_USD);
    return cents ? money_show_places(m->low, m->high, places, places, keep)
                 : money_show_range(m->low, m->high, keep);
}

/* The cell's text with other figures; empty where a range stands in two cells. */
static struct str rewrite(const struct cost_written *w, struct str right, struct arena *keep)
{
    if (w->high_text.len)
        return (struct str){ 0 };
    const char *end = w->money_text.ptr + w->money_text.len;
    const struct str number = w->money.number;
    if (str_starts(right, S("$")))
        right = str_from(right, 1);
    if (number.ptr < w->money_text.ptr || number.ptr + number.len > end)
        return right;
    return str_fmt(keep, "%.*s%.*s%.*s", FMT(str_span(w->money_text.ptr, number.ptr)), FMT(right),
                   FMT(str_span(number.ptr + number.len, end)));
}

struct str cost_total_rewrite(const struct cost_written *w, int64_t low, int64_t high,
                              struct arena *keep)
{
    return rewrite(w, money_show_range(low, high, keep), keep);
}

static struct finding *report(const struct cost_table *t, const struct cost_written *w,
                              const struct sum *s, struct diag *d)
{
    struct money sum = s->money;
    times(&sum, w->times);
    bool dollars = str_equal(str_of(sum.currency), S("USD")),
         yearly = w->times.num == 12 && w->times.den == 1;
    struct str right = sum_text(&sum, d->keep);
    struct str said = w->high_text.len
                          ? str_fmt(d->keep, "%.*s and %.*s", FMT(w->money_text), FMT(w->high_text))
                          : w->money_text;
    struct str shown =
        dollars ? right : str_fmt(d->keep, "%.*s %s", FMT(str_from(right, 1)), sum.currency);
    ptrdiff_t at = str_find(w->money_place, w->money_text);
    struct str place = at >= 0 ? str_sub(w->money_place, at, w->money_text.len) : w->money_place;
    bool once = str_equal(str_of(t->period), S("once"));
    struct finding *f =
        diag_at(d, RULE(COST_TOTAL), t->src, place, "the rows add up to %s%.*s%s%s, not %.*s",
                s->partial ? "at least " : "", FMT(shown), once ? "" : " a ",
                once     ? ""
                : yearly ? "year"
                         : t->period,
                FMT(said));
    f->about = w->service;
    f->evidence = (struct evidence){ .value = shown, .source = S("the rows above") };
    if (dollars && at >= 0 && !s->partial && !w->money.about &&
        str_find(w->money_text, w->money.number) >= 0)
        f->suggest = rewrite(w, right, d->keep);
    return f;
}

/* Nobody knows which of the two is right. */
static void report_rounded(const struct cost_table *t, const struct cost_written *w,
                           const struct sum *s, struct diag *d)
{
    struct finding *f = report(t, w, s, d);
    f->severity = SEVERITY_INFO;
    f->suggest = (struct str){ 0 };
    f->note = S("perhaps the rows were rounded");
}

/* A row of a price list, or one whose label nobody counts, stands among the items. */
static bool is_loose(const struct cost_table *t, int i)
{
    for (int k = 0; k < i; k++)
        if (t->rows[k].unit.len > 0 && t->rows[k].kind == COST_LINE_OTHER)
            return true;
    return !t->rows[i].sure;
}

/* "AWS (free tier)" and "AWS (after it)": perhaps the one or the other; NULL: no such two. */
static const struct cost_written *one_of_two(const struct cost_table *t, int total)
{
    for (int i = 0; i + 1 < total; i++) {
        struct cut a = str_cut(t->rows[i].service, '('), b = str_cut(t->rows[i + 1].service, '(');
        if (a.ok && b.ok && a.head.len > 1 && str_equal_nocase(a.head, b.head))
            return &t->rows[i];
    }
    return NULL;
}

struct str cost_total_check(const struct cost_table *t, struct diag *d)
{
    struct str why = { 0 };
    for (int i = 0; i < t->n_rows; i++) {
        const struct cost_written *w = &t->rows[i];
        struct sum right;
        struct str unknown = { 0 };
        if (w->kind != COST_LINE_TOTAL && w->kind != COST_LINE_SUBTOTAL)
            continue;
        if (!w->has_money) {
            why = w->unreadable ? w->money_text : why;
            continue;
        }
        if (!w->none && !str_equal(str_of(w->money.currency), str_of(t->currency))) {
            why = w->money_text;
            continue;
        }
        if (holds(t, i, true, &unknown)) {
            why = unknown.len ? unknown : why;
            continue;
        }
        if (w->open)
            why = w->money_text; /* "$0.50 + buffer" */
        else if (is_loose(t, i) || !expected(t, i, &right))
            why = w->service;
        else if (one_of_two(t, i))
            why = one_of_two(t, i)->service;
        else if (holds(t, i, false, &unknown))
            report_rounded(t, w, &right, d);
        else
            report(t, w, &right, d);
    }
    return why;
}

/* ---- rows that multiply ---- */

/* w is by times as much as v, as written. */
static bool is_multiple(const struct cost_written *w, const struct cost_written *v, struct ratio by)
{
    struct money m = v->money;
    if (!times(&m, by))
        return true;
    int64_t slack = ulp(v->money.high_places) / 2;
    struct money s = { .high = slack };
    times(&s, by);
    bool about = w->money.about || v->money.about;
    int64_t low = ulp(w->money.low_places) / 2 + s.high + (about ? m.low / 10 : 0),
            high = ulp(w->money.high_places) / 2 + s.high + (about ? m.high / 10 : 0);
    return near(m.low, w->money.low, low) && near(m.high, w->money.high, high);
}

static bool both_say(const struct cost_written *w, const struct cost_written *v)
{
    return w->has_money && v->has_money && !w->none && !v->none && w->kind != COST_LINE_OTHER &&
           str_equal(str_of(w->money.currency), str_of(v->money.currency));
}

static void report_multiple(const struct cost_table *t, const struct cost_written *w,
                            struct money right, const char *of, struct diag *d)
{
    struct str shown = money_show_range(right.low, right.high, d->keep);
    ptrdiff_t at = str_find(w->money_place, w->money_text);
    struct str place = at >= 0 ? str_sub(w->money_place, at, w->money_text.len) : w->money_place;
    struct finding *f = diag_at(d, RULE(COST_TOTAL), t->src, place, "%s give %.*s, not %.*s", of,
                                FMT(shown), FMT(w->money_text));
    f->about = w->service;
    f->evidence = (struct evidence){ .value = shown, .source = S("the same row") };
}

/* Twelve months: an error only where the other rows show that the columns are meant so. */
static void check_years(const struct cost_table *month, const struct cost_table *year,
                        struct diag *d)
{
    const struct ratio twelve = { 12, 1 };
    int hold = 0, fail = 0;
    for (int i = 0; i < month->n_rows; i++)
        if (both_say(&year->rows[i], &month->rows[i]) && month->rows[i].kind == COST_LINE_ITEM) {
            bool yes = is_multiple(&year->rows[i], &month->rows[i], twelve);
            hold += yes;
            fail += !yes;
        }
    for (int i = 0; i < month->n_rows && hold > fail; i++) {
        struct money right = month->rows[i].money;
        if (both_say(&year->rows[i], &month->rows[i]) &&
            !is_multiple(&year->rows[i], &month->rows[i], twelve) && times(&right, twelve))
            report_multiple(year, &year->rows[i], right, "12 months", d);
    }
}

/* Quantity and unit price of a row, when both are plain. */
static bool rate_of(const struct cost_written *w, struct cost_written *rate, struct ratio *n)
{
    struct money_cell m;
    struct str q = str_trim(w->quantity);
    if (w->kind != COST_LINE_ITEM || !w->rate.len || !ratio_parse(q, n) ||
        !money_cell(w->rate, w->money.currency, false, &m))
        return false;
    *rate = (struct cost_written){ .has_money = true, .money = m.money };
    return !m.percent && (m.rest.len == 0 || str_find_nocase(m.rest, S("each")) >= 0);
}

static void check_rates(const struct cost_table *t, struct diag *d)
{
    struct cost_written rate;
    struct ratio n;
    int hold = 0, fail = 0;
    for (int i = 0; i < t->n_rows; i++)
        if (rate_of(&t->rows[i], &rate, &n) && both_say(&t->rows[i], &rate)) {
            bool yes = is_multiple(&t->rows[i], &rate, n);
            hold += yes;
            fail += !yes;
        }
    for (int i = 0; i < t->n_rows && hold > fail; i++)
        if (rate_of(&t->rows[i], &rate, &n) && both_say(&t->rows[i], &rate) &&
            !is_multiple(&t->rows[i], &rate, n) && times(&rate.money, n))
            report_multiple(t, &t->rows[i], rate.money, "quantity and unit price", d);
}

void cost_total_check_rows(const struct cost_table *tables, int n, struct diag *d)
{
    for (int i = 0; i < n; i++) {
        if (n == 1 || !tables[i].shared)
            check_rates(&tables[i], d);
        for (int k = 0; k < n; k++)
            if (str_equal(str_of(tables[i].period), S("month")) &&
                str_equal(str_of(tables[k].period), S("year")) && !tables[i].shared &&
                !tables[k].shared)
                check_years(&tables[i], &tables[k], d);
    }
}
