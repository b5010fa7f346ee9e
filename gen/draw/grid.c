/* grid.c - tables in tables: sizes from the inside out, places from the outside in, then edges and
 * their labels in what is left. */
#include "draw/grid.h"

#include <math.h>
#include <stdlib.h>

#include "draw/curve.h"
#include "draw/edge.h"
#include "draw/font_width.h"
#include "draw/glyphs.h"
#include "draw/grid_route.h"
#include "draw/shape.h"

enum {
    PAD = 16,   /* inside a container */
    TITLE = 24, /* a container's title */
    LINE = 17,  /* between lines of text */
    GLYPH = 22,
    NODE_PAD = 12,
    POINTS_MAX = 64,
    TRACKS_MAX = 200, /* rows or columns of one table */
    WIDER = 40,       /* a gap for labels, in tries */
    WIDER_MAX = 2,
    LABEL_WORK = 1 << 25 /* boxes that places of labels are held against: a tenth of a second */
};

/* Room, wide and narrow: around the picture, between rows and columns in it, between those of its
 * parts, of a node's line, and the most between two rows. */
static const struct room {
    float margin, gap, part_gap, title, text, row_gap;
} rooms[] = { { 32, 48, 56, 220, 200, 88 }, { 24, 40, 32, 150, 116, 64 } };

struct table { /* of a container: where its rows and columns stand, from its inner corner */
    int cols, rows;
    float *col_w, *row_h, *gap_after_col, *gap_after_row;
};
struct picture {
    const struct grid *grid;
    const struct graph *g;
    const struct room *room;
    float wider; /* added between columns, and half of it between rows */
    struct arena *keep;
    struct scene *out;
    struct scene_box *box;
    float *w, *h;
    bool *holds;
    int *child, *next; /* of node i + 1; 0 is the picture */
    struct table *table;
    struct grid_router *router;
    struct scene_box *labels; /* placed so far */
    int n_labels;
    int work;    /* what is left of LABEL_WORK */
    float below; /* where the next label below the picture stands */
    int *n_points;
    struct graph_point **points;
};

static float up(float v)
{
    return ceilf(v / ROUTE_STEP) * ROUTE_STEP;
}

static int span_of(const struct picture *p, int i)
{
    return p->grid->at[i].span > 1 ? p->grid->at[i].span : 1;
}

static void family(struct picture *p)
{
    int n = p->g->n_nodes;
    p->holds = NEW(p->keep, bool, n + 1);
    p->child = NEW(p->keep, int, n + 2);
    p->next = NEW(p->keep, int, n + 2);
    for (int i = n - 1; i >= 0; i--) {
        int parent = p->g->nodes[i].parent + 1;
        p->next[i + 1] = p->child[parent];
        p->child[parent] = i + 1;
        if (parent)
            p->holds[parent - 1] = true;
    }
}

/* ---- sizes ---- */

static enum scene_role role_of_line(const struct picture *p, int i, int k)
{
    return p->grid->whole ? p->grid->at[i].roles[k] : k ? ROLE_SUB : ROLE_TITLE;
}

static enum scene_role title_role(const struct picture *p, int i, int k)
{
    return p->grid->whole ? p->grid->at[i].roles[k] : k ? ROLE_SUB : ROLE_CAPTION;
}

static float line_max(const struct picture *p, int k)
{
    return p->grid->whole ? 1e6F : k ? p->room->text : p->room->title;
}

/* What stands under the title of a container begins there. */
static float title_height(const struct picture *p, int i)
{
    int more = p->grid->whole ? p->g->nodes[i].n_lines - 1 : 0;
    return TITLE + (float)(more > 0 ? more * LINE : 0);
}

static float title_width(const struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    float sum = 0, widest = 0;
    for (int k = 0; k < n->n_lines; k++) {
        float w = font_width(n->lines[k].text, title_role(p, i, k)) + 12;
        sum += w;
        widest = fmaxf(widest, w);
    }
    return p->grid->whole ? widest : sum;
}

