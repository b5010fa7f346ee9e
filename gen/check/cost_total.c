/* cost_total.c - sums of hand-written cost tables. */
#include "check/cost_total.h"

/* Sum of the items from row from up to before. False: some cannot be summed. */
static bool sum_items(const struct cost_table *t, int from, int before, struct money *sum)
{
    int items = 0;
    *sum = (struct money){ .currency = t->currency };
    for (int i = from; i < before; i++) {
        const struct cost_written *w = &t->rows[i];
        if (w->kind != COST_LINE_ITEM)
            continue;
        if (!w->has_money || !str_equal(str_of(w->money.currency), str_of(t->currency)) ||
            __builtin_add_overflow(sum->low, w->money.low, &sum->low) ||
            __builtin_add_overflow(sum->high, w->money.high, &sum->high))
            return false;
        sum->range = sum->range || w->money.range;
        sum->low_places =
            w->money.low_places > sum->low_places ? w->money.low_places : sum->low_places;
        items++;
    }
    return items > 0;
}

/* Half a unit of the last digit written; a tenth for "about". */
static int64_t tolerance(const struct money *m, int64_t e10, int places)
{
    int64_t ulp = MONEY_USD;
    for (int i = 0; i < places && ulp > 1; i++)
        ulp /= 10;
    for (int i = 0; i > places && ulp < INT64_MAX / 10; i--)
        ulp *= 10;
    int64_t half = ulp / 2, tenth = m->about ? e10 / 10 : 0;
    return half > tenth ? half : tenth;
}

static bool near(int64_t a, int64_t b, int64_t within)
{
    int64_t gap;
    return !__builtin_sub_overflow(a, b, &gap) && gap <= within && gap >= -within;
}

static bool agrees(const struct money *total, const struct money *sum)
{
    return near(sum->low, total->low, tolerance(total, total->low, total->low_places)) &&
           near(sum->high, total->high, tolerance(total, total->high, total->high_places));
}

bool cost_total_is_monthly(const struct cost_written *w)
{
    struct quantity q;
    struct ratio month;
    return quantity_parse(w->money.number, &q) && ratio_make(w->money.high, MONEY_USD, &month) &&
           ratio_cmp(q.high, month) == 0;
}

struct str cost_total_rewrite(const struct cost_written *w, int64_t low, int64_t high,
                              struct arena *keep)
{
    struct str right = money_show_range(low, high, keep);
    const char *end = w->money_text.ptr + w->money_text.len;
    const struct str number = w->money.number;
    if (str_starts(right, S("$")))
        right = str_from(right, 1);
    if (number.ptr < w->money_text.ptr || number.ptr + number.len > end)
        return right;
    return str_fmt(keep, "%.*s%.*s%.*s", FMT(str_span(w->money_text.ptr, number.ptr)), FMT(right),
                   FMT(str_span(number.ptr + number.len, end)));
}

static void report(const struct cost_table *t, const struct cost_written *w,
                   const struct money *sum, struct diag *d)
{
    bool dollars = str_equal(str_of(sum->currency), S("USD"));
    struct str right = money_show_range(sum->low, sum->high, d->keep);
    struct str shown =
        dollars ? right : str_fmt(d->keep, "%.*s %s", FMT(str_from(right, 1)), sum->currency);
    ptrdiff_t at = str_find(w->money_place, w->money_text);
    struct str place = at >= 0 ? str_sub(w->money_place, at, w->money_text.len) : w->money_place;
    struct finding *f =
        diag_at(d, RULE(COST_TOTAL), t->src, place, "the rows add up to %.*s a month, not %.*s",
                FMT(shown), FMT(w->money_text));
    f->about = w->service;
    f->evidence = (struct evidence){ .value = shown, .source = S("the rows above") };
    if (dollars && at >= 0 && cost_total_is_monthly(w))
        f->suggest = cost_total_rewrite(w, sum->low, sum->high, d->keep);
}

void cost_total_check(const struct cost_table *t, struct diag *d)
{
    int since = 0; /* the first row after the last subtotal */
    for (int i = 0; i < t->n_rows; i++) {
        const struct cost_written *w = &t->rows[i];
        struct money sum;
        if (w->kind != COST_LINE_TOTAL && w->kind != COST_LINE_SUBTOTAL)
            continue;
        int from = w->kind == COST_LINE_SUBTOTAL ? since : 0;
        int before = i == 0 ? t->n_rows : i; /* a total may stand on top */
        if (w->kind == COST_LINE_SUBTOTAL)
            since = i + 1;
        if (w->has_money && str_equal(str_of(w->money.currency), str_of(t->currency)) &&
            sum_items(t, from, before, &sum) && !agrees(&w->money, &sum))
            report(t, w, &sum, d);
    }
}
