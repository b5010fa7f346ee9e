/* test_markdown.c - Markdown to a tree, written as one line: kinds, texts, places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/markdown.h"

static struct arena arena;

static const char *const names[] = {
    "doc", "p", "h", "quote", "alert", "list", "item", "code", "html", "table", "row", "cell", "hr",
    "", "`", "em", "strong", "del", "a", "img", "br", "soft", "raw",
};

static void dump(const struct node *n, struct buf *b)
{
    if (n->kind == NODE_TEXT) {
        buf_put(b, n->text);
        return;
    }
    buf_fmt(b, "%s", names[n->kind]);
    if (n->kind == NODE_HEADING)
        buf_fmt(b, "%d#%.*s", n->level, FMT(n->id));
    if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
        buf_fmt(b, "<%.*s>%s", FMT(n->href), n->autolink ? "!" : "");
    if (n->kind == NODE_CODE)
        buf_fmt(b, "<%.*s>", FMT(n->info));
    if (n->kind == NODE_ALERT)
        buf_fmt(b, "%d", (int)n->alert);
    if (n->kind == NODE_ITEM && n->task)
        buf_fmt(b, "%d", (int)n->task);
    buf_char(b, '(');
    buf_put(b, n->kind == NODE_CODE || n->kind == NODE_CODE_SPAN || n->kind == NODE_HTML || n->kind == NODE_RAW_HTML ? n->text : S(""));
    for (const struct node *c = n->first; c; c = c->next)
        dump(c, b);
    buf_char(b, ')');
}

static const struct {
    const char *name, *in, *tree, *finding; /* finding: "line:col rule", or NULL */
} cases[] = {
    { "words", "Hello *you*\n", "doc(p(Hello em(you)))", NULL },
    { "entity", "a &amp; b &#65;\n", "doc(p(a & b A))", NULL },
    { "heading ids", "# A b\n\n## A b\n\n## \xf0\x9f\x8f\x97\xef\xb8\x8f X: y\n",
      "doc(h1#a-b(A b)h2#a-b-1(A b)h2#\xef\xb8\x8f-x-y(\xf0\x9f\x8f\x97\xef\xb8\x8f X: y))", NULL },
    { "link", "[2 tasks](config.prod:/a) [](name:b)\n", "doc(p(a<config.prod:/a>(2 tasks) a<name:b>()))", NULL },
    { "autolink", "see https://example.com/a\n", "doc(p(see a<https://example.com/a>!(https://example.com/a)))", NULL },
    { "alert", "> [!WARNING]\n> Mind it\n", "doc(alert3(p(Mind it)))", NULL },
    { "no alert", "> [!OTHER]\n> x\n", "doc(quote(p([!OTHER]soft()x)))", NULL },
    { "task", "- [x] a\n- [ ] b\n", "doc(list(item2(a)item1(b)))", NULL },
    { "code", "```c title=\"x\"\nint a;\n```\n", "doc(code<c title=\"x\">(int a;\n))", NULL },
    { "open fence", "text\n\n```\nabc\n", "doc(p(text)code<>(abc\n))", "3:1 input-fence" },
    { "open fence in a list", "- a\n\n  ```\n  abc\n\nb\n", NULL, "3:3 input-fence" },
    { "blank lines in a fence", "```\nabc\n\n\n```\n", "doc(code<>(abc\n\n\n))", NULL },
    { "table", "| a | b |\n|---|--:|\n| 1 | 2 |\n", "doc(table(row(cell(a)cell(b))row(cell(1)cell(2))))", NULL },
    { "a cell too many", "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", NULL, "3:1 input-table" },
    { "a cell too few", "| a | b |\n|---|---|\n| 1 |\n", NULL, "3:1 input-table" },
    { "escaped pipe", "| a | b |\n|---|---|\n| 1 \\| 2 | 3 |\n", NULL, NULL },
    { "strike", "~~a~~\n", "doc(p(del(a)))", NULL },
    { "front matter", "---\ntitle: X\n---\n# Y\n", "doc(h1#y(Y))", NULL },
    { "unknown key", "---\ntitel: X\n---\n", "doc()", "2:1 input-unknown-key" },
    { "open front matter", "---\ntitle: X\n", NULL, "1:1 input-front-matter" },
    { "no number", "---\nweight: many\n---\n", NULL, "2:9 input-value" },
};

