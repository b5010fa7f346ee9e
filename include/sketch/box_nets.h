/* box_nets.h - nets of lines to edges: which boxes, texts and dots each line joins, and how. */
#ifndef SKETCH_BOX_NETS_H
#define SKETCH_BOX_NETS_H
#include "sketch/box_trace.h"

enum end_kind { END_BOX, END_TEXT, END_DOT };
struct box_end {
    uint8_t kind;
    int32_t ref; /* box, text run or cell of the dot */
};
struct box_edge {
    struct box_end from, to;
    enum graph_dir dir;
    enum graph_stroke stroke;
    LIST(struct graph_point) points;
    LIST(int32_t) labels; /* text runs */
};
struct box_nets {
    LIST(struct box_edge) edges;
    LIST(struct graph_line) lines;
};

/* Edges of all nets. Unless this is the last round, cells that turn out to be no lines become text
 * again; *again is then set, and runs and nets must be found anew. */
struct box_nets box_nets_read(struct box_grid *g, struct box_trace *t, bool last, bool *again);
#endif
