/* grid_route.c - the cheapest way on a lattice, edge by edge: steps, bends, crossings and closeness
 * to other lines cost, running along a line of another is forbidden while there is another way. */
#include "draw/grid_route.h"

#include <math.h>

enum {
    CELLS_MAX = 1 << 21, /* of a lattice; a larger picture gets a coarser one */
    COST_STEP = 2,
    COST_BEND = 14,
    COST_CROSS = 22,
    COST_CLOSE = 3,
    COST_BORDER = 16,
    COST_NEAR = 4,   /* past a box, where arrowheads of others end */
    COST_OVER = 400, /* along another line, when nothing else is left */
    COST_HEAD = 40,  /* a bend where the arrowhead stands */
    COST_OFF = 1,    /* for each step away from the middle of a side */
};
#define EFFORT_MAX ((int64_t)3 << 19) /* a third of a second's work: what is left goes straight */
enum { BLOCKED = 1, BORDER_H = 2, BORDER_V = 4, NEAR = 8 };
enum { EAST, SOUTH, WEST, NORTH };
static const int dx[] = { 1, 0, -1, 0 }, dy[] = { 0, 1, 0, -1 };

struct heap_item {
    uint32_t cost;
    int state;
};
struct grid_router {
    int w, h, step;
    unsigned char *cell; /* BLOCKED … */
    int *across, *down;  /* which edge runs here, +1 */
    uint32_t *cost;      /* of the state (cell, direction) in this search … */
    uint32_t *stamp;     /* … when this is the search's number */
    unsigned char *came; /* direction before, 4: the beginning */
    uint32_t search;
    struct heap_item *heap;
    int n_heap, cap_heap;
    int64_t effort; /* cells that may still be looked at, for all lines together */
    bool over;      /* overlaps are allowed in this search */
    struct side {   /* of a box: lattice points on it, and the direction out of the box */
        int x0, y0, x1, y1, out;
    } goal[4]; /* of this search, by direction */
    int edge;
};

struct grid_router *grid_route_open(float w, float h, struct arena *keep)
{
    struct grid_router *r = NEW(keep, struct grid_router, 1);
    r->step = ROUTE_STEP;
    r->effort = EFFORT_MAX;
    do {
        r->w = (int)w / r->step + 2;
        r->h = (int)h / r->step + 2;
    } while (r->w > CELLS_MAX / r->h && (r->step *= 2));
    ptrdiff_t n = (ptrdiff_t)r->w * r->h;
    r->cell = NEW(keep, unsigned char, n);
    r->across = NEW(keep, int, n);
    r->down = NEW(keep, int, n);
    r->cost = NEW(keep, uint32_t, 4 * n);
    r->stamp = NEW(keep, uint32_t, 4 * n);
    r->came = NEW(keep, unsigned char, 4 * n);
    r->cap_heap = (int)(8 * n);
    r->heap = NEW(keep, struct heap_item, r->cap_heap);
    return r;
}

static int clamp(int v, int max)
{
    return v < 0 ? 0 : v > max ? max : v;
}

/* Cells whose points lie in box, grown by less than a step. */
void grid_route_block(struct grid_router *r, struct scene_box b)
{
    float grow = (float)r->step - 1;
    int x0 = clamp((int)ceilf((b.x0 - grow) / (float)r->step), r->w - 1);
    int x1 = clamp((int)floorf((b.x1 + grow) / (float)r->step), r->w - 1);
    int y0 = clamp((int)ceilf((b.y0 - grow) / (float)r->step), r->h - 1);
    int y1 = clamp((int)floorf((b.y1 + grow) / (float)r->step), r->h - 1);
    for (int y = clamp(y0 - 2, r->h - 1); y <= y1 + 2 && y < r->h; y++)
        for (int x = clamp(x0 - 2, r->w - 1); x <= x1 + 2 && x < r->w; x++) {
            bool in = x >= x0 && x <= x1 && y >= y0 && y <= y1;
            r->cell[y * r->w + x] |= in ? BLOCKED : NEAR;
        }
}

void grid_route_border(struct grid_router *r, struct scene_box b)
{
    int x0 = clamp((int)(b.x0 / (float)r->step), r->w - 1),
        x1 = clamp((int)(b.x1 / (float)r->step), r->w - 1);
    int y0 = clamp((int)(b.y0 / (float)r->step), r->h - 1),
        y1 = clamp((int)(b.y1 / (float)r->step), r->h - 1);
    for (int x = x0; x <= x1; x++) {
        r->cell[y0 * r->w + x] |= BORDER_H;
        r->cell[y1 * r->w + x] |= BORDER_H;
    }
    for (int y = y0; y <= y1; y++) {
        r->cell[y * r->w + x0] |= BORDER_V;
        r->cell[y * r->w + x1] |= BORDER_V;
    }
}

/* ---- the heap ---- */

static bool before(struct heap_item a, struct heap_item b)
{
    return a.cost < b.cost || (a.cost == b.cost && a.state < b.state);
}

