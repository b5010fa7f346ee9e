/* markdown_text.c - plain text as Markdown that means just that. */
#include "model/markdown_text.h"

#include "model/emoji.h"

enum { MAX_RUN = 100 };

/* A piece of text on its way into Markdown: which of its marks would mean something there? */
struct piece {
    struct str s;
    char before;       /* what stands in front of it */
    bool begins_block; /* nothing but the marks of blocks stands before it on its line */
};

static char at(const struct piece *p, ptrdiff_t i)
{
    return i < 0 ? p->before : i < p->s.len ? p->s.ptr[i] : '\0';
}

/* The end of the piece counts as no blank: nobody knows what comes. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_mark(char c)
{
    return c > ' ' && c < 127 && !char_is_alnum(c);
}

/* Bounds of the run of equal characters around i; of a very long one, of a part of it. */
static ptrdiff_t run_begin(const struct piece *p, ptrdiff_t i)
{
    ptrdiff_t first = i > MAX_RUN ? i - MAX_RUN : 0;
    while (i > first && p->s.ptr[i - 1] == p->s.ptr[i])
        i--;
    return i;
}

static ptrdiff_t run_end(const struct piece *p, ptrdiff_t i)
{
    char c = p->s.ptr[i];
    ptrdiff_t last = i + MAX_RUN < p->s.len ? i + MAX_RUN : p->s.len;
    while (i < last && p->s.ptr[i] == c)
        i++;
    return i;
}

static bool at_begin(const struct piece *p, ptrdiff_t i)
{
    return p->begins_block && run_begin(p, i) == 0;
}

static bool always(const struct piece *p, ptrdiff_t i)
{
    (void)p;
    (void)i;
    return true;
}

static bool backslash(const struct piece *p, ptrdiff_t i)
{
    char next = at(p, i + 1);
    return next == '\0' || is_mark(next) || is_blank(next);
}

/* Between blanks it is a star. */
static bool star(const struct piece *p, ptrdiff_t i)
{
    bool alone = is_blank(at(p, run_begin(p, i) - 1)) && is_blank(at(p, run_end(p, i)));
    return !alone || (p->begins_block && i == 0);
}

/* Inside a word it is part of the word. */
static bool underscore(const struct piece *p, ptrdiff_t i)
{
    char before = at(p, run_begin(p, i) - 1), behind = at(p, run_end(p, i));
    return !(char_is_alnum(before) && char_is_alnum(behind)) &&
           !(is_blank(before) && is_blank(behind) && !p->begins_block);
}

/* Only one that can close strikes out. */
static bool tilde(const struct piece *p, ptrdiff_t i)
{
    return !is_blank(at(p, run_begin(p, i) - 1)) || (p->begins_block && run_end(p, i) > 2);
}

/* "<5" is no tag; "<5@x>" is an address of mail. */
static bool less(const struct piece *p, ptrdiff_t i)
{
    char next = at(p, i + 1);
    bool open = !is_blank(next) && !char_is_digit(next) && next != '=' && next != '$';
    ptrdiff_t end = i + 2; /* md4c lets a scheme begin with anything */
    while (!open && end < p->s.len && end < i + MAX_RUN && !is_blank(p->s.ptr[end]) &&
           p->s.ptr[end] != '>')
        end++;
    return open || at(p, end) == '>' || end == i + MAX_RUN;
}

/* "&amp;" and "&#1;" are characters. */
static bool ampersand(const struct piece *p, ptrdiff_t i)
{
    ptrdiff_t end = i + 1;
    while (end < p->s.len && end < i + MAX_RUN &&
           (char_is_alnum(p->s.ptr[end]) || p->s.ptr[end] == '#'))
        end++;
    return end == p->s.len || at(p, end) == ';';
}

/* "!!!" and "???" begin blocks of other tools. */
static bool three_at_begin(const struct piece *p, ptrdiff_t i)
{
    return p->begins_block && run_begin(p, i) == 0 && run_end(p, i) > 2;
}

