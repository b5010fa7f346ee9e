/* forge_inline.c - one walk over the tree, a step for each kind of node. */
#include "load/forge_inline.h"

#include "model/emoji.h"

/* ---- {#id .class key=value} ---- */

/* How long the list of attributes is that s begins with; 0: it is none. *id: what # names. */
static ptrdiff_t attributes_len(struct str s, struct str *id)
{
    ptrdiff_t end = str_starts(s, S("{")) ? str_char(s, '}') : -1;
    struct str rest = str_sub(s, 1, end - 1);
    bool any = false;
    rest = str_trim(str_starts(rest, S(":")) ? str_from(rest, 1) : rest);
    while (end > 0 && rest.len) {
        struct cut c = str_cut(rest, ' ');
        char mark = *c.head.ptr;
        ptrdiff_t equal = str_char(c.head, '=');
        bool quoted = equal > 0 && equal + 1 < c.head.len && c.head.ptr[equal + 1] == '"';
        if (quoted &&
            !(c.head.len > equal + 2 && str_ends(c.head, S("\"")))) /* a blank in quotes */
            c.tail = str_cut(str_from(rest, equal + 2), '"').tail;
        bool named = (mark == '#' || mark == '.') && c.head.len > 1 &&
                     (char_is_alnum(c.head.ptr[1]) || c.head.ptr[1] == '_' ||
                      (unsigned char)c.head.ptr[1] >= 0x80);
        bool bare = str_equal(rest, S("toc")) || str_equal(c.head, S("-"));
        if (!named && !bare && !(equal > 0 && char_is_alpha(mark)))
            return 0;
        if (mark == '#')
            *id = str_from(c.head, 1);
        any = true;
        rest = str_trim(c.tail);
    }
    return any ? end + 1 : 0;
}

struct str forge_heading_id(struct node *heading)
{
    struct node *last = heading->last;
    struct str id = { 0 };
    ptrdiff_t open = last && last->kind == NODE_TEXT ? str_rchar(last->text, '{') : -1;
    struct str s = open >= 0 ? str_trim_end(str_from(last->text, open)) : (struct str){ 0 };
    if (!s.len || attributes_len(s, &id) != s.len)
        return (struct str){ 0 };
    last->text = str_trim_end(str_sub(last->text, 0, open));
    return id;
}

/* n becomes a place that links can lead to. */
static void make_anchor(struct node *n, struct str id, struct arena *keep)
{
    n->kind = NODE_RAW_HTML;
    n->text = str_fmt(keep, "<a id=\"%.*s\"></a>", FMT(id));
    n->first = n->last = NULL;
}

static bool is_plain_id(struct str id)
{
    for (ptrdiff_t i = 0; i < id.len; i++)
        if (str_char(S("\"'<>&"), id.ptr[i]) >= 0)
            return false;
    return id.len > 0;
}

/* Attributes behind a link, a picture, code or strong text, with nothing between: they are left out, but for
 * an id, which is put in front of it. */
static void take_attributes(struct node *text, struct node *before, struct arena *keep)
{
    static const bool may[] = {
        [NODE_LINK] = true,   [NODE_IMAGE] = true,    [NODE_CODE_SPAN] = true,
        [NODE_STRONG] = true, [NODE_EMPHASIS] = true, [NODE_NOTES] = false
    };
    struct str id = { 0 };
    if (!before || before->kind >= LEN(may) || !may[before->kind])
        return;
    text->text = str_from(text->text, attributes_len(text->text, &id));
    if (!is_plain_id(id))
        return;
    if (before->kind != NODE_LINK || before->href.len) {
        struct node *moved = NEW(keep, struct node, 1);
        *moved = *before;
        for (struct node *c = moved->first; c; c = c->next)
            c->parent = moved;
        before->next = moved;
    }
    make_anchor(before, id, keep);
}

/* A line of attributes alone says how its paragraph looks, or what it is called. */
static bool is_attributes(const struct node *n, struct str *id)
{
    struct str s = n->kind == NODE_TEXT ? str_trim(n->text) : (struct str){ 0 };
    return (str_starts(s, S("{:")) || str_starts(s, S("{#")) || str_starts(s, S("{ #"))) &&
           attributes_len(s, id) == s.len;
}

static bool is_contents(const struct node *p)
{
    static const struct str marks[] = { { "[TOC]", 5 }, { "[[TOC]]", 7 }, { "[[_TOC_]]", 9 } };
    const struct node *only = p->kind == NODE_PARAGRAPH ? p->first : NULL;
    struct str s = only && !only->next && only->kind == NODE_TEXT ? str_trim(only->text) : S("");
    for (ptrdiff_t i = 0; i < LEN(marks); i++)
        if (str_equal_nocase(s, marks[i]))
            return true;
    return false;
}

