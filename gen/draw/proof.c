/* proof.c - reads a picture back: does it show what its graph says?
 *
 * The scene alone is asked, as a reader would see it: groups are nodes, paths with ends are
 * connections, texts stand where they stand. Words that a plate lies behind may be crossed. */
#include "draw/proof.h"

#include <math.h>

#include "base/map.h"
#include "base/utf8.h"
#include "draw/curve.h"
#include "draw/route.h"

/* pixels: shorter is not seen; further off does not touch; this near is on; so far inside is through */
enum { SHORT = 4, REACH = 6, INSIDE = 3 };
enum { EDGES_MAX = 6000 }; /* every connection is held against every other */
static const float ON = 1.3F, STEP = 4;

struct place { /* a node as drawn */
    struct scene_box box;
    struct curve_lines outline; /* that is no rectangle */
    bool leaf, any, lives;
    float lifeline; /* where, of a participant that lives */
};
struct text { /* words, and whose they are */
    struct scene_box box;
    struct str words;
    int node;
    bool plate; /* a pill or veil lies behind */
};
struct wire {
    const struct scene_item *item;
    struct curve_line line;
    struct scene_box box;
    float length;
};
struct proof {
    const struct graph *g;
    struct arena *mem;
    struct place *places;
    struct wire *wires; /* of edge i */
    LIST(struct text) texts;
};

/* ---- the scene taken apart ---- */

static const struct scene_box nothing = { 1e9F, 1e9F, -1e9F, -1e9F };

static void widen(struct scene_box *b, struct scene_box o)
{
    b->x0 = fminf(b->x0, o.x0);
    b->y0 = fminf(b->y0, o.y0);
    b->x1 = fmaxf(b->x1, o.x1);
    b->y1 = fmaxf(b->y1, o.y1);
}

static float length_of(const struct curve_line *l)
{
    float sum = 0;
    for (int i = 1; i < l->n; i++)
        sum += hypotf(l->points[i].x - l->points[i - 1].x, l->points[i].y - l->points[i - 1].y);
    return sum;
}

static bool covers(struct scene_box a, struct scene_box b)
{
    return a.x0 <= b.x0 + 1 && a.y0 <= b.y0 + 1 && b.x1 <= a.x1 + 1 && b.y1 <= a.y1 + 1;
}

/* What a node's group holds: its outline, else its words. */
static void take_shape(struct proof *p, int node, const struct scene_item *it)
{
    struct place *at = p->places + node;
    bool outline = it->role == ROLE_NODE || it->role == ROLE_BOX || it->role == ROLE_DOT;
    if (it->kind == SCENE_RECT && outline)
        widen(&at->box, (struct scene_box){ it->x, it->y, it->x + it->w, it->y + it->h });
    else if (it->kind == SCENE_PATH && outline) {
        at->outline = curve_flatten(it->path, 1, 0, 0, p->mem);
        for (ptrdiff_t i = 0; i < at->outline.len; i++)
            widen(&at->box, curve_bounds(at->outline.ptr[i].points, at->outline.ptr[i].n));
    } else if (it->kind == SCENE_TEXT && !at->any)
        widen(&at->box, scene_text_box(it));
    if (it->kind == SCENE_PATH && it->role == ROLE_LINE && !at->lives) {
        struct curve_lines line = curve_flatten(it->path, 1, 0, 0, p->mem);
        at->lives = line.len > 0;
        at->lifeline = at->lives ? line.ptr[0].points[0].x : 0;
    }
    at->any |= outline;
    at->leaf |= it->role == ROLE_NODE;
}

static void take_wire(struct proof *p, int edge, const struct scene_item *it)
{
    struct curve_lines lines = curve_flatten(it->path, 1, 0, 0, p->mem);
    struct wire *w = p->wires + edge;
    w->item = it;
    if (lines.len != 1)
        return;
    w->line = lines.ptr[0];
    w->length = length_of(&w->line);
    w->box = curve_bounds(w->line.points, w->line.n);
}

