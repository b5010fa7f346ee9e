/* layout.c - the fence around libgraphviz.
 *
 * Sizes of nodes and labels go in as fixed numbers, places come out. The layout runs in a child
 * process which writes into shared memory: it leaks, may not be called twice at a time, and on a
 * tangled graph takes minutes; a process has a limit of time, and its end frees all. */
#include <graphviz/gvc.h> /* before ours: it has a LEN of its own */
#undef LEN

#include "draw/layout.h"

#include <errno.h>
#include <math.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lazy.h"
#include "draw/block.h"
#include "draw/layout_square.h"

/* clang-format off */
#define FUNCTIONS(X) \
    X(Agdirected) \
    X(agattr) \
    X(agedge) \
    X(agnameof) \
    X(agnode) \
    X(agopen) \
    X(agset) \
    X(agseterr) \
    X(agseterrf) \
    X(agstrdup_html) \
    X(agsubg) \
    X(agsubnode) \
    X(gvContextPlugins) \
    X(gvLayout)
/* clang-format on */
static struct {
#define X(f) __typeof__(f) *f;
    FUNCTIONS(X)
#undef X
} gv;
static void *dot_plugin;

/* The plugin is named outright: asked to look for itself, the library would load all of Pango. */
static bool load(const char **why)
{
#define X(f) #f,
    static const char *const names[] = { FUNCTIONS(X) }, *const plugin[] = {
        "gvplugin_dot_layout_LTX_library"
    };
#undef X
    if (dot_plugin)
        return true;
    return lazy_load(LIBGVC, names, (void **)&gv, LEN(names), why) &&
           lazy_load(LIBGVC_DOT, plugin, &dot_plugin, 1, why);
}

/* ---- in the child ---- */

enum { SECONDS = 5, WALL_SECONDS = 60 };
enum { WIDE = 150 }; /* cells that a page can still show legibly */

static int quiet(char *message)
{
    (void)message;
    return 0;
}

static char *number(char *to, size_t size, double v)
{
    snprintf(to, size, "%.4f", v);
    return to;
}

/* Inches, as attributes of size are. */
static void set_inches(void *object, char *name, int cells, int px)
{
    char text[32];
    gv.agset(object, name, number(text, sizeof text, cells * px / 72.0));
}

/* An empty table of fixed size takes the room of a label, and no font is asked. */
static void set_room(Agraph_t *top, void *object, int w_px, int h_px)
{
    char text[160];
    snprintf(text, sizeof text,
             "<TABLE BORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" "
             "HEIGHT=\"%d\"><TR><TD></TD></TR></TABLE>",
             w_px, h_px);
    gv.agset(object, "label", gv.agstrdup_html(top, text));
}

/* The more there is, the less care: time grows with the square and worse of tangled graphs. */
static const struct effort {
    int most; /* nodes and edges */
    char *lines, *turns, *ranks, *sweeps;
} efforts[] = {
    { 300, "polyline", "20", "20", "1" },
    { 1000, "polyline", "0.3", "1", "0.3" },
    { LAYOUT_NODES_MAX + LAYOUT_EDGES_MAX, "line", "0.05", "0.1", "0.05" },
};

static Agraph_t *open_top(const struct graph *g, enum graph_flow flow)
{
    const struct effort *e = efforts;
    while (g->n_nodes + g->n_edges > e->most)
        e++;
    static char *const flows[] = { "TB", "BT", "LR", "RL" };
    bool level = flow == FLOW_RIGHT || flow == FLOW_LEFT;
    const struct {
        int kind;
        char *name, *value;
    } defaults[] = {
        { AGRAPH, "rankdir", flows[flow] },
        { AGRAPH, "splines", e->lines },
        { AGRAPH, "compound", "true" },
        { AGRAPH, "newrank", "true" },
        { AGRAPH, "nodesep", level ? "0.36" : "0.5" },
        { AGRAPH, "ranksep", level ? "0.65" : "0.55" },
        { AGRAPH, "nslimit", e->turns },
        { AGRAPH, "nslimit1", e->ranks },
        { AGRAPH, "mclimit", e->sweeps },
        { AGRAPH, "margin", "20" }, /* LAYOUT_GAP */
        { AGRAPH, "labeljust", "l" },
        { AGRAPH, "label", "" },
        { AGRAPH, "rank", "" },
        { AGNODE, "shape", "box" },
        { AGNODE, "fixedsize", "true" },
        { AGNODE, "label", "" },
        { AGNODE, "width", "1" },
        { AGNODE, "height", "0.5" },
        { AGEDGE, "dir", "none" },
        { AGEDGE, "label", "" },
        { AGEDGE, "lhead", "" },
        { AGEDGE, "ltail", "" },
    };
    Agraph_t *top = gv.agopen("g", *gv.Agdirected, NULL);
    for (ptrdiff_t i = 0; i < LEN(defaults); i++)
        gv.agattr(top, defaults[i].kind, defaults[i].name, defaults[i].value);
    return top;
}