/* ---- raw HTML over lines ---- */

/* How far the reading of a tag or comment has come. */
struct html_state {
    struct str end; /* what ends a comment or an instruction; empty: it is a tag */
    char quote;
    bool whole;
};

static struct html_state html_begin(struct str s)
{
    struct html_state h = { 0 };
    h.end = str_starts(s, S("<!--"))        ? S("-->")
            : str_starts(s, S("<?"))        ? S("?>")
            : str_starts(s, S("<![CDATA[")) ? S("]]>")
                                            : S("");
    h.whole = str_equal(s, S("<!-->")) || str_equal(s, S("<!--->"));
    return h;
}

static void html_more(struct html_state *h, struct str s)
{
    if (h->end.len) {
        h->whole = str_find(s, h->end) >= 0;
        return;
    }
    for (ptrdiff_t i = 0; i < s.len && !h->whole; i++) {
        char c = s.ptr[i];
        if (h->quote)
            h->quote = c == h->quote ? '\0' : h->quote;
        else if (c == '"' || c == '\'')
            h->quote = c;
        else
            h->whole = c == '>';
    }
}

/* Joins the pieces of a tag that the parser handed out line by line to the first of them. */
static void join_html(struct node *n, struct arena *keep)
{
    struct html_state h = html_begin(n->text);
    struct buf b = { 0 };
    if (!h.whole)
        html_more(&h, str_starts(n->text, S("<!--")) ? str_from(n->text, 4) : n->text);
    if (h.whole)
        return;
    b = buf_open(keep, PTRDIFF_MAX);
    buf_put(&b, n->text);
    struct node *end = n->next;
    while (end && !h.whole && (end->kind == NODE_RAW_HTML || end->kind == NODE_SOFT_BREAK)) {
        struct str piece = end->kind == NODE_SOFT_BREAK ? S("\n") : end->text;
        buf_put(&b, piece);
        html_more(&h, piece);
        end = end->next;
    }
    if (!h.whole)
        return;
    n->text = buf_str(&b);
    n->next = end;
    if (!end)
        n->parent->last = n;
}

/* ---- emoji ---- */

static bool is_escaped(const struct node *text, struct str source)
{
    const char *at = text->place.ptr;
    return at && at > source.ptr && at < source.ptr + source.len && at[-1] == '\\';
}

static void put_emoji(struct node *text, struct str source, struct arena *keep)
{
    struct str s = text->text;
    struct buf b = { 0 };
    ptrdiff_t from = 0;
    for (ptrdiff_t i = is_escaped(text, source) ? 1 : str_char(s, ':'); i >= 0 && i < s.len; i++) {
        ptrdiff_t n = 1;
        while (s.ptr[i] == ':' && i + n < s.len && n < EMOJI_NAME &&
               (char_is_alnum(s.ptr[i + n]) || str_char(S("_+-"), s.ptr[i + n]) >= 0))
            n++;
        bool ends = s.ptr[i] == ':' && n > 1 && i + n < s.len && s.ptr[i + n] == ':';
        struct str emoji = ends ? emoji_named(str_sub(s, i + 1, n - 1)) : (struct str){ 0 };
        if (!emoji.len)
            continue;
        b = b.arena ? b : buf_open(keep, PTRDIFF_MAX);
        buf_put(&b, str_sub(s, from, i - from));
        buf_put(&b, emoji);
        from = i + n + 1;
        i += n;
    }
    if (!b.arena)
        return;
    buf_put(&b, str_from(s, from));
    text->text = buf_str(&b);
}

/* ---- the walk ---- */

static void each_child(struct node *parent, struct str source, struct arena *keep)
{
    struct node *before = NULL, *next;
    for (struct node *n = parent->first; n; n = next) {
        if (n->kind == NODE_RAW_HTML)
            join_html(n, keep);
        next = n->next;
        bool inside = before && (before->kind == NODE_SOFT_BREAK || before->kind == NODE_BREAK);
        bool line = (!before || inside) && (!next || next->kind == NODE_SOFT_BREAK);
        struct str id = { 0 };
        bool attributes = line && is_attributes(n, &id);
        if (attributes && is_plain_id(id)) {
            make_anchor(n, id, keep);
        } else if (attributes || is_contents(n)) {
            *(before ? &before->next : &parent->first) = next;
            parent->last = next ? parent->last : before;
            continue;
        }
        if (n->kind == NODE_TEXT) {
            take_attributes(n, before, keep);
            put_emoji(n, source, keep);
        }
        before = n;
    }
}

void forge_inline(struct node *root, struct str source, struct arena *keep)
{
    for (const struct node *n = root; n; n = node_next(n, root))
        if (n->first)
            each_child((struct node *)(uintptr_t)n, source, keep);
}
