/* test_base.c - text, paths, maps, dates, options: tables of what goes in and what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/opt.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/time.h"
#include "base/unicode.h"
#include "base/utf8.h"

static struct arena arena;

static void same(const char *name, struct str got, const char *want)
{
    if (!str_equal(got, str_of(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", name, FMT(got), want);
}

static void test_numbers(void **state)
{
    static const struct {
        const char *in;
        bool good;
        int64_t n;
    } cases[] = {
        { "0", true, 0 }, { "-12", true, -12 }, { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN }, { "9223372036854775808", false, 0 }, { "", false, 0 },
        { "-", false, 0 }, { "1x", false, 0 }, { " 1", false, 0 },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        int64_t n = 0;
        if (str_int64(str_of(cases[i].in), &n) != cases[i].good || n != cases[i].n)
            fail_msg("%s gives %lld", cases[i].in, (long long)n);
    }
}

static void test_num(void **state)
{
    static const struct {
        double x;
        int places;
        const char *want;
    } cases[] = { { 0, 2, "0" }, { 1.5, 2, "1.5" }, { 0.25, 2, ".25" }, { -0.5, 1, "-.5" }, { 12.3456, 2, "12.35" },
                  { 10.05, 1, "10.1" }, { 100, 0, "100" }, { 1e300, 2, "0" }, { 2.001, 2, "2" } };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        struct buf b = buf_open(&scratch, 64);
        buf_num(&b, cases[i].x, cases[i].places);
        same("buf_num", buf_str(&b), cases[i].want);
    }
}

static void test_buf_limit(void **state)
{
    struct arena scratch = arena;
    struct buf b = buf_open_cut(&scratch, 5);
    (void)state;
    buf_put(&b, S("1234567"));
    assert_true(b.over);
    same("cut at max", buf_str(&b), "12345");
    buf_fmt(&b, "%d", 8);
    assert_int_equal(b.len, 5);
}

static void test_escapes(void **state)
{
    struct arena scratch = arena;
    struct buf html = buf_open(&scratch, 100), json = buf_open(&scratch, 100), url = buf_open(&scratch, 100);
    (void)state;
    buf_html(&html, S("<a b=\"c\">&'"));
    same("html", buf_str(&html), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
    buf_json(&json, S("a\"\\\n\x01\xff\xc3\xa9"));
    same("json", buf_str(&json), "\"a\\\"\\\\\\n\\u0001\xef\xbf\xbd\xc3\xa9\"");
    buf_percent(&url, S("a b/\xc3\xa9~"), S("/"));
    same("percent", buf_str(&url), "a%20b/%C3%A9~");
}

static void test_map(void **state)
{
    struct arena scratch = arena;
    struct map m = { 0 };
    int order = 0;
    (void)state;
    for (int i = 0; i < 2000; i++)
        *map_at(&m, str_fmt(&scratch, "key %d", i), &scratch) = (void *)(intptr_t)(i + 1);
    for (int i = 0; i < 2000; i++)
        assert_int_equal((intptr_t)map_get(&m, str_fmt(&scratch, "key %d", i)), i + 1);
    assert_null(map_get(&m, S("none")));
    for (const struct map_entry *e = m.first; e; e = e->next)
        assert_int_equal((intptr_t)e->value, ++order);
    assert_int_equal(m.len, 2000);
}

static void test_tags(void **state)
{
    static const struct {
        const char *in;
        int plain, braces;
    } rows[] = {
        { "<b>x", 3, 3 },
        { "<a b='>'>", 9, 9 },
        { "<a b=\"", 0, 0 },
        { "<a <b>", 0, 0 },
        { "<A b={c > d}>", 9, 13 },
        { "<A b={<i>}/>", 0, 12 },
        { "<", 0, 0 },
    };

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(str_tag(str_of(rows[i].in), false), rows[i].plain);
        assert_int_equal(str_tag(str_of(rows[i].in), true), rows[i].braces);
    }
}

static void test_utf8(void **state)
{
    static const struct {
        const char *in;
        ptrdiff_t bad;
    } cases[] = {
        { "plain", -1 }, { "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", -1 }, { "a\xff", 1 }, { "\xc0\x80", 0 },
        { "\xed\xa0\x80", 0 }, { "\xf4\x90\x80\x80", 0 }, { "ab\xe2\x82", 2 }, { "\xe0\x80\x80", 0 },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++)
        if (utf8_invalid(str_of(cases[i].in)) != cases[i].bad)
            fail_msg("case %td", i);
    for (uint32_t cp = 1; cp < 0x110000; cp += cp < 0x3000 ? 1 : 97) {
        char text[4];
        uint32_t back;
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        int n = utf8_encode(cp, text);
        assert_int_equal(utf8_decode((struct str){ text, n }, &back), n);
        assert_int_equal(back, cp);
    }
    struct str mixed = S("a\xc3\xa9""b\xe2\x82\xac\xf0\x9f\x98\x80""c\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac""end");
    for (ptrdiff_t from = 0; from <= mixed.len; from++) {
        ptrdiff_t n = 0;
        for (ptrdiff_t to = from; to < mixed.len; to++) {
            n += ((unsigned char)mixed.ptr[to] & 0xC0) != 0x80;
            assert_int_equal(utf8_count(str_sub(mixed, from, to + 1 - from)), n);
        }
    }
}

static void test_paths(void **state)
{
    static const struct {
        const char *from, *to, *relative;
    } cases[] = {
        { "index.html", "a/index.html", "a/index.html" }, { "a/index.html", "index.html", "../index.html" },
        { "a/b/index.html", "a/c/index.html", "../c/index.html" }, { "a/index.html", "a/index.html", "index.html" },
        { "ab/x", "a/y", "../a/y" }, { "a/x", "ab/y", "../ab/y" }, { "a/b/c/x", "a/y", "../../y" }, { "a/x", "", "../" },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        same(cases[i].from, path_relative(str_of(cases[i].from), str_of(cases[i].to), &scratch), cases[i].relative);
    }
}

static void test_normal(void **state)
{
    static const struct {
        const char *in, *want;
        bool escapes;
    } cases[] = { { "a/./b/../c", "a/c", false }, { "../x", "x", true }, { "a/../../b", "b", true }, { "a//b/", "a/b", false },
                  { "/etc/passwd", "etc/passwd", true }, { "", "", false }, { "a/..", "", false } };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        bool escapes;
        same(cases[i].in, path_normal(str_of(cases[i].in), &scratch, &escapes), cases[i].want);
        assert_int_equal(escapes, cases[i].escapes);
    }
}

static void test_urls(void **state)
{
    struct arena scratch = arena;
    (void)state;
    same("scheme", url_scheme(S("config.prod:/a")), "config.prod");
    same("none", url_scheme(S("a/b:c")), "");
    same("no letter", url_scheme(S("1a:b")), "");
    same("decode", url_decode(S("a%20b%2Fc%zz%4"), &scratch), "a b/c%zz%4");
    same("decode at the end", url_decode(S("%41%42"), &scratch), "AB");
}

static void test_dates(void **state)
{
    struct arena scratch = arena;
    struct date d;
    int64_t t;
    (void)state;
    assert_true(date_parse(S("2024-02-29"), &d));
    assert_false(date_parse(S("2023-02-29"), &d));
    assert_false(date_parse(S("2023-13-01"), &d));
    assert_false(date_parse(S("2023-1-01"), &d));
    assert_int_equal(date_days((struct date){ 1970, 1, 1 }), 0);
    assert_int_equal(date_days((struct date){ 2000, 3, 1 }), 11017);
    for (int64_t n = -200000; n < 200000; n += 13)
        assert_int_equal(date_days(date_of_days(n)), n);
    same("words", date_words((struct date){ 2026, 11, 23 }, &scratch), "23 Nov 2026");
    assert_true(time_parse(S("2026-11-23T15:04:05Z"), &t));
    same("time", time_iso(t, &scratch), "2026-11-23T15:04:05Z");
}

static void test_hash(void **state)
{
    struct arena scratch = arena;
    (void)state;
    same("sha256", sha256_hex(sha256_of(S("abc")), &scratch), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    same("hmac", sha256_hex(sha256_hmac(S("Jefe"), S("what do ya want for nothing?")), &scratch),
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"); /* RFC 4231, case 2 */
    same("base64", base64_of(S("foob"), &scratch), "Zm9vYg==");
}

