/* dot.c - dot to a graph, through cgraph.
 *
 * The library parses; what its attributes say is read here. Records and tables of HTML labels become fields
 * of their node:
 *
 *     [label="<a> id|{<b> colour|<c> watts}"]       | id | colour |
 *                                                   |    | watts  | */
#include <graphviz/cgraph.h> /* before ours: it has a LEN of its own */
#undef LEN

#include "sketch/dot.h"

#include "base/lazy.h"
#include "base/map.h"
#include "sketch/tint.h"

enum { DOT_MAX = 4 << 20, DEPTH_MAX = 64, FIELDS_MAX = 400 };

/* clang-format off */
#define FUNCTIONS(X) \
    X(agattr) \
    X(agclose) \
    X(agfstedge) \
    X(agfstnode) \
    X(agfstout) \
    X(agfstsubg) \
    X(agget) \
    X(aghtmlstr) \
    X(agisdirected) \
    X(agmemread) \
    X(agnameof) \
    X(agnxtnode) \
    X(agnxtout) \
    X(agnxtsubg) \
    X(agreadline) \
    X(agseterr) \
    X(agseterrf)
/* clang-format on */
static struct {
#define X(f) __typeof__(f) *f;
    FUNCTIONS(X)
#undef X
} cg;

static bool load(const char **why)
{
#define X(f) #f,
    static const char *const names[] = { FUNCTIONS(X) };
#undef X
    if (cg.agattr)
        return true;
    if (!lazy_load(LIBCGRAPH, names, (void **)&cg, LEN(names), why))
        return false;
    cg.agattr(NULL, AGNODE, "label", "\\N"); /* a node without a label shows its name */
    return true;
}

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
    struct str text;
    struct graph *out;
    struct map at; /* name of a node or cluster -> int, number + 1 */
    LIST(struct graph_node) nodes;
    LIST(struct dot_edge) edges;
    LIST(struct graph_fault) omitted;
    int rows; /* sets of nodes that stand beside each other */
    bool over;
};

static struct str attribute(void *object, char *name)
{
    return str_of(cg.agget(object, name));
}

static void omit(struct reader *r, struct str word, const char *why)
{
    for (ptrdiff_t i = 0; i < r->omitted.len; i++)
        if (strcmp(r->omitted.ptr[i].why, why) == 0)
            return;
    ptrdiff_t at = str_find(r->text, word);
    *PUSH(&r->omitted, r->keep) = (struct graph_fault){
        .at = at < 0 ? str_sub(r->text, 0, 0) : str_sub(r->text, at, word.len), .why = why
    };
}

/* What a node or an edge says besides that has no place in the picture, one finding each. */
static void omit_rest(struct reader *r, void *object, bool edge)
{
    static const char styles[] = "of styles only colours and kinds of lines are kept";
    static const struct {
        char *name;
        bool node, edge;
        const char *why;
    } rest[] = {
        { "image", true, false, "icons and pictures" },
        { "fontcolor", true, true, styles },
        { "peripheries", true, false, styles },
        { "gradientangle", true, false, styles },
        { "xlabel", true, false, "labels beside nodes" },
        { "URL", false, true, "links of edges" },
        { "href", false, true, "links of edges" },
        { "tooltip", false, true, "what edges say when pointed at" },
    };
    for (ptrdiff_t i = 0; i < LEN(rest); i++)
        if ((edge ? rest[i].edge : rest[i].node) && attribute(object, rest[i].name).len)
            omit(r, attribute(object, rest[i].name), rest[i].why);
}

/* ---- labels ---- */

/* "\n", "\l" and "\r" end lines, "\N" and "\G" stand for names. */
static struct str unescape(struct str raw, struct str name, struct arena *keep)
{
    struct buf b = buf_open(keep, 64 << 10);
    for (ptrdiff_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c != '\\' || i + 1 == raw.len) {
            buf_char(&b, c);
            continue;
        }
        c = raw.ptr[++i];
        if (c == 'n' || c == 'l' || c == 'r')
            buf_char(&b, '\n');
        else if (c == 'N' || c == 'G')
            buf_put(&b, name);
        else
            buf_char(&b, c);
    }
    return buf_str(&b);
}

