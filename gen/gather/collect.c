/* collect.c - the first pass over pages: what others may ask of a page. What the record knows of a file
 * that has not changed is taken from there; else the file is read, and tree and text are dropped again. */
#include "base/path.h"
#include "base/pool.h"
#include "gather/site.h"
#include "gather/summary.h"
#include "load/front_matter.h"
#include "load/markdown.h"
#include "model/rule.h"

enum { MAX_PAGE = 16 << 20, MAX_SUMMARY = 1 << 28 };

static int count_words(struct str s)
{
    int n = 0;
    bool inside = false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool word = !char_is_space(s.ptr[i]);
        n += word && !inside;
        inside = word;
    }
    return n;
}

/* ids that raw HTML gives: <a id="x">, <a name='x'> */
static void find_anchors(struct str html, struct arena *keep, struct site_page *p, ptrdiff_t *cap)
{
    static const struct str marks[] = { { " id=", 4 }, { " name=", 6 } };
    for (ptrdiff_t m = 0; m < LEN(marks); m++) {
        struct str rest = html;
        for (ptrdiff_t at = str_find(rest, marks[m]); at >= 0; at = str_find(rest, marks[m])) {
            rest = str_from(rest, at + marks[m].len);
            char quote = rest.len ? *rest.ptr : ' ';
            if (quote != '"' && quote != '\'')
                continue;
            if (p->n_anchors == *cap)
                p->anchors = list_grow(keep, p->anchors, p->n_anchors, cap, sizeof *p->anchors,
                                       _Alignof(struct str));
            p->anchors[p->n_anchors++] = str_cut(str_from(rest, 1), quote).head;
        }
    }
}

static bool is_lone(const struct node *n)
{
    return n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
}

static bool in_table_head(const struct node *n)
{
    while (n && n->kind != NODE_ROW)
        n = n->parent;
    return n && n->head;
}

static struct site_link link_of(const struct site_page *p, const struct node *n,
                                struct arena *scratch)
{
    return (struct site_link){ .href = n->href,
                               .text = node_text(n, scratch),
                               .at = n->place.ptr ? n->place.ptr - p->src.text.ptr : 0,
                               .len = n->place.len,
                               .index = n->index,
                               .head = in_table_head(n),
                               .image = n->kind == NODE_IMAGE,
                               .lone = is_lone(n) };
}

/* Fills p from its tree, with views of text and tree. */
static void summarise(struct site_page *p, const struct document *doc, struct arena *scratch)
{
    LIST(struct site_heading) headings = { 0 };
    LIST(struct site_link) links = { 0 };
    ptrdiff_t cap = 0;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind == NODE_HEADING)
            *PUSH(&headings, scratch) =
                (struct site_heading){ n->id, str_trim(node_text(n, scratch)), n->level };
        if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
            *PUSH(&links, scratch) = link_of(p, n, scratch);
        if (n->kind == NODE_HTML || n->kind == NODE_RAW_HTML)
            find_anchors(n->text, scratch, p, &cap);
        p->codes += n->kind == NODE_CODE;
        if (n->kind == NODE_TEXT || n->kind == NODE_CODE_SPAN)
            p->words += count_words(n->text);
    }
    p->headings = headings.ptr;
    p->n_headings = headings.len;
    p->links = links.ptr;
    p->n_links = links.len;
}

/* Without a title of its own a page is called by its first heading, else by its file's name. */
static struct str title_of(const struct site_page *p, struct arena *keep)
{
    if (p->front.title.len)
        return p->front.title;
    for (ptrdiff_t i = 0; i < p->n_headings; i++)
        if (p->headings[i].level == 1 && p->headings[i].text.len)
            return p->headings[i].text;
    if (p->n_headings && p->headings[0].text.len)
        return p->headings[0].text;
    struct str base = path_base(p->path), name = str_sub(base, 0, base.len - path_ext(base).len);
    char *out = NEW(keep, char, name.len + 1);
    for (ptrdiff_t i = 0; i < name.len; i++)
        out[i] = name.ptr[i] == '-' || name.ptr[i] == '_' ? ' ' : name.ptr[i];
    return (struct str){ out, name.len };
}

/* Reads the page's text into scratch; false, with a finding, when it is not fit for reading. */
static bool read_text(const struct site *s, struct site_page *p, struct arena *scratch,
                      struct diag *d)
{
    struct fs_entry e = { 0 };
    if (p->generated)
        return true;
    int error = root_read(&s->content, p->path, MAX_PAGE, scratch, &p->src.text, &e);
    if (error == FS_TOO_LARGE)
        diag_file(d, RULE(INPUT_SIZE), p->src.path, "%lld bytes; a page has at most %d",
                  (long long)e.size, MAX_PAGE);
    else if (error)
        diag_file(d, RULE(INPUT_READ), p->src.path, "cannot be read: %s", fs_error(error));
    else
        p->stamp = record_stamp_of(&e); /* of just these bytes */
    return !error;
}

