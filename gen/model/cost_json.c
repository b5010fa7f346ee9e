/* cost_json.c - all estimates as one JSON text, the source that claims call "cost". */
#include "model/cost.h"

static void put_key(struct buf *out, const char *lead, struct str key)
{
    buf_put(out, str_of(lead));
    buf_json(out, key);
    buf_char(out, ':');
}

static void put_money(const struct cost_money *m, bool priced, struct buf *out)
{
    static const char *const names[] = { "low", "typical", "high" };
    buf_key(out, S("total"));
    if (priced)
        buf_json(out, money_show_range(m->at[COST_LOW], m->at[COST_HIGH], out->arena));
    else
        buf_put(out, S("null"));
    for (int end = 0; end < COST_ENDS; end++) {
        buf_key(out, str_of(names[end]));
        buf_put(out, priced ? money_decimal(m->at[end], out->arena) : S("null"));
    }
}

static void put_row(const struct cost_row *row, struct buf *out)
{
    buf_char(out, '{');
    buf_member(out, "service", row->service);
    put_money(&row->cost, row->priced, out);
    buf_member(out, "formula", cost_row_formula(row, out->arena));
    if (row->assumption.len > 0)
        buf_member(out, "assumption", row->assumption);
    buf_char(out, '}');
}

static void put_size(const struct cost_size *size, struct buf *out)
{
    put_key(out, "\n", size->id);
    buf_char(out, '{');
    buf_member(out, "name", size->name);
    if (size->users_high > 0)
        buf_fmt(out, ",\"users\":[%lld,%lld]", (long long)size->users_low,
                (long long)size->users_high);
    put_money(&size->total, size->priced, out);
    buf_put(out, S(",\"rows\":{"));
    for (int i = 0; i < size->n_rows; i++) {
        put_key(out, i ? ",\n " : "\n ", size->rows[i].id);
        put_row(&size->rows[i], out);
    }
    buf_put(out, S("}}"));
}

static void put_range(const char *key, const struct cost_money *m, struct buf *out)
{
    buf_member(out, key, money_show_range(m->at[COST_LOW], m->at[COST_HIGH], out->arena));
}

static struct str percents(const struct cost_scenario *s, struct arena *keep)
{
    struct str low = ratio_show(s->percent[COST_LOW], 0, false, keep),
               high = ratio_show(s->percent[COST_HIGH], 0, false, keep);
    bool same = str_equal(low, high);
    return str_fmt(keep, "%.*s%s%.*s %%", FMT(low), same ? "" : "–", FMT(same ? S("") : high));
}

static void put_scenario(const struct cost_scenario *s, struct buf *out)
{
    static const char *const names[] = { "low", "typical", "high" };
    put_key(out, "\n", s->id);
    buf_char(out, '{');
    buf_member(out, "name", s->name);
    if (s->computed) {
        put_range("now", &s->now.cost, out);
        put_range("then", &s->then.cost, out);
        put_range("saving", &s->saving, out);
        for (int end = 0; end < COST_ENDS; end++) {
            buf_key(out, str_of(names[end]));
            buf_put(out, money_decimal(s->saving.at[end], out->arena));
        }
        buf_member(out, "percent", percents(s, out->arena));
        buf_member(out, "formula", s->formula);
    }
    if (s->break_even.den) {
        buf_key(out, S("break_even"));
        buf_put(out, ratio_show(s->break_even, 4, true, out->arena));
    }
    buf_member(out, "assumption", s->assumption);
    buf_key(out, S("false_when"));
    for (int i = 0; i < s->n_false_when; i++) {
        buf_char(out, i ? ',' : '[');
        buf_json(out, s->false_when[i]);
    }
    buf_put(out, s->n_false_when ? S("]}") : S("[]}"));
}

void cost_json(const struct cost_set *set, struct buf *out)
{
    buf_put(out, S("{\"book\":{"));
    buf_member(out, "region", set->book->region);
    buf_member(out, "generated", set->book->generated);
    buf_put(out, S("}"));
    for (int i = 0; i < set->n_sizes; i++) {
        buf_char(out, ',');
        put_size(&set->sizes[i], out);
    }
    for (int i = 0; i < set->n_others; i++) {
        buf_char(out, ',');
        put_size(&set->others[i], out);
    }
    buf_put(out, S(",\n\"alternatives\":{"));
    for (int i = 0; i < set->n_alternatives; i++) {
        if (i > 0)
            buf_char(out, ',');
        put_size(&set->alternatives[i], out);
    }
    buf_put(out, S("}"));
    for (int i = 0; i < set->n_scenarios; i++) {
        buf_put(out, i ? S(",") : S(",\n\"scenarios\":{"));
        put_scenario(&set->scenarios[i], out);
    }
    buf_put(out, set->n_scenarios ? S("}}\n") : S("}\n"));
}
