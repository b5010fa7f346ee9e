/* sequence_boxes.c - heads, lifelines and arrows of a box drawing to the steps of a sequence.
 *
 *     ┌───┴──┐      Server       heads: what the first lifeline of a column hangs from
 *     │ App  │         │
 *     └───┬──┘    ┌────┴───┐     a box further down on a lifeline: a note, or an activation
 *         │──ask─▶│  busy  │     when it has no words; with the words of its head: its foot
 *         │◀ - - -└────┬───┘     dashes with blanks between them are an arrow too
 *
 * Every node and every end of an edge must be explained, or there is no sequence. */
#include "sketch/sequence_boxes.h"

#include <stdlib.h>

#include "model/sequence.h"

enum { NOT_PART = -1, UNKNOWN = -2 };

struct event {
    int row, turn; /* what begins in a row stands before what ends in it */
    struct sequence_step step;
};
struct life {
    int x, y, node;
};
struct maker {
    const struct box_grid *g;
    struct arena *keep;
    LIST(struct life) lives; /* what stands above each lifeline, from the top down */
    struct str title;
    struct graph *out;
    int *part_of; /* of each node: its participant, by node number of the head */
    int *column;  /* of each node that is a head: x of its lifeline */
    LIST(struct event) events;
    LIST(struct graph_edge) edges;
    LIST(struct graph_text) words; /* of boxes that are no heads: free text of the graph */
    bool feet;
};

static int node_of(const struct maker *a, int box)
{
    const struct box_frame *b = &a->g->boxes.ptr[box];
    for (int i = 0; i < a->out->n_nodes; i++) {
        const struct graph_node *n = &a->out->nodes[i];
        if (n->x == b->x0 && n->y == b->y0 && n->w == b->x1 - b->x0 + 1)
            return i;
    }
    return -1;
}

static void add(struct maker *a, int row, int turn, struct sequence_step step)
{
    *PUSH(&a->events, a->keep) = (struct event){ row, turn, step };
}

/* ---- nodes ---- */

/* The head whose lifeline stands in column x and begins above row y; the last one that does. */
static int head_at(const struct maker *a, int x, int y)
{
    for (int i = 0; i < a->out->n_nodes; i++)
        if (a->part_of[i] == i && abs(a->column[i] - x) <= 1 && a->out->nodes[i].y < y)
            return i;
    return -1;
}

static bool is_upright(const struct graph_edge *e)
{
    return e->dir == DIR_NONE && e->n_points == 2 && e->points[0].x == e->points[1].x &&
           e->from >= 0 && e->to >= 0;
}

static int by_height(const void *a, const void *b)
{
    const struct life *p = a, *q = b;
    return p->y != q->y ? (p->y > q->y) - (p->y < q->y) : (p->x > q->x) - (p->x < q->x);
}

/* A short stretch of a lifeline was read as a line between two boxes. */
static void collect_lives(struct maker *a)
{
    for (ptrdiff_t i = 0; i < a->g->lives.len; i++) {
        const struct box_life *l = &a->g->lives.ptr[i];
        *PUSH(&a->lives, a->keep) = (struct life){ l->x, l->y0, node_of(a, l->box) };
    }
    for (int i = 0; i < a->out->n_edges; i++) {
        const struct graph_edge *e = &a->out->edges[i];
        if (!is_upright(e))
            continue;
        bool down = e->points[0].y < e->points[1].y;
        const struct graph_point *top = &e->points[down ? 0 : 1];
        *PUSH(&a->lives, a->keep) =
            (struct life){ (int)top->x, (int)top->y, down ? e->from : e->to };
    }
    if (a->lives.len)
        qsort(a->lives.ptr, (size_t)a->lives.len, sizeof *a->lives.ptr, by_height);
}

