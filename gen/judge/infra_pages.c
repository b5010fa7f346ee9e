/* infra_pages.c - resources as tables: what, where, its telling properties, where it is written. */
#include "judge/infra_pages.h"

#include "base/path.h"
#include "base/tag.h"
#include "infra/resource_cost.h"
#include "judge/page_head.h"
#include "judge/infra_mentions.h"
#include "judge/infra_view.h"
#include "judge/link.h"
#include "model/markdown_text.h"

enum { MAX_TEXT = 1 << 26, FACTS_MAX = 5, ROWS_MAX = 5000, PAGES_MAX = 3 };

static void cell(struct buf *b, struct str s)
{
    buf_put(b, S("| "));
    markdown_text(b, s);
    buf_char(b, ' ');
}

/* A long name may break behind its parts. */
static void breakable(struct buf *b, struct str s)
{
    while (s.len) {
        ptrdiff_t n = 1;
        while (n < s.len && (!char_among(s.ptr[n - 1], "/.:-") || char_among(s.ptr[n], "/.:-")))
            n++;
        markdown_text(b, str_sub(s, 0, n));
        s = str_from(s, n);
        if (s.len)
            tag_open(b, "wbr");
    }
}

static void small(struct buf *b, struct str s)
{
    tag_open(b, "small");
    breakable(b, s);
    tag_end(b, "small");
    buf_char(b, ' ');
}

/* A few plain properties, in their order: "DesiredCount 2, LaunchType FARGATE". */
static void facts(struct buf *b, const struct resource *r)
{
    int n = 0;
    buf_put(b, S("| "));
    for (ptrdiff_t i = 0; i < r->leaves.len && n < FACTS_MAX; i++) {
        const struct infra_leaf *l = &r->leaves.ptr[i];
        if (!l->text.len || l->element || l->text.len > 60 || !table_keeps(l->path) ||
            str_find(l->text, S("${")) >= 0)
            continue;
        buf_put(b, n++ ? S(", ") : S(""));
        markdown_text(b, str_rcut(l->path, '.').tail);
        buf_char(b, ' ');
        breakable(b, l->text);
    }
    if (n)
        tag_open(b, "br");
}

/* A page while it is written. */
struct list {
    struct site *s;
    const struct data_source *d;
    const struct price_book *book;
    struct infra_mention *const *mentions;
    const struct source *file; /* of the stack's first */
    struct buf *b;
    int64_t usd_e10; /* of all rows */
    int priced;
};

static void cost_cell(struct list *l, const struct resource *r)
{
    struct cost_row cost;
    if (r->change == CHANGE_REMOVED ||
        !resource_cost(l->d->resources, r, l->book, l->s->keep, &cost)) {
        buf_put(l->b, S("| "));
        return;
    }
    l->priced++;
    l->usd_e10 += cost.cost.at[COST_TYPICAL];
    buf_put(l->b, S("| "));
    tag_with(l->b, "span", { "title", { cost_row_formula(&cost, l->s->keep) } });
    markdown_text(l->b,
                  money_show_range(cost.cost.at[COST_LOW], cost.cost.at[COST_HIGH], l->s->keep));
    tag_end(l->b, "span");
    buf_char(l->b, ' ');
}

/* The pages that claim something of it. */
static void claimed_cell(struct list *l, const struct resource *r)
{
    int n = 0;
    buf_put(l->b, S("| "));
    for (const struct infra_mention *m = l->mentions[r->index]; m; m = m->next, n++) {
        if (n >= PAGES_MAX)
            continue;
        buf_put(l->b, n ? S(", [") : S("["));
        markdown_text(l->b, m->page->title);
        buf_put(l->b, S("](/"));
        buf_percent(l->b, m->page->path, S("/"));
        buf_char(l->b, ')');
    }
    if (n > PAGES_MAX)
        buf_fmt(l->b, " and %d more", n - PAGES_MAX);
    if (n)
        tag_open(l->b, "br");
}

static void row(struct list *l, const struct resource *r, struct table_place *last)
{
    static const char *const marks[] = { "", "**+ added** ", "**\xe2\x88\x92 removed** ",
                                         "**~ changed** ", "**~ replaced** " };
    struct buf *b = l->b;
    int line = table_line(last, r);
    buf_put(b, S("| "));
    tag_with(b, "span", { "id", { str_fmt(l->s->keep, "r%d", r->index) } });
    tag_end(b, "span");
    buf_put(b, str_of(marks[r->change]));
    breakable(b, r->label.len ? r->label : r->name);
    buf_put(b, r->perhaps ? S(", perhaps") : S(""));
    tag_open(b, "br");
    small(b, str_of(r->kind ? r->kind->words : ""));
    facts(b, r);
    small(b, r->type);
    claimed_cell(l, r);
    tag_open(b, "small");
    if (line && r->src != l->file)
        breakable(b, str_fmt(b->arena, "%.*s:%d", FMT(path_base(r->src->path)), line));
    else
        buf_fmt(b, "line %d", line);
    tag_end(b, "small");
    buf_char(b, ' ');
    if (l->book)
        cost_cell(l, r);
    buf_put(b, S("|\n"));
}

