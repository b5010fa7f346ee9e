/* sequence_plan.c - columns and rows of a sequence diagram. */
#include "draw/sequence_plan.h"

#include <math.h>

#include "draw/cells.h"
#include "draw/font_width.h"
#include "draw/layout_cells.h"

/* pixels of the widest line; a label between lifelines that are farther apart may take their room */
enum { WRAP_HEAD = 150, WRAP_TEXT = 220, WRAP_NOTE = 190 };
enum { GAP = 28, GAP_BOX = 20, PAD = 12, OUTER = 8, FRAME_PAD = 10, TALL = 520 };

struct planner {
    struct sequence_plan *p;
    struct cells_needs needs;
    int *level;          /* open activations of each participant */
    int *open_bars;      /* bars by participant and order: index + 1 of the last open one */
    float y, last;       /* the next row; the last arrow */
    int open[64], depth; /* frames around */
    LIST(int) below;
};

static bool has_sign(enum sequence_kind k)
{
    return k == SEQUENCE_ACTOR || k == SEQUENCE_BOUNDARY || k == SEQUENCE_CONTROL ||
           k == SEQUENCE_ENTITY;
}

static float widest(const struct graph_text *lines, int n, enum scene_role role)
{
    float w = 0;
    for (int i = 0; i < n; i++)
        w = fmaxf(w, font_width(lines[i].text, role));
    return w;
}

/* ---- columns ---- */

static void need(struct planner *a, int from, int to, float px)
{
    *PUSH(&a->needs, a->p->keep) = (struct cells_need){ from, to, px };
}

static void size_head(struct planner *a, int i)
{
    struct sequence_column *c = &a->p->columns[i];
    const struct graph_node *n = &a->p->g->nodes[i];
    enum sequence_kind kind = a->p->q->parts[i].kind;
    c->lines = n->lines;
    c->n_lines = n->n_lines;
    layout_cells_wrap(&c->lines, &c->n_lines, ROLE_TITLE, WRAP_HEAD, a->p->keep);
    float text = (float)(c->n_lines > 1 ? c->n_lines : 1) * SEQUENCE_HEAD_LINE;
    c->w = fmaxf(widest(c->lines, c->n_lines, ROLE_TITLE) + 28, 72);
    c->h = has_sign(kind) ? SEQUENCE_SIGN + text + 4 : text + 20;
    if (kind == SEQUENCE_DATABASE)
        c->h += 14;
    if (kind == SEQUENCE_QUEUE)
        c->w += 14;
}

/* Left and right end of a message as participants; equal for one to itself. */
static int left_of(const struct graph_edge *e)
{
    return e->from < e->to ? e->from : e->to;
}

static int right_of(const struct graph_edge *e)
{
    return e->from < e->to ? e->to : e->from;
}

static void wrap_row(struct planner *a, struct sequence_row *r, const struct graph_text *lines,
                     int n, float most)
{
    r->lines = NEW(a->p->keep, struct graph_text, n + 1);
    for (int i = 0; i < n; i++)
        r->lines[i] = lines[i];
    r->n_lines = n;
    layout_cells_wrap(&r->lines, &r->n_lines, ROLE_PLAIN, most, a->p->keep);
    r->w = widest(r->lines, r->n_lines, ROLE_PLAIN);
}

static void need_message(struct planner *a, int i)
{
    const struct graph_edge *e = &a->p->g->edges[a->p->q->steps[i].edge];
    struct sequence_row *r = &a->p->rows[i];
    int from = left_of(e), to = right_of(e);
    wrap_row(a, r, e->lines, e->n_lines, WRAP_TEXT);
    float number = a->p->q->steps[i].number.len ? 24 : 0;
    if (from == to)
        need(a, from + 1, from + 2, SEQUENCE_LOOP + r->w + 24);
    else
        need(a, from + 1, to + 1, r->w + 2 * PAD + SEQUENCE_BAR + number);
    if (a->p->q->steps[i].create) { /* it ends at a head */
        int at = e->to > e->from ? e->to : e->to + 1;
        need(a, at, at + 1, a->p->columns[e->to].w / 2 + r->w + 2 * PAD);
    }
}

static void need_note(struct planner *a, int i)
{
    const struct sequence_step *s = &a->p->q->steps[i];
    struct sequence_row *r = &a->p->rows[i];
    wrap_row(a, r, s->lines, s->n_lines, WRAP_NOTE);
    float w = r->w + 2 * PAD;
    if (s->side == SIDE_LEFT)
        need(a, s->from, s->from + 1, w + 2 * OUTER);
    else if (s->side == SIDE_RIGHT)
        need(a, s->to + 1, s->to + 2, w + 2 * OUTER + 4);
    else if (s->from < s->to)
        need(a, s->from + 1, s->to + 1, w - 2 * 24);
    for (int k = 0; k < 2 && s->side == SIDE_OVER && s->from == s->to; k++)
        need(a, s->from + k, s->from + k + 1, w / 2 + OUTER);
}

