/* mermaid.c - Mermaid flowcharts, statement by statement.
 *
 *     flowchart LR                      direction
 *       subgraph vpc [Network]          a container until "end"
 *         A[Web] & B(App) -->|SQL| C[(Data)]
 *       end
 *       click A href "https://…" "tip"
 *
 * A node belongs to the first subgraph that mentions it. */
#include "sketch/mermaid.h"

#include "base/map.h"
#include "load/entity.h"

enum { TEXT_MAX = 4 << 20, DEPTH_MAX = 64, GROUP_MAX = 200 };

struct reader {
    struct str text;
    ptrdiff_t at;
    struct arena *keep;
    struct graph *out;
    struct graph_fault *fault; /* why is set: reading is over */
    struct map ids;            /* id -> int, number + 1 */
    LIST(struct graph_node) nodes;
    LIST(struct graph_edge) edges;
    int open[DEPTH_MAX]; /* subgraphs around the place */
    int depth;
};
struct group { /* A & B & C */
    int nodes[GROUP_MAX];
    int n;
};

/* ---- characters ---- */

static struct str rest_of(const struct reader *r)
{
    return str_from(r->text, r->at);
}

static char peek(const struct reader *r, ptrdiff_t ahead)
{
    return r->at + ahead < r->text.len ? r->text.ptr[r->at + ahead] : 0;
}

static bool failed(const struct reader *r)
{
    return r->fault->why != NULL;
}

static bool fail(struct reader *r, ptrdiff_t at, ptrdiff_t n, const char *why)
{
    if (!failed(r))
        *r->fault =
            (struct graph_fault){ str_sub(r->text, at < r->text.len ? at : r->text.len, n), why };
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void skip_blanks(struct reader *r)
{
    while (is_blank(peek(r, 0)))
        r->at++;
}

static bool at_end(const struct reader *r)
{
    char c = peek(r, 0);
    return c == 0 || c == '\n' || c == ';';
}

static struct str line_rest(const struct reader *r)
{
    struct str rest = rest_of(r);
    ptrdiff_t end = str_char(rest, '\n');
    return str_sub(rest, 0, end < 0 ? rest.len : end);
}

static bool eat(struct reader *r, struct str word)
{
    if (!str_starts(rest_of(r), word))
        return false;
    r->at += word.len;
    return true;
}

/* A word that ends here, not the head of a longer one. */
static bool eat_word(struct reader *r, struct str word)
{
    char after = peek(r, word.len);
    if (char_is_alnum(after) || after == '_' || after == '-' || (unsigned char)after >= 0x80)
        return false;
    return eat(r, word);
}

/* Blank lines, line ends, comments. */
static void skip_space(struct reader *r)
{
    for (;;) {
        char c = peek(r, 0);
        if (c && (char_is_space(c) || c == ';'))
            r->at++;
        else if (c == '%' && peek(r, 1) == '%')
            r->at += line_rest(r).len;
        else
            return;
    }
}

/* ---- text ---- */

/* "#quot;" and "#35;" are Mermaid's own way to write "&quot;" and "&#35;". */
static struct str own_references(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, 2 * s.len + 16);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        ptrdiff_t n = i + 1;
        while (n < s.len && n < i + 12 && char_is_alnum(s.ptr[n]))
            n++;
        bool own = s.ptr[i] == '#' && n > i + 1 && n < s.len && s.ptr[n] == ';' &&
                   (i == 0 || s.ptr[i - 1] != '&');
        if (own)
            buf_put(&b, char_is_digit(s.ptr[i + 1]) ? S("&#") : S("&"));
        else
            buf_char(&b, s.ptr[i]);
    }
    return buf_str(&b);
}

/* "fa:fa-car Drive": names of an icon font say nothing as text. */
static struct str without_icons(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        struct str rest = str_from(s, i);
        if (str_starts(rest, S("fa:fa-")) || str_starts(rest, S("fab:fa-")) ||
            str_starts(rest, S("fas:fa-")))
            while (i + 1 < s.len && !is_blank(s.ptr[i + 1]) && s.ptr[i + 1] != '<')
                i++;
        else
            buf_char(&b, s.ptr[i]);
    }
    return buf_str(&b);
}

/* "`**bold** and _not_`" */
static struct str without_marks(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '*' && s.ptr[i] != '`')
            buf_char(&b, s.ptr[i]);
    return buf_str(&b);
}

