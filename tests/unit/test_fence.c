/* test_fence.c - what a fence is: labels, what programs print, drawings, tables of words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sketch/drawing.h"

/* clang-format off */
#define TWO "+---+     +---+\n| a |---->| b |\n+---+     +---+\n"
#define GRID "+------+------+\n| name | size |\n+------+------+\n| a    |   12 |\n+------+------+\n"

static const struct {
    const char *name, *info, *in;
    enum drawing_kind kind;
} cases[] = {
    /* labels */
    { "no label", "", TWO, DRAWING_BOXES },
    { "text", "text", TWO, DRAWING_BOXES },
    { "text with options", "text:no-line-numbers {1,2}", TWO, DRAWING_BOXES },
    { "a label that names a drawing", "ascii", "+--+\n|a |\n+--+\n", DRAWING_BOXES },
    { "plain", "text plain", TWO, DRAWING_NONE },
    { "plain, only a word of the title", "text title=\"plain words\"", TWO, DRAWING_BOXES },
    { "plain beats a label of drawings", "diagram plain", TWO, DRAWING_NONE },
    { "draw behind a language", "sql draw", GRID, DRAWING_BOXES },
    { "a language, and all of it a drawing", "bash", TWO, DRAWING_BOXES },
    { "a language, and code around it", "python", "x = 1\n" TWO "def f():\n    pass\n", DRAWING_NONE },
    { "a tree, whatever its label", "python", "a/\n├── b\n└── c\n", DRAWING_TREE },
    { "a tree behind its command", "console", "$ tree a\na\n├── b\n└── c\n", DRAWING_TREE },
    { "a rule in a box, cut by a label", "ascii", "+----------------------+\n|         upper        |\n|        ^    +        |\n+------- |link| -------+\n|        +    v        |\n|         lower        |\n+----------------------+\n", DRAWING_NONE },
    { "legs below a line of text", "", "date [time] # filter ; length\n │       │       │      └─ the length\n │       │       └─ which days\n │       └─ a time\n └─ a day\n", DRAWING_NONE },
    { "a tree of states with their values in columns", "", "NAME            READY  AGE\nCluster/shop    True   48s\n├─Nodes/a       True   32m\n└─Control/shop  True   1h\n  └─Machine/x   True   9s\n", DRAWING_NONE },
    { "the plan of a query", "sql", "EXPLAIN SELECT 1;\n\nLimit\n├── limit: 10\n└── Scan\n    └── rows: 3\n", DRAWING_NONE },
    /* what programs print */
    { "a table", "", GRID, DRAWING_TABLE },
    { "a table that a console printed", "sql", GRID, DRAWING_NONE },
    { "a prompt before it", "", "shop=> select 1;\n" GRID, DRAWING_NONE },
    { "a shell's prompt, piped", "", "> ls | first\n" GRID, DRAWING_NONE },
    { "a prompt of a host", "", "[me@host ~]$ cat x\n" TWO, DRAWING_NONE },
    { "rows in set", "text", GRID "1 row in set (0.00 sec)\n", DRAWING_NONE },
    { "(1 row)", "text", GRID "(1 row)\n", DRAWING_NONE },
    { "colours of a terminal", "text", "\x1b[1m" GRID, DRAWING_NONE },
    { "a table with tables in its cells", "", "╭───┬─────────╮\n│ a │ ╭───┬─╮ │\n│   │ │ x │1│ │\n│   │ ╰───┴─╯ │\n│ b │ ╭───┬─╮ │\n│   │ │ y │2│ │\n│   │ ╰───┴─╯ │\n╰───┴─────────╯\n", DRAWING_NONE },
    { "an error report", "", "error: wrong\n  ╭─[a.rs:1:2]\n1 │ let x\n  · ──┬──\n  ·   ╰── here\n  ╰────\n", DRAWING_NONE },
    { "a frame of data", "", "shape: (1, 2)\n┌─────┬─────┐\n│ foo ┆ bar │\n│ --- ┆ --- │\n│ str ┆ i64 │\n╞═════╪═════╡\n│ a   ┆ 9   │\n└─────┴─────┘\n", DRAWING_NONE },
    { "a frame of data in a notebook", "", "## shape: (3_000, 1)\n## ┌──────┐\n## │ year │\n## │ ---  │\n## │ i32  │\n## ╞══════╡\n## │ 2013 │\n## │ 2014 │\n## └──────┘\n", DRAWING_NONE },
    { "its count in the last row", "", "┌─────────┬───────┐\n│  name   │ stock │\n├─────────┼───────┤\n│ lamp    │     4 │\n├─────────┴───────┤\n│ 41 rows (1 shown) │\n└─────────────────┘\n", DRAWING_NONE },
    { "a prompt behind an environment", "", "(venv) $ show\n" TWO, DRAWING_NONE },
    { "a notebook", "", "In [1]: show()\n" TWO, DRAWING_NONE },
    { "the help of a command", "", "Usage: shop [OPTIONS]\n\n╭─ Options ─────╮\n│ --help  Help. │\n╰───────────────╯\n╭─ Commands ────╮\n│ sell          │\n╰───────────────╯\n", DRAWING_NONE },
    { "a compiler's caret", "", "  --> a.rs:1:2\n   |\n 1 | let x\n   |     ^ here\n", DRAWING_NONE },
    { "a bar of progress", "", "┌──────────────────┐\n│ ██████████░░ 80% │\n└──────────────────┘\n", DRAWING_NONE },
    { "a form", "", "┌────────────────┐\n│ [x] Mail       │\n│ [ ] Phone      │\n│ [Save] [Enter] │\n└────────────────┘\n", DRAWING_NONE },
    { "git's graph", "", "* 1a2b3c4 one\n|\\\n| * 2b3c4d5 two\n|/\n* 3c4d5e6 three\n", DRAWING_NONE },
    { "a table among words", "", "Sizes:\n" GRID "\nThat is all.\n", DRAWING_NONE },
    { "tables of a shell, each row ruled", "sh", "+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n| 3 | 4 |\n+---+---+\n+---+---+\n| 5 | 6 |\n+---+---+\n", DRAWING_NONE },
    { "a table of a shell that is cut off", "", "+------+------+\n| name | size |\n+------+------+\n| a    |   12 |\n| b    |   13 |\n| c    |   14 |\n...\n", DRAWING_NONE },
    { "a table with cells in cells", "", "┌───┬───┬───┬───────┐\n│ a │ b │ c │ d     │\n├───┼───┼───┼───┬───┤\n│ 1 │ 2 │ 3 │ x │ 1 │\n│   │   │   ├───┼───┤\n│   │   │   │ y │ 2 │\n├───┼───┼───┼───┼───┤\n│ 4 │ 5 │ 6 │ x │ 3 │\n│   │   │   ├───┼───┤\n│   │   │   │ y │ 4 │\n└───┴───┴───┴───┴───┘\n", DRAWING_NONE },
    { "a note in a box", "", "┌────────────────┐\n│ NOTE           │\n│ Read this at   │\n│ home, not here │\n└────────────────┘\n", DRAWING_NONE },
    { "a report", "", "┌───────────────────┐\n│      METRICS      │\n├───────────────────┤\n│ Uptime:   99.97%  │\n│ Lead time: 4 h    │\n│ Failures: 8.3%    │\n└───────────────────┘\n", DRAWING_NONE },
    { "a box with a name", "", "┌──────┐\n│ shop │\n│ (S3) │\n└──────┘\n", DRAWING_BOXES },
    { "layers", "", "┌─────────────┐\n│ Application │\n├─────────────┤\n│ Transport   │\n├─────────────┤\n│ Network     │\n└─────────────┘\n", DRAWING_BOXES },
    { "two boxes of names and values", "", "┌────────────┐  ┌────────────┐\n│ Hook: set  │  │ Hook: none │\n│ Agent: yes │  │ Agent: no  │\n└────────────┘  └────────────┘\n", DRAWING_BOXES },
    /* read, and not understood */
    { "a diamond of slashes", "", "+---+\n| a |\n+-+-+\n  |\n / \\\n/ b \\\n\\   /\n \\ /\n  |\n+-+-+\n| c |\n+---+\n", DRAWING_NONE },
    { "a frame that does not close", "", "+---+     +---------------+\n| a |---->|  b            |\n+---+     |     +-------+\n          +-----+\n", DRAWING_NONE },
    { "the same, and the author says it is one", "text draw", "+---+     +---------------+\n| a |---->|  b            |\n+---+     |     +-------+\n          +-----+\n", DRAWING_BOXES },
    { "an arrow that comes from a gap", "", "+---+     +---+\n| a |---->| b |\n+---+     +-+-+\n            |\n            v\n  more    two\n         lines\n\n    |      here\n    v\n  words\n", DRAWING_NONE },
    { "a bracket of a few cells", "", "+---+     +---+\n| a |---->| b |---+\n+---+     +---+\n    --.\n      : later\n    --'\n", DRAWING_BOXES },
    { "pieces of slanted lines", "", "   +---+\n   | a |\n   +---+\n   /   \\\n  one  two\n /       \\\n+---+  +---+\n| b |  | c |\n+---+  +---+\n", DRAWING_NONE },
    { "slanted lines that meet", "", "   +---+\n   | a |\n   +---+\n   /   \\\n  /     \\\n+---+  +---+\n| b |  | c |\n+---+  +---+\n", DRAWING_BOXES },
    { "a comment with a box above code", "", "// +---+\n// | a |\n// +---+\nint f(void);\nint g(void);\n", DRAWING_NONE },
    /* drawings that are like them */
    { "layers, parted in another way each", "", "┌─────────┐\n│ Title   │\n├────┬────┤\n│ a  │ b  │\n├────┴────┤\n│ foot    │\n└─────────┘\n", DRAWING_BOXES },
    { "a table with an arrow to another", "", "+---+---+     +---+---+\n| a | b |---->| c | d |\n+---+---+     +---+---+\n", DRAWING_BOXES },
    { "a box and words about it", "", "one\ntwo\nthree\n+---+\n| a |\n+---+\nfour\nfive\n", DRAWING_NONE },
};

