/* test_sequence.c - sequences: what Mermaid and box drawings say, what is written back, where it is drawn. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "draw/sequence.h"
#include "model/graph_text.h"
#include "sketch/drawing.h"
#include "sketch/mermaid.h"

static void put_step(const struct graph *g, const struct sequence_step *s, struct buf *b)
{
    static const char *const arrows[2][3] = { { "--", "->", "<->" }, { "..", ".>", "<.>" } };
    static const char *const heads[N_HEADS] = { "", "", "open", "cross", "circle", "upper", "lower" };
    static const char *const sides[] = { "over", "left", "right" };
    const struct graph_edge *e = s->what == SEQUENCE_MESSAGE ? &g->edges[s->edge] : NULL;
    const struct graph_text *lines = e ? e->lines : s->lines;
    int n = e ? e->n_lines : s->n_lines;
    if (e)
        buf_fmt(b, "%.*s%s%.*s%s%.*s%s", FMT(s->number), s->number.len ? " " : "", FMT(g->nodes[e->from].id),
                arrows[e->stroke == STROKE_DASHED][e->dir], FMT(g->nodes[e->to].id), heads[e->end]);
    else if (s->what == SEQUENCE_NOTE)
        buf_fmt(b, "note %s %.*s-%.*s", sides[s->side], FMT(g->nodes[s->from].id), FMT(g->nodes[s->to].id));
    else if (s->what == SEQUENCE_ACTIVATE || s->what == SEQUENCE_DEACTIVATE)
        buf_fmt(b, "%s%.*s", s->what == SEQUENCE_ACTIVATE ? "+" : "-", FMT(g->nodes[s->from].id));
    else
        buf_fmt(b, "%s", s->what == SEQUENCE_END ? "end" : s->what == SEQUENCE_FRAME ? sequence_frames[s->frame] : sequence_section(s->frame));
    for (int k = 0; k < n; k++)
        buf_fmt(b, "%s%.*s", k ? "/" : ": ", FMT(lines[k].text));
    if (s->create)
        buf_put(b, S(" creates"));
    if (s->destroy)
        buf_fmt(b, " ends %.*s", FMT(g->nodes[s->from].id));
}

/* "A actor Alice, B; A->B: hi; alt: x" */
static struct str summary(const struct graph *g, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 16);
    const struct sequence *q = g->sequence;
    if (!q)
        return S("no sequence");
    if (q->title.len)
        buf_fmt(&b, "%.*s: ", FMT(q->title));
    for (int i = 0; i < g->n_nodes; i++) {
        struct str label = graph_label(g->nodes[i].lines, g->nodes[i].n_lines, keep);
        buf_fmt(&b, "%s%.*s", i ? ", " : "", FMT(g->nodes[i].id));
        if (q->parts[i].kind)
            buf_fmt(&b, " %s", sequence_kinds[q->parts[i].kind]);
        if (!str_equal_nocase(label, g->nodes[i].id))
            buf_fmt(&b, " \"%.*s\"", FMT(label));
        if (q->parts[i].box >= 0)
            buf_fmt(&b, " in %.*s", FMT(graph_label(q->boxes[q->parts[i].box].lines, q->boxes[q->parts[i].box].n_lines, keep)));
    }
    for (int i = 0; i < q->n_steps; i++) {
        buf_put(&b, S("; "));
        put_step(g, &q->steps[i], &b);
    }
    for (int i = 0; i < g->n_omitted; i++)
        buf_fmt(&b, "; not drawn: %s", g->omitted[i].why);
    return buf_str(&b);
}

