/* test_sign.c - every public signing case and our own for S3 and CloudFront. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "publish/sign.h"

enum { MAX_HEADERS = 8, MEMORY = 1 << 20 };

struct pair {
    const char *name, *value;
};
struct signing {
    const char *name, *method, *path, *query;
    struct pair headers[MAX_HEADERS];
    const char *payload, *region, *service;
    int64_t time;
    bool send_payload, path_as_sent, path_raw;
    const char *id, *secret, *token, *canonical, *authorization;
};

/* clang-format off */
static const struct signing v4[] = {
#include "../data/sigv4/v4.inc"
};
static const struct signing s3[] = {
#include "../data/sigv4/s3.inc"
};
/* clang-format on */

static void check_one(const struct signing *c, struct arena keep)
{
    struct sign_header headers[MAX_HEADERS];
    int n = 0;
    for (; n < MAX_HEADERS && c->headers[n].name; n++)
        headers[n] =
            (struct sign_header){ str_of(c->headers[n].name), str_of(c->headers[n].value) };
    struct sign_request r = {
        .method = str_of(c->method),
        .path = str_of(c->path),
        .query = str_of(c->query),
        .headers = headers,
        .n_headers = n,
        .payload = str_of(c->payload),
        .send_payload = c->send_payload,
        .path_as_sent = c->path_as_sent,
        .path_raw = c->path_raw,
        .region = str_of(c->region),
        .service = str_of(c->service),
        .time = c->time,
    };
    struct sign_key key = { str_of(c->id), str_of(c->secret), str_of(c->token) };
    struct signature s = sign(&r, &key, &keep);
    if (!str_equal(s.canonical, str_of(c->canonical)))
        fail_msg("%s: canonical request\n%.*s\nwant\n%s", c->name, FMT(s.canonical), c->canonical);
    struct sign_header last = s.added[s.n_added - 1];
    assert_true(str_equal(last.name, S("Authorization")));
    if (!str_equal(last.value, str_of(c->authorization)))
        fail_msg("%s: %.*s\nwant %s", c->name, FMT(last.value), c->authorization);
}

static void public_cases(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    assert_int_equal(LEN(v4), 38);
    for (ptrdiff_t i = 0; i < LEN(v4); i++)
        check_one(&v4[i], a);
    arena_close(start, &a);
}

static void s3_cases(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    assert_int_equal(LEN(s3), 107);
    for (ptrdiff_t i = 0; i < LEN(s3); i++)
        check_one(&s3[i], a);
    arena_close(start, &a);
}

static const struct {
    const char *in, *whole, *path;
} percents[] = {
    { "a/b", "a%2Fb", "a/b" },
    { "a b+c=(d)@%", "a%20b%2Bc%3D%28d%29%40%25", "a%20b%2Bc%3D%28d%29%40%25" },
    { "-_.~", "-_.~", "-_.~" },
    { "\303\274", "%C3%BC", "%C3%BC" },
    { "", "", "" },
};

static void percent(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(percents); i++) {
        struct str in = str_of(percents[i].in);
        if (!str_equal(sign_percent(in, false, &a), str_of(percents[i].whole)) ||
            !str_equal(sign_percent(in, true, &a), str_of(percents[i].path)))
            fail_msg("%s", percents[i].in);
    }
    arena_close(start, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(public_cases),
        cmocka_unit_test(s3_cases),
        cmocka_unit_test(percent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
