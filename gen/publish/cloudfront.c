/* cloudfront.c - invalidations and functions by the CloudFront API of 2020-05-31. */
#include "publish/cloudfront.h"

#include <time.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/path.h"
#include "base/xml.h"
#include "model/cache_tag.h"
#include "publish/aws_answer.h"
#include "publish/login.h"

enum {
    MAX_BODY = 4 << 20,
    MAX_CONFIG = 4 << 10,
    WAIT_SECONDS = 15 * 60,
    POLL_SECONDS = 10,
    PATIENCE_S = 2,      /* the longest wait for others' invalidations, before a wildcard, … */
    LONG_PATIENCE_S = 16 /* … which has a limit of its own */
};

static struct http_service service_of(const struct cloudfront *c)
{
    struct str endpoint = c->endpoint;
    bool china = str_starts(c->region, S("cn-"));
    while (str_ends(endpoint, S("/")))
        endpoint.len--;
    return (struct http_service){
        .base = endpoint.len ? endpoint
                : china      ? S("https://cloudfront.cn-northwest-1.amazonaws.com.cn")
                             : S("https://cloudfront.amazonaws.com"),
        .region = china ? S("cn-northwest-1") : S("us-east-1"),
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
            aws_answer_explain(&a, S("waiting for the invalidation"), work, why);
            return false;
        }
        if (is_complete(&a, &work))
            return true;
        nanosleep(&(struct timespec){ .tv_sec = POLL_SECONDS }, NULL);
    }
    buf_put(why, S("the invalidation is not complete after 15 minutes; it goes on by itself"));
    return false;
}

enum asked { ASKED_DONE, ASKED_REFUSED /* a path */, ASKED_BUSY, ASKED_FAILED };
struct asking { /* one invalidation: the same reference with other paths is an error */
    const struct cloudfront *c;
    struct http *http;
    struct str reference;
    bool wait;
    struct buf *why;
};

static enum asked ask(const struct asking *a, const struct str *paths, ptrdiff_t n,
                      struct arena scratch)
{
    struct http_service to = service_of(a->c);
    struct buf body = buf_open(&scratch, MAX_BODY);
    put_batch(&body, a->reference, paths, n);
    struct http_call call = {
        .to = &to,
        .method = S("POST"),
        .body = buf_str(&body),
        .max_answer = MAX_BODY,
        .path = str_fmt(&scratch, "/2020-05-31/distribution/%.*s/invalidation",
                        FMT(a->c->distribution)),
        .headers = { { S("Content-Type"), S("text/xml") } },
        .n_headers = 1,
    };
    struct http_answer got = http_one(a->http, &call, &scratch);
    if (got.status == 200 || got.status == 201) {
        struct str id = xml_text(xml_parse(got.body, &scratch), "Id");
        bool done = !a->wait || is_complete(&got, &scratch) ||
                    wait_for(a->c, a->http, &to, id, scratch, a->why);
        return done ? ASKED_DONE : ASKED_FAILED;
    }
    a->why->len = 0;
    struct str doing = str_fmt(&scratch, "invalidating distribution %.*s", FMT(a->c->distribution));
    aws_answer_explain(&got, doing, scratch, a->why);
    if (got.status == 400 && str_find(got.body, S("<Code>InvalidArgument<")) >= 0)
        return ASKED_REFUSED;
    return str_find(got.body, S("<Code>TooManyInvalidationsInProgress<")) >= 0 ? ASKED_BUSY
                                                                               : ASKED_FAILED;
}

/* While other invalidations are under way, again after 1, 2, 4 ... seconds. */
static enum asked ask_patiently(const struct asking *a, const struct str *paths, ptrdiff_t n,
                                int longest_s, struct arena scratch)
{
    enum asked done = ask(a, paths, n, scratch);
    for (int s = 1; done == ASKED_BUSY && s <= longest_s; s *= 2) {
        if (s == 1)
            http_tell(a->http, S("CloudFront has too many invalidations under way; waiting"));
        nanosleep(&(struct timespec){ .tv_sec = s }, NULL);
        done = ask(a, paths, n, scratch);
    }
    return done;
}

static bool is_plain(struct str path)
{
    for (ptrdiff_t i = 0; i < path.len; i++)
        if (!char_is_alnum(path.ptr[i]) && str_char(S("/._-*"), path.ptr[i]) < 0)
            return str_starts(path, S("#"));
    return true;
}