static struct str text_of(struct reader *r, void *object, char *attr, struct str name)
{
    char *raw = cg.agget(object, attr);
    struct str text = str_of(raw);
    return raw && cg.aghtmlstr(raw) ? text : unescape(text, name, r->keep);
}

static void take_label(struct reader *r, void *object, struct str name, struct graph_text **lines,
                       int *n)
{
    *lines = graph_lines(text_of(r, object, "label", name), dot_entity, r->keep, n);
}

/* ---- fields ---- */

struct fields {
    struct reader *r;
    struct str rest, name;
    LIST(struct graph_field) list;
    int depth;
};

static void add_field(struct fields *f, struct str port, struct str text, int column, int row)
{
    if (f->list.len == FIELDS_MAX)
        return;
    struct graph_field *field = PUSH(&f->list, f->r->keep);
    field->port = str_copy(str_trim(port), f->r->keep);
    field->column = column;
    field->row = row;
    field->columns = field->rows = 1;
    field->lines =
        graph_lines(unescape(text, f->name, f->r->keep), dot_entity, f->r->keep, &field->n_lines);
}

/* Size in fields of what a group of a record took. */
struct extent {
    int columns, rows;
};

/* "<port> text": up to a bar or brace. */
static void take_field(struct fields *f, int column, int row)
{
    struct str port = { 0 }, s = f->rest;
    ptrdiff_t i = 0;
    struct buf text = buf_open(f->r->keep, s.len + 1);
    for (; i < s.len && s.ptr[i] != '|' && s.ptr[i] != '}'; i++) {
        ptrdiff_t end = s.ptr[i] == '<' ? str_char(str_from(s, i), '>') : -1;
        if (end > 0) {
            port = str_sub(s, i + 1, end - 1);
            i += end;
        } else if (s.ptr[i] == '\\' && i + 1 < s.len) {
            buf_char(&text, s.ptr[i++]);
            buf_char(&text, s.ptr[i]);
        } else {
            buf_char(&text, s.ptr[i]);
        }
    }
    f->rest = str_from(s, i);
    add_field(f, port, buf_str(&text), column, row);
}

/* Fields parted by bars; braces turn the direction. */
static struct extent take_fields(struct fields *f, int column, int row, bool across)
{
    struct extent all = { 0, 0 };
    for (;;) {
        int c = across ? column + all.columns : column, w = across ? row : row + all.rows;
        struct extent e = { 1, 1 };
        struct str inner = str_trim(f->rest);
        if (inner.len && *inner.ptr == '{' && f->depth < DEPTH_MAX) {
            f->rest = str_from(inner, 1);
            f->depth++;
            e = take_fields(f, c, w, !across);
            f->depth--;
            f->rest = str_trim(f->rest);
            f->rest = str_from(f->rest, f->rest.len && *f->rest.ptr == '}');
        } else {
            take_field(f, c, w);
        }
        all.columns = across                    ? all.columns + e.columns
                      : e.columns > all.columns ? e.columns
                                                : all.columns;
        all.rows = across ? (e.rows > all.rows ? e.rows : all.rows) : all.rows + e.rows;
        if (!f->rest.len || *f->rest.ptr != '|')
            break;
        f->rest = str_from(f->rest, 1);
    }
    return all;
}

/* The value of an attribute in a tag: PORT="p" */
static struct str tag_value(struct str tag, const char *name)
{
    ptrdiff_t at = str_find_nocase(tag, str_of(name));
    struct str rest =
        at < 0 ? (struct str){ 0 } : str_trim(str_from(tag, at + (ptrdiff_t)strlen(name)));
    if (!rest.len || *rest.ptr != '=')
        return (struct str){ 0 };
    rest = str_trim(str_from(rest, 1));
    char quote = rest.len ? *rest.ptr : 0;
    return quote == '"' || quote == '\'' ? str_cut(str_from(rest, 1), quote).head
                                         : (struct str){ 0 };
}

static int span_of(struct str tag, const char *name)
{
    int64_t n;
    return str_int64(tag_value(tag, name), &n) && n > 0 && n < 100 ? (int)n : 1;
}

