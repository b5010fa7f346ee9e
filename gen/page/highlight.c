/* highlight.c - the pen, the scanners and the table of languages. */
#include "page/highlight.h"

#include "page/highlight_lex.h"
#include "highlight_words.h"

/* clang-format off */
static const struct language languages[] = {
    { " typescript ts tsx mts cts ", highlight_code, WORDS(ts), { "//" }, { "/*", "*/" }, "\"'",
      LEX_TEMPLATE | LEX_REGEX | LEX_DOLLAR | LEX_DECORATOR },
    { " javascript js jsx mjs cjs node ", highlight_code, WORDS(js), { "//" }, { "/*", "*/" }, "\"'",
      LEX_TEMPLATE | LEX_REGEX | LEX_DOLLAR | LEX_DECORATOR },
    { " python py python3 ", highlight_code, WORDS(python), { "#" }, { 0 }, "\"'", LEX_TRIPLE | LEX_DECORATOR },
    { " c h cpp c++ cc ", highlight_code, WORDS(c), { "//" }, { "/*", "*/" }, "\"'", LEX_DIRECTIVE },
    { " sql mysql postgresql sqlite ", highlight_code, WORDS(sql), { "--" }, { "/*", "*/" }, "'\"`",
      LEX_NOCASE | LEX_MULTILINE },
    { " json jsonc json5 ", highlight_code, WORDS(json), { "//" }, { "/*", "*/" }, "\"", LEX_KEYS },
    { " bash sh shell zsh ", highlight_shell, WORDS(shell), { 0 }, { 0 }, "", 0 },
    { " console shell-session terminal ", highlight_console, WORDS(shell), { 0 }, { 0 }, "", 0 },
    { " dockerfile docker containerfile ", highlight_dockerfile, WORDS(shell), { 0 }, { 0 }, "", 0 },
    { " makefile make mk ", highlight_makefile, WORDS(shell), { 0 }, { 0 }, "", 0 },
    { " yaml yml ", highlight_yaml, WORDS(json), { 0 }, { 0 }, "", 0 },
    { " ini toml cfg conf properties editorconfig ", highlight_ini, WORDS(json), { 0 }, { 0 }, "", 0 },
    { " diff patch ", highlight_diff, NULL, NULL, { 0 }, { 0 }, "", 0 },
    { " css scss less ", highlight_css, NULL, NULL, { 0 }, { "/*", "*/" }, "\"'", 0 },
    { " html htm xml svg ", highlight_markup, NULL, NULL, { 0 }, { 0 }, "", 0 },
};
/* clang-format on */

/* clang-format off */
#define W BYTE_WORD
#define D (BYTE_WORD | BYTE_DIGIT)
#define B BYTE_BLANK
#define E BYTE_ENTITY
const unsigned char highlight_bytes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B, B, B, B, B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    B, 0, 0, 0, 0, 0, E, 0, 0, 0, 0, 0, 0, 0, 0, 0, D, D, D, D, D, D, D, D, D, D, 0, 0, E, 0, E, 0, /*   ! … ? */
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, W, /* @ A … _ */
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, 0, /* ` a … ~ */
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
};
#undef W
#undef D
#undef B
#undef E
/* clang-format on */

/* ---- scanners ---- */

bool highlight_at(const struct lexer *x, const char *p, const char *text)
{
    for (; *text; p++, text++)
        if (p == x->end || *p != *text)
            return false;
    return true;
}

const char *highlight_line_end(const struct lexer *x, const char *p)
{
    const char *n = p < x->end ? memchr(p, '\n', (size_t)(x->end - p)) : NULL;
    return n ? n : x->end;
}

const char *highlight_word_end(const struct lexer *x, const char *p, bool dollar)
{
    while (p < x->end && (BYTE_IS(*p, BYTE_WORD) || (dollar && *p == '$')))
        p++;
    return p;
}

