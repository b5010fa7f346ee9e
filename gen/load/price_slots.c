/* price_slots.c - which product of a price list a price of the book is, and what it costs there. */
#include "load/price_slots.h"

#include "load/services.h"
#include "model/rule.h"

struct tier {
    struct ratio begin;
    int64_t e10;
};
struct tiers {
    LIST(struct tier) list;
    struct str sku, effective;
    bool exact; /* the list writes the usage type as the book does, prefix and all */
};
struct price_slot {
    struct str usage;      /* without prefix */
    struct price **prices; /* of the book, by rising tier */
    int n_prices;
    bool ambiguous;
    struct tiers found, other; /* other: of a second product with this usage type */
};

/* clang-format off */
/* What an attribute must say, when it says anything. */
static const struct {
    const char *name, *value;
} wanted[] = {
    { "operatingsystem", "Linux" }, { "tenancy", "Shared" }, { "preinstalledsw", "NA" },
    { "capacitystatus", "Used" }, { "cacheengine", "Redis" }, { "marketoption", "OnDemand" },
    { "locationtype", "AWS Region" }, { "locationtype", "AWS Edge Location" }, { "locationtype", "Other" },
};
/* clang-format on */

/* How long the region's prefix of the usage type is; Ireland has an older one too. 0: it has none. */
static ptrdiff_t prefix_length(const struct json *region, struct str usage)
{
    static const char *const names[] = { "prefix", "older_prefix" };
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        struct str prefix = json_str(json_get(region, names[i]));
        if (prefix.len > 0 && str_starts(usage, prefix))
            return prefix.len;
    }
    return 0;
}

static struct str without_prefix(const struct price_slots *s, struct str usage, struct str region)
{
    for (const struct json *r = s->regions; r; r = r->next)
        if (str_equal(region, json_str(json_get(r, "id"))) && prefix_length(r, usage) > 0)
            return str_from(usage, prefix_length(r, usage));
    if (region.len > 0 && str_starts(usage, region) &&
        str_starts(str_from(usage, region.len), S("-")))
        return str_from(usage, region.len + 1); /* us-east-1-KMS-Keys */
    return usage;
}

static struct str usage_key(struct str service, struct str usage, struct arena *keep)
{
    return str_fmt(keep, "%.*s\n%.*s", FMT(service), FMT(usage));
}

static void add_price(struct price_slots *s, struct price *p)
{
    struct str usage = without_prefix(s, p->usage, s->book->region);
    if (p->percent_off || usage.len == 0)
        return;
    void **place = map_at(&s->by_usage, usage_key(p->service, usage, s->keep), s->keep);
    if (!*place) {
        *place = &s->slots[s->n_slots++];
        *(struct price_slot *)*place = (struct price_slot){ .usage = usage };
        ((struct price_slot *)*place)->prices = NEW(s->keep, struct price *, s->book->n_prices);
    }
    struct price_slot *slot = *place;
    for (int i = 0; i < slot->n_prices;
         i++) /* two engines of one machine: the usage type does not tell them apart */
        slot->ambiguous = slot->ambiguous || ratio_cmp(slot->prices[i]->begin, p->begin) == 0;
    int at = slot->n_prices++;
    for (; at > 0 && ratio_cmp(slot->prices[at - 1]->begin, p->begin) > 0; at--)
        slot->prices[at] = slot->prices[at - 1];
    slot->prices[at] = p;
}

struct price_slots price_slots_open(struct price_book *book, struct str region, struct arena *keep)
{
    struct price_slots s = { .book = book, .region = region, .keep = keep };
    s.regions = json_get(services_load(keep)->root, "regions")->first;
    s.slots = NEW(keep, struct price_slot, book->n_prices + 1);
    for (int i = 0; i < book->n_prices; i++)
        add_price(&s, &book->prices[i]);
    return s;
}