static void find_heads(struct maker *a)
{
    collect_lives(a);
    for (ptrdiff_t i = 0; i < a->lives.len; i++) {
        const struct life *l = &a->lives.ptr[i];
        if (l->node < 0 || a->part_of[l->node] != UNKNOWN || head_at(a, l->x, l->y) >= 0)
            continue;
        a->part_of[l->node] = l->node;
        a->column[l->node] = l->x;
    }
}

static bool same_words(const struct graph_node *p, const struct graph_node *q)
{
    for (int i = 0; i < p->n_lines && i < q->n_lines; i++)
        if (!str_equal(p->lines[i].text, q->lines[i].text))
            return false;
    return p->n_lines == q->n_lines;
}

static bool holds_nodes(const struct maker *a, int node)
{
    for (int i = 0; i < a->out->n_nodes; i++)
        if (a->out->nodes[i].parent == node)
            return true;
    return false;
}

/* "loop until done" in the upper left of a box */
static bool is_frame(const struct maker *a, int node)
{
    const struct graph_node *n = &a->out->nodes[node];
    struct str word = n->n_lines ? str_cut(n->lines[0].text, ' ').head : (struct str){ 0 };
    if (word.len > 2 && *word.ptr == '[')
        word = str_sub(word, 1, word.len - (word.ptr[word.len - 1] == ']' ? 2 : 1));
    for (int i = 0; i < FRAME_RECT; i++) {
        if (!str_equal_nocase(word, str_of(sequence_frames[i])))
            continue;
        struct graph_text *lines = NEW(a->keep, struct graph_text, n->n_lines + 1);
        memcpy(lines, n->lines, (size_t)n->n_lines * sizeof *lines);
        lines[0].text = str_trim(str_cut(lines[0].text, ' ').tail);
        bool bare = !lines[0].text.len;
        struct sequence_step s = { .what = SEQUENCE_FRAME, .frame = (enum sequence_frame)i };
        s.lines = lines + bare;
        s.n_lines = n->n_lines - bare;
        add((struct maker *)a, n->y, 0, s);
        add((struct maker *)a, n->y + n->h, 3,
            (struct sequence_step){ .what = SEQUENCE_END, .frame = s.frame });
        return true;
    }
    return false;
}

/* A box on one or several lifelines. */
static bool on_lifelines(struct maker *a, int node)
{
    const struct graph_node *n = &a->out->nodes[node];
    int first = -1, last = -1;
    for (int i = 0; i < a->out->n_nodes; i++) {
        if (a->part_of[i] != i || a->column[i] < n->x || a->column[i] >= n->x + n->w ||
            a->out->nodes[i].y >= n->y)
            continue;
        first = first < 0 || a->column[i] < a->column[first] ? i : first;
        last = last < 0 || a->column[i] > a->column[last] ? i : last;
    }
    if (first < 0)
        return false;
    a->part_of[node] = first == last ? first : NOT_PART;
    if (first == last && same_words(n, &a->out->nodes[first])) {
        a->feet = true;
        return true;
    }
    struct sequence_step s = {
        .what = SEQUENCE_NOTE, .from = first, .to = last, .lines = n->lines, .n_lines = n->n_lines
    };
    if (n->n_lines) {
        add(a, n->y, 1, s);
        return true;
    }
    s.what = SEQUENCE_ACTIVATE;
    add(a, n->y + 1, 2, s); /* behind the message that begins it */
    s.what = SEQUENCE_DEACTIVATE;
    add(a, n->y + n->h - 1, 2, s);
    return first == last;
}

static bool explain_nodes(struct maker *a)
{
    find_heads(a);
    for (int i = 0; i < a->out->n_nodes; i++) {
        if (a->part_of[i] != UNKNOWN)
            continue;
        a->part_of[i] = NOT_PART;
        for (int k = 0; k < a->out->nodes[i].n_lines; k++)
            *PUSH(&a->words, a->keep) = a->out->nodes[i].lines[k];
        if (holds_nodes(a, i) ? !is_frame(a, i) : !(on_lifelines(a, i) || is_frame(a, i)))
            return false;
    }
    return true;
}

