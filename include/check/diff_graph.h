/* diff_graph.h - two drawings as graphs: nodes and edges that came, went, or are called otherwise. */
#ifndef CHECK_DIFF_GRAPH_H
#define CHECK_DIFF_GRAPH_H
#include "model/diff.h"
#include "model/graph.h"

struct diff_mark { /* a node or an edge */
    enum diff_sign sign;
    bool edge;
    int a, b; /* in the old and the new graph, -1: not there */
    struct str old, now;
};
struct diff_marks {
    struct diff_mark *ptr;
    ptrdiff_t len, cap;
};
/* Nodes in the order of b, those that are gone, edges. An edge at a node that came or went is part of that.
 * was (or NULL): filled with b's node for each of a, -1: gone. */
struct diff_marks diff_graph(const struct graph *a, const struct graph *b, int *was,
                             struct arena *keep);
/* Share of labels that both have, in percent. */
int diff_graph_likeness(const struct graph *a, const struct graph *b, struct arena scratch);
#endif
