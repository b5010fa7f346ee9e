/* mermaid_sequence.c - Mermaid sequence diagrams, statement by statement.
 *
 *     sequenceDiagram
 *       participant A as Web app
 *       A->>+B: GET /            a message; + begins an activation of B
 *       alt found                a frame until "end"
 *         B-->>-A: 200
 *       end
 *       Note over A,B: done
 *
 * A statement is a line; a semicolon ends it only where another statement follows, so that texts may
 * hold one. */
#include "sketch/mermaid_reader.h"
#include "sketch/tint.h"

#include "model/sequence.h"

enum { STEPS_MAX = 20000 };

struct reader {
    struct mermaid *m;
    LIST(struct sequence_part) parts;
    LIST(struct sequence_box) boxes;
    LIST(struct sequence_step) steps;
    LIST(int) active;                              /* of each participant: open activations */
    enum sequence_frame frames[MERMAID_DEPTH_MAX]; /* open ones */
    int depth, box;                                /* box: the open one, -1 */
    int created, destroyed;                        /* wait for their message, -1 */
    bool numbered;
    int64_t number, step; /* hundredths */
    struct str title;
};

static void fail(struct reader *r, struct str at, const char *why)
{
    mermaid_fail(r->m, at.ptr - r->m->text.ptr, at.len, why);
}

static struct sequence_step *add(struct reader *r, enum sequence_what what)
{
    if (r->steps.len == STEPS_MAX)
        mermaid_fail(r->m, r->m->at, 0, "it has more than 20,000 steps");
    struct sequence_step *s = PUSH(&r->steps, r->m->keep);
    *s = (struct sequence_step){ .what = what, .edge = -1, .from = -1, .to = -1 };
    return s;
}

/* ---- text ---- */

/* "[the docs](https://…)" -> "the docs" */
static struct str without_links(struct reader *r, struct str s)
{
    struct buf b = buf_open(r->m->keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        struct str rest = str_from(s, i);
        ptrdiff_t middle = *rest.ptr == '[' ? str_find(rest, S("](")) : -1,
                  end = middle < 0 ? -1 : str_char(str_from(rest, middle), ')');
        if (end < 0) {
            buf_char(&b, s.ptr[i]);
            continue;
        }
        buf_put(&b, str_sub(rest, 1, middle - 1));
        mermaid_omit(r->m, str_sub(rest, 0, middle + end + 1), "links in texts are shown as words");
        i += middle + end;
    }
    return buf_str(&b);
}

static void set_lines(struct reader *r, struct str text, struct graph_text **lines, int *n)
{
    static const char *const wraps[] = { "wrap:", "nowrap:" };
    text = str_trim(text);
    for (ptrdiff_t i = 0; i < LEN(wraps); i++)
        if (str_starts(text, str_of(wraps[i])))
            text = str_trim(str_cut(text, ':').tail);
    if (str_find(text, S("](")) >= 0)
        text = without_links(r, text);
    mermaid_lines(r->m, text, lines, n);
}

/* ---- participants ---- */

static int part_of(struct reader *r, struct str name)
{
    int node = mermaid_node(r->m, str_trim(name));
    while (r->parts.len < r->m->nodes.len) {
        *PUSH(&r->parts, r->m->keep) = (struct sequence_part){ .box = r->box };
        *PUSH(&r->active, r->m->keep) = 0;
    }
    return node;
}

static void set_kind(struct reader *r, int part, struct str name)
{
    for (int i = 0; i < N_SEQUENCE_KINDS; i++)
        if (str_equal_nocase(name, str_of(sequence_kinds[i])))
            r->parts.ptr[part].kind = (enum sequence_kind)i;
}

/* @{ "type": "database", "alias": "Orders" }, which may take lines of its own */
static struct str take_config(struct reader *r, int part, struct str from)
{
    struct mermaid *m = r->m;
    struct str name, value;
    ptrdiff_t behind = m->at;
    m->at = from.ptr - m->text.ptr;
    while (!mermaid_failed(m) && mermaid_member(m, &name, &value)) {
        struct graph_node *n = &m->nodes.ptr[part];
        if (str_equal(name, S("type")))
            set_kind(r, part, value);
        else if (str_equal(name, S("alias")))
            mermaid_label(m, value, &n->lines, &n->n_lines);
        else
            mermaid_omit(m, name, "of a participant only type and alias are kept");
    }
    struct str rest = mermaid_line(m);
    m->at = m->at > behind ? m->at + rest.len : behind;
    return rest;
}

