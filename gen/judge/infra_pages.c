/* infra_pages.c - resources as tables: what, where, its telling properties, where it is written. */
#include "judge/infra_pages.h"

#include "infra/table.h"
#include "judge/page_head.h"
#include "judge/infra_view.h"
#include "judge/link.h"
#include "model/markdown_text.h"

enum { MAX_TEXT = 1 << 26, FACTS_MAX = 5, ROWS_MAX = 5000 };

static void cell(struct buf *b, struct str s)
{
    buf_put(b, S("| "));
    markdown_text(b, s);
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
        markdown_text(b, l->text);
    }
    buf_char(b, ' ');
}

struct place { /* found last: rows stand in the order of their file */
    const char *at;
    int line;
    const struct source *src;
};

static int line_of(struct place *last, const struct resource *r)
{
    if (!r->src || !r->at.ptr)
        return 0;
    if (last->src != r->src || r->at.ptr < last->at)
        *last = (struct place){ r->src->text.ptr, 1, r->src };
    for (const char *c = last->at; c < r->at.ptr; c++)
        last->line += *c == '\n';
    last->at = r->at.ptr;
    return last->line;
}

static void row(struct buf *b, const struct resource *r, struct place *last)
{
    static const char *const marks[] = { "", "**+ added** ", "**\xe2\x88\x92 removed** ",
                                         "**~ changed** ", "**~ replaced** " };
    buf_fmt(b, "| <span id=\"r%d\"></span>%s", r->index, marks[r->change]);
    markdown_text(b, r->label.len ? r->label : r->name);
    buf_char(b, ' ');
    cell(b, str_of(r->kind ? r->kind->words : "\xe2\x80\x94"));
    cell(b, r->type);
    facts(b, r);
    int line = line_of(last, r);
    struct str file = r->src ? str_rcut(r->src->path, '/').tail : S("");
    cell(b, line ? str_fmt(b->arena, "%.*s:%d%s", FMT(file), line,
                           r->perhaps ? ", if its condition holds" : "")
                 : S("outside"));
    buf_put(b, S("|\n"));
}

static void stack_table(struct buf *b, const struct infra *t, struct str stack, int count)
{
    struct place last = { 0 };
    int rows = 0;
    buf_put(b, S("\n## "));
    markdown_text(b, stack.len ? stack : S("Resources"));
    buf_fmt(b,
            "\n\n%d resource%s.\n\n| Name | Kind | Type | Properties | Written in "
            "|\n|---|---|---|---|---|\n",
            count, count == 1 ? "" : "s");
    for (ptrdiff_t i = 0; i < t->resources.len && rows < ROWS_MAX; i++)
        if (str_equal(t->resources.ptr[i]->stack, stack) && !t->resources.ptr[i]->outside) {
            row(b, t->resources.ptr[i], &last);
            rows++;
        }
    if (rows < count)
        buf_fmt(b, "\n%d more are not listed.\n", count - rows);
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

static struct map stacks_of(const struct infra *t, struct arena *keep)
{
    struct map stacks = { 0 };
    for (ptrdiff_t i = 0; i < t->resources.len; i++) {
        void **at =
            t->resources.ptr[i]->outside ? NULL : map_at(&stacks, t->resources.ptr[i]->stack, keep);
        if (at && !*at)
            *at = NEW(keep, int, 1);
        if (at)
            ++*(int *)*at;
    }
    return stacks;
}

/* "[Overview](/templates/prod/?view=overview)" alone in its paragraph is a figure. */
static void figures(struct buf *b, const struct data_source *d)
{
    for (int i = 0; infra_view_name(i) && d->path.len; i++) {
        buf_fmt(b, "\n[%.*s: %s](/", FMT(d->name), infra_view_name(i));
        buf_percent(b, d->path, S("/"));
        buf_fmt(b, "?view=%s)\n", infra_view_name(i));
    }
}

void infra_pages_add(struct site *s, const struct data_source *d)
{
    struct buf b = buf_open(s->keep, MAX_TEXT);
    struct map stacks = stacks_of(d->resources, s->keep);
    int total = 0;
    for (struct map_entry *e = stacks.first; e; e = e->next)
        total += *(int *)e->value;
    page_head(&b, "Resources: ", d->name,
              "Every resource as it is written, and the pictures made of them.", 0);
    if (!d->resources->files)
        buf_put(&b, S("What the running system answered; claims point at it by name.\n"));
    else
        buf_fmt(&b, "%d resources in %td part%s, from `%.*s`.\n", total, stacks.len,
                stacks.len == 1 ? "" : "s", FMT(d->path));
    if (d->resources->files)
        figures(&b, d);
    for (struct map_entry *e = stacks.first; e; e = e->next)
        stack_table(&b, d->resources, e->key, *(int *)e->value);
    outputs(&b, d->resources);
    struct site_page *p = site_add(s, link_data_page(d, s->keep), &b);
    if (p)
        p->own_html = true;
}
