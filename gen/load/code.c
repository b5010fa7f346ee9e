/* code.c - a scan for NAME = literal, outside of comments and texts; no grammar of any language.
 *
 * What the scan does not understand as a literal up to the end of its expression makes the name
 * unknown: saying so is better than guessing. */
#include "load/code.h"

#include "base/json_tree.h"
#include "load/scan.h"
#include "model/data.h"

struct reader {
    const struct source *src;
    struct arena *keep;
    enum data_language language;
    struct json_tree *root;
    struct str text;
    ptrdiff_t at;
    int told; /* lines that were counted for a message */
};

/* counting lines is a walk over the text */
enum { TOLD_MAX = 50 };

static char peek(const struct reader *r, ptrdiff_t ahead)
{
    return r->at + ahead < r->text.len ? r->text.ptr[r->at + ahead] : '\0';
}

static bool ahead(const struct reader *r, const char *what)
{
    return str_starts(str_from(r->text, r->at), str_of(what));
}

/* ---- what is no code ---- */

static void skip_line(struct reader *r)
{
    while (r->at < r->text.len && peek(r, 0) != '\n')
        r->at++;
}

static bool comment(struct reader *r)
{
    bool hash = r->language == LANGUAGE_PYTHON || r->language == LANGUAGE_SHELL;

    if (hash ? peek(r, 0) == '#' && (r->language == LANGUAGE_PYTHON || r->at == 0 ||
                                     char_is_space(peek(r, -1)) || peek(r, -1) == ';')
             : ahead(r, "//")) {
        skip_line(r);
        return true;
    }
    if (hash || !ahead(r, "/*"))
        return false;
    r->at += 2;
    while (r->at < r->text.len && !ahead(r, "*/"))
        r->at++;
    r->at += 2;
    return true;
}

/* A text in quotes at the place; false when it is made of values, or never closed on its line. */
static bool quoted(struct reader *r, struct str *inside)
{
    char quote = peek(r, 0);
    int n = r->language == LANGUAGE_PYTHON && peek(r, 1) == quote && peek(r, 2) == quote ? 3 : 1;
    bool lines = n == 3 || quote == '`' || r->language == LANGUAGE_SHELL, plain = true;
    ptrdiff_t start = r->at += n;

    while (r->at < r->text.len &&
           !(peek(r, 0) == quote && (n == 1 || (peek(r, 1) == quote && peek(r, 2) == quote)))) {
        bool raw = quote == '`' ? r->language == LANGUAGE_GO
                                : quote == '\'' && r->language == LANGUAGE_SHELL;

        if (peek(r, 0) == '\n' && !lines) {
            *inside = str_sub(r->text, start, r->at - start);
            return false;
        }
        if ((quote == '`' && ahead(r, "${")) || (r->language == LANGUAGE_SHELL && quote == '"' &&
                                                 (peek(r, 0) == '$' || peek(r, 0) == '`')))
            plain = false;
        if (peek(r, 0) == '\\' && !raw) {
            plain = false; /* with escapes: nobody's constant of a guide */
            r->at++;
        }
        r->at++;
    }
    *inside = str_sub(r->text, start, r->at - start);
    r->at += n;
    return plain && r->at <= r->text.len;
}

static bool is_quote(const struct reader *r, char c)
{
    return c == '"' || c == '\'' ||
           (c == '`' && (r->language == LANGUAGE_SCRIPT || r->language == LANGUAGE_GO));
}

static void blanks(struct reader *r)
{
    while (peek(r, 0) == ' ' || peek(r, 0) == '\t' || (peek(r, 0) == '\r' && peek(r, 1) == '\n'))
        r->at++;
}

/* ---- literals ---- */

