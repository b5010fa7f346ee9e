/* narrow.c - a graph to a grid (draw/grid.h) that is as wide as a phone.
 *
 * What each container holds is cut into the rows its author drew; a row that is too wide becomes
 * several, in order. Long lines are wrapped. The picture is read back like every other. */
#include "draw/narrow.h"

#include <stdlib.h>

#include "draw/block.h"
#include "draw/font_width.h"
#include "draw/glyphs.h"
#include "draw/grid.h"
#include "draw/legend.h"
#include "draw/palette.h"
#include "draw/proof.h"
#include "draw/shape.h"
#include "draw/tree.h"

/* more nodes are no picture for a phone; of draw/grid.c: margin, padding, gap, of a leaf; a text
 * that is wrapped is at most so wide; LEAST: below it words are cut to pieces */
enum { NODES_MAX = 80, EDGES_MAX = 120, LINES_MAX = 40 };
enum { MARGIN = 24, PAD = 16, GAP = 40, LEAF_PAD = 24, TEXT_MOST = 220, TEXT_LEAST = 90 };

struct narrow {
    const struct graph *from;
    struct graph *g; /* texts between the boxes are nodes too */
    struct arena *keep;
    struct grid_place *at;
    bool *leaf;
    float *w;
};

/* ---- what can be shown so ---- */

static bool within(const struct graph *g, int node, int container)
{
    for (int steps = 0; node >= 0 && steps <= g->n_nodes; node = g->nodes[node].parent, steps++)
        if (node == container)
            return true;
    return false;
}

/* A mark that the picture does without: of a comment, a bracket around a title, and the head in which an
 * edge ends. A head that no line explains says something. */
static bool is_spare(const struct graph *g, const struct graph_text *t)
{
    static const char *const marks[] = {
        "//", "///", "//!", "#", "*", "--", ";", "[", "]", "{", "}"
    };
    if (str_among(t->text, marks, LEN(marks)))
        return true;
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = &g->edges[i];
        for (int k = 0; k<e->n_points; k += e->n_points> 1 ? e->n_points - 1 : 1)
            if (e->dir != DIR_NONE && abs((int)e->points[k].x - t->x) <= 1 &&
                abs((int)e->points[k].y - t->y) <= 1)
                return true;
    }
    return false;
}

static bool can_show(const struct graph *g)
{
    bool good = !g->sequence && !g->even && !g->n_lines && g->n_nodes > 1 &&
                g->n_nodes + g->n_free <= NODES_MAX && g->n_edges <= EDGES_MAX;
    for (int i = 0; i < g->n_free && good; i++)
        good = !g->free[i].margin || is_spare(g, &g->free[i]);
    for (int i = 0; i < g->n_nodes && good; i++)
        good = !g->nodes[i].n_fields && g->nodes[i].shape != SHAPE_TREE &&
               g->nodes[i].shape != SHAPE_BAR && g->nodes[i].parent < i;
    for (int i = 0; i < g->n_edges && good; i++) {
        const struct graph_edge *e = &g->edges[i];
        good = e->from >= 0 && e->to >= 0 && !e->from_label.len && !e->to_label.len &&
               !within(g, e->from, e->to) && !within(g, e->to, e->from);
    }
    return good;
}

/* Whether another box of the same container stands beside a. */
static bool has_neighbour(const struct graph *g, const struct graph_node *a)
{
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *o = &g->nodes[i];
        if (o != a && o->parent == a->parent && o->y < a->y + a->h && a->y < o->y + o->h &&
            (o->x >= a->x + a->w || o->x + o->w <= a->x))
            return true;
    }
    return false;
}

static bool is_apart(const struct graph *g, const struct graph_node *a, const struct graph_node *b)
{
    /* one below the other stays so, when nothing comes between them */
    bool shared =
        abs(a->x - b->x) + abs(a->w - b->w) <= 2 && !has_neighbour(g, a) && !has_neighbour(g, b);
    return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y + shared ||
           b->y + b->h <= a->y + shared || !block_has_border(a) || !block_has_border(b);
}

/* Boxes that share a border or lie across each other say something by where they stand. */
static bool all_apart(const struct graph *g)
{
    for (int i = 0; i < g->n_nodes; i++)
        for (int k = 0; k < i; k++)
            if (!is_apart(g, &g->nodes[i], &g->nodes[k]) && !within(g, i, k))
                return false;
    return true;
}