static void read_scene(struct proof *p, const struct scene *s)
{
    struct map ids = { 0 };
    struct scene_box plate = nothing;
    int node = -1, edge = 0;
    for (int i = 0; i < p->g->n_nodes; i++) {
        *map_at(&ids, p->g->nodes[i].id, p->mem) = (void *)(p->g->nodes + i);
        p->places[i].box = nothing;
    }
    for (ptrdiff_t i = 0; i < s->items.len; i++) {
        const struct scene_item *it = s->items.ptr + i;
        if (it->kind == SCENE_OPEN) {
            const struct graph_node *n = *map_at(&ids, it->id, p->mem);
            node = n ? (int)(n - p->g->nodes) : -1;
        }
        if (node >= 0)
            take_shape(p, node, it);
        if (it->kind == SCENE_RECT && (it->role == ROLE_PILL || it->role == ROLE_VEIL))
            plate = (struct scene_box){ it->x, it->y, it->x + it->w, it->y + it->h };
        if (it->kind == SCENE_TEXT) {
            struct scene_box box = scene_text_box(it);
            *PUSH(&p->texts, p->mem) = (struct text){ box, it->text, node, covers(plate, box) };
        }
        if (it->kind == SCENE_PATH && (it->role == ROLE_EDGE || it->role == ROLE_WIRE)) {
            while (edge < p->g->n_edges && !p->g->sequence && p->g->edges[edge].n_points < 2)
                edge++;
            if (edge < p->g->n_edges)
                take_wire(p, edge++, it);
        }
        if (it->kind == SCENE_CLOSE)
            node = -1;
    }
}

/* ---- what must hold ---- */

static float distance_to(struct curve_point a, struct curve_point b, struct curve_point q)
{
    float dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    float t = square > 0 ? ((q.x - a.x) * dx + (q.y - a.y) * dy) / square : 0;
    t = fmaxf(0, fminf(1, t));
    return hypotf(q.x - a.x - t * dx, q.y - a.y - t * dy);
}

static bool is_near(const struct curve_line *l, struct curve_point q, float most)
{
    for (int i = 1; i < l->n; i++)
        if (distance_to(l->points[i - 1], l->points[i], q) <= most)
            return true;
    return l->closed && l->n > 2 && distance_to(l->points[l->n - 1], l->points[0], q) <= most;
}

static bool is_on(const struct curve_line *l, struct curve_point q)
{
    return is_near(l, q, ON);
}

/* Whether all of a lies on b, looked at every few pixels. */
static bool lies_on(const struct wire *a, const struct wire *b)
{
    const struct curve_line *l = &a->line;
    if (!scene_boxes_meet(a->box, b->box) && !covers(b->box, a->box))
        return false;
    if (!is_on(&b->line, l->points[0]) || !is_on(&b->line, l->points[l->n - 1]))
        return false;
    for (int i = 1; i < l->n; i++) {
        struct curve_point p = l->points[i - 1], q = l->points[i];
        float d = hypotf(q.x - p.x, q.y - p.y);
        for (int k = 0; (float)k * STEP < d; k++) {
            float at = (float)k * STEP;
            struct curve_point m = { p.x + (q.x - p.x) * at / d, p.y + (q.y - p.y) * at / d };
            if (!is_on(&b->line, m))
                return false;
        }
    }
    return true;
}

static float outside(float v, float low, float high)
{
    return v < low ? low - v : v > high ? v - high : 0;
}

/* The row of free words between a line's end and the box that they are the title of. */
static bool through_title(const struct proof *p, struct scene_box box, struct curve_point end)
{
    const struct scene_box at = { end.x - 1, end.y - 3 * REACH, end.x + 1, end.y + 3 * REACH };
    for (ptrdiff_t i = 0; i < p->texts.len; i++) {
        struct scene_box t = p->texts.ptr[i].box;
        if (p->texts.ptr[i].node < 0 && scene_boxes_meet(t, at) &&
            (fabsf(t.y0 - box.y1) <= 3 * REACH || fabsf(t.y1 - box.y0) <= 3 * REACH))
            return true;
    }
    return false;
}

static bool touches(const struct proof *p, int node, struct curve_point end)
{
    struct scene_box b = p->places[node].box;
    if (b.x1 < b.x0) /* without a shape or words there is nothing to reach */
        return true;
    if (through_title(p, b, end))
        return true;
    const struct curve_lines *outline = &p->places[node].outline;
    for (ptrdiff_t i = 0; i < outline->len; i++)
        if (is_near(&outline->ptr[i], end, REACH))
            return true;
    float out = hypotf(outside(end.x, b.x0, b.x1), outside(end.y, b.y0, b.y1));
    float in = fminf(fminf(end.x - b.x0, b.x1 - end.x), fminf(end.y - b.y0, b.y1 - end.y));
    return out <= REACH && in <= REACH;
}

