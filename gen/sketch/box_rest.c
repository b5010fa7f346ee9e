/* box_rest.c - strokes that are neither border nor edge: brackets, axes, dividers, open ends. */
#include "sketch/box_graph.h"

struct rest {
    const struct box_grid *g;
    struct arena *keep;
    LIST(struct graph_line) lines;
};

static bool on_border(const struct box_grid *g, const struct box_cell *c)
{
    if (c->life)
        return false;
    for (int s = c->side; s; s = g->sides.ptr[s].next)
        if (!g->boxes.ptr[g->sides.ptr[s].box].gone)
            return true;
    return false;
}

/* Whether a border of a box that is drawn runs through c in dir. */
static bool border_along(const struct box_grid *g, const struct box_cell *c, int dir)
{
    if (c->life)
        return false;
    for (int s = c->side; s; s = g->sides.ptr[s].next) {
        const struct box_side *side = g->sides.ptr + s;
        if (!g->boxes.ptr[side->box].gone && (side->dir & 1) != (dir & 1) && (c->framed >> dir & 1))
            return true;
    }
    return false;
}

static bool is_rest(const struct box_grid *g, const struct box_cell *c, int dir)
{
    return c->role >= CELL_LINE && !c->taken && port_of(c, dir) && !border_along(g, c, dir);
}

static enum graph_stroke stroke_of(int weight)
{
    return weight == PORT_HEAVY    ? STROKE_HEAVY
           : weight == PORT_DOUBLE ? STROKE_DOUBLE
           : weight == PORT_DASHED ? STROKE_DASHED
                                   : STROKE_LIGHT;
}

static void add_line(struct rest *a, int from, int to, int weight)
{
    struct graph_point *p = NEW(a->keep, struct graph_point, 2);
    p[0] =
        (struct graph_point){ (float)grid_x(a->g, from) + 0.5f, (float)grid_y(a->g, from) + 0.5f };
    p[1] = (struct graph_point){ (float)grid_x(a->g, to) + 0.5f, (float)grid_y(a->g, to) + 0.5f };
    const struct box_cell *b = a->g->cells + from, *e = a->g->cells + to;
    *PUSH(&a->lines, a->keep) = (struct graph_line){ .points = p,
                                                     .n_points = 2,
                                                     .stroke = stroke_of(weight),
                                                     .head_begin = b->role == CELL_HEAD,
                                                     .head_end = e->role == CELL_HEAD };
}

static int next_across(const struct box_grid *g, int i)
{
    if (!is_rest(g, g->cells + i, EAST))
        return 0;
    if (port_of(g->cells + i + 1, WEST))
        return i + 1;
    return !g->cells[i + 1].cp && port_of(g->cells + i + 2, WEST) ? i + 2 : 0;
}

static int next_down(const struct box_grid *g, int i)
{
    const struct box_cell *c = g->cells + i;
    return is_rest(g, c, SOUTH) && c->down && grid_y(g, c->down) - grid_y(g, i) <= 2 ? c->down : 0;
}

static void across(struct rest *a)
{
    const struct box_grid *g = a->g;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y), end = i;
            for (int next; (next = next_across(g, end)) != 0; end = next)
                ;
            if (end != i)
                add_line(a, i, end, port_of(g->cells + i, EAST));
            x = grid_x(g, end);
        }
}

static void down(struct rest *a)
{
    const struct box_grid *g = a->g;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y), up = g->cells[i].up;
            if (up && next_down(g, up) == i && grid_x(g, up) == x)
                continue;
            /* straight pieces; one that moves aside is a piece of its own */
            int end = i, next;
            while ((next = next_down(g, end)) != 0 && grid_x(g, next) == x)
                end = next;
            if (end != i)
                add_line(a, i, end, port_of(g->cells + i, SOUTH));
            for (int k = i; (next = next_down(g, k)) != 0; k = next) {
                if (grid_x(g, next) != x) {
                    add_line(a, k, next, port_of(g->cells + k, SOUTH));
                    break;
                }
            }
        }
}

static bool tied(const struct box_grid *g, int i)
{
    if (next_across(g, i) || next_down(g, i))
        return true;
    if (next_across(g, i - 1) == i || next_across(g, i - 2) == i)
        return true;
    return g->cells[i].up && next_down(g, g->cells[i].up) == i;
}

/* A stroke of one cell: half a cell to each side it leads to. */
static void lone(struct rest *a)
{
    const struct box_grid *g = a->g;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y);
            const struct box_cell *c = g->cells + i;
            if (c->role != CELL_LINE || !c->ports || c->taken || on_border(g, c) || tied(g, i))
                continue;
            bool wide = c->ports & 0x0F0F;
            struct graph_point *p = NEW(a->keep, struct graph_point, 2);
            p[0] =
                (struct graph_point){ (float)x + (wide ? 0 : 0.5f), (float)y + (wide ? 0.5f : 0) };
            p[1] =
                (struct graph_point){ (float)x + (wide ? 1 : 0.5f), (float)y + (wide ? 0.5f : 1) };
            *PUSH(&a->lines, a->keep) = (struct graph_line){ .points = p, .n_points = 2 };
        }
}

void box_rest_lines(const struct box_grid *g, struct arena *keep, struct graph *out)
{
    struct rest a = { .g = g, .keep = keep };
    across(&a);
    down(&a);
    lone(&a);
    out->lines = a.lines.ptr;
    out->n_lines = (int)a.lines.len;
}
