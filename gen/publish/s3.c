/* s3.c - the store in a bucket: conditional manifest, uploads, deletes, list. */
#include "publish/s3.h"

#include <time.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/time.h"
#include "base/xml.h"
#include "model/cache_tag.h"
#include "model/header.h"
#include "publish/aws_answer.h"

enum {
    MAX_TEXT = 1 << 30, /* a manifest or the record of a release */
    MAX_LIST = 8 << 20, /* an answer with 1,000 keys of 1,024 bytes, percent-encoded */
    MAX_KEY = 1024,
    MAX_TAGS = 1 << 13, /* of one key, before long ones are shortened */
    DELETES_AT_ONCE = 1000,
    MAX_DELETE_BODY = 8 << 20,
    MAX_REPORTED = 3,     /* failures of one batch that are told */
    PART_SIZE = 64 << 20, /* larger files go in parts of so many bytes */
    MAX_PARTS = 10000,
    MAX_NAMED = 20,      /* objects that differ */
    SETTLE_SECONDS = 2,  /* after which a write at the same moment is seen */
    ANYBODY_SECONDS = 5, /* for an answer to who has no credentials */
};

struct bucket { /* the site's, or that of its state */
    struct str name, prefix;
    struct http_service to;
    struct str root; /* "/" or "/bucket/", as sent */
};
struct s3 {
    struct s3_options o;
    struct bucket site, state;
    struct http *http;
    struct arena *keep, *memory;
    struct buf *why;
    bool unconditional; /* the server ignores If-Match */
};

/* Where a key stands; with a slash before it, below the site whatever it is. */
static const struct bucket *bucket_of(const struct s3 *s, struct str *key)
{
    if (str_starts(*key, S("/"))) {
        *key = str_from(*key, 1);
        return &s->site;
    }
    return str_starts(*key, S(".plumb/")) ? &s->state : &s->site;
}

static struct str full_key(const struct bucket *b, struct str key, struct arena *keep)
{
    return b->prefix.len ? str_fmt(keep, "%.*s/%.*s", FMT(b->prefix), FMT(key)) : key;
}

static struct http_call call_for(const struct s3 *s, const char *method, struct str key,
                                 struct arena *keep)
{
    const struct bucket *b = bucket_of(s, &key);
    struct str path = sign_percent(full_key(b, key, keep), true, keep);
    return (struct http_call){ .to = &b->to,
                               .method = str_of(method),
                               .path = str_join(b->root, path, keep) };
}

static bool explain(struct s3 *s, const struct http_answer *a, const char *verb, struct str key,
                    struct arena scratch)
{
    const struct bucket *b = bucket_of(s, &key);
    struct str what =
        str_fmt(&scratch, "%s s3://%.*s/%.*s", verb, FMT(b->name), FMT(full_key(b, key, &scratch)));
    aws_answer_explain(a, what, scratch, s->why);
    return false;
}

static void add(struct http_call *c, struct str name, struct str value)
{
    if (c->n_headers < HTTP_MAX_HEADERS)
        c->headers[c->n_headers++] = (struct sign_header){ name, value };
}

static void add_lines(struct http_call *c, struct str lines, bool of_store)
{
    while (lines.len) {
        struct cut one = str_cut(str_line(&lines), ':');
        if (!of_store || header_is_of_store(one.head))
            add(c, one.head, one.tail);
    }
}

static struct str etag_of(const struct http_answer *a)
{
    return http_header(a, "etag");
}

static struct str version_of(const struct http_answer *a)
{
    struct str version = http_header(a, "x-amz-version-id");
    return str_equal(version, S("null")) ? S("") : version;
}

static void place_bucket(struct s3 *s, struct bucket *b, struct str name, struct str prefix);

/* The bucket may be elsewhere: its answer says where. */
static bool follows(struct s3 *s, const struct http_answer *a, struct arena scratch)
{
    struct str region = http_header(a, "x-amz-bucket-region");
    if (a->status != 301 && a->status != 307 && a->status != 400)
        return false;
    if (!region.len)
        region = xml_text(xml_parse(a->body, &scratch), "Region");
    if (!region.len || str_equal(region, s->o.region))
        return false;
    http_tell(s->http, str_fmt(&scratch, "bucket %.*s is in %.*s, not in %.*s: going there",
                               FMT(s->site.name), FMT(region), FMT(s->o.region)));
    s->o.region = str_copy(region, s->keep);
    place_bucket(s, &s->site, s->site.name, s->site.prefix);
    place_bucket(s, &s->state, s->state.name, s->state.prefix);
    return true;
}

