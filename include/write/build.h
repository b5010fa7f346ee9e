/* build.h - the table of all that stands below OUT: who makes it, of what, and whether it still holds.
 *
 * A product is what is made at one time of the same things: a page with its copy, text and figures; the copies
 * of a picture; the search index. Its outs are the files. Of each, the record keeps what it was made of: a
 * hash, and what it asked of others. One loop asks whether a product still holds; what does not is made beside
 * OUT; then all of it is moved (write/out.h).
 *
 * A maker is a row of the table in build.c. */
#ifndef WRITE_BUILD_H
#define WRITE_BUILD_H
#include "page/search.h"
#include "write/out.h"
#include "write/world.h"

struct site_built {
    ptrdiff_t pages, rendered, written, removed, images;
    bool unchanged; /* nothing that was read or written last time is another file now */
};
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
    } failed[SITE_JOBS]; /* the first a worker met */
    struct arena *keep;
};

/* The product called name of the last build, when it was made of just this, its files stand, and all that it
 * asked is answered as then; NULL otherwise. */
const struct record_product *build_holds(const struct build *b, struct str name, uint64_t hash,
                                         struct arena scratch);
/* One file of product p. path is below OUT. */
void build_put(struct build *b, int worker, struct record_product *p, struct str path,
               struct str data, struct arena scratch);
/* The same for a picture made of `from`; error: why it could not be made. */
void build_put_drawn(struct build *b, int worker, struct record_product *p, struct str path,
                     uint64_t from, int error, struct str data, struct arena scratch);
void build_fail(struct build *b, int worker, struct str path, int error);
/* A picture that takes long to make and is made of `from`: true when the last build's product `was` has just that
 * one; it is p's then. */
bool build_drawn(struct build *b, int worker, struct record_product *p,
                 const struct record_product *was, struct str path, uint64_t from,
                 struct arena scratch);
/* What is made of is `hash` alone: takes what holds, or calls make with a new product and the first worker's
 * scratch. For makers of one product. */
typedef void build_make(struct build *b, struct record_product *p, struct arena scratch);
void build_product(struct build *b, const char *name, uint64_t hash, build_make *make);
uint64_t build_mix(uint64_t h, struct str s);

/* Writes the site of options.dir to options.out: opens and judges it, too. 0; an error, with a finding in
 * s->diag; EINVAL when something could not be read and nothing was written. say is told of another build that is
 * waited for. */
int build_site(struct site *s, const struct site_options *options, struct arena *keep,
               struct site_built *built, void (*say)(struct str holder));

/* Reads and judges all of options.dir. False when the folder cannot be read; the reason is in s->diag. */
bool site_load(struct site *s, const struct site_options *options, struct arena *keep);
/* Whether something could not be read at all; then nothing is written. */
bool site_is_unreadable(const struct site *s);
#endif
