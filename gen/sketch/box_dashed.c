/* box_dashed.c - frames of spaced dashes and frames of dots.
 *
 *     ┌ ─ ─ ─ ─ ─           .............
 *       Service  │          .  Input    .
 *     │                     .............
 *       ─ ─ ─ ─ ─ ┘
 *
 * Such a border has a stroke in every other cell, corners on two of four places, sides of a bar in
 * every other row. So two rows of dashes over each other are looked for, with bars between their
 * ends. */
#include "sketch/box_walk.h"

enum { DASHES_MIN = 3, OFF_MAX = 2, DOTS_MIN = 5 };

struct dashes {
    int y, x0, x1;
    bool corner_left, corner_right, used;
};
typedef LIST(struct dashes) dash_list;

/* A plain horizontal stroke with a blank on both sides. */
static bool is_spaced(const struct box_grid *g, int i)
{
    const struct box_cell *c = g->cells + i;
    return c->role == CELL_LINE && (c->ports & 0x0F0F) && !(c->ports & 0xF0F0) && c->cp >= 0x80 &&
           !c[-1].cp && !c[1].cp;
}

static bool is_corner(const struct box_cell *c, int across)
{
    return c->role == CELL_LINE && port_of(c, across) && !port_of(c, dir_back(across)) &&
           (c->ports & 0xF0F0);
}

static void find_dashes(struct box_grid *g, int y, dash_list *out)
{
    for (int x = 0; x < g->w; x++) {
        int i = grid_at(g, x, y);
        if (!is_spaced(g, i))
            continue;
        int n = 1;
        while (is_spaced(g, i + 2 * n))
            n++;
        int end = x + 2 * (n - 1);
        struct dashes d = { .y = y, .x0 = x, .x1 = end };
        d.corner_left = is_corner(g->cells + i - 2, EAST);
        d.corner_right = is_corner(g->cells + grid_at(g, end + 2, y), WEST);
        d.x0 -= d.corner_left ? 2 : 0;
        d.x1 += d.corner_right ? 2 : 0;
        if (n >= DASHES_MIN)
            *PUSH(out, g->mem) = d;
        x = end;
    }
}

static int off(int a, int b)
{
    return a > b ? a - b : b - a;
}

/* The bar of a side in row y: at column x, or a lone one beside it; -1: none. */
static int bar_near(const struct box_grid *g, int x, int y)
{
    static const int order[] = { 0, 1, -1 };
    for (int k = 0; k < LEN(order); k++) {
        const struct box_cell *c = g->cells + grid_at(g, x + order[k], y);
        bool bar = c->role == CELL_LINE && (c->ports & 0xF0F0);
        bool tied =
            (c->down && grid_y(g, c->down) == y + 1) || (c->up && grid_y(g, c->up) == y - 1);
        if (k == 0 ? bar || c->role == CELL_HEAD : bar && !tied)
            return x + order[k];
    }
    return -1;
}

static int count_bars(struct box_grid *g, int x, int y0, int y1)
{
    int n = 0;
    for (int y = y0 + 1; y < y1; y++) {
        n += bar_near(g, x, y) >= 0;
        g->work--;
    }
    return n;
}

static bool frames(struct box_grid *g, const struct dashes *top, const struct dashes *foot)
{
    if (foot->y - top->y < 2 || off(top->x0, foot->x0) > OFF_MAX ||
        off(top->x1, foot->x1) > OFF_MAX)
        return false;
    if (!top->corner_left && !top->corner_right && !foot->corner_left && !foot->corner_right)
        return false;
    int rows = foot->y - top->y - 1;
    int x0 = top->x0 < foot->x0 ? top->x0 : foot->x0, x1 = top->x1 > foot->x1 ? top->x1 : foot->x1;
    return 3 * count_bars(g, x0, top->y, foot->y) >= rows &&
           3 * count_bars(g, x1, top->y, foot->y) >= rows;
}

static bool leads(const struct box_grid *g, const struct dashes *d, int dir)
{
    bool left = d->corner_left && port_of(g->cells + grid_at(g, d->x0, d->y), dir);
    bool right = d->corner_right && port_of(g->cells + grid_at(g, d->x1, d->y), dir);
    return left || right || (!d->corner_left && !d->corner_right);
}

