/* review_parts.c - what nobody checks, actions, decisions, acceptances. */
#include "write/review.h"

#include "base/pool.h"
#include "judge/coverage.h"
#include "judge/decisions.h"
#include "judge/findings.h"
#include "judge/judge.h"
#include "load/markdown.h"

enum { SOON_DAYS = 90, COVERAGE_PAGES = 300 /* more take longer than anybody waits */ };

static int64_t days_to(const struct review *r, struct date d)
{
    return date_days(d) - date_days(r->site->options.today);
}

/* ---- nobody checks ---- */

static void add_unchecked(struct review *r, struct value *list, int64_t n, struct str text)
{
    struct value *v = review_row(r, list);
    review_count(r, v, "count", n);
    review_set(r, v, "text", text);
}

static void count_page(void *ctx, ptrdiff_t i, int worker)
{
    struct site *s = ctx;
    struct site_page *p = &s->pages[i];
    struct arena scratch = s->workers[worker].scratch;
    struct diag quiet = { .keep = &scratch };
    if (!p->generated && !p->refused && p->src.text.len && !p->numbers)
        coverage_count(s, p, &p->src, markdown_read(&p->src, &scratch, &quiet), &scratch);
}

static void count_numbers(struct review *r, struct value *list, int *total)
{
    int numbers = 0, bound = 0, pages = 0, written = 0;
    for (ptrdiff_t i = 0; i < r->site->n_pages; i++)
        written += !r->site->pages[i].generated;
    if (written > COVERAGE_PAGES && !r->site->file.coverage) {
        add_unchecked(
            r, list, written,
            S("pages, whose numbers were not counted: \"coverage\" in site.json counts them"));
        return;
    }
    pool_run(r->site->jobs, r->site->n_pages, count_page, r->site);
    for (ptrdiff_t i = 0; i < r->site->n_pages; i++) {
        const struct site_page *p = &r->site->pages[i];
        numbers += p->numbers;
        bound += p->numbers_bound;
        pages += p->numbers > p->numbers_bound;
    }
    *total += numbers - bound;
    if (numbers > bound)
        add_unchecked(r, list, numbers - bound,
                      str_fmt(r->keep, "number%s on %d page%s bound to nothing (%d %% are bound)",
                              str_plural(numbers - bound), pages, str_plural(pages),
                              100 * bound / numbers));
}

static void count_sources(struct review *r, struct value *list, int *total)
{
    const struct data *data = &r->site->data;
    bool live = false;
    int n = 0, old = 0, stale = 0, undated = 0;
    for (int i = 0; i < data->n_sources; i++) {
        const struct data_source *s = &data->sources[i];
        bool is_live = str_equal(s->kind, S("live"));
        live |= is_live && s->root;
        n += s->name.len && !s->root && !s->computed;
        undated += is_live && s->root && !s->date.year;
        stale += is_live && s->root && s->date.year && data->live_max_age_days &&
                 days_to(r, s->date) < -data->live_max_age_days;
    }
    for (int i = 0; r->site->prices && i < r->site->prices->n_own; i++)
        old += price_old(&r->site->prices->prices[i], r->site->options.today);
    if (!live)
        add_unchecked(r, list, 0, S("live snapshot: whether this runs is not known"));
    if (stale)
        add_unchecked(r, list, stale, S("snapshots are too old to prove anything"));
    if (undated)
        add_unchecked(r, list, undated, S("snapshots do not say how old they are"));
    if (n)
        add_unchecked(r, list, n, S("sources were not captured"));
    if (old)
        add_unchecked(r, list, old, S("prices are older than 180 days"));
    *total += n + stale + undated;
}

static void count_rest(struct review *r, struct value *list, int *total)
{
    int soon = 0, none = 0, overdue = 0, tables = 0;
    int unchecked = judge_claim_counts(r->site).n[VERDICT_NOT_CHECKED];
    for (int i = 0; i < r->site->accepted.n_acceptances; i++) {
        const struct acceptance *a = &r->site->accepted.acceptances[i];
        soon += a->until.year && days_to(r, a->until) < SOON_DAYS;
        none += !a->owner.len;
    }
    for (ptrdiff_t i = 0; i < r->site->n_pages; i++) {
        struct date d;
        overdue += !r->site->pages[i].generated &&
                   date_parse(r->site->pages[i].front.review_by, &d) && days_to(r, d) < 0;
    }
    for (ptrdiff_t i = 0; i < r->site->diag.findings.len; i++)
        tables += findings_unjudged(&r->site->diag.findings.ptr[i]);
    if (unchecked)
        add_unchecked(r, list, unchecked, S("claims could not be checked"));
    if (tables)
        add_unchecked(r, list, tables,
                      tables == 1 ? S("table of costs has rows that were not judged")
                                  : S("tables of costs have rows that were not judged"));
    if (judge_data_links(r->site))
        add_unchecked(r, list, judge_data_links(r->site), S("links into data claim nothing"));
    if (overdue)
        add_unchecked(r, list, overdue, S("pages are overdue for review"));
    if (soon)
        add_unchecked(r, list, soon, S("acceptances end within 90 days"));
    if (none)
        add_unchecked(r, list, none, S("acceptances have no owner"));
    *total += unchecked + tables;
}

