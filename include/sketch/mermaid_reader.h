/* mermaid_reader.h - what the readers of Mermaid's diagrams share: a place in the text, labels,
 * nodes by their names, looks by class, and the list of what is left out.
 *
 * Life: mermaid_read() opens one; the reader of the kind of diagram fills nodes and edges;
 * mermaid_close() hands them to the graph. After a fault every reading step does nothing. */
#ifndef SKETCH_MERMAID_READER_H
#define SKETCH_MERMAID_READER_H
#include "base/map.h"
#include "model/graph.h"

enum { MERMAID_DEPTH_MAX = 64, MERMAID_NODES_MAX = 2000, MERMAID_EDGES_MAX = 5000 };

struct mermaid_wear { /* what wears a class, or a style written beside it */
    int item;         /* a node, or -1 - number of an edge */
    struct str who;   /* a node by its name, which may come later; empty: item */
    struct str name, style;
};
struct mermaid {
    struct str text;
    ptrdiff_t at;
    struct arena *keep;
    struct graph *out;
    struct graph_fault *fault; /* why is set: reading is over */
    struct map ids;            /* id -> int, number + 1 */
    struct map edge_ids;       /* the same of edges */
    struct map classes;        /* name -> struct str, its style */
    LIST(struct graph_node) nodes;
    LIST(struct graph_edge) edges;
    LIST(struct mermaid_wear) worn;
    LIST(struct graph_fault) omitted;
    int open[MERMAID_DEPTH_MAX]; /* subgraphs around the place */
    int depth;
};

static inline bool mermaid_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}
static inline char mermaid_peek(const struct mermaid *r, ptrdiff_t ahead)
{
    return r->at + ahead < r->text.len ? r->text.ptr[r->at + ahead] : 0;
}
static inline bool mermaid_failed(const struct mermaid *r)
{
    return r->fault->why != NULL;
}

/* All that is left, and what is left of the line. */
struct str mermaid_rest(const struct mermaid *r);
struct str mermaid_line(const struct mermaid *r);
/* Sets the fault unless one is set; false. */
bool mermaid_fail(struct mermaid *r, ptrdiff_t at, ptrdiff_t n, const char *why);
/* Notes that what stands at `at` is read and not drawn; the same words are noted once. */
void mermaid_omit(struct mermaid *r, struct str at, const char *why);
void mermaid_blanks(struct mermaid *r);
/* Blank lines, line ends, comments. */
void mermaid_space(struct mermaid *r);
/* At the end of a statement. */
bool mermaid_ends(const struct mermaid *r);
bool mermaid_eat(struct mermaid *r, struct str word);
/* A word that ends here, not the head of a longer one; case as written. */
bool mermaid_word(struct mermaid *r, struct str word);
/* A text to its lines; a label, which may be quoted, to its lines. */
void mermaid_lines(struct mermaid *r, struct str s, struct graph_text **lines, int *n);
void mermaid_label(struct mermaid *r, struct str raw, struct graph_text **lines, int *n);
/* The text up to close (or other), which is taken too; quoted text may hold anything and take several
 * lines. */
bool mermaid_until(struct mermaid *r, struct str close, struct str other, struct str *out);
/* "quoted" after blanks; false when there is none. */
bool mermaid_quoted(struct mermaid *r, struct str *out);
struct str mermaid_id(struct mermaid *r);
/* The node called id, made when it is new, in the subgraph at hand; -1 when there are too many. */
int mermaid_node(struct mermaid *r, struct str id);
struct graph_edge *mermaid_edge(struct mermaid *r, int from, int to);
/* Statements of all diagrams behind their word: "accTitle: x", "accDescr { x }", "classDef a fill:#f96",
 * "class A,B a", "style A fill:#f96", "click A href …". False: the word is none of them. */
bool mermaid_common(struct mermaid *r);
/* "LR" behind blanks; false leaves flow alone. */
bool mermaid_flow(struct mermaid *r, enum graph_flow *flow);
/* The same of the container that is open, or of the diagram; the rest of the line is taken. */
void mermaid_direction(struct mermaid *r);
/* What follows stands in node; ends there, after a word of len bytes that ends nothing: why. */
void mermaid_enter(struct mermaid *r, int node);
void mermaid_leave(struct mermaid *r, ptrdiff_t len, const char *why);
/* Each statement to the end of the text; a container that is open there: a fault. */
void mermaid_statements(struct mermaid *r, void (*read)(struct mermaid *), const char *open);
/* ":::name" behind a node. */
void mermaid_wears(struct mermaid *r, int node);
/* The value of a member of "@{ shape: x, label: "y" }"; the place stands behind "@{". False at the end. */
bool mermaid_member(struct mermaid *r, struct str *name, struct str *value);
/* Looks, nodes and edges to the graph. */
void mermaid_close(struct mermaid *r);

/* The readers, each behind the head of its diagram. */
void mermaid_flow_read(struct mermaid *r);
void mermaid_state_read(struct mermaid *r);
void mermaid_sequence_read(struct mermaid *r);
#endif
