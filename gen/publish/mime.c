/* mime.c - content types and cache rules by table. */
#include "publish/mime.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/path.h"

static const struct type {
    const char *ext, *type;
} types[] = {
#include "mime_table.h"
};

/* clang-format off */
static const struct type names[] = { /* of files without an extension */
    { "apple-app-site-association", "application/json" },
    { "CNAME", "text/plain" }, { "LICENSE", "text/plain" }, { "README", "text/plain" },
    { "COPYING", "text/plain" }, { "NOTICE", "text/plain" }, { "CHANGELOG", "text/plain" },
    { "AUTHORS", "text/plain" }, { "Makefile", "text/plain" }, { "Dockerfile", "text/plain" },
    { "VERSION", "text/plain" }, { "_headers", "text/plain" }, { "_redirects", "text/plain" },
    { "SHA256SUMS", "text/plain" },
};
/* Text, though its type does not begin with "text/" or end in "+xml" or "+json". */
static const char *const texts[] = {
    "application/json", "application/xml", "application/xml-dtd", "application/yaml", "application/x-ndjson",
    "application/json5", "application/javascript", "application/ecmascript", "application/toml",
};
static const struct {
    const char *ext, *encoding;
} encodings[] = { { ".br", "br" }, { ".gz", "gzip" }, { ".zst", "zstd" } };

/* Where a hash stands in a name, its letters and its length; of several makers one row. */
static const struct {
    char before;
    bool last;         /* no further part before the extension */
    const char *digits;
    int lengths[8];
} hashes[] = {
    /* plumb 10; webpack 8, 16, 20, 32; Parcel 8; Sprockets, Hugo 40, 64, 96, 128 */
    { '.', false, "0123456789abcdef", { 8, 10, 12, 16, 20, 32, 40, 64 } },
    { '-', true,  "0123456789abcdef", { 32, 40, 64 } },
    /* Vite, Rollup */
    { '-', true,  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", { 8 } },
    /* esbuild */
    { '-', true,  "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", { 8 } },
};
/* What bundlers make; a document with such a name was named by somebody. */
static const char *const bundled[] = {
    ".js", ".mjs", ".css", ".wasm", ".map", ".json", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif",
    ".ico", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".txt",
};
/* clang-format on */

bool mime_is_page(struct str key)
{
    struct str ext = path_ext(key);
    return str_equal_nocase(ext, S(".html")) || str_equal_nocase(ext, S(".htm")) ||
           str_equal_nocase(ext, S(".xhtml"));
}

struct letters { /* how many of a kind, and where they change case */
    int small, large, figures, vowels;
};

static struct letters count(struct str s)
{
    struct letters n = { 0 };
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        n.small += c >= 'a' && c <= 'z';
        n.large += c >= 'A' && c <= 'Z';
        n.figures += char_is_digit(c);
        n.vowels += str_char(S("aeiouyAEIOUY"), c) >= 0;
    }
    return n;
}

/* No date, no number, no word: by chance alone a hash is hardly ever one of them. */
static bool is_random(struct str s, bool hex)
{
    struct letters n = count(s);
    if (hex)
        return n.figures >= 1 && n.small >= 2;
    if (n.figures) /* v2Config, FY2024Q3 */
        return n.large >= 1 && n.small + n.large >= 4 && n.figures <= 4 &&
               (n.small == 0 ? n.figures >= 1 && n.large >= 4 && n.vowels <= 2
                             : n.large >= 2 || n.figures >= 2);
    return n.large >= 2 && n.small >= 2 && n.vowels <= 2; /* no CamelCase */
}

static bool has_length(const int *lengths, ptrdiff_t n)
{
    for (int i = 0; i < 8 && lengths[i]; i++)
        if (lengths[i] == n)
            return true;
    return false;
}

static bool is_hash(ptrdiff_t row, struct str part)
{
    for (ptrdiff_t i = 0; i < part.len; i++)
        if (str_char(str_of(hashes[row].digits), part.ptr[i]) < 0)
            return false;
    return has_length(hashes[row].lengths, part.len) &&
           is_random(part, hashes[row].digits[0] == '0');
}

/* name without its extension, by one row. */
static bool has_hash(ptrdiff_t row, struct str name)
{
    if (hashes[row].last) { /* the letters may hold the mark itself */
        for (int i = 0; i < 8 && hashes[row].lengths[i]; i++) {
            ptrdiff_t at = name.len - hashes[row].lengths[i];
            if (at > 1 && name.ptr[at - 1] == hashes[row].before &&
                is_hash(row, str_from(name, at)))
                return true;
        }
        return false;
    }
    for (struct cut c = str_cut(name, hashes[row].before); c.ok;) {
        c = str_cut(c.tail, hashes[row].before);
        if (is_hash(row, c.head))
            return true;
    }
    return false;
}

