/* s3.h - a bucket as the target of a publish. */
#ifndef PUBLISH_S3_H
#define PUBLISH_S3_H
#include "publish/cloudfront.h"
#include "publish/store.h"

struct s3_options {
    struct str bucket, prefix; /* prefix without slashes at its ends */
    struct str state_bucket,
        state_prefix;         /* where the state stands; empty: .plumb/ below the site */
    struct str state_headers; /* by lines; those count that say how bytes are kept */
    struct str region;
    struct str endpoint;           /* empty: AWS's; else "http://host:port", addressed path-style */
    struct cloudfront *cloudfront; /* NULL: there is no distribution */
};

/* A store in that bucket. http stays the caller's. memory is for one answer or request at a time.
 */
struct store *s3_open(const struct s3_options *o, struct http *http, struct arena *keep,
                      struct arena *memory, struct buf *why);
#endif
