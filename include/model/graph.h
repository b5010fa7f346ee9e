/* graph.h - what a drawing means: nodes, edges, free text, each with its place in cells.
 *
 * Every drawing (box drawing, tree, dot, mermaid, template) becomes one before it is drawn. Cells are
 * columns and rows of the source, 0-based; a wide character takes two columns. Drawings that have no
 * cells get them from a layout. JSON form by example: tests/case/diagram. */
#ifndef MODEL_GRAPH_H
#define MODEL_GRAPH_H
#include "base/buf.h"
#include "model/head.h"

enum graph_kind {
    GRAPH_BOXES,
    GRAPH_STATES,
    GRAPH_SEQUENCE,
    GRAPH_TREE,
    GRAPH_TIMELINE,
    GRAPH_TABLE
};
enum graph_shape {
    SHAPE_BOX,
    SHAPE_ROUND,
    SHAPE_TEXT,
    SHAPE_DOT,
    SHAPE_TREE,
    SHAPE_DIAMOND,
    SHAPE_CYLINDER,
    SHAPE_STADIUM,
    SHAPE_HEXAGON,
    SHAPE_CIRCLE,
    SHAPE_SUBROUTINE, /* a box with a second line at both sides */
    SHAPE_SLANT,      /* leans to the right */
    SHAPE_SLANT_BACK,
    SHAPE_TRAPEZOID, /* wider below */
    SHAPE_FUNNEL,    /* wider above */
    SHAPE_FLAG,      /* notched at its left */
    SHAPE_DOCUMENT,  /* a wave below */
    SHAPE_NOTE,      /* a folded corner */
    SHAPE_TRIANGLE,
    SHAPE_HOUSE,
    SHAPE_COMPONENT, /* two small boxes at its left */
    SHAPE_BAR,       /* where ways part or meet; no words */
    N_SHAPES
};
enum graph_stroke { STROKE_LIGHT, STROKE_HEAVY, STROKE_DOUBLE, STROKE_DASHED, STROKE_NONE };
enum graph_dir { DIR_NONE, DIR_FORWARD, DIR_BOTH };
enum graph_flow { FLOW_DOWN, FLOW_UP, FLOW_RIGHT, FLOW_LEFT };

struct graph_text { /* one line of text as written */
    struct str text;
    int x, y, w; /* first cell and width in cells */
    bool margin; /* a comment mark in front of the drawing (//, #): draw it faintly or aside */
};
struct graph_point {
    float x, y; /* cells; .5 is the middle of a cell */
};
enum { GRAPH_TINTED = 1 << 24 };
enum { GRAPH_ROW_FIRST = 1, GRAPH_ROW_LAST = 2 };
struct graph_field { /* a cell of a record or of a table that is one node */
    struct str port; /* by which edges name it, or empty */
    struct graph_text *lines;
    int n_lines;
    int column, row, columns, rows; /* in the table */
    int x, y, w, h;                 /* cells; its borders lie half a cell further right and down */
};
struct graph_node {
    struct str id;            /* stable, made from the label: "cloudfront", "task-1" */
    struct graph_text *lines; /* label lines in no child, top to bottom, border titles first */
    int n_lines;
    int parent; /* index of the smallest enclosing node, or -1 */
    enum graph_shape shape;
    enum graph_stroke stroke;
    int x, y, w, h;       /* cells, border included */
    struct str note;      /* tree rows: the trailing comment, without its // or # */
    int repaired;         /* borders closed, corners added, columns moved: what --to text mends */
    int note_x;           /* first cell of the note */
    struct str kind;      /* "database", "queue", … when bound or recognised; else empty */
    struct str href, tip; /* a link and a line of explanation, or empty */
    uint32_t tint;        /* the author's colour: GRAPH_TINTED | 0xRRGGBB, or 0 */
    int row;              /* nodes of one number stand beside each other; 0: none */
    struct graph_field *fields;
    int n_fields;
    bool flows; /* edges inside lead where flow says, not where those of the graph lead */
    enum graph_flow flow;
};
struct graph_edge {
    int from, to; /* nodes; -1: an end that touches nothing (kept for the picture, not exported) */
    enum graph_dir dir;
    uint32_t tint;                   /* as in graph_node */
    int from_field, to_field;        /* of its nodes, number + 1; 0: the node itself */
    struct str from_label, to_label; /* what is written at an end, or empty */
    enum head begin, end; /* what stands at an end; HEAD_NONE: what dir says, an arrow or nothing */
    enum graph_stroke stroke;
    struct graph_text *lines; /* label */
    int n_lines;
    struct graph_point *points; /* a polyline from from to to, ends on the borders */
    int n_points;
};
struct graph_line { /* a stroke that is neither border nor edge: brackets, axes, rulings */
    struct graph_point *points;
    int n_points;
    enum graph_stroke stroke;
    bool head_begin, head_end;
};
struct graph_fault { /* why a text did not become a graph, or what of it the graph lacks */
    struct str at;   /* the place in it */
    const char *why; /* what is wrong there, in words */
    bool foreign;    /* nothing is wrong: a language or a kind of diagram that is not drawn */
};
struct graph {
    enum graph_kind kind;
    struct str source; /* name of the file it came from, for the JSON */
    struct str title, desc;
    struct graph_node *nodes;
    int n_nodes;
    struct graph_edge *edges;
    int n_edges;
    struct graph_text *free;
    int n_free;
    struct graph_line *lines;
    int n_lines;
    int w, h;                    /* cells */
    int repaired;                /* borders closed, corners added, columns moved */
    bool loose;                  /* nodes and edges have no cells yet: draw/layout.h gives them */
    bool even;                   /* columns are measures: all are drawn equally wide */
    bool routed;                 /* edges end where the borders of their nodes are drawn */
    bool slanted;                /* for the layout: lines need not be level or upright */
    enum graph_flow flow;        /* where edges lead, for the layout */
    struct sequence *sequence;   /* of GRAPH_SEQUENCE, model/sequence.h; NULL: drawn as it stands */
    struct graph_fault *omitted; /* what the text says and the picture does not */
    int n_omitted;
};

/* Gives every node its id: its label as a slug, made unique in order. An id that is set is kept. */
void graph_ids(struct graph *g, struct arena *keep);
/* Label lines joined with blanks. */
struct str graph_label(const struct graph_text *lines, int n, struct arena *keep);
/* The lines of a label as dot and Mermaid write it: cut at line ends and <br>, other tags left out,
 * references (&amp;) read by entity. Empty lines at both ends are left out. Texts live in keep. */
struct graph_text *graph_lines(struct str label,
                               struct str (*entity)(struct str reference, struct arena *keep),
                               struct arena *keep, int *n);
/* An id made of letters, digits and single dashes only, as far as name has any; in keep. */
struct str graph_id(struct str name, struct arena *keep);
/* Puts containers before what they hold, in the order of first mention; edges follow their nodes. */
void graph_parents_first(struct graph *g, struct arena *keep);
/* The graph as JSON of schema v1, stable order. */
void graph_json(const struct graph *g, struct buf *out);
/* In words, for <desc>: "CloudFront leads to Application Load Balancer. …" */
void graph_words(const struct graph *g, struct buf *out);
#endif
