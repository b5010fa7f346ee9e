/* cost_hint.c - one-step changes, tried in order: size, count, volume. */
#include "check/cost_hint.h"

#include "check/cost_verdict.h"

/* What is tried, and on what. */
struct trial {
    const struct cost_row *row; /* as estimated */
    const struct money *written;
    const struct cost_set *set;
    struct arena *keep;
    bool up;     /* the written money is more */
    bool strict; /* the row only differs: it has to agree then */
};

/* A copy of the row whose factors may be changed. */
static struct cost_row copy_of(const struct trial *t)
{
    struct cost_row row = *t->row;
    row.parts = NEW(t->keep, struct cost_part, row.n_parts + 1);
    for (int i = 0; i < row.n_parts; i++) {
        row.parts[i] = t->row->parts[i];
        row.parts[i].times = NEW(t->keep, struct cost_factor, row.parts[i].n_times + 1);
        memcpy(row.parts[i].times, t->row->parts[i].times,
               (size_t)row.parts[i].n_times * sizeof(struct cost_factor));
    }
    return row;
}

enum outcome { TOO_LITTLE, FITS, TOO_MUCH };

static enum outcome outcome_of(const struct trial *t, struct cost_row *row)
{
    struct ratio ratio;
    if (!cost_row_price(row))
        return TOO_MUCH;
    int64_t low = row->cost.at[COST_LOW], high = row->cost.at[COST_HIGH];
    enum cost_verdict v =
        cost_judge_compare(t->written->low, t->written->high, low, high, COST_WORTH, &ratio);
    if (v == COST_AGREES || (v == COST_IS_DIFFERENT && !t->strict))
        return FITS;
    bool above = low > t->written->high;
    return above == t->up ? TOO_MUCH : TOO_LITTLE;
}

static struct str shown(struct ratio n, struct arena *keep)
{
    return ratio_show(n, 2, true, keep);
}

static struct str cost_text(const struct cost_row *row, struct arena *keep)
{
    return money_show_range(row->cost.at[COST_LOW], row->cost.at[COST_HIGH], keep);
}

struct cost_factor *cost_hint_factor(const struct cost_row *row, struct str name)
{
    for (int i = 0; i < row->n_parts; i++)
        for (int k = 0; k < row->parts[i].n_times; k++)
            if (str_equal(row->parts[i].times[k].name, name))
                return &row->parts[i].times[k];
    return NULL;
}

static bool scale_all(struct cost_row *row, struct str name, struct ratio by)
{
    for (int i = 0; i < row->n_parts; i++)
        for (int k = 0; k < row->parts[i].n_times; k++) {
            struct cost_factor *f = &row->parts[i].times[k];
            for (int end = 0; end < COST_ENDS && str_equal(f->name, name); end++)
                if (!ratio_mul(f->amount.at[end], by, &f->amount.at[end]))
                    return false;
        }
    return true;
}

/* Twice (or half) the processor and memory at a time: the steps tasks come in. */
static bool try_task_size(const struct trial *t, struct str *hint)
{
    enum { STEPS = 7 }; /* 0.25 to 32 vCPU */
    struct cost_row row = copy_of(t);
    struct cost_factor *vcpu = cost_hint_factor(&row, S("vCPU")),
                       *gb = cost_hint_factor(&row, S("GB"));
    if (!vcpu || !gb)
        return false;
    struct ratio vcpu_was = vcpu->amount.at[COST_TYPICAL], gb_was = gb->amount.at[COST_TYPICAL];
    struct ratio by = t->up ? (struct ratio){ 2, 1 } : (struct ratio){ 1, 2 };
    for (int i = 0; i < STEPS; i++) {
        if (!scale_all(&row, S("vCPU"), by) || !scale_all(&row, S("GB"), by))
            return false;
        struct ratio now = vcpu->amount.at[COST_TYPICAL];
        if (ratio_cmp(now, ratio_whole(32)) > 0 || ratio_cmp(now, (struct ratio){ 1, 4 }) < 0)
            return false;
        enum outcome o = outcome_of(t, &row);
        if (o == TOO_MUCH)
            return false;
        if (o == TOO_LITTLE)
            continue;
        *hint = str_fmt(t->keep, "%.*s vCPU / %.*s GB instead of %.*s vCPU / %.*s GB gives %.*s",
                        FMT(shown(now, t->keep)), FMT(shown(gb->amount.at[COST_TYPICAL], t->keep)),
                        FMT(shown(vcpu_was, t->keep)), FMT(shown(gb_was, t->keep)),
                        FMT(cost_text(&row, t->keep)));
        return true;
    }
    return false;
}

