/* scan.c - steps that do not depend on a form. */
#include "load/scan.h"

#include "base/utf8.h"

void scan_refuse_at(struct scan *s, struct str at, const char *why)
{
    if (!s->failed)
        diag_at(s->d, s->rule, s->src, str_sub(at, 0, 1), "%s", why);
    s->failed = true;
}

void scan_refuse(struct scan *s, ptrdiff_t at, const char *why)
{
    scan_refuse_at(s, str_from(s->text, at), why);
}

struct scan scan_open(const struct source *src, struct arena *keep, const struct rule *rule,
                      struct diag *d)
{
    struct scan s = { .src = src, .text = src->text, .keep = keep, .rule = rule, .d = d };

    if (str_starts(s.text, S("\xef\xbb\xbf")))
        s.text = str_from(s.text, 3);
    if (utf8_invalid(s.text) >= 0)
        scan_refuse(&s, utf8_invalid(s.text), "not UTF-8");
    return s;
}

char scan_peek(const struct scan *s, ptrdiff_t ahead)
{
    return s->at + ahead < s->text.len ? s->text.ptr[s->at + ahead] : '\0';
}

bool scan_ahead(const struct scan *s, const char *what)
{
    return str_starts(str_from(s->text, s->at), str_of(what));
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, char_lower(c)) : NULL;

    return at ? (int)(at - digits) : -1;
}

void scan_escape(struct scan *s, const char *from, const char *to, struct buf *out)
{
    char c = scan_peek(s, 0), utf8[4];
    const char *at = c ? strchr(from, c) : NULL;
    bool good = c == 'u' || c == 'U';
    uint32_t cp = 0;

    s->at++;
    if (at) {
        buf_char(out, to[at - from]);
        return;
    }
    for (int i = 0; i < (c == 'u' ? 4 : 8) && good; i++, s->at++) {
        int digit = hex_digit(scan_peek(s, 0));

        good = digit >= 0;
        cp = cp * 16 + (uint32_t)(good ? digit : 0);
    }
    if (!good || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        scan_refuse(s, s->at - 1, "no such escape");
    else
        buf_put(out, (struct str){ utf8, utf8_encode(cp, utf8) });
}

struct str scan_prefixed(struct str number, struct arena *keep)
{
    char kind = number.len > 2 ? char_lower(number.ptr[1]) : '\0';
    int base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
    int64_t n = 0;

    for (ptrdiff_t i = 2; i < number.len && base; i++) {
        int digit = hex_digit(number.ptr[i]);

        if (digit < 0 || digit >= base || __builtin_mul_overflow(n, base, &n) ||
            __builtin_add_overflow(n, digit, &n))
            return (struct str){ 0 };
    }
    return base ? str_fmt(keep, "%lld", (long long)n) : (struct str){ 0 };
}

struct str scan_unescaped(struct str text, const char *from, const char *to, struct arena *keep)
{
    struct buf b = buf_open(keep, text.len + 1);

    if (str_char(text, '\\') < 0)
        return text;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        struct str hex = str_sub(text, i + 2, 4);
        char next = i + 1 < text.len ? text.ptr[i + 1] : '\0', utf8[4];
        const char *at = next ? strchr(from, next) : NULL;
        uint32_t cp = 0;
        bool unicode = next == 'u' && hex.len == 4 && strchr(from, 'u');

        for (ptrdiff_t k = 0; k < hex.len && unicode; k++) {
            unicode = hex_digit(hex.ptr[k]) >= 0;
            cp = cp * 16 + (uint32_t)(unicode ? hex_digit(hex.ptr[k]) : 0);
        }
        if (text.ptr[i] != '\\' || !next) {
            buf_char(&b, text.ptr[i]);
            continue;
        }
        i += unicode ? 5 : 1;
        if (unicode)
            buf_put(&b, (struct str){ utf8, utf8_encode(cp, utf8) });
        else
            buf_char(&b, at ? to[at - from] : next);
    }
    return buf_str(&b);
}