/* NAME, NAME as Label, NAME@{ … } as Label */
static int declare(struct reader *r, struct str s, enum sequence_kind kind)
{
    ptrdiff_t config = str_find(s, S("@{")), as = str_find(s, S(" as "));
    if (config >= 0 && as >= 0 && as < config)
        config = -1;
    ptrdiff_t end = config >= 0 ? config : as >= 0 ? as : s.len;
    struct str name = str_trim(str_sub(s, 0, end)), rest = str_from(s, end);
    if (!name.len) {
        fail(r, s, "a participant's name should stand here");
        return -1;
    }
    int part = part_of(r, name);
    if (part < 0)
        return -1;
    r->parts.ptr[part].kind = kind;
    if (r->box >= 0)
        r->parts.ptr[part].box = r->box;
    if (config >= 0)
        rest = take_config(r, part, str_from(rest, 2));
    rest = str_trim(rest);
    struct graph_node *n = &r->m->nodes.ptr[part];
    if (str_starts(rest, S("as ")))
        mermaid_label(r->m, str_from(rest, 3), &n->lines, &n->n_lines);
    return part;
}

static void read_participant(struct reader *r, struct str s)
{
    declare(r, s, SEQUENCE_PARTICIPANT);
}

static void read_actor(struct reader *r, struct str s)
{
    declare(r, s, SEQUENCE_ACTOR);
}

static void read_create(struct reader *r, struct str s)
{
    bool actor = str_starts(s, S("actor ")), other = str_starts(s, S("participant "));
    struct str name = actor || other ? str_trim(str_cut(s, ' ').tail) : s;
    r->created = declare(r, name, actor ? SEQUENCE_ACTOR : SEQUENCE_PARTICIPANT);
}

static void read_destroy(struct reader *r, struct str s)
{
    r->destroyed = part_of(r, s);
}

/* box Aqua Label | box rgb(1,2,3) Label | box Label */
static void read_box(struct reader *r, struct str s)
{
    ptrdiff_t call = str_char(s, ')');
    bool function = str_starts(s, S("rgb")) || str_starts(s, S("hsl"));
    struct str colour = function && call >= 0 ? str_sub(s, 0, call + 1) : str_cut(s, ' ').head;
    uint32_t rgb;
    bool tinted = tint_read(colour, &rgb),
         named = tinted || str_equal_nocase(colour, S("transparent"));
    if (r->box >= 0 || r->depth) {
        fail(r, s, "a box stands beside others and in no frame");
        return;
    }
    struct sequence_box *b = PUSH(&r->boxes, r->m->keep);
    *b = (struct sequence_box){ .tint = tinted ? GRAPH_TINTED | rgb : 0 };
    set_lines(r, named ? str_from(s, colour.len) : s, &b->lines, &b->n_lines);
    r->box = (int)r->boxes.len - 1;
}

/* "Dashboard @ https://…", or pairs of JSON: the first one counts. */
static void set_link(struct reader *r, struct str who, struct str label, struct str href)
{
    int part = part_of(r, who);
    if (part < 0 || !href.len)
        return;
    struct graph_node *n = &r->m->nodes.ptr[part];
    if (n->href.len) {
        mermaid_omit(r->m, label, "of a participant's links the first is kept");
        return;
    }
    n->href = str_copy(href, r->m->keep);
    n->tip = str_copy(label, r->m->keep);
}

static void read_link(struct reader *r, struct str s)
{
    struct cut who = str_cut(s, ':'), at = str_rcut(who.tail, '@');
    if (!who.ok || !at.ok)
        fail(r, s, "write link NAME: Label @ https://address");
    else
        set_link(r, who.head, str_trim(at.head), str_trim(at.tail));
}

static void read_links(struct reader *r, struct str s)
{
    struct cut who = str_cut(s, ':'), q = str_cut(who.tail, '"');
    while (q.ok) {
        struct cut name = str_cut(q.tail, '"'), open = str_cut(name.tail, '"'),
                   href = str_cut(open.tail, '"');
        if (!href.ok)
            break;
        set_link(r, who.head, name.head, href.head);
        q = str_cut(href.tail, '"');
    }
}

