/* mermaid_state.c - Mermaid state diagrams, statement by statement.
 *
 *     stateDiagram-v2
 *       [*] --> Open             a start; "--> [*]" is an end
 *       Open --> Paid : money    a transition with its label
 *       state Paid {             a state that holds others until "}"
 *         Packed : being packed  words of a state
 *         --                     what follows happens beside what stands above
 *         Booked
 *       }
 *       note right of Open : text */
#include "sketch/mermaid_reader.h"

static int scope_of(const struct mermaid *r)
{
    return r->depth ? r->open[r->depth - 1] : -1;
}

static int state_of(struct mermaid *r, struct str id)
{
    ptrdiff_t before = r->nodes.len;
    int node = mermaid_node(r, id);
    if (r->nodes.len > before)
        r->nodes.ptr[node].shape = SHAPE_ROUND;
    return node;
}

/* A node without a name of the author's. */
static int made(struct mermaid *r, const char *what, enum graph_shape shape)
{
    int node = mermaid_node(r, str_fmt(r->keep, "%s %td", what, r->nodes.len));
    if (node >= 0) {
        r->nodes.ptr[node].shape = shape;
        r->nodes.ptr[node].n_lines = 0;
    }
    return node;
}

/* The start and the end of a scope are one node each. */
static int star_of(struct mermaid *r, bool end)
{
    int node = mermaid_node(r, str_fmt(r->keep, end ? "end %d" : "start %d", scope_of(r)));
    if (node >= 0) {
        struct graph_node *n = &r->nodes.ptr[node];
        n->shape = SHAPE_DOT;
        n->stroke = end ? STROKE_DOUBLE : STROKE_LIGHT;
        n->n_lines = 0;
    }
    return node;
}

/* What is left of the statement, which is taken. */
static struct str take_text(struct mermaid *r)
{
    struct str line = mermaid_line(r), text = line;
    ptrdiff_t comment = str_find(line, S("%%"));
    r->at += line.len;
    if (comment >= 0)
        text = str_sub(text, 0, comment);
    text = str_trim(text);
    return str_ends(text, S(";")) ? str_sub(text, 0, text.len - 1) : text;
}

/* Words replace the name, further ones stand below. */
static void describe(struct mermaid *r, int node, struct str text)
{
    struct graph_node *n = &r->nodes.ptr[node];
    struct graph_text *more, *all;
    int n_more;
    mermaid_label(r, text, &more, &n_more);
    bool named = n->n_lines == 1 && str_equal(graph_id(n->lines[0].text, r->keep), n->id);
    int kept = named ? 0 : n->n_lines;
    all = NEW(r->keep, struct graph_text, kept + n_more + 1);
    for (int i = 0; i < kept + n_more; i++)
        all[i] = i < kept ? n->lines[i] : more[i - kept];
    n->lines = all;
    n->n_lines = kept + n_more;
}

static void open_scope(struct mermaid *r, int node)
{
    r->nodes.ptr[node].shape = SHAPE_BOX;
    mermaid_enter(r, node);
}

/* <<choice>> and [[fork]] behind the name of a state */
static void take_kind(struct mermaid *r, int node)
{
    static const struct {
        const char *word;
        enum graph_shape shape;
        enum graph_stroke stroke;
    } kinds[] = {
        { "choice", SHAPE_DIAMOND, STROKE_LIGHT }, { "fork", SHAPE_BAR, STROKE_LIGHT },
        { "join", SHAPE_BAR, STROKE_LIGHT },       { "start", SHAPE_DOT, STROKE_LIGHT },
        { "end", SHAPE_DOT, STROKE_DOUBLE },       { "history", SHAPE_CIRCLE, STROKE_LIGHT }
    };
    if (!mermaid_eat(r, S("<<")) && !mermaid_eat(r, S("[[")))
        return;
    struct graph_node *n = &r->nodes.ptr[node];
    for (ptrdiff_t i = 0; i < LEN(kinds); i++)
        if (mermaid_eat(r, str_of(kinds[i].word))) {
            n->shape = kinds[i].shape;
            n->stroke = kinds[i].stroke;
            n->n_lines = n->shape == SHAPE_CIRCLE ? 1 : 0;
            if (n->shape == SHAPE_CIRCLE)
                mermaid_label(r, S("H"), &n->lines, &n->n_lines);
        }
    if (!mermaid_eat(r, S(">>")) && !mermaid_eat(r, S("]]")))
        mermaid_fail(r, r->at, 1, "write <<choice>>, <<fork>>, <<join>> or <<history>>");
}