/* Letters and digits alone, in lower case: "Pre Installed S/W" is "preinstalledsw". */
static bool same_name(struct str name, const char *want)
{
    struct str w = str_of(want);
    ptrdiff_t k = 0;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        if (!char_is_alnum(name.ptr[i]))
            continue;
        if (k == w.len || char_lower(name.ptr[i]) != w.ptr[k])
            return false;
        k++;
    }
    return k == w.len;
}

static bool refuses(struct str name, struct str value)
{
    bool asked = false;
    for (ptrdiff_t i = 0; i < LEN(wanted); i++) {
        if (!same_name(name, wanted[i].name))
            continue;
        asked = true;
        if (str_equal_nocase(value, str_of(wanted[i].value)))
            return false;
    }
    return asked && value.len > 0;
}

void price_slots_attribute(struct price_product *p, struct str name, struct str value)
{
    static const struct {
        const char *name;
        ptrdiff_t offset;
    } fields[] = { { "servicecode", offsetof(struct price_product, service) },
                   { "usagetype", offsetof(struct price_product, usage) },
                   { "regioncode", offsetof(struct price_product, region) },
                   { "location", offsetof(struct price_product, location) } };
    for (ptrdiff_t i = 0; i < LEN(fields); i++)
        if (same_name(name, fields[i].name))
            *(struct str *)(void *)((char *)p + fields[i].offset) = value;
    p->refused = p->refused || refuses(name, value);
}

/* Products that name no region belong to all (CloudFront, Route 53). */
static bool in_region(const struct price_slots *s, const struct price_product *p)
{
    if (p->region.len > 0)
        return str_equal(p->region, s->region);
    for (const struct json *r = s->regions; r; r = r->next)
        if (str_equal(p->location, json_str(json_get(r, "location"))) ||
            prefix_length(r, p->usage) > 0)
            return str_equal(s->region, json_str(json_get(r, "id")));
    return true;
}

void price_slots_product(struct price_slots *s, const struct price_product *p)
{
    struct arena scratch = *s->keep;
    s->products++;
    if (p->refused || p->sku.len == 0 || !in_region(s, p))
        return;
    struct price_slot *slot = map_get(
        &s->by_usage, usage_key(p->service, without_prefix(s, p->usage, s->region), &scratch));
    if (!slot || slot->ambiguous || map_get(&s->by_sku, p->sku))
        return;
    struct tiers fresh = { .sku = str_copy(p->sku, s->keep) };
    fresh.exact = str_equal(p->usage, slot->prices[0]->usage);
    if (slot->found.sku.len == 0) {
        slot->found = fresh;
    } else if (fresh.exact && !slot->found.exact) {
        slot->other = slot->found;
        slot->found = fresh;
    } else if (slot->other.sku.len == 0) {
        slot->other = fresh;
    } else {
        return;
    }
    *map_at(&s->by_sku, fresh.sku, s->keep) = slot;
}

void price_slots_dimension(struct price_term *t)
{
    if (t->n < LEN(t->all))
        t->all[t->n++] = t->now;
    t->now = (struct price_dimension){ 0 };
}

/* "$0.005 per 1,000 PUT requests" says 0.000005 each. False: the words name no price. */
static bool price_in_words(struct str description, struct ratio *out)
{
    ptrdiff_t dollar = str_char(description, '$');
    ptrdiff_t per = str_find(description, S(" per "));
    struct quantity number, count;
    if (dollar < 0 || per < dollar)
        return false;
    struct str rest = str_trim(str_from(description, per + 5));
    ptrdiff_t n = 0;
    while (n < rest.len && (char_is_digit(rest.ptr[n]) || rest.ptr[n] == ',' || rest.ptr[n] == '.'))
        n++;
    if (!quantity_parse(str_sub(description, dollar + 1, per - dollar - 1), &number) ||
        number.range)
        return false;
    *out = number.low;
    if (n > 0 && quantity_parse(str_sub(rest, 0, n), &count) && !ratio_div(*out, count.low, out))
        return false;
    struct str unit = str_trim(str_from(rest, n));
    bool million =
        str_starts(unit, S("million")) || str_starts(unit, S("M ")) || str_starts(unit, S("1M"));
    return !million || ratio_div(*out, ratio_whole(1000000), out);
}

