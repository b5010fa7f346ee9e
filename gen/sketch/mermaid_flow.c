/* mermaid_flow.c - Mermaid flowcharts, statement by statement.
 *
 *     flowchart LR                      direction
 *       subgraph vpc [Network]          a container until "end"
 *         A[Web] & B(App) -->|SQL| C[(Data)]
 *       end
 *       click A href "https://…" "tip"
 *
 * A node belongs to the first subgraph that mentions it. */
#include "sketch/mermaid_reader.h"

enum { GROUP_MAX = 200 };

struct group { /* A & B & C */
    int nodes[GROUP_MAX];
    int n;
};

/* Longer openings stand before those they begin with. */
static const struct bracket {
    const char *open, *close, *other;
    enum graph_shape shape, other_shape; /* of the other close */
    enum graph_stroke stroke;
} brackets[] = {
    { "(((", ")))", NULL, SHAPE_CIRCLE, 0, STROKE_DOUBLE },
    { "([", "])", NULL, SHAPE_STADIUM, 0, STROKE_LIGHT },
    { "((", "))", NULL, SHAPE_CIRCLE, 0, STROKE_LIGHT },
    { "(-", "-)", NULL, SHAPE_ROUND, 0, STROKE_LIGHT },
    { "(", ")", NULL, SHAPE_ROUND, 0, STROKE_LIGHT },
    { "[[", "]]", NULL, SHAPE_SUBROUTINE, 0, STROKE_LIGHT },
    { "[(", ")]", NULL, SHAPE_CYLINDER, 0, STROKE_LIGHT },
    { "[/", "/]", "\\]", SHAPE_SLANT, SHAPE_TRAPEZOID, STROKE_LIGHT },
    { "[\\", "\\]", "/]", SHAPE_SLANT_BACK, SHAPE_FUNNEL, STROKE_LIGHT },
    { "[", "]", NULL, SHAPE_BOX, 0, STROKE_LIGHT },
    { "{{", "}}", NULL, SHAPE_HEXAGON, 0, STROKE_LIGHT },
    { "{", "}", NULL, SHAPE_DIAMOND, 0, STROKE_LIGHT },
    { ">", "]", NULL, SHAPE_FLAG, 0, STROKE_LIGHT },
};

static bool take_shape(struct mermaid *r, int node)
{
    for (ptrdiff_t i = 0; i < LEN(brackets); i++) {
        const struct bracket *b = &brackets[i];
        struct str label;
        if (!mermaid_eat(r, str_of(b->open)))
            continue;
        if (!mermaid_until(r, str_of(b->close), str_of(b->other), &label))
            return false;
        struct graph_node *n = &r->nodes.ptr[node];
        bool other = b->other && str_ends(str_sub(r->text, 0, r->at), str_of(b->other));
        n->shape = other ? b->other_shape : b->shape;
        n->stroke = b->stroke;
        mermaid_label(r, label, &n->lines, &n->n_lines);
        return true;
    }
    return true;
}

