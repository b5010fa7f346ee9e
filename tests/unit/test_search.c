/* Words as search cuts them, the index they make, and the text file beside a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "page/search.h"

static struct arena keep, scratch;

static int setup(void **state)
{
    (void)state;
    keep = arena_open(1 << 28);
    scratch = arena_open(1 << 28);
    return 0;
}

static struct search_section section(const char *heading, const char *text)
{
    struct search_section s = { .heading = str_of(heading), .text = NEW(&keep, struct str, 1), .n_text = 1 };
    s.text[0] = str_of(text);
    return s;
}

/* ---- words ---- */

static void words_are_cut(void **state)
{
    static const struct {
        const char *name, *text, *words;
    } cases[] = {
        { "case and punctuation", "The Load-Balancer (ALB).", "the load balancer alb " },
        { "each once", "task Task TASK", "task " },
        { "numbers keep their points", "v1.30.2, 0.5 vCPU. 7.", "v1.30.2 0.5 vcpu cpu 7 " },
        { "a point alone parts", "a.b 1. 2 .3", "a b 1 2 3 " },
        { "humps", "desiredCount", "desiredcount count " },
        { "more humps", "ApplicationLoadBalancer", "applicationloadbalancer load balancer " },
        { "underscores part", "min_healthy__percent", "min healthy percent " },
        { "accents", "Café ÉCOLE", "café école " },
        { "ideographs stand alone", "架构 v2图", "架 构 v2 图 " },
        { "at most 24 characters", "abcdefghijklmnopqrstuvwxyz0123", "abcdefghijklmnopqrstuvwx " },
        { "a broken byte parts", "ab\xff" "cd", "ab cd " },
        { "nothing", " \t-", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_words *t = search_words_open(&scratch);
        struct search_section s = section("", cases[i].text);
        struct search_doc doc = { .sections = &s, .n_sections = 1 };
        search_words_add(t, 0, &doc);
        struct buf b = buf_open(&keep, 1 << 12);
        for (ptrdiff_t w = 0; w < t->words.len; w++)
            buf_fmt(&b, "%.*s ", FMT(t->words.ptr[w].text));
        if (!str_equal(buf_str(&b), str_of(cases[i].words)))
            fail_msg("%s: %.*s, not %s", cases[i].name, FMT(buf_str(&b)), cases[i].words);
    }
}

static void words_may_cross_pieces(void **state)
{
    (void)state;
    struct search_words *t = search_words_open(&scratch);
    struct str pieces[] = { S("desi"), S("red"), S(""), S("count") };
    struct search_section s = { .text = pieces, .n_text = 4 };
    struct search_doc doc = { .sections = &s, .n_sections = 1 };
    search_words_add(t, 0, &doc);
    assert_int_equal(t->words.len, 2);
    assert_true(str_equal(t->words.ptr[0].text, S("desired")));
}

/* ---- the index ---- */

static struct search_doc *documents(ptrdiff_t n)
{
    struct search_doc *docs = NEW(&keep, struct search_doc, n);
    uint32_t roll = 5;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct buf text = buf_open(&keep, 1 << 16);
        for (int w = 0; w < 120; w++) {
            roll = roll * 1664525 + 1013904223;
            buf_fmt(&text, "w%x ", (roll >> 16) % ((roll >> 8) % 2000 + 1));
        }
        struct search_section *s = NEW(&keep, struct search_section, 1);
        *s = section("Some heading", str_c(buf_str(&text), &keep));
        docs[i] = (struct search_doc){ str_fmt(&keep, "p%td/", i), str_fmt(&keep, "Page %td", i), s, 1 };
    }
    return docs;
}

static struct search_files index_with(const struct search_doc *docs, ptrdiff_t n, int n_tables)
{
    struct search_words *tables[4];
    for (int i = 0; i < n_tables; i++)
        tables[i] = search_words_open(&keep);
    for (ptrdiff_t i = 0; i < n; i++)
        search_words_add(tables[i * 7 % n_tables], i, &docs[i]);
    return search_index(docs, n, tables, n_tables, &keep, scratch);
}

static struct str file_named(const struct search_files *files, struct str name)
{
    for (ptrdiff_t i = 0; i < files->len; i++)
        if (str_equal(files->ptr[i].name, name))
            return files->ptr[i].text;
    return (struct str){ 0 };
}

