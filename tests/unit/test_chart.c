/* test_chart.c - six kinds of charts: no label over another, none cut, numbers as people write
 * them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "draw/chart.h"
#include "draw/plot.h"
#include "draw/svg.h"
#include "scene_check.h"

enum { ARENA = 64 << 20, MAX_SVG = 1 << 20, SVG_BOUND = 12000 };

#define T(t)                                                                                       \
    {                                                                                              \
        t, (ptrdiff_t)sizeof(t) - 1                                                                \
    }
#define R(l, h)                                                                                    \
    {                                                                                              \
        true, l, ((l) + (h)) / 2.0, h                                                              \
    }
#define ROWS(a) .rows = a, .n_rows = (int)LEN(a)
#define HEAD                                                                                       \
    .title = T("What it costs"), .desc = T("One row is written three times too high."),            \
    .unit = T("$/month"), .note = T("Prices of 2026-09-11.")

static struct chart_row judged[] = {
    { .label = T("ECS Fargate"), .written = R(80, 120), .value = R(36.04, 36.04), .wrong = true },
    { .label = T("A service whose name is far too long for any column of labels"),
      .written = R(22, 22),
      .value = R(17.6, 22.3) },
    { .label = T("public IPv4"), .value = R(14.6, 14.6), .note = T("row missing") },
    { .label = T("written only"), .written = R(5, 10) },
    { .label = T("Total"),
      .written = R(252, 292),
      .value = R(160.7, 197.6),
      .total = true,
      .wrong = true },
};
static struct chart_row tiny[] = { { .label = T("free"), .written = R(0, 0), .value = R(0, 0) } };
static struct str names[] = { T("ECS Fargate"),       T("Application Load Balancer"),
                              T("NAT Gateway"),       T("ElastiCache Redis"),
                              T("Data transfer out"), T("CloudFront"),
                              T("Secrets Manager"),   T("Public IPv4"),
                              T("CloudWatch") };
static struct chart_part many[] = { { 0, R(9, 9) }, { 1, R(17, 22) }, { 2, R(33, 35) },
                                    { 3, R(1, 1) }, { 4, R(.5, .7) }, { 5, R(.1, .2) },
                                    { 6, R(2, 2) }, { 7, R(11, 11) }, { 8, R(3, 4) } };
static struct chart_part few[] = { { 0, R(144, 144) }, { 3, R(114, 114) } };
static struct chart_row stacked[] = {
    { .label = T("Small"), .parts = many, .n_parts = 9, .note = T("up to 10 users") },
    { .label = T("Large"), .parts = few, .n_parts = 2, .value = R(200, 400) },
};
static struct chart_row crowded[] = { { .label = T("Small"), .parts = many, .n_parts = 9 } };
static struct chart_row steps_down[] = {
    { .label = T("As written"), .value = R(272, 272), .total = true },
    { .label = T("ECS Fargate"), .value = R(-64, -64) },
    { .label = T("public IPv4"), .value = R(14.6, 14.6), .note = T("missing row") },
    { .label = T("below zero"), .value = R(-300, -300) },
    { .label = T("Computed"), .value = R(-77, -77), .total = true },
};
static struct chart_row swings[] = {
    { .label = T("Total"), .value = R(179, 179), .total = true },
    { .label = T("GB out"), .value = R(174, 224) },
    { .label = T("Task size: 0.25 to 2 vCPU"), .value = R(161, 1287) },
};
#define P(a, b, c)                                                                                 \
    .parts = (struct chart_part[]){ { 0, R(a, a) }, { 1, R(b, b) }, { 2, R(c, c) } }, .n_parts = 3
static struct chart_row users[] = {
    { .at = 1, P(72, 25, 35) },  { .at = 20, P(72, 50, 35) }, { .at = 22, P(72, 80, 90) },
    { .at = 24, P(95, 80, 92) }, { .at = 26, P(95, 99, 96) }, { .at = 100, P(96, 200, 97) },
};

static const struct {
    const char *name;
    struct chart chart;
} cases[] = {
    { "dumbbell", { .kind = CHART_DUMBBELL, HEAD, ROWS(judged) } },
    { "dumbbell of nothing", { .kind = CHART_DUMBBELL, HEAD, ROWS(tiny) } },
    { "range", { .kind = CHART_RANGE, HEAD, ROWS(judged) } },
    { "stack", { .kind = CHART_STACK, HEAD, .series = names, .n_series = 9, ROWS(stacked) } },
    { "crowded stack",
      { .kind = CHART_STACK, HEAD, .series = names, .n_series = 9, ROWS(crowded) } },
    { "waterfall", { .kind = CHART_WATERFALL, HEAD, ROWS(steps_down) } },
    { "tornado", { .kind = CHART_TORNADO, HEAD, ROWS(swings) } },
    { "step", { .kind = CHART_STEP, HEAD, .series = names, .n_series = 3, ROWS(users) } },
    { "no rows", { .kind = CHART_STACK, HEAD } },
};

static void labels_stay_apart(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct scene s;
        chart_scene(&cases[i].chart, true, &a, &s);
        scene_texts_apart(&s, cases[i].name);
        assert_true(s.w <= 360);
        chart_scene(&cases[i].chart, false, &a, &s);
        scene_texts_apart(&s, cases[i].name);
        struct buf first = buf_open(&a, MAX_SVG), second = buf_open(&a, MAX_SVG);
        svg_write(&s, &(struct svg_options){ .theme = SVG_AUTO }, &first);
        chart_scene(&cases[i].chart, false, &a, &s);
        svg_write(&s, &(struct svg_options){ .theme = SVG_AUTO }, &second);
        assert_true(str_equal(buf_str(&first), buf_str(&second)));
        if (first.len > SVG_BOUND)
            fail_msg("%s: %td bytes", cases[i].name, first.len);
        assert_true(str_find(buf_str(&first), S("One row is written three times too high.")) > 0);
    }
    arena_close(start, &a);
}

static void bars_start_at_zero_and_are_outlined(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct scene s;
    chart_scene(&cases[3].chart, false, &a, &s);
    float axis = -1, least = 1e9F;
    for (ptrdiff_t i = 0; i < s.items.len; i++) {
        const struct scene_item *it = &s.items.ptr[i];
        if (it->kind == SCENE_RECT && it->role == ROLE_BAR && it->w != it->h &&
            it->x < least) /* no swatch of the legend */
            least = it->x;
        if (it->kind == SCENE_TEXT && str_equal(it->text, S("$0")))
            axis = it->x;
    }
    assert_true(fabsf(axis - least) < .2F);
    assert_int_equal(scene_pens[ROLE_BAR].stroke, PAINT_INK);
    arena_close(start, &a);
}