/* ---- messages ---- */

static int row_of(const struct graph_edge *e)
{
    return (int)e->points[e->n_points - 1].y;
}

/* A box on several lifelines: the one that the line meets. */
static int part_at(const struct maker *a, int node, struct graph_point at)
{
    if (node < 0 || a->part_of[node] >= 0)
        return node < 0 ? -1 : a->part_of[node];
    return head_at(a, (int)at.x, (int)at.y);
}

static bool spans(const struct graph_edge *e, const struct graph_edge *o)
{
    float x0 = e->points[0].x, x1 = e->points[e->n_points - 1].x, p0 = o->points[0].x,
          p1 = o->points[o->n_points - 1].x;
    return row_of(e) == row_of(o) && x1 == p1 && (x0 < x1) == (p0 < p1) &&
           (x0 < x1 ? x0 < p0 : x0 > p0);
}

/* A line that passes a lifeline on its way begins there only once more for the reader of lines. */
static bool is_part_of_longer(const struct maker *a, int i)
{
    const struct graph_edge *e = &a->out->edges[i];
    for (int k = 0; k < a->out->n_edges && !e->n_lines; k++)
        if (k != i && a->out->edges[k].n_points >= 2 && spans(&a->out->edges[k], e))
            return true;
    return false;
}

static bool explain_edges(struct maker *a)
{
    for (int i = 0; i < a->out->n_edges; i++) {
        struct graph_edge e = a->out->edges[i];
        if (e.n_points < 2)
            return false;
        bool upright = is_upright(&e);
        e.from = part_at(a, e.from, e.points[0]);
        e.to = part_at(a, e.to, e.points[e.n_points - 1]);
        if (e.from < 0 || e.to < 0)
            return false;
        if ((upright && e.from == e.to) || is_part_of_longer(a, i))
            continue;
        *PUSH(&a->edges, a->keep) = e;
    }
    return a->edges.len > 0;
}

/* "<- - - -", "- - ->", "<·····": only strokes and heads, three at least. */
static bool is_dashes(struct str s, bool *left, bool *right)
{
    static const char *const strokes[] = {
        "-", "\xE2\x94\x80", "\xE2\x95\x8C", "\xE2\x94\x84", "\xE2\x94\x88", ".", "\xC2\xB7", "=",
        " "
    };
    static const char *const lefts[] = { "<", "\xE2\x97\x80", "\xE2\x97\x84", "\xE2\x86\x90" };
    static const char *const rights[] = { ">", "\xE2\x96\xB6", "\xE2\x96\xBA", "\xE2\x86\x92" };
    int n = 0;
    *left = *right = false;
    for (ptrdiff_t i = 0, step; i < s.len; i += step) {
        struct str rest = str_from(s, i);
        step = 0;
        for (ptrdiff_t k = 0; k < LEN(strokes) && !step; k++)
            if (str_starts(rest, str_of(strokes[k]))) {
                step = (ptrdiff_t)strlen(strokes[k]);
                n += *strokes[k] != ' ';
            }
        for (ptrdiff_t k = 0; k < LEN(lefts) && !step; k++) {
            *left |= i == 0 && str_starts(rest, str_of(lefts[k]));
            *right |= str_starts(rest, str_of(rights[k]));
            if (str_starts(rest, str_of(lefts[k])) || str_starts(rest, str_of(rights[k])))
                step = (ptrdiff_t)strlen(lefts[k]);
        }
        if (!step || (*right && i + step < s.len))
            return false;
    }
    return n >= 3 && (*left || *right);
}

/* The head whose lifeline is nearest to the left (or right) of column x in row y. */
static int beside(const struct maker *a, int x, int y, bool left)
{
    int found = -1;
    for (int i = 0; i < a->out->n_nodes; i++) {
        if (a->part_of[i] != i || a->out->nodes[i].y >= y)
            continue;
        int c = a->column[i];
        bool side = left ? c <= x : c >= x;
        if (side && (found < 0 || (left ? c > a->column[found] : c < a->column[found])))
            found = i;
    }
    return found;
}

