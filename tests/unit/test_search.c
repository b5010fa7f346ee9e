/* Words as search cuts them, the index they make, and the text file beside a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "search_read.h"

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
        { "numbers keep their points", "v1.30.2, 0.5 vCPU. 7.", "v1.30.2 0.5 vcpu v cpu 7 " },
        { "a point alone parts", "a.b 1. 2 .3", "a b 1 2 3 " },
        { "humps", "desiredCount", "desiredcount desired count " },
        { "more humps", "ApplicationLoadBalancer", "applicationloadbalancer application load balancer " },
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
        docs[i] = (struct search_doc){ str_fmt(&keep, "p%td/", i), str_fmt(&keep, "Page %td", i), s, 1, SEARCH_WRITTEN };
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
    struct search_lists lists = search_lists_make(n, tables, n_tables, &keep);
    return search_index(docs, S(""), &lists, &(struct search_files){ 0 }, &keep, scratch);
}

static struct str file_named(const struct search_files *files, struct str name)
{
    for (ptrdiff_t i = 0; i < files->len; i++)
        if (str_equal(files->ptr[i].name, name))
            return files->ptr[i].text;
    return (struct str){ 0 };
}

/* What stands between the last two quotes. */
static struct reader bits_of(struct str file)
{
    ptrdiff_t end = file.len;
    while (file.ptr[--end] != '"')
        ;
    ptrdiff_t beg = end;
    while (file.ptr[beg - 1] != '"')
        beg--;
    return reader_open(str_sub(file, beg, end - beg));
}

static void one_page_in_full(void **state)
{
    (void)state;
    struct search_section s = section("", "cab ca");
    struct search_doc doc = { S("a%20b/"), S("A \"title\""), &s, 1, SEARCH_WRITTEN };
    struct search_files files = index_with(&doc, 1, 1);
    assert_int_equal(files.len, 1);
    const char *want = "plumbSearch(\"index\",{n:1,u:\"0a%20b/\",t:\"A \\\"title\\\"\",s:\"\"},\"";
    struct str text = files.ptr[0].text;
    if (!str_starts(text, str_of(want)))
        fail_msg("%.*s", FMT(text));
    struct reader r = bits_of(text);
    assert_int_equal(reader_one(&r, 1 << 24), 2);
    struct read_word ca = reader_entry(&r, 1, &keep), cab = reader_entry(&r, 1, &keep);
    assert_true(str_equal(ca.text, S("ca")) && str_equal(cab.text, S("cab")));
    assert_true(cab.len == 1 && cab.pages[0] == 0 && cab.n_often == 0 && cab.eighths == 0);
}

/* URLs are written by the folders that they share and by the slugs of titles. */
static void urls_are_short(void **state)
{
    static const struct {
        const char *url, *title, *short_url;
    } cases[] = {
        { "", "Home", "0" },
        { "guide/", "The guide", "0guide/" },
        { "guide/set-up/", "Set up!", "1>0" },
        { "guide/01-set-up/", "Set up (1.2)", "101->4" },
        { "guide/deep/er/", "Deeper", "1deep/er/" },
        { "guide/deep/er-still/", "Er Still", "2>0" },
        { "guides/", "Guides and all that", "0guides/" },
        { "guides/caf%C3%A9/", "Caf\xc3\xa9", "1caf%C3%A9/" },
        { "x/", "X", "0x/" },
    };
    (void)state;
    enum { N = sizeof cases / sizeof *cases };
    struct search_doc docs[N];
    struct buf want = buf_open(&keep, 1 << 12);
    for (int i = 0; i < N; i++) {
        docs[i] = (struct search_doc){ str_of(cases[i].url), str_of(cases[i].title), NULL, 0, SEARCH_WRITTEN };
        buf_fmt(&want, "%s%s", i ? "\\n" : "", cases[i].short_url);
    }
    struct str text = index_with(docs, N, 1).ptr[0].text;
    struct str u = str_from(text, (ptrdiff_t)strlen("plumbSearch(\"index\",{n:9,u:\""));
    if (!str_starts(u, buf_str(&want)))
        fail_msg("%.*s", FMT(text));
}

/* ---- which pages are listed ---- */

