/* curve.h - SVG path data: made from polylines, and flattened back to points for drawing. */
#ifndef DRAW_CURVE_H
#define DRAW_CURVE_H
#include "model/scene.h"

struct curve_point {
    float x, y;
};
struct curve_line { /* one subpath as a polyline */
    struct curve_point *points;
    int n;
    bool closed;
};
struct curve_lines {
    struct curve_line *ptr;
    ptrdiff_t len, cap;
};

/* The box around points; of none one that meets nothing. */
struct scene_box curve_bounds(const struct curve_point *points, int n);
/* A polyline whose corners are rounded by at most radius, as path data in keep. Points that repeat
 * or lie on a straight line are left out. n must be at least 1. */
struct str curve_round(const struct curve_point *points, int n, float radius, struct arena *keep);
/* A closed polygon as path data. */
struct str curve_polygon(const struct curve_point *points, int n, struct arena *keep);
/* All subpaths, curves as short chords of about step pixels after scale and shift. Unknown letters
 * end the reading. */
struct curve_lines curve_flatten(struct str d, float scale, float dx, float dy, struct arena *keep);
#endif
