/* home.c - sums over the site for its first page: claims, monthly costs, what was made from data */
#include "write/home.h"

#include "base/path.h"
#include "base/time.h"
#include "judge/decisions.h"
#include "judge/judge.h"
#include "judge/paths.h"
#include "model/verdict.h"
#include "write/anchor.h"

enum {
    FEW_SECTIONS = 9, /* more of them would keep readers from the text */
    MOST_SIZES = 6,
    MOST_LATEST = 4,
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
    return anchor_href(h->site, h->site->root, to, h->keep);
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

/* ---- what is new, open, and where to go on ---- */

static struct value *add_link(struct home *h, struct value *list, const struct site_page *p,
                              struct str note)
{
    struct value *v = value_add(list, value_map(h->keep), h->keep);
    set_str(h, v, "href", href_to(h, p));
    set_str(h, v, "title", site_label(p));
    set_str(h, v, "note", note);
    return v;
}

/* The pages changed last, by day; none where all were changed on one day. */
static struct value *latest(struct home *h)
{
    const struct site *s = h->site;
    const struct site_page *best[MOST_LATEST] = { 0 };
    struct value *list = value_list(h->keep);
    int64_t first = INT64_MAX;
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        const struct site_page *p = &s->pages[i];
        if (!p->changed.year || p->refused || p->generated || p == s->root)
            continue;
        first = date_days(p->changed) < first ? date_days(p->changed) : first;
        for (int k = 0; k < MOST_LATEST && p; k++)
            if (!best[k] || date_days(p->changed) > date_days(best[k]->changed)) {
                const struct site_page *less = best[k];
                best[k] = p;
                p = less;
            }
    }
    for (int k = 0; k < MOST_LATEST && best[k] && date_days(best[0]->changed) > first; k++)
        add_link(h, list, best[k], date_words(best[k]->changed, h->keep));
    return list;
}

static struct value *open_decisions(struct home *h)
{
    struct value *list = value_list(h->keep);
    const struct decisions *all = h->site->decisions;
    for (ptrdiff_t i = 0; all && i < all->n; i++)
        if (all->ptr[i].state == DECISION_PROPOSED)
            add_link(h, list, all->ptr[i].page, all->ptr[i].said);
    return list;
}

/* "developer" as an entry of a list. */
static struct str begins_large(struct str s, struct arena *keep)
{
    bool small = s.len && *s.ptr >= 'a' && *s.ptr <= 'z';
    return small ? str_fmt(keep, "%c%.*s", *s.ptr - 'a' + 'A', FMT(str_from(s, 1))) : s;
}

static struct value *roles(struct home *h)
{
    struct value *list = value_list(h->keep);
    for (ptrdiff_t i = 0; h->site->paths && i < h->site->paths->n; i++) {
        const struct path *p = &h->site->paths->ptr[i];
        const struct site_page *page = site_page_at(h->site, p->page);
        int minutes = 0;
        for (ptrdiff_t k = 0; k < p->n; k++)
            minutes += paths_minutes(p->steps[k].page);
        if (page)
            set_str(h,
                    add_link(h, list, page, str_fmt(h->keep, "%td pages, %d min", p->n, minutes)),
                    "title", begins_large(p->role, h->keep));
    }
    return list;
}

static struct value *lately(struct home *h)
{
    struct value *v = value_map(h->keep), *all[] = { latest(h), open_decisions(h), roles(h) };
    static const char *const names[] = { "latest", "open", "roles" };
    bool any = false;
    for (int i = 0; i < LEN(all); i++) {
        value_set(v, names[i], all[i], h->keep);
        any = any || all[i]->len;
    }
    value_set(v, "any", value_bool(any, h->keep), h->keep);
    return v;
}

uint64_t home_hash(const struct site *s, struct arena *keep)
{
    struct home h = { s, keep };
    struct claim_counts counts = { 0 };
    uint64_t hash =
        value_hash(sizes(&h)) ^ (value_hash(prices(&h)) * 3) ^ (value_hash(lately(&h)) * 5);
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
    value_set(v, "lately", lately(&h), keep);
    for (const struct site_page *c = s->root->first; c; c = c->next) {
        sections++;
        if (!home_is_data(c))
            continue;
        sections--;
        struct value *link = value_add(more, value_map(keep), keep);
        set_str(&h, link, "href", href_to(&h, c));
        set_str(&h, link, "title", site_label(c));
    }
    value_set(v, "more", more, keep);
    value_set(v, "few", value_bool(sections <= FEW_SECTIONS, keep), keep);
    return v;
}