static void test_cases(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { S("x.md"), str_of(cases[i].in) };
        struct document *doc = markdown_read(&src, &scratch, &d);
        struct buf b = buf_open(&scratch, 4096);
        struct str finding = { 0 };
        dump(doc->root, &b);
        if (cases[i].tree && !str_equal(buf_str(&b), str_of(cases[i].tree)))
            fail_msg("%s: %.*s", cases[i].name, FMT(buf_str(&b)));
        if (d.findings.len)
            finding = str_fmt(&scratch, "%d:%d %s", d.findings.ptr[0].line, d.findings.ptr[0].col, d.findings.ptr[0].rule->id);
        if (!str_equal(finding, str_of(cases[i].finding)))
            fail_msg("%s: finding %.*s", cases[i].name, FMT(finding));
    }
}

static void test_places(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct source src = { S("x.md"), S("a\n\nb [](name:x) [c **d**](y)\n") };
    struct document *doc = markdown_read(&src, &scratch, &d);
    int seen = 0, line, col;
    (void)state;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind != NODE_LINK)
            continue;
        diag_place(&src, n->place.ptr, &line, &col);
        assert_int_equal(line, 3);
        assert_int_equal(col, seen++ ? 15 : 6); /* an empty text stands where its target does */
    }
    assert_int_equal(seen, 2);
}

static void test_front_matter(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct source src = { S("x.md"), S("---\ntitle: \"A: b\" # why\nweight: 3\ndraft: true\ntags: [a, 'b c']\naliases:\n  - /old\n  - /older\n---\nbody") };
    struct document *doc = markdown_read(&src, &scratch, &d);
    (void)state;
    assert_int_equal(d.findings.len, 0);
    assert_true(str_equal(doc->front.title, S("A: b")));
    assert_int_equal(doc->front.weight, 3);
    assert_true(doc->front.draft);
    assert_int_equal(doc->front.n_tags, 2);
    assert_true(str_equal(doc->front.tags[1], S("b c")));
    assert_int_equal(doc->front.n_aliases, 2);
    assert_true(str_equal(doc->front.body, S("body")));
}

static void test_hostile(void **state)
{
    static const struct {
        const char *unit, *end;
        int times;
    } rows[] = { { "> ", "x", 3000 }, { "[", "", 50000 }, { "**a", "", 20000 }, { "`", "", 50000 }, { "- ", "x", 3000 },
                 { "![", "", 20000 }, { "<a ", "", 20000 }, { "|", "\n|-|\n", 20000 } };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct buf b = buf_open(&scratch, 1 << 20);
        for (int k = 0; k < rows[i].times; k++)
            buf_put(&b, str_of(rows[i].unit));
        buf_put(&b, str_of(rows[i].end));
        struct source src = { S("x.md"), buf_str(&b) };
        struct document *doc = markdown_read(&src, &scratch, &d);
        assert_true(doc || d.findings.len);
    }
}

static void test_reference_bomb(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct buf b = buf_open(&scratch, 1 << 20);
    (void)state;
    buf_put(&b, S("[a]: /"));
    buf_fill(&b, 'x', 40000);
    buf_put(&b, S("\n\n"));
    for (int i = 0; i < 20000; i++)
        buf_put(&b, S("[a]"));
    struct source src = { S("x.md"), buf_str(&b) };
    markdown_read(&src, &scratch, &d); /* hrefs point into the source: no memory for each */
    assert_true(scratch.beg - arena.beg < 1 << 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_places),
                                        cmocka_unit_test(test_front_matter), cmocka_unit_test(test_hostile),
                                        cmocka_unit_test(test_reference_bomb) };
    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
