/* shape.h - the outline of a node. */
#ifndef DRAW_SHAPE_H
#define DRAW_SHAPE_H
#include "model/graph.h"
#include "model/scene.h"

/* Width the shape must have for text that takes need pixels between straight sides. */
float shape_room(enum graph_shape shape, float need);
/* How far inside box the left or right side of the shape is at height y; 0 for boxes. */
float shape_inset(enum graph_shape shape, struct scene_box box, float y, bool left);
/* Adds the outline of n in box; leaf: opaque, else a tinted container; square: hardly rounded
 * corners. */
void shape_draw(struct scene *out, struct arena *keep, const struct graph_node *n,
                struct scene_box box, bool leaf, bool square);
#endif
