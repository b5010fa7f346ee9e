/* box_trace.c - where each line leads: to the next cell of the line, over a blank, a crossing line
 * or a text that stands in it, to the border of a box, to a text, or nowhere. */
#include "sketch/box_trace.h"

enum {
    GAP_ACROSS = 2,
    GAP_HEAD = 4,
    GAP_LONE = 14
};                        /* blank columns between an end, a head, and a border that still touch */
enum { INLINE_ROWS = 3 }; /* rows of text a vertical line may be interrupted by */

struct tracer {
    struct box_grid *g;
    struct box_trace *t;
};

static struct box_cell *cell_of(const struct tracer *a, int i)
{
    return a->g->cells + i;
}

static bool takes(const struct tracer *a, int i, int dir)
{
    const struct box_cell *c = cell_of(a, i);
    return c->net && port_free(c, dir);
}

static bool upright(int dir)
{
    return dir == NORTH || dir == SOUTH;
}

static int64_t frame_area(const struct box_grid *g, int box)
{
    const struct box_frame *b = g->boxes.ptr + box;
    return (int64_t)(b->x1 - b->x0) * (b->y1 - b->y0);
}

/* The smallest box with border cell i on the given side, -1: none. */
static int side_box(const struct box_grid *g, int i, int dir)
{
    int best = -1;
    for (int s = g->cells[i].side; s; s = g->sides.ptr[s].next) {
        const struct box_side *side = g->sides.ptr + s;
        if (side->dir != dir || g->boxes.ptr[side->box].gone)
            continue;
        if (best < 0 || frame_area(g, side->box) < frame_area(g, best))
            best = side->box;
    }
    return best;
}

/* The box that a line going in dir meets at border cell i: from outside, else from inside. */
static int met_box(const struct box_grid *g, int i, int dir)
{
    int box = side_box(g, i, dir_back(dir));
    return box >= 0 ? box : side_box(g, i, dir);
}

static struct conn to_box(const struct tracer *a, int i, int dir)
{
    return (struct conn){ .kind = CONN_BOX, .to = met_box(a->g, i, dir), .at = i };
}

static struct conn to_link(const struct tracer *a, int i, int label)
{
    return (struct conn){ .kind = CONN_LINK, .to = cell_of(a, i)->net, .label = label };
}

static bool is_border(const struct tracer *a, int i, int dir)
{
    return cell_of(a, i)->side && met_box(a->g, i, dir) >= 0;
}

/* A border cell that the line may pass: it goes on behind it and the box holds others. */
static bool passes(const struct tracer *a, int i, int dir)
{
    int behind = i + dir_step(a->g, dir);
    int box = met_box(a->g, i, dir);
    return takes(a, behind, dir_back(dir)) &&
           (a->g->boxes.ptr[box].n_children > 0 || cell_of(a, i)->life ||
            cell_of(a, behind)->role == CELL_HEAD);
}

/* The run at cell i; the blanks between its words belong to it. */
static int run_at(const struct tracer *a, int i)
{
    const struct box_cell *c = cell_of(a, i);
    return c->role <= CELL_TEXT && c->run > 0 ? c->run : 0;
}

/* Text in a line that goes across: "--- text ---". */
static struct conn text_across(const struct tracer *a, int run, int dir, bool head)
{
    const struct box_run *r = a->g->runs.ptr + run - 1;
    int x = dir == EAST ? r->x + r->w : r->x - 1;
    for (int k = 0; k <= 2 && !head; k++) {
        int i = grid_at(a->g, dir == EAST ? x + k : x - k, r->y);
        if (takes(a, i, dir_back(dir)))
            return to_link(a, i, run);
        if (cell_of(a, i)->cp)
            break;
    }
    return (struct conn){ .kind = CONN_TEXT, .to = run - 1 };
}

/* Text in a line that goes down or up: rows of text, then the line again. */
static struct conn text_upright(const struct tracer *a, int i, int run, int dir, bool head)
{
    int step = dir_step(a->g, dir), j = i;
    /* a text right on the top of a box is its title: the head means the box */
    if (head && is_border(a, i + step, dir))
        return (struct conn){ .kind = CONN_BOX, .to = met_box(a->g, i + step, dir) };
    for (int k = 0; k < INLINE_ROWS && !head; k++) {
        j += step;
        for (int dx = -1; dx <= 1; dx++)
            if (takes(a, j + dx, dir_back(dir)) && dx == 0)
                return to_link(a, j + dx, run);
        if (!run_at(a, j))
            break;
    }
    return (struct conn){ .kind = CONN_TEXT, .to = run - 1 };
}

