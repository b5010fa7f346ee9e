/* layout.h - cells for graphs that have none (libgraphviz).
 *
 * The library is loaded when this is first called. Positions come from it and nothing else:
 * sizes are those of our own type, the picture is drawn by draw/diagram.h. */
#ifndef DRAW_LAYOUT_H
#define DRAW_LAYOUT_H
#include "model/graph.h"

enum { LAYOUT_NODES_MAX = 2000, LAYOUT_EDGES_MAX = 5000 };

/* Gives all nodes, labels and edges of a loose graph their cells; long label lines are wrapped. One
 * that is not loose stays as it is. False and a reason in words when it is too large, or when the
 * library is not there or took too long (it works in a process of its own, with so much time and no
 * more). */
bool layout_place(struct graph *g, struct arena *keep, const char **why);
#endif
