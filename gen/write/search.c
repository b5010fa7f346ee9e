/* search.c - from the pages of a site to its search index, and the page that lists them all. */
#include "write/search.h"

#include <errno.h>

#include "base/path.h"
#include "write/frame.h"
#include "write/makers.h"
#include "write/offers.h"

enum { MAX_PAGE = 1 << 28 };

/* ---- the words of a page ---- */

struct collector {
    const struct site *site;
    const struct site_page *page;
    struct lookup *asks;
    struct arena *keep;
    LIST(struct search_section) sections;
};

static void add_text(struct collector *c, struct str text)
{
    struct search_section *s = &c->sections.ptr[c->sections.len - 1];
    if (s->n_text == s->cap)
        s->text =
            list_grow(c->keep, s->text, s->n_text, &s->cap, sizeof *s->text, _Alignof(struct str));
    s->text[s->n_text++] = text;
}

/* The text of a link, as one piece: when it is a page's title, it only names that page. */
static void add_name(struct collector *c, struct str text)
{
    struct search_section *s = &c->sections.ptr[c->sections.len - 1];
    lookup_note(c->asks, LOOKUP_TITLE, text);
    if (map_get(&c->site->title_at, text))
        *PUSH(&s->skip, c->keep) = s->n_text;
    add_text(c, text);
}

/* What an empty link into data shows. */
static struct str value_of(const struct collector *c, int link)
{
    struct str key = str_fmt(c->keep, "#link-%d", link);
    for (ptrdiff_t i = 0; i < c->page->n_claims; i++)
        if (str_equal(c->page->claims[i].key, key))
            return c->page->claims[i].claim.shown;
    return S("");
}

static bool is_block(enum node_kind kind)
{
    return kind < NODE_TEXT;
}

static bool is_name(const struct node *n)
{
    const struct node *link = n->parent;
    return link && link->kind == NODE_LINK && link->first == n && link->last == n;
}

static void add_node(struct collector *c, const struct node *n)
{
    if (n->kind == NODE_TEXT || n->kind == NODE_CODE_SPAN) {
        if (n->text.len && is_name(n))
            add_name(c, n->text);
        else if (n->text.len)
            add_text(c, n->text);
    } else if (n->kind == NODE_LINK && !n->first) {
        add_text(c, value_of(c, n->index));
    } else if (n->kind == NODE_SOFT_BREAK || n->kind == NODE_BREAK) {
        add_text(c, S(" "));
    } else if (is_block(n->kind)) {
        add_text(c, S(""));
        if (n->kind == NODE_CODE && n->text.len)
            add_text(c, n->text);
    }
}

static struct str encoded(struct str url, struct arena *keep)
{
    struct buf b = buf_open(keep, url.len * 3 + 1);
    buf_percent(&b, url, S("/"));
    return buf_str(&b);
}

struct search_doc search_doc_of(const struct site *s, const struct site_page *p,
                                const struct document *doc, struct lookup *asks, struct arena *keep)
{
    struct collector c = { .site = s, .page = p, .asks = asks, .keep = keep };
    ptrdiff_t heading = 0;
    *PUSH(&c.sections, keep) = (struct search_section){ 0 };
    for (const struct node *n = doc ? doc->root : NULL; n; n = node_next(n, doc->root)) {
        if (n->kind != NODE_HEADING) {
            add_node(&c, n);
            continue;
        }
        const struct site_heading *h = &p->headings[heading++];
        if (h->level > 1 || !str_equal(h->text, p->title))
            *PUSH(&c.sections, keep) = (struct search_section){ .id = h->id, .heading = h->text };
        while (n->last) /* its words are in h */
            n = n->last;
    }
    ptrdiff_t n = doc ? c.sections.len : 0;
    return (struct search_doc){ encoded(p->url, keep), p->title, c.sections.ptr, n };
}

/* ---- where things are ---- */

/* ---- the page that lists all pages ---- */

struct listing {
    const struct site *site;
    const struct site_page *page; /* the listing itself */
    struct arena *keep;
    struct buf out;
    int most_level;
};

static void put_link(struct listing *l, struct str href, struct str id, struct str text)
{
    buf_put(&l->out, S("<li><a href=\""));
    buf_put(&l->out, href);
    if (id.len) {
        buf_char(&l->out, '#');
        buf_percent(&l->out, id, S(""));
    }
    buf_put(&l->out, S("\">"));
    buf_html(&l->out, text);
    buf_put(&l->out, S("</a>"));
}

