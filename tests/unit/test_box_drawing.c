/* test_box_drawing.c - small drawings of every kind and defect, and what is read in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "graph_check.h"
#include "sketch/drawing.h"

/* clang-format off */
static const struct {
    const char *name, *in, *graph;
} cases[] = {
    { "two boxes, an arrow",
      "┌───┐   ┌───┐\n"
      "│ A │──▶│ B │\n"
      "└───┘   └───┘\n",
      "A; B | A -> B" },
    { "a gap on both sides of a plain line",
      "┌───┐\n"
      "│ A │\n"
      "└───┘\n"
      "  │\n"
      "┌───┐\n"
      "│ B │\n"
      "└───┘\n",
      "A; B | A -- B" },
    { "words in the border between two cells are the lower one's, however small",
      "┌────────┐\n"
      "│ a      │\n"
      "│ b      │\n"
      "│ c      │\n"
      "├─ low ──┤\n"
      "│ d      │\n"
      "└────────┘\n",
      "a b c; low d" },
    { "a plus between words, below a line",
      "   in\n"
      "    │\n"
      "  a + b\n"
      "    │\n"
      "    ▼\n"
      "   out\n",
      "~in; ~out | in -> out: a + b" },
    { "a head alone",
      "┌───┐\n"
      "│ A │\n"
      "└───┘\n"
      "  ▼\n"
      "┌───┐\n"
      "│ B │\n"
      "└───┘\n",
      "A; B | A -> B" },
    { "heads both ways",
      "┌───┐      ┌───┐\n"
      "│ A │◀────▶│ B │\n"
      "└───┘      └───┘\n",
      "A; B | A <-> B" },
    { "ASCII",
      "+---+  uses  +---+\n"
      "| A |------->| B |\n"
      "+---+        +---+\n",
      "A; B | A -> B: uses" },
    { "ASCII, rounded",
      ".---.     .---.\n"
      "| A |<--->| B |\n"
      "'---'     '---'\n",
      "A; B | A <-> B" },
    { "heavy, double, round, dashed",
      "┏━━━┓ ╔═══╗ ╭───╮ ┌╌╌╌┐\n"
      "┃ A ┃ ║ B ║ │ C │ ╎ D ╎\n"
      "┗━━━┛ ╚═══╝ ╰───╯ └╌╌╌┘\n",
      "A; B; C; D" },
    { "right borders off by one and two",
      "┌────────┐\n"
      "│ A one    │\n"
      "│ two   │\n"
      "└────────┘\n",
      "A one two" },
    { "left border off by one",
      "   ┌────────┐\n"
      "   │ A      │\n"
      "    │ two   │\n"
      "   └────────┘\n",
      "A two" },
    { "upper right corner missing",
      "┌────────\n"
      "│ A      │\n"
      "│        │\n"
      "└────────┘\n",
      "A" },
    { "lower right corner missing",
      "┌────────┐\n"
      "│ A      │\n"
      "│        │\n"
      "└────────\n",
      "A" },
    { "lower left corner missing",
      "┌────────┐\n"
      "│ A      │\n"
      "│        │\n"
      " ────────┘\n",
      "A" },
    { "upper left corner missing",
      " ────────┐\n"
      "│ A      │\n"
      "│        │\n"
      "└────────┘\n",
      "A" },
    { "top border drawn twice",
      "┌────────┐\n"
      "│ A      │\n"
      "┌────────┐\n",
      "A" },
    { "a bar lost to long text",
      "┌─────────────────────┐\n"
      "│ Host                │\n"
      "│ ┌────────┐          │\n"
      "│ │ A very long name  │\n"
      "│ │ B      │          │\n"
      "│ └────────┘          │\n"
      "└─────────────────────┘\n",
      "Host name; A very long B < Host name" },
    { "titles in borders",
      "┌─ Net ────────────┐\n"
      "│ ┌─[ ALB ]──────┐ │\n"
      "│ │ listener     │ │\n"
      "│ └──────────────┘ │\n"
      "└──────────────────┘\n",
      "Net; ALB listener < Net" },
    { "shared border with edges: two nodes",
      "┌───┐   ┌─────┐\n"
      "│ A │──▶│ one │\n"
      "└───┘   ├─────┤\n"
      "┌───┐   │     │\n"
      "│ B │──▶│ two │\n"
      "└───┘   └─────┘\n",
      "A; one; two; B | A -> one; B -> two" },
    { "title band over boxes: one node",
      "┌─────────────┐\n"
      "│    Title    │\n"
      "├─────────────┤\n"
      "│ ┌───┐ ┌───┐ │\n"
      "│ │ A │ │ B │ │\n"
      "│ └───┘ └───┘ │\n"
      "└─────────────┘\n",
      "Title; A < Title; B < Title" },
    { "a table",
      "+-----+-----+\n"
      "| a   | b   |\n"
      "+-----+-----+\n"
      "| c   | d   |\n"
      "+-----+-----+\n",
      "a; b; c; d" },
    { "a joint where one line meets heads",
      "         ┌───┐\n"
      "         │ B │\n"
      "         └───┘\n"
      "           ▲\n"
      "┌───┐      │      ┌───┐\n"
      "│ C │◀─────┼─────▶│ D │\n"
      "└───┘      │      └───┘\n"
      "         ┌─┴─┐\n"
      "         │ A │\n"
      "         └───┘\n",
      "B; C; D; A | A -> B; A -> D; A -> C" },
    { "a crossing of two lines",
      "         ┌───┐\n"
      "         │ B │\n"
      "         └───┘\n"
      "           ▲\n"
      "┌───┐      │      ┌───┐\n"
      "│ C ├──────┼─────▶│ D │\n"
      "└───┘      │      └───┘\n"
      "         ┌─┴─┐\n"
      "         │ A │\n"
      "         └───┘\n",
      "B; C; D; A | A -> B; C -> D" },
    { "one line over another",
      "         ┌───┐\n"
      "         │ B │\n"
      "         └───┘\n"
      "           ▲\n"
      "┌───┐      │      ┌───┐\n"
      "│ C │──────│─────▶│ D │\n"
      "└───┘      │      └───┘\n"
      "         ┌───┐\n"
      "         │ A │\n"
      "         └───┘\n",
      "B; C; D; A | A -> B; C -> D" },
    { "fan out, labels beside and above",
      "┌───┐  yes   ┌───┐\n"
      "│ A ├───┬───▶│ B │\n"
      "└───┘   │    └───┘\n"
      "        │ no ┌───┐\n"
      "        └───▶│ C │\n"
      "             └───┘\n",
      "A; B; C | A -> B: yes; A -> C: no" },
    { "fan in through a joint one column off",
      "┌───┐    ┌───┐\n"
      "│ A │    │ B │\n"
      "└─┬─┘    └─┬─┘\n"
      "  └────┬───┘\n"
      "        ▼\n"
      "     ┌────┐\n"
      "     │ C  │\n"
      "     └────┘\n",
      "A; B; C | A -> C; B -> C" },
    { "out of a container through its border",
      "┌───────────────┐\n"
      "│ Net           │\n"
      "│  ┌───┐        │     ┌───┐\n"
      "│  │ A ├────────┼────▶│ B │\n"
      "│  └───┘        │     └───┘\n"
      "└───────────────┘\n",
      "Net; A < Net; B | A -> B" },
    { "head in the border",
      "  ┌───┐\n"
      "  │ A │\n"
      "  └─┬─┘\n"
      "┌───▼───┐\n"
      "│   B   │\n"
      "└───────┘\n",
      "A; B | A -> B" },
    { "text in a line",
      "┌───┐           ┌───┐\n"
      "│ A │── HTTP ──▶│ B │\n"
      "└───┘           └───┘\n",
      "A; B | A -> B: HTTP" },
    { "text in an upright line",
      "┌───┐\n"
      "│ A │\n"
      "└─┬─┘\n"
      "  │\n"
      " SQL\n"
      "  │\n"
      "  ▼\n"
      "┌───┐\n"
      "│ B │\n"
      "└───┘\n",
      "A; B | A -> B: SQL" },
    { "an end without a box",
      "┌───┐\n"
      "│ A │──▶ the web\n"
      "└───┘    and more\n",
      "A; ~the web and more | A -> the web and more" },
    { "a state machine's dot",
      " o\n"
      " |\n"
      " v\n"
      "+-----+ go +------+\n"
      "| one |--->| two  |\n"
      "+-----+    +------+\n",
      "*o; one; two | o -> one; one -> two: go" },
    { "an edge back to its own box",
      " ┌──────┐\n"
      " │      │ again\n"
      "┌┴──────▼─┐\n"
      "│ A       │\n"
      "└─────────┘\n",
      "A | A -> A: again" },
    { "spaced dashes as an edge",
      "┌───┐           ┌───┐\n"
      "│ A │─ ─ ─ ─ ─ >│ B │\n"
      "└───┘           └───┘\n",
      "A; B | A -> B" },
    { "a frame of spaced dashes",
      "┌ ─ ─ ─ ─ ─ ─ ─\n"
      "    Net        │\n"
      "│ ┌─────┐\n"
      "  │  A  │      │\n"
      "│ └─────┘\n"
      " ─ ─ ─ ─ ─ ─ ─ ┘\n",
      "Net; A < Net" },
    { "a frame of dots",
      "..............\n"
      ".   Net      .\n"
      ".  ┌─────┐   .\n"
      ".  │  A  │   .\n"
      ".  └─────┘   .\n"
      "..............\n",
      "Net; A < Net" },
    { "wide characters and emoji",
      "┌────────────┐  请求  ┌──────────┐\n"
      "│ 用户浏览器 │───────▶│ 🚀 서버  │\n"
      "└────────────┘        └──────────┘\n",
      "用户浏览器; 🚀 서버 | 用户浏览器 -> 🚀 서버: 请求" },
    { "an emoji the author's editor drew narrow",
      "┌──────────────┐\n"
      "│ 🏗️ Builder   │\n"
      "│ two          │\n"
      "└──────────────┘\n",
      "🏗️ Builder two" },
    { "combining marks",
      "┌──────┐\n"
      "│ é ñ  │\n"
      "└──────┘\n",
      "é ñ" },
    { "tabs of four columns",
      "+------+\t+------+\n"
      "| A\t   |--->| B    |\n"
      "+------+\t+------+\n",
      "A; B | A -> B" },
    { "comment marks",
      "// ┌───┐   ┌───┐\n"
      "// │ A │──▶│ B │\n"
      "// └───┘   └───┘\n",
      "A; B | A -> B" },
    { "lifelines",
      "┌───┐      ┌───┐\n"
      "│ A │      │ B │\n"
      "└─┬─┘      └─┬─┘\n"
      "  │   ask    │\n"
      "  │─────────▶│\n"
      "  │          │\n"
      "  │◀─────────│\n"
      "  │  answer  │\n",
      "A; B | A -> B: ask; B -> A: answer" },
    { "lifelines of names",
      " Client        Server\n"
      "   |              |\n"
      "   |--- hello --->|\n"
      "   |<-- welcome --|\n"
      "   |              |\n",
      "~Client; ~Server | Client -> Server: hello; Server -> Client: welcome" },
    { "a tree in a box",
      "┌─────────────────┐\n"
      "│ /srv/           │\n"
      "│   ├── a         │\n"
      "│   │   └── b     │\n"
      "│   └── c         │\n"
      "└─────────────────┘\n",
      "/srv/; a < /srv/; b < a; c < /srv/" },
    { "an arrow inside a box of text",
      "┌─────────────┐\n"
      "│ a ───▶ b    │\n"
      "│ c           │\n"
      "└─────────────┘\n",
      "a ───▶ b c" },
    { "dashes, plus and bars in text",
      "+--------------------+\n"
      "| a-b  c--d  1 + 2   |\n"
      "| x | y  i->j        |\n"
      "+--------------------+\n",
      "a-b  c--d  1 + 2 x | y  i->j" },
    { "diagonals",
      "  +-----+\n"
      "  |  A  |\n"
      "  +-----+\n"
      "   /   \\\n"
      "  v     v\n"
      "+---+ +---+\n"
      "| B | | C |\n"
      "+---+ +---+\n",
      "A; B; C | A -> B; A -> C" },
    { "parallel lines",
      "┌───────────┐\n"
      "│     A     │\n"
      "└───────────┘\n"
      "   │     ▲\n"
      "ask│     │answer\n"
      "   ▼     │\n"
      "┌───────────┐\n"
      "│     B     │\n"
      "└───────────┘\n",
      "A; B | A -> B: ask; B -> A: answer" },
    { "a legend is no edge",
      "┌───┐\n"
      "│ A │    ───▶ calls\n"
      "└───┘\n",
      "A | free: calls" },
    { "overlapping boxes",
      "┌────────┐  ┌────────┐\n"
      "│ N1     │  │ N2     │\n"
      "│  ┌─────┼──┼─────┐  │\n"
      "│  │ pod │  │     │  │\n"
      "│  └─────┼──┼─────┘  │\n"
      "└────────┘  └────────┘\n",
      "N1; N2; pod" },
    { "boxes side by side without a gap",
      "┌──┐┌──┐\n"
      "│A ││B │\n"
      "└──┘└──┘\n",
      "A; B" },
    { "a row that moved: its tee, its head",
      "+-----+          +-----+\n"
      "| Ax  |          | B   |\n"
      "| Ay   +----------> By |\n"
      "| Az  |          |     |\n"
      "+-----+          +-----+\n",
      "Ax Ay Az; B By | Ax Ay Az -> B By" },
    { "tails marked, numbers in the line",
      "+-----+              +-----+\n"
      "| A   |>--(1)- ask ->| B   |\n"
      "|    -+-----(2)-----<|     |\n"
      "+-----+              +-----+\n",
      "A; B | A -> B: (1) ask; B -> A: (2)" },
    { "out of a border into a text below it",
      "+---------+\n"
      "|  owner  |\n"
      "+---------+\n"
      "     ^\n"
      "     |\n"
      "    (B)\n"
      "+----|----+\n"
      "|  User   |\n"
      "+---------+\n",
      "owner; User | User -> owner: (B)" },
    { "trunk below a joint without a port for it",
      "┌───┐   ┌───┐\n"
      "│ A │   │ B │\n"
      "└─┬─┘   └─┬─┘\n"
      "  └───┴───┘\n"
      "      │\n"
      "      ▼\n"
      "    ┌───┐\n"
      "    │ C │\n"
      "    └───┘\n",
      "A; B; C | A -> C; B -> C" },
};

