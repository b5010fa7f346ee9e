/* box_redraw.h - a graph as a clean text drawing: straight borders, joints where lines meet. */
#ifndef SKETCH_BOX_REDRAW_H
#define SKETCH_BOX_REDRAW_H
#include "model/graph.h"

/* Draws g in box-drawing characters at its own cells; columns move apart where a text would reach
 * its border. Reading the result and drawing it again gives the same bytes. */
void box_redraw(const struct graph *g, struct arena scratch, struct buf *out);
#endif
