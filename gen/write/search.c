/* search.c - from the pages of a site to its search index, and the page that lists them all. */
#include "write/search.h"

#include <errno.h>

#include "base/path.h"
#include "base/tag.h"
#include "judge/glossary.h"
#include "write/frame.h"
#include "write/anchor.h"
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
    return (struct search_doc){ encoded(p->url, keep), p->title, c.sections.ptr, n,
                                SEARCH_WRITTEN };
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
    struct buf at = buf_open(l->keep, 3 * id.len + 16);
    buf_percent(&at, id, S(""));
    tag_open(&l->out, "li");
    tag_with(&l->out, "a", { "href", { href, id.len ? S("#") : S(""), buf_str(&at) } });
    buf_html(&l->out, text);
    tag_end(&l->out, "a");
}

static void open_list(struct listing *l, const char *class)
{
    buf_char(&l->out, '\n');
    tag_with(&l->out, "ul", { "class", { TAG_TEXT_IF(class, str_of(class)) } });
    buf_char(&l->out, '\n');
}

static void put_headings(struct listing *l, const struct site_page *p, struct str href)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < p->n_headings && !p->generated; i++) {
        const struct site_heading *h = &p->headings[i];
        if (h->level < 2 || h->level > l->most_level || h->id.len == 0 || h->text.len == 0)
            continue;
        if (n++ == 0)
            open_list(l, "headings");
        put_link(l, href, h->id, h->text);
        tag_end_line(&l->out, "li");
    }
    if (n)
        tag_end_line(&l->out, "ul");
}

/* As deep as folders are. */
static void put_page(struct listing *l, const struct site_page *p)
{
    struct str href = anchor_href(l->site, l->page, p, l->keep);
    put_link(l, href, S(""), site_label(p));
    put_headings(l, p, href);
    if (p->first && p->parent && !p->folded) {
        open_list(l, NULL);
        for (const struct site_page *c = p->first; c; c = c->next)
            put_page(l, c);
        tag_end_line(&l->out, "ul");
    }
    tag_end_line(&l->out, "li");
}

static struct str listing(const struct site *s, const struct site_page *page, struct arena *keep)
{
    struct listing l = { s, page, keep, buf_open(keep, MAX_PAGE),
                         s->n_pages < SEARCH_SMALL ? 2 : 1 };
    tag_with(&l.out, "ul", { "class", { S("index") } });
    buf_char(&l.out, '\n');
    put_page(&l, s->root);
    for (const struct site_page *c = s->root->first; c; c = c->next)
        put_page(&l, c);
    tag_end_line(&l.out, "ul");
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

struct index {
    struct search_words *words; /* of the record, and those of the workers after it */
    struct search_doc *docs;
    ptrdiff_t *doc_of, *page_of, n; /* numbers of documents by page, of pages by document */
};

/* One document as the record has it: its postings stand, or it was made anew, or it is gone. */
static void unpack_doc(struct index *x, const struct site *s, struct str path, ptrdiff_t d,
                       struct search_span span)
{
    bool same = d < x->n && str_equal(s->pages[x->page_of[d]].path, path);
    const struct site_page *p = same ? &s->pages[x->page_of[d]] : site_page_at(s, path);
    x->words->whole = x->words->whole && same;
    span.doc = p ? x->doc_of[p - s->pages] : 0;
    if (p && p->recalled)
        *PUSH(&x->words->spans, x->words->keep) = span;
    else
        *PUSH(&x->words->gone, x->words->keep) = span;
}

/* What the record keeps: each word, how many documents have it, and have it without humps; the path of
 * each document and how many postings it has; these. False when it makes no sense. */
static bool unpack_words(struct index *x, const struct site *s)
{
    struct search_words *t = x->words;
    struct unpack u = { .rest = s->record.words };
    ptrdiff_t n_words = unpack_count(&u), beg = 0;
    for (ptrdiff_t i = 0; i < n_words && !u.bad; i++) {
        u.bad = u.bad || search_words_number(t, unpack_str(&u)) != (uint32_t)i;
        t->words.ptr[t->words.len - 1].docs = (uint32_t)unpack_u64(&u);
        t->words.ptr[t->words.len - 1].plain = (uint32_t)unpack_u64(&u);
    }
    ptrdiff_t n = unpack_count(&u);
    t->whole = n == x->n;
    for (ptrdiff_t d = 0; d < n && !u.bad; d++) {
        struct str path = unpack_str(&u);
        ptrdiff_t len = unpack_count(&u);
        unpack_doc(x, s, path, d, (struct search_span){ .beg = beg, .end = beg + len });
        beg += len;
    }
    if (u.bad || u.rest.len != 4 * beg)
        return false;
    t->postings.ptr = NEW(t->keep, uint32_t, beg + 1);
    t->postings.len = t->postings.cap = beg;
    memcpy(t->postings.ptr, u.rest.ptr, (size_t)u.rest.len);
    for (ptrdiff_t i = 0; i < beg; i++)
        if ((ptrdiff_t)(t->postings.ptr[i] >> 6) >= n_words)
            return false;
    return true;
}

static struct str pack_words(const struct search_lists *l, const struct index *x,
                             const struct site *s, struct arena *keep)
{
    struct buf b = buf_open(keep, PTRDIFF_MAX / 2);
    pack_u64(&b, (uint64_t)l->all->words.len);
    for (ptrdiff_t i = 0; i < l->all->words.len; i++) {
        pack_str(&b, l->all->words.ptr[i].text);
        pack_u64(&b, l->all->words.ptr[i].docs);
        pack_u64(&b, l->all->words.ptr[i].plain);
    }
    pack_u64(&b, (uint64_t)x->n);
    for (ptrdiff_t d = 0; d < x->n; d++) {
        pack_str(&b, s->pages[x->page_of[d]].path);
        pack_u64(&b, (uint64_t)l->posts[d].len);
    }
    for (ptrdiff_t d = 0; d < x->n; d++) {
        const struct search_posts *p = &l->posts[d];
        if (!p->number && p->len)
            buf_put(&b, (struct str){ (const char *)p->ptr, p->len * 4 });
        for (ptrdiff_t i = 0; p->number && i < p->len; i++) {
            uint32_t posting = search_posts_at(p, i);
            buf_put(&b, (struct str){ (const char *)&posting, 4 });
        }
    }
    return buf_str(&b);
}

static enum search_kind kind_of(const struct site *s, const struct site_page *p)
{
    if (p->folded || (p->parent && p->parent->folded))
        return SEARCH_TAG;
    return (p->generated && p->src.text.len) || glossary_is(s, p) ? SEARCH_DATA : SEARCH_WRITTEN;
}

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
        x->docs[x->n++] = (struct search_doc){ encoded(s->pages[i].url, keep), s->pages[i].title,
                                               NULL, 0, kind_of(s, &s->pages[i]) };
    }
}

