/* doubt.c - signs that a drawing was read, but not understood.
 *
 * Reading always gives a graph; what it could not place stays loose: strokes without a box or an
 * end, slashes that are text. A few are brackets, axes, rulings. Strokes that turn at a corner are
 * a frame that was not closed, and a slash beside a slanted line is a piece of one: then the
 * picture would show boxes and lines that differ from the author's. */
#include "sketch/doubt.h"

#include <math.h>

/* arms of a corner that is no bracket or branch, in cells; more loose strokes are a picture of
 * something else */
enum { ARM_LEVEL = 4, ARM_UPRIGHT = 2, ARM_FAR = 8, SIDE = 3, PIECES = 3 };
enum { LINES_MAX = 2000, SLASHES_MAX = 100, HEADS_MAX = 200 };

static float across(const struct graph_line *l)
{
    return l->head_begin || l->head_end ? 0 : fabsf(l->points[0].x - l->points[1].x);
}

static float down(const struct graph_line *l)
{
    return l->head_begin || l->head_end ? 0 : fabsf(l->points[0].y - l->points[1].y);
}

/* Whether two strokes from one point are too long for a bracket or a branch. */
static bool are_arms(const struct graph_line *level, const struct graph_line *upright)
{
    float dx = across(level), dy = down(upright);
    return (dx >= ARM_LEVEL && dy >= ARM_UPRIGHT) || (dx >= ARM_FAR && dy >= 1);
}

static bool share_end(const struct graph_line *a, const struct graph_line *b)
{
    for (int i = 0; i < 4; i++) {
        struct graph_point p = a->points[i & 1], q = b->points[i >> 1];
        if (fabsf(p.x - q.x) + fabsf(p.y - q.y) < .1F)
            return true;
    }
    return false;
}

/* Whether a line stands in a box, where it parts columns of words. */
static bool is_inside(const struct graph *g, const struct graph_line *l)
{
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = g->nodes + i;
        float x = l->points[0].x - (float)n->x;
        float y = (l->points[0].y + l->points[1].y) / 2 - (float)n->y;
        if (n->shape <= SHAPE_ROUND && x > 1 && x < (float)(n->w - 1) && y > .4F &&
            y < (float)n->h - 1)
            return true;
    }
    return false;
}

/* Two lines beside each other from one row to another: the sides of a box without a foot. */
static bool are_sides(const struct graph_line *a, const struct graph_line *b)
{
    for (int i = 0; i < 2; i++)
        if (fabsf(a->points[i].y - b->points[i].y) > .1F)
            return false;
    return down(a) >= SIDE && down(b) >= SIDE && a->points[0].x != b->points[0].x;
}

static bool has_open_frame(const struct graph *g)
{
    for (int i = 0; i < g->n_lines; i++) {
        const struct graph_line *a = g->lines + i;
        for (int k = 0; k < g->n_lines; k++) {
            const struct graph_line *b = g->lines + k;
            if (are_arms(a, b) && share_end(a, b))
                return true;
            if (i < k && are_sides(a, b) && !is_inside(g, a) && !is_inside(g, b))
                return true;
        }
    }
    return false;
}

/* A level stroke in a box from one of its sides to nowhere: a rule that something interrupts. */
static bool has_cut_rule(const struct graph *g)
{
    for (int i = 0; i < g->n_lines; i++)
        for (int k = 0; k < g->n_nodes; k++) {
            const struct graph_line *l = g->lines + i;
            const struct graph_node *n = g->nodes + k;
            float left = fminf(l->points[0].x, l->points[1].x) - (float)n->x,
                  right = (float)(n->x + n->w) - fmaxf(l->points[0].x, l->points[1].x),
                  y = l->points[0].y - (float)n->y;
            if (n->shape <= SHAPE_ROUND && across(l) >= ARM_LEVEL &&
                l->points[1].y == l->points[0].y && y > 1 && y < (float)(n->h - 1) && left > -1 &&
                right > -1 && (left < 1) != (right < 1))
                return true;
        }
    return false;
}

