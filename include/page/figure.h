/* figure.h - a figure with caption, downloads, and the data behind it. */
#ifndef PAGE_FIGURE_H
#define PAGE_FIGURE_H
#include "model/lookup.h"

/* Appends <figure>; caption empty: the figure's own text. */
void figure_write(const struct lookup_figure *f, struct str caption, struct buf *out);
#endif
