/* box_graph.c - boxes, texts, dots, tree rows and edges of a grid to a graph in reading order. */
#include <math.h>
#include <stdlib.h>

#include "sketch/box_graph.h"

enum item_kind { ITEM_BOX, ITEM_TEXT, ITEM_DOT, ITEM_BRANCH };
struct item {
    uint8_t kind;
    int32_t ref;
    int x, y;
};
struct maker {
    struct box_grid *g;
    const struct box_trace *t;
    const struct box_nets *nets;
    struct arena *keep;
    struct graph *out;
    LIST(struct item) items;
    LIST(struct graph_text) free;
    int32_t *box_node, *run_node;               /* node + 1 */
    int32_t *first_run, *first_text, *next_run; /* runs of a box, of a text node: index + 1 */
};

static struct graph_text text_of_run(const struct maker *a, const struct box_run *r)
{
    return (struct graph_text){
        .text = str_sub(a->g->text, r->at, r->bytes), .x = r->x, .y = r->y, .w = r->w
    };
}

/* ---- items in reading order ---- */

static int by_place(const void *a, const void *b)
{
    const struct item *p = a, *q = b;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return p->kind != q->kind ? (p->kind > q->kind) - (p->kind < q->kind)
                              : (p->ref > q->ref) - (p->ref < q->ref);
}

static void add_item(struct maker *a, int kind, int ref, int x, int y)
{
    *PUSH(&a->items, a->g->mem) = (struct item){ (uint8_t)kind, ref, x, y };
}

static void collect_end(struct maker *a, struct box_end e)
{
    struct box_grid *g = a->g;
    if (e.kind == END_TEXT && !a->run_node[e.ref]) {
        a->run_node[e.ref] = -1;
        add_item(a, ITEM_TEXT, e.ref, g->runs.ptr[e.ref].x, g->runs.ptr[e.ref].y);
    } else if (e.kind == END_DOT && !g->cells[e.ref].title) {
        g->cells[e.ref].title = 2; /* listed */
        add_item(a, ITEM_DOT, e.ref, grid_x(g, e.ref), grid_y(g, e.ref));
    }
}

static void collect_items(struct maker *a)
{
    struct box_grid *g = a->g;
    for (int i = 0; i < g->boxes.len; i++)
        if (!g->boxes.ptr[i].gone)
            add_item(a, ITEM_BOX, i, g->boxes.ptr[i].x0, g->boxes.ptr[i].y0);
    for (int i = 0; i < g->branches.len; i++)
        add_item(a, ITEM_BRANCH, i, g->branches.ptr[i].x, g->branches.ptr[i].y);
    for (ptrdiff_t i = 0; i < a->nets->edges.len; i++) {
        collect_end(a, a->nets->edges.ptr[i].from);
        collect_end(a, a->nets->edges.ptr[i].to);
    }
    if (a->items.len > 0)
        qsort(a->items.ptr, (size_t)a->items.len, sizeof *a->items.ptr, by_place);
}

/* ---- label lines ---- */

static bool blanks_between(const struct box_grid *g, const struct box_run *a,
                           const struct box_run *b)
{
    if (a->y != b->y || b->x - (a->x + a->w) > 2 || a->title)
        return false;
    for (int x = a->x + a->w; x < b->x; x++)
        if (g->cells[grid_at(g, x, a->y)].cp)
            return false;
    return true;
}

/* The words of a bracketed title "[ ALB ]"; the brackets stay beside it as marks. */
static struct graph_text bare_title(struct maker *a, struct graph_text t)
{
    static const char pairs[][2] = { { '[', ']' }, { '<', '>' }, { '{', '}' } };
    for (ptrdiff_t i = 0; i < LEN(pairs); i++) {
        struct str s = t.text;
        if (s.len < 3 || s.ptr[0] != pairs[i][0] || s.ptr[s.len - 1] != pairs[i][1])
            continue;
        *PUSH(&a->free, a->keep) = (struct graph_text){ str_sub(s, 0, 1), t.x, t.y, 1, true };
        *PUSH(&a->free, a->keep) =
            (struct graph_text){ str_sub(s, s.len - 1, 1), t.x + t.w - 1, t.y, 1, true };
        struct str inner = str_sub(s, 1, s.len - 2), bare = str_trim(inner);
        int lead = 0;
        while (lead < inner.len && inner.ptr[lead] == ' ')
            lead++;
        return (struct graph_text){ bare, t.x + 1 + lead, t.y,
                                    t.w - 2 - (int)(inner.len - bare.len), false };
    }
    return t;
}

