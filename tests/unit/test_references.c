/* test_references.c - what pages and styles refer to, and which key that is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "publish/references.h"

enum { MEMORY = 1 << 24 };

/* clang-format off */
/* want: references by blanks, links with a leading ">" */
static const struct {
    const char *name, *in, *want;
} html[] = {
    { "style sheet",     "<link rel=\"stylesheet\" href=\"/a.css\">",          "/a.css" },
    { "link to a page",  "<a href='b/'>x</a>",                                 ">b/" },
    { "no quotes",       "<img src=c.png alt=x>",                              "c.png" },
    { "closed itself",   "<img src=c.png/>",                                   "c.png/" },
    { "upper case",      "<IMG SRC=\"c.png\">",                                "c.png" },
    { "canonical",       "<link href=/x/ rel=canonical>",                      ">/x/" },
    { "icon",            "<link rel='icon' href=i.ico>",                       "i.ico" },
    { "set",             "<img srcset='a.png 1x, b.png 2x,c.png 3x'>",         "a.png b.png c.png" },
    { "set, comma ends", "<source srcset=\"a.png, b,1.png 2x\">",              "a.png b,1.png" },
    { "query, fragment", "<script src='a.js?v=1#x'></script>",                 "a.js" },
    { "only a fragment", "<a href='#top'>x</a>",                               "" },
    { "entity",          "<img src='a&amp;b.png'><img src='&#x41;&#66;.png'>", "a&b.png AB.png" },
    { "bare ampersand",  "<img src='a&b=c.png'>",                              "a&b=c.png" },
    { "comment",         "<!-- <img src=x> --><img src=y>",                    "y" },
    { "script text",     "<script>var s='<img src=x>'</script><img src=y>",    "y" },
    { "style text",      "<style>a{background:url(z.png)}</style>",            "z.png" },
    { "style attribute", "<p style=\"background:url('q.png')\">",              "q.png" },
    { "svg use",         "<use xlink:href=\"s.svg#i\"/>",                      "s.svg" },
    { "video",           "<video poster=p.jpg><source src=v.mp4></video>",     "p.jpg v.mp4" },
    { "object",          "<object data=d.svg>",                                "d.svg" },
    { "line ends",       "<img\n src\n=\n'c.png'\n>",                          "c.png" },
    { "unclosed quote",  "<img src='c.png",                                    "c.png" },
    { "less than",       "a < b <img src=y>",                                  "y" },
    { "unclosed tag",    "<img src=y",                                         "y" },
};
static const struct {
    const char *name, *in, *want;
} css[] = {
    { "plain",         "a{b:url(c.png)}",                   "c.png" },
    { "quotes",        "a{b:url( \"c d.png\" )}",           "c d.png" },
    { "import",        "@import 'x.css' screen;@import url(y.css);", "x.css y.css" },
    { "comment",       "/* url(c.png) */ a{b:URL(d.png)}",  "d.png" },
    { "font",          "src:url(f.woff2?x#y)format('woff2')", "f.woff2" },
    { "unclosed",      "a{b:url(c.png",                     "" },
    { "open comment",  "/* url(c.png)",                     "" },
};
static const struct {
    const char *name, *in, *want;
} js[] = {
    { "import",        "import x from \"./chunk.0a1b2c3d.js\";",     "./chunk.0a1b2c3d.js" },
    { "lazy import",   "f=()=>import('../a/b.mjs')",                 "../a/b.mjs" },
    { "from the top",  "fetch(`/data/x.json?v=1`)",                  "/data/x.json" },
    { "no file",       "var a='./', b='/x', c='//h/x.js', d='x.js'", "x.js" },
    { "bare name",     "import 'lib'; f('.js', 'a b.js', '//h/x.js')", "" },
    { "no blanks",     "import{a}from\"./a.js\";export*from'b/c.mjs'", "./a.js b/c.mjs" },
    { "worker",        "new Worker(new URL(`./w.js?x=1`, import.meta.url))", "./w.js" },
    { "long ending",   "a='./x.functionality'",                      "" },
    { "stray quote",   "// don't\nimport './a.js'",                  "./a.js" },
    { "open",          "import './a.js",                             "" },
};
static const struct {
    const char *script;
    bool data;
} scripts[] = {
    { "plumbSearch(\"x/\",[[\"\",\"it's (1) => 2\"],1,true,null]);\n", true },
    { "/* made */ Search.setIndex({a:[1,-2.5e3], \"b\":'c\\'d'})",         true },
    { "index(1)",                                                       true },
    { "self.x=1",                                                       false },
    { "(self.chunk=self.chunk||[]).push([[1],{2:(e,t)=>{}}])",          false },
    { "define(['a'],function(a){})",                                    false },
    { "go(1); go(2)",                                                   false },
    { "index('open",                                                    false },
    { "import('./a.js').then(f)",                                       false },
    { "",                                                               false },
};
static const struct {
    const char *base, *url, *want;
} bases[] = {
    { "",                   "a.css",        "a.css" },
    { "/",                  "a.css",        "/a.css" },
    { "/docs/x.html?y#z",   "../a.css",     "/docs/../a.css" },
    { "../lib/",            "a.css",        "../lib/a.css" },
    { "https://h/docs/",    "a.css",        "/docs/a.css" },
    { "//h",                "a.css",        "/a.css" },
    { "/docs/",             "/a.css",       "/a.css" },
    { "/docs/",             "https://h/a",  "https://h/a" },
};
static const struct {
    const char *url, *from, *web_path, *want;
} keys[] = {
    { "a.css",              "index.html",     "/",    "a.css" },
    { "a.css",              "x/index.html",   "/",    "x/a.css" },
    { "../a.css",           "x/y/index.html", "/",    "x/a.css" },
    { "../../../a.css",     "x/index.html",   "/",    "" },
    { "/a.css",             "x/index.html",   "/",    "a.css" },
    { "/docs/a.css",        "x/index.html",   "/docs/", "a.css" },
    { "/a.css",             "x/index.html",   "/docs/", "" },
    { "b/",                 "x/index.html",   "/",    "x/b/index.html" },
    { "./",                 "x/index.html",   "/",    "x/index.html" },
    { "..",                 "x/index.html",   "/",    "index.html" },
    { "/",                  "x/index.html",   "/",    "index.html" },
    { "https://h/a.css",    "index.html",     "/",    "" },
    { "//h/a.css",          "index.html",     "/",    "" },
    { "data:image/png,x",   "index.html",     "/",    "" },
    { "a%20b.png",          "index.html",     "/",    "a b.png" },
};
/* clang-format on */

