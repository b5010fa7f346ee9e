/* sequence.h - a sequence diagram as a picture, and in words. */
#ifndef DRAW_SEQUENCE_H
#define DRAW_SEQUENCE_H
#include "model/scene.h"
#include "model/sequence.h"

/* Participants side by side, every message at a height of its own. Title and desc of out are left alone.
 * g has a sequence; the scene points into its texts. */
void sequence_scene(const struct graph *g, struct arena *keep, struct scene *out);
/* The upper end of the picture alone, down to the heads: what stays on top of a small screen. False when the picture is short, so that nothing needs to stay. */
bool sequence_heads(const struct graph *g, struct arena *keep, struct scene *out);
/* Appends participants and then all steps in order as HTML lists, frames as lists within. */
void sequence_list(const struct graph *g, struct buf *out);
#endif
