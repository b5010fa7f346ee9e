/* graph_text.c - writers of dot and Mermaid. Both walk the nodes as a tree of containers. */
#include "model/graph_text.h"

#include "model/sequence.h"

enum { DEPTH_MAX = 64, INDENT = 2 };

struct writer {
    const struct graph *g;
    struct buf *out;
    int *first, *next; /* children of node i: first[i + 1] of 0 for the top; index + 1, 0 ends */
};

static struct writer writer_open(const struct graph *g, struct buf *out)
{
    struct writer w = { g, out, NEW(out->arena, int, g->n_nodes + 1),
                        NEW(out->arena, int, g->n_nodes + 1) };
    for (int i = g->n_nodes - 1; i >= 0; i--) {
        int parent = g->nodes[i].parent + 1;
        w.next[i] = w.first[parent];
        w.first[parent] = i + 1;
    }
    return w;
}

static bool holds(const struct writer *w, int node)
{
    return w->first[node + 1] != 0;
}

static void indent(struct buf *out, int depth)
{
    buf_fill(out, ' ', (ptrdiff_t)INDENT * (depth + 1));
}

static const char *stroke_word(enum graph_stroke s)
{
    return s == STROKE_DASHED ? "dashed" : s == STROKE_HEAVY ? "bold" : NULL;
}

/* ---- dot ---- */

static void dot_lines(const struct graph_text *lines, int n, struct buf *out)
{
    buf_char(out, '"');
    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_put(out, S("\\n"));
        for (ptrdiff_t k = 0; k < lines[i].text.len; k++) {
            char c = lines[i].text.ptr[k];
            if (c == '"' || c == '\\')
                buf_char(out, '\\');
            buf_char(out, c);
        }
    }
    buf_char(out, '"');
}

static void dot_quoted(struct str s, struct buf *out)
{
    struct graph_text t = { .text = s };
    dot_lines(&t, 1, out);
}

static const char *dot_shape(enum graph_shape s)
{
    static const char *const of[N_SHAPES] = {
        "box",           "box",       "plaintext",    "point",  "plaintext", "diamond",
        "cylinder",      "box",       "hexagon",      "circle", "box",       "parallelogram",
        "parallelogram", "trapezium", "invtrapezium", "cds",    "note",      "note",
        "triangle",      "house",     "component",    "box"
    };
    return of[s];
}

static void dot_node(struct writer *w, int i, int depth)
{
    const struct graph_node *n = w->g->nodes + i;
    indent(w->out, depth);
    dot_quoted(n->id, w->out);
    buf_put(w->out, S(" [label="));
    dot_lines(n->lines, n->n_lines, w->out);
    if (n->shape != SHAPE_BOX)
        buf_fmt(w->out, ", shape=%s", dot_shape(n->shape));
    if (n->shape == SHAPE_ROUND || n->shape == SHAPE_STADIUM)
        buf_put(w->out, S(", style=rounded"));
    else if (stroke_word(n->stroke))
        buf_fmt(w->out, ", style=%s", stroke_word(n->stroke));
    if (n->note.len > 0) {
        buf_put(w->out, S(", tooltip="));
        dot_quoted(n->note, w->out);
    }
    buf_put(w->out, S("];\n"));
}

static void dot_level(struct writer *w, int parent, int depth)
{
    for (int i = w->first[parent + 1]; i; i = w->next[i - 1]) {
        int node = i - 1;
        if (!holds(w, node) || depth >= DEPTH_MAX || w->g->nodes[node].shape == SHAPE_TREE) {
            dot_node(w, node, depth);
            if (holds(w, node) && depth < DEPTH_MAX)
                dot_level(w, node, depth);
            continue;
        }
        indent(w->out, depth);
        buf_put(w->out, S("subgraph "));
        struct str name = str_fmt(w->out->arena, "cluster-%.*s", FMT(w->g->nodes[node].id));
        dot_quoted(name, w->out);
        buf_put(w->out, S(" {\n"));
        indent(w->out, depth + 1);
        buf_put(w->out, S("label="));
        dot_lines(w->g->nodes[node].lines, w->g->nodes[node].n_lines, w->out);
        buf_put(w->out, S(";\n"));
        dot_level(w, node, depth + 1);
        indent(w->out, depth);
        buf_put(w->out, S("}\n"));
    }
}