/* state Name, state "words" as Name, each with { or a kind behind it */
static void read_state(struct mermaid *r)
{
    struct str words = { 0 };
    bool quoted = mermaid_quoted(r, &words);
    mermaid_blanks(r);
    if (quoted && !mermaid_word(r, S("as"))) {
        describe(r, state_of(r, words), words);
        return;
    }
    mermaid_blanks(r);
    struct str id = mermaid_id(r);
    int node = id.len ? state_of(r, id) : -1;
    if (node < 0) {
        mermaid_fail(r, r->at, 1, "a state's name should stand here");
        return;
    }
    if (quoted)
        describe(r, node, words);
    mermaid_wears(r, node);
    mermaid_blanks(r);
    take_kind(r, node);
    mermaid_blanks(r);
    if (mermaid_eat(r, S(":")))
        describe(r, node, take_text(r));
    if (mermaid_eat(r, S("{")))
        open_scope(r, node);
}

static struct str take_note(struct mermaid *r)
{
    mermaid_blanks(r);
    if (mermaid_eat(r, S(":")))
        return take_text(r);
    struct str rest = mermaid_rest(r);
    ptrdiff_t end = str_find_nocase(rest, S("end note"));
    if (end < 0)
        mermaid_fail(r, r->at, 1, "this note has no end note");
    r->at += end < 0 ? 0 : end + 8;
    return str_sub(rest, 0, end < 0 ? 0 : end);
}

/* note right of A : text | note left of A … end note | note "text" as N */
static void read_note(struct mermaid *r)
{
    struct str words = { 0 }, id;
    if (mermaid_quoted(r, &words)) {
        mermaid_blanks(r);
        mermaid_word(r, S("as"));
        mermaid_blanks(r);
        int node = state_of(r, mermaid_id(r));
        if (node >= 0) {
            describe(r, node, words);
            r->nodes.ptr[node].shape = SHAPE_NOTE;
        }
        return;
    }
    bool side =
        mermaid_word(r, S("left")) || mermaid_word(r, S("right")) || mermaid_word(r, S("over"));
    mermaid_blanks(r);
    mermaid_word(r, S("of"));
    mermaid_blanks(r);
    id = mermaid_id(r);
    if (!side || !id.len) {
        mermaid_fail(r, r->at, 1, "write note left of NAME : text");
        return;
    }
    int node = state_of(r, id), note;
    struct str text = take_note(r);
    int depth = r->depth;
    note = made(r, "note", SHAPE_NOTE);
    r->depth = depth;
    if (note < 0 || node < 0 || mermaid_failed(r))
        return;
    r->nodes.ptr[note].parent = r->nodes.ptr[node].parent;
    r->nodes.ptr[note].tint = GRAPH_TINTED | 0xe69f00;
    mermaid_label(r, text, &r->nodes.ptr[note].lines, &r->nodes.ptr[note].n_lines);
    struct graph_edge *e = mermaid_edge(r, node, note);
    if (e)
        e->stroke = STROKE_DASHED;
}