static struct read_word word_of(const struct search_files *files, ptrdiff_t n, const char *word)
{
    for (ptrdiff_t i = 0; i < files->len; i++) {
        if (!str_ends(files->ptr[i].name, S(".js")) || str_equal(files->ptr[i].name, S("near.js")) ||
            (files->len > 1 && str_equal(files->ptr[i].name, S("index.js"))))
            continue;
        struct reader r = bits_of(files->ptr[i].text);
        for (uint32_t k = reader_one(&r, 1 << 24); k; k--) {
            struct read_word w = reader_entry(&r, n, &keep);
            if (str_equal(w.text, str_of(word)))
                return w;
        }
    }
    return (struct read_word){ .len = -1 };
}

/* 400 pages: each says "all"; "half" stands on every second, once, but nine times on those that 16
 * divides; "rare" on every twentieth, in a heading on those that 100 divides. */
static struct search_files known_site(ptrdiff_t n)
{
    struct search_doc *docs = NEW(&keep, struct search_doc, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct buf text = buf_open(&keep, 1 << 12);
        buf_fmt(&text, "all words w%td", i);
        for (int k = 0; k < 9 && i % 2 == 0 && (k == 0 || i % 16 == 0); k++)
            buf_put(&text, S(" half"));
        buf_put(&text, i % 20 == 0 ? S(" rare 8501") : S(""));
        buf_put(&text, i == 7 ? S(" 443 oneName") : S(""));
        buf_put(&text, i < 3 ? S(" knownName") : S(""));
        struct search_section *s = NEW(&keep, struct search_section, 1);
        *s = section(i % 100 == 0 ? "Rare 8501" : "", str_c(buf_str(&text), &keep));
        docs[i] = (struct search_doc){ str_fmt(&keep, "p%td/", i), S("Page"), s, 1, SEARCH_WRITTEN };
    }
    return index_with(docs, n, 2);
}

static void common_words_list_the_best(void **state)
{
    static const struct {
        const char *word;
        ptrdiff_t len, n_often;
        int eighths;
    } cases[] = {
        { "all", 12, 0, 8 },     { "half", 18, 0, 4 },       { "rare", 20, 4, 0 },
        { "8501", 5, 0, 1 },     { "443", 1, 0, 0 },         { "w17", 1, 0, 0 },
        { "onename", -1, 0, 0 }, { "one", 1, 0, 0 },         { "knownname", 3, 0, 0 },
        { "known", 3, 0, 0 },    { "name", 4, 0, 0 },
    };
    (void)state;
    struct search_files files = known_site(400);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read_word w = word_of(&files, 400, cases[i].word);
        if (w.len != cases[i].len || w.eighths != cases[i].eighths || w.n_often != cases[i].n_often)
            fail_msg("%s: %td pages, %td often, %d eighths", cases[i].word, w.len, w.n_often, w.eighths);
    }
    struct read_word half = word_of(&files, 400, "half");
    ptrdiff_t best = 0;
    for (ptrdiff_t i = 0; i < half.len; i++)
        best += half.pages[i] % 16 == 0;
    assert_int_equal(best, 18);
    struct read_word rare = word_of(&files, 400, "rare");
    for (ptrdiff_t i = 0; i < rare.len; i++)
        assert_int_equal(rare.pages[i], i * 20);
    for (ptrdiff_t i = 0; i < rare.n_often; i++)
        assert_int_equal(rare.pages[rare.often[i]], i * 100);
}

static void small_sites_list_all(void **state)
{
    (void)state;
    struct search_files files = known_site(SEARCH_SMALL - 1);
    struct read_word all = word_of(&files, SEARCH_SMALL - 1, "all");
    assert_true(all.len == SEARCH_SMALL - 1 && all.eighths == 0);
    assert_int_equal(word_of(&files, SEARCH_SMALL - 1, "half").len, SEARCH_SMALL / 2);
    assert_int_equal(word_of(&files, SEARCH_SMALL - 1, "onename").len, 1);
}

static void names_of_pages_do_not_count(void **state)
{
    (void)state;
    struct search_words *t = search_words_open(&scratch);
    struct str pieces[] = { S("see"), S("Some Page"), S("now") };
    ptrdiff_t skip[] = { 1 };
    struct search_section s = { .text = pieces, .n_text = 3, .skip = { skip, 1, 1 } };
    struct search_doc doc = { .sections = &s, .n_sections = 1 };
    search_words_add(t, 0, &doc);
    assert_int_equal(t->words.len, 2);
    assert_true(str_equal(t->words.ptr[1].text, S("now")));
}