static void heap_push(struct grid_router *r, struct heap_item item)
{
    if (r->n_heap == r->cap_heap)
        return;
    int i = r->n_heap++;
    while (i > 0 && before(item, r->heap[(i - 1) / 2])) {
        r->heap[i] = r->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    r->heap[i] = item;
}

static struct heap_item heap_pop(struct grid_router *r)
{
    struct heap_item top = r->heap[0], last = r->heap[--r->n_heap];
    int i = 0;
    for (int child = 1; child < r->n_heap; child = 2 * i + 1) {
        if (child + 1 < r->n_heap && before(r->heap[child + 1], r->heap[child]))
            child++;
        if (!before(r->heap[child], last))
            break;
        r->heap[i] = r->heap[child];
        i = child;
    }
    r->heap[i] = last;
    return top;
}

/* The least that is still to be paid from a cell: the steps to the goal. */
static uint32_t ahead(const struct grid_router *r, int cell)
{
    int x = cell % r->w, y = cell / r->w;
    int x0 = r->goal[WEST].x0, x1 = r->goal[EAST].x0, y0 = r->goal[NORTH].y0,
        y1 = r->goal[SOUTH].y0;
    int dist_x = x < x0 ? x0 - x : x > x1 ? x - x1 : 0;
    int dist_y = y < y0 ? y0 - y : y > y1 ? y - y1 : 0;
    return (uint32_t)(COST_STEP * (dist_x + dist_y));
}

static void reach(struct grid_router *r, int cell, int dir, uint32_t cost, int came)
{
    int state = 4 * cell + dir;
    if (r->stamp[state] == r->search && r->cost[state] <= cost)
        return;
    r->stamp[state] = r->search;
    r->cost[state] = cost;
    r->came[state] = (unsigned char)came;
    heap_push(r, (struct heap_item){ cost + ahead(r, cell), state });
}

/* ---- sides ---- */

static struct side side_of(const struct grid_router *r, struct scene_box b, int out)
{
    int step = r->step, x0 = (int)b.x0 / step, x1 = (int)b.x1 / step, y0 = (int)b.y0 / step,
        y1 = (int)b.y1 / step;
    struct side s = { x0 + 1, y0 + 1, x1 - 1, y1 - 1, out };
    if (out == EAST || out == WEST)
        s.x0 = s.x1 = out == EAST ? x1 : x0;
    else
        s.y0 = s.y1 = out == SOUTH ? y1 : y0;
    if (s.x0 > s.x1)
        s.x0 = s.x1 = (x0 + x1) / 2;
    if (s.y0 > s.y1)
        s.y0 = s.y1 = (y0 + y1) / 2;
    return s;
}

static bool taken(const struct grid_router *r, int cell)
{
    return (r->across[cell] && r->across[cell] != r->edge + 1) ||
           (r->down[cell] && r->down[cell] != r->edge + 1);
}

static uint32_t off_middle(const struct side *s, int x, int y)
{
    return (uint32_t)(abs(2 * x - s->x0 - s->x1) + abs(2 * y - s->y0 - s->y1)) / 2 * COST_OFF;
}

/* Begins at every free point of every side of a box. */
static void begin(struct grid_router *r, struct scene_box from)
{
    for (int out = 0; out < 4; out++) {
        struct side s = side_of(r, from, out);
        for (int y = s.y0; y <= s.y1; y++)
            for (int x = s.x0; x <= s.x1; x++) {
                int cell = y * r->w + x;
                if (x >= 0 && y >= 0 && x < r->w && y < r->h && (r->over || !taken(r, cell)))
                    reach(r, cell, out, off_middle(&s, x, y), 4);
            }
    }
}

/* Is this point on a side of the goal, reached from outside? Its cost, or -1. */
static int arrives(const struct grid_router *r, int x, int y, int dir)
{
    const struct side *s = &r->goal[(dir + 2) % 4];
    if (x < s->x0 || x > s->x1 || y < s->y0 || y > s->y1 || (!r->over && taken(r, y * r->w + x)))
        return -1;
    return (int)off_middle(s, x, y);
}

/* ---- the search ---- */

static uint32_t close_by(const struct grid_router *r, int cell, int dir)
{
    const int *same = dir % 2 ? r->down : r->across;
    int side = dir % 2 ? 1 : r->w;
    uint32_t n = 0;
    for (int k = -1; k <= 1; k += 2) {
        int other = cell + k * side;
        if (other >= 0 && other < r->w * r->h && same[other] && same[other] != r->edge + 1)
            n += COST_CLOSE;
    }
    return n;
}

/* What entering cell in direction dir costs; 0: it may not be. */
static uint32_t price(const struct grid_router *r, int cell, int dir)
{
    const int *same = dir % 2 ? r->down : r->across, *other = dir % 2 ? r->across : r->down;
    uint32_t cost = COST_STEP + close_by(r, cell, dir);
    if (same[cell] && same[cell] != r->edge + 1) {
        if (!r->over)
            return 0;
        cost += COST_OVER;
    }
    if (other[cell] && other[cell] != r->edge + 1)
        cost += COST_CROSS;
    if (r->cell[cell] & (dir % 2 ? BORDER_V : BORDER_H))
        cost += COST_BORDER;
    if (r->cell[cell] & NEAR)
        cost += COST_NEAR;
    return cost;
}

/* A corner on another line's cell would touch it. */
static bool may_turn(const struct grid_router *r, int cell)
{
    return r->over || !taken(r, cell);
}

static void spread(struct grid_router *r, int state, int *goal, uint32_t *best)
{
    int cell = state / 4, dir = state % 4, x = cell % r->w, y = cell / r->w;
    for (int turn = -1; turn <= 1; turn++) {
        int next = (dir + turn + 4) % 4, nx = x + dx[next], ny = y + dy[next];
        if (nx < 1 || ny < 1 || nx >= r->w - 2 || ny >= r->h - 2 || (turn && r->came[state] == 4) ||
            (turn && !may_turn(r, cell)))
            continue;
        int there = ny * r->w + nx;
        uint32_t cost = r->cost[state] + (turn ? COST_BEND : 0), more = price(r, there, next);
        int end = arrives(r, nx, ny, next);
        cost += turn && end >= 0 ? COST_HEAD : 0;
        if (end >= 0 && cost + COST_STEP + (uint32_t)end < *best) {
            *best = cost + COST_STEP + (uint32_t)end;
            *goal = 4 * there + next;
            r->came[*goal] = (unsigned char)dir;
            r->stamp[*goal] = r->search;
            r->cost[*goal] = 0; /* nothing goes on from here */
        }
        if (end < 0 && more && !(r->cell[there] & BLOCKED))
            reach(r, there, next, cost + more, dir);
    }
}

static int search(struct grid_router *r, struct scene_box from, struct scene_box to)
{
    uint32_t best = UINT32_MAX;
    int goal = -1;
    r->search++;
    r->n_heap = 0;
    for (int out = 0; out < 4; out++)
        r->goal[out] = side_of(r, to, out);
    begin(r, from);
    while (r->n_heap && r->effort-- > 0) {
        struct heap_item top = heap_pop(r);
        if (top.cost >= best)
            break;
        if (r->cost[top.state] + ahead(r, top.state / 4) == top.cost)
            spread(r, top.state, &goal, &best);
    }
    return goal;
}

/* Back from the goal: corners only, and the cells are taken. */
static int trace(struct grid_router *r, int goal, struct graph_point *points, int max)
{
    struct graph_point back[256];
    int n = 0, state = goal;
    for (int steps = 0; steps < r->w * r->h; steps++) {
        int cell = state / 4, dir = state % 4, came = r->came[state], x = cell % r->w,
            y = cell / r->w;
        int *run = dir % 2 ? r->down : r->across;
        run[cell] = r->edge + 1;
        if ((state == goal || came == 4) && n < LEN(back))
            back[n++] = (struct graph_point){ (float)(x * r->step), (float)(y * r->step) };
        if (came == 4)
            break;
        cell -= dx[dir] + dy[dir] * r->w;
        if (came != dir && n < LEN(back)) {
            back[n++] = (struct graph_point){ (float)(cell % r->w * r->step),
                                              (float)(cell / r->w * r->step) };
            (dir % 2 ? r->down : r->across)[cell] = r->edge + 1;
        }
        state = 4 * cell + came;
    }
    n = n < max ? n : max;
    for (int i = 0; i < n; i++)
        points[i] = back[n - 1 - i];
    return n;
}

/* Down or up from the middle of one to the height of the other, then across: when nothing better is left. */
static int straight(struct scene_box from, struct scene_box to, struct graph_point *points)
{
    float x = (from.x0 + from.x1) / 2, y = (to.y0 + to.y1) / 2;
    points[0] = (struct graph_point){ x, y < from.y0 ? from.y0 : from.y1 };
    points[1] = (struct graph_point){ x, y };
    points[2] = (struct graph_point){ x < to.x0 ? to.x0 : to.x1, y };
    return 3;
}

int grid_route_find(struct grid_router *r, int e, struct scene_box from, struct scene_box to,
                    struct graph_point *points, int max)
{
    int goal = -1;
    r->edge = e;
    for (int over = 0; over <= 1 && goal < 0; over++) {
        r->over = over;
        goal = search(r, from, to);
    }
    return goal < 0 ? straight(from, to, points) : trace(r, goal, points, max);
}

bool grid_route_meets(const struct grid_router *r, struct scene_box b, int e)
{
    int x0 = clamp((int)ceilf(b.x0 / (float)r->step), r->w - 1),
        x1 = clamp((int)floorf(b.x1 / (float)r->step), r->w - 1);
    int y0 = clamp((int)ceilf(b.y0 / (float)r->step), r->h - 1),
        y1 = clamp((int)floorf(b.y1 / (float)r->step), r->h - 1);
    for (int y = y0; y <= y1; y++)
        for (int x = x0; x <= x1; x++) {
            int c = y * r->w + x;
            if ((r->across[c] && r->across[c] != e + 1) || (r->down[c] && r->down[c] != e + 1))
                return true;
        }
    return false;
}