static enum store_result s3_get(void *self, struct str key, struct str etag, struct arena *keep,
                                struct store_text *out)
{
    struct s3 *s = self;
    struct http_answer a;
    for (int i = 0; i < 2; i++) {
        struct arena scratch = *s->memory;
        struct http_call call = call_for(s, "GET", key, &scratch);
        call.max_answer = MAX_TEXT;
        if (etag.len)
            add(&call, S("If-None-Match"), etag);
        a = http_one(s->http, &call, keep);
        if (!follows(s, &a, scratch))
            break;
    }
    *out = (struct store_text){ .text = a.body, .etag = etag_of(&a), .time = a.date };
    out->same = a.status == 304;
    /* no bucket, and on some servers no user, is 404 too */
    out->missing = a.status == 404 && (!a.body.len || str_find(a.body, S("NoSuchKey")) >= 0);
    if (a.status == 200 || out->same || out->missing)
        return STORE_OK;
    explain(s, &a, "reading", key, *s->memory);
    return STORE_FAILED;
}

static struct http_answer put_text(struct s3 *s, struct str key, struct str text, struct str etag,
                                   struct arena *keep)
{
    struct arena scratch = *s->memory;
    struct http_call call = call_for(s, "PUT", key, &scratch);
    call.body = text;
    add(&call, S("Content-Type"), S("application/json"));
    add(&call, S("Cache-Control"), S("no-store"));
    add(&call, S("x-amz-checksum-sha256"), sha256_base64(sha256_of(text), &scratch));
    add_lines(&call, s->o.state_headers, true);
    if (etag.len)
        add(&call, S("If-Match"), etag);
    else if (etag.ptr)
        add(&call, S("If-None-Match"), S("*"));
    return http_one(s->http, &call, keep);
}

/* What stands there still is, or has become, what it should. */
static bool is_there(struct s3 *s, struct str key, struct str etag, const struct str *text)
{
    struct arena scratch = arena_upper(s->memory);
    struct store_text now;
    if (s3_get(s, key, S(""), &scratch, &now) != STORE_OK)
        return false;
    if (text)
        return !now.missing && str_equal(now.text, *text);
    return now.missing ? !etag.len : str_equal(now.etag, etag);
}

static enum store_result s3_put(void *self, struct str key, struct str text, struct str etag,
                                struct arena *keep, struct str *new_etag)
{
    struct s3 *s = self;
    bool careful = s->unconditional && etag.ptr;
    if (careful && !is_there(s, key, etag, NULL))
        return STORE_CONFLICT;
    struct http_answer a = put_text(s, key, text, etag, keep);
    *new_etag = etag_of(&a);
    if (a.status == 200 && careful) { /* who writes at the same moment is seen by both */
        nanosleep(&(struct timespec){ .tv_sec = SETTLE_SECONDS }, NULL);
        return is_there(s, key, etag, &text) ? STORE_OK : STORE_CONFLICT;
    }
    if (a.status == 200)
        return STORE_OK;
    if (a.status == 412 || a.status == 409) /* 409: two such writes at the same moment */
        return STORE_CONFLICT;
    explain(s, &a, "writing", key, *s->memory);
    return STORE_FAILED;
}

static void s3_distrust(void *self)
{
    struct s3 *s = self;
    s->unconditional = true;
}

/* "There must be nothing", of what is there. */
static enum store_result s3_try_conditions(void *self, struct str text, struct arena *keep,
                                           struct str *etag, bool *obeys)
{
    struct s3 *s = self;
    struct str key = S(".plumb/manifest.json");
    struct http_answer a = put_text(s, key, S("{}"), S(""), keep);
    *obeys = a.status == 412 || a.status == 409;
    if (*obeys)
        return STORE_OK;
    if (a.status != 200) {
        explain(s, &a, "writing", key, *s->memory);
        return STORE_FAILED;
    }
    s3_distrust(self);
    a = put_text(s, key, text, (struct str){ 0 }, keep);
    *etag = etag_of(&a);
    nanosleep(&(struct timespec){ .tv_sec = SETTLE_SECONDS }, NULL);
    return is_there(s, key, S(""), &text) ? STORE_OK : STORE_CONFLICT;
}

