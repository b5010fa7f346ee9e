/* sequence.c - paints the plan of a sequence diagram, from back to front: grounds, lifelines with their
 * heads and activations, frames, messages, notes. */
#include "draw/sequence.h"

#include <math.h>

#include "draw/curve.h"
#include "draw/edge.h"
#include "draw/font_width.h"
#include "draw/palette.h"
#include "draw/sequence_plan.h"
#include "draw/shape.h"

struct painter {
    struct sequence_plan p;
    struct arena *keep;
    struct scene *out;
    float dx; /* brings all of it to its margin */
};

static float tenth(float v)
{
    return roundf(v * 10) / 10;
}

/* ---- pieces ---- */

static struct scene_item *line(struct painter *a, enum scene_role role, float x0, float y0,
                               float x1, float y1)
{
    struct curve_point points[] = { { tenth(x0 + a->dx), tenth(y0) },
                                    { tenth(x1 + a->dx), tenth(y1) } };
    return scene_path(a->out, a->keep, role, curve_round(points, 2, 0, a->keep));
}

static struct scene_item *rect(struct painter *a, enum scene_role role, struct scene_box b, float r)
{
    return scene_rect(a->out, a->keep, role, tenth(b.x0 + a->dx), tenth(b.y0), tenth(b.x1 - b.x0),
                      tenth(b.y1 - b.y0), r);
}

static void text(struct painter *a, enum scene_role role, float x, float middle,
                 enum scene_anchor anchor, struct str s)
{
    float below = scene_pens[role].px > 12 ? 5 : 4;
    x += a->dx;
    scene_text(a->out, a->keep, role, anchor == ANCHOR_MIDDLE ? tenth(x) : roundf(x),
               roundf(middle + below), font_width(s, role), anchor, s);
}

/* Lines of text below each other from y on; veil: what lies behind them fades. */
static void lines(struct painter *a, enum scene_role role, float x, float y,
                  enum scene_anchor anchor, const struct graph_text *all, int n, bool veil)
{
    float step = role == ROLE_TITLE ? SEQUENCE_HEAD_LINE : SEQUENCE_LINE;
    for (int i = 0; i < n; i++) {
        float w = font_width(all[i].text, role), left = anchor == ANCHOR_MIDDLE ? x - w / 2 : x;
        if (veil && all[i].text.len)
            rect(a, ROLE_VEIL,
                 (struct scene_box){ left - 2, y + (float)i * step + 1, left + w + 2,
                                     y + (float)(i + 1) * step },
                 3);
        text(a, role, x, y + ((float)i + .5F) * step, anchor, all[i].text);
    }
}

/* "[is sick]": brackets around the first and last line. */
static const struct graph_text *bracketed(struct painter *a, const struct sequence_row *r)
{
    struct graph_text *out = NEW(a->keep, struct graph_text, r->n_lines + 1);
    for (int i = 0; i < r->n_lines; i++)
        out[i].text = str_fmt(a->keep, "%s%.*s%s", i ? "" : "[", FMT(r->lines[i].text),
                              i + 1 < r->n_lines ? "" : "]");
    return out;
}

static enum scene_colour colour_of(uint32_t tint, enum scene_colour other)
{
    return tint ? palette_nearest(tint) : other;
}

/* ---- heads ---- */

static void stroke(struct painter *a, const char *d, float x, float y)
{
    struct buf b = buf_open(a->keep, 400);
    buf_char(&b, 'M');
    buf_num(&b, (double)tenth(x + a->dx), 1);
    buf_char(&b, ' ');
    buf_num(&b, (double)tenth(y), 1);
    buf_put(&b, str_of(d));
    scene_path(a->out, a->keep, ROLE_GLYPH, buf_str(&b));
}

/* The signs of UML, 24 to 32 wide, from y on. */
static void sign(struct painter *a, enum sequence_kind kind, float x, float y)
{
    static const char *const strokes[N_SEQUENCE_KINDS] = {
        [SEQUENCE_ACTOR] = "v14m-13 -7h26m-13 7l-9 12m9 -12l9 12",
        [SEQUENCE_BOUNDARY] = "m-12 0h-8m0 -11v22",
        [SEQUENCE_CONTROL] = "m-2 -11l6 -4m-6 4l6 4",
        [SEQUENCE_ENTITY] = "m-12 13h24",
    };
    bool actor = kind == SEQUENCE_ACTOR;
    float r = actor ? 6 : 11, middle = y + (actor ? 7 : 24);
    rect(a, ROLE_HOLLOW, (struct scene_box){ x - r, middle - r, x + r, middle + r }, r);
    stroke(a, strokes[kind], x, actor ? middle + r : middle);
}

