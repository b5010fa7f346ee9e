/* box_labels.c - which text belongs to which line. In the line; beside a vertical line; above, else
 * below a horizontal one; further rows of the same block follow their first row. */
#include "sketch/box_labels.h"

enum { BESIDE_MAX = 4 }; /* columns between a vertical line and its label */

struct labeller {
    struct box_grid *g;
    const struct box_trace *t;
    struct box_nets *nets;
};

static struct box_run *run_of(const struct labeller *a, int i)
{
    return a->g->runs.ptr + i;
}

static const struct trace_cell *trace_at(const struct labeller *a, int i)
{
    int32_t net = a->g->cells[i].net;
    return net ? a->t->ptr + net : NULL;
}

static void own(struct labeller *a, int run, enum run_owner owner, int item)
{
    struct box_run *r = run_of(a, run);
    r->owner = (uint8_t)owner;
    r->item = item;
    if (owner == RUN_EDGE)
        *PUSH(&a->nets->edges.ptr[item].labels, a->g->mem) = run;
}

/* The names above lifelines are nodes of their own. */
static void own_names(struct labeller *a)
{
    for (int i = 0; i < a->g->boxes.len; i++) {
        const struct box_frame *b = a->g->boxes.ptr + i;
        int run = b->name ? a->g->cells[grid_at(a->g, b->x0, b->y0)].run : 0;
        if (run > 0)
            own(a, run - 1, RUN_BOX, i);
    }
}

/* Runs that edges already hold: texts in the line, texts at the end. */
static void own_traced(struct labeller *a)
{
    for (int e = 0; e < a->nets->edges.len; e++) {
        struct box_edge *edge = a->nets->edges.ptr + e;
        const struct box_end ends[2] = { edge->from, edge->to };
        for (int k = 0; k < 2; k++)
            if (ends[k].kind == END_TEXT)
                own(a, ends[k].ref, RUN_NODE, ends[k].ref);
    }
    for (int e = 0; e < a->nets->edges.len; e++) {
        struct box_edge *edge = a->nets->edges.ptr + e;
        ptrdiff_t kept = 0;
        for (ptrdiff_t k = 0; k < edge->labels.len; k++) {
            int run = edge->labels.ptr[k];
            if (run_of(a, run)->owner != RUN_FREE)
                continue; /* shared with an edge before this one */
            run_of(a, run)->owner = RUN_EDGE;
            run_of(a, run)->item = e;
            edge->labels.ptr[kept++] = run;
        }
        edge->labels.len = kept;
    }
}

/* ---- what stands beside a run ---- */

struct pick {
    int edge;
    float cost;
};

static void offer(struct pick *p, int edge, float cost)
{
    if (edge >= 0 && (p->edge < 0 || cost < p->cost))
        *p = (struct pick){ edge, cost };
}

static bool goes(const struct box_cell *c, int a, int b)
{
    if (c->role == CELL_HEAD)
        return (c->aim & 3) == a || (c->aim & 3) == b;
    return port_of(c, a) || port_of(c, b);
}

/* Whether line cell c runs where the text of the run stands: not on the other side of a border. */
static bool same_region(const struct labeller *a, const struct box_run *r, const struct box_cell *c)
{
    int box = box_resolve(a->g, r->box);
    if (!c->side)
        return box_resolve(a->g, c->box) == box;
    for (int s = c->side; s; s = a->g->sides.ptr[s].next)
        if (box_resolve(a->g, a->g->sides.ptr[s].box) == box && box >= 0)
            return false;
    return true;
}

/* The edge of a line cell that runs along a or b, in the same box as the run; -1: none. */
static int edge_along(const struct labeller *a, const struct box_run *r, int i, int d1, int d2,
                      float *extra)
{
    const struct trace_cell *t = trace_at(a, i);
    const struct box_cell *c = a->g->cells + i;
    if (!t || !t->edge || !goes(c, d1, d2))
        return -1;
    if (!same_region(a, r, c))
        return -1;
    *extra = t->edges > 1 ? 0.3f : 0;
    return t->edge - 1;
}

static void offer_beside(const struct labeller *a, const struct box_run *r, int dir, struct pick *p)
{
    int x = dir == WEST ? r->x - 1 : r->x + r->w;
    for (int k = 0; k < BESIDE_MAX; k++, x += dir == WEST ? -1 : 1) {
        int i = grid_at(a->g, x, r->y);
        if (!a->g->cells[i].cp)
            continue;
        float extra = 0;
        int edge = edge_along(a, r, i, NORTH, SOUTH, &extra);
        offer(p, edge, 0.4f * (float)(k + 1) + (dir == WEST ? 0 : 0.3f) + extra);
        return;
    }
}

