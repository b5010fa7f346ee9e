/* lists.c - redirects from where pages stood before, 404.html, and what programs read: sitemap.xml,
 * robots.txt, feed.xml, llms.txt. Those that must name whole addresses are made when base_url is known. */
#include "write/makers.h"

#include "base/path.h"
#include "model/markdown_text.h"
#include "page/copy.h"
#include "write/frame.h"

enum {
    MAX_PRODUCT = 1 << 26,
    MAX_SITEMAP = 50000, /* what the protocol allows in one file */
    FEED_ENTRIES = 30,
};

static struct str percent(struct str path, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    buf_percent(&b, path, S("/"));
    return buf_str(&b);
}

/* Works without script and on any host; the link is for readers whose browser does not follow. */
static struct str redirect(const struct site *s, const struct theme *theme, struct str from,
                           const struct site_page *to, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_PRODUCT);
    struct value *v = value_map(keep), *page = value_map(keep);
    struct str base = s->file.base_url;
    value_set(page, "title", value_str(to->title, keep), keep);
    value_set(page, "moved", value_str(percent(path_relative(from, to->out, keep), keep), keep),
              keep);
    value_set(page, "canonical",
              value_str(base.len ? str_join(base, percent(to->url, keep), keep) : base, keep),
              keep);
    value_set(v, "page", page, keep);
    template_render(theme_template(theme, S("moved")), v, &b);
    return buf_str(&b);
}

/* The frame of the first page with absolute links: a server shows it at any depth. */
static struct str lost(const struct site *s, const struct theme *theme, struct arena *keep)
{
    struct site_page *p = NEW(keep, struct site_page, 1);
    struct buf b = buf_open(keep, MAX_PRODUCT);
    *p = (struct site_page){ .path = S("404.md"),
                             .out = S("404.html"),
                             .url = S("404.html"),
                             .title = S("Page not found"),
                             .generated = true,
                             .rooted = true };
    template_render(theme_template(theme, S("404")), frame_of(s, theme, p, keep), &b);
    return buf_str(&b);
}

static void put_address(struct buf *b, const struct site *s, struct str path)
{
    buf_html(b, s->file.base_url);
    buf_percent(b, path, S("/"));
}

static struct str sitemap(const struct site *s, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_PRODUCT);
    int n = 0;
    buf_put(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
                  "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
    for (const struct site_page *p = s->root; p && n < MAX_SITEMAP; p = p->next_read, n++) {
        buf_put(&b, S("<url><loc>"));
        put_address(&b, s, p->url);
        buf_put(&b, S("</loc>"));
        if (p->changed.year)
            buf_fmt(&b, "<lastmod>%.*s</lastmod>", FMT(date_iso(p->changed, keep)));
        buf_put(&b, S("</url>\n"));
    }
    buf_put(&b, S("</urlset>\n"));
    return buf_str(&b);
}

static struct str robots(const struct site *s, struct arena *keep)
{
    if (s->file.audience == SITE_INTERNAL)
        return S("User-agent: *\nDisallow: /\n");
    struct buf b = buf_open(keep, MAX_PRODUCT);
    buf_put(&b, S("User-agent: *\nAllow: /\n\nSitemap: "));
    buf_put(&b, s->file.base_url);
    buf_put(&b, S("sitemap.xml\n"));
    return buf_str(&b);
}

/* Youngest first; those of one day in the order of paths. */
static int by_change(const void *a, const void *b)
{
    const struct site_page *x = *(const struct site_page *const *)a,
                           *y = *(const struct site_page *const *)b;
    int64_t p = date_days(x->changed), q = date_days(y->changed);
    return p != q ? (p > q ? -1 : 1) : str_cmp(x->path, y->path);
}

static void put_element(struct buf *b, const char *name, struct str text)
{
    buf_fmt(b, "<%s>", name);
    for (ptrdiff_t i = 0; i < text.len; i++) /* XML knows no control characters */
        buf_html(b, (unsigned char)text.ptr[i] < ' ' ? S(" ") : str_sub(text, i, 1));
    buf_fmt(b, "</%s>\n", name);
}

static void feed_entry(struct buf *b, const struct site *s, const struct site_page *p,
                       struct arena *keep)
{
    buf_put(b, S("<entry>\n"));
    put_element(b, "title", p->title);
    buf_put(b, S("<link href=\""));
    put_address(b, s, p->url);
    buf_put(b, S("\"/>\n<id>"));
    put_address(b, s, p->url);
    buf_fmt(b, "</id>\n<updated>%.*sT00:00:00Z</updated>\n", FMT(date_iso(p->changed, keep)));
    if (p->description.len)
        put_element(b, "summary", p->description);
    buf_put(b, S("</entry>\n"));
}

