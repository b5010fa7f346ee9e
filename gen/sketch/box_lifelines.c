/* box_lifelines.c - lifelines: lines that hang from a box or a name and that messages reach.
 *
 *     ┌───┴──┐      Server
 *        │             │
 *        │───request──▶│     an edge between what the two lines hang from
 *        │◀────────────│ */
#include "sketch/box_grid.h"

enum { ROWS_MIN = 3 };

struct lifeline {
    int top, foot; /* cells */
    int box;       /* -1: a name */
    int run;
    int heads, touches;
};
typedef LIST(struct lifeline) line_list;

static const struct box_cell *at(const struct box_grid *g, int i)
{
    return g->cells + i;
}

static bool is_bar(const struct box_grid *g, int i)
{
    const struct box_cell *c = at(g, i);
    return c->role == CELL_LINE && port_of(c, NORTH) && port_of(c, SOUTH) && !c->diag && !c->framed;
}

/* The box whose lower border is at cell i. */
static int box_above(const struct box_grid *g, int i)
{
    for (int s = at(g, i)->side; s; s = g->sides.ptr[s].next)
        if (g->sides.ptr[s].dir == SOUTH && !g->boxes.ptr[g->sides.ptr[s].box].gone)
            return g->sides.ptr[s].box;
    return -1;
}

static int name_above(const struct box_grid *g, int i)
{
    for (int dx = 0; dx <= 1; dx++)
        for (int k = -dx; k <= dx; k += 2 * dx + !dx) {
            if (at(g, i + k)->role == CELL_TEXT && at(g, i + k)->run > 0)
                return at(g, i + k)->run;
        }
    return 0;
}

/* Counts what reaches the bar from the side dir. */
static void count_side(const struct box_grid *g, struct lifeline *l, int i, int dir)
{
    const struct box_cell *c = at(g, i + (dir == EAST ? 1 : -1));
    bool into = c->role == CELL_HEAD && (c->aim & 3) == dir_back(dir);
    bool line =
        (c->role == CELL_LINE || c->role == CELL_HEAD) && port_of(c, dir_back(dir)) && !c->framed;
    l->heads += into;
    l->touches += into || line;
}

/* The head at the foot of a lifeline is the arrow of time: nothing stands below it. */
static bool ends_in_nothing(const struct box_grid *g, int i)
{
    for (int x = -2; x <= 2; x++)
        if (at(g, i + g->stride + x)->cp)
            return false;
    return true;
}

static bool read_line(const struct box_grid *g, int i, struct lifeline *l)
{
    *l = (struct lifeline){ .top = i, .foot = i };
    l->box = box_above(g, i - g->stride);
    l->run = l->box < 0 ? name_above(g, i - g->stride) : 0;
    if (l->box < 0 && !l->run)
        return false;
    for (; is_bar(g, l->foot); l->foot += g->stride) {
        count_side(g, l, l->foot, EAST);
        count_side(g, l, l->foot, WEST);
    }
    if (at(g, l->foot)->role == CELL_HEAD && !ends_in_nothing(g, l->foot))
        return false;
    l->foot -= g->stride;
    return (l->foot - l->top) / g->stride + 1 >= ROWS_MIN && l->touches > 0;
}

static void hang(struct box_grid *g, const struct lifeline *l)
{
    int box = l->box;
    if (box < 0) {
        const struct box_run r = g->runs.ptr[l->run - 1];
        *PUSH(&g->boxes, g->mem) = (struct box_frame){ .x0 = r.x,
                                                       .x1 = r.x + r.w - 1,
                                                       .y0 = r.y,
                                                       .y1 = r.y,
                                                       .parent = r.box,
                                                       .full = true,
                                                       .name = true,
                                                       .node = -1,
                                                       .into = -1 };
        box = (int)g->boxes.len - 1;
    }
    *PUSH(&g->lives, g->mem) =
        (struct box_life){ grid_x(g, l->top), grid_y(g, l->top), grid_y(g, l->foot), box };
    struct box_cell *below = &g->cells[l->foot + g->stride];
    if (below->role == CELL_HEAD) /* the arrow of time is a part of the lifeline */
        below->framed = below->taken = below->life = 1 << NORTH | 1 << SOUTH;
    for (int i = l->top; i <= l->foot; i += g->stride) {
        g->cells[i].framed |= 1 << NORTH | 1 << SOUTH;
        g->cells[i].life = 1;
        box_nest_mark(g, i, box, EAST);
        box_nest_mark(g, i, box, WEST);
    }
}

void box_lifelines_find(struct box_grid *g)
{
    line_list all = { 0 };
    int heads = 0;
    for (int y = 1; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y);
            struct lifeline l;
            if (!is_bar(g, i) || is_bar(g, i - g->stride) || !read_line(g, i, &l))
                continue;
            heads += l.heads;
            *PUSH(&all, g->mem) = l;
        }
    g->lifelines = all.len >= 2 && heads > 0;
    for (ptrdiff_t i = 0; i < all.len && g->lifelines; i++)
        hang(g, all.ptr + i);
}