/* Lists the runs of each owner, last first, so that pushing to the front gives reading order. */
static void index_runs(struct maker *a)
{
    struct box_grid *g = a->g;
    for (int i = (int)g->runs.len - 1; i >= 0; i--) {
        const struct box_run *r = g->runs.ptr + i;
        if (r->owner != RUN_BOX && r->owner != RUN_NODE)
            continue;
        int32_t *first = r->owner == RUN_BOX ? a->first_run + r->item : a->first_text + r->item;
        a->next_run[i] = *first;
        *first = i + 1;
    }
}

typedef LIST(struct graph_text) text_list;

static void add_text(struct maker *a, text_list *list, const struct box_run *r,
                     const struct box_run *before)
{
    struct graph_text t = text_of_run(a, r);
    if (before && list->len > 0 && blanks_between(a->g, before, r)) {
        struct graph_text *last = list->ptr + list->len - 1;
        last->text.len = t.text.ptr + t.text.len - last->text.ptr;
        last->w = t.x + t.w - last->x;
        return;
    }
    *PUSH(list, a->keep) = r->title ? bare_title(a, t) : t;
}

static void box_lines(struct maker *a, struct graph_node *n, int box)
{
    text_list list = { 0 };
    for (int titles = 1; titles >= 0; titles--) {
        const struct box_run *before = NULL;
        for (int i = a->first_run[box]; i; i = a->next_run[i - 1]) {
            const struct box_run *r = a->g->runs.ptr + i - 1;
            if (r->title != (titles == 1))
                continue;
            add_text(a, &list, r, before);
            before = r;
        }
    }
    n->lines = list.ptr;
    n->n_lines = (int)list.len;
}

static void run_lines(struct maker *a, struct graph_node *n, int run)
{
    text_list list = { 0 };
    for (int i = a->first_text[run]; i; i = a->next_run[i - 1])
        *PUSH(&list, a->keep) = text_of_run(a, a->g->runs.ptr + i - 1);
    n->lines = list.ptr;
    n->n_lines = (int)list.len;
    int x1 = 0, y1 = 0;
    n->x = n->y = INT32_MAX;
    for (int i = 0; i < n->n_lines; i++) {
        const struct graph_text *t = n->lines + i;
        n->x = t->x < n->x ? t->x : n->x;
        n->y = t->y < n->y ? t->y : n->y;
        x1 = t->x + t->w > x1 ? t->x + t->w : x1;
        y1 = t->y + 1 > y1 ? t->y + 1 : y1;
    }
    n->w = x1 - n->x;
    n->h = y1 - n->y;
}

/* ---- nodes ---- */

static enum graph_stroke stroke_of(int weight)
{
    static const enum graph_stroke of[] = { STROKE_LIGHT, STROKE_LIGHT, STROKE_HEAVY, STROKE_DOUBLE,
                                            STROKE_DASHED };
    return of[weight <= PORT_DASHED ? weight : 0];
}

static int parent_node(const struct maker *a, int box)
{
    box = box_resolve(a->g, box);
    return box < 0 ? -1 : a->box_node[box] - 1;
}

static void make_box(struct maker *a, struct graph_node *n, int box)
{
    const struct box_frame *b = a->g->boxes.ptr + box;
    n->shape = b->round ? SHAPE_ROUND : SHAPE_BOX;
    n->stroke = b->dotted ? STROKE_NONE : stroke_of(b->stroke);
    n->x = b->x0;
    n->y = b->y0;
    n->w = b->x1 - b->x0 + 1;
    n->h = b->y1 - b->y0 + 1;
    n->parent = parent_node(a, b->parent);
    n->repaired = b->repairs;
    if (b->name) {
        n->shape = SHAPE_TEXT;
        n->stroke = STROKE_NONE;
    }
    a->out->repaired += b->repairs;
    box_lines(a, n, box);
}

static void make_dot(struct maker *a, struct graph_node *n, int cell)
{
    const struct box_cell *c = a->g->cells + cell;
    n->shape = SHAPE_DOT;
    n->x = grid_x(a->g, cell);
    n->y = grid_y(a->g, cell);
    n->w = n->h = 1;
    n->parent = parent_node(a, c->box);
    n->lines = NEW(a->keep, struct graph_text, 1);
    n->n_lines = 1;
    n->lines[0] = (struct graph_text){
        .text = str_sub(a->g->text, c->at, c->bytes), .x = n->x, .y = n->y, .w = 1
    };
}

static void make_branch(struct maker *a, struct graph_node *n, int branch)
{
    const struct box_branch *b = a->g->branches.ptr + branch;
    n->shape = SHAPE_TREE;
    n->stroke = STROKE_NONE;
    n->x = b->label.x;
    n->y = b->y;
    n->w = b->label.w;
    n->h = 1;
    n->note = b->note;
    n->note_x = b->note_x;
    n->parent = b->parent >= 0 ? a->g->branches.ptr[b->parent].node - 1 : parent_node(a, b->box);
    n->lines = NEW(a->keep, struct graph_text, 1);
    n->n_lines = 1;
    n->lines[0] = b->label;
}