/* The edge that runs along most of the row above or below the run. */
static void offer_row(const struct labeller *a, const struct box_run *r, int dy, float base,
                      struct pick *p)
{
    int best = -1, most = 0;
    float extra = 0;
    for (int x = r->x; x < r->x + r->w;) {
        float more = 0;
        int i = grid_at(a->g, x, r->y + dy), n = 1;
        int edge = edge_along(a, r, i, EAST, WEST, &more);
        int run = a->g->cells[i].run;
        if (edge < 0 && run > 0 && run_of(a, run - 1)->owner == RUN_EDGE)
            edge = run_of(a, run - 1)->item;
        for (; edge >= 0 && x + n < r->x + r->w; n++) {
            const struct box_cell *c = a->g->cells + i + n;
            const struct trace_cell *t = trace_at(a, i + n);
            bool same = (t && t->edge == edge + 1) || !c->cp ||
                        (c->run > 0 && run_of(a, c->run - 1)->item == edge);
            if (!same)
                break;
        }
        if (edge >= 0 && n > most) {
            most = n;
            best = edge;
            extra = more;
        }
        x += n;
    }
    if (2 * most >= r->w || most >= 4)
        offer(p, best, base + extra + 1.0f - (float)most / (float)r->w);
}

/* Text in a box without boxes is the box's, even where a line passes through. */
static bool leaf_text(const struct labeller *a, const struct box_run *r)
{
    return r->box >= 0 && a->g->boxes.ptr[r->box].n_children == 0;
}

/* Dots, quotes and bars alone say nothing about a line. */
static bool has_word(const struct labeller *a, const struct box_run *r)
{
    for (int32_t i = r->at; i < r->at + r->bytes; i++)
        if ((unsigned char)a->g->text.ptr[i] >= 0x80 || char_is_alnum(a->g->text.ptr[i]))
            return true;
    return false;
}

/* "0 1 2 3 4 5": a measure of columns, no label. */
static bool is_ruler(const struct labeller *a, const struct box_run *r)
{
    for (int32_t i = 1; i < r->bytes; i += 2)
        if (a->g->text.ptr[r->at + i] != ' ')
            return false;
    return r->w > 10 && r->w == r->bytes;
}

static bool may_label(const struct labeller *a, const struct box_run *r)
{
    return r->owner == RUN_FREE && !r->title && has_word(a, r) && !leaf_text(a, r) &&
           !is_ruler(a, r);
}

/* The further row of a label that stands nearer to its line: it is no label of the next line. */
static void follow_above(const struct labeller *a, struct pick *picks, int i)
{
    const struct box_run *r = run_of(a, i);
    for (int x = r->x; x < r->x + r->w && picks[i].edge >= 0; x++) {
        int up = a->g->cells[grid_at(a->g, x, r->y - 1)].run - 1;
        if (up < 0 || picks[up].edge < 0 || run_of(a, up)->box != r->box)
            continue;
        if (picks[up].edge != picks[i].edge && picks[up].cost + 0.5F < picks[i].cost)
            picks[i] = picks[up];
        return;
    }
}

static void label_beside(struct labeller *a)
{
    ptrdiff_t n = a->g->runs.len;
    struct pick *picks = NEW(a->g->mem, struct pick, n + 1);
    for (int i = 0; i < n; i++) {
        picks[i].edge = -1;
        const struct box_run *r = run_of(a, i);
        if (!may_label(a, r))
            continue;
        offer_beside(a, r, WEST, picks + i);
        offer_beside(a, r, EAST, picks + i);
        offer_row(a, r, 1, 1.0f, picks + i);
        offer_row(a, r, -1, 1.6f, picks + i);
    }
    for (int i = 0; i < n; i++)
        follow_above(a, picks, i);
    for (int i = 0; i < n; i++)
        if (picks[i].edge >= 0)
            own(a, i, RUN_EDGE, picks[i].edge);
}

/* ---- blocks ---- */

static int apart(int a, int b)
{
    return a > b ? a - b : b - a;
}

static bool same_block(const struct box_run *a, const struct box_run *b)
{
    if (a->box != b->box || b->title)
        return false;
    bool centred = apart(2 * a->x + a->w, 2 * b->x + b->w) <= 2;
    bool overlap = a->x < b->x + b->w && b->x < a->x + a->w;
    return overlap && (apart(a->x, b->x) <= 2 || centred);
}

/* Outside of boxes the rows above a line's label are its own though they stand further left. */
static bool loose_block(const struct box_run *a, const struct box_run *b)
{
    bool overlap = a->x < b->x + b->w && b->x < a->x + a->w;
    return a->box < 0 ? b->box < 0 && !b->title && overlap : same_block(a, b);
}

