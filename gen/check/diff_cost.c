/* diff_cost.c - rows met by id, parts by price, factors by name; a copy of the old row becomes the new one. */
#include "check/diff_cost.h"

#define CENT (MONEY_USD / 100)

struct steps {
    struct diff_costs *d;
    struct arena *keep;
    struct cost_row at; /* the old row on its way to the new one */
    const struct cost_row *now;
    struct cost_money cost; /* of at */
    bool *used;             /* parts of now that at has */
};

const char *diff_cost_name(enum diff_cost_kind k)
{
    static const char *const names[] = { "price", "quantity", "new", "removed", "assumption" };
    return names[k];
}

static const struct cost_row *row_of(const struct cost_size *s, struct str id)
{
    for (int i = 0; s && i < s->n_rows; i++)
        if (str_equal(s->rows[i].id, id))
            return &s->rows[i];
    return NULL;
}

/* Two parts of a row that change by one factor are one step. */
static struct diff_cost_step *same_step(struct steps *s, const struct diff_cost_step *n)
{
    for (ptrdiff_t i = 0; i < s->d->steps.len; i++) {
        struct diff_cost_step *o = &s->d->steps.ptr[i];
        if (o->row == n->row && o->kind == n->kind && n->what.len && str_equal(o->what, n->what) &&
            str_equal(o->old, n->old) && str_equal(o->now, n->now))
            return o;
    }
    return NULL;
}

/* Takes the share of what was just done to the row. */
static void step(struct steps *s, enum diff_cost_kind kind, struct str what, struct str old,
                 struct str now, struct str ref)
{
    struct cost_money before = s->cost;
    if (!cost_row_price(&s->at)) {
        s->d->known = false;
        return;
    }
    s->cost = s->at.cost;
    int64_t e10 = s->cost.at[COST_TYPICAL] - before.at[COST_TYPICAL];
    struct diff_cost_step n = { kind, e10, s->now, what, old, now, ref }, *o = same_step(s, &n);
    if (e10 && o)
        o->e10 += e10;
    else if (e10)
        *PUSH(&s->d->steps, s->keep) = n;
    else if (memcmp(&before, &s->cost, sizeof before) != 0)
        *PUSH(&s->d->ends, s->keep) = n;
}

static bool same_amount(const struct cost_amount *a, const struct cost_amount *b)
{
    for (int e = 0; e < COST_ENDS; e++)
        if ((a->at[e].den != 0) != (b->at[e].den != 0) ||
            (a->at[e].den && ratio_cmp(a->at[e], b->at[e]) != 0))
            return false;
    return true;
}

static struct str words(const struct cost_amount *a, struct str name, struct arena *keep)
{
    struct buf b = buf_open(keep, 400);
    bool known = a->at[0].den && a->at[COST_TYPICAL].den && a->at[COST_HIGH].den;
    if (known && ratio_cmp(a->at[COST_LOW], a->at[COST_HIGH]) != 0) {
        struct cost_amount typical = { .at = { a->at[COST_TYPICAL], a->at[COST_TYPICAL],
                                               a->at[COST_TYPICAL] } };
        cost_amount_words(&typical, name, &b);
    } else if (known)
        cost_amount_words(a, name, &b);
    return buf_str(&b);
}

/* A count that config gives, or that is one number, is a quantity; what is guessed between two ends is assumed. */
static enum diff_cost_kind kind_of(const struct cost_amount *a, const struct cost_amount *b)
{
    bool fixed = ratio_cmp(a->at[COST_LOW], a->at[COST_HIGH]) == 0 &&
                 ratio_cmp(b->at[COST_LOW], b->at[COST_HIGH]) == 0;
    return a->ref.len || b->ref.len || fixed ? DIFF_COST_QUANTITY : DIFF_COST_ASSUMPTION;
}

static void amount(struct steps *s, struct cost_amount *at, const struct cost_amount *now,
                   struct str name)
{
    struct cost_amount old = *at;
    if (same_amount(at, now))
        return;
    *at = *now;
    bool known = old.at[0].den && now->at[0].den;
    step(s, known ? kind_of(&old, now) : DIFF_COST_ASSUMPTION, name, words(&old, name, s->keep),
         words(now, name, s->keep), now->ref.len ? now->ref : old.ref);
}

static struct str price_words(const struct price *p, struct arena *keep)
{
    return p ? str_join(S("$"), money_decimal(p->e10, keep), keep) : S("no price");
}

static bool same_price(const struct price *a, const struct price *b)
{
    for (; a && b; a = a->next_tier, b = b->next_tier)
        if (a->e10 != b->e10 || a->high_e10 != b->high_e10 || ratio_cmp(a->end, b->end) != 0 ||
            ratio_cmp(a->discount, b->discount) != 0 || ratio_cmp(a->free, b->free) != 0)
            return false;
    return a == b;
}

static void part(struct steps *s, struct cost_part *at, const struct cost_part *now)
{
    if (at->price != now->price && !same_price(at->price, now->price)) {
        struct str old = price_words(at->price, s->keep);
        at->price = now->price;
        step(s, DIFF_COST_PRICE, now->key, old, price_words(now->price, s->keep),
             (struct str){ 0 });
    }
    at->price = now->price;
    for (int i = 0; i < now->n_times; i++)
        for (int k = 0; k < at->n_times; k++)
            if (str_equal(at->times[k].name, now->times[i].name))
                amount(s, &at->times[k].amount, &now->times[i].amount, now->times[i].name);
    amount(s, &at->free, &now->free, S("free"));
    /* factors that came or went, and discounts: what is left */
    at->times = now->times;
    at->n_times = now->n_times;
    at->less = now->less;
    step(s, DIFF_COST_ASSUMPTION, now->key, (struct str){ 0 }, (struct str){ 0 },
         (struct str){ 0 });
}

