/* layout_cells.c - type decides sizes, cells of draw/diagram.h decide places: 8 pixels a column, 18
 * a row. */
#include "draw/layout_cells.h"

#include <math.h>

#include "draw/block.h"
#include "draw/glyphs.h"
#include "draw/font_width.h"
#include "draw/layout_fields.h"
#include "draw/shape.h"

/* ---- sizes in cells ---- */

/* pixels of the widest line of a label */
enum { WRAP = 250, WRAP_EDGE = 170 };

static int cells_of(float px)
{
    return (int)ceilf(px / LAYOUT_CELL_W);
}

void layout_cells_wrap(struct graph_text **lines, int *n, enum scene_role role, float most,
                       struct arena *keep)
{
    LIST(struct graph_text) out = { 0 };
    for (int i = 0; i < *n; i++) {
        struct str rest = (*lines)[i].text;
        do {
            struct str head = font_width(rest, role) > most ? font_fit(rest, role, most) : rest;
            if (!head.len)
                head = rest;
            *PUSH(&out, keep) = (struct graph_text){ .text = str_trim(head) };
            rest = str_trim(str_from(rest, head.len));
        } while (rest.len);
    }
    *lines = out.ptr;
    *n = (int)out.len;
}

/* Rows of the box around n lines: a diamond has room for them only around its middle. */
static int rows_of(const struct graph_node *n)
{
    switch (n->shape) {
    case SHAPE_DIAMOND:
        return 2 * n->n_lines + 3;
    case SHAPE_CYLINDER:
    case SHAPE_DOCUMENT:
        return n->n_lines + 3;
    case SHAPE_TRIANGLE:
        return 2 * n->n_lines + 2;
    case SHAPE_HOUSE:
        return n->n_lines + 3;
    case SHAPE_BAR:
        return 2;
    case SHAPE_TEXT:
        return n->n_lines ? n->n_lines : 1;
    case SHAPE_DOT:
        return 1;
    default:
        return n->n_lines > 1 ? n->n_lines + 2 : 3;
    }
}

static void centre_lines(struct graph_node *n)
{
    int top = n->y + (n->h - n->n_lines) / 2;
    for (int i = 0; i < n->n_lines; i++) {
        n->lines[i].x = n->x + (n->w - n->lines[i].w) / 2;
        n->lines[i].y = top + i;
    }
}

/* Width is odd, so that nodes below each other can share their middle; so is height where edges
 * lead sideways. */
static void size_leaf(struct graph_node *n, bool level, struct arena *keep)
{
    int widest = 0;
    for (int i = 0; i < n->n_lines; i++) {
        n->lines[i].w = cells_of(font_width(n->lines[i].text, ROLE_PLAIN));
        widest = n->lines[i].w > widest ? n->lines[i].w : widest;
    }
    n->h = rows_of(n) | (level && n->shape != SHAPE_TEXT ? 1 : 0);
    if (n->shape == SHAPE_BAR) {
        n->w = level ? 2 : 13;
        n->h = level ? 5 : 2;
        return;
    }
    n->w = (widest + 4) | 1;
    n->x = n->y = 0;
    if (n->shape == SHAPE_TEXT)
        n->w = widest > 0 ? widest : 1;
    if (n->shape == SHAPE_TEXT || n->shape == SHAPE_DOT) {
        n->w = n->shape == SHAPE_DOT ? 1 : n->w;
        return;
    }
    centre_lines(n);
    struct block b = block_of(n, true, false, glyphs_of_node(n), keep);
    float need = b.need;
    for (int i = 0; b.align == BLOCK_PLACED && i < n->n_lines; i++)
        need = fmaxf(need, font_width(n->lines[i].text, b.roles[i]) + 2 * b.pad);
    n->w = (cells_of(shape_room(n->shape, fmaxf(need, 5 * LAYOUT_CELL_W))) + 1) | 1;
}

static void size_lines(struct graph_text *lines, int n, enum scene_role first,
                       enum scene_role other)
{
    for (int i = 0; i < n; i++)
        lines[i].w = cells_of(font_width(lines[i].text, i ? other : first) + 6);
}

static void size_all(struct layout_plan *p)
{
    struct graph *g = p->g;
    for (int i = 0; i < g->n_nodes; i++) {
        struct graph_node *n = &g->nodes[i];
        if (n->n_fields && !p->holds[i]) {
            layout_fields_size(n, *p->keep);
            continue;
        }
        layout_cells_wrap(&n->lines, &n->n_lines, p->holds[i] ? ROLE_CAPTION : ROLE_TITLE, WRAP,
                          p->keep);
        if (p->holds[i])
            size_lines(n->lines, n->n_lines, ROLE_CAPTION, ROLE_SUB);
        else
            size_leaf(n, g->flow == FLOW_RIGHT || g->flow == FLOW_LEFT, p->keep);
    }
    for (int i = 0; i < g->n_edges; i++) {
        layout_cells_wrap(&g->edges[i].lines, &g->edges[i].n_lines, ROLE_LABEL, WRAP_EDGE, p->keep);
        size_lines(g->edges[i].lines, g->edges[i].n_lines, ROLE_LABEL, ROLE_LABEL);
    }
}

