/* box_links.c - ties each stroke to the one above it, row by row, with columns off by up to two.
 *
 * A row of a ragged drawing has its borders moved, usually all that stand right of the culprit. So
 * the open strokes of the rows above and the strokes of this row are matched as two sorted lists,
 * at least total cost; where all stand exactly below each other that is a plain merge. A stroke
 * interrupted by text or a crossing line stays open for HOLES_MAX rows. */
#include "sketch/box_grid.h"

enum { HOLES_MAX = 2, OFF_MAX = 2, NEAR = 4, CLUSTER_MAX = 64 };
enum { COST_OPEN = 6, COST_PENDING = 1, COST_NEW = 4, COST_NONE = 1 << 20 };

struct track {
    int x, home; /* columns: now, at its beginning */
    int cell;
    int age;   /* rows without a stroke */
    int match; /* index into the row's strokes, -1 */
};
struct stroke {
    int x, match;
};
struct row_match {
    struct track *t;
    struct stroke *v;
    int nt, nv;
};

static int gap(int a, int b)
{
    return a > b ? a - b : b - a;
}

static int match_cost(const struct track *t, const struct stroke *v)
{
    int now = gap(t->x, v->x), home = gap(t->home, v->x);
    int least = now < home ? now : home;
    if (least > OFF_MAX || now > OFF_MAX + 1)
        return COST_NONE;
    return 2 * least + (home > 0) + t->age;
}

static int open_cost(const struct track *t)
{
    return t->age ? COST_PENDING : COST_OPEN;
}