static struct scene_box shrunk(struct scene_box b, float by)
{
    return (struct scene_box){ b.x0 + by, b.y0 + by, b.x1 - by, b.y1 - by };
}

/* Whether node is end or holds it. */
static bool holds(const struct graph *g, int node, int end)
{
    for (int depth = 0; end >= 0 && depth < g->n_nodes; end = g->nodes[end].parent, depth++)
        if (end == node)
            return true;
    return false;
}

static bool is_own(const struct graph *g, int node, const struct graph_edge *e)
{
    return holds(g, node, e->from) || holds(g, node, e->to);
}

static bool runs_through(const struct proof *p, int edge)
{
    const struct wire *w = p->wires + edge;
    for (int i = 0; i < p->g->n_nodes; i++) {
        if (!p->places[i].leaf || !scene_boxes_meet(p->places[i].box, w->box))
            continue;
        struct scene_box b = shrunk(p->places[i].box, INSIDE);
        if (scene_boxes_meet(b, w->box) && !is_own(p->g, i, p->g->edges + edge) &&
            route_crosses(w->line.points, w->line.n, b))
            return true;
    }
    return false;
}

static bool strikes(const struct proof *p, int edge)
{
    const struct wire *w = p->wires + edge;
    for (ptrdiff_t i = 0; i < p->texts.len; i++) {
        const struct text *t = p->texts.ptr + i;
        if (t->plate || !scene_boxes_meet(t->box, w->box))
            continue;
        struct scene_box b = shrunk(t->box, INSIDE);
        if (b.x0 < b.x1 && scene_boxes_meet(b, w->box) &&
            route_crosses(w->line.points, w->line.n, b))
            return true;
    }
    return false;
}

/* Where a head that was left as text points; 0 0: it is none. */
static struct curve_point aim_of(struct str s)
{
    static const struct {
        uint32_t cp[6];
        struct curve_point aim;
    } heads[] = { { { '>', 0x25B6, 0x25BA, 0x2192, 0x25B7, 0x25B8 }, { 1, 0 } },
                  { { '<', 0x25C0, 0x25C4, 0x2190, 0x25C1, 0x25C2 }, { -1, 0 } },
                  { { 'v', 'V', 0x25BC, 0x2193, 0x25BD, 0x25BE }, { 0, 1 } },
                  { { '^', 0x25B2, 0x2191, 0x25B3, 0x25B4, 0x25B5 }, { 0, -1 } } };
    uint32_t cp;
    if (!s.len || utf8_decode(s, &cp) != s.len)
        return (struct curve_point){ 0, 0 };
    for (ptrdiff_t i = 0; i < LEN(heads); i++)
        for (int k = 0; k < 6; k++)
            if (heads[i].cp[k] == cp)
                return heads[i].aim;
    return (struct curve_point){ 0, 0 };
}

/* 1: the line runs through box as aim says; -1: the other way; 0: neither. */
static int runs_with(const struct curve_line *l, struct scene_box box, struct curve_point aim)
{
    for (int i = 1; i < l->n; i++) {
        struct curve_point two[] = { l->points[i - 1], l->points[i] };
        float along = (two[1].x - two[0].x) * aim.x + (two[1].y - two[0].y) * aim.y;
        if (fabsf(along) > 1 && route_crosses(two, 2, box))
            return along > 0 ? 1 : -1;
    }
    return 0;
}

/* An arrow may join another line in its middle, but none runs against the heads on it. */
static bool has_heads(const struct proof *p, int edge)
{
    const struct wire *w = p->wires + edge;
    int with = 0, against = 0;
    for (ptrdiff_t i = 0; i < p->texts.len; i++) {
        const struct text *t = p->texts.ptr + i;
        if (t->node >= 0)
            continue;
        struct curve_point aim = aim_of(t->words);
        struct scene_box box = shrunk(t->box, 1);
        if ((aim.x == 0 && aim.y == 0) || !scene_boxes_meet(box, w->box))
            continue;
        int run = runs_with(&w->line, box, aim);
        with += run > 0;
        against += run < 0;
    }
    return p->g->edges[edge].dir == DIR_BOTH ? with && against : against > 0;
}

/* Pixels by which a line may be off its row or column; shorter pieces are hooks. */
enum { ASLANT = 3, PIECE = 32 };

