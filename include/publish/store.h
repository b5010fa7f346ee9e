/* store.h - where a release goes: a bucket, or a folder. One face, so that order, resume and lock
 * are written once (run.c) and can be tried without a network.
 *
 * Every function that fails appends a reason to why; none of them prints. */
#ifndef PUBLISH_STORE_H
#define PUBLISH_STORE_H
#include "model/plan.h"

enum store_result { STORE_OK, STORE_CONFLICT /* somebody else wrote first */, STORE_FAILED };

struct store_text {
    struct str text, etag; /* etag: names this version of the text */
    bool missing, same;    /* same: it still is the version asked about; text is empty */
    int64_t time;          /* the store's clock */
};
struct store_batch {                /* objects whose order among each other does not matter */
    struct str under;               /* "", or where in the store, with a slash at its end */
    const char *dir;                /* their bytes are files below it, … */
    const struct str *const *texts; /* … unless they are here: by object, or NULL */
    const struct plan_object **objects;
    ptrdiff_t n;
    void (*sent)(void *ctx, ptrdiff_t i); /* called once for each that has arrived */
    void *ctx;
};
struct store_keys {
    struct str *ptr;
    ptrdiff_t len, cap;
};
struct http;
struct store {
    void *self;
    struct buf *why;
    struct http *http;                /* its connections, NULL for a folder */
    const struct plan_prices *prices; /* NULL: costs nothing */
    bool invalidates;                 /* there is a distribution, … */
    struct str edge;                  /* … this one */
    ptrdiff_t max_key;                /* bytes; 0: any */

    /* The text under key, unless it still has etag (may be empty). */
    enum store_result (*get)(void *self, struct str key, struct str etag, struct arena *keep,
                             struct store_text *out);
    /* Writes it if the version there is etag, or nothing is there when etag is empty. */
    enum store_result (*put)(void *self, struct str key, struct str text, struct str etag,
                             struct arena *keep, struct str *new_etag);
    /* The file at path under key, whatever stands there. */
    bool (*put_file)(void *self, struct str key, const char *path, int64_t size);
    bool (*send)(void *self, const struct store_batch *b);
    /* Copies the objects from below `from` to below b->under inside the store. sent() is called for
     * what arrived with the right SHA-256 and the object's headers; the rest is left for send(). */
    bool (*copy)(void *self, const struct store_batch *b, struct str from);
    bool (*remove)(void *self, const struct str *keys, ptrdiff_t n);
    /* Whether what stands under the objects' keys is them; how many are not, or -1 when that cannot
     * be found out. What differs goes to notes, in lines. */
    ptrdiff_t (*check)(void *self, const struct plan_object *const *objects, ptrdiff_t n,
                       struct buf *notes);
    /* All keys but those below .plumb/, in byte order, in keep. */
    bool (*list)(void *self, struct arena *keep, struct store_keys *out);
    /* Whether the distribution stores cache tags with its copies; false when that cannot be found
     * out. */
    bool (*reads_tags)(void *self, bool *yes);
    /* Whether the distribution asks readers who they are; false when that cannot be found out. */
    bool (*asks_readers)(void *self);
    /* The function that leads readers to a release: its code, live or as last written; its
     * configuration; to write it if it still has etag. NULL when there is none. */
    bool (*get_function)(void *self, bool live, struct arena *keep, struct store_text *out);
    bool (*describe_function)(void *self, struct arena *keep, struct str *config);
    enum store_result (*put_function)(void *self, struct str code, struct str config,
                                      struct str etag);
    /* Removes the paths from the edge; asking again under the same reference does nothing new. */
    bool (*invalidate)(void *self, struct str reference, const struct str *paths, ptrdiff_t n,
                       bool wait);
};
#endif
