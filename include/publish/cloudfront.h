/* cloudfront.h - invalidations. */
#ifndef PUBLISH_CLOUDFRONT_H
#define PUBLISH_CLOUDFRONT_H
#include "base/buf.h"
#include "publish/http.h"

struct cloudfront {
    struct str distribution;
    struct str endpoint; /* empty: AWS's */
};

/* Asks for the paths (percent-encoded, each beginning with a slash). The same reference with the
 * same paths asks for nothing new, so it may be repeated. wait: until it is complete, 15 minutes at
 * most. */
bool cloudfront_invalidate(const struct cloudfront *c, struct http *http, struct str reference,
                           const struct str *paths, ptrdiff_t n, bool wait, struct arena scratch,
                           struct buf *why);

/* Whether every reader is asked who he is: the default behaviour, and each other one, has trusted
 * key groups or signers, or a function at viewer-request. False, with the reason in why, when the
 * configuration cannot be read. */
bool cloudfront_asks_readers(const struct cloudfront *c, struct http *http, struct arena scratch,
                             struct buf *why);
#endif
