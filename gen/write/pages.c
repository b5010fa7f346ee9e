/* pages.c - each page judged and rendered on one tree: its HTML, its copy as Markdown, its text for search, its
 * figures and tables as files, its sheet of the page of all pages.
 *
 * The first page tells of all others, and proposals of what would change in them: they come when those are judged. */
#include "base/path.h"
#include "base/pool.h"
#include "judge/decisions.h"
#include "judge/figures.h"
#include "judge/judge.h"
#include "load/markdown.h"
#include "model/markdown_text.h"
#include "page/copy.h"
#include "page/html.h"
#include "page/html_csv.h"
#include "write/build.h"
#include "write/cards.h"
#include "write/home.h"
#include "write/makers.h"
#include "write/print.h"
#include "write/search.h"
#include "write/offers.h"

enum { MAX_HTML = 1 << 28, WORDS_KEEP = 1 << 30 };

/* A page while it is worked on; all in the worker's scratch. */
struct work {
    struct build *b;
    int worker;
    struct site_page *page;
    ptrdiff_t number; /* of the page */
    struct source src;
    const struct document *doc; /* NULL: it has no text */
    struct lookup asks;
    struct diag found;
    struct record_product *product;
    const struct record_product *was; /* of the last build, or NULL */
    struct arena *keep;               /* scratch, as long as the page is worked on */
};

static void put(struct work *w, struct str path, struct str data)
{
    product_put(w->b, w->worker, w->product, path, data, arena_upper(w->keep));
}

/* ---- HTML ---- */

static bool is_home(const struct work *w)
{
    return w->page == w->b->site->root && w->page->first;
}

static struct value *frame_for(struct work *w)
{
    struct value *frame = (struct value *)(uintptr_t)lookup_ask(&w->asks, LOOKUP_FRAME, S(""));
    if (is_home(w))
        value_set(frame, "home",
                  (struct value *)(uintptr_t)lookup_ask(&w->asks, LOOKUP_TOTALS, S("")), w->keep);
    if (decisions_late(w->b->site, w->page))
        value_set((struct value *)(uintptr_t)value_get(frame, S("page")), "effects",
                  (struct value *)(uintptr_t)lookup_ask(&w->asks, LOOKUP_EFFECTS, S("")), w->keep);
    return frame;
}

static bool trusts_html(struct work *w)
{
    const struct str *raw = lookup_ask(&w->asks, LOOKUP_SETTING, S("raw_html"));
    return w->page->own_html || str_equal(*raw, S("trusted"));
}

static struct str render(struct work *w)
{
    struct html_options options = { .raw_html = trusts_html(w) };
    struct buf content = buf_open(w->keep, MAX_HTML), page = buf_open(w->keep, MAX_HTML);
    struct value *frame = frame_for(w);
    struct value *values = (struct value *)(uintptr_t)value_get(frame, S("page"));
    options.style = value_get(value_get(frame, S("site")), S("style"))->str;
    options.pictures = value_get(value_get(frame, S("site")), S("pictures"))->str;
    bool styled = w->doc && html_write(w->doc, &w->asks, &options, w->keep, &content);
    struct buf heading = buf_open(w->keep, MAX_HTML);
    const struct node *own = w->doc ? document_heading(w->doc) : NULL;
    if (own) {
        html_heading(w->doc, &w->asks, &options, w->keep, &heading);
        value_set(values, "heading", value_html(buf_str(&heading), w->keep), w->keep);
        value_set(values, "heading_id", value_str(own->id, w->keep), w->keep);
    }
    value_set(values, "styled", value_bool(styled, w->keep), w->keep);
    value_set(values, "content", value_html(buf_str(&content), w->keep), w->keep);
    template_render(lookup_ask(&w->asks, LOOKUP_TEMPLATE, is_home(w) ? S("home") : S("page")),
                    frame, &page);
    return buf_str(&page);
}

/* ---- what lies beside it ---- */

/* What is asked for these was asked for the HTML. */
static struct lookup again(const struct work *w)
{
    struct lookup l = w->asks;
    l.records.ptr = NULL;
    l.records.len = l.records.cap = 0;
    return l;
}

/* A page without text lists what is below it. */
static void copy_listing(const struct site_page *p, struct buf *b)
{
    buf_put(b, S("# "));
    markdown_text(b, p->title);
    buf_put(b, S("\n\n"));
    for (const struct site_page *c = p->first; c; c = c->next) {
        buf_put(b, S("- ["));
        markdown_text(b, site_label(c));
        buf_put(b, S("]("));
        if (c->out.len)
            buf_percent(b, path_relative(p->out, c->url, b->arena), S("/"));
        buf_put(b, c->out.len ? S("index.md") : c->href);
        buf_put(b, S(")\n"));
    }
}

