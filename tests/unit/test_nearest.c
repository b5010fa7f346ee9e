/* Suggestions: the distance by columns and by rows is one distance, and a set of many candidates is
 * searched at its two ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "model/near_sets.h"

static int distance_of(struct str a, struct str b, int limit)
{
    struct nearest n = nearest_open(a);
    n.distance = limit + 1;
    nearest_offer(&n, b);
    return n.distance;
}

static const struct {
    const char *want, *candidates[6], *near;
} cases[] = {
    { "usage", { "usgae", "use" }, "usgae" },
    { "desiredCount", { "desiredcount", "desiredCounts" }, "desiredcount" },
    { "xyz", { "abc", "defg" }, "" },
    { "/service/cpus", { "/service", "/service/cpu", "/service/memory" }, "/service/cpu" },
    { "nat-gatway", { "nat-gateway", "gateway", "nat" }, "nat-gateway" },
    { "zones", { "ones", "bones", "stones" }, "ones" },
};

static void near_ones_are_found(void **state)
{
    struct arena keep = arena_open(1 << 24);
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct str texts[6];
        ptrdiff_t n = 0;
        for (; n < 6 && cases[i].candidates[n]; n++)
            texts[n] = str_of(cases[i].candidates[n]);
        struct nearest_set set = nearest_set_make(texts, n, &keep);
        struct str got = nearest_in(&set, str_of(cases[i].want));
        if (!str_equal(got, str_of(cases[i].near)))
            fail_msg("%s: %.*s, not %s", cases[i].want, FMT(got), cases[i].near);
    }
}

/* The least number of steps, by the table in full. */
static int steps(struct str a, struct str b)
{
    int d[130][130];
    for (ptrdiff_t i = 0; i <= a.len; i++)
        for (ptrdiff_t j = 0; j <= b.len; j++) {
            int best = i ? d[i - 1][j] + 1 : (int)j;
            if (i && j) {
                int other = d[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
                best = other < best ? other : best;
                best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
                if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] && d[i - 2][j - 2] + 1 < best)
                    best = d[i - 2][j - 2] + 1;
            }
            d[i][j] = best;
        }
    return d[a.len][b.len];
}

static void every_way_gives_one_distance(void **state)
{
    uint64_t seed = 88172645463325252u;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        char a[120], b[120];
        struct str x = { a, 0 }, y = { b, 0 };
        for (int k = 0; k < 2; k++) {
            struct str *s = k ? &y : &x;
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            s->len = (ptrdiff_t)(seed % (i % 3 ? 12 : 100)) + 1;
            for (ptrdiff_t j = 0; j < s->len; j++) {
                seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
                (k ? b : a)[j] = (char)('a' + seed % 3);
            }
        }
        int limit = i % 13, right = steps(x, y);
        assert_int_equal(distance_of(x, y, limit), right > limit ? limit + 1 : right);
    }
}

static void list_numbers(const void *ctx, const void *key, struct near_list *out, struct arena *keep)
{
    (void)key;
    for (int i = 0; i < *(const int *)ctx; i++)
        *PUSH(out, keep) = str_fmt(keep, "part/Key-%d.md", i);
}

static void sets_are_made_once(void **state)
{
    struct arena keep = arena_open(1 << 24);
    struct near_sets *sets = near_sets_open(&keep);
    int many = 5000;
    (void)state;
    const struct nearest_set *set = near_sets_of(sets, &many, list_numbers, &many);
    assert_ptr_equal(set, near_sets_of(sets, &many, list_numbers, &many));
    assert_int_equal(set->n, 5000);
    assert_true(str_equal(*nearest_same(set, S("part/key-77.MD")), S("part/Key-77.md")));
    assert_true(str_equal(*nearest_ends(set, S("/Key-4711.md")), S("part/Key-4711.md")));
    assert_null(nearest_same(set, S("part/key-5000.md")));
    assert_null(nearest_ends(set, S("/key-4711.md")));
    assert_int_equal(near_sets_of(NULL, &many, list_numbers, &many)->n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_ones_are_found),
        cmocka_unit_test(every_way_gives_one_distance),
        cmocka_unit_test(sets_are_made_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
