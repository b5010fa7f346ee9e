/* test_mime.c - types, cache rules, hashed names, patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/path.h"
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
    { "assets/site.css",            "text/css; charset=utf-8",        AGAIN },
    { "sitemap.xml",                "application/xml; charset=utf-8", AGAIN },
    { "LICENSE",                    "text/plain; charset=utf-8",      AGAIN },
    { "f.WOFF2",                    "font/woff2",                     AGAIN },
    { "a.cjs",                      "text/javascript; charset=utf-8", AGAIN },
    { "feed.xsl",                   "application/xslt+xml; charset=utf-8", AGAIN },
    { "talk.vtt",                   "text/vtt; charset=utf-8",        AGAIN },
    { "x.tar.gz",                   "application/gzip",               AGAIN },
    { "tool.py",                    "text/plain; charset=utf-8",      AGAIN },
    { "a.geojson",                  "application/geo+json; charset=utf-8", AGAIN },
    { "b.docx",                     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", AGAIN },
    { "film.m4v",                   "video/mp4",                      AGAIN },
    { ".well-known/apple-app-site-association", "application/json; charset=utf-8", AGAIN },
    { "CNAME",                      "text/plain; charset=utf-8",      AGAIN },
    { "what.zzz",                   "application/octet-stream",       AGAIN },
};
/* As bundlers name them, and as people do. */
static const char *const hashed[] = {
    "assets/plumb.2f9f05a7a5.css", "assets/index-DiwrgTda.js", "assets/index-B3ufVbtR.css", "chunk-Bx3k_9aQ.js",
    "assets/Zed-x9Yw8v7U.css", "a-B-3kd_9a.mjs", "app-XQ4TUB7C.js", "assets/index-DiwrgTda.js.map", "index.4a1b2c3d.css",
    "static/js/main.8f3b2c1d.js", "static/js/787.28cb0dcd.chunk.js", "js/runtime~main.1a2b3c4d.js", "img/logo.3f2b9c01.png",
    "assets/javascripts/bundle.88dd0f4e.min.js", "3f2b9c01d4e5f6a7b8c9.svg", "main.8f3b2c1d.js.LICENSE.txt",
    "css/main.min.0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9.css",
    "application-0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d.js",
};
static const char *const named[] = {
    "report-1234567e.pdf", "photo-20240101a.png", "550e8400-e29b-41d4-a716-446655440000.pdf", "550e8400-e29b-41d4-a716-446655440000.png",
    "img/photo-20260102.png", "img/photo.20260102.png", "img/photo_deadbeef.png", "photo.20240101a.jpg", "p/3f2b9c01d4.html", "3f2b9c01d4/plain.svg",
    "user-settings.js", "user-Settings.js", "jquery-MyPlugin.js", "report-FinalVer.png", "jquery-3.7.1.min.js", "app-v2Config.js", "data.20241101.json",
    "build-20240101.js", "plan-FY2024Q3.png", "invoice-12345678.js", "IMG_2024.jpg", "a-IMG_2024.jpg", "a.1234567e.pdf", "calendar-JANUARY1.png",
    "release.1.2.3.js", "abcdefgh.js", "a-DOCUMENT.svg", "feed.facade.xml", "hash.abcdef12.html", "x.zip",
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
    struct arena a = arena_open(1 << 20);
    for (ptrdiff_t i = 0; i < LEN(files); i++) {
        struct mime_headers h = mime_of(str_of(files[i].key), &none, &a);
        if (!str_equal(h.type, str_of(files[i].type)) ||
            !str_equal(h.cache, str_of(files[i].cache)))
            fail_msg("%s: %.*s, %.*s", files[i].key, FMT(h.type), FMT(h.cache));
    }
}

static void hashes(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(hashed); i++)
        if (!mime_is_hashed(str_of(hashed[i])))
            fail_msg("%s was named by a bundler", hashed[i]);
    for (ptrdiff_t i = 0; i < LEN(named); i++)
        if (mime_is_hashed(str_of(named[i])))
            fail_msg("%s was named by somebody", named[i]);
}

static void site_rules(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    const struct mime_rule rows[] = {
        { S("**/*.html"), S("Cache-Control"), S("no-cache") },
        { S("old/**"), S("cache-control"), S("no-store") },
        { S("feed.xml"), S("Content-Type"), S("application/atom+xml") },
        { S("**"), S("X-Amz-Meta-Other"), S("x") },
        { S("**/*.pdf"), S("Content-Disposition"), S("attachment") },
        { S("old/**"), S("x-amz-meta-other"), S("") },
    };
    struct mime_rules all = { rows, LEN(rows), .edge = true, .precompressed = true };
    const struct {
        const char *key, *type, *cache, *more;
        bool frozen;
    } want[] = {
        { "a/b.html", "text/html; charset=utf-8", "no-cache", "x-amz-meta-other:x\n", false },
        { "old/b.pdf", "application/pdf", "no-store", "content-disposition:attachment\n", false },
        { "feed.xml", "application/atom+xml", AGAIN, "x-amz-meta-other:x\n", false },
        { "old/a.2f9f05a7a5.css", "text/css; charset=utf-8", "no-store", "", false },
        { "a.2f9f05a7a5.css", "text/css; charset=utf-8", YEAR, "x-amz-meta-other:x\n", true },
        { "p.htm", "text/html; charset=utf-8",
          "public, max-age=0, s-maxage=31536000, must-revalidate", "x-amz-meta-other:x\n", false },
        { "a.2f9f05a7a5.css.br", "text/css; charset=utf-8", YEAR,
          "content-encoding:br\nx-amz-meta-other:x\n", true },
        { "x.tar.gz", "application/gzip", AGAIN, "x-amz-meta-other:x\n", false },
        { "x.svgz", "image/svg+xml; charset=utf-8", AGAIN,
          "content-encoding:gzip\nx-amz-meta-other:x\n", false },
    };
    for (ptrdiff_t i = 0; i < LEN(want); i++) {
        struct mime_headers h = mime_of(str_of(want[i].key), &all, &a);
        if (!str_equal(h.type, str_of(want[i].type)) ||
            !str_equal(h.cache, str_of(want[i].cache)) ||
            !str_equal(h.more, str_of(want[i].more)) || h.frozen != want[i].frozen)
            fail_msg("%s: %.*s; %.*s; %.*s", want[i].key, FMT(h.type), FMT(h.cache), FMT(h.more));
    }
}

static void match(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(patterns); i++)
        if (path_match(str_of(patterns[i].pattern), str_of(patterns[i].key)) != patterns[i].fits)
            fail_msg("%s on %s", patterns[i].pattern, patterns[i].key);
}

/* "***…b" on a long name must not take longer than their product */
static void hostile(void **state)
{
    (void)state;
    static char name[20000];
    memset(name, 'a', sizeof name);
    struct str key = { name, (ptrdiff_t)sizeof name };
    assert_false(path_match(S("*a*a*a*a*a*a*a*a*a*a*a*a*b"), key));
    assert_false(path_match(S("**a**a**a**a**a**a**a**b"), key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables), cmocka_unit_test(hashes),  cmocka_unit_test(site_rules),
        cmocka_unit_test(match),  cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