/* A line that leads to a cell without a port for it. */
static struct conn meet(struct tracer *a, int i, int dir)
{
    int behind = i + dir_step(a->g, dir);
    if (is_border(a, i, dir))
        return passes(a, i, dir) ? to_link(a, behind, 0) : to_box(a, i, dir);
    const struct box_cell *c = cell_of(a, i);
    if (!c->net)
        return (struct conn){ .kind = CONN_OPEN };
    /* a plain line across, which the other passes over */
    bool over =
        c->ports && (upright(dir) ? !(c->ports & 0xF0F0) && port_of(c, EAST) && port_of(c, WEST)
                                  : !(c->ports & 0x0F0F) && port_of(c, NORTH) && port_of(c, SOUTH));
    if (over && takes(a, behind, dir_back(dir)) && cell_of(a, behind)->role == CELL_LINE)
        return to_link(a, behind, 0);
    if (c->role == CELL_LINE)
        return to_link(a, i, 0);
    return (struct conn){ .kind = CONN_OPEN };
}

/* The border of the box before which nothing stands in dir, 0: there is none near. */
static int facing(const struct tracer *a, int i, int dir)
{
    int step = dir_step(a->g, dir), j = i + step;
    for (int k = 0; k < GAP_LONE && !cell_of(a, j)->cp; k++)
        j += step;
    return side_box(a->g, j, dir_back(dir)) >= 0 && cell_of(a, j)->role == CELL_LINE ? j : 0;
}

/* An arrow of one character by itself between two boxes: where it leads in dir, 0: it is none. */
static int across_lone(const struct tracer *a, int i, int dir)
{
    const struct box_cell *c = cell_of(a, i);
    bool lone = (c->cp == 0x2190 || c->cp == 0x2192 || c->cp == 0x2194) && !c[-1].cp && !c[1].cp;
    int back = lone ? facing(a, i, dir_back(dir)) : 0;
    return back ? facing(a, i, dir) : 0;
}

static struct conn look_across(struct tracer *a, int i, int dir)
{
    int step = dir_step(a->g, dir), j = i + step;
    if (across_lone(a, i, dir))
        return to_box(a, across_lone(a, i, dir), dir);
    bool head = cell_of(a, i)->role == CELL_HEAD && (cell_of(a, i)->aim & 3) == dir;
    if (takes(a, j, dir_back(dir)) && !head)
        return to_link(a, j, 0);
    for (int k = 0; k <= (head ? GAP_HEAD : GAP_ACROSS); k++, j += step) {
        const struct box_cell *c = cell_of(a, j);
        if (is_border(a, j, dir))
            return k == 0 && !head ? meet(a, j, dir) : to_box(a, j, dir);
        if (k == 1 && !head && takes(a, j, dir_back(dir)))
            return to_link(a, j, 0);
        if (run_at(a, j))
            return text_across(a, run_at(a, j), dir, head);
        if (c->cp)
            return k == 0 ? meet(a, j, dir) : (struct conn){ .kind = CONN_OPEN };
    }
    return (struct conn){ .kind = CONN_OPEN };
}

/* The cell a line goes on to in the next row: the linked one. Two columns off neither may have
 * anything straight behind or before it. */
static int linked(const struct tracer *a, int i, int dir)
{
    const struct box_cell *c = cell_of(a, i);
    int j = dir == SOUTH ? c->down : c->up;
    if (!j || !takes(a, j, dir_back(dir)))
        return 0;
    int dx = grid_x(a->g, j) - grid_x(a->g, i), dy = grid_y(a->g, j) - grid_y(a->g, i);
    if (dy != 1 && dy != -1)
        return 0;
    if (c->diag || cell_of(a, j)->diag)
        return j;
    int step = dir_step(a->g, dir);
    bool alone =
        !port_of(cell_of(a, i + step), dir_back(dir)) && !port_of(cell_of(a, j - step), dir);
    int most = alone ? 2 : 1;
    return dx >= -most && dx <= most ? j : 0;
}

/* Where a leaning line comes out in the next row when nothing is tied to it. */
static int leaning(const struct tracer *a, int i, int dir)
{
    const struct box_cell *c = cell_of(a, i);
    int side = !c->diag ? 0 : (c->diag == 1) == (dir == NORTH) ? 1 : -1;
    return i + dir_step(a->g, dir) + side;
}

static struct conn look_upright(struct tracer *a, int i, int dir)
{
    int j = linked(a, i, dir);
    bool head = cell_of(a, i)->role == CELL_HEAD && (cell_of(a, i)->aim & 3) == dir;
    if (j && !head)
        return to_link(a, j, 0);
    j = leaning(a, i, dir);
    for (int k = 0; k <= 1; k++, j += dir_step(a->g, dir)) {
        if (!head && k && takes(a, j, dir_back(dir)))
            return to_link(a, j, 0);
        if (is_border(a, j, dir))
            return k == 0 && !head ? meet(a, j, dir) : to_box(a, j, dir);
        if (run_at(a, j))
            return text_upright(a, j, run_at(a, j), dir, head);
        if (cell_of(a, j)->cp)
            return k == 0 ? meet(a, j, dir) : (struct conn){ .kind = CONN_OPEN };
    }
    return (struct conn){ .kind = CONN_OPEN };
}

static bool is_traced(const struct box_cell *c)
{
    bool any = false;
    for (int d = 0; d < 4; d++)
        any |= port_free(c, d);
    return c->role >= CELL_LINE && any;
}

