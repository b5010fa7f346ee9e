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
#include "gather/site.h"
#include "write/out.h"

#define BUILD_EXPORT                                                                               \
    "export.plumb/" /* below OUT, with options.export: pages for other generators */

struct site_built {
    ptrdiff_t pages, rendered, written, removed, images;
    bool unchanged; /* nothing that was read or written last time is another file now */
};
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
