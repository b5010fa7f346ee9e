/* mermaid_reader.c - the parts of Mermaid's language that its diagrams share. */
#include "sketch/mermaid_reader.h"

#include "base/entity.h"
#include "sketch/tint.h"

/* ---- characters ---- */

struct str mermaid_rest(const struct mermaid *r)
{
    return str_from(r->text, r->at);
}

bool mermaid_fail(struct mermaid *r, ptrdiff_t at, ptrdiff_t n, const char *why)
{
    if (!mermaid_failed(r))
        *r->fault =
            (struct graph_fault){ .at = str_sub(r->text, at < r->text.len ? at : r->text.len, n),
                                  .why = why };
    return false;
}

void mermaid_omit(struct mermaid *r, struct str at, const char *why)
{
    for (ptrdiff_t i = 0; i < r->omitted.len; i++)
        if (strcmp(r->omitted.ptr[i].why, why) == 0)
            return;
    bool here = at.ptr >= r->text.ptr && at.ptr + at.len <= r->text.ptr + r->text.len;
    if (!here) /* a text made of the author's */
        at = str_sub(r->text, r->at < r->text.len ? r->at : r->text.len, 0);
    *PUSH(&r->omitted, r->keep) = (struct graph_fault){ .at = at, .why = why };
}

void mermaid_blanks(struct mermaid *r)
{
    while (mermaid_blank(mermaid_peek(r, 0)))
        r->at++;
}

bool mermaid_ends(const struct mermaid *r)
{
    char c = mermaid_peek(r, 0);
    return c == 0 || c == '\n' || c == ';';
}

struct str mermaid_line(const struct mermaid *r)
{
    struct str rest = mermaid_rest(r);
    ptrdiff_t end = str_char(rest, '\n');
    return str_sub(rest, 0, end < 0 ? rest.len : end);
}

bool mermaid_eat(struct mermaid *r, struct str word)
{
    if (!str_starts(mermaid_rest(r), word))
        return false;
    r->at += word.len;
    return true;
}

bool mermaid_word(struct mermaid *r, struct str word)
{
    char after = mermaid_peek(r, word.len);
    if (char_is_alnum(after) || after == '_' || after == '-' || (unsigned char)after >= 0x80)
        return false;
    return mermaid_eat(r, word);
}

void mermaid_space(struct mermaid *r)
{
    for (;;) {
        char c = mermaid_peek(r, 0);
        if (c && (char_is_space(c) || c == ';'))
            r->at++;
        else if (c == '%' && mermaid_peek(r, 1) == '%') {
            if (mermaid_peek(r, 2) == '{')
                mermaid_omit(r, str_trim_end(mermaid_line(r)), "settings of Mermaid's own");
            r->at += mermaid_line(r).len;
        } else
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
            while (i + 1 < s.len && !mermaid_blank(s.ptr[i + 1]) && s.ptr[i + 1] != '<')
                i++;
        else
            buf_char(&b, s.ptr[i]);
    }
    return buf_str(&b);
}

/* "`**bold** and _slanted_`": an underscore at either end of a word is a mark, within it a letter. */
static struct str without_marks(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i], before = i ? s.ptr[i - 1] : ' ',
             after = i + 1 < s.len ? s.ptr[i + 1] : ' ';
        bool inner = char_is_alnum(before) && char_is_alnum(after);
        if (c != '*' && c != '`' && (c != '_' || inner))
            buf_char(&b, c);
    }
    return buf_str(&b);
}

void mermaid_lines(struct mermaid *r, struct str s, struct graph_text **lines, int *n)
{
    if (str_find(s, S(":fa-")) >= 0) {
        mermaid_omit(r, s, "icons");
        s = without_icons(s, r->keep);
    }
    *lines = graph_lines(own_references(s, r->keep), entity_text, r->keep, n);
}

/* "\n" breaks a line of a flowchart; in sequences it is text. */
static struct str with_breaks(struct str s, struct arena *keep)
{
    struct buf b = buf_open(keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool escape = s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == 'n';
        buf_char(&b, escape ? '\n' : s.ptr[i]);
        i += escape;
    }
    return buf_str(&b);
}

