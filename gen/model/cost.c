/* cost.c - prices times quantities: exact, tier by tier, rounded once a row. */
#include "model/cost.h"

const struct price *price_named(const struct price_book *book, struct str key)
{
    return book ? map_get(&book->by_key, key) : NULL;
}

bool price_unsure(const struct price *p)
{
    return str_equal(p->confidence, S("low"));
}

/* "2026-04" and "2026" count from their last day, so that nothing is called old too early. */
static bool effective_days(struct str s, int64_t *days)
{
    struct date d;
    if (date_parse(s, &d)) {
        *days = date_days(d);
        return true;
    }
    int64_t year, month = 12;
    struct cut c = str_cut(s, '-');
    if (!str_int64(c.head, &year) || year < 1970 || year > 9999)
        return false;
    if (c.ok && (!str_int64(c.tail, &month) || month < 1 || month > 12))
        return false;
    *days = date_days((struct date){ (int)year, (int)month, 28 });
    return true;
}

bool price_old(const struct price *p, struct date today)
{
    enum { OLD_DAYS = 180 };
    int64_t days;
    return effective_days(p->effective, &days) && date_days(today) - days > OLD_DAYS;
}

/* a - b, in 128 bits as sums of money are. */
static bool minus(struct money_exact *a, struct ratio b)
{
    return money_exact_add(a, (struct money_exact){ -(__int128)b.num, b.den });
}

/* The product of a part's factors has more digits than 64 bits hold long before its price is too
 * high to be true. */
static bool part_exact(const struct cost_part *part, enum cost_end end, struct money_exact *out)
{
    *out = (struct money_exact){ 1, 1 };
    for (int i = 0; i < part->n_times; i++)
        if (!money_exact_times(out, part->times[i].amount.at[end]))
            return false;
    if (part->free.at[end].den != 0 && !minus(out, part->free.at[end]))
        return false;
    if (out->num < 0)
        *out = (struct money_exact){ 0, 1 };
    return true;
}

bool cost_part_amount(const struct cost_part *part, enum cost_end end, struct ratio *out)
{
    struct money_exact amount;
    return part_exact(part, end, &amount) && ratio_make(amount.num, amount.den, out);
}

/* What one unit costs: the middle of a price that is itself a range is its typical value. */
static int64_t unit_price(const struct price *p, enum cost_end end)
{
    if (end == COST_LOW || p->high_e10 <= p->e10)
        return p->e10;
    return end == COST_HIGH ? p->high_e10 : p->e10 + (p->high_e10 - p->e10) / 2;
}

/* What is left of amount above the tier that ends width further on; *inside: it ends in the tier.
 */
static bool above_tier(struct money_exact amount, struct ratio width, struct money_exact *rest,
                       bool *inside)
{
    *rest = amount;
    if (!minus(rest, width))
        return false;
    *inside = rest->num <= 0;
    return true;
}

/* Walks up the tiers from p, which bills from the first unit on. */
static bool bill(const struct price *p, struct money_exact amount, enum cost_end end,
                 struct money_exact *sum)
{
    struct ratio from = p->begin;
    for (bool inside = false; p && !inside && amount.num > 0; p = p->next_tier) {
        struct money_exact here = amount, rest = { 0, 1 };
        struct ratio width;
        inside = !p->next_tier;
        if (!inside &&
            (!ratio_sub(p->end, from, &width) || !above_tier(amount, width, &rest, &inside)))
            return false;
        if (!inside)
            here = (struct money_exact){ width.num, width.den };
        if (!money_exact_times(&here, ratio_whole(unit_price(p, end))) ||
            !money_exact_add(sum, here))
            return false;
        amount = rest;
        from = p->end;
    }
    return true;
}

/* percent off; none when den is 0 */
static bool take_off(struct money_exact *m, struct ratio percent)
{
    struct ratio left;
    return percent.den == 0 || percent.num == 0 ||
           (ratio_sub(ratio_whole(100), percent, &left) &&
            ratio_div(left, ratio_whole(100), &left) && money_exact_times(m, left));
}

