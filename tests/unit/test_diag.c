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
    struct source src = { S("a.md"), S("one\n\ntwö x three\nfour") };
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
    struct source src = { S("a.md"), S("b\n\ttwö x\n") };
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

static void test_many(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct buf text = buf_open(&scratch, 1 << 22);
    (void)state;
    for (int i = 0; i < 100000; i++)
        buf_put(&text, S("a line\n"));
    struct source src = { S("a.md"), buf_str(&text) };
    for (ptrdiff_t i = 0; i < 100000; i++) /* would take minutes if each counted from the top */
        assert_int_equal(diag_at(&d, RULE(LINK_BROKEN), &src, str_sub(src.text, i * 7, 1), "x")->line, i + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_places), cmocka_unit_test(test_print), cmocka_unit_test(test_many) };
    arena = arena_open((ptrdiff_t)1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
