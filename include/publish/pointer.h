/* pointer.h - the line of a CloudFront Function that says which release readers get.
 *
 *     const plumb = {"release":"…","root":"/docs/","releases":["…","…"],"config":"<Comment>…",
 *                    "rest":"<SHA-256 of all other lines>"};
 *
 * on one line. The rest of the function is its owner's; this shows what it has to do with it:
 *
 *     if (plumb.release && uri.startsWith(plumb.root))
 *         uri = plumb.root + 'r/' + plumb.release + '/' + uri.slice(plumb.root.length);
 *
 * What a rollback needs stands in the line, so that it is three requests: read, write, publish. */
#ifndef PUBLISH_POINTER_H
#define PUBLISH_POINTER_H
#include "base/buf.h"

enum { POINTER_MAX_CODE = 10 << 10 /* of a function, CloudFront's limit */, POINTER_RELEASES = 50 };
struct pointer {
    struct str release;                    /* empty: readers get what stands in place */
    struct str root;                       /* how readers' paths begin */
    struct str releases[POINTER_RELEASES]; /* that can be switched to, newest first */
    int n_releases;
    struct str config; /* members of FunctionConfig, as CloudFront wrote them */
    struct str rest;   /* SHA-256 of the other lines when the switch was made, in hex */
};

/* False with the reason in why when code has no such line, or one that cannot be read. */
bool pointer_read(struct str code, struct arena *keep, struct pointer *out, struct buf *why);
/* code with the line that p wants, p->rest left aside for the true one; empty when the function
 * grows too long. */
struct str pointer_write(struct str code, const struct pointer *p, struct arena *keep);
/* What p->rest would be. */
struct str pointer_rest(struct str code, struct arena *keep);
#endif
