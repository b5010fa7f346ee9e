/* graph.c - ids, JSON and words of a graph. */
#include "base/map.h"
#include "model/sequence.h"

enum { ID_MAX = 40 };

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

struct str graph_label(const struct graph_text *lines, int n, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 20);
    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&b, ' ');
        buf_put(&b, lines[i].text);
    }
    return buf_str(&b);
}

/* "Task 1 (web)" -> "task-1-web"; characters beyond ASCII are left out. */
static struct str slug(const struct graph_node *n, struct arena *keep)
{
    char out[ID_MAX];
    int len = 0;
    bool gap = false;
    for (int i = 0; i < n->n_lines && i < 2 && len < ID_MAX; i++, gap = true)
        for (ptrdiff_t k = 0; k < n->lines[i].text.len && len < ID_MAX - 1; k++) {
            char c = n->lines[i].text.ptr[k];
            if (!char_is_alnum(c)) {
                gap = true;
                continue;
            }
            if (gap && len > 0)
                out[len++] = '-';
            out[len++] = char_lower(c);
            gap = false;
        }
    return str_copy((struct str){ out, len }, keep);
}

static bool starts_alpha(struct str s)
{
    return s.len > 0 && char_is_alpha(s.ptr[0]);
}

void graph_ids(struct graph *g, struct arena *keep)
{
    struct map used = { 0 };
    for (int i = 0; i < g->n_nodes; i++) {
        struct graph_node *n = g->nodes + i;
        struct str base = n->id.len ? n->id : slug(n, keep);
        if (!starts_alpha(base))
            base = base.len ? str_fmt(keep, "n-%.*s", FMT(base)) : str_fmt(keep, "n%d", i + 1);
        struct str id = base;
        int *count = map_get(&used, base);
        while (map_get(&used, id)) {
            ++*count;
            id = str_fmt(keep, "%.*s-%d", FMT(base), *count);
        }
        int *first = NEW(keep, int, 1);
        *first = 1;
        *map_at(&used, id, keep) = first;
        n->id = id;
    }
}

/* Texts of one row are one line of the label. */
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