/* "--": what stands in the state so far is one part of it, what follows another. */
static void read_beside(struct mermaid *r)
{
    int scope = scope_of(r);
    if (scope < 0) {
        mermaid_fail(r, r->at - 2, 2, "only inside a state do things happen beside each other");
        return;
    }
    bool second = r->nodes.ptr[scope].stroke == STROKE_DASHED && r->nodes.ptr[scope].n_lines == 0;
    if (!second) {
        int part = made(r, "part", SHAPE_BOX);
        for (ptrdiff_t i = 0; part >= 0 && i < r->nodes.len; i++)
            if (r->nodes.ptr[i].parent == scope && i != part)
                r->nodes.ptr[i].parent = part;
        if (part >= 0)
            r->nodes.ptr[part].stroke = STROKE_DASHED;
    } else {
        r->open[r->depth - 1] = r->nodes.ptr[scope].parent;
    }
    int next = made(r, "part", SHAPE_BOX);
    if (next < 0)
        return;
    r->nodes.ptr[next].stroke = STROKE_DASHED;
    r->open[r->depth - 1] = next;
}

static bool take_end(struct mermaid *r, struct str *id)
{
    *id = (struct str){ 0 };
    if (mermaid_eat(r, S("[*]")))
        return true;
    *id = mermaid_id(r);
    return id->len ||
           mermaid_fail(r, r->at, str_trim_end(mermaid_line(r)).len,
                        "a state, a transition (A --> B : text) or a note should stand here");
}

/* A | A : words | A --> B | A --> B : label */
static void read_transition(struct mermaid *r)
{
    struct str id;
    if (!take_end(r, &id))
        return;
    int from = id.len ? state_of(r, id) : -1;
    if (from >= 0)
        mermaid_wears(r, from);
    mermaid_blanks(r);
    if (!mermaid_eat(r, S("-->"))) {
        if (from >= 0 && mermaid_eat(r, S(":")))
            describe(r, from, take_text(r));
        else if (!mermaid_ends(r) && !str_starts(mermaid_rest(r), S("%%")) &&
                 mermaid_peek(r, 0) != '}')
            mermaid_fail(r, r->at, str_trim_end(mermaid_line(r)).len,
                         "a transition should stand here: -->");
        return;
    }
    from = from < 0 ? star_of(r, false) : from;
    mermaid_blanks(r);
    if (!take_end(r, &id))
        return;
    int to = id.len ? state_of(r, id) : star_of(r, true);
    if (to >= 0)
        mermaid_wears(r, to);
    mermaid_blanks(r);
    struct str label = mermaid_eat(r, S(":")) ? take_text(r) : (struct str){ 0 };
    struct graph_edge *e = from >= 0 && to >= 0 ? mermaid_edge(r, from, to) : NULL;
    if (!e)
        return;
    e->dir = DIR_FORWARD;
    mermaid_label(r, label, &e->lines, &e->n_lines);
}

static void read_looks(struct mermaid *r)
{
    r->at += mermaid_line(r).len; /* hide empty description, scale 350 width */
}

static const struct {
    const char *word;
    void (*read)(struct mermaid *r);
} statements[] = { { "state", read_state },
                   { "note", read_note },
                   { "direction", mermaid_direction },
                   { "hide", read_looks },
                   { "scale", read_looks } };

static void read_statement(struct mermaid *r)
{
    if (mermaid_eat(r, S("}"))) {
        mermaid_leave(r, 1, "there is no state to end");
        return;
    }
    if (str_equal(str_trim(mermaid_line(r)), S("--"))) {
        r->at += 2;
        read_beside(r);
        return;
    }
    for (ptrdiff_t i = 0; i < LEN(statements); i++) {
        ptrdiff_t start = r->at;
        if (!mermaid_word(r, str_of(statements[i].word)))
            continue;
        if (mermaid_blank(mermaid_peek(r, 0)) && (mermaid_blanks(r), mermaid_peek(r, 0) != ':') &&
            !str_starts(mermaid_rest(r), S("--"))) {
            statements[i].read(r);
            return;
        }
        r->at = start; /* a state of that name */
    }
    if (!mermaid_common(r))
        read_transition(r);
}

void mermaid_state_read(struct mermaid *r)
{
    r->out->kind = GRAPH_STATES;
    mermaid_statements(r, read_statement, "a state has no end: }");
}
