/* box_frames.c - closes boxes: an upper left corner, a border to the east, two sides that follow
 * the links down, and a row in which a border joins them again.
 *
 * A box with corners of its own is *full*; other faces (table cells, parts of a split box, boxes
 * that lean on a neighbour's border) are found as the smallest closed ones and sorted out by
 * box_nest.c. */
#include "sketch/box_walk.h"

enum { TITLE_MAX = 120, TITLE_GAP = 2 };
/* corners tried for one upper left corner; only grids have so many */
enum { TRIES_MAX = 64 };

static bool is_line(const struct box_cell *c)
{
    return c->role == CELL_LINE;
}

/* The cell behind a title that begins at cell i, or 0. */
static int behind_title(const struct box_grid *g, int i, int dir)
{
    int step = dir_step(g, dir), blanks = 0, words = 0;
    for (int n = 0; n < TITLE_MAX; n++, i += step) {
        const struct box_cell *c = g->cells + i;
        int x = grid_x(g, i);
        if (x < 0 || x >= g->w || blanks > TITLE_GAP)
            return 0;
        if (is_line(c) && port_of(c, dir_back(dir)))
            return words ? i : 0;
        if (is_line(c) && !port_of(c, dir))
            return 0;
        blanks = c->cp ? 0 : blanks + 1;
        words += c->role == CELL_TEXT;
    }
    return 0;
}

int box_walk_across(const struct box_grid *g, int i, int dir, int *cost)
{
    int step = dir_step(g, dir), back = dir_back(dir);
    const struct box_cell *c = g->cells + i, *next = c + step, *after = next + step;
    if (!port_of(c, dir))
        return 0;
    if (next->role == CELL_LINE && port_of(next, back))
        return i + step;
    bool goes_on = after->role == CELL_LINE && port_of(after, back);
    if (goes_on && next->cp && next->role != CELL_TEXT) {
        (*cost)++;
        return i + 2 * step;
    }
    if (goes_on && !next->cp && after->cp >= 0x80)
        return i + 2 * step;
    int behind = behind_title(g, i + step, dir);
    if (behind)
        *cost += 1;
    return behind;
}

bool box_walk_reaches(struct box_grid *g, int i, int to, int *cost)
{
    while (i && i < to) {
        i = box_walk_across(g, i, EAST, cost);
        g->work--;
    }
    return i == to;
}

static int column_off(int x, int home)
{
    return x > home ? x - home : home - x;
}

static void follow(const struct box_grid *g, int *cell, int y, int home, bool *has, int *cost)
{
    int down = g->cells[*cell].down;
    *has = down && grid_y(g, down) == y;
    if (*has) {
        *cell = down;
        *cost += column_off(grid_x(g, down), home);
    } else {
        *cost += 2;
    }
}

bool box_walk_down(struct box_grid *g, struct box_sides *s)
{
    if (!g->cells[s->left].down || !g->cells[s->right].down)
        return false;
    s->y++;
    g->work--;
    follow(g, &s->left, s->y, s->x0, &s->has_left, &s->cost);
    follow(g, &s->right, s->y, s->x1, &s->has_right, &s->cost);
    return grid_x(g, s->left) < grid_x(g, s->right);
}

static void fill_side(struct box_grid *g, int32_t *column, int cell, int y0, int y1)
{
    int x = grid_x(g, cell);
    for (int y = y0; y <= y1; y++) {
        column[y - y0] = x;
        int down = g->cells[cell].down;
        if (down && grid_y(g, down) == y + 1 && y + 1 <= y1) {
            cell = down;
            x = grid_x(g, cell);
        }
    }
}

static bool is_arc(uint32_t cp)
{
    return (cp >= 0x256D && cp <= 0x2570) || cp == '.' || cp == ',' || cp == '\'' || cp == '`';
}

void box_frame_add(struct box_grid *g, int left, int right, int y1, int cost, bool full)
{
    struct box_frame b = { .x0 = grid_x(g, left),
                           .x1 = grid_x(g, right),
                           .y0 = grid_y(g, left),
                           .y1 = y1,
                           .cost = cost,
                           .parent = -1,
                           .full = full,
                           .node = -1,
                           .into = -1 };
    int n = b.y1 - b.y0 + 1;
    b.left = NEW(g->mem, int32_t, n);
    b.right = NEW(g->mem, int32_t, n);
    fill_side(g, b.left, left, b.y0, y1);
    fill_side(g, b.right, right, b.y0, y1);
    for (int k = 0; k < n; k++) {
        b.repairs += b.left[k] != b.x0;
        b.repairs += b.right[k] != b.x1;
    }
    b.stroke = (uint8_t)port_of(g->cells + left, EAST);
    if (!b.stroke)
        b.stroke = (uint8_t)port_of(g->cells + left + 1, EAST);
    b.round = is_arc(g->cells[left].cp);
    *PUSH(&g->boxes, g->mem) = b;
    g->work -= n;
}

