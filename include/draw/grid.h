/* grid.h - a graph whose maker says in which row and column of its parent each node stands, drawn
 * with real type: tables in tables, edges routed at right angles in the gutters between.
 *
 * No line runs over a node, a title or along another line; labels stand on their own line where
 * nothing else is, or are left to the list of connections. */
#ifndef DRAW_GRID_H
#define DRAW_GRID_H
#include "model/graph.h"
#include "model/scene.h"

struct grid_place {     /* of a node in its parent's table (or the picture's) */
    int row, col, span; /* span 0 counts as 1 */
    enum scene_colour colour;
    const char *glyph; /* name of a service glyph, or NULL */
    char mark; /* '+', '-', '~' or 0: drawn as a sign in a corner, with an outline of its own */
    bool bare; /* a container without border and title: only a place */
    const enum scene_role *roles; /* of its lines, where all is drawn whole */
    bool centred;                 /* its lines stand in the middle, else at their x */
};
struct grid {
    const struct graph *g; /* lines of a node: its name, then remarks; parents before children */
    const struct grid_place *at; /* for each node */
    const char *edge_marks;      /* for each edge, or NULL */
    bool narrow;                 /* for a phone: less room between things, shorter lines */
    bool whole;    /* all words are drawn, boxes have their shapes, places their roles */
    float least_w; /* of the picture */
};

/* The scene lives in keep and points into the graph's texts. */
void grid_scene(const struct grid *grid, struct arena *keep, struct scene *out);
#endif