static struct str copy_of(struct work *w)
{
    struct buf b = buf_open(w->keep, MAX_HTML);
    struct lookup l = again(w);
    if (w->doc)
        copy_write(w->doc, w->page->title, &l, w->keep, &b);
    else
        copy_listing(w->page, &b);
    return buf_str(&b);
}

/* For plumb export: the page under its own name, in a folder that no page of a site can have. */
static void put_export(struct work *w)
{
    struct site_page *p = w->page;
    struct buf b = buf_open(w->keep, MAX_HTML);
    struct copy_as as = { p->path, p->out };
    struct lookup l = again(w);
    if (w->doc)
        copy_export(w->doc, &as, &l, w->keep, &b);
    else
        buf_fmt(&b, "# %.*s\n\n", FMT(p->title));
    for (const struct site_page *c = w->doc ? NULL : p->first; c; c = c->next)
        if (!c->heading)
            buf_fmt(&b, "- [%.*s](%.*s)\n", FMT(site_label(c)),
                    FMT(path_relative(p->path, c->path, w->keep)));
    put(w, str_join(S(BUILD_EXPORT), p->path, w->keep), buf_str(&b));
}

static bool is_figure(const struct work *w, const struct node *table)
{
    struct str key = str_fmt(w->keep, "#table-%d", table->index);
    for (ptrdiff_t i = 0; i < w->page->n_figures; i++)
        if (str_equal(w->page->figures[i].key, key))
            return true;
    return false;
}

static void put_tables(struct work *w)
{
    for (const struct node *n = w->doc ? w->doc->root : NULL; n; n = node_next(n, w->doc->root)) {
        if (n->kind != NODE_TABLE || !html_csv_wanted(n) || !is_figure(w, n))
            continue;
        struct buf csv = buf_open(w->keep, MAX_HTML);
        struct lookup l = again(w);
        html_csv(n, &l, &csv);
        put(w, str_join(w->page->url, html_csv_name(n, w->keep), w->keep), buf_str(&csv));
    }
}

/* A picture is drawn again when its shapes are others: its SVG says so. */
static void put_png(struct work *w, const struct site_figure *f, uint64_t shapes)
{
    struct str path = str_fmt(w->keep, "%.*s%.*s.png", FMT(w->page->url), FMT(f->name)), png;
    if (product_drawn(w->b, w->worker, w->product, w->was, path, shapes, *w->keep))
        return;
    int error = figures_png(f, w->keep, &png);
    product_put_drawn(w->b, w->worker, w->product, path, shapes, error, png, arena_upper(w->keep));
}

static void put_card(struct work *w, uint64_t shapes)
{
    struct str path = offers_card_path(w->page, w->keep), png;
    const struct scene *figure = w->page->n_figures ? w->page->figures[0].scene : NULL;
    uint64_t from = cards_hash(w->b->site, w->page, shapes);
    if (product_drawn(w->b, w->worker, w->product, w->was, path, from, *w->keep))
        return;
    int error = cards_draw(w->b->site, w->page, figure, w->keep, &png);
    product_put_drawn(w->b, w->worker, w->product, path, from, error, png, arena_upper(w->keep));
}

static void put_figures(struct work *w)
{
    uint64_t first = 0;
    for (ptrdiff_t i = 0; i < w->page->n_figures; i++) {
        const struct site_figure *f = &w->page->figures[i];
        if (f->kind == FIGURE_TABLE || f->kind == FIGURE_IMAGE)
            continue;
        struct str svg = figures_svg(f, w->keep);
        put(w, str_fmt(w->keep, "%.*s%.*s.svg", FMT(w->page->url), FMT(f->name)), svg);
        first = i ? first : str_hash(svg);
        if (figures_want_png(w->b->site))
            put_png(w, f, str_hash(svg));
    }
    if (offers_cards(w->b->site))
        put_card(w, first);
}

static void put_text(struct work *w)
{
    struct build *b = w->b;
    struct search_doc doc = search_doc_of(b->site, w->page, w->doc, &w->asks, w->keep);
    struct buf out = buf_open(w->keep, MAX_HTML);
    search_text(&doc, &out);
    put(w, offers_search_text(w->page, w->keep), buf_str(&out));
    search_words_add(b->words[w->worker], w->number, &doc);
}

/* ---- one page ---- */

/* Reads and judges the page of w. */
static void judge_work(struct work *w)
{
    struct diag quiet = { .keep = w->keep };
    struct site_page *p = w->page;
    int error = site_source(w->b->site, p, w->keep, &w->src);
    if (error)
        product_fail(w->b, w->worker, p->path, error);
    w->doc = w->src.text.len ? markdown_read(&w->src, w->keep, &quiet) : NULL;
    judge_page(w->b->site, p, &w->src, w->doc, &w->asks, w->keep, &w->found);
    for (ptrdiff_t i = 0; i < p->n_figures; i++)
        figures_draw(w->b->site, p, &p->figures[i], w->keep);
}