/* The status for somebody without credentials, or with false ones. */
static int ask_as(struct s3 *s, struct str authorization)
{
    struct arena scratch = *s->memory;
    struct http_call call = call_for(s, "HEAD", S(".plumb/manifest.json"), &scratch);
    call.plain = true;
    call.patience_s = ANYBODY_SECONDS;
    if (authorization.len)
        add(&call, S("Authorization"), authorization);
    return http_one(s->http, &call, &scratch).status;
}

/* A server of this machine that takes false signatures too is no host: it is there for trials. */
static bool is_trial(struct s3 *s)
{
    static const char *const own[] = { "http://127.0.0.1", "http://localhost", "http://[::1]" };
    for (ptrdiff_t i = 0; i < LEN(own); i++)
        if (str_starts(s->state.to.base, str_of(own[i])))
            return ask_as(
                       s,
                       S("AWS4-HMAC-SHA256 Credential=NOBODY/20260101/us-east-1/s3/aws4_request, "
                         "SignedHeaders=host, Signature=00")) == 200;
    return false;
}

static bool s3_is_public(void *self)
{
    struct s3 *s = self;
    return ask_as(s, S("")) == 200 && !is_trial(s);
}

/* ---- uploads and copies --------------------------------------------------------------------- */

struct sending {
    struct s3 *s;
    const struct store_batch *batch;
    ptrdiff_t n;
    int failed;
    bool stopped;
    const ptrdiff_t *which; /* of the batch's items; NULL: all */
    bool *untold;           /* of copies: those of which the server does not say what they are */
};

static bool is_alive(void *ctx)
{
    struct sending *sending = ctx;
    sending->stopped |= !sending->batch->alive(sending->batch->ctx);
    return !sending->stopped;
}

static struct str tags_of(const struct plan_object *o, struct arena *keep)
{
    struct buf b = buf_open(keep, MAX_TAGS);
    if (o->tagged.len)
        cache_tag_put_all(&b, o->tagged, o->key);
    return buf_str(&b);
}

static void add_headers(struct http_call *c, const struct plan_object *o, struct arena *memory)
{
    add(c, S("Content-Type"), o->type);
    add(c, S("Cache-Control"), o->cache);
    if (o->tagged.len)
        add(c, CACHE_TAG_HEADER, tags_of(o, memory));
    add_lines(c, o->more, false);
}

static void make_upload(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct sending *sending = ctx;
    const struct store_item *item = &sending->batch->items[sending->which[i]];
    const struct plan_object *o = item->object;
    *out = call_for(sending->s, "PUT", item->to, memory);
    out->payload = sha256_hex(o->hash, memory);
    out->size = o->size;
    out->file = str_fmt(memory, "%s/%.*s%c", sending->batch->dir, FMT(o->key), '\0').ptr;
    add_headers(out, o, memory);
    add(out, S("x-amz-checksum-sha256"), sha256_base64(o->hash, memory));
}

static bool upload_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                        const struct http_answer *a)
{
    struct sending *sending = ctx;
    i = sending->which[i];
    (void)call;
    if (a->status == 200) {
        sending->batch->sent(sending->batch->ctx, i, version_of(a));
        return true;
    }
    if (sending->failed++ < MAX_REPORTED)
        explain(sending->s, a, "sending", sending->batch->items[i].to, *sending->s->memory);
    return false;
}

static bool run(struct sending *sending,
                void (*make)(void *, ptrdiff_t, struct arena *, struct http_call *),
                bool (*done)(void *, ptrdiff_t, const struct http_call *,
                             const struct http_answer *))
{
    struct http_batch batch = { .n = sending->n,
                                .ctx = sending,
                                .make = make,
                                .done = done,
                                .alive = sending->batch->alive ? is_alive : NULL };
    http_run(sending->s->http, &batch);
    return sending->failed == 0 && !sending->stopped;
}

/* ---- large files, in parts ------------------------------------------------------------------ */

struct parts {
    struct sending sending; /* its n: of parts */
    const struct store_item *item;
    const char *file;
    int64_t size; /* of each but the last */
    struct str id, *etags, *sums;
};

static int64_t size_of_part(const struct parts *p, ptrdiff_t i)
{
    int64_t left = p->item->object->size - i * p->size;
    return left < p->size ? left : p->size;
}