void mermaid_label(struct mermaid *r, struct str raw, struct graph_text **lines, int *n)
{
    struct str s = str_trim(raw);
    if (s.len >= 2 && *s.ptr == '"' && s.ptr[s.len - 1] == '"')
        s = str_sub(s, 1, s.len - 2);
    if (s.len >= 2 && *s.ptr == '`' && s.ptr[s.len - 1] == '`')
        s = without_marks(s, r->keep);
    mermaid_lines(r, with_breaks(s, r->keep), lines, n);
}

/* The text up to close, which is taken too; quoted text may hold anything and take several lines.
 */
bool mermaid_until(struct mermaid *r, struct str close, struct str other, struct str *out)
{
    ptrdiff_t start = r->at;
    while (mermaid_peek(r, 0) && mermaid_peek(r, 0) != '\n') {
        if (mermaid_peek(r, 0) == '"') {
            ptrdiff_t end = str_char(str_from(r->text, r->at + 1), '"');
            if (end < 0)
                return mermaid_fail(r, r->at, 1, "this quote is never closed");
            r->at += end + 2;
            continue;
        }
        struct str rest = mermaid_rest(r);
        bool first = str_starts(rest, close);
        if (first || (other.len && str_starts(rest, other))) {
            *out = str_sub(r->text, start, r->at - start);
            r->at += first ? close.len : other.len;
            return true;
        }
        r->at++;
    }
    return mermaid_fail(r, start, r->at > start ? r->at - start : 1,
                        "this text is not closed on its line");
}

/* "quoted" after blanks; false when there is none. */
bool mermaid_quoted(struct mermaid *r, struct str *out)
{
    mermaid_blanks(r);
    if (mermaid_peek(r, 0) != '"')
        return false;
    ptrdiff_t end = str_char(str_from(r->text, r->at + 1), '"');
    if (end < 0)
        return mermaid_fail(r, r->at, 1, "this quote is never closed");
    *out = str_sub(r->text, r->at + 1, end);
    r->at += end + 2;
    return true;
}

static bool in_id(const struct mermaid *r, ptrdiff_t ahead)
{
    char c = mermaid_peek(r, ahead), after = mermaid_peek(r, ahead + 1);
    if (char_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80)
        return true;
    if ((c == '.' && after != '-') || str_char(S("?!+$*"), c) >= 0) /* "A --> B & ..." */
        return true;
    /* a dash or dot inside a word, not the begin of an edge */
    return ahead > 0 && (c == '-' || c == '.' || c == '/' || c == ':' || c == '\'') &&
           (char_is_alnum(after) || after == '_') &&
           !(c == '-' && mermaid_peek(r, ahead - 1) == '-');
}

struct str mermaid_id(struct mermaid *r)
{
    ptrdiff_t n = 0;
    while (in_id(r, n))
        n++;
    r->at += n;
    return str_sub(r->text, r->at - n, n);
}

static bool is_around(const struct mermaid *r, int node, int inner)
{
    while (inner >= 0 && inner != node)
        inner = r->nodes.ptr[inner].parent;
    return inner >= 0;
}

/* The node called id, made when it is new; -1 when there are too many. */
int mermaid_node(struct mermaid *r, struct str id)
{
    void **at = map_at(&r->ids, id, r->keep);
    if (!*at) {
        if (r->nodes.len == MERMAID_NODES_MAX) {
            mermaid_fail(r, id.ptr - r->text.ptr, id.len, "it has more than 2,000 nodes");
            return -1;
        }
        int *number = NEW(r->keep, int, 1);
        *number = (int)r->nodes.len + 1;
        *at = number;
        struct graph_node *n = PUSH(&r->nodes, r->keep);
        n->parent = -1;
        n->id = graph_id(id, r->keep);
        mermaid_label(r, id, &n->lines, &n->n_lines);
    }
    int node = *(int *)*at - 1, here = r->depth ? r->open[r->depth - 1] : -1;
    if (here >= 0 && r->nodes.ptr[node].parent < 0 && !is_around(r, node, here))
        r->nodes.ptr[node].parent = here;
    return node;
}