/* clang-format off */
static const struct {
    const char *name, *in, *want;
} mermaid[] = {
    { "a message", "A->>B: hi", "A, B; A->B: hi" },
    { "all arrows", "A->B:1\nA-->B:2\nA->>B:3\nA-->>B:4\nA<<->>B:5\nA<<-->>B:6\nA-xB:7\nA--xB:8\nA-)B:9\nA--)B:10",
      "A, B; A--B: 1; A..B: 2; A->B: 3; A.>B: 4; A<->B: 5; A<.>B: 6; A->Bcross: 7; A.>Bcross: 8; A->Bopen: 9; A.>Bopen: 10" },
    { "half heads", "A-|\\B:1\nA--|/B:2\nA-\\\\B:3\nA-//B:4\nA/|-B:5\nA\\\\--B:6",
      "A, B; A->Bupper: 1; A.>Blower: 2; A->Bupper: 3; A->Blower: 4; B->Aupper: 5; B.>Alower: 6" },
    { "names", "Big App->>my-service: x\nmy-service-->>Big App: y\n\xC3\x84->>api-xyz: z",
      "Big-App \"Big App\", my-service, n3 \"\xC3\x84\", api-xyz; Big-App->my-service: x; my-service.>Big-App: y; n3->api-xyz: z" },
    { "participants", "participant B as Bob<br>the builder\nactor A\nparticipant D@{ \"type\": \"database\", \"alias\": \"Data\" }\nparticipant Q@{ \"type\" : \"queue\" } as Jobs\nA->>B: x",
      "B \"Bob the builder\", A actor, D database \"Data\", Q queue \"Jobs\"; A->B: x" },
    { "boxes", "box Aqua Front door\nparticipant A\nend\nbox transparent Aqua\nactor B\nend\nbox Plain words\nparticipant C\nend\nA->>B: x",
      "A in Front door, B actor in Aqua, C in Plain words; A->B: x" },
    { "activations", "A->>+B: x\nactivate A\nB-->>-A: y\ndeactivate A", "A, B; A->B: x; +B; +A; B.>A: y; -B; -A" },
    { "an end without begin", "A->>B: x\ndeactivate B", "A, B; A->B: x; not drawn: an activation ends that never began" },
    { "notes", "participant A\nNote right of A: r\nnote left of A: l\nNOTE over A,B: o<br/>p", "A, B; note right A-A: r; note left A-A: l; note over A-B: o/p" },
    { "frames", "alt yes\nA->>B: 1\nelse no\nA->>B: 2\nend\nloop\nopt x\nA->>B: 3\nend\nend\npar a\nA->>B: 4\nand b\nA->>B: 5\nend\ncritical c\nA->>B: 6\noption d\nend\nbreak e\nend\nrect rgb(1,2,3)\nend",
      "A, B; alt: yes; A->B: 1; else: no; A->B: 2; end; loop; opt: x; A->B: 3; end; end; par: a; A->B: 4; and: b; A->B: 5; end; critical: c; A->B: 6; option: d; end; break: e; end; rect; end" },
    { "numbers", "autonumber\nA->>B: x\nautonumber 10 0.5\nA->>B: y\nA->>B: z\nautonumber off\nA->>B: w",
      "A, B; 1 A->B: x; 10 A->B: y; 10.5 A->B: z; A->B: w" },
    { "born and gone", "A->>B: x\ncreate actor C as Carl\nA->>C: y\ndestroy C\nC-xA: z\ndestroy B\nA->>B: w",
      "A, B, C actor \"Carl\"; A->B: x; A->C: y creates; C->Across: z ends C; A->B: w ends B" },
    { "semicolons", "A->>B: x; B->>A: y; z; w;", "A, B; A->B: x; B->A: y; z; w" },
    { "a character is no end", "participant A\nNote right of A: x#96;#96; note", "A; note right A-A: x`` note" },
    { "text", "A->>B: I #9829; \"you\" #59; <b>x</b>, see [docs](https://x.example/)\nA->>B: wrap: y: z\nA->>B: # 12 -> 13",
      "A, B; A->B: I \xE2\x99\xA5 \"you\" ; x, see docs; A->B: y: z; A->B: # 12 -> 13; not drawn: links in texts are shown as words" },
    { "itself", "A->>A: think\nA->>()B: m", "A, B; A->A: think; A->B: m" },
    { "words that begin statements", "end user->>loop: x\nalt->>opt: y", "end-user \"end user\", loop, alt, opt; end-user->loop: x; alt->opt: y" },
    { "comments", "%% a\nA->>B: x\n  # b\n%%{init: {}}%%\nB->>A: y", "A, B; A->B: x; B->A: y; not drawn: settings of Mermaid's own" },
    { "title", "title: Orders\naccTitle: t\naccDescr: d\nA->>B: x", "Orders: A, B; A->B: x" },
    { "links", "A->>B: x\nlink A: Docs @ https://x.example/\nlinks B: {\"W\": \"https://y.example/\", \"V\": \"z\"}\nproperties A: {}",
      "A, B; A->B: x; not drawn: of a participant's links the first is kept; not drawn: properties and details of participants" },
    { "no text", "A->>B", "A, B; A->B" },
    { "CRLF", "A->>B: x\r\nloop y\r\nend\r\n", "A, B; A->B: x; loop: y; end" },
};
static const struct {
    const char *name, *in, *want;
} boxes[] = {
    { "heads of words", "Ann          Ben\n |            |\n |--- hi ---->|\n |            |\n |<-- yes ----|\n |            |",
      "ann, ben; ann->ben: hi; ben->ann: yes" },
    { "a dashed answer", "+-----+      +-----+\n| Ann |      | Ben |\n+--+--+      +--+--+\n   |    ask     |\n   |----------->|\n   |    told    |\n   |<- - - - - -|\n   |            |",
      "ann, ben; ann->ben: ask; ben.>ann: told" },
    { "a title and comments", "# the title\n#\n#  Ann          Ben\n#   |            |\n#   |--- hi ---->|\n#   |            |\n#   |<-- yes ----|\n#   |            |",
      "the title: ann, ben; ann->ben: hi; ben->ann: yes" },
    { "past a lifeline", "Ann     Ben     Cem\n |       |       |\n |--a--->|       |\n |       |--b--->|\n |       |       |\n |<--------------|\n |       |       |",
      "ann, ben, cem; ann->ben: a; ben->cem: b; cem->ann" },
    { "the arrow of time", "Ann          Ben\n |            |\n |--- hi ---->|\n |            |\n |<-- yes ----|\n v            v",
      "ann, ben; ann->ben: hi; ben->ann: yes" },
    { "no sequence", "+---+    +---+\n| a |--->| b |\n+---+    +---+", "no sequence" },
};
/* clang-format on */