int layout_cells_widest(const struct graph_text *lines, int n)
{
    int w = 0;
    for (int i = 0; i < n; i++)
        w = lines[i].w > w ? lines[i].w : w;
    return w;
}

/* ---- places to cells ---- */

static int nearest(float cells)
{
    return (int)floorf(cells + .5F);
}

/* The middle of a node with an odd number of cells is that of a cell. */
static int begin_of(float from, float to, int cells, int px)
{
    float middle = (from + to) / 2 / (float)px;
    return cells & 1 ? (int)floorf(middle) - cells / 2 : nearest(middle) - cells / 2;
}

static void place_nodes(const struct layout_plan *p, const struct layout_result *r)
{
    struct graph *g = p->g;
    for (int i = 0; i < g->n_nodes; i++) {
        struct graph_node *n = &g->nodes[i];
        const struct layout_box *b = &r->nodes[i];
        if (p->holds[i]) {
            n->x = nearest(b->x0 / LAYOUT_CELL_W - .5F);
            n->y = nearest(b->y0 / LAYOUT_CELL_H - .5F);
            n->w = nearest(b->x1 / LAYOUT_CELL_W + .5F) - n->x;
            n->h = nearest(b->y1 / LAYOUT_CELL_H + .5F) - n->y;
            for (int k = 0; k < n->n_lines; k++) {
                n->lines[k].x = n->x + 2;
                n->lines[k].y = n->y + 1 + k;
            }
            continue;
        }
        n->x = begin_of(b->x0, b->x1, n->w, LAYOUT_CELL_W);
        n->y = begin_of(b->y0, b->y1, n->h, LAYOUT_CELL_H);
        if (n->n_fields)
            layout_fields_place(n);
        else
            centre_lines(n);
    }
}

struct shift {
    float x, y;
};

/* How far rounding moved the middle of a node. */
static struct shift shift_of(const struct graph_node *n, const struct layout_box *b)
{
    return (struct shift){ (float)n->x + (float)n->w / 2 - (b->x0 + b->x1) / 2 / LAYOUT_CELL_W,
                           (float)n->y + (float)n->h / 2 - (b->y0 + b->y1) / 2 / LAYOUT_CELL_H };
}

/* A line between nodes whose middles stand in one row or column since rounding runs level or
 * upright. */
static void set_straight(const struct graph_node *from, const struct graph_node *to,
                         struct graph_point *at)
{
    float x = (float)from->x + (float)from->w / 2, y = (float)from->y + (float)from->h / 2;
    bool upright = x == (float)to->x + (float)to->w / 2,
         level = y == (float)to->y + (float)to->h / 2;
    if (upright && fabsf(at[0].x - x) <= 1 && fabsf(at[1].x - x) <= 1)
        at[0].x = at[1].x = x;
    if (level && fabsf(at[0].y - y) <= .6F && fabsf(at[1].y - y) <= .6F)
        at[0].y = at[1].y = y;
}

/* An end and the point beside it that shares its line move together, so that lines stay square. */
static void square_points(struct graph_edge *e, struct shift from, struct shift to,
                          const struct layout_route *r)
{
    int n = r->n;
    for (int i = 0; i < n; i++)
        e->points[i] =
            (struct graph_point){ r->points[i].x / LAYOUT_CELL_W, r->points[i].y / LAYOUT_CELL_H };
    bool upright = fabsf(r->points[0].x - r->points[1].x) < .01F;
    for (int i = 0; i < n; i++) {
        struct shift s = i < 2 ? from : to;
        if (i > 1 && i < n - 2)
            continue;
        if (upright)
            e->points[i].x += s.x;
        else
            e->points[i].y += s.y;
        if ((i == 0 || i == n - 1) && upright)
            e->points[i].y += i ? to.y : from.y;
        else if (i == 0 || i == n - 1)
            e->points[i].x += i ? to.x : from.x;
    }
}

/* The ends move with their nodes, what lies between them in proportion. */
static void place_points(const struct layout_plan *p, struct graph_edge *e,
                         const struct layout_route *r, const struct layout_result *all)
{
    const struct graph_node *nodes = p->g->nodes;
    struct shift from = shift_of(&nodes[e->from], &all->nodes[e->from]);
    struct shift to = shift_of(&nodes[e->to], &all->nodes[e->to]);
    e->n_points = r->n;
    e->points = NEW(p->keep, struct graph_point, r->n + 1);
    for (int i = 0; i < r->n; i++) {
        float t = r->n > 1 ? (float)i / (float)(r->n - 1) : 0;
        e->points[i].x = r->points[i].x / LAYOUT_CELL_W + from.x * (1 - t) + to.x * t;
        e->points[i].y = r->points[i].y / LAYOUT_CELL_H + from.y * (1 - t) + to.y * t;
    }
    if (r->square)
        square_points(e, from, to, r);
    else if (r->n == 2 && !p->holds[e->from] && !p->holds[e->to])
        set_straight(&nodes[e->from], &nodes[e->to], e->points);
}