/* The unit price and what its description says differ by more than twice. */
static bool contradicts(int64_t e10, struct str description)
{
    struct ratio said, has, times;
    const struct ratio half = { 1, 2 }, twice = { 2, 1 };
    if (!price_in_words(description, &said) || said.num == 0 || e10 == 0 ||
        !ratio_make(e10, MONEY_USD, &has) || !ratio_div(has, said, &times))
        return false;
    return ratio_cmp(times, half) < 0 || ratio_cmp(times, twice) > 0;
}

static void add_tier(struct price_slots *s, struct tiers *into, const struct price_dimension *p,
                     struct str path, struct diag *d)
{
    struct tier t = { .begin = { 0, 1 } };
    if (str_equal_nocase(p->unit, S("Quantity"))) /* an upfront fee */
        return;
    if (!money_of_decimal(p->usd, &t.e10) ||
        (p->begin.len > 0 && !ratio_parse(p->begin, &t.begin))) {
        diag_file(d, RULE(INPUT_VALUE), path, "%.*s: \"%.*s\" is no price", FMT(into->sku),
                  FMT(p->usd));
        return;
    }
    if (contradicts(t.e10, p->description)) {
        diag_file(d, RULE(INPUT_VALUE), path, "%.*s: %.*s a unit, but \"%.*s\"; left out",
                  FMT(into->sku), FMT(p->usd), FMT(p->description));
        return;
    }
    ptrdiff_t at = into->list.len;
    *PUSH(&into->list, s->keep) = t;
    for (; at > 0 && ratio_cmp(into->list.ptr[at - 1].begin, t.begin) > 0; at--) {
        into->list.ptr[at] = into->list.ptr[at - 1];
        into->list.ptr[at - 1] = t;
    }
}

void price_slots_term(struct price_slots *s, struct str sku, struct price_term *t, struct str path,
                      struct diag *d)
{
    struct price_slot *slot = map_get(&s->by_sku, sku);
    if (slot) {
        struct tiers *into = str_equal(slot->found.sku, sku) ? &slot->found : &slot->other;
        for (int i = 0; i < t->n; i++)
            add_tier(s, into, &t->all[i], path, d);
        into->effective = str_copy(str_sub(t->effective, 0, 10), s->keep);
    }
    t->n = 0;
    t->effective = (struct str){ 0 };
    t->now = (struct price_dimension){ 0 };
}

/* A first tier of $0 is what the account gets for nothing. */
static struct ratio take_allowance(struct tiers *t)
{
    struct ratio none = { 0, 1 };
    if (t->list.len < 2 || t->list.ptr[0].e10 != 0)
        return none;
    t->list.ptr++;
    t->list.len--;
    return t->list.ptr[0].begin;
}

static bool differ(const struct tiers *a, const struct tiers *b)
{
    if (b->list.len == 0)
        return false;
    for (ptrdiff_t i = 0; i < a->list.len; i++)
        if (a->list.len != b->list.len || a->list.ptr[i].e10 != b->list.ptr[i].e10)
            return true;
    return false;
}

/* The book is of another region: it only says which prices are wanted, its own are none here. */
static bool is_foreign(const struct price_slots *s)
{
    return !str_equal(s->book->region, s->region);
}

