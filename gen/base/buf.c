/* buf.c - text that grows. */
#include "base/buf.h"

#include <stdatomic.h>

#include "base/utf8.h"

/* names, reasons, addresses: no limit that people meet is below this */
enum { LEAST = 1 << 20 };

static _Atomic int cuts;
static const char *_Atomic first_cut;

struct buf buf_open_at(struct arena *arena, ptrdiff_t max, const char *where)
{
    return (struct buf){ .arena = arena, .max = max < LEAST ? LEAST : max, .where = where };
}

struct buf buf_open_cut(struct arena *arena, ptrdiff_t max)
{
    return (struct buf){ .arena = arena, .max = max };
}

int buf_cuts(const char **where)
{
    *where = atomic_load(&first_cut);
    return atomic_load(&cuts);
}

static void cut(struct buf *b)
{
    const char *nobody = NULL;
    if (!b->over && b->where) {
        atomic_fetch_add(&cuts, 1);
        atomic_compare_exchange_strong(&first_cut, &nobody, b->where);
    }
    b->over = true;
}

/* Makes room for n more bytes, as far as max allows; returns how many fit. */
static ptrdiff_t buf_room(struct buf *b, ptrdiff_t n)
{
    if (n > b->max - b->len) {
        n = b->max - b->len;
        cut(b);
    }
    if (n <= b->cap - b->len)
        return n;
    ptrdiff_t cap = b->cap ? b->cap : 256;
    while (cap < b->len + n)
        cap += cap;
    if (b->ptr && b->ptr + b->cap == b->arena->beg && arena_room(b->arena, cap - b->cap)) {
        b->arena->beg += cap - b->cap; /* the arena's last block: grows in place */
    } else {
        char *p = NEW(b->arena, char, cap);
        if (b->len)
            memcpy(p, b->ptr, (size_t)b->len);
        b->ptr = p;
    }
    b->cap = cap < b->max ? cap : b->max;
    return n;
}

void buf_put(struct buf *b, struct str s)
{
    ptrdiff_t n = s.len <= b->cap - b->len ? s.len : buf_room(b, s.len);
    if (n > 0)
        memcpy(b->ptr + b->len, s.ptr, (size_t)n);
    b->len += n;
}

void buf_char(struct buf *b, char c)
{
    if (b->len < b->cap)
        b->ptr[b->len++] = c;
    else
        buf_put(b, (struct str){ &c, 1 });
}

void buf_fill(struct buf *b, char c, ptrdiff_t n)
{
    n = buf_room(b, n < 0 ? 0 : n);
    if (n > 0)
        memset(b->ptr + b->len, c, (size_t)n);
    b->len += n;
}

void buf_int(struct buf *b, int64_t n)
{
    char digits[24];
    int at = (int)sizeof digits;
    uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do
        digits[--at] = (char)('0' + u % 10);
    while (u /= 10);
    if (n < 0)
        digits[--at] = '-';
    buf_put(b, (struct str){ digits + at, (ptrdiff_t)sizeof digits - at });
}

