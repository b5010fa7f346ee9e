/* box_nets.c - reads edges off the nets of lines: heads are where an edge goes to, plain ends where
 * it comes from; one edge per head. */
#include "sketch/box_nets.h"

/* more ends in one net, and more edges, than anybody can follow: such drawings are given up */
enum { TERMS_MAX = 4096, EDGES_MAX = 100000 };
enum { CROSSINGS_MAX = 200 }; /* nets with hundreds of crossings are hatching */

struct term { /* an end of a net */
    struct box_end end;
    int rec, dir;    /* record, direction of travel into the end */
    int at;          /* the border cell, 0: none */
    bool head, weak; /* weak: a plain end near a text */
    bool inside; /* a head in a box of text, which is meant when the line comes from elsewhere */
    int set;     /* terms that reach each other */
};
struct reader {
    struct box_grid *g;
    struct box_trace *t;
    struct box_nets *out;
    int32_t *queue; /* states: record * 4 + direction of travel */
    int n_queue, stamp;
    bool last, grouping; /* grouping: ends that touch in any way, not only those of one edge */
    LIST(struct term) terms;
};

static struct trace_cell *rec_of(const struct reader *a, int r)
{
    return a->t->ptr + r;
}
static struct box_cell *cell_of(const struct reader *a, int r)
{
    return a->g->cells + rec_of(a, r)->cell;
}
static bool same_end(struct box_end a, struct box_end b)
{
    return a.kind == b.kind && a.ref == b.ref;
}

static bool points_to(const struct box_cell *c, int dir)
{
    if (c->role != CELL_HEAD)
        return false;
    return (c->aim & 3) == dir || (c->aim & AIM_BOTH && (c->aim & 3) == dir_back(dir));
}

static int n_links(const struct trace_cell *r)
{
    int n = 0;
    for (int d = 0; d < 4; d++)
        n += r->conn[d].kind == CONN_LINK;
    return n;
}

/* ---- search ---- */

static bool may_leave(const struct reader *a, const struct trace_cell *r, int in, int d)
{
    if (d == dir_back(in) || (r->cross && d != in))
        return false;
    return a->grouping || r->hub < 0 || d == r->hub || dir_back(in) == r->hub;
}

static void visit(struct reader *a, int r, int in, int before)
{
    struct trace_cell *c = rec_of(a, r);
    if (c->seen[in] == a->stamp)
        return;
    c->seen[in] = a->stamp;
    c->from[in] = before;
    a->queue[a->n_queue++] = r * 4 + in;
}

/* Visits all that a walk reaches which enters record r in direction in. */
static void search(struct reader *a, int r, int in)
{
    a->stamp++;
    a->n_queue = 0;
    visit(a, r, in, -1);
    for (int q = 0; q < a->n_queue; q++) {
        int now = a->queue[q] / 4, dir = a->queue[q] % 4;
        const struct trace_cell *c = rec_of(a, now);
        for (int d = 0; d < 4; d++)
            if (may_leave(a, c, dir, d) && c->conn[d].kind == CONN_LINK)
                visit(a, c->conn[d].to, d, a->queue[q]);
    }
    a->g->work -= a->n_queue;
}

/* The direction in which the last search came by term, -1: it did not. */
static int reached(const struct reader *a, const struct term *t)
{
    const struct trace_cell *c = rec_of(a, t->rec);
    for (int in = 0; in < 4; in++)
        if (c->seen[in] == a->stamp && may_leave(a, c, in, t->dir))
            return in;
    return -1;
}

/* ---- ends ---- */

static void add_term(struct reader *a, struct term t)
{
    const struct box_cell *c = cell_of(a, t.rec);
    t.head = points_to(c, t.dir);
    t.weak = t.end.kind == END_TEXT && !t.head;
    t.set = -1;
    if (a->terms.len >= TERMS_MAX)
        a->g->work = 0;
    else
        *PUSH(&a->terms, a->g->mem) = t;
}