/* The paths of plain letters; for each other one the wildcard of the nearest folder that is plain. */
static ptrdiff_t by_folder(const struct str *paths, ptrdiff_t n, struct str *out,
                           struct arena *keep)
{
    ptrdiff_t len = 0;
    struct map seen = { 0 };
    for (ptrdiff_t i = 0; i < n; i++) {
        struct str path = paths[i];
        while (!is_plain(path))
            path = path_dir(path).len ? path_dir(path) : S("/");
        if (!is_plain(paths[i]))
            path = str_equal(path, S("/")) ? S("/*") : str_join(path, S("/*"), keep);
        void **known = map_at(&seen, path, keep);
        if (!*known)
            out[len++] = path;
        *known = out;
    }
    return len;
}

/* The wildcard of the deepest folder that holds all paths. */
static struct str above_all(const struct str *paths, ptrdiff_t n, struct arena *keep)
{
    struct str top = S("/");
    bool first = true;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct str path = paths[i];
        if (str_starts(path, S("#")))
            return S("/*");
        top = first ? str_sub(path, 0, str_rchar(path, '/') + 1) : top;
        while (!str_starts(path, top) || !is_plain(top))
            top = str_sub(top, 0, str_rchar(str_sub(top, 0, top.len - 1), '/') + 1);
        first = false;
    }
    return str_join(top, S("*"), keep);
}

bool cloudfront_invalidate(const struct cloudfront *c, struct http *http, struct str reference,
                           const struct str *paths, ptrdiff_t n, bool wait, struct arena scratch,
                           struct buf *why)
{
    struct asking a = { c, http, reference, wait, why };
    struct str *fewer = NEW(&scratch, struct str, n + 1);
    enum asked done = ask_patiently(&a, paths, n, PATIENCE_S, scratch);
    if (done == ASKED_REFUSED) {
        ptrdiff_t some = by_folder(paths, n, fewer, &scratch);
        a.reference = str_join(reference, S("-folders"), &scratch);
        http_tell(http,
                  S("CloudFront refuses a path to invalidate; folders with odd names go whole"));
        done = ask_patiently(&a, fewer, some, PATIENCE_S, scratch);
    }
    if (done == ASKED_REFUSED || done == ASKED_BUSY) {
        fewer[0] = above_all(paths, n, &scratch);
        a.reference = str_join(reference, S("-all"), &scratch);
        http_tell(http,
                  str_fmt(&scratch, "invalidating %.*s instead of %td paths", FMT(fewer[0]), n));
        done = ask_patiently(&a, fewer, 1, LONG_PATIENCE_S, scratch);
    }
    if (done == ASKED_DONE)
        why->len = 0;
    return done == ASKED_DONE;
}

/* ---- the distribution ----------------------------------------------------------------------- */

/* The ARN of what a behaviour asks at viewer-request, or empty. */
static struct str at_viewer_request(const struct xml *behaviour, const char *list, const char *arn)
{
    const struct xml *items = xml_child(xml_child(behaviour, list), "Items");
    for (const struct xml *f = items ? items->first : NULL; f; f = f->next)
        if (str_equal(xml_text(f, "EventType"), S("viewer-request")))
            return str_trim(xml_text(f, arn));
    return S("");
}

static const struct xml *read_config(const struct cloudfront *c, struct http *http,
                                     struct arena *scratch, struct buf *why)
{
    struct http_service to = service_of(c);
    struct http_call call = {
        .to = &to,
        .method = S("GET"),
        .max_answer = MAX_BODY,
        .path = str_fmt(scratch, "/2020-05-31/distribution/%.*s/config", FMT(c->distribution)),
    };
    struct http_answer a = http_one(http, &call, scratch);
    if (a.status == 200)
        return xml_parse(a.body, scratch);
    struct str doing = str_fmt(scratch, "reading distribution %.*s", FMT(c->distribution));
    aws_answer_explain(&a, doing, *scratch, why);
    return NULL;
}

bool cloudfront_reads_tags(const struct cloudfront *c, struct http *http, struct arena scratch,
                           bool *yes, struct buf *why)
{
    const struct xml *x = read_config(c, http, &scratch, why);
    struct str header = str_trim(xml_text(xml_child(x, "CacheTagConfig"), "HeaderName"));
    *yes = str_equal_nocase(header, CACHE_TAG_HEADER);
    return x != NULL;
}

/* ---- the function that leads readers -------------------------------------------------------- */

#define API "http://cloudfront.amazonaws.com/doc/2020-05-31/"

struct str cloudfront_find_function(const struct cloudfront *c, struct http *http,
                                    struct arena *keep, struct arena scratch, struct buf *why)
{
    struct str name = { 0 };
    const struct xml *x = read_config(c, http, &scratch, why);
    if (x)
        name = str_rcut(at_viewer_request(xml_child(x, "DefaultCacheBehavior"),
                                          "FunctionAssociations", "FunctionARN"),
                        '/')
                   .tail;
    if (x && !name.len)
        buf_put(why, S("the distribution has no function at viewer-request: release mode wants one "
                       "that leads readers, see the manual\n"));
    return str_copy(name, keep);
}

