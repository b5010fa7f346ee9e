/* edge.h - how a connection is drawn: its stroke, its colour, what stands at its ends. */
#ifndef DRAW_EDGE_H
#define DRAW_EDGE_H
#include "model/graph.h"
#include "model/scene.h"

enum scene_stroke edge_pen(enum graph_stroke stroke);
/* Adds edge e of g, whose line is path. */
struct scene_item *edge_draw(struct scene *out, struct arena *keep, const struct graph *g,
                             const struct graph_edge *e, struct str path);
#endif
