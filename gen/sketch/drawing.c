/* drawing.c - decides what a fence holds and runs the steps of reading it. */
#include "sketch/drawing.h"

#include "sketch/bits.h"
#include "sketch/box_graph.h"
#include "sketch/box_redraw.h"
#include "sketch/doubt.h"
#include "sketch/sequence_boxes.h"
#include "sketch/tree_drawing.h"

/* Steps per cell of the drawing, and for the smallest one: about 50 ms in all. */
enum { WORK_PER_CELL = 20, WORK_LEAST = 2000000 };
/* lines taken for text make new runs, which may make new ends: a few rounds settle it */
enum { ROUNDS_MAX = 4 };

static bool read_boxes(struct box_grid *g, struct str text, int tab, struct arena *mem,
                       const char **why)
{
    *g = (struct box_grid){ .mem = mem };
    if (!box_cells_read(g, text, tab, why))
        return false;
    box_realign_wide(g);
    g->work = WORK_LEAST + (int64_t)WORK_PER_CELL * g->stride * g->h;
    box_strokes_find(g);
    box_links_tie(g);
    box_frames_find(g);
    box_repair_corners(g);
    box_dashed_find(g);
    box_dotted_find(g);
    box_nest_boxes(g);
    *why = "its lines are too tangled";
    return g->work > 0;
}

struct reading {
    struct box_trace trace;
    struct box_nets nets;
};

static bool read_lines(struct box_grid *g, struct reading *r, const char **why)
{
    box_branches_find(g);
    bool again = true;
    for (int round = 0; again && round < ROUNDS_MAX; round++) {
        box_runs_find(g);
        if (round == 0)
            box_lifelines_find(g);
        struct arena before = *g->mem;
        r->trace = box_trace_lines(g);
        if (g->work > 0)
            r->nets = box_nets_read(g, &r->trace, round + 1 == ROUNDS_MAX, &again);
        if (again)
            *g->mem = before; /* what this round made is of no use */
    }
    *why = "its lines are too tangled";
    return g->work > 0;
}

/* What is wrong with a grid: borders that had to be repaired, rows of text cut by a border. */
static int faults(const struct box_grid *g)
{
    int n = 0, boxes = 0;
    for (ptrdiff_t i = 0; i < g->boxes.len; i++)
        if (!g->boxes.ptr[i].gone) {
            n += g->boxes.ptr[i].repairs;
            boxes++;
        }
    return n - 20 * boxes;
}

/* A tab after the first character of a line: its width changes what stands below what. */
static bool has_inner_tab(struct str text)
{
    while (text.len > 0) {
        struct str line = str_trim(str_line(&text));
        if (str_char(line, '\t') >= 0)
            return true;
    }
    return false;
}

/* Reads with tab stops of 8 columns, or of 4 when that mends the drawing. */
static bool read_grid(struct box_grid *g, struct str text, struct arena *mem, const char **why)
{
    if (!read_boxes(g, text, 8, mem, why))
        return false;
    if (!has_inner_tab(text))
        return true;
    struct box_grid other;
    const char *ignored;
    if (read_boxes(&other, text, 4, mem, &ignored) && faults(&other) < faults(g))
        *g = other;
    return true;
}

static bool read_graph(struct box_grid *g, struct str text, struct arena *keep,
                       struct arena *scratch, struct graph *out, const char **why)
{
    struct reading r = { 0 };
    if (!read_grid(g, text, scratch, why) || !read_lines(g, &r, why))
        return false;
    box_split_decide(g, &r.nets);
    box_labels_assign(g, &r.trace, &r.nets);
    box_graph_make(g, &r.trace, &r.nets, keep, out);
    sequence_boxes_make(g, keep, out);
    return true;
}

bool drawing_read(struct str text, struct arena *keep, struct arena scratch, struct graph *out,
                  const char **why)
{
    struct box_grid g;
    *out = (struct graph){ 0 };
    if (tree_drawing_is(text)) {
        tree_drawing_read(text, keep, scratch, out);
        return true;
    }
    if (bits_read(text, keep, scratch, out))
        return true;
    return read_graph(&g, text, keep, &scratch, out, why);
}

/* ---- what a fence holds ---- */

/* Cheap sign that text may hold a box drawing: a corner or a joint of lines. */
static bool may_be_boxes(struct str text)
{
    for (ptrdiff_t i = 0; i + 2 < text.len; i++) {
        unsigned char a = (unsigned char)text.ptr[i], b = (unsigned char)text.ptr[i + 1];
        if (a == 0xE2 && (b == 0x94 || b == 0x95))
            return true;
        if ((a == '+' || a == '.' || a == ',') && (b == '-' || b == '=') &&
            (text.ptr[i + 2] == '-' || text.ptr[i + 2] == '='))
            return true;
    }
    return false;
}

/* Rows of the grid that hold a part of a box or edge, and all that are not blank. */
static void count_rows(const struct box_grid *g, struct fence_facts *f)
{
    for (int y = 0; y < g->h; y++) {
        bool any = false, lines = false;
        for (int x = 0; x < g->w; x++) {
            const struct box_cell *c = g->cells + grid_at(g, x, y);
            any |= c->cp != 0;
            lines |= c->side != 0 || c->taken;
        }
        f->rows += any;
        f->drawn += lines;
    }
}

static bool is_box(const struct graph *g, int node)
{
    return node >= 0 && (g->nodes[node].shape == SHAPE_BOX || g->nodes[node].shape == SHAPE_ROUND);
}