static void leaf_size(struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    bool plain = n->shape == SHAPE_TEXT;
    float widest = plain ? 0 : 48;
    for (int k = 0; k < n->n_lines; k++) {
        float w = font_width(n->lines[k].text, role_of_line(p, i, k));
        widest = fmaxf(widest, fminf(w, line_max(p, k)) + (float)n->lines[k].x);
    }
    widest += p->grid->at[i].glyph ? GLYPH + 8 : 0;
    if (p->grid->whole)
        widest = shape_room(n->shape, widest);
    p->w[i] = up((widest + (plain ? 4 : 2 * NODE_PAD)) / 2) *
              2; /* an even number of steps: the middle is one */
    p->h[i] = up(fmaxf((float)(n->n_lines * LINE + (plain ? 0 : 16)), plain ? 16 : 40));
    if (n->shape == SHAPE_DOT)
        p->w[i] = p->h[i] = 2 * ROUTE_STEP;
    if (n->shape == SHAPE_DIAMOND)
        p->h[i] = up(p->h[i] * 1.5F);
    if (n->shape == SHAPE_CYLINDER)
        p->h[i] += 2 * ROUTE_STEP;
}

/* Which child of container `of` (0: the picture) node i stands in, or -1. */
static int child_in(const struct picture *p, int i, int of)
{
    for (int steps = 0; i >= 0 && steps <= p->g->n_nodes; steps++) {
        int up_one = p->g->nodes[i].parent;
        if (up_one + 1 == of)
            return i;
        i = up_one;
    }
    return -1;
}

static float label_width(const struct graph_edge *e)
{
    return e->n_lines ? font_width(e->lines[0].text, ROLE_LABEL) : 0;
}

/* What an edge that passes between two rows adds to their distance. */
static float passage(const struct picture *p, const struct graph_edge *e)
{
    return e->n_lines && p->grid->whole ? 3 * ROUTE_STEP : ROUTE_STEP;
}

/* Room for the label of an edge that only crosses the gap, and for each line that passes. */
static void gaps(struct picture *p, int of, struct table *t)
{
    float gap = of ? p->room->gap : p->room->part_gap;
    for (int c = 0; c < t->cols; c++)
        t->gap_after_col[c] = gap + (p->grid->narrow ? 0 : p->wider);
    for (int r = 0; r < t->rows; r++)
        t->gap_after_row[r] = gap + p->wider / 2;
    float most = p->room->row_gap + (p->grid->whole ? 4 * ROUTE_STEP : 0) + p->wider / 2;
    for (int k = 0; k < p->g->n_edges; k++) {
        const struct graph_edge *e = &p->g->edges[k];
        int a = e->from < 0 ? -1 : child_in(p, e->from, of),
            b = e->to < 0 ? -1 : child_in(p, e->to, of);
        if (a < 0 || b < 0 || a == b)
            continue;
        const struct grid_place *x = &p->grid->at[a], *y = &p->grid->at[b];
        int low = x->row < y->row ? x->row : y->row, high = x->row + y->row - low;
        for (int r = low; r < high && r < t->rows; r++)
            t->gap_after_row[r] = fminf(t->gap_after_row[r] + passage(p, e), most);
        int left = x->col < y->col ? a : b, right = a + b - left;
        int edge = p->grid->at[left].col + span_of(p, left) - 1;
        if (low == high && edge + 1 == p->grid->at[right].col)
            t->gap_after_col[edge] = fmaxf(t->gap_after_col[edge], up(label_width(e) + 40));
    }
}

static struct table table_open(struct picture *p, int of)
{
    struct table t = { 0 };
    for (int i = p->child[of]; i; i = p->next[i]) {
        const struct grid_place *at = &p->grid->at[i - 1];
        int cols = at->col + span_of(p, i - 1), rows = at->row + 1;
        t.cols = cols > t.cols ? cols : t.cols;
        t.rows = rows > t.rows ? rows : t.rows;
    }
    t.cols = t.cols < TRACKS_MAX ? t.cols : TRACKS_MAX;
    t.rows = t.rows < 4 * TRACKS_MAX ? t.rows : 4 * TRACKS_MAX;
    t.col_w = NEW(p->keep, float, t.cols + 1);
    t.row_h = NEW(p->keep, float, t.rows + 1);
    t.gap_after_col = NEW(p->keep, float, t.cols + 1);
    t.gap_after_row = NEW(p->keep, float, t.rows + 1);
    return t;
}

