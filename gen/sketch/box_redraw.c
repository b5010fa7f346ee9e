/* box_redraw.c - draws a graph as text again.
 *
 * Columns of the graph become columns of the canvas: the same order, moved apart where a text is
 * wider than the room to the next border. Strokes gather as ports in each cell, so that where a
 * line meets a border or another line the right joint comes out by itself. */
#include "sketch/box_redraw.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "base/width.h"
#include "sketch/box_grid.h"

struct ink {
    uint16_t ports;
    uint8_t arc;     /* 1: round corner */
    uint8_t covered; /* right half of a wide character, or part of a text */
    uint32_t cp;     /* a head */
    struct str text; /* a cluster */
};
struct canvas {
    const struct graph *g;
    struct arena *mem;
    int w, h;
    int *column; /* column of the graph -> of the canvas */
    struct ink *ink;
    struct ink outside;
};
struct need { /* column b stands at least d right of column a */
    int a, b, d;
};
struct mark { /* something in a row: a text of w cells, or a border */
    int y, x, w;
};
typedef LIST(struct need) need_list;
typedef LIST(struct mark) mark_list;

static bool is_boxed(const struct graph_node *n)
{
    return n->shape != SHAPE_TEXT && n->shape != SHAPE_DOT && n->shape != SHAPE_TREE;
}

/* ---- columns ---- */

static int by_row(const void *a, const void *b)
{
    const struct mark *p = a, *q = b;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    return p->x != q->x ? (p->x > q->x) - (p->x < q->x) : (p->w > q->w) - (p->w < q->w);
}

static int by_column(const void *a, const void *b)
{
    const struct need *p = a, *q = b;
    return (p->b > q->b) - (p->b < q->b);
}

static void mark_texts(struct canvas *c, mark_list *marks, const struct graph_text *t, int n)
{
    for (int i = 0; i < n; i++)
        *PUSH(marks, c->mem) = (struct mark){ t[i].y, t[i].x, t[i].w };
}

static void mark_all(struct canvas *c, mark_list *marks)
{
    const struct graph *g = c->g;
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = g->nodes + i;
        mark_texts(c, marks, n->lines, n->n_lines);
        for (int y = n->y; is_boxed(n) && y < n->y + n->h; y++) {
            *PUSH(marks, c->mem) = (struct mark){ y, n->x, 0 };
            *PUSH(marks, c->mem) = (struct mark){ y, n->x + n->w - 1, 0 };
        }
        if (n->note.len > 0)
            *PUSH(marks, c->mem) = (struct mark){ n->y, n->note_x, width_of(n->note) };
    }
    for (int i = 0; i < g->n_edges; i++)
        mark_texts(c, marks, g->edges[i].lines, g->edges[i].n_lines);
    mark_texts(c, marks, g->free, g->n_free);
    if (marks->len > 0)
        qsort(marks->ptr, (size_t)marks->len, sizeof *marks->ptr, by_row);
}

static void set_columns(struct canvas *c, int columns)
{
    mark_list marks = { 0 };
    need_list needs = { 0 };
    mark_all(c, &marks);
    for (ptrdiff_t i = 0; i + 1 < marks.len; i++) {
        const struct mark *p = marks.ptr + i, *q = p + 1;
        if (p->y == q->y && p->w > 0 && q->x > p->x)
            *PUSH(&needs, c->mem) = (struct need){ p->x, q->x, p->w };
    }
    if (needs.len > 0)
        qsort(needs.ptr, (size_t)needs.len, sizeof *needs.ptr, by_column);
    c->column = NEW(c->mem, int, columns + 1);
    for (int x = 1, k = 0; x <= columns; x++) {
        c->column[x] = c->column[x - 1] + 1;
        for (; k < needs.len && needs.ptr[k].b <= x; k++) {
            int at = c->column[needs.ptr[k].a] + needs.ptr[k].d;
            if (needs.ptr[k].b == x && at > c->column[x])
                c->column[x] = at;
        }
    }
}

/* ---- strokes ---- */

static struct ink *ink_at(struct canvas *c, int x, int y)
{
    return x < 0 || y < 0 || x >= c->w || y >= c->h ? &c->outside
                                                    : c->ink + (ptrdiff_t)y * c->w + x;
}

