/* drawing.c - decides what a fence holds and runs the steps of reading it. */
#include "load/drawing.h"

#include "load/box_graph.h"
#include "load/tree_drawing.h"

/* Steps per cell of the drawing, and for the smallest one: about 50 ms in all. */
enum { WORK_PER_CELL = 20, WORK_LEAST = 2000000 };
/* lines taken for text make new runs, which may make new ends: a few rounds settle it */
enum { ROUNDS_MAX = 4 };

static bool read_boxes(struct box_grid *g, struct str text, int tab, struct arena *mem, const char **why)
{
    *g = (struct box_grid){ .mem = mem };
    if (!box_cells_read(g, text, tab, why))
        return false;
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

static bool is_tree(struct str text)
{
    int branches, rows;
    tree_drawing_count(text, &branches, &rows);
    return branches >= 2 && 3 * branches >= 2 * (rows - 1);
}

bool drawing_read(struct str text, struct arena *keep, struct arena scratch, struct graph *out,
                  const char **why)
{
    *out = (struct graph){ 0 };
    if (is_tree(text)) {
        tree_drawing_read(text, keep, scratch, out);
        return true;
    }
    struct box_grid g;
    struct reading r = { 0 };
    if (!read_grid(&g, text, &scratch, why) || !read_lines(&g, &r, why))
        return false;
    box_split_decide(&g, &r.nets);
    box_labels_assign(&g, &r.trace, &r.nets);
    box_graph_make(&g, &r.trace, &r.nets, keep, out);
    return true;
}

/* Cheap sign that text may hold a box drawing: a corner or a joint of lines. */
static bool may_be_boxes(struct str text)
{
    for (ptrdiff_t i = 0; i + 2 < text.len; i++) {
        unsigned char a = (unsigned char)text.ptr[i], b = (unsigned char)text.ptr[i + 1];
        if (a == 0xE2 && (b == 0x94 || b == 0x95))
            return true;
        if ((a == '+' || a == '.' || a == ',') && (b == '-' || b == '=') && (text.ptr[i + 2] == '-' || text.ptr[i + 2] == '='))
            return true;
    }
    return false;
}

/* Rows of the grid that hold a part of a box or edge, and all that are not blank. */
static void count_rows(const struct box_grid *g, int *drawn, int *all)
{
    *drawn = *all = 0;
    for (int y = 0; y < g->h; y++) {
        bool any = false, lines = false;
        for (int x = 0; x < g->w; x++) {
            const struct box_cell *c = g->cells + grid_at(g, x, y);
            any |= c->cp != 0;
            lines |= c->side != 0 || c->taken;
        }
        *all += any;
        *drawn += lines;
    }
}

enum drawing_kind drawing_kind_of(struct str text, struct arena scratch)
{
    const char *why;
    struct box_grid g;
    struct reading r = { 0 };
    if (is_tree(text))
        return DRAWING_TREE;
    if (!may_be_boxes(text) || !read_grid(&g, text, &scratch, &why) || !read_lines(&g, &r, &why))
        return DRAWING_NONE;
    int boxes = 0, drawn, all;
    for (ptrdiff_t i = 0; i < g.boxes.len; i++)
        boxes += !g.boxes.ptr[i].gone;
    count_rows(&g, &drawn, &all);
    bool joined = boxes > 0 || (g.unicode && r.nets.edges.len > 0);
    return joined && 5 * drawn >= 2 * all ? DRAWING_BOXES : DRAWING_NONE;
}