/* An edge of a container is drawn from a node in it, cut at its frame. */
static int leaf_of(const struct writer *w, int node)
{
    for (int depth = 0;
         depth < DEPTH_MAX && holds(w, node) && w->g->nodes[node].shape != SHAPE_TREE; depth++)
        node = w->first[node + 1] - 1;
    return node;
}

static void dot_frame(struct writer *w, const char *attribute, int node, int leaf)
{
    if (node == leaf)
        return;
    buf_fmt(w->out, ", %s=", attribute);
    dot_quoted(str_fmt(w->out->arena, "cluster-%.*s", FMT(w->g->nodes[node].id)), w->out);
}

static void dot_edge(struct writer *w, const struct graph_edge *e)
{
    static const char *const dirs[] = { "none", "forward", "both" };
    int from = leaf_of(w, e->from), to = leaf_of(w, e->to);
    indent(w->out, 0);
    dot_quoted(w->g->nodes[from].id, w->out);
    buf_put(w->out, S(" -> "));
    dot_quoted(w->g->nodes[to].id, w->out);
    buf_fmt(w->out, " [dir=%s", dirs[e->dir]);
    if (e->n_lines > 0) {
        buf_put(w->out, S(", label="));
        dot_lines(e->lines, e->n_lines, w->out);
    }
    if (stroke_word(e->stroke))
        buf_fmt(w->out, ", style=%s", stroke_word(e->stroke));
    dot_frame(w, "ltail", e->from, from);
    dot_frame(w, "lhead", e->to, to);
    buf_put(w->out, S("];\n"));
}

static void dot_branches(struct writer *w)
{
    for (int i = 0; i < w->g->n_nodes; i++) {
        const struct graph_node *n = w->g->nodes + i;
        if (n->shape != SHAPE_TREE || n->parent < 0 || w->g->nodes[n->parent].shape != SHAPE_TREE)
            continue;
        indent(w->out, 0);
        dot_quoted(w->g->nodes[n->parent].id, w->out);
        buf_put(w->out, S(" -> "));
        dot_quoted(n->id, w->out);
        buf_put(w->out, S(" [dir=none];\n"));
    }
}

void graph_text_dot(const struct graph *g, struct buf *out)
{
    struct writer w = writer_open(g, out);
    buf_put(out, S("digraph {\n  compound=true;\n  node [shape=box];\n"));
    dot_level(&w, -1, 0);
    dot_branches(&w);
    for (int i = 0; i < g->n_edges; i++)
        if (g->edges[i].from >= 0 && g->edges[i].to >= 0)
            dot_edge(&w, g->edges + i);
    buf_put(out, S("}\n"));
}

/* ---- Mermaid ---- */

static void mermaid_lines(const struct graph_text *lines, int n, struct buf *out)
{
    buf_char(out, '"');
    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_put(out, S("<br>"));
        for (ptrdiff_t k = 0; k < lines[i].text.len; k++) {
            char c = lines[i].text.ptr[k];
            if (c == '"' || c == '#' || c == '<' || c == '>' || c == '&' || c == '`')
                buf_fmt(out, "#%d;", c);
            else
                buf_char(out, c);
        }
    }
    buf_char(out, '"');
}

/* Ids of Mermaid are words; those that begin a statement get a mark. */
static void mermaid_id(const struct graph *g, int node, struct buf *out)
{
    static const char *const reserved[] = {
        "end",   "subgraph",  "graph", "flowchart", "class",    "classDef",
        "style", "linkStyle", "click", "direction", "accTitle", "accDescr",
    };
    struct str id = g->nodes[node].id;
    for (ptrdiff_t i = 0; i < id.len; i++)
        buf_char(out, char_is_alnum(id.ptr[i]) ? id.ptr[i] : '_');
    for (ptrdiff_t i = 0; i < LEN(reserved); i++)
        if (str_equal_nocase(id, str_of(reserved[i])))
            buf_char(out, '_');
}