static int least_of(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

/* Matches tracks [t0, t1) with strokes [v0, v1) at least cost. */
static void match_cluster(struct row_match *m, int t0, int t1, int v0, int v1)
{
    int cost[CLUSTER_MAX + 1][CLUSTER_MAX + 1];
    int nt = t1 - t0, nv = v1 - v0;
    for (int i = nt; i >= 0; i--)
        for (int j = nv; j >= 0; j--) {
            int both = COST_NONE, skip_t = COST_NONE, skip_v = COST_NONE;
            if (i < nt && j < nv)
                both = match_cost(m->t + t0 + i, m->v + v0 + j) + cost[i + 1][j + 1];
            if (i < nt)
                skip_t = open_cost(m->t + t0 + i) + cost[i + 1][j];
            if (j < nv)
                skip_v = COST_NEW + cost[i][j + 1];
            cost[i][j] = i == nt && j == nv ? 0 : least_of(both, skip_t, skip_v);
        }
    for (int i = 0; i < nt; i++)
        m->t[t0 + i].match = -1;
    for (int j = 0; j < nv; j++)
        m->v[v0 + j].match = -1;
    for (int i = 0, j = 0; i < nt && j < nv;) {
        int c = match_cost(m->t + t0 + i, m->v + v0 + j);
        if (c < COST_NONE && cost[i][j] == c + cost[i + 1][j + 1]) {
            m->t[t0 + i].match = v0 + j;
            m->v[v0 + j].match = t0 + i;
            i++, j++;
        } else if (cost[i][j] == open_cost(m->t + t0 + i) + cost[i + 1][j]) {
            i++;
        } else {
            j++;
        }
    }
}

static void match_exact(struct row_match *m)
{
    for (int i = 0, j = 0; i < m->nt && j < m->nv;) {
        if (m->t[i].x == m->v[j].x) {
            m->t[i].match = j;
            m->v[j].match = i;
            i++, j++;
        } else if (m->t[i].x < m->v[j].x) {
            i++;
        } else {
            j++;
        }
    }
}

/* Tracks [t0, t1) and strokes [v0, v1) that are matched together. */
struct cluster {
    int t0, t1, v0, v1;
};

static int right_of(int x, int high)
{
    return x + OFF_MAX > high ? x + OFF_MAX : high;
}

/* From a track and a stroke to the right as far as one stands near the next: each may have moved.
 */
static struct cluster cluster_at(const struct row_match *m, int t, int v)
{
    struct cluster c = { t, t, v, v };
    int low = m->v[v].x - NEAR, high = m->v[v].x + NEAR;
    while (c.v0 > 0 && m->v[c.v0 - 1].x >= low && v - c.v0 < CLUSTER_MAX / 2)
        c.v0--;
    for (bool grown = true; grown;) {
        grown = false;
        for (; c.t1 < m->nt && m->t[c.t1].x <= high && c.t1 - c.t0 < CLUSTER_MAX;
             c.t1++, grown = true)
            high = right_of(m->t[c.t1].x, high);
        for (; c.v1 < m->nv && m->v[c.v1].x <= high && c.v1 - c.v0 < CLUSTER_MAX;
             c.v1++, grown = true)
            high = right_of(m->v[c.v1].x, high);
    }
    return c;
}

/* A pair cut in two by the edge of the cluster stays as it is. */
static void trim_cluster(const struct row_match *m, struct cluster *c)
{
    while (c->t0 < c->t1 && m->t[c->t0].match >= 0 && m->t[c->t0].match < c->v0)
        c->t0++;
    while (c->t1 > c->t0 && m->t[c->t1 - 1].match >= c->v1)
        c->t1--;
    while (c->v0 < c->v1 && m->v[c->v0].match >= 0 && m->v[c->v0].match < c->t0)
        c->v0++;
    while (c->v1 > c->v0 && m->v[c->v1 - 1].match >= c->t1)
        c->v1--;
}

/* Solves again wherever an open track and a new stroke stand near each other. */
static void match_ragged(struct row_match *m)
{
    for (int i = 0, j = 0; j < m->nv; j++) {
        if (m->v[j].match >= 0)
            continue;
        while (i < m->nt && m->t[i].x < m->v[j].x - NEAR)
            i++;
        bool open = false;
        for (int k = i; k < m->nt && m->t[k].x <= m->v[j].x + NEAR && !open; k++)
            open = m->t[k].match < 0;
        if (!open)
            continue;
        struct cluster c = cluster_at(m, i, j);
        trim_cluster(m, &c);
        match_cluster(m, c.t0, c.t1, c.v0, c.v1);
        j = c.v1 > j ? c.v1 - 1 : j;
    }
}

static void tie(struct box_grid *g, int upper, int lower)
{
    g->cells[upper].down = lower;
    g->cells[lower].up = upper;
}

/* Lines that lean step one or two columns aside. */
static void tie_diagonals(struct box_grid *g, int y)
{
    for (int x = 0; x < g->w; x++) {
        int i = grid_at(g, x, y);
        struct box_cell *c = g->cells + i;
        if (!c->diag)
            continue;
        for (int k = 1; k <= 2 && !c->down; k++) {
            int j = i + g->stride + (c->diag == 1 ? -k : k);
            const struct box_cell *low = g->cells + j;
            bool fits = low->diag == c->diag || (!low->diag && low->role == CELL_HEAD);
            if (fits && port_of(low, NORTH) && !low->up)
                tie(g, i, j);
        }
    }
}

static int row_strokes(const struct box_grid *g, int y, struct stroke *v)
{
    int n = 0;
    for (int x = 0; x < g->w; x++) {
        const struct box_cell *c = g->cells + grid_at(g, x, y);
        if (port_of(c, NORTH) && !c->diag && !c->up)
            v[n++] = (struct stroke){ x, -1 };
    }
    return n;
}

/* The open tracks below row y: strokes that lead down, and old ones that may still go on. */
static int next_tracks(const struct box_grid *g, int y, const struct row_match *m,
                       struct track *out)
{
    int n = 0, i = 0, j = 0;
    for (int x = 0; x < g->w; x++) {
        int cell = grid_at(g, x, y);
        const struct box_cell *c = g->cells + cell;
        while (j < m->nv && m->v[j].x < x)
            j++;
        while (i < m->nt && m->t[i].x < x)
            i++;
        bool leads = port_of(c, SOUTH) && !c->diag;
        if (leads) {
            bool tied = j < m->nv && m->v[j].x == x && m->v[j].match >= 0;
            int home = tied ? m->t[m->v[j].match].home : x;
            out[n++] = (struct track){ x, home, cell, 0, -1 };
        } else if (i < m->nt && m->t[i].x == x && m->t[i].match < 0 && m->t[i].age < HOLES_MAX) {
            out[n] = m->t[i];
            out[n].match = -1;
            out[n++].age++;
        }
    }
    return n;
}

void box_links_tie(struct box_grid *g)
{
    struct track *now = NEW(g->mem, struct track, g->w + 1),
                 *next = NEW(g->mem, struct track, g->w + 1);
    struct stroke *v = NEW(g->mem, struct stroke, g->w + 1);
    int n = 0;
    for (int y = 0; y < g->h; y++) {
        struct row_match m = { now, v, n, row_strokes(g, y, v) };
        match_exact(&m);
        match_ragged(&m);
        for (int i = 0; i < m.nt; i++)
            if (now[i].match >= 0)
                tie(g, now[i].cell, grid_at(g, v[now[i].match].x, y));
        n = next_tracks(g, y, &m, next);
        struct track *swap = now;
        now = next;
        next = swap;
        tie_diagonals(g, y);
    }
}