static float across(const struct table *t, int col, int span)
{
    float w = 0;
    for (int c = col; c < col + span && c < t->cols; c++)
        w += t->col_w[c] + (c > col ? t->gap_after_col[c - 1] : 0);
    return w;
}

static void widen(struct table *t, int col, int span, float want)
{
    float lacks = want - across(t, col, span);
    for (int c = col; lacks > 0 && c < col + span && c < t->cols; c++)
        t->col_w[c] += up(lacks / (float)span);
}

/* What nothing stands in takes no room. */
static void close_empty(struct table *t)
{
    for (int c = 0; c < t->cols; c++)
        t->gap_after_col[c] = t->col_w[c] > 0 ? t->gap_after_col[c] : 0;
    for (int r = 0; r < t->rows; r++)
        t->gap_after_row[r] = t->row_h[r] > 0 ? t->gap_after_row[r] : 0;
}

/* Columns: what stands in one first, then what spans several. */
static void container_size(struct picture *p, int of)
{
    struct table t = table_open(p, of);
    gaps(p, of, &t);
    for (int pass = 0; pass < 2; pass++)
        for (int i = p->child[of]; i; i = p->next[i]) {
            const struct grid_place *at = &p->grid->at[i - 1];
            if ((span_of(p, i - 1) > 1) == pass && at->col < t.cols)
                widen(&t, at->col, span_of(p, i - 1), p->w[i - 1]);
            if (at->row < t.rows)
                t.row_h[at->row] = fmaxf(t.row_h[at->row], p->h[i - 1]);
        }
    close_empty(&t);
    p->table[of] = t;
    if (!of)
        return;
    bool bare = p->grid->at[of - 1].bare;
    float w = across(&t, 0, t.cols), h = 0;
    for (int r = 0; r < t.rows; r++)
        h += t.row_h[r] + (r + 1 < t.rows ? t.gap_after_row[r] : 0);
    float title = title_width(p, of - 1);
    if (!bare && title + 2 * PAD > w + 2 * PAD)
        widen(&p->table[of], 0, t.cols, title);
    p->w[of - 1] = up(fmaxf(w, bare ? 0 : title) / 2) * 2 + (bare ? 0 : 2 * PAD);
    p->h[of - 1] = up(h + (bare ? 0 : 2 * PAD + title_height(p, of - 1)));
}

static void sizes(struct picture *p)
{
    for (int i = p->g->n_nodes - 1; i >= 0; i--) /* parents stand before children */
        if (p->holds[i])
            container_size(p, i + 1);
        else
            leaf_size(p, i);
    container_size(p, 0);
}

/* ---- places ---- */

static void put_children(struct picture *p, int of, float x, float y)
{
    const struct table *t = &p->table[of];
    for (int i = p->child[of]; i; i = p->next[i]) {
        const struct grid_place *at = &p->grid->at[i - 1];
        int span = span_of(p, i - 1);
        float left = x, top = y, room = across(t, at->col, span);
        for (int c = 0; c < at->col && c < t->cols; c++)
            left += t->col_w[c] + t->gap_after_col[c];
        for (int r = 0; r < at->row && r < t->rows; r++)
            top += t->row_h[r] + t->gap_after_row[r];
        float w = p->w[i - 1], h = p->h[i - 1];
        if (p->holds[i - 1] && !p->grid->at[i - 1].bare)
            w = fmaxf(w, room); /* a frame fills its columns, a node stands in their middle */
        if (p->holds[i - 1] && !p->grid->at[i - 1].bare && at->row < t->rows &&
            (of || p->grid->whole))
            h = t->row_h[at->row]; /* as high as its neighbours, in a frame */
        left += up((room - w) / 2 - ROUTE_STEP / 2.0F);
        if (!p->holds[i - 1] && at->row < t->rows)
            top += up((t->row_h[at->row] - h) / 2 - ROUTE_STEP / 2.0F);
        p->box[i - 1] = (struct scene_box){ left, top, left + w, top + h };
    }
}

/* Columns share what a frame is wider than they are. */
static void stretch(struct table *t, float w)
{
    float more = w - across(t, 0, t->cols);
    for (int c = 0; c < t->cols && more > 0; c++)
        t->col_w[c] += floorf(more / (float)t->cols / ROUTE_STEP) * ROUTE_STEP;
}