static void stack_table(struct list *l, struct str stack, int count)
{
    const struct infra *t = l->d->resources;
    struct table_place last = { 0 };
    int rows = 0;
    for (ptrdiff_t i = 0; i < t->resources.len && rows < ROWS_MAX; i++) {
        const struct resource *r = t->resources.ptr[i];
        if (r->outside || !str_equal(r->stack, stack))
            continue;
        if (!rows++) {
            l->file = r->src;
            buf_put(l->b, S("\n## "));
            markdown_text(l->b, stack.len ? stack : S("Resources"));
            buf_fmt(l->b, "\n\n%d resource%s, in `%.*s`.\n\n", count, str_plural(count),
                    FMT(path_base(r->src ? r->src->path : S("no file"))));
            buf_put(l->b, S("| Resource | Properties, type | Claimed by, line |"));
            buf_put(l->b,
                    l->book ? S(" USD a month |\n|---|---|---|--:|\n") : S("\n|---|---|---|\n"));
        }
        row(l, r, &last);
    }
    if (rows < count)
        buf_fmt(l->b, "\n%d more are not listed.\n", count - rows);
}

static void outputs(struct buf *b, const struct infra *t)
{
    if (!t->outputs.len)
        return;
    buf_put(
        b,
        S("\n## Parameters and outputs\n\n| Stack | Name | What | Value |\n|---|---|---|---|\n"));
    for (ptrdiff_t i = 0; i < t->outputs.len && i < ROWS_MAX; i++) {
        const struct infra_output *o = &t->outputs.ptr[i];
        if (str_starts(o->name, S("ExportsOutput")))
            continue; /* the CDK's own between stacks: the picture of stacks shows them */
        cell(b, o->stack);
        cell(b, o->name);
        cell(b, o->parameter ? S("parameter") : S("output"));
        cell(b, o->value.len ? o->value : S("\xe2\x80\x94"));
        buf_put(b, S("|\n"));
    }
}

/* "[Overview](../templates/prod/?view=overview)" alone in its paragraph is a figure; the page is data/NAME.md,
 * and what it shows may stand above the content folder. */
static void figures(struct buf *b, const struct data_source *d)
{
    for (int i = 0; infra_view_name(i) && d->path.len; i++) {
        struct arena scratch = arena_upper(b->arena);
        struct infra_view_request ask = { .name = str_of(infra_view_name(i)) };
        struct grid grid;
        if (!infra_view(d->resources, &ask, &scratch, &grid) || !grid.g->n_nodes)
            continue;
        struct str name = str_of(infra_view_name(i));
        if (i) {
            buf_char(b, '\n');
            tag_open(b, "details");
            tag_text(b, "summary", name);
            buf_char(b, '\n');
        }
        buf_fmt(b, "\n[%.*s: %.*s](../", FMT(d->name), FMT(name));
        buf_percent(b, d->path, S("/"));
        buf_fmt(b, "?view=%.*s)\n", FMT(name));
        if (i) {
            buf_char(b, '\n');
            tag_end_line(b, "details");
        }
    }
}

/* The book of the region that the environment's config names; without one there that of the site. Another
 * region's prices say nothing. */
const struct price_book *infra_pages_book(const struct site *s, const struct data_source *d)
{
    for (int i = 0; i < s->data.n_sources && d->env.len; i++) {
        const struct data_source *c = &s->data.sources[i];
        struct str region = data_is_config(c) && str_equal(c->env, d->env)
                                ? json_str(json_get(c->root, "region"))
                                : S("");
        if (region.len)
            return cost_set_book(s->costs, region);
    }
    return s->costs->book;
}

void infra_pages_add(struct site *s, const struct data_source *d)
{
    const struct infra *t = d->resources;
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct map stacks = table_stacks(t, s->keep);
    struct list l = { s, d, infra_pages_book(s, d), infra_mentions(s, d, s->keep), NULL, &b, 0, 0 };
    int total = 0;
    for (struct map_entry *e = stacks.first; e; e = e->next)
        total += *(int *)e->value;
    page_head(&b, "Resources: ", d->name,
              "Every resource as it is written, and the pictures made of them.", 0);
    if (!t->files)
        buf_put(&b, S("What the running system answered; claims point at it by name.\n"));
    else
        buf_fmt(&b, "%d resources in %td part%s, from `%.*s`.\n", total, stacks.len,
                str_plural(stacks.len), FMT(d->path));
    if (t->files)
        figures(&b, d);
    for (struct map_entry *e = stacks.first; e; e = e->next)
        stack_table(&l, e->key, *(int *)e->value);
    if (l.priced) {
        buf_fmt(&b, "\n%d of %d resources have a price by themselves: ", l.priced, total);
        markdown_text(&b, money_show(l.usd_e10, s->keep));
        buf_fmt(&b,
                " a month by the price book of %.*s. What depends on use (traffic, requests, "
                "what logs hold) and what the book does not know is no part of that.\n",
                FMT(l.book->region));
    }
    outputs(&b, t);
    bool own = !d->env.len || !s->data.env.len || str_equal(d->env, s->data.env);
    if (t->files && own) /* what another environment has alike is spoken of where it stands */
        infra_mentions_report(s, d, l.mentions);
    struct site_page *p = site_add(s, link_data_page(d, s->keep), &b);
    if (p)
        p->own_html = true;
}