static const struct {
    const char *name, *in;
    enum drawing_kind kind;
} kinds[] = {
    { "boxes", "┌─┐\n│a│\n└─┘\n", DRAWING_BOXES },
    { "tree", "a/\n├── b\n└── c\n", DRAWING_TREE },
    { "lines that join names", "a ───▶ b\n│\n└────▶ c\n", DRAWING_BOXES },
    { "C", "int f(int a)\n{\n    return a-- > 0 || a + 1;\n}\n", DRAWING_NONE },
    { "YAML", "a:\n  - b\n  - c: [1, 2]\n---\nd: |\n  x\n", DRAWING_NONE },
    { "a table of a program", " id | name\n----+------\n  1 | a\n", DRAWING_NONE },
    { "an underline", "Title\n─────\ntext\n", DRAWING_NONE },
    { "a diff", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n", DRAWING_NONE },
    { "shell", "a | b && c -- d > e\n", DRAWING_NONE },
    { "code with a small table in a comment",
      "f();\n// +---+\n// | a |\n// +---+\ng();\nh({\n  a: 1,\n  b: 2,\n});\ni();\nj();\n", DRAWING_NONE },
    { "empty", "", DRAWING_NONE },
};
/* clang-format on */

enum { BLOCK = 64 << 20 };

struct bench {
    struct arena keep, scratch;
};

static struct bench bench_open(void)
{
    return (struct bench){ arena_open(BLOCK), arena_open(BLOCK) };
}

static void reads(void **state)
{
    (void)state;
    struct bench b = bench_open();
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena keep = b.keep;
        struct graph g;
        const char *why = NULL;
        struct str in = str_of(cases[i].in);
        assert_true(drawing_read(in, &keep, b.scratch, &g, &why));
        struct str got = check_say(&g, &keep);
        if (!str_equal(got, str_of(cases[i].graph)))
            fail_msg("%s\n%s: %.*s\nwanted: %s", cases[i].name, cases[i].in, FMT(got), cases[i].graph);
        if (check_lost(in, &g, b.scratch))
            fail_msg("%s: a glyph was lost", cases[i].name);
    }
}