static void boxed(struct painter *a, int i, float top)
{
    const struct sequence_column *c = &a->p.columns[i];
    enum sequence_kind kind = a->p.q->parts[i].kind;
    struct graph_node n = a->p.g->nodes[i];
    struct scene_box b = { c->x - c->w / 2 + a->dx, top, c->x + c->w / 2 + a->dx, top + c->h };
    if (n.shape == SHAPE_TEXT)
        n.shape = SHAPE_BOX, n.stroke = STROKE_LIGHT;
    n.shape = kind == SEQUENCE_DATABASE ? SHAPE_CYLINDER
              : kind == SEQUENCE_QUEUE  ? SHAPE_STADIUM
                                        : n.shape;
    if (kind == SEQUENCE_COLLECTIONS) {
        struct scene_box behind = { b.x0 + 5, b.y0 - 5, b.x1 + 5, b.y1 - 5 };
        shape_draw(a->out, a->keep, &n, behind, true, false);
    }
    shape_draw(a->out, a->keep, &n, b, true, false);
    if (kind == SEQUENCE_QUEUE)
        line(a, ROLE_LINE, c->x + c->w / 2 - 16, top + 5, c->x + c->w / 2 - 16, top + c->h - 5);
}

static void head(struct painter *a, int i, float top)
{
    const struct sequence_column *c = &a->p.columns[i];
    enum sequence_kind kind = a->p.q->parts[i].kind;
    bool signed_ = kind >= SEQUENCE_ACTOR && kind <= SEQUENCE_ENTITY;
    float high = (float)c->n_lines * SEQUENCE_HEAD_LINE, y = top + (c->h - high) / 2;
    if (signed_) {
        sign(a, kind, c->x, top);
        y = top + SEQUENCE_SIGN;
    } else {
        boxed(a, i, top);
        y += kind == SEQUENCE_DATABASE ? 5 : 0;
    }
    lines(a, ROLE_TITLE, c->x - (kind == SEQUENCE_QUEUE ? 5 : 0), y, ANCHOR_MIDDLE, c->lines,
          c->n_lines, false);
}

static void open_part(struct painter *a, int i, bool id)
{
    const struct graph_node *n = &a->p.g->nodes[i];
    struct scene_item *group = scene_open(a->out, a->keep, id ? n->id : S(""),
                                          id ? graph_label(n->lines, n->n_lines, a->keep) : S(""),
                                          colour_of(n->tint, COLOUR_EDGE));
    if (!id)
        return;
    group->href = n->href;
    group->tip = n->tip;
    a->out->links |= n->href.len > 0;
}

static void end_mark(struct painter *a, float x, float y)
{
    line(a, ROLE_MARK, x - 8, y - 8, x + 8, y + 8);
    line(a, ROLE_MARK, x - 8, y + 8, x + 8, y - 8);
}

static void participant(struct painter *a, int i)
{
    const struct sequence_column *c = &a->p.columns[i];
    const struct sequence_part *part = &a->p.q->parts[i];
    open_part(a, i, true);
    line(a, ROLE_LINE, c->x, c->born, c->x, fmaxf(c->died, c->born + 1))->pen = PEN_DASHED;
    head(a, i, c->head);
    for (ptrdiff_t k = 0; k < a->p.bars.len; k++) {
        const struct sequence_bar *b = &a->p.bars.ptr[k];
        float x = c->x + (float)(b->level - 1) * SEQUENCE_BAR / 2;
        if (b->part == i)
            rect(a, ROLE_NODE,
                 (struct scene_box){ x - SEQUENCE_BAR / 2.0F, b->y0, x + SEQUENCE_BAR / 2.0F,
                                     b->y1 },
                 2);
    }
    if (a->p.mirrored && !part->gone)
        head(a, i, a->p.bottom);
    if (part->gone)
        end_mark(a, c->x, c->died);
    scene_close(a->out, a->keep);
}

/* ---- grounds and frames ---- */

static float foot(const struct painter *a)
{
    float most = 0;
    for (int i = 0; i < a->p.g->n_nodes && a->p.mirrored; i++)
        most = fmaxf(most, a->p.q->parts[i].gone ? 0 : a->p.columns[i].h);
    return a->p.bottom + most;
}

