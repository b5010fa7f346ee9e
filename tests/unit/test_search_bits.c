/* The coder of the search index, read back by a reader of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "search_read.h"

static struct arena keep;
static uint32_t seed = 1;

static int setup(void **state)
{
    (void)state;
    keep = arena_open(1 << 28);
    return 0;
}

static uint32_t roll(uint32_t of)
{
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)seed * of >> 32);
}

static void letters_are_safe(struct str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++)
        assert_true((text.ptr[i] >= '0' && text.ptr[i] <= 'o' && text.ptr[i] != '\\') || text.ptr[i] == '~');
}

/* Sizes of lists m of n, in every mixture of few and many. */
static void lists_come_back(void **state)
{
    static const struct {
        const char *name;
        ptrdiff_t m, n;
    } cases[] = {
        { "none of none", 0, 0 },       { "none of some", 0, 9 },      { "the only one", 1, 1 },
        { "one", 1, 1000 },             { "one of many", 1, 1000000 }, { "all", 300, 300 },
        { "all but one", 299, 300 },    { "half", 500, 1000 },         { "few", 7, 1000 },
        { "few of many", 11, 5000000 }, { "many", 5000, 100000 },
    };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ptrdiff_t m = cases[c].m, n = cases[c].n;
        for (int turn = 0; turn < 20; turn++) {
            struct arena scratch = keep;
            uint32_t *numbers = NEW(&scratch, uint32_t, m + 1), *back = NEW(&scratch, uint32_t, m + 1);
            ptrdiff_t taken = 0, left = n;
            for (ptrdiff_t i = 0; i < n && taken < m; i++, left--)
                if (roll((uint32_t)left) < m - taken)
                    numbers[taken++] = (uint32_t)i;
            struct buf out = buf_open(&scratch, 1 << 26);
            struct search_bits b = search_bits_open(&out);
            struct search_gaps g = search_bits_list(&b, m, n);
            for (ptrdiff_t i = 0; i < m; i++)
                search_bits_number(&g, numbers[i]);
            search_bits_count(&b, (uint32_t)n);
            search_bits_end(&b);
            letters_are_safe(buf_str(&out));
            struct reader r = reader_open(buf_str(&out));
            reader_list(&r, back, m, n);
            if (memcmp(numbers, back, (size_t)m * sizeof *back) != 0 || reader_count(&r) != n)
                fail_msg("%s, turn %d", cases[c].name, turn);
        }
    }
}

/* Steps of all kinds in any order: carries run through rows of the last letter. */
static void steps_come_back(void **state)
{
    (void)state;
    for (int turn = 0; turn < 300; turn++) {
        struct arena scratch = keep;
        struct buf out = buf_open(&scratch, 1 << 22);
        struct search_bits b = search_bits_open(&out);
        int n = (int)roll(3000);
        uint32_t start = seed;
        bool high = turn % 3 == 0; /* the uppermost of all: low stays near the top */
        for (int i = 0; i < n; i++) {
            uint32_t of = 1 + roll(turn % 2 ? 70000 : 9), v = high ? of - 1 : roll(of);
            int odds = (int)roll(SEARCH_ODDS);
            search_bits_one(&b, v, of);
            search_bits_bit(&b, !high && roll(9) == 0, odds);
            search_bits_count(&b, v);
        }
        search_bits_end(&b);
        letters_are_safe(buf_str(&out));
        seed = start;
        struct reader r = reader_open(buf_str(&out));
        for (int i = 0; i < n; i++) {
            uint32_t of = 1 + roll(turn % 2 ? 70000 : 9), v = high ? of - 1 : roll(of);
            int odds = (int)roll(SEARCH_ODDS);
            assert_int_equal(reader_one(&r, of), v);
            assert_int_equal(reader_bit(&r, odds), !high && roll(9) == 0);
            assert_int_equal(reader_count(&r), v);
        }
    }
}

static void words_come_back(void **state)
{
    static const char *const words[] = {
        "a", "ab", "abc", "abcdefghijklmnopqrstuvwxyzabcdefghi", "abcdefghijklmnopqrstuvwxyzabcdefghij",
        "b", "café", "cafés", "caf\xc3\xaa", "é", "Ж", "жук", "жуки", "架", "架构", "\xf0\x9d\x94\xb8",
        "\xf0\x9d\x94\xb8\xf0\x9d\x94\xb9", "\xf0\x9d\x94\xb8\xf0\x9d\x95\xb9", "\xf0\xa0\x80\x80", "z",
    };
    (void)state;
    struct buf out = buf_open(&keep, 1 << 16);
    struct search_bits b = search_bits_open(&out);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        search_bits_word(&b, str_of(i ? words[i - 1] : ""), str_of(words[i]));
    search_bits_end(&b);
    letters_are_safe(buf_str(&out));
    struct reader r = reader_open(buf_str(&out));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str back = reader_word(&r, &keep);
        if (!str_equal(back, str_of(words[i])))
            fail_msg("%s came back as %.*s", words[i], FMT(back));
    }
}

/* Lists of random numbers are near what they must cost at least: log2 of n over m. */
static void lists_are_short(void **state)
{
    (void)state;
    struct buf out = buf_open(&keep, 1 << 22);
    struct search_bits b = search_bits_open(&out);
    for (int i = 0; i < 1000; i++) { /* 20 of 1000: 138.0 bits */
        struct search_gaps g = search_bits_list(&b, 20, 1000);
        for (uint32_t k = 0, taken = 0; k < 1000 && taken < 20; k++)
            if (roll(1000 - k) < 20 - taken) {
                search_bits_number(&g, k);
                taken++;
            }
    }
    search_bits_end(&b);
    assert_in_range(out.len * 6, 138000, 141500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_come_back),
        cmocka_unit_test(steps_come_back),
        cmocka_unit_test(words_come_back),
        cmocka_unit_test(lists_are_short),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
