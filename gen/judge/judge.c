/* judge.c - the second pass over pages: links, claims, costs and figures, with all pages and data
 * known. What pages share (who links where) is gathered afterwards, in page order. */
#include "base/path.h"
#include "base/pool.h"
#include "check/claims.h"
#include "load/markdown.h"
#include "load/source_file.h"
#include "model/rule.h"
#include "judge/costs.h"
#include "judge/figures.h"
#include "gather/images.h"
#include "gather/link.h"
#include "gather/snippets.h"
#include "gather/site.h"

enum { MAX_SIZES = 12 /* more bars than anybody compares */ };

struct judge {
    struct site *site;
    struct site_page *page;
    struct arena *keep;
    struct arena scratch;
    struct diag *d;
    LIST(struct site_claim) claims;
    LIST(struct site_figure) figures;
    const struct chart *sizes[MAX_SIZES]; /* charts of this page's cost tables */
    int n_sizes, last_table;
};

static void add_claim(struct judge *j, struct str key, struct claim c)
{
    claims_judge(&j->site->data, &c, j->keep);
    claims_report(&c, &j->page->src, j->d);
    *PUSH(&j->claims, j->keep) = (struct site_claim){ key, c };
}

static void judge_claim(struct judge *j, const struct node *n)
{
    struct claim c = { .href = str_copy(n->href, j->keep),
                       .title = str_copy(n->title, j->keep),
                       .text = str_copy(str_trim(node_text(n, j->keep)), j->keep),
                       .env = j->page->front.env,
                       .place = n->place };
    if (claim_target(c.href, j->page->path, &c.target, j->keep))
        add_claim(j, str_fmt(j->keep, "#link-%d", n->index), c);
}

static void report_broken(struct judge *j, const struct node *n, const struct site_target *t)
{
    struct str href = n->href.ptr >= j->page->src.text.ptr &&
                              n->href.ptr < j->page->src.text.ptr + j->page->src.text.len
                          ? n->href
                          : n->place;
    struct finding *f = diag_at(j->d, t->rule, &j->page->src, href, "%.*s", FMT(t->why));
    f->suggest = t->suggest;
    f->about = str_copy(n->href, j->keep);
}

static bool in_cell(const struct node *n)
{
    while (n && n->kind != NODE_CELL)
        n = n->parent;
    return n != NULL;
}

static void judge_link(struct judge *j, const struct node *n, struct site_link *link)
{
    struct site_target t = site_resolve(j->site, j->page, n->href, n->title, j->keep);
    link->kind = t.kind;
    link->to = (struct site_page *)(uintptr_t)t.page;
    link->file = t.file;
    if (t.kind == LINK_CLAIM)
        judge_claim(j, n);
    else if (t.kind == LINK_BROKEN)
        report_broken(j, n, &t);
    else if (t.kind == LINK_REFUSED && url_scheme(n->href).len)
        diag_at(j->d, RULE(LINK_BROKEN), &j->page->src, n->place,
                "%.*s: is no address a page may link to, and no source of site.json",
                FMT(url_scheme(n->href)));
    else if (t.kind == LINK_REFUSED && str_starts(n->href, S("#/")) && !in_cell(n))
        diag_at(j->d, RULE(ANCHOR_BROKEN), &j->page->src, n->place,
                "%.*s is the tail of a table's binding; here it has no base", FMT(n->href));
    if (n->kind == NODE_IMAGE && str_trim(link->text).len == 0 && t.kind != LINK_CLAIM)
        diag_at(j->d, RULE(ALT_MISSING), &j->page->src, n->place, NULL);
}

static void judge_cells(struct judge *j, const struct node *table)
{
    int n = 0;
    struct claims_cell *cells =
        claims_table(&j->site->data, table, j->page->path, j->page->front.env, j->keep, &n);
    for (int i = 0; i < n; i++) {
        int row = 0, column = 0;
        for (const struct node *r = table->first; r && r != cells[i].cell->parent; r = r->next)
            row++;
        for (const struct node *c = cells[i].cell->parent->first; c && c != cells[i].cell;
             c = c->next)
            column++;
        add_claim(j, str_fmt(j->keep, "#cell-%d-%d-%d", table->index, row, column), cells[i].claim);
    }
}