static void set_label(struct reader *r, struct str raw, struct graph_text **lines, int *n)
{
    struct str s = str_trim(raw);
    if (s.len >= 2 && *s.ptr == '"' && s.ptr[s.len - 1] == '"')
        s = str_sub(s, 1, s.len - 2);
    if (s.len >= 2 && *s.ptr == '`' && s.ptr[s.len - 1] == '`')
        s = without_marks(s, r->keep);
    if (str_find(s, S(":fa-")) >= 0)
        s = without_icons(s, r->keep);
    s = own_references(s, r->keep);
    struct buf b = buf_open(r->keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len;
         i++) { /* "\n" was Mermaid's line break once, and authors kept it */
        bool escape = s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == 'n';
        buf_char(&b, escape ? '\n' : s.ptr[i]);
        i += escape;
    }
    *lines = graph_lines(buf_str(&b), entity_text, r->keep, n);
}

/* The text up to close, which is taken too; quoted text may hold anything and take several lines.
 */
static bool take_until(struct reader *r, struct str close, struct str other, struct str *out)
{
    ptrdiff_t start = r->at;
    while (peek(r, 0) && peek(r, 0) != '\n') {
        if (peek(r, 0) == '"') {
            ptrdiff_t end = str_char(str_from(r->text, r->at + 1), '"');
            if (end < 0)
                return fail(r, r->at, 1, "this quote is never closed");
            r->at += end + 2;
            continue;
        }
        struct str rest = rest_of(r);
        bool first = str_starts(rest, close);
        if (first || (other.len && str_starts(rest, other))) {
            *out = str_sub(r->text, start, r->at - start);
            r->at += first ? close.len : other.len;
            return true;
        }
        r->at++;
    }
    return fail(r, start, r->at > start ? r->at - start : 1, "this text is not closed on its line");
}

/* "quoted" after blanks; false when there is none. */
static bool take_quoted(struct reader *r, struct str *out)
{
    skip_blanks(r);
    if (peek(r, 0) != '"')
        return false;
    ptrdiff_t end = str_char(str_from(r->text, r->at + 1), '"');
    if (end < 0)
        return fail(r, r->at, 1, "this quote is never closed");
    *out = str_sub(r->text, r->at + 1, end);
    r->at += end + 2;
    return true;
}

/* ---- nodes ---- */

static bool in_id(const struct reader *r, ptrdiff_t ahead)
{
    char c = peek(r, ahead), after = peek(r, ahead + 1);
    if (char_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80)
        return true;
    /* a dash or dot inside a word, not the begin of an edge */
    return ahead > 0 && (c == '-' || c == '.' || c == '/' || c == ':' || c == '\'') &&
           (char_is_alnum(after) || after == '_') && !(c == '-' && peek(r, ahead - 1) == '-');
}

static struct str take_id(struct reader *r)
{
    ptrdiff_t n = 0;
    while (in_id(r, n))
        n++;
    r->at += n;
    return str_sub(r->text, r->at - n, n);
}

static bool is_around(const struct reader *r, int node, int inner)
{
    while (inner >= 0 && inner != node)
        inner = r->nodes.ptr[inner].parent;
    return inner >= 0;
}

/* The node called id, made when it is new; -1 when there are too many. */
static int node_of(struct reader *r, struct str id)
{
    void **at = map_at(&r->ids, id, r->keep);
    if (!*at) {
        if (r->nodes.len == MERMAID_NODES_MAX) {
            fail(r, id.ptr - r->text.ptr, id.len, "it has more than 2,000 nodes");
            return -1;
        }
        int *number = NEW(r->keep, int, 1);
        *number = (int)r->nodes.len + 1;
        *at = number;
        struct graph_node *n = PUSH(&r->nodes, r->keep);
        n->parent = -1;
        n->id = graph_id(id, r->keep);
        set_label(r, id, &n->lines, &n->n_lines);
    }
    int node = *(int *)*at - 1, here = r->depth ? r->open[r->depth - 1] : -1;
    if (here >= 0 && r->nodes.ptr[node].parent < 0 && !is_around(r, node, here))
        r->nodes.ptr[node].parent = here;
    return node;
}

