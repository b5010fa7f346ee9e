/* test_picture.c - pictures proved: what the reader of a scene says of good and bad ones; texts in
 * pieces; lines led around boxes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "draw/diagram.h"
#include "draw/narrow.h"
#include "draw/proof.h"
#include "draw/route.h"
#include "draw/words.h"
#include "sketch/drawing.h"
#include "sketch/picture.h"

enum { BLOCK = 64 << 20 };

/* A box in the scene, and an edge between two of them. */
static void put_box(struct scene *s, struct arena *keep, struct str id, float x, float y)
{
    scene_open(s, keep, id, id, COLOUR_EDGE);
    scene_rect(s, keep, ROLE_NODE, x, y, 40, 20, 4);
    scene_close(s, keep);
}

/* clang-format off */
static const struct {
    const char *name, *paths[2]; /* of a -> b and a -> c */
    struct { float x, y; } words; /* a free text, x < 0: none */
    bool plate;
    enum proof_fault fault;
} pictures[] = {
    { "good",              { "M40 10H100", "M20 20V100" },          { -1, 0 },  false, PROOF_GOOD },
    { "a bend",            { "M40 10H70V14H100", "M20 20V100" },    { -1, 0 },  false, PROOF_GOOD },
    { "no length",         { "M40 10H42", "M20 20V100" },           { -1, 0 },  false, PROOF_SHORT },
    { "falls short",       { "M40 10H80", "M20 20V100" },           { -1, 0 },  false, PROOF_LOOSE },
    { "ends inside",       { "M20 10H120", "M20 20V100" },          { -1, 0 },  false, PROOF_LOOSE },
    { "one on the other",  { "M20 20V60H110V20", "M20 20V60H110V60V100H40" }, { -1, 0 }, false, PROOF_GOOD },
    { "no line",           { "M40 10H100", NULL },                  { -1, 0 },  false, PROOF_MISSING },
    { "through a box",     { "M40 10H50V110H150V10H140", "M20 20V100" }, { -1, 0 }, false, PROOF_GOOD },
    { "through words",     { "M40 10H100", "M20 20V100" },          { 60, 14 }, false, PROOF_STRUCK },
    { "words on a plate",  { "M40 10H100", "M20 20V100" },          { 60, 14 }, true,  PROOF_GOOD },
};

static const struct {
    const char *text;
    bool even;
    const char *pieces; /* text@column, then the anchor: < start, | middle, > end */
} texts[] = {
    { "two words", false, "two words@3<" },
    { "name  12", false, "name@3<12@9>" },
    { "a     text", false, "a@3|text@9<" },
    { "0 1 2 3 4 5", false, "0@3|1@5|2@7|3@9|4@11|5@13|" },
    { "* , - / L W", false, "*@3|, - / L W@5<" },
    { "d e", false, "d e@3<" },
    { "d e", true, "d@3|e@5|" },
    { "* * * bake", false, "*@3|*@5|*@7|bake@9<" },
    { "\xE5\x90\x8D  1", false, "\xE5\x90\x8D@3<1@7|" },
};
/* clang-format on */