static const struct cost_part *same_part(struct steps *s, const struct cost_part *p)
{
    for (int i = 0; i < s->now->n_parts; i++)
        if (!s->used[i] && str_equal(s->now->parts[i].key, p->key)) {
            s->used[i] = true;
            return &s->now->parts[i];
        }
    return NULL;
}

/* The copy that steps work on: nothing of the old estimate changes. */
static void open_row(struct steps *s, const struct cost_row *old)
{
    s->at = *old;
    s->at.parts = NEW(s->keep, struct cost_part, old->n_parts + s->now->n_parts + 1);
    for (int i = 0; i < old->n_parts; i++) {
        struct cost_part *p = &s->at.parts[i];
        *p = old->parts[i];
        p->times = NEW(s->keep, struct cost_factor, p->n_times + 1);
        for (int k = 0; k < p->n_times; k++)
            p->times[k] = old->parts[i].times[k];
    }
    s->used = NEW(s->keep, bool, s->now->n_parts + 1);
    s->cost = old->cost;
}

static void row(struct diff_costs *d, const struct cost_row *old, const struct cost_row *now,
                struct arena *keep)
{
    struct steps s = { .d = d, .keep = keep, .now = now };
    open_row(&s, old);
    for (int i = 0; i < s.at.n_parts; i++) {
        const struct cost_part *p = same_part(&s, &s.at.parts[i]);
        if (p) {
            part(&s, &s.at.parts[i], p);
            continue;
        }
        struct str key = s.at.parts[i].key;
        for (int k = i + 1; k < s.at.n_parts; k++)
            s.at.parts[k - 1] = s.at.parts[k];
        s.at.n_parts--;
        i--;
        step(&s, DIFF_COST_REMOVED, key, key, (struct str){ 0 }, (struct str){ 0 });
    }
    for (int i = 0; i < now->n_parts; i++)
        if (!s.used[i]) {
            s.at.parts[s.at.n_parts++] = now->parts[i];
            step(&s, DIFF_COST_NEW, now->parts[i].key, (struct str){ 0 }, now->parts[i].key,
                 (struct str){ 0 });
        }
}

static struct str unpriced(const struct cost_size *s, struct arena *keep)
{
    for (int i = 0; i < s->n_rows; i++)
        if (!s->rows[i].priced)
            return str_fmt(keep, "%.*s has no price", FMT(s->rows[i].service));
    return S("it cannot be added up");
}

struct diff_costs diff_cost(const struct cost_size *was, const struct cost_size *now,
                            struct arena *keep)
{
    struct diff_costs d = { .was = was, .now = now };
    const struct cost_size *missing = was && !was->priced ? was : now && !now->priced ? now : NULL;
    d.known = was && now && !missing;
    d.why = missing ? unpriced(missing, keep)
            : !was  ? S("there was no estimate")
            : !now  ? S("there is no estimate any more")
                    : S("");
    if (!d.known)
        return d;
    d.e10 = now->total.at[COST_TYPICAL] - was->total.at[COST_TYPICAL];
    for (int i = 0; i < now->n_rows; i++) {
        const struct cost_row *old = row_of(was, now->rows[i].id);
        if (old)
            row(&d, old, &now->rows[i], keep);
        else
            *PUSH(&d.steps, keep) =
                (struct diff_cost_step){ DIFF_COST_NEW, now->rows[i].cost.at[COST_TYPICAL],
                                         &now->rows[i], { 0 },
                                         { 0 },         now->rows[i].service,
                                         { 0 } };
    }
    for (int i = 0; i < was->n_rows; i++)
        if (!row_of(now, was->rows[i].id))
            *PUSH(&d.steps, keep) = (struct diff_cost_step){ DIFF_COST_REMOVED,
                                                             -was->rows[i].cost.at[COST_TYPICAL],
                                                             &was->rows[i],
                                                             { 0 },
                                                             was->rows[i].service,
                                                             { 0 },
                                                             { 0 } };
    return d;
}

static int64_t round_cents(int64_t e10)
{
    return (e10 < 0 ? e10 - CENT / 2 : e10 + CENT / 2) / CENT;
}

void diff_cost_cents(const struct diff_costs *d, int64_t *cents)
{
    int64_t left = round_cents(d->e10);
    for (ptrdiff_t i = 0; i < d->steps.len; i++) {
        cents[i] = round_cents(d->steps.ptr[i].e10);
        left -= cents[i];
    }
    while (left != 0 && d->steps.len) { /* a cent each to whom it costs least */
        ptrdiff_t best = 0;
        int sign = left > 0 ? 1 : -1;
        for (ptrdiff_t i = 1; i < d->steps.len; i++)
            if (sign * (d->steps.ptr[i].e10 - cents[i] * CENT) >
                sign * (d->steps.ptr[best].e10 - cents[best] * CENT))
                best = i;
        cents[best] += sign;
        left -= sign;
    }
}

struct str diff_cost_delta(int64_t e10, struct arena *keep)
{
    return str_fmt(keep, "%s%.*s", e10 < 0 ? "−" : "+",
                   FMT(money_show(e10 < 0 ? -e10 : e10, keep)));
}
