/* tree.h - a tree of files as rows: signs, connector lines, notes in a column of their own. */
#ifndef DRAW_TREE_H
#define DRAW_TREE_H
#include "model/graph.h"
#include "model/scene.h"

/* Fills the items and the size of out; title and desc are left alone. most: pixels; notes that would
 * stand further right are wrapped below their rows; 0: none are. */
void tree_scene(const struct graph *g, float most, struct arena *keep, struct scene *out);
#endif
