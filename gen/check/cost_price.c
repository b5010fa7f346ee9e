/* cost_price.c - written unit prices. */
#include "check/cost_price.h"

#include "check/cost_usage.h"

/* The written amount rounds to the price of so many. */
static bool is_price(const struct money *m, const struct price *p, struct ratio per)
{
    int64_t ulp = MONEY_USD, low, high;
    struct money_exact a = { p->e10, 1 }, b = { p->high_e10, 1 };
    for (int i = 0; i < m->low_places && ulp > 1; i++)
        ulp /= 10;
    if (!money_exact_times(&a, per) || !money_exact_times(&b, per) || !money_round(a, &low) ||
        !money_round(b, &high))
        return true;
    int64_t slack = ulp / 2 + (m->about ? low / 10 : 0);
    return m->high >= low - slack && m->low <= high + slack;
}

static struct str shown(const struct price *p, struct ratio per, struct arena *keep)
{
    struct money_exact a = { p->e10, 1 };
    int64_t e10 = p->e10;
    if (money_exact_times(&a, per))
        money_round(a, &e10);
    return str_fmt(keep, "$%.*s", FMT(money_decimal(e10, keep)));
}

static void report(const struct source *src, struct str place, struct str name, struct str written,
                   const struct cost_rate *r, bool bound, struct diag *d)
{
    const struct price *p = r->prices[0];
    struct str right = shown(p, r->per, d->keep);
    struct finding *f =
        diag_at(d, RULE(COST_WRONG), src, place, "%.*s: the price list of %.*s says %.*s, not %.*s",
                FMT(name), FMT(r->book->region), FMT(right), FMT(written));
    f->severity = bound ? SEVERITY_ERROR : SEVERITY_INFO;
    f->about = name;
    f->evidence = (struct evidence){
        .value = right, .source = r->book->src.path, .place = p->key, .date = p->effective
    };
    f->note = str_fmt(d->keep, "prices of %.*s, %.*s", FMT(r->book->region), FMT(p->effective));
}

/* "2026-09" for 2026-09-11 is right, and so is the other way round. */
static void check_date(const struct cost_table *t, const struct cost_written *w,
                       const struct cost_rate *r, bool bound, struct diag *d)
{
    struct str have = r->prices[0]->effective;
    for (int i = 0; i < r->n; i++)
        if (w->date.len < 4 || !char_is_digit(*w->date.ptr) ||
            str_starts(r->prices[i]->effective, w->date) ||
            str_starts(w->date, r->prices[i]->effective))
            return;
    ptrdiff_t at = str_find(w->date_place, w->date);
    struct finding *f =
        diag_at(d, RULE(COST_DIFFERS), t->src,
                at >= 0 ? str_sub(w->date_place, at, w->date.len) : w->service_place,
                "%.*s: the price list's price is of %.*s, not %.*s", FMT(w->service), FMT(have),
                FMT(w->date));
    f->severity = bound ? SEVERITY_ERROR : SEVERITY_INFO;
    f->about = w->service;
}

struct str cost_price_place(struct str cell, struct str text)
{
    ptrdiff_t at = str_find(cell, text);
    return at >= 0 && text.len > 0 ? str_sub(cell, at, text.len) : str_trim(cell);
}

void cost_price_table(const struct cost_table *t, const struct cost_set *set, bool *priced,
                      struct diag *d)
{
    bool bound = str_starts(t->link, S("price"));
    for (int i = 0; i < t->n_rows; i++) {
        const struct cost_written *w = &t->rows[i];
        struct cost_rate r;
        if (w->kind != COST_LINE_OTHER || !w->unit.len || !w->has_money ||
            !str_equal(str_of(w->money.currency), S("USD")))
            continue;
        struct str label = str_fmt(d->keep, "%.*s, %.*s", FMT(w->service), FMT(w->configuration));
        if (!cost_usage_rate(set, label, w->unit, false, d->keep, &r))
            continue;
        bool fits = false;
        priced[i] = true;
        for (int k = 0; k < r.n; k++)
            fits = fits || is_price(&w->money, r.prices[k], r.per);
        if (!fits)
            report(t->src, cost_price_place(w->money_place, w->money_text), w->service,
                   w->money_text, &r, bound, d);
        else
            check_date(t, w, &r, bound, d);
    }
}

