/* mermaid.h - Mermaid's flowcharts, sequence and state diagrams to graphs.
 *
 * Read: all that Mermaid documents of these three. Noted and left out (struct graph's `omitted`): looks
 * but for colours and kinds of lines, icons and pictures, scripts, further links of a participant. The
 * other diagrams are a fault that is `foreign`, and says what plumb draws instead. */
#ifndef SKETCH_MERMAID_H
#define SKETCH_MERMAID_H
#include "model/graph.h"

/* Whether text begins as one of Mermaid's diagrams does, behind comments and front matter. */
bool mermaid_is(struct str text);
/* Reads text into a loose graph (draw/layout.h gives it cells) or a sequence. Texts of out live in
 * keep. False with a fault in text. */
bool mermaid_read(struct str text, struct arena *keep, struct graph *out,
                  struct graph_fault *fault);
#endif
