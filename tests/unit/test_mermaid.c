/* test_mermaid.c - Mermaid flowcharts: what is read, and where a fault stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sketch/mermaid.h"

static const char *const shapes[N_SHAPES] = {
    "box",      "round",  "text",       "dot",   "tree",       "diamond",   "cylinder", "stadium",
    "hexagon",  "circle", "subroutine", "slant", "slant-back", "trapezoid", "funnel",   "flag",
    "document", "note",   "triangle",   "house", "component",  "bar"
};
static const char *const heads[N_HEADS] = { "", "", "open", "cross", "circle", "upper", "lower" };

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
        if (n->tint)
            buf_fmt(&b, " #%06x", n->tint & 0xffffff);
    }
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = &g->edges[i];
        buf_fmt(&b, "; %.*s %s %.*s", FMT(g->nodes[e->from].id), arrows[e->stroke][e->dir],
                FMT(g->nodes[e->to].id));
        for (int k = 0; k < e->n_lines; k++)
            buf_fmt(&b, "%s%.*s", k ? "/" : " ", FMT(e->lines[k].text));
        if (e->begin || e->end)
            buf_fmt(&b, " (%s%s%s)", heads[e->begin], e->begin ? " " : "", heads[e->end]);
        if (e->tint)
            buf_fmt(&b, " #%06x", e->tint & 0xffffff);
    }
    for (int i = 0; i < g->n_omitted; i++)
        buf_fmt(&b, "; not drawn: %s", g->omitted[i].why);
    return buf_str(&b);
}

/* clang-format off */
static const struct {
    const char *name, *in, *want;
} good[] = {
    { "one node", "flowchart TD\nA", "A box A" },
    { "one line", "graph LR; A-->B;", "A box A; B box B; A -> B" },
    { "shapes", "graph\nA[a]\nB(b)\nC([c])\nD[[d]]\nE[(e)]\nF((f))\nG{g}\nH{{h}}\nI[/i/]\nJ[\\j\\]\nK>k]\nL(((l)))\nM[/m\\]",
      "A box a; B round b; C stadium c; D subroutine d; E cylinder e; F circle f; G diamond g; H hexagon h; I slant i; J slant-back j; K flag k; L circle l; M trapezoid m" },
    { "kinds of edges", "graph\nA-->B\nA---B\nA-.->B\nA-.-B\nA==>B\nA===B\nA<-->B\nA--oB\nA--xB\nA~~~B",
      "A box A; B box B; A -> B; A -- B; A .> B; A .. B; A => B; A == B; A <-> B; A -> B (circle); A -> B (cross); not drawn: edges that are not to be seen" },
    { "lengths", "graph\nA---->B\nA-...->B\nA====>B\nA-----B", "A box A; B box B; A -> B; A .> B; A => B; A -- B" },
    { "labels", "graph\nA-->|x y|B\nA -- x y --> B\nA -. x .-> B\nA == x ==> B\nA-- x ---B\nA-->|\"p|q\"| B",
      "A box A; B box B; A -> B x y; A -> B x y; A .> B x; A => B x; A -- B x; A -> B p|q" },
    { "groups and chains", "graph\nA & B --> C & D --> E",
      "A box A; B box B; C box C; D box D; E box E; A -> C; A -> D; B -> C; B -> D; C -> E; D -> E" },
    { "and more, as a node", "graph\nA --> B & ...\nA --> ?", "A box A; B box B; n3 box ...; n4 box ?; A -> B; A -> n3; A -> n4" },
    { "subgraphs", "graph\nsubgraph one [The one]\nA\nsubgraph two\ndirection LR\nB\nend\nend\nA --> two\nC",
      "one box The one; A box A ^one; two box two ^one; B box B ^two; C box C; A -> two" },
    { "a subgraph with words", "graph\nsubgraph Big net\nA\nend\nsubgraph \"Quoted (x)\"\nB\nend",
      "Big-net box Big net; A box A ^Big-net; Quoted-x box Quoted (x); B box B ^Quoted-x" },
    { "mentioned before its subgraph", "graph\nA --> B\nsubgraph s\nB\nend", "A box A; s box s; B box B ^s; A -> B" },
    { "a subgraph named by an edge first", "graph\nA --> s\nsubgraph s\nB\nend", "A box A; s box s; B box B ^s; A -> s" },
    { "a subgraph in itself", "graph\nsubgraph s\ns --> A\nend", "s box s; A box A ^s; s -> A" },
    { "comments", "%% c\nflowchart TB %% d\n%%{init: {}}%%\nA --> B %% e\n%% A --> C", "A box A; B box B; A -> B; not drawn: settings of Mermaid's own" },
    { "looks", "graph\nA:::big --> B\nclassDef big fill:#f9f,stroke:#333\nclass A big\nstyle B fill:#fff,font-size:9px\nlinkStyle 0 stroke:red",
      "A box A #ff99ff; B box B #ffffff; A -> B #ff0000; not drawn: of styles only colours and kinds of lines are kept" },
    { "colours", "graph\nA --> B\nstyle A fill:rgb(1, 2, 3)\nstyle B fill:hsl(120, 100%, 25%)\nclassDef x stroke:tomato;\nC:::x",
      "A box A #010203; B box B #008000; C box C #ff6347; A -> B" },
    { "styles of nothing", "graph\nA\nstyle B fill:red\nlinkStyle 7 stroke:red\nclass A none",
      "A box A; not drawn: a style of an edge that is not there; not drawn: the style of something that is not there; not drawn: a class without a classDef" },
    { "new shapes", "graph\nA@{ shape: cyl, label: \"Stock\" } --> B@{shape: doc}\nC@{\n  shape: fork\n}\nD@{ shape: nonsense, label: x }",
      "A cylinder Stock; B document B; C bar ; D box x; A -> B; not drawn: a shape that is not known, drawn as a box" },
    { "ids of edges", "graph\nA e1@--> B\ne1@{ animate: true }\nclassDef r stroke:#f00\nclass e1 r",
      "A box A; B box B; A -> B #ff0000; not drawn: how edges move and bend" },
    { "heads at both ends", "graph\nA x--x B\nA o-- y --o B", "A box A; B box B; A <-> B (cross cross); A <-> B y (circle circle)" },
    { "text", "graph\nA[\"x #quot;y#quot; #35; &amp; <b>z</b><br/>w\"]\nB[\"`**bold** _it_`\"]\nC[fa:fa-car Drive]\nD[\"two\nlines\"]",
      "A box x \"y\" # & z/w; B box bold it; C box Drive; D box two/lines; not drawn: icons" },
    { "ids", "graph\nmy-node.1 --> a_b\nstyled[x] --> endpoint", "my-node-1 box my-node.1; a-b box a_b; styled box x; endpoint box endpoint; my-node-1 -> a-b; styled -> endpoint" },
    { "letters beyond ASCII", "graph\n\xC3\x84[\xE6\xBC\xA2] --> B", "n1 box \xE6\xBC\xA2; B box B; n1 -> B" },
    { "node over two lines", "graph\nA -->\n  B", "A box A; B box B; A -> B" },
    { "label changed later", "graph\nA --> B\nA[Web]\nB[(Data)]", "A box Web; B cylinder Data; A -> B" },
    { "to itself", "graph\nA --> A", "A box A; A -> A" },
    { "CRLF", "graph TD\r\nA[x] --> B\r\n", "A box x; B box B; A -> B" },
    { "front matter", "---\ntitle: T\n---\ngraph\nA", "A box A" },
    { "class is a node too", "graph\nclass[x] --> style[y]", "class box x; style box y; class -> style" },
    { "states", "stateDiagram-v2\n[*] --> A\nA : one\nA : two\nA --> B : go\nB --> [*]\nstate C <<choice>>",
      "start-1 dot ; A round one/two; B round B; end-1 dot ; C diamond ; start-1 -> A; A -> B go; B -> end-1" },
    { "states in states", "stateDiagram\nstate \"Long name\" as L {\n [*] --> X\n --\n Y --> Z\n}",
      "L box Long name; part-3 box  ^L; start-0 dot  ^part-3; X round X ^part-3; part-4 box  ^L; Y round Y ^part-4; Z round Z ^part-4; start-0 -> X; Y -> Z" },
    { "notes at states", "stateDiagram\nA --> B\nnote right of A : x\nnote left of B\n y\n z\nend note",
      "A round A; B round B; note-2 note x #e69f00; note-3 note y/z #e69f00; A -> B; A .. note-2; B .. note-3" },
    { "looks of states", "stateDiagram\ndirection LR\nclassDef bad fill:red\nA:::bad --> B\nclass B bad\nstate F <<fork>>",
      "A round A #ff0000; B round B #ff0000; F bar ; A -> B" },
};
static const struct {
    const char *name, *in, *at, *why;
} bad[] = {
    { "another diagram", "gantt\n title x", "gantt", "a table with dates" },
    { "a word", "nonsense", "nonsense", "are drawn" },
    { "nothing", "", "", "are drawn" },
    { "a participant without a name", "sequenceDiagram\nparticipant \n", "", "participant's name" },
    { "no message", "sequenceDiagram\nA->>B: x\nnonsense", "nonsense", "a message" },
    { "no name at an end", "sequenceDiagram\nA->>: x", "A->>: x", "a name" },
    { "a frame without end", "sequenceDiagram\nloop x\nA->>B: y", "", "has no end" },
    { "an end of nothing", "sequenceDiagram\nA->>B: y\nend", "", "no frame" },
    { "else of nothing", "sequenceDiagram\nA->>B: y\nelse", "", "no frame is open" },
    { "a note nowhere", "sequenceDiagram\nnote A: y", "A: y", "write note" },
    { "autonumber", "sequenceDiagram\nautonumber x\nA->>B: y", "x", "write autonumber" },
    { "no words", "stateDiagram\nA B", "B", "a transition" },
    { "a state without end", "stateDiagram\nstate A {\nB", "", "no end" },
    { "an end of no state", "stateDiagram\nA\n}", "}", "no state" },
    { "a note without end", "stateDiagram\nnote left of A\nx", "", "no end note" },
    { "no nodes", "flowchart TD\n", "", "no nodes" },
    { "no direction", "graph sideways\nA", "sideways", "a direction" },
    { "open bracket", "graph\nA[x --> B\nC", "x --> B", "not closed" },
    { "open quote", "graph\nA[\"x]\nC", "\"", "never closed" },
    { "no end of an edge", "graph\nA -- x\nB", " x", "no end" },
    { "no other node", "graph\nA --> ", "", "a node's name" },
    { "words", "graph\nA B C", "B C", "an edge or the end" },
    { "end of nothing", "graph\nend", "end", "no subgraph" },
    { "no end of a subgraph", "graph\nsubgraph x\nA", "", "has no end" },
    { "an open brace", "graph\nA@{ shape: rect", "", "never closed" },
    { "head at the begin only", "graph\nA <-- B", "", "no end" },
};
/* clang-format on */

