/* copy.c - edits of the source text, found on the tree: claims become text, hrefs those of the copies; for other
 * generators pictures stand for drawings, and what only plumb reads goes. */
#include "page/copy.h"

#include "base/path.h"
#include "model/markdown_text.h"

/* A link whose text is longer than this keeps its form. */
enum { MAX_TEXT = 4096 };

struct edit {
    const char *beg, *end;
    struct str text;
};
struct copier {
    const struct document *doc;
    struct str body;          /* what is copied of its source */
    const struct copy_as *as; /* for other generators; or NULL */
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
    } else if (!c->as && (claim->verdict == VERDICT_FALSE || claim->verdict == VERDICT_OUTDATED)) {
        buf_put(&b, S(" (in fact "));
        markdown_text(&b, claim->shown);
        buf_char(&b, ')');
    }
    add(c, at->beg, at->end, buf_str(&b));
}

/* "[text][label]" or "[text]", whose target stands elsewhere: only marks of emphasis around the text. */
static bool find_reference(struct str body, const struct node *n, struct inline_link *out)
{
    static const char marks[] = "*_~`";
    const char *p = n->place.ptr, *end = body.ptr + body.len, *q = p + n->place.len;
    if (!is_inside(body, n->place) || n->place.ptr == n->href.ptr)
        return false;
    while (p > body.ptr && strchr(marks, p[-1]) && p[-1])
        p--;
    while (q < end && *q && strchr(marks, *q))
        q++;
    if (p <= body.ptr || p[-1] != '[' || q >= end || *q != ']')
        return false;
    out->text = str_span(p, q);
    out->beg = p - 1;
    out->end = q + 1;
    ptrdiff_t label =
        out->end < end && *out->end == '[' ? str_char(str_span(out->end, end), ']') : -1;
    out->end += label + 1;
    return true;
}

static bool is_lone(const struct node *n)
{
    return n->parent->kind == NODE_PARAGRAPH && n->parent->first == n && !n->next;
}

/* From the page's source to the picture's file. */
static struct str figure_path(const struct copier *c, const struct lookup_figure *f)
{
    bool escapes;
    struct str path =
        path_normal(path_join(path_dir(c->as->out), f->svg_href, c->keep), c->keep, &escapes);
    return path_relative(c->as->path, path, c->keep);
}

static void copy_figure(struct copier *c, const struct node *n, const struct inline_link *at)
{
    struct str key = str_fmt(c->keep, n->kind == NODE_LINK ? "#link-%d" : "#image-%d", n->index);
    const struct lookup_figure *f = is_lone(n) ? lookup_ask(c->lookup, LOOKUP_FIGURE, key) : NULL;
    struct str href = f ? f->svg_href : S("");
    if (f && c->as)
        href = figure_path(c, f);
    struct str table = f && c->as ? f->table : S("");
    add(c, at->beg, at->end,
        f ? str_fmt(c->keep, "![%.*s](%.*s)%s%.*s", FMT(at->text), FMT(href),
                    table.len ? "\n\n" : "", FMT(table))
          : at->text);
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

/* Other generators know paths of files alone: what leads to one is written so, unless it is. */
static void copy_target(struct copier *c, const struct node *n, struct str to)
{
    struct cut hash = str_cut(n->href, '#');
    struct str path = url_decode(str_cut(hash.head, '?').head, c->keep);
    bool escapes;
    struct str now =
        path_normal(path_join(path_dir(c->as->path), path, c->keep), c->keep, &escapes);
    if (!path.len || !is_inside(c->body, n->href) || (!escapes && str_equal(now, to)))
        return;
    struct buf b = buf_open(c->keep, 1 << 16);
    buf_percent(&b, path_relative(c->as->path, to, c->keep), S("/"));
    if (hash.ok)
        buf_char(&b, '#');
    buf_put(&b, hash.tail);
    add(c, n->href.ptr, n->href.ptr + n->href.len, buf_str(&b));
}

static void copy_link(struct copier *c, const struct node *n)
{
    struct str body = c->body;
    const struct lookup_link *link = lookup_ask(c->lookup, LOOKUP_LINK, n->href);
    struct inline_link at = { 0 };
    bool found = find_inline(body, n, &at) || (c->as && find_reference(body, n, &at));
    const struct claim *claim = NULL;
    if (!link || link->kind == LINK_EXTERNAL || (c->as && link->kind == LINK_BROKEN))
        return;
    if (c->as && (link->page.len || link->file.len)) {
        copy_target(c, n, link->page.len ? link->page : link->file);
        return;
    }
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
    struct str body = c->body;
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
    struct str body = c->body;
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
    struct copier c = { .doc = doc, .body = doc->front.body, .lookup = l, .keep = scratch };
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root))
        if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
            copy_link(&c, n);
        else if (n->kind == NODE_HTML || n->kind == NODE_RAW_HTML)
            copy_comments(&c, n);
    if (!document_heading(doc)) {
        buf_put(out, S("# "));
        markdown_text(out, title);
        buf_put(out, S("\n\n"));
    }
    if (doc->front.body.len)
        apply(&c, out);
}

