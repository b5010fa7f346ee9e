/* layout_square.c - ranks, gaps, ports and tracks.
 *
 * All is reckoned along the flow: `a` across it, `m` along it, growing from the first rank to the last. */
#include "draw/layout_square.h"

#include <math.h>
#include <stdlib.h>

enum {
    EDGES_MAX = 400,
    RANKS_MAX = 400,
    GAP_LEAST = 34,
    TRACK = 11,
    STUB = 10,
    HEAD = 16,
    PORT = 22,
    PORT_LEVEL = 28
};

struct span {
    float m0, m1;
};
struct area {
    float a0, m0, a1, m1;
};
struct jog {         /* an edge turns aside in a gap */
    int edge, place; /* place: of its path */
    float from, to;
    int track;
};
struct gap {
    float upper, lower, more;
    int tracks;
    LIST(struct jog) jogs;
};
struct path {
    bool on;
    int first, last;  /* ranks */
    int upper, lower; /* nodes: where it begins and ends along the flow */
    int label;        /* the rank of its label, counted from first; 0: none */
    float m0, m1;
    float *a, *track; /* at each rank first..last; of the gap behind it */
};
struct square {
    const struct layout_scope *s;
    const struct graph *g;
    struct layout_result *r;
    struct arena *mem;
    struct area *nodes, *labels;
    struct span *ranks;
    int n_ranks;
    struct gap *gaps;
    struct path *paths;
};

static bool is_level(const struct square *q)
{
    return q->s->flow == FLOW_RIGHT || q->s->flow == FLOW_LEFT;
}

static bool is_backwards(const struct square *q)
{
    return q->s->flow == FLOW_UP || q->s->flow == FLOW_LEFT;
}

static bool is_here(const struct square *q, int node)
{
    return q->s->home[node] == q->s->at;
}

static struct area turned(const struct square *q, float x0, float y0, float x1, float y1)
{
    struct area t = is_level(q) ? (struct area){ y0, x0, y1, x1 } : (struct area){ x0, y0, x1, y1 };
    if (is_backwards(q)) {
        float m = t.m0;
        t.m0 = -t.m1;
        t.m1 = -m;
    }
    return t;
}

static struct graph_point back(const struct square *q, float a, float m)
{
    m = is_backwards(q) ? -m : m;
    return is_level(q) ? (struct graph_point){ m, a } : (struct graph_point){ a, m };
}

/* ---- ranks and gaps ---- */

static int by_place(const void *a, const void *b)
{
    const struct span *p = a, *q = b;
    return p->m0 != q->m0 ? (p->m0 > q->m0) - (p->m0 < q->m0) : (p->m1 > q->m1) - (p->m1 < q->m1);
}

static void take_areas(struct square *q)
{
    for (int i = 0; i < q->g->n_nodes; i++) {
        const struct layout_box *b = &q->r->nodes[i];
        q->nodes[i] = turned(q, b->x0, b->y0, b->x1, b->y1);
    }
    for (int i = 0; i < q->g->n_edges; i++) {
        const struct graph_edge *e = &q->g->edges[i];
        const struct layout_route *r = &q->r->edges[i];
        float w = (float)(layout_cells_widest(e->lines, e->n_lines) * LAYOUT_CELL_W) / 2,
              h = (float)(e->n_lines * LAYOUT_CELL_H) / 2;
        q->labels[i] = turned(q, r->lx - w, r->ly - h, r->lx + w, r->ly + h);
    }
}