static void lay_tier(struct price_slots *s, struct price *p, const struct tiers *t, ptrdiff_t i)
{
    bool last = i + 1 == t->list.len;
    if (t->list.len > 1) {
        p->begin = i ? t->list.ptr[i].begin : ratio_whole(0);
        p->end = last ? ratio_whole(0) : t->list.ptr[i + 1].begin;
    }
    p->e10 = p->high_e10 = t->list.ptr[i].e10;
    if (is_foreign(s))
        p->note = (struct str){ 0 };
    p->region = s->region;
    p->sku = t->sku;
    p->effective = t->effective;
    p->confidence = S("high");
    p->source = str_fmt(s->keep, "AWS price list, version %.*s",
                        FMT(s->version.len > 0 ? s->version : S("unknown")));
}

/* "data.out.gb.0" and its tier from 10240 on: "data.out.gb.10240". */
static void add_tier_price(struct price_slots *s, const struct price *first, const struct tiers *t,
                           ptrdiff_t i)
{
    struct price *p = PUSH(&s->added, s->keep);
    struct str stem = first->key;
    if (str_ends(stem, S(".0")))
        stem = str_sub(stem, 0, stem.len - 2);
    *p = *first;
    p->free = ratio_whole(0);
    p->note = (struct str){ 0 };
    p->key = str_fmt(s->keep, "%.*s.%.*s", FMT(stem),
                     FMT(ratio_show(t->list.ptr[i].begin, 0, false, s->keep)));
    lay_tier(s, p, t, i);
}

static void lay_slot(struct price_slots *s, struct price_slot *slot, struct str path,
                     struct diag *d, struct price_slots_counts *n)
{
    struct tiers *t = slot->found.list.len > 0 ? &slot->found : &slot->other;
    if (t->list.len == 0)
        return;
    if (t == &slot->found && differ(&slot->found, &slot->other)) {
        diag_file(d, RULE(INPUT_VALUE), path,
                  "%.*s and %.*s both are %.*s, at different prices; left out",
                  FMT(slot->found.sku), FMT(slot->other.sku), FMT(slot->usage));
        return;
    }
    if (!is_foreign(s) && str_cmp(t->effective, slot->prices[0]->effective) < 0) {
        n->older += slot->n_prices;
        return;
    }
    struct ratio allowance = take_allowance(t);
    for (ptrdiff_t i = 0; i < t->list.len; i++) {
        if (i >= slot->n_prices) {
            add_tier_price(s, slot->prices[0], t, i);
            n->added++;
            continue;
        }
        n->matched++;
        n->changed += slot->prices[i]->e10 != t->list.ptr[i].e10;
        lay_tier(s, slot->prices[i], t, i);
    }
    if (allowance.num > 0)
        slot->prices[0]->free = allowance;
}

/* The book's array with the new tiers behind it, and without what another region's book leaves over. */
static void settle_book(struct price_slots *s)
{
    struct price_book *book = s->book;
    struct price *all = NEW(s->keep, struct price, book->n_prices + s->added.len + 1);
    int n = 0;
    for (int i = 0; i < book->n_prices; i++)
        if (!is_foreign(s) || str_equal(book->prices[i].region, s->region))
            all[n++] = book->prices[i];
    for (ptrdiff_t i = 0; i < s->added.len; i++)
        all[n++] = s->added.ptr[i];
    book->prices = all;
    book->n_prices = n;
    book->by_key = (struct map){ 0 };
    for (int i = 0; i < n; i++)
        *map_at(&book->by_key, all[i].key, s->keep) = &all[i];
    book->region = s->region;
}

void price_slots_finish(struct price_slots *s, struct str path, struct diag *d,
                        struct price_slots_counts *n)
{
    n->products = s->products;
    for (int i = 0; i < s->n_slots; i++)
        lay_slot(s, &s->slots[i], path, d, n);
    settle_book(s);
    if (s->version.len < 8 || n->matched == 0)
        return;
    struct str day = str_fmt(s->keep, "%.*s-%.*s-%.*s", FMT(str_sub(s->version, 0, 4)),
                             FMT(str_sub(s->version, 4, 2)), FMT(str_sub(s->version, 6, 2)));
    if (str_cmp(day, s->book->generated) > 0)
        s->book->generated = day;
}
