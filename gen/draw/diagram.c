/* diagram.c - a graph to a scene, in the author's arrangement.
 *
 * Columns and rows become pixels (draw/cells.h): every text says how much room it needs between
 * which columns, and the columns grow. Then from back to front: containers with their titles, loose
 * strokes, edges, boxes with their labels, labels of edges, free text. */
#include "draw/diagram.h"

#include <math.h>

#include "draw/block.h"
#include "draw/cells.h"
#include "draw/curve.h"
#include "draw/edge.h"
#include "draw/font_width.h"
#include "draw/glyphs.h"
#include "draw/layout.h"
#include "draw/legend.h"
#include "draw/palette.h"
#include "draw/proof.h"
#include "draw/route.h"
#include "draw/sequence.h"
#include "draw/shape.h"
#include "draw/tree.h"
#include "draw/words.h"

enum { HALF_COLUMN = 4, HALF_ROW = 9, MARGIN = 16, CORNER = 7 };
/* boxes a line is led around, how far off, and pairs of lines and boxes that are looked at;
 * of more lines words are not kept clear, and the proof will say so */
enum { STRUCK_MAX = 3000, DETOURS = 8, DETOUR_GAP = 7, PAIRS_MAX = 4000000 };

struct corner {
    int x, y;
};
struct wire { /* a connection in pixels; n < 2: it is not drawn */
    struct curve_point *points;
    int n;
    struct scene_box bounds;
};
struct picture {
    const struct graph *g;
    struct arena *keep;
    struct scene *out;
    struct block *blocks;
    bool *leaf;        /* nothing stands in it or crosses it: opaque, on top of the lines */
    bool *shared;      /* it shares a border with its neighbour */
    int *edges_of;     /* how many edges end at each node */
    int *child, *next; /* first child, next sibling; -1 none */
    int *order;        /* containers by depth */
    int n_order;
    struct cells across, down;
    float dx, dy;             /* brings the drawing to its margin */
    struct scene_box *boxes;  /* of each node, in pixels */
    struct wire *wires;       /* of each edge */
    struct wire *strokes;     /* of each loose line */
    bool even;                /* all columns are equally wide */
    int *inside;              /* the box of text each loose line stands in, -1: none */
    bool *marked;             /* boxes of text with such lines */
    bool looked;              /* inside is known; else loose lines are drawn over everything */
    bool after;               /* the connections are drawn */
    LIST(struct corner) late; /* x: node, y: line: words of containers that lines run through */
    struct scene_box all;     /* all that is drawn */
};

/* ---- what stands in what ---- */

static void family(struct picture *p)
{
    const struct graph *g = p->g;
    p->leaf = NEW(p->keep, bool, g->n_nodes + 1);
    p->child = NEW(p->keep, int, g->n_nodes + 1);
    p->next = NEW(p->keep, int, g->n_nodes + 1);
    p->edges_of = NEW(p->keep, int, g->n_nodes + 1);
    for (int i = 0; i < g->n_edges; i++) {
        if (g->edges[i].from >= 0)
            p->edges_of[g->edges[i].from]++;
        if (g->edges[i].to >= 0)
            p->edges_of[g->edges[i].to]++;
    }
    for (int i = 0; i < g->n_nodes; i++) {
        p->leaf[i] = true;
        p->child[i] = p->next[i] = -1;
    }
    for (int i = g->n_nodes - 1; i >= 0; i--) {
        int up = g->nodes[i].parent;
        if (up < 0 || up >= g->n_nodes || up == i)
            continue;
        p->leaf[up] = false;
        p->next[i] = p->child[up];
        p->child[up] = i;
    }
}

static bool meet(const struct graph_node *a, const struct graph_node *b)
{
    return a->x < b->x + b->w - 1 && b->x < a->x + a->w - 1 && a->y < b->y + b->h - 1 &&
           b->y < a->y + a->h - 1;
}

static int by_top(const void *a, const void *b)
{
    const struct graph_node *p = *(const struct graph_node *const *)a,
                            *q = *(const struct graph_node *const *)b;
    return p->y != q->y ? (p->y > q->y) - (p->y < q->y) : (p > q) - (p < q);
}

/* Boxes that cross others are seen through, like containers: the larger of two, the earlier of twins. */
static void crossed(struct picture *p)
{
    const struct graph *g = p->g;
    const struct graph_node **order = NEW(p->keep, const struct graph_node *, g->n_nodes + 1);
    int n = 0;
    for (int i = 0; i < g->n_nodes; i++)
        if (block_has_border(&g->nodes[i]))
            order[n++] = &g->nodes[i];
    qsort(order, (size_t)n, sizeof *order, by_top);
    for (int i = 0; i < n; i++)
        for (int k = i + 1; k < n && order[k]->y < order[i]->y + order[i]->h - 1; k++) {
            const struct graph_node *a = order[i], *b = order[k];
            int64_t more = (int64_t)a->w * a->h - (int64_t)b->w * b->h;
            if (meet(a, b))
                p->leaf[(more > 0 || (more == 0 && a < b) ? a : b) - g->nodes] = false;
        }
}

static int by_place(const void *a, const void *b)
{
    const struct corner *p = a, *q = b;
    return p->y != q->y ? (p->y < q->y ? -1 : 1) : (p->x > q->x) - (p->x < q->x);
}