/* Out of the right side and in again below. */
static void place_loop(const struct layout_plan *p, struct graph_edge *e)
{
    const struct graph_node *n = &p->g->nodes[e->from];
    float x = (float)(n->x + n->w) - .5F, y = (float)n->y + (float)n->h / 2,
          off = (float)(n->h - 1) / 4;
    if (n->shape == SHAPE_DIAMOND)
        x -= (float)(n->w - 1) / 4;
    const struct graph_point at[] = {
        { x, y - off }, { x + 2, y - off }, { x + 2, y + off }, { x, y + off }
    };
    e->n_points = LEN(at);
    e->points = NEW(p->keep, struct graph_point, LEN(at));
    memcpy(e->points, at, sizeof at);
    for (int k = 0; k < e->n_lines; k++) {
        e->lines[k].x = (int)ceilf(x + 2.5F);
        e->lines[k].y = nearest(y - (float)e->n_lines / 2) + k;
    }
}

static void place_edge(const struct layout_plan *p, struct graph_edge *e,
                       const struct layout_route *r, const struct layout_result *all)
{
    if (e->from == e->to && !p->holds[e->from]) {
        place_loop(p, e);
        return;
    }
    place_points(p, e, r, all);
    const struct graph_node *from = &p->g->nodes[e->from];
    float lx = r->lx / LAYOUT_CELL_W, ly = r->ly / LAYOUT_CELL_H;
    if (!r->labelled) { /* no way was drawn: the label stands at its node */
        lx = (float)from->x + (float)from->w / 2;
        ly = (float)(from->y + from->h) + 1;
    }
    for (int k = 0; k < e->n_lines; k++) {
        e->lines[k].x = nearest(lx - (float)e->lines[k].w / 2);
        e->lines[k].y = nearest(ly - (float)e->n_lines / 2) + k;
    }
}

/* Everything moves so that the picture begins at cell 0. */
struct extent {
    int x0, y0, x1, y1;
};

static void reach(struct extent *all, int x, int y, int w, int h)
{
    all->x0 = x < all->x0 ? x : all->x0;
    all->y0 = y < all->y0 ? y : all->y0;
    all->x1 = x + w > all->x1 ? x + w : all->x1;
    all->y1 = y + h > all->y1 ? y + h : all->y1;
}

static struct extent extent_of(const struct graph *g)
{
    struct extent all = { 0, 0, 1, 1 };
    for (int i = 0; i < g->n_nodes; i++)
        reach(&all, g->nodes[i].x, g->nodes[i].y, g->nodes[i].w, g->nodes[i].h);
    for (int i = 0; i < g->n_edges; i++) {
        for (int k = 0; k < g->edges[i].n_points; k++)
            reach(&all, (int)floorf(g->edges[i].points[k].x), (int)floorf(g->edges[i].points[k].y),
                  1, 1);
        for (int k = 0; k < g->edges[i].n_lines; k++)
            reach(&all, g->edges[i].lines[k].x, g->edges[i].lines[k].y, g->edges[i].lines[k].w, 1);
    }
    for (int i = 0; i < g->n_free; i++)
        reach(&all, g->free[i].x, g->free[i].y, g->free[i].w, 1);
    return all;
}

static void move_lines(struct graph_text *lines, int n, int dx, int dy)
{
    for (int i = 0; i < n; i++) {
        lines[i].x += dx;
        lines[i].y += dy;
    }
}

static void to_origin(struct graph *g)
{
    struct extent all = extent_of(g);
    for (int i = 0; i < g->n_nodes; i++) {
        g->nodes[i].x -= all.x0;
        g->nodes[i].y -= all.y0;
        move_lines(g->nodes[i].lines, g->nodes[i].n_lines, -all.x0, -all.y0);
    }
    for (int i = 0; i < g->n_edges; i++) {
        for (int k = 0; k < g->edges[i].n_points; k++) {
            g->edges[i].points[k].x -= (float)all.x0;
            g->edges[i].points[k].y -= (float)all.y0;
        }
        move_lines(g->edges[i].lines, g->edges[i].n_lines, -all.x0, -all.y0);
    }
    move_lines(g->free, g->n_free, -all.x0, -all.y0);
    g->w = all.x1 - all.x0;
    g->h = all.y1 - all.y0;
}