static const struct {
    const char *unit;
    double value;
    const char *text;
} numbers[] = {
    { "$/month", 0, "$0" },
    { "$/month", 4.5, "$4.50" },
    { "$/month", 9.999, "$10" },
    { "$/month", 36.04, "$36" },
    { "$/month", 1234.5, "$1,234" },
    { "$/month", -64, "\xE2\x88\x92$64" },
    { "ms", 12, "12 ms" },
    { "", 1000000, "1,000,000" },
    { "\xE2\x82\xAC", 3,
      "\xE2\x82\xAC"
      "3" },
    { "$", 0.004, "$0" },
};

static void numbers_read_well(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(numbers); i++) {
        struct chart c = { .unit = str_of(numbers[i].unit) };
        struct plot p = { .c = &c, .keep = &a };
        struct str got = plot_number(&p, numbers[i].value);
        if (!str_equal(got, str_of(numbers[i].text)))
            fail_msg("%g %s: %.*s, not %s", numbers[i].value, numbers[i].unit, FMT(got),
                     numbers[i].text);
    }
    struct chart c = { .unit = S("$/month") };
    struct plot p = { .c = &c, .keep = &a };
    assert_true(str_equal(plot_range(&p, (struct chart_range)R(161, 198)), S("$161\xE2\x80\x93"
                                                                             "198")));
    assert_true(str_equal(plot_range(&p, (struct chart_range)R(35.9, 36.1)), S("$36")));
    arena_close(start, &a);
}

static void labels_are_spread(void **state)
{
    (void)state;
    struct plot_label l[] = { { 10, 20, 0 }, { 12, 20, 0 }, { 90, 20, 0 }, { 99, 20, 0 } };
    assert_true(plot_spread(l, 4, 0, 100));
    for (int i = 0; i < 4; i++)
        assert_true(l[i].at >= 10 && l[i].at <= 90 && (i == 0 || l[i].at - l[i - 1].at >= 20));
    assert_false(plot_spread(l, 4, 0, 70));
}

static void the_table_tells_the_same(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct buf out = buf_open(&a, MAX_SVG);
    chart_table(&cases[0].chart, &out);
    struct str html = buf_str(&out);
    assert_true(str_find(html, S("<caption>What it costs</caption>")) > 0);
    assert_true(str_find(html, S("<tr class=\"wrong\"><th scope=\"row\">ECS Fargate</th><td "
                                 "class=\"n\">$80\xE2\x80\x93"
                                 "120</td>"
                                 "<td class=\"n\">$36</td><td class=\"n\">2.8\xC3\x97</td>")) > 0);
    assert_true(str_find(html, S("<th scope=\"col\" class=\"n\">Ratio</th>")) > 0);
    out = buf_open(&a, MAX_SVG);
    chart_table(&cases[7].chart, &out);
    assert_true(str_find(buf_str(&out), S("<th scope=\"row\">22</th>")) > 0);
    arena_close(start, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_stay_apart),
        cmocka_unit_test(bars_start_at_zero_and_are_outlined),
        cmocka_unit_test(numbers_read_well),
        cmocka_unit_test(labels_are_spread),
        cmocka_unit_test(the_table_tells_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
