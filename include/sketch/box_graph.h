/* box_graph.h - what was read off a grid as a graph. */
#ifndef SKETCH_BOX_GRAPH_H
#define SKETCH_BOX_GRAPH_H
#include "sketch/box_labels.h"

/* Decides for every split box whether it or its parts are the nodes. After the edges are known,
 * before text is given to boxes. */
void box_split_decide(struct box_grid *g, const struct box_nets *nets);

/* Fills out; texts point into the drawing's text, all else lives in keep. */
void box_graph_make(struct box_grid *g, const struct box_trace *t, const struct box_nets *nets,
                    struct arena *keep, struct graph *out);

/* Strokes that are neither border nor edge, as lines of the graph. */
void box_rest_lines(const struct box_grid *g, struct arena *keep, struct graph *out);
#endif
