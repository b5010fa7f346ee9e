/* layout_fields.h - the cells of a record: their sizes, and their places in the node. */
#ifndef DRAW_LAYOUT_FIELDS_H
#define DRAW_LAYOUT_FIELDS_H
#include "model/graph.h"

/* Gives the fields of n their sizes and n the size of all; fields stretch into what no other takes. */
void layout_fields_size(struct graph_node *n, struct arena scratch);
/* Sets the lines of n into their fields, once n has its place. */
void layout_fields_place(struct graph_node *n);
#endif