/* The box of text in which the head r points at a word of it, or at nothing; -1: there is none. */
static int pointed_box(const struct reader *a, int r, int dir)
{
    const struct conn *c = rec_of(a, r)->conn + dir;
    const struct box_cell *cell = cell_of(a, r);
    bool text = c->kind == CONN_TEXT && a->g->runs.ptr[c->to].box == cell->box;
    if (!points_to(cell, dir) || cell->box < 0 || (!text && c->kind != CONN_OPEN))
        return -1;
    return a->g->boxes.ptr[cell->box].n_children == 0 ? cell->box : -1;
}

static void terms_of(struct reader *a, int r)
{
    struct trace_cell *c = rec_of(a, r);
    bool any = false;
    for (int d = 0; d < 4; d++) {
        int kind = c->conn[d].kind, box = pointed_box(a, r, d);
        struct term t = { .rec = r, .dir = d, .at = c->conn[d].at, .inside = box >= 0 };
        if (kind == CONN_BOX || box >= 0)
            t.end = (struct box_end){ END_BOX, box >= 0 ? box : c->conn[d].to };
        else if (kind == CONN_TEXT)
            t.end = (struct box_end){ END_TEXT, c->conn[d].to };
        else
            continue;
        add_term(a, t);
        any |= kind == CONN_BOX;
    }
    if (c->self >= 0) {
        add_term(a, (struct term){ .end = { END_BOX, c->self }, .rec = r, .dir = c->self_dir });
    } else if (cell_of(a, r)->role == CELL_DOT && n_links(c) == 1 && !any) {
        for (int d = 0; d < 4; d++)
            if (c->conn[d].kind == CONN_LINK)
                add_term(
                    a, (struct term){ .end = { END_DOT, c->cell }, .rec = r, .dir = dir_back(d) });
    }
}

/* ---- crossings ---- */

struct branch {
    int tails, heads, arrive[4]; /* arrive: ends by direction of travel */
};

static struct branch branch_of(struct reader *a, int r, int d)
{
    struct branch b = { 0 };
    struct trace_cell *c = rec_of(a, r);
    struct conn next = c->conn[d];
    c->hub = -1;
    if (next.kind == CONN_LINK) {
        c->cross = true; /* the walk must not turn round here */
        search(a, next.to, d);
    }
    for (ptrdiff_t i = 0; i < a->terms.len; i++) {
        const struct term *t = a->terms.ptr + i;
        bool here = t->rec == r && t->dir == d;
        if (!here && (next.kind != CONN_LINK || t->rec == r || reached(a, t) < 0))
            continue;
        if (t->weak)
            continue;
        b.heads += t->head;
        b.tails += !t->head;
        b.arrive[t->dir]++;
    }
    return b;
}

/* One tail that meets only heads, one head that meets only tails (*hub is its side), or a plain
 * line that fans out to ends that all lie further on: then the four ways meet, else two lines
 * cross. */
static bool is_junction(const struct branch b[4], int8_t *hub)
{
    int only_heads = 0, only_tails = 0, empty = 0, head = 0, tail = 0;
    for (int d = 0; d < 4; d++) {
        bool to = b[d].heads > 0 && b[d].tails == 0, from = b[d].tails > 0 && b[d].heads == 0;
        head = to ? d : head;
        tail = from ? d : tail;
        only_heads += to;
        only_tails += from;
        empty += b[d].heads + b[d].tails == 0;
    }
    if (empty)
        return true;
    if (only_heads + only_tails == 4 && (only_heads == 1 || only_tails == 1)) {
        *hub = (int8_t)(only_heads == 1 ? head : tail);
        return true;
    }
    for (int d = 0; d < 4 && only_tails == 4; d++) {
        bool fans = b[dir_back(d)].arrive[dir_back(d)] > 0;
        for (int k = 0; k < 4; k++)
            if (k != dir_back(d))
                fans &= b[k].arrive[d] == b[k].heads + b[k].tails;
        if (fans)
            return true;
    }
    return false;
}

static bool joins_at(struct reader *a, int r, int8_t *hub)
{
    struct branch b[4];
    for (int d = 0; d < 4; d++)
        b[d] = branch_of(a, r, d);
    *hub = -1;
    return is_junction(b, hub);
}

static void end_crossing(struct trace_cell *c, int8_t hub)
{
    c->cross = false;
    c->hub = hub;
}