static void places(struct picture *p)
{
    float spare = p->grid->least_w - across(&p->table[0], 0, p->table[0].cols);
    float left = fmaxf(p->room->margin, up(spare / 2));
    put_children(p, 0, left, p->room->margin);
    for (int i = 0; i < p->g->n_nodes; i++) {
        bool bare = p->grid->at[i].bare;
        if (p->holds[i] && !bare)
            stretch(&p->table[i + 1], p->box[i].x1 - p->box[i].x0 - 2 * PAD);
        float inner =
            p->box[i].x1 - p->box[i].x0 - across(&p->table[i + 1], 0, p->table[i + 1].cols);
        float aside = bare ? 0 : floorf(inner / 2 / ROUTE_STEP) * ROUTE_STEP;
        if (p->holds[i])
            put_children(p, i + 1, p->box[i].x0 + aside,
                         p->box[i].y0 + (bare ? 0 : up(PAD + title_height(p, i))));
    }
    for (int i = 0; i < p->g->n_nodes; i++) {
        p->out->w = fmaxf(p->out->w, p->box[i].x1 + left);
        p->out->h = fmaxf(p->out->h, p->box[i].y1 + p->room->margin);
    }
}

/* ---- routes ---- */

static struct scene_box title_box(const struct picture *p, int i)
{
    float w = title_width(p, i) + 8;
    return (struct scene_box){ p->box[i].x0 + 8, p->box[i].y0 + 6, p->box[i].x0 + w + 8,
                               p->box[i].y0 + title_height(p, i) };
}

static void obstacles(struct picture *p)
{
    p->router = grid_route_open(p->out->w, p->out->h, p->keep);
    for (int i = 0; i < p->g->n_nodes; i++) {
        if (!p->holds[i])
            grid_route_block(p->router, p->box[i]);
        else if (!p->grid->at[i].bare) {
            grid_route_border(p->router, p->box[i]);
            if (p->g->nodes[i].n_lines)
                grid_route_block(p->router, title_box(p, i));
        }
    }
}

struct length {
    float px;
    int edge;
};

static int by_length(const void *a, const void *b)
{
    const struct length *x = a, *y = b;
    return x->px != y->px ? (x->px < y->px ? -1 : 1) : x->edge - y->edge;
}

static float distance(struct scene_box a, struct scene_box b)
{
    return fabsf(a.x0 + a.x1 - b.x0 - b.x1) + fabsf(a.y0 + a.y1 - b.y0 - b.y1);
}

/* Short ways first: they have the fewest others. */
static void routes(struct picture *p)
{
    int n = p->g->n_edges;
    struct length *order = NEW(p->keep, struct length, n + 1);
    p->points = NEW(p->keep, struct graph_point *, n + 1);
    p->n_points = NEW(p->keep, int, n + 1);
    for (int k = 0; k < n; k++) {
        const struct graph_edge *e = &p->g->edges[k];
        order[k] = (struct length){ distance(p->box[e->from], p->box[e->to]), k };
    }
    qsort(order, (size_t)n, sizeof *order, by_length);
    for (int i = 0; i < n; i++) {
        int k = order[i].edge;
        const struct graph_edge *e = &p->g->edges[k];
        p->points[k] = NEW(p->keep, struct graph_point, POINTS_MAX);
        p->n_points[k] =
            grid_route_find(p->router, k, p->box[e->from], p->box[e->to], p->points[k], POINTS_MAX);
    }
}

/* ---- labels ---- */

static bool label_free(const struct picture *p, int k, struct scene_box b)
{
    if (b.x0 < 2 || b.y0 < 2 || b.x1 > p->out->w - 2 || b.y1 > p->out->h - 2)
        return false;
    for (int i = 0; i < p->n_labels; i++)
        if (scene_boxes_meet(b, p->labels[i]))
            return false;
    for (int i = 0; i < p->g->n_nodes; i++) {
        bool title = p->holds[i] && !p->grid->at[i].bare && p->g->nodes[i].n_lines;
        if (!p->holds[i] ? scene_boxes_meet(b, p->box[i])
                         : title && scene_boxes_meet(b, title_box(p, i)))
            return false;
    }
    return !grid_route_meets(p->router,
                             (struct scene_box){ b.x0 - 3, b.y0 - 3, b.x1 + 3, b.y1 + 3 }, k);
}

