/* sequence.c - sequences as JSON, in words, and as Mermaid. */
#include "model/sequence.h"

const char *const sequence_kinds[N_SEQUENCE_KINDS] = { "participant", "actor",  "boundary",
                                                       "control",     "entity", "database",
                                                       "collections", "queue" };
const char *const sequence_frames[N_FRAMES] = { "loop",     "alt",   "opt", "par",
                                                "critical", "break", "rect" };

const char *sequence_section(enum sequence_frame f)
{
    return f == FRAME_PAR ? "and" : f == FRAME_CRITICAL ? "option" : "else";
}

/* ---- JSON ---- */

static void json_id(const struct graph *g, int part, struct buf *out)
{
    buf_json(out, g->nodes[part].id);
}

static void json_lines(const char *name, const struct graph_text *lines, int n, struct buf *out)
{
    buf_fmt(out, "\"%s\": [", name);
    for (int i = 0; i < n; i++) {
        buf_put(out, i ? S(", ") : S(""));
        buf_json(out, lines[i].text);
    }
    buf_char(out, ']');
}

static void json_message(const struct graph *g, const struct sequence_step *s, struct buf *out)
{
    buf_fmt(out, "\"message\": %d", s->edge);
    if (s->number.len) {
        buf_put(out, S(", \"number\": "));
        buf_json(out, s->number);
    }
    if (s->create)
        buf_put(out, S(", \"creates\": true"));
    if (s->destroy) {
        buf_put(out, S(", \"destroys\": "));
        json_id(g, s->from, out);
    }
}

static void json_note(const struct graph *g, const struct sequence_step *s, struct buf *out)
{
    static const char *const sides[] = { "over", "left", "right" };
    json_lines("note", s->lines, s->n_lines, out);
    buf_fmt(out, ", \"%s\": [", sides[s->side]);
    json_id(g, s->from, out);
    if (s->to != s->from) {
        buf_put(out, S(", "));
        json_id(g, s->to, out);
    }
    buf_char(out, ']');
}

static void json_step(const struct graph *g, const struct sequence_step *s, struct buf *out)
{
    switch (s->what) {
    case SEQUENCE_MESSAGE:
        json_message(g, s, out);
        break;
    case SEQUENCE_NOTE:
        json_note(g, s, out);
        break;
    case SEQUENCE_ACTIVATE:
    case SEQUENCE_DEACTIVATE:
        buf_fmt(out, "\"%s\": ", s->what == SEQUENCE_ACTIVATE ? "activate" : "deactivate");
        json_id(g, s->from, out);
        break;
    case SEQUENCE_FRAME:
    case SEQUENCE_SECTION:
        json_lines(s->what == SEQUENCE_FRAME ? sequence_frames[s->frame]
                                             : sequence_section(s->frame),
                   s->lines, s->n_lines, out);
        break;
    case SEQUENCE_END:
        buf_fmt(out, "\"end\": \"%s\"", sequence_frames[s->frame]);
        break;
    }
}

static void json_box(const struct graph *g, int box, struct buf *out)
{
    const struct sequence *q = g->sequence;
    int n = 0;
    buf_put(out, S("    {"));
    json_lines("label", q->boxes[box].lines, q->boxes[box].n_lines, out);
    buf_put(out, S(", \"parts\": ["));
    for (int i = 0; i < g->n_nodes; i++)
        if (q->parts[i].box == box) {
            buf_put(out, n++ ? S(", ") : S(""));
            json_id(g, i, out);
        }
    buf_put(out, S("]}"));
}

void sequence_json(const struct graph *g, struct buf *out)
{
    const struct sequence *q = g->sequence;
    buf_put(out, S(",\n  \"kinds\": ["));
    for (int i = 0; i < g->n_nodes; i++)
        buf_fmt(out, "%s\"%s\"", i ? ", " : "", sequence_kinds[q->parts[i].kind]);
    buf_put(out, S("],\n  \"boxes\": ["));
    for (int i = 0; i < q->n_boxes; i++) {
        buf_put(out, i ? S(",\n") : S("\n"));
        json_box(g, i, out);
    }
    buf_put(out, q->n_boxes ? S("\n  ],\n  \"steps\": [") : S("],\n  \"steps\": ["));
    for (int i = 0; i < q->n_steps; i++) {
        buf_put(out, i ? S(",\n    {") : S("\n    {"));
        json_step(g, &q->steps[i], out);
        buf_char(out, '}');
    }
    buf_put(out, q->n_steps ? S("\n  ]\n") : S("]\n"));
}

/* ---- words ---- */

static void say(const struct graph_text *lines, int n, struct buf *out)
{
    for (int i = 0; i < n; i++) {
        buf_put(out, i ? S(" ") : S(""));
        buf_put(out, lines[i].text);
    }
}