static struct str read_mermaid(const char *in, struct arena *keep, struct graph *g)
{
    struct graph_fault fault;
    struct str text = str_fmt(keep, "sequenceDiagram\n%s\n", in);
    return mermaid_read(text, keep, g, &fault) ? summary(g, keep) : str_of(fault.why);
}

static void test_mermaid(void **state)
{
    int wrong = 0;
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(mermaid); i++) {
        struct arena keep = arena_open(1 << 26);
        char *start = keep.beg;
        struct graph g, again;
        struct str got = read_mermaid(mermaid[i].in, &keep, &g);
        if (!str_equal(got, str_of(mermaid[i].want)))
            print_error("%s:\n  %.*s\n  wanted\n  %s\n", mermaid[i].name, FMT(got), mermaid[i].want), wrong++;
        struct buf b = buf_open(&keep, 1 << 16);
        graph_text_mermaid(&g, &b); /* written back it says the same, under other names */
        struct graph_fault fault = { 0 };
        if (!mermaid_read(buf_str(&b), &keep, &again, &fault) || again.n_edges != g.n_edges ||
            again.sequence->n_steps != g.sequence->n_steps)
            print_error("%s: written back: %s\n%.*s", mermaid[i].name, fault.why ? fault.why : "", FMT(buf_str(&b))), wrong++;
        for (int k = 0; !fault.why && k < g.n_edges; k++)
            if (!str_equal(graph_label(g.edges[k].lines, g.edges[k].n_lines, &keep),
                           graph_label(again.edges[k].lines, again.edges[k].n_lines, &keep)))
                print_error("%s: message %d changed\n", mermaid[i].name, k), wrong++;
        arena_close(start, &keep);
    }
    assert_int_equal(wrong, 0);
}

