/* figure.h - a figure with caption, downloads, and the data behind it. */
#ifndef PAGE_FIGURE_H
#define PAGE_FIGURE_H
#include "model/lookup.h"

/* Appends <figure>; caption empty: the figure's own text. prefix: of its ids. */
void figure_write(const struct lookup_figure *f, struct str caption, struct str prefix,
                  struct buf *out);
/* The two halves of it, around a picture that is another one's. */
void figure_open(const struct lookup_figure *f, struct str prefix, struct buf *out);
void figure_close(const struct lookup_figure *f, struct str caption, struct str prefix,
                  struct buf *out);
#endif