static void add_port(struct canvas *c, int x, int y, int dir, int weight)
{
    if (x < 0 || y < 0 || x >= c->w || y >= c->h)
        return;
    struct ink *i = ink_at(c, x, y);
    i->ports = (uint16_t)((i->ports & ~port_bits(dir, 15)) | port_bits(dir, weight));
}

static int port_of_ink(struct canvas *c, int x, int y, int dir)
{
    return ink_at(c, x, y)->ports >> (12 - 4 * dir) & 15;
}

static void draw_across(struct canvas *c, int x0, int x1, int y, int weight)
{
    for (int x = x0; x < x1; x++) {
        add_port(c, x, y, EAST, weight);
        add_port(c, x + 1, y, WEST, weight);
    }
}

static void draw_down(struct canvas *c, int x, int y0, int y1, int weight)
{
    for (int y = y0; y < y1; y++) {
        add_port(c, x, y, SOUTH, weight);
        add_port(c, x, y + 1, NORTH, weight);
    }
}

static int weight_of(enum graph_stroke s)
{
    static const int of[] = { PORT_LIGHT, PORT_HEAVY, PORT_DOUBLE, PORT_DASHED, PORT_LIGHT };
    return of[s];
}

static void draw_box(struct canvas *c, const struct graph_node *n)
{
    int w = weight_of(n->stroke), x0 = c->column[n->x], x1 = c->column[n->x + n->w - 1];
    int y0 = n->y, y1 = n->y + n->h - 1;
    draw_across(c, x0, x1, y0, w);
    draw_across(c, x0, x1, y1, w);
    draw_down(c, x0, y0, y1, w);
    draw_down(c, x1, y0, y1, w);
    if (n->shape != SHAPE_ROUND)
        return;
    ink_at(c, x0, y0)->arc = ink_at(c, x1, y0)->arc = 1;
    ink_at(c, x0, y1)->arc = ink_at(c, x1, y1)->arc = 1;
}

/* ---- lines ---- */

struct cell {
    int x, y;
};
typedef LIST(struct cell) cell_list;

static struct cell cell_of(const struct canvas *c, struct graph_point p, int columns)
{
    int x = (int)p.x, y = (int)p.y;
    x = x < 0 ? 0 : x > columns ? columns : x;
    y = y < 0 ? 0 : y >= c->h ? c->h - 1 : y;
    return (struct cell){ c->column[x], y };
}

static void push_cell(struct canvas *c, cell_list *path, int x, int y)
{
    const struct cell *last = path->len ? path->ptr + path->len - 1 : NULL;
    if (!last || last->x != x || last->y != y)
        *PUSH(path, c->mem) = (struct cell){ x, y };
}

/* All cells of a polyline; a slant becomes a step: across first, then down. */
static cell_list cells_of(struct canvas *c, const struct graph_point *p, int n)
{
    cell_list path = { 0 };
    for (int i = 0; i < n; i++) {
        struct cell to = cell_of(c, p[i], c->g->w);
        if (path.len == 0)
            push_cell(c, &path, to.x, to.y);
        struct cell at = path.ptr[path.len - 1];
        while (at.x != to.x) {
            at.x += at.x < to.x ? 1 : -1;
            push_cell(c, &path, at.x, at.y);
        }
        while (at.y != to.y) {
            at.y += at.y < to.y ? 1 : -1;
            push_cell(c, &path, at.x, at.y);
        }
    }
    return path;
}

static int dir_between(struct cell a, struct cell b)
{
    return b.x > a.x ? EAST : b.x < a.x ? WEST : b.y > a.y ? SOUTH : NORTH;
}

static void draw_path(struct canvas *c, const cell_list *path, ptrdiff_t from, ptrdiff_t to,
                      int weight)
{
    for (ptrdiff_t i = from; i < to; i++) {
        int d = dir_between(path->ptr[i], path->ptr[i + 1]);
        add_port(c, path->ptr[i].x, path->ptr[i].y, d, weight);
        add_port(c, path->ptr[i + 1].x, path->ptr[i + 1].y, dir_back(d), weight);
    }
}

static const uint32_t head_of[4] = { 0x25B2, 0x25B6, 0x25BC, 0x25C0 };

/* Whether the cell lies on the border of the node. */
static bool on_border(const struct canvas *c, const struct graph_node *n, struct cell p)
{
    int x0 = c->column[n->x], x1 = c->column[n->x + n->w - 1];
    bool in = p.x >= x0 && p.x <= x1 && p.y >= n->y && p.y < n->y + n->h;
    return in && (p.x == x0 || p.x == x1 || p.y == n->y || p.y == n->y + n->h - 1);
}