typedef bool block_rule(const struct box_run *a, const struct box_run *b);

/* A stroke leads into the run from its left: it is a name of its own, no further row of another. */
static bool has_stub(const struct labeller *a, const struct box_run *r)
{
    const struct box_cell *c = a->g->cells + grid_at(a->g, r->x, r->y);
    const struct box_cell *left = c[-1].cp ? c - 1 : c - 2;
    return left->role >= CELL_LINE && !left->side && port_of(left, WEST);
}

/* A run that nobody owns in the row y that continues the block of run i; -1: none. */
static int next_row(const struct labeller *a, int i, int dy, block_rule *fits)
{
    const struct box_run *r = run_of(a, i);
    for (int x = r->x - 1; x < r->x + r->w + 1; x++) {
        int run = a->g->cells[grid_at(a->g, x, r->y + dy)].run;
        if (run > 0 && run_of(a, run - 1)->owner == RUN_FREE && fits(r, run_of(a, run - 1)) &&
            !has_stub(a, run_of(a, run - 1)))
            return run - 1;
    }
    return -1;
}

static void extend(struct labeller *a, int i, int dy, block_rule *fits)
{
    const struct box_run first = *run_of(a, i);
    for (int next; (next = next_row(a, i, dy, fits)) >= 0; i = next)
        own(a, next, first.owner, first.item);
}

static void extend_nodes(struct labeller *a)
{
    for (int e = 0; e < a->nets->edges.len; e++) {
        const struct box_end ends[2] = { a->nets->edges.ptr[e].from, a->nets->edges.ptr[e].to };
        for (int k = 0; k < 2; k++)
            if (ends[k].kind == END_TEXT) {
                extend(a, ends[k].ref, 1, same_block);
                extend(a, ends[k].ref, -1, same_block);
            }
    }
}

/* Rows of a label further away from its line than the first. */
static void extend_labels(struct labeller *a)
{
    ptrdiff_t n = a->g->runs.len;
    for (int i = (int)n - 1; i >= 0; i--)
        if (run_of(a, i)->owner == RUN_EDGE && !leaf_text(a, run_of(a, i)))
            extend(a, i, -1, loose_block);
    for (int i = 0; i < n; i++)
        if (run_of(a, i)->owner == RUN_EDGE && !leaf_text(a, run_of(a, i)))
            extend(a, i, 1, same_block);
}

/* ---- texts of several rows that lines enter above and leave below ---- */

static bool comes_from_below(const struct labeller *a, const struct box_edge *e, bool to)
{
    ptrdiff_t n = e->points.len;
    int text = to ? e->to.ref : e->from.ref;
    return n && (int)e->points.ptr[to ? n - 1 : 0].y > run_of(a, text)->y;
}

/* The first row of the block that run i ends. */
static int block_top(const struct labeller *a, int i)
{
    for (int up; (up = next_row(a, i, -1, same_block)) >= 0;)
        i = up;
    return i;
}

/* Ends at the last row of a text whose first row is an end too are ends at the same text. */
static void join_blocks(struct labeller *a)
{
    bool *is_end = NEW(a->g->mem, bool, a->g->runs.len + 1);
    for (int e = 0; e < a->nets->edges.len; e++) {
        const struct box_edge *edge = a->nets->edges.ptr + e;
        const struct box_end *ends[2] = { &edge->from, &edge->to };
        for (int k = 0; k < 2; k++)
            if (ends[k]->kind == END_TEXT && !comes_from_below(a, edge, k))
                is_end[ends[k]->ref] = true;
    }
    for (int e = 0; e < a->nets->edges.len; e++) {
        struct box_edge *edge = a->nets->edges.ptr + e;
        struct box_end *ends[2] = { &edge->from, &edge->to };
        for (int k = 0; k < 2; k++) {
            if (ends[k]->kind != END_TEXT || is_end[ends[k]->ref] || !comes_from_below(a, edge, k))
                continue;
            int top = block_top(a, ends[k]->ref);
            ends[k]->ref = is_end[top] ? top : ends[k]->ref;
        }
    }
}

void box_labels_assign(struct box_grid *g, const struct box_trace *t, struct box_nets *nets)
{
    struct labeller a = { g, t, nets };
    join_blocks(&a);
    own_names(&a);
    own_traced(&a);
    label_beside(&a);
    extend_nodes(&a);
    extend_labels(&a);
    for (ptrdiff_t i = 0; i < g->runs.len; i++) {
        struct box_run *r = g->runs.ptr + i;
        if (r->owner == RUN_FREE && box_resolve(g, r->box) >= 0) {
            r->owner = RUN_BOX;
            r->item = box_resolve(g, r->box);
        }
    }
}