static const struct {
    const char *name, *in, *html;
} tables[] = {
    { "head and numbers", GRID, "<thead><tr><th scope=\"col\">name</th><th scope=\"col\" class=\"n\">size</th></tr></thead>"
      "<tbody><tr><td>a</td><td class=\"n\">12</td></tr></tbody>" },
    { "names in the border", "┌─host─┬─cpu─┐\n│ web  │ 0.5 │\n└──────┴─────┘\n",
      "<thead><tr><th scope=\"col\">host</th><th scope=\"col\" class=\"n\">cpu</th></tr></thead>"
      "<tbody><tr><td>web</td><td class=\"n\">0.5</td></tr></tbody>" },
    { "no head", "╭──────┬─────╮\n│ name │ Bob │\n│ age  │ 10  │\n│ city │ Ulm │\n╰──────┴─────╯\n",
      "<tbody><tr><td>name</td><td>Bob</td></tr><tr><td>age</td><td>10</td></tr><tr><td>city</td><td>Ulm</td></tr></tbody>" },
    { "a row goes on", "+---+------+\n| # | text |\n+---+------+\n| 1 | one  |\n|   | more |\n+---+------+\n",
      "<thead><tr><th scope=\"col\" class=\"n\">#</th><th scope=\"col\">text</th></tr></thead>"
      "<tbody><tr><td class=\"n\">1</td><td>one<br>more</td></tr></tbody>" },
    { "rules between rows", "+---+---+\n| a | b |\n+===+===+\n| 1 | x |\n|   | y |\n+---+---+\n| 2 | z |\n+---+---+\n",
      "<thead><tr><th scope=\"col\" class=\"n\">a</th><th scope=\"col\">b</th></tr></thead>"
      "<tbody><tr><td class=\"n\">1</td><td>x<br>y</td></tr><tr><td class=\"n\">2</td><td>z</td></tr></tbody>" },
    { "markup is text", "+-----+---+\n| <b> | c |\n+-----+---+\n| &   | d |\n+-----+---+\n",
      "<thead><tr><th scope=\"col\">&lt;b&gt;</th><th scope=\"col\">c</th></tr></thead>"
      "<tbody><tr><td>&amp;</td><td>d</td></tr></tbody>" },
    { "wide characters", "┌────┬───┐\n│ 名 │ n │\n├────┼───┤\n│ 東 │ 1 │\n└────┴───┘\n",
      "<thead><tr><th scope=\"col\">名</th><th scope=\"col\" class=\"n\">n</th></tr></thead>"
      "<tbody><tr><td>東</td><td class=\"n\">1</td></tr></tbody>" },
    { "boxes side by side", "+---+ +---+\n| a | | b |\n+---+ +---+\n", "" },
    { "a ragged row", "+---+---+\n| a | b  |\n+---+---+\n| c | d |\n+---+---+\n",
      "<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody>" },
    { "joints in the middle alone", "┌───────┐\n│ a │ b │\n├───┼───┤\n│ c │ d │\n└───────┘\n",
      "<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody>" },
    { "one column of words", "┌──────────┐\n│   name   │\n├──────────┤\n│ Alice    │\n│ Bob      │\n└──────────┘\n",
      "<thead><tr><th scope=\"col\">name</th></tr></thead><tbody><tr><td>Alice</td></tr><tr><td>Bob</td></tr></tbody>" },
    { "a box with a title and sentences", "┌────────────┐\n│    Shop    │\n├────────────┤\n│ sells it   │\n└────────────┘\n", "" },
    { "a box with a title", "+-------+\n| Title |\n+---+---+\n| a | b |\n+---+---+\n", "" },
};
/* clang-format on */

