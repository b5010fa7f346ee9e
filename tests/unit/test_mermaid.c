/* test_mermaid.c - Mermaid flowcharts: what is read, and where a fault stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sketch/mermaid.h"

static const char *const shapes[] = { "box",     "round",    "text",    "dot",    "tree",
                                      "diamond", "cylinder", "stadium", "hexagon" };

/* "A box User ^vpc; A -> B [label]" */
static struct str summary(const struct graph *g, struct arena *keep)
{
    static const char *const arrows[4][3] = {
        { "--", "->", "<->" }, { "==", "=>", "<=>" }, { "##", "#>", "<#>" }, { "..", ".>", "<.>" }
    };
    struct buf b = buf_open(keep, 1 << 16);
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = &g->nodes[i];
        buf_fmt(&b, "%s%.*s %s ", i ? "; " : "", FMT(n->id), shapes[n->shape]);
        for (int k = 0; k < n->n_lines; k++)
            buf_fmt(&b, "%s%.*s", k ? "/" : "", FMT(n->lines[k].text));
        if (n->parent >= 0)
            buf_fmt(&b, " ^%.*s", FMT(g->nodes[n->parent].id));
    }
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = &g->edges[i];
        buf_fmt(&b, "; %.*s %s %.*s", FMT(g->nodes[e->from].id), arrows[e->stroke][e->dir],
                FMT(g->nodes[e->to].id));
        for (int k = 0; k < e->n_lines; k++)
            buf_fmt(&b, "%s%.*s", k ? "/" : " ", FMT(e->lines[k].text));
    }
    return buf_str(&b);
}

/* clang-format off */
static const struct {
    const char *name, *in, *want;
} good[] = {
    { "one node", "flowchart TD\nA", "A box A" },
    { "one line", "graph LR; A-->B;", "A box A; B box B; A -> B" },
    { "shapes", "graph\nA[a]\nB(b)\nC([c])\nD[[d]]\nE[(e)]\nF((f))\nG{g}\nH{{h}}\nI[/i/]\nJ[\\j\\]\nK>k]\nL(((l)))\nM[/m\\]",
      "A box a; B round b; C stadium c; D box d; E cylinder e; F stadium f; G diamond g; H hexagon h; I box i; J box j; K box k; L stadium l; M box m" },
    { "kinds of edges", "graph\nA-->B\nA---B\nA-.->B\nA-.-B\nA==>B\nA===B\nA<-->B\nA--oB\nA--xB\nA~~~B",
      "A box A; B box B; A -> B; A -- B; A .> B; A .. B; A => B; A == B; A <-> B; A -> B; A -> B" },
    { "lengths", "graph\nA---->B\nA-...->B\nA====>B\nA-----B", "A box A; B box B; A -> B; A .> B; A => B; A -- B" },
    { "labels", "graph\nA-->|x y|B\nA -- x y --> B\nA -. x .-> B\nA == x ==> B\nA-- x ---B\nA-->|\"p|q\"| B",
      "A box A; B box B; A -> B x y; A -> B x y; A .> B x; A => B x; A -- B x; A -> B p|q" },
    { "groups and chains", "graph\nA & B --> C & D --> E",
      "A box A; B box B; C box C; D box D; E box E; A -> C; A -> D; B -> C; B -> D; C -> E; D -> E" },
    { "subgraphs", "graph\nsubgraph one [The one]\nA\nsubgraph two\ndirection LR\nB\nend\nend\nA --> two\nC",
      "one box The one; A box A ^one; two box two ^one; B box B ^two; C box C; A -> two" },
    { "a subgraph with words", "graph\nsubgraph Big net\nA\nend\nsubgraph \"Quoted (x)\"\nB\nend",
      "Big-net box Big net; A box A ^Big-net; Quoted-x box Quoted (x); B box B ^Quoted-x" },
    { "mentioned before its subgraph", "graph\nA --> B\nsubgraph s\nB\nend", "A box A; s box s; B box B ^s; A -> B" },
    { "a subgraph named by an edge first", "graph\nA --> s\nsubgraph s\nB\nend", "A box A; s box s; B box B ^s; A -> s" },
    { "a subgraph in itself", "graph\nsubgraph s\ns --> A\nend", "s box s; A box A ^s; s -> A" },
    { "comments", "%% c\nflowchart TB %% d\n%%{init: {}}%%\nA --> B %% e\n%% A --> C", "A box A; B box B; A -> B" },
    { "looks", "graph\nA:::big --> B\nclassDef big fill:#f9f,stroke:#333\nclass A big\nstyle B fill:#fff\nlinkStyle 0 stroke:red",
      "A box A; B box B; A -> B" },
    { "text", "graph\nA[\"x #quot;y#quot; #35; &amp; <b>z</b><br/>w\"]\nB[\"`**bold** _it_`\"]\nC[fa:fa-car Drive]\nD[\"two\nlines\"]",
      "A box x \"y\" # & z/w; B box bold _it_; C box Drive; D box two/lines" },
    { "ids", "graph\nmy-node.1 --> a_b\nstyled[x] --> endpoint", "my-node-1 box my-node.1; a-b box a_b; styled box x; endpoint box endpoint; my-node-1 -> a-b; styled -> endpoint" },
    { "letters beyond ASCII", "graph\n\xC3\x84[\xE6\xBC\xA2] --> B", "n1 box \xE6\xBC\xA2; B box B; n1 -> B" },
    { "node over two lines", "graph\nA -->\n  B", "A box A; B box B; A -> B" },
    { "label changed later", "graph\nA --> B\nA[Web]\nB[(Data)]", "A box Web; B cylinder Data; A -> B" },
    { "to itself", "graph\nA --> A", "A box A; A -> A" },
    { "CRLF", "graph TD\r\nA[x] --> B\r\n", "A box x; B box B; A -> B" },
    { "front matter", "---\ntitle: T\n---\ngraph\nA", "A box A" },
    { "class is a node too", "graph\nclass[x] --> style[y]", "class box x; style box y; class -> style" },
};
static const struct {
    const char *name, *in, *at, *why;
} bad[] = {
    { "another diagram", "sequenceDiagram\nA->>B: x", "sequenceDiagram", "only flowchart and graph" },
    { "nothing", "", "", "only flowchart" },
    { "no nodes", "flowchart TD\n", "", "no nodes" },
    { "no direction", "graph sideways\nA", "sideways", "a direction" },
    { "open bracket", "graph\nA[x --> B\nC", "x --> B", "not closed" },
    { "open quote", "graph\nA[\"x]\nC", "\"", "never closed" },
    { "no end of an edge", "graph\nA -- x\nB", " x", "no end" },
    { "no other node", "graph\nA --> ", "", "a node's name" },
    { "words", "graph\nA B C", "B C", "an edge or the end" },
    { "end of nothing", "graph\nend", "end", "no subgraph" },
    { "no end of a subgraph", "graph\nsubgraph x\nA", "", "has no end" },
    { "new shapes", "graph\nA@{ shape: rect }", "@{", "are not read" },
    { "head at the begin only", "graph\nA <-- B", "", "no end" },
    { "state", "stateDiagram-v2\n[*] --> S", "stateDiagram-v2", "only flowchart" },
};
/* clang-format on */

