/* box_walk.h - steps along the borders of a box, shared by those that close boxes. */
#ifndef SKETCH_BOX_WALK_H
#define SKETCH_BOX_WALK_H
#include "sketch/box_grid.h"

/* Next cell to the east (or west) on the horizontal border that cell i stands on: over a head or a
 * crossing line, a blank between spaced dashes, or a title; 0 when the border ends. *cost grows. */
int box_walk_across(const struct box_grid *g, int i, int dir, int *cost);

/* Whether a border leads from cell i east to cell to, in the same row. */
bool box_walk_reaches(struct box_grid *g, int i, int to, int *cost);

/* The two sides of a box while they are followed down. */
struct box_sides {
    int left, right; /* cells now; row `y` */
    int x0, x1;      /* columns of the upper corners */
    int y;
    bool has_left, has_right; /* a stroke stands in row y */
    int cost;
};
/* One row further; false when either side has ended. */
bool box_walk_down(struct box_grid *g, struct box_sides *s);

/* Adds a box with straight sides. */
struct box_frame *box_frame_rect(struct box_grid *g, int x0, int y0, int x1, int y1);
/* Adds the box whose upper corners are left and right and whose foot stands in row y1. */
void box_frame_add(struct box_grid *g, int left, int right, int y1, int cost, bool full);
#endif