static void test_good(void **state)
{
    int wrong = 0;
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(good); i++) {
        struct arena keep = arena_open(1 << 24);
        char *start = keep.beg;
        struct graph g;
        struct graph_fault fault;
        bool read = mermaid_read(str_of(good[i].in), &keep, &g, &fault);
        struct str got = read ? summary(&g, &keep) : str_of(fault.why);
        if (!str_equal(got, str_of(good[i].want)))
            print_error("%s:\n  %.*s\n  wanted\n  %s\n", good[i].name, FMT(got), good[i].want),
                wrong++;
        arena_close(start, &keep);
    }
    assert_int_equal(wrong, 0);
}

static void test_bad(void **state)
{
    int wrong = 0;
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(bad); i++) {
        struct arena keep = arena_open(1 << 24);
        char *start = keep.beg;
        struct graph g;
        struct graph_fault fault;
        struct str text = str_of(bad[i].in);
        if (mermaid_read(text, &keep, &g, &fault)) {
            print_error("%s: was read\n", bad[i].name), wrong++;
            continue;
        }
        if (!strstr(fault.why, bad[i].why) || !str_starts(fault.at, str_of(bad[i].at)))
            print_error("%s: at \"%.*s\": %s\n", bad[i].name, FMT(fault.at), fault.why), wrong++;
        assert_true(fault.at.ptr >= text.ptr && fault.at.ptr + fault.at.len <= text.ptr + text.len);
        arena_close(start, &keep);
    }
    assert_int_equal(wrong, 0);
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
    assert_true(mermaid_is(S("sequenceDiagram\n")) && mermaid_is(S("stateDiagram-v2\n")));
    assert_false(mermaid_is(S("pie\n")) || mermaid_is(S("graphite\n")));
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
