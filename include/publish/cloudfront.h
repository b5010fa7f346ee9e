/* cloudfront.h - invalidations. */
#ifndef PUBLISH_CLOUDFRONT_H
#define PUBLISH_CLOUDFRONT_H
#include "base/buf.h"
#include "publish/http.h"

struct cloudfront {
    struct str distribution;
    struct str endpoint; /* empty: AWS's */
};

/* Asks for the paths (percent-encoded, each beginning with a slash). The same reference with the same
 * paths asks for nothing new, so it may be repeated. wait: until it is complete, 15 minutes at most. */
bool cloudfront_invalidate(const struct cloudfront *c, struct http *http, struct str reference,
                           const struct str *paths, ptrdiff_t n, bool wait, struct arena scratch,
                           struct buf *why);
#endif