/* The lines of a label right above the arrow in row y that so far belong to the arrow above them, which
 * has others. */
static void take_label(struct maker *a, struct graph_edge *e, int y, int x0, int x1)
{
    for (ptrdiff_t i = 0; i < a->edges.len; i++) {
        struct graph_edge *o = &a->edges.ptr[i];
        int n = o->n_lines;
        if (row_of(o) >= y || n < 1 || o->lines[n - 1].y != y - 1 || o->lines[n - 1].x < x0 ||
            o->lines[n - 1].x > x1)
            continue;
        while (n > 0 && o->lines[n - 1].y > row_of(o))
            n--;
        e->lines = o->lines + n;
        e->n_lines = o->n_lines - n;
        o->n_lines = n;
        return;
    }
}

/* Dashes between two lifelines. */
static bool dashed_message(struct maker *a, const struct graph_text *t)
{
    bool left, right;
    if (!is_dashes(t->text, &left, &right))
        return false;
    int west = beside(a, t->x, t->y, true), east = beside(a, t->x + t->w - 1, t->y, false);
    if (west < 0 || east < 0 || west == east || t->x - a->column[west] > 3 ||
        a->column[east] - (t->x + t->w - 1) > 3)
        return false;
    struct graph_edge e = { .from = right ? west : east,
                            .to = right ? east : west,
                            .dir = left && right ? DIR_BOTH : DIR_FORWARD,
                            .stroke = STROKE_DASHED,
                            .n_points = 2 };
    e.points = NEW(a->keep, struct graph_point, 2);
    e.points[0] = (struct graph_point){ (float)a->column[e.from] + .5F, (float)t->y + .5F };
    e.points[1] = (struct graph_point){ (float)a->column[e.to] + .5F, (float)t->y + .5F };
    take_label(a, &e, t->y, t->x, t->x + t->w);
    *PUSH(&a->edges, a->keep) = e;
    return true;
}

/* Dashes that the reader of lines took for a line of a label. */
static void free_dashes(struct maker *a)
{
    for (ptrdiff_t i = 0, known = a->edges.len; i < known; i++) {
        int n = a->edges.ptr[i].n_lines;
        struct graph_text *lines = NEW(a->keep, struct graph_text, n + 1);
        if (n)
            memcpy(lines, a->edges.ptr[i].lines, (size_t)n * sizeof *lines);
        a->edges.ptr[i].lines = lines;
        for (int k = 0; k < a->edges.ptr[i].n_lines; k++) {
            struct graph_text t = lines[k];
            struct graph_edge *e = &a->edges.ptr[i];
            bool left, right;
            if (!is_dashes(t.text, &left, &right))
                continue;
            memmove(lines + k, lines + k + 1, (size_t)(e->n_lines - k - 1) * sizeof *lines);
            e->n_lines--;
            if (dashed_message(a, &t)) {
                k--;
                continue;
            }
            e = &a->edges.ptr[i];
            memmove(lines + k + 1, lines + k, (size_t)(e->n_lines - k) * sizeof *lines);
            lines[k] = t;
            e->n_lines++;
        }
    }
}

static bool is_above_heads(const struct maker *a, const struct graph_text *t)
{
    for (int i = 0; i < a->out->n_nodes; i++)
        if (a->part_of[i] == i && a->out->nodes[i].y <= t->y)
            return false;
    return true;
}

