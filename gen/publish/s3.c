/* s3.c - the store in a bucket: conditional manifest, uploads, deletes, list. */
#include "publish/s3.h"

#include "base/path.h"
#include "base/xml.h"
#include "model/cache_tag.h"
#include "publish/aws_answer.h"

enum {
    MAX_TEXT = 1 << 30, /* a manifest or the record of a release */
    MAX_LIST = 8 << 20, /* an answer with 1,000 keys of 1,024 bytes, percent-encoded */
    MAX_KEY = 1024,
    MAX_TAGS = 1 << 13, /* of one key, before long ones are shortened */
    DELETES_AT_ONCE = 1000,
    MAX_DELETE_BODY = 8 << 20,
    MAX_REPORTED = 3, /* failures of one batch that are told */
};

struct s3 {
    struct s3_options o;
    struct http_service to;
    struct http *http;
    struct arena *keep, *memory;
    struct buf *why;
    struct str root; /* "/" or "/bucket/", as sent */
};

static struct str full_key(const struct s3 *s, struct str key, struct arena *keep)
{
    return s->o.prefix.len ? str_fmt(keep, "%.*s/%.*s", FMT(s->o.prefix), FMT(key)) : key;
}

static struct str path_of(const struct s3 *s, struct str key, struct arena *keep)
{
    return str_join(s->root, sign_percent(full_key(s, key, keep), true, keep), keep);
}

/* Where an object of the batch stands, as sent. */
static struct str place_of(const struct s3 *s, struct str under, struct str key, struct arena *keep)
{
    return path_of(s, under.len ? str_join(under, key, keep) : key, keep);
}

static bool explain(struct s3 *s, const struct http_answer *a, const char *verb, struct str key,
                    struct arena scratch)
{
    struct str what = str_fmt(&scratch, "%s s3://%.*s/%.*s", verb, FMT(s->o.bucket),
                              FMT(full_key(s, key, &scratch)));
    aws_answer_explain(a, what, scratch, s->why);
    return false;
}

static void add(struct http_call *c, struct str name, struct str value)
{
    c->headers[c->n_headers++] = (struct sign_header){ name, value };
}

static enum store_result s3_get(void *self, struct str key, struct str etag, struct arena *keep,
                                struct store_text *out)
{
    struct s3 *s = self;
    struct arena scratch = *s->memory;
    struct http_call call = {
        .to = &s->to, .method = S("GET"), .path = path_of(s, key, &scratch), .max_answer = MAX_TEXT
    };
    if (etag.len)
        add(&call, S("If-None-Match"), etag);
    struct http_answer a = http_one(s->http, &call, keep);
    *out = (struct store_text){ .text = a.body, .etag = a.etag, .time = a.date };
    out->same = a.status == 304;
    /* no bucket, and on some servers no user, is 404 too */
    out->missing = a.status == 404 && (!a.body.len || str_find(a.body, S("NoSuchKey")) >= 0);
    if (a.status == 200 || out->same || out->missing)
        return STORE_OK;
    explain(s, &a, "reading", key, scratch);
    return STORE_FAILED;
}

static enum store_result s3_put(void *self, struct str key, struct str text, struct str etag,
                                struct arena *keep, struct str *new_etag)
{
    struct s3 *s = self;
    struct arena scratch = *s->memory;
    struct http_call call = {
        .to = &s->to, .method = S("PUT"), .path = path_of(s, key, &scratch), .body = text
    };
    add(&call, S("Content-Type"), S("application/json"));
    add(&call, S("Cache-Control"), S("no-store"));
    if (etag.len)
        add(&call, S("If-Match"), etag);
    else
        add(&call, S("If-None-Match"), S("*"));
    struct http_answer a = http_one(s->http, &call, keep);
    *new_etag = a.etag;
    if (a.status == 200)
        return STORE_OK;
    if (a.status == 412 || a.status == 409) /* 409: two such writes at the same moment */
        return STORE_CONFLICT;
    explain(s, &a, "writing", key, scratch);
    return STORE_FAILED;
}

/* ---- uploads -------------------------------------------------------------------------------- */

struct sending {
    struct s3 *s;
    const struct store_batch *batch;
    int failed;
};

static struct str tags_of(const struct plan_object *o, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_TAGS);
    if (o->tagged.len)
        cache_tag_put_all(&b, o->tagged, o->key);
    return buf_str(&b);
}

