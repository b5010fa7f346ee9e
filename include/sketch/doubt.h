/* doubt.h - signs that a drawing was read, but not understood. */
#ifndef SKETCH_DOUBT_H
#define SKETCH_DOUBT_H
#include "model/graph.h"

/* Why the graph of a box drawing says less or other than the drawing does: strokes that turn like a
 * frame and close none, slanted strokes left over. NULL: no sign of it. To end "the drawing stays
 * text: …" */
const char *drawing_doubt(const struct graph *g);
#endif