/* A cross at the foot of a lifeline ends it with the last message there. */
static bool ends_life(struct maker *a, const struct graph_text *t)
{
    static const char *const crosses[] = { "\xE2\x95\xB3", "x", "X", "\xE2\x9C\x95", "\xC3\x97" };
    struct graph_edge *last = NULL;
    int part = head_at(a, t->x, t->y);
    bool cross = str_among(t->text, crosses, LEN(crosses));
    for (ptrdiff_t i = 0; cross && part >= 0 && i < a->edges.len; i++) {
        struct graph_edge *e = &a->edges.ptr[i];
        if ((e->from == part || e->to == part) && (!last || row_of(e) > row_of(last)))
            last = e;
    }
    if (!last || row_of(last) > t->y)
        return false;
    add(a, t->y, 1,
        (struct sequence_step){
            .what = SEQUENCE_DEACTIVATE, .from = part, .to = part, .destroy = true });
    return true;
}

static void add_note(struct maker *a, const struct graph_text *t, int west, int east)
{
    struct sequence_step s = { .what = SEQUENCE_NOTE,
                               .from = west < 0 ? east : west,
                               .side = west < 0 ? SIDE_LEFT : SIDE_RIGHT,
                               .n_lines = 1 };
    s.to = s.from;
    s.lines = NEW(a->keep, struct graph_text, 1);
    *s.lines = *t;
    add(a, t->y, 1, s);
}

/* Words above the heads are the title, words between lifelines a note where they stand; marks of
 * comments are nothing. */
static bool explain_free(struct maker *a)
{
    int kept = 0;
    free_dashes(a);
    for (int i = 0; i < a->out->n_free; i++) {
        const struct graph_text *t = &a->out->free[i];
        bool comment = t->margin && t->text.len && char_among(*t->text.ptr, "/#*;%-");
        if (dashed_message(a, t))
            continue;
        a->out->free[kept++] = *t;
        if (comment || ends_life(a, t))
            continue;
        int west = beside(a, t->x, t->y, true), east = beside(a, t->x, t->y, false);
        if (t->margin)
            return false;
        if (is_above_heads(a, t))
            a->title = str_fmt(a->keep, "%.*s%s%.*s", FMT(a->title), a->title.len ? " " : "",
                               FMT(t->text));
        else if (west < 0 && east < 0)
            return false;
        else
            add_note(a, t, west, east);
    }
    a->out->n_free = kept;
    return true;
}

/* ---- the sequence ---- */

static int by_row(const void *a, const void *b)
{
    const struct event *p = a, *q = b;
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    return p->turn != q->turn ? (p->turn > q->turn) - (p->turn < q->turn)
                              : (p->step.edge > q->step.edge) - (p->step.edge < q->step.edge);
}

/* Heads from left to right become the nodes; new numbers for all who name them. */
static void number_parts(struct maker *a, int *at)
{
    struct graph *g = a->out;
    struct graph_node *nodes = NEW(a->keep, struct graph_node, g->n_nodes + 1);
    int n = 0;
    for (int x = -1;;) {
        int next = -1;
        for (int i = 0; i < g->n_nodes; i++)
            if (a->part_of[i] == i && a->column[i] > x &&
                (next < 0 || a->column[i] < a->column[next]))
                next = i;
        if (next < 0)
            break;
        x = a->column[next];
        at[next] = n;
        nodes[n] = g->nodes[next];
        nodes[n++].parent = -1;
    }
    g->nodes = nodes;
    g->n_nodes = n;
}

static int top_row(const struct graph *g)
{
    int y = g->nodes[0].y;
    for (int i = 1; i < g->n_nodes; i++)
        y = g->nodes[i].y < y ? g->nodes[i].y : y;
    return y;
}

/* A message to a head further down makes it. */
static void mark_late(struct maker *a, struct sequence *q, struct sequence_step *s)
{
    const struct graph_edge *e = &a->out->edges[s->edge];
    const struct graph_node *n = &a->out->nodes[e->to];
    int row = row_of(e);
    if (e->from != e->to && !q->parts[e->to].late && n->y > top_row(a->out) + 2 && row >= n->y &&
        row < n->y + n->h)
        s->create = q->parts[e->to].late = true;
}

