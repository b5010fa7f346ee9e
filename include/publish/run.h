/* run.h - one publish: read the folder, compare, and carry the plan out in an order in which no
 * reader ever gets a page whose parts are not there.
 *
 *     record of the release               what a rollback will want
 *     intent written (If-Match)           who, since when, every key to come
 *     assets, level by level              what is referred to before what refers
 *     new pages, then changed pages       a page may link to a new one
 *     lists: sitemap, feeds, search
 *     invalidation
 *     deletes                             own keys only
 *     release written (If-Match)
 *
 * run_plan() only reads. run_apply() may be stopped at any point, by a signal or a failure, and
 * done again by anybody: what stands in the target says what is left to do. */
#ifndef PUBLISH_RUN_H
#define PUBLISH_RUN_H
#include "publish/files.h"
#include "publish/manifest.h"
#include "publish/store.h"

struct run_options {
    const char *site;        /* folder to publish */
    struct str to;           /* target as written */
    struct str web_path;     /* how readers' paths begin: "/", "/streamboard/" */
    struct str name;         /* of the publisher, for people */
    struct mime_rules rules; /* headers of site.json */
    struct store *store;     /* NULL: nothing can be reached; compare with an empty target */
    int keep_releases;       /* that can be rolled back to; 0: 5 */
    bool cache_tags;         /* files that may change carry cache tags */
    bool internal; /* for readers who must log in: refuse a distribution that asks nobody */
    bool wait, take_over, adopt, allow_deletes;
    bool release; /* mode: each release in its own place, see release.h */
    void (*progress)(void *ctx, int64_t sent, int64_t of, int64_t bytes); /* may be NULL */
    void *progress_ctx;
};
struct run {
    struct run_options o;
    struct arena *keep, *memory; /* memory: for one file or text at a time; not the store's */
    struct buf *why;             /* what went wrong, for people */
    struct buf *notes;           /* what they should know although nothing went wrong; lines */
    struct plan_request request;
    struct plan plan;
    struct manifest last; /* release empty: there is none */
    struct str etag;
    struct files_missing_list
        missing;                 /* after run_apply(): references to files that are not there */
    int64_t store_time;          /* the store's clock when r->last was read, … */
    int64_t read_ns, written_ns; /* … and ours then, and when the manifest was written */
    struct manifest *intent;     /* run_apply(): what is under way */
    struct state *state;
    struct map *texts;       /* a rollback: key to struct str *, what is sent; else NULL */
    struct release *release; /* release.c's own */
    struct str of;           /* a rollback: the release that comes back */
    int64_t sent, sent_bytes, copied;
};
enum run_result { RUN_OK, RUN_REFUSED /* nothing was changed */, RUN_FAILED /* do it again */ };

/* Fills r->plan. r must stay where it is. */
enum run_result run_plan(struct run *r);
enum run_result run_apply(struct run *r);

/* The steps of run_plan(), for rollback.c: reads the last release; compares it with r->request.now.
 */
bool run_open(struct run *r);
void run_compare(struct run *r);

/* ---- steps that release.c takes too ---- */

bool run_keys_fit(struct run *r, ptrdiff_t more); /* below a prefix that much longer */
/* A lock, or a distribution that is open to all; the reason in why. */
bool run_refuses(struct run *r, struct str publisher);
/* Writes m if the target still holds what r read or wrote last. */
enum run_result run_put_manifest(struct run *r, const struct manifest *m);
bool run_refresh(struct run *r); /* a sign of life in r->intent, when it is time */
struct str run_release_id(struct run *r);
/* The record of a release: our copy, or the target's. False when there is none. */
bool run_record(struct run *r, struct str id, struct str *text);

/* Compares what stands in the target with its manifest: all keys, and a few objects in bytes and
 * headers. What differs, and how many keys others have there, goes to notes. */
enum run_result run_verify(struct run *r);
#endif