/* A pill over a border hides a piece of it: only when there is no other place. */
static float border_cost(const struct picture *p, struct scene_box b)
{
    float cost = 0;
    for (int i = 0; i < p->g->n_nodes; i++) {
        struct scene_box c = p->box[i];
        if (!p->holds[i] || p->grid->at[i].bare || !scene_boxes_meet(b, c))
            continue;
        if (b.x0 < c.x0 || b.x1 > c.x1 || b.y0 < c.y0 || b.y1 > c.y1)
            cost += 60;
    }
    return cost;
}

/* The best place of a label on its own line: in the middle of a long piece. */
static bool label_place(struct picture *p, int k, float w, float h, struct scene_box *at)
{
    float best = 1e9F;
    const struct graph_point *q = p->points[k];
    for (int i = 1; i < p->n_points[k]; i++) {
        bool level = q[i].y == q[i - 1].y;
        float len = fabsf(q[i].x - q[i - 1].x) + fabsf(q[i].y - q[i - 1].y), room = level ? w : h;
        for (int step = 0; room / 2 + 6 + (float)step <= len - room / 2 - 6 && p->work > 0;
             step += 4) {
            p->work -= p->n_labels + p->g->n_nodes;
            float s = room / 2 + 6 + (float)step, f = s / len,
                  x = q[i - 1].x + (q[i].x - q[i - 1].x) * f,
                  y = q[i - 1].y + (q[i].y - q[i - 1].y) * f;
            for (int side = 0; side < (level || !p->grid->whole ? 1 : 3); side++) {
                float beside = side ? w / 2 + 5 : 0, mx = side == 1 ? x + beside : x - beside;
                struct scene_box b = { mx - w / 2, y - h / 2, mx + w / 2, y + h / 2 };
                float cost = fabsf(s - len / 2) - fminf(len, 120) / 4 + border_cost(p, b) + beside;
                if (cost < best && label_free(p, k, b)) {
                    best = cost;
                    *at = b;
                }
            }
        }
    }
    return best < 1e9F;
}

static void label_put(struct picture *p, struct scene_box b, float w, struct str text)
{
    p->labels[p->n_labels++] = b;
    scene_rect(p->out, p->keep, ROLE_PILL, b.x0, b.y0, w + 12, 18, 8)->pen = PEN_NONE;
    scene_text(p->out, p->keep, ROLE_LABEL, (b.x0 + b.x1) / 2, b.y0 + 13, w, ANCHOR_MIDDLE, text);
}

/* The whole label, or its last words where those alone find room: "allows tcp 443", "tcp 443". */
static bool label(struct picture *p, int k)
{
    const struct graph_edge *e = &p->g->edges[k];
    struct str text = e->n_lines ? e->lines[0].text : (struct str){ 0 };
    for (; text.len; text = str_cut(text, ' ').tail) {
        float w = font_width(text, ROLE_LABEL);
        struct scene_box b;
        if (label_place(p, k, w + 12, 18, &b)) {
            label_put(p, b, w, text);
            return true;
        }
    }
    return !e->n_lines || !e->lines[0].text.len;
}

static struct str name_of(const struct picture *p, int node)
{
    const struct graph_node *n = node < 0 ? NULL : &p->g->nodes[node];
    return n && n->n_lines ? n->lines[0].text : (struct str){ 0 };
}

/* A label without room: a number on its line, and the label below the picture; without room for that
 * either, the names of both ends. Was it numbered? */
static bool label_below(struct picture *p, int k, int number)
{
    const struct graph_edge *e = &p->g->edges[k];
    struct str text = str_fmt(p->keep, "%d", number), from = name_of(p, e->from),
               to = name_of(p, e->to);
    float w = font_width(text, ROLE_LABEL);
    struct scene_box b;
    bool numbered = label_place(p, k, w + 12, 18, &b);
    if (numbered)
        label_put(p, b, w, text);
    text = numbered ? str_fmt(p->keep, "%d  %.*s", number, FMT(e->lines[0].text))
                    : str_fmt(p->keep, "%.*s \xe2\x86\x92 %.*s: %.*s", FMT(from), FMT(to),
                              FMT(e->lines[0].text));
    w = font_width(text, ROLE_LABEL);
    scene_text(p->out, p->keep, ROLE_LABEL, p->room->margin, p->below, w, ANCHOR_START, text);
    p->out->w = fmaxf(p->out->w, w + 2 * p->room->margin);
    p->below += LINE;
    return numbered;
}