/* ---- a graph of its own ---- */

/* The smallest box with others in it that text t stands in. */
static int container_of(const struct narrow *n, const struct graph_text *t)
{
    int best = -1;
    for (int i = 0; i < n->from->n_nodes; i++) {
        const struct graph_node *b = &n->from->nodes[i];
        bool in = t->x > b->x && t->x + t->w < b->x + b->w && t->y > b->y && t->y < b->y + b->h;
        if (in && !n->leaf[i])
            best = i; /* parents stand before what they hold */
    }
    return best;
}

static struct graph_node text_node(const struct narrow *n, int i)
{
    struct graph_text *line = NEW(n->keep, struct graph_text, 1);
    *line = n->from->free[i];
    return (struct graph_node){ .id = str_fmt(n->keep, "text--%d", i + 1), /* no slug is so */
                                .lines = line,
                                .n_lines = 1,
                                .parent = container_of(n, line),
                                .shape = SHAPE_TEXT,
                                .x = line->x,
                                .y = line->y,
                                .w = line->w,
                                .h = 1 };
}

static void copy_edges(struct narrow *n)
{
    struct graph *g = n->g;
    g->edges = NEW(n->keep, struct graph_edge, g->n_edges + 1);
    for (int i = 0; i < g->n_edges; i++) {
        struct graph_edge *e = &g->edges[i];
        *e = n->from->edges[i];
        e->n_points = 2; /* the proof asks for a line */
        if (!e->n_lines)
            continue;
        e->lines = NEW(n->keep, struct graph_text, 1);
        e->lines->text = graph_label(n->from->edges[i].lines, e->n_lines, n->keep);
        e->n_lines = 1;
    }
}

static void copy_graph(struct narrow *n)
{
    const struct graph *from = n->from;
    n->g = NEW(n->keep, struct graph, 1);
    *n->g = *from;
    n->g->n_free = 0;
    n->g->n_nodes = from->n_nodes;
    n->g->nodes = NEW(n->keep, struct graph_node, from->n_nodes + from->n_free + 1);
    n->leaf = NEW(n->keep, bool, from->n_nodes + from->n_free + 1);
    for (int i = 0; i < from->n_nodes + from->n_free; i++)
        n->leaf[i] = true;
    for (int i = 0; i < from->n_nodes; i++) {
        n->g->nodes[i] = from->nodes[i];
        if (from->nodes[i].parent >= 0)
            n->leaf[from->nodes[i].parent] = false;
    }
    for (int i = 0; i < from->n_free; i++)
        if (!from->free[i].margin)
            n->g->nodes[n->g->n_nodes++] = text_node(n, i);
    copy_edges(n);
}

/* ---- words ---- */

static int depth_of(const struct graph *g, int i)
{
    int depth = 0;
    for (; g->nodes[i].parent >= 0; i = g->nodes[i].parent)
        depth++;
    return depth;
}

/* Room for what stands in the container, or in the picture: -1. */
static float room_in(const struct narrow *n, int container)
{
    int depth = container < 0 ? 0 : depth_of(n->g, container) + 1;
    return (float)(NARROW_WIDTH - 2 * MARGIN - 2 * PAD * depth);
}

/* The lines of node i, none wider than most; x: pixels that they are indented. */
static bool wrap(const struct narrow *n, int i, const struct block *b, float most)
{
    struct graph_node *to = &n->g->nodes[i];
    const struct graph_text *lines = to->lines;
    int first = block_column(to), count = to->n_lines;
    enum scene_role *roles = NEW(n->keep, enum scene_role, LINES_MAX);
    to->lines = NEW(n->keep, struct graph_text, LINES_MAX);
    to->n_lines = 0;
    for (int k = 0; k < count; k++) {
        bool indents =
            n->leaf[i] && b->align == BLOCK_LEFT && !b->glyph && !block_on_border(to, &lines[k]);
        float indent = indents ? block_indent(lines[k].x - first) : 0;
        bool columns = str_find(lines[k].text, S("  ")) >= 0;
        for (struct str rest = lines[k].text; rest.len > 0;) {
            struct str line = font_fit(rest, b->roles[k], most - indent);
            if (to->n_lines == LINES_MAX || (columns && line.len < rest.len))
                return false;
            roles[to->n_lines] = b->roles[k];
            to->lines[to->n_lines++] =
                (struct graph_text){ .text = str_trim_end(line), .x = (int)indent };
            rest = str_trim(str_from(rest, line.len));
        }
    }
    n->at[i].roles = roles;
    n->at[i].centred = b->align == BLOCK_CENTRE;
    return true;
}

