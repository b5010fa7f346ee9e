/* infra_mentions.c - a link's value stands somewhere in a file: the resource whose text is there is meant. */
#include "judge/infra_mentions.h"

#include <stdlib.h>

#include "base/path.h"
#include "check/claims.h"
#include "model/rule.h"

enum { KINDS_SAID = 6 };

struct finder {
    const struct site *s;
    const struct data_source *d;
    const struct site_page *page;
    struct arena *keep;
    struct resource **by_place; /* those with a text, by its address */
    int n;
    struct infra_mention **all;
};

static int by_place(const void *a, const void *b)
{
    const struct resource *x = *(struct resource *const *)a, *y = *(struct resource *const *)b;
    return x->at.ptr != y->at.ptr ? (x->at.ptr > y->at.ptr ? 1 : -1) : x->index - y->index;
}

static void mention(struct finder *f, const struct resource *r)
{
    struct infra_mention **at = &f->all[r->index];
    while (*at && (*at)->page != f->page)
        at = &(*at)->next;
    if (*at)
        return;
    *at = NEW(f->keep, struct infra_mention, 1);
    (*at)->page = f->page;
}

/* The innermost text around the place; what count and for_each make of one block is meant together. */
static void meet_place(struct finder *f, const char *place)
{
    int low = 0, high = f->n;
    while (low < high) {
        int middle = (low + high) / 2;
        if (f->by_place[middle]->at.ptr <= place)
            low = middle + 1;
        else
            high = middle;
    }
    const char *start = low ? f->by_place[low - 1]->at.ptr : NULL;
    for (int i = low - 1; i >= 0 && f->by_place[i]->at.ptr == start; i--)
        if (place < start + f->by_place[i]->at.len)
            mention(f, f->by_place[i]);
}

static void meet(struct finder *f, const struct target *t)
{
    struct claims_value v;
    claims_resolve(&f->s->data, t, f->page->front.env, S("present"), f->keep, &v);
    if (v.source != f->d || !v.value)
        return;
    if (!str_starts(v.pointer, S("/count/"))) {
        if (v.value->raw.ptr)
            meet_place(f, v.value->raw.ptr);
        return;
    }
    for (ptrdiff_t i = 0; i < f->d->resources->resources.len; i++)
        if (str_equal(f->d->resources->resources.ptr[i]->type, str_from(v.pointer, 7)))
            mention(f, f->d->resources->resources.ptr[i]);
}

static void link_meets(struct finder *f, struct str href)
{
    struct target t;
    if (!claim_target(href, f->page->path, &t, f->keep))
        return;
    const struct data_name *name = t.name.len ? data_name(&f->s->data, t.name) : NULL;
    if (!name)
        meet(f, &t);
    for (int i = 0; name && i < name->n_in; i++) {
        struct target place = { 0 };
        if (data_ref(name->in[i], &place.source, &place.pointer))
            meet(f, &place);
    }
}

struct infra_mention **infra_mentions(const struct site *s, const struct data_source *d,
                                      struct arena *keep)
{
    const struct infra *t = d->resources;
    struct finder f = { .s = s, .d = d, .keep = keep };
    f.all = NEW(keep, struct infra_mention *, t->resources.len + 1);
    f.by_place = NEW(keep, struct resource *, t->resources.len + 1);
    for (ptrdiff_t i = 0; i < t->resources.len; i++)
        if (t->resources.ptr[i]->at.ptr)
            f.by_place[f.n++] = t->resources.ptr[i];
    qsort(f.by_place, (size_t)f.n, sizeof *f.by_place, by_place);
    for (ptrdiff_t p = 0; p < s->n_pages; p++) {
        f.page = &s->pages[p];
        for (ptrdiff_t k = 0; k < f.page->n_links && !f.page->generated; k++)
            link_meets(&f, f.page->links[k].href);
    }
    return f.all;
}

void infra_mentions_report(struct site *s, const struct data_source *d,
                           struct infra_mention *const *all)
{
    const struct infra *t = d->resources;
    struct map kinds = { 0 };
    struct buf words = buf_open(s->keep, 4096);
    int silent = 0, main = 0, said = 0;
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        const struct resource *r = t->resources.ptr[i];
        if (r->outside || !r->kind || !str_equal(str_of(r->kind->show), S("main")))
            continue;
        main++;
        if (all[r->index])
            continue;
        silent++;
        void **at = map_at(&kinds, str_of(r->kind->words), s->keep);
        *at = *at ? *at : NEW(s->keep, int, 1);
        ++*(int *)*at;
    }
    for (struct map_entry *e = kinds.first; e && said < KINDS_SAID; e = e->next)
        buf_fmt(&words, "%s%.*s ×%d", said++ ? ", " : "", FMT(e->key), *(int *)e->value);
    if (silent)
        diag_file(&s->diag, RULE(RESOURCE_UNMENTIONED),
                  source_root_shown(&s->file.root, d->path, s->keep),
                  "of %d resources of %.*s, %d are claimed by no page: %.*s%s", main, FMT(d->name),
                  silent, FMT(buf_str(&words)), kinds.len > said ? ", …" : "");
}