static bool is_name(char c)
{
    return char_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The text of a number as JSON writes it, without _ and suffix (30_000L, 1.5f, 10u8, 5n), or empty. */
static struct str number_text(struct str raw, struct arena *keep)
{
    static const char *const suffixes[] = {
        "ull", "ll",  "ul",  "u",   "l",   "n",   "f",     "d",
        "u8",  "u16", "u32", "u64", "i32", "i64", "usize", "f64"
    };
    char *out = NEW(keep, char, raw.len + 1);
    struct str s = { out, 0 };

    for (ptrdiff_t i = 0; i < raw.len; i++)
        if (raw.ptr[i] != '_' && raw.ptr[i] != '\'')
            out[s.len++] = raw.ptr[i];
    if (s.len > 2 && *s.ptr == '0' && char_among(s.ptr[1], "xXoObB")) {
        while (s.len > 3 && char_among(s.ptr[s.len - 1], "uUlLn"))
            s.len--;
        return scan_prefixed(s, keep);
    }
    for (ptrdiff_t i = 0; i < LEN(suffixes); i++) {
        struct str suffix = str_of(suffixes[i]), bare = str_sub(s, 0, s.len - suffix.len);

        if (bare.len && str_equal_nocase(str_from(s, bare.len), suffix) &&
            json_tree_plain(bare).kind == JSON_NUMBER)
            return bare;
    }
    return json_tree_plain(s).kind == JSON_NUMBER ? s : (struct str){ 0 };
}

static struct str number_take(struct reader *r)
{
    ptrdiff_t start = r->at;
    bool minus = peek(r, 0) == '-';
    struct str text;

    r->at += minus;
    while (char_is_alnum(peek(r, 0)) || char_among(peek(r, 0) ? peek(r, 0) : 'x', "_.") ||
           (peek(r, 0) == '\'' && char_is_alnum(peek(r, 1)) && r->language == LANGUAGE_C))
        r->at++;
    text = number_text(str_sub(r->text, start + minus, r->at - start - minus), r->keep);
    return minus && text.len ? str_fmt(r->keep, "-%.*s", FMT(text)) : text;
}

/* 30 * time.Second of Go is the text "30 seconds". */
static bool go_duration(struct reader *r, struct str number, struct json *v)
{
    static const char *const units[][2] = { { "time.Millisecond", "milliseconds" },
                                            { "time.Second", "seconds" },
                                            { "time.Minute", "minutes" },
                                            { "time.Hour", "hours" } };

    for (ptrdiff_t i = 0; i < LEN(units) && r->language == LANGUAGE_GO; i++) {
        if (!ahead(r, units[i][0]))
            continue;
        r->at += (ptrdiff_t)strlen(units[i][0]);
        v->kind = JSON_STRING;
        v->str = str_fmt(r->keep, "%.*s %s", FMT(number), units[i][1]);
        return true;
    }
    return false;
}

/* 24 * 60 * 60: first and the factors behind it; false when one is no whole number. */
static bool product(struct reader *r, struct str first, struct json *v)
{
    int64_t n, factor;

    for (blanks(r); first.len && peek(r, 0) == '*' && peek(r, 1) != '*'; blanks(r)) {
        struct str next;

        r->at++;
        blanks(r);
        if (go_duration(r, first, v))
            return true;
        next = char_is_digit(peek(r, 0)) ? number_take(r) : (struct str){ 0 };
        if (!str_int64(first, &n) || !str_int64(next, &factor) ||
            __builtin_mul_overflow(n, factor, &n))
            return false;
        first = str_fmt(r->keep, "%lld", (long long)n);
    }
    v->kind = JSON_NUMBER;
    v->str = first;
    return first.len > 0;
}

/* At a line end: does the next line go on with the expression? */
static bool goes_on(const struct reader *r)
{
    struct str next = str_trim(str_from(r->text, r->at));

    if (r->language == LANGUAGE_PYTHON || r->language == LANGUAGE_SHELL ||
        r->language == LANGUAGE_GO || peek(r, 0) != '\n')
        return false;
    next = str_sub(next, 0, 2);
    return next.len && char_among(*next.ptr, "*+/%.?|&<>=-") && !str_equal(next, S("//")) &&
           !str_equal(next, S("/*")) && !str_equal(next, S("*/"));
}

/* Does the expression end here? */
static bool ends(struct reader *r)
{
    ptrdiff_t start = r->at;

    blanks(r);
    if (ahead(r, "as const"))
        r->at += 8;
    blanks(r);
    if (r->language == LANGUAGE_SHELL)
        return r->at >= r->text.len || r->at > start || char_among(peek(r, 0), "\n;&|)");
    return r->at >= r->text.len || (char_among(peek(r, 0), "\n;,)}]") && !goes_on(r)) ||
           ahead(r, "//") || ahead(r, "/*") ||
           (r->language == LANGUAGE_PYTHON && peek(r, 0) == '#');
}

static bool word(struct reader *r, struct json *v)
{
    static const struct {
        const char *word;
        enum json_kind kind;
    } words[] = {
        { "true", JSON_TRUE },   { "True", JSON_TRUE },    { "false", JSON_FALSE },
        { "False", JSON_FALSE }, { "null", JSON_NULL },    { "None", JSON_NULL },
        { "nil", JSON_NULL },    { "nullptr", JSON_NULL },
    };

    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        ptrdiff_t n = (ptrdiff_t)strlen(words[i].word);

        if (!ahead(r, words[i].word) || is_name(peek(r, n)))
            continue;
        r->at += n;
        v->kind = words[i].kind;
        v->str = str_of(words[i].word);
        return true;
    }
    return false;
}

/* A word of a shell is a text without quotes. */
static bool bare_word(struct reader *r, struct json *v)
{
    ptrdiff_t start = r->at;
    struct str s;

    while (r->at < r->text.len && !char_among(peek(r, 0), " \t\r\n;&|<>()$`\"'\\"))
        r->at++;
    s = str_sub(r->text, start, r->at - start);
    *v = json_tree_plain(s);
    return s.len > 0;
}

/* The literal at the place, up to the end of its expression. */
static bool literal(struct reader *r, struct json *v)
{
    char c = peek(r, 0);
    bool parens = c == '(' && r->language == LANGUAGE_C, good;

    r->at += parens;
    blanks(r);
    c = peek(r, 0);
    if (is_quote(r, c)) {
        v->kind = JSON_STRING;
        good = quoted(r, &v->str);
    } else if (r->language == LANGUAGE_SHELL) {
        good = bare_word(r, v);
    } else if (char_is_digit(c) || (c == '-' && char_is_digit(peek(r, 1)))) {
        good = product(r, number_take(r), v);
    } else {
        good = word(r, v);
    }
    blanks(r);
    if (parens && good && (good = peek(r, 0) == ')'))
        r->at++;
    return good && ends(r);
}

