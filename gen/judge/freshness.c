/* freshness.c - one table for what is overdue, one for what is due soon. */
#include "judge/freshness.h"

#include "judge/page_head.h"
#include "model/markdown_text.h"
#include "model/rule.h"

enum { MAX_TEXT = 1 << 24, SOON_DAYS = 60 };

/* Days from today to when p is to be read again; false: it says nothing, or nobody reads it. */
static bool days_left(const struct site *s, const struct site_page *p, int64_t *days)
{
    struct date due;
    if (p->generated || p->refused || !date_parse(p->front.review_by, &due))
        return false;
    *days = date_days(due) - date_days(s->options.today);
    return true;
}

struct due {
    const struct site_page *page;
    int64_t days;
};

static int by_days(const void *a, const void *b)
{
    const struct due *x = a, *y = b;
    if (x->days != y->days)
        return x->days < y->days ? -1 : 1;
    return str_cmp(x->page->path, y->page->path);
}

static void row(const struct site *s, struct buf *b, const struct due *d)
{
    int64_t n = d->days < 0 ? -d->days : d->days;
    struct date due = date_of_days(date_days(s->options.today) + d->days);
    buf_put(b, S("| "));
    page_head_link(b, d->page);
    buf_put(b, S(" | "));
    markdown_text(b, d->page->front.owner.len ? d->page->front.owner : S("nobody"));
    buf_fmt(b, " | %.*s | ", FMT(date_words(due, b->arena)));
    buf_fmt(b, d->days < 0 ? "**%lld day%s late** |\n" : "in %lld day%s |\n", (long long)n,
            str_plural(n));
}

/* Those from *at on whose days are below `until`, as a section of their own. */
static void section(const struct site *s, struct buf *b, const char *title, const struct due *list,
                    ptrdiff_t n, ptrdiff_t *at, int64_t until)
{
    if (*at == n || list[*at].days >= until)
        return;
    buf_fmt(b, "\n## %s\n\n| Page | Owner | Review by | |\n|---|---|---|---|\n", title);
    while (*at < n && list[*at].days < until)
        row(s, b, &list[(*at)++]);
}

void freshness_page(struct site *s)
{
    struct due *list = NEW(s->keep, struct due, s->n_pages + 1);
    struct buf b = buf_open(s->keep, MAX_TEXT);
    ptrdiff_t n = 0, at = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (days_left(s, &s->pages[i], &list[n].days))
            list[n++].page = &s->pages[i];
    if (!n)
        return;
    qsort(list, (size_t)n, sizeof *list, by_days);
    page_head(&b, "", S("To be reviewed"), "Pages that somebody promised to read again, by date.",
              0);
    section(s, &b, "Overdue", list, n, &at, 0);
    section(s, &b, "Within 60 days", list, n, &at, SOON_DAYS + 1);
    if (at == 0)
        buf_fmt(&b, "No page is due within %d days.\n", SOON_DAYS);
    section(s, &b, "Later", list, n, &at, INT64_MAX);
    site_add(s, S("freshness.md"), &b);
}

static void report_page(struct site *s, const struct site_page *p, int64_t days)
{
    struct source src;
    struct date due = date_of_days(date_days(s->options.today) + days);
    if (site_source(s, p, s->keep, &src))
        return;
    ptrdiff_t at = str_find(src.text, p->front.review_by);
    struct finding *f = diag_at(
        &s->diag, RULE(REVIEW_OVERDUE), &src,
        str_sub(src.text, at < 0 ? 0 : at, at < 0 ? 0 : p->front.review_by.len),
        "was to be read again by %.*s, %lld day%s ago; read it, then set a new review_by%s%.*s",
        FMT(date_words(due, s->keep)), (long long)-days, days == -1 ? "" : "s",
        p->front.owner.len ? "; its owner: " : "", FMT(p->front.owner));
    f->evidence = (struct evidence){ .value = p->front.owner, .date = date_iso(due, s->keep) };
}

void freshness_report(struct site *s)
{
    int64_t days;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (days_left(s, &s->pages[i], &days) && days < 0)
            report_page(s, &s->pages[i], days);
    for (int i = 0; i < s->accepted.n_actions; i++) {
        const struct action *a = &s->accepted.actions[i];
        if (!a->due.year || !str_equal(a->state, S("open")) ||
            date_days(a->due) >= date_days(s->options.today))
            continue;
        struct finding *f = diag_at(&s->diag, RULE(REVIEW_OVERDUE), &s->accepted.actions_src,
                                    a->place, "action %.*s of %.*s was due %.*s: %.*s", FMT(a->id),
                                    FMT(a->owner), FMT(date_words(a->due, s->keep)), FMT(a->text));
        f->about = a->id;
    }
}
