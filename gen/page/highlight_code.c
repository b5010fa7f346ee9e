/* highlight_code.c - free-form languages: words, numbers, strings, comments, and code inside
 * strings. */
#include "page/highlight_lex.h"

static bool word_start(char c)
{
    return (highlight_bytes[(unsigned char)c] & (BYTE_WORD | BYTE_DIGIT)) == BYTE_WORD;
}

static bool has(const struct lexer *x, unsigned flag)
{
    return (x->lang->flags & flag) != 0;
}

/* Stops before close at bracket level 0. */
static void code_until(struct lexer *x, char close);

/* ---- comments and directives ---- */

/* The end of a comment that begins at p, or p. */
static const char *comment_end(const struct lexer *x, const char *p)
{
    const struct language *l = x->lang;
    for (int i = 0; i < 2 && l->line_comment[i]; i++)
        if (highlight_at(x, p, l->line_comment[i]))
            return highlight_line_end(x, p);
    if (!l->block_comment[0] || !highlight_at(x, p, l->block_comment[0]))
        return p;
    for (const char *q = p + 2; q < x->end; q++)
        if (highlight_at(x, q, l->block_comment[1]))
            return q + 2;
    return x->end;
}

static bool comment(struct lexer *x)
{
    const char *end = comment_end(x, x->at);
    if (end == x->at)
        return false;
    highlight_mark(x, x->at, end, 'c');
    x->at = end;
    return true;
}

static bool directive(struct lexer *x)
{
    const char *p = x->at;
    while (p > x->pen.written && (p[-1] == ' ' || p[-1] == '\t'))
        p--;
    if (p > x->pen.written && p[-1] != '\n')
        return false;
    for (p = x->at; p < x->end && *p != '\n'; p++) {
        if (*p == '\\' && p + 1 < x->end)
            p++;
        else if (highlight_at(x, p, "/*") || highlight_at(x, p, "//"))
            break;
    }
    highlight_mark(x, x->at, p, 'p');
    x->at = p;
    return true;
}

/* ---- strings ---- */

/* Code between braces inside a string; x->at stands behind the opening one. */
static void embedded(struct lexer *x)
{
    x->depth++;
    code_until(x, '}');
    x->depth--;
}

/* `…${code}…` */
static void template_string(struct lexer *x)
{
    const char *from = x->at++;
    while (x->at < x->end && *x->at != '`') {
        if (*x->at == '\\' && x->at + 1 < x->end) {
            x->at += 2;
        } else if (highlight_at(x, x->at, "${") && x->depth < LEX_DEEPEST) {
            x->at += 2;
            highlight_mark(x, from, x->at, 's');
            embedded(x);
            from = x->at;
        } else {
            x->at++;
        }
    }
    x->at += x->at < x->end;
    highlight_mark(x, from, x->at, 's');
}

struct python_string {
    char quote;
    bool triple, raw, formatted;
};

static bool string_ends(const struct lexer *x, const struct python_string *s)
{
    const char triple[] = { s->quote, s->quote, s->quote, '\0' };
    return s->triple ? highlight_at(x, x->at, triple) : *x->at == s->quote || *x->at == '\n';
}

/* f"{value:>{width}}": code up to : at its own level, then format text with code in braces again */
static const char *field(struct lexer *x, const char *from)
{
    highlight_mark(x, from, ++x->at, 's');
    embedded(x);
    return x->at;
}

static void python_string(struct lexer *x, const char *from, const char *quote)
{
    struct python_string s = { .quote = *quote };
    for (const char *p = from; p < quote; p++) {
        s.raw |= char_lower(*p) == 'r';
        s.formatted |= char_lower(*p) == 'f';
    }
    s.triple = quote + 2 < x->end && quote[1] == s.quote && quote[2] == s.quote;
    x->at = quote + (s.triple ? 3 : 1);
    while (x->at < x->end && !string_ends(x, &s)) {
        bool doubled = highlight_at(x, x->at, "{{") || highlight_at(x, x->at, "}}");
        if (*x->at == '\\' && x->at + 1 < x->end)
            x->at += 2;
        else if (s.formatted && *x->at == '{' && !doubled && x->depth < LEX_DEEPEST)
            from = field(x, from);
        else
            x->at += doubled ? 2 : 1;
    }
    if (x->at > x->end)
        x->at = x->end;
    ptrdiff_t closing = s.triple ? 3 : 1;
    if (x->at < x->end && *x->at != '\n')
        x->at += closing;
    highlight_mark(x, from, x->at, 's');
}