/* Its hash is made when its turn comes: a file of any size takes no memory. */
static void make_part(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct parts *p = ctx;
    struct sha256 hash = { 0 };
    int64_t size = 0;
    int file;
    if (fs_open(p->file, &file) == 0) {
        (void)fs_hash(file, i * p->size, size_of_part(p, i), &hash, &size);
        (void)fs_close(file);
    }
    p->sums[i] = sha256_base64(hash, p->sending.s->keep);
    *out = call_for(p->sending.s, "PUT", p->item->to, memory);
    out->query = str_fmt(memory, "partNumber=%td&uploadId=%.*s", i + 1, FMT(p->id));
    out->file = p->file;
    out->at = i * p->size;
    out->size = size_of_part(p, i);
    out->payload = sha256_hex(hash, memory);
    add(out, S("x-amz-checksum-sha256"), p->sums[i]);
}

static bool part_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                      const struct http_answer *a)
{
    struct parts *p = ctx;
    (void)call;
    p->etags[i] = str_copy(etag_of(a), p->sending.s->keep);
    if (a->status == 200)
        return true;
    if (p->sending.failed++ == 0)
        explain(p->sending.s, a, "sending", p->item->to, *p->sending.s->memory);
    return false;
}

static struct http_answer ask_parts(struct parts *p, const char *method, struct str body)
{
    struct s3 *s = p->sending.s;
    struct http_call call = call_for(s, method, p->item->to, s->keep);
    call.query = p->id.len ? str_fmt(s->keep, "uploadId=%.*s", FMT(p->id)) : S("uploads=");
    call.body = body;
    if (!p->id.len) {
        add_headers(&call, p->item->object, s->keep);
        add(&call, S("x-amz-checksum-algorithm"), S("SHA256"));
    } else {
        add(&call, S("Content-Type"), S("application/xml"));
    }
    return http_one(s->http, &call, s->keep);
}

static struct str list_of(const struct parts *p)
{
    struct buf b = buf_open(p->sending.s->keep, 4 << 20);
    buf_put(&b, S("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"));
    for (ptrdiff_t i = 0; i < p->sending.n; i++) {
        buf_put(&b, S("<Part><ETag>"));
        buf_html(&b, p->etags[i]);
        buf_fmt(&b,
                "</ETag><ChecksumSHA256>%.*s</ChecksumSHA256><PartNumber>%td</PartNumber></Part>",
                FMT(p->sums[i]), i + 1);
    }
    buf_put(&b, S("</CompleteMultipartUpload>"));
    return buf_str(&b);
}

static bool send_large(struct s3 *s, const struct store_batch *b, ptrdiff_t i)
{
    const struct store_item *item = &b->items[i];
    int64_t size = PART_SIZE;
    while (item->object->size / size >= MAX_PARTS)
        size *= 2;
    struct parts p = { .sending = { s, b, (ptrdiff_t)((item->object->size + size - 1) / size), 0,
                                    false, NULL, NULL },
                       .item = item,
                       .file =
                           str_fmt(s->keep, "%s/%.*s%c", b->dir, FMT(item->object->key), '\0').ptr,
                       .size = size };
    p.etags = NEW(s->keep, struct str, p.sending.n);
    p.sums = NEW(s->keep, struct str, p.sending.n);
    struct http_answer a = ask_parts(&p, "POST", S(""));
    struct str id = a.status == 200 ? xml_text(xml_parse(a.body, s->keep), "UploadId") : S("");
    if (!id.len)
        return explain(s, &a, "beginning to send", item->to, *s->memory);
    p.id = sign_percent(id, false, s->keep);
    bool good = run(&p.sending, make_part, part_done);
    if (good) {
        a = ask_parts(&p, "POST", list_of(&p)); /* 200 may hold an error, too */
        good = a.status == 200 && str_find(a.body, S("<Error>")) < 0;
        if (good)
            b->sent(b->ctx, i, version_of(&a));
        else
            explain(s, &a, "ending to send", item->to, *s->memory);
    }
    if (!good)
        (void)ask_parts(&p, "DELETE", S(""));
    return good;
}

static bool s3_send(void *self, const struct store_batch *b)
{
    struct arena scratch = arena_upper(((struct s3 *)self)->memory);
    ptrdiff_t *small = NEW(&scratch, ptrdiff_t, b->n + 1), n = 0;
    for (ptrdiff_t i = 0; i < b->n; i++)
        if (b->items[i].object->size <= PART_SIZE)
            small[n++] = i;
    struct sending sending = { self, b, n, 0, false, small, NULL };
    if (n && !run(&sending, make_upload, upload_done))
        return false;
    for (ptrdiff_t i = 0; i < b->n; i++)
        if (b->items[i].object->size > PART_SIZE && !send_large(self, b, i))
            return false;
    return true;
}

