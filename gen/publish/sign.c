/* sign.c - AWS Signature Version 4.
 *
 *     canonical request   method, path, query, headers, names of signed headers, body hash
 *     string to sign      algorithm, time, scope, SHA-256 of the above
 *     key                 HMAC chain over date, region, service, "aws4_request"
 *
 * Rules from the "Signature Version 4 signing process" chapter of the AWS reference; the public
 * test suite and the worked S3 examples are in tests/data/sigv4. */
#include "publish/sign.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/time.h"

enum {
    TIME_LEN = 16, /* 20260102T030405Z */
    DATE_LEN = 8,
    MAX_TEXT =
        1 << 20, /* of a canonical request: headers and query are ours, keys end at 1,024 bytes */
};

struct str sign_percent(struct str s, bool slashes, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len * 3 + 1);
    buf_percent(&b, s, slashes ? S("/") : S(""));
    return buf_str(&b);
}

/* 20260102T030405Z */
static struct str stamp(int64_t time, struct arena *keep)
{
    struct str iso = time_iso(time, keep);
    struct buf b = buf_open(keep, TIME_LEN);
    for (ptrdiff_t i = 0; i < iso.len; i++)
        if (iso.ptr[i] != '-' && iso.ptr[i] != ':')
            buf_char(&b, iso.ptr[i]);
    return buf_str(&b);
}

/* RFC 3986 5.2.4 and doubled slashes to one, as all services but S3 see a path. */
static struct str path_tidy(struct str path, struct arena *keep)
{
    struct buf b = buf_open(keep, path.len + 2);
    bool folder = true; /* the last part names a folder, so a slash ends the path */
    while (path.len) {
        struct cut c = str_cut(path, '/');
        path = c.ok ? c.tail : S("");
        folder = c.ok || c.head.len == 0;
        if (c.head.len == 0)
            continue;
        if (str_equal(c.head, S(".")) || str_equal(c.head, S(".."))) {
            if (c.head.len == 2)
                b.len = str_rchar(buf_str(&b), '/') < 0 ? 0 : str_rchar(buf_str(&b), '/');
            folder = true;
            continue;
        }
        buf_char(&b, '/');
        buf_put(&b, c.head);
    }
    if (folder || b.len == 0)
        buf_char(&b, '/');
    return buf_str(&b);
}

static int by_name_value(const void *a, const void *b)
{
    const struct sign_header *x = a, *y = b;
    int names = str_cmp(x->name, y->name);
    return names ? names : str_cmp(x->value, y->value);
}

/* name=value pairs, decoded, encoded by our rules, sorted */
static void put_query(struct buf *out, struct str query, struct arena *keep)
{
    LIST(struct sign_header) pairs = { 0 };
    while (query.len) {
        struct cut c = str_cut(query, '&');
        query = c.ok ? c.tail : S("");
        if (c.head.len == 0)
            continue;
        struct cut pair = str_cut(c.head, '=');
        *PUSH(&pairs, keep) = (struct sign_header){
            sign_percent(url_decode(pair.head, keep), false, keep),
            sign_percent(url_decode(pair.ok ? pair.tail : S(""), keep), false, keep),
        };
    }
    if (pairs.len)
        qsort(pairs.ptr, (size_t)pairs.len, sizeof(*pairs.ptr), by_name_value);
    for (ptrdiff_t i = 0; i < pairs.len; i++) {
        if (i)
            buf_char(out, '&');
        buf_put(out, pairs.ptr[i].name);
        buf_char(out, '=');
        buf_put(out, pairs.ptr[i].value);
    }
}

/* ends trimmed, runs of blanks and folded lines to one blank */
static struct str value_tidy(struct str v, struct arena *keep)
{
    struct buf b = buf_open(keep, v.len + 1);
    v = str_trim(v);
    bool blank = false;
    for (ptrdiff_t i = 0; i < v.len; i++) {
        if (char_is_space(v.ptr[i])) {
            blank = true;
            continue;
        }
        if (blank)
            buf_char(&b, ' ');
        blank = false;
        buf_char(&b, v.ptr[i]);
    }
    return buf_str(&b);
}

struct headers {
    struct sign_header *ptr;
    ptrdiff_t len, cap;
};