/* The page by itself, as p: texts are views into scratch and the source. */
static void read_page(const struct site *s, struct site_page *p, struct arena *scratch,
                      struct diag *d)
{
    p->refused = true;
    if (!read_text(s, p, scratch, d))
        return;
    p->hash = str_hash(p->src.text) | 1;
    if (!markdown_acceptable(&p->src, d))
        return;
    const struct document *doc = markdown_read(&p->src, scratch, d);
    if (!doc)
        return;
    p->refused = false;
    p->front = doc->front;
    summarise(p, doc, scratch);
    p->title = title_of(p, scratch);
    if (p->n_headings == 0 && p->front.title.len == 0 && !p->generated && !p->front.draft)
        diag_at(d, RULE(TITLE_MISSING), &p->src, str_sub(p->src.text, 0, 0), NULL);
}

/* ---- what the record knows ---- */

/* A file as young as the record is looked into: are these the bytes of then? */
static bool same_bytes(const struct site *s, const struct site_page *p,
                       const struct record_product *was, struct arena scratch)
{
    struct str text;
    return root_read(&s->content, p->path, MAX_PAGE, &scratch, &text, NULL) == 0 &&
           (str_hash(text) | 1) == was->hash;
}

static const struct record_product *known(const struct site *s, const struct site_page *p,
                                          struct arena scratch)
{
    const struct record_product *was = record_named(&s->record, p->path);
    if (!was || !was->summary.len || s->options.texts)
        return NULL;
    if (p->generated)
        return was->hash == (str_hash(p->src.text) | 1) ? was : NULL;
    const struct fs_entry *e = map_get(&s->file_at, p->path);
    enum record_likeness like = record_same(&s->record, &was->stamp, e);
    return like == RECORD_SAME || (like == RECORD_YOUNG && same_bytes(s, p, was, scratch)) ? was
                                                                                           : NULL;
}

struct collect {
    struct site *site;
    ptrdiff_t first;
};

static void collect_page(void *ctx, ptrdiff_t i, int worker)
{
    const struct collect *c = ctx;
    const struct site *s = c->site;
    struct site_page *p = &c->site->pages[c->first + i];
    struct site_worker *w = &c->site->workers[worker];
    struct arena scratch = w->scratch;
    arena_works_on(p->path.ptr, p->path.len);
    const struct record_product *was = known(s, p, scratch);
    if (was) {
        p->hash = was->hash;
        p->summary = was->summary;
        if (summary_unpack(p->summary, p, &w->keep, &w->diag))
            return;
    }
    struct site_page made = { .path = p->path,
                              .src = p->src,
                              .stamp = p->stamp,
                              .generated = p->generated,
                              .own_html = p->own_html,
                              .folded = p->folded };
    struct diag found = { .keep = &scratch };
    struct buf packed = buf_open(&w->keep, MAX_SUMMARY);
    read_page(s, &made, s->options.texts ? &w->keep : &scratch, &found);
    bool draft =
        made.front.draft && !s->options.drafts; /* what it says wrong is nobody's business yet */
    summary_pack(&made, found.findings.ptr, draft ? 0 : found.findings.len, &packed);
    p->hash = made.hash;
    p->stamp = made.stamp;
    p->summary = buf_str(&packed);
    p->src.text = s->options.texts || p->generated ? made.src.text : (struct str){ 0 };
    summary_unpack(p->summary, p, &w->keep, &w->diag);
}

/* ---- drafts ---- */

/* A draft is no page and is not checked. Its summary is forgotten with it. */
static void leave_out_drafts(struct site *s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->n_pages; i++) {
        struct site_page *p = &s->pages[i];
        if (!p->front.draft || s->options.drafts || p->generated) {
            s->pages[n++] = *p;
            continue;
        }
        *map_at(&s->drafts, p->path, s->keep) = map_get(&s->file_at, p->path);
        *map_at(&s->file_at, p->path, s->keep) = NULL;
    }
    s->n_pages = n;
}

void site_collect(struct site *s, ptrdiff_t first)
{
    struct collect c = { s, first };
    pool_run(s->jobs, s->n_pages - first, collect_page, &c);
    if (first == 0)
        leave_out_drafts(s);
    s->page_at = (struct map){ 0 }; /* pages may have moved */
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        *map_at(&s->page_at, s->pages[i].path, s->keep) = &s->pages[i];
}
