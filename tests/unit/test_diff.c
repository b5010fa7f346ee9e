/* test_diff.c - sentences and drawings that differ, costs by cause, owners. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/deflate.h"
#include "check/diff_cost.h"
#include "check/diff_graph.h"
#include "check/diff_text.h"
#include "load/owners.h"
#include "sketch/mermaid.h"

enum { ARENA = 64 << 20 };

static struct arena fresh(void)
{
    return arena_open(ARENA);
}

/* ---- sentences: "old|old", what comes out: "~1:1 +:2 -2:" with numbers from 1 ---- */

static const struct {
    const char *name, *old, *now, *pairs;
} texts[] = {
    { "the same", "a b c.|d e f.", "a b c.|d e f.", "" },
    { "moved", "a b c.|d e f.", "d e f.|a b c.", "" },
    { "one word", "the cache has two nodes.|x y z.", "the cache has three nodes.|x y z.", "~1:1" },
    { "new", "a b c.", "a b c.|d e f.", "+2" },
    { "gone", "a b c.|d e f.", "d e f.", "-1" },
    { "another", "all of it is new here.", "nothing stayed as before, sorry.", "+1 -1" },
    { "twice the same", "a.|a.", "a.|a.|a.", "+3" },
    { "empty", "", "a.", "+1" },
};

static ptrdiff_t units(const char *text, struct diff_unit *out)
{
    ptrdiff_t n = 0;
    for (struct str rest = str_of(text); rest.len;) {
        struct cut c = str_cut(rest, '|');
        out[n++] = (struct diff_unit){ .text = c.head };
        rest = c.tail;
    }
    return n;
}

static void test_texts(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(texts); i++) {
        struct arena keep = fresh();
        struct diff_unit a[8], b[8];
        struct diff_pairs p =
            diff_text(a, units(texts[i].old, a), b, units(texts[i].now, b), &keep);
        struct buf out = buf_open(&keep, 1000);
        for (ptrdiff_t k = 0; k < p.len; k++)
            if (p.ptr[k].a >= 0 && p.ptr[k].b >= 0)
                buf_fmt(&out, "%s~%d:%d", k ? " " : "", p.ptr[k].a + 1, p.ptr[k].b + 1);
            else
                buf_fmt(&out, "%s%c%d", k ? " " : "", p.ptr[k].a < 0 ? '+' : '-',
                        (p.ptr[k].a < 0 ? p.ptr[k].b : p.ptr[k].a) + 1);
        if (!str_equal(buf_str(&out), str_of(texts[i].pairs)))
            fail_msg("%s: %.*s, not %s", texts[i].name, FMT(buf_str(&out)), texts[i].pairs);
    }
}

static void test_middle(void **state)
{
    (void)state;
    struct str a, b;
    diff_text_middle(S("kept 35 days in it"), S("kept 14 days in it"), &a, &b);
    assert_true(str_equal(str_trim(a), S("35")) && str_equal(str_trim(b), S("14")));
    diff_text_middle(S("same"), S("same"), &a, &b);
    assert_int_equal(a.len + b.len, 0);
}

static const struct {
    const char *name, *old, *now, *was, *is; /* what is shown: head[middle]tail */
} excerpts[] = {
    { "all of what is short", "kept 35 days", "kept 14 days", "kept [35] days", "kept [14] days" },
    { "one side alone", "", "0123456789012345678901234567890123456789", "[]",
      "01234567890123456789012345678901\u2026 (8 more characters)[]" },
    { "a change far behind", "one two three four five six seven eight nine ten 35", "one two three four five six seven eight nine ten 14",
      "\u2026ine ten [35]", "\u2026ine ten [14]" },
    { "a change far before", "35 one two three four five six seven eight nine ten", "14 one two three four five six seven eight nine ten",
      "[35] one two\u2026", "[14] one two\u2026" },
    { "lines that differ alone", "a();\nb();\nc(1);\nd();\ne();\nf();\ng(2);\nhhhhhhhh();\n", "a();\nb();\nc(3);\nd();\ne();\nf();\ng(4);\nhhhhhhhh();\n",
      "[\u2026\nc(1);\n\u2026\ng(2);]", "[\u2026\nc(3);\n\u2026\ng(4);]" },
    { "no character is cut", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4 1", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4 2",
      "\u2026\u00e4\u00e4\u00e4 [1]", "\u2026\u00e4\u00e4\u00e4 [2]" },
};

