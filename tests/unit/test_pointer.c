/* test_pointer.c - the line of a function that says which release readers get. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "publish/pointer.h"

static const struct {
    const char *name, *code;
    bool ok;
    const char *release;
    int releases;
} cases[] = {
    { "empty line", "a\nconst plumb = {};\nb\n", true, "", 0 },
    { "a release", "const plumb = {\"release\":\"r1\",\"releases\":[\"r1\",\"r0\"]};", true, "r1", 2 },
    { "indented, CRLF", "x\r\n  const plumb = {\"release\":\"r1\"};\r\ny", true, "r1", 0 },
    { "no line", "function handler(e) { return e.request; }\n", false, "", 0 },
    { "two lines long", "const plumb = {\n};\n", false, "", 0 },
    { "no JSON", "const plumb = {release: 'r1'};\n", false, "", 0 },
    { "a list", "const plumb = [];\n", false, "", 0 },
    { "wrong kinds", "const plumb = {\"releases\":[1,{}],\"release\":null};\n", true, "", 0 },
};

static void reads(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena keep = arena_open(1 << 22);
        struct buf why = buf_open(&keep, 1000);
        struct pointer p;
        bool ok = pointer_read(str_of(cases[i].code), &keep, &p, &why);
        if (ok != cases[i].ok || !str_equal(p.release, str_of(cases[i].release)) ||
            p.n_releases != cases[i].releases || ok != (why.len == 0))
            fail_msg("%s: %d %.*s %d", cases[i].name, ok, FMT(p.release), p.n_releases);
    }
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    struct arena keep = arena_open(1 << 22);
    struct buf why = buf_open(&keep, 1000);
    struct str code = S("first();\n\tconst plumb = {};\nlast();\n");
    struct pointer p = { .release = S("r2"), .root = S("/a \"b\"/"), .releases = { S("r2"), S("r1") },
                         .n_releases = 2, .config = S("<Comment>x</Comment>") }, q;
    struct str now = pointer_write(code, &p, &keep);
    assert_true(pointer_read(now, &keep, &q, &why));
    assert_true(str_equal(q.release, p.release) && str_equal(q.root, p.root));
    assert_true(str_equal(q.config, p.config) && q.n_releases == 2);
    assert_true(str_equal(q.rest, pointer_rest(code, &keep)));
    assert_true(str_equal(q.rest, pointer_rest(now, &keep)));
    assert_true(str_starts(now, S("first();\n\tconst plumb = {")) && str_ends(now, S("};\nlast();\n")));
    assert_false(str_equal(q.rest, pointer_rest(str_join(now, S("more();\n"), &keep), &keep)));
}

static void stays_within_bounds(void **state)
{
    (void)state;
    struct arena keep = arena_open(1 << 22);
    struct buf code = buf_open(&keep, 1 << 20);
    struct pointer p = { .release = S("r1") };
    buf_put(&code, S("const plumb = {};\n"));
    buf_fill(&code, 'x', POINTER_MAX_CODE);
    assert_int_equal(pointer_write(buf_str(&code), &p, &keep).len, 0);
    assert_int_equal(pointer_write(S("no line"), &p, &keep).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(stays_within_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
