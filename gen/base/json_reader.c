/* json_reader.c - the pull tokenizer: strict RFC 8259, no memory but its own struct. */
#include "base/json.h"
#include "base/utf8.h"

enum state { WANT_VALUE, WANT_VALUE_OR_END, WANT_KEY, WANT_KEY_OR_END, WANT_COMMA, WANT_NOTHING };

struct json_reader json_reader_open(struct str text)
{
    return (struct json_reader){ .text = text, .state = WANT_VALUE };
}

static struct json_token fail(struct json_reader *r, ptrdiff_t at, ptrdiff_t n, const char *why)
{
    r->why = why;
    r->at = r->text.len;
    return (struct json_token){ JSON_T_ERROR, str_sub(r->text, at, n) };
}

static char peek(const struct json_reader *r, ptrdiff_t at)
{
    return at < r->text.len ? r->text.ptr[at] : '\0';
}

static int hex4(struct str s, ptrdiff_t at)
{
    int v = 0;
    for (ptrdiff_t i = at; i < at + 4; i++) {
        char c = i < s.len ? char_lower(s.ptr[i]) : ' ';
        if (char_is_digit(c))
            v = v * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            v = v * 16 + (c - 'a' + 10);
        else
            return -1;
    }
    return v;
}

/* Length of the escape at `at`, or 0 with why set. */
static ptrdiff_t escape_length(struct str s, ptrdiff_t at, const char **why)
{
    char c = at + 1 < s.len ? s.ptr[at + 1] : '\0';
    if (c && str_char(S("\"\\/bfnrt"), c) >= 0)
        return 2;
    int unit = c == 'u' ? hex4(s, at + 2) : -1;
    *why = c == 'u' ? "\\u wants four hexadecimal digits" : "no such escape";
    if (unit < 0)
        return 0;
    *why = "\\u0000 has no place in text";
    if (unit == 0)
        return 0;
    if (unit < 0xD800 || unit > 0xDFFF)
        return 6;
    *why = "half of a surrogate pair";
    bool pair = unit < 0xDC00 && at + 7 < s.len && s.ptr[at + 6] == '\\' && s.ptr[at + 7] == 'u';
    int low = pair ? hex4(s, at + 8) : -1;
    return low >= 0xDC00 && low <= 0xDFFF ? 12 : 0;
}

static struct json_token string(struct json_reader *r, enum json_token_kind kind)
{
    ptrdiff_t beg = r->at;
    for (ptrdiff_t i = beg + 1; i < r->text.len;) {
        unsigned char c = (unsigned char)r->text.ptr[i];
        const char *why = NULL;
        if (c == '"') {
            r->at = i + 1;
            return (struct json_token){ kind, str_sub(r->text, beg, i + 1 - beg) };
        }
        if (c < 0x20)
            return fail(r, i, 1,
                        c == '\n' ? "the string is not closed on its line"
                                  : "a raw control character; write it as an escape");
        if (c < 0x80 && c != '\\') {
            i++;
            continue;
        }
        uint32_t cp = 0;
        ptrdiff_t n =
            c == '\\' ? escape_length(r->text, i, &why) : utf8_decode(str_from(r->text, i), &cp);
        if (c == '\\' && n == 0)
            return fail(r, i, 2, why);
        if (c != '\\' && n == 1)
            return fail(r, i, 1, "not UTF-8");
        i += n;
    }
    return fail(r, beg, 1, "the string is never closed");
}

static ptrdiff_t digits(const struct json_reader *r, ptrdiff_t at)
{
    while (char_is_digit(peek(r, at)))
        at++;
    return at;
}

static struct json_token number(struct json_reader *r)
{
    ptrdiff_t beg = r->at, i = beg + (peek(r, beg) == '-'), from = i;
    i = digits(r, i);
    if (i == from || (peek(r, from) == '0' && i > from + 1))
        return fail(r, beg, i > beg ? i - beg : 1,
                    i == from ? "not a JSON value" : "a number has no leading zeros");
    if (peek(r, i) == '.') {
        from = ++i;
        i = digits(r, i);
        if (i == from)
            return fail(r, beg, i - beg, "digits must follow the point");
    }
    if (peek(r, i) == 'e' || peek(r, i) == 'E') {
        i++;
        i += peek(r, i) == '+' || peek(r, i) == '-';
        from = i;
        i = digits(r, i);
        if (i == from)
            return fail(r, beg, i - beg, "digits must follow the exponent sign");
    }
    r->at = i;
    return (struct json_token){ JSON_T_NUMBER, str_sub(r->text, beg, i - beg) };
}

static void value_done(struct json_reader *r)
{
    r->state = r->depth ? WANT_COMMA : WANT_NOTHING;
}

