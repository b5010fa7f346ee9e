/* box_repair.c - closes boxes of which a corner is missing, or is a character that leads elsewhere.
 *
 * Three corners and the borders between them are evidence enough. A foot whose corners both lead
 * down (a top border drawn twice) is taken when it spans the two sides. */
#include "sketch/box_walk.h"

enum { OFF_MAX = 2, REPAIR_COST = 4 };

static bool own(const struct box_cell *c, int a, int b)
{
    return c->role == CELL_LINE && port_of(c, dir_back(a)) && port_of(c, dir_back(b)) &&
           !port_of(c, a) && !port_of(c, b);
}

static int off(const struct box_grid *g, int a, int b)
{
    int d = grid_x(g, a) - grid_x(g, b);
    return d < 0 ? -d : d;
}

/* The last cell of the border that leads from i in dir. */
static int border_end(struct box_grid *g, int i, int dir)
{
    int cost = 0;
    for (int next; (next = box_walk_across(g, i, dir, &cost)) != 0; i = next)
        g->work--;
    return i;
}

/* A bar below cell i that nothing above holds, at most two columns off; 0: none. */
static int loose_bar(const struct box_grid *g, int i)
{
    static const int order[] = { 0, 1, -1, 2, -2 };
    for (int k = 0; k < LEN(order); k++) {
        int j = i + g->stride + order[k];
        const struct box_cell *c = g->cells + j;
        if (c->role == CELL_LINE && port_of(c, NORTH) && !c->up && !c->diag)
            return j;
    }
    return 0;
}

/* The foot in row y under two sides of which at least one has ended above it. */
static bool foot_closes(struct box_grid *g, const struct box_sides *s, int left, int right)
{
    int y = s->y + 1;
    bool has_left = left && grid_y(g, left) == y, has_right = right && grid_y(g, right) == y;
    if (has_left && has_right)
        return false;
    /* a head ends an edge, a tee belongs to another box */
    if (g->cells[s->left].role == CELL_HEAD || g->cells[s->right].role == CELL_HEAD)
        return false;
    if ((has_left && port_of(g->cells + left, WEST)) ||
        (has_right && port_of(g->cells + right, EAST)))
        return false;
    if (has_left)
        return port_of(g->cells + left, EAST) &&
               off(g, border_end(g, left, EAST), s->right) <= OFF_MAX;
    if (has_right)
        return port_of(g->cells + right, WEST) &&
               off(g, border_end(g, right, WEST), s->left) <= OFF_MAX;
    for (int dx = -OFF_MAX; dx <= OFF_MAX; dx++) {
        int i = s->left + g->stride + dx;
        const struct box_cell *c = g->cells + i;
        if (grid_y(g, s->left) != s->y || c->role != CELL_LINE || !port_of(c, EAST) ||
            port_of(c, WEST))
            continue;
        int end = border_end(g, i, EAST);
        if (off(g, end, s->right) <= OFF_MAX && end != i)
            return true;
    }
    return false;
}

/* Row of the foot of the box with these upper corners, 0: it does not close. */
static int loose_foot(struct box_grid *g, int left, int right)
{
    struct box_sides s = { left, right, grid_x(g, left), grid_x(g, right), grid_y(g, left), true,
                           true, 0 };
    for (;;) {
        int l = g->cells[s.left].down, r = g->cells[s.right].down;
        bool down_left = l && grid_y(g, l) == s.y + 1, down_right = r && grid_y(g, r) == s.y + 1;
        if ((!l || !r) || (down_left != down_right)) {
            if (s.y - grid_y(g, left) >= 1 &&
                foot_closes(g, &s, down_left ? l : 0, down_right ? r : 0))
                return s.y + 1;
        }
        if (!l || !r || !box_walk_down(g, &s) || g->work <= 0)
            return 0;
    }
}

/* Row of a foot with both of its corners, 0: none. */
static int sound_foot(struct box_grid *g, int left, int right)
{
    struct box_sides s = { left, right, grid_x(g, left), grid_x(g, right), grid_y(g, left), true,
                           true, 0 };
    while (g->work > 0 && box_walk_down(g, &s)) {
        int cost = 0;
        if (s.has_left && s.has_right && port_of(g->cells + s.left, EAST) &&
            port_of(g->cells + s.right, WEST) && box_walk_reaches(g, s.left, s.right, &cost))
            return s.y;
    }
    return 0;
}

static void add(struct box_grid *g, int left, int right, int y1)
{
    box_frame_add(g, left, right, y1, REPAIR_COST, true);
    g->boxes.ptr[g->boxes.len - 1].repairs++;
}

/* Ties the end of a top border to the bar below it; false, and nothing changed, when no box comes
 * out. */
static bool close_with_bar(struct box_grid *g, int left, int right, int loose)
{
    int bar = g->cells[loose].down ? 0 : loose_bar(g, loose);
    if (!bar)
        return false;
    uint16_t ports = g->cells[loose].ports;
    g->cells[loose].down = bar;
    g->cells[bar].up = loose;
    g->cells[loose].ports |= port_bits(SOUTH, PORT_LIGHT);
    int y1 = sound_foot(g, left, right);
    if (y1 - grid_y(g, left) >= 2) {
        add(g, left, right, y1);
        return true;
    }
    g->cells[loose].down = g->cells[bar].up = 0;
    g->cells[loose].ports = ports;
    return false;
}

static void repair_from_left(struct box_grid *g, int left)
{
    int end = border_end(g, left, EAST);
    if (end - left < 2)
        return;
    if (!g->cells[end].down) {
        close_with_bar(g, left, end, end);
        return;
    }
    int y1 = loose_foot(g, left, end);
    if (y1 - grid_y(g, left) >= 2)
        add(g, left, end, y1);
}

void box_repair_corners(struct box_grid *g)
{
    ptrdiff_t cells = (ptrdiff_t)g->stride * (g->h + 2 * GRID_PAD), n = g->boxes.len;
    bool *used = NEW(g->mem, bool, cells);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct box_frame *b = g->boxes.ptr + i;
        used[grid_at(g, b->x0, b->y0)] = used[grid_at(g, b->x1, b->y0)] = true;
    }
    for (int y = 0; y < g->h && g->work > 0; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y);
            if (used[i])
                continue;
            if (own(g->cells + i, NORTH, WEST) && g->cells[i].down)
                repair_from_left(g, i);
            else if (own(g->cells + i, NORTH, EAST) && g->cells[i].down) {
                int left = border_end(g, i, WEST);
                if (i - left >= 2 && !used[left] && !port_of(g->cells + left, NORTH))
                    close_with_bar(g, left, i, left);
            }
        }
}
