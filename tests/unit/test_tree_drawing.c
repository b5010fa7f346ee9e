/* test_tree_drawing.c - file trees and their notes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "graph_check.h"
#include "sketch/drawing.h"

static const struct {
    const char *name, *in, *graph, *again; /* again: drawn anew, NULL when it stays */
} cases[] = {
    { "notes", "a/\n├── b/       // first\n│   └── c.ts // second one\n└── d\n",
      "a/; b/ (first) < a/; c.ts (second one) < b/; d < a/", NULL },
    { "notes out of line", "a/\n├── b/ # first\n│   └── c.ts    # second\n└── d\n",
      "a/; b/ (first) < a/; c.ts (second) < b/; d < a/",
      "a/\n├── b/       # first\n│   └── c.ts # second\n└── d\n" },
    { "ASCII", "a\n|-- b\n|   `-- c\n`-- d\n", "a; b < a; c < b; d < a",
      "a\n├── b\n│   └── c\n└── d\n" },
    { "plus and backslash", "a\n+-- b\n|   \\-- c\n\\-- d\n", "a; b < a; c < b; d < a",
      "a\n├── b\n│   └── c\n└── d\n" },
    { "two spaces to a level", "a\n├─ b\n│  └─ c\n└─ d\n", "a; b < a; c < b; d < a",
      "a\n├── b\n│   └── c\n└── d\n" },
    { "no root", "├── a\n│   └── b\n└── c\n", "a; b < a; c", NULL },
    { "two roots", "a\n└── b\nc\n└── d\n", "a; b < a; c; d < c", NULL },
    { "an address is no note", "a\n├── http://b\n└── c#d\n", "a; http://b < a; c#d < a", NULL },
    { "wide names", "项目\n├── 源 // 代码\n└── b\n", "项目; 源 (代码) < 项目; b < 项目", NULL },
    { "words behind the tree", "a\n├── b\n└── c\n\n1 directory, 2 files\n",
      "a; b < a; c < a | free: 1 directory, 2 files", NULL },
    { "children two columns in, below a wider branch", "├─ a\n└─ b\n  ├─ c\n  │ └─ d\n  └─ e\n",
      "a; b; c < b; d < c; e < b", NULL },
    { "npm's joints", "a\n├─┬ b\n│ └── c\n└── d\n", "a; b < a; c < b; d < a", NULL },
};

enum { BLOCK = 16 << 20 };

static void trees(void **state)
{
    (void)state;
    struct arena mem = arena_open(BLOCK), scratch = arena_open(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena keep = mem;
        struct str in = str_of(cases[i].in);
        struct graph g;
        const char *why;
        struct drawing found;
        struct arena apart = keep;
        drawing_find(in, (struct str){ 0 }, FENCES_AUTO, &apart, scratch, &found);
        if (found.kind != DRAWING_TREE)
            fail_msg("%s is no tree", cases[i].name);
        assert_true(drawing_read(in, &keep, scratch, &g, &why));
        struct str got = check_say(&g, &keep);
        if (!str_equal(got, str_of(cases[i].graph)))
            fail_msg("%s: %.*s\nwanted: %s", cases[i].name, FMT(got), cases[i].graph);
        if (check_lost(in, &g, scratch))
            fail_msg("%s: a glyph was lost", cases[i].name);
        struct buf out = buf_open(&keep, 1 << 16);
        drawing_redraw(in, &g, scratch, &out);
        if (cases[i].again && !str_equal(buf_str(&out), str_of(cases[i].again)))
            fail_msg("%s:\n%.*s", cases[i].name, FMT(buf_str(&out)));
    }
}

static void deep(void **state)
{
    (void)state;
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    struct buf b = buf_open(&keep, 4 << 20);
    buf_put(&b, S("root\n"));
    for (int depth = 0; depth < 1000; depth++) {
        buf_fill(&b, ' ', 4 * depth);
        buf_put(&b, S("└── x\n"));
    }
    struct graph g;
    const char *why;
    assert_true(drawing_read(buf_str(&b), &keep, scratch, &g, &why));
    assert_int_equal(g.n_nodes, 1001);
    assert_int_equal(g.nodes[1000].parent, 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(trees), cmocka_unit_test(deep) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