bool cost_part_price(const struct cost_part *part, enum cost_end amount, enum cost_end price,
                     struct money_exact *out)
{
    struct money_exact n, cost = { 0, 1 };
    if (!part->price || part->price->percent_off || !part_exact(part, amount, &n) ||
        !bill(part->price, n, price, &cost) || !take_off(&cost, part->price->discount) ||
        !take_off(&cost, part->less))
        return false;
    *out = cost;
    return true;
}

static bool row_end(const struct cost_row *row, enum cost_end end, int64_t *e10)
{
    struct money_exact sum = { 0, 1 }, cost;
    for (int i = 0; i < row->n_parts; i++)
        if (!cost_part_price(&row->parts[i], end, end, &cost) || !money_exact_add(&sum, cost))
            return false;
    return money_round(sum, e10);
}

bool cost_row_price(struct cost_row *row)
{
    row->priced = true;
    for (int end = 0; end < COST_ENDS; end++) {
        int64_t e10 = 0;
        row->priced = row->priced && row_end(row, (enum cost_end)end, &e10);
        row->cost.at[end] = e10;
    }
    if (!row->priced)
        row->cost = (struct cost_money){ 0 };
    return row->priced;
}

bool cost_size_price(struct cost_size *size)
{
    size->priced = true;
    size->total = (struct cost_money){ 0 };
    for (int i = 0; i < size->n_rows; i++) {
        struct cost_row *row = &size->rows[i];
        size->priced = cost_row_price(row) && size->priced;
        for (int end = 0; end < COST_ENDS; end++)
            if (__builtin_add_overflow(size->total.at[end], row->cost.at[end],
                                       &size->total.at[end]))
                size->priced = false;
    }
    return size->priced;
}

/* The i-th of all three lists, NULL past the end. */
static struct cost_size *any_size(const struct cost_set *set, int i)
{
    if (i < set->n_sizes)
        return &set->sizes[i];
    i -= set->n_sizes;
    if (i < set->n_alternatives)
        return &set->alternatives[i];
    i -= set->n_alternatives;
    return i < set->n_others ? &set->others[i] : NULL;
}

const struct cost_size *cost_set_each(const struct cost_set *set, int i)
{
    return any_size(set, i);
}

const struct price_book *cost_set_book(const struct cost_set *set, struct str region)
{
    if (region.len == 0 || (set->book && str_equal(set->book->region, region)))
        return set->book;
    for (int i = 0; i < set->n_books; i++)
        if (str_equal(set->books[i]->region, region))
            return set->books[i];
    return set->fetch ? set->fetch(set->shelf, region) : NULL;
}

/* Names of bills and resources are words too: "aws_nat_gateway.main", "Amazon Elastic Container Service". */
static const struct service_word *service_in(const struct services *s, struct str text,
                                             struct arena *scratch)
{
    char *words = NEW(scratch, char, text.len + 1);
    for (ptrdiff_t i = 0; i < text.len; i++)
        words[i] = text.ptr[i] == '_' || text.ptr[i] == '.' ? ' ' : text.ptr[i];
    return services_in(s, WORDS_NAMES, (struct str){ words, text.len }, *scratch);
}

bool cost_set_billed(const struct cost_set *set, struct str env, struct str text,
                     struct arena scratch, int64_t *e10)
{
    const struct service_word *want = text.len ? service_in(set->services, text, &scratch) : NULL;
    bool found = false;
    *e10 = 0;
    for (int b = 0; b < set->n_bills; b++) {
        const struct cost_bill *bill = &set->bills[b];
        if (!env.len || !str_equal(bill->env, env))
            continue;
        if (!text.len) {
            *e10 = bill->total;
            return true;
        }
        for (int i = 0; want && i < bill->n_rows; i++) {
            const struct service_word *w =
                service_in(set->services, bill->rows[i].service, &scratch);
            if (!w || w->service != want->service)
                continue;
            found = true;
            *e10 += bill->rows[i].e10;
        }
    }
    return found;
}

const struct cost_size *cost_set_shown(const struct cost_set *set, int i)
{
    const struct cost_size *size;
    for (int k = 0; (size = any_size(set, k)) != NULL; k++)
        if (size->env.len > 0 && i-- == 0)
            return size;
    for (int k = 0; k < set->n_sizes; k++)
        if (set->sizes[k].env.len == 0 && i-- == 0)
            return &set->sizes[k];
    return NULL;
}

