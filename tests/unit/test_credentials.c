/* test_credentials.c - shared files, processes, command lines; all keys are examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "publish/credentials.h"

enum { MEMORY = 1 << 22 };

/* clang-format off */
static const struct {
    const char *name, *text, *profile;
    bool config, found, by_tool;
    const char *id, *secret, *token, *region, *process;
} files[] = {
    { "default", "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = SEC+/=\n", "default",
      false, true, false, "AKIDEXAMPLE", "SEC+/=", "", "", "" },
    { "CRLF, no blanks", "[default]\r\naws_access_key_id=AKIDEXAMPLE\r\naws_secret_access_key=S\r\naws_session_token=T==\r\n",
      "default", false, true, false, "AKIDEXAMPLE", "S", "T==", "", "" },
    { "another profile", "[a]\naws_access_key_id=A\n[b]\naws_access_key_id=B\n", "b",
      false, true, false, "B", "", "", "", "" },
    { "not there", "[a]\naws_access_key_id=A\n", "b", false, false, false, "", "", "", "", "" },
    { "config says profile", "[profile docs]\nregion = eu-west-1 # here\ncredential_process = /bin/give --to 'a b'\n", "docs",
      true, true, false, "", "", "", "eu-west-1", "/bin/give --to 'a b'" },
    { "config without profile", "[docs]\nregion=eu-west-1\n", "docs", true, false, false, "", "", "", "", "" },
    { "config default", "[default]\nregion=eu-west-1\n", "default", true, true, false, "", "", "", "eu-west-1", "" },
    { "nested table", "[profile d]\ns3 =\n  region = wrong\nregion = right\n", "d", true, true, false, "", "", "", "right", "" },
    { "comments", "# [default]\n; x\n[default]\n#region=no\nregion=yes\n", "default", true, true, false, "", "", "", "yes", "" },
    { "single sign-on", "[profile d]\nsso_session = corp\n", "d", true, true, false, "", "", "", "", "" },
    { "role", "[profile d]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile=y\n", "d", true, true, false, "", "", "", "", "" },
    { "first wins", "[default]\naws_access_key_id=A\naws_access_key_id=B\n", "default", false, true, false, "A", "", "", "", "" },
    { "no end of line", "[default]\naws_access_key_id=A", "default", false, true, false, "A", "", "", "", "" },
    { "bracket open", "[default\naws_access_key_id=A\n", "default", false, true, false, "A", "", "", "", "" },
    { "empty", "", "default", false, false, false, "", "", "", "", "" },
};
static const struct {
    const char *name, *text;
    bool good;
    const char *id, *token;
    int64_t expires;
} answers[] = {
    { "whole", "{\"Version\":1,\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\"S\",\"SessionToken\":\"T\","
               "\"Expiration\":\"2026-01-02T03:04:05Z\"}", true, "AKIDEXAMPLE", "T", 1767323045 },
    { "without a session", "{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"S\"}", true, "A", "", 0 },
    { "other version", "{\"Version\":2,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"S\"}", false, "", "", 0 },
    { "no secret", "{\"Version\":1,\"AccessKeyId\":\"A\"}", false, "", "", 0 },
    { "no JSON", "Access denied", false, "", "", 0 },
    { "empty", "", false, "", "", 0 },
};
static const struct {
    const char *line, *words; /* words by | */
} lines[] = {
    { "/bin/give", "/bin/give" },
    { "  a  b\tc ", "a|b|c" },
    { "'a b' \"c d\"", "a b|c d" },
    { "a\\ b", "a b" },
    { "'a\\b' \"a\\\"b\"", "a\\b|a\"b" },
    { "a'b c'd", "ab cd" },
    { "''", "" },
    { "", "" },
    { "'open", "open" },
};
/* clang-format on */

static void shared_files(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(files); i++) {
        struct credentials_profile p = { 0 };
        credentials_of_file(str_of(files[i].text), str_of(files[i].profile), files[i].config, &a,
                            &p);
        bool good = p.found == files[i].found && p.by_tool == files[i].by_tool &&
                    str_equal(p.id, str_of(files[i].id)) &&
                    str_equal(p.secret, str_of(files[i].secret)) &&
                    str_equal(p.token, str_of(files[i].token)) &&
                    str_equal(p.region, str_of(files[i].region)) &&
                    str_equal(p.process, str_of(files[i].process));
        if (!good)
            fail_msg("%s", files[i].name);
    }
    arena_close(start, &a);
}

static void process_answers(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(answers); i++) {
        struct credentials c = { 0 };
        struct buf why = buf_open(&a, 1000);
        bool good = credentials_of_json(str_of(answers[i].text), &a, &c, &why);
        if (good != answers[i].good || (!good && why.len == 0) || (good && why.len))
            fail_msg("%s", answers[i].name);
        if (good &&
            (!str_equal(c.key.id, str_of(answers[i].id)) || c.expires != answers[i].expires ||
             !str_equal(c.key.token, str_of(answers[i].token))))
            fail_msg("%s: values", answers[i].name);
    }
    arena_close(start, &a);
}

static void command_lines(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(lines); i++) {
        int n = 0;
        struct str *words = credentials_words(str_of(lines[i].line), &a, &n);
        struct buf b = buf_open(&a, 1000);
        for (int k = 0; k < n; k++)
            buf_fmt(&b, "%s%.*s", k ? "|" : "", FMT(words[k]));
        if (!str_equal(buf_str(&b), str_of(lines[i].words)))
            fail_msg("%s: %.*s", lines[i].line, FMT(buf_str(&b)));
    }
    arena_close(start, &a);
}

static const char *both(const char *name)
{
    if (strcmp(name, "AWS_ACCESS_KEY_ID") == 0)
        return "AKIDEXAMPLE";
    return strcmp(name, "AWS_SECRET_ACCESS_KEY") == 0 ? " S " : NULL;
}

static const char *only_id(const char *name)
{
    return strcmp(name, "AWS_ACCESS_KEY_ID") == 0 ? "AKIDEXAMPLE" : NULL;
}

static void environment(void **state)
{
    (void)state;
    struct credentials c = { 0 };
    assert_true(credentials_of_env(both, &c));
    assert_true(str_equal(c.key.secret, S("S")) && c.key.token.len == 0);
    assert_false(credentials_of_env(only_id, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_files),
        cmocka_unit_test(process_answers),
        cmocka_unit_test(command_lines),
        cmocka_unit_test(environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
