/* path.c - paths and URLs as text. */
#include "base/path.h"

struct str path_dir(struct str path)
{
    ptrdiff_t i = str_rchar(path, '/');
    return str_sub(path, 0, i < 0 ? 0 : i);
}

struct str path_base(struct str path)
{
    return str_from(path, str_rchar(path, '/') + 1);
}

struct str path_ext(struct str path)
{
    struct str base = path_base(path);
    ptrdiff_t i = str_rchar(base, '.');
    return i <= 0 ? str_from(base, base.len) : str_from(base, i);
}

struct str path_join(struct str dir, struct str name, struct arena *keep)
{
    if (dir.len == 0 || str_equal(dir, S(".")) || (name.len && *name.ptr == '/'))
        return str_copy(name, keep);
    bool slash = dir.ptr[dir.len - 1] == '/';
    char *out = NEW(keep, char, dir.len + name.len + 2);
    ptrdiff_t n = dir.len;
    memcpy(out, dir.ptr, (size_t)n);
    if (!slash)
        out[n++] = '/';
    if (name.len)
        memcpy(out + n, name.ptr, (size_t)name.len);
    return (struct str){ out, n + name.len };
}

struct str path_climb(struct str path, struct arena *keep, int *up)
{
    char *out = NEW(keep, char, path.len + 1);
    ptrdiff_t n = 0;
    *up = 0;
    for (struct str rest = path; rest.len;) {
        struct cut c = str_cut(rest, '/');
        rest = c.tail;
        if (c.head.len == 0 || str_equal(c.head, S(".")))
            continue;
        if (str_equal(c.head, S(".."))) {
            *up += n == 0;
            n = str_rchar((struct str){ out, n }, '/');
            n = n < 0 ? 0 : n;
            continue;
        }
        if (n)
            out[n++] = '/';
        memcpy(out + n, c.head.ptr, (size_t)c.head.len);
        n += c.head.len;
    }
    out[n] = '\0';
    return (struct str){ out, n };
}

struct str path_normal(struct str path, struct arena *keep, bool *escapes)
{
    int up;
    struct str normal = path_climb(path, keep, &up);
    *escapes = up > 0 || (path.len && *path.ptr == '/');
    return normal;
}

struct str path_above(int up, struct str rest, struct arena *keep)
{
    struct buf b = buf_open(keep, 3 * (ptrdiff_t)up + rest.len);
    for (int i = 0; i < up; i++)
        buf_put(&b, S("../"));
    buf_put(&b, rest);
    return buf_str(&b);
}

struct str path_relative(struct str from, struct str to, struct arena *keep)
{
    struct str dir = path_dir(from);
    ptrdiff_t same = 0; /* length of the folders both share, with their slash */
    for (ptrdiff_t i = 0; i <= dir.len && i <= to.len; i++) {
        bool end = i == dir.len || dir.ptr[i] == '/';
        if (end && dir.len && i < to.len && to.ptr[i] == '/')
            same = i + 1;
        if (i == dir.len || i == to.len || dir.ptr[i] != to.ptr[i])
            break;
    }
    struct buf b = buf_open(keep, dir.len * 3 + to.len + 8);
    struct str up = str_from(dir, same);
    for (ptrdiff_t i = 0; i < up.len; i++)
        if (i == 0 || up.ptr[i] == '/')
            buf_put(&b, S("../"));
    buf_put(&b, str_from(to, same));
    if (b.len == 0)
        buf_put(&b, S("./"));
    return buf_str(&b);
}

struct str url_scheme(struct str url)
{
    ptrdiff_t i = 0;
    while (i < url.len && (char_is_alnum(url.ptr[i]) || str_char(S("+-._"), url.ptr[i]) >= 0))
        i++;
    if (i == 0 || i == url.len || url.ptr[i] != ':' || !char_is_alpha(*url.ptr))
        return str_sub(url, 0, 0);
    return str_sub(url, 0, i);
}

static int hex_digit(char c)
{
    return char_is_digit(c)                               ? c - '0'
           : char_lower(c) >= 'a' && char_lower(c) <= 'f' ? char_lower(c) - 'a' + 10
                                                          : -1;
}

struct str url_decode(struct str s, struct arena *keep)
{
    if (str_char(s, '%') < 0)
        return s;
    char *out = NEW(keep, char, s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        int high = i + 2 < s.len && s.ptr[i] == '%' ? hex_digit(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.ptr[i + 2]) : -1;
        if (low >= 0) {
            out[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[n++] = s.ptr[i];
        }
    }
    return (struct str){ out, n };
}

/* Both kinds of star are remembered at their last place only, so the time is pattern times path. */
bool path_match(struct str pattern, struct str path)
{
    ptrdiff_t p = 0, k = 0, star = -1, star_key = 0, deep = -1, deep_key = 0;
    bool whole = false; /* the deep star ends in a slash: it fits whole folders */
    while (k < path.len || p < pattern.len) {
        char c = p < pattern.len ? pattern.ptr[p] : 0;
        if (str_starts(str_from(pattern, p), S("**"))) {
            p += 2;
            whole = p < pattern.len && pattern.ptr[p] == '/' && (k == 0 || path.ptr[k - 1] == '/');
            p += whole;
            deep = p, deep_key = k, star = -1;
        } else if (c == '*') {
            star = ++p, star_key = k;
        } else if (k < path.len && c && (c == path.ptr[k] || (c == '?' && path.ptr[k] != '/'))) {
            p++, k++;
        } else if (star >= 0 && star_key < path.len && path.ptr[star_key] != '/') {
            p = star, k = ++star_key;
        } else if (deep >= 0 && deep_key < path.len) {
            do
                deep_key++;
            while (whole && deep_key < path.len && path.ptr[deep_key - 1] != '/');
            p = deep, k = deep_key, star = -1;
        } else {
            return false;
        }
    }
    return true;
}

static ptrdiff_t digits(struct str s)
{
    ptrdiff_t n = 0;

    while (n < s.len && char_is_digit(s.ptr[n]))
        n++;
    return n;
}

/* The number at the head of *s, without zeros in front; taken off. */
static struct str take_number(struct str *s)
{
    struct str n = str_sub(*s, 0, digits(*s));

    *s = str_from(*s, n.len);
    while (n.len > 1 && *n.ptr == '0')
        n = str_from(n, 1);
    return n;
}

int path_order(struct str a, struct str b)
{
    struct str x = a, y = b;

    while (x.len && y.len) {
        if (char_is_digit(*x.ptr) && char_is_digit(*y.ptr)) {
            struct str m = take_number(&x), n = take_number(&y);
            int order = m.len != n.len ? (m.len < n.len ? -1 : 1) : str_cmp(m, n);
            if (order)
                return order;
            continue;
        }
        unsigned char c = (unsigned char)char_lower(*x.ptr), e = (unsigned char)char_lower(*y.ptr);
        if (c != e)
            return c < e ? -1 : 1;
        x = str_from(x, 1);
        y = str_from(y, 1);
    }
    return x.len || y.len ? (x.len ? 1 : -1) : str_cmp(a, b);
}
