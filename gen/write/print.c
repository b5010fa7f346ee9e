/* print.c - print/index.html: each page rendered once more while its tree is at hand, its ids behind a prefix of
 * its own ("p3f2a91-"), links between pages turned into links to those; then all are set into one template. The
 * sheets of pages that did not change are taken from the last build's file. */
#include "write/print.h"

#include "base/path.h"
#include "base/tag.h"
#include "page/html.h"
#include "judge/glossary.h"
#include "judge/link.h"
#include "write/frame.h"
#include "write/makers.h"
#include "write/offers.h"

enum {
    MAX_HTML = 1 << 28,
};
static const char place[] = "print/index.html";

/* Tags repeat what stands elsewhere, so their pages stay out. */
static bool has_sheet(const struct site_page *p)
{
    return !p->refused && !p->folded && !(p->parent && p->parent->folded);
}

static struct str sheet_id(const struct site_page *p, struct arena *keep)
{
    return str_fmt(keep, "p%06x", (unsigned)(str_hash(p->path) & 0xffffff));
}

/* "#p3f2a91" or "#p3f2a91-anchor" */
static struct str sheet_href(const struct link_target *t, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    buf_fmt(&b, "#%.*s%s", FMT(sheet_id(t->page, keep)), t->anchor.len ? "-" : "");
    buf_percent(&b, t->anchor, S("/:"));
    return buf_str(&b);
}

static struct str from_print(const struct site_page *p, struct str href, struct arena *keep)
{
    bool escapes;
    struct str to = path_normal(str_join(p->url, href, keep), keep, &escapes);
    return href.len ? path_relative(str_of(place), to, keep) : href;
}

/* A drawing's links to other pages, as seen from print/. */
static struct str drawing_from_print(const struct site_page *p, struct str svg, struct arena *keep)
{
    struct buf b = buf_open(keep, 2 * svg.len + 64);
    const struct str begin = S("<a href=\"");
    for (ptrdiff_t at; (at = str_find(svg, begin)) >= 0;) {
        struct cut c = str_cut(str_from(svg, at + begin.len), '"');
        buf_put(&b, str_sub(svg, 0, at + begin.len));
        if (str_starts(c.head, S("#")))
            buf_fmt(&b, "#%.*s-%.*s", FMT(sheet_id(p, keep)), FMT(str_from(c.head, 1)));
        else
            buf_put(&b, str_char(c.head, ':') < 0 ? from_print(p, c.head, keep) : c.head);
        svg = str_span(c.head.ptr + c.head.len, c.tail.ptr + c.tail.len);
    }
    buf_put(&b, svg);
    return buf_str(&b);
}

/* What the page asked, with links and files as seen from print/. */
struct view {
    const struct site *site;
    const struct site_page *page;
    struct lookup asks;
};