struct ratio cost_part_beyond(const struct cost_part *part)
{
    const struct price *last = part->price;
    struct ratio amount, none = { 0, 1 };
    while (last && last->next_tier)
        last = last->next_tier;
    if (!last || last->end.num <= 0 || last->e10 == 0 ||
        !cost_part_amount(part, COST_HIGH, &amount) || ratio_cmp(amount, last->end) <= 0)
        return none;
    return last->end;
}

bool cost_lcu(struct str dimension, struct ratio n, struct ratio *lcu)
{
    static const struct {
        const char *name;
        int64_t per_lcu;
    } dimensions[] = { { "new_connections", 25 },
                       { "active_connections", 3000 },
                       { "gb", 1 },
                       { "rule_evaluations", 1000 } };
    for (ptrdiff_t i = 0; i < LEN(dimensions); i++)
        if (str_equal(dimension, str_of(dimensions[i].name)))
            return ratio_div(n, ratio_whole(dimensions[i].per_lcu), lcu);
    return false;
}

void cost_set_price(struct cost_set *set)
{
    struct cost_size *size;
    for (int i = 0; (size = any_size(set, i)) != NULL; i++)
        cost_size_price(size);
}

const struct cost_size *cost_size_named(const struct cost_set *set, struct str id)
{
    const struct cost_size *size;
    for (int i = 0; (size = any_size(set, i)) != NULL; i++)
        if (str_equal(size->id, id))
            return size;
    return NULL;
}

const struct cost_size *cost_size_at(const struct cost_set *set, struct str path)
{
    const struct cost_size *size;
    for (int i = 0; (size = any_size(set, i)) != NULL; i++)
        if (str_equal(size->path, path))
            return size;
    return NULL;
}

/* Letters and digits of both agree, case and everything else apart: "NAT-gateway" is "NAT Gateway".
 */
static bool same_name(struct str a, struct str b)
{
    ptrdiff_t i = 0, j = 0, matched = 0;
    for (;;) {
        while (i < a.len && !char_is_alnum(a.ptr[i]))
            i++;
        while (j < b.len && !char_is_alnum(b.ptr[j]))
            j++;
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len && matched > 0;
        if (char_lower(a.ptr[i++]) != char_lower(b.ptr[j++]))
            return false;
        matched++;
    }
}

/* name stands in text as whole words. */
static bool holds_words(struct str text, struct str name)
{
    for (ptrdiff_t at = 0; name.len > 1;) {
        ptrdiff_t found = str_find_nocase(str_from(text, at), name);
        if (found < 0)
            return false;
        ptrdiff_t beg = at + found, end = beg + name.len;
        if ((beg == 0 || !char_is_alnum(text.ptr[beg - 1])) &&
            (end == text.len || !char_is_alnum(text.ptr[end])))
            return true;
        at = end;
    }
    return false;
}

static bool named_exactly(const struct cost_row *row, struct str text)
{
    bool yes = same_name(row->id, text) || same_name(row->service, text);
    for (int i = 0; i < row->n_also_called && !yes; i++)
        yes = same_name(row->also_called[i], text);
    return yes;
}

/* Length of the longest of the row's names that text holds. */
static ptrdiff_t named_loosely(const struct cost_row *row, struct str text)
{
    ptrdiff_t best = holds_words(text, row->service) ? row->service.len : 0;
    if (holds_words(text, row->id) && row->id.len > best)
        best = row->id.len;
    for (int i = 0; i < row->n_also_called; i++)
        if (holds_words(text, row->also_called[i]) && row->also_called[i].len > best)
            best = row->also_called[i].len;
    return best;
}

const struct cost_row *cost_row_named(const struct cost_size *size, struct str text)
{
    const struct cost_row *best = NULL;
    ptrdiff_t longest = 0;
    for (int i = 0; i < size->n_rows; i++)
        if (named_exactly(&size->rows[i], text))
            return &size->rows[i];
    for (int i = 0; i < size->n_rows; i++) {
        ptrdiff_t n = named_loosely(&size->rows[i], text);
        if (n > longest) {
            longest = n;
            best = &size->rows[i];
        }
    }
    return best;
}