static bool set_words(struct narrow *n)
{
    const int *signs = block_signs(n->g, n->leaf, n->keep);
    for (int i = 0; i < n->g->n_nodes; i++) {
        struct graph_node *node = &n->g->nodes[i];
        struct block b = block_of(node, n->leaf[i], false, signs[i], n->keep);
        int glyph = n->leaf[i] ? b.glyph : 0;
        float most =
            room_in(n, node->parent) - (float)(n->leaf[i] ? LEAF_PAD + (glyph ? 30 : 0) : 2 * PAD);
        most = most < TEXT_MOST ? most : TEXT_MOST;
        if (most < TEXT_LEAST || !wrap(n, i, &b, most))
            return false;
        n->at[i].glyph = glyph ? glyphs_at(glyph)->name : NULL;
        n->at[i].colour = node->tint   ? palette_nearest(node->tint)
                          : n->leaf[i] ? glyphs_at(glyph)->colour
                                       : glyphs_of_container(node);
    }
    return true;
}

/* ---- rows ---- */

static float leaf_width(const struct narrow *n, int i)
{
    const struct graph_node *node = &n->g->nodes[i];
    float w = node->shape == SHAPE_TEXT ? 0 : 48;
    for (int k = 0; k < node->n_lines; k++) {
        float own = font_width(node->lines[k].text, n->at[i].roles[k]) + (float)node->lines[k].x;
        w = own > w ? own : w;
    }
    return shape_room(node->shape, w + (n->at[i].glyph ? 30 : 0)) + LEAF_PAD + 8;
}

static int in_order(const void *a, const void *b)
{
    const struct graph_node *const *p = a, *const *q = b;
    int y = (*p)->y - (*q)->y, x = (*p)->x - (*q)->x;
    return y ? y : x ? x : (*p < *q ? -1 : *p > *q);
}

static int by_column(const void *a, const void *b)
{
    const struct graph_node *const *p = a, *const *q = b;
    int x = (*p)->x - (*q)->x, y = (*p)->y - (*q)->y;
    return x ? x : y ? y : (*p < *q ? -1 : *p > *q);
}

static float gap_between(const struct narrow *n, int a, int b)
{
    float gap = GAP;
    for (int i = 0; i < n->g->n_edges; i++) {
        const struct graph_edge *e = &n->g->edges[i];
        bool joins = (within(n->g, e->from, a) && within(n->g, e->to, b)) ||
                     (within(n->g, e->from, b) && within(n->g, e->to, a));
        float label = e->n_lines ? font_width(e->lines[0].text, ROLE_LABEL) : 0;
        gap = joins && label + GAP > gap ? label + GAP : gap;
    }
    return gap;
}

/* Whether the row may lie in two columns when it does not fit into one row: equals, and many of them. */
static bool are_peers(const struct narrow *n, const struct graph_node **row, int count)
{
    bool peers = count > 3;
    for (int i = 0; i < count; i++)
        peers &= n->leaf[row[i] - n->g->nodes] && block_has_border(row[i]) &&
                 row[i]->h == row[0]->h && row[i]->y == row[0]->y;
    return peers;
}

/* One row of the author's, as many rows as it takes. Returns the first row behind them. */
static int set_row(struct narrow *n, const struct graph_node **row, int count, int first,
                   float room, float *widest)
{
    float used = 0;
    int col = 0;
    for (int i = 0; i < count; i++) {
        int node = (int)(row[i] - n->g->nodes);
        float gap = i ? gap_between(n, (int)(row[i - 1] - n->g->nodes), node) : 0;
        if (col && used + gap + n->w[node] > room) {
            first++;
            col = 0;
        }
        used = col ? used + gap + n->w[node] : n->w[node];
        n->at[node].row = first;
        n->at[node].col = col++;
        *widest = used > *widest ? used : *widest;
    }
    return first + 1;
}

/* A row lies side by side whole, or not at all when it is a chain: its arrows shall all point one way. */
static bool is_chain(const struct narrow *n, const struct graph_node **row, int count)
{
    for (int i = 0; i + 1 < count; i++)
        for (int k = 0; k < n->g->n_edges; k++) {
            const struct graph_edge *e = &n->g->edges[k];
            int a = (int)(row[i] - n->g->nodes), b = (int)(row[i + 1] - n->g->nodes);
            if ((within(n->g, e->from, a) && within(n->g, e->to, b)) ||
                (within(n->g, e->from, b) && within(n->g, e->to, a)))
                return true;
        }
    return false;
}

