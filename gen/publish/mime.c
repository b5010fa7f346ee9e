/* mime.c - content types and cache rules by table. */
#include "publish/mime.h"

#include "base/path.h"

/* clang-format off */
static const struct {
    const char *ext, *type;
} types[] = {
    { ".html",  "text/html; charset=utf-8" },
    { ".htm",   "text/html; charset=utf-8" },
    { ".xhtml", "application/xhtml+xml; charset=utf-8" },
    { ".css",   "text/css; charset=utf-8" },
    { ".js",    "text/javascript; charset=utf-8" },
    { ".mjs",   "text/javascript; charset=utf-8" },
    { ".json",  "application/json; charset=utf-8" },
    { ".map",   "application/json; charset=utf-8" },
    { ".webmanifest", "application/manifest+json; charset=utf-8" },
    { ".xml",   "application/xml; charset=utf-8" },
    { ".atom",  "application/atom+xml; charset=utf-8" },
    { ".rss",   "application/rss+xml; charset=utf-8" },
    { ".txt",   "text/plain; charset=utf-8" },
    { ".md",    "text/markdown; charset=utf-8" },
    { ".csv",   "text/csv; charset=utf-8" },
    { ".yaml",  "application/yaml; charset=utf-8" },
    { ".yml",   "application/yaml; charset=utf-8" },
    { ".svg",   "image/svg+xml; charset=utf-8" },
    { ".png",   "image/png" },
    { ".jpg",   "image/jpeg" },
    { ".jpeg",  "image/jpeg" },
    { ".gif",   "image/gif" },
    { ".webp",  "image/webp" },
    { ".avif",  "image/avif" },
    { ".ico",   "image/x-icon" },
    { ".woff",  "font/woff" },
    { ".woff2", "font/woff2" },
    { ".ttf",   "font/ttf" },
    { ".otf",   "font/otf" },
    { ".wasm",  "application/wasm" },
    { ".pdf",   "application/pdf" },
    { ".mp4",   "video/mp4" },
    { ".webm",  "video/webm" },
    { ".mp3",   "audio/mpeg" },
    { ".ogg",   "audio/ogg" },
    { ".wav",   "audio/wav" },
    { ".zip",   "application/zip" },
    { ".gz",    "application/gzip" },
    { ".tgz",   "application/gzip" },
};
/* clang-format on */

enum { MIN_HASH = 8 /* shorter ones are words and years */ };

bool mime_is_page(struct str key)
{
    struct str ext = path_ext(key);
    return str_equal_nocase(ext, S(".html")) || str_equal_nocase(ext, S(".htm")) ||
           str_equal_nocase(ext, S(".xhtml"));
}

static bool is_hash(struct str part)
{
    bool letter = false, figure = false;
    for (ptrdiff_t i = 0; i < part.len; i++) {
        char c = part.ptr[i];
        bool hex = c >= 'a' && c <= 'f';
        if (!hex && !char_is_digit(c))
            return false;
        letter |= hex;
        figure |= !hex;
    }
    return part.len >= MIN_HASH && letter && figure;
}

bool mime_is_hashed(struct str key)
{
    struct str name = path_base(key);
    if (mime_is_page(key) || path_ext(name).len == 0)
        return false;
    ptrdiff_t beg = 0;
    for (ptrdiff_t i = 0; i <= name.len; i++) {
        if (i < name.len && name.ptr[i] != '.' && name.ptr[i] != '-' && name.ptr[i] != '_')
            continue;
        if (is_hash(str_sub(name, beg, i - beg)))
            return true;
        beg = i + 1;
    }
    return false;
}

/* Both kinds of star are remembered at their last place only, so the time is pattern times key. */
bool mime_match(struct str pattern, struct str key)
{
    ptrdiff_t p = 0, k = 0, star = -1, star_key = 0, deep = -1, deep_key = 0;
    bool whole = false; /* the deep star ends in a slash: it fits whole folders */
    while (k < key.len || p < pattern.len) {
        char c = p < pattern.len ? pattern.ptr[p] : 0;
        if (str_starts(str_from(pattern, p), S("**"))) {
            p += 2;
            whole = p < pattern.len && pattern.ptr[p] == '/' && (k == 0 || key.ptr[k - 1] == '/');
            p += whole;
            deep = p, deep_key = k, star = -1;
        } else if (c == '*') {
            star = ++p, star_key = k;
        } else if (k < key.len && c && (c == key.ptr[k] || (c == '?' && key.ptr[k] != '/'))) {
            p++, k++;
        } else if (star >= 0 && star_key < key.len && key.ptr[star_key] != '/') {
            p = star, k = ++star_key;
        } else if (deep >= 0 && deep_key < key.len) {
            do
                deep_key++;
            while (whole && deep_key < key.len && key.ptr[deep_key - 1] != '/');
            p = deep, k = deep_key, star = -1;
        } else {
            return false;
        }
    }
    return true;
}

struct mime_headers mime_of(struct str key, const struct mime_rules *rules)
{
    struct mime_headers h = { S("application/octet-stream"),
                              S("public, max-age=0, must-revalidate") };
    struct str ext = path_ext(key);
    for (ptrdiff_t i = 0; i < LEN(types); i++)
        if (str_equal_nocase(ext, str_of(types[i].ext)))
            h.type = str_of(types[i].type);
    if (mime_is_hashed(key))
        h.cache = S("public, max-age=31536000, immutable");
    for (ptrdiff_t i = 0; i < rules->len; i++) {
        const struct mime_rule *r = &rules->ptr[i];
        if (!mime_match(r->match, key))
            continue;
        if (str_equal_nocase(r->name, S("Content-Type")))
            h.type = r->value;
        if (str_equal_nocase(r->name, S("Cache-Control")))
            h.cache = r->value;
    }
    return h;
}