/* Depth first in the order of the text: an edge that leads to a node still being followed closes a
 * circle. The author begins where reading begins, so what leads back there runs backwards. */
struct search {
    const struct layout_plan *p;
    int *first, *next; /* edges by the leaf they start from: number + 1 */
    int *state;        /* 0 not seen, 1 being followed, 2 done */
    int *path, *at;    /* the way here, and the next edge of each node on it */
};

static void follow(struct search *s, int start)
{
    int n = 0;
    s->path[n++] = start;
    s->at[start] = s->first[start];
    s->state[start] = 1;
    while (n > 0) {
        int node = s->path[n - 1], edge = s->at[node] - 1;
        if (edge < 0) {
            s->state[node] = 2;
            n--;
            continue;
        }
        s->at[node] = s->next[edge];
        int to = s->p->leaf[s->p->g->edges[edge].to];
        if (s->state[to] == 1 && to != node)
            s->p->back[edge] = true;
        if (s->state[to])
            continue;
        s->state[to] = 1;
        s->at[to] = s->first[to];
        s->path[n++] = to;
    }
}

static void find_back(const struct layout_plan *p)
{
    const struct graph *g = p->g;
    struct arena scratch = *p->keep; /* all of it is free again */
    struct search s = { p,
                        NEW(&scratch, int, g->n_nodes + 1),
                        NEW(&scratch, int, g->n_edges + 1),
                        NEW(&scratch, int, g->n_nodes + 1),
                        NEW(&scratch, int, g->n_nodes + 1),
                        NEW(&scratch, int, g->n_nodes + 1) };
    for (int i = g->n_edges - 1; i >= 0; i--) {
        int from = p->leaf[g->edges[i].from];
        s.next[i] = s.first[from];
        s.first[from] = i + 1;
    }
    for (int i = 0; i < g->n_edges; i++)
        if (!s.state[p->leaf[g->edges[i].from]])
            follow(&s, p->leaf[g->edges[i].from]);
}

struct layout_plan layout_cells_plan(struct graph *g, struct arena *keep)
{
    struct layout_plan p = { g, keep, NEW(keep, bool, g->n_nodes + 1),
                             NEW(keep, bool, g->n_edges + 1), NEW(keep, int, g->n_nodes + 1) };
    for (int i = 0; i < g->n_nodes; i++)
        if (g->nodes[i].parent >= 0)
            p.holds[g->nodes[i].parent] = true;
    for (int i = g->n_nodes - 1; i >= 0;
         i--) { /* what a node holds stands behind it: the first wins */
        if (!p.holds[i])
            p.leaf[i] = i;
        if (g->nodes[i].parent >= 0)
            p.leaf[g->nodes[i].parent] = p.leaf[i];
    }
    find_back(&p);
    size_all(&p);
    return p;
}

/* What is written at the ends of edges: right of an upright end, above a level one. */
static void add_end(const struct layout_plan *p, const struct graph_edge *e, bool at_end,
                    struct str s)
{
    struct graph *g = p->g;
    if (!s.len || e->n_points < 2)
        return;
    struct graph_point end = e->points[at_end ? e->n_points - 1 : 0],
                       beside = e->points[at_end ? e->n_points - 2 : 1];
    int w = cells_of(font_width(s, ROLE_LABEL) + 4);
    bool upright = fabsf(end.y - beside.y) > fabsf(end.x - beside.x);
    struct graph_text *t = &g->free[g->n_free++];
    *t = (struct graph_text){ .text = s, .w = w > 1 ? w : 2, .margin = true };
    t->x = upright            ? (int)ceilf(end.x + .6F)
           : end.x < beside.x ? (int)ceilf(end.x + .5F)
                              : (int)end.x - w;
    t->y = upright ? (int)(end.y < beside.y ? ceilf(end.y) : floorf(end.y - 1))
                   : (int)floorf(end.y - 1.2F);
}

static void place_ends(const struct layout_plan *p)
{
    struct graph *g = p->g;
    struct graph_text *all = NEW(p->keep, struct graph_text, g->n_free + 2 * g->n_edges + 1);
    if (g->n_free)
        memcpy(all, g->free, (size_t)g->n_free * sizeof *all);
    g->free = all;
    for (int i = 0; i < g->n_edges; i++) {
        add_end(p, &g->edges[i], false, g->edges[i].from_label);
        add_end(p, &g->edges[i], true, g->edges[i].to_label);
    }
}

void layout_cells_place(const struct layout_plan *p, const struct layout_result *r)
{
    struct graph *g = p->g;
    place_nodes(p, r);
    for (int i = 0; i < g->n_edges; i++)
        place_edge(p, &g->edges[i], &r->edges[i], r);
    g->n_free = 0; /* loose graphs have none of their own */
    place_ends(p);
    to_origin(g);
    g->routed = true;
}
