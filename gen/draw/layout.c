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
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lazy.h"
#include "base/map.h"
#include "draw/block.h"
#include "draw/layout_cells.h"

/* clang-format off */
#define FUNCTIONS(X) \
    X(Agdirected) \
    X(agattr) \
    X(agclose) \
    X(agedge) \
    X(agfstedge) \
    X(agfstnode) \
    X(agfstout) \
    X(agfstsubg) \
    X(agget) \
    X(aghtmlstr) \
    X(agisdirected) \
    X(agmemread) \
    X(agnameof) \
    X(agnode) \
    X(agnxtnode) \
    X(agnxtout) \
    X(agnxtsubg) \
    X(agopen) \
    X(agreadline) \
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
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of loading and of cgraph's parser */

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
    bool good = lazy_load(LIBGVC, names, (void **)&gv, LEN(names), why) &&
                lazy_load(LIBGVC_DOT, plugin, &dot_plugin, 1, why);
    if (good) /* a node without a label shows its name */
        gv.agattr(NULL, AGNODE, "label", "\\N");
    return good;
}

/* ---- in the child ---- */

enum { SECONDS = 5, WALL_SECONDS = 60 };

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

static Agraph_t *open_top(const struct graph *g)
{
    const struct effort *e = efforts;
    while (g->n_nodes + g->n_edges > e->most)
        e++;
    static char *const flows[] = { "TB", "BT", "LR", "RL" };
    bool level = g->flow == FLOW_RIGHT || g->flow == FLOW_LEFT;
    const struct {
        int kind;
        char *name, *value;
    } defaults[] = {
        { AGRAPH, "rankdir", flows[g->flow] },
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
    Agraph_t *top, **clusters;
    Agnode_t **nodes;
    Agedge_t **edges;
};

static void add_nodes(struct work *w)
{
    const struct graph *g = w->p->g;
    char name[32];
    for (int i = 0; i < g->n_nodes; i++) { /* parents stand before what they hold */
        const struct graph_node *n = &g->nodes[i];
        Agraph_t *in = n->parent < 0 ? w->top : w->clusters[n->parent];
        if (w->p->holds[i]) {
            snprintf(name, sizeof name, "cluster%d", i);
            w->clusters[i] = gv.agsubg(in, name, 1);
            if (n->n_lines)
                set_room(w->top, w->clusters[i],
                         layout_cells_widest(n->lines, n->n_lines) * LAYOUT_CELL_W,
                         n->n_lines * LAYOUT_CELL_H);
            continue;
        }
        snprintf(name, sizeof name, "n%d", i);
        w->nodes[i] = gv.agnode(in, name, 1);
        bool border = block_has_border(n);
        if (n->shape == SHAPE_DIAMOND) /* edges end at its sides, not at a box around it */
            gv.agset(w->nodes[i], "shape", "diamond");
        set_inches(w->nodes[i], "width", n->w - border, LAYOUT_CELL_W);
        set_inches(w->nodes[i], "height", n->h - border, LAYOUT_CELL_H);
    }
}

static bool is_within(const struct graph *g, int node, int container)
{
    while (node >= 0 && node != container)
        node = g->nodes[node].parent;
    return node >= 0;
}

static void add_edges(struct work *w)
{
    const struct graph *g = w->p->g;
    char name[32];
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = &g->edges[i];
        bool nested =
            e->from != e->to && (is_within(g, e->to, e->from) || is_within(g, e->from, e->to));
        if (nested || (e->from == e->to && w->p->holds[e->from]))
            continue; /* from a frame to what it holds: there is no way to draw */
        snprintf(name, sizeof name, "e%d", i);
        int from = w->p->back[i] ? e->to : e->from, to = w->p->back[i] ? e->from : e->to;
        w->edges[i] =
            gv.agedge(w->top, w->nodes[w->p->leaf[from]], w->nodes[w->p->leaf[to]], name, 1);
        if (w->p->holds[from])
            gv.agset(w->edges[i], "ltail", gv.agnameof(w->clusters[from]));
        if (w->p->holds[to])
            gv.agset(w->edges[i], "lhead", gv.agnameof(w->clusters[to]));
        if (e->n_lines)
            set_room(w->top, w->edges[i], layout_cells_widest(e->lines, e->n_lines) * LAYOUT_CELL_W,
                     e->n_lines * LAYOUT_CELL_H);
    }
}