static struct lookup_answer find(const void *world, struct str page, enum lookup_kind kind,
                                 struct str key, bool hash_only, struct arena *keep)
{
    const struct view *v = world;
    struct lookup_answer a = v->asks.find(v->asks.world, page, kind, key, hash_only, keep);
    if (kind == LOOKUP_FIGURE && a.value) {
        struct lookup_figure *f = NEW(keep, struct lookup_figure, 1);
        *f = *(const struct lookup_figure *)a.value;
        f->svg = drawing_from_print(v->page, f->svg, keep);
        f->svg_href = from_print(v->page, f->svg_href, keep);
        f->png_href = from_print(v->page, f->png_href, keep);
        a.value = f;
    }
    if (kind != LOOKUP_LINK || !a.value)
        return a;
    struct lookup_link *link = (struct lookup_link *)(uintptr_t)a.value;
    struct link_target t = link_resolve(v->site, v->page, key, S(""), keep);
    struct site_page here = { .out = str_of(place) };
    if (t.page && has_sheet(t.page))
        link->href = sheet_href(&t, keep);
    else if (t.kind == LINK_FILE)
        link->href = link_href(&here, &t, keep);
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

static void put_title(const struct site_page *p, const struct document *doc, struct lookup *l,
                      const struct html_options *o, struct arena *scratch, struct buf *out)
{
    const struct node *own = doc ? document_heading(doc) : NULL;
    tag_with(out, "h2", { "id", { o->prefix, own ? own->id : S("title") } });
    if (own)
        html_heading(doc, l, o, scratch, out);
    else
        buf_html(out, p->title);
    tag_end_line(out, "h2");
    if (!p->description.len)
        return;
    tag_with(out, "p", { "class", { S("lead") } });
    buf_html(out, p->description);
    tag_end_line(out, "p");
}

struct str print_sheet(const struct site *s, const struct site_page *p, const struct document *doc,
                       bool raw_html, const struct lookup *asks, struct arena *scratch,
                       struct arena *keep)
{
    struct view view = { s, p, *asks };
    struct lookup l = { .find = find, .world = &view, .page = p->path, .keep = scratch };
    struct html_options o = { .raw_html = raw_html, .shift = 1, .beside = beside(p, scratch) };
    struct buf content = buf_open(scratch, MAX_HTML);
    if (!has_sheet(p))
        return S("");
    o.prefix = str_fmt(scratch, "%.*s-", FMT(sheet_id(p, scratch)));
    put_title(p, doc, &l, &o, scratch, &content);
    if (doc)
        html_write(doc, &l, &o, scratch, &content);
    return str_copy(buf_str(&content), keep);
}

/* ---- the edition ---- */

struct edition {
    struct build *b;
    struct str old;                 /* the last build's file, when it stands */
    struct map sheet;               /* path -> struct str *, in old */
    const struct site_page **pages; /* that have a sheet, in the order of the edition */
    ptrdiff_t n;
};

/* The reading order, but the glossary is an appendix. */
static void line_up(struct edition *e, struct arena *keep)
{
    const struct site *s = e->b->site;
    e->pages = NEW(keep, const struct site_page *, s->n_pages + 1);
    for (int words = 0; words < 2; words++)
        for (const struct site_page *p = s->root; p; p = p->next_read)
            if (has_sheet(p) && glossary_is(s, p) == words)
                e->pages[e->n++] = p;
}

/* Where the sheets stand in the last build's file, as its product's summary tells. */
static void read_old(struct edition *e, struct arena *keep)
{
    const struct record *r = &e->b->site->record;
    const struct record_product *was = record_named(r, S("=print"));
    const struct record_out *o = record_out_named(was, str_of(place));
    if (!o || !out_stands(&e->b->out, r, o, *keep) ||
        root_read(&e->b->out.root, o->path, MAX_HTML, keep, &e->old, NULL) ||
        str_hash(e->old) != o->hash)
        return;
    struct unpack u = { .rest = was->summary };
    for (ptrdiff_t n = unpack_count(&u); n > 0 && !u.bad; n--) {
        struct str path = unpack_str(&u);
        ptrdiff_t at = (ptrdiff_t)unpack_u64(&u), len = (ptrdiff_t)unpack_u64(&u);
        struct str *sheet = NEW(keep, struct str, 1);
        *sheet = str_sub(e->old, at, len);
        *map_at(&e->sheet, path, keep) = sheet;
    }
}

bool print_stands(const struct build *b)
{
    const struct record *r = &b->site->record;
    const struct record_out *o = record_out_named(record_named(r, S("=print")), str_of(place));
    return o && out_stands(&b->out, r, o, b->site->workers[0].scratch);
}

/* The sheet of a page: made with it now, or as it was. NULL: neither is there. */
static const struct str *sheet_of(const struct edition *e, const struct site_page *p)
{
    const struct str *now = &e->b->sheets[p - e->b->site->pages];
    return now->ptr ? now : map_get(&e->sheet, p->path);
}

static void set_str(struct value *map, const char *key, struct str s, struct arena *keep)
{
    if (s.len)
        value_set(map, key, value_str(s, keep), keep);
}

static struct value *sheet_value(const struct edition *e, const struct site_page *p,
                                 struct arena *keep)
{
    struct value *v = value_map(keep);
    const struct str *content = sheet_of(e, p);
    set_str(v, "id", sheet_id(p, keep), keep);
    set_str(v, "title", p->title, keep);
    set_str(v, "description", p->description, keep);
    value_set(v, "deep", value_bool(p->parent && p->parent->parent, keep), keep);
    value_set(v, "content", value_html(content ? *content : S(""), keep), keep);
    value_set(v, "checked", frame_checked(e->b->site, p, keep), keep);
    return v;
}

/* By its first bytes, which hold its own ids: looking for all of it would cost more than writing it. */
static ptrdiff_t find_sheet(struct str html, struct str sheet)
{
    struct str head = str_sub(sheet, 0, 30);
    for (ptrdiff_t from = 0, at; (at = str_find(str_from(html, from), head)) >= 0; from += at + 1)
        if (str_starts(str_from(html, from + at), sheet))
            return from + at;
    return -1;
}

/* Where each sheet stands in the file that is written now. */
static struct str places_of(const struct edition *e, struct str html, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 24);
    ptrdiff_t n = 0, from = 0;
    for (ptrdiff_t i = 0; i < e->n; i++)
        n += sheet_of(e, e->pages[i]) != NULL;
    pack_u64(&b, (uint64_t)n);
    for (ptrdiff_t i = 0; i < e->n; i++) {
        const struct str *sheet = sheet_of(e, e->pages[i]);
        ptrdiff_t at = sheet ? find_sheet(str_from(html, from), *sheet) : -1;
        if (!sheet)
            continue;
        pack_str(&b, e->pages[i]->path);
        pack_u64(&b, (uint64_t)(at < 0 ? 0 : from + at));
        pack_u64(&b, (uint64_t)(at < 0 ? 0 : sheet->len));
        from += at < 0 ? 0 : at + sheet->len;
    }
    return buf_str(&b);
}

