/* box_grid.h - the cells of a box drawing and what its reader learns about them, step by step.
 *
 *     text -> cells             box_cells, box_realign
 *          -> strokes, links    box_strokes, box_links
 *          -> boxes, nesting    box_frames, box_nest
 *          -> edges, labels     box_trace, box_nets, box_labels
 *          -> graph             box_graph
 *
 * Life: drawing_read() makes one grid in its scratch arena; every step adds to it. The grid has a
 * margin of GRID_PAD blank cells all around, so that looking two cells away needs no test. */
#ifndef SKETCH_BOX_GRID_H
#define SKETCH_BOX_GRID_H
#include "model/graph.h"

enum { GRID_PAD = 4 };
enum { GRID_CELLS_MAX = 5000000, GRID_COLUMNS_MAX = 10000, GRID_ROWS_MAX = 20000 };

enum box_dir { NORTH, EAST, SOUTH, WEST };
enum box_role {
    CELL_BLANK,
    CELL_TEXT,
    CELL_LINE,
    CELL_HEAD, /* points to `aim` */
    CELL_DOT   /* o ● *: an end or a joint of lines */
};
enum { PORT_NONE, PORT_LIGHT, PORT_HEAVY, PORT_DOUBLE, PORT_DASHED };
enum { AIM_BOTH = 4 }; /* ↔ ↕: a bit beside the direction */

struct box_cell {
    uint32_t cp;    /* first code point, 0: blank */
    int32_t at;     /* offset of its text */
    uint16_t bytes; /* length of its text */
    uint16_t ports; /* four nibbles of PORT_, NORTH highest */
    uint8_t width;  /* 1, 2; 0 for the right half of a wide character */
    uint8_t role;
    uint8_t aim;      /* heads */
    uint8_t framed;   /* bits of enum box_dir: ports that are part of a border */
    uint8_t ascii;    /* a stroke read from an ASCII character */
    uint8_t diag;     /* 1: /, 2: \ */
    uint8_t taken;    /* its glyph is shown by an edge, a line or a border */
    uint8_t title;    /* stands in a border as text */
    uint8_t life;     /* part of a lifeline */
    uint8_t tail;     /* a head that points away from its border: a line begins here */
    int32_t up, down; /* linked cells above and below, 0: none */
    int32_t box;      /* the innermost box whose inside this is, -1: none */
    int32_t side;     /* first entry of its list of borders, 0: none */
    int32_t net;      /* its record in the tracer, 0: none */
    int32_t run;      /* its text run + 1, 0: none; -1: text of a tree row */
};

/* A cell on the border of a box. */
struct box_side {
    int32_t box, next;
    uint8_t dir; /* the side of the box: NORTH is its top */
};

struct box_frame {
    int x0, y0, x1, y1;    /* corners */
    int32_t *left, *right; /* columns of the side borders, row y0 + i */
    int repairs;           /* columns off, holes, corners added */
    int cost;
    int parent; /* -1: none */
    int n_children;
    bool full;      /* corners of its own */
    bool part;      /* a part of a split box */
    bool name;      /* no box: the name above a lifeline */
    bool dotted;    /* its border is text: dots */
    bool gone;      /* not a node: folded into its parent or its parts */
    int into;       /* when gone: what edges at its border belong to */
    uint8_t stroke; /* PORT_ of its top border */
    bool round;
    int node; /* in the graph */
};

/* A run of text in one row: words with single blanks between them. */
struct box_run {
    int x, y, w;       /* cells */
    int32_t at, bytes; /* offset and length in the text */
    int box;           /* innermost box at its beginning, -1: none */
    uint8_t owner;     /* enum run_owner */
    bool title;
    int item; /* node or edge that owns it */
};
enum run_owner { RUN_FREE, RUN_BOX, RUN_EDGE, RUN_NODE, RUN_MARGIN };

