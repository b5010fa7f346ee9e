/* box_split.c - a box divided from border to border: one node or one node per part?
 *
 * The parts are the nodes when edges end at several of them, when they hold nothing but text, or
 * when several hold boxes; a title band above boxes only decorates the one box. */
#include <stdlib.h>

#include "sketch/box_graph.h"

struct split {
    int64_t covered;
    int parts, touched, first;
    int boxes; /* parts that hold boxes */
};

static int64_t area(const struct box_frame *b)
{
    return (int64_t)(b->x1 - b->x0) * (b->y1 - b->y0);
}

struct sized {
    int64_t area;
    int box;
};

static int by_area(const void *a, const void *b)
{
    const struct sized *p = a, *q = b;
    if (p->area != q->area)
        return p->area < q->area ? -1 : 1;
    return (p->box > q->box) - (p->box < q->box);
}

static void count_part(const struct box_grid *g, struct split *all, const uint8_t *touched, int box)
{
    const struct box_frame *b = g->boxes.ptr + box;
    struct split *s = all + b->parent;
    s->covered += area(b);
    s->touched += touched[box];
    s->boxes += b->n_children > 0;
    if (s->parts++ == 0)
        s->first = box;
    const struct box_frame *f = g->boxes.ptr + s->first;
    if (b->y0 < f->y0 || (b->y0 == f->y0 && b->x0 < f->x0))
        s->first = box;
}

static void decide(struct box_grid *g, int box, const struct split *s, const int32_t *parts, int n)
{
    struct box_frame *b = g->boxes.ptr + box;
    bool whole = s->boxes == 1 && s->touched < 2;
    if (!whole) {
        b->gone = true;
        b->into = s->first;
    }
    for (int k = 0; k < n; k++) {
        struct box_frame *p = g->boxes.ptr + parts[k];
        if (whole) {
            p->gone = true;
            p->into = box;
        } else {
            p->parent = b->parent;
        }
    }
    if (b->parent >= 0 && !whole)
        g->boxes.ptr[b->parent].n_children += n - 1;
}

void box_split_decide(struct box_grid *g, const struct box_nets *nets)
{
    ptrdiff_t n = g->boxes.len, m = 0;
    struct split *all = NEW(g->mem, struct split, n + 1);
    uint8_t *touched = NEW(g->mem, uint8_t, n + 1);
    struct sized *parts = NEW(g->mem, struct sized, n + 1);
    for (ptrdiff_t i = 0; i < nets->edges.len; i++) {
        const struct box_edge *e = nets->edges.ptr + i;
        if (e->from.kind == END_BOX)
            touched[e->from.ref] = 1;
        if (e->to.kind == END_BOX)
            touched[e->to.ref] = 1;
    }
    for (int i = 0; i < n; i++)
        if (g->boxes.ptr[i].part && !g->boxes.ptr[i].gone) {
            count_part(g, all, touched, i);
            parts[m++] = (struct sized){ g->boxes.ptr[i].parent, i }; /* by parent */
        }
    qsort(parts, (size_t)m, sizeof *parts, by_area);
    int32_t *members = NEW(g->mem, int32_t, m + 1);
    struct sized *order = NEW(g->mem, struct sized, m + 1);
    ptrdiff_t *start = NEW(g->mem, ptrdiff_t, m + 1), groups = 0;
    for (ptrdiff_t i = 0; i < m; i++) {
        members[i] = parts[i].box;
        if (i == 0 || parts[i].area != parts[i - 1].area) {
            start[groups] = i;
            order[groups++] =
                (struct sized){ area(g->boxes.ptr + parts[i].area), (int)parts[i].area };
        }
    }
    for (ptrdiff_t k = 0; k < groups; k++) {
        int box = order[k].box;
        const struct split *s = all + box;
        if (s->parts >= 2 && s->covered * 100 >= area(g->boxes.ptr + box) * 85)
            decide(g, box, s, members + start[k], s->parts);
    }
}
