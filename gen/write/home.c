/* home.c - sums over the site for its first page: claims, monthly costs, what was made from data */
#include "write/home.h"

#include "base/path.h"
#include "base/time.h"
#include "judge/judge.h"
#include "model/verdict.h"

enum {
    FEW_SECTIONS = 9, /* more of them would keep readers from the text */
    MOST_SIZES = 6,
    BAR = 1000,
};

struct home {
    const struct site *site;
    struct arena *keep;
};

static void set_str(struct home *h, struct value *map, const char *key, struct str s)
{
    if (s.len)
        value_set(map, key, value_str(s, h->keep), h->keep);
}

static void set_int(struct home *h, struct value *map, const char *key, int64_t n)
{
    value_set(map, key, value_int(n, h->keep), h->keep);
}

static struct str href_to(struct home *h, const struct site_page *to)
{
    struct buf b = buf_open(h->keep, 1 << 14);
    buf_percent(&b, path_relative(h->site->root->out, to->out, h->keep), S("/"));
    return buf_str(&b);
}

bool home_is_data(const struct site_page *p)
{
    if (!p->generated)
        return false;
    for (const struct site_page *c = p->first; c; c = c->next)
        if (!home_is_data(c))
            return false;
    return p->src.text.len || p->first;
}

static struct value *claims(struct home *h)
{
    const struct site *s = h->site;
    struct claim_counts counts = judge_claim_counts(s);
    struct value *v = value_map(h->keep);
    int64_t total = 0, pages = 0;
    for (int i = 0; i < N_VERDICTS; i++) {
        set_int(h, v, verdict_name((enum verdict)i), counts.n[i]);
        total += counts.n[i];
    }
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        pages += s->pages[i].n_claims > 0;
    set_int(h, v, "total", total);
    set_int(h, v, "pages", pages);
    value_set(v, "single", value_bool(total == 1, h->keep), h->keep);
    value_set(v, "one_page", value_bool(pages == 1, h->keep), h->keep);
    set_str(h, v, "env", s->file.env);
    return v;
}

/* The page that stands beside the estimate (costs/medium.md), else the one with all computed costs. */
static const struct site_page *page_of_size(struct home *h, const struct cost_size *size)
{
    struct str stem = str_sub(size->path, 0, size->path.len - path_ext(size->path).len);
    const struct site_page *p = site_page_at(h->site, str_join(stem, S(".md"), h->keep));
    return p ? p : site_page_at(h->site, S("data/cost.md"));
}

static void add_size(struct home *h, struct value *list, const struct cost_size *size, int64_t most)
{
    const int64_t *at = size->total.at;
    struct value *v = value_add(list, value_map(h->keep), h->keep);
    const struct site_page *page = page_of_size(h, size);
    int64_t unit = most / BAR + 1, low = at[COST_LOW] / unit, high = at[COST_HIGH] / unit;
    set_str(h, v, "name", size->name.len ? size->name : size->id);
    set_str(h, v, "total", money_show_range(at[COST_LOW], at[COST_HIGH], h->keep));
    if (size->users_high > 0)
        set_str(h, v, "users",
                str_fmt(h->keep, "%lld–%lld users", (long long)size->users_low,
                        (long long)size->users_high));
    if (page)
        set_str(h, v, "href", href_to(h, page));
    set_int(h, v, "low", low);
    set_int(h, v, "wide", high > low ? high - low : 0);
}

static struct value *sizes(struct home *h)
{
    const struct cost_set *costs = h->site->costs;
    struct value *list = value_list(h->keep);
    int64_t most = 0;
    if (costs->n_sizes > MOST_SIZES)
        return list;
    const struct cost_size *size;
    for (int i = 0; (size = cost_set_shown(costs, i)) != NULL; i++)
        if (size->priced && size->total.at[COST_HIGH] > most)
            most = size->total.at[COST_HIGH];
    for (int i = 0; (size = cost_set_shown(costs, i)) != NULL; i++)
        if (size->priced)
            add_size(h, list, size, most);
    return list;
}

static struct value *prices(struct home *h)
{
    struct value *v = value_map(h->keep);
    const struct price_book *book = h->site->costs->book;
    struct date date;
    if (!book)
        return v;
    set_str(h, v, "region", book->region);
    if (date_parse(book->generated, &date))
        set_str(h, v, "date", date_words(date, h->keep));
    return v;
}

uint64_t home_hash(const struct site *s, struct arena *keep)
{
    struct home h = { s, keep };
    struct claim_counts counts = { 0 };
    uint64_t hash = value_hash(sizes(&h)) ^ (value_hash(prices(&h)) * 3);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (ptrdiff_t k = 0; k < s->pages[i].n_claims && &s->pages[i] != s->root; k++)
            counts.n[s->pages[i].claims[k].claim.verdict]++;
    for (int i = 0; i < N_VERDICTS; i++)
        hash = (hash ^ (uint64_t)counts.n[i]) * 0x9e3779b97f4a7c15u;
    return hash;
}

struct value *home_of(const struct site *s, struct arena *keep)
{
    struct home h = { s, keep };
    struct value *v = value_map(keep), *more = value_list(keep);
    int sections = 0;
    value_set(v, "claims", claims(&h), keep);
    value_set(v, "sizes", sizes(&h), keep);
    value_set(v, "prices", prices(&h), keep);
    for (const struct site_page *c = s->root->first; c; c = c->next) {
        sections++;
        if (!home_is_data(c))
            continue;
        sections--;
        struct value *link = value_add(more, value_map(keep), keep);
        set_str(&h, link, "href", href_to(&h, c));
        set_str(&h, link, "title", c->title);
    }
    value_set(v, "more", more, keep);
    value_set(v, "few", value_bool(sections <= FEW_SECTIONS, keep), keep);
    return v;
}
