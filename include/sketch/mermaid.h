/* mermaid.h - Mermaid flowcharts to graphs.
 *
 * Read: graph and flowchart with a direction; nodes in all bracket shapes; A & B; chains; edges of
 * each kind and length with labels; subgraphs; click; accTitle and accDescr; title in front matter;
 * comments. Read and left out: looks (style, classDef, class, linkStyle, :::, %%{init}%%),
 * directions inside subgraphs. All else is a fault. */
#ifndef SKETCH_MERMAID_H
#define SKETCH_MERMAID_H
#include "model/graph.h"

enum { MERMAID_NODES_MAX = 2000, MERMAID_EDGES_MAX = 5000 };

/* Whether text begins as a flowchart does, behind comments and front matter. */
bool mermaid_is(struct str text);
/* Reads text into a loose graph (draw/layout.h gives it cells). Texts of out live in keep. False
 * with a fault in text. */
bool mermaid_read(struct str text, struct arena *keep, struct graph *out,
                  struct graph_fault *fault);
#endif
