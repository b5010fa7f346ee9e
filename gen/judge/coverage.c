/* coverage.c - the numbers of a page, and those among them that a claim or an estimate stands behind. */
#include "judge/coverage.h"

#include "check/claims.h"
#include "load/markdown.h"
#include "model/rule.h"

struct places {
    LIST(struct str) of;
};

static bool has_digit(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (char_is_digit(s.ptr[i]))
            return true;
    return false;
}

/* The places in src that are checked. */
static struct places checked(const struct site *s, const struct site_page *p,
                             const struct source *src, const struct document *doc,
                             struct arena *keep, int *empty)
{
    struct places all = { 0 };

    *empty = 0;
    for (ptrdiff_t i = 0; i < p->n_claims; i++) {
        const struct claim *c = &p->claims[i].claim;
        const char *at = c->place.ptr;
        if (at && at >= src->text.ptr && at <= src->text.ptr + src->text.len)
            *PUSH(&all.of, keep) = c->place;
        *empty += !c->text.len && has_digit(c->shown);
    }
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root))
        if (n->kind == NODE_TABLE && claims_table_costs(&s->data, n, p->path, keep))
            *PUSH(&all.of, keep) = n->place;
    return all;
}

struct unbound *coverage_find(const struct site *s, const struct site_page *p,
                              const struct source *src, const struct document *doc,
                              const struct unbound_index *index, struct arena *keep, int *n,
                              int *empty)
{
    struct places all = checked(s, p, src, doc, keep, empty);

    return unbound_find(index, doc, all.of.ptr, all.of.len, keep, n);
}

void coverage_count(const struct site *s, struct site_page *p, const struct source *src,
                    const struct document *doc, struct arena *keep)
{
    struct arena scratch = arena_upper(keep);
    int n, empty;

    p->numbers = p->numbers_bound = 0;
    if (p->generated || !doc)
        return;
    struct unbound *found = coverage_find(s, p, src, doc, NULL, &scratch, &n, &empty);
    p->numbers = n + empty;
    p->numbers_bound = empty;
    for (int i = 0; i < n; i++)
        p->numbers_bound += found[i].bound;
}

void coverage_report(struct site *s)
{
    ptrdiff_t all = 0, bound = 0, key = str_find(s->file.src.text, S("\"coverage\""));

    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        all += s->pages[i].numbers;
        bound += s->pages[i].numbers_bound;
    }
    if (s->file.coverage && 100 * bound < all * s->file.coverage)
        diag_at(&s->diag, RULE(COVERAGE_LOW), &s->file.src,
                key < 0 ? S("") : str_sub(s->file.src.text, key, 10),
                "%td of %td numbers are bound: %td%%, less than %d%%; plumb claims --suggest says "
                "which could be",
                bound, all, 100 * bound / all, s->file.coverage);
}

static struct unbound *numbers_of(const struct site *s, const struct site_page *p,
                                  struct arena *keep, int *n)
{
    struct diag quiet = { .keep = keep };
    struct document *doc = markdown_read(&p->src, keep, &quiet);
    int empty;

    return coverage_find(s, p, &p->src, doc, NULL, keep, n, &empty);
}

void coverage_new(const struct site *s, const struct site_page *p, const struct site *before,
                  const struct site_page *old, struct arena scratch, struct diag *d)
{
    struct map had = { 0 }; /* a number as written -> how often */
    int n = 0, n_old = 0;
    struct unbound *was = old ? numbers_of(before, old, &scratch, &n_old) : NULL,
                   *now = numbers_of(s, p, &scratch, &n);

    for (int i = 0; i < n_old; i++) {
        void **at = map_at(&had, was[i].text, &scratch);
        *at = (void *)((intptr_t)*at + 1);
    }
    for (int i = 0; i < n; i++) {
        void **at = map_at(&had, now[i].text, &scratch);
        if (*at)
            *at = (void *)((intptr_t)*at - 1);
        else if (!now[i].bound)
            diag_at(d, RULE(CLAIM_UNBOUND), &p->src, now[i].place,
                    "nothing checks the new \"%.*s\"", FMT(now[i].text));
    }
}