void buf_num(struct buf *b, double x, int places)
{
    int64_t scale = 1;
    for (int i = 0; i < places; i++)
        scale *= 10;
    double scaled = x * (double)scale;
    if (!(scaled > -9e15 && scaled < 9e15))
        scaled = 0; /* not a number, or no place on any drawing */
    int64_t n = (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    if (n < 0) {
        buf_char(b, '-');
        n = -n;
    }
    int64_t whole = n / scale, part = n % scale;
    if (whole || !part)
        buf_int(b, whole);
    if (!part)
        return;
    buf_char(b, '.');
    for (scale /= 10; part; part %= scale, scale /= 10) {
        buf_char(b, (char)('0' + part / scale));
        if (scale == 1)
            break;
    }
}

/* What %s, %.*s, %d, %td and %lld mean, which most formats are made of. False, with nothing appended, for a
 * format that has others. */
static bool is_simple(const char *fmt)
{
    for (const char *p = strchr(fmt, '%'); p; p = strchr(p, '%')) {
        static const char *const known[] = { "s", ".*s", "d", "td", "lld" };
        size_t len = 0;
        for (ptrdiff_t i = 0; i < LEN(known) && !len; i++)
            len = strncmp(p + 1, known[i], strlen(known[i])) == 0 ? strlen(known[i]) : 0;
        if (!len)
            return false;
        p += 1 + len;
    }
    return true;
}

static void put_simple(struct buf *b, const char *fmt, va_list args)
{
    for (const char *p; (p = strchr(fmt, '%'));) {
        buf_put(b, str_span(fmt, p));
        fmt = p + 2;
        if (p[1] == 's') {
            buf_put(b, str_of(va_arg(args, const char *)));
        } else if (p[1] == '.') {
            int n = va_arg(args, int);
            const char *text = va_arg(args, const char *);
            buf_put(b, (struct str){ text, n < 0 ? 0 : n });
            fmt = p + 4;
        } else if (p[1] == 'd') {
            buf_int(b, va_arg(args, int));
        } else if (p[1] == 't') {
            buf_int(b, va_arg(args, ptrdiff_t));
            fmt = p + 3;
        } else {
            buf_int(b, va_arg(args, long long));
            fmt = p + 4;
        }
    }
    buf_put(b, str_of(fmt));
}

void buf_vfmt(struct buf *b, const char *fmt, va_list args)
{
    va_list again;
    if (is_simple(fmt)) {
        put_simple(b, fmt, args);
        return;
    }
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    if (n > 0) {
        ptrdiff_t room = buf_room(b, n + 1);
        if (room > 0)
            vsnprintf(b->ptr + b->len, (size_t)room, fmt, again);
        b->len += room == n + 1 ? n : room > 0 ? room - 1 : 0;
    }
    va_end(again);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_vfmt(b, fmt, args);
    va_end(args);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){ b->ptr, b->len };
}

void buf_html(struct buf *b, struct str s)
{
    static const char *const entity[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
    };
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const char *e = entity[(unsigned char)s.ptr[i]];
        if (!e)
            continue;
        buf_put(b, str_sub(s, from, i - from));
        buf_put(b, str_of(e));
        from = i + 1;
    }
    buf_put(b, str_from(s, from));
}

static bool steers(uint32_t cp)
{
    return (cp < ' ' && cp != '\t') || (cp >= 0x7F && cp < 0xA0) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

void buf_shown(struct buf *b, struct str s)
{
    struct str clean = { s.ptr, 0 };
    for (struct str rest = s; rest.len > 0;) {
        uint32_t cp;
        int n = utf8_decode(rest, &cp);
        rest = str_from(rest, n);
        if (cp != 0xFFFD && !steers(cp)) {
            clean.len += n;
            continue;
        }
        buf_put(b, clean);
        buf_put(b, S("\xEF\xBF\xBD"));
        clean = (struct str){ rest.ptr, 0 };
    }
    buf_put(b, clean);
}

void buf_json(struct buf *b, struct str s)
{
    static const char *const escape[128] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
        ['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t", [0x7f] = "\\u007f",
    };
    buf_char(b, '"');
    while (s.len) {
        uint32_t cp;
        int n = utf8_decode(s, &cp);
        if (cp < 0x80 && escape[cp])
            buf_put(b, str_of(escape[cp]));
        else if (cp < 0x20)
            buf_fmt(b, "\\u%04x", (unsigned)cp);
        else if (cp == 0xFFFD)
            buf_put(b, S("\xef\xbf\xbd"));
        else
            buf_put(b, str_sub(s, 0, n));
        s = str_from(s, n);
    }
    buf_char(b, '"');
}

void buf_key(struct buf *b, struct str key)
{
    if (b->len && b->ptr[b->len - 1] != '{')
        buf_char(b, ',');
    buf_json(b, key);
    buf_char(b, ':');
}

void buf_member(struct buf *b, const char *key, struct str value)
{
    buf_key(b, str_of(key));
    buf_json(b, value);
}

void buf_percent(struct buf *b, struct str s, struct str also)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (char_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' ||
            str_char(also, c) >= 0)
            buf_char(b, c);
        else
            buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
    }
}

struct str str_fmt(struct arena *keep, const char *fmt, ...)
{
    struct buf b = buf_open(keep, 1 << 24);
    va_list args;
    va_start(args, fmt);
    buf_vfmt(&b, fmt, args);
    va_end(args);
    buf_char(&b, '\0');
    return (struct str){ b.ptr, b.len - 1 };
}