struct box_frame *box_frame_rect(struct box_grid *g, int x0, int y0, int x1, int y1)
{
    struct box_frame *b = PUSH(&g->boxes, g->mem);
    *b = (struct box_frame){
        .x0 = x0, .y0 = y0, .x1 = x1, .y1 = y1, .parent = -1, .full = true, .node = -1, .into = -1
    };
    int n = y1 - y0 + 1;
    b->left = NEW(g->mem, int32_t, n);
    b->right = NEW(g->mem, int32_t, n);
    for (int k = 0; k < n; k++) {
        b->left[k] = x0;
        b->right[k] = x1;
    }
    g->work -= n;
    return b;
}

struct closing {
    int y, cost;
    bool ok;
};

/* Words stand in both sides at once: two lines with labels, no box. */
static bool interrupted(const struct box_grid *g, const struct box_sides *s)
{
    return !s->has_left && !s->has_right && g->cells[grid_at(g, s->x0, s->y)].role == CELL_TEXT &&
           g->cells[grid_at(g, s->x1, s->y)].role == CELL_TEXT;
}

/* Rows in which a border joins the sides that begin at left and right: the first and the last. */
static void close_sides(struct box_grid *g, int left, int right, bool to_last,
                        struct closing *first, struct closing *last)
{
    struct box_sides s = { left, right, grid_x(g, left), grid_x(g, right), grid_y(g, left), true,
                           true, 0 };
    *first = *last = (struct closing){ 0 };
    while (g->work > 0 && box_walk_down(g, &s)) {
        int height = s.y - grid_y(g, left);
        if (s.cost > 4 * height + 4 || (interrupted(g, &s) && height > 1))
            return;
        if (!s.has_left || !s.has_right || !port_of(g->cells + s.left, EAST) ||
            !port_of(g->cells + s.right, WEST))
            continue;
        int cost = s.cost;
        if (!box_walk_reaches(g, s.left, s.right, &cost))
            continue;
        *last = (struct closing){ s.y, cost, true };
        if (!first->ok)
            *first = *last;
        if (!to_last)
            return;
    }
}

static bool is_own_corner(const struct box_cell *c, int a, int b)
{
    return !port_of(c, a) && !port_of(c, b);
}

/* All boxes whose upper left corner is cell i. */
static void boxes_from(struct box_grid *g, int i)
{
    bool own = is_own_corner(g->cells + i, NORTH, WEST), minimal = false;
    int cost = 0, tries = 0;
    for (int e = box_walk_across(g, i, EAST, &cost); e && g->work > 0 && tries < TRIES_MAX;
         e = box_walk_across(g, e, EAST, &cost)) {
        g->work--;
        const struct box_cell *c = g->cells + e;
        if (!port_of(c, SOUTH) || !c->down || e - i < 2)
            continue;
        bool full = own && is_own_corner(c, NORTH, EAST);
        if (minimal && !full)
            continue;
        tries++;
        struct closing first, last;
        close_sides(g, i, e, full, &first, &last);
        if (first.ok && !minimal && first.y - grid_y(g, i) >= 2) {
            box_frame_add(g, i, e, first.y, cost + first.cost, full && first.y == last.y);
            minimal = true;
        }
        if (full && last.ok && last.y - grid_y(g, i) >= 2 &&
            !(minimal && last.y == first.y && g->boxes.ptr[g->boxes.len - 1].x1 == grid_x(g, e)))
            box_frame_add(g, i, e, last.y, cost + last.cost, true);
        if (!own && minimal)
            return;
    }
}

bool box_frames_find(struct box_grid *g)
{
    for (int y = 0; y < g->h && g->work > 0; y++)
        for (int x = 0; x < g->w; x++) {
            const struct box_cell *c = g->cells + grid_at(g, x, y);
            if (c->role == CELL_LINE && port_of(c, EAST) && port_of(c, SOUTH) && c->down)
                boxes_from(g, grid_at(g, x, y));
        }
    return g->work > 0;
}
