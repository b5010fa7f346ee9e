/* cost_scenario.c - what each way to save saves: now against then, exactly. */
#include "check/cost_scenario.h"

static bool row_exact(const struct cost_row *row, enum cost_end amount, enum cost_end price,
                      struct money_exact *sum)
{
    struct money_exact cost;
    *sum = (struct money_exact){ 0, 1 };
    for (int i = 0; i < row->n_parts; i++)
        if (!cost_part_price(&row->parts[i], amount, price, &cost) || !money_exact_add(sum, cost))
            return false;
    return true;
}

static bool times_percent(struct money_exact *m, struct ratio percent)
{
    struct ratio by;
    return ratio_div(percent, ratio_whole(100), &by) && money_exact_times(m, by);
}

/* What then costs, its discount taken off. */
static bool then_exact(const struct cost_scenario *s, enum cost_end end, struct money_exact *out)
{
    struct ratio left;
    return row_exact(&s->then, end, (enum cost_end)(COST_HIGH - end), out) &&
           ratio_sub(ratio_whole(100), s->less.at[end], &left) && times_percent(out, left);
}

/* The saving for the usage of one end, and now and then beside it. */
static bool one_end(struct cost_scenario *s, enum cost_end end)
{
    struct money_exact now, then, saving;
    if (!row_exact(&s->now, end, end, &now) || !then_exact(s, end, &then))
        return false;
    saving = now;
    if (!money_exact_add(&saving, (struct money_exact){ -then.num, then.den }) ||
        !times_percent(&saving, s->share.at[end]) || !money_round(now, &s->now.cost.at[end]) ||
        !money_round(then, &s->then.cost.at[end]) || !money_round(saving, &s->saving.at[end]))
        return false;
    s->percent[end] = ratio_whole(0);
    return s->now.cost.at[end] == 0 ||
           ratio_make((__int128)s->saving.at[end] * 100, s->now.cost.at[end], &s->percent[end]);
}

static void sort_money(struct cost_money *m)
{
    for (int i = 1; i < COST_ENDS; i++)
        for (int k = i; k > 0 && m->at[k] < m->at[k - 1]; k--) {
            int64_t x = m->at[k];
            m->at[k] = m->at[k - 1];
            m->at[k - 1] = x;
        }
}

static void sort_percent(struct cost_scenario *s)
{
    for (int i = 1; i < COST_ENDS; i++)
        for (int k = i; k > 0 && ratio_cmp(s->percent[k], s->percent[k - 1]) < 0; k--) {
            struct ratio x = s->percent[k];
            s->percent[k] = s->percent[k - 1];
            s->percent[k - 1] = x;
        }
}

static bool has_factor(const struct cost_part *p, struct str name)
{
    for (int i = 0; i < p->n_times; i++)
        if (str_equal(p->times[i].name, name))
            return true;
    return false;
}

/* The typical amount of the factor for which now and then cost the same: what the other side costs, less
 * what does not depend on the factor, by what one of it costs. */
static bool solve(const struct cost_scenario *s, struct ratio *out)
{
    const struct cost_row *row = s->solve_now ? &s->now : &s->then;
    struct money_exact other, rest = { 0, 1 }, moving = { 0, 1 }, cost;
    struct ratio amount = { 0, 1 }, n;
    int64_t other_e10, moving_e10;
    if (!(s->solve_now ? then_exact(s, COST_TYPICAL, &other)
                       : row_exact(&s->now, COST_TYPICAL, COST_TYPICAL, &other)))
        return false;
    for (int i = 0; i < row->n_parts; i++) {
        const struct cost_part *p = &row->parts[i];
        bool moves = has_factor(p, s->solve);
        if (!cost_part_price(p, COST_TYPICAL, COST_TYPICAL, &cost) ||
            !money_exact_add(moves ? &moving : &rest, cost))
            return false;
        for (int k = 0; moves && k < p->n_times; k++)
            if (str_equal(p->times[k].name, s->solve))
                amount = p->times[k].amount.at[COST_TYPICAL];
    }
    if (!money_exact_add(&other, (struct money_exact){ -rest.num, rest.den }) ||
        !money_round(other, &other_e10) || !money_round(moving, &moving_e10) || moving_e10 <= 0 ||
        !ratio_make(other_e10, moving_e10, &n))
        return false;
    return ratio_mul(n, amount, out) && out->num >= 0;
}

static void put_percents(const struct cost_amount *a, struct buf *b)
{
    struct str low = ratio_show(a->at[COST_LOW], 2, true, b->arena);
    struct str high = ratio_show(a->at[COST_HIGH], 2, true, b->arena);
    buf_put(b, low);
    if (!str_equal(low, high))
        buf_fmt(b, "–%.*s", FMT(high));
    buf_put(b, S(" %"));
}

static struct str formula(const struct cost_scenario *s, struct arena *keep)
{
    struct buf b = buf_open(keep, 10000);
    bool part = ratio_cmp(s->share.at[COST_LOW], ratio_whole(100)) != 0;
    if (part) {
        put_percents(&s->share, &b);
        buf_put(&b, S(" of ("));
    }
    buf_fmt(&b, "(%.*s) − (%.*s)", FMT(cost_row_formula(&s->now, keep)),
            FMT(cost_row_formula(&s->then, keep)));
    if (s->less.at[COST_HIGH].num > 0) {
        buf_put(&b, S(" less "));
        put_percents(&s->less, &b);
    }
    if (part)
        buf_char(&b, ')');
    return buf_str(&b);
}

void cost_scenario_compute(struct cost_set *set, struct arena *keep)
{
    for (int i = 0; i < set->n_scenarios; i++) {
        struct cost_scenario *s = &set->scenarios[i];
        s->computed = true;
        for (int end = 0; end < COST_ENDS; end++)
            s->computed = s->computed && one_end(s, (enum cost_end)end);
        if (!s->computed)
            continue;
        sort_money(&s->saving);
        sort_money(&s->now.cost);
        sort_money(&s->then.cost);
        sort_percent(s);
        if (s->solve.len && !solve(s, &s->break_even))
            s->break_even = (struct ratio){ 0, 0 };
        s->formula = formula(s, keep);
    }
}
