/* sequence_boxes.h - from a box drawing with lifelines to a sequence. */
#ifndef SKETCH_SEQUENCE_BOXES_H
#define SKETCH_SEQUENCE_BOXES_H
#include "sketch/box_grid.h"

/* Gives out, the graph made of g, its sequence when all of it reads as one: heads, messages, notes,
 * activations, frames. Else out stays as it is, and is drawn as it stands. */
void sequence_boxes_make(const struct box_grid *g, struct arena *keep, struct graph *out);
#endif