/* Where the element that begins at s ends, elements of its kind within it skipped. */
static ptrdiff_t end_of(struct str s, struct str open, struct str close)
{
    int depth = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '<')
            continue;
        struct str rest = str_from(s, i);
        if (str_equal_nocase(str_sub(rest, 0, open.len), open))
            depth++;
        else if (str_equal_nocase(str_sub(rest, 0, close.len), close) && --depth == 0)
            return i;
    }
    return s.len;
}

static bool is_taken(const struct fields *f, int column, int row)
{
    for (ptrdiff_t i = 0; i < f->list.len; i++) {
        const struct graph_field *k = &f->list.ptr[i];
        if (column >= k->column && column < k->column + k->columns && row >= k->row &&
            row < k->row + k->rows)
            return true;
    }
    return false;
}

/* <TABLE><TR><TD PORT="p">a</TD>…: a field a cell; a table within one is its text. */
static void take_table(struct fields *f, struct str s)
{
    int row = -1, column = 0;
    for (ptrdiff_t i = 0; i < s.len && f->list.len < FIELDS_MAX; i++) {
        struct str rest = str_from(s, i);
        if (str_equal_nocase(str_sub(rest, 0, 3), S("<TR"))) {
            row++;
            column = 0;
        }
        if (!str_equal_nocase(str_sub(rest, 0, 3), S("<TD")))
            continue;
        ptrdiff_t open = str_char(rest, '>'), end = end_of(rest, S("<TD"), S("</TD"));
        if (open < 0 || open > end)
            break;
        struct str tag = str_sub(rest, 0, open);
        row = row < 0 ? 0 : row;
        while (column < FIELDS_MAX && is_taken(f, column, row))
            column++;
        add_field(f, tag_value(tag, "PORT"), str_sub(rest, open + 1, end - open - 1), column, row);
        struct graph_field *k = &f->list.ptr[f->list.len - 1];
        k->columns = span_of(tag, "COLSPAN");
        k->rows = span_of(tag, "ROWSPAN");
        column += k->columns;
        i += end;
    }
}

/* Two fields at least, else the node is a box with its text. */
static void take_node_fields(struct reader *r, Agnode_t *node, struct str name, bool record,
                             bool level, struct graph_node *n)
{
    char *raw = cg.agget(node, "label");
    struct str text = str_of(raw);
    struct fields f = { .r = r, .name = name, .rest = text };
    bool html = raw && cg.aghtmlstr(raw);
    if (html && str_find_nocase(text, S("<TD")) >= 0)
        take_table(&f, text);
    else if (record && !html)
        take_fields(&f, 0, 0, !level);
    if (f.list.len < 2 && !(html && f.list.len)) {
        if (f.list.len) {
            n->lines = f.list.ptr[0].lines;
            n->n_lines = f.list.ptr[0].n_lines;
        } else {
            take_label(r, node, name, &n->lines, &n->n_lines);
        }
        return;
    }
    n->fields = f.list.ptr;
    n->n_fields = (int)f.list.len;
    n->shape = n->shape == SHAPE_TEXT ? SHAPE_BOX : n->shape;
    n->stroke = n->stroke == STROKE_NONE ? STROKE_LIGHT : n->stroke;
    LIST(struct graph_text) lines = { 0 };
    for (int i = 0; i < n->n_fields; i++)
        for (int k = 0; k < n->fields[i].n_lines; k++)
            *PUSH(&lines, r->keep) = n->fields[i].lines[k];
    n->lines = lines.ptr;
    n->n_lines = (int)lines.len;
}

/* ---- looks ---- */

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

static enum graph_stroke stroke_of(void *object)
{
    struct str style = attribute(object, "style"),
               width = str_cut(attribute(object, "penwidth"), '.').head;
    int64_t px;
    if (has_word(style, S("dashed")) || has_word(style, S("dotted")))
        return STROKE_DASHED;
    bool wide = str_int64(width, &px) && px >= 3;
    return has_word(style, S("bold")) || wide ? STROKE_HEAVY : STROKE_LIGHT;
}