static void make_upload(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct sending *sending = ctx;
    const struct plan_object *o = sending->batch->objects[i];
    *out = (struct http_call){
        .to = &sending->s->to,
        .method = S("PUT"),
        .path = place_of(sending->s, sending->batch->under, o->key, memory),
        .payload = sha256_hex(o->hash, memory),
        .size = o->size,
    };
    if (sending->batch->texts)
        out->body = *sending->batch->texts[i];
    else
        out->file = str_fmt(memory, "%s/%.*s%c", sending->batch->dir, FMT(o->key), '\0').ptr;
    add(out, S("Content-Type"), o->type);
    add(out, S("Cache-Control"), o->cache);
    add(out, S("x-amz-checksum-sha256"), sha256_base64(o->hash, memory));
    if (o->tagged.len)
        add(out, CACHE_TAG_HEADER, tags_of(o, memory));
}

static bool upload_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                        const struct http_answer *a)
{
    struct sending *sending = ctx;
    (void)call;
    if (a->status == 200) {
        sending->batch->sent(sending->batch->ctx, i);
        return true;
    }
    if (sending->failed++ < MAX_REPORTED)
        explain(sending->s, a, "sending", sending->batch->objects[i]->key, *sending->s->memory);
    return false;
}

static bool s3_send(void *self, const struct store_batch *b)
{
    struct sending sending = { self, b, 0 };
    struct http_batch batch = {
        .n = b->n, .ctx = &sending, .make = make_upload, .done = upload_done
    };
    http_run(sending.s->http, &batch);
    return sending.failed == 0;
}

/* ---- copies --------------------------------------------------------------------------------- */

struct copying {
    struct s3 *s;
    const struct store_batch *batch;
    struct str from;
    int failed;
};

/* The copy gets its headers anew, so one whose headers alone changed is copied too. */
static void make_copy(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct copying *c = ctx;
    struct s3 *s = c->s;
    const struct plan_object *o = c->batch->objects[i];
    struct str from = full_key(s, str_join(c->from, o->key, memory), memory);
    *out = (struct http_call){ .to = &s->to,
                               .method = S("PUT"),
                               .path = place_of(s, c->batch->under, o->key, memory) };
    add(out, S("x-amz-copy-source"),
        str_fmt(memory, "/%.*s/%.*s", FMT(s->o.bucket), FMT(sign_percent(from, true, memory))));
    add(out, S("x-amz-metadata-directive"), S("REPLACE"));
    add(out, S("x-amz-checksum-algorithm"), S("SHA256"));
    add(out, S("Content-Type"), o->type);
    add(out, S("Cache-Control"), o->cache);
}

/* What is not there, or says another SHA-256 or none, is left for an upload. */
static bool copy_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                      const struct http_answer *a)
{
    struct copying *c = ctx;
    struct arena scratch = *c->s->memory;
    (void)call;
    if (a->status != 200 && a->status != 404) {
        if (c->failed++ < MAX_REPORTED)
            explain(c->s, a, "copying", c->batch->objects[i]->key, scratch);
        return false;
    }
    struct str sum = xml_text(xml_parse(a->body, &scratch), "ChecksumSHA256");
    struct str want = sha256_base64(c->batch->objects[i]->hash, &scratch);
    if (a->status == 200 && str_equal(sum, want))
        c->batch->sent(c->batch->ctx, i);
    return true;
}

static bool s3_copy(void *self, const struct store_batch *b, struct str from)
{
    struct copying c = { self, b, from, 0 };
    struct http_batch batch = { .n = b->n, .ctx = &c, .make = make_copy, .done = copy_done };
    http_run(c.s->http, &batch);
    return c.failed == 0;
}

static bool s3_put_file(void *self, struct str key, const char *path, int64_t size)
{
    struct s3 *s = self;
    struct arena scratch = *s->memory;
    struct http_call call = { .to = &s->to,
                              .method = S("PUT"),
                              .path = path_of(s, key, &scratch),
                              .file = path,
                              .size = size,
                              .payload = S("UNSIGNED-PAYLOAD") };
    add(&call, S("Content-Type"), S("application/octet-stream"));
    add(&call, S("Cache-Control"), S("no-store"));
    struct http_answer a = http_one(s->http, &call, &scratch);
    return a.status == 200 || explain(s, &a, "writing", key, scratch);
}

/* ---- deletes -------------------------------------------------------------------------------- */