static const struct json *steps(const struct trial *t, const char *list)
{
    const struct json *l = json_get(json_get(t->set->services->root, "steps"), list);
    return l ? l->first : NULL;
}

/* What a price is of and for: "cache." and "_hour" around the node type. */
static bool family_of(const struct trial *t, struct str key, struct str *head, struct str *tail)
{
    for (const struct json *f = steps(t, "families"); f; f = f->next) {
        *head = json_index(f, 0)->str;
        *tail = json_index(f, 1)->str;
        if (str_starts(key, *head) && str_ends(key, *tail) && key.len > head->len + tail->len)
            return true;
    }
    return false;
}

/* "t3.small" beside "t3.micro", and no other machine; families without sizes are one kind. */
static bool same_kind(struct str a, struct str b, struct str head)
{
    struct cut x = str_cut(str_from(a, head.len), '.'), y = str_cut(str_from(b, head.len), '.');
    return !x.ok || !y.ok || str_equal(x.head, y.head);
}

/* The member of p's family that is next in price. */
static const struct price *next_in_family(const struct trial *t, const struct price *p,
                                          struct str head, struct str tail)
{
    const struct price *best = NULL;
    const struct price_book *book = cost_set_book(t->set, p->region);
    for (int i = 0; book && i < book->n_prices; i++) {
        const struct price *c = &book->prices[i];
        bool beyond = t->up ? c->e10 > p->e10 : c->e10 < p->e10;
        if (!beyond || !str_starts(c->key, head) || !str_ends(c->key, tail) ||
            !same_kind(c->key, p->key, head))
            continue;
        if (!best || (t->up ? c->e10 < best->e10 : c->e10 > best->e10))
            best = c;
    }
    return best;
}

/* How far the row's cost is from what is written, for choosing among changes. */
static int64_t gap_of(const struct trial *t, const struct cost_row *row)
{
    int64_t gap = t->written->low / 2 + t->written->high / 2 - row->cost.at[COST_TYPICAL];
    return gap < 0 ? -gap : gap;
}

static bool try_type(const struct trial *t, struct str *hint, int64_t *gap)
{
    for (int i = 0; i < t->row->n_parts; i++) {
        struct cost_row row = copy_of(t);
        struct str head, tail, was = row.parts[i].key;
        if (!family_of(t, was, &head, &tail))
            continue;
        const struct price *p = row.parts[i].price;
        while (p && (p = next_in_family(t, p, head, tail)) != NULL) {
            row.parts[i].price = p;
            enum outcome o = outcome_of(t, &row);
            if (o == TOO_MUCH)
                break;
            if (o == TOO_LITTLE)
                continue;
            *gap = gap_of(t, &row);
            ptrdiff_t from = str_equal(head, S("cache.")) ? 0 : head.len;
            *hint = str_fmt(t->keep, "%.*s instead of %.*s gives %.*s",
                            FMT(str_sub(p->key, from, p->key.len - tail.len - from)),
                            FMT(str_sub(was, from, was.len - tail.len - from)),
                            FMT(cost_text(&row, t->keep)));
            return true;
        }
    }
    return false;
}