static void mark_gone(struct maker *a, struct sequence *q, int cross)
{
    int part = q->steps[cross].from;
    q->parts[part].gone = true;
    for (int i = cross - 1; i >= 0; i--) {
        struct sequence_step *s = &q->steps[i];
        const struct graph_edge *e = s->what == SEQUENCE_MESSAGE ? &a->out->edges[s->edge] : NULL;
        if (!e || (e->from != part && e->to != part))
            continue;
        s->destroy = true;
        s->from = part;
        return;
    }
}

/* What boxes say that are no nodes any more. */
static void keep_words(struct maker *a)
{
    struct graph *g = a->out;
    struct graph_text *all = NEW(a->keep, struct graph_text, g->n_free + a->words.len + 1);
    for (int i = 0; i < g->n_free; i++)
        all[i] = g->free[i];
    for (ptrdiff_t i = 0; i < a->words.len; i++)
        all[g->n_free++] = a->words.ptr[i];
    g->free = all;
}

static void finish(struct maker *a)
{
    struct graph *g = a->out;
    struct sequence *q = NEW(a->keep, struct sequence, 1);
    int *at = NEW(a->keep, int, g->n_nodes + 1);
    number_parts(a, at);
    g->edges = a->edges.ptr;
    g->n_edges = (int)a->edges.len;
    for (int i = 0; i < g->n_edges; i++)
        add(a, row_of(&g->edges[i]), 1,
            (struct sequence_step){ .what = SEQUENCE_MESSAGE, .edge = i });
    qsort(a->events.ptr, (size_t)a->events.len, sizeof *a->events.ptr, by_row);
    q->parts = NEW(a->keep, struct sequence_part, g->n_nodes + 1);
    q->steps = NEW(a->keep, struct sequence_step, a->events.len + 1);
    q->n_steps = (int)a->events.len;
    struct graph_edge *edges = NEW(a->keep, struct graph_edge, g->n_edges + 1);
    for (int i = 0; i < g->n_nodes; i++)
        q->parts[i].box = -1;
    for (int i = 0, n = 0; i < q->n_steps; i++) {
        struct sequence_step *s = &q->steps[i];
        *s = a->events.ptr[i].step;
        if (s->what != SEQUENCE_MESSAGE) {
            s->from = at[s->from];
            s->to = at[s->to];
            continue;
        }
        edges[n] = g->edges[s->edge]; /* in the order they are told */
        edges[n].from = at[edges[n].from];
        edges[n].to = at[edges[n].to];
        s->edge = n++;
    }
    g->edges = edges;
    for (int i = 0; i < q->n_steps; i++) {
        if (q->steps[i].what == SEQUENCE_MESSAGE)
            mark_late(a, q, &q->steps[i]);
        else if (q->steps[i].destroy)
            mark_gone(a, q, i);
    }
    q->title = a->title;
    q->feet = a->feet;
    keep_words(a);
    g->sequence = q;
}

void sequence_boxes_make(const struct box_grid *g, struct arena *keep, struct graph *out)
{
    enum { NODES_MAX = 200 }; /* each is looked up among all */
    struct maker a = { .g = g, .keep = keep, .out = out };
    struct graph before = *out;
    if (!g->lifelines || out->n_nodes > NODES_MAX || out->n_edges > 10 * NODES_MAX)
        return;
    a.part_of = NEW(keep, int, out->n_nodes + 1);
    a.column = NEW(keep, int, out->n_nodes + 1);
    for (int i = 0; i < out->n_nodes; i++)
        a.part_of[i] = UNKNOWN;
    out->free = NEW(keep, struct graph_text, out->n_free + 1);
    if (out->n_free)
        memcpy(out->free, before.free, (size_t)out->n_free * sizeof *out->free);
    if (explain_nodes(&a) && explain_edges(&a) && explain_free(&a))
        finish(&a);
    else
        *out = before;
}