static void say_part(const struct graph *g, int part, struct buf *out)
{
    say(g->nodes[part].lines, g->nodes[part].n_lines, out);
}

void sequence_say(const struct graph *g, const struct sequence_step *s, struct buf *out)
{
    const struct graph_edge *e = s->what == SEQUENCE_MESSAGE ? &g->edges[s->edge] : NULL;
    if (e) {
        say_part(g, e->from, out);
        buf_put(out, e->dir == DIR_NONE   ? S(" with ")
                     : e->dir == DIR_BOTH ? S(" and ")
                                          : S(" to "));
        if (e->from == e->to)
            buf_put(out, S("itself"));
        else
            say_part(g, e->to, out);
        buf_put(out, e->n_lines ? S(": ") : S(""));
        say(e->lines, e->n_lines, out);
        buf_put(out, e->end == HEAD_CROSS ? S(" (lost)") : S(""));
    } else if (s->what == SEQUENCE_NOTE) {
        buf_put(out, S("Note on "));
        say_part(g, s->from, out);
        if (s->to != s->from) {
            buf_put(out, S(" to "));
            say_part(g, s->to, out);
        }
        buf_put(out, S(": "));
        say(s->lines, s->n_lines, out);
    } else if (s->what == SEQUENCE_FRAME || s->what == SEQUENCE_SECTION) {
        buf_put(out, str_of(s->what == SEQUENCE_FRAME ? sequence_frames[s->frame]
                                                      : sequence_section(s->frame)));
        buf_put(out, s->n_lines ? S(" ") : S(""));
        say(s->lines, s->n_lines, out);
    }
}

void sequence_words(const struct graph *g, struct buf *out)
{
    for (int i = 0; i < g->sequence->n_steps; i++) {
        const struct sequence_step *s = &g->sequence->steps[i];
        ptrdiff_t before = out->len;
        if (s->what != SEQUENCE_FRAME || s->frame != FRAME_RECT)
            sequence_say(g, s, out);
        if (out->len > before)
            buf_put(out,
                    s->what == SEQUENCE_FRAME || s->what == SEQUENCE_SECTION ? S(": ") : S(". "));
    }
    while (out->len > 0 && (out->ptr[out->len - 1] == ' ' || out->ptr[out->len - 1] == ':'))
        out->len--;
}

/* ---- Mermaid ---- */

static void put_text(const struct graph_text *lines, int n, struct buf *out)
{
    for (int i = 0; i < n; i++) {
        buf_put(out, i ? S("<br>") : S(""));
        for (ptrdiff_t k = 0; k < lines[i].text.len; k++) {
            char c = lines[i].text.ptr[k];
            if (char_among(c, "#;<>&\\[`") || (c == ':' && i + k == 0))
                buf_fmt(out, "#%d;", c);
            else
                buf_char(out, c);
        }
    }
}

/* Ids hold letters, digits and dashes: dashes would be arrows, words of the language statements. */
static void put_id(const struct graph *g, int part, struct buf *out)
{
    struct str id = g->nodes[part].id;
    buf_put(out, S("p_"));
    for (ptrdiff_t i = 0; i < id.len; i++)
        buf_char(out, id.ptr[i] == '-' ? '_' : id.ptr[i]);
}

static void put_part(const struct graph *g, int part, int depth, struct buf *out)
{
    const struct graph_node *n = &g->nodes[part];
    enum sequence_kind kind = g->sequence->parts[part].kind;
    buf_fill(out, ' ', 2 * depth);
    buf_put(out, kind == SEQUENCE_ACTOR ? S("actor ") : S("participant "));
    put_id(g, part, out);
    if (kind > SEQUENCE_ACTOR)
        buf_fmt(out, "@{ \"type\": \"%s\" }", sequence_kinds[kind]);
    buf_put(out, S(" as "));
    put_text(n->lines, n->n_lines, out);
    buf_char(out, '\n');
}

static void put_tint(uint32_t tint, struct buf *out)
{
    buf_fmt(out, "rgb(%u, %u, %u)", tint >> 16 & 255, tint >> 8 & 255, tint & 255);
}

static void put_parts(const struct graph *g, struct buf *out)
{
    const struct sequence *q = g->sequence;
    for (int i = 0; i < g->n_nodes; i++) {
        int box = q->parts[i].box;
        if (q->parts[i].late)
            continue;
        if (box >= 0 && (i == 0 || q->parts[i - 1].box != box)) {
            buf_put(out, S("  box "));
            if (q->boxes[box].tint)
                put_tint(q->boxes[box].tint, out);
            else
                buf_put(out, S("transparent"));
            buf_char(out, ' ');
            put_text(q->boxes[box].lines, q->boxes[box].n_lines, out);
            buf_char(out, '\n');
        }
        put_part(g, i, box >= 0 ? 2 : 1, out);
        if (box >= 0 && (i + 1 == g->n_nodes || q->parts[i + 1].box != box || q->parts[i + 1].late))
            buf_put(out, S("  end\n"));
    }
}

