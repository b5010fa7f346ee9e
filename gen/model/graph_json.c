/* graph_json.c - a graph, and the sequence it may be, as JSON. */
#include "model/graph.h"
#include "model/sequence.h"

static const char *const kinds[] = { "boxes", "states", "sequence", "tree", "timeline", "table" };
static const char *const shapes[N_SHAPES] = {
    "",         "round",  "text",       "dot",   "tree",       "diamond",   "cylinder", "stadium",
    "hexagon",  "circle", "subroutine", "slant", "slant-back", "trapezoid", "funnel",   "flag",
    "document", "note",   "triangle",   "house", "component",  "bar"
};
static const char *const heads[N_HEADS] = {
    "", "arrow", "open", "cross", "circle", "upper", "lower"
};
static const char *const dirs[] = { "none", "fwd", "both" };
static const char *const strokes[] = { "", "heavy", "double", "dashed", "none" };

static void json_lines(const struct graph_text *lines, int n, struct buf *out)
{
    buf_char(out, '[');
    for (int i = 0; i < n;) {
        struct arena *a = out->arena;
        struct buf line = buf_open(a, 1 << 20);
        int y = lines[i].y, first = i;
        for (; i < n && lines[i].y == y; i++) {
            if (i > first)
                buf_put(&line, S("  "));
            buf_put(&line, lines[i].text);
        }
        if (first > 0)
            buf_put(out, S(", "));
        buf_json(out, buf_str(&line));
    }
    buf_char(out, ']');
}

static void json_port(const struct graph *g, int node, int field, const char *name, struct buf *out)
{
    buf_fmt(out, ", \"%s\": ", name);
    buf_json(out, g->nodes[node].fields[field - 1].port);
}

static void json_fields(const struct graph_node *n, struct buf *out)
{
    for (int i = 0; i < n->n_fields; i++) {
        const struct graph_field *f = &n->fields[i];
        buf_put(out, i ? S(", {\"label\": ") : S(", \"fields\": [{\"label\": "));
        buf_json(out, graph_label(f->lines, f->n_lines, out->arena));
        if (f->port.len) {
            buf_put(out, S(", \"port\": "));
            buf_json(out, f->port);
        }
        buf_fmt(out, ", \"at\": [%d, %d, %d, %d]}", f->column, f->row, f->columns, f->rows);
    }
    buf_put(out, n->n_fields ? S("]") : S(""));
}

static void json_node(const struct graph *g, const struct graph_node *n, struct buf *out)
{
    buf_put(out, S("    {\"id\": "));
    buf_json(out, n->id);
    buf_put(out, S(", \"label\": "));
    json_lines(n->lines, n->n_lines, out);
    buf_put(out, S(", \"parent\": "));
    if (n->parent >= 0)
        buf_json(out, g->nodes[n->parent].id);
    else
        buf_put(out, S("null"));
    if (n->shape != SHAPE_BOX)
        buf_fmt(out, ", \"shape\": \"%s\"", shapes[n->shape]);
    if (n->stroke != STROKE_LIGHT && n->stroke != STROKE_NONE)
        buf_fmt(out, ", \"style\": \"%s\"", strokes[n->stroke]);
    if (n->note.len > 0) {
        buf_put(out, S(", \"note\": "));
        buf_json(out, n->note);
    }
    if (n->href.len > 0) {
        buf_put(out, S(", \"href\": "));
        buf_json(out, n->href);
    }
    json_fields(n, out);
    if (n->w > 0)
        buf_fmt(out, ", \"at\": [%d, %d, %d, %d]", n->x, n->y, n->w, n->h);
    buf_char(out, '}');
}

static void json_edge(const struct graph *g, const struct graph_edge *e, struct buf *out)
{
    buf_put(out, S("    {\"from\": "));
    buf_json(out, g->nodes[e->from].id);
    buf_put(out, S(", \"to\": "));
    buf_json(out, g->nodes[e->to].id);
    buf_fmt(out, ", \"dir\": \"%s\", \"label\": ", dirs[e->dir]);
    json_lines(e->lines, e->n_lines, out);
    if (e->stroke != STROKE_LIGHT && e->stroke != STROKE_NONE)
        buf_fmt(out, ", \"style\": \"%s\"", strokes[e->stroke]);
    if (e->from_label.len) {
        buf_put(out, S(", \"from_label\": "));
        buf_json(out, e->from_label);
    }
    if (e->to_label.len) {
        buf_put(out, S(", \"to_label\": "));
        buf_json(out, e->to_label);
    }
    if (e->from_field)
        json_port(g, e->from, e->from_field, "from_port", out);
    if (e->to_field)
        json_port(g, e->to, e->to_field, "to_port", out);
    if (e->begin)
        buf_fmt(out, ", \"tail\": \"%s\"", heads[e->begin]);
    if (e->end)
        buf_fmt(out, ", \"head\": \"%s\"", heads[e->end]);
    buf_char(out, '}');
}

static void json_free(const struct graph *g, struct buf *out)
{
    bool first = true;
    buf_put(out, S("  \"free\": ["));
    for (int i = 0; i < g->n_free; i++) {
        if (g->free[i].margin)
            continue;
        buf_put(out, first ? S("\n    ") : S(",\n    "));
        buf_json(out, g->free[i].text);
        first = false;
    }
    buf_put(out, first ? S("]") : S("\n  ]"));
    if (g->sequence)
        sequence_json(g, out);
    else
        buf_char(out, '\n');
}

void graph_json(const struct graph *g, struct buf *out)
{
    buf_put(out, S("{\n  \"v\": 1,\n  \"source\": "));
    buf_json(out, g->source);
    buf_fmt(out, ",\n  \"kind\": \"%s\",\n  \"nodes\": [", kinds[g->kind]);
    for (int i = 0; i < g->n_nodes; i++) {
        buf_put(out, i ? S(",\n") : S("\n"));
        json_node(g, g->nodes + i, out);
    }
    buf_put(out, g->n_nodes ? S("\n  ],\n  \"edges\": [") : S("],\n  \"edges\": ["));
    int n = 0;
    for (int i = 0; i < g->n_edges; i++) {
        if (g->edges[i].from < 0 || g->edges[i].to < 0)
            continue;
        buf_put(out, n++ ? S(",\n") : S("\n"));
        json_edge(g, g->edges + i, out);
    }
    buf_put(out, n ? S("\n  ],\n") : S("],\n"));
    json_free(g, out);
    buf_put(out, S("}\n"));
}