static struct corner corner_of(const struct graph_node *n, int which)
{
    return (struct corner){ which & 1 ? n->x + n->w - 1 : n->x,
                            which & 2 ? n->y + n->h - 1 : n->y };
}

/* Parts of a split box meet in corners; those are drawn square. */
static void corners(struct picture *p)
{
    const struct graph *g = p->g;
    struct corner *all = NEW(p->keep, struct corner, 4 * g->n_nodes + 1);
    int n = 0;
    p->shared = NEW(p->keep, bool, g->n_nodes + 1);
    for (int i = 0; i < g->n_nodes; i++)
        for (int k = 0; k < 4 && block_has_border(&g->nodes[i]); k++)
            all[n++] = corner_of(&g->nodes[i], k);
    if (n)
        qsort(all, (size_t)n, sizeof *all, by_place);
    for (int i = 0; i < g->n_nodes; i++)
        for (int k = 0; k < 4 && n; k++) {
            struct corner c = corner_of(&g->nodes[i], k);
            const struct corner *at = bsearch(&c, all, (size_t)n, sizeof *all, by_place);
            bool twin = at && ((at > all && by_place(at - 1, at) == 0) ||
                               (at < all + n - 1 && by_place(at + 1, at) == 0));
            p->shared[i] = p->shared[i] || (twin && block_has_border(&g->nodes[i]));
        }
}

/* Containers, outer ones first, each level in the order of the graph. */
static void outer_first(struct picture *p)
{
    p->order = NEW(p->keep, int, p->g->n_nodes + 1);
    for (int i = 0; i < p->g->n_nodes; i++)
        if (!p->leaf[i] && p->g->nodes[i].parent < 0)
            p->order[p->n_order++] = i;
    for (int at = 0; at < p->n_order; at++)
        for (int c = p->child[p->order[at]]; c >= 0; c = p->next[c])
            if (!p->leaf[c])
                p->order[p->n_order++] = c;
}

/* ---- room ---- */

static int clamp_half(const struct picture *p, int half)
{
    int n = p->across.n;
    return half < 0 ? 0 : half > n ? n : half;
}

static void need(struct picture *p, struct cells_needs *needs, int from, int to, float px)
{
    from = clamp_half(p, from);
    to = clamp_half(p, to);
    if (from < to)
        *PUSH(needs, p->keep) = (struct cells_need){ from, to, px };
}

static void need_text(struct picture *p, struct cells_needs *needs, const struct graph_text *t,
                      enum scene_role role, float more)
{
    int n;
    const struct words_piece *pieces = words_pieces(t, p->even, p->keep, &n);
    for (int i = 0; i < n; i++)
        need(p, needs, 2 * pieces[i].x, 2 * (pieces[i].x + pieces[i].w),
             font_width(pieces[i].text, role) + more);
}

static void node_needs(struct picture *p, struct cells_needs *needs, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    const struct block *b = &p->blocks[i];
    if (b->need > 0)
        need(p, needs, 2 * n->x + 1, 2 * (n->x + n->w) - 1, shape_room(n->shape, b->need));
    for (int k = 0; k < n->n_lines; k++)
        if (b->align == BLOCK_PLACED || block_on_border(n, &n->lines[k]))
            need_text(p, needs, &n->lines[k], b->roles[k], 3);
}

static enum scene_role free_role(const struct graph_text *t)
{
    return t->margin ? ROLE_LABEL : ROLE_SUB;
}

static bool any_ruler(const struct graph_text *t, int n)
{
    for (int i = 0; i < n; i++)
        if (words_is_ruler(t[i].text))
            return true;
    return false;
}

/* Drawings with a ruler want columns of one width, else the ruler lies. */
static bool wants_even(const struct graph *g)
{
    bool ruler = g->even || any_ruler(g->free, g->n_free);
    for (int i = 0; i < g->n_nodes && !ruler; i++)
        ruler =
            !block_has_border(&g->nodes[i]) && any_ruler(g->nodes[i].lines, g->nodes[i].n_lines);
    return ruler;
}

/* Half a column of a drawing whose columns are all as wide as the neediest one. */
static float even_column(const struct cells_needs *needs)
{
    float px = HALF_COLUMN;
    for (ptrdiff_t i = 0; i < needs->len; i++)
        px = fmaxf(px, (needs->ptr[i].px + 1) / (float)(needs->ptr[i].to - needs->ptr[i].from));
    return fminf(px, 3 * HALF_COLUMN);
}

