/* cells.h - from the columns and rows of a text drawing to pixels.
 *
 * Every column starts out equally wide; where text needs more room than its columns give, those
 * columns grow alike. Order and alignment of everything stay as drawn. Places are in half cells:
 * 2x is the left edge of column x, 2x+1 its middle. */
#ifndef DRAW_CELLS_H
#define DRAW_CELLS_H
#include "model/scene.h"

struct cells_need {
    int from, to; /* half cells, from < to */
    float px;     /* at least this far apart */
};
struct cells_needs {
    struct cells_need *ptr;
    ptrdiff_t len, cap;
};
struct cells {
    float *at; /* pixel of each half cell, 0..n */
    int n;
};
/* n half cells, each px wide unless a need asks for more. Needs are put in order. */
struct cells cells_solve(int n, float px, struct cells_needs *needs, struct arena *keep);
/* Pixel of a place in cells (fractions between), clamped to the drawing. */
float cells_px(const struct cells *c, float cell);
#endif