static void take_nodes(const struct work *w, double top, struct layout_result *r)
{
    const struct graph *g = w->p->g;
    for (int i = 0; i < g->n_nodes; i++) {
        boxf b = { 0 };
        if (w->p->holds[i]) {
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

static bool lay_out(const struct layout_plan *p, struct layout_result *r)
{
    struct graph *g = p->g;
    struct work w = { p, open_top(g), NEW(p->keep, Agraph_t *, g->n_nodes + 1),
                      NEW(p->keep, Agnode_t *, g->n_nodes + 1),
                      NEW(p->keep, Agedge_t *, g->n_edges + 1) };
    const lt_symlist_t plugins[] = { { "gvplugin_dot_layout_LTX_library", dot_plugin },
                                     { NULL, NULL } };
    add_nodes(&w);
    add_edges(&w);
    GVC_t *context = gv.gvContextPlugins(plugins, 0);
    if (!context || gv.gvLayout(context, w.top, "dot"))
        return false;
    double top = GD_bb(w.top).UR.y;
    take_nodes(&w, top, r);
    for (int i = 0; i < g->n_edges; i++)
        if (w.edges[i])
            take_route(w.edges[i], top, p->back[i], &r->edges[i]);
    return true;
}

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
/* The sanitizer's own locks do not survive a fork beside running threads: there the layout is made in
 * this process, where it would be seen to overflow too. What the child never frees is no leak. */
static bool run_child(const struct layout_plan *p, struct layout_result *r, const char **why)
{
    *why = "it cannot be laid out";
    pthread_mutex_lock(&lock);
    __lsan_disable();
    gv.agseterr(AGMAX);
    gv.agseterrf(quiet);
    bool good = lay_out(p, r);
    __lsan_enable();
    pthread_mutex_unlock(&lock);
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
    *why = "there is no memory to lay it out";
    if (shared == MAP_FAILED)
        return false;
    bool *done = (bool *)shared;
    struct layout_result there = { (struct layout_box *)(void *)(shared + sizeof(max_align_t)),
                                   (struct layout_route *)(void *)(shared + sizeof(max_align_t) +
                                                                   nodes) };
    pthread_mutex_lock(&lock); /* nobody is in the middle of the library when it is copied */
    pid_t pid = fork();
    if (pid == 0)
        child(p, &there, done);
    pthread_mutex_unlock(&lock);
    *why = "laying it out takes too long";
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    bool good = pid > 0 && *done;
    if (good) {
        memcpy(r->nodes, there.nodes, nodes);
        memcpy(r->edges, there.edges, edges);
    }
    munmap(shared, size);
    return good;
}
#endif

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
    pthread_mutex_lock(&lock);
    bool loaded = load(why);
    pthread_mutex_unlock(&lock);
    if (!loaded)
        return false;
    struct layout_plan p = layout_cells_plan(g, keep);
    struct layout_result r = { NEW(keep, struct layout_box, g->n_nodes + 1),
                               NEW(keep, struct layout_route, g->n_edges + 1) };
    if (!run_child(&p, &r, why))
        return false;
    layout_cells_place(&p, &r);
    g->loose = false;
    return true;
}

/* ---- dot ---- */

enum { DOT_MAX = 4 << 20, DEPTH_MAX = 64 };

/* What the parser says, guarded by lock: it knows only a function to call. */
static struct {
    char text[400];
    size_t n;
} said;

static int listen(char *message)
{
    for (; *message && said.n + 1 < sizeof said.text; message++)
        said.text[said.n++] = *message;
    said.text[said.n] = 0;
    return 0;
}

/* References of XML itself; dot's own labels seldom hold others. */
static struct str dot_entity(struct str reference, struct arena *keep)
{
    static const struct {
        const char *name, *text;
    } known[] = { { "&amp;", "&" },   { "&lt;", "<" },   { "&gt;", ">" },
                  { "&quot;", "\"" }, { "&apos;", "'" }, { "&nbsp;", " " } };
    (void)keep;
    for (ptrdiff_t i = 0; i < LEN(known); i++)
        if (str_equal(reference, str_of(known[i].name)))
            return str_of(known[i].text);
    return reference;
}

struct dot_edge {
    uint64_t order; /* in the text */
    struct graph_edge edge;
};
struct reader {
    struct arena *keep;
    struct graph *out;
    struct map at; /* name of a node or cluster -> struct named */
    LIST(struct graph_node) nodes;
    LIST(struct dot_edge) edges;
    bool over;
};

static struct str attribute(void *object, char *name)
{
    return str_of(gv.agget(object, name));
}

/* "\n", "\l" and "\r" end lines, "\N" and "\G" stand for names; in a record, "|" parts fields,
 * braces and ports are structure. */
static struct str unescape(struct str raw, struct str name, bool record, struct arena *keep)
{
    struct buf b = buf_open(keep, 64 << 10);
    for (ptrdiff_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '\\' && i + 1 < raw.len) {
            c = raw.ptr[++i];
            if (c == 'n' || c == 'l' || c == 'r')
                buf_char(&b, '\n');
            else if (c == 'N' || c == 'G')
                buf_put(&b, name);
            else
                buf_char(&b, c);
        } else if (record && c == '|') {
            buf_char(&b, '\n');
        } else if (record && c == '<') {
            while (i < raw.len && raw.ptr[i] != '>')
                i++;
        } else if (!record || (c != '{' && c != '}')) {
            buf_char(&b, c);
        }
    }
    return buf_str(&b);
}

static void take_label(struct reader *r, void *object, struct str name, bool record,
                       struct graph_text **lines, int *n)
{
    char *raw = gv.agget(object, "label");
    struct str text = str_of(raw);
    if (!(raw && gv.aghtmlstr(raw)))
        text = unescape(text, name, record, r->keep);
    *lines = graph_lines(text, dot_entity, r->keep, n);
}

static bool has_word(struct str list, struct str word)
{
    struct cut c = { .tail = list, .ok = true };
    while (c.ok) {
        c = str_cut(c.tail, ',');
        if (str_equal(str_trim(c.head), word))
            return true;
    }
    return false;
}

static enum graph_stroke stroke_of(struct str style)
{
    if (has_word(style, S("dashed")) || has_word(style, S("dotted")))
        return STROKE_DASHED;
    return has_word(style, S("bold")) ? STROKE_HEAVY : STROKE_LIGHT;
}

static enum graph_shape shape_of(struct str shape, struct str style)
{
    static const struct {
        const char *name;
        enum graph_shape shape;
    } known[] = {
        { "", SHAPE_ROUND },
        { "ellipse", SHAPE_ROUND },
        { "oval", SHAPE_ROUND },
        { "circle", SHAPE_ROUND },
        { "egg", SHAPE_ROUND },
        { "doublecircle", SHAPE_ROUND },
        { "Mrecord", SHAPE_ROUND },
        { "point", SHAPE_DOT },
        { "diamond", SHAPE_DIAMOND },
        { "Mdiamond", SHAPE_DIAMOND },
        { "cylinder", SHAPE_CYLINDER },
        { "plaintext", SHAPE_TEXT },
        { "plain", SHAPE_TEXT },
        { "none", SHAPE_TEXT },
        { "hexagon", SHAPE_HEXAGON },
        { "septagon", SHAPE_HEXAGON },
        { "octagon", SHAPE_HEXAGON },
    };
    for (ptrdiff_t i = 0; i < LEN(known); i++)
        if (str_equal(shape, str_of(known[i].name)))
            return known[i].shape;
    return has_word(style, S("rounded")) ? SHAPE_ROUND : SHAPE_BOX;
}

/* Addresses with an escape of dot's in them are patterns, not addresses. */
static struct str plain_of(struct reader *r, void *object, char *name)
{
    struct str s = attribute(object, name);
    return str_char(s, '\\') >= 0 ? (struct str){ 0 } : str_copy(s, r->keep);
}

static void take_links(struct reader *r, void *object, struct graph_node *n)
{
    n->href = plain_of(r, object, "URL");
    if (!n->href.len)
        n->href = plain_of(r, object, "href");
    n->tip = plain_of(r, object, "tooltip");
}

/* Number + 1 in *at: 0 is not seen yet. */
static int *place_of(struct reader *r, struct str name)
{
    void **at = map_at(&r->at, str_copy(name, r->keep), r->keep);
    if (!*at)
        *at = NEW(r->keep, int, 1);
    return *at;
}

static bool is_cluster(Agraph_t *sub)
{
    struct str value = attribute(sub, "cluster");
    return str_starts(str_of(gv.agnameof(sub)), S("cluster")) || str_equal_nocase(value, S("true"));
}

static void take_node(struct reader *r, Agnode_t *node, int parent)
{
    struct str name = str_of(gv.agnameof(node));
    int *at = place_of(r, str_fmt(r->keep, "n%.*s", FMT(name)));
    if (*at || str_equal(attribute(node, "style"), S("invis")))
        return;
    struct str shape = attribute(node, "shape"), style = attribute(node, "style");
    bool record = str_equal(shape, S("record")) || str_equal(shape, S("Mrecord"));
    struct graph_node *n = PUSH(&r->nodes, r->keep);
    *at = (int)r->nodes.len;
    n->parent = parent;
    n->id = graph_id(name, r->keep);
    n->shape = shape_of(shape, style);
    n->stroke = n->shape == SHAPE_TEXT ? STROKE_NONE : stroke_of(style);
    if (n->shape != SHAPE_DOT)
        take_label(r, node, name, record, &n->lines, &n->n_lines);
    take_links(r, node, n);
}

/* Inner clusters first: a node belongs to the innermost it stands in. */
static void take_graph(struct reader *r, Agraph_t *g, int parent, int depth)
{
    for (Agraph_t *sub = gv.agfstsubg(g); sub && depth < DEPTH_MAX; sub = gv.agnxtsubg(sub)) {
        int at = parent;
        if (is_cluster(sub) && gv.agfstnode(sub)) {
            struct str name = str_of(gv.agnameof(sub));
            struct graph_node *n = PUSH(&r->nodes, r->keep);
            at = (int)r->nodes.len - 1;
            *place_of(r, str_fmt(r->keep, "c%.*s", FMT(name))) = at + 1;
            n->parent = parent;
            struct str rest = str_starts(name, S("cluster")) ? str_from(name, 7) : name;
            n->id = graph_id(rest, r->keep);
            n->stroke = stroke_of(attribute(sub, "style"));
            take_label(r, sub, name, false, &n->lines, &n->n_lines);
            take_links(r, sub, &r->nodes.ptr[at]);
        }
        take_graph(r, sub, at, depth + 1);
    }
    for (Agnode_t *n = gv.agfstnode(g); n && !r->over; n = gv.agnxtnode(g, n)) {
        take_node(r, n, parent);
        r->over = r->nodes.len > LAYOUT_NODES_MAX;
    }
}

static int end_of(struct reader *r, Agnode_t *node, struct str cluster)
{
    int at = cluster.len ? *place_of(r, str_fmt(r->keep, "c%.*s", FMT(cluster))) : 0;
    struct str name = str_of(gv.agnameof(node));
    return (at ? at : *place_of(r, str_fmt(r->keep, "n%.*s", FMT(name)))) - 1;
}

static void take_edge(struct reader *r, Agedge_t *edge, bool directed)
{
    struct str style = attribute(edge, "style"), dir = attribute(edge, "dir");
    struct graph_edge e = { .dir = directed ? DIR_FORWARD : DIR_NONE, .stroke = stroke_of(style) };
    e.from = end_of(r, AGTAIL(edge), attribute(edge, "ltail"));
    e.to = end_of(r, AGHEAD(edge), attribute(edge, "lhead"));
    if (e.from < 0 || e.to < 0 || str_equal(style, S("invis")))
        return;
    if (str_equal(dir, S("none")) ||
        (e.dir != DIR_NONE && !dir.len && str_equal(attribute(edge, "arrowhead"), S("none"))))
        e.dir = DIR_NONE;
    else if (str_equal(dir, S("both")))
        e.dir = DIR_BOTH;
    else if (dir.len)
        e.dir = DIR_FORWARD;
    if (str_equal(dir, S("back"))) {
        int from = e.from;
        e.from = e.to;
        e.to = from;
    }
    take_label(r, edge, S(""), false, &e.lines, &e.n_lines);
    *PUSH(&r->edges, r->keep) = (struct dot_edge){ AGSEQ(edge), e };
}

static enum graph_flow flow_of(struct str rankdir)
{
    static const char *const names[] = { "TB", "BT", "LR", "RL" };
    for (int i = 0; i < LEN(names); i++)
        if (str_equal(rankdir, str_of(names[i])))
            return (enum graph_flow)i;
    return FLOW_DOWN;
}

static int by_order(const void *a, const void *b)
{
    const struct dot_edge *p = a, *q = b;
    return (p->order > q->order) - (p->order < q->order);
}

static void take_all(struct reader *r, Agraph_t *g)
{
    bool directed = gv.agisdirected(g) != 0;
    take_graph(r, g, -1, 0);
    for (Agnode_t *n = gv.agfstnode(g); n; n = gv.agnxtnode(g, n))
        for (Agedge_t *e = gv.agfstout(g, n); e && r->edges.len <= LAYOUT_EDGES_MAX;
             e = gv.agnxtout(g, e))
            take_edge(r, e, directed);
    struct graph *out = r->out;
    struct graph_text *title;
    int n_title;
    take_label(r, g, str_of(gv.agnameof(g)), false, &title, &n_title);
    *out = (struct graph){ .kind = GRAPH_BOXES,
                           .title = graph_label(title, n_title, r->keep),
                           .loose = true };
    out->flow = flow_of(attribute(g, "rankdir"));
    out->nodes = r->nodes.ptr;
    out->n_nodes = (int)r->nodes.len;
    out->n_edges = (int)r->edges.len;
    out->edges = NEW(r->keep, struct graph_edge, r->edges.len + 1);
    if (out->n_edges)
        qsort(r->edges.ptr, (size_t)out->n_edges, sizeof *r->edges.ptr, by_order);
    for (int i = 0; i < out->n_edges; i++)
        out->edges[i] = r->edges.ptr[i].edge;
}

/* The line the parser names, and what it saw there. */
static void fault_of(struct str text, struct arena *keep, struct graph_fault *fault)
{
    struct str message = str_copy(str_of(said.text), keep), rest = text, line = { 0 };
    ptrdiff_t at = str_find(message, S(" line "));
    int64_t number = 1;
    struct str digits = at < 0 ? S("1") : str_from(message, at + 6);
    ptrdiff_t n = 0;
    while (n < digits.len && char_is_digit(digits.ptr[n]))
        n++;
    str_int64(str_sub(digits, 0, n), &number);
    for (int64_t i = 0; i < number && rest.len > 0; i++)
        line = str_line(&rest);
    ptrdiff_t near = str_find(message, S("near '"));
    struct str word =
        near < 0 ? (struct str){ 0 } : str_cut(str_from(message, near + 6), '\'').head;
    ptrdiff_t col = word.len ? str_find(line, word) : -1;
    fault->at = col >= 0 ? str_sub(line, col, word.len) : str_trim(line);
    fault->why = col >= 0 ? "this is not dot" : "this line is not dot";
}

/* Deeper nesting would go deep into the parser's and our own stack. */
static bool is_deep(struct str text)
{
    int depth = 0, deepest = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        depth += text.ptr[i] == '{' ? 1 : text.ptr[i] == '}' ? -1 : 0;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest > DEPTH_MAX;
}

/* The scanner keeps what stands behind the first graph for the next reader: read it out. */
static void drain(void)
{
    Agraph_t *g;
    while ((g = gv.agmemread("")) != NULL)
        gv.agclose(g);
}

/* Holds the lock. */
static bool parse(struct str text, struct arena *keep, struct graph *out, struct graph_fault *fault)
{
    struct reader r = { .keep = keep, .out = out };
    said.n = 0;
    said.text[0] = 0;
    gv.agseterr(AGERR);
    agusererrf before = gv.agseterrf(listen);
    gv.agreadline(1);
    Agraph_t *g = gv.agmemread(str_c(text, keep));
    if (!g || said.n) {
        fault_of(text, keep, fault);
    } else {
        take_all(&r, g);
    }
    bool good = g && !said.n;
    if (g)
        gv.agclose(g);
    drain();
    gv.agseterrf(before);
    if (!good)
        return false;
    fault->why = "it has no nodes";
    if (out->n_nodes > 0)
        fault->why = r.over ? "it has more than 2,000 nodes" : "it has more than 5,000 edges";
    return out->n_nodes > 0 && !r.over && out->n_edges <= LAYOUT_EDGES_MAX;
}

bool layout_read_dot(struct str text, struct arena *keep, struct graph *out,
                     struct graph_fault *fault)
{
    struct str all = text;
    *fault = (struct graph_fault){ .at = str_line(&all), .why = "it is larger than 4 MB" };
    if (text.len > DOT_MAX)
        return false;
    fault->why = "it nests deeper than 64 levels";
    if (is_deep(text))
        return false;
    pthread_mutex_lock(&lock);
    bool good = load(&fault->why) && parse(text, keep, out, fault);
    pthread_mutex_unlock(&lock);
    if (good) {
        graph_parents_first(out, keep);
        graph_ids(out, keep);
    }
    return good;
}