static void resolve_crossings(struct reader *a, const int32_t *recs, int n)
{
    int n_cross = 0;
    for (int i = 0; i < n; i++) {
        struct trace_cell *c = rec_of(a, recs[i]);
        int ways = 0;
        for (int d = 0; d < 4; d++)
            ways += c->conn[d].kind == CONN_LINK || c->conn[d].kind == CONN_BOX;
        c->cross = ways == 4 && cell_of(a, recs[i])->role == CELL_LINE;
        n_cross += c->cross;
    }
    if (n_cross > CROSSINGS_MAX)
        a->g->work = 0;
    if (n_cross == 0 || n_cross > CROSSINGS_MAX)
        return;
    bool *joins = NEW(a->g->mem, bool, n);
    int8_t *hubs = NEW(a->g->mem, int8_t, n);
    for (int i = 0; i < n; i++)
        joins[i] = rec_of(a, recs[i])->cross && joins_at(a, recs[i], hubs + i);
    for (int i = 0; i < n; i++)
        if (joins[i])
            end_crossing(rec_of(a, recs[i]), hubs[i]);
    for (int i = 0; i < n; i++) /* again: what was a crossing may have led too far */
        if (rec_of(a, recs[i])->cross && joins_at(a, recs[i], hubs + i))
            end_crossing(rec_of(a, recs[i]), hubs[i]);
}

/* ---- paths ---- */

static void add_point(struct reader *a, struct box_edge *e, int cell)
{
    struct graph_point p = { (float)grid_x(a->g, cell) + 0.5f, (float)grid_y(a->g, cell) + 0.5f };
    ptrdiff_t n = e->points.len;
    if (n > 0 && e->points.ptr[n - 1].x == p.x && e->points.ptr[n - 1].y == p.y)
        return;
    if (n >= 2) {
        struct graph_point q = e->points.ptr[n - 2], r = e->points.ptr[n - 1];
        float cross = (r.x - q.x) * (p.y - r.y) - (r.y - q.y) * (p.x - r.x);
        if (cross == 0) {
            e->points.ptr[n - 1] = p;
            return;
        }
    }
    *PUSH(&e->points, a->g->mem) = p;
}

static const int weights_of[] = { [PORT_LIGHT] = STROKE_LIGHT,
                                  [PORT_HEAVY] = STROKE_HEAVY,
                                  [PORT_DOUBLE] = STROKE_DOUBLE,
                                  [PORT_DASHED] = STROKE_DASHED };

struct path_style {
    int cells, gaps, by_weight[5];
};

static void count_style(const struct reader *a, int state, int before, struct path_style *s)
{
    const struct box_cell *c = cell_of(a, state / 4);
    int dir = state % 4;
    s->cells++;
    int weight = port_of(c, dir) ? port_of(c, dir) : port_of(c, dir_back(dir));
    s->by_weight[weight <= PORT_DASHED ? weight : 0]++;
    if (before < 0)
        return;
    int from = rec_of(a, before / 4)->cell, to = rec_of(a, state / 4)->cell;
    int dx = grid_x(a->g, from) - grid_x(a->g, to), dy = grid_y(a->g, from) - grid_y(a->g, to);
    s->gaps += (dx * dx == 4 && dy == 0) || (dy * dy == 4 && dx == 0);
}

static enum graph_stroke style_of(const struct path_style *s)
{
    if (s->gaps >= 2 && s->gaps * 3 >= s->cells)
        return STROKE_DASHED;
    int best = PORT_LIGHT;
    for (int w = PORT_LIGHT; w <= PORT_DASHED; w++)
        if (s->by_weight[w] > s->by_weight[best])
            best = w;
    return (enum graph_stroke)weights_of[best];
}

