/* utf8.c - code points in UTF-8 text (RFC 3629). */
#include "base/utf8.h"

int utf8_decode(struct str s, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    int n = p[0] < 0x80   ? 1
            : p[0] < 0xC2 ? 0
            : p[0] < 0xE0 ? 2
            : p[0] < 0xF0 ? 3
            : p[0] < 0xF5 ? 4
                          : 0;
    *cp = 0xFFFD;
    if (n == 1) {
        *cp = p[0];
        return 1;
    }
    if (n == 0 || n > s.len)
        return 1;
    uint32_t c = p[0] & (0x7Fu >> n);
    for (int i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 1;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 1;
    *cp = c;
    return n;
}

int utf8_encode(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    int n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (int i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((0xF00u >> n & 0xFFu) | cp);
    return n;
}

ptrdiff_t utf8_invalid(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len;) {
        if ((unsigned char)s.ptr[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t cp;
        int n = utf8_decode(str_from(s, i), &cp);
        if (n == 1)
            return i;
        i += n;
    }
    return -1;
}

ptrdiff_t utf8_count(struct str s)
{
    const uint64_t ones = UINT64_MAX / 255;
    ptrdiff_t n = s.len, i = 0;
    for (uint64_t w; s.len - i >= 8; i += 8) { /* eight at once: lines may be whole files */
        memcpy(&w, s.ptr + i, 8);
        n -= (ptrdiff_t)(((w >> 7 & ~w >> 6 & ones) * ones) >> 56);
    }
    for (; i < s.len; i++)
        n -= ((unsigned char)s.ptr[i] & 0xC0) == 0x80;
    return n;
}

struct str utf8_fit(struct str s, ptrdiff_t most)
{
    if (s.len <= most)
        return s;
    while (most > 0 && ((unsigned char)s.ptr[most] & 0xC0) == 0x80)
        most--;
    return str_sub(s, 0, most);
}
