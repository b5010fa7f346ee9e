/* sequence_list.c - what a sequence diagram shows, in order, for those who do not see it. */
#include "base/tag.h"
#include "draw/sequence.h"

static void put_parts(const struct graph *g, struct buf *out)
{
    tag_text(out, "p", S("Participants"));
    tag_open(out, "ul");
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = &g->nodes[i];
        tag_open(out, "li");
        for (int k = 0; k < n->n_lines; k++) {
            buf_put(out, k ? S(" ") : S(""));
            buf_html(out, n->lines[k].text);
        }
        tag_end(out, "li");
    }
    tag_end(out, "ul");
}

static bool says(const struct sequence_step *s)
{
    bool ground = s->what == SEQUENCE_FRAME && s->frame == FRAME_RECT;
    return s->what != SEQUENCE_ACTIVATE && s->what != SEQUENCE_DEACTIVATE && !ground;
}

static bool is_ground_end(const struct sequence_step *s)
{
    return s->what == SEQUENCE_END && s->frame == FRAME_RECT;
}

/* A frame is an item with a list of its own; each further part of it the next item. */
static void put_step(const struct graph *g, const struct sequence_step *s, struct buf *out)
{
    struct buf words = buf_open(out->arena, 1 << 16);
    sequence_say(g, s, &words);
    if (s->what == SEQUENCE_END || s->what == SEQUENCE_SECTION) {
        tag_end(out, "ol");
        tag_end(out, "li");
    }
    if (s->what == SEQUENCE_END)
        return;
    tag_open(out, "li");
    buf_html(out, buf_str(&words));
    if (s->what == SEQUENCE_FRAME || s->what == SEQUENCE_SECTION)
        tag_open(out, "ol");
    else
        tag_end(out, "li");
}

void sequence_list(const struct graph *g, struct buf *out)
{
    put_parts(g, out);
    tag_text(out, "p", S("In order"));
    tag_open(out, "ol");
    for (int i = 0; i < g->sequence->n_steps; i++)
        if (says(&g->sequence->steps[i]) && !is_ground_end(&g->sequence->steps[i]))
            put_step(g, &g->sequence->steps[i], out);
    tag_end(out, "ol");
}
