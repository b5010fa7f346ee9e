/* plan.h - what a publish would do: the objects to be, compared with those of the last release.
 *
 * An object is its key, the SHA-256 of its bytes and its headers, tags among them; nothing else decides whether it
 * has changed. A key that left is deleted after the invalidation; an asset that left stays for two
 * more releases first, because pages that readers still have open ask for it. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H
#include "base/buf.h"
#include "base/hash.h"

/* Uploads happen kind by kind; within assets what is referred to comes before what refers. */
enum plan_kind { PLAN_ASSET, PLAN_PAGE, PLAN_INDEX };
enum plan_action {
    PLAN_SAME,
    PLAN_NEW,
    PLAN_CHANGED, /* other bytes */
    PLAN_HEADERS, /* same bytes, other Content-Type, Cache-Control or tags */
    PLAN_RESUME,  /* an unfinished publish may have sent it or not */
    PLAN_KEPT,    /* an asset that left, still there for open pages */
    PLAN_DELETED,
    N_PLAN_ACTIONS
};
#define PLAN_LOST_PAGE S("404.html") /* stands in place in release mode too */
enum { PLAN_GRACE = 2 /* releases an asset outlives its last use */ };

struct plan_object {
    struct str key; /* below the target's prefix, '/' between parts */
    int64_t size;
    struct sha256 hash;
    struct str type, cache; /* Content-Type, Cache-Control */
    struct str tagged;      /* root of its cache tags (cache_tag.h); empty: it has none */
    struct str more;        /* its other headers, "name:value" by lines in byte order of names */
    struct str version;     /* of the last release: the bucket's id of these bytes, or empty */
    enum plan_kind kind;
    int level; /* assets: 0 refers to nothing; others refer to lower levels only, but for cycles */
    int left;  /* of the last release: releases since the key left, 0 for one in use */
    bool frozen; /* the name carries a hash: never invalidated while its bytes are the same */
    bool thawed; /* but its bytes changed once: the hash is none */
    bool unsure; /* of the last release: may or may not have been sent */
    bool fresh;  /* and nothing stood there before */
};
struct plan_objects { /* in byte order of their keys */
    struct plan_object *ptr;
    ptrdiff_t len, cap;
};
struct plan_step {
    enum plan_action action;
    const struct plan_object *now, *before; /* one of them may be NULL */
};
struct plan_prices { /* per request or path, 1e-10 USD */
    int64_t put, get, path;
    int free_paths; /* a month */
};
extern const struct plan_prices plan_prices_us_east_1; /* S3 standard, CloudFront; 2026-11-23 */

/* What the copies at the edge say of themselves. */
enum plan_tags {
    PLAN_TAGS_OFF,
    PLAN_TAGS_BEGIN, /* those made from now on have tags: all others go, by one wildcard */
    PLAN_TAGS_ON     /* all of objects with tags have them */
};
struct plan_request {
    struct str to, base; /* target as written; id of the last release, empty: none */
    struct str web_path; /* how readers' paths begin: "/" or "/streamboard/" */
    bool invalidates;    /* there is a distribution */
    bool blind;          /* the target could not be read */
    bool release;        /* each release has its own place: unchanged objects are copied there */
    bool switches;       /* readers do not get the last release yet: never empty */
    int max_paths;       /* more become cache tags or one wildcard */
    int max_tags;        /* more become tags of a level above */
    enum plan_tags tags;
    bool asks_tags;  /* the distribution was asked whether it reads them */
    bool unfinished; /* the last publish did not reach its end: never empty */
    struct plan_objects now, before;
    struct str *more_paths; /* of an unfinished publish: invalidated again */
    ptrdiff_t n_more_paths;
    const struct plan_prices *prices; /* NULL: a folder costs nothing */
};
struct plan {
    const struct plan_request *request;
    struct plan_step *steps; /* in byte order of their keys */
    ptrdiff_t n_steps;
    ptrdiff_t n[N_PLAN_ACTIONS];
    struct str *paths; /* to invalidate, in byte order: "/x/", or "#TAG" */
    ptrdiff_t n_paths;
    int64_t bytes;                         /* to send */
    int64_t puts, copies, deletes, others; /* requests */
    int64_t usd_e10;
};

/* Compares; request must outlive the plan, which lives in keep. */
struct plan plan_make(const struct plan_request *request, struct arena *keep);

/* Whether applying it would change anything. Assets that merely stay do not count. */
bool plan_is_empty(const struct plan *p);
/* Whether the objects differ at all from those of the last release. */
bool plan_differs(const struct plan *p);
/* Is something new of a name that others may have used? Names with a hash are ours alone. */
bool plan_has_new_names(const struct plan *p);
bool plan_sends(enum plan_action a);
/* Whether the bytes there are replaced and nobody keeps them: they are copied before. */
bool plan_is_replaced(const struct plan_step *s);
/* Whether nothing may stand there yet, so that what leads to it has to wait. */
bool plan_step_is_new(const struct plan_step *s);
/* Objects that differ in nothing that is sent: bytes and headers. */
bool plan_same_object(const struct plan_object *a, const struct plan_object *b);
/* Nobody knows its bytes: an unfinished publish may have sent it. */
bool plan_is_unknown(const struct plan_object *o);

/* For people, at most max_lines objects; for programs, everything, stable:
 *     {"v":1,"to":"s3://b","after":"<id of the last release>",
 *      "new":[{"key":"a.html","bytes":1,"sha256":"…","content_type":"…","cache_control":"…"}],
 *      "changed":[…],"headers":[…],"resume":[…],"kept":[{"key":"a.css","releases_left":1}],
 *      "deleted":[{"key":"b.html"}],"invalidate":["/a.html"],"same":7,"bytes":1,
 *      "requests":{"put":1,"delete":1,"other":5},"usd_e10":304000}
 * Where something is copied in the target, requests has "copy" too. Objects with tags have "cache_tags":"pages:/,…"; an item
 * "#pages:/" of invalidate is a tag. */
void plan_text(const struct plan *p, ptrdiff_t max_lines, struct buf *out);
void plan_json(const struct plan *p, struct buf *out);
#endif
