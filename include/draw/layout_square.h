/* layout_square.h - edges of a layout in levels: level and upright stretches instead of slanted ones.
 *
 * The layout puts nodes into ranks; between two ranks lies a gap. An edge leaves its node upright, turns
 * aside in a gap on a track of its own, and goes on upright. Where tracks need more room, the gap grows and
 * all that stands behind it moves. ("Upright" is along the flow, whichever way that is.) */
#ifndef DRAW_LAYOUT_SQUARE_H
#define DRAW_LAYOUT_SQUARE_H
#include "draw/layout_cells.h"

struct
    layout_scope { /* what is laid out by itself: the graph, or a container with its own direction */
    const struct layout_plan *p;
    enum graph_flow flow;
    const int *home;   /* of each node: the container it is laid out in, -1: the graph */
    int at;            /* this one */
    const bool *frame; /* nodes drawn around others of the same scope */
};
/* Routes the edges of the scope in r anew. Edges within a rank, and all of a graph that is too tangled, stay
 * as they are. */
void layout_square_edges(const struct layout_scope *s, struct layout_result *r,
                         struct arena scratch);
#endif
