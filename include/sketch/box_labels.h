/* box_labels.h - gives each text run its one owner: a box, an edge, a node of its own, or nobody.
 */
#ifndef SKETCH_BOX_LABELS_H
#define SKETCH_BOX_LABELS_H
#include "sketch/box_nets.h"

void box_labels_assign(struct box_grid *g, const struct box_trace *t, struct box_nets *nets);
#endif