/* Nodes and labels that overlap along the flow are one rank. */
static void find_ranks(struct square *q)
{
    int n = 0;
    q->ranks = NEW(q->mem, struct span, q->g->n_nodes + q->g->n_edges + 1);
    for (int i = 0; i < q->g->n_nodes; i++)
        if (is_here(q, i) && !q->s->frame[i])
            q->ranks[n++] = (struct span){ q->nodes[i].m0, q->nodes[i].m1 };
    for (int i = 0; i < q->g->n_edges; i++)
        if (q->paths[i].on && q->r->edges[i].labelled)
            q->ranks[n++] = (struct span){ q->labels[i].m0 + 2, q->labels[i].m1 - 2 };
    if (n)
        qsort(q->ranks, (size_t)n, sizeof *q->ranks, by_place);
    for (int i = 0; i < n; i++) {
        struct span *last = q->n_ranks ? &q->ranks[q->n_ranks - 1] : NULL;
        if (last && q->ranks[i].m0 < last->m1 + 1)
            last->m1 = fmaxf(last->m1, q->ranks[i].m1);
        else
            q->ranks[q->n_ranks++] = q->ranks[i];
    }
}

/* Frames that end or begin in a gap leave less of it. */
static void find_gaps(struct square *q)
{
    q->gaps = NEW(q->mem, struct gap, q->n_ranks + 1);
    for (int k = 0; k + 1 < q->n_ranks; k++) {
        struct gap *g = &q->gaps[k];
        float upper = q->ranks[k].m1, lower = q->ranks[k + 1].m0;
        g->upper = upper;
        g->lower = lower;
        for (int i = 0; i < q->g->n_nodes; i++) {
            if (!q->s->frame[i] || !is_here(q, i))
                continue;
            if (q->nodes[i].m1 > upper - 1 && q->nodes[i].m1 < lower)
                g->upper = fmaxf(g->upper, q->nodes[i].m1);
            if (q->nodes[i].m0 < lower + 1 && q->nodes[i].m0 > upper)
                g->lower = fminf(g->lower, q->nodes[i].m0);
        }
        if (g->upper > g->lower) {
            g->upper = upper;
            g->lower = lower;
        }
    }
}

/* ---- paths ---- */

static int rank_at(const struct square *q, float m)
{
    int k = 0;
    while (k + 1 < q->n_ranks && q->ranks[k].m1 < m)
        k++;
    return k;
}

/* Where the way of the layout crosses m. */
static float crossing(const struct square *q, const struct layout_route *r, bool reversed, float m)
{
    for (int i = 1; i < r->n; i++) {
        struct graph_point p = r->points[reversed ? r->n - i : i - 1],
                           o = r->points[reversed ? r->n - 1 - i : i];
        struct area s = turned(q, p.x, p.y, p.x, p.y), t = turned(q, o.x, o.y, o.x, o.y);
        if (s.m0 <= m && m <= t.m0 && t.m0 > s.m0)
            return s.a0 + (t.a0 - s.a0) * (m - s.m0) / (t.m0 - s.m0);
    }
    return NAN;
}

/* Off the nodes of the rank: beside the nearest one that is in the way. */
static float clear_of(const struct square *q, int rank, float a)
{
    const struct span *s = &q->ranks[rank];
    for (int i = 0; i < q->g->n_nodes; i++) {
        const struct area *n = &q->nodes[i];
        if (!is_here(q, i) || q->s->frame[i] || n->m1 < s->m0 || n->m0 > s->m1 || a < n->a0 - 6 ||
            a > n->a1 + 6)
            continue;
        return a < (n->a0 + n->a1) / 2 ? n->a0 - 8 : n->a1 + 8;
    }
    return a;
}