struct work {
    const struct layout_plan *p;
    struct layout_scope scope;
    Agraph_t *top, **clusters;
    Agnode_t **nodes;
    Agedge_t **edges;
    int *home;   /* see layout_scope */
    bool *alone; /* containers that are laid out by themselves, and then stand as one node */
    bool *frame; /* containers that are not */
};

static bool is_within(const struct graph *g, int node, int container)
{
    while (node >= 0 && node != container)
        node = g->nodes[node].parent;
    return node >= 0;
}

static enum graph_flow flow_in(const struct work *w, int scope)
{
    while (scope >= 0 && !w->p->g->nodes[scope].flows)
        scope = w->home[scope];
    return scope < 0 ? w->p->g->flow : w->p->g->nodes[scope].flow;
}

/* No edge leads out of the container from within: it is laid out by itself, which is clearer and lets it have a
 * direction of its own. */
static bool can_stand_alone(const struct graph *g, int container)
{
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = &g->edges[i];
        bool from = e->from != container && is_within(g, e->from, container),
             to = e->to != container && is_within(g, e->to, container);
        if (from != to)
            return false;
    }
    return true;
}

static void find_scopes(struct work *w)
{
    enum { ALONE_MAX = 50 }; /* each is asked of every edge */
    const struct graph *g = w->p->g;
    for (int i = 0, n = 0; i < g->n_nodes; i++) { /* parents stand before what they hold */
        int up = g->nodes[i].parent;
        w->home[i] = up < 0 ? -1 : w->alone[up] ? up : w->home[up];
        w->alone[i] = w->p->holds[i] && n < ALONE_MAX && can_stand_alone(g, i);
        w->frame[i] = w->p->holds[i] && !w->alone[i];
        n += w->alone[i];
    }
}

/* What stands for a node in the scope at hand: itself, a leaf of its, what is alone around that. */
static int stand_in(const struct work *w, int node)
{
    int at = w->alone[node] ? node : w->p->leaf[node];
    while (at >= 0 && w->home[at] != w->scope.at)
        at = w->home[at];
    return at;
}

static void add_cluster(struct work *w, Agraph_t *in, int i)
{
    const struct graph_node *n = &w->p->g->nodes[i];
    char name[32];
    snprintf(name, sizeof name, "cluster%d", i);
    w->clusters[i] = gv.agsubg(in, name, 1);
    if (n->n_lines)
        set_room(w->top, w->clusters[i], layout_cells_widest(n->lines, n->n_lines) * LAYOUT_CELL_W,
                 n->n_lines * LAYOUT_CELL_H);
}

static void add_nodes(struct work *w, const struct layout_result *r)
{
    const struct graph *g = w->p->g;
    char name[32];
    for (int i = 0; i < g->n_nodes; i++) { /* parents stand before what they hold */
        const struct graph_node *n = &g->nodes[i];
        if (w->home[i] != w->scope.at)
            continue;
        Agraph_t *in = n->parent < 0 || n->parent == w->scope.at ? w->top : w->clusters[n->parent];
        if (w->frame[i]) {
            add_cluster(w, in, i);
            continue;
        }
        snprintf(name, sizeof name, "n%d", i);
        w->nodes[i] = gv.agnode(in, name, 1);
        bool border = block_has_border(n);
        if (n->shape == SHAPE_DIAMOND) /* edges end at its sides, not at a box around it */
            gv.agset(w->nodes[i], "shape", "diamond");
        set_inches(w->nodes[i], "width", n->w - border, LAYOUT_CELL_W);
        set_inches(w->nodes[i], "height", n->h - border, LAYOUT_CELL_H);
        if (w->alone[i]) {
            set_inches(w->nodes[i], "width", (int)ceilf(r->nodes[i].x1 - r->nodes[i].x0), 1);
            set_inches(w->nodes[i], "height", (int)ceilf(r->nodes[i].y1 - r->nodes[i].y0), 1);
        }
    }
}