static void need_heads(struct planner *a)
{
    const struct sequence_plan *p = a->p;
    int n = p->g->n_nodes;
    for (int i = 0; i < n; i++)
        size_head(a, i);
    for (int i = 0; i <= n; i++) {
        float left = i > 0 ? p->columns[i - 1].w / 2 : 0, right = i < n ? p->columns[i].w / 2 : 0;
        bool apart = i == 0 || i == n || p->q->parts[i - 1].box != p->q->parts[i].box;
        float gap = i == 0 || i == n ? 0 : GAP;
        need(a, i, i + 1, left + right + gap + (apart && p->q->n_boxes ? GAP_BOX : 0));
    }
}

static void place_columns(struct planner *a)
{
    struct sequence_plan *p = a->p;
    need_heads(a);
    for (int i = 0; i < p->q->n_steps; i++) {
        if (p->q->steps[i].what == SEQUENCE_MESSAGE)
            need_message(a, i);
        else if (p->q->steps[i].what == SEQUENCE_NOTE)
            need_note(a, i);
    }
    struct cells c = cells_solve(p->g->n_nodes + 1, 20, &a->needs, p->keep);
    for (int i = 0; i < p->g->n_nodes; i++)
        p->columns[i].x = c.at[i + 1];
    p->x0 = 0;
    p->x1 = c.at[p->g->n_nodes + 1];
}

/* ---- rows ---- */

static void reach(struct planner *a, float x0, float x1)
{
    a->p->x0 = fminf(a->p->x0, x0);
    a->p->x1 = fmaxf(a->p->x1, x1);
    for (int i = 0; i < a->depth; i++) {
        struct scene_box *b = &a->p->rows[a->open[i]].box;
        float pad = (float)(FRAME_PAD * (a->depth - i));
        b->x0 = fminf(b->x0, x0 - pad);
        b->x1 = fmaxf(b->x1, x1 + pad);
        a->p->x0 = fminf(a->p->x0, b->x0);
        a->p->x1 = fmaxf(a->p->x1, b->x1);
    }
}

static void activate(struct planner *a, int part, float y)
{
    struct sequence_plan *p = a->p;
    *PUSH(&a->below, p->keep) = a->open_bars[part];
    *PUSH(&p->bars, p->keep) = (struct sequence_bar){ part, ++a->level[part], y, -1 };
    a->open_bars[part] = (int)p->bars.len;
}

static void deactivate(struct planner *a, int part, float y)
{
    int bar = a->open_bars[part] - 1;
    if (bar < 0)
        return;
    struct sequence_bar *b = &a->p->bars.ptr[bar];
    b->y1 = fmaxf(y, b->y0 + 12);
    a->y = fmaxf(a->y, b->y1 + 2);
    a->open_bars[part] = a->below.ptr[bar];
    a->level[part]--;
}

/* Where a line that comes from the left or right meets a lifeline with its bars. */
static float touch(const struct planner *a, int part, bool from_left)
{
    float x = a->p->columns[part].x, half = SEQUENCE_BAR / 2.0F;
    if (!a->level[part])
        return x;
    return from_left ? x - half : x + half + (float)(a->level[part] - 1) * half;
}

/* Activations that a message begins stand right behind it. */
static int activations(struct planner *a, int i, int part, float y)
{
    const struct sequence *q = a->p->q;
    int n = 0;
    for (int k = i + 1; k < q->n_steps && (q->steps[k].what == SEQUENCE_ACTIVATE ||
                                           q->steps[k].what == SEQUENCE_DEACTIVATE);
         k++)
        if (q->steps[k].what == SEQUENCE_ACTIVATE && q->steps[k].from == part) {
            activate(a, part, y);
            a->p->rows[k].w = 1; /* done */
            n++;
        }
    return n;
}

static void place_self(struct planner *a, int i, const struct graph_edge *e)
{
    struct sequence_row *r = &a->p->rows[i];
    float high = fmaxf(24, (float)r->n_lines * SEQUENCE_LINE);
    a->y += 12;
    r->box.y0 = a->y;
    r->box.x0 = touch(a, e->from, false);
    r->box.y1 = a->y + high;
    activations(a, i, e->to, r->box.y1);
    r->box.x1 = touch(a, e->from, false);
    a->last = r->box.y1;
    a->y = r->box.y1 + 8;
    reach(a, a->p->columns[e->from].x - 8, r->box.x0 + SEQUENCE_LOOP + r->w + 12);
}