static void read_properties(struct reader *r, struct str s)
{
    mermaid_omit(r->m, s, "properties and details of participants");
}

/* ---- steps ---- */

static void activate(struct reader *r, int part, bool begin, struct str at)
{
    if (part < 0)
        return;
    if (!begin && !r->active.ptr[part]) {
        mermaid_omit(r->m, at, "an activation ends that never began");
        return;
    }
    r->active.ptr[part] += begin ? 1 : -1;
    add(r, begin ? SEQUENCE_ACTIVATE : SEQUENCE_DEACTIVATE)->from = part;
}

static void read_activate(struct reader *r, struct str s)
{
    activate(r, part_of(r, s), true, s);
}

static void read_deactivate(struct reader *r, struct str s)
{
    activate(r, part_of(r, s), false, s);
}

/* over A,B: text | right of A: text */
static void read_note(struct reader *r, struct str s)
{
    static const struct {
        const char *word;
        enum sequence_side side;
    } sides[] = { { "over ", SIDE_OVER }, { "left of ", SIDE_LEFT }, { "right of ", SIDE_RIGHT } };
    struct cut c = str_cut(s, ':');
    for (ptrdiff_t i = 0; c.ok && i < LEN(sides); i++) {
        struct str word = str_of(sides[i].word);
        if (!str_equal_nocase(str_sub(c.head, 0, word.len), word))
            continue;
        struct cut who = str_cut(str_from(c.head, word.len), ',');
        int from = part_of(r, who.head), to = who.ok ? part_of(r, who.tail) : from;
        struct sequence_step *n = add(r, SEQUENCE_NOTE);
        n->side = sides[i].side;
        n->from = from < to ? from : to;
        n->to = from < to ? to : from;
        set_lines(r, c.tail, &n->lines, &n->n_lines);
        return;
    }
    fail(r, s, "write note over A,B: text, note left of A: text or note right of A: text");
}

static void read_frame(struct reader *r, struct str s, enum sequence_frame frame)
{
    if (r->depth == MERMAID_DEPTH_MAX) {
        fail(r, s, "frames are nested deeper than 64");
        return;
    }
    r->frames[r->depth++] = frame;
    struct sequence_step *f = add(r, SEQUENCE_FRAME);
    f->frame = frame;
    uint32_t rgb;
    if (frame == FRAME_RECT)
        f->tint = tint_read(s, &rgb) ? GRAPH_TINTED | rgb : 0;
    else
        set_lines(r, s, &f->lines, &f->n_lines);
}

static void read_section(struct reader *r, struct str s)
{
    if (!r->depth) {
        fail(r, s, "no frame is open that this could be a part of");
        return;
    }
    struct sequence_step *f = add(r, SEQUENCE_SECTION);
    f->frame = r->frames[r->depth - 1];
    set_lines(r, s, &f->lines, &f->n_lines);
}

static void read_end(struct reader *r, struct str s)
{
    if (r->box >= 0) {
        r->box = -1;
    } else if (!r->depth) {
        fail(r, s, "there is no frame or box to end");
    } else {
        add(r, SEQUENCE_END)->frame = r->frames[r->depth - 1];
        r->depth--;
    }
}

/* "10", "1.25" in hundredths; false: no number. */
static bool hundredths(struct str s, int64_t *n)
{
    struct cut c = str_cut(s, '.');
    int64_t whole = 0, part = 0;
    if ((c.head.len && !str_int64(c.head, &whole)) || whole < 0 || whole > 1000000000)
        return false;
    if (c.ok && (c.tail.len < 1 || c.tail.len > 2 || !str_int64(c.tail, &part) || part < 0))
        return false;
    *n = whole * 100 + part * (c.tail.len == 1 ? 10 : 1);
    return s.len > 0;
}

static void read_autonumber(struct reader *r, struct str s)
{
    struct cut c = str_cut(s, ' ');
    r->numbered = !str_equal_nocase(s, S("off"));
    if (!r->numbered || !s.len)
        return;
    r->step = 100;
    if (!hundredths(c.head, &r->number) || (c.ok && !hundredths(str_trim(c.tail), &r->step)))
        fail(r, s, "write autonumber, autonumber 10 5 or autonumber off");
}