static void test_boxes(void **state)
{
    int wrong = 0;
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(boxes); i++) {
        struct arena keep = arena_open(1 << 26), scratch = arena_open(1 << 26);
        char *start = keep.beg, *other = scratch.beg;
        struct graph g;
        const char *why;
        assert_true(drawing_read(str_of(boxes[i].in), &keep, scratch, &g, &why));
        struct str got = summary(&g, &keep);
        if (!str_equal(got, str_of(boxes[i].want)))
            print_error("%s:\n  %.*s\n  wanted\n  %s\n", boxes[i].name, FMT(got), boxes[i].want), wrong++;
        arena_close(start, &keep);
        arena_close(other, &scratch);
    }
    assert_int_equal(wrong, 0);
}

/* Drawn as text and read again: the same messages between the same participants. */
static void test_text(void **state)
{
    int wrong = 0;
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(mermaid); i++) {
        struct arena keep = arena_open(1 << 28), scratch = arena_open(1 << 28);
        char *start = keep.beg, *other = scratch.beg;
        struct graph g, again;
        const char *why = "";
        read_mermaid(mermaid[i].in, &keep, &g);
        struct buf b = buf_open(&keep, 1 << 20);
        sequence_text(&g, scratch, &b);
        again.n_edges = 0; /* where nothing reaches a lifeline there is no sequence to read */
        bool arrows = strstr(mermaid[i].in, " -> ") != NULL; /* in words: an arrow to who reads the text */
        if (g.n_edges && !arrows && (!drawing_read(buf_str(&b), &keep, scratch, &again, &why) || again.n_edges != g.n_edges))
            print_error("%s: %d messages of %d\n%.*s", mermaid[i].name, again.n_edges, g.n_edges, FMT(buf_str(&b))), wrong++;
        arena_close(start, &keep);
        arena_close(other, &scratch);
    }
    assert_int_equal(wrong, 0);
}

/* Every message is a level path, below the one before it, from one lifeline to another. */
static void test_heights(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(mermaid); i++) {
        struct arena keep = arena_open(1 << 26);
        char *start = keep.beg;
        struct graph g;
        struct scene s = { 0 };
        double last = 0;
        int paths = 0;
        read_mermaid(mermaid[i].in, &keep, &g);
        sequence_scene(&g, &keep, &s);
        for (ptrdiff_t k = 0; k < s.items.len; k++) {
            const struct scene_item *it = &s.items.ptr[k];
            if (it->kind == SCENE_TEXT) { /* all text lies in the picture */
                struct scene_box b = scene_text_box(it);
                assert_true(b.x0 >= 0 && b.y0 >= 0 && b.x1 <= s.w && b.y1 <= s.h);
            }
            if (it->kind != SCENE_PATH || it->role != ROLE_EDGE)
                continue;
            const char *c = str_c(it->path, &keep);
            double x = strtod(c + 1, (char **)&c), y = strtod(c, (char **)&c), to = strtod(c + 1, NULL);
            paths++;
            assert_true(y > last && fabs(to - x) > 4);
            last = y;
        }
        assert_int_equal(paths, g.n_edges);
        arena_close(start, &keep);
    }
}

static void test_list(void **state)
{
    (void)state;
    struct arena keep = arena_open(1 << 24);
    char *start = keep.beg;
    struct graph g;
    read_mermaid("A->>B: x\nalt y\nB->>A: z\nelse\nB-xA: w\nend\nrect red\nNote over A: n\nend", &keep, &g);
    struct buf b = buf_open(&keep, 1 << 16);
    sequence_list(&g, &b);
    assert_true(str_equal(buf_str(&b), S("<p>Participants</p><ul><li>A</li><li>B</li></ul><p>In order</p><ol><li>A to B: x</li>"
                                         "<li>alt y<ol><li>B to A: z</li></ol></li><li>else<ol><li>B to A: w (lost)</li></ol></li>"
                                         "<li>Note on A: n</li></ol>")));
    b = buf_open(&keep, 1 << 16);
    graph_words(&g, &b);
    assert_true(str_equal(buf_str(&b), S("A to B: x. alt y: B to A: z. else: B to A: w (lost). Note on A: n.")));
    struct scene s = { 0 };
    assert_false(sequence_heads(&g, &keep, &s)); /* short: nothing needs to stay on top */
    arena_close(start, &keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mermaid), cmocka_unit_test(test_boxes),
                                        cmocka_unit_test(test_text), cmocka_unit_test(test_heights), cmocka_unit_test(test_list) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