static void group(struct painter *a, int box)
{
    const struct sequence_box *b = &a->p.q->boxes[box];
    struct scene_box all = { 1e9F, SEQUENCE_MARGIN + (a->p.q->title.len ? 30 : 0), -1e9F,
                             foot(a) + 10 };
    for (int i = 0; i < a->p.g->n_nodes; i++) {
        const struct sequence_column *c = &a->p.columns[i];
        if (a->p.q->parts[i].box != box)
            continue;
        all.x0 = fminf(all.x0, c->x - c->w / 2 - 10);
        all.x1 = fmaxf(all.x1, c->x + c->w / 2 + 10);
    }
    if (all.x0 > all.x1)
        return;
    enum scene_colour colour = colour_of(b->tint, COLOUR_EDGE);
    rect(a, ROLE_BOX, all, 8)->colour = colour;
    ptrdiff_t first = a->out->items.len;
    lines(a, ROLE_CAPTION, (all.x0 + all.x1) / 2, all.y0 + 4, ANCHOR_MIDDLE, b->lines, b->n_lines,
          false);
    for (ptrdiff_t i = first; i < a->out->items.len; i++)
        a->out->items.ptr[i].colour = colour;
}

static void grounds(struct painter *a)
{
    for (int i = 0; i < a->p.q->n_boxes; i++)
        group(a, i);
    for (int i = 0; i < a->p.q->n_steps; i++) {
        const struct sequence_step *s = &a->p.q->steps[i];
        if (s->what == SEQUENCE_FRAME && s->frame == FRAME_RECT)
            rect(a, ROLE_BAND, a->p.rows[i].box, 4)->colour = colour_of(s->tint, COLOUR_SERIES);
    }
}

static void frame(struct painter *a, int i)
{
    const struct sequence_step *s = &a->p.q->steps[i];
    const struct sequence_row *r = &a->p.rows[i];
    if (s->frame == FRAME_RECT)
        return;
    rect(a, ROLE_LINE, r->box, 4);
    float x = tenth(r->box.x0 + a->dx), y = tenth(r->box.y0), w = tenth(r->tab);
    struct curve_point tab[] = {
        { x, y }, { x + w, y }, { x + w, y + 12 }, { x + w - 7, y + 19 }, { x, y + 19 }
    };
    struct str d = curve_polygon(tab, LEN(tab), a->keep);
    scene_path(a->out, a->keep, ROLE_VEIL, d);
    scene_path(a->out, a->keep, ROLE_LINE, d);
    text(a, ROLE_STRONG, r->box.x0 + 8, y + 10, ANCHOR_START, str_of(sequence_frames[s->frame]));
    lines(a, ROLE_PLAIN, r->box.x0 + r->tab + 10, r->box.y0 + 3, ANCHOR_START, bracketed(a, r),
          r->n_lines, true);
}

static void section(struct painter *a, int i)
{
    const struct sequence_row *r = &a->p.rows[i], *f = &a->p.rows[(int)r->tab];
    line(a, ROLE_LINE, f->box.x0, r->box.y0, f->box.x1, r->box.y0)->pen = PEN_DASHED;
    lines(a, ROLE_PLAIN, f->box.x0 + 12, r->box.y0 + 4, ANCHOR_START, bracketed(a, r), r->n_lines,
          true);
}

/* ---- messages ---- */

static void finish(struct painter *a, struct scene_item *it, const struct graph_edge *e)
{
    it->pen = edge_pen(e->stroke);
    it->from = a->p.g->nodes[e->from].id;
    it->to = a->p.g->nodes[e->to].id;
    it->head_end = e->dir == DIR_NONE ? HEAD_NONE : e->end ? e->end : HEAD_ARROW;
    if (e->to < e->from && e->end >= HEAD_UPPER) /* heads turn with their line: up becomes down */
        it->head_end = e->end == HEAD_UPPER ? HEAD_LOWER : HEAD_UPPER;
    it->head_begin = e->dir != DIR_BOTH ? HEAD_NONE : e->begin ? e->begin : HEAD_ARROW;
}

static void number(struct painter *a, struct str n, float x, float y)
{
    float w = fmaxf(16, font_width(n, ROLE_LABEL) + 8);
    if (!n.len)
        return;
    rect(a, ROLE_PILL, (struct scene_box){ x - w / 2, y - 8, x + w / 2, y + 8 }, 8);
    text(a, ROLE_LABEL, x, y, ANCHOR_MIDDLE, n);
}

static void to_itself(struct painter *a, int i, const struct graph_edge *e)
{
    const struct sequence_row *r = &a->p.rows[i];
    float x = tenth(fmaxf(r->box.x0, r->box.x1) + SEQUENCE_LOOP + a->dx);
    struct curve_point points[] = { { tenth(r->box.x0 + a->dx), tenth(r->box.y0) },
                                    { x, tenth(r->box.y0) },
                                    { x, tenth(r->box.y1) },
                                    { tenth(r->box.x1 + a->dx), tenth(r->box.y1) } };
    finish(a, scene_path(a->out, a->keep, ROLE_EDGE, curve_round(points, 4, 7, a->keep)), e);
    float high = (float)r->n_lines * SEQUENCE_LINE;
    lines(a, ROLE_PLAIN, x - a->dx + 8, (r->box.y0 + r->box.y1 - high) / 2, ANCHOR_START, r->lines,
          r->n_lines, false);
    number(a, a->p.q->steps[i].number, r->box.x0, r->box.y0);
}