struct graph_edge *mermaid_edge(struct mermaid *r, int from, int to)
{
    if (r->edges.len == MERMAID_EDGES_MAX) {
        mermaid_fail(r, r->at, 0, "it has more than 5,000 edges");
        return NULL;
    }
    struct graph_edge *e = PUSH(&r->edges, r->keep);
    e->from = from;
    e->to = to;
    return e;
}

/* ---- looks ---- */

void mermaid_wears(struct mermaid *r, int node)
{
    if (!mermaid_eat(r, S(":::")))
        return;
    do {
        struct str name = mermaid_id(r);
        if (name.len)
            *PUSH(&r->worn, r->keep) = (struct mermaid_wear){ .item = node, .name = name };
    } while (mermaid_eat(r, S(",")));
}

/* classDef a,b fill:#f96,stroke-width:2px */
static void read_class(struct mermaid *r)
{
    struct str line = str_trim(mermaid_line(r));
    struct cut c = str_cut(line, ' ');
    r->at += mermaid_line(r).len;
    for (struct cut name = { .tail = c.head, .ok = true }; name.ok;) {
        name = str_cut(name.tail, ',');
        struct str *style = NEW(r->keep, struct str, 1);
        *style = c.tail;
        *map_at(&r->classes, str_trim(name.head), r->keep) = style;
    }
}

/* The first word of the line, names with commas and blanks between them. */
static struct str take_names(struct str *line)
{
    struct str s = str_trim(*line);
    ptrdiff_t n = 0;
    while (n < s.len &&
           (s.ptr[n] != ' ' || s.ptr[n - 1] == ',' || str_starts(str_trim(str_from(s, n)), S(","))))
        n++;
    *line = str_trim(str_from(s, n));
    return str_sub(s, 0, n);
}

/* class A,B name | style A fill:#f96: what each of the names wears. */
static void read_worn(struct mermaid *r, bool is_class)
{
    struct str line = mermaid_line(r), rest = line;
    r->at += line.len;
    if (str_ends(str_trim(rest), S(";")))
        rest = str_cut(rest, ';').head;
    for (struct cut name = { .tail = take_names(&rest), .ok = true }; name.ok;) {
        name = str_cut(name.tail, ',');
        struct mermaid_wear w = { .who = str_trim(name.head) };
        *(is_class ? &w.name : &w.style) = rest;
        *PUSH(&r->worn, r->keep) = w;
    }
}

/* linkStyle 0,2 stroke:#f96 */
static void read_links(struct mermaid *r)
{
    struct str line = mermaid_line(r), rest = line;
    r->at += line.len;
    for (struct cut c = { .tail = take_names(&rest), .ok = true }; c.ok;) {
        int64_t n;
        c = str_cut(c.tail, ',');
        if (str_equal(str_trim(c.head), S("default")))
            for (n = 0; n < r->edges.len; n++)
                *PUSH(&r->worn, r->keep) =
                    (struct mermaid_wear){ .item = -1 - (int)n, .style = rest };
        else if (str_int64(str_trim(c.head), &n) && n >= 0 && n < r->edges.len)
            *PUSH(&r->worn, r->keep) = (struct mermaid_wear){ .item = -1 - (int)n, .style = rest };
        else
            mermaid_omit(r, str_trim(c.head), "a style of an edge that is not there");
    }
}

/* One "property:value" of a style: the colour of a box, what its line looks like. */
static void wear(struct mermaid *r, struct str property, struct str value, uint32_t *tint,
                 enum graph_stroke *stroke, bool edge)
{
    uint32_t rgb;
    int64_t px;
    bool ground = str_equal(property, S("fill")) && !edge, line = str_equal(property, S("stroke"));
    if (ground || (line && (edge || !*tint))) {
        if (tint_read(value, &rgb))
            *tint = GRAPH_TINTED | rgb;
        return;
    }
    struct str digits = str_ends(value, S("px")) ? str_sub(value, 0, value.len - 2) : value;
    if (str_equal(property, S("stroke-width")) && str_int64(digits, &px))
        *stroke = px >= 3 && *stroke == STROKE_LIGHT ? STROKE_HEAVY : *stroke;
    else if (str_equal(property, S("stroke-dasharray")))
        *stroke = str_equal(value, S("0")) || str_equal(value, S("none")) ? *stroke : STROKE_DASHED;
    else if (!line && !str_equal(property, S("color")))
        mermaid_omit(r, property, "of styles only colours and kinds of lines are kept");
}

