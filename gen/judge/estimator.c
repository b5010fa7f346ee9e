/* estimator.c - the sizes as columns, and as numbers for a form in the browser. */
#include "judge/estimator.h"

#include "base/hash.h"
#include "base/tag.h"
#include "model/markdown_text.h"
#include "judge/page_head.h"

enum { MAX_TEXT = 1 << 20, MAX_SIZES = 40, MAX_CACHES = 20 };
enum input { IN_USERS, IN_SIZE, IN_TASKS, IN_ZONES, IN_HOURS, IN_OUT, IN_CACHE, IN_WAF, INPUTS };

struct task_size {
    struct ratio vcpu, gb;
};
struct inputs {
    struct ratio at[INPUTS];
};
/* What is gathered before it is written. */
struct model {
    const struct cost_set *set;
    struct arena *keep;
    struct task_size sizes[MAX_SIZES];
    int n_sizes;
    const struct price *caches[MAX_CACHES];
    int n_caches;
    struct inputs *defaults;     /* of each size */
    const struct price **prices; /* in order of their first use */
    int n_prices;
    const struct cost_row *waf; /* the first row with a web ACL, for sizes that have none */
    int64_t waf_users;
};

static bool key_is(const struct cost_part *p, const char *start)
{
    return str_starts(p->key, str_of(start));
}

static const struct cost_factor *factor(const struct cost_part *p, const char *name)
{
    for (int i = 0; i < p->n_times; i++)
        if (str_equal(p->times[i].name, str_of(name)))
            return &p->times[i];
    return NULL;
}

/* The typical amount of the first part whose key begins with key and that has the factor. */
static const struct ratio *typical(const struct cost_size *z, const char *key, const char *name)
{
    for (int i = 0; i < z->n_rows; i++)
        for (int k = 0; k < z->rows[i].n_parts; k++) {
            const struct cost_part *p = &z->rows[i].parts[k];
            const struct cost_factor *f = key_is(p, key) ? factor(p, name) : NULL;
            if (f)
                return &f->amount.at[COST_TYPICAL];
        }
    return NULL;
}

static const struct cost_part *part_of(const struct cost_size *z, const char *key)
{
    for (int i = 0; i < z->n_rows; i++)
        for (int k = 0; k < z->rows[i].n_parts; k++)
            if (key_is(&z->rows[i].parts[k], key))
                return &z->rows[i].parts[k];
    return NULL;
}

static bool is_out(const struct cost_part *p)
{
    return (key_is(p, "data.out.gb") || key_is(p, "cloudfront.us_eu.out_gb")) && factor(p, "GB");
}

/* ---- gathering ---- */

static int add_task_size(struct model *m, struct ratio vcpu, struct ratio gb)
{
    int i = 0;
    while (i < m->n_sizes && (ratio_cmp(m->sizes[i].vcpu, vcpu) || ratio_cmp(m->sizes[i].gb, gb)))
        i++;
    if (i == m->n_sizes && i < MAX_SIZES)
        m->sizes[m->n_sizes++] = (struct task_size){ vcpu, gb };
    return i < MAX_SIZES ? i : 0;
}

/* Sizes on offer: the usual ones, each with two and four GB a vCPU. */
static void add_task_sizes(struct model *m)
{
    static const struct {
        int64_t quarters, half_gb;
    } usual[] = { { 1, 1 }, { 1, 2 }, { 2, 2 },  { 2, 4 },   { 4, 4 },
                  { 4, 8 }, { 8, 8 }, { 8, 16 }, { 16, 16 }, { 16, 32 } };
    for (ptrdiff_t i = 0; i < LEN(usual); i++) {
        struct ratio vcpu, gb;
        if (ratio_make(usual[i].quarters, 4, &vcpu) && ratio_make(usual[i].half_gb, 2, &gb))
            add_task_size(m, vcpu, gb);
    }
}

static int cache_index(const struct model *m, const struct price *p)
{
    for (int i = 0; i < m->n_caches; i++)
        if (m->caches[i] == p)
            return i + 1;
    return 0;
}

static bool part_uses(const struct model *m, const struct price *p)
{
    for (int i = 0; i < m->set->n_sizes; i++) {
        const struct cost_part *part = part_of(&m->set->sizes[i], "cache.");
        if (part && part->price == p)
            return true;
    }
    return false;
}