/* The path of the last search back from term `to`; the search began at term `from`. */
static void take_path(struct reader *a, struct box_edge *e, const struct term *from,
                      const struct term *to)
{
    struct path_style style = { 0 };
    if (to->at)
        add_point(a, e, to->at);
    int state = to->rec * 4 + reached(a, to);
    while (state >= 0) {
        struct trace_cell *c = rec_of(a, state / 4);
        add_point(a, e, c->cell);
        cell_of(a, state / 4)->taken = 1;
        if (!c->edge)
            c->edge = (int32_t)a->out->edges.len + 1;
        c->edges++;
        int before = c->from[state % 4];
        count_style(a, state, before, &style);
        if (before >= 0) {
            int dir = state % 4;
            struct conn link = rec_of(a, before / 4)->conn[dir];
            if (link.label)
                *PUSH(&e->labels, a->g->mem) = link.label - 1;
        }
        state = before;
    }
    if (from->at)
        add_point(a, e, from->at);
    e->stroke = style_of(&style);
    for (ptrdiff_t i = 0, j = e->points.len - 1; i < j; i++, j--) {
        struct graph_point swap = e->points.ptr[i];
        e->points.ptr[i] = e->points.ptr[j];
        e->points.ptr[j] = swap;
    }
}

static void search_from(struct reader *a, const struct term *t)
{
    search(a, t->rec, dir_back(t->dir));
}

static bool end_exists(const struct reader *a, struct box_end x, struct box_end y,
                       enum graph_dir dir, ptrdiff_t since)
{
    for (ptrdiff_t i = since; i < a->out->edges.len; i++) {
        const struct box_edge *e = a->out->edges.ptr + i;
        if (same_end(e->from, x) && same_end(e->to, y) && e->dir == dir)
            return true;
    }
    return false;
}

/* Boxes that lean on one border, side by side or one on the other. */
static bool are_neighbours(const struct reader *a, struct box_end x, struct box_end y)
{
    if (x.kind != END_BOX || y.kind != END_BOX)
        return false;
    const struct box_frame *p = a->g->boxes.ptr + x.ref, *q = a->g->boxes.ptr + y.ref;
    bool rows = p->y0 < q->y1 && q->y0 < p->y1, columns = p->x0 < q->x1 && q->x0 < p->x1;
    return (columns && (p->y1 == q->y0 || q->y1 == p->y0)) ||
           (rows && (p->x1 == q->x0 || q->x1 == p->x0));
}

static void add_edge(struct reader *a, const struct term *from, const struct term *to,
                     enum graph_dir dir, ptrdiff_t since)
{
    if (reached(a, to) < 0 || end_exists(a, from->end, to->end, dir, since))
        return;
    if (dir == DIR_NONE && are_neighbours(a, from->end, to->end))
        return; /* a divider that runs through both */
    struct box_edge e = { .from = from->end, .to = to->end, .dir = dir };
    take_path(a, &e, from, to);
    *PUSH(&a->out->edges, a->g->mem) = e;
}

/* ---- one set of ends that reach each other ---- */

struct ends {
    struct term **tails, **heads;
    int n_tails, n_heads;
};

/* A letter, a digit or an ellipsis. */
static bool says_something(const struct box_grid *g, const struct box_run *r)
{
    for (int32_t i = r->at; i < r->at + r->bytes; i++)
        if ((unsigned char)g->text.ptr[i] >= 0xC3 || char_is_alnum(g->text.ptr[i]))
            return true;
    return str_equal(str_sub(g->text, r->at, r->bytes), S("..."));
}

/* An end near a text that names nothing, or near the text of a box, is no end. */
static bool no_end(const struct box_grid *g, const struct term *t)
{
    if (t->end.kind != END_TEXT)
        return false;
    if (!says_something(g, g->runs.ptr + t->end.ref))
        return true;
    int box = g->runs.ptr[t->end.ref].box;
    return box >= 0 && g->boxes.ptr[box].n_children == 0;
}

/* Heads inside a box that no line from elsewhere leads to are marks in its text. */
static void drop_inside(struct ends *e)
{
    int n = 0;
    for (int i = 0; i < e->n_heads; i++) {
        bool from_elsewhere = false;
        for (int k = 0; k < e->n_tails; k++)
            from_elsewhere |= !same_end(e->tails[k]->end, e->heads[i]->end);
        if (!e->heads[i]->inside || from_elsewhere)
            e->heads[n++] = e->heads[i];
    }
    e->n_heads = n;
}

/* An upright line from one text to another. */
static bool is_stem(const struct reader *a, struct term **weak, int n)
{
    if (n != 2 || weak[0]->dir + weak[1]->dir != NORTH + SOUTH || weak[0]->dir == EAST)
        return false;
    int from = rec_of(a, weak[0]->rec)->cell, to = rec_of(a, weak[1]->rec)->cell;
    return a->g->cells[from].box < 0 && grid_x(a->g, from) == grid_x(a->g, to) &&
           (from != to || !a->g->cells[from].ascii);
}

