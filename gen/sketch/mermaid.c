/* mermaid.c - which of Mermaid's diagrams a text is: front matter, comments, the first word. */
#include "sketch/mermaid.h"

#include "sketch/mermaid_reader.h"

enum { TEXT_MAX = 4 << 20 };

/* --- title: x --- */
static void read_front(struct mermaid *r)
{
    mermaid_space(r);
    struct str rest = mermaid_rest(r), all = rest;
    if (!str_equal(str_trim(str_line(&rest)), S("---")))
        return;
    while (rest.len > 0) {
        struct str line = str_line(&rest);
        struct cut c = str_cut(line, ':');
        if (str_equal(str_trim(line), S("---"))) {
            r->at += all.len - rest.len;
            return;
        }
        if (c.ok && str_equal(c.head, S("config")))
            mermaid_omit(r, c.head, "settings of Mermaid's own");
        if (c.ok && str_equal(c.head, S("title"))) {
            struct str title = str_trim(c.tail);
            bool quoted = title.len >= 2 && (*title.ptr == '"' || *title.ptr == '\'') &&
                          title.ptr[title.len - 1] == *title.ptr;
            r->out->title = str_copy(quoted ? str_sub(title, 1, title.len - 2) : title, r->keep);
        }
    }
}

/* clang-format off */
static const struct diagram {
    const char *word;
    void (*read)(struct mermaid *r);
    const char *instead; /* of a diagram that is not drawn: what is drawn in its place */
} diagrams[] = {
    { "flowchart-elk", mermaid_flow_read, NULL },
    { "flowchart", mermaid_flow_read, NULL },
    { "graph", mermaid_flow_read, NULL },
    { "sequenceDiagram", mermaid_sequence_read, NULL },
    { "stateDiagram-v2", mermaid_state_read, NULL },
    { "stateDiagram", mermaid_state_read, NULL },
    { "classDiagram-v2", NULL, "classes are not drawn: a flowchart or dot with records shows them" },
    { "classDiagram", NULL, "classes are not drawn: a flowchart or dot with records shows them" },
    { "erDiagram", NULL, "entities are not drawn: dot with records and labels at the ends shows them" },
    { "gantt", NULL, "plans are not drawn: a table with dates shows them" },
    { "timeline", NULL, "timelines are not drawn: a table or a box drawing shows them" },
    { "pie", NULL, "pies are not drawn: a link to costs draws a chart, a table shows shares" },
    { "xychart-beta", NULL, "axes are not drawn: a link to costs draws a chart" },
    { "xychart", NULL, "axes are not drawn: a link to costs draws a chart" },
    { "quadrantChart", NULL, "quadrants are not drawn: a table shows them" },
    { "gitGraph", NULL, "commits are not drawn: a flowchart shows branches" },
    { "mindmap", NULL, "mind maps are not drawn: a list or a flowchart shows them" },
    { "journey", NULL, "journeys are not drawn: a table or a sequenceDiagram shows them" },
    { "requirementDiagram", NULL, "requirements are not drawn: a table or a flowchart shows them" },
    { "C4Context", NULL, "C4 is not drawn: a flowchart with subgraphs shows it" },
    { "C4Container", NULL, "C4 is not drawn: a flowchart with subgraphs shows it" },
    { "C4Component", NULL, "C4 is not drawn: a flowchart with subgraphs shows it" },
    { "C4Dynamic", NULL, "C4 is not drawn: a sequenceDiagram shows it" },
    { "C4Deployment", NULL, "C4 is not drawn: a flowchart with subgraphs shows it" },
    { "sankey-beta", NULL, "flows of amounts are not drawn: a flowchart with labels shows them" },
    { "sankey", NULL, "flows of amounts are not drawn: a flowchart with labels shows them" },
    { "packet-beta", NULL, "packets are not drawn: a box drawing with a ruler of bits shows them" },
    { "packet", NULL, "packets are not drawn: a box drawing with a ruler of bits shows them" },
    { "block-beta", NULL, "blocks are not drawn: a box drawing or a flowchart shows them" },
    { "block", NULL, "blocks are not drawn: a box drawing or a flowchart shows them" },
    { "architecture-beta", NULL, "this is not drawn: a box drawing or a flowchart with subgraphs shows it" },
    { "architecture", NULL, "this is not drawn: a box drawing or a flowchart with subgraphs shows it" },
    { "kanban", NULL, "boards are not drawn: a table shows them" },
    { "radar-beta", NULL, "radar charts are not drawn: a table shows them" },
    { "treemap-beta", NULL, "tree maps are not drawn: a file tree or a table shows them" },
    { "treemap", NULL, "tree maps are not drawn: a file tree or a table shows them" },
    { "zenuml", NULL, "ZenUML is not drawn: a sequenceDiagram shows it" },
};
/* clang-format on */

static const struct diagram *take_head(struct mermaid *r)
{
    for (ptrdiff_t i = 0; i < LEN(diagrams); i++)
        if (mermaid_word(r, str_of(diagrams[i].word)))
            return &diagrams[i];
    return NULL;
}

bool mermaid_is(struct str text)
{
    char block[4096];
    struct arena none = { .beg = block, .end = block + sizeof block };
    struct graph out = { 0 };
    struct graph_fault fault = { 0 };
    struct mermaid r = { .text = text, .keep = &none, .out = &out, .fault = &fault };
    mermaid_space(&r);
    if (str_starts(mermaid_rest(&r), S("---\n"))) {
        ptrdiff_t end = str_find(str_from(text, r.at + 4), S("\n---"));
        r.at += end < 0 ? 0 : end + 8;
    }
    mermaid_space(&r);
    const struct diagram *d = take_head(&r);
    return d && d->read && (mermaid_ends(&r) || mermaid_blank(mermaid_peek(&r, 0)));
}

static void read_all(struct mermaid *r)
{
    read_front(r);
    mermaid_space(r);
    ptrdiff_t start = r->at, n = 0;
    const struct diagram *d = take_head(r);
    if (d && d->read) {
        d->read(r);
        return;
    }
    while (char_is_alnum(mermaid_peek(r, n)) || mermaid_peek(r, n) == '-')
        n++;
    n = d ? r->at - start : n;
    mermaid_fail(r, start, n ? n : 1,
                 d ? d->instead
                   : "of Mermaid's diagrams flowchart, sequenceDiagram and stateDiagram are drawn");
    r->fault->foreign = d != NULL;
}

bool mermaid_read(struct str text, struct arena *keep, struct graph *out, struct graph_fault *fault)
{
    *out = (struct graph){ .kind = GRAPH_BOXES, .loose = true };
    *fault = (struct graph_fault){ 0 };
    struct mermaid r = { .text = text, .keep = keep, .out = out, .fault = fault };
    if (text.len > TEXT_MAX)
        return mermaid_fail(&r, 0, 0, "it is larger than 4 MB");
    read_all(&r);
    if (!mermaid_failed(&r) && r.nodes.len == 0)
        mermaid_fail(&r, 0, 0, "it has no nodes");
    if (mermaid_failed(&r))
        return false;
    mermaid_close(&r);
    if (out->kind != GRAPH_SEQUENCE)
        graph_parents_first(out, keep);
    graph_ids(out, keep);
    return true;
}
