/* sequence_text.c - a sequence as a box drawing.
 *
 *     ┌─────┐    ┌──────┐
 *     │ App │    │ Shop │
 *     └──┬──┘    └───┬──┘
 *        │   order   │
 *        │──────────▶│
 *
 * Notes and frames become words beside the lifelines. What is drawn reads as the same messages again. */
#include "base/width.h"
#include "model/sequence.h"

enum { GAP = 4, ROWS_MAX = 20000, COLUMNS_MAX = 4000 };

struct canvas {
    const struct graph *g;
    struct arena *mem;
    int *x, *half; /* of each participant: its lifeline, half its head */
    int w;
    LIST(struct str *) rows; /* a cluster a cell; NULL: blank */
};

static int columns_of(struct str s)
{
    int w = (int)width_of(s);
    return w < COLUMNS_MAX / 8 ? w : COLUMNS_MAX / 8;
}

static int widest(const struct graph_text *lines, int n)
{
    int w = 0;
    for (int i = 0; i < n; i++)
        w = columns_of(lines[i].text) > w ? columns_of(lines[i].text) : w;
    return w;
}

/* ---- columns ---- */

/* Of notes, frames and messages to itself, which stand right of the last lifeline. */
static int widest_words(const struct sequence *q)
{
    int w = 0;
    for (int i = 0; i < q->n_steps; i++) {
        int own = 0;
        for (int k = 0; k < q->steps[i].n_lines; k++)
            own += columns_of(q->steps[i].lines[k].text) + 1;
        w = own > w ? own : w;
    }
    return w < COLUMNS_MAX / 4 ? w : COLUMNS_MAX / 4;
}

static void place_columns(struct canvas *c)
{
    const struct graph *g = c->g;
    for (int i = 0; i < g->n_nodes; i++) {
        c->half[i] = (widest(g->nodes[i].lines, g->nodes[i].n_lines) + 4) / 2;
        c->x[i] = i ? c->x[i - 1] + c->half[i - 1] + GAP + c->half[i] : c->half[i] + 1;
        for (int k = 0; k < g->n_edges; k++) {
            const struct graph_edge *e = &g->edges[k];
            int low = e->from < e->to ? e->from : e->to, high = e->from < e->to ? e->to : e->from;
            int room = widest(e->lines, e->n_lines) + (low == high ? 10 : 6);
            if (low + 1 == i) /* words stand before the first lifeline that the arrow crosses */
                c->x[i] = c->x[low] + room > c->x[i] ? c->x[low] + room : c->x[i];
        }
        c->x[i] = c->x[i] < COLUMNS_MAX ? c->x[i] : COLUMNS_MAX;
    }
    int more = widest_words(g->sequence);
    c->w = c->x[g->n_nodes - 1] +
           (c->half[g->n_nodes - 1] > more ? c->half[g->n_nodes - 1] : more) + 30;
}

/* ---- rows ---- */

static void set(struct canvas *c, int x, struct str cell)
{
    if (x >= 0 && x < c->w)
        c->rows.ptr[c->rows.len - 1][x] = cell;
}

static void add_row(struct canvas *c, bool lives)
{
    *PUSH(&c->rows, c->mem) = NEW(c->mem, struct str, c->w + 1);
    for (int i = 0; lives && i < c->g->n_nodes; i++)
        set(c, c->x[i], S("\xE2\x94\x82"));
}

/* A wide character takes two cells; the second holds nothing to print. */
static void put(struct canvas *c, int x, struct str s)
{
    while (s.len > 0 && x + 1 < c->w) {
        uint32_t cp;
        int w;
        ptrdiff_t n = width_cluster(s, &w, &cp);
        if (w > 0)
            set(c, x, cp < ' ' ? S(" ") : str_sub(s, 0, n));
        if (w > 1)
            set(c, x + 1, S(""));
        x += w;
        s = str_from(s, n);
    }
}

static void put_head_row(struct canvas *c, int row, int rows)
{
    const struct graph *g = c->g;
    add_row(c, false);
    for (int i = 0; i < g->n_nodes; i++) {
        bool edge = row < 0 || row == rows;
        int left = c->x[i] - c->half[i], right = c->x[i] + c->half[i];
        for (int x = left + 1; edge && x < right; x++)
            set(c, x, S("\xE2\x94\x80"));
        set(c, left, row < 0 ? S("\xE2\x94\x8C") : edge ? S("\xE2\x94\x94") : S("\xE2\x94\x82"));
        set(c, right, row < 0 ? S("\xE2\x94\x90") : edge ? S("\xE2\x94\x98") : S("\xE2\x94\x82"));
        if (row == rows)
            set(c, c->x[i], S("\xE2\x94\xAC"));
        if (!edge && row < g->nodes[i].n_lines)
            put(c, c->x[i] - columns_of(g->nodes[i].lines[row].text) / 2,
                g->nodes[i].lines[row].text);
    }
}