static bool before_colon(const struct lexer *x, const char *p)
{
    while (p < x->end && BYTE_IS(*p, BYTE_BLANK))
        p++;
    return p < x->end && *p == ':';
}

static void string(struct lexer *x)
{
    if (has(x, LEX_TRIPLE)) {
        python_string(x, x->at, x->at);
    } else {
        const char *end = highlight_string_end(x, x->at, has(x, LEX_MULTILINE));
        highlight_mark(x, x->at, end, has(x, LEX_KEYS) && before_colon(x, end) ? 'f' : 's');
        x->at = end;
    }
    x->value_before = true;
}

/* A / where no value stands before: to the next / outside of [ ], on one line. */
static bool regex(struct lexer *x)
{
    enum { LONGEST = 400 }; /* else a line of slashes is read again for each of them */
    bool class = false;
    const char *p = x->at + 1, *limit = x->end - p > LONGEST ? p + LONGEST : x->end;
    for (; p < limit && *p != '\n' && (class || *p != '/'); p++) {
        if (*p == '\\' && p + 1 < x->end && p[1] != '\n')
            p++;
        else if (*p == '[' || *p == ']')
            class = *p == '[';
    }
    if (p >= limit || *p != '/' || p == x->at + 1)
        return false;
    p = highlight_word_end(x, p + 1, false);
    highlight_mark(x, x->at, p, 's');
    x->at = p;
    x->value_before = true;
    return true;
}

/* ---- words and numbers ---- */

static void number(struct lexer *x)
{
    const char *p = x->at;
    bool hex = *p == '0' && p + 1 < x->end && char_lower(p[1]) == 'x';
    for (p++; p < x->end; p++) {
        bool sign = (*p == '+' || *p == '-') && !hex && char_lower(p[-1]) == 'e';
        if (!char_is_alnum(*p) && *p != '.' && *p != '_' && !sign)
            break;
        if (*p == '.' && p + 1 < x->end && p[1] == '.')
            break;
    }
    highlight_mark(x, x->at, p, 'd');
    x->at = p;
    x->value_before = true;
}

static bool is_prefix(const char *p, const char *end)
{
    if (end - p > 2)
        return false;
    for (; p < end; p++)
        if (!char_among(char_lower(*p), "rbuf"))
            return false;
    return true;
}

/* What a word's class in the table means beyond its colour. Upper case: a keyword, and
 * D the next word is a function, C it is a class, V it is a value as far as / is concerned. */
static void word_class(struct lexer *x, const char *from, char cls)
{
    bool member = from > x->pen.written && from[-1] == '.';
    char naming = x->naming;
    x->naming = 0;
    x->value_before = cls != 'k' && cls != 'D' && cls != 'C';
    if (naming && cls != 'k') {
        highlight_mark(x, from, x->at, naming);
        return;
    }
    if (member && has(x, LEX_TRIPLE))
        return;
    if (cls == 'D' || cls == 'C')
        x->naming = cls == 'D' ? 'f' : 't';
    highlight_mark(x, from, x->at, cls >= 'A' && cls <= 'Z' ? 'k' : cls);
}

static void word(struct lexer *x)
{
    const char *from = x->at;
    x->at = highlight_word_end(x, from, has(x, LEX_DOLLAR));
    bool quoted = x->at < x->end && (*x->at == '"' || *x->at == '\'');
    if (quoted && has(x, LEX_TRIPLE) && is_prefix(from, x->at)) {
        python_string(x, from, x->at);
        x->value_before = true;
        return;
    }
    char cls = highlight_word(x->lang, (struct str){ from, x->at - from });
    if (cls || x->naming)
        word_class(x, from, cls);
    else
        x->value_before = true;
    x->at += x->at < x->end && *x->at == ' '; /* one turn of the loop less */
}

