/* route.h - an edge's polyline brought to the very borders of what it joins. */
#ifndef DRAW_ROUTE_H
#define DRAW_ROUTE_H
#include "draw/curve.h"

/* Moves the ends of p (n >= 2) onto the borders of the boxes they belong to (NULL: a free end).
 * Upright and level lines stay so wherever both boxes allow it. */
void route_touch(struct curve_point *p, int n, const struct scene_box *from,
                 const struct scene_box *to);
/* Takes out steps aside of at most dx, dy, which ragged drawings have. */
void route_straighten(struct curve_point *p, int n, float dx, float dy);
/* Leads the upright and level stretches of p that run through box around it, `gap` pixels away, where
 * is_free says so of the way. Returns the number of points, at most n + ROUTE_DETOUR. */
enum { ROUTE_DETOUR = 4 };
int route_around(struct curve_point *p, int n, struct scene_box box, float gap,
                 bool (*is_free)(const void *ctx, const struct curve_point *way, int n),
                 const void *ctx);
/* Whether the polyline passes through box. */
bool route_crosses(const struct curve_point *p, int n, struct scene_box box);
#endif
