/* search.c - from the pages of a site to its search index, and the page that lists them all. */
#include "write/search.h"

#include "base/path.h"
#include "base/pool.h"
#include "write/frame.h"

enum { MAX_PAGE = 1 << 28 };

/* ---- what is kept of a page ---- */

/* A view of what stands in the source; else a copy, because the tree goes. */
static struct str hold(const struct site_page *p, struct str s, struct arena *keep)
{
    const char *beg = p->src.text.ptr, *end = beg + p->src.text.len;
    return s.ptr >= beg && s.ptr + s.len <= end ? s : str_copy(s, keep);
}

struct collector {
    LIST(struct search_section) sections;
    struct arena *keep;
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
    *PUSH(&s->skip, c->keep) = s->n_text;
    add_text(c, text);
}

/* What an empty link into data shows is known after site_judge: until then its place is held by a
 * text of length -1 - N, N the number of the link. */
static struct str hole(int link)
{
    return (struct str){ NULL, -1 - link };
}

static struct str value_of(const struct site_page *p, struct str hole, struct arena scratch)
{
    struct str key = str_fmt(&scratch, "#link-%td", -1 - hole.len);
    for (ptrdiff_t i = 0; i < p->n_claims; i++)
        if (str_equal(p->claims[i].key, key))
            return p->claims[i].claim.shown;
    return S("");
}

static void fill_holes(const struct site_page *p, struct arena scratch)
{
    for (ptrdiff_t i = 0; i < p->n_sections; i++) {
        struct search_section *s = &p->sections[i];
        for (ptrdiff_t k = 0; k < s->n_text; k++)
            if (s->text[k].len < 0)
                s->text[k] = value_of(p, s->text[k], scratch);
    }
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

void site_search_collect(struct site_page *p, const struct document *doc, struct arena *keep)
{
    struct collector c = { .keep = keep };
    ptrdiff_t heading = 0;
    *PUSH(&c.sections, keep) = (struct search_section){ 0 };
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind == NODE_HEADING) {
            const struct site_heading *h = &p->headings[heading++];
            if (h->level > 1 || !str_equal(h->text, p->title))
                *PUSH(&c.sections, keep) =
                    (struct search_section){ .id = h->id, .heading = h->text };
            while (n->last) /* its words are in h */
                n = n->last;
        } else if (n->kind == NODE_TEXT || n->kind == NODE_CODE_SPAN) {
            if (n->text.len && is_name(n))
                add_name(&c, hold(p, n->text, keep));
            else if (n->text.len)
                add_text(&c, hold(p, n->text, keep));
        } else if (n->kind == NODE_LINK && !n->first) {
            add_text(&c, hole(n->index));
        } else if (n->kind == NODE_SOFT_BREAK || n->kind == NODE_BREAK) {
            add_text(&c, S(" "));
        } else if (is_block(n->kind)) {
            add_text(&c, S(""));
            if (n->kind == NODE_CODE && n->text.len)
                add_text(&c, hold(p, n->text, keep));
        }
    }
    p->sections = c.sections.ptr;
    p->n_sections = c.sections.len;
}

/* ---- where things are ---- */

bool site_search_has(const struct site *s)
{
    return s->n_pages > 1;
}

/* Another name when the author has a folder "search". */
struct str site_search_dir(const struct site *s)
{
    bool taken = map_get(&s->page_at, S("search.md")) || map_get(&s->page_at, S("search/index.md"));
    return taken ? S("plumb-search/") : S("search/");
}

static struct str encoded(struct str url, struct arena *keep)
{
    struct buf b = buf_open(keep, url.len * 3 + 1);
    buf_percent(&b, url, S("/"));
    return buf_str(&b);
}

static struct search_doc doc_of(const struct site_page *p, struct arena *keep)
{
    fill_holes(p, *keep);
    return (struct search_doc){ encoded(p->url, keep), p->title, p->sections, p->n_sections };
}