static bool decorator(struct lexer *x)
{
    const char *p = x->at + 1, *q = x->at;
    while (q > x->pen.written && (q[-1] == ' ' || q[-1] == '\t'))
        q--;
    bool heads_line = q == x->pen.written || q[-1] == '\n';
    if (p == x->end || !word_start(*p) || (has(x, LEX_TRIPLE) && !heads_line))
        return false;
    while (p < x->end && (word_start(*p) || BYTE_IS(*p, BYTE_DIGIT) || *p == '.'))
        p++;
    highlight_mark(x, x->at, p, 'p');
    x->at = p;
    return true;
}

/* ---- the loop ---- */

/* A mark that begins something more than itself. */
static bool special(struct lexer *x)
{
    char c = *x->at;
    if ((c == '"' || c == '\'' || c == '`') && strchr(x->lang->quotes, c)) {
        string(x);
        return true;
    }
    if (c == '`' && has(x, LEX_TEMPLATE)) {
        template_string(x);
        x->value_before = true;
        return true;
    }
    if ((c == '/' || c == '#' || c == '-') && comment(x))
        return true;
    if (c == '/' && has(x, LEX_REGEX) && !x->value_before)
        return regex(x);
    if (c == '#' && has(x, LEX_DIRECTIVE))
        return directive(x);
    if (c == '@' && has(x, LEX_DECORATOR))
        return decorator(x);
    bool digits = (c == '.' || (c == '-' && has(x, LEX_KEYS))) && x->at + 1 < x->end &&
                  BYTE_IS(x->at[1], BYTE_DIGIT);
    if (!digits)
        return false;
    number(x);
    return true;
}

enum mark { MARK_OTHER, MARK_BLANK, MARK_WORD, MARK_DIGIT, MARK_SPECIAL, MARK_OPEN, MARK_CLOSE };

/* clang-format off */
#define M MARK_SPECIAL
#define B MARK_BLANK
#define W MARK_WORD
#define D MARK_DIGIT
#define O MARK_OPEN
#define C MARK_CLOSE
static const unsigned char marks[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B, B, 0, 0, B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    B, 0, M, M, 0, 0, 0, M, O, C, 0, 0, 0, M, M, M, D, D, D, D, D, D, D, D, D, D, 0, 0, 0, 0, 0, 0, /*   ! … ? */
    M, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, O, 0, C, 0, W, /* @ A … _ */
    M, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, O, 0, C, 0, 0, /* ` a … ~ */
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
};
#undef M
#undef B
#undef W
#undef D
#undef O
#undef C
/* clang-format on */

/* Punctuation; false at the close that ends embedded code, or at a : that begins its format. */
static bool punctuation(struct lexer *x, char close, int *level)
{
    enum mark m = (enum mark)marks[(unsigned char)*x->at];
    if (*level == 0 && close && m == MARK_CLOSE && *x->at == close)
        return false;
    if (m == MARK_OPEN)
        ++*level;
    if (m == MARK_CLOSE && *level > 0)
        --*level;
    x->value_before = m == MARK_CLOSE;
    x->naming = 0;
    x->at++;
    return true;
}

static void code_until(struct lexer *x, char close)
{
    int level = 0;
    x->value_before = false;
    while (x->at < x->end) {
        switch ((enum mark)marks[(unsigned char)*x->at]) {
        case MARK_BLANK:
            x->at = highlight_blanks_end(x->at + 1, x->end);
            break;
        case MARK_WORD:
            word(x);
            break;
        case MARK_DIGIT:
            number(x);
            break;
        case MARK_SPECIAL:
            if (special(x))
                break;
            x->value_before = false;
            x->at++;
            break;
        case MARK_OTHER:
            if (*x->at == '$' && has(x, LEX_DOLLAR)) {
                word(x);
                break;
            }
            /* fall through */
        case MARK_OPEN:
        case MARK_CLOSE:
            if (!punctuation(x, close, &level))
                return;
            break;
        }
    }
}

void highlight_code(struct lexer *x)
{
    if (highlight_at(x, x->at, "#!")) {
        const char *end = highlight_line_end(x, x->at);
        highlight_mark(x, x->at, end, 'c');
        x->at = end;
    }
    code_until(x, '\0');
}