static void classes(void **state)
{
    (void)state;
    struct bench b = bench_open();
    for (ptrdiff_t i = 0; i < LEN(kinds); i++) {
        struct arena keep = b.keep;
        struct drawing found;
        drawing_find(str_of(kinds[i].in), (struct str){ 0 }, FENCES_AUTO, &keep, b.scratch, &found);
        if (found.kind != kinds[i].kind)
            fail_msg("%s is taken for %d", kinds[i].name, found.kind);
    }
}

static struct str redraw(struct str text, struct arena *keep, struct arena scratch, struct graph *g)
{
    const char *why = NULL;
    struct buf out = buf_open(keep, 1 << 20);
    assert_true(drawing_read(text, keep, scratch, g, &why));
    drawing_redraw(text, g, scratch, &out);
    return buf_str(&out);
}

/* Drawn again, a drawing says the same; drawn once more, it is the same bytes; borders are straight. */
static void redraws(void **state)
{
    (void)state;
    struct bench b = bench_open();
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena keep = b.keep;
        struct graph g, again;
        struct str one = redraw(str_of(cases[i].in), &keep, b.scratch, &g);
        struct str two = redraw(one, &keep, b.scratch, &again);
        struct str said = check_say(&again, &keep);
        if (!str_equal(said, str_of(cases[i].graph)))
            fail_msg("%s:\n%.*s%.*s\nwanted: %s", cases[i].name, FMT(one), FMT(said), cases[i].graph);
        if (!str_equal(one, two))
            fail_msg("%s changes when drawn twice:\n%.*s\n%.*s", cases[i].name, FMT(one), FMT(two));
        if (again.repaired)
            fail_msg("%s stays ragged:\n%.*s", cases[i].name, FMT(one));
    }
}