/* The day of the last change, and a version that is another when any sheet is. */
static struct value *edition_value(const struct edition *e, struct arena *keep)
{
    struct value *v = value_map(keep);
    struct date last = { 0 };
    uint64_t h = 0;
    bool pictured = false;
    for (ptrdiff_t i = 0; i < e->n; i++) {
        const struct site_page *p = e->pages[i];
        const struct str *sheet = sheet_of(e, p);
        pictured = pictured || (sheet && str_find(*sheet, S("<svg")) >= 0);
        bool later = p->changed.year && (!last.year || date_days(p->changed) > date_days(last));
        last = later ? p->changed : last;
        h = sheet ? (h ^ str_hash(*sheet)) * 0x9e3779b97f4a7c15u : h;
    }
    if (last.year)
        set_str(v, "date", date_words(last, keep), keep);
    set_str(v, "version", str_fmt(keep, "%08x", (unsigned)(h >> 32)), keep);
    value_set(v, "pictured", value_bool(pictured, keep), keep);
    return v;
}

static void put_print(struct build *b, struct record_product *p, struct arena scratch)
{
    const struct site *s = b->site;
    struct arena *keep = b->keep;
    struct edition e = { .b = b };
    read_old(&e, keep);
    struct site_page *page = NEW(keep, struct site_page, 1);
    *page = (struct site_page){ .path = S("print.md"),
                                .out = S("print/index.html"),
                                .url = S("print/"),
                                .title = S("All pages"),
                                .generated = true };
    struct value *frame = frame_of(s, &b->theme, page, keep), *list = value_list(keep);
    line_up(&e, keep);
    for (ptrdiff_t i = 0; i < e.n; i++)
        value_add(list, sheet_value(&e, e.pages[i], keep), keep);
    value_set(frame, "print", list, keep);
    value_set(frame, "edition", edition_value(&e, keep), keep);
    value_set((struct value *)(uintptr_t)value_get(frame, S("page")), "nav", value_list(keep),
              keep);
    struct buf out = buf_open(keep, MAX_HTML);
    template_render(theme_template(&b->theme, S("print")), frame, &out);
    p->summary = places_of(&e, buf_str(&out), keep);
    product_put(b, 0, p, str_of(place), buf_str(&out), scratch);
}

/* Made again when any page was: the hash of a page's HTML says so. */
void print_make(struct build *b)
{
    const struct site *s = b->site;
    uint64_t h = s->epochs[EPOCH_FRAME];
    if (!offers_print(s))
        return;
    for (const struct site_page *p = s->root; p; p = p->next_read) {
        const struct record_product *page = b->pages[p - s->pages];
        h = (h ^ (page && page->outs.len ? page->outs.ptr[0].hash : 0)) * 0x9e3779b97f4a7c15u;
    }
    product_one(b, "=print", h, put_print);
}