static bool delete_some(struct s3 *s, const struct str *keys, ptrdiff_t n)
{
    struct arena scratch = *s->memory;
    struct buf body = buf_open(&scratch, MAX_DELETE_BODY);
    buf_put(&body,
            S("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>"));
    struct arena words = *s->keep;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena work = words;
        buf_put(&body, S("<Object><Key>"));
        buf_html(&body, full_key(s, keys[i], &work));
        buf_put(&body, S("</Key></Object>"));
    }
    buf_put(&body, S("</Delete>"));
    struct http_call call = { .to = &s->to,
                              .method = S("POST"),
                              .path = s->root,
                              .query = S("delete="),
                              .body = buf_str(&body),
                              .max_answer = MAX_LIST };
    add(&call, S("Content-Type"), S("application/xml"));
    add(&call, S("x-amz-checksum-sha256"), sha256_base64(sha256_of(call.body), &scratch));
    struct http_answer a = http_one(s->http, &call, &scratch);
    if (a.status != 200)
        return explain(s, &a, "deleting below", S(""), scratch);
    const struct xml *x = xml_parse(a.body, &scratch), *error = xml_child(x, "Error");
    if (error)
        buf_fmt(s->why, "deleting %.*s: %.*s\n", FMT(xml_text(error, "Key")),
                FMT(xml_text(error, "Message")));
    return x && !error;
}

static bool s3_remove(void *self, const struct str *keys, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i += DELETES_AT_ONCE)
        if (!delete_some(self, keys + i, n - i < DELETES_AT_ONCE ? n - i : DELETES_AT_ONCE))
            return false;
    return true;
}

/* ---- check ---------------------------------------------------------------------------------- */

struct checking {
    struct s3 *s;
    const struct plan_object *const *objects;
    struct buf *notes;
    ptrdiff_t wrong;
    bool failed;
};

static void make_check(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct checking *c = ctx;
    *out = (struct http_call){ .to = &c->s->to,
                               .method = S("HEAD"),
                               .path = path_of(c->s, c->objects[i]->key, memory) };
    add(out, S("x-amz-checksum-mode"), S("ENABLED"));
}

static const char *difference(const struct plan_object *o, const struct http_answer *a,
                              struct arena scratch)
{
    int64_t length = -1;
    if (a->status == 404)
        return "missing";
    if (!str_int64(a->length, &length) || length != o->size)
        return "other bytes";
    if (a->checksum.len && !str_equal(a->checksum, sha256_base64(o->hash, &scratch)))
        return "other bytes";
    if (!str_equal(a->type, o->type))
        return "another Content-Type";
    if (!str_equal(a->cache, o->cache))
        return "another Cache-Control";
    return str_equal(a->tags, tags_of(o, &scratch)) ? NULL : "other cache tags";
}

static bool check_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                       const struct http_answer *a)
{
    struct checking *c = ctx;
    (void)call;
    if (a->status != 200 && a->status != 404) {
        explain(c->s, a, "checking", c->objects[i]->key, *c->s->memory);
        c->failed = true;
        return false;
    }
    const char *what = difference(c->objects[i], a, *c->s->memory);
    if (what) {
        c->wrong++;
        buf_fmt(c->notes, "%.*s: %s\n", FMT(c->objects[i]->key), what);
    }
    return true;
}

static ptrdiff_t s3_check(void *self, const struct plan_object *const *objects, ptrdiff_t n,
                          struct buf *notes)
{
    struct checking c = { self, objects, notes, 0, false };
    struct http_batch batch = { .n = n, .ctx = &c, .make = make_check, .done = check_done };
    http_run(c.s->http, &batch);
    return c.failed ? -1 : c.wrong;
}

/* ---- list ----------------------------------------------------------------------------------- */

/* encoding-type=url writes a blank as + and everything else as %XX */
static struct str decode_key(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len * 3 + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_put(&b, s.ptr[i] == '+' ? S("%20") : str_sub(s, i, 1));
    return url_decode(buf_str(&b), keep);
}

static bool list_page(struct s3 *s, struct str *token, struct arena *keep, struct arena scratch,
                      struct store_keys *out)
{
    struct str prefix = s->o.prefix.len ? str_join(s->o.prefix, S("/"), &scratch) : S("");
    struct buf query = buf_open(&scratch, 1 << 14);
    if (token->len)
        buf_fmt(&query, "continuation-token=%.*s&", FMT(sign_percent(*token, false, &scratch)));
    buf_fmt(&query, "encoding-type=url&list-type=2&prefix=%.*s",
            FMT(sign_percent(prefix, false, &scratch)));
    struct http_call call = { .to = &s->to,
                              .method = S("GET"),
                              .path = s->root,
                              .query = buf_str(&query),
                              .max_answer = MAX_LIST };
    struct http_answer a = http_one(s->http, &call, &scratch);
    if (a.status != 200)
        return explain(s, &a, "listing", S(""), scratch);
    const struct xml *x = xml_parse(a.body, &scratch);
    bool encoded = str_equal(xml_text(x, "EncodingType"), S("url")); /* not every server does it */
    for (const struct xml *c = x ? x->first : NULL; c; c = c->next) {
        struct str key = str_equal(c->name, S("Contents")) ? xml_text(c, "Key") : S("");
        key = str_from(encoded ? decode_key(key, &scratch) : key, prefix.len);
        if (key.len && !str_starts(key, S(".plumb/")))
            *PUSH(out, keep) = str_copy(key, keep);
    }
    *token = str_copy(xml_text(x, "NextContinuationToken"), keep);
    if (!x)
        buf_put(s->why, S("the bucket's list cannot be read\n"));
    return x != NULL;
}

