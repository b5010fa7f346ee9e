/* test_login.c - which code of a function asks readers who they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "publish/login.h"

enum { MEMORY = 1 << 20 };

static const struct {
    const char *name, *code;
    enum login login;
} codes[] = {
    { "nothing", "", LOGIN_NEVER },
    { "leads readers",
      "const internal = true;\nconst plumb = {};\nfunction handler(event) {\n    const request = "
      "event.request;\n    request.uri += 'index.html';\n    return request;\n}\n",
      LOGIN_NEVER },
    { "answers, nobody knows to whom",
      "function handler(e) { return { statusCode: 401 }; }", LOGIN_MAYBE },
};

static void strangers(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(codes); i++)
        if (login_of(str_of(codes[i].code), a) != codes[i].login)
            fail_msg("%s", codes[i].name);
    arena_close(start, &a);
}

/* The two have one hash? */
static const struct {
    const char *name, *a, *b;
    bool same;
} pairs[] = {
    { "settings", "const internal = true;\nx\nconst home = '/';", "const internal = false;\nx\n",
      true },
    { "the release", "x\nconst plumb = {};", "x\nconst plumb = {\"release\":\"1\"};", true },
    { "indentation, ends of lines", "  x\n\n\ty\n", "x\r\ny", true },
    { "another line", "x\ny", "x\nz", false },
    { "another order", "x\ny", "y\nx", false },
    { "lines joined", "x\ny", "xy", false },
};

static void hashes(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(pairs); i++)
        if (str_equal(login_hash(str_of(pairs[i].a), &a), login_hash(str_of(pairs[i].b), &a)) !=
            pairs[i].same)
            fail_msg("%s", pairs[i].name);
    arena_close(start, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(strangers), cmocka_unit_test(hashes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
