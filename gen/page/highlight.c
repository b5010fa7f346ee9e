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
#define B (BYTE_BLANK | BYTE_SHELL)
#define E BYTE_ENTITY
#define H BYTE_SHELL
#define F (BYTE_ENTITY | BYTE_SHELL)
const unsigned char highlight_bytes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B, B, B, B, B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    B, 0, H, 0, H, 0, F, H, H, H, 0, 0, 0, 0, 0, 0, D, D, D, D, D, D, D, D, D, D, 0, H, F, H, E, 0, /*   ! … ? */
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, H, H, H, 0, W, /* @ A … _ */
    H, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, H, H, H, 0, 0, /* ` a … ~ */
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
};
#undef W
#undef D
#undef B
#undef E
#undef H
#undef F
/* clang-format on */

/* ---- scanners ---- */

const char *highlight_line_end(const struct lexer *x, const char *p)
{
    const char *n = p < x->end ? memchr(p, '\n', (size_t)(x->end - p)) : NULL;
    return n ? n : x->end;
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

char highlight_known(const struct language *lang, struct str word)
{
    char lower[HIGHLIGHT_LONGEST];
    if (lang->flags & LEX_NOCASE) {
        for (ptrdiff_t i = 0; i < word.len; i++)
            lower[i] = char_lower(word.ptr[i]);
        word.ptr = lower;
    }
    unsigned n = highlight_slot(word);
    for (int i = lang->from[n]; i < lang->from[n + 1]; i++)
        if (lang->words[i].len == word.len &&
            !memcmp(lang->words[i].text, word.ptr, (size_t)word.len))
            return lang->words[i].cls;
    return 0;
}

/* ---- the pen ---- */

static void empty(struct sheet *s)
{
    buf_put(s->out, (struct str){ s->bytes, s->n });
    s->n = 0;
}

static void put(struct sheet *s, const char *text, ptrdiff_t n)
{
    memcpy(s->bytes + s->n, text, (size_t)n);
    s->n += n;
}

/* Whether one of eight bytes is & < or >. A byte less one borrows when it was 0. */
static bool has_entity(uint64_t v)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t angle = (v | ones * 2) ^ ones * '>', amp = v ^ ones * '&';
    return (((angle - ones) & ~angle) | ((amp - ones) & ~amp)) & ones * 0x80;
}

/* One piece that the sheet has room for, escaped. */
static void plain_piece(struct sheet *s, const char *p, const char *end)
{
    char *to = s->bytes + s->n;
    while (p < end) {
        uint64_t v;
        if (end - p >= 8) {
            memcpy(&v, p, sizeof v);
            memcpy(to, p, sizeof v);
            if (!has_entity(v)) {
                to += 8;
                p += 8;
                continue;
            }
        }
        for (const char *stop = end - p > 8 ? p + 8 : end; p < stop; p++) {
            if (!BYTE_IS(*p, BYTE_ENTITY)) {
                *to++ = *p;
                continue;
            }
            memcpy(to, *p == '&' ? "&amp;" : *p == '<' ? "&lt; " : "&gt; ", 5);
            to += *p == '&' ? 5 : 4;
        }
    }
    s->n = to - s->bytes;
}

/* Most pieces are words and blanks: sixteen bytes are copied, of which those to end count. False when
 * that cannot be done. */
static bool plain_short(struct sheet *s, const char *p, const char *end)
{
    uint64_t a, b;
    if (end - p > 16 || s->end - p < 16)
        return false;
    memcpy(&a, p, sizeof a);
    memcpy(&b, p + 8, sizeof b);
    if (has_entity(a) || (end - p > 8 && has_entity(b)))
        return false;
    memcpy(s->bytes + s->n, &a, sizeof a);
    memcpy(s->bytes + s->n + 8, &b, sizeof b);
    s->n += end - p;
    return true;
}

static void plain(struct sheet *s, const char *p, const char *end)
{
    enum { PIECE = 1024, ROOM = PIECE * 5 };
    while (p < end) {
        const char *stop = end - p > PIECE ? p + PIECE : end;
        if (s->n > SHEET_SIZE - ROOM)
            empty(s);
        if (!plain_short(s, p, stop))
            plain_piece(s, p, stop);
        p = stop;
    }
}

static void flush(struct pen *pen)
{
    char open[] = "<span class=x>";
    enum { OPEN = sizeof open - 1, TAGS = 32 };
    struct sheet *s = pen->sheet;
    if (!pen->cls)
        return;
    plain(s, pen->written, pen->beg);
    if (s->n > SHEET_SIZE - TAGS)
        empty(s);
    open[OPEN - 2] = pen->cls;
    put(s, open, OPEN);
    plain(s, pen->beg, pen->end);
    if (s->n > SHEET_SIZE - TAGS)
        empty(s);
    put(s, "</span>", 7);
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
    struct sheet sheet;
    sheet.n = 0; /* its bytes need no value */
    sheet.out = out;
    sheet.end = code.ptr + code.len;
    struct lexer x = { .at = code.ptr, .end = code.ptr + code.len, .lang = known };
    x.pen.written = code.ptr;
    x.pen.sheet = &sheet;
    if (known && code.len)
        known->lex(&x);
    flush(&x.pen);
    plain(&sheet, x.pen.written, x.end);
    empty(&sheet);
}