static struct str shown(const struct diff_excerpt *e, struct arena *keep)
{
    return str_fmt(keep, "%.*s[%.*s]%.*s", FMT(e->head), FMT(e->middle), FMT(e->tail));
}

static void an_excerpt_shows_what_differs(void **state)
{
    enum { MOST = 32 };
    struct arena keep = fresh();
    (void)state;
    for (size_t i = 0; i < sizeof excerpts / sizeof *excerpts; i++) {
        struct diff_excerpt was, is;
        diff_text_excerpt(str_of(excerpts[i].old), str_of(excerpts[i].now), MOST, &keep, &was, &is);
        struct str a = shown(&was, &keep), b = shown(&is, &keep);
        if (!str_equal(a, str_of(excerpts[i].was)) || !str_equal(b, str_of(excerpts[i].is)))
            fail_msg("%s:\n%.*s\n%.*s", excerpts[i].name, FMT(a), FMT(b));
    }
}

/* ---- drawings ---- */

static const struct {
    const char *name, *old, *now, *marks;
} drawings[] = {
    { "the same", "a[A]-->b[B]", "a[A]-->b[B]", "" },
    { "ids are not labels", "a[A]-->b[B]", "x[A]-->y[B]", "" },
    { "a node more", "a[A]-->b[B]", "a[A]-->b[B]\nb-->c[C]", "+C" },
    { "a node less", "a[A]-->b[B]\nb-->c[C]", "a[A]-->b[B]", "-C" },
    { "renamed", "a[A]-->b[Redis]\nb-->c[C]", "a[A]-->b[Valkey]\nb-->c[C]", "Redis>Valkey" },
    { "an edge more", "a[A]-->b[B]\nb-->c[C]", "a[A]-->b[B]\nb-->c[C]\na-->c", "+A → C" },
    { "an edge less", "a[A]-->b[B]\nb-->c[C]\na-->c", "a[A]-->b[B]\nb-->c[C]", "-A → C" },
    { "turned", "a[A]-->b[B]", "b[B]-->a[A]", "A → B>B → A" },
    { "a label", "a[A]-->|80|b[B]", "a[A]-->|443|b[B]", "A → B (80)>A → B (443)" },
};

static struct graph graph(const char *text, struct arena *keep)
{
    struct graph g = { 0 };
    struct graph_fault why = { 0 };
    struct str source = str_fmt(keep, "flowchart TD\n%s\n", text);
    assert_true(mermaid_read(source, keep, &g, &why));
    return g;
}

static void test_drawings(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(drawings); i++) {
        struct arena keep = fresh();
        struct graph a = graph(drawings[i].old, &keep), b = graph(drawings[i].now, &keep);
        struct diff_marks m = diff_graph(&a, &b, NULL, &keep);
        struct buf out = buf_open(&keep, 1000);
        for (ptrdiff_t k = 0; k < m.len; k++)
            buf_fmt(&out, "%s%.*s%s%.*s",
                    m.ptr[k].sign == DIFF_ADDED     ? "+"
                    : m.ptr[k].sign == DIFF_REMOVED ? "-"
                                                    : "",
                    FMT(m.ptr[k].old), m.ptr[k].old.len && m.ptr[k].now.len ? ">" : "",
                    FMT(m.ptr[k].now));
        if (!str_equal(buf_str(&out), str_of(drawings[i].marks)))
            fail_msg("%s: %.*s, not %s", drawings[i].name, FMT(buf_str(&out)), drawings[i].marks);
    }
}

/* ---- costs: a price, a quantity and an assumption at once add up ---- */