static void dress(struct mermaid *r, int item, struct str style)
{
    struct graph_node *n = item >= 0 ? &r->nodes.ptr[item] : NULL;
    struct graph_edge *e = n ? NULL : &r->edges.ptr[-1 - item];
    int depth = 0;
    for (ptrdiff_t i = 0, from = 0; i <= style.len; i++) { /* commas of rgb( , ) part nothing */
        char c = i < style.len ? style.ptr[i] : ',';
        depth += c == '(' ? 1 : c == ')' && depth ? -1 : 0;
        if ((c != ',' && c != ';') || (depth && i < style.len))
            continue;
        struct cut pair = str_cut(str_sub(style, from, i - from), ':');
        from = i + 1;
        if (pair.ok)
            wear(r, str_trim(pair.head), str_trim(pair.tail), n ? &n->tint : &e->tint,
                 n ? &n->stroke : &e->stroke, !n);
    }
}

static void dress_all(struct mermaid *r)
{
    const struct str *all = map_get(&r->classes, S("default"));
    for (ptrdiff_t i = 0; all && i < r->nodes.len; i++)
        dress(r, (int)i, *all);
    for (ptrdiff_t i = 0; i < r->worn.len; i++) {
        const struct mermaid_wear *w = &r->worn.ptr[i];
        struct str name = str_trim(w->name);
        const struct str *style = name.len ? map_get(&r->classes, name) : &w->style;
        const int *at = w->who.len ? map_get(&r->ids, w->who) : NULL;
        const int *edge = w->who.len && !at ? map_get(&r->edge_ids, w->who) : NULL;
        if (w->who.len && !at && !edge)
            mermaid_omit(r, w->who, "the style of something that is not there");
        else if (style)
            dress(r, at ? *at - 1 : edge ? -*edge : w->item, *style);
        else
            mermaid_omit(r, name, "a class without a classDef");
    }
}

/* click A "href" "tip" _blank | click A href "href" "tip" | click A call f() "tip" */
static void read_click(struct mermaid *r)
{
    mermaid_blanks(r);
    struct str id = mermaid_id(r), href = { 0 }, tip = { 0 };
    int node = id.len ? mermaid_node(r, id) : -1;
    if (node < 0) {
        mermaid_fail(r, r->at, 1, "a node's name should stand here");
        return;
    }
    mermaid_blanks(r);
    bool call = !mermaid_word(r, S("href")) && mermaid_peek(r, 0) != '"';
    if (!call && mermaid_quoted(r, &href))
        mermaid_quoted(r, &tip);
    if (!call) {
        r->nodes.ptr[node].href = str_copy(href, r->keep);
        r->nodes.ptr[node].tip = str_copy(tip, r->keep);
    }
    if (call)
        mermaid_omit(r, str_trim_end(mermaid_line(r)), "scripts");
    r->at += mermaid_line(r).len; /* a target, or a script's function: nothing of ours */
}

static void read_title(struct mermaid *r)
{
    mermaid_blanks(r);
    if (!mermaid_eat(r, S(":"))) {
        mermaid_fail(r, r->at, 1, "write accTitle: and the title");
        return;
    }
    r->out->title = str_copy(str_trim(mermaid_line(r)), r->keep);
    r->at += mermaid_line(r).len;
}