/* Nodes that stand beside each other. */
static void add_rows(struct work *w)
{
    static char *const ranks[] = { "same", "min", "max", "same" };
    const struct graph *g = w->p->g;
    for (int i = 0; i < g->n_nodes; i++) {
        int row = g->nodes[i].row;
        char name[32];
        if (!row || !w->nodes[i] || w->home[i] != w->scope.at || w->frame[i])
            continue;
        snprintf(name, sizeof name, "row%d", row);
        Agraph_t *sub = gv.agsubg(w->top, name, 1);
        gv.agset(sub, "rank", ranks[row > GRAPH_ROW_LAST ? 3 : row]);
        gv.agsubnode(sub, w->nodes[i], 1);
    }
}

static void add_edge(struct work *w, int i)
{
    const struct graph *g = w->p->g;
    const struct graph_edge *e = &g->edges[i];
    char name[32];
    bool nested =
        e->from != e->to && (is_within(g, e->to, e->from) || is_within(g, e->from, e->to));
    if (nested || (e->from == e->to && w->p->holds[e->from]))
        return; /* from a frame to what it holds: there is no way to draw */
    snprintf(name, sizeof name, "e%d", i);
    int from = w->p->back[i] ? e->to : e->from, to = w->p->back[i] ? e->from : e->to;
    int tail = stand_in(w, from), head = stand_in(w, to);
    if (tail < 0 || head < 0)
        return;
    w->edges[i] = gv.agedge(w->top, w->nodes[tail], w->nodes[head], name, 1);
    if (w->frame[from])
        gv.agset(w->edges[i], "ltail", gv.agnameof(w->clusters[from]));
    if (w->frame[to])
        gv.agset(w->edges[i], "lhead", gv.agnameof(w->clusters[to]));
    if (e->n_lines)
        set_room(w->top, w->edges[i], layout_cells_widest(e->lines, e->n_lines) * LAYOUT_CELL_W,
                 e->n_lines * LAYOUT_CELL_H);
}

static void take_nodes(const struct work *w, double top, struct layout_result *r)
{
    const struct graph *g = w->p->g;
    for (int i = 0; i < g->n_nodes; i++) {
        boxf b = { 0 };
        if (w->home[i] != w->scope.at)
            continue;
        if (w->frame[i]) {
            b = GD_bb(w->clusters[i]);
        } else {
            pointf c = ND_coord(w->nodes[i]);
            double wide = (ND_lw(w->nodes[i]) + ND_rw(w->nodes[i])) / 2,
                   high = ND_ht(w->nodes[i]) / 2;
            b.LL.x = c.x - wide, b.UR.x = c.x + wide, b.LL.y = c.y - high, b.UR.y = c.y + high;
        }
        r->nodes[i] = (struct layout_box){ (float)b.LL.x, (float)(top - b.UR.y), (float)b.UR.x,
                                           (float)(top - b.LL.y) };
    }
}

/* Polylines come as curves whose inner points lie on the chord: the ends of the curves are enough.
 */
static void take_route(Agedge_t *e, double top, bool back, struct layout_route *r)
{
    const splines *s = ED_spl(e);
    const textlabel_t *l = ED_label(e);
    if (l && l->set) {
        r->labelled = true;
        r->lx = (float)l->pos.x;
        r->ly = (float)(top - l->pos.y);
    }
    if (!s || s->size < 1)
        return;
    const bezier *b = &s->list[0];
    int all = (b->size - 1) / 3, step = all / (LAYOUT_POINTS_MAX - 1) + 1;
    for (int i = 0; i <= all; i++) {
        if ((i % step && i != all) || r->n == LAYOUT_POINTS_MAX)
            continue;
        pointf p = b->list[3L * (back ? all - i : i)];
        r->points[r->n++] = (struct graph_point){ (float)p.x, (float)(top - p.y) };
    }
}

/* The box of a scope around all that stands in it, with room for its title; then its place is known only
 * from the scope around it. */