static void add_caches(struct model *m)
{
    for (int i = 0; i < m->set->book->n_prices && m->n_caches < MAX_CACHES; i++) {
        const struct price *p = &m->set->book->prices[i];
        bool shown = m->n_caches < 8 || part_uses(m, p); /* the usual ones, and those in use */
        if (str_starts(p->key, S("cache.")) && str_ends(p->key, S("_hour")) && shown)
            m->caches[m->n_caches++] = p;
    }
}

static struct ratio out_of(const struct cost_size *z)
{
    for (int i = 0; i < z->n_rows; i++)
        for (int k = 0; k < z->rows[i].n_parts; k++)
            if (is_out(&z->rows[i].parts[k]))
                return factor(&z->rows[i].parts[k], "GB")->amount.at[COST_HIGH];
    return ratio_whole(0);
}

static struct ratio or_whole(const struct ratio *r, int64_t n)
{
    return r ? *r : ratio_whole(n);
}

static void find_defaults(struct model *m, const struct cost_size *z, struct ratio d[INPUTS])
{
    const struct cost_part *cache = part_of(z, "cache.");
    struct ratio vcpu = or_whole(typical(z, "fargate.", "vCPU"), 1),
                 gb = or_whole(typical(z, "fargate.", "GB"), 2);
    d[IN_USERS] = ratio_whole(z->users_high);
    d[IN_SIZE] = ratio_whole(add_task_size(m, vcpu, gb));
    d[IN_TASKS] = or_whole(typical(z, "fargate.", "tasks"), 1);
    d[IN_ZONES] = or_whole(typical(z, "nat.hour", "gateways"), 2);
    d[IN_HOURS] = or_whole(typical(z, "fargate.", "hours"), 730);
    d[IN_OUT] = out_of(z);
    d[IN_CACHE] = ratio_whole(cache ? cache_index(m, cache->price) : 0);
    d[IN_WAF] = ratio_whole(part_of(z, "waf.") != NULL);
}

static void gather(struct model *m)
{
    m->defaults = NEW(m->keep, struct inputs, m->set->n_sizes);
    m->prices = NEW(m->keep, const struct price *, m->set->book->n_prices + 1);
    add_task_sizes(m);
    add_caches(m);
    for (int i = 0; i < m->set->n_sizes; i++) {
        const struct cost_size *z = &m->set->sizes[i];
        find_defaults(m, z, m->defaults[i].at);
        for (int k = 0; k < z->n_rows && !m->waf; k++)
            for (int n = 0; n < z->rows[k].n_parts && !m->waf; n++)
                if (key_is(&z->rows[k].parts[n], "waf.")) {
                    m->waf = &z->rows[k];
                    m->waf_users = z->users_high;
                }
    }
}

/* ---- numbers ---- */

static void put_number(struct buf *b, struct ratio r)
{
    buf_put(b, ratio_show(r, 12, true, b->arena));
}

static void put_ends(struct buf *b, const struct ratio at[COST_ENDS])
{
    if (ratio_cmp(at[COST_LOW], at[COST_TYPICAL]) == 0 &&
        ratio_cmp(at[COST_TYPICAL], at[COST_HIGH]) == 0) {
        put_number(b, at[COST_LOW]);
        return;
    }
    for (int end = 0; end < COST_ENDS; end++) {
        buf_char(b, end ? ',' : '[');
        put_number(b, at[end]);
    }
    buf_char(b, ']');
}

static struct ratio less_percent(struct ratio r, struct ratio percent)
{
    struct ratio left;
    if (percent.den && ratio_sub(ratio_whole(100), percent, &left) &&
        ratio_div(left, ratio_whole(100), &left))
        ratio_mul(r, left, &r);
    return r;
}

static struct ratio usd(const struct price *p, int64_t e10)
{
    struct ratio r = { 0, 1 };
    ratio_make(e10, MONEY_USD, &r);
    return less_percent(r, p->discount);
}