/* "lightblue", "#f96", "red:blue" (its first); numbers are of colour schemes */
static uint32_t tint_of(struct reader *r, void *object, char *name)
{
    struct str colour = attribute(object, name);
    uint32_t rgb;
    struct str first = str_cut(str_cut(colour, ':').head, ';').head;
    if (str_starts(first, S("/")))
        first = str_rcut(first, '/').tail;
    if (!first.len || str_equal(first, S("transparent")) || str_equal(first, S("none")))
        return 0;
    if (tint_read(first, &rgb))
        return GRAPH_TINTED | rgb;
    ptrdiff_t n = first.len; /* lightblue3: X11's shades of a name */
    while (n > 0 && char_is_digit(first.ptr[n - 1]))
        n--;
    if (n > 0 && tint_read(str_sub(first, 0, n), &rgb))
        return GRAPH_TINTED | rgb;
    omit(r, colour, "a colour that is not known");
    return 0;
}

static uint32_t tint_of_box(struct reader *r, void *object, bool cluster)
{
    struct str style = attribute(object, "style");
    bool filled = has_word(style, S("filled")) || has_word(style, S("radial"));
    uint32_t fill = filled ? tint_of(r, object, "fillcolor") : 0;
    fill = fill || !cluster ? fill : tint_of(r, object, "bgcolor");
    return fill ? fill : tint_of(r, object, "color");
}

/* clang-format off */
static const struct {
    const char *name;
    enum graph_shape shape;
    enum graph_stroke stroke;
} shapes[] = {
    { "", SHAPE_ROUND, STROKE_LIGHT },            { "ellipse", SHAPE_ROUND, STROKE_LIGHT },
    { "oval", SHAPE_ROUND, STROKE_LIGHT },        { "egg", SHAPE_ROUND, STROKE_LIGHT },
    { "circle", SHAPE_CIRCLE, STROKE_LIGHT },     { "doublecircle", SHAPE_CIRCLE, STROKE_DOUBLE },
    { "Mcircle", SHAPE_CIRCLE, STROKE_LIGHT },    { "Mrecord", SHAPE_ROUND, STROKE_LIGHT },
    { "record", SHAPE_BOX, STROKE_LIGHT },        { "point", SHAPE_DOT, STROKE_LIGHT },
    { "diamond", SHAPE_DIAMOND, STROKE_LIGHT },   { "Mdiamond", SHAPE_DIAMOND, STROKE_DOUBLE },
    { "cylinder", SHAPE_CYLINDER, STROKE_LIGHT }, { "plaintext", SHAPE_TEXT, STROKE_NONE },
    { "plain", SHAPE_TEXT, STROKE_NONE },         { "none", SHAPE_TEXT, STROKE_NONE },
    { "underline", SHAPE_TEXT, STROKE_NONE },     { "hexagon", SHAPE_HEXAGON, STROKE_LIGHT },
    { "septagon", SHAPE_HEXAGON, STROKE_LIGHT },  { "octagon", SHAPE_HEXAGON, STROKE_LIGHT },
    { "doubleoctagon", SHAPE_HEXAGON, STROKE_DOUBLE }, { "tripleoctagon", SHAPE_HEXAGON, STROKE_DOUBLE },
    { "box", SHAPE_BOX, STROKE_LIGHT },           { "rect", SHAPE_BOX, STROKE_LIGHT },
    { "rectangle", SHAPE_BOX, STROKE_LIGHT },     { "square", SHAPE_BOX, STROKE_LIGHT },
    { "Msquare", SHAPE_BOX, STROKE_DOUBLE },      { "box3d", SHAPE_BOX, STROKE_DOUBLE },
    { "note", SHAPE_NOTE, STROKE_LIGHT },         { "tab", SHAPE_NOTE, STROKE_LIGHT },
    { "folder", SHAPE_NOTE, STROKE_LIGHT },       { "component", SHAPE_COMPONENT, STROKE_LIGHT },
    { "house", SHAPE_HOUSE, STROKE_LIGHT },       { "pentagon", SHAPE_HOUSE, STROKE_LIGHT },
    { "triangle", SHAPE_TRIANGLE, STROKE_LIGHT }, { "parallelogram", SHAPE_SLANT, STROKE_LIGHT },
    { "trapezium", SHAPE_TRAPEZOID, STROKE_LIGHT }, { "invtrapezium", SHAPE_FUNNEL, STROKE_LIGHT },
    { "invtriangle", SHAPE_FUNNEL, STROKE_LIGHT }, { "invhouse", SHAPE_FUNNEL, STROKE_LIGHT },
    { "cds", SHAPE_FLAG, STROKE_LIGHT },          { "signature", SHAPE_DOCUMENT, STROKE_LIGHT },
};
/* clang-format on */