static void close_scope(const struct work *w, struct layout_result *r)
{
    const struct graph_node *n = &w->p->g->nodes[w->scope.at];
    struct layout_box all = { 1e9F, 1e9F, -1e9F, -1e9F };
    for (int i = 0; i < w->p->g->n_nodes; i++) {
        const struct layout_box *b = &r->nodes[i];
        if (w->home[i] != w->scope.at)
            continue;
        all = (struct layout_box){ fminf(all.x0, b->x0), fminf(all.y0, b->y0), fmaxf(all.x1, b->x1),
                                   fmaxf(all.y1, b->y1) };
    }
    for (int i = 0; i < w->p->g->n_edges; i++) {
        const struct layout_route *e = &r->edges[i];
        const struct graph_edge *of = &w->p->g->edges[i];
        float half = (float)(layout_cells_widest(of->lines, of->n_lines) * LAYOUT_CELL_W) / 2;
        for (int k = 0; w->edges[i] && k < e->n; k++) {
            all.x0 =
                fminf(all.x0, e->labelled ? fminf(e->points[k].x, e->lx - half) : e->points[k].x);
            all.x1 =
                fmaxf(all.x1, e->labelled ? fmaxf(e->points[k].x, e->lx + half) : e->points[k].x);
        }
    }
    float title =
        (float)(layout_cells_widest(n->lines, n->n_lines) * LAYOUT_CELL_W) + 2 * LAYOUT_CELL_W;
    r->nodes[w->scope.at] = (struct layout_box){
        all.x0 - LAYOUT_GAP, all.y0 - LAYOUT_GAP - (float)(n->n_lines * LAYOUT_CELL_H),
        fmaxf(all.x1 + LAYOUT_GAP, all.x0 - LAYOUT_GAP + title), all.y1 + LAYOUT_GAP
    };
}

static void shift_box(struct layout_box *b, float dx, float dy)
{
    *b = (struct layout_box){ b->x0 + dx, b->y0 + dy, b->x1 + dx, b->y1 + dy };
}

/* All within a container that is alone moves to where the container came to stand. */
static void move_into(const struct work *w, int container, const struct layout_box *was,
                      struct layout_result *r)
{
    const struct graph *g = w->p->g;
    const struct layout_box *is = &r->nodes[container];
    float dx = is->x0 - was->x0, dy = is->y0 - was->y0;
    for (int i = container + 1; i < g->n_nodes; i++)
        if (is_within(g, i, container))
            shift_box(&r->nodes[i], dx, dy);
    for (int i = 0; i < g->n_edges; i++) {
        struct layout_route *e = &r->edges[i];
        if (g->edges[i].from == container || !is_within(g, g->edges[i].from, container))
            continue;
        e->lx += dx;
        e->ly += dy;
        for (int k = 0; k < e->n; k++)
            e->points[k] = (struct graph_point){ e->points[k].x + dx, e->points[k].y + dy };
    }
}

static bool lay_out_scope(struct work *w, GVC_t *context, int at, struct layout_result *r)
{
    const struct layout_plan *p = w->p;
    struct graph *g = p->g;
    struct arena scratch = *p->keep;
    struct layout_box *was = NEW(&scratch, struct layout_box, g->n_nodes + 1);
    memcpy(was, r->nodes, (size_t)g->n_nodes * sizeof *was);
    w->scope = (struct layout_scope){ p, flow_in(w, at), w->home, at, w->frame };
    w->top = open_top(g, w->scope.flow);
    memset(w->edges, 0, (size_t)g->n_edges * sizeof(Agedge_t *));
    add_nodes(w, r);
    add_rows(w);
    for (int i = 0; i < g->n_edges; i++)
        if (w->home[g->edges[i].from] == at)
            add_edge(w, i);
    if (gv.gvLayout(context, w->top, "dot"))
        return false;
    double top = GD_bb(w->top).UR.y;
    take_nodes(w, top, r);
    for (int i = 0; i < g->n_edges; i++)
        if (w->edges[i])
            take_route(w->edges[i], top, p->back[i], &r->edges[i]);
    if (!g->slanted)
        layout_square_edges(&w->scope, r, scratch);
    for (int i = 0; i < g->n_nodes; i++)
        if (w->alone[i] && w->home[i] == at)
            move_into(w, i, &was[i], r);
    if (at >= 0)
        close_scope(w, r);
    return true;
}