/* Cuts or lengthens a level end of the path to the column of a border. */
static void fit_level(struct canvas *c, cell_list *path, bool east, int to)
{
    struct cell *last = path->ptr + path->len - 1;
    while (last->x != to && path->len > 1 && (east ? last->x > to : last->x < to))
        last = path->ptr + --path->len - 1;
    for (int x = last->x; x != to && (east ? x < to : x > to);) {
        x += east ? 1 : -1;
        push_cell(c, path, x, path->ptr[path->len - 1].y);
    }
}

static void fit_upright(struct canvas *c, cell_list *path, bool south, int to)
{
    for (int y = path->ptr[path->len - 1].y; south ? y < to : y > to;) {
        y += south ? 1 : -1;
        push_cell(c, path, path->ptr[path->len - 1].x, y);
    }
}

/* Cuts what lies inside the node off an end of the path, and leads an end that stops short (a
 * ragged border) on to the border. */
static void fit_end(struct canvas *c, cell_list *path, const struct graph_node *n)
{
    if (!is_boxed(n) || path->len < 1)
        return;
    struct cell *last = path->ptr + path->len - 1;
    if (on_border(c, n, *last))
        return;
    int x0 = c->column[n->x], x1 = c->column[n->x + n->w - 1], y0 = n->y, y1 = n->y + n->h - 1;
    int dir = path->len > 1 ? dir_between(last[-1], *last) : EAST;
    bool rows = last->y > y0 && last->y<y1, columns = last->x> x0 && last->x < x1;
    if (dir == EAST && rows)
        fit_level(c, path, true, last->x > x1 ? last->x : x0);
    else if (dir == WEST && rows)
        fit_level(c, path, false, last->x < x0 ? last->x : x1);
    else if ((dir == SOUTH || dir == NORTH) && columns)
        fit_upright(c, path, dir == SOUTH, dir == SOUTH ? y0 : y1);
}

static void turn_round(cell_list *path)
{
    for (ptrdiff_t i = 0, j = path->len - 1; i < j; i++, j--) {
        struct cell swap = path->ptr[i];
        path->ptr[i] = path->ptr[j];
        path->ptr[j] = swap;
    }
}

static void put_head(struct canvas *c, struct cell at, int dir)
{
    struct ink *i = ink_at(c, at.x, at.y);
    bool other = i->cp && i->cp != head_of[dir];
    i->cp = !other ? head_of[dir] : dir == EAST || dir == WEST ? 0x2194 : 0x2195;
}

/* A head stands in the last cell before the border; with no cell between, in the border. */
static void draw_edge(struct canvas *c, const struct graph_edge *e)
{
    const struct graph_node *from = e->from >= 0 ? c->g->nodes + e->from : NULL;
    const struct graph_node *to = e->to >= 0 ? c->g->nodes + e->to : NULL;
    cell_list path = cells_of(c, e->points, e->n_points);
    if (to)
        fit_end(c, &path, to);
    turn_round(&path);
    if (from)
        fit_end(c, &path, from);
    turn_round(&path);
    if (path.len == 0)
        return;
    ptrdiff_t first = 0, last = path.len - 1;
    int weight = weight_of(e->stroke);
    bool head = e->dir != DIR_NONE, tail = e->dir == DIR_BOTH;
    bool at_to = to && is_boxed(to) && on_border(c, to, path.ptr[last]);
    bool at_from = from && is_boxed(from) && on_border(c, from, path.ptr[first]);
    if (path.len == 1) {
        put_head(c, path.ptr[0], to && from && to->y > from->y ? SOUTH : EAST);
        return;
    }
    int dir = dir_between(path.ptr[last - 1], path.ptr[last]);
    int back = dir_between(path.ptr[1], path.ptr[0]);
    /* at a corner right before the border the head stands in the border, so that the corner shows
     */
    if (head && at_to && last - first >= 2 &&
        dir_between(path.ptr[last - 2], path.ptr[last - 1]) == dir)
        last--;
    if (tail && at_from && last - first >= 1 &&
        (last - first < 2 || dir_between(path.ptr[first + 2], path.ptr[first + 1]) == back))
        first++;
    draw_path(c, &path, first, last, weight);
    if (head)
        put_head(c, path.ptr[last], dir);
    if (tail)
        put_head(c, path.ptr[first], back);
}

