/* Text that must stay text in Markdown: what is written, read again, is the same; and no mark too many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/markdown.h"
#include "model/markdown_text.h"

static struct arena arena;

/* Where text is put: what stands before it and behind. */
static const struct {
    const char *name, *before, *behind;
} places[] = {
    { "paragraph", "", "\n" },        { "in a line", "a ", " b\n" },      { "heading", "# ", "\n" },
    { "heading's tail", "## A: ", "\n" }, { "item", "- ", "\n" },         { "numbered item", "1. ", "\n" },
    { "quote", "> ", "\n" },          { "cell", "| A |\n|---|\n| ", " |\n" }, { "head cell", "| ", " | b |\n|---|---|\n" },
    { "link", "[", "](x)\n" },        { "strong", "**", "**\n" },         { "before a link", "", "[x](y)\n" },
    { "second line", "a\n", "\n" },   { "picture", "![", "](x.png)\n" },  { "behind an address", "a [b](c): ", "\n" },
};

static struct str written(const char *before, struct str s, const char *behind, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 20);
    buf_put(&b, str_of(before));
    markdown_text(&b, s);
    buf_put(&b, str_of(behind));
    return buf_str(&b);
}

static bool holds_structure(const struct document *doc)
{
    int paragraphs = 0;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        if (n->kind == NODE_EMPHASIS || n->kind == NODE_STRIKE || n->kind == NODE_CODE || n->kind == NODE_CODE_SPAN ||
            n->kind == NODE_HTML || n->kind == NODE_RAW_HTML || n->kind == NODE_RULE || n->kind == NODE_NOTE || n->autolink ||
            (n->kind == NODE_ITEM && n->task))
            return true;
        paragraphs += n->kind == NODE_PARAGRAPH;
    }
    return paragraphs > 1;
}

/* s put into each place and read again is between the same words as an "x" would be. */
static void check(struct str s)
{
    for (ptrdiff_t i = 0; i < LEN(places); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { .path = S("x.md"), .text = written(places[i].before, s, places[i].behind, &scratch) };
        struct source plain = { .path = S("x.md"), .text = written(places[i].before, S("x"), places[i].behind, &scratch) };
        struct document *doc = markdown_read(&src, &scratch, &d), *as = markdown_read(&plain, &scratch, &d);
        assert_non_null(doc);
        struct str text = node_text(doc->root, &scratch), model = node_text(as->root, &scratch);
        ptrdiff_t at = str_char(model, 'x');
        struct str want = str_join(str_sub(model, 0, at), str_join(s, str_from(model, at + 1), &scratch), &scratch);
        if (!str_equal(text, want) || holds_structure(doc))
            fail_msg("%s: \"%.*s\" is written \"%.*s\", read \"%.*s\"", places[i].name, FMT(s), FMT(src.text), FMT(text));
    }
}

static void stays(void **state)
{
    static const char *const texts[] = {
        "word", "# x", "#", "x #", "C#", "- x", "-", "---", "+ x", "===", "1. x", "1.", "12) x", "1.5", "> x", "* x", "*x*", "a * b",
        "_x_", "a_b", "a_b_", "__init__", "`x`", "<b>", "<b", "< 5", "<5", "a <", "</p>", "<!-- x -->", "<?x", "&amp;", "&#65;", "&", "a & b", "AT&T",
        "[x]", "[x](y)", "[ ]", "[^1]", "![x](y)", "x!", "x\\", "\\*", "a\\b", "|", "a | b", "~x~", "~~x~~", "~5", "~~~", "```",
        "https://example.org/a_b", "http://x.y", "www.example.org", "a@example.org", "mailto:a@b.co", "$5.20", "100 %", "us-east-1a, us-east-1b",
        "config.prod:/service/cpu", "2026-09-11", "(0.5 vCPU)", "fargate.x86.vcpu_hour", "a * b * c", "5 < 6 > 4", "\"x\" 'y'", "é_é_", "—_x_—", "x:", "::", ":-:",
        "|---|", "a --- b", "!!", "{x}", "^1", "x  y",
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(texts); i++)
        check(str_of(texts[i]));
}

/* As an author would write it. */
static void no_more_than_needed(void **state)
{
    static const char *const plain[] = {
        "$36.04", "2 tasks × 0.5 vCPU + 1 GB", "us-east-1a, us-east-1b", "fargate.x86.vcpu_hour", "2026-09-11", "10.10.0.0/16", "a * b",
        "config.prod:region", "5 < 6 > 4", "R&D & more", "one; two: (three)", "100 % = all", "C# and F#!?", "~5 minutes", "arn:aws:s3:::bucket", "\"quoted\" 'words'",
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(plain); i++) {
        struct arena scratch = arena;
        struct str got = written("a ", str_of(plain[i]), "", &scratch);
        if (!str_equal(str_from(got, 2), str_of(plain[i])))
            fail_msg("%s: %.*s", plain[i], FMT(got));
    }
}

static void at_random(void **state)
{
    static const char alphabet[] = "\\`*_[]<>|~&!:@.)#-+=(;a1 /w";
    unsigned seed = 3;
    (void)state;
    for (int round = 0; round < 30000; round++) {
        char text[12];
        ptrdiff_t n = 0, length = 1 + (ptrdiff_t)(seed >> 28);
        length = length > 11 ? 11 : length;
        while (n < length) {
            seed = seed * 1664525 + 1013904223;
            text[n] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
            if (text[n] == ' ' && (n == 0 || n + 1 == length || text[n - 1] == ' '))
                text[n] = 'a'; /* blanks at the ends are the place's */
            n++;
        }
        seed = seed * 1664525 + 1013904223;
        check((struct str){ text, n });
    }
}

/* Long runs take no longer than other text. */
static void long_runs(void **state)
{
    static const char marks[] = "*_~#-:.\\&";
    (void)state;
    for (ptrdiff_t i = 0; i + 1 < (ptrdiff_t)sizeof marks; i++) {
        struct arena scratch = arena;
        struct buf in = buf_open(&scratch, 1 << 21), out = buf_open(&scratch, 1 << 23);
        buf_fill(&in, marks[i], 1 << 20);
        markdown_text(&out, buf_str(&in));
        assert_true(out.len >= in.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(stays), cmocka_unit_test(no_more_than_needed), cmocka_unit_test(at_random),
                                        cmocka_unit_test(long_runs) };
    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