static void read_title(struct reader *r, struct str s)
{
    s = str_trim(*s.ptr == ':' ? str_from(s, 1) : s);
    r->title = r->m->out->title = str_copy(s, r->m->keep);
}

static void read_nothing(struct reader *r, struct str s)
{
    (void)r, (void)s;
}

/* ---- messages ---- */

/* clang-format off */
static const struct arrow { /* longer ones before those they begin with */
    const char *text;
    enum graph_stroke stroke;
    enum graph_dir dir;
    enum head end;
    bool back; /* it points to its left */
} arrows[] = {
    { "<<-->>", STROKE_DASHED, DIR_BOTH, HEAD_NONE, false },
    { "<<->>",  STROKE_LIGHT,  DIR_BOTH, HEAD_NONE, false },
    { "-->>",   STROKE_DASHED, DIR_FORWARD, HEAD_NONE, false },
    { "->>",    STROKE_LIGHT,  DIR_FORWARD, HEAD_NONE, false },
    { "-->",    STROKE_DASHED, DIR_NONE, HEAD_NONE, false },
    { "->",     STROKE_LIGHT,  DIR_NONE, HEAD_NONE, false },
    { "--x",    STROKE_DASHED, DIR_FORWARD, HEAD_CROSS, false },
    { "-x",     STROKE_LIGHT,  DIR_FORWARD, HEAD_CROSS, false },
    { "--)",    STROKE_DASHED, DIR_FORWARD, HEAD_OPEN, false },
    { "-)",     STROKE_LIGHT,  DIR_FORWARD, HEAD_OPEN, false },
    { "--|\\",  STROKE_DASHED, DIR_FORWARD, HEAD_UPPER, false },
    { "-|\\",   STROKE_LIGHT,  DIR_FORWARD, HEAD_UPPER, false },
    { "--|/",   STROKE_DASHED, DIR_FORWARD, HEAD_LOWER, false },
    { "-|/",    STROKE_LIGHT,  DIR_FORWARD, HEAD_LOWER, false },
    { "--\\\\", STROKE_DASHED, DIR_FORWARD, HEAD_UPPER, false },
    { "-\\\\",  STROKE_LIGHT,  DIR_FORWARD, HEAD_UPPER, false },
    { "--//",   STROKE_DASHED, DIR_FORWARD, HEAD_LOWER, false },
    { "-//",    STROKE_LIGHT,  DIR_FORWARD, HEAD_LOWER, false },
    { "/|--",   STROKE_DASHED, DIR_FORWARD, HEAD_UPPER, true },
    { "/|-",    STROKE_LIGHT,  DIR_FORWARD, HEAD_UPPER, true },
    { "\\|--",  STROKE_DASHED, DIR_FORWARD, HEAD_LOWER, true },
    { "\\|-",   STROKE_LIGHT,  DIR_FORWARD, HEAD_LOWER, true },
    { "//--",   STROKE_DASHED, DIR_FORWARD, HEAD_UPPER, true },
    { "//-",    STROKE_LIGHT,  DIR_FORWARD, HEAD_UPPER, true },
    { "\\\\--", STROKE_DASHED, DIR_FORWARD, HEAD_LOWER, true },
    { "\\\\-",  STROKE_LIGHT,  DIR_FORWARD, HEAD_LOWER, true },
};
/* clang-format on */

/* The arrow in s, which ends before the colon. Those with > win: names may hold "-x". */
static const struct arrow *find_arrow(struct str s, ptrdiff_t *at)
{
    for (int pass = 0; pass < 2; pass++)
        for (*at = 1; *at < s.len; ++*at)
            for (ptrdiff_t i = pass ? 6 : 0; i < (pass ? LEN(arrows) : 6); i++)
                if (str_starts(str_from(s, *at), str_of(arrows[i].text)))
                    return &arrows[i];
    return NULL;
}

static struct str take_number(struct reader *r)
{
    if (!r->numbered)
        return (struct str){ 0 };
    int64_t n = r->number;
    r->number += r->step;
    if (n % 100 == 0)
        return str_fmt(r->m->keep, "%lld", (long long)(n / 100));
    if (n % 10 == 0)
        return str_fmt(r->m->keep, "%lld.%lld", (long long)(n / 100), (long long)(n / 10 % 10));
    return str_fmt(r->m->keep, "%lld.%02lld", (long long)(n / 100), (long long)(n % 100));
}