static void proofs(void **state)
{
    (void)state;
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    struct graph_point any[2] = { { 0, 0 }, { 1, 1 } };
    struct graph_node nodes[3] = { { .id = S("a"), .parent = -1 }, { .id = S("b"), .parent = -1 },
                                   { .id = S("c"), .parent = -1 } };
    struct graph_edge edges[2] = { { .from = 0, .to = 1, .points = any, .n_points = 2 },
                                   { .from = 0, .to = 2, .points = any, .n_points = 2 } };
    struct graph g = { .nodes = nodes, .n_nodes = 3, .edges = edges, .n_edges = 2 };
    for (ptrdiff_t i = 0; i < LEN(pictures); i++) {
        struct arena k = keep;
        struct scene s = { 0 };
        put_box(&s, &k, S("a"), 0, 0);
        put_box(&s, &k, S("b"), 100, 0);
        put_box(&s, &k, S("c"), 0, 100);
        for (int e = 0; e < 2; e++)
            if (pictures[i].paths[e])
                scene_path(&s, &k, ROLE_EDGE, str_of(pictures[i].paths[e]));
        if (pictures[i].plate)
            scene_rect(&s, &k, ROLE_PILL, 50, 0, 60, 30, 4);
        if (pictures[i].words.x >= 0)
            scene_text(&s, &k, ROLE_LABEL, pictures[i].words.x, pictures[i].words.y, 30, ANCHOR_START, S("words"));
        int edge;
        enum proof_fault got = proof_scene(&g, &s, scratch, &edge);
        if (got != pictures[i].fault)
            fail_msg("%s: %d (%s) of edge %d", pictures[i].name, got, proof_words(got), edge);
    }
}

/* A head left as text in the middle of a line from a to b. */
static void heads(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        enum graph_dir dir;
        enum proof_fault fault;
    } cases[] = {
        { ">", DIR_FORWARD, PROOF_GOOD },        { "<", DIR_FORWARD, PROOF_HEADS },
        { "\xE2\x97\x84", DIR_FORWARD, PROOF_HEADS }, { "v", DIR_FORWARD, PROOF_GOOD },
        { "<", DIR_BOTH, PROOF_GOOD },
    };
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    struct graph_point any[2] = { { 0, 0 }, { 1, 1 } };
    struct graph_node nodes[2] = { { .id = S("a"), .parent = -1 }, { .id = S("b"), .parent = -1 } };
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct graph_edge e = { .from = 0, .to = 1, .dir = cases[i].dir, .points = any, .n_points = 2 };
        struct graph g = { .nodes = nodes, .n_nodes = 2, .edges = &e, .n_edges = 1 };
        struct scene s = { 0 };
        int edge;
        put_box(&s, &keep, S("a"), 0, 0);
        put_box(&s, &keep, S("b"), 100, 0);
        scene_path(&s, &keep, ROLE_EDGE, S("M40 10H100"));
        scene_rect(&s, &keep, ROLE_VEIL, 60, 0, 20, 20, 4);
        scene_text(&s, &keep, ROLE_LABEL, 66, 14, 8, ANCHOR_START, str_of(cases[i].head));
        assert_int_equal(proof_scene(&g, &s, scratch, &edge), cases[i].fault);
    }
}

static void overlaps(void **state)
{
    (void)state;
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    struct graph_point any[2] = { { 0, 0 }, { 1, 1 } };
    struct graph_node nodes[2] = { { .id = S("a"), .parent = -1 }, { .id = S("b"), .parent = -1 } };
    struct graph_edge edges[2] = { { .from = 0, .to = 1, .points = any, .n_points = 2 },
                                   { .from = 1, .to = 0, .points = any, .n_points = 2 } };
    struct graph g = { .nodes = nodes, .n_nodes = 2, .edges = edges, .n_edges = 2 };
    for (int apart = 0; apart < 2; apart++) {
        struct scene s = { 0 };
        int edge;
        put_box(&s, &keep, S("a"), 0, 0);
        put_box(&s, &keep, S("b"), 100, 0);
        scene_path(&s, &keep, ROLE_EDGE, S("M40 10H100"));
        scene_path(&s, &keep, ROLE_EDGE, apart ? S("M100 14H40") : S("M100 10H40"));
        assert_int_equal(proof_scene(&g, &s, scratch, &edge), apart ? PROOF_GOOD : PROOF_COVERED);
    }
}