static void open_path(struct square *q, int i)
{
    struct path *p = &q->paths[i];
    const struct graph_edge *e = &q->g->edges[i];
    const struct layout_route *r = &q->r->edges[i];
    bool reversed = q->s->p->back[i];
    struct graph_point s = r->points[reversed ? r->n - 1 : 0],
                       t = r->points[reversed ? 0 : r->n - 1];
    p->upper = reversed ? e->to : e->from;
    p->lower = reversed ? e->from : e->to;
    p->m0 = turned(q, s.x, s.y, s.x, s.y).m0;
    p->m1 = turned(q, t.x, t.y, t.x, t.y).m0;
    const struct area *from = &q->nodes[p->upper], *to = &q->nodes[p->lower];
    p->m0 = from->m1; /* the outline is found when the port is known */
    p->m1 = to->m0;
    p->first = rank_at(q, p->m0);
    p->last = rank_at(q, p->m1 + 1);
    if (q->s->frame[p->upper] && p->first + 1 < q->n_ranks && q->ranks[p->first].m0 > p->m0)
        p->first--;
    p->on = p->m1 > p->m0 + 4 && p->first >= 0 && p->last > p->first;
    if (!p->on)
        return;
    int n = p->last - p->first + 1;
    p->a = NEW(q->mem, float, n);
    p->track = NEW(q->mem, float, n);
    p->a[0] = turned(q, s.x, s.y, s.x, s.y).a0;
    p->a[n - 1] = turned(q, t.x, t.y, t.x, t.y).a0;
    for (int k = 1; k + 1 < n && p->on; k++) {
        const struct span *rank = &q->ranks[p->first + k];
        float a = crossing(q, r, reversed, (rank->m0 + rank->m1) / 2);
        p->on = !isnan(a);
        bool own = r->labelled && q->labels[i].m0 < rank->m1 && q->labels[i].m1 > rank->m0;
        p->label = own ? k : p->label;
        p->a[k] = own && is_level(q) ? q->labels[i].a1 + 3
                  : own              ? q->labels[i].a0 - 12
                  : p->on            ? clear_of(q, p->first + k, a)
                                     : a;
    }
}

/* ---- ports ---- */

struct port {
    int edge;
    float wish;
};

static int by_wish(const void *a, const void *b)
{
    const struct port *p = a, *q = b;
    return p->wish != q->wish ? (p->wish > q->wish) - (p->wish < q->wish) : p->edge - q->edge;
}

/* How far the outline of a shape lies inside its box where a port is. */
static float outline_at(enum graph_shape shape, const struct area *n, float a, bool roof)
{
    float half = (n->a1 - n->a0) / 2, off = fabsf(a - (n->a0 + n->a1) / 2) / fmaxf(half, 1);
    float high = (n->m1 - n->m0) / 2;
    if (shape == SHAPE_DOT || shape == SHAPE_BAR) /* both are drawn smaller than their cells */
        return high - (shape == SHAPE_BAR ? 4 : 5);
    if (roof && (shape == SHAPE_HOUSE || shape == SHAPE_TRIANGLE))
        return off * (shape == SHAPE_HOUSE ? 12 : 2 * high);
    if (shape == SHAPE_DIAMOND)
        return off * high;
    if (shape == SHAPE_CIRCLE && off < 1)
        return high < half ? 0 : high - sqrtf(1 - off * off) * high;
    return 0;
}

/* The middle of the field that an edge names, across the flow. */
static float field_middle(const struct square *q, int edge, int node)
{
    const struct graph_edge *e = &q->g->edges[edge];
    const struct graph_node *n = &q->g->nodes[node];
    int field = (e->from == node ? e->from_field : e->to_field) - 1;
    if (field < 0 || field >= n->n_fields)
        return NAN;
    const struct graph_field *f = &n->fields[field];
    return q->nodes[node].a0 + (is_level(q) ? ((float)f->y + (float)f->h / 2) * LAYOUT_CELL_H
                                            : ((float)f->x + (float)f->w / 2) * LAYOUT_CELL_W);
}