static void draw_line(struct canvas *c, const struct graph_line *l)
{
    cell_list path = cells_of(c, l->points, l->n_points);
    if (path.len == 0)
        return;
    if (path.len == 1)
        add_port(c, path.ptr[0].x, path.ptr[0].y,
                 l->points[0].x != l->points[l->n_points - 1].x ? EAST : SOUTH,
                 weight_of(l->stroke));
    draw_path(c, &path, 0, path.len - 1, weight_of(l->stroke));
    if (path.len > 1 && l->head_end)
        put_head(c, path.ptr[path.len - 1],
                 dir_between(path.ptr[path.len - 2], path.ptr[path.len - 1]));
    if (path.len > 1 && l->head_begin)
        put_head(c, path.ptr[0], dir_between(path.ptr[1], path.ptr[0]));
}

/* ---- text ---- */

static bool is_plain_across(const struct ink *i)
{
    return !i->cp && !i->covered && (i->ports & 0x0F0F) && !(i->ports & 0xF0F0);
}

static void put_text(struct canvas *c, struct str s, int x, int y)
{
    int at = x;
    while (s.len > 0) {
        int cells;
        uint32_t cp;
        ptrdiff_t n = width_cluster(s, &cells, &cp);
        if (cells > 0) {
            struct ink *i = ink_at(c, at, y);
            i->text = cp < ' ' ? S(" ") : str_sub(s, 0, n);
            i->covered = 1;
            if (cells == 2)
                ink_at(c, at + 1, y)->covered = 2;
            at += cells;
        }
        s = str_from(s, n);
    }
    /* a blank on both sides of a text that stands in a line */
    for (int k = 0; k < 2; k++) {
        struct ink *i = ink_at(c, k ? at : x - 1, y);
        if (is_plain_across(i))
            i->ports = 0;
    }
}

static void put_texts(struct canvas *c, const struct graph_text *t, int n)
{
    for (int i = 0; i < n; i++)
        put_text(c, t[i].text, c->column[t[i].x], t[i].y);
}

/* The branch of a row of a file tree: its tee hangs from the row above, its dashes reach the label.
 */
static void draw_branch(struct canvas *c, const struct graph_node *n)
{
    int label = c->column[n->x], x = label - 1;
    while (x > 0 && !ink_at(c, x, n->y)->ports)
        x--;
    int end = x;
    while (x > 0 && port_of_ink(c, x, n->y, WEST))
        x--;
    if (x == 0 || !(port_of_ink(c, x, n->y, EAST)))
        return;
    add_port(c, x, n->y, NORTH, PORT_LIGHT);
    draw_across(c, x, label - 2 > end ? label - 2 : end, n->y, PORT_LIGHT);
    add_port(c, label - 2 > end ? label - 2 : end, n->y, EAST, PORT_LIGHT);
}

static void draw_all(struct canvas *c)
{
    const struct graph *g = c->g;
    for (int i = 0; i < g->n_nodes; i++)
        if (is_boxed(g->nodes + i) && g->nodes[i].stroke != STROKE_NONE)
            draw_box(c, g->nodes + i);
    for (int i = 0; i < g->n_lines; i++)
        draw_line(c, g->lines + i);
    for (int i = 0; i < g->n_nodes; i++)
        if (g->nodes[i].shape == SHAPE_TREE)
            draw_branch(c, g->nodes + i);
    for (int i = 0; i < g->n_edges; i++)
        draw_edge(c, g->edges + i);
    for (int i = 0; i < g->n_nodes; i++) {
        put_texts(c, g->nodes[i].lines, g->nodes[i].n_lines);
        if (g->nodes[i].note.len > 0)
            put_text(c, g->nodes[i].note, c->column[g->nodes[i].note_x], g->nodes[i].y);
    }
    for (int i = 0; i < g->n_edges; i++)
        put_texts(c, g->edges[i].lines, g->edges[i].n_lines);
    put_texts(c, g->free, g->n_free);
}

/* ---- writing ---- */

static uint32_t rounded(uint32_t cp)
{
    return cp == 0x250C   ? 0x256D
           : cp == 0x2510 ? 0x256E
           : cp == 0x2518 ? 0x256F
           : cp == 0x2514 ? 0x2570
                          : cp;
}

