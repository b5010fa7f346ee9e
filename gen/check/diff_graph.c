/* diff_graph.c - nodes met by label and container, then by place and neighbours; edges by their ends. */
#include "check/diff_graph.h"

enum { NODES_MAX = 4000 /* beyond, only labels are compared */ };

struct sides {
    const struct graph *a, *b;
    struct str *labels_a, *labels_b;
    int *to;   /* a's node -> b's, -1 */
    int *from; /* and back */
    struct arena *keep;
    struct diff_marks out;
};

static struct str *labels(const struct graph *g, struct arena *keep)
{
    struct str *l = NEW(keep, struct str, g->n_nodes + 1);
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = &g->nodes[i];
        l[i] = graph_label(n->lines, n->n_lines, keep);
        if (n->note.len)
            l[i] = str_fmt(keep, "%.*s (%.*s)", FMT(l[i]), FMT(n->note));
    }
    return l;
}

/* In the same container, as far as those are met. */
static bool same_parent(const struct sides *s, int a, int b)
{
    int pa = s->a->nodes[a].parent, pb = s->b->nodes[b].parent;
    return pa < 0 || pb < 0 ? pa == pb : s->to[pa] == pb;
}

static void meet_labels(struct sides *s, bool parents)
{
    for (int i = 0; i < s->a->n_nodes; i++)
        for (int j = 0; s->to[i] < 0 && j < s->b->n_nodes; j++)
            if (s->from[j] < 0 && str_equal(s->labels_a[i], s->labels_b[j]) &&
                (!parents || same_parent(s, i, j))) {
                s->to[i] = j;
                s->from[j] = i;
            }
}

static bool joined(const struct graph *g, int x, int y)
{
    for (int i = 0; i < g->n_edges; i++)
        if ((g->edges[i].from == x && g->edges[i].to == y) ||
            (g->edges[i].from == y && g->edges[i].to == x))
            return true;
    return false;
}

/* How many of a's neighbours and children are b's too. */
static int shared(const struct sides *s, int a, int b)
{
    int n = 0;
    for (int i = 0; i < s->a->n_nodes; i++)
        if (s->to[i] >= 0 && ((s->a->nodes[i].parent == a && s->b->nodes[s->to[i]].parent == b) ||
                              (joined(s->a, i, a) && joined(s->b, s->to[i], b))))
            n++;
    return n;
}

static bool same_place(const struct graph_node *a, const struct graph_node *b)
{
    int dx = 2 * a->x + a->w - 2 * b->x - b->w, dy = 2 * a->y + a->h - 2 * b->y - b->h;
    return dx * dx <= 64 && dy * dy <= 16;
}

/* A node that stands where another stood, or does what it did, is that one under another name. */
static void meet_renamed(struct sides *s)
{
    for (int j = 0; j < s->b->n_nodes; j++) {
        int best = -1, most = 0;
        for (int i = 0; s->from[j] < 0 && i < s->a->n_nodes; i++) {
            if (s->to[i] >= 0 || !same_parent(s, i, j))
                continue;
            int score = 2 * shared(s, i, j) + same_place(&s->a->nodes[i], &s->b->nodes[j]);
            if (score > most) {
                most = score;
                best = i;
            }
        }
        if (best >= 0) {
            s->to[best] = j;
            s->from[j] = best;
        }
    }
}

static void meet(struct sides *s)
{
    s->labels_a = labels(s->a, s->keep);
    s->labels_b = labels(s->b, s->keep);
    s->from = NEW(s->keep, int, s->b->n_nodes + 1);
    for (int i = 0; i < s->a->n_nodes; i++)
        s->to[i] = -1;
    for (int j = 0; j < s->b->n_nodes; j++)
        s->from[j] = -1;
    meet_labels(s, true);
    meet_labels(s, false);
    if (s->a->n_nodes < NODES_MAX && s->b->n_nodes < NODES_MAX)
        meet_renamed(s);
}

static struct str edge_words(const struct sides *s, const struct graph *g, int e,
                             const struct str *l)
{
    const struct graph_edge *x = &g->edges[e];
    struct str text = graph_label(x->lines, x->n_lines, s->keep);
    return str_fmt(s->keep, "%.*s %s %.*s%s%.*s%s", FMT(l[x->from]),
                   x->dir == DIR_BOTH   ? "↔"
                   : x->dir == DIR_NONE ? "—"
                                        : "→",
                   FMT(l[x->to]), text.len ? " (" : "", FMT(text), text.len ? ")" : "");
}

static bool whole(const struct graph_edge *e)
{
    return e->from >= 0 && e->to >= 0;
}

/* Both ends are in both graphs: else the edge is part of what happened to its node. */
static bool stays(const struct graph_edge *e, const int *other)
{
    return whole(e) && other[e->from] >= 0 && other[e->to] >= 0;
}