/* A row of a file tree that stands in a box or beside the boxes. */
struct box_branch {
    int x, y;   /* its tee */
    int parent; /* row above it in the tree, -1: the box or nothing */
    int box;
    struct graph_text label;
    struct str note;
    int note_x;
    int node;
};

/* A line that hangs from a box and that messages reach. */
struct box_life {
    int x, y0, y1;
    int box;
};

struct box_grid {
    struct str text;
    struct arena *mem; /* scratch of the whole reading */
    int w, h, stride;
    int tab;        /* columns of a tab stop */
    int margin;     /* columns of a comment prefix taken off each row */
    bool lifelines; /* a sequence diagram */
    bool unicode;   /* has box-drawing characters */
    struct box_cell *cells;
    LIST(struct box_side) sides;
    LIST(struct box_frame) boxes;
    LIST(struct box_run) runs;
    LIST(struct graph_text) margins;
    LIST(struct box_branch) branches;
    LIST(struct box_life) lives; /* from the top down */
    int repaired;
    int64_t work; /* steps left before the drawing is given up */
};

static inline int grid_at(const struct box_grid *g, int x, int y)
{
    return (y + GRID_PAD) * g->stride + x + GRID_PAD;
}
static inline int grid_x(const struct box_grid *g, int i)
{
    return i % g->stride - GRID_PAD;
}
static inline int grid_y(const struct box_grid *g, int i)
{
    return i / g->stride - GRID_PAD;
}
static inline int port_of(const struct box_cell *c, int dir)
{
    return c->ports >> (12 - 4 * dir) & 15;
}
static inline uint16_t port_bits(int dir, int weight)
{
    return (uint16_t)(weight << (12 - 4 * dir));
}
/* | │ ┃ ║ */
static inline bool grid_is_bar(uint32_t cp)
{
    return cp == '|' || cp == 0x2502 || cp == 0x2503 || cp == 0x2551;
}
static inline int dir_back(int dir)
{
    return (dir + 2) & 3;
}
/* Index offset of one step. */
static inline int dir_step(const struct box_grid *g, int dir)
{
    return dir == NORTH ? -g->stride : dir == SOUTH ? g->stride : dir == EAST ? 1 : -1;
}

/* Text to cells; false and *why when it is too large. tab: columns of a tab stop. */
bool box_cells_read(struct box_grid *g, struct str text, int tab, const char **why);
/* Puts the bars of rows with wide characters below those of their neighbours. */
void box_realign_wide(struct box_grid *g);
/* Which characters may be strokes, and where they lead. */
void box_strokes_find(struct box_grid *g);
/* The character with these ports; weights that no character has together become light. */
uint32_t box_strokes_glyph(uint16_t ports);
/* Ties strokes to the ones above them, columns off by up to two and holes of up to two rows
 * allowed. */
void box_links_tie(struct box_grid *g);
/* Closes boxes; false when the budget of work is used up. */
bool box_frames_find(struct box_grid *g);
/* Closes boxes of which one corner is missing or wrong. */
void box_repair_corners(struct box_grid *g);
/* Frames of spaced dashes, and of dots; the dots stay text of the margin. */
void box_dashed_find(struct box_grid *g);
void box_dotted_find(struct box_grid *g);
/* Inner boxes, owners of cells, borders; then the text runs. */
void box_nest_boxes(struct box_grid *g);
void box_runs_find(struct box_grid *g);
/* Lifelines of sequence diagrams: lines that messages reach; they count as borders of what they
 * hang from. After the first box_runs_find. */
void box_lifelines_find(struct box_grid *g);
/* Notes that cell i is on the given side of box. */
void box_nest_mark(struct box_grid *g, int i, int box, int dir);
/* Rows of file trees inside the drawing; takes their strokes and text. After box_nest_boxes. */
void box_branches_find(struct box_grid *g);
/* What the box of a cell or border stands for after splitting: follows `into`. -1: none. */
int box_resolve(const struct box_grid *g, int box);
#endif