static struct cost_size size(struct price *p, int64_t tasks, int64_t low, int64_t high,
                             struct arena *keep)
{
    struct cost_size s = { .n_rows = 1, .rows = NEW(keep, struct cost_row, 1) };
    struct cost_factor *times = NEW(keep, struct cost_factor, 2);
    struct ratio n = ratio_whole(tasks);
    s.rows[0] = (struct cost_row){
        .id = S("a"), .service = S("A"), .n_parts = 1, .parts = NEW(keep, struct cost_part, 1)
    };
    times[0] = (struct cost_factor){ S("tasks"), { .at = { n, n, n }, .ref = S("config:/tasks") } };
    times[1] =
        (struct cost_factor){ S("GB"),
                              { .at = { ratio_whole(low), ratio_whole(low), ratio_whole(high) } } };
    s.rows[0].parts[0] =
        (struct cost_part){ .key = S("p"), .price = p, .times = times, .n_times = 2 };
    cost_size_price(&s);
    return s;
}

static void test_costs(void **state)
{
    (void)state;
    static const enum diff_cost_kind kinds[] = { DIFF_COST_PRICE, DIFF_COST_QUANTITY,
                                                 DIFF_COST_ASSUMPTION };
    struct arena keep = fresh();
    struct price old = { .key = S("p"), .e10 = 333333333, .high_e10 = 333333333 }, now = old;
    now.e10 = now.high_e10 = 444444444;
    struct cost_size a = size(&old, 2, 1, 7, &keep), b = size(&now, 3, 4, 9, &keep);
    struct diff_costs d = diff_cost(&a, &b, &keep);
    int64_t cents[8], sum = 0, exact = 0;
    assert_true(d.known);
    assert_int_equal(d.steps.len, 3);
    diff_cost_cents(&d, cents);
    for (ptrdiff_t i = 0; i < d.steps.len; i++) {
        assert_int_equal(d.steps.ptr[i].kind, kinds[i]);
        exact += d.steps.ptr[i].e10;
        sum += cents[i];
    }
    assert_int_equal(exact, d.e10);
    assert_int_equal(sum, (d.e10 + MONEY_USD / 200) / (MONEY_USD / 100));
}

/* ---- owners ---- */

static const struct {
    const char *path, *owner;
} owned[] = {
    { "docs/a.md", "@docs" },
    { "docs/deep/a.md", "@docs" },
    { "cdk/config/prod.json", "@platform @data" },
    { "x/y/Makefile", "@build" },
    { "src/a.go", "@go" },
    { "src/deep/b.go", "@go" },
    { "other", "@all" },
    { "docsx/a", "@all" },
    { "infra/prod/main.tf", "@infra" },
};

static void test_owners(void **state)
{
    (void)state;
    struct owners o = { S(
        "# who\n* @all\n/docs/ @docs\ncdk/config @platform @data # two\nMakefile @build\n*.go @go\n"
        "[Section]\n/infra/**/main.tf @infra\n") };
    for (ptrdiff_t i = 0; i < LEN(owned); i++) {
        struct str is = owners_of(&o, str_of(owned[i].path));
        if (!str_equal(is, str_of(owned[i].owner)))
            fail_msg("%s: %.*s, not %s", owned[i].path, FMT(is), owned[i].owner);
    }
}

static void test_deflate(void **state)
{
    (void)state;
    struct arena keep = fresh();
    struct str text = S("aaaaaaaaaabbbbbbbbbbaaaaaaaaaa"), back;
    struct str packed = deflate_pack(text, &keep);
    assert_true(deflate_unpack(packed, 100, &keep, &back) && str_equal(text, back));
    assert_false(deflate_unpack(packed, 10, &keep, &back));
    assert_false(deflate_unpack(S("eJxL"), 100, &keep, &back));
    assert_false(deflate_unpack(S("no base64!"), 100, &keep, &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_excerpt_shows_what_differs),
        cmocka_unit_test(test_texts),    cmocka_unit_test(test_middle),
        cmocka_unit_test(test_drawings), cmocka_unit_test(test_costs),
        cmocka_unit_test(test_owners),   cmocka_unit_test(test_deflate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