/* ---- names ---- */

static bool same(const struct json *a, const struct json *b)
{
    return a->kind == b->kind && str_equal(a->str, b->str);
}

static void contradict(struct reader *r, struct json *known, const struct json *v)
{
    int line = 0, other = 0, col;
    bool computed = v->kind == JSON_UNKNOWN || known->kind == JSON_UNKNOWN;
    const char *what = computed ? "computed somewhere" : "assigned several values";

    known->str = str_of(what);
    if (r->told++ < TOLD_MAX) {
        diag_place(r->src, known->raw.ptr, &line, &col);
        diag_place(r->src, v->raw.ptr, &other, &col);
        known->str = str_fmt(r->keep, "%s, in lines %d and %d", what, line, other);
    }
    known->kind = JSON_UNKNOWN;
    known->n = 2;
}

static void assigned(struct reader *r, struct str name, struct json v)
{
    struct json_tree *known = json_tree_get(r->root, name);

    if (!known)
        json_tree_add(r->root, name, name, v, r->keep);
    else if (!known->v->n && !same(known->v, &v))
        contradict(r, known->v, &v);
}

/* A type between name and value: ": string", "time.Duration", "[]int"; the place is behind it. */
static void skip_type(struct reader *r)
{
    ptrdiff_t start = r->at;
    int angles = 0;
    bool go = r->language == LANGUAGE_GO && is_name(peek(r, 0));

    if (!go && peek(r, 0) != ':')
        return;
    r->at += !go;
    for (; r->at - start < 100; r->at++) {
        char c = peek(r, 0);

        angles += (c == '<') - (c == '>');
        if (!is_name(c) && !char_among(c ? c : 'x', " .<>[]|&?") && !(c == ',' && angles > 0))
            break;
    }
    if (peek(r, 0) != '=' || peek(r, 1) == '=')
        r->at = start;
}

/* Is the place behind a sign that gives a value? C's #define has none. */
static bool gives(struct reader *r, bool define)
{
    ptrdiff_t start = r->at;

    if (r->language == LANGUAGE_SHELL)
        return peek(r, 0) == '=' && ++r->at;
    blanks(r);
    if (define)
        return r->at > start;
    skip_type(r);
    if (ahead(r, ":=") && (r->language == LANGUAGE_GO || r->language == LANGUAGE_PYTHON))
        r->at += 2;
    else if (peek(r, 0) == '=' && peek(r, 1) != '=' && peek(r, 1) != '>')
        r->at++;
    else if (peek(r, 0) == ':' && r->language == LANGUAGE_SCRIPT)
        r->at++;
    else
        return false;
    blanks(r);
    return true;
}

/* "name: 30" is a value where a member begins; elsewhere it is half of a choice, or a type. */
static bool begins_member(const struct reader *r, ptrdiff_t at)
{
    while (at > 0 && char_is_space(r->text.ptr[at - 1]))
        at--;
    return at > 0 && (r->text.ptr[at - 1] == '{' || r->text.ptr[at - 1] == ',');
}

static void name(struct reader *r, bool *define)
{
    ptrdiff_t start = r->at, behind, from;
    struct json v = { 0 };
    struct str text;
    bool equals, given;

    while (is_name(peek(r, 0)))
        r->at++;
    behind = r->at;
    text = str_sub(r->text, start, behind - start);
    if (str_equal(text, S("var")) || str_equal(text, S("const")) || str_equal(text, S("let")))
        return;
    given = gives(r, *define);
    from = r->at;
    equals = *define || str_char(str_sub(r->text, behind, from - behind), '=') >= 0;
    *define = str_equal(text, S("define")) && start > 0 && r->text.ptr[start - 1] == '#';
    r->at = given ? from : behind;
    if (!given || (!equals && !begins_member(r, start)))
        return;
    if (literal(r, &v)) {
        v.raw = str_trim_end(str_sub(r->text, from, r->at - from));
        assigned(r, text, v);
    } else if (equals) { /* "name: Type" is no value */
        assigned(r, text, json_tree_unknown(str_sub(r->text, from, 1), S("computed")));
    }
    r->at = from; /* a value may hold names of its own */
}

struct json *code_parse(const struct source *src, struct arena *keep)
{
    struct reader r = { .src = src, .keep = keep, .text = src->text };
    bool define = false;

    r.root = json_tree_open(JSON_OBJECT, src->text, keep);
    r.language = data_language(src->path);
    while (r.at < r.text.len) {
        struct str ignored;
        char c = peek(&r, 0);

        if (comment(&r))
            continue;
        if (is_quote(&r, c))
            quoted(&r, &ignored);
        else if (is_name(c) && !char_is_digit(c))
            name(&r, &define);
        else if (char_is_digit(c))
            while (is_name(peek(&r, 0)))
                r.at++;
        else
            r.at++;
    }
    return r.root->v;
}