static void put_price(struct buf *b, const struct price *p)
{
    struct ratio at[COST_ENDS] = { usd(p, p->e10), usd(p, p->e10 + (p->high_e10 - p->e10) / 2),
                                   usd(p, p->high_e10) };
    struct ratio from = p->begin, width;
    if (!p->next_tier) {
        put_ends(b, at);
        return;
    }
    buf_put(b, S("{\"t\":["));
    for (const struct price *t = p; t; t = t->next_tier) {
        bool last = !t->next_tier || !ratio_sub(t->end, from, &width);
        buf_put(b, t == p ? S("[") : S(",["));
        put_number(b, last ? ratio_whole(0) : width);
        buf_char(b, ',');
        put_number(b, usd(t, t->e10));
        buf_char(b, ']');
        from = t->end;
        if (last)
            break;
    }
    buf_put(b, S("]}"));
}

static int price_index(struct model *m, const struct price *p)
{
    int i = 0;
    while (i < m->n_prices && m->prices[i] != p)
        i++;
    if (i == m->n_prices)
        m->prices[m->n_prices++] = p;
    return i;
}

/* ---- parts ---- */

static const struct json *table(const struct model *m, const char *name)
{
    const struct json *list = json_get(json_get(m->set->services->root, "estimator"), name);
    return list ? list->first : NULL;
}

static enum input input_of(char role)
{
    return role == 't' ? IN_TASKS : role == 'h' ? IN_HOURS : role == 'z' ? IN_ZONES : IN_SIZE;
}

/* One part while it is written. */
struct piece {
    struct ratio amount[COST_ENDS], offset[COST_ENDS];
    char roles[16];
    int n_roles;
    bool has_offset;
};

static struct ratio default_of(const struct model *m, int size, enum input input, char role)
{
    const struct ratio *d = m->defaults[size].at;
    const struct task_size *task = &m->sizes[d[IN_SIZE].num];
    return role == 'c' ? task->vcpu : role == 'm' ? task->gb : d[input];
}

static void multiply(struct piece *p, const struct ratio at[COST_ENDS])
{
    for (int end = 0; end < COST_ENDS; end++)
        ratio_mul(p->amount[end], at[end], &p->amount[end]);
}

/* The factor is an input: what stays in the amount is its ratio to the default. */
static bool govern(const struct model *m, int size, const struct cost_part *part,
                   const struct cost_factor *f, struct piece *p)
{
    for (const struct json *g = table(m, "governed"); g; g = g->next) {
        char role = *json_index(g, 2)->str.ptr;
        struct ratio by = default_of(m, size, input_of(role), role), at[COST_ENDS];
        if (!str_starts(part->key, json_index(g, 0)->str) ||
            !str_equal(f->name, json_index(g, 1)->str) || by.num == 0)
            continue;
        for (int end = 0; end < COST_ENDS; end++)
            if (!ratio_div(f->amount.at[end], by, &at[end]))
                return false;
        multiply(p, at);
        p->roles[p->n_roles++] = role;
        return true;
    }
    return false;
}

/* Each zone brings a gateway's address, and from the third on one of the load balancer. */
static void address_offset(const struct model *m, int size, const struct cost_factor *f,
                           struct piece *p)
{
    struct ratio zones = m->defaults[size].at[IN_ZONES], two = ratio_whole(2);
    struct ratio balancer = ratio_cmp(zones, two) < 0 ? two : zones;
    for (int end = 0; end < COST_ENDS; end++)
        if (!ratio_sub(f->amount.at[end], zones, &p->offset[end]) ||
            !ratio_sub(p->offset[end], balancer, &p->offset[end]))
            p->offset[end] = ratio_whole(0);
}

/* The account's free GB: what the estimate leaves unbilled, and all of the allowance when it bills none. */
static void free_offset(const struct model *m, int size, const struct cost_part *part,
                        const struct cost_factor *f, struct piece *p)
{
    bool cdn = key_is(part, "cloudfront.");
    const struct price *allowance =
        price_named(m->set->book, cdn ? S("cloudfront.free_gb") : S("data.out.free_gb"));
    struct ratio most = m->defaults[size].at[IN_OUT];
    for (int end = 0; end < COST_ENDS; end++) {
        if (!ratio_sub(most, f->amount.at[end], &p->offset[end]))
            p->offset[end] = ratio_whole(0);
        if (f->amount.at[end].num == 0 && allowance && allowance->end.den &&
            ratio_cmp(allowance->end, p->offset[end]) > 0)
            p->offset[end] = allowance->end;
    }
}