static void set_shape(struct reader *r, Agnode_t *node, struct graph_node *n)
{
    struct str shape = attribute(node, "shape"), style = attribute(node, "style");
    n->shape = SHAPE_BOX;
    n->stroke = stroke_of(node);
    for (ptrdiff_t i = 0; i < LEN(shapes); i++) {
        if (!str_equal(shape, str_of(shapes[i].name)))
            continue;
        n->shape = shapes[i].shape;
        if (shapes[i].stroke != STROKE_LIGHT)
            n->stroke = shapes[i].stroke;
        if (n->shape == SHAPE_BOX && has_word(style, S("rounded")))
            n->shape = SHAPE_ROUND;
        return;
    }
    omit(r, shape, "a shape that is not known, drawn as a box");
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

/* ---- nodes ---- */

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
    return str_starts(str_of(cg.agnameof(sub)), S("cluster")) || str_equal_nocase(value, S("true"));
}

static void take_node(struct reader *r, Agnode_t *node, int parent)
{
    struct str name = str_of(cg.agnameof(node));
    int *at = place_of(r, str_fmt(r->keep, "n%.*s", FMT(name)));
    if (*at || str_equal(attribute(node, "style"), S("invis")))
        return;
    struct str shape = attribute(node, "shape");
    bool record = str_equal(shape, S("record")) || str_equal(shape, S("Mrecord"));
    bool level = r->out->flow == FLOW_RIGHT || r->out->flow == FLOW_LEFT;
    struct graph_node *n = PUSH(&r->nodes, r->keep);
    *at = (int)r->nodes.len;
    n->parent = parent;
    n->id = graph_id(name, r->keep);
    set_shape(r, node, n);
    n->tint = tint_of_box(r, node, false);
    if (n->shape != SHAPE_DOT)
        take_node_fields(r, node, name, record, level, n);
    omit_rest(r, node, false);
    take_links(r, node, n);
}

/* { rank=same; a; b }: the nodes of it stand beside each other. */
static void take_rank(struct reader *r, Agraph_t *sub)
{
    struct str rank = attribute(sub, "rank");
    bool first = str_equal(rank, S("min")) || str_equal(rank, S("source")),
         last = str_equal(rank, S("max")) || str_equal(rank, S("sink"));
    if (!first && !last && !str_equal(rank, S("same")))
        return;
    int row = first ? GRAPH_ROW_FIRST : last ? GRAPH_ROW_LAST : GRAPH_ROW_LAST + ++r->rows;
    for (Agnode_t *n = cg.agfstnode(sub); n; n = cg.agnxtnode(sub, n)) {
        struct str name = str_of(cg.agnameof(n));
        int at = *place_of(r, str_fmt(r->keep, "n%.*s", FMT(name)));
        if (at)
            r->nodes.ptr[at - 1].row = row;
    }
}

static void take_cluster(struct reader *r, Agraph_t *sub, int parent)
{
    struct str name = str_of(cg.agnameof(sub));
    struct graph_node *n = PUSH(&r->nodes, r->keep);
    *place_of(r, str_fmt(r->keep, "c%.*s", FMT(name))) = (int)r->nodes.len;
    n->parent = parent;
    struct str rest = str_starts(name, S("cluster")) ? str_from(name, 7) : name;
    n->id = graph_id(rest, r->keep);
    n->stroke = stroke_of(sub);
    n->tint = tint_of_box(r, sub, true);
    take_label(r, sub, name, &n->lines, &n->n_lines);
    take_links(r, sub, n);
}

/* Inner clusters first: a node belongs to the innermost it stands in. */
static void take_graph(struct reader *r, Agraph_t *g, int parent, int depth)
{
    for (Agraph_t *sub = cg.agfstsubg(g); sub && depth < DEPTH_MAX; sub = cg.agnxtsubg(sub)) {
        int at = parent;
        if (is_cluster(sub) && cg.agfstnode(sub)) {
            take_cluster(r, sub, parent);
            at = (int)r->nodes.len - 1;
        }
        take_graph(r, sub, at, depth + 1);
    }
    for (Agnode_t *n = cg.agfstnode(g); n && !r->over; n = cg.agnxtnode(g, n)) {
        take_node(r, n, parent);
        r->over = r->nodes.len > DOT_NODES_MAX;
    }
    if (depth > 0)
        take_rank(r, g);
}