static bool s3_list(void *self, struct arena *keep, struct store_keys *out)
{
    struct s3 *s = self;
    struct str token = { 0 };
    do {
        if (!list_page(s, &token, keep, *s->memory, out))
            return false;
    } while (token.len);
    return true;
}

static bool s3_invalidate(void *self, struct str reference, const struct str *paths, ptrdiff_t n,
                          bool wait)
{
    struct s3 *s = self;
    return cloudfront_invalidate(s->o.cloudfront, s->http, reference, paths, n, wait, *s->memory,
                                 s->why);
}

/* The function's name, asked for once. */
static bool has_function(struct s3 *s)
{
    struct cloudfront *c = s->o.cloudfront;
    if (c && !c->function.len)
        c->function = cloudfront_find_function(c, s->http, s->keep, *s->memory, s->why);
    return c && c->function.len;
}

static bool s3_get_function(void *self, bool live, struct arena *keep, struct store_text *out)
{
    struct s3 *s = self;
    return has_function(s) &&
           cloudfront_get_function(s->o.cloudfront, s->http, live, keep, *s->memory, out, s->why);
}

static bool s3_describe_function(void *self, struct arena *keep, struct str *config)
{
    struct s3 *s = self;
    return has_function(s) &&
           cloudfront_describe_function(s->o.cloudfront, s->http, keep, *s->memory, config, s->why);
}

static enum store_result s3_put_function(void *self, struct str code, struct str config,
                                         struct str etag)
{
    struct s3 *s = self;
    return cloudfront_put_function(s->o.cloudfront, s->http, code, config, etag, *s->memory,
                                   s->why);
}

static bool s3_reads_tags(void *self, bool *yes)
{
    struct s3 *s = self;
    return cloudfront_reads_tags(s->o.cloudfront, s->http, *s->memory, yes, s->why);
}

static bool s3_asks_readers(void *self)
{
    struct s3 *s = self;
    return cloudfront_asks_readers(s->o.cloudfront, s->http, *s->memory, s->why);
}

/* ---- opening -------------------------------------------------------------------------------- */

static struct str base_of(const struct s3_options *o, struct arena *keep)
{
    const char *suffix = str_starts(o->region, S("cn-")) ? ".cn" : "";
    struct str endpoint = o->endpoint;
    while (str_ends(endpoint, S("/")))
        endpoint.len--;
    if (endpoint.len)
        return endpoint;
    if (str_char(o->bucket, '.') >= 0) /* its certificate covers one name before the first dot */
        return str_fmt(keep, "https://s3.%.*s.amazonaws.com%s", FMT(o->region), suffix);
    return str_fmt(keep, "https://%.*s.s3.%.*s.amazonaws.com%s", FMT(o->bucket), FMT(o->region),
                   suffix);
}

struct store *s3_open(const struct s3_options *o, struct http *http, struct arena *keep,
                      struct arena *memory, struct buf *why)
{
    struct s3 *s = NEW(keep, struct s3, 1);
    bool in_path = o->endpoint.len || str_char(o->bucket, '.') >= 0;
    *s = (struct s3){ .o = *o, .http = http, .keep = keep, .memory = memory, .why = why };
    s->to = (struct http_service){
        .base = base_of(o, keep), .region = o->region, .service = S("s3"), .s3 = true
    };
    s->root = in_path ? str_fmt(keep, "/%.*s/", FMT(o->bucket)) : S("/");
    struct store *store = NEW(keep, struct store, 1);
    *store = (struct store){
        .self = s,
        .why = why,
        .prices = &plan_prices_us_east_1,
        .invalidates = o->cloudfront != NULL,
        .get = s3_get,
        .put = s3_put,
        .put_file = s3_put_file,
        .send = s3_send,
        .copy = s3_copy,
        .remove = s3_remove,
        .check = s3_check,
        .list = s3_list,
        .invalidate = s3_invalidate,
        .get_function = o->cloudfront ? s3_get_function : NULL,
        .describe_function = s3_describe_function,
        .put_function = s3_put_function,
        .asks_readers = s3_asks_readers,
        .edge = o->cloudfront ? o->cloudfront->distribution : S(""),
        .reads_tags = s3_reads_tags,
        .max_key = MAX_KEY - (o->prefix.len ? o->prefix.len + 1 : 0),
    };
    return store;
}