static struct http_call function_call(const struct cloudfront *c, const struct http_service *to,
                                      const char *method, const char *what, struct arena *keep)
{
    return (struct http_call){
        .to = to,
        .method = str_of(method),
        .path = str_fmt(keep, "/2020-05-31/function/%.*s%s", FMT(c->function), what),
    };
}

static bool function_failed(const struct cloudfront *c, const struct http_answer *a,
                            const char *verb, struct arena scratch, struct buf *why)
{
    struct str doing = str_fmt(&scratch, "%s function %.*s", verb, FMT(c->function));
    aws_answer_explain(a, doing, scratch, why);
    return false;
}

bool cloudfront_get_function(const struct cloudfront *c, struct http *http, bool live,
                             struct arena *keep, struct arena scratch, struct store_text *out,
                             struct buf *why)
{
    struct http_service to = service_of(c);
    struct http_call call = function_call(c, &to, "GET", "", &scratch);
    call.query = live ? S("Stage=LIVE") : S("Stage=DEVELOPMENT");
    struct http_answer a = http_one(http, &call, keep);
    *out = (struct store_text){ .text = a.body, .etag = http_header(&a, "etag"), .time = a.date };
    out->missing = live && a.status == 404; /* it was never published */
    return a.status == 200 || out->missing || function_failed(c, &a, "reading", scratch, why);
}

static void put_xml(struct buf *b, const struct xml *x)
{
    buf_fmt(b, "<%.*s>", FMT(x->name));
    buf_html(b, str_trim(x->text));
    for (const struct xml *c = x->first; c; c = c->next)
        put_xml(b, c); /* xml_parse() bounds the depth */
    buf_fmt(b, "</%.*s>", FMT(x->name));
}

bool cloudfront_describe_function(const struct cloudfront *c, struct http *http, struct arena *keep,
                                  struct arena scratch, struct str *config, struct buf *why)
{
    struct http_service to = service_of(c);
    struct http_call call = function_call(c, &to, "GET", "/describe", &scratch);
    call.query = S("Stage=DEVELOPMENT");
    struct http_answer a = http_one(http, &call, &scratch);
    if (a.status != 200)
        return function_failed(c, &a, "describing", scratch, why);
    const struct xml *x = xml_child(xml_parse(a.body, &scratch), "FunctionConfig");
    struct buf b = buf_open_cut(keep, MAX_CONFIG);
    for (const struct xml *m = x ? x->first : NULL; m; m = m->next)
        put_xml(&b, m);
    *config = buf_str(&b);
    if (!b.len || b.over)
        buf_fmt(why, "the configuration of function %.*s cannot be read\n", FMT(c->function));
    return b.len && !b.over;
}

/* After a conflict: is it our own code, whose answer was lost? */
static bool is_ours(const struct cloudfront *c, struct http *http, struct str code,
                    struct arena *scratch, struct str *etag, struct buf *why)
{
    struct store_text now;
    struct arena upper = arena_upper(scratch);
    if (!cloudfront_get_function(c, http, false, scratch, upper, &now, why))
        return false;
    *etag = now.etag;
    return str_equal(now.text, code);
}

static enum store_result update(const struct cloudfront *c, struct http *http, struct str code,
                                struct str config, struct str *etag, struct arena *scratch,
                                struct buf *why)
{
    struct http_service to = service_of(c);
    struct buf body = buf_open(scratch, 1 << 16);
    buf_put(&body, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?><UpdateFunctionRequest xmlns=\"" API
                     "\"><FunctionConfig>"));
    buf_put(&body, config);
    buf_put(&body, S("</FunctionConfig><FunctionCode>"));
    buf_put(&body, base64_of(code, scratch));
    buf_put(&body, S("</FunctionCode></UpdateFunctionRequest>"));
    struct http_call call = function_call(c, &to, "PUT", "", scratch);
    call.body = buf_str(&body);
    call.headers[call.n_headers++] = (struct sign_header){ S("Content-Type"), S("text/xml") };
    call.headers[call.n_headers++] = (struct sign_header){ S("If-Match"), *etag };
    struct http_answer a = http_one(http, &call, scratch);
    if (a.status == 200) {
        *etag = http_header(&a, "etag");
        if (!etag->len) /* so spelt in the API */
            *etag = http_header(&a, "ettag");
        return STORE_OK;
    }
    if (a.status != 412) {
        function_failed(c, &a, "updating", *scratch, why);
        return STORE_FAILED;
    }
    return is_ours(c, http, code, scratch, etag, why) ? STORE_OK : STORE_CONFLICT;
}

