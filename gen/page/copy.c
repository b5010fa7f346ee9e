/* copy.c - edits of the source text, found on the tree: claims become text, hrefs those of the copies. */
#include "page/copy.h"

#include "model/markdown_text.h"

/* A link whose text is longer than this keeps its form. */
enum { MAX_TEXT = 4096 };

struct edit {
    const char *beg, *end;
    struct str text;
};
struct copier {
    const struct document *doc;
    struct lookup *lookup;
    struct arena *keep;
    LIST(struct edit) edits;
};
struct inline_link {
    const char *beg, *end; /* of all of it, "[text](href)" */
    struct str text;
};

static bool is_inside(struct str body, struct str s)
{
    return s.ptr && s.len && s.ptr >= body.ptr && s.ptr + s.len <= body.ptr + body.len;
}

static bool is_escaped(struct str body, const char *p)
{
    ptrdiff_t n = 0;
    while (p - n > body.ptr && p[-n - 1] == '\\')
        n++;
    return n % 2 != 0;
}

/* The [ that belongs to the ] at close, or NULL. */
static const char *opening(struct str body, const char *close)
{
    int depth = 1;
    for (const char *p = close - 1; p >= body.ptr && close - p < MAX_TEXT; p--) {
        if ((*p != '[' && *p != ']') || is_escaped(body, p))
            continue;
        depth += *p == ']' ? 1 : -1;
        if (!depth)
            return p;
    }
    return NULL;
}

/* Behind the ) that ends a link whose href ends at p, or NULL. */
static const char *closing(struct str body, const char *p)
{
    const char *end = body.ptr + body.len;
    p += p < end && *p == '>';
    while (p < end && char_is_space(*p))
        p++;
    char quote = p < end && (*p == '"' || *p == '\'' || *p == '(') ? *p : '\0';
    if (quote) {
        const char *q = p + 1;
        while (q < end && (*q != (quote == '(' ? ')' : quote) || is_escaped(body, q)))
            q++;
        p = q < end ? q + 1 : end;
        while (p < end && char_is_space(*p))
            p++;
    }
    return p < end && *p == ')' ? p + 1 : NULL;
}

/* Where "[text](href)" stands when n is written so, with its href to the letter. */
static bool find_inline(struct str body, const struct node *n, struct inline_link *out)
{
    if (!is_inside(body, n->href))
        return false;
    const char *p = n->href.ptr - 1;
    while (p > body.ptr && (*p == '<' || char_is_space(*p)))
        p--;
    if (p <= body.ptr || *p != '(' || p[-1] != ']')
        return false;
    const char *close = p - 1, *open = opening(body, close);
    out->end = closing(body, n->href.ptr + n->href.len);
    if (!open || !out->end)
        return false;
    out->text = str_span(open + 1, close);
    out->beg = open - (n->kind == NODE_IMAGE);
    return out->beg >= body.ptr && (n->kind != NODE_IMAGE || *out->beg == '!');
}

static void add(struct copier *c, const char *beg, const char *end, struct str text)
{
    *PUSH(&c->edits, c->keep) = (struct edit){ beg, end, text };
}

/* ---- links ---- */

static void copy_claim(struct copier *c, const struct inline_link *at, const struct claim *claim)
{
    struct buf b = buf_open(c->keep, at->text.len + 2 * claim->shown.len + 64);
    bool empty = str_trim(at->text).len == 0;
    buf_put(&b, at->text);
    if (empty) {
        b.len = 0;
        markdown_text(&b, claim->shown);
    } else if (claim->verdict == VERDICT_FALSE || claim->verdict == VERDICT_OUTDATED) {
        buf_put(&b, S(" (in fact "));
        markdown_text(&b, claim->shown);
        buf_char(&b, ')');
    }
    add(c, at->beg, at->end, buf_str(&b));
}

static bool is_lone(const struct node *n)
{
    return n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
}

static void copy_figure(struct copier *c, const struct node *n, const struct inline_link *at)
{
    struct str key = str_fmt(c->keep, n->kind == NODE_LINK ? "#link-%d" : "#image-%d", n->index);
    const struct lookup_figure *f = is_lone(n) ? lookup_ask(c->lookup, LOOKUP_FIGURE, key) : NULL;
    add(c, at->beg, at->end,
        f ? str_fmt(c->keep, "![%.*s](%.*s)", FMT(at->text), FMT(f->svg_href)) : at->text);
}

