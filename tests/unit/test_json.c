/* test_json.c - what is JSON, what is not, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "model/rule.h"

static struct arena arena;

static const struct {
    const char *in, *error; /* error: "line:col message", or NULL */
} cases[] = {
    { "{}", NULL },
    { " [1, -0.5e+3, true, null, \"a\\u00e9\\ud83d\\ude00\"] ", NULL },
    { "{\"a\": {\"b\": [0]}}", NULL },
    { "\xef\xbb\xbf{}", NULL },
    { "", "1:1 the text ends where a value should stand" },
    { "{\"a\": 1,}", "1:9 a comma before the closing bracket" },
    { "[1 2]", "1:4 a comma or the closing bracket should stand here" },
    { "[01]", "1:2 a number has no leading zeros" },
    { "[1.]", "1:2 digits must follow the point" },
    { "[.5]", "1:2 not a JSON value" },
    { "[1e]", "1:2 digits must follow the exponent sign" },
    { "{\"a\" 1}", "1:6 a colon should stand here" },
    { "{a: 1}", "1:2 a member name in double quotes should stand here" },
    { "{\"a\": 1,\n \"b\": 2,\n \"a\": 3}", "3:2 the name \"a\" stands already in line 1" },
    { "\"a\tb\"", "1:3 a raw control character; write it as an escape" },
    { "\"a\nb\"", "1:3 the string is not closed on its line" },
    { "\"a", "1:1 the string is never closed" },
    { "\"\\x\"", "1:2 no such escape" },
    { "\"\\u12g4\"", "1:2 \\u wants four hexadecimal digits" },
    { "\"\\ud800\"", "1:2 half of a surrogate pair" },
    { "\"\\u0000\"", "1:2 \\u0000 has no place in text" },
    { "\"\xff\"", "1:2 not UTF-8" },
    { "{} x", "1:4 something stands behind the end of the value" },
    { "[1}", "1:3 closes what was not opened" },
    { "nul", "1:1 not a JSON value" },
};

static void test_cases(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        struct diag d = { .keep = &scratch };
        struct source src = { .path = S("x.json"), .text = str_of(cases[i].in) };
        struct json *v = json_parse(&src, &scratch, RULE(INPUT_JSON), &d);
        struct str got = { 0 };
        if (d.findings.len)
            got = str_fmt(&scratch, "%d:%d %.*s", d.findings.ptr[0].line, d.findings.ptr[0].col, FMT(d.findings.ptr[0].message));
        if (!str_equal(got, str_of(cases[i].error)) || (v == NULL) != (cases[i].error != NULL) || d.findings.len > 1)
            fail_msg("%s: got %.*s", cases[i].in, FMT(got));
    }
}

static void test_deep(void **state)
{
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct buf b = buf_open(&scratch, 1000);
    (void)state;
    buf_fill(&b, '[', 201);
    struct source src = { .path = S("x.json"), .text = buf_str(&b) };
    assert_null(json_parse(&src, &scratch, RULE(INPUT_JSON), &d));
    assert_int_equal(d.findings.ptr[0].col, 201);
}

static void test_pointer(void **state)
{
    static const struct {
        const char *pointer, *want;
    } rows[] = {
        { "/a/0", "0.10" }, { "/a/1", "x" }, { "/b~1c", "true" }, { "/d~0e", "null" }, { "/a/01", "" },
        { "/a/2", "" },     { "/none", "" }, { "a", "" },         { "/", "empty" },    { "/f/g", "{2 members}" },
    };
    struct arena scratch = arena;
    struct diag d = { .keep = &scratch };
    struct source src = { .path = S("x"), .text = S("{\"a\":[0.10,\"x\"],\"b/c\":true,\"d~e\":null,\"\":\"empty\",\"f\":{\"g\":{\"h\":1,\"i\":2}}}") };
    struct json *root = json_parse(&src, &scratch, RULE(INPUT_JSON), &d);
    (void)state;
    assert_non_null(root);
    assert_ptr_equal(json_pointer(root, S("")), root);
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct str got = json_show(json_pointer(root, str_of(rows[i].pointer)), &scratch);
        struct str want = str_equal(str_of(rows[i].want), S("{2 members}")) ? S("{… 2 members}") : str_of(rows[i].want);
        if (!str_equal(got, want))
            fail_msg("%s gives %.*s", rows[i].pointer, FMT(got));
    }
}

static void test_pull(void **state)
{
    struct arena scratch = arena;
    struct json_reader r = json_reader_open(S("{\"a\":[1,\"b\\n\"],\"c\":{}}"));
    struct buf b = buf_open(&scratch, 200);
    static const char names[] = "{}[]ks0tfn.";
    (void)state;
    for (struct json_token t = json_next(&r);; t = json_next(&r)) {
        assert_int_not_equal(t.kind, JSON_T_ERROR);
        buf_char(&b, names[t.kind]);
        if (t.kind == JSON_T_STRING)
            assert_true(str_equal(json_decode(t.raw, &scratch), S("b\n")));
        if (t.kind == JSON_T_END)
            break;
    }
    assert_true(str_equal(buf_str(&b), S("{k[0s]k{}}.")));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_deep),
                                        cmocka_unit_test(test_pointer), cmocka_unit_test(test_pull) };
    arena = arena_open(1 << 26);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
