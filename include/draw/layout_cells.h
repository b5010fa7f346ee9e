/* layout_cells.h - the two ends of a layout: sizes before it, cells after it.
 *
 * Life: layout_cells_plan, then somebody fills a layout_result, then layout_cells_place. */
#ifndef DRAW_LAYOUT_CELLS_H
#define DRAW_LAYOUT_CELLS_H
#include "draw/layout_unit.h"
#include "model/graph.h"
#include "model/scene.h"

/* Pixels of a cell as draw/diagram.h draws it, and between a frame and what it holds: more than a
 * cell in each direction, so that borders never fall together. */
enum { LAYOUT_POINTS_MAX = 48 }; /* of one edge; more are left out evenly */

struct layout_plan {
    struct graph *g;
    struct arena *keep;
    bool *holds; /* node i contains others */
    bool *back;  /* edge i closes a circle: laid out the other way round */
    int *leaf;   /* a node in i that holds nothing; i itself when it holds nothing */
};
struct layout_box {
    float x0, y0, x1, y1; /* pixels, y downwards */
};
struct layout_route {
    int n;
    bool labelled, square;                        /* square: level and upright stretches only */
    float lx, ly;                                 /* middle of the label */
    struct graph_point points[LAYOUT_POINTS_MAX]; /* pixels */
};
struct layout_result {
    struct layout_box *nodes;
    struct layout_route *edges;
};

/* Wraps labels and gives nodes and lines their sizes in cells. Parents must stand before what they
 * hold. */
struct layout_plan layout_cells_plan(struct graph *g, struct arena *keep);
/* Cuts lines between words so that none is wider than most pixels in the type of role. */
void layout_cells_wrap(struct graph_text **lines, int *n, enum scene_role role, float most,
                       struct arena *keep);
/* Cells of the widest line. */
int layout_cells_widest(const struct graph_text *lines, int n);
/* Rounds the places of r to cells; the picture begins at cell 0. */
void layout_cells_place(const struct layout_plan *p, const struct layout_result *r);
#endif