struct str site_search_text_path(const struct site_page *p, struct arena *keep)
{
    return str_join(p->url, S("plumb-text.js"), keep);
}

struct str site_search_text(const struct site_page *p, struct arena *keep)
{
    struct buf out = buf_open(keep, MAX_PAGE);
    struct search_doc doc = doc_of(p, keep);
    search_text(&doc, &out);
    return buf_str(&out);
}

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
    struct str dir = site_search_dir(s);
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

/* ---- all of it ---- */

uint64_t site_search_hash(const struct site *s, const struct theme *theme, struct arena scratch)
{
    struct site_page page = listing_page(s, &scratch);
    struct buf b = buf_open(&scratch, PTRDIFF_MAX / 2);
    value_json(frame_of(s, theme, &page, &scratch), &b);
    buf_fmt(&b, "%llx", (unsigned long long)theme->hash);
    buf_put(&b, theme->search_js);
    buf_put(&b, theme->search_css);
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        const struct site_page *p = &s->pages[i];
        buf_put(&b, p->url);
        buf_char(&b, '\n');
        buf_put(&b, p->title);
        buf_fmt(&b, "\n%llx\n", p->refused ? 0 : (unsigned long long)p->hash);
        for (ptrdiff_t k = 0; k < p->n_claims; k++)
            if (p->claims[k].claim.text.len == 0)
                buf_put(&b, p->claims[k].claim.shown);
    }
    return str_hash(buf_str(&b));
}

struct indexer {
    struct search_doc *docs;
    struct search_words *tables[SITE_JOBS];
    struct arena arenas[SITE_JOBS]; /* of the tables: the workers' scratch */
};

static void add_words(void *ctx, ptrdiff_t i, int worker)
{
    struct indexer *x = ctx;
    search_words_add(x->tables[worker], i, &x->docs[i]);
}

/* Of the links that may be names, those that are. */
static void keep_names(const struct site_page *p, const struct map *titles)
{
    for (ptrdiff_t i = 0; i < p->n_sections; i++) {
        struct search_section *s = &p->sections[i];
        ptrdiff_t n = 0;
        for (ptrdiff_t k = 0; k < s->skip.len; k++)
            if (map_get(titles, s->text[s->skip.ptr[k]]))
                s->skip.ptr[n++] = s->skip.ptr[k];
        s->skip.len = n;
    }
}

static struct search_files index_of(struct site *s)
{
    struct arena scratch = s->workers[0].scratch;
    struct map titles = { 0 };
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].refused && s->pages[i].title.len)
            *map_at(&titles, s->pages[i].title, &scratch) = &s->pages[i];
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        keep_names(&s->pages[i], &titles);

    struct indexer x = { .docs = NEW(s->keep, struct search_doc, s->n_pages) };
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        if (!s->pages[i].refused)
            x.docs[n++] = doc_of(&s->pages[i], s->keep);
    for (int i = 0; i < s->jobs; i++) {
        x.arenas[i] = s->workers[i].scratch;
        x.tables[i] = search_words_open(&x.arenas[i]);
    }
    pool_run(s->jobs, n, add_words, &x);
    return search_index(x.docs, n, x.tables, s->jobs, s->keep, arena_upper(&x.arenas[0]));
}

struct search_files site_search_write(struct site *s, const struct theme *theme)
{
    struct search_files files = index_of(s);
    struct str dir = site_search_dir(s);
    *PUSH(&files, s->keep) = (struct search_file){ S("search.js"), theme->search_js };
    *PUSH(&files, s->keep) = (struct search_file){ S("search.css"), theme->search_css };
    *PUSH(&files, s->keep) =
        (struct search_file){ S("index.html"), listing_html(s, theme, s->keep) };
    for (ptrdiff_t i = 0; i < files.len; i++)
        files.ptr[i].name = str_join(dir, files.ptr[i].name, s->keep);
    return files;
}