static struct json_token open_group(struct json_reader *r, char c)
{
    if (r->depth == (int)sizeof r->stack)
        return fail(r, r->at, 1, "nested deeper than 200");
    r->stack[r->depth++] = (unsigned char)c;
    r->state = c == '{' ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
    r->at++;
    return (struct json_token){ c == '{' ? JSON_T_OBJECT : JSON_T_ARRAY,
                                str_sub(r->text, r->at - 1, 1) };
}

static struct json_token close_group(struct json_reader *r, char c)
{
    if (!r->depth || r->stack[r->depth - 1] != (c == '}' ? '{' : '['))
        return fail(r, r->at, 1, "closes what was not opened");
    r->depth--;
    r->at++;
    value_done(r);
    return (struct json_token){ c == '}' ? JSON_T_OBJECT_END : JSON_T_ARRAY_END,
                                str_sub(r->text, r->at - 1, 1) };
}

static struct json_token value(struct json_reader *r)
{
    static const struct {
        struct str word;
        enum json_token_kind kind;
    } words[] = { { { "true", 4 }, JSON_T_TRUE },
                  { { "false", 5 }, JSON_T_FALSE },
                  { { "null", 4 }, JSON_T_NULL } };
    char c = peek(r, r->at);
    struct json_token t = { JSON_T_ERROR, { 0 } };
    if (c == '{' || c == '[')
        return open_group(r, c);
    if (c == '"') {
        t = string(r, JSON_T_STRING);
    } else if (c == '-' || char_is_digit(c)) {
        t = number(r);
    } else {
        for (ptrdiff_t i = 0; i < LEN(words); i++) {
            if (str_starts(str_from(r->text, r->at), words[i].word)) {
                t = (struct json_token){ words[i].kind,
                                         str_sub(r->text, r->at, words[i].word.len) };
                r->at += words[i].word.len;
            }
        }
        if (t.kind == JSON_T_ERROR)
            return fail(r, r->at, 1,
                        c ? "not a JSON value" : "the text ends where a value should stand");
    }
    if (t.kind != JSON_T_ERROR)
        value_done(r);
    return t;
}

static void skip_blanks(struct json_reader *r)
{
    while (r->at < r->text.len && str_char(S(" \t\r\n"), r->text.ptr[r->at]) >= 0)
        r->at++;
}

static struct json_token key(struct json_reader *r)
{
    if (peek(r, r->at) != '"')
        return fail(r, r->at, 1, "a member name in double quotes should stand here");
    struct json_token t = string(r, JSON_T_KEY);
    if (t.kind == JSON_T_ERROR)
        return t;
    skip_blanks(r);
    if (peek(r, r->at) != ':')
        return fail(r, r->at, 1, "a colon should stand here");
    r->at++;
    r->state = WANT_VALUE;
    return t;
}

struct json_token json_next(struct json_reader *r)
{
    if (r->why)
        return (struct json_token){ JSON_T_ERROR, str_from(r->text, r->text.len) };
    skip_blanks(r);
    if (r->state == WANT_NOTHING) {
        if (r->at == r->text.len)
            return (struct json_token){ JSON_T_END, str_from(r->text, r->at) };
        return fail(r, r->at, 1, "something stands behind the end of the value");
    }
    char c = peek(r, r->at);
    if (r->state == WANT_COMMA) {
        if (c == '}' || c == ']')
            return close_group(r, c);
        if (c != ',')
            return fail(r, r->at, 1, "a comma or the closing bracket should stand here");
        r->at++;
        r->state = r->stack[r->depth - 1] == '{' ? WANT_KEY : WANT_VALUE;
        skip_blanks(r);
        c = peek(r, r->at);
        if (c == '}' || c == ']')
            return fail(r, r->at, 1, "a comma before the closing bracket");
    }
    if ((r->state == WANT_KEY_OR_END && c == '}') || (r->state == WANT_VALUE_OR_END && c == ']'))
        return close_group(r, c);
    return r->state == WANT_KEY || r->state == WANT_KEY_OR_END ? key(r) : value(r);
}

struct str json_decode(struct str raw, struct arena *keep)
{
    struct str s = str_sub(raw, 1, raw.len - 2);
    if (str_char(s, '\\') < 0)
        return s;
    static const char plain[128] = {
        ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'
    };
    char *out = NEW(keep, char, s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '\\') {
            out[n++] = s.ptr[i];
            continue;
        }
        char c = s.ptr[++i];
        if (c != 'u') {
            out[n++] = plain[(unsigned char)c & 127] ? plain[(unsigned char)c & 127] : c;
            continue;
        }
        uint32_t cp = (uint32_t)hex4(s, i + 1);
        i += 4;
        if (cp >= 0xD800 && cp < 0xDC00) {
            cp = 0x10000 + ((cp - 0xD800) << 10) + ((uint32_t)hex4(s, i + 3) - 0xDC00);
            i += 6;
        }
        n += utf8_encode(cp, out + n);
    }
    return (struct str){ out, n };
}
