/* tree_drawing.h - file trees: rows that begin with ├── or └── (|--, +--, `--, \--), with notes. */
#ifndef SKETCH_TREE_DRAWING_H
#define SKETCH_TREE_DRAWING_H
#include "model/graph.h"

/* How many rows of text are branches, and how many are not blank. */
void tree_drawing_count(struct str text, int *branches, int *rows);

/* Nodes of shape SHAPE_TREE with parents and notes; lines that are no rows of the tree are free
 * text. Texts point into text. */
void tree_drawing_read(struct str text, struct arena *keep, struct arena scratch,
                       struct graph *out);
#endif
