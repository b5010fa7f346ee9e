/* deflate.c - the fence around zlib. */
#include <zlib.h>

#include "base/deflate.h"

#include "base/hash.h"

struct str deflate_pack(struct str text, struct arena *keep)
{
    uLongf n = compressBound((uLong)text.len);
    char *bytes = NEW(keep, char, (ptrdiff_t)n + 1);

    if (compress2((Bytef *)bytes, &n, (const Bytef *)text.ptr, (uLong)text.len, 6) != Z_OK)
        return (struct str){ 0 };
    return base64_of((struct str){ bytes, (ptrdiff_t)n }, keep);
}

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    return char_is_digit(c) ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool bytes_of(struct str s, struct arena *keep, struct str *out)
{
    unsigned bits = 0;
    int have = 0;
    char *to = NEW(keep, char, s.len + 1);

    *out = (struct str){ to, 0 };
    for (ptrdiff_t i = 0; i < s.len && s.ptr[i] != '='; i++) {
        int d = digit(s.ptr[i]);
        if (d < 0)
            return false;
        bits = (bits << 6 | (unsigned)d) & 0xFFFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            to[out->len++] = (char)(bits >> have & 0xFF);
        }
    }
    return true;
}

/* The size is not known before: a window that grows as long as it is filled. */
bool deflate_unpack(struct str packed, ptrdiff_t max, struct arena *keep, struct str *text)
{
    struct str bytes;
    z_stream z = { 0 };
    int code = Z_OK;
    ptrdiff_t cap = 0, len = 0;
    char *to = NULL;

    if (!bytes_of(packed, keep, &bytes) || inflateInit(&z) != Z_OK)
        return false;
    z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    z.avail_in = (uInt)bytes.len;
    while (code == Z_OK && len <= max) {
        if (len == cap)
            to = list_grow(keep, to, len, &cap, 1, 1);
        z.next_out = (Bytef *)to + len;
        z.avail_out = (uInt)(cap - len);
        code = inflate(&z, Z_NO_FLUSH);
        len = cap - (ptrdiff_t)z.avail_out;
    }
    inflateEnd(&z);
    *text = (struct str){ to, len };
    return code == Z_STREAM_END && len <= max;
}