static void number_nodes(struct maker *a)
{
    for (int i = 0; i < a->items.len; i++) {
        const struct item *it = a->items.ptr + i;
        if (it->kind == ITEM_BOX)
            a->box_node[it->ref] = i + 1;
        else if (it->kind == ITEM_TEXT)
            a->run_node[it->ref] = i + 1;
        else if (it->kind == ITEM_BRANCH)
            a->g->branches.ptr[it->ref].node = i + 1;
        else
            a->g->cells[it->ref].run = i + 1;
    }
}

static void make_nodes(struct maker *a)
{
    a->out->n_nodes = (int)a->items.len;
    a->out->nodes = NEW(a->keep, struct graph_node, a->items.len + 1);
    for (int i = 0; i < a->items.len; i++) {
        const struct item *it = a->items.ptr + i;
        struct graph_node *n = a->out->nodes + i;
        n->parent = -1;
        if (it->kind == ITEM_BOX)
            make_box(a, n, it->ref);
        else if (it->kind == ITEM_DOT)
            make_dot(a, n, it->ref);
        else if (it->kind == ITEM_BRANCH)
            make_branch(a, n, it->ref);
        if (it->kind != ITEM_TEXT)
            continue;
        n->shape = SHAPE_TEXT;
        n->stroke = STROKE_NONE;
        n->parent = parent_node(a, a->g->runs.ptr[it->ref].box);
        run_lines(a, n, it->ref);
    }
}

/* ---- edges ---- */

static int end_node(const struct maker *a, struct box_end e)
{
    if (e.kind == END_BOX)
        return parent_node(a, e.ref);
    return (e.kind == END_TEXT ? a->run_node[e.ref] : a->g->cells[e.ref].run) - 1;
}

static int by_row(const void *a, const void *b)
{
    const struct graph_text *p = a, *q = b;
    return p->y != q->y ? (p->y > q->y) - (p->y < q->y) : (p->x > q->x) - (p->x < q->x);
}

static void edge_label(struct maker *a, const struct box_edge *e, struct graph_edge *out)
{
    out->n_lines = (int)e->labels.len;
    out->lines = NEW(a->keep, struct graph_text, e->labels.len + 1);
    for (ptrdiff_t i = 0; i < e->labels.len; i++)
        out->lines[i] = text_of_run(a, a->g->runs.ptr + e->labels.ptr[i]);
    if (out->n_lines > 1)
        qsort(out->lines, (size_t)out->n_lines, sizeof *out->lines, by_row);
}

/* An arrow of one cell, "a → b": its line leads from the one end to the other. */
static void stretch(struct maker *a, struct graph_edge *e)
{
    if (e->n_points != 1 || e->from < 0 || e->to < 0)
        return;
    const struct graph_node *f = a->out->nodes + e->from, *t = a->out->nodes + e->to;
    struct graph_point at = e->points[0], *p = NEW(a->keep, struct graph_point, 2);
    bool across = at.y > (float)f->y && at.y < (float)(f->y + f->h) && at.y > (float)t->y &&
                  at.y < (float)(t->y + t->h);
    if (across) {
        bool east = t->x > f->x;
        p[0] = (struct graph_point){ (float)(east ? f->x + f->w : f->x), at.y };
        p[1] = (struct graph_point){ (float)(east ? t->x : t->x + t->w), at.y };
    } else {
        bool south = t->y > f->y;
        p[0] = (struct graph_point){ at.x, (float)(south ? f->y + f->h : f->y) };
        p[1] = (struct graph_point){ at.x, (float)(south ? t->y : t->y + t->h) };
    }
    e->points = p;
    e->n_points = 2;
}

static void make_edges(struct maker *a)
{
    a->out->edges = NEW(a->keep, struct graph_edge, a->nets->edges.len + 1);
    for (ptrdiff_t i = 0; i < a->nets->edges.len; i++) {
        const struct box_edge *e = a->nets->edges.ptr + i;
        struct graph_edge *o = a->out->edges + a->out->n_edges++;
        *o = (struct graph_edge){ .from = end_node(a, e->from),
                                  .to = end_node(a, e->to),
                                  .dir = e->dir,
                                  .stroke = e->stroke,
                                  .n_points = (int)e->points.len };
        o->points = NEW(a->keep, struct graph_point, e->points.len);
        memcpy(o->points, e->points.ptr, (size_t)e->points.len * sizeof *o->points);
        edge_label(a, e, o);
        stretch(a, o);
    }
}

/* ---- what is left ---- */

enum { HEAD_REACH = 6 }; /* cells between an end of an edge and the head that shows it */