/* Several tables with totals on one page are sizes of one thing: a chart compares them, behind the last. */
static void add_comparison(struct judge *j)
{
    struct site_figure figure = { 0 };
    if (j->n_sizes > 1 &&
        figures_compare(j->sizes, j->n_sizes, j->last_table, j->keep, j->scratch, &figure))
        *PUSH(&j->figures, j->keep) = figure;
}

static void judge_node(struct judge *j, const struct node *n, ptrdiff_t *next_link)
{
    struct site_figure figure = { 0 };
    if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
        judge_link(j, n, &j->page->links[(*next_link)++]);
    if (n->kind == NODE_TABLE)
        judge_cells(j, n);
    if (n->kind == NODE_CODE)
        snippets_check(j->site, j->page, n, j->keep, j->scratch, j->d);
    if (n->kind == NODE_PARAGRAPH || n->kind == NODE_ITEM)
        costs_sentence(j->site, j->page, n, j->keep, j->d);
    if (!figures_find(j->site, j->page, n, j->keep, j->scratch, j->d, &figure))
        return;
    *PUSH(&j->figures, j->keep) = figure;
    if (n->kind == NODE_TABLE && j->n_sizes < MAX_SIZES) {
        j->sizes[j->n_sizes++] = figure.chart;
        j->last_table = n->index;
    }
}

/* What claims.json says of this page; nothing in the text marks it. */
static void judge_quotes(struct judge *j)
{
    for (int i = 0; i < j->site->accepted.n_claims; i++) {
        const struct quoted_claim *q = &j->site->accepted.claims[i];
        struct claim c;
        if (str_equal(q->page, j->page->path) &&
            claims_quoted(&j->site->accepted, q, &j->page->src, j->page->front.env, &c, j->keep,
                          j->d))
            add_claim(j, str_fmt(j->keep, "#quote-%d", i), c);
    }
}

static void judge_page(void *ctx, ptrdiff_t i, int worker)
{
    struct site *s = ctx;
    struct site_page *p = &s->pages[i];
    struct site_worker *w = &s->workers[worker];
    if (p->refused || !p->src.text.len)
        return;
    struct arena scratch = w->scratch;
    struct diag quiet = { .keep = &scratch };
    struct document *doc = markdown_read(&p->src, &scratch, &quiet);
    struct judge j = { .site = s, .page = p, .keep = &w->keep, .scratch = scratch, .d = &w->diag };
    ptrdiff_t next_link = 0;
    for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root))
        judge_node(&j, n, &next_link);
    judge_quotes(&j);
    add_comparison(&j);
    p->claims = j.claims.ptr;
    p->n_claims = j.claims.len;
    p->figures = j.figures.ptr;
    p->n_figures = j.figures.len;
    figures_name(p, &w->keep);
}

/* Claims may name JSON files that site.json does not: they join the data before anything is judged. */
static void add_files(struct site *s)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        for (ptrdiff_t k = 0; k < s->pages[i].n_links; k++) {
            struct target t;
            struct arena scratch = s->workers[0].scratch;
            if (claim_target(s->pages[i].links[k].href, s->pages[i].path, &t, &scratch) &&
                t.file.len)
                source_file_add(&s->data, s->options.dir, str_copy(t.file, s->keep), s->keep);
        }
    }
}

static void gather(struct site *s)
{
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        for (ptrdiff_t k = 0; k < s->pages[i].n_links; k++) {
            struct site_link *l = &s->pages[i].links[k];
            if (l->to && l->to != &s->pages[i] && !s->pages[i].generated)
                l->to->linked++;
            if (l->kind == LINK_FILE)
                *map_at(&s->used_files, l->file, s->keep) = l;
            if (l->kind == LINK_FILE && l->image)
                images_measure(s, l->file, &s->pages[i], l->place);
        }
    }
}

static void report_orphans(struct site *s)
{
    if (s->n_pages < 2)
        return;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].linked && !s->pages[i].generated && !s->pages[i].refused &&
            !s->pages[i].is_index)
            diag_file(&s->diag, RULE(PAGE_ORPHAN), s->pages[i].src.path,
                      "no page links here; only the navigation does");
}

void site_judge(struct site *s)
{
    add_files(s);
    pool_run(s->jobs, s->n_pages, judge_page, s);
    gather(s);
    report_orphans(s);
}

struct claim_counts site_claim_counts(const struct site *s)
{
    struct claim_counts all = { 0 };
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        for (ptrdiff_t k = 0; k < s->pages[i].n_claims; k++)
            all.n[s->pages[i].claims[k].claim.verdict]++;
    return all;
}
