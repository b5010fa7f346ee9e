/* products_print.c - print/index.html: each page rendered once more, its ids behind a prefix of its own
 * ("p3-"), links between pages turned into links to those, then all set into one template. */
#include "base/path.h"
#include "base/pool.h"
#include "load/markdown.h"
#include "page/html.h"
#include "write/frame.h"
#include "gather/link.h"
#include "write/products.h"

enum {
    MAX_SHEETS = 500, /* more pages on one nobody prints, and browsers crawl */
    MAX_HTML = 1 << 28,
};
static const char place[] = "print/index.html";

struct sheet {
    const struct site_page *page;
    struct str content;
    struct value *checked;
};
struct edition {
    const struct world *world;
    struct sheet *sheets;
    ptrdiff_t n;
    int *number;               /* of a page's sheet, from 1, by page number */
    const struct map *figures; /* drawn already, by page number */
};

bool products_have_print(const struct site *s)
{
    return s->root && s->root->first && s->n_pages <= MAX_SHEETS;
}

/* "#p3" or "#p3-anchor" */
static struct str sheet_href(const struct edition *e, const struct site_target *t,
                             struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    buf_fmt(&b, "#p%d%s", e->number[t->page - e->world->site->pages], t->anchor.len ? "-" : "");
    buf_percent(&b, t->anchor, S("/:"));
    return buf_str(&b);
}

static struct str from_print(const struct site_page *p, struct str href, struct arena *keep)
{
    return href.len ? path_relative(str_of(place), str_join(p->url, href, keep), keep) : href;
}

/* world_find, with links and files as seen from print/. */
static struct lookup_answer find(const void *edition, struct str page, enum lookup_kind kind,
                                 struct str key, bool hash_only, struct arena *keep)
{
    const struct edition *e = edition;
    const struct site_page *p = site_page_at(e->world->site, page);
    const struct lookup_figure *drawn =
        kind == LOOKUP_FIGURE ? map_get(&e->figures[p - e->world->site->pages], key) : NULL;
    struct lookup_answer a = { drawn, 0 };
    if (!drawn)
        a = world_find(e->world, page, kind, key, hash_only, keep);
    if (kind == LOOKUP_FIGURE && a.value) {
        struct lookup_figure *f = NEW(keep, struct lookup_figure, 1);
        *f = *(const struct lookup_figure *)a.value;
        a.value = f;
        f->svg_href = from_print(p, f->svg_href, keep);
        f->png_href = from_print(p, f->png_href, keep);
    }
    if (kind != LOOKUP_LINK || !a.value)
        return a;
    struct lookup_link *link = (struct lookup_link *)(uintptr_t)a.value;
    struct site_target t = site_resolve(e->world->site, p, key, (struct str){ 0 }, keep);
    struct site_page here = { .out = S("print/index.html") };
    if (t.page && e->number[t.page - e->world->site->pages])
        link->href = sheet_href(e, &t, keep);
    else if (t.kind == LINK_FILE)
        link->href = site_href(&here, &t, keep);
    return a;
}

/* "../costs/medium/" */
static struct str beside(const struct site_page *p, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    buf_put(&b, S("../"));
    buf_percent(&b, p->url, S("/"));
    return buf_str(&b);
}

static void render_sheet(void *ctx, ptrdiff_t i, int worker)
{
    struct edition *e = ctx;
    struct sheet *sheet = &e->sheets[i];
    const struct site *s = e->world->site;
    struct site_worker *w = &((struct site *)(uintptr_t)s)->workers[worker];
    struct arena scratch = w->scratch;
    struct diag quiet = { .keep = &scratch };
    struct html_options o = { .raw_html = s->file.raw_html == SITE_HTML_TRUSTED, .shift = 1 };
    struct lookup l = { .find = find, .world = e, .page = sheet->page->path, .keep = &scratch };
    struct buf content = buf_open(&w->keep, MAX_HTML);
    o.beside = beside(sheet->page, &scratch);
    o.prefix = str_fmt(&scratch, "p%td-", i + 1);
    const struct document *doc =
        sheet->page->src.text.len ? markdown_read(&sheet->page->src, &scratch, &quiet) : NULL;
    if (doc)
        html_write(doc, &l, &o, &scratch, &content);
    sheet->content = buf_str(&content);
    sheet->checked = frame_checked(s, sheet->page, &w->keep);
}

static void set_str(struct value *map, const char *key, struct str s, struct arena *keep)
{
    if (s.len)
        value_set(map, key, value_str(s, keep), keep);
}

static struct value *sheet_value(const struct sheet *sheet, ptrdiff_t i, struct arena *keep)
{
    struct value *v = value_map(keep);
    const struct site_page *p = sheet->page;
    set_str(v, "id", str_fmt(keep, "p%td", i + 1), keep);
    set_str(v, "title", p->title, keep);
    set_str(v, "description", p->description, keep);
    value_set(v, "deep", value_bool(p->parent && p->parent->parent, keep), keep);
    value_set(v, "content", value_html(sheet->content, keep), keep);
    value_set(v, "checked", sheet->checked, keep);
    return v;
}

/* Tags repeat what stands elsewhere, so their pages stay out. */
static bool has_sheet(const struct site_page *p)
{
    return !p->folded && !(p->parent && p->parent->folded);
}

struct str products_print(const struct world *world, const struct map *figures)
{
    const struct site *s = world->site;
    struct arena *keep = s->keep;
    struct edition e = { .world = world,
                         .sheets = NEW(keep, struct sheet, s->n_pages),
                         .number = NEW(keep, int, s->n_pages),
                         .figures = figures };
    for (const struct site_page *p = s->root; p; p = p->next_read) {
        if (!has_sheet(p))
            continue;
        e.sheets[e.n++].page = p;
        e.number[p - s->pages] = (int)e.n;
    }
    pool_run(s->jobs, e.n, render_sheet, &e);
    struct site_page *page = NEW(keep, struct site_page, 1);
    *page = (struct site_page){ .path = S("print.md"),
                                .out = S("print/index.html"),
                                .url = S("print/"),
                                .title = S("All pages"),
                                .generated = true };
    struct value *frame = frame_of(s, world->theme, page, keep), *list = value_list(keep);
    for (ptrdiff_t i = 0; i < e.n; i++)
        value_add(list, sheet_value(&e.sheets[i], i, keep), keep);
    value_set(frame, "print", list, keep);
    value_set((struct value *)(uintptr_t)value_get(frame, S("page")), "nav", value_list(keep),
              keep);
    struct buf b = buf_open(keep, MAX_HTML);
    template_render(theme_template(world->theme, S("print")), frame, &b);
    return buf_str(&b);
}