/* clang-format off */
static const struct named { /* the names of @{ shape: … }, each kind's short one first */
    const char *names;
    enum graph_shape shape;
    enum graph_stroke stroke;
} shapes[] = {
    { "rect proc process rectangle", SHAPE_BOX, STROKE_LIGHT },
    { "rounded event", SHAPE_ROUND, STROKE_LIGHT },
    { "stadium terminal pill", SHAPE_STADIUM, STROKE_LIGHT },
    { "fr-rect subprocess subproc framed-rectangle subroutine", SHAPE_SUBROUTINE, STROKE_LIGHT },
    { "lin-rect lined-rectangle lined-process lin-proc shaded-process", SHAPE_SUBROUTINE, STROKE_LIGHT },
    { "div-rect div-proc divided-rectangle divided-process", SHAPE_SUBROUTINE, STROKE_LIGHT },
    { "win-pane internal-storage window-pane", SHAPE_SUBROUTINE, STROKE_LIGHT },
    { "cyl db database cylinder datastore data-store", SHAPE_CYLINDER, STROKE_LIGHT },
    { "lin-cyl disk lined-cylinder", SHAPE_CYLINDER, STROKE_DOUBLE },
    { "h-cyl das horizontal-cylinder", SHAPE_STADIUM, STROKE_DOUBLE },
    { "circle circ", SHAPE_CIRCLE, STROKE_LIGHT },
    { "dbl-circ double-circle", SHAPE_CIRCLE, STROKE_DOUBLE },
    { "diam decision diamond question", SHAPE_DIAMOND, STROKE_LIGHT },
    { "hex hexagon prepare", SHAPE_HEXAGON, STROKE_LIGHT },
    { "lean-r lean-right in-out bow-rect stored-data bow-tie-rectangle", SHAPE_SLANT, STROKE_LIGHT },
    { "lean-l lean-left out-in", SHAPE_SLANT_BACK, STROKE_LIGHT },
    { "trap-b priority trapezoid-bottom trapezoid", SHAPE_TRAPEZOID, STROKE_LIGHT },
    { "trap-t manual trapezoid-top inv-trapezoid sl-rect manual-input sloped-rectangle", SHAPE_FUNNEL, STROKE_LIGHT },
    { "odd", SHAPE_FLAG, STROKE_LIGHT },
    { "text", SHAPE_TEXT, STROKE_NONE },
    { "brace comment brace-l brace-r braces", SHAPE_NOTE, STROKE_LIGHT },
    { "notch-rect card notched-rectangle", SHAPE_NOTE, STROKE_LIGHT },
    { "tag-rect tag-proc tagged-rectangle tagged-process", SHAPE_NOTE, STROKE_LIGHT },
    { "st-rect procs processes stacked-rectangle", SHAPE_BOX, STROKE_DOUBLE },
    { "doc document lin-doc lined-document tag-doc tagged-document flag paper-tape", SHAPE_DOCUMENT, STROKE_LIGHT },
    { "docs documents st-doc stacked-document", SHAPE_DOCUMENT, STROKE_DOUBLE },
    { "delay half-rounded-rectangle curv-trap curved-trapezoid display cloud bang", SHAPE_STADIUM, STROKE_LIGHT },
    { "tri extract triangle", SHAPE_TRIANGLE, STROKE_LIGHT },
    { "flip-tri manual-file flipped-triangle", SHAPE_FUNNEL, STROKE_LIGHT },
    { "hourglass collate", SHAPE_DIAMOND, STROKE_DOUBLE },
    { "notch-pent loop-limit notched-pentagon", SHAPE_HOUSE, STROKE_LIGHT },
    { "bolt com-link lightning-bolt", SHAPE_FLAG, STROKE_LIGHT },
    { "cross-circ summary crossed-circle", SHAPE_CIRCLE, STROKE_DOUBLE },
    { "sm-circ start small-circle f-circ junction filled-circle", SHAPE_DOT, STROKE_LIGHT },
    { "fr-circ stop framed-circle", SHAPE_DOT, STROKE_DOUBLE },
    { "fork join", SHAPE_BAR, STROKE_LIGHT },
    { "icon image anchor", SHAPE_BOX, STROKE_LIGHT },
};
/* clang-format on */

static bool names_shape(const char *names, struct str name)
{
    for (struct cut c = { .tail = str_of(names), .ok = true }; c.ok;) {
        c = str_cut(c.tail, ' ');
        if (str_equal(c.head, name))
            return true;
    }
    return false;
}

static void set_shape(struct mermaid *r, struct graph_node *n, struct str name)
{
    for (ptrdiff_t i = 0; i < LEN(shapes); i++)
        if (names_shape(shapes[i].names, name)) {
            n->shape = shapes[i].shape;
            n->stroke = shapes[i].stroke;
            return;
        }
    mermaid_omit(r, name, "a shape that is not known, drawn as a box");
}

