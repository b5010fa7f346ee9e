/* sequence_list.c - what a sequence diagram shows, in order, for those who do not see it. */
#include "draw/sequence.h"

static void put_parts(const struct graph *g, struct buf *out)
{
    buf_put(out, S("<p>Participants</p><ul>"));
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = &g->nodes[i];
        buf_put(out, S("<li>"));
        for (int k = 0; k < n->n_lines; k++) {
            buf_put(out, k ? S(" ") : S(""));
            buf_html(out, n->lines[k].text);
        }
        buf_put(out, S("</li>"));
    }
    buf_put(out, S("</ul>"));
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
    if (s->what == SEQUENCE_END) {
        buf_put(out, S("</ol></li>"));
        return;
    }
    if (s->what == SEQUENCE_SECTION)
        buf_put(out, S("</ol></li>"));
    buf_put(out, S("<li>"));
    buf_html(out, buf_str(&words));
    buf_put(out, s->what == SEQUENCE_FRAME || s->what == SEQUENCE_SECTION ? S("<ol>") : S("</li>"));
}

void sequence_list(const struct graph *g, struct buf *out)
{
    put_parts(g, out);
    buf_put(out, S("<p>In order</p><ol>"));
    for (int i = 0; i < g->sequence->n_steps; i++)
        if (says(&g->sequence->steps[i]) && !is_ground_end(&g->sequence->steps[i]))
            put_step(g, &g->sequence->steps[i], out);
    buf_put(out, S("</ol>"));
}