/* Edges at one side of a node stand beside each other in the order of where they lead. */
static void set_ports(struct square *q, int node, bool below, struct port *ports)
{
    int n = 0;
    const struct area *box = &q->nodes[node];
    for (int i = 0; i < q->g->n_edges; i++) {
        const struct path *p = &q->paths[i];
        if (p->on && (below ? p->upper : p->lower) == node)
            ports[n++] = (struct port){ i, below ? p->a[1] : p->a[p->last - p->first - 1] };
    }
    if (!n || q->s->frame[node])
        return;
    qsort(ports, (size_t)n, sizeof *ports, by_wish);
    enum { TIGHT = 7 }; /* edges at one field */
    float step =
              fmaxf(4, fminf(is_level(q) ? PORT_LEVEL : PORT, (box->a1 - box->a0 - 12) / (float)n)),
          middle = (box->a0 + box->a1) / 2;
    for (int k = 0; k < n; k++) {
        struct path *p = &q->paths[ports[k].edge];
        float a = middle + step * ((float)k - (float)(n - 1) / 2);
        float field = field_middle(q, ports[k].edge, node);
        if (!isnan(field))
            a = field + fminf(step, TIGHT) * ((float)k - (float)(n - 1) / 2);
        p->a[below ? 0 : p->last - p->first] = a;
    }
}

/* Whether the port of an edge may move to a: on its node's side, no other edge near. */
static bool may_move(const struct square *q, int edge, bool below, float a)
{
    const struct path *p = &q->paths[edge];
    int node = below ? p->upper : p->lower;
    const struct area *box = &q->nodes[node];
    enum graph_shape shape = q->g->nodes[node].shape;
    if (a < box->a0 + 8 || a > box->a1 - 8 || shape == SHAPE_DIAMOND || shape == SHAPE_CIRCLE ||
        shape == SHAPE_DOT || !isnan(field_middle(q, edge, node)))
        return false;
    for (int i = 0; i < q->g->n_edges; i++) {
        const struct path *o = &q->paths[i];
        if (i != edge && o->on && (below ? o->upper : o->lower) == node &&
            fabsf(o->a[below ? 0 : o->last - o->first] - a) < 8)
            return false;
    }
    return true;
}

/* Whether another edge leads the same way: the labels of both need room. */
static bool is_twin(const struct square *q, int edge)
{
    const struct path *p = &q->paths[edge];
    for (int i = 0; i < q->g->n_edges; i++)
        if (i != edge && q->paths[i].on && q->paths[i].upper == p->upper &&
            q->paths[i].lower == p->lower)
            return true;
    return false;
}

static void shift_label(struct square *q, int edge, float by)
{
    q->labels[edge].a0 += by;
    q->labels[edge].a1 += by;
}

/* A small step aside is none: what only passes goes straight on, the label comes along, a port moves. */
static void align(struct square *q, int i)
{
    enum { SMALL = 16, LABEL = 30 };
    struct path *p = &q->paths[i];
    int n = p->last - p->first;
    bool twin = is_twin(q, i);
    for (int k = 1; k < n; k++) {
        float by = p->a[k - 1] - p->a[k];
        if (fabsf(by) >= (k != p->label ? SMALL
                          : twin        ? 1
                                        : LABEL) ||
            fabsf(clear_of(q, p->first + k, p->a[k - 1]) - p->a[k - 1]) >= 1)
            continue;
        p->a[k] = p->a[k - 1];
        if (k == p->label)
            shift_label(q, i, by);
    }
    float step = p->a[n] - p->a[n - 1];
    if (fabsf(step) >= SMALL || fabsf(step) < .5F)
        return;
    if (may_move(q, i, false, p->a[n - 1])) {
        p->a[n] = p->a[n - 1];
        return;
    }
    for (int k = 1; k < n; k++)
        if (fabsf(p->a[k] - p->a[0]) > .5F)
            return;
    if (!may_move(q, i, true, p->a[n]))
        return;
    for (int k = n - 1; k >= 0; k--)
        p->a[k] = p->a[n];
    if (p->label)
        shift_label(q, i, step);
}

/* ---- tracks ---- */

/* Of those that go right the one that begins farthest right turns first, of those that go left the one
 * farthest left: then none crosses another. */
static int by_turn(const void *a, const void *b)
{
    const struct jog *p = a, *q = b;
    bool right = p->to > p->from, other = q->to > q->from;
    if (right != other)
        return right ? -1 : 1;
    if (p->from != q->from)
        return (p->from < q->from) == right ? 1 : -1;
    return p->edge - q->edge;
}