static void place_life(struct planner *a, int i, float y)
{
    const struct sequence_step *s = &a->p->q->steps[i];
    const struct graph_edge *e = &a->p->g->edges[s->edge];
    struct sequence_column *c = &a->p->columns[e->to];
    if (s->create) {
        c->head = y - c->h / 2;
        c->born = y + c->h / 2;
        a->y = fmaxf(a->y, c->born + 4);
    }
    if (s->destroy) {
        a->p->columns[s->from].died = y;
        a->y += 10;
    }
}

static void place_message(struct planner *a, int i)
{
    const struct sequence_step *s = &a->p->q->steps[i];
    const struct graph_edge *e = &a->p->g->edges[s->edge];
    struct sequence_row *r = &a->p->rows[i];
    if (e->from == e->to) {
        place_self(a, i, e);
        place_life(a, i, a->last);
        return;
    }
    bool right = e->to > e->from;
    float room = fabsf(a->p->columns[e->to].x - a->p->columns[e->from].x) - 2 * PAD - SEQUENCE_BAR;
    if (room > WRAP_TEXT && r->n_lines > e->n_lines)
        wrap_row(a, r, e->lines, e->n_lines, room);
    a->y += 8;
    r->box.y0 = a->y;
    a->y += (float)r->n_lines * SEQUENCE_LINE + 5;
    if (s->create)
        a->y = fmaxf(a->y, r->box.y0 + a->p->columns[e->to].h / 2 + 6);
    r->box.y1 = a->last = a->y;
    r->box.x0 = touch(a, e->from, !right);
    activations(a, i, e->to, s->create ? a->y + a->p->columns[e->to].h / 2 : a->y);
    r->box.x1 = touch(a, e->to, right);
    if (s->create)
        r->box.x1 = a->p->columns[e->to].x + (right ? -.5F : .5F) * a->p->columns[e->to].w;
    a->y += 11;
    place_life(a, i, a->last);
    float half = s->create ? a->p->columns[e->to].w / 2 : 0;
    reach(a, a->p->columns[left_of(e)].x - 8 - (right ? 0 : half),
          a->p->columns[right_of(e)].x + 8 + (right ? half : 0));
}

static void place_note(struct planner *a, int i)
{
    const struct sequence_step *s = &a->p->q->steps[i];
    struct sequence_row *r = &a->p->rows[i];
    float left = a->p->columns[s->from].x, right = a->p->columns[s->to].x;
    if (right - left > WRAP_NOTE && r->n_lines > s->n_lines)
        wrap_row(a, r, s->lines, s->n_lines, right - left);
    float w = r->w + 2 * PAD;
    float spare = fmaxf(w - (right - left), s->from < s->to ? 48 : 0) / 2;
    float x0 = s->side == SIDE_LEFT    ? left - 2 * OUTER - w + 4
               : s->side == SIDE_RIGHT ? right + 2 * OUTER - 4 + (a->level[s->to] ? 6 : 0)
                                       : left - spare;
    float x1 = s->side == SIDE_OVER ? right + spare : x0 + w;
    a->y += 6;
    r->box = (struct scene_box){ x0, a->y, x1, a->y + (float)r->n_lines * SEQUENCE_LINE + 12 };
    a->y = r->box.y1 + 8;
    a->last = r->box.y1;
    reach(a, x0 - 2, x1 + 2);
}

static float title_width(const struct sequence_step *s)
{
    return widest(s->lines, s->n_lines, ROLE_PLAIN);
}

static void place_frame(struct planner *a, int i)
{
    const struct sequence_step *s = &a->p->q->steps[i];
    struct sequence_row *r = &a->p->rows[i];
    bool rect = s->frame == FRAME_RECT;
    if (a->depth == LEN(a->open))
        return;
    r->tab = rect ? 0 : font_width(str_of(sequence_frames[s->frame]), ROLE_STRONG) + 22;
    a->y += rect ? 4 : 10;
    r->box = (struct scene_box){ 1e9F, a->y, -1e9F, a->y };
    a->open[a->depth++] = i;
    wrap_row(a, r, s->lines, s->n_lines, 2 * WRAP_TEXT);
    a->y += rect ? 4 : fmaxf(22, (float)r->n_lines * SEQUENCE_LINE + 6);
}