static void compare(const char *name, const struct references *all, const char *want,
                    struct arena keep)
{
    struct buf b = buf_open(&keep, 4096);
    for (ptrdiff_t i = 0; i < all->len; i++)
        buf_fmt(&b, "%s%s%.*s", i ? " " : "", all->ptr[i].link ? ">" : "", FMT(all->ptr[i].url));
    if (!str_equal(buf_str(&b), str_of(want)))
        fail_msg("%s: \"%.*s\", want \"%s\"", name, FMT(buf_str(&b)), want);
}

static void of_html(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(html); i++) {
        struct references all = { 0 };
        references_html(str_copy(str_of(html[i].in), &a), &a, &all);
        compare(html[i].name, &all, html[i].want, a);
    }
    arena_close(start, &a);
}

static void of_css(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(css); i++) {
        struct references all = { 0 };
        references_css(str_copy(str_of(css[i].in), &a), &a, &all);
        compare(css[i].name, &all, css[i].want, a);
    }
    arena_close(start, &a);
}

static void of_js(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(js); i++) {
        struct references all = { 0 };
        references_js(str_copy(str_of(js[i].in), &a), &a, &all);
        compare(js[i].name, &all, js[i].want, a);
    }
    arena_close(start, &a);
}

static void of_data(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(scripts); i++)
        if (references_is_data(str_of(scripts[i].script)) != scripts[i].data)
            fail_msg("%s: data or not", scripts[i].script);
}

static void on_base(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(bases); i++) {
        struct str got = references_on_base(str_of(bases[i].base), str_of(bases[i].url), &a);
        if (!str_equal(got, str_of(bases[i].want)))
            fail_msg("%s on %s: %.*s", bases[i].url, bases[i].base, FMT(got));
    }
    arena_close(start, &a);
}

static void key(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(keys); i++) {
        struct str got =
            references_key(str_of(keys[i].url), str_of(keys[i].from), str_of(keys[i].web_path), &a);
        if (!str_equal(got, str_of(keys[i].want)))
            fail_msg("%s in %s: %.*s", keys[i].url, keys[i].from, FMT(got));
    }
    arena_close(start, &a);
}

/* a megabyte of openings that never close must cost one pass */
static void hostile(void **state)
{
    (void)state;
    static const char *const pieces[] = { "<script>", "<!--", "<a href='",      "url(", "/*",
                                          "<style>",  "<",    "<img srcset=',", "&" };
    struct arena a = arena_open(MEMORY * 8);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(pieces); i++) {
        struct arena work = a;
        struct buf b = buf_open_cut(&work, 1 << 20);
        while (!b.over)
            buf_put(&b, str_of(pieces[i]));
        struct references all = { 0 };
        references_html(buf_str(&b), &work, &all);
        references_css(buf_str(&b), &work, &all);
        references_js(buf_str(&b), &work, &all);
        references_strings(buf_str(&b), &work, &all);
        assert_false(references_is_data(buf_str(&b)));
    }
    arena_close(start, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_html), cmocka_unit_test(of_css),  cmocka_unit_test(of_js),
        cmocka_unit_test(key),     cmocka_unit_test(hostile), cmocka_unit_test(of_data),
        cmocka_unit_test(on_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