/* Longer openings stand before those they begin with. */
static const struct bracket {
    const char *open, *close, *other;
    enum graph_shape shape;
    enum graph_stroke stroke;
} brackets[] = {
    { "(((", ")))", NULL, SHAPE_STADIUM, STROKE_DOUBLE },
    { "([", "])", NULL, SHAPE_STADIUM, STROKE_LIGHT },
    { "((", "))", NULL, SHAPE_STADIUM, STROKE_LIGHT },
    { "(-", "-)", NULL, SHAPE_ROUND, STROKE_LIGHT },
    { "(", ")", NULL, SHAPE_ROUND, STROKE_LIGHT },
    { "[[", "]]", NULL, SHAPE_BOX, STROKE_DOUBLE },
    { "[(", ")]", NULL, SHAPE_CYLINDER, STROKE_LIGHT },
    { "[/", "/]", "\\]", SHAPE_BOX, STROKE_LIGHT },
    { "[\\", "\\]", "/]", SHAPE_BOX, STROKE_LIGHT },
    { "[", "]", NULL, SHAPE_BOX, STROKE_LIGHT },
    { "{{", "}}", NULL, SHAPE_HEXAGON, STROKE_LIGHT },
    { "{", "}", NULL, SHAPE_DIAMOND, STROKE_LIGHT },
    { ">", "]", NULL, SHAPE_BOX, STROKE_LIGHT },
};

static bool take_shape(struct reader *r, int node)
{
    for (ptrdiff_t i = 0; i < LEN(brackets); i++) {
        const struct bracket *b = &brackets[i];
        struct str label;
        if (!eat(r, str_of(b->open)))
            continue;
        if (!take_until(r, str_of(b->close), str_of(b->other), &label))
            return false;
        struct graph_node *n = &r->nodes.ptr[node];
        n->shape = b->shape;
        n->stroke = b->stroke;
        set_label(r, label, &n->lines, &n->n_lines);
        return true;
    }
    return true;
}

static bool take_node(struct reader *r, int *node)
{
    ptrdiff_t start = r->at;
    struct str id = take_id(r);
    if (!id.len)
        return fail(r, start, 1, "a node's name should stand here");
    *node = node_of(r, id);
    if (*node < 0)
        return false;
    if (peek(r, 0) == '@' && peek(r, 1) == '{')
        return fail(r, r->at, 2, "shapes written as @{ } are not read");
    if (!take_shape(r, *node))
        return false;
    if (eat(r, S(":::")))
        while (take_id(r).len && peek(r, 0) == ',')
            r->at++;
    return true;
}

static bool take_group(struct reader *r, struct group *g)
{
    g->n = 0;
    do {
        skip_blanks(r);
        if (g->n == GROUP_MAX)
            return fail(r, r->at, 1, "more than 200 nodes are joined by &");
        if (!take_node(r, &g->nodes[g->n]))
            return false;
        g->n++;
        skip_blanks(r);
    } while (eat(r, S("&")));
    return true;
}

/* ---- edges ---- */

struct link {
    enum graph_stroke stroke;
    bool begin, end; /* heads */
    bool hidden;     /* ~~~ */
    struct str label;
};

static bool is_head(char c)
{
    return c == '>' || c == 'x' || c == 'o';
}

/* Counts the body of an edge: "--", "==", "-.-", "-..-"; 0: there is none. */
static ptrdiff_t body_of(const struct reader *r, ptrdiff_t at, enum graph_stroke *stroke,
                         bool *dotted)
{
    char c = peek(r, at);
    ptrdiff_t n = 0;
    *dotted = false;
    if (c == '-' && peek(r, at + 1) == '.') {
        for (n = 1; peek(r, at + n) == '.';)
            n++;
        *dotted = true;
        *stroke = STROKE_DASHED;
        return n;
    }
    if (c != '-' && c != '=')
        return 0;
    while (peek(r, at + n) == c)
        n++;
    *stroke = c == '=' ? STROKE_HEAVY : STROKE_LIGHT;
    return n >= 2 ? n : 0;
}