/* The copy gets its headers anew, so one whose headers alone changed is copied too. */
static void make_copy(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct sending *sending = ctx;
    const struct store_item *item = &sending->batch->items[i];
    struct str key = item->from;
    const struct bucket *b = bucket_of(sending->s, &key);
    struct str from = sign_percent(full_key(b, key, memory), true, memory);
    *out = call_for(sending->s, "PUT", item->to, memory);
    add(out, S("x-amz-copy-source"),
        str_fmt(memory, "/%.*s/%.*s%s%.*s", FMT(b->name), FMT(from),
                item->version.len ? "?versionId=" : "",
                FMT(sign_percent(item->version, false, memory))));
    add(out, S("x-amz-metadata-directive"), S("REPLACE"));
    add(out, S("x-amz-checksum-algorithm"), S("SHA256"));
    add_headers(out, item->object, memory);
    if (str_find(item->object->more, S("x-amz-tagging:")) >= 0)
        add(out, S("x-amz-tagging-directive"), S("REPLACE"));
}

/* What is not there, or says another SHA-256, is left for an upload. MinIO says it in a header. */
static bool copy_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                      const struct http_answer *a)
{
    struct sending *c = ctx;
    struct arena scratch = *c->s->memory;
    (void)call;
    if (a->status != 200 && a->status != 404) {
        if (c->failed++ < MAX_REPORTED)
            explain(c->s, a, "copying", c->batch->items[i].from, scratch);
        return false;
    }
    struct str sum = xml_text(xml_parse(a->body, &scratch), "ChecksumSHA256");
    if (!sum.len)
        sum = http_header(a, "x-amz-checksum-sha256");
    c->untold[i] = a->status == 200 && !sum.len;
    struct str want = sha256_base64(c->batch->items[i].object->hash, &scratch);
    if (a->status == 200 && str_equal(sum, want))
        c->batch->sent(c->batch->ctx, i, version_of(a));
    return true;
}

/* Of a server that tells no hashes: the copy is read. */
static bool is_right(struct s3 *s, const struct store_item *item)
{
    struct arena answer = arena_upper(s->memory), scratch = *s->memory;
    struct http_call call = call_for(s, "GET", item->to, &scratch);
    call.max_answer = MAX_TEXT;
    struct http_answer a = http_one(s->http, &call, &answer);
    struct sha256 hash = sha256_of(a.body);
    return a.status == 200 && memcmp(hash.byte, item->object->hash.byte, sizeof hash.byte) == 0;
}

static bool s3_copy(void *self, const struct store_batch *b)
{
    struct s3 *s = self;
    struct sending copies = { s, b, b->n, 0, false, NULL, NEW(s->keep, bool, b->n + 1) };
    if (!run(&copies, make_copy, copy_done))
        return false;
    for (ptrdiff_t i = 0; i < b->n; i++)
        if (copies.untold[i] && is_right(s, &b->items[i]))
            b->sent(b->ctx, i, S(""));
    return true;
}

/* ---- deletes -------------------------------------------------------------------------------- */

/* Of one bucket: that of the first. */
static bool delete_some(struct s3 *s, const struct str *keys, ptrdiff_t n)
{
    struct str first = keys[0];
    const struct bucket *b = bucket_of(s, &first);
    struct arena scratch = *s->memory;
    struct buf body = buf_open(&scratch, MAX_DELETE_BODY);
    buf_put(&body,
            S("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>"));
    struct arena words = *s->keep;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena work = words;
        buf_put(&body, S("<Object><Key>"));
        struct str key = keys[i];
        (void)bucket_of(s, &key);
        buf_html(&body, full_key(b, key, &work));
        buf_put(&body, S("</Key></Object>"));
    }
    buf_put(&body, S("</Delete>"));
    struct http_call call = { .to = &b->to,
                              .method = S("POST"),
                              .path = b->root,
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
    struct s3 *s = self;
    for (ptrdiff_t i = 0, some; i < n; i += some) {
        struct str first = keys[i], key = first;
        const struct bucket *b = bucket_of(s, &first);
        for (some = 1; i + some < n && some < DELETES_AT_ONCE; some++) {
            key = keys[i + some];
            if (bucket_of(s, &key) != b)
                break;
        }
        if (!delete_some(s, keys + i, some))
            return false;
    }
    return true;
}