/* A title's last one before a link would make the link a picture. */
static bool exclamation(const struct piece *p, ptrdiff_t i)
{
    return at(p, i + 1) == '\0' || three_at_begin(p, i);
}

/* "{{< x >}}", "{% x %}", "{#id}", "{.class}", "{:toc}" */
static bool brace(const struct piece *p, ptrdiff_t i)
{
    return char_among(at(p, i + 1), "{%#.:");
}

/* ":tada:" */
static bool begins_emoji(const struct piece *p, ptrdiff_t i)
{
    ptrdiff_t end = i + 1;
    while (end < p->s.len && end < i + MAX_RUN &&
           (char_is_alnum(p->s.ptr[end]) || char_among(p->s.ptr[end], "_+-")))
        end++;
    return at(p, end) == ':' && emoji_named(str_sub(p->s, i + 1, end - i - 1)).len;
}

/* "https://" in text becomes a link, so do addresses of mail; at the begin of a line it defines a word. */
static bool colon(const struct piece *p, ptrdiff_t i)
{
    static const struct str schemes[] = { { "http", 4 }, { "https", 5 }, { "ftp", 3 } };
    struct str before = str_sub(p->s, 0, i), behind = str_sub(p->s, i + 1, 2);
    if (at_begin(p, i) || begins_emoji(p, i))
        return true;
    for (ptrdiff_t k = 0; k < LEN(schemes); k++)
        if (str_equal_nocase(str_from(before, i - schemes[k].len), schemes[k]))
            return str_starts(S("//"), behind);
    return false;
}

static bool mail(const struct piece *p, ptrdiff_t i)
{
    return !is_blank(at(p, i - 1)) && !is_blank(at(p, i + 1));
}

static bool full_stop(const struct piece *p, ptrdiff_t i)
{
    bool digits = p->begins_block && i > 0 && i < 10;
    for (ptrdiff_t k = 0; k < i && digits; k++)
        digits = char_is_digit(p->s.ptr[k]);
    bool item = digits && (is_blank(at(p, i + 1)) || at(p, i + 1) == '\0');
    return item ||
           (p->s.ptr[i] == '.' && i >= 3 && str_equal_nocase(str_sub(p->s, i - 3, 3), S("www")));
}

/* Begins a block, or, as the last of a heading, closes it. */
static bool hash(const struct piece *p, ptrdiff_t i)
{
    ptrdiff_t end = run_end(p, i);
    while (end < p->s.len && is_blank(p->s.ptr[end]))
        end++;
    return end == p->s.len || (p->begins_block && run_begin(p, i) == 0);
}

/* clang-format off */
static bool (*const meanings[128])(const struct piece *p, ptrdiff_t i) = {
    ['\\'] = backslash, ['`'] = always,     ['*'] = star,      ['_'] = underscore,  ['['] = always,    [']'] = always,
    ['|'] = always,      ['~'] = tilde,      ['<'] = less,      ['>'] = at_begin,    ['&'] = ampersand, ['!'] = exclamation,
    [':'] = colon,       ['@'] = mail,       ['.'] = full_stop, [')'] = full_stop,   ['#'] = hash,      ['-'] = at_begin,
    ['+'] = at_begin,    ['='] = at_begin,   ['?'] = three_at_begin, ['{'] = brace,
};
/* clang-format on */

static bool begins_block(const struct buf *b)
{
    ptrdiff_t i = b->len;
    if (i && !is_blank(b->ptr[i - 1]))
        return false;
    for (; i && b->ptr[i - 1] != '\n'; i--)
        if (str_char(S(" \t>-+*#.)0123456789"), b->ptr[i - 1]) < 0)
            return false;
    return true;
}

void markdown_text(struct buf *b, struct str s)
{
    struct piece p = { s, b->len ? b->ptr[b->len - 1] : '\n', begins_block(b) };
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 128 && meanings[c] && meanings[c](&p, i))
            buf_char(b, '\\');
        buf_char(b, is_blank(s.ptr[i]) ? ' ' : s.ptr[i]);
    }
}