struct ends {
    int from, to;
    bool from_middle, to_middle, begin, stop; /* "()", "+", "-" */
};

/* Both names; what stands between arrow and name says more. */
static struct ends take_ends(struct reader *r, struct str left, struct str right)
{
    struct ends e = { 0 };
    left = str_trim(left);
    e.from_middle = str_ends(left, S("()"));
    if (e.from_middle)
        left = str_sub(left, 0, left.len - 2);
    for (;;) {
        right = str_trim(right);
        bool middle = str_starts(right, S("()"));
        if (!middle && !(right.len && (*right.ptr == '+' || *right.ptr == '-')))
            break;
        e.to_middle |= middle;
        e.begin |= *right.ptr == '+';
        e.stop |= *right.ptr == '-';
        right = str_from(right, middle ? 2 : 1);
    }
    e.from = e.to = -1;
    if (str_trim(left).len && right.len) {
        e.from = part_of(r, left);
        e.to = part_of(r, right);
    }
    return e;
}

static void mark_life(struct reader *r, struct sequence_step *s, const struct graph_edge *e)
{
    if (r->created >= 0 && e->to == r->created) {
        s->create = true;
        r->parts.ptr[e->to].late = true;
        r->created = -1;
    }
    if (r->destroyed >= 0 && (e->from == r->destroyed || e->to == r->destroyed)) {
        s->destroy = true;
        s->from = r->destroyed;
        r->parts.ptr[r->destroyed].gone = true;
        r->destroyed = -1;
    }
}

static void read_message(struct reader *r, struct str s)
{
    ptrdiff_t at, colon = str_char(s, ':');
    struct str head = colon < 0 ? s : str_sub(s, 0, colon);
    const struct arrow *a = find_arrow(head, &at);
    if (!a) {
        fail(r, s, "a message (A->>B: text), a note, a frame or a participant should stand here");
        return;
    }
    struct ends ends =
        take_ends(r, str_sub(head, 0, at), str_from(head, at + (ptrdiff_t)strlen(a->text)));
    if (ends.from < 0 || ends.to < 0) {
        fail(r, s, "a name should stand on each side of the arrow");
        return;
    }
    struct graph_edge *e =
        mermaid_edge(r->m, a->back ? ends.to : ends.from, a->back ? ends.from : ends.to);
    if (!e)
        return;
    e->dir = a->dir;
    e->stroke = a->stroke;
    e->end = a->end;
    if (colon >= 0)
        set_lines(r, str_from(s, colon + 1), &e->lines, &e->n_lines);
    struct sequence_step *m = add(r, SEQUENCE_MESSAGE);
    m->edge = (int)r->m->edges.len - 1;
    m->from_middle = ends.from_middle;
    m->to_middle = ends.to_middle;
    m->number = take_number(r);
    mark_life(r, m, e);
    if (ends.begin)
        activate(r, ends.to, true, s);
    if (ends.stop)
        activate(r, ends.from, false, s);
}

/* ---- statements ---- */

/* clang-format off */
static const struct statement {
    const char *word;
    void (*read)(struct reader *r, struct str rest);
    void (*open)(struct reader *r, struct str rest, enum sequence_frame frame);
    enum sequence_frame frame;
} statements[] = {
    { "participant", read_participant, NULL, 0 }, { "actor", read_actor, NULL, 0 },
    { "create", read_create, NULL, 0 },           { "destroy", read_destroy, NULL, 0 },
    { "box", read_box, NULL, 0 },                 { "link", read_link, NULL, 0 },
    { "links", read_links, NULL, 0 },             { "properties", read_properties, NULL, 0 },
    { "details", read_properties, NULL, 0 },      { "activate", read_activate, NULL, 0 },
    { "deactivate", read_deactivate, NULL, 0 },   { "note", read_note, NULL, 0 },
    { "autonumber", read_autonumber, NULL, 0 },   { "title", read_title, NULL, 0 },
    { "title:", read_title, NULL, 0 },
    { "loop", NULL, read_frame, FRAME_LOOP },     { "alt", NULL, read_frame, FRAME_ALT },
    { "opt", NULL, read_frame, FRAME_OPT },       { "par", NULL, read_frame, FRAME_PAR },
    { "par_over", NULL, read_frame, FRAME_PAR },  { "critical", NULL, read_frame, FRAME_CRITICAL },
    { "break", NULL, read_frame, FRAME_BREAK },   { "rect", NULL, read_frame, FRAME_RECT },
    { "else", read_section, NULL, 0 },            { "and", read_section, NULL, 0 },
    { "option", read_section, NULL, 0 },          { "end", read_end, NULL, 0 },
    { "%%", read_nothing, NULL, 0 },
};
/* clang-format on */

