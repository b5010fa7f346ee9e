/* dot.h - dot, the language of Graphviz, to graphs (cgraph).
 *
 * Read: all of the language; clusters, labels of every kind, records and HTML tables as fields with their
 * ports, shapes, colours, kinds of lines and heads, ranks, links. Noted and left out: pictures, heads and
 * shapes that are drawn as others. The library is loaded when this is first called. */
#ifndef SKETCH_DOT_H
#define SKETCH_DOT_H
#include "model/graph.h"

enum { DOT_NODES_MAX = 2000, DOT_EDGES_MAX = 5000 };

/* Reads dot into a loose graph. Texts of out live in keep. False with a fault in text. */
bool dot_read(struct str text, struct arena *keep, struct graph *out, struct graph_fault *fault);
#endif