static int alike(const void *a, const void *b)
{
    const struct graph_node *p = *(const struct graph_node *const *)a,
                            *q = *(const struct graph_node *const *)b;
    const int keys[][2] = {
        { p->parent, q->parent }, { p->y, q->y }, { p->h, q->h }, { p->w, q->w }
    };
    for (ptrdiff_t i = 0; i < LEN(keys); i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static float width_in(const struct cells *c, const struct graph_node *n)
{
    return cells_px(c, (float)(n->x + n->w) - .5F) - cells_px(c, (float)n->x + .5F);
}

/* Boxes the author drew equally wide, side by side, stay so: all take the width of the widest. */
static void need_alike(struct picture *p, const struct cells *first, struct cells_needs *needs)
{
    const struct graph *g = p->g;
    const struct graph_node **by = NEW(p->keep, const struct graph_node *, g->n_nodes + 1);
    int n = 0;
    for (int i = 0; i < g->n_nodes; i++)
        if (p->leaf[i] && p->blocks[i].need > 0)
            by[n++] = &g->nodes[i];
    if (n)
        qsort(by, (size_t)n, sizeof *by, alike);
    for (int i = 0, end; i < n; i = end) {
        float widest = 0;
        for (end = i; end < n && alike(&by[i], &by[end]) == 0; end++)
            widest = fmaxf(widest, width_in(first, by[end]));
        for (int k = i; k < end && end - i > 1; k++)
            need(p, needs, 2 * by[k]->x + 1, 2 * (by[k]->x + by[k]->w) - 1, widest);
    }
}

/* Loose lines in boxes of text: arrows and brackets among its words. */
static void find_marks(struct picture *p)
{
    const struct graph *g = p->g;
    p->inside = NEW(p->keep, int, g->n_lines + 1);
    p->marked = NEW(p->keep, bool, g->n_nodes + 1);
    p->looked = (int64_t)g->n_lines * g->n_nodes <= PAIRS_MAX;
    for (int i = 0; i < g->n_lines; i++) {
        p->inside[i] = -1;
        struct graph_point at = g->lines[i].points[0];
        for (int k = 0; k < g->n_nodes && p->looked; k++) {
            const struct graph_node *n = &g->nodes[k];
            bool in = at.x > (float)n->x + .5F && at.x < (float)(n->x + n->w) - .5F &&
                      at.y > (float)n->y && at.y < (float)(n->y + n->h);
            if (in && p->leaf[k] && block_has_border(n)) {
                p->inside[i] = k;
                p->marked[k] = true;
            }
        }
    }
}

static void lay_out(struct picture *p)
{
    const struct graph *g = p->g;
    struct cells_needs needs = { 0 }, none = { 0 };
    p->across.n = 2 * (g->w + 1);
    p->blocks = NEW(p->keep, struct block, g->n_nodes + 1);
    p->even = wants_even(g);
    const int *signs = block_signs(g, p->leaf, p->keep);
    for (int i = 0; i < g->n_nodes; i++) {
        p->blocks[i] = block_of(&g->nodes[i], p->leaf[i], p->marked[i], signs[i], p->keep);
        node_needs(p, &needs, i);
    }
    for (int i = 0; i < g->n_edges; i++)
        for (int k = 0; k < g->edges[i].n_lines; k++)
            need_text(p, &needs, &g->edges[i].lines[k], ROLE_LABEL, 6);
    for (int i = 0; i < g->n_free; i++)
        need_text(p, &needs, &g->free[i], free_role(&g->free[i]), 3);
    p->across = p->even ? cells_solve(p->across.n, even_column(&needs), &none, p->keep)
                        : cells_solve(p->across.n, HALF_COLUMN, &needs, p->keep);
    for (int round = 0; round < 2 && !p->even; round++) { /* what one box gains may widen another */
        need_alike(p, &p->across, &needs);
        p->across = cells_solve(p->across.n, HALF_COLUMN, &needs, p->keep);
    }
    p->down = cells_solve(2 * (g->h + 1), HALF_ROW, &none, p->keep);
}

static float px_x(const struct picture *p, float cell)
{
    return cells_px(&p->across, cell) + p->dx;
}

static float px_y(const struct picture *p, float cell)
{
    return cells_px(&p->down, cell) + p->dy;
}

static struct scene_box span_of(const struct picture *p, const struct graph_text *t)
{
    return (struct scene_box){ px_x(p, (float)t->x), px_y(p, (float)t->y),
                               px_x(p, (float)(t->x + t->w)), px_y(p, (float)t->y + 1) };
}

/* Where the words of an unboxed node stand, with a little air for the edge that ends there. */
static struct scene_box words_box(const struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    struct scene_box box = { 1e9F, 1e9F, -1e9F, -1e9F };
    for (int k = 0; k < n->n_lines; k++) {
        struct scene_box s = span_of(p, &n->lines[k]);
        float w = font_width(n->lines[k].text, p->blocks[i].roles[k]);
        box.x0 = fminf(box.x0, s.x0 - 4);
        box.x1 = fmaxf(box.x1, s.x0 + w + 4);
        box.y0 = fminf(box.y0, s.y0);
        box.y1 = fmaxf(box.y1, s.y1);
    }
    return box;
}

static void node_boxes(struct picture *p)
{
    p->boxes = NEW(p->keep, struct scene_box, p->g->n_nodes + 1);
    for (int i = 0; i < p->g->n_nodes; i++) {
        const struct graph_node *n = &p->g->nodes[i];
        float x = (float)n->x, y = (float)n->y, w = (float)n->w, h = (float)n->h;
        struct scene_box box = { px_x(p, x + .5F), px_y(p, y + .5F), px_x(p, x + w - .5F),
                                 px_y(p, y + h - .5F) };
        if (!block_has_border(n) && n->n_lines)
            box = words_box(p, i);
        if (n->shape == SHAPE_DOT) {
            float mx = px_x(p, x + w / 2), my = px_y(p, y + h / 2);
            box = (struct scene_box){ mx - 5, my - 5, mx + 5, my + 5 };
        }
        p->boxes[i] = box;
    }
}

/* ---- drawing ---- */

static void grow(struct picture *p, struct scene_box box)
{
    p->all.x0 = fminf(p->all.x0, box.x0);
    p->all.y0 = fminf(p->all.y0, box.y0);
    p->all.x1 = fmaxf(p->all.x1, box.x1);
    p->all.y1 = fmaxf(p->all.y1, box.y1);
}

static float rounded(float v)
{
    return roundf(v * 10) / 10;
}

static bool crosses(const struct wire *w, struct scene_box box)
{
    return w->n > 1 && scene_boxes_meet(w->bounds, box) && route_crosses(w->points, w->n, box);
}

/* Whether a connection runs through box; own: one that begins or ends there by right, -1: none. */
static bool is_struck(const struct picture *p, struct scene_box box, int own)
{
    const struct graph *g = p->g;
    for (int i = 0; i < g->n_edges && g->n_edges <= STRUCK_MAX; i++) {
        bool its = own >= 0 && (g->edges[i].from == own || g->edges[i].to == own);
        if (!its && crosses(&p->wires[i], box))
            return true;
    }
    for (int i = 0; i < g->n_lines && g->n_lines <= STRUCK_MAX; i++)
        if ((p->inside[i] < 0 || p->inside[i] == own) && crosses(&p->strokes[i], box))
            return true;
    return false;
}

/* A plate behind words that a line runs through. */
static void put_plate(struct picture *p, enum scene_role role, struct scene_box box, int own)
{
    if (is_struck(p, box, own))
        scene_rect(p->out, p->keep, role, rounded(box.x0), rounded(box.y0),
                   rounded(box.x1 - box.x0), rounded(box.y1 - box.y0), 8);
}

static void write_line(struct picture *p, enum scene_role role, float x, float y,
                       enum scene_anchor anchor, struct str text)
{
    float below = scene_pens[role].px > 12 ? 5 : 4; /* half the height of a capital */
    struct scene_item *it =
        scene_text(p->out, p->keep, role, anchor == ANCHOR_MIDDLE ? rounded(x) : roundf(x),
                   roundf(y + below), font_width(text, role), anchor, text);
    grow(p, scene_text_box(it));
}

/* The pieces of a text, each at its own cells. */
static void write_pieces(struct picture *p, const struct graph_text *t, enum scene_role role,
                         float mid)
{
    int n;
    const struct words_piece *pieces = words_pieces(t, p->even, p->keep, &n);
    for (int i = 0; i < n; i++) {
        float x0 = px_x(p, (float)pieces[i].x), x1 = px_x(p, (float)(pieces[i].x + pieces[i].w));
        float at[] = { [ANCHOR_START] = x0, [ANCHOR_MIDDLE] = (x0 + x1) / 2, [ANCHOR_END] = x1 };
        write_line(p, role, at[pieces[i].anchor], mid, pieces[i].anchor, pieces[i].text);
    }
}

static struct str label_of(const struct picture *p, const struct graph_node *n)
{
    struct buf b = buf_open(p->keep, 4000);
    for (int i = 0; i < n->n_lines; i++) {
        if (i)
            buf_char(&b, ' ');
        buf_put(&b, n->lines[i].text);
    }
    return buf_str(&b);
}

static void open_node(struct picture *p, const struct graph_node *n, enum scene_colour colour)
{
    struct scene_item *group = scene_open(p->out, p->keep, n->id, label_of(p, n), colour);
    group->own_colour = n->tint != 0;
    group->href = n->href;
    group->tip = n->tip;
    p->out->links |= n->href.len > 0;
}

/* Whether the row of line k holds nothing but it: no child box, no other line. */
static bool alone_in_row(const struct picture *p, int i, int k)
{
    const struct graph_node *n = &p->g->nodes[i];
    int y = n->lines[k].y;
    for (int c = p->child[i]; c >= 0; c = p->next[c])
        if (p->g->nodes[c].y <= y && y < p->g->nodes[c].y + p->g->nodes[c].h)
            return false;
    return (k == 0 || n->lines[k - 1].y != y) && (k + 1 == n->n_lines || n->lines[k + 1].y != y);
}

/* In the middle, and not by chance: no other line begins in its column. */
static bool centred_among(const struct graph_node *n, int k)
{
    for (int i = 0; i < n->n_lines; i++)
        if (i != k && n->lines[i].x == n->lines[k].x)
            return false;
    return block_in_middle(n, &n->lines[k]);
}

static void placed_line(struct picture *p, int i, int k)
{
    const struct graph_node *n = &p->g->nodes[i];
    const struct graph_text *t = &n->lines[k];
    struct scene_box span = span_of(p, t), box = p->boxes[i];
    float mid = (span.y0 + span.y1) / 2;
    enum scene_role role = p->blocks[i].roles[k];
    bool on_border = block_on_border(n, t);
    struct scene_box words = { span.x0 - 3, mid - 8, span.x0 + font_width(t->text, role) + 3,
                               mid + 8 };
    if (!p->leaf[i] && !p->after && is_struck(p, words, -1)) {
        *PUSH(&p->late, p->keep) = (struct corner){ i, k };
        return;
    }
    if (!on_border && (!p->leaf[i] || !block_has_border(n) || p->marked[i]))
        put_plate(p, ROLE_VEIL, words, p->leaf[i] ? i : -1);
    if (!block_has_border(n) || on_border || !alone_in_row(p, i, k) || !centred_among(n, k)) {
        float w = font_width(t->text, role);
        if (on_border)
            scene_rect(p->out, p->keep, ROLE_VEIL, rounded(span.x0 - 4), rounded(mid - 8),
                       rounded(w + 8), 16, 4);
        write_pieces(p, t, role, mid);
    } else {
        write_line(p, role, (box.x0 + box.x1) / 2, mid, ANCHOR_MIDDLE, t->text);
    }
}

/* A label that stands a row too high or low for its box only because rows are whole is moved to the
 * middle: by how many pixels. */
static float lift_of(const struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    int first = n->y + n->h, last = n->y;
    for (int k = 0; k < n->n_lines; k++) {
        if (block_on_border(n, &n->lines[k]))
            continue;
        first = n->lines[k].y < first ? n->lines[k].y : first;
        last = n->lines[k].y > last ? n->lines[k].y : last;
    }
    int off = (n->y + n->h - 1 - last) - (first - n->y);
    return off >= -1 && off <= 1 ? (float)(off * HALF_ROW) : 0;
}

static void centred_lines(struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    float x = (p->boxes[i].x0 + p->boxes[i].x1) / 2, lift = lift_of(p, i);
    for (int k = 0; k < n->n_lines; k++)
        if (!block_on_border(n, &n->lines[k]))
            write_line(p, p->blocks[i].roles[k], x, px_y(p, (float)n->lines[k].y + .5F) + lift,
                       ANCHOR_MIDDLE, n->lines[k].text);
}

static bool set_in_middle(const struct graph_node *n)
{
    int widest = 0;
    for (int k = 1; k < n->n_lines; k++)
        if (n->lines[k].w > n->lines[widest].w && !block_on_border(n, &n->lines[k]))
            widest = k;
    return block_in_middle(n, &n->lines[widest]);
}

static float middle_of_label(const struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    int first = -1, last = n->y;
    for (int k = 0; k < n->n_lines; k++) {
        if (block_on_border(n, &n->lines[k]))
            continue;
        first = first < 0 ? n->lines[k].y : first;
        last = n->lines[k].y;
    }
    return first < 0 ? (p->boxes[i].y0 + p->boxes[i].y1) / 2
                     : px_y(p, (float)(first + last + 1) / 2);
}

static void left_lines(struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    const struct block *b = &p->blocks[i];
    struct scene_box box = p->boxes[i];
    float sign = b->glyph ? BLOCK_GLYPH + BLOCK_GLYPH_GAP : 0;
    float x = set_in_middle(n) ? (box.x0 + box.x1 - b->w - sign) / 2 : box.x0 + b->pad + 2;
    int first = block_column(n);
    float lift = lift_of(p, i);
    if (b->glyph) {
        float mid = middle_of_label(p, i) + lift;
        scene_glyph(p->out, p->keep, b->glyph, roundf(x), roundf(mid - BLOCK_GLYPH / 2.0F),
                    BLOCK_GLYPH);
    }
    for (int k = 0; k < n->n_lines; k++) {
        float indent = b->glyph ? 0 : block_indent(n->lines[k].x - first);
        if (!block_on_border(n, &n->lines[k]))
            write_line(p, b->roles[k], x + sign + indent,
                       px_y(p, (float)n->lines[k].y + .5F) + lift, ANCHOR_START, n->lines[k].text);
    }
}

static void draw_line(struct picture *p, const struct graph_line *l, const struct wire *w)
{
    if (w->n < 2)
        return;
    struct scene_item *it =
        scene_path(p->out, p->keep, ROLE_LINE, curve_round(w->points, w->n, 4, p->keep));
    it->pen = edge_pen(l->stroke);
    it->head_begin = l->head_begin;
    it->head_end = l->head_end;
}

static void draw_node(struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    const struct block *b = &p->blocks[i];
    enum scene_colour colour = n->tint      ? palette_nearest(n->tint)
                               : p->leaf[i] ? glyphs_at(b->glyph)->colour
                                            : glyphs_of_container(n);
    open_node(p, n, colour);
    grow(p, p->boxes[i]);
    if (n->shape != SHAPE_TEXT && n->shape != SHAPE_TREE)
        shape_draw(p->out, p->keep, n, p->boxes[i], p->leaf[i], p->shared[i]);
    for (int k = 0; k < p->g->n_lines && p->marked[i]; k++)
        if (p->inside[k] == i)
            draw_line(p, &p->g->lines[k], &p->strokes[k]);
    for (int k = 0; k < n->n_lines; k++)
        if (b->align == BLOCK_PLACED || block_on_border(n, &n->lines[k]))
            placed_line(p, i, k);
    if (b->align == BLOCK_PLACED) {
        scene_close(p->out, p->keep);
        return;
    }
    if (n->n_lines && b->align == BLOCK_CENTRE)
        centred_lines(p, i);
    else if (n->n_lines)
        left_lines(p, i);
    scene_close(p->out, p->keep);
}

/* straight: without the steps aside of a ragged drawing. */
static struct curve_point *points_of(struct picture *p, const struct graph_point *from, int n,
                                     bool straight)
{
    struct curve_point *to = NEW(p->keep, struct curve_point, n + DETOURS * ROUTE_DETOUR);
    for (int i = 0; i < n; i++)
        to[i] = (struct curve_point){ from[i].x, from[i].y };
    if (straight)
        route_straighten(to, n, 2.1F, 1.1F);
    for (int i = 0; i < n; i++) {
        to[i] = (struct curve_point){ px_x(p, to[i].x), px_y(p, to[i].y) };
        grow(p, (struct scene_box){ to[i].x, to[i].y, to[i].x, to[i].y });
    }
    return to;
}

/* A line between the middles of two boxes, as far as columns can say "middle", runs in the middle.
 */
static void centre(const struct picture *p, const struct graph_edge *e, struct curve_point *points)
{
    if (e->n_points != 2 || e->from < 0 || e->to < 0 || e->n_lines)
        return;
    if (p->edges_of[e->from] > 2 || p->edges_of[e->to] > 2 ||
        fabsf(points[0].x - points[1].x) > .1F)
        return;
    struct scene_box a = p->boxes[e->from], b = p->boxes[e->to];
    float middle = (a.x0 + a.x1) / 2, other = (b.x0 + b.x1) / 2;
    if (fabsf(middle - other) < 2 && fabsf(points[0].x - middle) <= 3 * HALF_COLUMN)
        points[0].x = points[1].x = middle;
}

/* Whether a free text stands between the end of e and its box: the title of that box. */
static bool meets_title(const struct graph *g, const struct graph_edge *e)
{
    struct graph_point a = e->points[e->n_points - 2], b = e->points[e->n_points - 1];
    const struct graph_node *to = g->nodes + e->to;
    int x = (int)b.x, y = (int)b.y + (b.y > a.y ? 1 : -1);
    if (a.x != b.x || (y != to->y - 1 && y != to->y + to->h))
        return false;
    for (int i = 0; i < g->n_free; i++) {
        const struct graph_text *t = g->free + i;
        if (t->y == y && t->x <= x && x < t->x + t->w)
            return true;
    }
    return false;
}

/* A level end of a routed edge goes on to the slanted side of its shape. */
static void meet_side(const struct picture *p, int node, struct curve_point *end,
                      const struct curve_point *before)
{
    bool level = fabsf(end->y - before->y) < .05F;
    if (node < 0 || !level || !p->leaf[node] || p->g->nodes[node].shape == SHAPE_DIAMOND)
        return;
    bool left = before->x < end->x;
    float inset = shape_inset(p->g->nodes[node].shape, p->boxes[node], end->y, left);
    end->x += left ? inset : -inset;
}

static bool holds(const struct graph *g, int node, int end)
{
    for (int depth = 0; end >= 0 && depth < g->n_nodes; end = g->nodes[end].parent, depth++)
        if (end == node)
            return true;
    return false;
}

/* Boxes that a connection between two others must not run through. */
static bool in_the_way(const struct picture *p, const struct graph_edge *e, int node)
{
    return p->leaf[node] && block_has_border(&p->g->nodes[node]) && !holds(p->g, node, e->from) &&
           !holds(p->g, node, e->to);
}

static bool is_free(const void *ctx, const struct curve_point *way, int n)
{
    const struct picture *p = ctx;
    for (int i = 0; i < p->g->n_nodes; i++)
        if (p->leaf[i] && block_has_border(&p->g->nodes[i]) && route_crosses(way, n, p->boxes[i]))
            return false;
    return true;
}

static void lead_around(struct picture *p, const struct graph_edge *e, struct wire *w)
{
    int detours = 0;
    if ((int64_t)p->g->n_nodes * p->g->n_edges > PAIRS_MAX)
        return;
    w->bounds = curve_bounds(w->points, w->n);
    for (int i = 0; i < p->g->n_nodes && detours < DETOURS; i++) {
        if (!crosses(w, p->boxes[i]) || !in_the_way(p, e, i))
            continue;
        int n = route_around(w->points, w->n, p->boxes[i], DETOUR_GAP, is_free, p);
        detours += n > w->n;
        w->n = n;
        w->bounds = curve_bounds(w->points, n);
    }
}

/* An end further from its node than any gap a drawing has: the line means something else. */
static bool is_far(const struct graph *g, int node, struct graph_point at)
{
    enum { FAR_X = 6, FAR_Y = 3 };
    if (node < 0)
        return false;
    const struct graph_node *n = &g->nodes[node];
    return at.x < (float)(n->x - FAR_X) || at.x > (float)(n->x + n->w + FAR_X) ||
           at.y < (float)(n->y - FAR_Y) || at.y > (float)(n->y + n->h + FAR_Y);
}

static struct wire wire_from(struct curve_point *points, int n)
{
    return (struct wire){ points, n, curve_bounds(points, n) };
}

static struct wire wire_of(struct picture *p, const struct graph_edge *e)
{
    const struct graph *g = p->g;
    if (e->n_points < 2)
        return (struct wire){ 0 };
    if (!g->routed &&
        (is_far(g, e->from, e->points[0]) || is_far(g, e->to, e->points[e->n_points - 1])))
        return (struct wire){ 0 };
    struct wire w = { .points = points_of(p, e->points, e->n_points, !g->routed),
                      .n = e->n_points };
    if (!g->routed)
        centre(p, e, w.points);
    /* a layout's edges end at the shapes already, but for frames, whose borders were rounded */
    bool from = e->from >= 0 && !(g->routed && p->leaf[e->from]);
    bool to = e->to >= 0 && !(g->routed && p->leaf[e->to]) && !meets_title(g, e);
    route_touch(w.points, w.n, from ? &p->boxes[e->from] : NULL, to ? &p->boxes[e->to] : NULL);
    for (int end = 0; end < 2 && g->routed; end++)
        meet_side(p, end ? e->to : e->from, &w.points[end ? w.n - 1 : 0],
                  &w.points[end ? w.n - 2 : 1]);
    lead_around(p, e, &w);
    return wire_from(w.points, w.n);
}

static void draw_edge(struct picture *p, const struct graph_edge *e, const struct wire *w)
{
    if (w->n < 2)
        return;
    edge_draw(p->out, p->keep, p->g, e, curve_round(w->points, w->n, CORNER, p->keep));
}

/* On which side of its line a label stands. */
static enum scene_anchor label_anchor(const struct curve_point *points, int n,
                                      struct scene_box span)
{
    for (int i = 1; points && i < n; i++) {
        float x0 = fminf(points[i - 1].x, points[i].x), x1 = fmaxf(points[i - 1].x, points[i].x);
        float y0 = fminf(points[i - 1].y, points[i].y), y1 = fmaxf(points[i - 1].y, points[i].y);
        if (x1 - x0 > 1 || y1 < span.y0 || y0 > span.y1)
            continue;
        if (x1 <= span.x0 + 2)
            return ANCHOR_START;
        if (x0 >= span.x1 - 2)
            return ANCHOR_END;
    }
    return ANCHOR_MIDDLE;
}

static void draw_label(struct picture *p, const struct graph_edge *e, const struct wire *wire,
                       int k)
{
    const struct graph_text *t = &e->lines[k];
    struct scene_box span = span_of(p, t);
    float w = font_width(t->text, ROLE_LABEL), mid = (span.y0 + span.y1) / 2;
    enum scene_anchor anchor = label_anchor(wire->points, wire->n, span);
    float x = anchor == ANCHOR_START ? span.x0 + 2
              : anchor == ANCHOR_END ? span.x1 - 2
                                     : (span.x0 + span.x1) / 2;
    float left = anchor == ANCHOR_START ? x : anchor == ANCHOR_END ? x - w : x - w / 2;
    struct scene_box box = { left - 5, mid - 8, left + w + 5, mid + 8 };
    put_plate(p, ROLE_PILL, box, -1);
    write_line(p, ROLE_LABEL, x, mid, anchor, t->text);
}

static void draw_free(struct picture *p, const struct graph_text *t)
{
    struct scene_box span = span_of(p, t);
    float mid = (span.y0 + span.y1) / 2, w = font_width(t->text, free_role(t));
    put_plate(p, ROLE_VEIL, (struct scene_box){ span.x0 - 2, mid - 8, span.x0 + w + 2, mid + 8 },
              -1);
    write_pieces(p, t, free_role(t), mid);
}

/* Where heads of loose strokes and edges point: cells, in order. */
static struct corner *heads_of(const struct graph *g, struct arena *keep, int *count)
{
    struct corner *heads = NEW(keep, struct corner, 2 * (g->n_lines + g->n_edges) + 1);
    int n = 0;
    for (int i = 0; i < g->n_lines + g->n_edges; i++) {
        const struct graph_line *l = i < g->n_lines ? &g->lines[i] : NULL;
        const struct graph_edge *e = l ? NULL : &g->edges[i - g->n_lines];
        const struct graph_point *p = l ? l->points : e->points;
        int last = (l ? l->n_points : e->n_points) - 1;
        if (last >= 1 && (l ? l->head_begin : e->dir == DIR_BOTH))
            heads[n++] = (struct corner){ (int)p[0].x, (int)p[0].y };
        if (last >= 1 && (l ? l->head_end : e->dir != DIR_NONE))
            heads[n++] = (struct corner){ (int)p[last].x, (int)p[last].y };
    }
    if (n)
        qsort(heads, (size_t)n, sizeof *heads, by_place);
    *count = n;
    return heads;
}

/* Letters side by side ("vvv") read as a word; one by itself may be a head. */
static bool has_letter_beside(const struct graph *g, int i)
{
    const struct graph_text *t = &g->free[i];
    for (int k = i - 1; k <= i + 1; k += 2) {
        const struct graph_text *o = k >= 0 && k < g->n_free ? &g->free[k] : t;
        bool beside = o->y == t->y && (o->x == t->x + 1 || o->x == t->x - 1);
        if (beside && o->text.len && char_is_alnum(o->text.ptr[0]))
            return true;
    }
    return false;
}

/* The character of a head that is drawn as one. */
static bool is_drawn_head(const struct graph *g, int i, const struct corner *heads, int n)
{
    const struct graph_text *t = &g->free[i];
    if (!t->margin || t->w != 1 || !n || !t->text.len)
        return false;
    if (char_is_alnum(t->text.ptr[0]) && has_letter_beside(g, i))
        return false;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            struct corner c = { t->x + dx, t->y + dy };
            if (bsearch(&c, heads, (size_t)n, sizeof *heads, by_place))
                return true;
        }
    return false;
}

static void draw_all(struct picture *p)
{
    const struct graph *g = p->g;
    p->wires = NEW(p->keep, struct wire, g->n_edges + 1);
    for (int i = 0; i < g->n_edges; i++)
        p->wires[i] = wire_of(p, &g->edges[i]);
    p->strokes = NEW(p->keep, struct wire, g->n_lines + 1);
    for (int i = 0; i < g->n_lines; i++)
        if (g->lines[i].n_points > 1)
            p->strokes[i] = wire_from(points_of(p, g->lines[i].points, g->lines[i].n_points, false),
                                      g->lines[i].n_points);
    for (int i = 0; i < p->n_order; i++)
        draw_node(p, p->order[i]);
    for (int i = 0; i < g->n_lines; i++)
        if (p->inside[i] < 0 && p->looked)
            draw_line(p, &g->lines[i], &p->strokes[i]);
    for (int i = 0; i < g->n_edges; i++)
        draw_edge(p, &g->edges[i], &p->wires[i]);
    p->after = true;
    for (ptrdiff_t i = 0; i < p->late.len; i++)
        placed_line(p, p->late.ptr[i].x, p->late.ptr[i].y);
    for (int i = 0; i < g->n_nodes; i++)
        if (p->leaf[i])
            draw_node(p, i);
    for (int i = 0; i < g->n_lines && !p->looked; i++)
        draw_line(p, &g->lines[i], &p->strokes[i]);
    for (int i = 0; i < g->n_edges; i++)
        for (int k = 0; k < g->edges[i].n_lines; k++)
            draw_label(p, &g->edges[i], &p->wires[i], k);
    int n_heads;
    const struct corner *heads = heads_of(g, p->keep, &n_heads);
    for (int i = 0; i < g->n_free; i++)
        if (!is_drawn_head(g, i, heads, n_heads))
            draw_free(p, &g->free[i]);
}

/* Cells left and above of all that is drawn are the author's indent: not part of the picture. */
static void to_margin(struct picture *p)
{
    const struct graph *g = p->g;
    float x = 1e9F, y = 1e9F;
    for (int i = 0; i < g->n_nodes; i++) {
        x = fminf(x, (float)g->nodes[i].x + (block_has_border(&g->nodes[i]) ? .5F : 0));
        y = fminf(y, (float)g->nodes[i].y + .5F);
    }
    for (int i = 0; i < g->n_free; i++) {
        x = fminf(x, (float)g->free[i].x);
        y = fminf(y, (float)g->free[i].y);
    }
    for (int i = 0; i < g->n_edges; i++) {
        for (int k = 0; k < g->edges[i].n_points; k++) {
            x = fminf(x, g->edges[i].points[k].x);
            y = fminf(y, g->edges[i].points[k].y);
        }
        for (int k = 0; k < g->edges[i].n_lines; k++) {
            x = fminf(x, (float)g->edges[i].lines[k].x);
            y = fminf(y, (float)g->edges[i].lines[k].y);
        }
    }
    for (int i = 0; i < g->n_lines; i++)
        for (int k = 0; k < g->lines[i].n_points; k++) {
            x = fminf(x, g->lines[i].points[k].x);
            y = fminf(y, g->lines[i].points[k].y);
        }
    p->dx = MARGIN - (x < 1e8F ? cells_px(&p->across, x) : 0);
    p->dy = MARGIN - (y < 1e8F ? cells_px(&p->down, y) : 0);
}

static struct str title_of(const struct graph *g, struct arena *keep)
{
    struct buf b = buf_open(keep, 200);
    int named = 0, more = 0;
    buf_put(&b, S("Diagram"));
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = &g->nodes[i];
        if (n->parent >= 0 || !n->n_lines)
            continue;
        if (named == 3) {
            more++;
            continue;
        }
        buf_put(&b, named++ ? S(", ") : S(" of "));
        buf_put(&b, n->lines[0].text);
    }
    if (more)
        buf_fmt(&b, " and %d more", more);
    return buf_str(&b);
}