/* All labels; how many of them found no place on their line. */
static int labels(struct picture *p)
{
    int lost = 0, *without = NEW(p->keep, int, p->g->n_edges + 1);
    p->labels = NEW(p->keep, struct scene_box, p->g->n_edges + 1);
    for (int k = 0; k < p->g->n_edges; k++)
        if (!label(p, k))
            without[lost++] = k;
    p->below = p->out->h - p->room->margin + LINE;
    for (int i = 0, number = 1; i < lost; i++)
        number += label_below(p, without[i], number);
    if (lost)
        p->out->h = p->below - LINE + p->room->margin;
    return lost;
}

/* ---- drawing ---- */

static const struct {
    char mark;
    enum scene_colour colour;
    enum scene_stroke pen;
} marks[] = { { '+', COLOUR_TRUE, PEN_HEAVY },
              { '-', COLOUR_FALSE, PEN_DASHED },
              { '~', COLOUR_WATCH, PEN_HEAVY } };

/* Colour and outline of a mark, -1 when there is none. */
static int mark_of(char mark)
{
    for (int i = 0; i < LEN(marks); i++)
        if (marks[i].mark == mark)
            return i;
    return -1;
}

static void open_group(struct picture *p, int i, enum scene_colour colour)
{
    const struct graph_node *n = &p->g->nodes[i];
    struct scene_item *open =
        scene_open(p->out, p->keep, n->id, n->n_lines ? n->lines[0].text : n->id, colour);
    open->own_colour = n->tint != 0;
    open->href = n->href;
    open->tip = n->tip;
    p->out->links = p->out->links || n->href.len;
}

static void draw_frame(struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    struct scene_box b = p->box[i];
    open_group(p, i, p->grid->at[i].colour);
    struct scene_item *it =
        scene_rect(p->out, p->keep, ROLE_BOX, b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0, 8);
    it->pen = n->stroke == STROKE_DASHED ? PEN_DASHED : PEN_PLAIN;
    float x = b.x0 + 12;
    for (int k = 0; k < n->n_lines; k++) {
        enum scene_role role = title_role(p, i, k);
        float w = font_width(n->lines[k].text, role);
        float y = b.y0 + 19 + (float)(p->grid->whole ? k * LINE : 0);
        scene_text(p->out, p->keep, role, x, y, w, ANCHOR_START, n->lines[k].text);
        x += p->grid->whole ? 0 : w + 12;
    }
    scene_close(p->out, p->keep);
}

static void draw_mark(struct picture *p, struct scene_box b, int mark)
{
    static const char *const signs[] = { "+", "\xe2\x88\x92", "~" };
    struct scene_item *it = scene_rect(p->out, p->keep, ROLE_PLATE, b.x1 - 12, b.y0 - 8, 20, 16, 4);
    it->colour = marks[mark].colour;
    struct str sign = str_of(signs[mark]);
    it = scene_text(p->out, p->keep, ROLE_ON, b.x1 - 2, b.y0 + 4, font_width(sign, ROLE_ON),
                    ANCHOR_MIDDLE, sign);
    it->colour = marks[mark].colour;
}

static void draw_node(struct picture *p, int i)
{
    const struct graph_node *n = &p->g->nodes[i];
    const struct grid_place *at = &p->grid->at[i];
    struct scene_box b = p->box[i];
    int mark = mark_of(at->mark), glyph = at->glyph ? glyphs_named(str_of(at->glyph)) : 0;
    open_group(p, i, mark >= 0 ? marks[mark].colour : at->colour);
    if (p->grid->whole && n->shape != SHAPE_TEXT)
        shape_draw(p->out, p->keep, n, b, true, false);
    else if (!p->grid->whole)
        scene_rect(p->out, p->keep, ROLE_NODE, b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0, 6)->pen =
            mark >= 0 ? marks[mark].pen : edge_pen(n->stroke);
    float x = b.x0 + (n->shape == SHAPE_TEXT ? 2 : NODE_PAD), y = (b.y0 + b.y1) / 2;
    y += n->shape == SHAPE_CYLINDER ? 5 : 0; /* below its lid */
    if (glyph)
        scene_glyph(p->out, p->keep, glyph, x, y - GLYPH / 2.0F, GLYPH);
    x += glyph ? GLYPH + 8 : 0;
    for (int k = 0; k < n->n_lines; k++) {
        enum scene_role role = role_of_line(p, i, k);
        struct str text = font_fit(n->lines[k].text, role, line_max(p, k));
        float top = y - (float)(n->n_lines * LINE) / 2 + (float)k * LINE;
        scene_text(p->out, p->keep, role,
                   at->centred ? (b.x0 + b.x1) / 2 : x + (float)n->lines[k].x, top + 13,
                   font_width(text, role), at->centred ? ANCHOR_MIDDLE : ANCHOR_START, text);
    }
    if (mark >= 0)
        draw_mark(p, b, mark);
    scene_close(p->out, p->keep);
}

