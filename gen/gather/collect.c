/* collect.c - the first pass over pages: what others may ask of a page. What the record knows of a file
 * that has not changed is taken from there; else the file is read, and tree and text are dropped again. */
#include "base/path.h"
#include "base/pool.h"
#include "gather/include.h"
#include "gather/site.h"
#include "gather/summary.h"
#include "load/decision.h"
#include "load/front_matter.h"
#include "load/markdown.h"
#include "model/decision.h"
#include "model/html_refs.h"
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

struct html_found {
    LIST(struct str) anchors;
    LIST(struct site_link) pictures;
    bool component; /* something of a program's own is among it */
};

/* What raw HTML n gives: ids to link to, and pictures that go out with the page. */
static void find_html(const struct site_page *p, const struct node *n, struct html_found *out,
                      struct arena *keep)
{
    struct str rest = n->text, inside = { 0 };
    for (struct html_ref r; html_ref_next(&rest, &inside, &r);) {
        if (str_equal_nocase(r.name, S("id")) || str_equal_nocase(r.name, S("name")))
            *PUSH(&out->anchors, keep) = r.value;
        out->component = out->component || html_is_component(r.tag);
        if (!str_equal_nocase(r.name, S("src")) || !str_equal_nocase(r.tag, S("img")))
            continue;
        *PUSH(&out->pictures, keep) = (struct site_link){
            .href = r.value,
            .at = n->place.ptr ? n->place.ptr - p->src.text.ptr : 0,
            .len = n->place.len,
            .index = -1,
            .image = true,
        };
    }
}

static bool is_lone(const struct node *n)
{
    return n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
}

/* The caption of what is a figure if it is drawn: a titled fence, a link to a view, a picture with a title. */
static struct str caption_of(const struct node *n, struct arena *keep)
{
    if (n->kind == NODE_CODE)
        return node_attribute(n->info, S("title"));
    if ((n->kind != NODE_LINK && n->kind != NODE_IMAGE) || !is_lone(n))
        return (struct str){ 0 };
    bool view = str_find(n->href, S("?chart=")) >= 0 || str_find(n->href, S("?view=")) >= 0;
    if (view)
        return node_text(n, keep);
    return n->kind == NODE_IMAGE ? n->title : (struct str){ 0 };
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

/* "<!-- md:option name -->": a comment that some program makes a place of. */
static bool is_for_a_program(const struct node *n)
{
    struct str s = n->text, word = str_cut(str_trim(str_from(s, 4)), ' ').head;
    ptrdiff_t colon = str_char(word, ':');
    return (n->kind == NODE_HTML || n->kind == NODE_RAW_HTML) && str_starts(s, S("<!--")) &&
           colon > 0 && colon + 1 < word.len && char_is_alpha(word.ptr[colon + 1]);
}

/* Fills p from its tree, with views of text and tree. */
static void summarise(struct site_page *p, const struct document *doc, struct arena *scratch)
{
    LIST(struct site_heading) headings = { 0 };
    LIST(struct site_link) links = { 0 };
    LIST(struct str) captions = { 0 };
    struct html_found html = { 0 };
    const struct node *own = document_heading(doc);
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        p->partial = p->partial || is_for_a_program(n);
        if (n->kind == NODE_HEADING)
            *PUSH(&headings, scratch) =
                (struct site_heading){ n->id, str_trim(node_text(n, scratch)),
                                       n == own ? 1 : n->level };
        if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
            *PUSH(&links, scratch) = link_of(p, n, scratch);
        if (n->kind == NODE_HTML || n->kind == NODE_RAW_HTML)
            find_html(p, n, &html, scratch);
        struct str caption = caption_of(n, scratch);
        if (caption.len)
            *PUSH(&captions, scratch) = slug_of(caption, scratch);
        p->codes += n->kind == NODE_CODE;
        if (n->kind == NODE_TEXT || n->kind == NODE_CODE_SPAN)
            p->words += count_words(n->text);
    }
    p->headings = headings.ptr;
    p->n_headings = headings.len;
    p->partial = p->partial || html.component;
    p->anchors = html.anchors.ptr;
    p->n_anchors = html.anchors.len;
    for (ptrdiff_t i = 0; i < html.pictures.len; i++)
        *PUSH(&links, scratch) = html.pictures.ptr[i];
    p->links = links.ptr;
    p->captions = captions.ptr;
    p->n_captions = captions.len;
    p->n_links = links.len;
}

/* Without a title of its own a page is called by its heading, else by its file's name. */
static struct str title_of(const struct site_page *p, const struct document *doc,
                           struct arena *keep)
{
    const struct node *own = document_heading(doc);
    struct str heading = own ? str_trim(node_text(own, keep)) : (struct str){ 0 };
    if (p->front.title.len || heading.len)
        return p->front.title.len ? p->front.title : heading;
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
    if (!error)
        include_all(s, p->path, &p->src, scratch, d);
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
    if (!markdown_acceptable(&p->src, d)) {
        if (p->src.n_asked)
            p->stamp = (struct record_stamp){ 0 }; /* nothing tells when one of them changes */
        return;
    }
    struct document *doc = markdown_read(&p->src, scratch, d);
    if (!doc)
        return;
    if (decision_path(p->path) && doc->root)
        decision_read(doc, scratch);
    p->refused = false;
    p->front = doc->front;
    summarise(p, doc, scratch);
    p->partial = p->partial || p->src.lacks || doc->lacks;
    p->title = title_of(p, doc, scratch);
    if (!document_heading(doc) && !p->front.title.len && !p->generated && !p->front.draft)
        diag_at(d, RULE(TITLE_MISSING), &p->src, str_sub(p->src.text, 0, 0), NULL);
}

/* ---- what the record knows ---- */

/* A file as young as the record is looked into: are these the bytes of then? */
static bool same_bytes(const struct site *s, const struct site_page *p,
                       const struct record_product *was, struct arena scratch)
{
    struct source src = p->src;
    if (root_read(&s->content, p->path, MAX_PAGE, &scratch, &src.text, NULL))
        return false;
    include_all(s, p->path, &src, &scratch, NULL);
    return (str_hash(src.text) | 1) == was->hash;
}

static bool takes_in(const struct record_product *was)
{
    for (ptrdiff_t i = 0; i < was->asks.len; i++)
        if (was->asks.ptr[i].kind == LOOKUP_INCLUDE)
            return true;
    return false;
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
    bool same = like == RECORD_SAME && !takes_in(was);
    return same || (like != RECORD_OTHER && same_bytes(s, p, was, scratch)) ? was : NULL;
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
    p->partial = made.partial;
    p->summary = buf_str(&packed);
    if (s->options.texts || p->generated)
        p->src = made.src;
    else
        p->src.text = (struct str){ 0 };
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
    if (first == 0) {
        leave_out_drafts(s);
        if (!s->n_pages)
            diag_file(
                &s->diag, RULE(INPUT_READ), s->options.dir,
                s->drafts.len
                    ? "all of its pages are drafts; --drafts takes them into the site"
                    : "no Markdown page stands below it; plumb init writes a guide to begin with");
    }
    s->page_at = (struct map){ 0 }; /* pages may have moved */
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        *map_at(&s->page_at, s->pages[i].path, s->keep) = &s->pages[i];
}