/* A@{ shape: cyl, label: "Stock" }, of a node or of an edge by its id */
static bool take_data(struct mermaid *r, int node)
{
    struct str name, value;
    while (mermaid_member(r, &name, &value)) {
        struct graph_node *n = node >= 0 ? &r->nodes.ptr[node] : NULL;
        if (n && str_equal(name, S("shape")))
            set_shape(r, n, value);
        else if (n && str_equal(name, S("label")))
            mermaid_label(r, value, &n->lines, &n->n_lines);
        else if (str_equal(name, S("icon")) || str_equal(name, S("img")))
            mermaid_omit(r, value, "icons and pictures");
        else if (!n)
            mermaid_omit(r, name, "how edges move and bend");
    }
    struct graph_node *n = node >= 0 ? &r->nodes.ptr[node] : NULL;
    if (n && (n->shape == SHAPE_DOT || n->shape == SHAPE_BAR))
        n->n_lines = 0; /* as Mermaid shows them: without words */
    return !mermaid_failed(r);
}

static bool take_node(struct mermaid *r, int *node)
{
    ptrdiff_t start = r->at;
    struct str id = mermaid_id(r);
    if (!id.len)
        return mermaid_fail(r, start, 1, "a node's name should stand here");
    if (map_get(&r->edge_ids, id) && mermaid_eat(r, S("@{"))) {
        *node = -1;
        return take_data(r, -1);
    }
    *node = mermaid_node(r, id);
    if (*node < 0 || !take_shape(r, *node))
        return false;
    if (mermaid_eat(r, S("@{")) && !take_data(r, *node))
        return false;
    mermaid_wears(r, *node);
    return !mermaid_failed(r);
}

static bool take_group(struct mermaid *r, struct group *g)
{
    g->n = 0;
    do {
        mermaid_blanks(r);
        if (g->n == GROUP_MAX)
            return mermaid_fail(r, r->at, 1, "more than 200 nodes are joined by &");
        if (!take_node(r, &g->nodes[g->n]))
            return false;
        g->n++;
        mermaid_blanks(r);
    } while (mermaid_eat(r, S("&")));
    return true;
}

/* ---- edges ---- */

struct link {
    enum graph_stroke stroke;
    enum head begin, end;
    bool hidden; /* ~~~ */
    struct str label, id;
};

static enum head head_of(char c)
{
    return c == '>' || c == '<' ? HEAD_ARROW
           : c == 'x'           ? HEAD_CROSS
           : c == 'o'           ? HEAD_CIRCLE
                                : HEAD_NONE;
}

/* Counts the body of an edge: "--", "==", "-.-", "-..-"; 0: there is none. */
static ptrdiff_t body_of(const struct mermaid *r, ptrdiff_t at, enum graph_stroke *stroke,
                         bool *dotted)
{
    char c = mermaid_peek(r, at);
    ptrdiff_t n = 0;
    *dotted = false;
    if (c == '-' && mermaid_peek(r, at + 1) == '.') {
        for (n = 1; mermaid_peek(r, at + n) == '.';)
            n++;
        *dotted = true;
        *stroke = STROKE_DASHED;
        return n;
    }
    if (c != '-' && c != '=')
        return 0;
    while (mermaid_peek(r, at + n) == c)
        n++;
    *stroke = c == '=' ? STROKE_HEAVY : STROKE_LIGHT;
    return n >= 2 ? n : 0;
}

/* The end of an edge that has its label inside: "--> ", "==>", ".->". Length, 0: none here. */
static ptrdiff_t closing(const struct mermaid *r, enum graph_stroke stroke, enum head *head)
{
    ptrdiff_t n = 0;
    char c = stroke == STROKE_HEAVY ? '=' : '-';
    if (stroke == STROKE_DASHED) {
        n = mermaid_peek(r, 0) == '-' ? 1 : 0;
        ptrdiff_t dots = n;
        while (mermaid_peek(r, n) == '.')
            n++;
        if (n == dots || mermaid_peek(r, n) != '-')
            return 0;
        n++;
    } else {
        while (mermaid_peek(r, n) == c)
            n++;
        if (n < 2)
            return 0;
    }
    *head = mermaid_peek(r, n) == '<' ? HEAD_NONE : head_of(mermaid_peek(r, n));
    return *head || stroke == STROKE_DASHED || n > 2 ? n + (*head != HEAD_NONE) : 0;
}

