/* test_dot.c - dot: what is read of it, and where a fault stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sketch/dot.h"

static void put_lines(const struct graph_text *lines, int n, struct buf *b)
{
    for (int k = 0; k < n; k++)
        buf_fmt(b, "%s%.*s", k ? "/" : " ", FMT(lines[k].text));
}

static void put_node(const struct graph *g, const struct graph_node *n, struct buf *b)
{
    buf_fmt(b, "%.*s %d", FMT(n->id), n->shape);
    if (n->stroke)
        buf_fmt(b, "~%d", n->stroke);
    if (!n->n_fields)
        put_lines(n->lines, n->n_lines, b);
    for (int i = 0; i < n->n_fields; i++) {
        const struct graph_field *f = &n->fields[i];
        buf_fmt(b, " [%d,%d %dx%d", f->column, f->row, f->columns, f->rows);
        put_lines(f->lines, f->n_lines, b);
        buf_fmt(b, "%s%.*s]", f->port.len ? " :" : "", FMT(f->port));
    }
    if (n->parent >= 0)
        buf_fmt(b, " ^%.*s", FMT(g->nodes[n->parent].id));
    if (n->tint)
        buf_fmt(b, " #%06x", n->tint & 0xffffff);
    if (n->row)
        buf_fmt(b, " row %d", n->row);
}

static struct str summary(const struct graph *g, struct arena *keep)
{
    static const char *const dirs[] = { "--", "->", "<->" };
    static const char *const heads[N_HEADS] = { "", "", "open", "cross", "circle", "upper", "lower" };
    struct buf b = buf_open(keep, 1 << 16);
    for (int i = 0; i < g->n_nodes; i++) {
        buf_put(&b, i ? S("; ") : S(""));
        put_node(g, &g->nodes[i], &b);
    }
    for (int i = 0; i < g->n_edges; i++) {
        const struct graph_edge *e = &g->edges[i];
        buf_fmt(&b, "; %.*s%s%.*s%s", FMT(g->nodes[e->from].id), dirs[e->dir], FMT(g->nodes[e->to].id), heads[e->end]);
        put_lines(e->lines, e->n_lines, &b);
        if (e->from_label.len || e->to_label.len)
            buf_fmt(&b, " (%.*s, %.*s)", FMT(e->from_label), FMT(e->to_label));
        if (e->from_field || e->to_field)
            buf_fmt(&b, " %d:%d", e->from_field, e->to_field);
        if (e->tint)
            buf_fmt(&b, " #%06x", e->tint & 0xffffff);
    }
    for (int i = 0; i < g->n_omitted; i++)
        buf_fmt(&b, "; not drawn: %s", g->omitted[i].why);
    return buf_str(&b);
}

/* clang-format off */
static const struct {
    const char *name, *in, *want; /* shapes and strokes by their numbers in model/graph.h */
} good[] = {
    { "an edge", "digraph { a -> b [label=\"x\\ny\"] }", "a 1 a; b 1 b; a->b x/y" },
    { "no direction", "graph { a -- b }", "a 1 a; b 1 b; a--b" },
    { "what is left out", "digraph { a [fontcolor=red, xlabel=beside]; a -> b [tooltip=\"says\", URL=\"x.html\"]; a -> b [style=invis] }",
      "a 1 a; b 1 b; a->b; not drawn: of styles only colours and kinds of lines are kept; not drawn: labels beside nodes; not drawn: links of edges; not drawn: what edges say when pointed at; not drawn: edges that are not to be seen" },
    { "labels at ends", "digraph { a -> b [headlabel=\"1..n\", taillabel=1, xlabel=holds]; b -> a [dir=back, headlabel=h, taillabel=t] }",
      "a 1 a; b 1 b; a->b holds (1, 1..n); a->b (h, t)" },
    { "a record", "digraph { u [shape=record, label=\"<a> id|{<b> colour|<c> watts}\"]; t -> u:c }",
      "u 0 [0,0 1x1 id :a] [1,0 1x1 colour :b] [1,1 1x1 watts :c]; t 1 t; t->u 0:3" },
    { "a record on its side", "digraph { rankdir=LR; u [shape=record, label=\"a|b\"] }", "u 0 [0,0 1x1 a] [0,1 1x1 b]" },
    { "a record of one field", "digraph { u [shape=record, label=\"a \\| b\"] }", "u 0 a | b" },
    { "a table", "digraph { t [shape=plain, label=<<TABLE><TR><TD PORT=\"p\">lamp</TD><TD>4</TD></TR><TR><TD COLSPAN=\"2\">all<BR/>of it</TD></TR></TABLE>>]; t:p -> x }",
      "t 0 [0,0 1x1 lamp :p] [1,0 1x1 4] [0,1 2x1 all/of it]; x 1 x; t->x 1:0" },
    { "a cell over rows", "digraph { t [label=<<table><tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr></table>>] }",
      "t 1 [0,0 1x2 a] [1,0 1x1 b] [1,1 1x1 c]" },
    { "an HTML label without a table", "digraph { t [shape=box, label=<a<BR/><B>b</B>>] }", "t 0 a/b" },
    { "shapes", "digraph { a [shape=note]; b [shape=component]; c [shape=house]; d [shape=doublecircle]; e [shape=star] }",
      "a 17 a; b 20 b; c 19 c; d 9~2 d; e 0 e; not drawn: a shape that is not known, drawn as a box" },
    { "colours", "digraph { a [style=filled, fillcolor=lightyellow, color=red]; b [color=\"#f96\"]; a -> b [color=blue, penwidth=3] }",
      "a 1 a #ffffe0; b 1 b #ff9966; a->b #0000ff" },
    { "heads", "digraph { a -> b [arrowhead=odot]; a -> b [arrowhead=vee]; a -> b [arrowhead=none]; a -> b [dir=both]; a -> b [arrowhead=crow] }",
      "a 1 a; b 1 b; a->bcircle; a->bopen; a--b; a<->b; a->b; not drawn: this head is drawn as an arrow" },
    { "ranks", "digraph { a -> b -> c; {rank=same; a; c} {rank=max; b} }", "a 1 a row 3; c 1 c row 3; b 1 b row 2; a->b; b->c" },
    { "clusters", "digraph { compound=true; subgraph cluster_x { label=X; bgcolor=lightblue; a } a -> b [ltail=cluster_x] }", "x 0 X #add8e6; a 1 a ^x; b 1 b; x->b" },
    { "pictures", "digraph { a [image=\"x.png\"] }", "a 1 a; not drawn: icons and pictures" },
};
static const struct {
    const char *name, *in, *at, *why;
} bad[] = {
    { "nothing", "", "", "not dot" },
    { "no nodes", "digraph { }", "digraph", "no nodes" },
    { "a brace", "digraph { a -> ", "", "not dot" },
    { "depth", "digraph { {{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{ }", "digraph", "64 levels" },
};
/* clang-format on */

static void test_good(void **state)
{
    int wrong = 0;
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(good); i++) {
        struct arena keep = arena_open(1 << 26);
        char *start = keep.beg;
        struct graph g;
        struct graph_fault fault;
        struct str got = dot_read(str_of(good[i].in), &keep, &g, &fault) ? summary(&g, &keep) : str_of(fault.why);
        if (!str_equal(got, str_of(good[i].want)))
            print_error("%s:\n  %.*s\n  wanted\n  %s\n", good[i].name, FMT(got), good[i].want), wrong++;
        arena_close(start, &keep);
    }
    assert_int_equal(wrong, 0);
}

static void test_bad(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(bad); i++) {
        struct arena keep = arena_open(1 << 26);
        char *start = keep.beg;
        struct graph g;
        struct graph_fault fault;
        struct str text = str_of(bad[i].in);
        assert_false(dot_read(text, &keep, &g, &fault));
        if (!strstr(fault.why, bad[i].why) || !str_starts(fault.at, str_of(bad[i].at)))
            fail_msg("%s: at \"%.*s\": %s", bad[i].name, FMT(fault.at), fault.why);
        arena_close(start, &keep);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_good), cmocka_unit_test(test_bad) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
