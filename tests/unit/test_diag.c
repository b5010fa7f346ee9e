/* test_diag.c - places, order and the printed form of findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/rule.h"

static struct arena arena;

static void test_places(void **state)
{
    struct arena scratch = arena;
    struct source src = { .path = S("a.md"), .text = S("one\n\ntwö x three\nfour") };
    static const struct {
        ptrdiff_t at, len;
        int line, col, end_line, end_col;
    } rows[] = { { 0, 3, 1, 1, 1, 4 }, { 10, 1, 3, 5, 3, 6 }, { 5, 4, 3, 1, 3, 4 }, { 18, 4, 4, 1, 4, 5 }, { 0, 0, 1, 1, 1, 1 } };
    struct diag d = { .keep = &scratch };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct finding *f = diag_at(&d, RULE(LINK_BROKEN), &src, str_sub(src.text, rows[i].at, rows[i].len), "x");
        if (f->line != rows[i].line || f->col != rows[i].col || f->end_line != rows[i].end_line || f->end_col != rows[i].end_col)
            fail_msg("row %td: %d:%d to %d:%d", i, f->line, f->col, f->end_line, f->end_col);
    }
    diag_sort(&d);
    assert_int_equal(d.findings.ptr[0].line, 1);
    assert_int_equal(d.findings.ptr[d.findings.len - 1].line, 4);
    assert_int_equal(diag_count(&d, SEVERITY_ERROR), 4); /* two at one place that say the same are one */
}

static void test_print(void **state)
{
    struct arena scratch = arena;
    struct source src = { .path = S("a.md"), .text = S("b\n\ttwö x\n") };
    struct diag d = { .keep = &scratch };
    struct buf out = buf_open(&scratch, 4096);
    (void)state;
    struct finding *f = diag_at(&d, RULE(CLAIM_FALSE), &src, S("") , NULL);
    assert_int_equal(f->line, 0); /* no part of the text: the file as a whole */
    f = diag_at(&d, RULE(CLAIM_FALSE), &src, str_sub(src.text, 3, 4), "is %d", 3);
    f->suggest = S("three");
    f->note = S("from config\nand more");
    diag_sort(&d);
    diag_print(&d, false, &out);
    struct str want = S("a.md: error: correct the text or the source [claim-false]\n"
                        "a.md:2:2: error: is 3 [claim-false]\n"
                        "    2 | \ttwö x\n"
                        "      | \t^~~  write: three\n"
                        "      | from config\n"
                        "      | and more\n");
    if (!str_equal(buf_str(&out), want))
        fail_msg("got:\n%.*s", FMT(buf_str(&out)));
}

/* A guide is a stranger's text: nothing of it steers the terminal that shows a finding. */
static void test_shown(void **state)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        { "plain, tw\u00f6, \t and \u67b6", "plain, tw\u00f6, \t and \u67b6" },
        { "\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m" },
        { "a\rb\x7f\xc2\x9b" "2J", "a\ufffdb\ufffd\ufffd2J" },
        { "\xff\xc3(", "\ufffd\ufffd(" },
        { "x\u202ey\u2066z", "x\ufffdy\ufffdz" },
        { "", "" },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct arena scratch = arena;
        struct source src = { .path = str_of(rows[i].text), .text = str_of(rows[i].text) };
        struct diag d = { .keep = &scratch };
        struct buf out = buf_open(&scratch, 4096);
        struct finding *f = diag_at(&d, RULE(CLAIM_FALSE), &src, str_sub(src.text, 0, 0), "%s", rows[i].text);
        f->suggest = f->note = src.text;
        diag_print(&d, false, &out);
        int shown = 0;
        for (struct str rest = buf_str(&out); rest.len && *rows[i].shown;) {
            ptrdiff_t at = str_find(rest, str_of(rows[i].shown));
            shown += at >= 0;
            rest = at < 0 ? (struct str){ 0 } : str_from(rest, at + (ptrdiff_t)strlen(rows[i].shown));
        }
        if (*rows[i].shown && shown < 4)
            fail_msg("row %td: %d of file, message, line, note are shown so:\n%.*s", i, shown, FMT(buf_str(&out)));
    }
}

/* what of findings is one cause, how often, and what is printed of it */
static void test_folded(void **state)
{
    static const struct {
        const char *name;
        const struct rule *rule;
        const char *about;
        int n, carets, hidden;
        const char *says;
    } cases[] = {
        { "few errors of one target", RULE(CLAIM_FALSE), "c:/a", 3, 3, 0, "a.md:3:1: error" },
        { "many of one target", RULE(CLAIM_FALSE), "c:/a", 6, 3, 3, "| and 3 more like it: a.md:4:1, a.md:5:1, a.md:6:1\n" },
        { "errors of other targets are others", RULE(CLAIM_FALSE), NULL, 20, 20, 0, "a.md:20:1: error" },
        { "more than anybody reads", RULE(CLAIM_FALSE), NULL, 70, 50, 20, "and 20 more [claim-false]\n" },
        { "infos of a rule are one", RULE(PRICE_OLD), NULL, 14, 3, 11, "a.md:11:1, …\n" },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena, upper = arena_upper(&scratch);
        struct diag d = { .keep = &scratch };
        struct buf text = buf_open(&scratch, 4096), out = buf_open(&scratch, 1 << 20);
        buf_fill(&text, '\n', cases[i].n);
        struct source src = { .path = S("a.md"), .text = buf_str(&text) };
        for (int k = 0; k < cases[i].n; k++) {
            struct finding *f = diag_at(&d, cases[i].rule, &src, str_sub(src.text, k, 1), "x");
            f->about = cases[i].about ? str_of(cases[i].about) : str_fmt(&scratch, "c:/%d", k);
        }
        ptrdiff_t hidden = diag_print_folded(&d, false, upper, &out);
        int carets = 0;
        for (struct str s = buf_str(&out); s.len;)
            carets += str_find(str_line(&s), S("| ^")) > 0;
        if (hidden != cases[i].hidden || carets != cases[i].carets || str_find(buf_str(&out), str_of(cases[i].says)) < 0)
            fail_msg("%s: %td hidden, %d carets:\n%.*s", cases[i].name, hidden, carets, FMT(buf_str(&out)));
    }
}

static void test_counts(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct buf out = buf_open(&scratch, 4096);
    (void)state;
    diag_file(&d, RULE(CLAIM_FALSE), S("a"), NULL);
    diag_file(&d, RULE(PRICE_OLD), S("a"), NULL);
    diag_file(&d, RULE(PRICE_OLD), S("b"), NULL);
    diag_count_words(&d, &out);
    assert_true(str_equal(buf_str(&out), S("1 error, 0 warnings, 2 notes")));
}

static void test_many(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct buf text = buf_open(&scratch, 1 << 22);
    (void)state;
    for (int i = 0; i < 100000; i++)
        buf_put(&text, S("a line\n"));
    struct source src = { .path = S("a.md"), .text = buf_str(&text) };
    for (ptrdiff_t i = 0; i < 100000; i++) /* would take minutes if each counted from the top */
        assert_int_equal(diag_at(&d, RULE(LINK_BROKEN), &src, str_sub(src.text, i * 7, 1), "x")->line, i + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_places), cmocka_unit_test(test_print), cmocka_unit_test(test_many), cmocka_unit_test(test_shown),
                                         cmocka_unit_test(test_folded), cmocka_unit_test(test_counts) };
    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
