/* baseline.h - another state of a site, to be compared with: a folder, a revision, or what a review wrote down.
 *
 * Files of a revision or a review are laid out in a folder of their own below the system's temporary folder, and
 * judged as any site is. */
#ifndef WRITE_BASELINE_H
#define WRITE_BASELINE_H
#include "gather/site.h"

struct baseline {
    struct str name;           /* "v1.2", "HEAD~3", "the review of 2026-11-02" */
    struct str id;             /* its commit, abbreviated; or empty */
    struct str date;           /* ISO, or empty */
    struct site *site;         /* NULL: there is none */
    const struct json *review; /* of a review: its file */
    struct str dir;            /* private: what baseline_close removes */
};
/* what: a folder; a file *.json that plumb report wrote; "last": the last review of now before its day, which
 * may be none; else a revision of the repository of now. False, with why, when it cannot be had. */
bool baseline_open(const struct site *now, struct str what, struct arena *keep,
                   struct baseline *out, struct str *why);
/* Before the two are compared: every file of data that one of them names, or has in its content folder, is read
 * on both sides, where it is there. */
void baseline_share(struct site *was, struct site *now);
void baseline_close(struct baseline *b);
#endif