static bool overlap(const struct jog *p, const struct jog *q)
{
    float p0 = fminf(p->from, p->to), p1 = fmaxf(p->from, p->to), q0 = fminf(q->from, q->to),
          q1 = fmaxf(q->from, q->to);
    return p0 < q1 + 6 && q0 < p1 + 6;
}

/* Where one ends in the column in which another begins, the other turns first. */
static void order_jogs(struct gap *g)
{
    if (g->jogs.len)
        qsort(g->jogs.ptr, (size_t)g->jogs.len, sizeof *g->jogs.ptr, by_turn);
    for (ptrdiff_t i = 0, moves = 0; i < g->jogs.len; i++)
        for (ptrdiff_t k = i + 1; k < g->jogs.len && moves < 2 * g->jogs.len; k++) {
            if (fabsf(g->jogs.ptr[i].to - g->jogs.ptr[k].from) > 5)
                continue;
            struct jog j = g->jogs.ptr[k];
            memmove(&g->jogs.ptr[i + 1], &g->jogs.ptr[i], (size_t)(k - i) * sizeof j);
            g->jogs.ptr[i] = j;
            moves++;
        }
}

static void set_tracks(struct square *q, struct gap *g)
{
    order_jogs(g);
    for (ptrdiff_t i = 0; i < g->jogs.len; i++) {
        struct jog *j = &g->jogs.ptr[i];
        for (ptrdiff_t k = 0; k < i; k++)
            if (overlap(j, &g->jogs.ptr[k]) && g->jogs.ptr[k].track >= j->track)
                j->track = g->jogs.ptr[k].track + 1;
        g->tracks = j->track >= g->tracks ? j->track + 1 : g->tracks;
    }
    float need = fmaxf(GAP_LEAST, (float)(g->tracks * TRACK + STUB + HEAD));
    g->more = g->jogs.len || g->upper > 0 ? fmaxf(0, need - (g->lower - g->upper)) : 0;
    for (ptrdiff_t i = 0; i < g->jogs.len; i++) {
        struct jog *j = &g->jogs.ptr[i];
        float room = g->lower + g->more - g->upper - STUB - HEAD;
        q->paths[j->edge].track[j->place] =
            g->upper + STUB + room * ((float)j->track + 1) / (float)(g->tracks + 1) + 2;
    }
}

static void find_jogs(struct square *q)
{
    for (int i = 0; i < q->g->n_edges; i++) {
        const struct path *p = &q->paths[i];
        for (int k = 0; p->on && k < p->last - p->first; k++)
            if (fabsf(p->a[k] - p->a[k + 1]) > .5F)
                *PUSH(&q->gaps[p->first + k].jogs, q->mem) =
                    (struct jog){ i, k, p->a[k], p->a[k + 1], 0 };
    }
    for (int k = 0; k + 1 < q->n_ranks; k++)
        set_tracks(q, &q->gaps[k]);
}

/* ---- places ---- */

/* What m becomes when the gaps before it have grown; inside: a track, which reckons with its own gap's
 * growth already. */
static float moved(const struct square *q, float m, int inside)
{
    float to = m;
    for (int k = 0; k + 1 < q->n_ranks; k++) {
        const struct gap *g = &q->gaps[k];
        if (k != inside && m >= g->lower - .5F)
            to += g->more;
        else if (k != inside && m > g->upper)
            to += g->more * (m - g->upper) / fmaxf(g->lower - g->upper, 1);
    }
    return to;
}

static void move_nodes(struct square *q)
{
    for (int i = 0; i < q->g->n_nodes; i++) {
        if (!is_here(q, i))
            continue;
        struct area *n = &q->nodes[i];
        struct graph_point p = back(q, n->a0, moved(q, n->m0, -1)),
                           o = back(q, n->a1, moved(q, n->m1, -1));
        q->r->nodes[i] = (struct layout_box){ fminf(p.x, o.x), fminf(p.y, o.y), fmaxf(p.x, o.x),
                                              fmaxf(p.y, o.y) };
    }
}