static float row_width(const struct narrow *n, const struct graph_node **row, int count)
{
    float w = 0;
    for (int i = 0; i < count; i++)
        w += n->w[row[i] - n->g->nodes] +
             (i ? gap_between(n, (int)(row[i - 1] - n->g->nodes), (int)(row[i] - n->g->nodes)) : 0);
    return w;
}

/* Rows and columns of what stands in container; its width. */
static float arrange(struct narrow *n, int container)
{
    const struct graph_node **of = NEW(n->keep, const struct graph_node *, n->g->n_nodes + 1);
    int count = 0, row = 0;
    float widest = 0, room = room_in(n, container);
    for (int i = 0; i < n->g->n_nodes; i++)
        if (n->g->nodes[i].parent == container)
            of[count++] = &n->g->nodes[i];
    qsort(of, (size_t)count, sizeof *of, in_order);
    for (int i = 0, end; i < count; i = end) {
        int bottom = of[i]->y + of[i]->h;
        for (end = i + 1; end < count && of[end]->y + of[end]->h / 2 < bottom; end++)
            ;
        qsort(of + i, (size_t)(end - i), sizeof *of, by_column);
        bool one = row_width(n, of + i, end - i) <= room;
        row = set_row(n, of + i, end - i, row,
                      one || (are_peers(n, of + i, end - i) && !is_chain(n, of + i, end - i)) ? room
                                                                                              : 0,
                      &widest);
    }
    return widest;
}

static void set_places(struct narrow *n)
{
    n->w = NEW(n->keep, float, n->g->n_nodes + 1);
    for (int i = n->g->n_nodes - 1; i >= 0; i--)
        n->w[i] = n->leaf[i] ? leaf_width(n, i) : arrange(n, i) + 2 * PAD;
    arrange(n, -1);
}

/* A picture as wide as its labels in the middle need. */
static float labels_width(const struct graph *g)
{
    float w = 0;
    for (int i = 0; i < g->n_edges; i++) {
        float own = g->edges[i].n_lines ? font_width(g->edges[i].lines[0].text, ROLE_LABEL) : 0;
        w = own > w ? own : w;
    }
    w = 2 * w + 3 * MARGIN; /* they may stand beside their lines */
    return w < NARROW_WIDTH ? w : NARROW_WIDTH;
}

/* ---- proof ---- */

static bool says(const struct scene *s, struct str words)
{
    for (ptrdiff_t i = 0; i < s->items.len; i++)
        if (s->items.ptr[i].kind == SCENE_TEXT && str_equal(s->items.ptr[i].text, words))
            return true;
    return false;
}

static bool shows_all(const struct graph *g, const struct scene *s, struct arena scratch)
{
    int edge;
    for (int i = 0; i < g->n_edges; i++)
        if (g->edges[i].n_lines && !says(s, g->edges[i].lines[0].text))
            return false;
    return proof_scene(g, s, scratch, &edge) == PROOF_GOOD;
}

bool narrow_draw(const struct graph *g, struct arena *keep, struct scene *out)
{
    enum { MOST = 440 }; /* wider than wished, it still is legible */
    struct narrow n = { .from = g, .keep = keep };
    if (g->kind == GRAPH_TREE) {
        *out = (struct scene){ .title = g->title, .desc = g->desc };
        tree_scene(g, NARROW_WIDTH - PAD, keep, out);
        /* its rows begin at the left: what is left over is room for a wider face than was measured */
        out->w = out->w < NARROW_WIDTH ? NARROW_WIDTH : out->w;
        return true;
    }
    if (!can_show(g) || !all_apart(g))
        return false;
    copy_graph(&n);
    n.at = NEW(keep, struct grid_place, n.g->n_nodes + 1);
    if (!set_words(&n))
        return false;
    set_places(&n);
    struct grid grid = { .g = n.g, .at = n.at, .narrow = true, .whole = true };
    grid.least_w = labels_width(n.g);
    grid_scene(&grid, keep, out);
    bool good = out->w <= MOST && shows_all(n.g, out, *keep);
    legend_add(out, keep);
    return good;
}
