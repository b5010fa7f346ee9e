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
struct store_item {
    const struct plan_object *object;
    struct str to;            /* the key it is to have, or has */
    struct str from, version; /* a copy: of what stands under this key, in this version of it */
};
struct store_batch { /* items whose order among each other does not matter */
    const char *dir; /* their bytes are files below it, by the objects' keys */
    const struct store_item *items;
    ptrdiff_t n;
    /* Called once for each that has arrived; version: the bucket's id of these bytes, or empty. */
    void (*sent)(void *ctx, ptrdiff_t i, struct str version);
    bool (*alive)(void *ctx); /* called now and then; false: stop. May be NULL */
    void *ctx;
};
struct store_keys {
    struct str *ptr;
    ptrdiff_t len, cap;
};
/* Keys below .plumb/ are the state, which may stand elsewhere; with a slash before them they mean the
 * place below the target itself, where older versions kept it. */
struct http;
struct store {
    void *self;
    struct buf *why;
    struct http *http;                /* its connections, NULL for a folder */
    const struct plan_prices *prices; /* NULL: costs nothing */
    bool invalidates;                 /* there is a distribution, … */
    struct str edge;                  /* … this one */
    ptrdiff_t max_key;                /* bytes; 0: any */
    struct str who;                   /* for people: whose keys, from where */
    bool apart;                       /* the state stands where no reader comes */

    /* The text under key, unless it still has etag (may be empty). */
    enum store_result (*get)(void *self, struct str key, struct str etag, struct arena *keep,
                             struct store_text *out);
    /* Writes it if the version there is etag, or nothing is there when etag is empty; whatever is
     * there when etag has no ptr. */
    enum store_result (*put)(void *self, struct str key, struct str text, struct str etag,
                             struct arena *keep, struct str *new_etag);
    bool (*send)(void *self, const struct store_batch *b);
    /* Copies inside the store. sent() is called for what arrived with the right SHA-256 and the
     * object's headers; the rest is left for others. */
    bool (*copy)(void *self, const struct store_batch *b);
    bool (*remove)(void *self, const struct str *keys, ptrdiff_t n);
    /* Whether what stands there is the objects; how many are not, or -1 when that cannot be found
     * out. What differs goes to notes, in lines; wrong, which may be NULL, says which. */
    ptrdiff_t (*check)(void *self, const struct store_item *items, ptrdiff_t n, bool *wrong,
                       struct buf *notes);
    /* Whether anybody can read the state without credentials. */
    bool (*is_public)(void *self);
    /* Whether the server keeps to conditions of put(), tried on the manifest that was just written with
     * this text; NULL: it does. When it does not, the text is written again and, from now on, put()
     * reads before and behind each write, as after distrust(). */
    enum store_result (*try_conditions)(void *self, struct str text, struct arena *keep,
                                        struct str *etag, bool *obeys);
    void (*distrust)(void *self);
    /* All keys but those below .plumb/, in byte order, in keep. */
    bool (*list)(void *self, struct arena *keep, struct store_keys *out);
    /* Keys below .plumb/ that have stood there since before that time. */
    bool (*list_state)(void *self, int64_t before, struct arena *keep, struct store_keys *out);
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