static void mermaid_node(struct writer *w, int i, int depth)
{
    static const char *const open[N_SHAPES] = { "[",  "(",  "[",  "((", "[",   "{",  "[(",  "([",
                                                "{{", "((", "[[", "[/", "[\\", "[/", "[\\", ">" };
    static const char *const close[N_SHAPES] = { "]",  ")",  "]",  "))", "]",   "}",   ")]", "])",
                                                 "}}", "))", "]]", "/]", "\\]", "\\]", "/]", "]" };
    static const char *const named[N_SHAPES] = {
        [SHAPE_DOCUMENT] = "doc",     [SHAPE_NOTE] = "card",          [SHAPE_TRIANGLE] = "tri",
        [SHAPE_HOUSE] = "notch-pent", [SHAPE_COMPONENT] = "lin-rect", [SHAPE_BAR] = "fork"
    };
    const struct graph_node *n = w->g->nodes + i;
    indent(w->out, depth);
    mermaid_id(w->g, i, w->out);
    if (named[n->shape])
        buf_fmt(w->out, "@{ shape: %s, label: ", named[n->shape]);
    else
        buf_put(w->out, str_of(open[n->shape]));
    if (n->n_lines > 0)
        mermaid_lines(n->lines, n->n_lines, w->out);
    else
        buf_put(w->out, S("\" \""));
    buf_put(w->out, named[n->shape] ? S(" }") : str_of(close[n->shape]));
    buf_char(w->out, '\n');
}

static void mermaid_level(struct writer *w, int parent, int depth)
{
    for (int i = w->first[parent + 1]; i; i = w->next[i - 1]) {
        int node = i - 1;
        bool tree = w->g->nodes[node].shape == SHAPE_TREE;
        if (!holds(w, node) || depth >= DEPTH_MAX || tree) {
            mermaid_node(w, node, depth);
            if (holds(w, node) && depth < DEPTH_MAX)
                mermaid_level(w, node, depth);
            continue;
        }
        indent(w->out, depth);
        buf_put(w->out, S("subgraph "));
        mermaid_id(w->g, node, w->out);
        buf_char(w->out, '[');
        if (w->g->nodes[node].n_lines > 0)
            mermaid_lines(w->g->nodes[node].lines, w->g->nodes[node].n_lines, w->out);
        else
            buf_put(w->out, S("\" \""));
        buf_put(w->out, S("]\n"));
        mermaid_level(w, node, depth + 1);
        indent(w->out, depth);
        buf_put(w->out, S("end\n"));
    }
}

static void mermaid_join(struct writer *w, int from, int to, const char *arrow,
                         const struct graph_text *lines, int n)
{
    indent(w->out, 0);
    mermaid_id(w->g, from, w->out);
    buf_fmt(w->out, " %s", arrow);
    if (n > 0) {
        buf_char(w->out, '|');
        mermaid_lines(lines, n, w->out);
        buf_char(w->out, '|');
    }
    buf_char(w->out, ' ');
    mermaid_id(w->g, to, w->out);
    buf_char(w->out, '\n');
}

static const char *mermaid_arrow(const struct graph_edge *e)
{
    static const char *const marked[3][4] = { { "--x", "--o", "x--x", "o--o" },
                                              { "==x", "==o", "x==x", "o==o" },
                                              { "-.-x", "-.-o", "x-.-x", "o-.-o" } };
    static const char *const of[3][3] = { { "---", "-->", "<-->" },
                                          { "===", "==>", "<==>" },
                                          { "-.-", "-.->", "<-.->" } };
    int kind = e->stroke == STROKE_DASHED                                ? 2
               : e->stroke == STROKE_HEAVY || e->stroke == STROKE_DOUBLE ? 1
                                                                         : 0;
    if (e->dir != DIR_NONE && (e->end == HEAD_CROSS || e->end == HEAD_CIRCLE))
        return marked[kind][(e->end == HEAD_CIRCLE) + (e->dir == DIR_BOTH ? 2 : 0)];
    return of[kind][e->dir];
}

void graph_text_mermaid(const struct graph *g, struct buf *out)
{
    struct writer w = writer_open(g, out);
    if (g->sequence) {
        sequence_mermaid(g, out);
        return;
    }
    buf_put(out, S("flowchart TB\n"));
    mermaid_level(&w, -1, 0);
    for (int i = 0; i < g->n_nodes; i++) {
        int parent = g->nodes[i].parent;
        if (g->nodes[i].shape == SHAPE_TREE && parent >= 0 && g->nodes[parent].shape == SHAPE_TREE)
            mermaid_join(&w, parent, i, "---", NULL, 0);
    }
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = g->edges + i;
        if (e->from >= 0 && e->to >= 0)
            mermaid_join(&w, e->from, e->to, mermaid_arrow(e), e->lines, e->n_lines);
    }
}
