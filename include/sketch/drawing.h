/* drawing.h - text drawings: what a fence holds, and its graph. */
#ifndef SKETCH_DRAWING_H
#define SKETCH_DRAWING_H
#include "model/graph.h"

enum drawing_kind { DRAWING_NONE, DRAWING_BOXES, DRAWING_TREE };

/* What text is. Code, tables of programs' output, prose and logs are DRAWING_NONE: a box drawing
 * has closed boxes or joined lines in most of its rows, a tree mostly branches. */
enum drawing_kind drawing_kind_of(struct str text, struct arena scratch);

/* Reads a box drawing or a tree. Texts of out point into text; all else lives in keep. On refusal
 * (too large, too tangled) false and a reason in words: "it has more than 20,000 rows". */
bool drawing_read(struct str text, struct arena *keep, struct arena scratch, struct graph *out,
                  const char **why);

/* Appends the drawing that g was read from, drawn cleanly. What would not read as the same graph,
 * or change once more when drawn again, is left as it stands in text. */
void drawing_redraw(struct str text, const struct graph *g, struct arena scratch, struct buf *out);
#endif