/* Any price of the same products says so: another size, class or tier that the sentence may mean. */
static bool elsewhere(const struct money *m, const struct cost_rate *r)
{
    struct str head = str_cut(r->prices[0]->key, '.').head;
    for (int i = 0; i < r->book->n_prices; i++)
        if (str_equal(str_cut(r->book->prices[i].key, '.').head, head) &&
            is_price(m, &r->book->prices[i], r->per))
            return true;
    return false;
}

/* "an hour a gateway", "per GB", "/GB": what follows the amount, up to the next thing said. */
static struct str unit_behind(struct str rest)
{
    ptrdiff_t end = 0;
    while (end < rest.len && !char_among(rest.ptr[end], ",.;:()") && end < 40)
        end++;
    struct str s = str_trim(str_sub(rest, 0, end));
    static const char *const ends[] = { " and ", " since ", " each", " from ", " in ",
                                        " for ", " when ",  " on ",  " plus " };
    for (ptrdiff_t k = 0; k < LEN(ends); k++) {
        ptrdiff_t at = str_find(s, str_of(ends[k]));
        s = at > 0 ? str_sub(s, 0, at) : s;
    }
    bool unit = str_starts(s, S("/")) || str_find_nocase(s, S("per ")) == 0 ||
                str_find_nocase(s, S("an hour")) == 0 || str_find_nocase(s, S("a gb")) == 0;
    return unit ? s : (struct str){ 0 };
}

/* Prose with an amount in it: no cell, and nothing quoted. */
static bool is_prose(const struct node *node)
{
    enum { LONGEST = 2000 }; /* a paragraph, not a chapter */
    bool is = node->kind == NODE_PARAGRAPH ||
              (node->kind == NODE_ITEM && node->first && node->first->kind >= NODE_TEXT);
    for (const struct node *n = node; n && is; n = n->parent)
        is = n->kind != NODE_TABLE && n->kind != NODE_QUOTE && n->kind != NODE_ALERT;
    return is && str_char(node->place, '$') >= 0 && node->place.len <= LONGEST;
}

static ptrdiff_t sentence_begin(struct str text, ptrdiff_t i)
{
    while (i > 0 && !(text.ptr[i - 1] == '.' && text.ptr[i] == ' ') && text.ptr[i - 1] != ';')
        i--;
    return i;
}

bool cost_price_sentence(const struct source *src, const struct node *node,
                         const struct cost_set *set, struct arena *keep, struct diag *d)
{
    struct str text = is_prose(node) ? node_text(node, keep) : (struct str){ 0 };
    bool any = false;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        struct money_cell m;
        struct cost_rate r;
        if (text.ptr[i] != '$' || !money_cell(str_from(text, i), NULL, false, &m) || m.percent ||
            m.money.low_places == 0)
            continue;
        struct str unit = unit_behind(m.rest), written = str_span(text.ptr + i, m.rest.ptr);
        ptrdiff_t beg = sentence_begin(text, i), at = str_find(node->place, str_trim(written));
        struct str sentence = str_sub(text, beg, i - beg + written.len + unit.len + 1);
        any = any || unit.len > 0;
        if (unit.len && at >= 0 &&
            cost_usage_rate(set, str_sub(text, beg, i - beg), unit, true, keep, &r) &&
            !elsewhere(&m.money, &r))
            report(src, str_sub(node->place, at, str_trim(written).len),
                   sentence.len > 60 ? str_trim(unit) : sentence, str_trim(written), &r, false, d);
    }
    return any;
}