/* A line that runs aslant, and none of the source's does. */
static bool is_aslant(const struct graph *g, const struct graph_edge *e, const struct curve_line *l)
{
    bool slanted = g->routed || g->slanted;
    for (int i = 1; i < e->n_points && !slanted; i++)
        slanted = e->points[i].x != e->points[i - 1].x && e->points[i].y != e->points[i - 1].y;
    for (int i = 1; i < l->n && !slanted; i++) {
        float dx = fabsf(l->points[i].x - l->points[i - 1].x),
              dy = fabsf(l->points[i].y - l->points[i - 1].y);
        if (dx > ASLANT && dy > ASLANT && hypotf(dx, dy) > PIECE)
            return true;
    }
    return false;
}

static bool is_covered(const struct proof *p, int edge)
{
    const struct wire *w = p->wires + edge;
    for (int i = 0; i < p->g->n_edges; i++)
        if (i != edge && p->wires[i].length >= w->length - 1 && p->wires[i].line.n > 1 &&
            lies_on(w, p->wires + i))
            return true;
    return false;
}

static enum proof_fault fault_of(const struct proof *p, int edge)
{
    const struct graph_edge *e = p->g->edges + edge;
    const struct wire *w = p->wires + edge;
    if (e->from < 0 && e->to < 0)
        return PROOF_GOOD;
    if (!w->item)
        return PROOF_MISSING;
    if (w->length < SHORT)
        return PROOF_SHORT;
    if ((e->from >= 0 && !touches(p, e->from, w->line.points[0])) ||
        (e->to >= 0 && !touches(p, e->to, w->line.points[w->line.n - 1])))
        return PROOF_LOOSE;
    if (is_covered(p, edge))
        return PROOF_COVERED;
    if (runs_through(p, edge))
        return PROOF_THROUGH;
    if (strikes(p, edge))
        return PROOF_STRUCK;
    if (is_aslant(p->g, e, &w->line))
        return PROOF_ASLANT;
    return has_heads(p, edge) ? PROOF_HEADS : PROOF_GOOD;
}

/* Whether no other lifeline is nearer to the end of a message. */
static bool on_lifeline(const struct proof *p, int node, struct curve_point end)
{
    float own = fabsf(p->places[node].lifeline - end.x);
    for (int i = 0; i < p->g->n_nodes; i++)
        if (i != node && p->places[i].lives && fabsf(p->places[i].lifeline - end.x) < own)
            return false;
    return p->places[node].lives;
}

static enum proof_fault fault_of_message(const struct proof *p, int edge)
{
    const struct graph_edge *e = p->g->edges + edge;
    const struct wire *w = p->wires + edge;
    if (!w->item)
        return PROOF_MISSING;
    if (w->length < SHORT)
        return PROOF_SHORT;
    if (!on_lifeline(p, e->from, w->line.points[0]) ||
        !on_lifeline(p, e->to, w->line.points[w->line.n - 1]))
        return PROOF_LOOSE;
    return is_covered(p, edge) ? PROOF_COVERED : PROOF_GOOD;
}

enum proof_fault proof_scene(const struct graph *g, const struct scene *s, struct arena scratch,
                             int *edge)
{
    struct proof p = { .g = g, .mem = &scratch };
    *edge = 0;
    if (g->n_edges > EDGES_MAX)
        return PROOF_MANY;
    p.places = NEW(&scratch, struct place, g->n_nodes + 1);
    p.wires = NEW(&scratch, struct wire, g->n_edges + 1);
    read_scene(&p, s);
    for (*edge = 0; *edge < g->n_edges; ++*edge) {
        enum proof_fault fault = g->sequence ? fault_of_message(&p, *edge) : fault_of(&p, *edge);
        if (fault != PROOF_GOOD)
            return fault;
    }
    return PROOF_GOOD;
}

const char *proof_words(enum proof_fault fault)
{
    static const char *const words[] = {
        [PROOF_GOOD] = "",
        [PROOF_MISSING] = "a connection would not be seen",
        [PROOF_SHORT] = "a connection would be too short to be seen",
        [PROOF_LOOSE] = "a line would not reach what it joins",
        [PROOF_COVERED] = "a connection would lie on another one",
        [PROOF_THROUGH] = "a line would run through a box it does not join",
        [PROOF_STRUCK] = "a line would run through words",
        [PROOF_MANY] = "it has more than 6,000 connections",
        [PROOF_ASLANT] = "a line would run aslant",
        [PROOF_HEADS] = "a line has an arrow in its middle",
    };
    return words[fault];
}