/* Marks the head at which the end `from` of a line is shown: the first one on the way to `to`. */
static void show_head(struct maker *a, bool *shown, struct graph_point from, struct graph_point to)
{
    float dx = to.x - from.x, dy = to.y - from.y, d = fabsf(dx) > fabsf(dy) ? fabsf(dx) : fabsf(dy);
    for (int k = 0; k <= HEAD_REACH && (k == 0 || (float)k <= d + 1); k++) {
        float t = d > 0 ? (float)k / d : 0;
        int x = (int)(from.x + dx * t), y = (int)(from.y + dy * t);
        if (x < 0 || y < 0 || x >= a->g->w || y >= a->g->h)
            return;
        if (a->g->cells[grid_at(a->g, x, y)].role == CELL_HEAD) {
            shown[(ptrdiff_t)y * a->g->w + x] = true;
            return;
        }
    }
}

/* Which cells of heads an edge or a loose line shows. */
static bool *heads_shown(struct maker *a)
{
    bool *shown = NEW(a->g->mem, bool, (ptrdiff_t)a->g->w * a->g->h + 1);
    for (int i = 0; i < a->out->n_edges; i++) {
        const struct graph_edge *e = a->out->edges + i;
        if (e->dir != DIR_NONE && e->n_points > 1)
            show_head(a, shown, e->points[e->n_points - 1], e->points[e->n_points - 2]);
        if (e->dir == DIR_BOTH && e->n_points > 1)
            show_head(a, shown, e->points[0], e->points[1]);
    }
    for (int i = 0; i < a->out->n_lines; i++) {
        const struct graph_line *l = a->out->lines + i;
        if (l->head_begin)
            show_head(a, shown, l->points[0], l->points[1]);
        if (l->head_end)
            show_head(a, shown, l->points[1], l->points[0]);
    }
    return shown;
}

/* Texts nobody owns, comment marks, dots, and heads that no line explains. */
static void make_free(struct maker *a)
{
    const struct box_grid *g = a->g;
    const bool *shown = heads_shown(a);
    for (ptrdiff_t i = 0; i < g->runs.len; i++)
        if (g->runs.ptr[i].owner == RUN_FREE)
            *PUSH(&a->free, a->keep) = text_of_run(a, g->runs.ptr + i);
    for (ptrdiff_t i = 0; i < g->margins.len; i++)
        *PUSH(&a->free, a->keep) = g->margins.ptr[i];
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            const struct box_cell *c = g->cells + grid_at(g, x, y);
            bool glyph = c->role == CELL_DOT && c->title != 2;
            /* letters that point (vvv) are text as well */
            bool letter = c->cp < 0x80 && char_is_alpha((char)c->cp);
            glyph |= c->role == CELL_HEAD && letter && (c[-1].cp == c->cp || c[1].cp == c->cp);
            glyph |= c->role == CELL_HEAD && !shown[(ptrdiff_t)y * g->w + x];
            if (glyph)
                *PUSH(&a->free, a->keep) =
                    (struct graph_text){ str_sub(g->text, c->at, c->bytes), x, y, 1, true };
        }
    if (a->free.len > 1)
        qsort(a->free.ptr, (size_t)a->free.len, sizeof *a->free.ptr, by_row);
    a->out->free = a->free.ptr;
    a->out->n_free = (int)a->free.len;
}

static enum graph_kind kind_of(const struct graph *out, const struct box_grid *g)
{
    int parts = 0, boxes = 0, dots = 0;
    if (g->lifelines)
        return GRAPH_SEQUENCE;
    for (ptrdiff_t i = 0; i < g->boxes.len; i++) {
        boxes += !g->boxes.ptr[i].gone;
        parts += !g->boxes.ptr[i].gone && g->boxes.ptr[i].part;
    }
    for (int i = 0; i < out->n_nodes; i++)
        dots += out->nodes[i].shape == SHAPE_DOT;
    if (dots)
        return GRAPH_STATES;
    return boxes > 0 && parts == boxes && out->n_edges == 0 ? GRAPH_TABLE : GRAPH_BOXES;
}

void box_graph_make(struct box_grid *g, const struct box_trace *t, const struct box_nets *nets,
                    struct arena *keep, struct graph *out)
{
    struct maker a = { .g = g, .t = t, .nets = nets, .keep = keep, .out = out };
    a.box_node = NEW(g->mem, int32_t, g->boxes.len + 1);
    a.run_node = NEW(g->mem, int32_t, g->runs.len + 1);
    a.first_run = NEW(g->mem, int32_t, g->boxes.len + 1);
    a.first_text = NEW(g->mem, int32_t, g->runs.len + 1);
    a.next_run = NEW(g->mem, int32_t, g->runs.len + 1);
    out->w = g->w;
    out->h = g->h;
    index_runs(&a);
    collect_items(&a);
    number_nodes(&a);
    make_nodes(&a);
    make_edges(&a);
    box_rest_lines(g, keep, out);
    make_free(&a);
    out->kind = kind_of(out, g);
    graph_ids(out, keep);
}
