/* block_lines.c - one line after another: containers that go on, containers that begin, the leaf. */
#include "load/block_lines.h"

enum { CODE_INDENT = 4 };

struct cursor {
    struct str s;
    int column, pending; /* pending: columns of a tab that was cut */
};

static int tab_width(const struct cursor *c)
{
    return CODE_INDENT - c->column % CODE_INDENT;
}

/* Columns of blanks at the cursor. */
static int blanks(struct cursor c)
{
    int n = c.pending;
    c.column += c.pending;
    for (; c.s.len && (*c.s.ptr == ' ' || *c.s.ptr == '\t'); c.s = str_from(c.s, 1)) {
        int width = *c.s.ptr == '\t' ? tab_width(&c) : 1;
        n += width;
        c.column += width;
    }
    return n;
}

/* Takes up to n columns of blanks. */
static void skip(struct cursor *c, int n)
{
    while (n > 0 && (c->pending || (c->s.len && (*c->s.ptr == ' ' || *c->s.ptr == '\t')))) {
        if (!c->pending) {
            c->pending = *c->s.ptr == '\t' ? tab_width(c) : 1;
            c->s = str_from(c->s, 1);
        }
        int some = c->pending < n ? c->pending : n;
        c->pending -= some;
        c->column += some;
        n -= some;
    }
}

static bool is_blank(struct cursor c)
{
    return !str_trim(c.s).len;
}

/* ---- leaves ---- */

static ptrdiff_t run_of(struct str s, char mark)
{
    ptrdiff_t n = 0;
    while (n < s.len && s.ptr[n] == mark)
        n++;
    return n;
}

static bool is_rule(struct str s)
{
    char mark = s.len ? *s.ptr : ' ';
    int n = 0;
    if (str_char(S("*-_"), mark) < 0)
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        n += s.ptr[i] == mark;
        if (s.ptr[i] != mark && !char_is_space(s.ptr[i]))
            return false;
    }
    return n >= 3;
}

static bool is_underline(struct str s)
{
    s = str_trim_end(s);
    return s.len && (*s.ptr == '=' || *s.ptr == '-') && run_of(s, *s.ptr) == s.len;
}

static bool is_heading(struct str s)
{
    ptrdiff_t n = run_of(s, '#');
    return n >= 1 && n <= 6 && (n == s.len || char_is_space(s.ptr[n]));
}

static bool opens_fence(struct str s)
{
    char mark = s.len ? *s.ptr : ' ';
    ptrdiff_t n = mark == '`' || mark == '~' ? run_of(s, mark) : 0;
    return n >= 3 && (mark == '~' || str_char(str_from(s, n), '`') < 0);
}

static bool is_tag_name(struct str s, const char *names)
{
    ptrdiff_t n = 0;
    while (n < s.len && char_is_alnum(s.ptr[n]))
        n++;
    char behind = n < s.len ? s.ptr[n] : ' ';
    if (!n || (!char_is_space(behind) && behind != '>' && behind != '/'))
        return false;
    for (struct str rest = str_of(names); rest.len;) {
        struct cut c = str_cut(rest, ' ');
        if (str_equal_nocase(c.head, str_sub(s, 0, n)))
            return true;
        rest = c.tail;
    }
    return false;
}

/* A whole tag, and nothing behind it. */
static bool is_lone_tag(struct str s)
{
    s = str_trim_end(s);
    struct str name = str_from(s, 1 + (s.len > 1 && s.ptr[1] == '/'));
    ptrdiff_t n = 0;
    while (n < name.len && (char_is_alnum(name.ptr[n]) || name.ptr[n] == '-'))
        n++;
    if (!n || !char_is_alpha(*name.ptr) || n == name.len ||
        (!char_is_space(name.ptr[n]) && str_char(S("/>"), name.ptr[n]) < 0))
        return false;
    return str_tag(s, false) == s.len;
}

/* What ends the HTML block that begins with this line; its ptr is NULL when none does. */
static struct str html_end(struct str s, bool paragraph)
{
    static const char raw[] = "script pre style textarea";
    static const char block[] =
        "address article aside base basefont blockquote body caption center col colgroup dd "
        "details "
        "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 "
        "h6 "
        "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup "
        "option p "
        "param search section summary table tbody td tfoot th thead title tr track ul";
    struct str name = str_from(s, 1 + (s.len > 1 && s.ptr[1] == '/'));
    if (!s.len || *s.ptr != '<')
        return (struct str){ 0 };
    if (is_tag_name(str_from(s, 1), raw))
        return S("</");
    if (str_starts(s, S("<!--")))
        return S("-->");
    if (str_starts(s, S("<?")))
        return S("?>");
    if (str_starts(s, S("<![CDATA[")))
        return S("]]>");
    if (s.len > 2 && s.ptr[1] == '!' && char_is_alpha(s.ptr[2]))
        return S(">");
    return is_tag_name(name, block) || (!paragraph && is_lone_tag(s)) ? S("") : (struct str){ 0 };
}

static bool ends_html(const struct block_lines *b, struct str line)
{
    return b->html_end.len && str_find(line, b->html_end) >= 0;
}

/* ---- containers ---- */

/* How wide the marker of a list item at the head of s is, without what follows it; 0: none stands there. */
static int marker_len(struct str s, bool paragraph)
{
    ptrdiff_t n = 0;
    while (n < s.len && n < 10 && char_is_digit(s.ptr[n]))
        n++;
    bool digits = n > 0;
    if (n > 9 || n >= s.len || str_char(digits ? S(".)") : S("-+*"), s.ptr[n]) < 0)
        return 0;
    struct str behind = str_from(s, n + 1);
    if (behind.len && !char_is_space(*behind.ptr))
        return 0;
    bool first = !digits || (n == 1 && *s.ptr == '1');
    return paragraph && (!first || !str_trim(behind).len) ? 0 : (int)n + 1;
}

