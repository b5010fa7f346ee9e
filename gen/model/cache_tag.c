/* cache_tag.c - from a key to its cache tags. */
#include "model/cache_tag.h"

#include "base/hash.h"
#include "base/path.h"

enum { MAX_TAG = 256, HASH_BYTES = 16 /* of the hash that stands for a longer one */ };

static bool is_page(struct str key)
{
    static const char *const exts[] = { ".html", ".htm", ".xhtml" };
    return str_among_nocase(path_ext(key), exts, LEN(exts));
}

/* The folders of the key down to a level, with a slash at the end; fewer when it has no more. */
static struct str folders(struct str key, int level)
{
    ptrdiff_t end = 0;
    for (ptrdiff_t i = 0; i < key.len && level > 0; i++)
        if (key.ptr[i] == '/') {
            end = i + 1;
            level--;
        }
    return str_sub(key, 0, end);
}

/* Not percent-encoded: an invalidation might decode that. */
static void put_plain(struct buf *out, struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (char_is_alnum(c) || c == '/' || c == '-' || c == '_' || c == '.')
            buf_char(out, c);
        else
            buf_fmt(out, "=%02X", (unsigned)(unsigned char)c);
    }
}

void cache_tag_put(struct buf *out, struct str root, struct str key, int level)
{
    struct str kind = is_page(key) ? S("pages:") : S("files:");
    ptrdiff_t beg = out->len;
    buf_put(out, kind);
    put_plain(out, root);
    put_plain(out, folders(key, level));
    if (out->len - beg <= MAX_TAG)
        return;
    struct sha256 hash = sha256_of(str_from(buf_str(out), beg));
    out->len = beg;
    buf_put(out, kind);
    for (int i = 0; i < HASH_BYTES; i++)
        buf_fmt(out, "%02x", hash.byte[i]);
}

void cache_tag_put_all(struct buf *out, struct str root, struct str key)
{
    ptrdiff_t last = -1;
    for (int level = 0; level < CACHE_TAG_LEVELS && folders(key, level).len > last; level++) {
        buf_put(out, level ? S(",") : S(""));
        cache_tag_put(out, root, key, level);
        last = folders(key, level).len;
    }
}
