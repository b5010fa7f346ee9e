/* graph_text.h - a graph in the languages of Graphviz and Mermaid. */
#ifndef MODEL_GRAPH_TEXT_H
#define MODEL_GRAPH_TEXT_H
#include "model/graph.h"

/* Graphviz: containers become clusters; an edge to a container ends at its frame (compound). */
void graph_text_dot(const struct graph *g, struct buf *out);
/* Mermaid: a flowchart; containers become subgraphs. */
void graph_text_mermaid(const struct graph *g, struct buf *out);
#endif