/* The end of an edge that has its label inside: "--> ", "==>", ".->". Length, 0: none here. */
static ptrdiff_t closing(const struct reader *r, enum graph_stroke stroke, bool *head)
{
    ptrdiff_t n = 0;
    char c = stroke == STROKE_HEAVY ? '=' : '-';
    if (stroke == STROKE_DASHED) {
        n = peek(r, 0) == '-' ? 1 : 0;
        ptrdiff_t dots = n;
        while (peek(r, n) == '.')
            n++;
        if (n == dots || peek(r, n) != '-')
            return 0;
        n++;
    } else {
        while (peek(r, n) == c)
            n++;
        if (n < 2)
            return 0;
    }
    *head = is_head(peek(r, n));
    return *head || stroke == STROKE_DASHED || n > 2 ? n + *head : 0;
}

static bool take_inner_label(struct reader *r, struct link *l)
{
    ptrdiff_t start = r->at;
    for (; peek(r, 0) && peek(r, 0) != '\n'; r->at++) {
        ptrdiff_t n = closing(r, l->stroke, &l->end);
        if (n) {
            l->label = str_sub(r->text, start, r->at - start);
            r->at += n;
            return true;
        }
        while (peek(r, 0) == '.' && peek(r, 1) == '.') /* a run was looked at as a whole */
            r->at++;
        if (peek(r, 0) == '"') {
            ptrdiff_t end = str_char(str_from(r->text, r->at + 1), '"');
            if (end < 0)
                return fail(r, r->at, 1, "this quote is never closed");
            r->at += end + 1;
        }
    }
    return fail(r, start, r->at - start, "the edge has no end: write -->");
}

/* True when an edge begins here; it is read then, or a fault is set. */
static bool take_link(struct reader *r, struct link *l)
{
    ptrdiff_t start = r->at;
    *l = (struct link){ 0 };
    if (str_starts(rest_of(r), S("~~~"))) {
        while (peek(r, 0) == '~')
            r->at++;
        l->hidden = true;
        return true;
    }
    bool dotted;
    char c = peek(r, 0);
    ptrdiff_t lead = (c == '<' || c == 'x' || c == 'o') ? 1 : 0,
              n = body_of(r, lead, &l->stroke, &dotted);
    if (!n)
        return false;
    l->begin = lead == 1;
    r->at += lead + n;
    bool whole = dotted ? peek(r, 0) == '-' : is_head(peek(r, 0)) || n > 2;
    if (dotted && whole)
        r->at++;
    if (!whole)
        return take_inner_label(r, l) || true;
    l->end = is_head(peek(r, 0));
    r->at += l->end;
    skip_blanks(r);
    if (eat(r, S("|")) && !take_until(r, S("|"), S(""), &l->label))
        return true;
    if (l->begin && !l->end)
        fail(r, start, r->at - start,
             "an edge with a head at its begin needs one at its end: write <-->");
    return true;
}

static bool join(struct reader *r, const struct group *from, const struct link *l,
                 const struct group *to)
{
    for (int i = 0; i < from->n && !l->hidden; i++)
        for (int k = 0; k < to->n; k++) {
            if (r->edges.len == MERMAID_EDGES_MAX)
                return fail(r, r->at, 0, "it has more than 5,000 edges");
            struct graph_edge *e = PUSH(&r->edges, r->keep);
            e->from = from->nodes[i];
            e->to = to->nodes[k];
            e->dir = l->begin && l->end ? DIR_BOTH : l->end ? DIR_FORWARD : DIR_NONE;
            e->stroke = l->stroke;
            set_label(r, l->label, &e->lines, &e->n_lines);
        }
    return true;
}

static void read_chain(struct reader *r)
{
    struct group *from = NEW(r->keep, struct group, 1), *to = NEW(r->keep, struct group, 1), *free;
    struct link l;
    if (!take_group(r, from))
        return;
    while (skip_blanks(r), !at_end(r) && take_link(r, &l) && !failed(r)) {
        while (peek(r, 0) == '\n' ||
               is_blank(peek(r, 0))) /* the other end may stand on the next line */
            r->at++;
        if (!take_group(r, to) || !join(r, from, &l, to))
            return;
        free = from;
        from = to;
        to = free;
    }
    if (!failed(r) && !at_end(r) && !(peek(r, 0) == '%' && peek(r, 1) == '%'))
        fail(r, r->at, str_trim_end(line_rest(r)).len,
             "an edge or the end of the line should stand here");
}

/* ---- statements ---- */