struct value *review_unchecked(struct review *r, int *n)
{
    struct value *list = value_list(r->keep);
    count_numbers(r, list, n);
    count_sources(r, list, n);
    count_rest(r, list, n);
    return list;
}

/* ---- carried over ---- */

static void add_action(struct review *r, struct value *list, const struct action *a)
{
    struct value *v = review_row(r, list);
    review_set(r, v, "id", a->id);
    review_set(r, v, "text", a->text);
    review_set(r, v, "owner", a->owner);
    review_set(r, v, "state", a->state);
    if (a->due.year)
        review_set(r, v, "due", date_words(a->due, r->keep));
    if (a->opened.year)
        review_set(r, v, "age",
                   days_to(r, a->opened) > 0
                       ? str_fmt(r->keep, "from %.*s", FMT(date_words(a->opened, r->keep)))
                       : str_fmt(r->keep, "%lld days", (long long)-days_to(r, a->opened)));
    value_set(v, "overdue", value_bool(a->due.year && days_to(r, a->due) < 0, r->keep), r->keep);
}

struct value *review_actions(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (int i = 0; i < r->site->accepted.n_actions; i++)
        if (str_equal(r->site->accepted.actions[i].state, S("open")))
            add_action(r, list, &r->site->accepted.actions[i]);
    const struct json *said = r->since ? json_get(r->since->review, "actions") : NULL;
    for (const struct json *a = said && said->kind == JSON_ARRAY ? said->first : NULL; a;
         a = a->next) {
        struct action x = { .id = S("last review"),
                            .text = json_str(json_get(a, "text")),
                            .owner = json_str(json_get(a, "owner")),
                            .state = S("open") };
        date_parse(json_str(json_get(a, "due")), &x.due);
        date_parse(r->since->date, &x.opened);
        if (x.text.len)
            add_action(r, list, &x);
    }
    return list;
}

/* What the last review said of a record: "accept". */
static struct str voted(const struct review *r, struct str path)
{
    const struct json *votes = r->since ? json_get(r->since->review, "votes") : NULL;
    for (const struct json *v = votes && votes->kind == JSON_OBJECT ? votes->first : NULL; v;
         v = v->next)
        if (str_equal(v->key, path))
            return json_str(v);
    return (struct str){ 0 };
}

static struct str state_before(const struct review *r, const struct site_page *p)
{
    for (ptrdiff_t i = 0; r->changes && i < r->changes->list.len; i++) {
        const struct diff_change *x = &r->changes->list.ptr[i];
        if (x->kind == DIFF_DECISION && str_equal(x->file, p->path) &&
            (x->sign == DIFF_ADDED || str_equal(x->key, S("status"))))
            return x->sign == DIFF_ADDED ? S("new") : x->old;
    }
    return (struct str){ 0 };
}

struct value *review_decisions(struct review *r)
{
    struct value *list = value_list(r->keep);
    const struct decisions *all = r->site->decisions;
    for (ptrdiff_t i = 0; all && i < all->n; i++) {
        const struct decision *d = &all->ptr[i];
        const struct site_page *p = d->page;
        int n[N_VERDICTS] = { 0 };
        for (ptrdiff_t k = 0; k < p->n_claims; k++)
            n[p->claims[k].claim.verdict]++;
        struct value *v = review_row(r, list);
        review_set(r, v, "title", p->title);
        review_set(r, v, "href", review_href(r, p->path));
        review_set(r, v, "status", d->said);
        review_set(r, v, "date", p->front.date);
        struct str before = state_before(r, p), vote = voted(r, p->path);
        if (before.len)
            review_set(r, v, "before",
                       str_equal(before, S("new")) ? before
                                                   : str_fmt(r->keep, "was %.*s", FMT(before)));
        if (vote.len && d->state == DECISION_PROPOSED && !str_equal(vote, S("later")))
            review_set(r, v, "edit",
                       str_fmt(r->keep, "the last review said %.*s: write status: %.*sed",
                               FMT(vote), FMT(vote)));
        if (p->n_claims)
            review_set(r, v, "checked",
                       str_fmt(r->keep, "%d of %td claims true", n[VERDICT_TRUE], p->n_claims));
    }
    return list;
}

struct value *review_accepted(struct review *r)
{
    struct value *list = value_list(r->keep);
    for (int i = 0; i < r->site->accepted.n_acceptances; i++) {
        const struct acceptance *a = &r->site->accepted.acceptances[i];
        struct value *v = review_row(r, list);
        review_set(r, v, "rule", a->rule);
        review_set(r, v, "page", a->page);
        review_set(r, v, "href", a->page.len ? review_href(r, a->page) : S(""));
        review_set(r, v, "about", a->about);
        review_set(r, v, "reason", a->reason);
        review_set(r, v, "owner", a->owner.len ? a->owner : S("nobody"));
        if (a->until.year)
            review_set(r, v, "until", date_words(a->until, r->keep));
        value_set(v, "soon", value_bool(a->until.year && days_to(r, a->until) < SOON_DAYS, r->keep),
                  r->keep);
    }
    return list;
}