static void test_unicode(void **state)
{
    (void)state;
    assert_true(unicode_is_word(0x00E9) && unicode_is_word(0x4E2D) && unicode_is_word(0xFE0F));
    assert_false(unicode_is_word(0x1F600) || unicode_is_word(0x2014) || unicode_is_word('-'));
    assert_int_equal(unicode_lower(0x00C9), 0x00E9);
    assert_int_equal(unicode_lower('A'), 'a');
}

static void test_options(void **state)
{
    static const struct {
        const char *words[6];
        int operands;
        const char *error;
    } cases[] = {
        { { "x", "--name", "a", "dir" }, 1, "" },      { { "x", "--name=a" }, 0, "" },
        { { "x", "-n", "a", "--flag" }, 0, "" },       { { "x", "--none" }, -1, "no such option: --none" },
        { { "x", "--name" }, -1, "--name wants WORD" }, { { "x", "--count=a" }, -1, "--count wants a whole number, not \"a\"" },
        { { "x", "--kind=c" }, -1, "--kind is one of a|b, not \"c\"" }, { { "x", "1", "2" }, -1, "too much: 2" },
        { { "x", "--", "--name" }, 1, "" },            { { "x", "--flag=1" }, -1, "--flag takes no value" },
        { { "x", "-" }, 1, "" },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena scratch = arena;
        struct str name = { 0 }, kind = { 0 }, operand;
        int64_t count = 0;
        bool flag = false;
        const struct opt table[] = { { "name", 'n', OPT_STR, &name, "WORD", "", NULL },
                                     { "count", 0, OPT_INT, &count, "N", "", NULL },
                                     { "kind", 0, OPT_STR, &kind, NULL, "", "a|b" },
                                     { "flag", 0, OPT_FLAG, &flag, NULL, "", NULL } };
        struct buf error = buf_open(&scratch, 200);
        int argc = 0;
        while (argc < 6 && cases[i].words[argc])
            argc++;
        int n = opt_parse(argc, (char **)(uintptr_t)cases[i].words, table, LEN(table), &operand, 1, &error);
        same(cases[i].words[1], buf_str(&error), cases[i].error);
        assert_int_equal(n, cases[i].operands);
    }
}

