/* picture.h - drawings in any language to a graph: box drawings, dot, Mermaid. */
#ifndef SKETCH_PICTURE_H
#define SKETCH_PICTURE_H
#include "model/graph.h"

enum picture_language { PICTURE_TEXT, PICTURE_DOT, PICTURE_MERMAID };

/* By the label of a fence or the name of an option: "dot", "graphviz", "mermaid"; all else is text.
 */
enum picture_language picture_language(struct str name);
/* By how text begins. */
enum picture_language picture_guess(struct str text);
/* Reads text; without a place for its nodes when it is dot or Mermaid, which draw/layout.h gives.
 * Texts of out live in text or keep. False with a fault, whose place is in text. */
bool picture_read(struct str text, enum picture_language language, struct arena *keep,
                  struct arena scratch, struct graph *out, struct graph_fault *fault);
#endif