static bool has_ext_of(struct str ext, const char *const *all, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_equal_nocase(ext, str_of(all[i])))
            return true;
    return false;
}

bool mime_is_hashed(struct str key)
{
    struct str name = path_base(key), ext = path_ext(name);
    struct str stem = str_sub(name, 0, name.len - ext.len);
    if (!has_ext_of(ext, bundled, LEN(bundled)))
        return false;
    for (ptrdiff_t row = 0; row < LEN(hashes); row++) {
        struct str inner = stem;
        while (hashes[row].last && path_ext(inner).len && path_ext(inner).len <= 4)
            inner.len -= path_ext(inner).len; /* index-DiwrgTda.js.map, app-XQ4TUB7C.min.js */
        if (has_hash(row, inner))
            return true;
    }
    /* 896da145.5e6f7a8b.js, 3f2b9c01d4e5f6a7b8c9.svg: nothing but the hash */
    return stem.len >= 20 && is_hash(0, str_cut(stem, '.').head);
}

static int by_ext(const void *key, const void *row)
{
    return str_cmp(*(const struct str *)key, str_of(((const struct type *)row)->ext));
}

static struct str type_of(struct str key, struct arena *keep)
{
    struct str name = path_base(key), ext = path_ext(name);
    struct str lower = str_lower(str_from(ext, 1), keep);
    const struct type *found =
        ext.len > 1 ? bsearch(&lower, types, (size_t)LEN(types), sizeof *types, by_ext) : NULL;
    for (ptrdiff_t i = 0; i < LEN(names) && !found; i++)
        if (str_equal(name, str_of(names[i].ext)))
            found = &names[i];
    if (!found)
        return S("application/octet-stream");
    struct str type = str_of(found->type);
    if (str_starts(type, S("text/")) || str_ends(type, S("+xml")) || str_ends(type, S("+json")) ||
        has_ext_of(type, texts, LEN(texts)))
        return str_join(type, S("; charset=utf-8"), keep);
    return type;
}

struct more { /* headers that have no place of their own, each once */
    struct sorted {
        struct str name, value;
    } ptr[24];
    int n;
};

static void set(struct more *m, struct str name, struct str value, struct arena *keep)
{
    int i = 0;
    name = str_lower(name, keep);
    while (i < m->n && str_cmp(m->ptr[i].name, name) < 0)
        i++;
    bool there = i < m->n && str_equal(m->ptr[i].name, name);
    if (!there && m->n == (int)LEN(m->ptr))
        return;
    for (int k = m->n; !there && k > i; k--)
        m->ptr[k] = m->ptr[k - 1];
    m->n += !there;
    m->ptr[i] = (struct sorted){ name, value };
}

static struct str lines_of(const struct more *m, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    for (int i = 0; i < m->n; i++)
        if (m->ptr[i].value.len) /* "" takes a header away again */
            buf_fmt(&b, "%.*s:%.*s\n", FMT(m->ptr[i].name), FMT(m->ptr[i].value));
    return buf_str(&b);
}

/* What is compressed already: a.svgz as everybody takes it, a.js.br when asked. */
static struct str inner_key(struct str key, const struct mime_rules *rules, struct more *more,
                            struct arena *keep)
{
    struct str ext = path_ext(key), inner = str_sub(key, 0, key.len - ext.len);
    if (str_equal_nocase(ext, S(".svgz")))
        set(more, S("content-encoding"), S("gzip"), keep);
    for (ptrdiff_t i = 0; i < LEN(encodings) && rules->precompressed; i++)
        if (str_equal_nocase(ext, str_of(encodings[i].ext)) && path_ext(inner).len &&
            !str_equal(path_ext(inner), S(".tar"))) {
            set(more, S("content-encoding"), str_of(encodings[i].encoding), keep);
            return inner;
        }
    return key;
}

struct mime_headers mime_of(struct str key, const struct mime_rules *rules, struct arena *keep)
{
    struct more more = { .n = 0 };
    struct str inner = inner_key(key, rules, &more, keep);
    struct mime_headers h = { .type = type_of(inner, keep), .frozen = mime_is_hashed(inner) };
    h.cache = h.frozen ? MIME_YEAR : rules->edge && mime_is_page(inner) ? MIME_EDGE : MIME_AGAIN;
    for (ptrdiff_t i = 0; i < rules->len; i++) {
        const struct mime_rule *r = &rules->ptr[i];
        if (!path_match(r->match, key))
            continue;
        if (str_equal_nocase(r->name, S("Content-Type")))
            h.type = r->value;
        else if (!str_equal_nocase(r->name, S("Cache-Control")))
            set(&more, r->name, r->value, keep);
        else {
            h.cache = r->value;
            h.frozen = h.frozen && str_find_nocase(r->value, S("immutable")) >= 0;
        }
    }
    h.more = lines_of(&more, keep);
    return h;
}