/* "../small/index.html#x" -> "../small/index.md#x" */
static struct str to_copy(struct str href, struct arena *keep)
{
    struct cut c = str_cut(href, '#');
    if (!str_ends(c.head, S("index.html")))
        return href;
    return str_fmt(keep, "%.*smd%s%.*s", FMT(str_sub(c.head, 0, c.head.len - 4)), c.ok ? "#" : "",
                   FMT(c.tail));
}

static void copy_link(struct copier *c, const struct node *n)
{
    struct str body = c->doc->front.body;
    const struct lookup_link *link = lookup_ask(c->lookup, LOOKUP_LINK, n->href);
    struct inline_link at = { 0 };
    bool found = find_inline(body, n, &at);
    const struct claim *claim = NULL;
    if (!link || link->kind == LINK_EXTERNAL)
        return;
    if (link->kind == LINK_CLAIM)
        claim = lookup_ask(c->lookup, LOOKUP_CLAIM, str_fmt(c->keep, "#link-%d", n->index));
    bool forge = link->kind == LINK_FORGE;
    if (forge || link->kind == LINK_PAGE || link->kind == LINK_DATA || link->kind == LINK_FILE) {
        if (is_inside(body, n->href))
            add(c, n->href.ptr, n->href.ptr + n->href.len,
                forge ? link->href : to_copy(link->href, c->keep));
    } else if (!found) {
        return;
    } else if (claim) {
        copy_claim(c, &at, claim);
    } else if (link->kind == LINK_FIGURE) {
        copy_figure(c, n, &at);
    } else {
        add(c, at.beg, at.end, at.text);
    }
}

/* A comment is for those who write, not for those who read. */
static void copy_comments(struct copier *c, const struct node *n)
{
    struct str body = c->doc->front.body;
    const char *end = n->place.ptr + n->place.len;
    if (!is_inside(body, n->place))
        return;
    for (const char *p = n->place.ptr; p < end;) {
        ptrdiff_t open = str_find(str_span(p, end), S("<!--"));
        if (open < 0)
            return;
        const char *beg = p + open;
        ptrdiff_t close = str_find(str_span(beg, body.ptr + body.len), S("-->"));
        p = close < 0 ? end : beg + close + 3;
        bool alone = (beg == body.ptr || beg[-1] == '\n') && p < end && *p == '\n';
        add(c, beg, alone ? p + 1 : p, (struct str){ 0 });
    }
}

static int by_place(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;
    if (x->beg != y->beg)
        return x->beg < y->beg ? -1 : 1;
    return (x->end < y->end) - (x->end > y->end);
}

static void apply(const struct copier *c, struct buf *out)
{
    struct str body = c->doc->front.body;
    const char *at = body.ptr;
    if (c->edits.len)
        qsort(c->edits.ptr, (size_t)c->edits.len, sizeof *c->edits.ptr, by_place);
    for (ptrdiff_t i = 0; i < c->edits.len; i++) {
        const struct edit *e = &c->edits.ptr[i];
        if (e->beg < at)
            continue; /* inside one that is done, or the same definition again */
        buf_put(out, str_span(at, e->beg));
        buf_put(out, e->text);
        at = e->end;
    }
    buf_put(out, str_span(at, body.ptr + body.len));
}

void copy_write(const struct document *doc, struct str title, struct lookup *l,
                struct arena *scratch, struct buf *out)
{
    struct copier c = { .doc = doc, .lookup = l, .keep = scratch };
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root))
        if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
            copy_link(&c, n);
        else if (n->kind == NODE_HTML || n->kind == NODE_RAW_HTML)
            copy_comments(&c, n);
    const struct node *first = doc->root->first;
    if (!first || first->kind != NODE_HEADING || first->level != 1) {
        buf_put(out, S("# "));
        markdown_text(out, title);
        buf_put(out, S("\n\n"));
    }
    if (doc->front.body.len)
        apply(&c, out);
}
