/* narrow.h - a drawing laid out anew for a phone: rows that do not fit are stacked. */
#ifndef DRAW_NARROW_H
#define DRAW_NARROW_H
#include "model/graph.h"
#include "model/scene.h"

/* Pixels of a picture that a phone shows whole; those up to NARROW_FITS stay legible when shrunk. */
enum { NARROW_WIDTH = 328, NARROW_FITS = 500 };
/* The same boxes, connections and words in the author's order, in keep. False when some of it cannot be
 * shown so: then the wide picture, shrunk, is all there is. */
bool narrow_draw(const struct graph *g, struct arena *keep, struct scene *out);
#endif