static void per_user(struct piece *p, int64_t users)
{
    for (int end = 0; end < COST_ENDS; end++)
        ratio_div(p->amount[end], ratio_whole(users), &p->amount[end]);
    p->roles[p->n_roles++] = 'u';
}

static bool special(const struct model *m, int size, const struct cost_part *part,
                    const struct cost_factor *f, struct piece *p)
{
    bool address = key_is(part, "public_ipv4.") && str_equal(f->name, S("addresses")) &&
                   part_of(&m->set->sizes[size], "nat.hour");
    bool out = is_out(part) && str_equal(f->name, S("GB"));
    if (!address && !out)
        return false;
    p->has_offset = true;
    p->roles[p->n_roles++] = address ? 'a' : 'o';
    if (address)
        address_offset(m, size, f, p);
    else
        free_offset(m, size, part, f, p);
    return true;
}

static void put_part(struct model *m, int size, const struct cost_part *part, int64_t waf_users,
                     struct buf *b)
{
    struct piece p = { .amount = { { 1, 1 }, { 1, 1 }, { 1, 1 } } };
    bool cache = key_is(part, "cache.") && cache_index(m, part->price);
    for (int i = 0; i < part->n_times; i++)
        if (p.n_roles >= 8 || (!govern(m, size, part, &part->times[i], &p) &&
                               !special(m, size, part, &part->times[i], &p)))
            multiply(&p, part->times[i].amount.at);
    for (int end = 0; end < COST_ENDS; end++)
        p.amount[end] = less_percent(p.amount[end], part->less);
    if (key_is(part, "waf."))
        p.roles[p.n_roles++] = 'w';
    if (key_is(part, "waf.request"))
        per_user(&p, waf_users);
    for (const struct json *v = table(m, "volumes"); v; v = v->next)
        if (str_starts(part->key, v->str))
            p.roles[p.n_roles++] = 'v';
    buf_fmt(b, "[%d,", cache ? -1 : price_index(m, part->price));
    put_ends(b, p.amount);
    bool free = part->free.at[COST_LOW].den &&
                (part->free.at[COST_LOW].num || part->free.at[COST_HIGH].num);
    if (p.n_roles || free)
        buf_fmt(b, ",\"%.*s\"", p.n_roles, p.roles);
    if (p.has_offset || free) {
        buf_char(b, ',');
        put_ends(b,
                 p.has_offset ? p.offset : (const struct ratio[]){ { 0, 1 }, { 0, 1 }, { 0, 1 } });
    }
    if (free) {
        buf_char(b, ',');
        put_ends(b, part->free.at);
    }
    buf_char(b, ']');
}

static void put_row(struct model *m, int size, const struct cost_row *r, bool waf_only,
                    struct buf *b)
{
    int n = 0;
    buf_char(b, '[');
    buf_json(b, waf_only ? S("WAF") : r->service);
    buf_put(b, S(",["));
    for (int i = 0; i < r->n_parts; i++) {
        if (waf_only && !key_is(&r->parts[i], "waf."))
            continue;
        if (n++)
            buf_char(b, ',');
        put_part(m, size, &r->parts[i], waf_only ? m->waf_users : m->set->sizes[size].users_high,
                 b);
    }
    buf_put(b, S("]]"));
}

static void put_size(struct model *m, int size, struct buf *b)
{
    const struct cost_size *z = &m->set->sizes[size];
    buf_put(b, size ? S(",{\"n\":") : S("{\"n\":"));
    buf_json(b, z->name);
    for (int i = 0; i < INPUTS; i++) {
        buf_put(b, i ? S(",") : S(",\"d\":["));
        put_number(b, m->defaults[size].at[i]);
    }
    buf_put(b, S("],\"r\":["));
    for (int i = 0; i < z->n_rows; i++) {
        if (i)
            buf_char(b, ',');
        put_row(m, size, &z->rows[i], false, b);
    }
    if (!part_of(z, "cache.") && m->n_caches)
        buf_put(b, S(",[\"Cache\",[[-1,730]]]"));
    if (m->waf && !part_of(z, "waf.")) {
        buf_char(b, ',');
        put_row(m, size, m->waf, true, b);
    }
    buf_put(b, S("]}"));
}

static void put_or_null(const struct price *p, struct buf *b)
{
    if (p)
        put_price(b, p);
    else
        buf_put(b, S("null"));
}