/* ---- for other generators ---- */

static const char *line_begin(struct str body, const char *p)
{
    while (p > body.ptr && p[-1] != '\n')
        p--;
    return p;
}

/* The words behind the language that only plumb reads make other fences of it elsewhere. */
static bool is_ours(struct str info)
{
    static const char *const words[] = { " file=", " subset=", " keys=", " schema=",
                                         " bind=", " tab=",    " draw",  " plain" };
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (str_find(info, str_of(words[i])) >= 0)
            return true;
    return false;
}

/* A line from its fence marks on, behind the marks of quotes and lists. */
static struct str fence_line(struct str line)
{
    struct str bare = str_trim(line);
    while (bare.len && char_among(*bare.ptr, " \t>-*+.)0123456789"))
        bare = str_from(bare, 1);
    return bare;
}

/* From the line of the opening marks to behind that of the closing ones; false for what is no plain fence. */
static bool fence_span(struct str body, const struct node *n, struct str *prefix, struct str *span)
{
    bool named = is_inside(body, n->info); /* then the place begins there */
    const char *end = body.ptr + body.len;
    const char *beg = line_begin(body, named ? n->info.ptr : n->place.ptr);
    if (!is_inside(body, n->place) || (!named && beg == body.ptr))
        return false;
    beg = named ? beg : line_begin(body, beg - 1);
    struct str rest = str_span(beg, end), bare = fence_line(str_line(&rest));
    char mark = bare.len ? *bare.ptr : ' ';
    if ((mark != '`' && mark != '~') || !str_starts(bare, mark == '`' ? S("```") : S("~~~")))
        return false;
    *prefix = str_span(beg, bare.ptr);
    const char *body_end = n->place.ptr + n->place.len;
    rest = str_span(body_end, end);
    if (body_end > body.ptr && body_end[-1] != '\n')
        str_line(&rest);
    const char *close = rest.ptr;
    struct str last = fence_line(str_line(&rest));
    *span = str_span(beg, last.ptr + last.len);
    return last.ptr && close <= last.ptr && str_starts(last, mark == '`' ? S("```") : S("~~~"));
}

static void copy_fence(struct copier *c, const struct node *n)
{
    struct str prefix, span, key = str_fmt(c->keep, "#fence-%d", n->index);
    const struct lookup_figure *f = lookup_ask(c->lookup, LOOKUP_FIGURE, key);
    if (!fence_span(c->body, n, &prefix, &span))
        return;
    if (f && f->svg_href.len) {
        struct buf b = buf_open(c->keep, 1 << 16);
        buf_put(&b, prefix);
        buf_put(&b, S("!["));
        markdown_text(&b, f->alt);
        buf_put(&b, S("]("));
        buf_put(&b, figure_path(c, f));
        buf_char(&b, ')');
        add(c, span.ptr, span.ptr + span.len, buf_str(&b));
    } else if (is_ours(n->info) && is_inside(c->body, n->info)) {
        struct str language = str_cut(n->info, ' ').head;
        add(c, language.ptr + language.len, n->info.ptr + n->info.len, (struct str){ 0 });
    }
}

void copy_export(const struct document *doc, const struct copy_as *as, struct lookup *l,
                 struct arena *scratch, struct buf *out)
{
    struct copier c = {
        .doc = doc, .body = doc->src->text, .as = as, .lookup = l, .keep = scratch
    };
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root))
        if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
            copy_link(&c, n);
        else if (n->kind == NODE_CODE)
            copy_fence(&c, n);
    if (c.body.len)
        apply(&c, out);
}