static bool take_inner_label(struct mermaid *r, struct link *l)
{
    ptrdiff_t start = r->at;
    for (; mermaid_peek(r, 0) && mermaid_peek(r, 0) != '\n'; r->at++) {
        ptrdiff_t n = closing(r, l->stroke, &l->end);
        if (n) {
            l->label = str_sub(r->text, start, r->at - start);
            r->at += n;
            return true;
        }
        while (mermaid_peek(r, 0) == '.' &&
               mermaid_peek(r, 1) == '.') /* a run was looked at as a whole */
            r->at++;
        if (mermaid_peek(r, 0) == '"') {
            ptrdiff_t end = str_char(str_from(r->text, r->at + 1), '"');
            if (end < 0)
                return mermaid_fail(r, r->at, 1, "this quote is never closed");
            r->at += end + 1;
        }
    }
    return mermaid_fail(r, start, r->at - start, "the edge has no end: write -->");
}

/* "e1@" before an edge */
static void take_edge_id(struct mermaid *r, struct link *l)
{
    ptrdiff_t start = r->at;
    struct str id = mermaid_id(r);
    if (id.len && mermaid_peek(r, 0) == '@' && mermaid_peek(r, 1) != '{' && mermaid_eat(r, S("@")))
        l->id = id;
    else
        r->at = start;
}

/* The line of an edge and its head, up to its label. */
static bool take_body(struct mermaid *r, struct link *l)
{
    bool dotted;
    char c = mermaid_peek(r, 0);
    ptrdiff_t lead = c == '<' || c == 'x' || c == 'o' ? 1 : 0,
              n = body_of(r, lead, &l->stroke, &dotted);
    if (!n)
        return false;
    l->begin = lead ? head_of(c) : HEAD_NONE;
    r->at += lead + n;
    c = mermaid_peek(r, 0);
    bool whole = dotted ? c == '-' : (c != '<' && head_of(c)) || n > 2;
    if (dotted && whole)
        r->at++;
    if (!whole)
        return take_inner_label(r, l) || true;
    c = mermaid_peek(r, 0);
    l->end = c == '<' ? HEAD_NONE : head_of(c);
    r->at += l->end != HEAD_NONE;
    return true;
}

/* True when an edge begins here; it is read then, or a fault is set. */
static bool take_link(struct mermaid *r, struct link *l)
{
    ptrdiff_t start = r->at;
    *l = (struct link){ 0 };
    take_edge_id(r, l);
    if (str_starts(mermaid_rest(r), S("~~~"))) {
        while (mermaid_peek(r, 0) == '~')
            r->at++;
        l->hidden = true;
        mermaid_omit(r, str_sub(r->text, start, r->at - start), "edges that are not to be seen");
        return true;
    }
    if (!take_body(r, l))
        return false;
    mermaid_blanks(r);
    if (!l->label.len && mermaid_eat(r, S("|")) && !mermaid_until(r, S("|"), S(""), &l->label))
        return true;
    if (l->begin && !l->end)
        mermaid_fail(r, start, r->at - start,
                     "an edge with a head at its begin needs one at its end: write <-->");
    return true;
}

static bool join(struct mermaid *r, const struct group *from, const struct link *l,
                 const struct group *to)
{
    for (int i = 0; i < from->n && !l->hidden; i++)
        for (int k = 0; k < to->n; k++) {
            struct graph_edge *e = mermaid_edge(r, from->nodes[i], to->nodes[k]);
            if (!e)
                return false;
            e->dir = l->begin && l->end ? DIR_BOTH : l->end ? DIR_FORWARD : DIR_NONE;
            e->begin = l->begin == HEAD_ARROW ? HEAD_NONE : l->begin;
            e->end = l->end == HEAD_ARROW ? HEAD_NONE : l->end;
            e->stroke = l->stroke;
            mermaid_label(r, l->label, &e->lines, &e->n_lines);
        }
    if (l->id.len) {
        int *last = NEW(r->keep, int, 1);
        *last = (int)r->edges.len;
        *map_at(&r->edge_ids, l->id, r->keep) = last;
    }
    return true;
}