static void count_up(void *ctx, ptrdiff_t i, int worker)
{
    (void)worker;
    ((int *)ctx)[i]++;
}

static void test_pool(void **state)
{
    static int hits[1000];
    (void)state;
    pool_run(4, 1000, count_up, hits);
    pool_run(1, 1000, count_up, hits);
    pool_run(8, 0, count_up, hits);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(hits[i], 2);
}

/* Memory that may not be promised is reserved without rights and made writable as it is used; half
 * of such an arena is one too. */
static void arenas_grow(void **state)
{
    (void)state;
    char *block = mmap(NULL, 1 << 24, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert_true(block != MAP_FAILED);
    struct arena a = { block, block, block + (1 << 24) }, lower = arena_lower(&a), upper = arena_upper(&a);
    assert_ptr_equal(lower.limit, upper.beg);
    char *one = NEW(&lower, char, 1000), *two = NEW(&upper, char, 1 << 20);
    one[999] = two[(1 << 20) - 1] = 'x';
    assert_true(arena_room(&lower, 1 << 22));
    assert_false(arena_room(&lower, 1 << 24));
    struct arena copy = lower; /* what a copy makes writable may be made so again */
    NEW(&copy, char, 1 << 22)[1] = 'x';
    assert_int_equal(NEW(&lower, char, 1 << 22)[1], 0);
    munmap(block, 1 << 24);
}

static void cuts_are_counted(void **state)
{
    (void)state;
    const char *where;
    struct arena a = arena_open(1 << 24);
    struct buf small = buf_open_cut(&a, 3), large = buf_open(&a, 3);
    buf_put(&small, S("abcd"));
    assert_true(small.over && small.len == 3 && buf_cuts(&where) == 0);
    buf_fill(&large, 'x', 1 << 20);
    assert_true(!large.over && buf_cuts(&where) == 0);
    buf_char(&large, 'x');
    buf_char(&large, 'x');
    assert_true(large.over && buf_cuts(&where) == 1);
    assert_string_equal(where, "cuts_are_counted");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arenas_grow),   cmocka_unit_test(test_tags),
        cmocka_unit_test(cuts_are_counted),
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_num),     cmocka_unit_test(test_buf_limit),
        cmocka_unit_test(test_escapes), cmocka_unit_test(test_map),     cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_paths),   cmocka_unit_test(test_normal),  cmocka_unit_test(test_urls),
        cmocka_unit_test(test_dates),   cmocka_unit_test(test_hash),    cmocka_unit_test(test_unicode),
        cmocka_unit_test(test_options), cmocka_unit_test(test_pool),
    };
    arena = arena_open(1 << 26);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
