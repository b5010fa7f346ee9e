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
    "", "`", "em", "strong", "del", "a", "img", "br", "soft", "raw", "note", "notes",
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
    if (n->kind == NODE_NOTE)
        buf_fmt(b, "%d.%d", n->level, n->index);
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
    { "addresses end before punctuation and keep their own brackets", "(https://e.com/a_(b)), www.e.com. http://e.com/?q=1;\n",
      "doc(p((a<https://e.com/a_(b)>!(https://e.com/a_(b))), a<http://www.e.com>!(www.e.com). a<http://e.com/?q=1>!(http://e.com/?q=1);))", NULL },
    { "an address holds an entity", "https://e.com/?a=1&amp;b=2 x\n", "doc(p(a<https://e.com/?a=1&b=2>!(https://e.com/?a=1&b=2) x))", NULL },
    { "mail", "write to a.b@e.com, not @e or a@b\n", "doc(p(write to a<mailto:a.b@e.com>!(a.b@e.com), not @e or a@b))", NULL },
    { "no address", "xhttp://e.com awww.e.com http:// www.e\n", "doc(p(xhttp://e.com awww.e.com http:// a<http://www.e>!(www.e)))", NULL },
    { "links, code and pictures hold no addresses", "[https://e.com](x) `https://e.com` ![www.e.com](y.png)\n",
      "doc(p(a<x>(https://e.com) `(https://e.com) img<y.png>(www.e.com)))", NULL },
    { "an address in bold", "**https://e.com/a** b\n", "doc(p(strong(a<https://e.com/a>!(https://e.com/a)) b))", NULL },
    { "a bold link before a slash", "[**docs**](https://e.com/a)/**run** it\n",
      "doc(p(a<https://e.com/a>(strong(docs))/strong(run) it))", NULL },
    { "a bold link before a wide character", "- [**a**](http://e.com/f)\xef\xbc\x8c**b** c\n",
      "doc(list(item(a<http://e.com/f>(strong(a))\xef\xbc\x8cstrong(b) c)))", NULL },
    { "two bold links and an em dash", "[**a**](https://e.com/1)\xe2\x80\x94[*b*](https://e.com/2)x~~c~~ **d**\n",
      "doc(p(a<https://e.com/1>(strong(a))\xe2\x80\x94" "a<https://e.com/2>(em(b))xdel(c) strong(d)))", NULL },
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
    { "note", "a[^1] b\n\n[^1]: N *m*\n", "doc(p(anote1.1() b)notes(item(p(N em(m)))))", NULL },
    { "notes in the order they are named", "a[^y] b[^x] c[^y]\n\n[^x]: X\n[^y]: Y\n",
      "doc(p(anote1.1() bnote2.1() cnote1.2())notes(item(p(Y))item(p(X))))", NULL },
    { "a note of several paragraphs", "a[^1]\n\n[^1]: One\n    more\nlazy\n\n    Two\n\nText\n",
      "doc(p(anote1.1())p(Text)notes(item(p(Onesoft()moresoft()lazy)p(Two))))", NULL },
    { "lists and code in a note", "a[^1]\n\n[^1]: One\n    - x\n    - y\n\n    ```sh\n    ls [^1]\n\n    cd\n    ```\n\n        deep\n",
      "doc(p(anote1.1())notes(item(p(One)list(item(x)item(y))code<sh>(ls [^1]\n\ncd\n)code<>(deep\n))))", NULL },
    { "a tab indents", "a[^1]\n\n[^1]:\tOne\n\n\tTwo\n\n \t- x\n", "doc(p(anote1.1())notes(item(p(One)p(Two)list(item(x)))))", NULL },
    { "a note that begins below its mark", "a[^1]\n\n[^1]:\n    - x\n", "doc(p(anote1.1())notes(item(list(item(x)))))", NULL },
    { "a block ends a note", "a[^1]\n\n[^1]: One\n# H\nText\n", "doc(p(anote1.1())h1#h(H)p(Text)notes(item(p(One))))", NULL },
    { "a note ends a paragraph", "a[^1]\n[^1]: One\n\nb\n", "doc(p(anote1.1())p(b)notes(item(p(One))))", NULL },
    { "a note names a note", "a[^1]\n\n[^2]: Two\n\n[^1]: One[^2]\n", "doc(p(anote1.1())notes(item(p(Onenote2.1()))item(p(Two))))", NULL },
    { "links by reference in a note", "a[^1]\n\n[^1]: [x] y\n\n[x]: /z\n", "doc(p(anote1.1())notes(item(p(a</z>(x) y))))", NULL },
    { "nobody names it", "a\n\n[^1]: one two\n", "doc(p(a)p([^1]: one two))", NULL },
    { "two of one name", "a[^1]\n\n[^1]: One\n\n[^1]: Two\n", "doc(p(anote1.1())notes(item(p(One))))", NULL },
    { "named in code alone", "`a[^1]`\n\n[^1]: One\n", "doc(p(`(a[^1]))notes(item(p(One))))", NULL },
    { "a note in code is code", "a[^1]\n\n```\n[^1]: One\n```\n", "doc(p(a[^1])code<>([^1]: One\n))", NULL },
    { "a note in code of a list is code", "a[^1]\n\n- ```\n  [^1]: One\n  ```\n", "doc(p(a[^1])list(item(code<>([^1]: One\n))))", NULL },
    { "a note behind markup nobody closed", "a[^1]\n\n<!-- x\n\n[^1]: One\n", "doc(p(a[^1])html(<!-- x\n\n[^1]: One\n))", NULL },
    { "a note behind a list", "- a[^1]\n\n[^1]: - b\n", "doc(list(item(anote1.1()))notes(item(list(item(b)))))", NULL },
    { "a quote and a note", "a[^1]\n\n> q\n\n[^1]: > n\n", "doc(p(anote1.1())quote(p(q))notes(item(quote(p(n)))))", NULL },
    { "an open fence in a note", "a[^1]\n\n[^1]: x\n\n    ```\n    y\n\nb\n", NULL, "5:5 input-fence" },
    { "a row in a note", "a[^1]\n\n[^1]: x\n\n    | a | b |\n    |---|---|\n    | 1 |\n", NULL, "7:5 input-table" },
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