static void write_path(struct square *q, int i)
{
    struct path *p = &q->paths[i];
    struct layout_route *r = &q->r->edges[i];
    int n = p->last - p->first, count = 0;
    const struct graph_node *from = &q->g->nodes[p->upper], *to = &q->g->nodes[p->lower];
    float m0 = moved(q, p->m0, -1), m1 = moved(q, p->m1, -1);
    if (!q->s->frame[p->upper])
        m0 -= outline_at(from->shape, &q->nodes[p->upper], p->a[0], q->s->flow == FLOW_UP);
    if (!q->s->frame[p->lower])
        m1 += outline_at(to->shape, &q->nodes[p->lower], p->a[n], q->s->flow == FLOW_DOWN);
    struct graph_point at[LAYOUT_POINTS_MAX];
    if (2 * n + 2 > LAYOUT_POINTS_MAX)
        return;
    at[count++] = back(q, p->a[0], m0);
    for (int k = 0; k < n; k++) {
        if (fabsf(p->a[k] - p->a[k + 1]) <= .5F)
            continue;
        float m = moved(q, p->track[k], p->first + k);
        at[count++] = back(q, p->a[k], m);
        at[count++] = back(q, p->a[k + 1], m);
    }
    at[count++] = back(q, p->a[n], m1);
    r->square = true;
    r->n = count;
    for (int k = 0; k < count; k++)
        r->points[k] = at[q->s->p->back[i] ? count - 1 - k : k];
}

static void write_all(struct square *q)
{
    move_nodes(q);
    for (int i = 0; i < q->g->n_edges; i++) {
        struct layout_route *r = &q->r->edges[i];
        if (q->paths[i].on) {
            write_path(q, i);
        } else if (r->n && is_here(q, q->g->edges[i].from)) {
            for (int k = 0; k < r->n; k++) {
                struct area t =
                    turned(q, r->points[k].x, r->points[k].y, r->points[k].x, r->points[k].y);
                r->points[k] = back(q, t.a0, moved(q, t.m0, -1));
            }
        }
        if (!r->labelled || !is_here(q, q->g->edges[i].from))
            continue;
        const struct area *l = &q->labels[i];
        struct graph_point p = back(q, (l->a0 + l->a1) / 2, moved(q, (l->m0 + l->m1) / 2, -1));
        r->lx = p.x;
        r->ly = p.y;
    }
}

void layout_square_edges(const struct layout_scope *s, struct layout_result *r,
                         struct arena scratch)
{
    const struct graph *g = s->p->g;
    struct square q = { .s = s, .g = g, .r = r, .mem = &scratch };
    if (g->n_edges > EDGES_MAX)
        return;
    q.nodes = NEW(q.mem, struct area, g->n_nodes + 1);
    q.labels = NEW(q.mem, struct area, g->n_edges + 1);
    q.paths = NEW(q.mem, struct path, g->n_edges + 1);
    for (int i = 0; i < g->n_edges; i++)
        q.paths[i].on = r->edges[i].n >= 2 && g->edges[i].from != g->edges[i].to &&
                        is_here(&q, g->edges[i].from) && is_here(&q, g->edges[i].to);
    take_areas(&q);
    find_ranks(&q);
    if (q.n_ranks < 2 || q.n_ranks > RANKS_MAX)
        return;
    find_gaps(&q);
    for (int i = 0; i < g->n_edges; i++)
        if (q.paths[i].on)
            open_path(&q, i);
    struct port *ports = NEW(q.mem, struct port, g->n_edges + 1);
    for (int i = 0; i < g->n_nodes; i++) {
        set_ports(&q, i, true, ports);
        set_ports(&q, i, false, ports);
    }
    for (int i = 0; i < g->n_edges; i++)
        if (q.paths[i].on)
            align(&q, i);
    find_jogs(&q);
    write_all(&q);
}
