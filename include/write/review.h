/* review.h - the review pack: one HTML file with all that a review meeting needs. */
#ifndef WRITE_REVIEW_H
#define WRITE_REVIEW_H
#include "gather/site.h"

/* A baseline: the same folder as it was. */
struct review_baseline {
    struct str name, id, date; /* as asked for; commit; its day */
    struct site *site;
};
/* Loads the folder as it stood at rev. False, with why set, when it cannot be had. Its files are put
 * into a folder of their own below the system's temporary folder, and taken away again. */
bool review_baseline(const struct site *now, struct str rev, struct arena *keep,
                     struct review_baseline *out, struct str *why);

/* Appends the file: self-contained, printable, no script. since may be NULL. False after mistakes in the
 * templates, which are reported in s->diag. */
bool review_write(struct site *s, const struct review_baseline *since, struct buf *out);
#endif
