/* shrink.h - smaller copies of a PNG or JPEG picture, for readers with small screens.
 *
 * Copies are of the same format, without metadata but for what says which colours are meant (profile,
 * gamma). The same picture always gives the same bytes. */
#ifndef DRAW_SHRINK_H
#define DRAW_SHRINK_H
#include "base/str.h"

enum {
    SHRINK_MAX_BYTES = 64 << 20,  /* larger files are left alone */
    SHRINK_MAX_PIXELS = 50000000, /* as are pictures of more; 200 MB as a bitmap */
};
struct shrink_copy {
    int width; /* as shown, which is the height of the bitmap when the camera was turned */
    struct str bytes;
};

/* Makes copies of the n widths, widest first, as far as each is useful: a fifth narrower than the
 * picture, a fifth fewer bytes than the next wider one, and all together at most 30 % of its bytes. picture is the whole file, whose head says
 * at most SHRINK_MAX_PIXELS; turn is its Exif orientation, 0 to 8. Returns the number of copies: 0 also
 * for what a copy would not do justice to (animation, CMYK, another format); -1 when the picture is
 * damaged. Bytes live in keep. Safe to call from several threads. */
int shrink_picture(struct str picture, int turn, const int *widths, int n, struct arena *keep,
                   struct shrink_copy *out);
#endif