/* ---- check ---------------------------------------------------------------------------------- */

struct checking {
    struct s3 *s;
    const struct store_item *items;
    bool *wrong;
    struct buf *notes;
    ptrdiff_t n_wrong;
    bool failed;
};

static void make_check(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct checking *c = ctx;
    *out = call_for(c->s, "HEAD", c->items[i].to, memory);
    if (c->items[i].version.len)
        out->query = str_fmt(memory, "versionId=%.*s",
                             FMT(sign_percent(c->items[i].version, false, memory)));
    add(out, S("x-amz-checksum-mode"), S("ENABLED"));
}

/* Those of an object's further headers that come back as they were sent. */
static bool has_headers(const struct plan_object *o, const struct http_answer *a)
{
    static const char *const told[] = { "content-encoding", "content-disposition",
                                        "content-language", "x-amz-website-redirect-location" };
    for (struct str rest = o->more; rest.len;) {
        struct cut one = str_cut(str_line(&rest), ':');
        bool comes = str_starts(one.head, S("x-amz-meta-"));
        for (ptrdiff_t i = 0; i < LEN(told); i++)
            comes |= str_equal(one.head, str_of(told[i]));
        char name[128];
        int n = snprintf(name, sizeof name, "%.*s", FMT(one.head));
        if (comes && n < (int)sizeof name && !str_equal(http_header(a, name), one.tail))
            return false;
    }
    return true;
}

/* headers: whether they count too; not of what is kept by hash alone */
static const char *difference(const struct plan_object *o, const struct http_answer *a,
                              bool headers, struct arena scratch)
{
    int64_t length = -1;
    struct str sum = http_header(a, "x-amz-checksum-sha256");
    if (a->status == 404)
        return "missing";
    if (plan_is_unknown(o))
        return NULL;
    if (!str_int64(http_header(a, "content-length"), &length) || length != o->size)
        return "other bytes";
    /* of a file sent in parts it is of their hashes */
    if (sum.len && o->size <= PART_SIZE && !str_equal(sum, sha256_base64(o->hash, &scratch)))
        return "other bytes";
    if (!headers)
        return NULL;
    if (!str_equal(http_header(a, "content-type"), o->type))
        return "another Content-Type";
    if (!str_equal(http_header(a, "cache-control"), o->cache))
        return "another Cache-Control";
    if (!has_headers(o, a))
        return "other headers";
    struct str tags = http_header(a, "x-amz-meta-cache-tag");
    return str_equal(tags, tags_of(o, &scratch)) ? NULL : "other cache tags";
}

static bool check_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                       const struct http_answer *a)
{
    struct checking *c = ctx;
    (void)call;
    if (a->status != 200 && a->status != 404) {
        explain(c->s, a, "checking", c->items[i].to, *c->s->memory);
        c->failed = true;
        return false;
    }
    bool place = !str_starts(c->items[i].to, S(".plumb/")) && !c->items[i].version.len;
    const char *what = difference(c->items[i].object, a, place, *c->s->memory);
    if (what && c->n_wrong++ < MAX_NAMED)
        buf_fmt(c->notes, "%.*s: %s\n", FMT(c->items[i].object->key), what);
    if (c->wrong)
        c->wrong[i] = what != NULL;
    return true;
}