static void add_dashed(struct box_grid *g, const struct dashes *top, const struct dashes *foot)
{
    int x0 = top->x0 < foot->x0 ? top->x0 : foot->x0, x1 = top->x1 > foot->x1 ? top->x1 : foot->x1;
    struct box_frame *b = box_frame_rect(g, x0, top->y, x1, foot->y);
    b->stroke = PORT_DASHED;
    for (int y = top->y + 1; y < foot->y; y++) {
        int left = bar_near(g, x0, y), right = bar_near(g, x1, y);
        b->left[y - b->y0] = left >= 0 && left < x0 + 2 ? left : x0;
        b->right[y - b->y0] = right >= 0 ? right : x1;
    }
}

void box_dashed_find(struct box_grid *g)
{
    dash_list all = { 0 };
    for (int y = 0; y < g->h && g->unicode; y++)
        find_dashes(g, y, &all);
    for (ptrdiff_t i = 0; i < all.len && g->work > 0; i++) {
        struct dashes *top = all.ptr + i;
        if (top->used || !leads(g, top, SOUTH))
            continue;
        for (ptrdiff_t k = i + 1; k < all.len; k++) {
            struct dashes *foot = all.ptr + k;
            g->work--;
            if (foot->used || !leads(g, foot, NORTH) || !frames(g, top, foot))
                continue;
            add_dashed(g, top, foot);
            top->used = foot->used = true;
            break;
        }
    }
}

/* ---- dots ---- */

static bool is_dot(const struct box_grid *g, int x, int y)
{
    const struct box_cell *c = g->cells + grid_at(g, x, y);
    return c->cp == '.' && c->role == CELL_TEXT;
}

/* The end of a row of dots from x; a line may pass through it. */
static int dots_end(struct box_grid *g, int x, int y)
{
    int end = x;
    while (is_dot(g, end + 1, y) ||
           (g->cells[grid_at(g, end + 1, y)].role >= CELL_LINE && is_dot(g, end + 2, y)))
        end += is_dot(g, end + 1, y) ? 1 : 2;
    g->work -= end - x;
    return end;
}

static int count_dots(struct box_grid *g, int x, int y0, int y1)
{
    int n = 0;
    for (int y = y0 + 1; y < y1; y++)
        n += is_dot(g, x, y);
    g->work -= y1 - y0;
    return n;
}

static void margin_row(struct box_grid *g, int x0, int x1, int y)
{
    for (int x = x0; x <= x1; x++) {
        if (!is_dot(g, x, y))
            continue;
        int from = x;
        for (; is_dot(g, x, y) && x <= x1; x++)
            g->cells[grid_at(g, x, y)].run = -1;
        *PUSH(&g->margins, g->mem) =
            (struct graph_text){ .text =
                                     str_sub(g->text, g->cells[grid_at(g, from, y)].at, x - from),
                                 .x = from,
                                 .y = y,
                                 .w = x - from,
                                 .margin = true };
    }
}

static void add_dotted(struct box_grid *g, int x0, int x1, int y0, int y1)
{
    struct box_frame *b = box_frame_rect(g, x0, y0, x1, y1);
    b->stroke = PORT_DASHED;
    b->dotted = true;
    margin_row(g, x0, x1, y0);
    margin_row(g, x0, x1, y1);
    for (int y = y0 + 1; y < y1; y++) {
        margin_row(g, x0, x0, y);
        margin_row(g, x1, x1, y);
    }
}

static void frame_of_dots(struct box_grid *g, int x0, int x1, int y0)
{
    for (int y = y0 + 1; y < g->h && g->work > 0; y++) {
        if (y - y0 >= 2 && is_dot(g, x0, y) && dots_end(g, x0, y) == x1 && !is_dot(g, x0 - 1, y)) {
            int rows = y - y0 - 1;
            if (3 * count_dots(g, x0, y0, y) >= 2 * rows &&
                3 * count_dots(g, x1, y0, y) >= 2 * rows)
                add_dotted(g, x0, x1, y0, y);
            return;
        }
        g->work--;
    }
}

void box_dotted_find(struct box_grid *g)
{
    for (int y = 0; y < g->h && g->work > 0; y++)
        for (int x = 0; x < g->w; x++) {
            if (!is_dot(g, x, y) || g->cells[grid_at(g, x, y)].run < 0)
                continue;
            int end = dots_end(g, x, y);
            if (end - x + 1 >= DOTS_MIN)
                frame_of_dots(g, x, end, y);
            x = end;
        }
}