/* ,["eu-central-1",[prices],[caches]]; what the region's book lacks is null. */
static void put_region(const struct model *m, const struct price_book *book, struct buf *b)
{
    buf_put(b, S(",["));
    buf_json(b, book->region);
    for (int i = 0; i < m->n_prices; i++) {
        buf_put(b, i ? S(",") : S(",["));
        put_or_null(price_named(book, m->prices[i]->key), b);
    }
    buf_put(b, S("],[0"));
    for (int i = 0; i < m->n_caches; i++) {
        buf_char(b, ',');
        put_or_null(price_named(book, m->caches[i]->key), b);
    }
    buf_put(b, S("]]"));
}

/* The book of another region, in the site's currency; NULL: there is none. */
static const struct price_book *region_book(const struct model *m, const struct json *region)
{
    struct str id = json_str(json_get(region, "id"));
    const struct price_book *own = m->set->book,
                            *book = str_equal(id, own->region) ? NULL : cost_set_book(m->set, id);
    return book && str_equal(book->currency, own->currency) ? book : NULL;
}

/* The site's own region first, whose prices are "p" and "c". */
static void put_regions(const struct model *m, struct buf *b)
{
    const struct json *region = json_get(m->set->services->root, "regions");
    buf_put(b, S(",\"g\":[["));
    buf_json(b, m->set->book->region);
    buf_char(b, ']');
    for (region = region ? region->first : NULL; region; region = region->next) {
        const struct price_book *book = region_book(m, region);
        if (book)
            put_region(m, book, b);
    }
    buf_char(b, ']');
}

static struct str model_json(struct model *m)
{
    struct buf b = buf_open(m->keep, MAX_TEXT), sizes = buf_open(m->keep, MAX_TEXT);
    for (int i = 0; i < m->set->n_sizes; i++)
        put_size(m, i, &sizes);
    buf_fmt(&b, "{\"u\":%lld,\"f\":[", (long long)m->set->sizes[m->set->n_sizes - 1].users_high);
    for (int i = 0; i < m->n_sizes; i++) {
        buf_put(&b, i ? S(",[") : S("["));
        put_number(&b, m->sizes[i].vcpu);
        buf_char(&b, ',');
        put_number(&b, m->sizes[i].gb);
        buf_char(&b, ']');
    }
    buf_put(&b, S("],\"c\":[[\"none\",0]"));
    for (int i = 0; i < m->n_caches; i++) {
        buf_put(&b, S(",["));
        buf_json(&b, str_sub(m->caches[i]->key, 0, m->caches[i]->key.len - 5));
        buf_char(&b, ',');
        put_price(&b, m->caches[i]);
        buf_char(&b, ']');
    }
    buf_put(&b, S("],\"p\":["));
    for (int i = 0; i < m->n_prices; i++) {
        if (i)
            buf_char(&b, ',');
        put_price(&b, m->prices[i]);
    }
    buf_char(&b, ']');
    put_regions(m, &b);
    buf_fmt(&b, ",\"s\":[%.*s]}", FMT(buf_str(&sizes)));
    return buf_str(&b);
}

/* ---- the page ---- */

static void cell(struct buf *b, struct str s)
{
    buf_put(b, S("| "));
    markdown_text(b, s);
    buf_char(b, ' ');
}

static struct str size_words(const struct model *m, int i)
{
    return str_fmt(m->keep, "%.*s vCPU / %.*s GB",
                   FMT(ratio_show(m->sizes[i].vcpu, 4, true, m->keep)),
                   FMT(ratio_show(m->sizes[i].gb, 4, true, m->keep)));
}

/* "cache.t3.micro"; 0: none. */
static struct str cache_words(const struct model *m, int i)
{
    struct str key = i ? m->caches[i - 1]->key : S("");
    return i ? str_sub(key, 0, key.len - 5) : S("none");
}

static struct str input_words(const struct model *m, int size, enum input input)
{
    struct ratio r = m->defaults[size].at[input];
    struct str n = ratio_show(r, 2, true, m->keep);
    if (input == IN_SIZE)
        return size_words(m, (int)r.num);
    if (input == IN_CACHE)
        return cache_words(m, (int)r.num);
    return input == IN_WAF ? (r.num ? S("yes") : S("no")) : n;
}

