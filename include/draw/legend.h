/* legend.h - what the colours of a picture mean, below it. */
#ifndef DRAW_LEGEND_H
#define DRAW_LEGEND_H
#include "model/scene.h"

/* Adds a line of swatches and words, and makes the scene higher, when its groups wear more than three of the
 * colours that stand for a category. */
void legend_add(struct scene *s, struct arena *keep);
#endif