/* The index of docs whose words, but those of document `anew`, were known before, with the shards of then. */
static struct search_files index_again(const struct search_doc *docs, ptrdiff_t n, ptrdiff_t anew,
                                       struct search_doc was, const struct search_files *shards)
{
    struct search_words *tables[2] = { search_words_open(&keep), search_words_open(&keep) };
    for (ptrdiff_t i = 0; i < n; i++)
        search_words_add(tables[0], i, i == anew ? &was : &docs[i]);
    *PUSH(&tables[0]->gone, &keep) = tables[0]->spans.ptr[anew];
    tables[0]->spans.ptr[anew] = tables[0]->spans.ptr[0];
    tables[0]->whole = true;
    search_words_add(tables[1], anew, &docs[anew]);
    struct search_lists lists = search_lists_make(n, tables, 2, &keep);
    return search_index(docs, S(""), &lists, shards, &keep, scratch);
}

static void an_edit_codes_the_shards_of_its_words(void **state)
{
    static const struct {
        const char *name, *text;
        int most; /* shards that are coded again */
    } cases[] = {
        { "nothing", "", 0 },
        { "a new word", " zebra", 1 },
        { "words it has", " w1 w2", 2 },
        { "another length", " w1 w2 w3 w4 w5 w6 w7 w8 w9 wa wb wc wd we wf w10 w11 w12 w13 w14 w15 w16 w17", 99 },
    };
    enum { N = 900, ANEW = 7 };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_doc *docs = documents(N), was = docs[ANEW];
        struct search_files before = index_with(docs, N, 1);
        struct search_section more = *was.sections;
        struct str texts[] = { more.text[0], str_of(cases[i].text) };
        more.text = texts;
        more.n_text = 2;
        docs[ANEW].sections = &more;
        struct search_files now = index_again(docs, N, ANEW, was, &before), fresh = index_with(docs, N, 1);
        int coded = 0;
        assert_true(fresh.len == now.len && fresh.len > 5);
        for (ptrdiff_t k = 0; k < fresh.len; k++) {
            assert_true(str_equal(now.ptr[k].name, fresh.ptr[k].name));
            struct str text = now.ptr[k].text.ptr ? now.ptr[k].text : file_named(&before, now.ptr[k].name);
            assert_true(str_equal(text, fresh.ptr[k].text));
            coded += now.ptr[k].words && now.ptr[k].text.ptr;
        }
        if (coded > cases[i].most)
            fail_msg("%s: %d shards", cases[i].name, coded);
    }
}

static void long_words_and_hostile_ones(void **state)
{
    (void)state;
    char *text = NEW(&keep, char, 20001);
    memset(text, 'x', 10000);
    memcpy(text + 10000, " </script>\xe2\x80\xa8\"'\\ 架构", 24);
    struct search_section s = section("", text);
    struct search_doc *docs = NEW(&keep, struct search_doc, SEARCH_SMALL);
    for (ptrdiff_t i = 0; i < SEARCH_SMALL; i++)
        docs[i] = (struct search_doc){ str_fmt(&keep, "p%td/", i), S("</script>\xe2\x80\xa8\"'\\"), &s, 1, SEARCH_WRITTEN };
    struct search_files files = index_with(docs, SEARCH_SMALL, 1);
    assert_int_equal(word_of(&files, SEARCH_SMALL, "xxxxxxxxxxxxxxxxxxxxxxxx").eighths, 8);
    assert_int_equal(word_of(&files, SEARCH_SMALL, "script").eighths, 8);
    assert_int_equal(word_of(&files, SEARCH_SMALL, "架").eighths, 8);
    for (ptrdiff_t i = 0; i < files.len; i++)
        assert_true(files.ptr[i].text.len < 30000);
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
        struct search_doc doc = { S("u/"), S("T"), &s, 1, SEARCH_WRITTEN };
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
    struct search_doc doc = { S(""), S("T"), NULL, 0, SEARCH_WRITTEN };
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
        cmocka_unit_test(urls_are_short),
        cmocka_unit_test(common_words_list_the_best),
        cmocka_unit_test(small_sites_list_all),
        cmocka_unit_test(names_of_pages_do_not_count),
        cmocka_unit_test(an_edit_codes_the_shards_of_its_words),
        cmocka_unit_test(long_words_and_hostile_ones),
        cmocka_unit_test(small_sites_are_one_file),
        cmocka_unit_test(tables_do_not_matter),
        cmocka_unit_test(a_new_word_changes_one_shard),
        cmocka_unit_test(shards_have_a_bound),
        cmocka_unit_test(text_of_a_page),
        cmocka_unit_test(text_without_sections),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