static void pieces(void **state)
{
    (void)state;
    struct arena keep = arena_open(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(texts); i++) {
        struct graph_text t = { .text = str_of(texts[i].text), .x = 3, .w = 10 };
        struct buf b = buf_open(&keep, 1000);
        int n;
        const struct words_piece *p = words_pieces(&t, texts[i].even, &keep, &n);
        for (int k = 0; k < n; k++)
            buf_fmt(&b, "%.*s@%d%c", FMT(p[k].text), p[k].x, "<|>"[p[k].anchor]);
        if (!str_equal(buf_str(&b), str_of(texts[i].pieces)))
            fail_msg("\"%s\": %.*s", texts[i].text, FMT(buf_str(&b)));
    }
}

static bool free_east(const void *ctx, const struct curve_point *way, int n)
{
    (void)ctx;
    for (int i = 0; i < n; i++)
        if (way[i].x < 0)
            return false;
    return true;
}

static void detours(void **state)
{
    (void)state;
    struct curve_point p[2 + ROUTE_DETOUR] = { { 2, 0 }, { 2, 100 } };
    struct scene_box box = { 0, 40, 30, 60 };
    assert_int_equal(route_around(p, 2, box, 7, free_east, NULL), 6);
    assert_true(p[1].x == 2 && p[1].y == 33 && p[2].x == 37 && p[3].y == 67 && p[4].x == 2);
    assert_false(route_crosses(p, 6, box));
    struct curve_point q[2 + ROUTE_DETOUR] = { { 2, 38 }, { 2, 100 } }; /* no room before the box */
    assert_int_equal(route_around(q, 2, box, 7, free_east, NULL), 2);
}

/* Colours are explained where there are more than a reader keeps in mind. */
static void legends(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool legend;
    } cases[] = {
        { "flowchart TD\n a[CloudFront] --> b[S3 bucket]\n b --> c[Amazon ECS]\n", false },
        { "flowchart TD\n a[CloudFront] --> b[S3 bucket]\n b --> c[Amazon ECS]\n c --> d[CloudWatch]\n d --> e[Application Load Balancer]\n", true },
    };
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct graph g = { 0 };
        struct graph_fault fault;
        struct scene s = { 0 };
        const char *why = "";
        bool found = false;
        assert_true(picture_read(str_of(cases[i].in), PICTURE_MERMAID, &keep, scratch, &g, &fault));
        assert_true(diagram_place(&g, &keep, &s, &why));
        for (ptrdiff_t k = 0; k < s.items.len; k++)
            found |= s.items.ptr[k].kind == SCENE_TEXT && str_equal(s.items.ptr[k].text, S("monitoring"));
        assert_int_equal(found, cases[i].legend);
    }
}

/* A message that is not there, or ends at another's lifeline, is seen. */
static void messages(void **state)
{
    (void)state;
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    struct graph g = { 0 };
    struct graph_fault fault;
    struct scene s = { 0 };
    int edge;
    assert_true(picture_read(S("sequenceDiagram\n A->>B: one\n B->>C: two\n C->>C: three\n"),
                             PICTURE_MERMAID, &keep, scratch, &g, &fault));
    diagram_scene(&g, &keep, &s);
    assert_int_equal(proof_scene(&g, &s, scratch, &edge), PROOF_GOOD);
    for (ptrdiff_t i = 0; i < s.items.len; i++) {
        struct scene_item *it = &s.items.ptr[i], was = *it;
        if (it->kind != SCENE_PATH || it->role != ROLE_EDGE)
            continue;
        it->path = S("M1 80H2");
        assert_int_equal(proof_scene(&g, &s, scratch, &edge), PROOF_SHORT);
        it->path = S("M9999 80H1");
        assert_int_equal(proof_scene(&g, &s, scratch, &edge), PROOF_LOOSE);
        it->role = ROLE_LINE;
        assert_int_equal(proof_scene(&g, &s, scratch, &edge), PROOF_LOOSE);
        *it = was;
        break;
    }
}

static ptrdiff_t texts_in(const struct scene *s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->items.len; i++)
        n += s->items.ptr[i].kind == SCENE_TEXT;
    return n;
}