static void one_page_in_full(void **state)
{
    (void)state;
    struct search_section s = section("", "cab ca");
    struct search_doc doc = { S("a%20b/"), S("A \"title\""), &s, 1 };
    struct search_files files = index_with(&doc, 1, 1);
    assert_int_equal(files.len, 1);
    /* ca: one page, all of one; none in a heading: gamma 1, nothing, gamma 1: bits 11; cab the same: 1111 00 */
    const char *want = "plumbSearch(\"index\",{n:1,u:\"a%20b/\",t:\"A \\\"title\\\"\",s:\"\"},\"AcaCb\",\"l\")\n";
    if (!str_equal(files.ptr[0].text, str_of(want)))
        fail_msg("%.*s", FMT(files.ptr[0].text));
}

static void small_sites_are_one_file(void **state)
{
    (void)state;
    struct search_files small = index_with(documents(SEARCH_SMALL - 1), SEARCH_SMALL - 1, 1);
    assert_int_equal(small.len, 1);
    struct search_files large = index_with(documents(SEARCH_SMALL), SEARCH_SMALL, 1);
    assert_true(large.len > 3);
}

static void tables_do_not_matter(void **state)
{
    (void)state;
    const struct search_doc *docs = documents(200);
    struct search_files one = index_with(docs, 200, 1), four = index_with(docs, 200, 4);
    assert_int_equal(one.len, four.len);
    for (ptrdiff_t i = 0; i < one.len; i++) {
        assert_true(str_equal(one.ptr[i].name, four.ptr[i].name));
        assert_true(str_equal(one.ptr[i].text, four.ptr[i].text));
    }
}

static void a_new_word_changes_one_shard(void **state)
{
    (void)state;
    struct search_doc *docs = documents(300);
    struct search_files before = index_with(docs, 300, 1);
    docs[17].sections[0].heading = S("Some heading w1abcdef");
    struct search_files after = index_with(docs, 300, 1);
    ptrdiff_t changed = 0;
    for (ptrdiff_t i = 0; i < after.len; i++)
        changed += !str_equal(file_named(&before, after.ptr[i].name), after.ptr[i].text);
    assert_int_equal(changed, 2); /* and the directory */
}

static void shards_have_a_bound(void **state)
{
    (void)state;
    struct search_files files = index_with(documents(300), 300, 1);
    for (ptrdiff_t i = 0; i + 1 < files.len; i++)
        assert_true(files.ptr[i].text.len < SEARCH_SHARD * 5 / 4);
}

/* ---- text ---- */

static void text_of_a_page(void **state)
{
    static const struct {
        const char *name, *in, *out;
    } cases[] = {
        { "blanks run together", "a  b\n\tc ", "a b c " },
        { "quotes and backslashes", "say \"x\\y\"", "say \\\"x\\\\y\\\"" },
        { "drawings leave their words", "┌──┐\n│ALB│ → x", "ALB → x" },
        { "control characters", "a\x01\x7f" "b", "a b" },
        { "blank first", "  a", "a" },
        { "only blanks", " \n ", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_section s = section("", cases[i].in);
        struct search_doc doc = { S("u/"), S("T"), &s, 1 };
        struct buf b = buf_open(&keep, 1 << 12);
        search_text(&doc, &b);
        struct str want = str_fmt(&keep, "plumbSearch(\"u/\",[[\"\",\"\",\"%s\"]])\n", cases[i].out);
        if (!str_equal(buf_str(&b), want))
            fail_msg("%s: %.*s", cases[i].name, FMT(buf_str(&b)));
    }
}

static void text_without_sections(void **state)
{
    (void)state;
    struct search_doc doc = { S(""), S("T"), NULL, 0 };
    struct buf b = buf_open(&keep, 1 << 12);
    search_text(&doc, &b);
    assert_true(str_equal(buf_str(&b), S("plumbSearch(\"\",[[\"\",\"\",\"\"]])\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(words_may_cross_pieces),
        cmocka_unit_test(one_page_in_full),
        cmocka_unit_test(small_sites_are_one_file),
        cmocka_unit_test(tables_do_not_matter),
        cmocka_unit_test(a_new_word_changes_one_shard),
        cmocka_unit_test(shards_have_a_bound),
        cmocka_unit_test(text_of_a_page),
        cmocka_unit_test(text_without_sections),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