static void read_subgraph(struct reader *r)
{
    ptrdiff_t start = r->at;
    if (r->depth == DEPTH_MAX) {
        fail(r, start, 8, "subgraphs are nested deeper than 64");
        return;
    }
    skip_blanks(r);
    struct str line = str_trim(line_rest(r));
    ptrdiff_t semicolon = str_char(line, ';');
    if (semicolon >= 0 && str_char(line, '"') < 0 && str_char(line, '[') < 0)
        line = str_trim(str_sub(line, 0, semicolon));
    struct str id = take_id(r), label = line;
    skip_blanks(r);
    bool bracketed = id.len && peek(r, 0) == '[';
    if (bracketed) {
        r->at++;
        if (!take_until(r, S("]"), S(""), &label))
            return;
    } else {
        r->at = line.ptr - r->text.ptr + line.len;
        id = line.len ? line : str_sub(r->text, start, 0);
    }
    int node = id.len ? node_of(r, id) : node_of(r, str_fmt(r->keep, "subgraph %td", r->nodes.len));
    if (node < 0)
        return;
    struct graph_node *n = &r->nodes.ptr[node];
    n->shape = SHAPE_BOX;
    n->stroke = STROKE_LIGHT;
    set_label(r, label, &n->lines, &n->n_lines);
    r->open[r->depth++] = node;
}

/* click A "href" "tip" _blank | click A href "href" "tip" | click A call f() "tip" */
static void read_click(struct reader *r)
{
    skip_blanks(r);
    struct str id = take_id(r), href = { 0 }, tip = { 0 };
    int node = id.len ? node_of(r, id) : -1;
    if (node < 0) {
        fail(r, r->at, 1, "a node's name should stand here");
        return;
    }
    skip_blanks(r);
    bool call = !eat_word(r, S("href")) && peek(r, 0) != '"';
    if (!call && take_quoted(r, &href))
        take_quoted(r, &tip);
    if (!call) {
        r->nodes.ptr[node].href = str_copy(href, r->keep);
        r->nodes.ptr[node].tip = str_copy(tip, r->keep);
    }
    r->at += line_rest(r).len; /* a target, or a script's function: nothing of ours */
}

static void read_title(struct reader *r)
{
    skip_blanks(r);
    if (!eat(r, S(":"))) {
        fail(r, r->at, 1, "write accTitle: and the title");
        return;
    }
    r->out->title = str_copy(str_trim(line_rest(r)), r->keep);
    r->at += line_rest(r).len;
}

static void read_desc(struct reader *r)
{
    skip_blanks(r);
    struct str text = line_rest(r);
    if (eat(r, S("{"))) {
        ptrdiff_t end = str_char(rest_of(r), '}');
        if (end < 0) {
            fail(r, r->at - 1, 1, "this brace is never closed");
            return;
        }
        text = str_sub(rest_of(r), 0, end);
        r->at += end + 1;
    } else if (eat(r, S(":"))) {
        text = line_rest(r);
        r->at += text.len;
    } else {
        fail(r, r->at, 1, "write accDescr: or accDescr { }");
        return;
    }
    struct buf b = buf_open(r->keep, text.len + 1);
    while (text.len > 0) {
        struct str line = str_trim(str_line(&text));
        if (b.len && line.len)
            buf_char(&b, ' ');
        buf_put(&b, line);
    }
    r->out->desc = buf_str(&b);
}

static void read_nothing(struct reader *r)
{
    r->at += line_rest(r).len;
}

static void read_end(struct reader *r)
{
    if (r->depth == 0)
        fail(r, r->at - 3, 3, "there is no subgraph to end");
    else
        r->depth--;
}

static const struct {
    const char *word;
    void (*read)(struct reader *r);
} statements[] = {
    { "subgraph", read_subgraph }, { "end", read_end },       { "click", read_click },
    { "accTitle", read_title },    { "accDescr", read_desc }, { "direction", read_nothing },
    { "classDef", read_nothing },  { "class", read_nothing }, { "style", read_nothing },
    { "linkStyle", read_nothing },
};

static void read_statement(struct reader *r)
{
    for (ptrdiff_t i = 0; i < LEN(statements); i++) {
        ptrdiff_t start = r->at;
        if (!eat_word(r, str_of(statements[i].word)))
            continue;
        char next = peek(r, 0);
        bool head = next == 0 || is_blank(next) || next == '\n' || next == ';' || next == ':' ||
                    next == '{';
        if (head) {
            statements[i].read(r);
            return;
        }
        r->at = start; /* a node of that name: style[Look] */
    }
    read_chain(r);
}