enum store_result cloudfront_put_function(const struct cloudfront *c, struct http *http,
                                          struct str code, struct str config, struct str etag,
                                          struct arena scratch, struct buf *why)
{
    struct http_service to = service_of(c);
    enum store_result done = update(c, http, code, config, &etag, &scratch, why);
    if (done != STORE_OK)
        return done;
    struct http_call call = function_call(c, &to, "POST", "/publish", &scratch);
    call.headers[call.n_headers++] = (struct sign_header){ S("If-Match"), etag };
    struct http_answer a = http_one(http, &call, &scratch);
    if (a.status == 200)
        return STORE_OK;
    if (a.status == 412)
        return STORE_CONFLICT;
    function_failed(c, &a, "publishing", scratch, why);
    return STORE_FAILED;
}

/* ---- who may read --------------------------------------------------------------------------- */

static bool is_on(const struct xml *behaviour, const char *trusted)
{
    return str_equal(xml_text(xml_child(behaviour, trusted), "Enabled"), S("true"));
}

struct gates { /* the behaviours of a distribution, one after the other */
    const struct cloudfront *c;
    struct http *http;
    struct str asks; /* the function found to ask last: behaviours mostly share one */
    struct buf *why;
};

/* NAME of arn:…:function:NAME:VERSION */
static struct str lambda_name(struct str arn)
{
    struct str mark = S(":function:");
    ptrdiff_t at = str_find(arn, mark);
    return at < 0 ? S("") : str_cut(str_from(arn, at + mark.len), ':').head;
}

static bool lambda_asks(struct gates *g, struct str arn)
{
    struct str name = lambda_name(arn);
    if (g->c->reader_check.len && str_equal(g->c->reader_check, name))
        return true;
    buf_fmt(g->why,
            "nothing shows whether Lambda@Edge function %.*s asks readers who they are: if it "
            "does, name it (reader_check in publish of site.json, or --reader-check)\n",
            FMT(name));
    return false;
}

static bool function_asks(struct gates *g, struct str name, struct arena scratch)
{
    struct cloudfront c = *g->c;
    struct store_text code;
    struct arena work = arena_upper(&scratch);
    c.function = name;
    bool is_named = str_equal(name, c.reader_check);
    if (!cloudfront_get_function(&c, g->http, true, &scratch, work, &code, g->why))
        return false;
    enum login login = code.missing ? LOGIN_NEVER : login_of(code.text, work);
    if (login == LOGIN_ASKS || (login == LOGIN_MAYBE && is_named))
        return true;
    if (login == LOGIN_MAYBE)
        buf_fmt(g->why,
                "nothing shows whether function %.*s asks readers who they are: if it does, name "
                "it (reader_check in publish of site.json, or --reader-check)\n",
                FMT(name));
    else if (login == LOGIN_OFF)
        buf_fmt(g->why,
                "function %.*s asks nobody: deploy the hosting template with Audience=internal\n",
                FMT(name));
    else
        buf_fmt(g->why, "function %.*s turns no reader away%s\n", FMT(name),
                is_named ? ", whatever reader_check says" : "");
    return false;
}

static bool asks(struct gates *g, const struct xml *behaviour, struct arena scratch)
{
    if (is_on(behaviour, "TrustedKeyGroups") || is_on(behaviour, "TrustedSigners"))
        return true;
    struct str arn = at_viewer_request(behaviour, "FunctionAssociations", "FunctionARN");
    struct str lambda =
        at_viewer_request(behaviour, "LambdaFunctionAssociations", "LambdaFunctionARN");
    struct str name = str_rcut(arn, '/').tail;
    if (lambda.len)
        return lambda_asks(g, lambda);
    if (name.len && str_equal(name, g->asks))
        return true;
    if (name.len && function_asks(g, name, scratch)) {
        g->asks = name;
        return true;
    }
    struct str path = xml_text(behaviour, "PathPattern");
    if (!name.len)
        buf_fmt(g->why,
                "the behaviour of %.*s has neither trusted key groups nor a function at "
                "viewer-request\n",
                FMT(path.len ? path : S("all other paths")));
    return false;
}

bool cloudfront_asks_readers(const struct cloudfront *c, struct http *http, struct arena scratch,
                             struct buf *why)
{
    const struct xml *x = read_config(c, http, &scratch, why);
    const struct xml *others = xml_child(xml_child(x, "CacheBehaviors"), "Items");
    struct gates g = { .c = c, .http = http, .why = why };
    bool all = x && asks(&g, xml_child(x, "DefaultCacheBehavior"), scratch);
    for (const struct xml *b = others ? others->first : NULL; b && all; b = b->next)
        all = asks(&g, b, scratch);
    return all;
}