static struct ends ends_of(struct reader *a, int set)
{
    struct ends e = { .tails = NEW(a->g->mem, struct term *, 2 * a->terms.len),
                      .heads = NEW(a->g->mem, struct term *, a->terms.len) };
    struct term **weak = NEW(a->g->mem, struct term *, a->terms.len);
    int n_weak = 0;
    for (ptrdiff_t i = 0; i < a->terms.len; i++) {
        struct term *t = a->terms.ptr + i;
        if (t->set != set || no_end(a->g, t))
            continue;
        if (t->weak)
            weak[n_weak++] = t;
        else if (t->head)
            e.heads[e.n_heads++] = t;
        else
            e.tails[e.n_tails++] = t;
    }
    bool needs = (e.n_tails == 0 && e.n_heads == 1) || (e.n_tails == 1 && e.n_heads == 0) ||
                 (e.n_tails == 0 && e.n_heads > 1 && n_weak == 1) ||
                 (e.n_tails == 0 && e.n_heads == 0 && is_stem(a, weak, n_weak));
    for (int i = 0; i < n_weak && needs; i++)
        e.tails[e.n_tails++] = weak[i];
    drop_inside(&e);
    return e;
}

/* Of three and more plain ends, the one that lies opposite to most others. */
static struct term *trunk_of(struct term **ends, int n)
{
    struct term *best = ends[0];
    int most = -1;
    for (int i = 0; i < n; i++) {
        int opposite = 0;
        for (int k = 0; k < n; k++)
            opposite += k != i && ends[k]->dir == dir_back(ends[i]->dir);
        if (opposite > most) {
            most = opposite;
            best = ends[i];
        }
    }
    return best;
}

/* An end with a mark that points away from its box. */
static bool begins(const struct reader *a, const struct term *t)
{
    return cell_of(a, t->rec)->tail;
}

static void join_plain(struct reader *a, struct term **ends, int n, enum graph_dir dir,
                       ptrdiff_t since)
{
    if (n < 2)
        return;
    struct term *trunk = n == 2 ? ends[0] : trunk_of(ends, n);
    if (n == 2 && dir == DIR_NONE && begins(a, ends[0]) != begins(a, ends[1])) {
        trunk = begins(a, ends[0]) ? ends[0] : ends[1];
        dir = DIR_FORWARD;
    }
    search_from(a, trunk);
    for (int i = 0; i < n; i++)
        if (ends[i] != trunk && !same_end(ends[i]->end, trunk->end))
            add_edge(a, trunk, ends[i], dir, since);
}

static void read_set(struct reader *a, int set)
{
    struct ends e = ends_of(a, set);
    ptrdiff_t since = a->out->edges.len;
    if (e.n_heads == 0) {
        join_plain(a, e.tails, e.n_tails, DIR_NONE, since);
        return;
    }
    if (e.n_tails == 0) {
        join_plain(a, e.heads, e.n_heads, DIR_BOTH, since);
        return;
    }
    for (int i = 0; i < e.n_tails && a->g->work > 0; i++) {
        search_from(a, e.tails[i]);
        for (int k = 0; k < e.n_heads && a->out->edges.len <= EDGES_MAX; k++)
            if (!same_end(e.tails[i]->end, e.heads[k]->end) || e.n_tails + e.n_heads == 2)
                add_edge(a, e.tails[i], e.heads[k], DIR_FORWARD, since);
    }
}

/* ---- a net ---- */

static int collect(struct reader *a, int r, int net, int32_t *recs)
{
    int n = 0;
    rec_of(a, r)->net = net;
    recs[n++] = r;
    for (int i = 0; i < n; i++)
        for (int d = 0; d < 4; d++) {
            struct conn c = rec_of(a, recs[i])->conn[d];
            if (c.kind != CONN_LINK || rec_of(a, c.to)->net)
                continue;
            rec_of(a, c.to)->net = net;
            recs[n++] = c.to;
        }
    return n;
}