/* ---- the head ---- */

/* --- title: x --- */
static void read_front(struct reader *r)
{
    skip_space(r);
    struct str rest = rest_of(r), all = rest;
    if (!str_equal(str_trim(str_line(&rest)), S("---")))
        return;
    while (rest.len > 0) {
        struct str line = str_line(&rest);
        struct cut c = str_cut(line, ':');
        if (str_equal(str_trim(line), S("---"))) {
            r->at += all.len - rest.len;
            return;
        }
        if (c.ok && str_equal(c.head, S("title"))) {
            struct str title = str_trim(c.tail);
            bool quoted = title.len >= 2 && (*title.ptr == '"' || *title.ptr == '\'') &&
                          title.ptr[title.len - 1] == *title.ptr;
            r->out->title = str_copy(quoted ? str_sub(title, 1, title.len - 2) : title, r->keep);
        }
    }
}

static bool eat_head(struct reader *r)
{
    static const char *const words[] = { "flowchart-elk", "flowchart", "graph" };
    for (ptrdiff_t i = 0; i < LEN(words); i++)
        if (eat_word(r, str_of(words[i])))
            return true;
    return false;
}

static void read_head(struct reader *r)
{
    static const struct {
        const char *word;
        enum graph_flow flow;
    } flows[] = { { "TB", FLOW_DOWN },  { "TD", FLOW_DOWN }, { "BT", FLOW_UP },
                  { "LR", FLOW_RIGHT }, { "RL", FLOW_LEFT }, { "v", FLOW_DOWN },
                  { "^", FLOW_UP },     { ">", FLOW_RIGHT }, { "<", FLOW_LEFT } };
    read_front(r);
    skip_space(r);
    if (!eat_head(r)) {
        ptrdiff_t n = 0;
        while (char_is_alnum(peek(r, n)) || peek(r, n) == '-')
            n++;
        fail(r, r->at, n ? n : 1, "of Mermaid's diagrams only flowchart and graph are drawn");
        return;
    }
    skip_blanks(r);
    for (ptrdiff_t i = 0; i < LEN(flows); i++)
        if (eat_word(r, str_of(flows[i].word))) {
            r->out->flow = flows[i].flow;
            break;
        }
    skip_blanks(r);
    if (!at_end(r) && !(peek(r, 0) == '%' && peek(r, 1) == '%'))
        fail(r, r->at, str_trim_end(line_rest(r)).len,
             "a direction should stand here: TB, BT, LR or RL");
}

bool mermaid_is(struct str text)
{
    char block[4096];
    struct arena none = { .beg = block, .end = block + sizeof block };
    struct graph out = { 0 };
    struct graph_fault fault = { 0 };
    struct reader r = { .text = text, .keep = &none, .out = &out, .fault = &fault };
    skip_space(&r);
    if (str_starts(rest_of(&r), S("---\n"))) {
        ptrdiff_t end = str_find(str_from(text, r.at + 4), S("\n---"));
        r.at += end < 0 ? 0 : end + 8;
    }
    skip_space(&r);
    return eat_head(&r) && (at_end(&r) || is_blank(peek(&r, 0)));
}

bool mermaid_read(struct str text, struct arena *keep, struct graph *out, struct graph_fault *fault)
{
    *out = (struct graph){ .kind = GRAPH_BOXES, .loose = true };
    *fault = (struct graph_fault){ 0 };
    struct reader r = { .text = text, .keep = keep, .out = out, .fault = fault };
    if (text.len > TEXT_MAX)
        return fail(&r, 0, 0, "it is larger than 4 MB");
    read_head(&r);
    while (!failed(&r)) {
        skip_space(&r);
        if (!peek(&r, 0))
            break;
        read_statement(&r);
    }
    if (!failed(&r) && r.depth)
        fail(&r, text.len, 0, "a subgraph has no end");
    if (!failed(&r) && r.nodes.len == 0)
        fail(&r, 0, 0, "it has no nodes");
    out->nodes = r.nodes.ptr;
    out->n_nodes = (int)r.nodes.len;
    out->edges = r.edges.ptr;
    out->n_edges = (int)r.edges.len;
    if (failed(&r))
        return false;
    graph_parents_first(out, keep);
    graph_ids(out, keep);
    return true;
}