static bool try_count(const struct trial *t, struct str *hint, int64_t *gap)
{
    enum { STEPS = 20 }; /* more is another design, not a slip */
    for (const struct json *c = steps(t, "counts"); c; c = c->next) {
        struct str name = c->str;
        struct cost_row row = copy_of(t);
        struct cost_factor *f = cost_hint_factor(&row, name);
        if (!f || f->amount.at[COST_LOW].den != 1 || f->amount.at[COST_LOW].num < 1)
            continue;
        int64_t was = f->amount.at[COST_LOW].num, now = was;
        for (int i = 0; i < STEPS; i++) {
            struct ratio by;
            int64_t next = now + (t->up ? 1 : -1);
            if (next < 1 || !ratio_make(next, now, &by) || !scale_all(&row, name, by))
                break;
            now = next;
            enum outcome o = outcome_of(t, &row);
            if (o == TOO_MUCH)
                break;
            if (o == TOO_LITTLE)
                continue;
            *gap = gap_of(t, &row) +
                   (i > 0); /* one more is smaller a change than another size, two are not */
            *hint = str_fmt(
                t->keep, "%lld %.*s instead of %lld gives %.*s", (long long)now,
                FMT(now == 1 && str_ends(name, S("s")) ? str_sub(name, 0, name.len - 1) : name),
                (long long)was, FMT(cost_text(&row, t->keep)));
            return true;
        }
    }
    return false;
}

/* The part's own amount at which the row costs the written middle; the other parts as typical. */
static bool solve(const struct trial *t, const struct cost_part *part, struct ratio *volume)
{
    int64_t sum, price = part->price->e10;
    struct ratio now, gap;
    if (price <= 0 || !cost_part_amount(part, COST_TYPICAL, &now) ||
        __builtin_add_overflow(t->written->low, t->written->high, &sum) ||
        !ratio_make((__int128)sum - 2 * (__int128)t->row->cost.at[COST_TYPICAL],
                    2 * (__int128)price, &gap))
        return false;
    return ratio_add(now, gap, volume) && ratio_cmp(*volume, ratio_whole(0)) > 0;
}

static bool try_volume(const struct trial *t, struct str *hint)
{
    for (const struct json *n = steps(t, "volumes"); n; n = n->next)
        for (int i = 0; i < t->row->n_parts; i++) {
            const struct cost_part *part = &t->row->parts[i];
            struct ratio volume, was;
            const struct cost_factor *f = &part->times[0];
            if (!part->price || part->n_times > 2 || !str_equal(f->name, n->str) ||
                !solve(t, part, &volume))
                continue;
            if (part->n_times == 2 &&
                !ratio_div(volume, part->times[1].amount.at[COST_TYPICAL], &volume))
                continue;
            was = f->amount.at[COST_HIGH];
            struct str low = shown(f->amount.at[COST_LOW], t->keep), high = shown(was, t->keep);
            bool range = !str_equal(low, high);
            struct str mid = money_show_range(t->written->low / 2 + t->written->high / 2,
                                              t->written->low / 2 + t->written->high / 2, t->keep);
            *hint = str_fmt(
                t->keep, "%.*s %.*s instead of %.*s%s%.*s gives %.*s",
                FMT(ratio_show(volume, str_equal(n->str, S("LCU")) ? 2 : 0, true, t->keep)),
                FMT(n->str), FMT(range ? low : S("")), range ? "–" : "", FMT(high), FMT(mid));
            return true;
        }
    return false;
}

struct str cost_hint(const struct cost_row *row, const struct money *written, bool wrong,
                     const struct cost_set *set, struct arena *keep)
{
    struct str hint = { 0 };
    struct trial t = { .row = row, .written = written, .set = set, .keep = keep, .strict = !wrong };
    t.up = written->low / 2 + written->high / 2 >
           row->cost.at[COST_LOW] / 2 + row->cost.at[COST_HIGH] / 2;
    if (!row->priced)
        return hint;
    if (!wrong && try_volume(&t, &hint))
        return hint;
    if (try_task_size(&t, &hint))
        return hint;
    struct str count = { 0 };
    int64_t by_type = 0, by_count = 0;
    bool type = try_type(&t, &hint, &by_type);
    if (try_count(&t, &count, &by_count) && (!type || by_count <= by_type))
        return count;
    return type || try_volume(&t, &hint) ? hint : (struct str){ 0 };
}
