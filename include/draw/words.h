/* words.h - a line of text as pieces that each keep their place in cells.
 *
 * Columns that an author aligned with blanks stay aligned: texts with two blanks and more between
 * them are pieces, and the characters of a ruler ("0 1 2 3 4 5") are one each. */
#ifndef DRAW_WORDS_H
#define DRAW_WORDS_H
#include "model/graph.h"
#include "model/scene.h"

struct words_piece {
    struct str text;
    int x, w;                 /* cells */
    enum scene_anchor anchor; /* START; END: a number behind another piece; MIDDLE: of a ruler */
};
/* The pieces of t, from left to right; at least one. even: columns are measures, so that single
 * characters stand in the middle of theirs. They live in keep. */
struct words_piece *words_pieces(const struct graph_text *t, bool even, struct arena *keep, int *n);
/* Single characters with one blank between them, at least WORDS_RULER of them: it wants columns of
 * one width. */
enum { WORDS_RULER = 6 };
bool words_is_ruler(struct str text);
#endif