/* Terms of the glossary that have one meaning, "zone,az", a line each. */
static struct str same_of(const struct site *s, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_PAGE);
    const struct lookup_term *t = s->terms ? s->terms->ptr : NULL;
    ptrdiff_t n = s->terms ? s->terms->n : 0;
    for (ptrdiff_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && str_equal(t[end].meaning, t[i].meaning);)
            end++;
        for (ptrdiff_t k = i; k < end && end - i > 1; k++)
            buf_fmt(&b, "%s%.*s", k > i ? "," : b.len ? "\n" : "", FMT(t[k].text));
    }
    return buf_str(&b);
}

/* The words of pages made now, and of all others as the record has them. */
static bool gather_words(struct build *b, struct index *x, struct arena *keep)
{
    struct site *s = b->site;
    ptrdiff_t recalled = 0;
    x->words = search_words_open(keep);
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        recalled += s->pages[i].recalled;
    if (s->record.current && s->record.words.len && !unpack_words(x, s))
        return false;
    for (int i = 0; i < s->jobs; i++)
        for (ptrdiff_t k = 0; k < b->words[i]->spans.len; k++)
            b->words[i]->spans.ptr[k].doc = x->doc_of[b->words[i]->spans.ptr[k].doc];
    return x->words->spans.len == recalled;
}

/* The shards of the last build that stand, packed as a hash of their words and their names. */
static struct search_files shards_of(const struct build *b, const struct record_product *was,
                                     struct str dir, struct arena *keep, struct arena scratch)
{
    struct search_files shards = { 0 };
    struct unpack u = { .rest = was ? was->summary : S("") };
    for (ptrdiff_t n = u.rest.len ? unpack_count(&u) : 0; n > 0 && !u.bad; n--) {
        uint64_t words = unpack_hash(&u);
        struct search_file f = { .name = unpack_str(&u), .words = words };
        const struct record_out *o = record_out_named(was, str_join(dir, f.name, keep));
        if (o && out_stands(&b->out, &b->site->record, o, scratch))
            *PUSH(&shards, keep) = f;
    }
    return shards;
}

static struct str pack_shards(const struct search_files *files, struct arena *keep)
{
    struct buf b = buf_open(keep, PTRDIFF_MAX / 2);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < files->len; i++)
        n += files->ptr[i].words != 0;
    pack_u64(&b, (uint64_t)n);
    for (ptrdiff_t i = 0; i < files->len; i++)
        if (files->ptr[i].words) {
            pack_hash(&b, files->ptr[i].words);
            pack_str(&b, files->ptr[i].name);
        }
    return buf_str(&b);
}

static void put_index(struct build *b, struct record_product *p, const struct index *x,
                      struct str dir, struct arena *keep, struct arena scratch)
{
    struct search_words *tables[SITE_JOBS + 1] = { x->words };
    memcpy(tables + 1, b->words, (size_t)b->site->jobs * sizeof *tables);
    struct search_lists lists = search_lists_make(x->n, tables, b->site->jobs + 1, keep);
    b->now.words = pack_words(&lists, x, b->site, keep);
    const struct record_product *last = record_named(&b->site->record, p->name);
    struct search_files was = shards_of(b, last, dir, keep, scratch);
    struct search_files files =
        search_index(x->docs, same_of(b->site, keep), &lists, &was, keep, arena_upper(&scratch));
    p->summary = pack_shards(&files, keep);
    for (ptrdiff_t i = 0; i < files.len; i++) {
        struct str path = str_join(dir, files.ptr[i].name, keep);
        if (files.ptr[i].text.ptr)
            product_put_coded(b, 0, p, path, files.ptr[i].text, scratch);
        else
            *PUSH(&p->outs, &b->site->workers[0].keep) = *record_out_named(last, path);
    }
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
    put_index(b, p, &x, dir, keep, scratch);
    const struct search_file plain[] = { { S("search.js"), b->theme.search_js, 0 },
                                         { S("search.css"), b->theme.search_css, 0 },
                                         { S("index.html"), listing_html(s, &b->theme, keep), 0 } };
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
    h = product_mix(h, same_of(s, &s->workers[0].scratch));
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct arena scratch = s->workers[0].scratch;
        struct str path = offers_search_text(&s->pages[i], &scratch);
        const struct record_out *text = record_out_named(b->pages[i], path);
        h = product_mix(h, s->pages[i].path) + (text ? text->hash : 0);
    }
    b->now.words = s->record.words;
    product_one(b, "=search", h, put_search);
}
