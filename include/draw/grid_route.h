/* grid_route.h - ways for edges between boxes on a lattice of pixels. */
#ifndef DRAW_GRID_ROUTE_H
#define DRAW_GRID_ROUTE_H
#include "model/graph.h"
#include "model/scene.h"

enum { ROUTE_STEP = 8 }; /* pixels between two lines of the lattice; boxes stand on it */

struct grid_router;
/* A lattice of w by h pixels. */
struct grid_router *grid_route_open(float w, float h, struct arena *keep);
/* No line comes into box or nearer than a step. */
void grid_route_block(struct grid_router *r, struct scene_box box);
/* Lines cross this border, but do not run along it. */
void grid_route_border(struct grid_router *r, struct scene_box box);
/* The way of edge number e from a border of one box to a border of the other; points in pixels, at most
 * max. Returns how many. */
int grid_route_find(struct grid_router *r, int e, struct scene_box from, struct scene_box to,
                    struct graph_point *points, int max);
/* Does a line of another edge than e come into box? */
bool grid_route_meets(const struct grid_router *r, struct scene_box box, int e);
#endif
