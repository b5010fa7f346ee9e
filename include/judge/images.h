/* images.h - the pictures that pages show: their sizes, and what smaller copies of them are called.
 *
 *     pics/photo.jpg -> pics/photo.1440w.jpg, pics/photo.720w.jpg */
#ifndef JUDGE_IMAGES_H
#define JUDGE_IMAGES_H
#include "gather/site.h"

enum {
    IMAGES_MAX_BYTES = 64 << 20, /* more is not worked on */
    IMAGES_MAX_PIXELS = 50 * 1000 * 1000
};

/* Measures all pictures that pages show; reports what is too large for copies. */
void images_measure(struct site *s);
/* Whether it may get copies. */
bool images_wanted(const struct site_image *image);
/* Widths that copies may have, falling, LOOKUP_COPIES at most; not those whose name a file of the author has. */
int images_widths(const struct site *s, const struct site_image *image, int *widths,
                  struct arena scratch);
struct str images_copy_path(struct str file, int width, struct arena *keep);
/* A finding at the link that shows the picture. */
void images_report(const struct site *s, const struct site_image *image, const struct rule *rule,
                   struct str what, struct diag *d);
#endif
