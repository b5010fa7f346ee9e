/* proof.h - reads a picture back: does it show what its graph says?
 *
 * Every connection of the graph must be a line of the scene that is longer than a few pixels, touches
 * both of its nodes, does not lie on another connection and does not run through a box or a text that
 * is not its own. What fails is drawn otherwise or stays text; nothing is shown that is not so. */
#ifndef DRAW_PROOF_H
#define DRAW_PROOF_H
#include "model/graph.h"
#include "model/scene.h"

enum proof_fault {
    PROOF_GOOD,
    PROOF_MISSING, /* a connection has no line */
    PROOF_SHORT,   /* a line of no length to see */
    PROOF_LOOSE,   /* a line that does not reach its node */
    PROOF_COVERED, /* a line that lies on another one */
    PROOF_THROUGH, /* a line through a box of others */
    PROOF_STRUCK,  /* a line through a text */
    PROOF_HEADS,   /* a head in the middle of a line: it leads elsewhere than was read */
    PROOF_ASLANT,  /* a level or upright line that would lead aslant */
    PROOF_MANY     /* too many to be looked at */
};
/* The first fault of the picture s of g; *edge: of which edge. */
enum proof_fault proof_scene(const struct graph *g, const struct scene *s, struct arena scratch,
                             int *edge);
/* "a line would run through a box", to end "the drawing stays text: …" */
const char *proof_words(enum proof_fault fault);
#endif