static void put_heads(struct canvas *c)
{
    int rows = 1;
    for (int i = 0; i < c->g->n_nodes; i++)
        rows = c->g->nodes[i].n_lines > rows ? c->g->nodes[i].n_lines : rows;
    for (int row = -1; row <= rows; row++)
        put_head_row(c, row, rows);
    add_row(c, true);
}

static void put_self(struct canvas *c, const struct graph_edge *e)
{
    int x = c->x[e->from];
    for (int row = 0; row < 3; row++) {
        add_row(c, true);
        for (int k = 1; k < 3 && row != 1; k++)
            set(c, x + k, S("\xE2\x94\x80"));
        set(c, x + 3,
            row == 0   ? S("\xE2\x94\x90")
            : row == 1 ? S("\xE2\x94\x82")
                       : S("\xE2\x94\x98"));
        if (row == 2 && e->dir != DIR_NONE)
            set(c, x + 1, S("\xE2\x97\x80"));
        if (row == 1)
            put(c, x + 5, graph_label(e->lines, e->n_lines, c->mem));
    }
}

static void put_message(struct canvas *c, const struct sequence_step *s)
{
    const struct graph_edge *e = &c->g->edges[s->edge];
    bool right = e->to > e->from;
    int first = right ? e->from : e->to, left = c->x[first], end = c->x[right ? e->to : e->from];
    if (e->from == e->to) {
        put_self(c, e);
        return;
    }
    int next = first + 1 < c->g->n_nodes ? c->x[first + 1] : end;
    for (int i = 0; i < e->n_lines; i++) {
        add_row(c, true);
        put(c, left + (next - left + 1 - columns_of(e->lines[i].text)) / 2, e->lines[i].text);
    }
    add_row(c, true);
    for (int x = left + 1; x < end; x++) {
        bool crossed = c->rows.ptr[c->rows.len - 1][x].ptr != NULL;
        set(c, x,
            crossed                      ? S("\xE2\x94\xBC")
            : e->stroke == STROKE_DASHED ? S("\xE2\x95\x8C")
                                         : S("\xE2\x94\x80"));
    }
    if (e->dir == DIR_BOTH || (e->dir == DIR_FORWARD && right))
        set(c, end - 1, S("\xE2\x96\xB6"));
    if (e->dir == DIR_BOTH || (e->dir == DIR_FORWARD && !right))
        set(c, left + 1, S("\xE2\x97\x80"));
}

/* Words of notes and frames, right of the lifeline they begin at. */
static void put_words(struct canvas *c, const struct sequence_step *s)
{
    struct buf b = buf_open(c->mem, 1 << 16);
    bool note = s->what == SEQUENCE_NOTE, end = s->what == SEQUENCE_END;
    const char *word = note                          ? ""
                       : s->what == SEQUENCE_SECTION ? sequence_section(s->frame)
                                                     : sequence_frames[s->frame];
    struct str words = graph_label(s->lines, s->n_lines, c->mem);
    buf_fmt(&b, "%s%s%s%s%.*s%s", note ? "(" : "[", end ? "end of " : "", word,
            !note && words.len ? " " : "", FMT(words), note ? ")" : "]");
    int last = c->g->n_nodes - 1, at = note ? s->to : last;
    if (at < last && c->x[at] + 5 + columns_of(buf_str(&b)) > c->x[at + 1])
        at = last; /* lifelines stay whole */
    add_row(c, true);
    put(c, c->x[at] + 3, buf_str(&b));
}

static void print(struct canvas *c, struct buf *out)
{
    for (ptrdiff_t y = 0; y < c->rows.len; y++) {
        const struct str *row = c->rows.ptr[y];
        int end = c->w;
        while (end > 0 && !row[end - 1].ptr)
            end--;
        for (int x = 0; x < end; x++)
            buf_put(out, row[x].ptr ? row[x] : S(" "));
        buf_char(out, '\n');
    }
}

void sequence_text(const struct graph *g, struct arena scratch, struct buf *out)
{
    struct canvas c = { .g = g, .mem = &scratch };
    c.x = NEW(&scratch, int, g->n_nodes + 1);
    c.half = NEW(&scratch, int, g->n_nodes + 1);
    place_columns(&c);
    put_heads(&c);
    for (int i = 0; i < g->sequence->n_steps && c.rows.len < ROWS_MAX; i++) {
        const struct sequence_step *s = &g->sequence->steps[i];
        bool ground =
            s->what != SEQUENCE_MESSAGE && s->what != SEQUENCE_NOTE && s->frame == FRAME_RECT;
        if (s->what == SEQUENCE_MESSAGE)
            put_message(&c, s);
        else if (s->what != SEQUENCE_ACTIVATE && s->what != SEQUENCE_DEACTIVATE && !ground)
            put_words(&c, s);
    }
    add_row(&c, true);
    print(&c, out);
}
