/* graph_words.c - a graph, and the sequence it may be, told in words. */
#include "model/graph.h"
#include "model/sequence.h"

static void put_label(const struct graph_node *n, struct buf *out)
{
    if (n->n_lines == 0)
        buf_put(out, n->shape != SHAPE_DOT        ? S("a box without text")
                     : n->stroke == STROKE_DOUBLE ? S("the end")
                                                  : S("the start"));
    for (int i = 0; i < n->n_lines; i++) {
        if (i > 0)
            buf_char(out, ' ');
        buf_put(out, n->lines[i].text);
    }
}

static void words_children(const struct graph *g, int parent, struct buf *out)
{
    int n = 0, left = 0;
    for (int i = 0; i < g->n_nodes; i++)
        left += g->nodes[i].parent == parent;
    if (left == 0)
        return;
    put_label(g->nodes + parent, out);
    buf_put(out, S(" holds "));
    for (int i = parent; i < g->n_nodes; i++) {
        if (g->nodes[i].parent != parent)
            continue;
        if (n > 0)
            buf_put(out, n + 1 == left ? S(" and ") : S(", "));
        put_label(g->nodes + i, out);
        n++;
    }
    buf_put(out, S(". "));
}

static void words_edge(const struct graph *g, const struct graph_edge *e, struct buf *out)
{
    static const char *const verbs[] = { " is joined to ", " leads to ", " and " };
    if (e->from < 0 || e->to < 0)
        return;
    put_label(g->nodes + e->from, out);
    buf_put(out, str_of(verbs[e->dir]));
    put_label(g->nodes + e->to, out);
    if (e->dir == DIR_BOTH)
        buf_put(out, S(" lead to each other"));
    for (int i = 0; i < e->n_lines; i++) {
        buf_put(out, i ? S(" ") : S(" ("));
        buf_put(out, e->lines[i].text);
    }
    buf_put(out, e->n_lines ? S(")") : S(""));
    if (e->from_label.len || e->to_label.len)
        buf_fmt(out, ", %.*s to %.*s", FMT(e->from_label), FMT(e->to_label));
    buf_put(out, S(". "));
}

void graph_words(const struct graph *g, struct buf *out)
{
    if (g->sequence) {
        sequence_words(g, out);
        return;
    }
    /* counting children is quadratic: large drawings are told by their edges alone */
    for (int i = 0; i < g->n_nodes && g->n_nodes < 2000; i++)
        words_children(g, i, out);
    for (int i = 0; i < g->n_edges; i++)
        words_edge(g, g->edges + i, out);
    while (out->len > 0 && out->ptr[out->len - 1] == ' ')
        out->len--;
}