/* Lower-case names in order, values of one name joined by commas in the order sent. */
static void headers_sort(struct headers *h, struct arena *keep)
{
    for (ptrdiff_t i = 1; i < h->len; i++) { /* insertion: stable, and there are a dozen */
        struct sign_header now = h->ptr[i];
        ptrdiff_t k = i;
        for (; k > 0 && str_cmp(h->ptr[k - 1].name, now.name) > 0; k--)
            h->ptr[k] = h->ptr[k - 1];
        h->ptr[k] = now;
    }
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < h->len; i++) {
        if (n && str_equal(h->ptr[n - 1].name, h->ptr[i].name))
            h->ptr[n - 1].value =
                str_fmt(keep, "%.*s,%.*s", FMT(h->ptr[n - 1].value), FMT(h->ptr[i].value));
        else
            h->ptr[n++] = h->ptr[i];
    }
    h->len = n;
}

static struct headers headers_of(const struct sign_request *r, const struct signature *s,
                                 struct arena *keep)
{
    struct headers h = { 0 };
    for (int i = 0; i < r->n_headers; i++)
        *PUSH(&h, keep) = (struct sign_header){ str_lower(r->headers[i].name, keep),
                                                value_tidy(r->headers[i].value, keep) };
    for (int i = 0; i < s->n_added; i++)
        *PUSH(&h, keep) =
            (struct sign_header){ str_lower(s->added[i].name, keep), s->added[i].value };
    headers_sort(&h, keep);
    return h;
}

static struct str names_of(const struct headers *h, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_TEXT);
    for (ptrdiff_t i = 0; i < h->len; i++) {
        if (i)
            buf_char(&b, ';');
        buf_put(&b, h->ptr[i].name);
    }
    return buf_str(&b);
}

static struct str canonical_of(const struct sign_request *r, const struct headers *h,
                               struct str names, struct arena *keep)
{
    struct str path = r->path_as_sent || r->path_raw ? r->path : path_tidy(r->path, keep);
    if (!r->path_as_sent)
        path = sign_percent(path, true, keep);
    struct str query = { 0 };
    struct buf q = buf_open(keep, MAX_TEXT);
    put_query(&q, r->query, keep);
    query = buf_str(&q);

    struct buf b = buf_open(keep, MAX_TEXT);
    buf_fmt(&b, "%.*s\n%.*s\n%.*s\n", FMT(r->method), FMT(path), FMT(query));
    for (ptrdiff_t i = 0; i < h->len; i++)
        buf_fmt(&b, "%.*s:%.*s\n", FMT(h->ptr[i].name), FMT(h->ptr[i].value));
    buf_fmt(&b, "\n%.*s\n%.*s", FMT(names), FMT(r->payload));
    return buf_str(&b);
}

static struct str bytes_of(const struct sha256 *h)
{
    return (struct str){ (const char *)h->byte, (ptrdiff_t)sizeof(h->byte) };
}

static struct sha256 key_of(const struct sign_request *r, struct str secret, struct str date,
                            struct arena scratch)
{
    struct sha256 k = sha256_hmac(str_join(S("AWS4"), secret, &scratch), date);
    k = sha256_hmac(bytes_of(&k), r->region);
    k = sha256_hmac(bytes_of(&k), r->service);
    return sha256_hmac(bytes_of(&k), S("aws4_request"));
}

static void add(struct signature *s, struct str name, struct str value)
{
    s->added[s->n_added++] = (struct sign_header){ name, value };
}

struct signature sign(const struct sign_request *r, const struct sign_key *key, struct arena *keep)
{
    struct signature s = { 0 };
    struct str now = stamp(r->time, keep), date = str_sub(now, 0, DATE_LEN);
    add(&s, S("X-Amz-Date"), now);
    if (r->send_payload)
        add(&s, S("X-Amz-Content-Sha256"), r->payload);
    if (key->token.len)
        add(&s, S("X-Amz-Security-Token"), key->token);

    struct headers h = headers_of(r, &s, keep);
    struct str names = names_of(&h, keep);
    s.canonical = canonical_of(r, &h, names, keep);

    struct str scope =
        str_fmt(keep, "%.*s/%.*s/%.*s/aws4_request", FMT(date), FMT(r->region), FMT(r->service));
    struct str hash = sha256_hex(sha256_of(s.canonical), keep);
    s.to_sign =
        str_fmt(keep, "AWS4-HMAC-SHA256\n%.*s\n%.*s\n%.*s", FMT(now), FMT(scope), FMT(hash));
    struct sha256 k = key_of(r, key->secret, date, *keep);
    struct str hex = sha256_hex(sha256_hmac(bytes_of(&k), s.to_sign), keep);
    add(&s, S("Authorization"),
        str_fmt(keep, "AWS4-HMAC-SHA256 Credential=%.*s/%.*s, SignedHeaders=%.*s, Signature=%.*s",
                FMT(key->id), FMT(scope), FMT(names), FMT(hex)));
    return s;
}