/* Links and code of a note stand where they were written. */
static void test_places_of_notes(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct source src = { S("x.md"), S("a[^1] [l](m)\n\n[^1]: b\n\n    c [d](e)\n    [f](g \"h\")\n") };
    struct document *doc = markdown_read(&src, &scratch, &d);
    static const int places[][2] = { { 1, 8 }, { 5, 8 }, { 6, 6 } };
    int seen = 0, line, col;
    (void)state;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind != NODE_LINK)
            continue;
        diag_place(&src, n->place.ptr, &line, &col);
        assert_int_equal(line, places[seen][0]);
        assert_int_equal(col, places[seen][1]);
        assert_true(n->href.ptr > src.text.ptr && n->href.ptr < src.text.ptr + src.text.len);
        assert_int_equal(n->index, seen++);
    }
    assert_int_equal(seen, 3);
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
                 { "![", "", 20000 }, { "<a ", "", 20000 }, { "|", "\n|-|\n", 20000 },
                 { "[^1] ", "", 20000 }, { "[^1]: [^1]\n", "", 20000 }, { "[^1]: [^1]\n\n    ", "x", 20000 },
                 { "[^1]:\n    [^1]\n", "", 20000 }, { "[^", "]: x", 20000 }, { "[^a]\n[^a]: ```\n", "", 9000 } };
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

/* md4c ends a line of raw HTML with a line end of its own. */
static void places_are_inside(void **state)
{
    static const char *const pages[] = { "a <!-- b\n c --> d\n", "a <b\nid='x'>b</b>\n", "a&amp;b https\\://x.org\nc\n", "| a | b |\n|---|---|\n| <!-- x --> | c |\n" };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(pages); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { S("x.md"), str_of(pages[i]) };
        struct document *doc = markdown_read(&src, &scratch, &d);
        for (const struct node *n = doc->root; n; n = node_next(n, doc->root))
            if (n->place.ptr && (n->place.ptr < src.text.ptr || n->place.ptr + n->place.len > src.text.ptr + src.text.len))
                fail_msg("%s: a place outside of it", pages[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_places), cmocka_unit_test(test_places_of_notes),
                                        cmocka_unit_test(test_front_matter), cmocka_unit_test(test_hostile),
                                        cmocka_unit_test(places_are_inside), cmocka_unit_test(test_reference_bomb) };
    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