/* Drawings for a phone: narrow, with all their words; what would say something else stays as it is. */
static void phones(void **state)
{
    (void)state;
    static const struct {
        const char *name, *in;
        int texts; /* 0: there is no picture for a phone */
    } cases[] = {
        { "a chain", "+------+   +-----+   +------+   +-----+\n| aaaa |-->| bbb |-->| cccc |-->| ddd |\n+------+   +-----+   +------+   +-----+\n", 4 },
        { "a box of boxes", "+-------------------+\n| outer             |\n| +-----+   +-----+ |\n| | aaa |-->| bbb | |\n| +-----+   +-----+ |\n+-------------------+\n", 3 },
        { "a label", "+-----+  asks it  +-----+\n| aaa |---------->| bbb |\n+-----+           +-----+\n", 3 },
        { "words between", "+-----+           +-----+\n| aaa |---------->| bbb |\n+-----+           +-----+\n\n  and some words\n", 3 },
        { "cells side by side", "+-----+-----+-----+\n| aaa | bbb | ccc |\n+-----+-----+-----+\n   |\n   v\n+-----+\n| ddd |\n+-----+\n", 0 },
        { "columns below their heads", "+-----+   +-----+\n| one |   | two |\n+-----+   +-----+\n| aaa |-->| bbb |\n+-----+   +-----+\n", 0 },
        { "a tree", "src/\n├── main.c   // where it begins and goes on until the line is more than full\n└── other.c\n", 5 },
    };
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena k = keep;
        struct graph g;
        struct scene s = { 0 };
        const char *why = "";
        assert_true(drawing_read(str_of(cases[i].in), &k, scratch, &g, &why));
        bool shown = narrow_draw(&g, &k, &s);
        if (shown != (cases[i].texts > 0) || (shown && (texts_in(&s) != cases[i].texts || s.w > 440)))
            fail_msg("%s: shown %d, %td texts, %g wide", cases[i].name, shown, texts_in(&s), (double)s.w);
    }
}

/* Whole drawings: read, drawn, read back. */
static void drawings(void **state)
{
    (void)state;
    static const struct {
        const char *name, *in;
        int edges;
        const char *why; /* it is not shown, if so */
    } cases[] = {
        { "an arrow beside a tee", "┌→ the-one-reviewer\nfirst →├→ second-reviewer\n└→ third\n", 4, "a line would run aslant" },
        { "words and arrows", "Order → Price → Queue\n          ↓\n        Answer ───▶ x\n", 4, "" },
        { "arrows of one character between boxes", "+---+          +---+\n| a |    →     | b |\n+---+          +---+\n  ↓              ↓\n+---+          +---+\n| d |    ←     | c |\n+---+          +---+\n", 4, "" },
        { "letters at the ends of lines", "one   A──H  l──z\ntwo   a──e  o──s\n      ▼\n     key\n", 1, "" },
        { "a mark inside a box", "+-----+\n| a   |\n+-----+\n|  |  |\n|  v  |\n| b   |\n+-----+\n", 0, "" },
        { "a line behind a box", "+---+\n| a |\n+-+-+\n  |\n+-+-----+   +---+\n| other |   | c |\n+---+---+   +---+\n", 1, "" },
    };
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena k = keep;
        struct graph g;
        struct scene s;
        const char *why = "";
        assert_true(drawing_read(str_of(cases[i].in), &k, scratch, &g, &why));
        bool shown = diagram_draw(&g, &k, &s, &why);
        if (g.n_edges != cases[i].edges || !str_equal(str_of(why), str_of(cases[i].why)) || shown == (*cases[i].why != 0))
            fail_msg("%s: %d edges; %s", cases[i].name, g.n_edges, why);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(proofs),  cmocka_unit_test(overlaps),
                                        cmocka_unit_test(pieces),  cmocka_unit_test(detours),
                                        cmocka_unit_test(drawings),     cmocka_unit_test(phones), cmocka_unit_test(messages), cmocka_unit_test(legends), cmocka_unit_test(heads) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