static struct str singular(struct str name)
{
    ptrdiff_t cut = str_ends(name, S("sses")) ? 2 : str_ends(name, S("s")) ? 1 : 0;
    return str_sub(name, 0, name.len - cut);
}

void cost_amount_words(const struct cost_amount *a, struct str name, struct buf *out)
{
    struct str low = ratio_show(a->at[COST_LOW], 4, true, out->arena);
    struct str high = ratio_show(a->at[COST_HIGH], 4, true, out->arena);
    buf_put(out, a->unread ? S("?") : low);
    if (!str_equal(low, high)) {
        buf_put(out, S("–"));
        buf_put(out, high);
    }
    buf_char(out, ' ');
    if (str_equal(name, S("hours")))
        name = S("h");
    else if (str_equal(high, S("1")))
        name = singular(name);
    for (ptrdiff_t i = 0; i < name.len; i++)
        buf_char(out, name.ptr[i] == '_' ? ' ' : name.ptr[i]);
}

static void put_percent(struct ratio percent, struct buf *b)
{
    if (percent.den == 0 || percent.num == 0)
        return;
    buf_put(b, S(" − "));
    buf_put(b, ratio_show(percent, 2, true, b->arena));
    buf_put(b, S(" %"));
}

/* "(10240 × $0.09 + 40960 × $0.085 + 8800 × $0.07)": what each tier bills of an amount. */
static bool put_tiers(const struct cost_part *part, struct buf *b)
{
    struct ratio left, from, width, here;
    const struct price *p = part->price;
    if (!p || !p->next_tier || !cost_part_amount(part, COST_HIGH, &left) ||
        ratio_cmp(left, p->end) <= 0)
        return false;
    bool one =
        ratio_cmp(part->times[0].amount.at[COST_LOW], part->times[0].amount.at[COST_HIGH]) == 0;
    buf_put(b, one ? S("(") : S("(at most "));
    from = p->begin;
    for (const char *plus = ""; p && left.num > 0; p = p->next_tier, plus = " + ") {
        bool last =
            !p->next_tier || !ratio_sub(p->end, from, &width) || ratio_cmp(left, width) <= 0;
        here = last ? left : width;
        buf_fmt(b, "%s%.*s × $%.*s", plus, FMT(ratio_show(here, 4, true, b->arena)),
                FMT(money_decimal(p->e10, b->arena)));
        if (last || !ratio_sub(left, width, &left))
            break;
        from = p->end;
    }
    buf_char(b, ')');
    return true;
}

static void put_part(const struct cost_part *part, struct buf *b)
{
    struct ratio most = part->free.at[COST_LOW];
    for (int i = 0; i < part->n_times; i++) {
        cost_amount_words(&part->times[i].amount, part->times[i].name, b);
        buf_put(b, S(" × "));
    }
    if (!put_tiers(part, b))
        buf_put(b, part->price
                       ? str_join(S("$"), money_decimal(part->price->e10, b->arena), b->arena)
                       : S("no price"));
    if (part->price && part->price->high_e10 > part->price->e10)
        buf_fmt(b, "–%.*s", FMT(money_decimal(part->price->high_e10, b->arena)));
    if (most.den != 0 && most.num > 0) {
        bool always = ratio_cmp(most, part->free.at[COST_HIGH]) == 0;
        buf_put(b, always ? S(" (less ") : S(" (less up to "));
        buf_put(b, ratio_show(most, 4, true, b->arena));
        buf_put(b, S(" free)"));
    }
    put_percent(part->less, b);
    if (part->price)
        put_percent(part->price->discount, b);
}

struct str cost_row_formula(const struct cost_row *row, struct arena *keep)
{
    struct buf b = buf_open(keep, 4000);
    for (int i = 0; i < row->n_parts; i++) {
        if (i > 0)
            buf_put(&b, S(" + "));
        put_part(&row->parts[i], &b);
    }
    return buf_str(&b);
}
