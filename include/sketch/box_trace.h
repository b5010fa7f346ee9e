/* box_trace.h - lines that are no borders: cells and where each of their ports leads.
 *
 * One record per cell with a port that is not part of a border. Records tied by CONN_LINK form a
 * net; box_nets.c reads the edges off it. */
#ifndef SKETCH_BOX_TRACE_H
#define SKETCH_BOX_TRACE_H
#include "sketch/box_grid.h"

enum conn_kind {
    CONN_NONE,
    CONN_LINK, /* to: another record */
    CONN_BOX,  /* to: a box; touched from this side */
    CONN_TEXT, /* to: a text run */
    CONN_OPEN  /* a port with nothing behind it */
};
struct conn {
    uint8_t kind;
    int32_t to;
    int32_t label; /* text run + 1 that stands in the line, 0: none */
    int32_t at;    /* CONN_BOX: the border cell touched */
};
struct trace_cell {
    int cell;
    struct conn conn[4];
    int32_t self;     /* the box on whose border this cell stands as an end of the line, -1 */
    uint8_t self_dir; /* direction of travel into that box */
    bool cross;       /* four ways, two lines */
    int8_t hub;       /* four ways that meet: all lead to or from this side; -1: any to any */
    int32_t net;      /* 0: not yet */
    int32_t edge;     /* first edge that runs over it + 1, 0: none */
    int32_t edges;    /* how many do */
    int32_t seen[4], from[4]; /* search: stamp and record * 4 + direction before it */
};
struct box_trace {
    struct trace_cell *ptr; /* record 0 is none */
    int32_t len;
};

/* Records and connections of all lines of g. Gives up (g->work becomes 0) when there are more than
 * TRACE_MAX cells of lines, or more than fit in memory. */
enum { TRACE_MAX = 400000 };
struct box_trace box_trace_lines(struct box_grid *g);

/* Whether the port of the cell in dir is no part of a border. */
static inline bool port_free(const struct box_cell *c, int dir)
{
    return port_of(c, dir) && !(c->framed >> dir & 1);
}
#endif