static void read_chain(struct mermaid *r)
{
    struct group *from = NEW(r->keep, struct group, 1), *to = NEW(r->keep, struct group, 1), *free;
    struct link l;
    if (!take_group(r, from) || from->nodes[0] < 0)
        return;
    while (mermaid_blanks(r), !mermaid_ends(r) && take_link(r, &l) && !mermaid_failed(r)) {
        while (mermaid_peek(r, 0) == '\n' ||
               mermaid_blank(mermaid_peek(r, 0))) /* the other end may stand on the next line */
            r->at++;
        if (!take_group(r, to) || !join(r, from, &l, to))
            return;
        free = from;
        from = to;
        to = free;
    }
    if (!mermaid_failed(r) && !mermaid_ends(r) &&
        !(mermaid_peek(r, 0) == '%' && mermaid_peek(r, 1) == '%'))
        mermaid_fail(r, r->at, str_trim_end(mermaid_line(r)).len,
                     "an edge or the end of the line should stand here");
}

/* ---- statements ---- */

static void read_subgraph(struct mermaid *r)
{
    ptrdiff_t start = r->at;
    mermaid_blanks(r);
    struct str line = str_trim(mermaid_line(r));
    ptrdiff_t semicolon = str_char(line, ';');
    if (semicolon >= 0 && str_char(line, '"') < 0 && str_char(line, '[') < 0)
        line = str_trim(str_sub(line, 0, semicolon));
    struct str id = mermaid_id(r), label = line;
    mermaid_blanks(r);
    bool bracketed = id.len && mermaid_peek(r, 0) == '[';
    if (bracketed) {
        r->at++;
        if (!mermaid_until(r, S("]"), S(""), &label))
            return;
    } else {
        r->at = line.ptr - r->text.ptr + line.len;
        id = line.len ? line : str_sub(r->text, start, 0);
    }
    int node = id.len ? mermaid_node(r, id)
                      : mermaid_node(r, str_fmt(r->keep, "subgraph %td", r->nodes.len));
    if (node < 0)
        return;
    struct graph_node *n = &r->nodes.ptr[node];
    n->shape = SHAPE_BOX;
    n->stroke = STROKE_LIGHT;
    mermaid_label(r, label, &n->lines, &n->n_lines);
    mermaid_enter(r, node);
}

static void read_end(struct mermaid *r)
{
    mermaid_leave(r, 3, "there is no subgraph to end");
}

static const struct {
    const char *word;
    void (*read)(struct mermaid *r);
} statements[] = { { "subgraph", read_subgraph },
                   { "end", read_end },
                   { "direction", mermaid_direction } };

static void read_statement(struct mermaid *r)
{
    for (ptrdiff_t i = 0; i < LEN(statements); i++) {
        ptrdiff_t start = r->at;
        if (!mermaid_word(r, str_of(statements[i].word)))
            continue;
        if (mermaid_ends(r) || mermaid_blank(mermaid_peek(r, 0))) {
            statements[i].read(r);
            return;
        }
        r->at = start; /* a node of that name: end[Last] */
    }
    if (!mermaid_common(r))
        read_chain(r);
}

void mermaid_flow_read(struct mermaid *r)
{
    mermaid_flow(r, &r->out->flow);
    mermaid_blanks(r);
    if (!mermaid_ends(r) && !(mermaid_peek(r, 0) == '%' && mermaid_peek(r, 1) == '%'))
        mermaid_fail(r, r->at, str_trim_end(mermaid_line(r)).len,
                     "a direction should stand here: TB, BT, LR or RL");
    mermaid_statements(r, read_statement, "a subgraph has no end");
}