static bool lay_out(const struct layout_plan *p, struct layout_result *r)
{
    int n = p->g->n_nodes + 1;
    struct work w = { .p = p,
                      .clusters = NEW(p->keep, Agraph_t *, n),
                      .nodes = NEW(p->keep, Agnode_t *, n),
                      .edges = NEW(p->keep, Agedge_t *, p->g->n_edges + 1),
                      .home = NEW(p->keep, int, n),
                      .alone = NEW(p->keep, bool, n),
                      .frame = NEW(p->keep, bool, n) };
    const lt_symlist_t plugins[] = { { "gvplugin_dot_layout_LTX_library", dot_plugin },
                                     { NULL, NULL } };
    find_scopes(&w);
    GVC_t *context = gv.gvContextPlugins(plugins, 0);
    for (int i = p->g->n_nodes - 1; context && i >= 0; i--) /* inner ones first */
        if (w.alone[i] && !lay_out_scope(&w, context, i, r))
            return false;
    return context && lay_out_scope(&w, context, -1, r);
}

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
/* The sanitizer's own locks do not survive a fork beside running threads: there the layout is made in
 * this process, where it would be seen to overflow too. What the child never frees is no leak. */
static bool run_child(const struct layout_plan *p, struct layout_result *r, const char **why)
{
    *why = "it cannot be laid out";
    lazy_hold();
    __lsan_disable();
    gv.agseterr(AGMAX);
    gv.agseterrf(quiet);
    bool good = lay_out(p, r);
    __lsan_enable();
    lazy_release();
    return good;
}
#else
/* Does not return. */
static void child(const struct layout_plan *p, struct layout_result *r, bool *done)
{
    setrlimit(RLIMIT_CPU, &(struct rlimit){ SECONDS, SECONDS });
    setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
    alarm(WALL_SECONDS);
    gv.agseterr(AGMAX);
    gv.agseterrf(quiet);
    *done = lay_out(p, r);
    _exit(0);
}

static bool run_child(const struct layout_plan *p, struct layout_result *r, const char **why)
{
    const struct graph *g = p->g;
    size_t nodes = sizeof(struct layout_box) * (size_t)(g->n_nodes + 1),
           edges = sizeof(struct layout_route) * (size_t)(g->n_edges + 1);
    size_t size = nodes + edges + sizeof(max_align_t);
    char *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        arena_full((ptrdiff_t)size);
    bool *done = (bool *)shared;
    struct layout_result there = { (struct layout_box *)(void *)(shared + sizeof(max_align_t)),
                                   (struct layout_route *)(void *)(shared + sizeof(max_align_t) +
                                                                   nodes) };
    lazy_hold(); /* nobody is in the middle of the library when it is copied */
    pid_t pid = fork();
    if (pid == 0)
        child(p, &there, done);
    lazy_release();
    *why = "laying it out takes too long";
    int status = 0;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (pid < 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)) /* a busy machine */
        lazy_miss();
    bool good = pid > 0 && *done;
    if (good) {
        memcpy(r->nodes, there.nodes, nodes);
        memcpy(r->edges, there.edges, edges);
    }
    munmap(shared, size);
    return good;
}
#endif

static bool lay_out_graph(struct graph *g, struct arena *keep, const char **why)
{
    struct layout_plan p = layout_cells_plan(g, keep);
    struct layout_result r = { NEW(keep, struct layout_box, g->n_nodes + 1),
                               NEW(keep, struct layout_route, g->n_edges + 1) };
    if (!run_child(&p, &r, why))
        return false;
    layout_cells_place(&p, &r);
    g->loose = false;
    return true;
}

bool layout_place(struct graph *g, struct arena *keep, const char **why)
{
    if (!g->loose || g->sequence)
        return true;
    *why = "it has more than 2,000 nodes";
    if (g->n_nodes > LAYOUT_NODES_MAX)
        return false;
    *why = "it has more than 5,000 edges";
    if (g->n_edges > LAYOUT_EDGES_MAX)
        return false;
    lazy_hold();
    bool loaded = load(why);
    lazy_release();
    if (!loaded)
        return false;
    if (!lay_out_graph(g, keep, why))
        return false;
    bool level = g->flow == FLOW_RIGHT || g->flow == FLOW_LEFT;
    if (level && g->w > WIDE && g->w * LAYOUT_CELL_W > 3 * g->h * LAYOUT_CELL_H) {
        g->flow = FLOW_DOWN; /* a chain too long for a page is turned */
        return lay_out_graph(g, keep, why);
    }
    return true;
}
