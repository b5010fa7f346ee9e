/* style.c - one pass over the sheet, with the last byte that was written. */
#include "page/style.h"

#include "base/buf.h"

struct squeeze {
    struct str css;
    ptrdiff_t at;
    struct buf out;
    char last;      /* what was written last */
    bool blank;     /* white space was passed since then */
    bool semicolon; /* so was a semicolon, which a closing brace makes needless */
};

static char peek(const struct squeeze *s, ptrdiff_t ahead)
{
    return s->at + ahead < s->css.len ? s->css.ptr[s->at + ahead] : '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static void copy(struct squeeze *s, ptrdiff_t n)
{
    n = n < s->css.len - s->at ? n : s->css.len - s->at;
    if (n <= 0)
        return;
    buf_put(&s->out, str_sub(s->css, s->at, n));
    s->last = s->css.ptr[s->at + n - 1];
    s->at += n;
}

/* Writes what was held back before c. */
static void settle(struct squeeze *s, char c)
{
    bool free = s->last == ':' ? !is_one_of(c, ";}")
                               : is_one_of(s->last, "{};,>(") || is_one_of(c, "{};,>)!");

    if (s->semicolon && c != '}')
        buf_char(&s->out, ';');
    else if (s->blank && s->last && c && !free && !s->semicolon)
        buf_char(&s->out, ' ');
    s->semicolon = s->blank = false;
}

static void skip_comment(struct squeeze *s)
{
    ptrdiff_t end = str_find(str_from(s->css, s->at + 2), S("*/"));
    bool blank = s->blank || is_blank(peek(s, end < 0 ? 0 : end + 4));

    s->at = end < 0 ? s->css.len : s->at + 2 + end + 2;
    if (!blank && !s->semicolon && !is_one_of(s->last, "{};,>(:") && s->last)
        buf_put(&s->out, S("/**/")); /* what it parts must not become one word */
}

/* To the quote that ends it; a line end ends it too, as browsers read. */
static ptrdiff_t string_length(const struct squeeze *s)
{
    ptrdiff_t n = 1;

    while (s->at + n < s->css.len && peek(s, n) != peek(s, 0) && peek(s, n) != '\n')
        n += peek(s, n) == '\\' ? 2 : 1;
    return n + 1;
}

/* An escape in hex digits ends with one blank that belongs to it. */
static ptrdiff_t escape_length(const struct squeeze *s)
{
    ptrdiff_t n = 1;

    while (n <= 6 && is_hex(peek(s, n)))
        n++;
    return n == 1 ? 2 : is_blank(peek(s, n)) ? n + 1 : n;
}

static bool begins_url(const struct squeeze *s)
{
    ptrdiff_t n = 4;

    if (!str_equal_nocase(str_sub(s->css, s->at, 4), S("url(")))
        return false;
    while (is_blank(peek(s, n)))
        n++;
    return !is_one_of(peek(s, n), "\"'");
}

static ptrdiff_t url_length(const struct squeeze *s)
{
    ptrdiff_t n = 4;

    while (s->at + n < s->css.len && peek(s, n) != ')')
        n += peek(s, n) == '\\' ? 2 : 1;
    return n + 1;
}

static void step(struct squeeze *s)
{
    char c = peek(s, 0);

    if (is_blank(c)) {
        s->blank = true;
        s->at++;
    } else if (c == '/' && peek(s, 1) == '*') {
        skip_comment(s);
    } else if (c == ';' && !s->semicolon && s->last != ':') {
        settle(s, c);
        s->semicolon = true;
        s->last = ';';
        s->at++;
    } else {
        settle(s, c);
        copy(s, c == '"' || c == '\'' ? string_length(s)
                : c == '\\'           ? escape_length(s)
                : begins_url(s)       ? url_length(s)
                                      : 1);
        s->last = c == '\\' ? c : s->last; /* whatever was escaped is part of a word */
    }
}

static struct str without_end_tags(struct str css, struct arena *keep)
{
    struct buf out = buf_open(keep, 2 * css.len + 1);

    for (ptrdiff_t at; (at = str_find(css, S("</"))) >= 0; css = str_from(css, at + 2)) {
        buf_put(&out, str_sub(css, 0, at));
        buf_put(&out, S("<\\/"));
    }
    buf_put(&out, css);
    return buf_str(&out);
}

struct str style_squeeze(struct str css, struct arena *keep)
{
    struct squeeze s = { .css = css, .out = buf_open(keep, 2 * css.len + 16) };

    while (s.at < css.len)
        step(&s);
    if (s.semicolon)
        buf_char(&s.out, ';');
    return without_end_tags(buf_str(&s.out), keep);
}
