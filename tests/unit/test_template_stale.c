/* test_template_stale.c - lists of hashes against a handful of files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/template_stale.h"
#include "model/rule.h"

/* SHA-256 of "abc" and of nothing, as FIPS 180-2 has them. */
#define ABC   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define NONE  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define UPPER "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"

static const char *read_one(void *ctx, struct str path, struct arena *scratch, struct str *bytes)
{
    (void)ctx, (void)scratch;
    *bytes = str_equal(path, S("empty")) ? S("") : S("abc");
    return str_equal(path, S("gone")) ? "is gone" : NULL;
}

/* clang-format off */
static const struct {
    const char *name, *list;
    int listed;
    const char *line[3], *says[3]; /* of the findings; the line as a number */
} cases[] = {
    { "nothing to check",      "",                                   0, { 0 }, { 0 } },
    { "all is as it was",      ABC "  a.ts\n" NONE "  empty\n",      2, { 0 }, { 0 } },
    { "no end of line",        ABC "  ../cdk/a.ts",                  1, { 0 }, { 0 } },
    { "binary mode, CRLF",     ABC " *a.ts\r\n",                     1, { 0 }, { 0 } },
    { "capitals",              UPPER "  a.ts\n",                     1, { 0 }, { 0 } },
    { "blanks in a name",      ABC "  a b.ts\n",                     1, { 0 }, { 0 } },
    { "the code has changed",  ABC "  a.ts\n" NONE "  b.ts\n",       2, { "2" }, { "b.ts is not what it was" } },
    { "a file is gone",        ABC "  gone\n",                       1, { "1" }, { "gone: is gone" } },
    { "one digit short",       "a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.ts\n", 0, { "1" }, { "no line of sha256sum" } },
    { "another algorithm",     "900150983cd24fb0d6963f7d28e17f72  a.ts\n", 0, { "1" }, { "no line of sha256sum" } },
    { "no path",               ABC "  \n" ABC "\n",                  0, { "1", "2" }, { "no line", "no line" } },
    { "escaped names",         "\\" ABC "  a\\nb\n",                 0, { "1" }, { "no line" } },
    { "no hexadecimal digits", "za7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.ts\n\n# x\n", 0, { "1", "3" }, { "no line", "no line" } },
};
/* clang-format on */

static void lists_are_held_to_their_files(void **state)
{
    static struct arena whole;

    (void)state;
    whole = arena_open(16 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena keep = whole, scratch = arena_upper(&keep);
        struct source list = { .path = S("templates/hash"), .text = str_of(cases[i].list) };
        struct map listed = { 0 };
        struct diag d = { .keep = &keep };
        ptrdiff_t n = 0;

        keep.end = scratch.beg;
        template_stale_check(&list, read_one, NULL, &listed, &keep, scratch, &d);
        while (n < 3 && cases[i].line[n])
            n++;
        if (d.findings.len != n || listed.len != cases[i].listed)
            fail_msg("%s: %td findings, %td listed", cases[i].name, d.findings.len, listed.len);
        for (ptrdiff_t k = 0; k < n; k++) {
            const struct finding *f = &d.findings.ptr[k];

            if (f->rule != RULE(TEMPLATE_STALE) || f->line != *cases[i].line[k] - '0' ||
                str_find(f->message, str_of(cases[i].says[k])) < 0)
                fail_msg("%s: line %d says %.*s", cases[i].name, f->line, FMT(f->message));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(lists_are_held_to_their_files) };

    return cmocka_run_group_tests_name("template_stale", tests, NULL, NULL);
}