/* The end of a line goes on from the box around a shape to its slanted side. */
static void meet_outline(const struct picture *p, int node, struct curve_point *end,
                         const struct curve_point *before)
{
    const struct graph_node *n = &p->g->nodes[node];
    struct scene_box b = p->box[node];
    bool level = fabsf(end->y - before->y) < .05F, left = before->x < end->x;
    if (p->holds[node])
        return;
    if (level) {
        float inset = shape_inset(n->shape, b, end->y, left);
        end->x += left ? inset : -inset;
    } else if (n->shape == SHAPE_DIAMOND) {
        float aside = fabsf(end->x - (b.x0 + b.x1) / 2) / (b.x1 - b.x0) * (b.y1 - b.y0);
        end->y += before->y < end->y ? aside : -aside;
    }
}

static void draw_edge(struct picture *p, int k)
{
    const struct graph_edge *e = &p->g->edges[k];
    struct curve_point points[POINTS_MAX];
    int mark = p->grid->edge_marks ? mark_of(p->grid->edge_marks[k]) : -1;
    for (int i = 0; i < p->n_points[k]; i++)
        points[i] = (struct curve_point){ p->points[k][i].x, p->points[k][i].y };
    if (p->n_points[k] < 2)
        return;
    int last = p->n_points[k] - 1;
    if (p->grid->whole) {
        meet_outline(p, e->from, &points[0], &points[1]);
        meet_outline(p, e->to, &points[last], &points[last - 1]);
    }
    struct scene_item *it =
        edge_draw(p->out, p->keep, p->g, e, curve_round(points, p->n_points[k], 6, p->keep));
    if (mark >= 0) {
        it->pen = marks[mark].pen;
        it->colour = marks[mark].colour;
    }
}

/* The picture with gaps wider by wider; how many labels found no place in it. */
static int draw(const struct grid *grid, float wider, struct arena *keep, struct scene *out)
{
    int n = grid->g->n_nodes;
    struct picture p = { .grid = grid,
                         .g = grid->g,
                         .room = &rooms[grid->narrow],
                         .wider = wider,
                         .work = LABEL_WORK,
                         .keep = keep,
                         .out = out };
    *out = (struct scene){ .title = grid->g->title, .desc = grid->g->desc };
    p.box = NEW(keep, struct scene_box, n + 1);
    p.w = NEW(keep, float, n + 1);
    p.h = NEW(keep, float, n + 1);
    p.table = NEW(keep, struct table, n + 2);
    family(&p);
    sizes(&p);
    places(&p);
    obstacles(&p);
    routes(&p);
    for (int i = 0; i < n; i++)
        if (p.holds[i] && !grid->at[i].bare)
            draw_frame(&p, i);
    for (int k = 0; k < grid->g->n_edges; k++)
        draw_edge(&p, k);
    for (int i = 0; i < n; i++)
        if (!p.holds[i])
            draw_node(&p, i);
    return labels(&p);
}

void grid_scene(const struct grid *grid, struct arena *keep, struct scene *out)
{
    int least = draw(grid, 0, keep, out);
    for (int tries = 1; least && !grid->narrow && tries <= WIDER_MAX; tries++) {
        struct scene wide;
        int lost = draw(grid, (float)(tries * WIDER), keep, &wide);
        if (lost < least)
            *out = wide;
        least = lost < least ? lost : least;
    }
}
