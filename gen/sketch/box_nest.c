/* box_nest.c - sorts the closed faces into boxes, parts of boxes and accidents; says for every cell
 * in which box it lies and for every border cell whose border it is.
 *
 * Faces are taken from large to small and painted into the grid, so the cell inside a face's upper
 * left corner tells what encloses it. */
#include <stdlib.h>

#include "sketch/box_walk.h"

enum { SLACK = 1 }; /* columns a ragged inner box may stick out */

static bool spans_row(const struct box_frame *b, int y)
{
    return y >= b->y0 && y <= b->y1;
}

static int64_t area(const struct box_frame *b)
{
    return (int64_t)(b->x1 - b->x0) * (b->y1 - b->y0);
}

static bool holds_row(const struct box_frame *p, const struct box_frame *b, int y, int slack)
{
    return spans_row(p, y) && p->left[y - p->y0] <= b->left[y - b->y0] + slack &&
           p->right[y - p->y0] >= b->right[y - b->y0] - slack;
}

/* Whether p encloses b; borders may coincide. */
static bool encloses(const struct box_frame *p, const struct box_frame *b)
{
    int slack = p->repairs || b->repairs ? SLACK : 0;
    return holds_row(p, b, b->y0, slack) && holds_row(p, b, b->y1, slack) &&
           holds_row(p, b, (b->y0 + b->y1) / 2, slack);
}

/* ---- borders ---- */

void box_nest_mark(struct box_grid *g, int i, int box, int dir)
{
    struct box_cell *c = g->cells + i;
    if (g->sides.len == 0)
        PUSH(&g->sides, g->mem); /* entry 0 means none */
    *PUSH(&g->sides, g->mem) =
        (struct box_side){ .box = box, .next = c->side, .dir = (uint8_t)dir };
    c->side = (int32_t)g->sides.len - 1;
    g->work--;
}

static void mark_borders(struct box_grid *g, int box)
{
    struct box_frame b = g->boxes.ptr[box];
    for (int y = b.y0; y <= b.y1; y++) {
        box_nest_mark(g, grid_at(g, b.left[y - b.y0], y), box, WEST);
        box_nest_mark(g, grid_at(g, b.right[y - b.y0], y), box, EAST);
    }
    int n = b.y1 - b.y0;
    for (int x = b.left[0]; x <= b.right[0]; x++)
        box_nest_mark(g, grid_at(g, x, b.y0), box, NORTH);
    for (int x = b.left[n]; x <= b.right[n]; x++)
        box_nest_mark(g, grid_at(g, x, b.y1), box, SOUTH);
}

static bool on_side(const struct box_grid *g, int i, int box, int dir)
{
    for (int s = g->cells[i].side; s; s = g->sides.ptr[s].next)
        if (g->sides.ptr[s].box == box && g->sides.ptr[s].dir == dir)
            return true;
    return false;
}

/* ---- faces that are no full boxes ---- */

struct corners {
    int cell[4]; /* upper left, upper right, lower right, lower left */
};
static const int corner_out[4][2] = {
    { NORTH, WEST }, { NORTH, EAST }, { SOUTH, EAST }, { SOUTH, WEST }
};

static struct corners corners_of(const struct box_grid *g, const struct box_frame *b)
{
    int n = b->y1 - b->y0;
    return (struct corners){ { grid_at(g, b->left[0], b->y0), grid_at(g, b->right[0], b->y0),
                               grid_at(g, b->right[n], b->y1), grid_at(g, b->left[n], b->y1) } };
}

static int own_corners(const struct box_grid *g, const struct corners *c)
{
    int n = 0;
    for (int k = 0; k < 4; k++)
        n += !port_of(g->cells + c->cell[k], corner_out[k][0]) &&
             !port_of(g->cells + c->cell[k], corner_out[k][1]);
    return n;
}

/* A corner on the border of a box that stands outside of the face. */
static bool leans_on_box(const struct box_grid *g, const struct corners *c,
                         const struct box_frame *f)
{
    for (int k = 0; k < 4; k++)
        for (int s = g->cells[c->cell[k]].side; s; s = g->sides.ptr[s].next) {
            const struct box_frame *q = g->boxes.ptr + g->sides.ptr[s].box;
            if (q->full && !encloses(q, f))
                return true;
        }
    return false;
}

/* A divider that goes on beyond the border of the box it should divide is no divider. */
static bool passes_border(const struct box_grid *g, const struct corners *c, int parent)
{
    for (int k = 0; k < 4; k++)
        for (int j = 0; j < 2; j++) {
            int dir = corner_out[k][j], i = c->cell[k];
            if (on_side(g, i, parent, (dir + 1) & 3) || on_side(g, i, parent, (dir + 3) & 3))
                continue; /* the border's own corner */
            const struct box_cell *next = g->cells + i + dir_step(g, dir);
            if (on_side(g, i, parent, dir) && port_of(g->cells + i, dir) &&
                next->role == CELL_LINE && port_of(next, dir))
                return true;
        }
    return false;
}

static bool has_text(struct box_grid *g, const struct box_frame *b)
{
    for (int y = b->y0 + 1; y < b->y1; y++)
        for (int x = b->left[y - b->y0] + 1; x < b->right[y - b->y0]; x++) {
            g->work--;
            if (g->cells[grid_at(g, x, y)].role == CELL_TEXT)
                return true;
        }
    return false;
}

