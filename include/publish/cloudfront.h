/* cloudfront.h - invalidations. */
#ifndef PUBLISH_CLOUDFRONT_H
#define PUBLISH_CLOUDFRONT_H
#include "base/buf.h"
#include "publish/http.h"
#include "publish/store.h"

struct cloudfront {
    struct str distribution;
    struct str endpoint;     /* empty: AWS's */
    struct str function;     /* that leads readers to a release; empty: the distribution's own */
    struct str reader_check; /* function or Lambda that is said to ask readers; may be empty */
    struct str region;       /* China has endpoints of its own */
};

/* Asks for the paths (encoded as plan.c does, each beginning with a slash) and tags ("#TAG"). The
 * same reference with the same paths asks for nothing new, so it may be repeated. Paths that
 * CloudFront refuses go by their folder's wildcard, too many by one for all; that is told. wait:
 * until it is complete, 15 minutes at most. */
bool cloudfront_invalidate(const struct cloudfront *c, struct http *http, struct str reference,
                           const struct str *paths, ptrdiff_t n, bool wait, struct arena scratch,
                           struct buf *why);

/* Whether copies are stored with the tags of cache_tag.h. False when the configuration cannot be
 * read. */
bool cloudfront_reads_tags(const struct cloudfront *c, struct http *http, struct arena scratch,
                           bool *yes, struct buf *why);

/* Whether every reader is asked who he is: the default behaviour, and each other one, has trusted
 * key groups or signers, or at viewer-request a function whose code is known to ask (login.h) or
 * one that is named as reader_check and can turn readers away. False, with the reason in why, when
 * that does not hold or cannot be found out. */
bool cloudfront_asks_readers(const struct cloudfront *c, struct http *http, struct arena scratch,
                             struct buf *why);

/* ---- the function at viewer-request, for release mode ---- */

/* The function that the default behaviour asks at viewer-request. Empty when there is none. */
struct str cloudfront_find_function(const struct cloudfront *c, struct http *http,
                                    struct arena *keep, struct arena scratch, struct buf *why);
/* Its code as readers get it (live) or as it was last written. */
bool cloudfront_get_function(const struct cloudfront *c, struct http *http, bool live,
                             struct arena *keep, struct arena scratch, struct store_text *out,
                             struct buf *why);
/* The members of its configuration, as XML. */
bool cloudfront_describe_function(const struct cloudfront *c, struct http *http, struct arena *keep,
                                  struct arena scratch, struct str *config, struct buf *why);
/* Writes the code if the one there is still that with etag, and lets readers get it. */
enum store_result cloudfront_put_function(const struct cloudfront *c, struct http *http,
                                          struct str code, struct str config, struct str etag,
                                          struct arena scratch, struct buf *why);
#endif
