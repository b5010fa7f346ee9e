/* run.h - one publish: read the folder, compare, and carry the plan out in an order in which no
 * reader ever gets a page whose parts are not there.
 *
 *     what will be replaced               kept by hash (unless the bucket keeps versions), and the
 *                                         rows of the last release: what a rollback will want
 *     intent written (If-Match)           who, since when, every key to come
 *     assets, level by level              what is referred to before what refers
 *     new pages, then changed pages       a page may link to a new one
 *     lists: sitemap, feeds, search
 *     invalidation
 *     deletes                             own keys only
 *     release written (If-Match)
 *
 * A rollback is the same order with bytes that are kept; in release mode (release.h) all goes to a
 * place of its own, and one switch stands for the rest. run_plan() only reads. apply_run() (apply.h) may be
 * stopped at any point, by a signal or a failure, and done again by anybody: what stands in the
 * target says what is left to do. */
#ifndef PUBLISH_RUN_H
#define PUBLISH_RUN_H
#include "publish/files.h"
#include "publish/manifest.h"
#include "publish/store.h"

#define PREVIEW_PLACE S("preview/") /* below which other sites stand beside this one: preview.h */

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
    bool repair; /* look at all that should be there, and mend it */
    const struct run_mode
        *release; /* each release in its own place: &release_mode; NULL: in place */
    void (*progress)(void *ctx, int64_t sent, int64_t of, int64_t bytes); /* may be NULL */
    void *progress_ctx;
};
struct run_source {
    struct str key, version;
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
        missing;                 /* after apply_run(): references to files that are not there */
    int64_t store_time;          /* the store's clock when r->last was read, … */
    int64_t read_ns, written_ns; /* … and ours then, and when the manifest was written */
    struct manifest *intent;     /* apply_run(): what is under way */
    struct state *state;
    struct str last_text, last_id; /* what was read as r->last, and whose rows it has */
    bool goes_on;                  /* apply.c: with the unfinished release, in release mode */
    bool moved;                    /* it stood where older versions kept it */
    const struct plan_step *steps; /* of the intent's objects */
    struct run_source *sources;    /* of a rollback: by step */
    struct release *release;       /* release.c's own */
    struct str of;                 /* a rollback: the release that comes back */
    int64_t sent, sent_bytes, copied;
};
enum run_result { RUN_OK, RUN_REFUSED /* nothing was changed */, RUN_FAILED /* do it again */ };

/* Fills r->plan. r must stay where it is. */
enum run_result run_plan(struct run *r);

/* What release mode does in another way. */
struct run_mode {
    enum run_result (*read_live)(struct run *r); /* before run_open() */
    void (*compare)(struct run *r);              /* instead of run_compare() */
    struct manifest (*intent)(struct run *r);
    /* Whether m is the release that was left unfinished: then it keeps its id, and what has arrived.
     */
    bool (*goes_on)(struct run *r, struct manifest *m);
    struct manifest *(*unfinished)(struct run *r); /* NULL: the last publish reached its end */
    /* Readers get the release (m NULL: the last one); then what the edge asks for in place. */
    enum run_result (*finish)(struct run *r, struct manifest *m);
    bool (*takes_foreign)(struct run *r);
};
struct str run_place(struct str release, struct arena *keep); /* "r/ID/", where its objects stand */

/* The steps of run_plan(), for rollback.c and release.c: reads the last release; compares it with
 * r->request.now. */
bool run_open(struct run *r);
void run_compare(struct run *r);
/* The distribution whose copies all have their tags, once the plan is carried out. */
struct str run_edge_after(const struct run *r);
struct str run_identity(const struct plan_object *o,
                        struct arena *keep); /* bytes and headers in one word */
/* The rows of a release that was replaced. */
enum run_rows { RUN_ROWS, RUN_ROWS_NONE, RUN_ROWS_UNREAD /* nobody knows whether they are kept */ };
enum run_rows run_record(struct run *r, struct str id, struct manifest *out);
/* Of what stands below the last release's keys: marks what is not there, or, looking at all of it, not
 * what it should be. False when that cannot be found out; else *n says how many. */
bool run_mark_drift(struct run *r, const struct store_keys *keys, bool bytes, ptrdiff_t *n);

/* Compares what stands in the target with its manifest: all keys, and a few objects in bytes and
 * headers. What differs, and how many keys others have there, goes to notes. */
enum run_result run_verify(struct run *r);
#endif