static bool is_slanted(const struct graph_point *p, int n)
{
    for (int i = 1; i < n; i++)
        if (fabsf(p[i].x - p[i - 1].x) > .6F && fabsf(p[i].y - p[i - 1].y) > .6F)
            return true;
    return false;
}

/* Whether t stands right above or below a box. */
static bool touches_box(const struct graph *g, const struct graph_text *t)
{
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = g->nodes + i;
        if ((n->shape == SHAPE_BOX || n->shape == SHAPE_ROUND) && t->x >= n->x - 1 &&
            t->x <= n->x + n->w && (t->y == n->y - 1 || t->y == n->y + n->h))
            return true;
    }
    return false;
}

/* 1: slashes and blanks alone; 2: one of them leans back; 0: other text. */
static int slashes_in(struct str s)
{
    int found = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '/' && s.ptr[i] != '\\' && s.ptr[i] != ' ')
            return 0;
        found = s.ptr[i] == '\\' ? 2 : s.ptr[i] == '/' && !found ? 1 : found;
    }
    return found;
}

/* Slashes by themselves that touch a box, stand beside an edge that runs aslant, or make a shape. */
static bool has_piece_of_slant(const struct graph *g)
{
    bool slanted = false, back = false;
    int loose = 0;
    for (int i = 0; i < g->n_edges && !slanted; i++)
        slanted = is_slanted(g->edges[i].points, g->edges[i].n_points);
    for (int i = 0; i < g->n_lines; i++)
        loose += is_slanted(g->lines[i].points, g->lines[i].n_points);
    if (loose >= PIECES)
        return true;
    for (int i = 0, looked = 0; i < g->n_free && looked < SLASHES_MAX; i++) {
        int found = slashes_in(g->free[i].text);
        looked += found > 0;
        back |= found == 2;
        if (found && (slanted || (looked > 1 && back) || touches_box(g, g->free + i)))
            return true;
    }
    return false;
}

static bool is_near(struct graph_point p, const struct graph_text *t)
{
    return fabsf(p.x - (float)t->x - .5F) < 1.3F && fabsf(p.y - (float)t->y - .5F) < 2;
}

/* Whether an edge has its head at t, or beside it: one of several arrows that are one. */
static bool is_end(const struct graph *g, const struct graph_text *t)
{
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = g->edges + i;
        if (e->n_points && ((e->dir != DIR_NONE && is_near(e->points[e->n_points - 1], t)) ||
                            (e->dir == DIR_BOTH && is_near(e->points[0], t))))
            return true;
    }
    return false;
}

/* A bar by itself right above or below t. */
static bool has_bar(const struct graph *g, const struct graph_text *t)
{
    for (int i = 0; i < g->n_free; i++) {
        const struct graph_text *o = g->free + i;
        if (str_equal(o->text, S("|")) && o->x == t->x && (o->y == t->y - 1 || o->y == t->y + 1))
            return true;
    }
    return false;
}

/* A head that points up or down, and no line leads to it. */
static bool has_lost_head(const struct graph *g)
{
    static const char *const heads[] = { "v", "V", "^", "\u2191", "\u2193", "\u25b2", "\u25bc" };
    for (int i = 0, looked = 0; i < g->n_free && looked < HEADS_MAX; i++) {
        const struct graph_text *t = g->free + i;
        if (!str_among(t->text, heads, LEN(heads)))
            continue;
        looked++;
        if ((t->margin || has_bar(g, t)) && !is_end(g, t))
            return true;
    }
    return false;
}

const char *drawing_doubt(const struct graph *g)
{
    if (g->sequence || g->kind == GRAPH_TREE)
        return NULL;
    if (g->n_lines > LINES_MAX)
        return "most of its lines join nothing";
    if (has_open_frame(g))
        return "a frame is not closed";
    if (has_cut_rule(g))
        return "a rule in a box is cut";
    if (has_lost_head(g))
        return "an arrow leads from nowhere";
    return has_piece_of_slant(g) ? "pieces of a slanted line do not meet" : NULL;
}