static void head_cells(struct buf *b, const char *what, const struct cost_set *set)
{
    cell(b, str_of(what));
    for (int i = 0; i < set->n_sizes; i++)
        cell(b, set->sizes[i].name);
    buf_put(b, S("|\n|---"));
    for (int i = 0; i < set->n_sizes; i++)
        buf_put(b, S("|--:"));
    buf_put(b, S("|\n"));
}

static const struct cost_row *row_of(const struct cost_size *z, struct str service)
{
    for (int i = 0; i < z->n_rows; i++)
        if (str_equal(z->rows[i].service, service))
            return &z->rows[i];
    return NULL;
}

static bool seen_before(const struct cost_set *set, int size, struct str service)
{
    for (int i = 0; i < size; i++)
        if (row_of(&set->sizes[i], service))
            return true;
    return false;
}

static void cost_line(const struct cost_set *set, struct str service, struct buf *b)
{
    cell(b, service);
    for (int k = 0; k < set->n_sizes; k++) {
        const struct cost_row *r = row_of(&set->sizes[k], service);
        cell(b, r ? money_show(r->cost.at[COST_TYPICAL], b->arena) : S("—"));
    }
    buf_put(b, S("|\n"));
}

static void columns(const struct model *m, struct buf *b)
{
    static const char *const labels[INPUTS] = {
        "Users", "Task size", "Tasks", "Zones", "Hours on a month", "GB out a month", "Cache", "WAF"
    };
    const struct cost_set *set = m->set;
    buf_put(b, S("## What the sizes take\n\n"));
    head_cells(b, "Input", set);
    for (int i = 0; i < INPUTS; i++) {
        cell(b, str_of(labels[i]));
        for (int k = 0; k < set->n_sizes; k++)
            cell(b, input_words(m, k, (enum input)i));
        buf_put(b, S("|\n"));
    }
    buf_put(b, S("\n## What they cost\n\nTypical, USD a month.\n\n"));
    head_cells(b, "Service", set);
    for (int i = 0; i < set->n_sizes; i++)
        for (int k = 0; k < set->sizes[i].n_rows; k++)
            if (!seen_before(set, i, set->sizes[i].rows[k].service))
                cost_line(set, set->sizes[i].rows[k].service, b);
    cell(b, S(""));
    buf_put(b, S("**Total** "));
    for (int k = 0; k < set->n_sizes; k++)
        buf_fmt(b, "| **%.*s** ", FMT(money_show(set->sizes[k].total.at[COST_TYPICAL], b->arena)));
    buf_put(b, S("|\n"));
    cell(b, S("From low to high"));
    for (int k = 0; k < set->n_sizes; k++)
        cell(b, money_show_range(set->sizes[k].total.at[COST_LOW],
                                 set->sizes[k].total.at[COST_HIGH], b->arena));
    buf_put(b, S("|\n"));
}

/* ---- the form, filled with the first size ---- */

static void option(const struct model *m, struct buf *b, int n, int chosen, struct str text)
{
    tag_with(b, "option", { "value", { str_fmt(m->keep, "%d", n) } },
             { "selected", { TAG_IF(n == chosen) } });
    buf_html(b, text);
    tag_end(b, "option");
}

static void choice(const struct model *m, enum input input, struct buf *b)
{
    const struct json *region = json_get(m->set->services->root, "regions");
    int chosen = input < INPUTS ? (int)m->defaults[0].at[input].num : 0, n = 0;
    if (input == IN_SIZE)
        for (; n < m->n_sizes; n++)
            option(m, b, n, chosen, size_words(m, n));
    else if (input == IN_CACHE)
        for (; n <= m->n_caches; n++)
            option(m, b, n, chosen, cache_words(m, n));
    else {
        option(m, b, n++, chosen, m->set->book->region);
        for (region = region ? region->first : NULL; region; region = region->next)
            if (region_book(m, region))
                option(m, b, n++, chosen, region_book(m, region)->region);
    }
}

