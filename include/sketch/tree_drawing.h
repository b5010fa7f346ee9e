/* tree_drawing.h - file trees: rows that begin with ├── or └── (|--, +--, `--, \--), with notes. */
#ifndef SKETCH_TREE_DRAWING_H
#define SKETCH_TREE_DRAWING_H
#include "model/graph.h"

/* Whether most rows of text are branches of one tree. Branches that each come back to a column where none
 * stood before are legs below a line of text, which they explain; rows with values in columns are a table. */
bool tree_drawing_is(struct str text);

/* Nodes of shape SHAPE_TREE with parents and notes; lines that are no rows of the tree are free
 * text. Texts point into text. */
void tree_drawing_read(struct str text, struct arena *keep, struct arena scratch,
                       struct graph *out);
#endif