/* a's edge between the same nodes as e, else one the other way round, else -1. */
static int edge_between(const struct sides *s, const struct graph_edge *e, const int *met)
{
    int turned = -1;
    for (int i = 0; i < s->a->n_edges; i++) {
        const struct graph_edge *o = &s->a->edges[i];
        if (met[i] || !whole(o))
            continue;
        if (s->to[o->from] == e->from && s->to[o->to] == e->to)
            return i;
        if (s->to[o->from] == e->to && s->to[o->to] == e->from)
            turned = i;
    }
    return turned;
}

/* The one edge that is gone and had an end with e; -1: none, or several. */
static int edge_moved(const struct sides *s, const struct graph_edge *e, const int *met)
{
    int found = -1;
    for (int i = 0; i < s->a->n_edges; i++) {
        const struct graph_edge *o = &s->a->edges[i];
        if (met[i] || !stays(o, s->to) || (s->to[o->from] != e->from && s->to[o->to] != e->to))
            continue;
        if (found >= 0)
            return -1;
        found = i;
    }
    return found;
}

static void mark_edge(struct sides *s, int i, int j)
{
    struct str old = { 0 }, now = { 0 };
    if (i >= 0) { /* ends called by their names of now: a rename is said once */
        struct graph_edge o = s->a->edges[i];
        struct graph as = { .edges = &o };
        o.from = s->to[o.from];
        o.to = s->to[o.to];
        old = edge_words(s, &as, 0, s->labels_b);
    }
    if (j >= 0)
        now = edge_words(s, s->b, j, s->labels_b);
    enum diff_sign sign = i < 0 ? DIFF_ADDED : j < 0 ? DIFF_REMOVED : DIFF_CHANGED;
    if (!str_equal(old, now))
        *PUSH(&s->out, s->keep) = (struct diff_mark){ sign, true, i, j, old, now };
}

/* Those between the same nodes first; then one that came and one that went at the same node. */
static void edges(struct sides *s)
{
    int *met = NEW(s->keep, int, s->a->n_edges + 1), *of = NEW(s->keep, int, s->b->n_edges + 1);
    for (int j = 0; j < s->b->n_edges; j++) {
        const struct graph_edge *e = &s->b->edges[j];
        of[j] = stays(e, s->from) ? edge_between(s, e, met) : -1;
        if (of[j] >= 0)
            met[of[j]] = 1;
    }
    for (int j = 0; j < s->b->n_edges; j++) {
        const struct graph_edge *e = &s->b->edges[j];
        if (!stays(e, s->from))
            continue;
        of[j] = of[j] < 0 ? edge_moved(s, e, met) : of[j];
        if (of[j] >= 0)
            met[of[j]] = 1;
        const struct graph_edge *o = of[j] >= 0 ? &s->a->edges[of[j]] : e;
        bool turned = o != e && s->to[o->from] == e->to && s->to[o->to] == e->from;
        if (!turned || o->dir != e->dir || o->dir == DIR_FORWARD)
            mark_edge(s, of[j], j);
    }
    for (int i = 0; i < s->a->n_edges; i++)
        if (!met[i] && stays(&s->a->edges[i], s->to))
            mark_edge(s, i, -1);
}

struct diff_marks diff_graph(const struct graph *a, const struct graph *b, int *was,
                             struct arena *keep)
{
    struct sides s = { .a = a, .b = b, .keep = keep };
    s.to = was ? was : NEW(keep, int, a->n_nodes + 1);
    meet(&s);
    for (int j = 0; j < b->n_nodes; j++) {
        int i = s.from[j];
        if (i < 0 && s.labels_b[j].len)
            *PUSH(&s.out, keep) =
                (struct diff_mark){ DIFF_ADDED, false, -1, j, { 0 }, s.labels_b[j] };
        else if (i >= 0 && !str_equal(s.labels_a[i], s.labels_b[j]))
            *PUSH(&s.out, keep) =
                (struct diff_mark){ DIFF_RENAMED, false, i, j, s.labels_a[i], s.labels_b[j] };
    }
    for (int i = 0; i < a->n_nodes; i++)
        if (s.to[i] < 0 && s.labels_a[i].len)
            *PUSH(&s.out, keep) =
                (struct diff_mark){ DIFF_REMOVED, false, i, -1, s.labels_a[i], { 0 } };
    edges(&s);
    return s.out;
}

int diff_graph_likeness(const struct graph *a, const struct graph *b, struct arena scratch)
{
    struct sides s = { .a = a, .b = b, .keep = &scratch };
    int both = 0, most = a->n_nodes > b->n_nodes ? a->n_nodes : b->n_nodes;
    s.to = NEW(&scratch, int, a->n_nodes + 1);
    s.labels_a = labels(a, &scratch);
    s.labels_b = labels(b, &scratch);
    s.from = NEW(&scratch, int, b->n_nodes + 1);
    memset(s.to, -1, sizeof(int) * (size_t)a->n_nodes);
    memset(s.from, -1, sizeof(int) * (size_t)b->n_nodes);
    meet_labels(&s, false);
    for (int i = 0; i < a->n_nodes; i++)
        both += s.to[i] >= 0;
    return most ? 100 * both / most : 100;
}