const char *highlight_string_end(const struct lexer *x, const char *p, bool multiline)
{
    char quote = *p++;
    for (; p < x->end && *p != quote; p++) {
        if (*p == '\\' && p + 1 < x->end)
            p++;
        else if (*p == '\n' && !multiline)
            return p;
    }
    return p < x->end ? p + 1 : p;
}

char highlight_word(const struct language *lang, struct str word)
{
    char lower[24];
    if (!lang->words || word.len <= 0 || word.len > (ptrdiff_t)sizeof lower ||
        (unsigned char)*word.ptr > 127)
        return 0;
    if (lang->flags & LEX_NOCASE) {
        for (ptrdiff_t i = 0; i < word.len; i++)
            lower[i] = char_lower(word.ptr[i]);
        word.ptr = lower;
    }
    int first = *word.ptr;
    for (int i = lang->from[first]; i < lang->from[first + 1]; i++)
        if (lang->words[i].len == word.len &&
            !memcmp(lang->words[i].text, word.ptr, (size_t)word.len))
            return lang->words[i].cls;
    return 0;
}

/* ---- the pen ---- */

static void plain(struct buf *out, const char *p, const char *end)
{
    while (p < end) {
        const char *from = p;
        while (p < end && !BYTE_IS(*p, BYTE_ENTITY))
            p++;
        buf_put(out, str_span(from, p));
        if (p < end)
            buf_put(out, *p == '&' ? S("&amp;") : *p == '<' ? S("&lt;") : S("&gt;"));
        p++;
    }
}

static void flush(struct pen *pen)
{
    char open[] = "<span class=x>";
    if (!pen->cls)
        return;
    plain(pen->out, pen->written, pen->beg);
    open[sizeof open - 3] = pen->cls;
    buf_put(pen->out, (struct str){ open, sizeof open - 1 });
    plain(pen->out, pen->beg, pen->end);
    buf_put(pen->out, S("</span>"));
    pen->written = pen->end;
    pen->cls = 0;
}

static bool only_blanks(const char *p, const char *end)
{
    while (p < end && BYTE_IS(*p, BYTE_BLANK))
        p++;
    return p == end;
}

void highlight_mark(struct lexer *x, const char *beg, const char *end, char cls)
{
    struct pen *pen = &x->pen;
    if (beg >= end || !cls)
        return;
    if (pen->cls == cls && only_blanks(pen->end, beg)) {
        pen->end = end;
        return;
    }
    flush(pen);
    pen->beg = beg;
    pen->end = end;
    pen->cls = cls;
}

void highlight_part(struct lexer *x, const char *end, const struct language *lang,
                    void (*lex)(struct lexer *))
{
    struct lexer part = *x;
    part.end = end;
    part.lang = lang ? lang : x->lang;
    part.depth++;
    if (part.depth < LEX_DEEPEST)
        lex(&part);
    x->pen = part.pen;
    x->at = end;
}

/* ---- the face ---- */

const struct language *highlight_language(struct str name)
{
    char key[24];
    if (!name.len || name.len > (ptrdiff_t)sizeof key - 3)
        return NULL;
    key[0] = ' ';
    for (ptrdiff_t i = 0; i < name.len; i++)
        key[i + 1] = char_lower(name.ptr[i]);
    key[name.len + 1] = ' ';
    for (ptrdiff_t i = 0; i < LEN(languages); i++)
        if (str_find(str_of(languages[i].names), (struct str){ key, name.len + 2 }) >= 0)
            return &languages[i];
    return NULL;
}

void highlight(struct str lang, struct str code, struct buf *out)
{
    const struct language *known = highlight_language(lang);
    if (!known || !code.len) {
        plain(out, code.ptr, code.ptr + code.len);
        return;
    }
    struct lexer x = { .at = code.ptr, .end = code.ptr + code.len, .lang = known };
    x.pen.written = code.ptr;
    x.pen.out = out;
    known->lex(&x);
    flush(&x.pen);
    plain(out, x.pen.written, x.end);
}