static bool add_records(struct tracer *a)
{
    struct box_grid *g = a->g;
    int64_t n = 1;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            struct box_cell *c = g->cells + grid_at(g, x, y);
            c->net = 0;
            n += is_traced(c);
        }
    /* the search keeps about as much again per record */
    if (n > TRACE_MAX ||
        n > (g->mem->end - g->mem->beg) / (2 * (int64_t)sizeof(struct trace_cell))) {
        g->work = 0;
        return false;
    }
    a->t->ptr = NEW(g->mem, struct trace_cell, n);
    a->t->len = 1;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y);
            if (!is_traced(g->cells + i))
                continue;
            g->cells[i].net = a->t->len;
            a->t->ptr[a->t->len++] = (struct trace_cell){ .cell = i, .self = -1, .hub = -1 };
        }
    return true;
}

static void connect(struct tracer *a, struct trace_cell *r, int dir)
{
    struct conn c = upright(dir) ? look_upright(a, r->cell, dir) : look_across(a, r->cell, dir);
    r->conn[dir] = c;
}

/* The box whose border the head at i has run over by a cell, its row having moved; -1: none. */
static int entered_box(const struct tracer *a, int i, int aim)
{
    const struct box_cell *behind = cell_of(a, i - dir_step(a->g, aim));
    int box = cell_of(a, i)->box;
    if (box < 0 || upright(aim) || a->g->boxes.ptr[box].n_children > 0)
        return -1;
    for (int s = behind->side; s; s = a->g->sides.ptr[s].next)
        if (a->g->sides.ptr[s].box == box && a->g->sides.ptr[s].dir == dir_back(aim) &&
            behind->role == CELL_LINE && !(behind->ports & 0xF0F0))
            return box;
    return -1;
}

/* A head leads on where it points, though it has no port there; one in a border has arrived. */
static void connect_head(struct tracer *a, struct trace_cell *r)
{
    const struct box_cell *c = cell_of(a, r->cell);
    int aim = c->aim & 3;
    if (c->side && met_box(a->g, r->cell, aim) >= 0) {
        r->self = met_box(a->g, r->cell, aim);
        r->self_dir = (uint8_t)aim;
        r->conn[aim] = (struct conn){ 0 };
    } else if (entered_box(a, r->cell, aim) >= 0) {
        r->self = entered_box(a, r->cell, aim);
        r->self_dir = (uint8_t)aim;
        r->conn[aim] = (struct conn){ 0 };
    } else if (r->conn[aim].kind == CONN_NONE) {
        connect(a, r, aim);
    }
}

/* A tee in a border: the line begins (or ends) at that box, unless it passes through. */
static void connect_tee(struct tracer *a, struct trace_cell *r)
{
    int ways = 0, dir = 0;
    /* the text of the box behind its border is no end of the line */
    for (int d = 0; d < 4; d++)
        if (r->conn[d].kind == CONN_TEXT && side_box(a->g, r->cell, dir_back(d)) >= 0)
            r->conn[d].kind = CONN_NONE;
    for (int d = 0; d < 4; d++)
        if (r->conn[d].kind == CONN_LINK || r->conn[d].kind == CONN_BOX ||
            r->conn[d].kind == CONN_TEXT) {
            ways++;
            dir = d;
        }
    if (ways != 1)
        return;
    int into = dir_back(dir);
    int box = met_box(a->g, r->cell, into);
    if (box < 0)
        return;
    r->self = box;
    r->self_dir = (uint8_t)into;
    for (int d = 0; d < 4; d++)
        if (r->conn[d].kind == CONN_OPEN)
            r->conn[d].kind = CONN_NONE;
}

/* Every link must be known at both of its ends: lines that touch make a joint there. */
static void mirror_links(struct tracer *a)
{
    for (int r = 1; r < a->t->len; r++)
        for (int d = 0; d < 4; d++) {
            struct trace_cell *c = a->t->ptr + r;
            if (c->conn[d].kind != CONN_LINK)
                continue;
            struct trace_cell *o = a->t->ptr + c->conn[d].to;
            struct conn *back = &o->conn[dir_back(d)];
            if (back->kind == CONN_LINK && back->to != r)
                c->conn[d].kind = CONN_OPEN;
            else
                *back = (struct conn){ .kind = CONN_LINK, .to = r, .label = c->conn[d].label };
        }
}

struct box_trace box_trace_lines(struct box_grid *g)
{
    struct box_trace t = { 0 };
    struct tracer a = { g, &t };
    if (!add_records(&a))
        return t;
    for (int r = 1; r < t.len; r++)
        for (int d = 0; d < 4; d++)
            if (port_free(g->cells + t.ptr[r].cell, d))
                connect(&a, t.ptr + r, d);
    mirror_links(&a);
    for (int r = 1; r < t.len; r++) {
        struct trace_cell *c = t.ptr + r;
        if (g->cells[c->cell].role == CELL_HEAD)
            connect_head(&a, c);
        else if (g->cells[c->cell].side)
            connect_tee(&a, c);
    }
    mirror_links(&a);
    return t;
}