static ptrdiff_t s3_check(void *self, const struct store_item *items, ptrdiff_t n, bool *wrong,
                          struct buf *notes)
{
    struct checking c = { self, items, wrong, notes, 0, false };
    struct http_batch batch = { .n = n, .ctx = &c, .make = make_check, .done = check_done };
    http_run(c.s->http, &batch);
    return c.failed ? -1 : c.n_wrong;
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

struct listing {
    struct s3 *s;
    const struct bucket *of;
    bool state;     /* what stands below .plumb/, or all else */
    int64_t before; /* state: when it was written */
    struct arena *keep;
    struct store_keys *out;
};

static void take_key(struct listing *l, struct str key, struct str written)
{
    int64_t time = 0;
    if (!key.len || str_starts(key, S(".plumb/")) != l->state)
        return;
    if (!l->state || (time_parse(written, &time) && time < l->before))
        *PUSH(l->out, l->keep) = str_copy(key, l->keep);
}

static bool list_page(struct listing *l, struct str *token, struct arena scratch)
{
    struct s3 *s = l->s;
    const struct bucket *of = l->of;
    struct str below = of->prefix.len ? str_join(of->prefix, S("/"), &scratch) : S("");
    struct str prefix = l->state ? str_join(below, S(".plumb/"), &scratch) : below;
    struct buf query = buf_open(&scratch, 1 << 14);
    if (token->len)
        buf_fmt(&query, "continuation-token=%.*s&", FMT(sign_percent(*token, false, &scratch)));
    buf_fmt(&query, "encoding-type=url&list-type=2&prefix=%.*s",
            FMT(sign_percent(prefix, false, &scratch)));
    struct http_call call = { .to = &of->to,
                              .method = S("GET"),
                              .path = of->root,
                              .query = buf_str(&query),
                              .max_answer = MAX_LIST };
    struct http_answer a = http_one(s->http, &call, &scratch);
    if (a.status != 200)
        return explain(s, &a, "listing", S(""), scratch);
    const struct xml *x = xml_parse(a.body, &scratch);
    bool encoded = str_equal(xml_text(x, "EncodingType"), S("url")); /* not every server does it */
    for (const struct xml *c = x ? x->first : NULL; c; c = c->next) {
        struct str key = str_equal(c->name, S("Contents")) ? xml_text(c, "Key") : S("");
        take_key(l, str_from(encoded ? decode_key(key, &scratch) : key, below.len),
                 xml_text(c, "LastModified"));
    }
    *token = str_copy(xml_text(x, "NextContinuationToken"), l->keep);
    if (!x)
        buf_put(s->why, S("the bucket's list cannot be read\n"));
    return x != NULL;
}

static bool list_all(struct listing *l)
{
    struct str token = { 0 };
    do {
        if (!list_page(l, &token, *l->s->memory))
            return false;
    } while (token.len);
    return true;
}

static bool s3_list(void *self, struct arena *keep, struct store_keys *out)
{
    struct s3 *s = self;
    return list_all(&(struct listing){ s, &s->site, false, 0, keep, out });
}

static bool s3_list_state(void *self, int64_t before, struct arena *keep, struct store_keys *out)
{
    struct s3 *s = self;
    return list_all(&(struct listing){ s, &s->state, true, before, keep, out });
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

static void place_bucket(struct s3 *s, struct bucket *b, struct str name, struct str prefix)
{
    const char *suffix = str_starts(s->o.region, S("cn-")) ? ".cn" : "";
    /* a certificate covers one name before the first dot */
    bool in_path = s->o.endpoint.len || str_char(name, '.') >= 0;
    struct str base = s->o.endpoint;
    while (str_ends(base, S("/")))
        base.len--;
    if (!base.len)
        base = str_fmt(s->keep, "https://%.*s%ss3.%.*s.amazonaws.com%s",
                       FMT(in_path ? S("") : name), in_path ? "" : ".", FMT(s->o.region), suffix);
    *b = (struct bucket){
        .name = name,
        .prefix = prefix,
        .to = { .base = base, .region = s->o.region, .service = S("s3"), .s3 = true },
        .root = in_path ? str_fmt(s->keep, "/%.*s/", FMT(name)) : S("/"),
    };
}

struct store *s3_open(const struct s3_options *o, struct http *http, struct arena *keep,
                      struct arena *memory, struct buf *why)
{
    struct s3 *s = NEW(keep, struct s3, 1);
    *s = (struct s3){ .o = *o, .http = http, .keep = keep, .memory = memory, .why = why };
    bool apart = o->state_bucket.len > 0;
    place_bucket(s, &s->site, o->bucket, o->prefix);
    place_bucket(s, &s->state, apart ? o->state_bucket : o->bucket,
                 apart ? o->state_prefix : o->prefix);
    struct store *store = NEW(keep, struct store, 1);
    *store = (struct store){
        .self = s,
        .why = why,
        .prices = &plan_prices_us_east_1,
        .invalidates = o->cloudfront != NULL,
        .get = s3_get,
        .put = s3_put,
        .send = s3_send,
        .copy = s3_copy,
        .remove = s3_remove,
        .check = s3_check,
        .list = s3_list,
        .list_state = s3_list_state,
        .is_public = s3_is_public,
        .try_conditions = s3_try_conditions,
        .distrust = s3_distrust,
        .apart = apart,
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