/* ---- edges ---- */

static int end_of_edge(struct reader *r, Agnode_t *node, struct str cluster)
{
    int at = cluster.len ? *place_of(r, str_fmt(r->keep, "c%.*s", FMT(cluster))) : 0;
    struct str name = str_of(cg.agnameof(node));
    return (at ? at : *place_of(r, str_fmt(r->keep, "n%.*s", FMT(name)))) - 1;
}

/* "p", "p:n": the number of the field with that port + 1, 0: none, or a side alone. */
static int field_of(const struct reader *r, int node, struct str port)
{
    const struct graph_node *n = &r->nodes.ptr[node];
    struct str name = str_cut(port, ':').head;
    for (int i = 0; name.len && i < n->n_fields; i++)
        if (str_equal(n->fields[i].port, name))
            return i + 1;
    return 0;
}

/* "none", "vee", "odot", "lnormal" */
static bool head_of(struct reader *r, void *edge, char *name, enum head *out)
{
    static const struct {
        const char *name;
        enum head head;
    } heads[] = { { "", HEAD_NONE },         { "normal", HEAD_NONE },   { "vee", HEAD_OPEN },
                  { "open", HEAD_OPEN },     { "empty", HEAD_NONE },    { "onormal", HEAD_NONE },
                  { "dot", HEAD_CIRCLE },    { "odot", HEAD_CIRCLE },   { "tee", HEAD_CROSS },
                  { "lnormal", HEAD_UPPER }, { "rnormal", HEAD_LOWER }, { "halfopen", HEAD_UPPER },
                  { "inv", HEAD_NONE } };
    struct str word = attribute(edge, name);
    *out = HEAD_NONE;
    for (ptrdiff_t i = 0; i < LEN(heads); i++)
        if (str_equal(word, str_of(heads[i].name))) {
            *out = heads[i].head;
            return true;
        }
    if (!str_equal(word, S("none")))
        omit(r, word, "this head is drawn as an arrow");
    return !str_equal(word, S("none"));
}

static void turn_back(struct graph_edge *e)
{
    struct graph_edge was = *e;
    e->from = was.to;
    e->to = was.from;
    e->from_field = was.to_field;
    e->to_field = was.from_field;
    e->from_label = was.to_label;
    e->to_label = was.from_label;
    e->end = was.begin;
    e->begin = was.end;
}

static void set_heads(struct reader *r, Agedge_t *edge, bool directed, struct graph_edge *e)
{
    struct str dir = attribute(edge, "dir");
    bool head = head_of(r, edge, "arrowhead", &e->end),
         tail = head_of(r, edge, "arrowtail", &e->begin);
    bool both = str_equal(dir, S("both")), back = str_equal(dir, S("back"));
    bool forward = dir.len ? str_equal(dir, S("forward")) || both : directed;
    head = head && forward;
    tail = tail && (both || back);
    e->dir = head && tail ? DIR_BOTH : head || tail ? DIR_FORWARD : DIR_NONE;
    if (tail && !head)
        turn_back(e);
}

static struct str end_label(struct reader *r, void *edge, char *name)
{
    int n;
    struct graph_text *lines = graph_lines(text_of(r, edge, name, S("")), dot_entity, r->keep, &n);
    return n ? graph_label(lines, n, r->keep) : (struct str){ 0 };
}

/* The label, and below it the one that dot would set outside. */
static void take_edge_label(struct reader *r, Agedge_t *edge, struct graph_edge *e)
{
    struct str label = text_of(r, edge, "label", S("")), outer = text_of(r, edge, "xlabel", S(""));
    struct buf b = buf_open(r->keep, label.len + outer.len + 2);
    buf_put(&b, label);
    if (label.len && outer.len)
        buf_char(&b, '\n');
    buf_put(&b, outer);
    e->lines = graph_lines(buf_str(&b), dot_entity, r->keep, &e->n_lines);
}

