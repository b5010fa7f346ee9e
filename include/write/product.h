/* product.h - what stands below OUT, as it is made: a row for each thing that is made at one time of the same.
 *
 * A product is a page with its copy, text and figures; the copies of a picture; the search index. Its outs are the
 * files. Of each, the record keeps what it was made of: a hash, and what it asked of others. What still holds is
 * taken over, what does not is made beside OUT (write/out.h). */
#ifndef WRITE_PRODUCT_H
#define WRITE_PRODUCT_H
#include "page/search.h"
#include "write/out.h"
#include "write/world.h"

struct build {
    struct site *site;
    struct theme theme;
    struct world world;
    struct out out;
    struct record now;
    struct record_product **pages; /* of now, by page number */
    struct str *sheets; /* of pages made now, for the page of all pages; by page number */
    bool sheets_kept;   /* those of other pages stand in the last build's file */
    struct search_words *words[SITE_JOBS]; /* of pages made now */
    struct arena words_keep[SITE_JOBS];
    ptrdiff_t rendered[SITE_JOBS], images[SITE_JOBS];
    struct {
        int error;
        struct str path;
    } failed[SITE_JOBS];  /* the first a worker met */
    int leaks[SITE_JOBS]; /* files with a secret in them that a worker met */
    struct arena *keep;
};

/* The product called name of the last build, when it was made of just this, its files stand, and all that it
 * asked is answered as then; NULL otherwise. */
const struct record_product *product_holds(const struct build *b, struct str name, uint64_t hash,
                                           struct arena scratch);
/* One file of product p. path is below OUT. One with a secret in it is reported and not written. */
void product_put(struct build *b, int worker, struct record_product *p, struct str path,
                 struct str data, struct arena scratch);
/* The same for what is coded and made of texts that passed already: pictures, the words of the index. In its
 * bytes anything could seem to stand. */
void product_put_coded(struct build *b, int worker, struct record_product *p, struct str path,
                       struct str data, struct arena scratch);
/* The same for a picture made of `from`; error: why it could not be made. */
void product_put_drawn(struct build *b, int worker, struct record_product *p, struct str path,
                       uint64_t from, int error, struct str data, struct arena scratch);
bool product_failed(const struct build *b);
bool product_leaks(
    const struct build *b); /* some file has a secret in it: nothing may be published */
void product_fail(struct build *b, int worker, struct str path, int error);
/* A picture that takes long to make and is made of `from`: true when the last build's product `was` has just that
 * one; it is p's then. */
bool product_drawn(struct build *b, int worker, struct record_product *p,
                   const struct record_product *was, struct str path, uint64_t from,
                   struct arena scratch);
/* What is made of is `hash` alone: takes what holds, or calls make with a new product and the first worker's
 * scratch. For makers of one product. */
typedef void product_make(struct build *b, struct record_product *p, struct arena scratch);
void product_one(struct build *b, const char *name, uint64_t hash, product_make *make);
uint64_t product_mix(uint64_t h, struct str s);
#endif
