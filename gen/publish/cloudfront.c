/* cloudfront.c - the invalidation calls of the CloudFront API of 2020-05-31. */
#include "publish/cloudfront.h"

#include <time.h>

#include "publish/s3.h"
#include "publish/xml.h"

enum { MAX_BODY = 4 << 20, WAIT_SECONDS = 15 * 60, POLL_SECONDS = 10 };

static struct http_service service_of(const struct cloudfront *c)
{
    struct str endpoint = c->endpoint;
    while (str_ends(endpoint, S("/")))
        endpoint.len--;
    return (struct http_service){
        .base = endpoint.len ? endpoint : S("https://cloudfront.amazonaws.com"),
        .region = S("us-east-1"),
        .service = S("cloudfront"),
    };
}

static void put_batch(struct buf *b, struct str reference, const struct str *paths, ptrdiff_t n)
{
    buf_put(b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                 "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">"));
    buf_fmt(b, "<Paths><Quantity>%td</Quantity><Items>", n);
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_put(b, S("<Path>"));
        buf_html(b, paths[i]);
        buf_put(b, S("</Path>"));
    }
    buf_put(b, S("</Items></Paths><CallerReference>"));
    buf_html(b, reference);
    buf_put(b, S("</CallerReference></InvalidationBatch>"));
}

static bool is_complete(const struct http_answer *a, struct arena *scratch)
{
    return str_equal_nocase(xml_text(xml_parse(a->body, scratch), "Status"), S("Completed"));
}

/* Asks every ten seconds until the invalidation `id` is complete. */
static bool wait_for(const struct cloudfront *c, struct http *http, const struct http_service *to,
                     struct str id, struct arena scratch, struct buf *why)
{
    for (int waited = 0; waited < WAIT_SECONDS; waited += POLL_SECONDS) {
        struct arena work = scratch;
        struct http_call call = {
            .to = to,
            .method = S("GET"),
            .path = str_fmt(&work, "/2020-05-31/distribution/%.*s/invalidation/%.*s",
                            FMT(c->distribution), FMT(id)),
        };
        struct http_answer a = http_one(http, &call, &work);
        if (a.status != 200) {
            s3_explain(&a, S("waiting for the invalidation"), work, why);
            return false;
        }
        if (is_complete(&a, &work))
            return true;
        nanosleep(&(struct timespec){ .tv_sec = POLL_SECONDS }, NULL);
    }
    buf_put(why, S("the invalidation is not complete after 15 minutes; it goes on by itself"));
    return false;
}

bool cloudfront_invalidate(const struct cloudfront *c, struct http *http, struct str reference,
                           const struct str *paths, ptrdiff_t n, bool wait, struct arena scratch,
                           struct buf *why)
{
    struct http_service to = service_of(c);
    struct buf body = buf_open(&scratch, MAX_BODY);
    put_batch(&body, reference, paths, n);
    struct http_call call = {
        .to = &to,
        .method = S("POST"),
        .body = buf_str(&body),
        .max_answer = MAX_BODY,
        .path =
            str_fmt(&scratch, "/2020-05-31/distribution/%.*s/invalidation", FMT(c->distribution)),
        .headers = { { S("Content-Type"), S("text/xml") } },
        .n_headers = 1,
    };
    struct http_answer a = http_one(http, &call, &scratch);
    if (a.status != 200 && a.status != 201) {
        s3_explain(&a, str_fmt(&scratch, "invalidating distribution %.*s", FMT(c->distribution)),
                   scratch, why);
        return false;
    }
    struct str id = xml_text(xml_parse(a.body, &scratch), "Id");
    if (!wait || is_complete(&a, &scratch))
        return true;
    return wait_for(c, http, &to, id, scratch, why);
}

/* ---- who may read --------------------------------------------------------------------------- */

static bool has_viewer_function(const struct xml *behaviour, const char *kind, const char *item)
{
    const struct xml *items = xml_child(xml_child(behaviour, kind), "Items");
    for (const struct xml *f = items ? items->first : NULL; f; f = f->next)
        if (str_equal(f->name, str_of(item)) &&
            str_equal(xml_text(f, "EventType"), S("viewer-request")))
            return true;
    return false;
}

static bool is_guarded(const struct xml *behaviour)
{
    return str_equal(xml_text(xml_child(behaviour, "TrustedKeyGroups"), "Enabled"), S("true")) ||
           str_equal(xml_text(xml_child(behaviour, "TrustedSigners"), "Enabled"), S("true")) ||
           has_viewer_function(behaviour, "FunctionAssociations", "FunctionAssociation") ||
           has_viewer_function(behaviour, "LambdaFunctionAssociations",
                               "LambdaFunctionAssociation");
}

bool cloudfront_asks_readers(const struct cloudfront *c, struct http *http, struct arena scratch,
                             struct buf *why)
{
    struct http_service to = service_of(c);
    struct http_call call = {
        .to = &to,
        .method = S("GET"),
        .max_answer = MAX_BODY,
        .path = str_fmt(&scratch, "/2020-05-31/distribution/%.*s/config", FMT(c->distribution)),
    };
    struct http_answer a = http_one(http, &call, &scratch);
    if (a.status != 200) {
        s3_explain(&a, str_fmt(&scratch, "reading distribution %.*s", FMT(c->distribution)),
                   scratch, why);
        return false;
    }
    const struct xml *x = xml_parse(a.body, &scratch);
    const struct xml *others = xml_child(xml_child(x, "CacheBehaviors"), "Items");
    bool all = is_guarded(xml_child(x, "DefaultCacheBehavior"));
    for (const struct xml *b = others ? others->first : NULL; b; b = b->next)
        all = all && is_guarded(b);
    return all;
}
