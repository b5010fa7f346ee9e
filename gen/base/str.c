/* str.c - views of text. */
#include "base/str.h"

bool str_equal_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (ptrdiff_t i = 0; i < a.len; i++)
        if (char_lower(a.ptr[i]) != char_lower(b.ptr[i]))
            return false;
    return true;
}

bool str_among(struct str s, const char *const *list, ptrdiff_t n)
{
    while (n > 0 && !str_equal(s, str_of(list[n - 1])))
        n--;
    return n > 0;
}

bool str_among_nocase(struct str s, const char *const *list, ptrdiff_t n)
{
    char first = s.len ? char_lower(*s.ptr) : 0;

    while (n > 0 &&
           (char_lower(*list[n - 1]) != first || !str_equal_nocase(s, str_of(list[n - 1]))))
        n--;
    return n > 0;
}

bool str_holds_any(struct str s, const char *const *list, ptrdiff_t n)
{
    while (n > 0 && str_find_nocase(s, str_of(list[n - 1])) < 0)
        n--;
    return n > 0;
}

int str_cmp(struct str a, struct str b)
{
    ptrdiff_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, (size_t)n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_ends(struct str s, struct str tail)
{
    return s.len >= tail.len && str_equal(str_from(s, s.len - tail.len), tail);
}

ptrdiff_t str_find(struct str s, struct str what)
{
    if (what.len == 0)
        return 0;
    if (s.len < what.len)
        return -1;
    /* To go from one first byte to the next is fastest while they are rare. */
    const char *p = s.ptr, *last = s.ptr + s.len - what.len;
    for (ptrdiff_t tries = 1; p <= last && p - s.ptr >= (tries - 8) * 16; p++, tries++) {
        p = memchr(p, *what.ptr, (size_t)(last - p + 1));
        if (!p || memcmp(p, what.ptr, (size_t)what.len) == 0)
            return p ? p - s.ptr : -1;
    }
    p = p > last ? NULL : memmem(p, (size_t)(s.ptr + s.len - p), what.ptr, (size_t)what.len);
    return p ? p - s.ptr : -1;
}

ptrdiff_t str_find_nocase(struct str s, struct str what)
{
    char first = what.len ? char_lower(*what.ptr) : '\0';
    for (ptrdiff_t i = 0; i + what.len <= s.len; i++)
        if (!what.len ||
            (char_lower(s.ptr[i]) == first && str_equal_nocase(str_sub(s, i, what.len), what)))
            return i;
    return -1;
}

const char *str_plural(ptrdiff_t n)
{
    return n == 1 ? "" : "s";
}

ptrdiff_t str_char(struct str s, char c)
{
    const char *p = s.len ? memchr(s.ptr, c, (size_t)s.len) : NULL;
    return p ? p - s.ptr : -1;
}

ptrdiff_t str_rchar(struct str s, char c)
{
    const char *p = s.len ? memrchr(s.ptr, c, (size_t)s.len) : NULL;
    return p ? p - s.ptr : -1;
}

struct cut str_cut(struct str s, char c)
{
    ptrdiff_t i = str_char(s, c);
    if (i < 0)
        return (struct cut){ .head = s, .tail = str_from(s, s.len) };
    return (struct cut){ str_sub(s, 0, i), str_from(s, i + 1), true };
}

struct cut str_rcut(struct str s, char c)
{
    ptrdiff_t i = str_rchar(s, c);
    if (i < 0)
        return (struct cut){ .head = str_sub(s, 0, 0), .tail = s };
    return (struct cut){ str_sub(s, 0, i), str_from(s, i + 1), true };
}

struct str str_line(struct str *rest)
{
    struct cut c = str_cut(*rest, '\n');
    *rest = c.tail;
    if (c.head.len && c.head.ptr[c.head.len - 1] == '\r')
        c.head.len--;
    return c.head;
}

struct str str_trim_end(struct str s)
{
    while (s.len && char_is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

struct str str_trim(struct str s)
{
    while (s.len && char_is_space(*s.ptr))
        s.ptr++, s.len--;
    return str_trim_end(s);
}

struct str str_copy(struct str s, struct arena *keep)
{
    char *p = NEW(keep, char, s.len + 1);
    if (s.len)
        memcpy(p, s.ptr, (size_t)s.len);
    return (struct str){ p, s.len };
}

const char *str_c(struct str s, struct arena *keep)
{
    return str_copy(s, keep).ptr;
}

struct str str_join(struct str a, struct str b, struct arena *keep)
{
    char *p = NEW(keep, char, a.len + b.len + 1);
    if (a.len)
        memcpy(p, a.ptr, (size_t)a.len);
    if (b.len)
        memcpy(p + a.len, b.ptr, (size_t)b.len);
    return (struct str){ p, a.len + b.len };
}

struct str str_lower(struct str s, struct arena *keep)
{
    char *p = NEW(keep, char, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        p[i] = char_lower(s.ptr[i]);
    return (struct str){ p, s.len };
}

/* FNV-1a over 8-byte steps with a final mix: short keys and whole files alike. */
uint64_t str_hash(struct str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    ptrdiff_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t w;
        memcpy(&w, s.ptr + i, 8);
        h = (h ^ w) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    for (; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
    h ^= (uint64_t)s.len;
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    return h ^ h >> 33;
}

bool str_int64(struct str s, int64_t *out)
{
    bool minus = s.len && *s.ptr == '-';
    int64_t n = 0;
    if (s.len == (minus ? 1 : 0))
        return false;
    for (ptrdiff_t i = minus; i < s.len; i++) {
        if (!char_is_digit(s.ptr[i]) || __builtin_mul_overflow(n, 10, &n) ||
            __builtin_sub_overflow(n, s.ptr[i] - '0', &n))
            return false;
    }
    if (!minus && __builtin_sub_overflow(0, n, &n))
        return false;
    *out = n;
    return true;
}

ptrdiff_t str_tag(struct str s, bool braces)
{
    char quote = '\0';
    int inside = 0;
    for (ptrdiff_t i = 1; i < s.len; i++) {
        char c = s.ptr[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (braces && (c == '{' || c == '}'))
            inside += c == '{' ? 1 : -1;
        else if (c == '>' && inside <= 0)
            return i + 1;
        else if (c == '<' && inside <= 0)
            return 0;
    }
    return 0;
}