static void count_graph(const struct box_grid *grid, const struct graph *g, struct fence_facts *f)
{
    count_rows(grid, f);
    for (int i = 0; i < g->n_nodes; i++) {
        f->boxes += is_box(g, i);
        f->nested += is_box(g, i) && is_box(g, g->nodes[i].parent);
    }
    for (ptrdiff_t i = 0; i < grid->boxes.len; i++)
        f->parts += !grid->boxes.ptr[i].gone && grid->boxes.ptr[i].part;
    f->loose = g->n_lines;
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = g->edges + i;
        bool box = is_box(g, e->from) || is_box(g, e->to);
        f->joined += box && e->from != e->to;
        f->flows += !box && grid->unicode && e->from >= 0 && e->to >= 0;
    }
}

static bool find_boxes(struct str text, enum fence_rule rule, struct fence_facts *f,
                       struct arena *keep, struct arena scratch, struct drawing *out)
{
    struct box_grid g;
    bool meant = rule == FENCE_ALWAYS || rule == FENCE_DRAWING;
    if (!meant && !may_be_boxes(text))
        return false;
    const char *why;
    if (!read_graph(&g, text, keep, &scratch, &out->graph, &why)) {
        out->why = why;
        return false;
    }
    count_graph(&g, &out->graph, f);
    bool any = f->boxes > 0 || f->flows > 0 || rule == FENCE_ALWAYS;
    if (!any || !fence_is_drawing(rule, f))
        return false;
    out->why = rule == FENCE_ALWAYS ? NULL : drawing_doubt(&out->graph);
    return !out->why;
}

/* Whether text is a table of words and nothing else, which becomes a table of the page. */
static bool find_table(struct str text, enum fence_rule rule, struct fence_facts *f,
                       struct arena *keep, struct arena scratch, struct drawing *out)
{
    bool found = text_table_find(text, keep, scratch, &out->table);
    f->table = found || out->table.nested;
    return found && out->table.whole && (rule == FENCE_BARE || rule == FENCE_DRAWING);
}

bool drawing_find(struct str text, struct str info, enum fence_policy policy, struct arena *keep,
                  struct arena scratch, struct drawing *out)
{
    enum fence_rule rule = fence_rule_of(info, policy);
    *out = (struct drawing){ 0 };
    bool tree = rule != FENCE_NEVER && tree_drawing_is(text);
    if (rule == FENCE_NEVER || (rule == FENCE_CODE && !tree && !may_be_boxes(text)))
        return false;
    struct fence_facts f = fence_read(text);
    if (tree) {
        if (!fence_is_tree(rule, &f))
            return false;
        tree_drawing_read(text, keep, scratch, &out->graph);
        out->kind = DRAWING_TREE;
        return true;
    }
    bool output = f.prompts || f.results || f.escapes;
    if (rule != FENCE_CODE && !output && bits_read(text, keep, scratch, &out->graph))
        out->kind = DRAWING_BOXES;
    else if (find_table(text, rule, &f, keep, scratch, out))
        out->kind = DRAWING_TABLE;
    else if (find_boxes(text, rule, &f, keep, scratch, out))
        out->kind = DRAWING_BOXES;
    return out->kind != DRAWING_NONE;
}

/* ---- drawing again ---- */

enum { EDGES_COMPARED = 2000, REDRAWS_MAX = 6 };

static bool same_label(const struct graph_text *a, int na, const struct graph_text *b, int nb,
                       struct arena scratch)
{
    return str_equal(graph_label(a, na, &scratch), graph_label(b, nb, &scratch));
}

static bool same_nodes(const struct graph *a, const struct graph *b, struct arena scratch)
{
    if (a->n_nodes != b->n_nodes)
        return false;
    for (int i = 0; i < a->n_nodes; i++) {
        const struct graph_node *p = a->nodes + i, *q = b->nodes + i;
        if (p->parent != q->parent ||
            !same_label(p->lines, p->n_lines, q->lines, q->n_lines, scratch))
            return false;
    }
    return true;
}

static bool same_edge(const struct graph_edge *p, const struct graph_edge *q, struct arena scratch)
{
    bool ends = p->from == q->from && p->to == q->to;
    ends |= p->dir != DIR_FORWARD && p->from == q->to && p->to == q->from;
    return ends && p->dir == q->dir &&
           same_label(p->lines, p->n_lines, q->lines, q->n_lines, scratch);
}

static bool same_graph(const struct graph *a, const struct graph *b, struct arena scratch)
{
    if (!same_nodes(a, b, scratch) || a->n_edges != b->n_edges || a->n_edges > EDGES_COMPARED)
        return false;
    bool *met = NEW(&scratch, bool, b->n_edges + 1);
    for (int i = 0; i < a->n_edges; i++) {
        int k = 0;
        while (k < b->n_edges && (met[k] || !same_edge(a->edges + i, b->edges + k, scratch)))
            k++;
        if (k == b->n_edges)
            return false;
        met[k] = true;
    }
    return a->n_free == b->n_free;
}

void drawing_redraw(struct str text, const struct graph *g, struct arena scratch, struct buf *out)
{
    /* what is drawn lives in one half, reading it works in the other */
    struct arena keep = arena_lower(&scratch);
    scratch = arena_upper(&scratch);
    struct graph now = *g;
    struct str before = text;
    for (int i = 0; i < REDRAWS_MAX; i++) {
        struct buf b = buf_open_cut(&keep, 1 << 26);
        const char *why;
        box_redraw(&now, scratch, &b);
        struct str drawn = buf_str(&b);
        if (b.over)
            break;
        if (str_equal(drawn, before)) {
            buf_put(out, drawn);
            return;
        }
        if (!drawing_read(drawn, &keep, scratch, &now, &why) || !same_graph(g, &now, scratch))
            break;
        before = drawn;
    }
    buf_put(out, text);
}