static void write_ink(const struct ink *i, struct buf *out)
{
    char bytes[4];
    if (i->covered == 2)
        return;
    if (i->covered) {
        buf_put(out, i->text);
        return;
    }
    uint32_t cp = i->cp ? i->cp : i->ports ? box_strokes_glyph(i->ports) : ' ';
    cp = i->arc ? rounded(cp) : cp;
    buf_put(out, (struct str){ bytes, utf8_encode(cp ? cp : ' ', bytes) });
}

static void write_rows(struct canvas *c, struct buf *out)
{
    for (int y = 0; y < c->h; y++) {
        int end = c->w;
        while (end > 0) {
            const struct ink *i = ink_at(c, end - 1, y);
            if (i->covered || i->cp || i->ports)
                break;
            end--;
        }
        for (int x = 0; x < end; x++)
            write_ink(ink_at(c, x, y), out);
        buf_char(out, '\n');
    }
}

/* ---- trees ---- */

static const struct graph_text *mark_of_row(const struct graph *g, int y)
{
    for (int i = 0; i < g->n_free; i++)
        if (g->free[i].margin && g->free[i].y == y)
            return g->free + i;
    return NULL;
}

enum { LEVELS_MAX = 256 };

static int depth_of(const struct graph *g, int node)
{
    int depth = 0;
    while (depth < LEVELS_MAX && (node = g->nodes[node].parent) >= 0)
        depth++;
    return depth;
}

/* Whether a later row has the same parent, for each row. */
static bool *followed(const struct graph *g, struct arena *mem)
{
    bool *more = NEW(mem, bool, g->n_nodes + 1), *seen = NEW(mem, bool, g->n_nodes + 1);
    for (int i = g->n_nodes - 1; i >= 0; i--) {
        int parent = g->nodes[i].parent;
        if (parent < 0)
            continue;
        more[i] = seen[parent];
        seen[parent] = true;
    }
    return more;
}

static void tree_stem(const struct graph *g, int node, const bool *more, struct buf *out)
{
    int chain[LEVELS_MAX], n = 0;
    for (int i = node; n < LEVELS_MAX && g->nodes[i].parent >= 0; i = g->nodes[i].parent)
        chain[n++] = i;
    for (int k = n - 1; k > 0; k--)
        buf_put(out, more[chain[k]] ? S("│   ") : S("    "));
    if (n > 0)
        buf_put(out, more[node] ? S("├── ") : S("└── "));
}

static void free_row(const struct graph *g, int *next, int before, struct buf *out)
{
    for (; *next < g->n_free && g->free[*next].y < before; ++*next)
        if (!g->free[*next].margin) {
            buf_fill(out, ' ', g->free[*next].x);
            buf_put(out, g->free[*next].text);
            buf_char(out, '\n');
        }
}

static void draw_tree(const struct graph *g, struct arena *mem, struct buf *out)
{
    bool *more = followed(g, mem);
    int notes = 0, next = 0;
    for (int i = 0; i < g->n_nodes; i++) {
        int end = 4 * depth_of(g, i) + (g->nodes[i].n_lines ? g->nodes[i].lines[0].w : 0);
        if (g->nodes[i].note.len > 0 && end > notes)
            notes = end;
    }
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = g->nodes + i;
        free_row(g, &next, n->y, out);
        tree_stem(g, i, more, out);
        if (n->n_lines > 0)
            buf_put(out, n->lines[0].text);
        const struct graph_text *mark = mark_of_row(g, n->y);
        if (mark) {
            int end = 4 * depth_of(g, i) + (n->n_lines ? n->lines[0].w : 0);
            buf_fill(out, ' ', end < notes ? notes - end + 1 : 1);
            buf_fmt(out, "%.*s %.*s", FMT(mark->text), FMT(n->note));
        }
        buf_char(out, '\n');
    }
    free_row(g, &next, INT32_MAX, out);
}

void box_redraw(const struct graph *g, struct arena scratch, struct buf *out)
{
    if (g->kind == GRAPH_TREE) {
        draw_tree(g, &scratch, out);
        return;
    }
    struct canvas c = { .g = g, .mem = &scratch, .h = g->h };
    set_columns(&c, g->w);
    c.w = c.column[g->w] + 2;
    c.ink = NEW(&scratch, struct ink, (ptrdiff_t)c.w * c.h + 1);
    draw_all(&c);
    write_rows(&c, out);
}
