/* block.h - the label of a node as a block of text: its type, its sign, the room it needs. */
#ifndef DRAW_BLOCK_H
#define DRAW_BLOCK_H
#include "model/graph.h"
#include "model/scene.h"

enum block_align {
    BLOCK_CENTRE, /* lines in the middle of the box, as the author set them */
    BLOCK_LEFT,   /* lines from one left edge, indents kept; all labels with a sign */
    BLOCK_PLACED  /* every line at its own cells: texts side by side, aligned columns, containers */
};
struct block {
    enum block_align align;
    enum scene_role *roles; /* one for each line of the node */
    int glyph;              /* 0: none */
    float w;                /* of the text, indents included; CENTRE and LEFT */
    float need;             /* between the borders; 0: no need of its own */
    float pad;
};
enum { BLOCK_GLYPH = 20, BLOCK_GLYPH_GAP = 9, BLOCK_INDENT = 7 };

/* Whether the author set this line in the middle of its box, as far as cells allow. */
bool block_in_middle(const struct graph_node *n, const struct graph_text *t);
bool block_has_border(const struct graph_node *n); /* a shape, not words alone */
/* Whether a line stands in the border of its box, as a title set into it does. */
bool block_on_border(const struct graph_node *n, const struct graph_text *t);
int block_column(
    const struct graph_node *n); /* where the leftmost line inside the borders begins */
float block_indent(int columns); /* pixels for a line so many columns right of that */
/* leaf: no other node stands in n; marked: lines stand among its words, which so keep their places.
 * glyph: the sign it gets when it has room. roles live in keep. */
struct block block_of(const struct graph_node *n, bool leaf, bool marked, int glyph,
                      struct arena *keep);
/* The sign of each node: what its words name, if they do so for all boxes of its row. A kind that the
 * author or a resource gave needs no company. */
int *block_signs(const struct graph *g, const bool *leaf, struct arena *keep);
#endif
