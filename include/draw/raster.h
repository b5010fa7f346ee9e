/* raster.h - a bitmap to fill polygons and set text on, drawn at twice its size (libgd, FreeType).
 *
 * Lengths and places are pixels of the finished picture. What is drawn outside is cut off. */
#ifndef DRAW_RASTER_H
#define DRAW_RASTER_H
#include "draw/curve.h"

struct raster {
    void *image; /* gdImagePtr; NULL after a failure */
    int w, h;    /* of the finished picture */
    int missing; /* characters no font had */
};
/* False when there is no memory or the size is out of bounds. */
bool raster_open(struct raster *r, int w, int h, uint32_t background);
/* Fills the subpaths by the non-zero rule. hatch: a pattern of draw/hatch.h instead of a full fill,
 * one unit of it hatch_scale pixels. */
void raster_fill(struct raster *r, const struct curve_line *lines, ptrdiff_t n, uint32_t rgb,
                 float alpha, int hatch, float hatch_scale, struct arena scratch);
/* Strokes one polyline; dash 0: unbroken, else length of a dash, gaps being 4/5 of it. */
void raster_stroke(struct raster *r, const struct curve_line *line, float width, float dash,
                   uint32_t rgb, struct arena scratch);
/* Sets one line of text, left end at x, baseline at y. */
void raster_text(struct raster *r, struct str text, float x, float y, float px, bool bold,
                 bool mono, uint32_t rgb, struct arena scratch);
/* Halves the bitmap with a box filter and encodes it with a palette; frees it. False when libgd
 * fails. */
bool raster_png(struct raster *r, struct arena *keep, struct str *out);

/* A picture from a file, to be copied smaller. */
struct raster_photo {
    void *image; /* gdImagePtr */
    int w, h;    /* as it lies in the file */
    bool jpeg, palette;
};
/* Decodes a JPEG or PNG, whose head says how much memory it takes; false when it is damaged. */
bool raster_photo_open(struct raster_photo *p, struct str bytes, bool jpeg);
/* A copy of this width in the same format, set upright (turn: Exif orientation). Transparency is kept;
 * a picture with a palette is written with one. False when there is no memory. */
bool raster_photo_copy(const struct raster_photo *p, int width, int turn, struct arena *keep,
                       struct str *out);
void raster_photo_close(struct raster_photo *p);
#endif