/* The statement whose word s begins with; what stands behind it. "alt->>B: x" is a message. */
static const struct statement *find_statement(struct str s, struct str *rest)
{
    for (ptrdiff_t i = 0; i < LEN(statements); i++) {
        struct str word = str_of(statements[i].word);
        struct str behind = str_from(s, word.len);
        if (!str_equal_nocase(str_sub(s, 0, word.len), word) ||
            (behind.len && !mermaid_blank(*behind.ptr) && *word.ptr != '%'))
            continue;
        ptrdiff_t at, colon = str_char(behind, ':');
        *rest = str_trim(behind);
        if (statements[i].read == read_end && rest->len && *rest->ptr != '%' && *rest->ptr != '#')
            continue; /* "end user" is a name */
        bool message =
            colon > 0 && str_starts(*rest, S("-")) && find_arrow(str_sub(behind, 0, colon), &at);
        return message ? NULL : &statements[i];
    }
    return NULL;
}

static bool begins_statement(struct str s)
{
    ptrdiff_t at, colon = str_char(s, ':');
    struct str rest;
    return !s.len || find_statement(s, &rest) ||
           (colon > 0 && find_arrow(str_sub(s, 0, colon), &at) && at > 0);
}

/* "#96;" and "#quot;" are characters: their semicolon at i ends no statement. */
static bool ends_entity(struct str line, ptrdiff_t i)
{
    ptrdiff_t at = i;
    while (at > 0 && char_is_alnum(line.ptr[at - 1]))
        at--;
    return at > 0 && at < i && line.ptr[at - 1] == '#';
}

/* The next statement, without blanks around it. */
static struct str take_statement(struct mermaid *m)
{
    struct str line = mermaid_line(m);
    for (ptrdiff_t i = 0; i < line.len && !str_starts(str_trim(line), S("%%")); i++)
        if (line.ptr[i] == ';' && !ends_entity(line, i) &&
            begins_statement(str_trim(str_from(line, i + 1)))) {
            m->at += i + 1;
            return str_trim(str_sub(line, 0, i));
        }
    m->at += line.len;
    return str_trim(line);
}

static void read_statement(struct reader *r)
{
    struct mermaid *m = r->m;
    mermaid_blanks(m);
    struct str here = mermaid_rest(m);
    if (str_starts(here, S("accTitle")) || str_starts(here, S("accDescr"))) {
        if (mermaid_common(m))
            return;
    }
    struct str s = take_statement(m), rest;
    const struct statement *found = find_statement(s, &rest);
    if (!s.len || *s.ptr == '#')
        return;
    if (!found)
        read_message(r, s);
    else if (found->open)
        found->open(r, rest, found->frame);
    else
        found->read(r, rest);
}

void mermaid_sequence_read(struct mermaid *m)
{
    struct reader r = { .m = m,
                        .box = -1,
                        .created = -1,
                        .destroyed = -1,
                        .number = 100,
                        .step = 100,
                        .title = m->out->title };
    struct sequence *out = NEW(m->keep, struct sequence, 1);
    while (!mermaid_failed(m)) {
        mermaid_space(m);
        if (!mermaid_peek(m, 0))
            break;
        read_statement(&r);
    }
    if (!mermaid_failed(m) && (r.depth || r.box >= 0))
        mermaid_fail(m, m->text.len, 0, "a frame or box has no end");
    if (!mermaid_failed(m) && m->nodes.len == 0)
        mermaid_fail(m, 0, 0, "it has no participants");
    *out = (struct sequence){ .title = r.title,
                              .parts = r.parts.ptr,
                              .boxes = r.boxes.ptr,
                              .n_boxes = (int)r.boxes.len,
                              .steps = r.steps.ptr,
                              .n_steps = (int)r.steps.len };
    m->out->kind = GRAPH_SEQUENCE;
    m->out->sequence = out;
}