enum { BLOCK = 16 << 20 };

static void fences(void **state)
{
    (void)state;
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena k = keep;
        struct drawing d;
        bool found =
            drawing_find(str_of(cases[i].in), str_of(cases[i].info), FENCES_AUTO, &k, scratch, &d);
        assert_int_equal(found, d.kind != DRAWING_NONE);
        if (d.kind != cases[i].kind)
            fail_msg("%s is taken for %d", cases[i].name, d.kind);
    }
}

static void policies(void **state)
{
    (void)state;
    assert_int_equal(fence_rule_of(S("text"), FENCES_LABELLED), FENCE_NEVER);
    assert_int_equal(fence_rule_of(S("diagram"), FENCES_LABELLED), FENCE_DRAWING);
    assert_int_equal(fence_rule_of(S("diagram"), FENCES_OFF), FENCE_NEVER);
    assert_int_equal(fence_rule_of(S("text draw"), FENCES_OFF), FENCE_ALWAYS);
    assert_int_equal(fence_rule_of(S("Python"), FENCES_AUTO), FENCE_CODE);
}

static void grids(void **state)
{
    (void)state;
    struct arena keep = arena_open(BLOCK), scratch = arena_open(BLOCK);
    for (ptrdiff_t i = 0; i < LEN(tables); i++) {
        struct arena k = keep;
        struct text_table t;
        struct buf b = buf_open(&k, 1 << 16);
        if (text_table_find(str_of(tables[i].in), &k, scratch, &t))
            text_table_html(&t, &b);
        ptrdiff_t from = str_find(buf_str(&b), S("<table>")),
                  end = str_find(buf_str(&b), S("</table>"));
        struct str got = from < 0 ? S("") : str_sub(buf_str(&b), from + 7, end - from - 7);
        if (!str_equal(got, str_of(tables[i].html)))
            fail_msg("%s: %.*s", tables[i].name, FMT(got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(fences), cmocka_unit_test(policies),
                                        cmocka_unit_test(grids) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
