/* route.h - an edge's polyline brought to the very borders of what it joins. */
#ifndef DRAW_ROUTE_H
#define DRAW_ROUTE_H
#include "draw/curve.h"

/* Moves the first point of p (n >= 2; step 1) or the last (step -1, p pointing at it) onto the border
 * of box; upright and level lines stay so. */
void route_touch(struct curve_point *p, int n, int step, struct scene_box box);
/* Whether the polyline passes through box. */
bool route_crosses(const struct curve_point *p, int n, struct scene_box box);
#endif