static struct str desc_of(const struct graph *g, struct arena *keep)
{
    struct buf b = buf_open(keep, 6000);
    if (g->desc.len)
        buf_put(&b, g->desc);
    else
        graph_words(g, &b);
    return buf_str(&b);
}

bool diagram_draw(const struct graph *g, struct arena *keep, struct scene *out, const char **why)
{
    int edge;
    diagram_scene(g, keep, out);
    if (g->kind == GRAPH_TREE)
        return true;
    enum proof_fault fault = proof_scene(g, out, *keep, &edge);
    *why = proof_words(fault);
    return fault == PROOF_GOOD;
}

bool diagram_place(struct graph *g, struct arena *keep, struct scene *out, const char **why)
{
    if (!layout_place(g, keep, why))
        return false;
    if (diagram_draw(g, keep, out, why))
        return true;
    g->slanted = g->loose = g->routed && !g->sequence;
    return g->loose && layout_place(g, keep, why) && diagram_draw(g, keep, out, why);
}

void diagram_scene(const struct graph *g, struct arena *keep, struct scene *out)
{
    *out = (struct scene){ .title = g->title.len ? g->title : title_of(g, keep),
                           .desc = desc_of(g, keep) };
    if (g->kind == GRAPH_TREE) {
        tree_scene(g, 0, keep, out);
        return;
    }
    if (g->sequence) {
        sequence_scene(g, keep, out);
        return;
    }
    struct picture p = {
        .g = g, .keep = keep, .out = out, .all = { MARGIN, MARGIN, MARGIN, MARGIN }
    };
    family(&p);
    crossed(&p);
    corners(&p);
    outer_first(&p);
    find_marks(&p);
    lay_out(&p);
    to_margin(&p);
    node_boxes(&p);
    draw_all(&p);
    out->w = ceilf(p.all.x1 + MARGIN);
    out->h = ceilf(p.all.y1 + MARGIN);
    legend_add(out, keep);
}
