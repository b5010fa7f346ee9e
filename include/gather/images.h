/* images.h - the pictures that pages show: their sizes, and smaller copies beside them.
 *
 *     pics/photo.jpg -> pics/photo.1440w.jpg, pics/photo.720w.jpg */
#ifndef GATHER_IMAGES_H
#define GATHER_IMAGES_H
#include "draw/shrink.h"
#include "gather/site.h"

/* Measures file, which page shows at place; reports what is too large for copies. */
void images_measure(struct site *s, struct str file, const struct site_page *page,
                    struct str place);

/* Whether it may get copies. */
bool images_wanted(const struct site_image *image);
/* Widths that copies may have, falling, LOOKUP_COPIES at most; not those whose name a file of the author has. */
int images_widths(const struct site *s, const struct site_image *image, int *widths,
                  struct arena scratch);

struct str images_copy_path(struct str file, int width, struct arena *keep);

/* Of all that decides the copies; never 0. */
uint64_t images_hash(const int *widths, int n, struct str data);

/* Makes the copies that are useful; data is the whole file. Returns their number, or -1 with a finding
 * when the file is damaged. */
int images_shrink(const struct site_image *image, struct str data, const int *widths, int n,
                  struct arena *keep, struct diag *d, struct shrink_copy *out);
#endif