/* clang-format off */
static const struct field {
    char key;
    enum input input;
    int least, most; /* most 0: one of several; 1: yes or no */
    const char *label;
} form[] = {
    { 'u', IN_USERS, 1, 1000000,  "Users at the same time" },
    { 'f', IN_SIZE,  0, 0,        "Size of a task" },
    { 't', IN_TASKS, 0, 10000,    "Tasks (number)" },
    { 'z', IN_ZONES, 1, 6,        "Zones (number)" },
    { 'h', IN_HOURS, 0, 730,      "Hours a month" },
    { 'o', IN_OUT,   0, 10000000, "Data out (GB a month)" },
    { 'k', IN_CACHE, 0, 0,        "Cache node" },
    { 'g', INPUTS,   0, 0,        "Region" },
    { 'w', IN_WAF,   0, 1,        "Web application firewall" },
};
/* clang-format on */

static void put_field(const struct model *m, const struct field *f, struct buf *b)
{
    struct str name = { &f->key, 1 };
    if (!f->most) {
        tag_with(b, "select", { "name", { name } });
        choice(m, f->input, b);
        tag_end(b, "select");
    } else if (f->most == 1)
        tag_with(b, "input", { "type", { S("checkbox") } }, { "name", { name } },
                 { "checked", { TAG_IF(m->defaults[0].at[f->input].num) } });
    else
        tag_with(b, "input", { "type", { S("number") } }, { "name", { name } },
                 { "min", { str_fmt(m->keep, "%d", f->least) } },
                 { "max", { str_fmt(m->keep, "%d", f->most) } }, { "step", { S("any") } },
                 { "required", { TAG_BARE } }, { "value", { input_words(m, 0, f->input) } });
}

static void put_fields(const struct model *m, struct buf *b)
{
    const int64_t *at = m->set->sizes[0].total.at;
    tag_open(b, "p");
    buf_put(b, S("Start from:"));
    for (int i = 0; i < m->set->n_sizes; i++) {
        tag_with(b, "button", { "type", { S("button") } });
        buf_html(b, m->set->sizes[i].name);
        tag_end(b, "button");
    }
    tag_end(b, "p");
    for (int i = 0; i < LEN(form); i++) {
        tag_open(b, "label");
        buf_put(b, str_of(form[i].label));
        put_field(m, &form[i], b);
        tag_with(b, "small", { "role", { S("alert") } });
        tag_end(b, "small");
        tag_end(b, "label");
    }
    tag_text(b, "output",
             str_fmt(m->keep, "%.*s a month, from %.*s to %.*s",
                     FMT(money_show(at[COST_TYPICAL], m->keep)),
                     FMT(money_show(at[COST_LOW], m->keep)),
                     FMT(money_show(at[COST_HIGH], m->keep))));
}

/* The script reads the numbers from the attribute; text of authors stands in it, so it is escaped. */
static void put_form(struct site *s, const struct model *m, struct str json, struct buf *b)
{
    if (!s->script.len)
        return;
    struct str hex = sha256_hex(sha256_of(s->script), s->keep);
    s->script_path = str_fmt(s->keep, "assets/estimator.%.10s.js", hex.ptr);
    tag_json(b, "div", "estimator figure", "data-model", json);
    /* plumb.js brings the script when somebody touches the form */
    tag_with(b, "form", { "data-script", { S("../../"), s->script_path } });
    put_fields(m, b);
    tag_end(b, "form");
    tag_end_line(b, "div");
    buf_char(b, '\n');
}

bool estimator_has(const struct site *s)
{
    bool good = s->costs->n_sizes > 0;
    for (int i = 0; i < s->costs->n_sizes; i++)
        good = good && s->costs->sizes[i].priced && s->costs->sizes[i].users_high > 0;
    return good;
}

void estimator_add(struct site *s)
{
    struct model *m = NEW(s->keep, struct model, 1);
    struct buf b = buf_open(s->keep, MAX_TEXT * 2);
    if (!estimator_has(s))
        return;
    *m = (struct model){ .set = s->costs, .keep = s->keep };
    gather(m);
    page_head(&b, "Estimator", S(""),
              "What other users, tasks, zones and hours would cost a month.", 0);
    put_form(s, m, model_json(m), &b);
    columns(m, &b);
    buf_put(&b, S("\nRows, prices and assumptions: [computed costs](cost/index.md). What no input "
                  "changes is taken from the "
                  "smallest size that has room for the users; above the largest, traffic and logs "
                  "grow with them.\n"));
    struct site_page *p = site_add(s, S("data/estimator.md"), &b);
    if (p)
        p->own_html = true;
}