static bool go_on(struct container *box, struct cursor *c)
{
    const char *from = c->s.ptr;
    int n = blanks(*c);
    if (box->kind == CONTAINER_QUOTE) {
        struct cursor ahead = *c;
        skip(&ahead, n);
        if (n >= CODE_INDENT || !ahead.s.len || *ahead.s.ptr != '>')
            return false;
        ahead.s = str_from(ahead.s, 1);
        ahead.column++;
        skip(&ahead, 1);
        *c = ahead;
    } else if (is_blank(*c) || n >= box->width) {
        skip(c, box->width);
    } else {
        return false;
    }
    box->at = str_span(from, c->s.ptr);
    return true;
}

static bool open_one(struct block_lines *b, struct cursor *c, bool paragraph)
{
    struct cursor ahead = *c;
    const char *from = c->s.ptr;
    int n = blanks(*c);
    skip(&ahead, n);
    bool quote = ahead.s.len && *ahead.s.ptr == '>';
    int marker = quote ? 1 : marker_len(ahead.s, paragraph);
    if (n >= CODE_INDENT || !marker || b->n == BLOCK_DEPTH || (!quote && is_rule(ahead.s)))
        return false;
    ahead.s = str_from(ahead.s, marker);
    ahead.column += marker;
    int behind = blanks(ahead), some = quote                                     ? 1
                                       : behind > CODE_INDENT || is_blank(ahead) ? 1
                                                                                 : behind;
    skip(&ahead, some);
    int width = quote ? 0 : n + marker + (is_blank(ahead) ? 1 : some);
    b->open[b->n++] = (struct container){ quote ? CONTAINER_QUOTE : CONTAINER_ITEM, width,
                                          str_span(from, ahead.s.ptr) };
    *c = ahead;
    return true;
}

/* ---- a line ---- */

static struct block_line line_of(struct cursor c, enum line_kind kind)
{
    struct block_line l = { .kind = kind, .rest = c.s, .pending = c.pending, .indent = blanks(c) };
    skip(&c, l.indent);
    l.text = c.s;
    return l;
}

/* In a fence or an HTML block that is open; false when the line is of neither. */
static bool inside(struct block_lines *b, struct cursor c, struct block_line *out)
{
    if (b->fence) {
        *out = line_of(c, LINE_CODE);
        struct str s = str_trim_end(out->text);
        ptrdiff_t n = run_of(s, b->fence);
        if (n >= b->fence_len && n == s.len && out->indent < CODE_INDENT) {
            b->fence = '\0';
            out->kind = LINE_FENCE;
        }
        return true;
    }
    if (!b->html_end.ptr)
        return false;
    *out = line_of(c, LINE_HTML);
    if (!b->html_end.len && is_blank(c)) {
        b->html_end.ptr = NULL;
        return false;
    }
    if (ends_html(b, c.s))
        b->html_end.ptr = NULL;
    return true;
}

static enum line_kind leaf(struct block_lines *b, const struct block_line *l)
{
    if (!l->text.len)
        return LINE_BLANK;
    if (l->indent >= CODE_INDENT)
        return l->was_text ? LINE_TEXT : LINE_CODE;
    if (opens_fence(l->text)) {
        b->fence = *l->text.ptr;
        b->fence_len = run_of(l->text, b->fence);
        b->fence_depth = b->n;
        return LINE_FENCE;
    }
    if (is_heading(l->text))
        return LINE_HEADING;
    if (is_rule(l->text) || (l->was_text && !l->lazy && is_underline(l->text)))
        return LINE_RULE;
    b->html_end = html_end(l->text, l->was_text);
    b->html_depth = b->n;
    if (!b->html_end.ptr)
        return LINE_TEXT;
    if (ends_html(b, b->html_end.len == 3 ? str_from(l->text, 4) : str_from(l->text, 1)))
        b->html_end.ptr = NULL;
    return LINE_HTML;
}

static int matched(struct block_lines *b, struct cursor *c)
{
    int n = 0;
    while (n < b->n && go_on(&b->open[n], c))
        n++;
    return n;
}

struct block_line block_lines_next(struct block_lines *b, struct str line)
{
    struct cursor c = { line, 0, 0 };
    struct block_line l;
    int n = matched(b, &c), was = b->n;
    if (n < b->fence_depth)
        b->fence = '\0';
    if (n < b->html_depth)
        b->html_end.ptr = NULL;
    if (n == was && inside(b, c, &l)) {
        l.n_before = n;
        l.was_text = false;
        b->paragraph = false;
        return l;
    }
    bool paragraph = b->paragraph, shifts = false;
    for (int i = n; i < was; i++)
        shifts |= b->open[i].kind == CONTAINER_SHIFT;
    b->n = n;
    int opened = 0;
    while (open_one(b, &c, paragraph && n == was && !opened))
        opened++;
    l = line_of(c, LINE_TEXT);
    l.n_before = n;
    l.was_text = paragraph && !opened && (n == was || !shifts);
    l.lazy = l.was_text && n < was;
    l.kind = leaf(b, &l);
    l.lazy &= l.kind == LINE_TEXT;
    if (l.lazy)
        b->n = was;
    l.was_text &= l.kind == LINE_TEXT || l.kind == LINE_RULE;
    b->paragraph = l.kind == LINE_TEXT;
    return l;
}