static const char *arrow_of(const struct graph_edge *e)
{
    static const char *const heads[N_HEADS] = { "->>", "->>", "-)", "-x", "->>", "-|\\", "-|/" };
    return e->dir == DIR_NONE ? "->" : e->dir == DIR_BOTH ? "->>" : heads[e->end];
}

static void put_message(const struct graph *g, const struct sequence_step *s, int depth,
                        struct buf *out)
{
    const struct graph_edge *e = &g->edges[s->edge];
    if (s->create) {
        buf_put(out, S("create "));
        put_part(g, e->to, 0, out);
        buf_fill(out, ' ', 2 * depth);
    }
    if (s->destroy) {
        buf_put(out, S("destroy "));
        put_id(g, s->from, out);
        buf_char(out, '\n');
        buf_fill(out, ' ', 2 * depth);
    }
    put_id(g, e->from, out);
    buf_put(out, s->from_middle ? S("()") : S(""));
    buf_put(out, e->dir == DIR_BOTH ? S("<<") : S(""));
    buf_put(out, e->stroke == STROKE_DASHED ? S("-") : S(""));
    buf_put(out, str_of(arrow_of(e)));
    buf_put(out, s->to_middle ? S("()") : S(""));
    put_id(g, e->to, out);
    buf_put(out, S(": "));
    put_text(e->lines, e->n_lines, out);
}

static void put_note(const struct graph *g, const struct sequence_step *s, struct buf *out)
{
    static const char *const sides[] = { "over", "left of", "right of" };
    buf_fmt(out, "Note %s ", sides[s->side]);
    put_id(g, s->from, out);
    if (s->to != s->from) {
        buf_char(out, ',');
        put_id(g, s->to, out);
    }
    buf_put(out, S(": "));
    put_text(s->lines, s->n_lines, out);
}

static void put_step(const struct graph *g, const struct sequence_step *s, int depth,
                     struct buf *out)
{
    switch (s->what) {
    case SEQUENCE_MESSAGE:
        put_message(g, s, depth, out);
        break;
    case SEQUENCE_NOTE:
        put_note(g, s, out);
        break;
    case SEQUENCE_ACTIVATE:
    case SEQUENCE_DEACTIVATE:
        buf_put(out, s->what == SEQUENCE_ACTIVATE ? S("activate ") : S("deactivate "));
        put_id(g, s->from, out);
        break;
    case SEQUENCE_FRAME:
    case SEQUENCE_SECTION:
        buf_put(out, str_of(s->what == SEQUENCE_FRAME ? sequence_frames[s->frame]
                                                      : sequence_section(s->frame)));
        buf_char(out, ' ');
        if (s->what == SEQUENCE_FRAME && s->tint)
            put_tint(s->tint, out);
        put_text(s->lines, s->n_lines, out);
        break;
    case SEQUENCE_END:
        buf_put(out, S("end"));
        break;
    }
}

/* Numbers were counted when the text was read; they are counted anew from where they begin or jump. */
static void put_number(const struct sequence *q, int i, struct str *before, int depth,
                       struct buf *out)
{
    int64_t was, now;
    struct str n = q->steps[i].number;
    bool follows = str_int64(*before, &was) && str_int64(n, &now) && now == was + 1;
    if (q->steps[i].what != SEQUENCE_MESSAGE || follows || (!n.len && !before->len))
        return;
    buf_fill(out, ' ', 2 * depth);
    buf_fmt(out, "autonumber %.*s\n", FMT(n.len ? n : S("off")));
}

void sequence_mermaid(const struct graph *g, struct buf *out)
{
    const struct sequence *q = g->sequence;
    struct str before = { 0 };
    int depth = 1;
    buf_put(out, S("sequenceDiagram\n"));
    if (q->title.len) {
        struct graph_text title = { .text = q->title };
        buf_put(out, S("  title "));
        put_text(&title, 1, out);
        buf_char(out, '\n');
    }
    put_parts(g, out);
    for (int i = 0; i < q->n_steps; i++) {
        const struct sequence_step *s = &q->steps[i];
        depth -= s->what == SEQUENCE_END;
        put_number(q, i, &before, depth, out);
        if (s->what == SEQUENCE_MESSAGE)
            before = s->number;
        buf_fill(out, ' ', 2 * (ptrdiff_t)(depth - (s->what == SEQUENCE_SECTION)));
        put_step(g, s, depth, out);
        buf_char(out, '\n');
        depth += s->what == SEQUENCE_FRAME;
    }
}
