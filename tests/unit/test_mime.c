/* test_mime.c - types, cache rules, hashed names, patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "publish/mime.h"

#define YEAR  "public, max-age=31536000, immutable"
#define AGAIN "public, max-age=0, must-revalidate"

/* clang-format off */
static const struct {
    const char *key, *type, *cache;
} files[] = {
    { "index.html",                 "text/html; charset=utf-8",       AGAIN },
    { "a/b/INDEX.HTM",              "text/html; charset=utf-8",       AGAIN },
    { "assets/a.0123456789ab.css",  "text/css; charset=utf-8",        YEAR },
    { "assets/app-3f2b9c01.js",     "text/javascript; charset=utf-8", YEAR },
    { "assets/site.css",            "text/css; charset=utf-8",        AGAIN },
    { "img/photo-20260102.png",     "image/png",                      AGAIN },
    { "img/photo_deadbeef.png",     "image/png",                      AGAIN },
    { "p/3f2b9c01d4.html",          "text/html; charset=utf-8",       AGAIN },
    { "3f2b9c01d4/plain.svg",       "image/svg+xml; charset=utf-8",   AGAIN },
    { "sitemap.xml",                "application/xml; charset=utf-8", AGAIN },
    { "LICENSE",                    "application/octet-stream",       AGAIN },
    { "f.woff2",                    "font/woff2",                     AGAIN },
};
static const struct {
    const char *pattern, *key;
    bool fits;
} patterns[] = {
    { "**/*.html", "index.html",      true },
    { "**/*.html", "a/b/index.html",  true },
    { "**/*.html", "a/b/index.htm",   false },
    { "*.html",    "a/index.html",    false },
    { "*.html",    "index.html",      true },
    { "img/**",    "img/a/b.png",     true },
    { "img/*",     "img/a/b.png",     false },
    { "a?c",       "abc",             true },
    { "a?c",       "a/c",             false },
    { "**",        "x/y",             true },
    { "*a*b*c",    "xxaxxbxxc",       true },
    { "*a*b*c",    "xxaxxbxx",        false },
    { "a/**/b",    "a/x/y/b",         true },
    { "a/**/b",    "a/b",             true },
    { "a/**/b",    "a/xb",            false },
    { "",          "",                true },
    { "",          "x",               false },
};
/* clang-format on */

static void tables(void **state)
{
    (void)state;
    struct mime_rules none = { 0 };
    for (ptrdiff_t i = 0; i < LEN(files); i++) {
        struct mime_headers h = mime_of(str_of(files[i].key), &none);
        if (!str_equal(h.type, str_of(files[i].type)) ||
            !str_equal(h.cache, str_of(files[i].cache)))
            fail_msg("%s: %.*s, %.*s", files[i].key, FMT(h.type), FMT(h.cache));
    }
}

static void site_rules(void **state)
{
    (void)state;
    const struct mime_rule rows[] = {
        { S("**/*.html"), S("Cache-Control"), S("no-cache") },
        { S("old/**"), S("cache-control"), S("no-store") },
        { S("feed.xml"), S("Content-Type"), S("application/atom+xml") },
        { S("**"), S("X-Other"), S("x") },
    };
    struct mime_rules all = { rows, LEN(rows) };
    assert_true(str_equal(mime_of(S("a/b.html"), &all).cache, S("no-cache")));
    assert_true(str_equal(mime_of(S("old/b.html"), &all).cache, S("no-store")));
    assert_true(str_equal(mime_of(S("feed.xml"), &all).type, S("application/atom+xml")));
    assert_true(str_equal(mime_of(S("feed.xml"), &all).cache, S(AGAIN)));
}

static void match(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(patterns); i++)
        if (mime_match(str_of(patterns[i].pattern), str_of(patterns[i].key)) != patterns[i].fits)
            fail_msg("%s on %s", patterns[i].pattern, patterns[i].key);
}

/* "***…b" on a long name must not take longer than their product */
static void hostile(void **state)
{
    (void)state;
    static char name[20000];
    memset(name, 'a', sizeof name);
    struct str key = { name, (ptrdiff_t)sizeof name };
    assert_false(mime_match(S("*a*a*a*a*a*a*a*a*a*a*a*a*b"), key));
    assert_false(mime_match(S("**a**a**a**a**a**a**a**b"), key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables),
        cmocka_unit_test(site_rules),
        cmocka_unit_test(match),
        cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