static bool has_head(const struct box_grid *g, const struct box_frame *b)
{
    for (int x = b->x0; x <= b->x1; x++)
        if (g->cells[grid_at(g, x, b->y0)].role == CELL_HEAD ||
            g->cells[grid_at(g, x, b->y1)].role == CELL_HEAD)
            return true;
    for (int y = b->y0; y <= b->y1; y++)
        if (g->cells[grid_at(g, b->left[y - b->y0], y)].role == CELL_HEAD ||
            g->cells[grid_at(g, b->right[y - b->y0], y)].role == CELL_HEAD)
            return true;
    return false;
}

static bool face_is_box(struct box_grid *g, const struct box_frame *f, int parent)
{
    struct corners c = corners_of(g, f);
    int own = own_corners(g, &c);
    bool leans = leans_on_box(g, &c, f);
    if (parent < 0 || leans)
        return own >= 2 && !has_head(g, f) && has_text(g, f);
    return !passes_border(g, &c, parent);
}

/* ---- painting ---- */

static void paint(struct box_grid *g, int box)
{
    struct box_frame b = g->boxes.ptr[box];
    for (int y = b.y0 + 1; y < b.y1; y++) {
        int x0 = b.left[y - b.y0] + 1, x1 = b.right[y - b.y0];
        for (int x = x0; x < x1; x++)
            g->cells[grid_at(g, x, y)].box = box;
        g->work -= x1 - x0;
    }
}

static int inside_corner(const struct box_grid *g, const struct box_frame *b)
{
    return grid_at(g, b->left[1] + 1, b->y0 + 1);
}

/* The smallest painted box that encloses b, -1: none; *cut: one that b crosses the border of. */
static int enclosing(const struct box_grid *g, const struct box_frame *b, int *cut)
{
    int p = g->cells[inside_corner(g, b)].box;
    *cut = -1;
    while (p >= 0 && !encloses(g->boxes.ptr + p, b)) {
        *cut = p;
        p = g->boxes.ptr[p].parent;
    }
    return p;
}

struct sized {
    int64_t area;
    int box;
};

static int by_area(const void *a, const void *b)
{
    const struct sized *p = a, *q = b;
    if (p->area != q->area)
        return p->area < q->area ? 1 : -1;
    return (p->box > q->box) - (p->box < q->box);
}

static void take_box(struct box_grid *g, int box)
{
    struct box_frame *b = g->boxes.ptr + box;
    int cut;
    b->parent = enclosing(g, b, &cut);
    bool ragged = b->cost > 0 || (cut >= 0 && g->boxes.ptr[cut].cost > 0);
    if (b->full ? cut >= 0 && ragged && b->cost >= g->boxes.ptr[cut].cost
                : !face_is_box(g, b, b->parent)) {
        b->gone = true;
        return;
    }
    b->part = !b->full && b->parent >= 0;
    if (!b->full)
        mark_borders(g, box);
    if (b->parent >= 0)
        g->boxes.ptr[b->parent].n_children++;
    paint(g, box);
}

/* Ports along accepted borders belong to them. */
static void frame_ports(struct box_grid *g, const struct box_frame *b)
{
    int n = b->y1 - b->y0;
    for (int y = b->y0; y <= b->y1; y++) {
        uint8_t bits = (uint8_t)((y > b->y0 ? 1 << NORTH : 0) | (y < b->y1 ? 1 << SOUTH : 0));
        g->cells[grid_at(g, b->left[y - b->y0], y)].framed |= bits;
        g->cells[grid_at(g, b->right[y - b->y0], y)].framed |= bits;
    }
    const int rows[2][3] = { { b->left[0], b->right[0], b->y0 },
                             { b->left[n], b->right[n], b->y1 } };
    for (int k = 0; k < 2; k++)
        for (int x = rows[k][0]; x <= rows[k][1]; x++) {
            uint8_t bits =
                (uint8_t)((x > rows[k][0] ? 1 << WEST : 0) | (x < rows[k][1] ? 1 << EAST : 0));
            g->cells[grid_at(g, x, rows[k][2])].framed |= bits;
        }
}

/* Text that stands in a border is a title of the box; of two that share the border, the outer's, and
 * between two that stand on each other the lower one's. */
static void claim_titles(struct box_grid *g, int box, bool foot)
{
    const struct box_frame *b = g->boxes.ptr + box;
    int n = foot ? b->y1 - b->y0 : 0;
    for (int x = b->left[n] + 1; x < b->right[n]; x++) {
        struct box_cell *c = g->cells + grid_at(g, x, b->y0 + n);
        if (c->role == CELL_TEXT && !c->title) {
            c->title = 1;
            c->box = box;
        }
    }
}

void box_nest_boxes(struct box_grid *g)
{
    ptrdiff_t n = g->boxes.len;
    struct sized *order = NEW(g->mem, struct sized, n + 1);
    for (int i = 0; i < n; i++) {
        order[i] = (struct sized){ area(g->boxes.ptr + i), i };
        if (g->boxes.ptr[i].full)
            mark_borders(g, i);
    }
    qsort(order, (size_t)n, sizeof *order, by_area);
    for (ptrdiff_t i = 0; i < n && g->work > 0; i++)
        take_box(g, order[i].box);
    for (int foot = 0; foot <= 1; foot++)
        for (ptrdiff_t i = 0; i < n; i++)
            if (!g->boxes.ptr[order[i].box].gone) {
                frame_ports(g, g->boxes.ptr + order[i].box);
                claim_titles(g, order[i].box, foot);
            }
}