static void put_headings(struct listing *l, const struct site_page *p, struct str href)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < p->n_headings; i++) {
        const struct site_heading *h = &p->headings[i];
        if (h->level < 2 || h->level > l->most_level || h->id.len == 0 || h->text.len == 0)
            continue;
        if (n++ == 0)
            buf_put(&l->out, S("\n<ul class=\"headings\">\n"));
        put_link(l, href, h->id, h->text);
        buf_put(&l->out, S("</li>\n"));
    }
    if (n)
        buf_put(&l->out, S("</ul>\n"));
}

/* As deep as folders are. */
static void put_page(struct listing *l, const struct site_page *p)
{
    struct str href = encoded(path_relative(l->page->out, p->out, l->keep), l->keep);
    put_link(l, href, S(""), p->title);
    put_headings(l, p, href);
    if (p->first && p->parent) {
        buf_put(&l->out, S("\n<ul>\n"));
        for (const struct site_page *c = p->first; c; c = c->next)
            put_page(l, c);
        buf_put(&l->out, S("</ul>\n"));
    }
    buf_put(&l->out, S("</li>\n"));
}

static struct str listing(const struct site *s, const struct site_page *page, struct arena *keep)
{
    struct listing l = { s, page, keep, buf_open(keep, MAX_PAGE),
                         s->n_pages < SEARCH_SMALL ? 3 : 1 };
    buf_put(&l.out, S("<ul class=\"index\">\n"));
    put_page(&l, s->root);
    for (const struct site_page *c = s->root->first; c; c = c->next)
        put_page(&l, c);
    buf_put(&l.out, S("</ul>\n"));
    return buf_str(&l.out);
}

static struct site_page listing_page(const struct site *s, struct arena *keep)
{
    struct str dir = offers_search_dir(s);
    return (struct site_page){ .path = dir,
                               .url = dir,
                               .out = str_join(dir, S("index.html"), keep),
                               .generated = true,
                               .title = S("All pages"),
                               .description = S("Every page with its headings."),
                               .parent = s->root };
}

static struct str listing_html(const struct site *s, const struct theme *theme, struct arena *keep)
{
    struct site_page page = listing_page(s, keep);
    struct value *frame = frame_of(s, theme, &page, keep);
    struct value *values = (struct value *)(uintptr_t)value_get(frame, S("page"));
    struct buf out = buf_open(keep, MAX_PAGE);
    value_set(values, "content", value_html(listing(s, &page, keep), keep), keep);
    template_render(theme_template(theme, S("page")), frame, &out);
    return buf_str(&out);
}

/* ---- the words of all pages ---- */

/* What the record keeps: each word; then the postings of each page. */
static void unpack_words(struct str packed, struct search_words *t, struct map *spans,
                         struct arena *keep)
{
    struct unpack u = { .rest = packed };
    for (ptrdiff_t n = unpack_count(&u); n > 0 && !u.bad; n--)
        search_words_number(t, unpack_str(&u));
    for (ptrdiff_t n = unpack_count(&u); n > 0 && !u.bad; n--) {
        struct str *postings = NEW(keep, struct str, 1), path = unpack_str(&u);
        *postings = unpack_str(&u);
        *map_at(spans, path, keep) = postings;
    }
}

static void add_posting(struct search_words *t, uint32_t posting)
{
    t->words.ptr[posting >> 6].docs++;
    t->words.ptr[posting >> 6].plain |= posting & 32;
    *PUSH(&t->postings, t->keep) = posting;
}

/* Postings as kept; false when they speak of words that are not there. */
static bool add_kept(struct search_words *t, ptrdiff_t doc, struct str kept, ptrdiff_t n_words)
{
    ptrdiff_t beg = t->postings.len;
    for (ptrdiff_t i = 0; i + 4 <= kept.len; i += 4) {
        uint32_t posting;
        memcpy(&posting, kept.ptr + i, 4);
        if ((ptrdiff_t)(posting >> 6) >= n_words)
            return false;
        add_posting(t, posting);
    }
    *PUSH(&t->spans, t->keep) = (struct search_span){ doc, beg, t->postings.len };
    return true;
}

/* Those of a worker, whose numbers are its own. */
static void add_worker(struct search_words *t, const struct search_words *w,
                       const ptrdiff_t *doc_of, struct arena scratch)
{
    uint32_t *number = NEW(&scratch, uint32_t, w->words.len + 1);
    for (ptrdiff_t i = 0; i < w->words.len; i++) {
        number[i] = search_words_number(t, w->words.ptr[i].text);
    }
    for (ptrdiff_t i = 0; i < w->spans.len; i++) {
        const struct search_span *s = &w->spans.ptr[i];
        ptrdiff_t beg = t->postings.len;
        for (ptrdiff_t k = s->beg; k < s->end; k++)
            add_posting(t, number[w->postings.ptr[k] >> 6] << 6 | (w->postings.ptr[k] & 63));
        *PUSH(&t->spans, t->keep) = (struct search_span){ doc_of[s->doc], beg, t->postings.len };
    }
}