static void test_good(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(good); i++) {
        struct arena keep = arena_open(1 << 24);
        char *start = keep.beg;
        struct graph g;
        struct graph_fault fault;
        bool read = mermaid_read(str_of(good[i].in), &keep, &g, &fault);
        struct str got = read ? summary(&g, &keep) : str_of(fault.why);
        if (!str_equal(got, str_of(good[i].want)))
            fail_msg("%s:\n  %.*s\n  wanted\n  %s", good[i].name, FMT(got), good[i].want);
        arena_close(start, &keep);
    }
}

static void test_bad(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(bad); i++) {
        struct arena keep = arena_open(1 << 24);
        char *start = keep.beg;
        struct graph g;
        struct graph_fault fault;
        struct str text = str_of(bad[i].in);
        if (mermaid_read(text, &keep, &g, &fault))
            fail_msg("%s: was read", bad[i].name);
        if (!strstr(fault.why, bad[i].why) || !str_starts(fault.at, str_of(bad[i].at)))
            fail_msg("%s: at \"%.*s\": %s", bad[i].name, FMT(fault.at), fault.why);
        assert_true(fault.at.ptr >= text.ptr && fault.at.ptr + fault.at.len <= text.ptr + text.len);
        arena_close(start, &keep);
    }
}

static void test_about(void **state)
{
    (void)state;
    struct arena keep = arena_open(1 << 24);
    char *start = keep.beg;
    struct graph g;
    struct graph_fault fault;
    struct str text = S("graph RL\naccTitle: The title\naccDescr { in\n  two lines }\nA --> B\n"
                        "click A href \"https://x.example/\" \"tip\" _blank\nclick B call f()\n");
    assert_true(mermaid_is(text));
    assert_false(mermaid_is(S("graph { a -- b }  ")) && mermaid_is(S("sequenceDiagram\n")));
    assert_true(mermaid_read(text, &keep, &g, &fault));
    assert_true(str_equal(g.title, S("The title")));
    assert_true(str_equal(g.desc, S("in two lines")));
    assert_int_equal(g.flow, FLOW_LEFT);
    assert_true(str_equal(g.nodes[0].href, S("https://x.example/")));
    assert_true(str_equal(g.nodes[0].tip, S("tip")));
    assert_int_equal(g.nodes[1].href.len, 0);
    assert_true(g.loose);
    arena_close(start, &keep);
}

/* Sizes that must end at once, with a fault or without. */
static void test_hostile(void **state)
{
    (void)state;
    static const char *const parts[] = { "A -. .", "((((", "A & ", "subgraph a\n", "\"",
                                         "-",      ".",    "A-->", "A -- -- ",     "<" };
    for (ptrdiff_t i = 0; i < LEN(parts); i++) {
        struct arena keep = arena_open((ptrdiff_t)1 << 30);
        char *start = keep.beg;
        struct buf b = buf_open(&keep, 1 << 20);
        struct graph g;
        struct graph_fault fault;
        buf_put(&b, S("graph TD\n"));
        while (b.len < 500000)
            buf_put(&b, str_of(parts[i]));
        (void)mermaid_read(buf_str(&b), &keep, &g, &fault);
        arena_close(start, &keep);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_about),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
