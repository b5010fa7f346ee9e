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
    { " diff patch ", highlight_diff, NULL, 0, { 0 }, { 0 }, "", 0 },
    { " css scss less ", highlight_css, NULL, 0, { 0 }, { "/*", "*/" }, "\"'", 0 },
    { " html htm xml svg ", highlight_markup, NULL, 0, { 0 }, { 0 }, "", 0 },
};
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
    while (p < x->end && (char_is_alnum(*p) || *p == '_' || (unsigned char)*p >= 0x80 || (dollar && *p == '$')))
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
    ptrdiff_t lo = 0, hi = lang->n_words;
    char lower[24];
    if (word.len > (ptrdiff_t)sizeof lower)
        return 0;
    if (lang->flags & LEX_NOCASE) {
        for (ptrdiff_t i = 0; i < word.len; i++)
            lower[i] = char_lower(word.ptr[i]);
        word.ptr = lower;
    }
    while (lo < hi) {
        ptrdiff_t mid = (lo + hi) / 2;
        const char *text = lang->words[mid].text;
        int order = strncmp(word.ptr, text, (size_t)word.len);
        if (!order && !text[word.len])
            return lang->words[mid].cls;
        if (order > 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

/* ---- the pen ---- */

static void plain(struct buf *out, const char *p, const char *end)
{
    for (const char *from = p; p < end; p++) {
        if (*p != '&' && *p != '<' && *p != '>' && p + 1 < end)
            continue;
        bool special = *p == '&' || *p == '<' || *p == '>';
        buf_put(out, str_span(from, special ? p : p + 1));
        if (special)
            buf_put(out, *p == '&' ? S("&amp;") : *p == '<' ? S("&lt;") : S("&gt;"));
        from = p + 1;
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
    while (p < end && char_is_space(*p))
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

void highlight_part(struct lexer *x, const char *end, const struct language *lang, void (*lex)(struct lexer *))
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

bool highlight_knows(struct str lang)
{
    return highlight_language(lang) != NULL;
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
