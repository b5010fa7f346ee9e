/* collect.c - the first pass over pages: what others may ask of a page. Trees are dropped again, so
 * memory grows with summaries. */
#include "base/path.h"
#include "base/pool.h"
#include "load/front_matter.h"
#include "load/markdown.h"
#include "model/rule.h"
#include "write/search.h"
#include "gather/site.h"

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
            p->anchors[p->n_anchors++] = str_copy(str_cut(str_from(rest, 1), quote).head, keep);
        }
    }
}

static bool is_lone(const struct node *n)
{
    return n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
}

static void summarise(struct site_page *p, const struct document *doc, struct arena *keep)
{
    LIST(struct site_heading) headings = { 0 };
    LIST(struct site_link) links = { 0 };
    ptrdiff_t cap = 0;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind == NODE_HEADING)
            *PUSH(&headings, keep) =
                (struct site_heading){ str_copy(n->id, keep),
                                       str_copy(str_trim(node_text(n, keep)), keep), n->level };
        if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
            *PUSH(&links, keep) = (struct site_link){ str_copy(n->href, keep),
                                                      n->place,
                                                      str_copy(node_text(n, keep), keep),
                                                      n->index,
                                                      n->kind == NODE_IMAGE,
                                                      is_lone(n),
                                                      .to = NULL };
        if (n->kind == NODE_HTML || n->kind == NODE_RAW_HTML)
            find_anchors(n->text, keep, p, &cap);
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

struct collect {
    struct site *site;
    ptrdiff_t first;
};

static void collect_page(void *ctx, ptrdiff_t i, int worker)
{
    const struct collect *c = ctx;
    struct site *s = c->site;
    struct site_page *p = &s->pages[c->first + i];
    struct site_worker *w = &s->workers[worker];
    struct diag *d = &w->diag;
    if (p->refused || !markdown_acceptable(&p->src, d)) {
        p->refused = true;
        return;
    }
    struct arena scratch = w->scratch;
    p->hash = str_hash(p->src.text);
    struct document *doc = markdown_read(&p->src, &scratch, d);
    if (!doc) {
        p->refused = true;
        return;
    }
    /* front matter is read once more into keep: the document's lives in scratch */
    struct diag quiet = { .keep = &scratch };
    struct arena *keep = &w->keep;
    p->front = front_matter_read(&p->src, keep, &quiet);
    summarise(p, doc, keep);
    p->title = title_of(p, keep);
    p->description = p->front.description;
    if (s->options.out.len)
        site_search_collect(p, doc, keep);
    if (p->n_headings == 0 && p->front.title.len == 0 && !p->generated)
        diag_at(d, RULE(TITLE_MISSING), &p->src, str_sub(p->src.text, 0, 0), NULL);
}

void site_collect(struct site *s, ptrdiff_t first)
{
    struct collect c = { s, first };
    pool_run(s->jobs, s->n_pages - first, collect_page, &c);
    s->page_at = (struct map){ 0 }; /* pages may have moved */
    for (ptrdiff_t i = 0; i < s->n_pages; i++)
        *map_at(&s->page_at, s->pages[i].path, s->keep) = &s->pages[i];
}