/* Empty when no page has a date. */
static struct str feed(const struct site *s, struct arena *keep)
{
    const struct site_page **pages = NEW(keep, const struct site_page *, s->n_pages + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (s->pages[i].changed.year && !s->pages[i].refused)
            pages[n++] = &s->pages[i];
    if (!n)
        return (struct str){ 0 };
    qsort(pages, (size_t)n, sizeof(struct site_page *), by_change);
    struct buf b = buf_open(keep, MAX_PRODUCT);
    buf_put(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed "
                  "xmlns=\"http://www.w3.org/2005/Atom\">\n"));
    put_element(&b, "title", s->file.title);
    buf_put(&b, S("<link rel=\"self\" href=\""));
    put_address(&b, s, S("feed.xml"));
    buf_put(&b, S("\"/>\n<link href=\""));
    put_address(&b, s, S(""));
    buf_put(&b, S("\"/>\n<id>"));
    put_address(&b, s, S(""));
    buf_fmt(&b, "</id>\n<updated>%.*sT00:00:00Z</updated>\n<author><name>",
            FMT(date_iso(pages[0]->changed, keep)));
    buf_html(&b, s->file.title);
    buf_put(&b, S("</name></author>\n"));
    for (ptrdiff_t i = 0; i < n && i < FEED_ENTRIES; i++)
        feed_entry(&b, s, pages[i], keep);
    buf_put(&b, S("</feed>\n"));
    return buf_str(&b);
}

static void llms_page(struct buf *b, const struct site *s, const struct site_page *p)
{
    buf_put(b, S("- ["));
    markdown_text(b, p->title);
    buf_put(b, S("]("));
    buf_put(b, s->file.base_url); /* without one, relative to this file */
    buf_percent(b, p->url, S("/"));
    buf_put(b, S("index.md)"));
    if (p->description.len) {
        buf_put(b, S(": "));
        markdown_text(b, p->description);
    }
    buf_char(b, '\n');
}

/* llmstxt.org: a title, a summary, a list of pages for each section. */
static struct str llms(const struct site *s, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_PRODUCT);
    buf_put(&b, S("# "));
    markdown_text(&b, s->file.title);
    buf_put(&b, S("\n\n"));
    if (s->file.description.len) {
        buf_put(&b, S("> "));
        markdown_text(&b, s->file.description);
        buf_put(&b, S("\n\n"));
    }
    buf_put(&b, S("Every page is Markdown at these addresses.\n\n## Pages\n\n"));
    for (const struct site_page *p = s->root; p; p = p->next_read) {
        if (p->parent == s->root && p->first) {
            buf_put(&b, S("\n## "));
            markdown_text(&b, p->title);
            buf_put(&b, S("\n\n"));
        }
        if (!(p->parent && p->parent->folded))
            llms_page(&b, s, p);
    }
    return buf_str(&b);
}

static void put_lists(struct build *b, struct record_product *p, struct arena scratch)
{
    const struct site *s = b->site;
    for (const struct map_entry *e = s->aliases.first; e; e = e->next) {
        struct arena work = scratch;
        struct str text = redirect(s, &b->theme, e->key, e->value, &work);
        product_put(b, 0, p, e->key, text, work);
    }
    struct str (*const lists[])(const struct site *s, struct arena *keep) = { sitemap, robots,
                                                                              feed };
    static const struct str names[] = { { "sitemap.xml", 11 },
                                        { "robots.txt", 10 },
                                        { "feed.xml", 8 } };
    struct arena work = scratch;
    struct str text = lost(s, &b->theme, &work);
    product_put(b, 0, p, S("404.html"), text, work);
    text = llms(s, &work);
    product_put(b, 0, p, S("llms.txt"), text, work);
    for (ptrdiff_t i = 0; i < LEN(lists) && s->file.base_url.len; i++) {
        text = lists[i](s, &work);
        if (text.len)
            product_put(b, 0, p, names[i], text, work);
    }
}

/* All of them tell of what pages show each other. */
void lists_make(struct build *b)
{
    product_one(b, "=lists", b->site->epochs[EPOCH_FRAME], put_lists);
}
