/* place.c - what stands behind --to. */
#include "publish/place.h"

#include <stdlib.h>

#include "base/path.h"
#include "base/time.h"
#include "publish/chain.h"
#include "publish/folder.h"
#include "publish/s3.h"

enum { MIN_BUCKET = 3, MAX_BUCKET = 63, MAX_PREFIX = 512 };

static bool is_bucket(struct str s)
{
    if (s.len < MIN_BUCKET || s.len > MAX_BUCKET)
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool ok = (c >= 'a' && c <= 'z') || char_is_digit(c) || c == '-' || c == '.';
        if (!ok)
            return false;
    }
    return char_is_alnum(s.ptr[0]) && char_is_alnum(s.ptr[s.len - 1]);
}

static bool parse_s3(struct str rest, struct place *out, struct buf *why)
{
    struct cut c = str_cut(rest, '/');
    *out = (struct place){ .kind = PLACE_S3, .bucket = c.head, .prefix = c.ok ? c.tail : S("") };
    while (str_ends(out->prefix, S("/")))
        out->prefix.len--;
    while (str_starts(out->prefix, S("/")))
        out->prefix = str_from(out->prefix, 1);
    if (!is_bucket(out->bucket)) {
        buf_fmt(why, "\"%.*s\" is no name of a bucket: 3 to 63 of a-z 0-9 - .", FMT(out->bucket));
        return false;
    }
    if (out->prefix.len > MAX_PREFIX) {
        buf_fmt(why, "the prefix is longer than %d bytes", (int)MAX_PREFIX);
        return false;
    }
    return true;
}

bool place_parse(struct str to, struct place *out, struct buf *why)
{
    *out = (struct place){ 0 };
    if (str_starts(to, S("s3://")))
        return parse_s3(str_from(to, 5), out, why);
    if (str_starts(to, S("file:"))) {
        struct str dir = str_from(to, 5);
        if (str_starts(dir, S("//")))
            dir = str_from(dir, 2);
        *out = (struct place){ .kind = PLACE_FOLDER, .folder = dir };
        if (dir.len)
            return true;
    }
    buf_fmt(why, "a target is s3://BUCKET, s3://BUCKET/PREFIX or file:DIR, not \"%.*s\"", FMT(to));
    return false;
}

/* ---- the bucket ----------------------------------------------------------------------------- */

struct identity { /* whom we sign as, and how to become it anew */
    struct credentials now;
    struct arena *keep, *memory;
};

/* The key; a fresh one when asked, or when the one at hand ends within five minutes. */
static const struct sign_key *key_of(void *ctx, bool fresh)
{
    enum { SOON = 300 };
    struct identity *i = ctx;
    bool ends = i->now.expires && i->now.expires - time_now() < SOON;
    if (!fresh && !ends)
        return &i->now.key;
    struct arena words = *i->memory;
    struct buf why = buf_open(&words, 1 << 12);
    struct arena scratch = arena_upper(i->memory);
    struct credentials again;
    if (!chain_find(i->keep, scratch, &again, &why))
        return ends && i->now.expires > time_now() ? &i->now.key : NULL;
    i->now = again;
    return &i->now.key;
}

static struct str endpoint_of(const char *service, const struct credentials *c)
{
    const char *own = getenv(service), *all = getenv("AWS_ENDPOINT_URL");
    bool s3 = str_ends(str_of(service), S("_S3")) && c->s3_endpoint.len;
    if (s3 && !(own && own[0]) && !(all && all[0]))
        return c->s3_endpoint;
    return own && own[0] ? str_of(own) : all && all[0] ? str_of(all) : c->endpoint;
}

/* Empty, or a scheme and a host. */
static bool is_endpoint(struct str url)
{
    struct str host = str_starts(url, S("https://"))  ? str_from(url, 8)
                      : str_starts(url, S("http://")) ? str_from(url, 7)
                                                      : S("/");
    while (str_ends(host, S("/")) && host.len > 1)
        host.len--;
    return url.len == 0 || (host.len && str_char(host, '/') < 0);
}

static enum place_result open_s3(const struct place *t, const struct place *at,
                                 const struct place_options *o, struct arena *keep,
                                 struct arena *memory, struct buf *why, struct store **out)
{
    struct str prefix = t->below.len ? path_join(t->prefix, t->below, keep) : t->prefix;
    struct identity *i = NEW(keep, struct identity, 1);
    *i = (struct identity){ .keep = keep, .memory = memory };
    if (!chain_find(keep, *memory, &i->now, why)) {
        buf_put(why, S("\nset both, or AWS_PROFILE, or log in with the aws command; region: "
                       "AWS_REGION or --region\n"
                       "below is the plan against an empty target; nothing was sent\n"));
        return PLACE_NO_CREDENTIALS;
    }
    struct str region = o->region.len       ? o->region
                        : i->now.region.len ? i->now.region
                                            : S("us-east-1");
    struct cloudfront *c = NEW(keep, struct cloudfront, 1);
    *c = (struct cloudfront){ o->distribution, endpoint_of("AWS_ENDPOINT_URL_CLOUDFRONT", &i->now),
                              o->function, o->reader_check, region };
    /* one place may hold the state of many */
    struct str below =
        !at->prefix.len ? t->bucket : str_fmt(keep, "%.*s/%.*s", FMT(at->prefix), FMT(t->bucket));
    if (prefix.len)
        below = path_join(below, prefix, keep);
    struct s3_options s3 = { .bucket = t->bucket,
                             .prefix = prefix,

                             .state_bucket = at->bucket,
                             .state_prefix = below,
                             .state_headers = o->state_headers,
                             .region = region,
                             .endpoint = endpoint_of("AWS_ENDPOINT_URL_S3", &i->now),
                             .cloudfront = o->distribution.len ? c : NULL };
    if (!is_endpoint(s3.endpoint) || !is_endpoint(c->endpoint)) {
        buf_put(why, S("an endpoint (AWS_ENDPOINT_URL, endpoint_url) is http://HOST[:PORT] or "
                       "https://HOST[:PORT], without a path\n"));
        return PLACE_FAILED;
    }
    struct http_options ways = { o->connections, key_of, i, o->say, o->say_ctx, i->now.ca_bundle };
    struct http *http = http_open(&ways, memory, why);
    if (!http)
        return PLACE_FAILED;
    *out = s3_open(&s3, http, keep, memory, why);
    (*out)->http = http;
    (*out)->who = str_fmt(keep, "%.*s, key %.*s, region %.*s", FMT(i->now.source),
                          FMT(i->now.key.id), FMT(region));
    return PLACE_OK;
}

enum place_result place_open(const struct place *t, const struct place_options *o,
                             struct arena *keep, struct arena *memory, struct buf *why,
                             struct store **out)
{
    struct place state = { 0 };
    if (o->state.len && !place_parse(o->state, &state, why))
        return PLACE_FAILED;
    if (o->state.len && state.kind != t->kind) {
        buf_put(why,
                t->kind == PLACE_S3
                    ? S("the state of a bucket stands in a bucket: --state s3://BUCKET[/PREFIX]\n")
                    : S("the state of a folder stands in a folder: --state file:DIR\n"));
        return PLACE_FAILED;
    }
    if (t->kind == PLACE_S3)
        return open_s3(t, &state, o, keep, memory, why, out);
    *out = folder_open(str_c(t->folder, keep), state.folder, t->below, keep, memory, why);
    return PLACE_OK;
}

void place_close(struct store *s)
{
    if (s)
        http_close(s->http);
}