static void place_section(struct planner *a, int i)
{
    const struct sequence_step *s = &a->p->q->steps[i];
    struct sequence_row *r = &a->p->rows[i];
    a->y += 8;
    wrap_row(a, r, s->lines, s->n_lines, 2 * WRAP_TEXT);
    r->box.y0 = r->box.y1 = a->y;
    r->tab = a->depth ? (float)a->open[a->depth - 1] : 0; /* its frame */
    a->y += (float)r->n_lines * SEQUENCE_LINE + 6;
}

/* Wide enough for its own words, and for those of its parts. */
static void place_end(struct planner *a, int i)
{
    struct sequence_plan *p = a->p;
    if (!a->depth)
        return;
    int first = a->open[a->depth - 1];
    struct scene_box *b = &p->rows[first].box;
    if (b->x0 > b->x1)
        reach(a, p->columns[0].x - 20, p->columns[0].x + 20);
    float w = p->rows[first].tab + title_width(&p->q->steps[first]) + 24;
    w = fminf(w, p->rows[first].tab + p->rows[first].w + 30);
    for (int k = first + 1; k < i; k++)
        if (p->q->steps[k].what == SEQUENCE_SECTION && (int)p->rows[k].tab == first)
            w = fmaxf(w, p->rows[k].w + 32);
    a->depth--;
    if (b->x1 - b->x0 < w)
        b->x1 = b->x0 + w;
    a->y += p->q->steps[first].frame == FRAME_RECT ? 2 : 4;
    b->y1 = a->y;
    a->y += 6;
    reach(a, b->x0, b->x1);
}

static void place_step(struct planner *a, int i)
{
    const struct sequence_step *s = &a->p->q->steps[i];
    switch (s->what) {
    case SEQUENCE_MESSAGE:
        place_message(a, i);
        break;
    case SEQUENCE_NOTE:
        place_note(a, i);
        break;
    case SEQUENCE_ACTIVATE:
        if (!(a->p->rows[i].w > 0))
            activate(a, s->from, a->last);
        break;
    case SEQUENCE_DEACTIVATE:
        deactivate(a, s->from, a->last);
        break;
    case SEQUENCE_FRAME:
        place_frame(a, i);
        break;
    case SEQUENCE_SECTION:
        place_section(a, i);
        break;
    case SEQUENCE_END:
        place_end(a, i);
        break;
    }
}

static void place_heads(struct planner *a)
{
    struct sequence_plan *p = a->p;
    float high = 0, above = SEQUENCE_MARGIN + (p->q->title.len ? 30 : 0);
    for (int i = 0; i < p->q->n_boxes; i++)
        high = fmaxf(high, (float)p->q->boxes[i].n_lines);
    above += p->q->n_boxes ? 12 + high * SEQUENCE_LINE : 0;
    high = 0;
    for (int i = 0; i < p->g->n_nodes; i++)
        high = fmaxf(high, p->q->parts[i].late ? 0 : p->columns[i].h);
    p->top = above + high;
    for (int i = 0; i < p->g->n_nodes; i++) {
        p->columns[i].head = p->top - p->columns[i].h;
        p->columns[i].born = p->top;
        p->columns[i].died = -1;
    }
    a->y = p->top + 8;
    a->last = a->y;
}

static void end_lives(struct planner *a)
{
    struct sequence_plan *p = a->p;
    p->bottom = a->y + 8;
    p->mirrored = p->q->feet || p->bottom - p->top > TALL;
    for (int i = 0; i < p->g->n_nodes; i++)
        if (p->columns[i].died < 0)
            p->columns[i].died = p->bottom;
    for (ptrdiff_t i = 0; i < p->bars.len; i++)
        if (p->bars.ptr[i].y1 < 0)
            p->bars.ptr[i].y1 = fmaxf(p->bottom - 6, p->bars.ptr[i].y0 + 12);
}

struct sequence_plan sequence_plan_of(const struct graph *g, struct arena *keep)
{
    struct sequence_plan p = { .g = g, .q = g->sequence, .keep = keep };
    p.columns = NEW(keep, struct sequence_column, g->n_nodes + 1);
    p.rows = NEW(keep, struct sequence_row, p.q->n_steps + 1);
    struct planner a = { .p = &p,
                         .level = NEW(keep, int, g->n_nodes + 1),
                         .open_bars = NEW(keep, int, g->n_nodes + 1) };
    place_columns(&a);
    place_heads(&a);
    for (int i = 0; i < p.q->n_steps; i++)
        place_step(&a, i);
    end_lives(&a);
    if (p.q->n_boxes) {
        p.x0 -= OUTER;
        p.x1 += OUTER;
    }
    return p;
}