static void number_sets(struct reader *a)
{
    int set = 0;
    for (ptrdiff_t i = 0; i < a->terms.len; i++) {
        if (a->terms.ptr[i].set >= 0)
            continue;
        a->terms.ptr[i].set = set;
        a->grouping = true;
        search_from(a, a->terms.ptr + i);
        for (ptrdiff_t k = 0; k < a->terms.len; k++)
            if (a->terms.ptr[k].set < 0 && reached(a, a->terms.ptr + k) >= 0)
                a->terms.ptr[k].set = set;
        set++;
    }
    a->grouping = false;
    for (int s = 0; s < set; s++)
        read_set(a, s);
}

/* A net without an edge that is text after all: in one row and inside a box of text, or ASCII marks
 * too few for a line. */
static bool is_text(const struct reader *a, const int32_t *recs, int n)
{
    int y0 = grid_y(a->g, rec_of(a, recs[0])->cell), heads = 0, ascii = 0, boxed = 0, tied = 0;
    bool flat = true;
    for (int i = 0; i < n; i++) {
        const struct trace_cell *r = rec_of(a, recs[i]);
        const struct box_cell *c = cell_of(a, recs[i]);
        flat &= grid_y(a->g, r->cell) == y0;
        heads += c->role == CELL_HEAD;
        ascii += c->ascii || c->role != CELL_LINE;
        boxed += c->box >= 0 && !a->g->boxes.ptr[c->box].n_children;
        tied += c->side != 0;
    }
    if (tied)
        return false;
    if (n == 1 || (boxed == n && flat))
        return true;
    return ascii == n && (flat ? heads == 0 || n < 3 : n < 3);
}

static void make_text(struct reader *a, const int32_t *recs, int n)
{
    for (int i = 0; i < n; i++) {
        struct box_cell *c = cell_of(a, recs[i]);
        c->role = CELL_TEXT;
        c->ports = 0;
    }
}

static bool any_edge_since(const struct reader *a, ptrdiff_t since)
{
    return a->out->edges.len > since;
}

static bool on_border_of(const struct reader *a, int r, int box)
{
    for (int s = cell_of(a, r)->side; s; s = a->g->sides.ptr[s].next)
        if (a->g->sides.ptr[s].box == box)
            return true;
    return false;
}

/* Lines that stay inside a box of text are marks in it: they join nothing, though its borders may be
 * those of its neighbours as well. */
static bool stays_inside(const struct reader *a, const int32_t *recs, int n)
{
    int box = -1;
    for (int i = 0; i < n && box < 0; i++)
        box = cell_of(a, recs[i])->side ? -1 : cell_of(a, recs[i])->box;
    if (box < 0 || a->g->boxes.ptr[box].n_children > 0)
        return false;
    for (int i = 0; i < n; i++)
        if (cell_of(a, recs[i])->side ? !on_border_of(a, recs[i], box)
                                      : cell_of(a, recs[i])->box != box)
            return false;
    return true;
}

static void read_net(struct reader *a, int r, int net, int32_t *recs, bool *again)
{
    int n = collect(a, r, net, recs);
    ptrdiff_t since = a->out->edges.len;
    a->terms.len = 0;
    bool inside = stays_inside(a, recs, n);
    for (int i = 0; i < n && !inside; i++)
        terms_of(a, recs[i]);
    if (a->terms.len >= 2) {
        resolve_crossings(a, recs, n);
        number_sets(a);
    }
    if (!a->last && !any_edge_since(a, since) && is_text(a, recs, n)) {
        make_text(a, recs, n);
        *again = true;
    }
}

struct box_nets box_nets_read(struct box_grid *g, struct box_trace *t, bool last, bool *again)
{
    struct box_nets out = { 0 };
    struct reader a = { .g = g, .t = t, .out = &out, .last = last };
    a.queue = NEW(g->mem, int32_t, 4 * t->len + 4);
    int32_t *recs = NEW(g->mem, int32_t, t->len + 1);
    *again = false;
    int net = 0;
    for (int r = 1; r < t->len && g->work > 0; r++)
        if (!rec_of(&a, r)->net)
            read_net(&a, r, ++net, recs, again);
    if (out.edges.len > EDGES_MAX)
        g->work = 0;
    return out;
}