static struct str pack_words(const struct search_words *t, const struct site *s,
                             const ptrdiff_t *page_of, struct arena *keep)
{
    struct buf b = buf_open(keep, PTRDIFF_MAX / 2);
    pack_u64(&b, (uint64_t)t->words.len);
    for (ptrdiff_t i = 0; i < t->words.len; i++)
        pack_str(&b, t->words.ptr[i].text);
    pack_u64(&b, (uint64_t)t->spans.len);
    for (ptrdiff_t i = 0; i < t->spans.len; i++) {
        const struct search_span *x = &t->spans.ptr[i];
        pack_str(&b, s->pages[page_of[x->doc]].path);
        pack_str(&b,
                 (struct str){ (const char *)(t->postings.ptr + x->beg), (x->end - x->beg) * 4 });
    }
    return buf_str(&b);
}

struct index {
    struct search_words *words;
    struct search_doc *docs;
    ptrdiff_t *doc_of, *page_of, n; /* numbers of documents by page, of pages by document */
};

static void number_docs(struct index *x, const struct site *s, struct arena *keep)
{
    x->docs = NEW(keep, struct search_doc, s->n_pages);
    x->doc_of = NEW(keep, ptrdiff_t, s->n_pages);
    x->page_of = NEW(keep, ptrdiff_t, s->n_pages);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        if (s->pages[i].refused)
            continue;
        x->doc_of[i] = x->n;
        x->page_of[x->n] = i;
        x->docs[x->n++] =
            (struct search_doc){ encoded(s->pages[i].url, keep), s->pages[i].title, NULL, 0 };
    }
}

/* The words of pages made now, and of all others as the record has them. */
static bool gather_words(struct build *b, struct index *x, struct arena *keep)
{
    struct site *s = b->site;
    struct map spans = { 0 };
    x->words = search_words_open(keep);
    if (s->record.current)
        unpack_words(s->record.words, x->words, &spans, keep);
    ptrdiff_t n_words = x->words->words.len;
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        const struct str *kept = s->pages[i].recalled ? map_get(&spans, s->pages[i].path) : NULL;
        if (s->pages[i].recalled && (!kept || !add_kept(x->words, x->doc_of[i], *kept, n_words)))
            return false;
    }
    for (int i = 0; i < s->jobs; i++)
        add_worker(x->words, b->words[i], x->doc_of, arena_upper(keep));
    return true;
}

static void put_search(struct build *b, struct record_product *p, struct arena scratch)
{
    struct site *s = b->site;
    struct arena *keep = &b->words_keep[0];
    struct index x = { 0 };
    struct str dir = offers_search_dir(s);
    number_docs(&x, s, keep);
    if (!gather_words(b, &x, keep)) { /* the record said it had them */
        product_fail(b, 0, S(".plumb/record"), EIO);
        return;
    }
    b->now.words = pack_words(x.words, s, x.page_of, keep);
    struct search_files files = search_index(x.docs, x.n, &x.words, 1, keep, arena_upper(&scratch));
    for (ptrdiff_t i = 0; i < files.len; i++)
        product_put_coded(b, 0, p, str_join(dir, files.ptr[i].name, keep), files.ptr[i].text,
                          scratch);
    const struct search_file plain[] = { { S("search.js"), b->theme.search_js },
                                         { S("search.css"), b->theme.search_css },
                                         { S("index.html"), listing_html(s, &b->theme, keep) } };
    for (ptrdiff_t i = 0; i < LEN(plain); i++)
        product_put(b, 0, p, str_join(dir, plain[i].name, keep), plain[i].text, scratch);
}

/* Of the texts of all pages, and of all that the list of pages shows. */
void search_make(struct build *b)
{
    struct site *s = b->site;
    uint64_t h =
        product_mix(product_mix(s->epochs[EPOCH_FRAME], b->theme.search_js), b->theme.search_css);
    if (!offers_search(s))
        return;
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct arena scratch = s->workers[0].scratch;
        struct str path = offers_search_text(&s->pages[i], &scratch);
        const struct record_out *text = record_out_named(b->pages[i], path);
        h = product_mix(h, s->pages[i].path) + (text ? text->hash : 0);
    }
    b->now.words = s->record.words;
    product_one(b, "=search", h, put_search);
}