static void dot(struct painter *a, float x, float y)
{
    rect(a, ROLE_DOT, (struct scene_box){ x - 4, y - 4, x + 4, y + 4 }, 4);
}

static void message(struct painter *a, int i)
{
    const struct sequence_step *s = &a->p.q->steps[i];
    const struct sequence_row *r = &a->p.rows[i];
    const struct graph_edge *e = &a->p.g->edges[s->edge];
    if (e->from == e->to) {
        to_itself(a, i, e);
        return;
    }
    finish(a, line(a, ROLE_EDGE, r->box.x0, r->box.y1, r->box.x1, r->box.y1), e);
    if (s->from_middle)
        dot(a, r->box.x0, r->box.y1);
    if (s->to_middle)
        dot(a, r->box.x1, r->box.y1);
    bool wide = abs(e->from - e->to) > 1;
    float middle = (r->box.x0 + r->box.x1) / 2;
    lines(a, ROLE_PLAIN, middle, r->box.y1 - 4 - (float)r->n_lines * SEQUENCE_LINE, ANCHOR_MIDDLE,
          r->lines, r->n_lines, wide);
    bool marked = e->dir == DIR_BOTH || s->from_middle; /* what stands at its begin stays seen */
    float aside = !marked ? 0 : e->to > e->from ? 20 : -20;
    number(a, s->number, r->box.x0 + aside, r->box.y1);
}

static void note(struct painter *a, int i)
{
    const struct sequence_row *r = &a->p.rows[i];
    struct scene_box b = r->box;
    enum scene_colour colour = (enum scene_colour)(COLOUR_SERIES + 1);
    rect(a, ROLE_NODE, b, 3)->colour = colour;
    rect(a, ROLE_BAND, b, 3)->colour = colour;
    lines(a, ROLE_PLAIN, (b.x0 + b.x1) / 2, b.y0 + 6, ANCHOR_MIDDLE, r->lines, r->n_lines, false);
}

static void steps(struct painter *a)
{
    static void (*const of[])(struct painter * a, int i) = {
        [SEQUENCE_MESSAGE] = message, [SEQUENCE_NOTE] = note, [SEQUENCE_FRAME] = frame,
        [SEQUENCE_SECTION] = section, [SEQUENCE_END] = NULL,
    };
    for (int pass = 0; pass < 2; pass++) /* frames lie behind what they hold */
        for (int i = 0; i < a->p.q->n_steps; i++) {
            enum sequence_what what = a->p.q->steps[i].what;
            bool around = what == SEQUENCE_FRAME || what == SEQUENCE_SECTION;
            if (of[what] && around == (pass == 0))
                of[what](a, i);
        }
}

static struct painter open_painter(const struct graph *g, struct arena *keep, struct scene *out)
{
    struct painter a = { .p = sequence_plan_of(g, keep), .keep = keep, .out = out };
    a.dx = SEQUENCE_MARGIN - a.p.x0;
    struct str title = a.p.q->title;
    float w = title.len ? font_width(title, ROLE_HEADING) : 0;
    out->w = ceilf(fmaxf(a.p.x1 + a.dx, w + SEQUENCE_MARGIN) + SEQUENCE_MARGIN);
    if (title.len)
        text(&a, ROLE_HEADING, a.p.x0, SEQUENCE_MARGIN + 8, ANCHOR_START, title);
    return a;
}

void sequence_scene(const struct graph *g, struct arena *keep, struct scene *out)
{
    struct painter a = open_painter(g, keep, out);
    grounds(&a);
    for (int i = 0; i < g->n_nodes; i++)
        participant(&a, i);
    steps(&a);
    out->h = ceilf(foot(&a) + (a.p.q->n_boxes ? 10 : 0) + SEQUENCE_MARGIN);
}

bool sequence_heads(const struct graph *g, struct arena *keep, struct scene *out)
{
    enum { SHORT = 360 };
    struct painter a = open_painter(g, keep, out);
    if (a.p.bottom - a.p.top < SHORT)
        return false;
    for (int i = 0; i < g->n_nodes; i++) {
        if (a.p.q->parts[i].late)
            continue;
        open_part(&a, i, false);
        head(&a, i, a.p.columns[i].head);
        scene_close(a.out, a.keep);
    }
    out->h = a.p.top + 4;
    return true;
}
