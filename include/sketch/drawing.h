/* drawing.h - text drawings: what a fence holds, and its graph. */
#ifndef SKETCH_DRAWING_H
#define SKETCH_DRAWING_H
#include "model/graph.h"
#include "sketch/fence.h"
#include "sketch/text_table.h"

enum drawing_kind { DRAWING_NONE, DRAWING_BOXES, DRAWING_TREE, DRAWING_TABLE };

struct drawing {
    enum drawing_kind kind;
    struct graph graph;      /* BOXES, TREE */
    struct text_table table; /* TABLE */
    const char *why; /* false was said of a fence that was meant to be drawn: what is wrong */
};

/* What a fence holds: text and the words of its label ("text draw"). Code, what programs print, prose
 * and logs are none (sketch/fence.h weighs): then false. A box drawing or a tree is read, a grid of
 * words becomes a table. Texts of out point into text; all else lives in keep. */
bool drawing_find(struct str text, struct str info, enum fence_policy policy, struct arena *keep,
                  struct arena scratch, struct drawing *out);

/* Reads a box drawing or a tree. Texts of out point into text; all else lives in keep. On refusal
 * (too large, too tangled) false and a reason in words: "it has more than 20,000 rows". */
bool drawing_read(struct str text, struct arena *keep, struct arena scratch, struct graph *out,
                  const char **why);

/* Appends the drawing that g was read from, drawn cleanly. What would not read as the same graph,
 * or change once more when drawn again, is left as it stands in text. */
void drawing_redraw(struct str text, const struct graph *g, struct arena scratch, struct buf *out);
#endif