static void write_work(struct work *w)
{
    struct build *b = w->b;
    struct site *s = b->site;
    struct str html = render(w), copy = copy_of(w);
    put(w, w->page->out, html);
    put(w, str_join(w->page->url, S("index.md"), w->keep), copy);
    if (s->options.export)
        put_export(w);
    if (offers_search(s))
        put_text(w);
    put_tables(w);
    put_figures(w);
    if (offers_print(s))
        b->sheets[w->number] = print_sheet(s, w->page, w->doc, trusts_html(w), &w->asks, w->keep,
                                           &s->workers[w->worker].keep);
}

/* What is found is packed, what was asked goes into the record, the rest is let go. */
static void keep_work(struct work *w)
{
    struct arena *keep = &w->b->site->workers[w->worker].keep;
    struct record_product *product = w->product;
    judge_keep(w->page, &w->src, &w->found, &w->b->site->workers[w->worker]);
    product->hash = w->page->hash;
    product->stamp = w->page->stamp;
    product->summary = w->page->summary;
    product->judged = w->page->judged;
    for (ptrdiff_t i = 0; i < w->asks.records.len; i++) {
        struct lookup_record r = w->asks.records.ptr[i];
        r.key = str_copy(r.key, keep);
        *PUSH(&product->asks, keep) = r;
    }
    w->b->pages[w->number] = product;
    w->b->rendered[w->worker]++;
}

static void make_page(void *ctx, ptrdiff_t i, int worker)
{
    struct build *b = ctx;
    struct site *s = b->site;
    struct site_page *p = &s->pages[i];
    struct arena scratch = s->workers[worker].scratch;
    arena_works_on(p->path.ptr, p->path.len);
    if (p->refused || b->failed[worker].error)
        return;
    const struct record_product *was =
        b->sheets_kept ? product_holds(b, p->path, p->hash, scratch) : NULL;
    if (was && judge_recall(s, p, was, &s->workers[worker])) {
        b->pages[i] = NEW(&s->workers[worker].keep, struct record_product, 1);
        *b->pages[i] = *was;
        b->pages[i]->stamp = p->stamp;
        return;
    }
    struct work w = { .b = b, .worker = worker, .page = p, .number = i, .keep = &scratch };
    w.asks = (struct lookup){
        .find = world_find, .world = &b->world, .page = p->path, .keep = &scratch
    };
    w.found = (struct diag){ .keep = &scratch };
    w.product = NEW(&s->workers[worker].keep, struct record_product, 1);
    w.product->name = p->path;
    w.was = record_named(&s->record, p->path);
    judge_work(&w);
    write_work(&w);
    keep_work(&w);
}

/* Pages that tell of all others, and so come when those are judged. */
static bool is_late(const struct site *s, const struct site_page *p)
{
    return p == s->root || decisions_late(s, p);
}

static void make_early(void *ctx, ptrdiff_t i, int worker)
{
    struct build *b = ctx;
    if (!is_late(b->site, &b->site->pages[i]))
        make_page(ctx, i, worker);
}

/* What proposals would do is asked of the claims of late pages, too: those are judged once before. */
static void make_late(struct build *b)
{
    struct site *s = b->site;
    for (ptrdiff_t i = 0; s->decisions->n_proposed && i < s->n_pages; i++)
        if (is_late(s, &s->pages[i]))
            judge_claims(s, &s->pages[i]);
    decisions_weigh(s);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (is_late(s, &s->pages[i]) && &s->pages[i] != s->root)
            make_page(b, i, 0);
    make_page(b, s->root - s->pages, 0);
}

void pages_make(struct build *b)
{
    struct site *s = b->site;
    b->pages = NEW(b->keep, struct record_product *, s->n_pages);
    b->sheets = NEW(b->keep, struct str, s->n_pages);
    b->sheets_kept = !offers_print(s) || print_stands(b);
    for (int i = 0; i < s->jobs; i++) {
        b->words_keep[i] = arena_open(WORDS_KEEP);
        b->words[i] = search_words_open(&b->words_keep[i]);
    }
    pool_run(s->jobs, s->n_pages, make_early, b);
    make_late(b);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        if (!b->pages[i])
            continue;
        b->pages[i]->number = b->now.products.len;
        *PUSH(&b->now.products, b->keep) = b->pages[i];
        *map_at(&b->now.product_at, b->pages[i]->name, b->keep) = b->pages[i];
    }
    judge_together(s);
}