static uint32_t random_state = 2463534242u;

static int random_below(int n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return (int)(random_state % (uint32_t)n);
}

/* Drops, doubles and replaces characters of in. */
static struct str mutate(struct str in, struct arena *keep)
{
    static const char *const glyphs[] = { " ", "│", "─", "┐", "┼", "▶", "|", "-", "+", "x", "漢", "\n" };
    struct buf b = buf_open(keep, 1 << 16);
    while (in.len > 0) {
        uint32_t cp;
        int n = utf8_decode(in, &cp), what = random_below(40);
        if (what == 1)
            buf_put(&b, str_of(glyphs[random_below((int)LEN(glyphs))]));
        for (int k = what == 2 ? 2 : what > 2; k > 0; k--)
            buf_put(&b, str_sub(in, 0, n));
        in = str_from(in, n);
    }
    return buf_str(&b);
}

static void survives(void **state)
{
    (void)state;
    struct bench b = bench_open();
    for (int round = 0; round < 40; round++)
        for (ptrdiff_t i = 0; i < LEN(cases); i++) {
            struct arena keep = b.keep;
            struct graph g;
            const char *why = NULL;
            struct str in = mutate(str_of(cases[i].in), &keep);
            assert_true(drawing_read(in, &keep, b.scratch, &g, &why));
            if (check_lost(in, &g, b.scratch))
                fail_msg("a glyph was lost:\n%.*s", FMT(in));
        }
}

static void refuses(void **state)
{
    (void)state;
    struct bench b = bench_open();
    struct buf line = buf_open(&b.keep, 1 << 21);
    buf_fill(&line, 'a', 1000000);
    struct graph g;
    const char *why = NULL;
    assert_false(drawing_read(buf_str(&line), &b.keep, b.scratch, &g, &why));
    assert_string_equal(why, "a line has more than 10,000 columns");
    line.len = 0;
    buf_fill(&line, '\n', 30000);
    assert_false(drawing_read(buf_str(&line), &b.keep, b.scratch, &g, &why));
    assert_string_equal(why, "it has more than 20,000 rows");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(reads), cmocka_unit_test(classes),
                                        cmocka_unit_test(redraws), cmocka_unit_test(survives),
                                        cmocka_unit_test(refuses) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
