/* bits.h - bit layouts, as protocols are drawn, to a graph of fields.
 *
 *      0                   1
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |  Ver  |A|B|       Length      |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * Two columns are a bit. Each field is a node at its own cells, as wide as it has bits and as high as
 * the rows it takes; rulers and notes are free text. The graph's columns are even. */
#ifndef SKETCH_BITS_H
#define SKETCH_BITS_H
#include "model/graph.h"

/* False: text is no bit layout, and nothing is in out. Texts of out point into text. */
bool bits_read(struct str text, struct arena *keep, struct arena scratch, struct graph *out);
#endif