static void read_desc(struct mermaid *r)
{
    mermaid_blanks(r);
    struct str text = mermaid_line(r);
    if (mermaid_eat(r, S("{"))) {
        ptrdiff_t end = str_char(mermaid_rest(r), '}');
        if (end < 0) {
            mermaid_fail(r, r->at - 1, 1, "this brace is never closed");
            return;
        }
        text = str_sub(mermaid_rest(r), 0, end);
        r->at += end + 1;
    } else if (mermaid_eat(r, S(":"))) {
        text = mermaid_line(r);
        r->at += text.len;
    } else {
        mermaid_fail(r, r->at, 1, "write accDescr: or accDescr { }");
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

/* accTitle and accDescr have a colon or brace right behind them, the others a blank. */
bool mermaid_common(struct mermaid *r)
{
    static const char *const words[] = { "accTitle", "accDescr", "click",    "classDef",
                                         "class",    "style",    "linkStyle" };
    for (int i = 0; i < LEN(words); i++) {
        ptrdiff_t start = r->at;
        if (!mermaid_word(r, str_of(words[i])))
            continue;
        char next = mermaid_peek(r, 0);
        if (!mermaid_blank(next) && (i > 1 || (next != ':' && next != '{'))) {
            r->at = start; /* a node of that name: style[Look] */
            return false;
        }
        switch (i) {
        case 0:
            read_title(r);
            break;
        case 1:
            read_desc(r);
            break;
        case 2:
            read_click(r);
            break;
        case 3:
            read_class(r);
            break;
        case 6:
            read_links(r);
            break;
        default:
            read_worn(r, i == 4);
        }
        return true;
    }
    return false;
}

bool mermaid_flow(struct mermaid *r, enum graph_flow *flow)
{
    static const struct {
        const char *word;
        enum graph_flow flow;
    } flows[] = { { "TB", FLOW_DOWN },  { "TD", FLOW_DOWN }, { "BT", FLOW_UP },
                  { "LR", FLOW_RIGHT }, { "RL", FLOW_LEFT }, { "v", FLOW_DOWN },
                  { "^", FLOW_UP },     { ">", FLOW_RIGHT }, { "<", FLOW_LEFT } };
    mermaid_blanks(r);
    for (ptrdiff_t i = 0; i < LEN(flows); i++)
        if (mermaid_word(r, str_of(flows[i].word))) {
            *flow = flows[i].flow;
            return true;
        }
    return false;
}

void mermaid_direction(struct mermaid *r)
{
    struct graph_node *n = r->depth ? &r->nodes.ptr[r->open[r->depth - 1]] : NULL;
    if (mermaid_flow(r, n ? &n->flow : &r->out->flow) && n)
        n->flows = true;
    r->at += mermaid_line(r).len;
}

void mermaid_enter(struct mermaid *r, int node)
{
    if (r->depth == MERMAID_DEPTH_MAX)
        mermaid_fail(r, r->at, 1, "this is nested deeper than 64");
    else
        r->open[r->depth++] = node;
}

void mermaid_leave(struct mermaid *r, ptrdiff_t len, const char *why)
{
    if (r->depth == 0)
        mermaid_fail(r, r->at - len, len, why);
    else
        r->depth--;
}

void mermaid_statements(struct mermaid *r, void (*read)(struct mermaid *), const char *open)
{
    while (!mermaid_failed(r) && (mermaid_space(r), mermaid_peek(r, 0)))
        read(r);
    if (!mermaid_failed(r) && r->depth)
        mermaid_fail(r, r->text.len, 0, open);
}

/* Members are parted by commas or line ends. */
bool mermaid_member(struct mermaid *r, struct str *name, struct str *value)
{
    while (mermaid_peek(r, 0) && (char_is_space(mermaid_peek(r, 0)) || mermaid_peek(r, 0) == ','))
        r->at++;
    if (mermaid_eat(r, S("}")))
        return false;
    if (!mermaid_quoted(r, name))
        *name = mermaid_id(r);
    mermaid_blanks(r);
    if (!name->len || !mermaid_eat(r, S(":")))
        return mermaid_fail(r, r->at, 1, "a member and its value should stand here: shape: rect");
    if (mermaid_quoted(r, value))
        return true;
    ptrdiff_t start = r->at;
    while (mermaid_peek(r, 0) && !char_among(mermaid_peek(r, 0), ",}\n"))
        r->at++;
    *value = str_trim(str_sub(r->text, start, r->at - start));
    return mermaid_peek(r, 0) || mermaid_fail(r, start, 1, "this brace is never closed");
}

void mermaid_close(struct mermaid *r)
{
    struct graph *out = r->out;
    dress_all(r);
    out->nodes = r->nodes.ptr;
    out->n_nodes = (int)r->nodes.len;
    out->edges = r->edges.ptr;
    out->n_edges = (int)r->edges.len;
    out->omitted = r->omitted.ptr;
    out->n_omitted = (int)r->omitted.len;
}