static void take_edge(struct reader *r, Agedge_t *edge, bool directed)
{
    struct graph_edge e = { .stroke = stroke_of(edge), .tint = tint_of(r, edge, "color") };
    e.from = end_of_edge(r, AGTAIL(edge), attribute(edge, "ltail"));
    e.to = end_of_edge(r, AGHEAD(edge), attribute(edge, "lhead"));
    if (str_equal(attribute(edge, "style"), S("invis")))
        omit(r, S("invis"), "edges that are not to be seen");
    if (e.from < 0 || e.to < 0 || str_equal(attribute(edge, "style"), S("invis")))
        return;
    e.from_field = field_of(r, e.from, attribute(edge, "tailport"));
    e.to_field = field_of(r, e.to, attribute(edge, "headport"));
    e.from_label = end_label(r, edge, "taillabel");
    e.to_label = end_label(r, edge, "headlabel");
    omit_rest(r, edge, true);
    set_heads(r, edge, directed, &e);
    take_edge_label(r, edge, &e);
    *PUSH(&r->edges, r->keep) = (struct dot_edge){ AGSEQ(edge), e };
}

/* ---- the graph ---- */

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
    bool directed = cg.agisdirected(g) != 0;
    struct graph *out = r->out;
    *out = (struct graph){ .kind = GRAPH_BOXES,
                           .loose = true,
                           .flow = flow_of(attribute(g, "rankdir")) };
    take_graph(r, g, -1, 0);
    for (Agnode_t *n = cg.agfstnode(g); n; n = cg.agnxtnode(g, n))
        for (Agedge_t *e = cg.agfstout(g, n); e && r->edges.len <= DOT_EDGES_MAX;
             e = cg.agnxtout(g, e))
            take_edge(r, e, directed);
    struct graph_text *title;
    int n_title;
    take_label(r, g, str_of(cg.agnameof(g)), &title, &n_title);
    out->title = graph_label(title, n_title, r->keep);
    out->nodes = r->nodes.ptr;
    out->n_nodes = (int)r->nodes.len;
    out->n_edges = (int)r->edges.len;
    out->edges = NEW(r->keep, struct graph_edge, r->edges.len + 1);
    if (out->n_edges)
        qsort(r->edges.ptr, (size_t)out->n_edges, sizeof *r->edges.ptr, by_order);
    for (int i = 0; i < out->n_edges; i++)
        out->edges[i] = r->edges.ptr[i].edge;
    out->omitted = r->omitted.ptr;
    out->n_omitted = (int)r->omitted.len;
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
    while ((g = cg.agmemread("")) != NULL)
        cg.agclose(g);
}

/* Holds the lock. */
static bool parse(struct str text, struct arena *keep, struct graph *out, struct graph_fault *fault)
{
    struct reader r = { .keep = keep, .out = out, .text = text };
    said.n = 0;
    said.text[0] = 0;
    cg.agseterr(AGERR);
    agusererrf before = cg.agseterrf(listen);
    cg.agreadline(1);
    Agraph_t *g = cg.agmemread(str_c(text, keep));
    bool good = g && !said.n;
    if (good)
        take_all(&r, g);
    else
        fault_of(text, keep, fault);
    if (g)
        cg.agclose(g);
    drain();
    cg.agseterrf(before);
    if (!good)
        return false;
    fault->why = "it has no nodes";
    if (out->n_nodes > 0)
        fault->why = r.over ? "it has more than 2,000 nodes" : "it has more than 5,000 edges";
    return out->n_nodes > 0 && !r.over && out->n_edges <= DOT_EDGES_MAX;
}

bool dot_read(struct str text, struct arena *keep, struct graph *out, struct graph_fault *fault)
{
    struct str all = text;
    *fault = (struct graph_fault){ .at = str_line(&all), .why = "it is larger than 4 MB" };
    if (text.len > DOT_MAX)
        return false;
    fault->why = "it nests deeper than 64 levels";
    if (is_deep(text))
        return false;
    lazy_hold();
    bool good = load(&fault->why) && parse(text, keep, out, fault);
    lazy_release();
    if (good) {
        graph_parents_first(out, keep);
        graph_ids(out, keep);
    }
    return good;
}
