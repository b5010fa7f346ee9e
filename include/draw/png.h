/* png.h - a scene as PNG, for slides, mail and link previews: the same picture as the SVG. */
#ifndef DRAW_PNG_H
#define DRAW_PNG_H
#include "draw/palette.h"

/* A second scene on top, as large as a rectangle of the first allows. */
struct png_inset {
    const struct scene *scene; /* NULL: none */
    float x, y, w, h;          /* in the first scene */
};
struct png_options {
    enum palette_theme theme;
    float scale;       /* pixels of the picture for one of the scene; 0: 2 */
    int width, height; /* with both: a picture of just that size, the scene in its middle */
    struct png_inset inset;
    int *missing; /* takes the number of characters no font had; may be NULL */
};
/* Returns 0, or an errno value: ENOMEM, EOVERFLOW when the scene is too large. A large scene is
 * drawn at a smaller scale than asked for before it is refused. */
int png_write(const struct scene *s, const struct png_options *o, struct arena *keep,
              struct str *out);
#endif
