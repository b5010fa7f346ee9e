/* test_svg.c - graphs to scenes to SVG: room for every text, edges that touch, markup that is safe.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/fs.h"
#include "draw/curve.h"
#include "draw/diagram.h"
#include "draw/font_width.h"
#include "draw/glyphs.h"
#include "draw/route.h"
#include "draw/svg.h"
#include "scene_check.h"

enum { ARENA = 64 << 20, MAX_SVG = 1 << 20 };

#define L(t, cx, cy, cells)                                                                        \
    {                                                                                              \
        .text = { t, (ptrdiff_t)sizeof(t) - 1 }, .x = cx, .y = cy, .w = cells                      \
    }
#define ID(t) .id = { t, (ptrdiff_t)sizeof(t) - 1 }
#define LINES(...)                                                                                 \
    .lines = (struct graph_text[]){ __VA_ARGS__ },                                                 \
    .n_lines = (int)LEN(((struct graph_text[]){ __VA_ARGS__ }))

static struct graph_node narrow[] = {
    { ID("wide-words"), LINES(L("WWWWWW", 1, 1, 6), L("MMMMMM", 1, 2, 6)), .parent = -1, .x = 0,
      .y = 0, .w = 8, .h = 4 },
    { ID("redis"), LINES(L("Redis", 10, 1, 5)), .parent = -1, .x = 9, .y = 0, .w = 7, .h = 3 },
    { ID("four"), LINES(L("4", 17, 1, 1)), .parent = -1, .x = 16, .y = 0, .w = 3, .h = 3 },
};
static struct graph_node nested[] = {
    { ID("outer"), LINES(L("VPC 10.10.0.0/16 \xC2\xB7 2 zones", 2, 1, 26)), .parent = -1, .x = 0,
      .y = 0, .w = 40, .h = 12 },
    { ID("inner"), LINES(L("Public subnets", 4, 3, 14), L("left", 4, 8, 4), L("right", 30, 8, 5)),
      .parent = 0, .stroke = STROKE_DASHED, .x = 2, .y = 2, .w = 36, .h = 9 },
    { ID("alb"), LINES(L("Application", 7, 5, 11), L("Load Balancer", 6, 6, 13)), .parent = 1,
      .x = 5, .y = 4, .w = 16, .h = 4 },
    { ID("nat"), LINES(L("NAT", 28, 5, 3), L("(one a zone)", 24, 6, 12)), .parent = 1, .x = 23,
      .y = 4, .w = 14, .h = 4 },
};
static struct graph_node odd[] = {
    { ID("cjk"), LINES(L("\xE6\xB3\xA8\xE6\x96\x87\xE5\x87\xA6\xE7\x90\x86", 1, 1, 8)),
      .parent = -1, .x = 0, .y = 0, .w = 10, .h = 3 },
    { ID("emoji"), LINES(L("\xF0\x9F\x8E\x89 done \xF0\x9F\x8E\x89", 13, 1, 10)), .parent = -1,
      .x = 12, .y = 0, .w = 12, .h = 3 },
    { ID("marked"), LINES(L("a\x1B[31m<b>&\"'", 27, 1, 12)), .parent = -1, .x = 26, .y = 0, .w = 14,
      .h = 3 },
    { ID("start"), .parent = -1, .shape = SHAPE_DOT, .x = 42, .y = 1, .w = 1, .h = 1 },
    { ID("words"), LINES(L("~/.config (kept)", 0, 5, 16), L("mode 0600", 0, 6, 9)), .parent = -1,
      .shape = SHAPE_TEXT, .x = 0, .y = 5, .w = 16, .h = 2 },
    { ID("shape"), LINES(L("Is it?", 26, 6, 6)), .parent = -1, .shape = SHAPE_DIAMOND, .x = 22,
      .y = 4, .w = 14, .h = 5 },
    { ID("store"), LINES(L("Store", 42, 6, 5)), .parent = -1, .shape = SHAPE_CYLINDER, .x = 40,
      .y = 4, .w = 10, .h = 5 },
};
static struct graph_edge between[] = {
    { .from = 2,
      .to = 3,
      .dir = DIR_FORWARD,
      LINES(L("8501", 20, 5, 4)),
      .n_points = 2,
      .points = (struct graph_point[]){ { 20.5F, 5.5F }, { 23.5F, 5.5F } } },
    { .from = 2,
      .to = 1,
      .dir = DIR_BOTH,
      .stroke = STROKE_DASHED,
      .n_points = 3,
      .points = (struct graph_point[]){ { 12.5F, 7.5F }, { 12.5F, 9.5F }, { 37.5F, 9.5F } } },
    { .from = -1,
      .to = 2,
      .dir = DIR_FORWARD,
      .n_points = 2,
      .points = (struct graph_point[]){ { 0.5F, 6.5F }, { 5.5F, 6.5F } } },
};
static struct graph_edge loose[] = {
    { .from = 3,
      .to = 2,
      .dir = DIR_FORWARD,
      .n_points = 2,
      .points = (struct graph_point[]){ { 42.5F, 1.5F }, { 39.5F, 1.5F } } },
    { .from = 4,
      .to = 5,
      .dir = DIR_FORWARD,
      .n_points = 2,
      .points = (struct graph_point[]){ { 17, 6.5F }, { 22.5F, 6.5F } } },
    { .from = 5,
      .to = 6,
      .dir = DIR_NONE,
      .n_points = 2,
      .points = (struct graph_point[]){ { 35.5F, 6.5F }, { 40.5F, 6.5F } } },
};
static struct graph_text free_text[] = { L("Figure 1:  columns  kept", 0, 13, 24),
                                         L("caption", 30, 13, 7) };

static const struct {
    const char *name;
    struct graph graph;
} cases[] = {
    { "narrow boxes", { .nodes = narrow, .n_nodes = 3, .w = 19, .h = 4 } },
    { "nested boxes",
      { .nodes = nested,
        .n_nodes = 4,
        .edges = between,
        .n_edges = 3,
        .free = free_text,
        .n_free = 2,
        .w = 40,
        .h = 14 } },
    { "odd signs", { .nodes = odd, .n_nodes = 7, .edges = loose, .n_edges = 3, .w = 52, .h = 10 } },
    { "nothing", { .w = 0, .h = 0 } },
};

static const struct scene_item *group_of(const struct scene *s, struct str id)
{
    for (ptrdiff_t i = 0; i < s->items.len; i++)
        if (s->items.ptr[i].kind == SCENE_OPEN && str_equal(s->items.ptr[i].id, id))
            return &s->items.ptr[i];
    return NULL;
}

static void texts_stay_apart_and_inside(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    for (ptrdiff_t c = 0; c < LEN(cases); c++) {
        struct scene s;
        diagram_scene(&cases[c].graph, &a, &s);
        scene_texts_apart(&s, cases[c].name);
        const struct scene_item *box = NULL;
        for (ptrdiff_t i = 0; i < s.items.len; i++) {
            const struct scene_item *it = &s.items.ptr[i];
            if (it->kind == SCENE_OPEN || it->kind == SCENE_CLOSE)
                box = NULL;
            if (it->kind == SCENE_RECT && it->role == ROLE_NODE)
                box = it;
            if (it->kind != SCENE_TEXT || !box)
                continue;
            struct scene_box t = scene_text_box(it);
            if (t.x0 < box->x || t.x1 > box->x + box->w || t.y0 < box->y || t.y1 > box->y + box->h)
                fail_msg("%s: '%.*s' leaves its box", cases[c].name, FMT(it->text));
        }
    }
    arena_close(start, &a);
}

static bool on_border(struct curve_point p, const struct scene_item *rect)
{
    float x1 = rect->x + rect->w, y1 = rect->y + rect->h, e = .11F;
    bool in_x = p.x > rect->x - e && p.x<x1 + e, in_y = p.y> rect->y - e && p.y < y1 + e;
    bool on_x = fabsf(p.x - rect->x) < e || fabsf(p.x - x1) < e,
         on_y = fabsf(p.y - rect->y) < e || fabsf(p.y - y1) < e;
    return (on_x && in_y) || (on_y && in_x);
}

static void edges_touch_and_spare_text(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    for (ptrdiff_t c = 0; c < LEN(cases); c++) {
        struct scene s;
        diagram_scene(&cases[c].graph, &a, &s);
        for (ptrdiff_t i = 0; i < s.items.len; i++) {
            const struct scene_item *edge = &s.items.ptr[i];
            if (edge->role != ROLE_EDGE || edge->kind != SCENE_PATH)
                continue;
            struct curve_lines lines = curve_flatten(edge->path, 1, 0, 0, &a);
            assert_int_equal(lines.len, 1);
            struct curve_line l = lines.ptr[0];
            const struct str ends[] = { edge->from, edge->to };
            for (int k = 0; k < 2; k++) {
                const struct scene_item *group = ends[k].len ? group_of(&s, ends[k]) : NULL;
                if (!group || group[1].kind != SCENE_RECT)
                    continue;
                if (!on_border(l.points[k ? l.n - 1 : 0], &group[1]))
                    fail_msg("%s: edge does not touch %.*s", cases[c].name, FMT(ends[k]));
            }
            for (ptrdiff_t t = 0; t < s.items.len; t++) {
                const struct scene_item *text = &s.items.ptr[t];
                if (text->kind == SCENE_TEXT && text->role != ROLE_LABEL &&
                    route_crosses(l.points, l.n, scene_text_box(text)))
                    fail_msg("%s: an edge runs through '%.*s'", cases[c].name, FMT(text->text));
            }
        }
    }
    arena_close(start, &a);
}

static int count(struct str text, struct str what)
{
    int n = 0;
    for (ptrdiff_t at = 0; (at = str_find(text, what)) >= 0; n++)
        text = str_from(text, at + what.len);
    return n;
}

static struct str svg_of(const struct graph *g, struct svg_options o, struct arena *a)
{
    struct scene s;
    struct buf b = buf_open(a, MAX_SVG);
    diagram_scene(g, a, &s);
    svg_write(&s, &o, &b);
    assert_false(b.over);
    return buf_str(&b);
}

static void inline_markup_lives_under_a_policy(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct str svg =
        svg_of(&cases[1].graph, (struct svg_options){ .id = S("f3"), .inline_ = true }, &a);
    assert_true(str_find(svg, S("style")) < 0);
    assert_int_equal(count(svg, S(" id=\"")), count(svg, S(" id=\"f3-")));
    assert_int_equal(count(svg, S("url(#")), count(svg, S("url(#f3-_")));
    assert_int_equal(count(svg, S("href=\"#")), count(svg, S("href=\"#f3-_")));
    assert_true(str_starts(svg, S("<svg class=\"fig\" viewBox=\"0 0 ")));
    assert_true(str_find(svg, S("role=\"img\" aria-labelledby=\"f3-_t f3-_d\"")) > 0);
    assert_int_equal(count(svg, S("<g id=")), 4);
    assert_int_equal(count(svg, S("<g")), count(svg, S("</g>")));
    assert_int_equal(count(svg, S("<path class=\"e")), 3);
    assert_true(str_find(svg, S("data-from=\"alb\" data-to=\"nat\"")) > 0);
    assert_int_equal(count(svg, S("<text")), 13); /* one for each source line, two where blanks part it */
    assert_int_equal(count(svg, S("<symbol")), 2);
    assert_int_equal(count(svg, S("fill=\"#8884\" stroke=\"currentColor\"")), 1); /* where no style is */
    arena_close(start, &a);
}

/* A line of text in the picture that is its title names it. */
static void nothing_is_said_twice(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct scene s = { .w = 100, .h = 50, .title = S("What it costs"), .desc = S("Most of all") };
    scene_text(&s, &a, ROLE_HEADING, 10, 20, 80, ANCHOR_START, s.title);
    struct buf page = buf_open(&a, MAX_SVG), file = buf_open(&a, MAX_SVG);
    svg_write(&s, &(struct svg_options){ .inline_ = true, .id = S("x") }, &page);
    svg_write(&s, &(struct svg_options){ .id = S("x") }, &file);
    assert_true(str_find(buf_str(&page), S("<text id=\"x-_t\" class=\"hd\"")) > 0);
    assert_true(str_find(buf_str(&page), S("<title")) < 0);
    assert_true(str_find(buf_str(&page), S("<desc id=\"x-_d\">Most of all</desc>")) > 0);
    assert_true(str_find(buf_str(&file), S("<title id=\"x-_t\">What it costs</title>")) > 0);
    assert_int_equal(count(buf_str(&file), S("\"x-_t\"")), 1);
    arena_close(start, &a);
}

static void files_carry_their_style(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct str both = svg_of(&cases[1].graph, (struct svg_options){ .theme = SVG_AUTO }, &a);
    struct str dark = svg_of(&cases[1].graph, (struct svg_options){ .theme = SVG_DARK }, &a);
    assert_true(str_find(both, S("prefers-color-scheme:dark")) > 0);
    assert_true(str_find(dark, S("prefers-color-scheme")) < 0);
    assert_true(str_find(both, S("var(")) < 0); /* librsvg knows no custom properties */
    assert_true(str_find(dark, S(".bg{fill:#15181c}")) > 0);
    assert_true(
        str_equal(both, svg_of(&cases[1].graph, (struct svg_options){ .theme = SVG_AUTO }, &a)));
    arena_close(start, &a);
}

static void the_stylesheet_has_every_class(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct str css;
    assert_null(fs_read("assets/figure.css", MAX_SVG, &a, &css));
    for (int c = COLOUR_EDGE; c < N_COLOURS; c++) {
        struct str rule = str_fmt(&a, ".fig .%s{color:var(%s)}", palette_class((enum scene_colour)c),
                                  palette_colour_name((enum scene_colour)c));
        assert_true(str_find(css, rule) >= 0);
    }
    assert_true(str_find(css, S(".fig{fill:#000;stroke:none;stroke-width:1}")) >= 0);
    assert_true(str_find(css, S(".fig .on.s1{fill:#fff}")) >= 0);
    assert_true(str_find(css, S(".fig .on.s8{fill:light-dark(#fff,#000)}")) >= 0);
    arena_close(start, &a);
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct str svg =
        svg_of(&cases[2].graph, (struct svg_options){ .inline_ = true, .id = S("x") }, &a);
    assert_true(str_find(svg, S("<b>")) < 0);
    assert_true(str_find(svg, S("a\xEF\xBF\xBD[31m&lt;b&gt;&amp;")) > 0);
    assert_true(str_char(svg, '\x1B') < 0);
    struct graph_node linked[] = { { ID("n"), LINES(L("go", 2, 1, 2)), .parent = -1, .w = 8, .h = 3,
                                     .href = { "/a\"b", 4 }, .tip = { "1 < 2", 5 } } };
    struct graph g = { .nodes = linked, .n_nodes = 1, .w = 8, .h = 3 };
    svg = svg_of(&g, (struct svg_options){ .inline_ = true, .id = S("x") }, &a);
    assert_true(str_find(svg, S("<a href=\"/a&quot;b\"><g")) > 0);
    assert_true(str_find(svg, S("</g></a>")) > 0);
    assert_true(str_find(svg, S("<title>1 &lt; 2</title>")) > 0);
    assert_true(str_find(svg, S("role=\"group\" aria-labelledby")) > 0);
    arena_close(start, &a);
}

static const struct {
    const char *label, *glyph;
} signs[] = {
    { "Application Load Balancer", "balancer" },
    { "ALB", "balancer" },
    { "CloudFront (CDN)", "cdn" },
    { "Secrets Manager", "secret" },
    { "Redis cache", "cache" },
    { "S3 bucket", "bucket" },
    { "ECS Fargate tasks", "container" },
    { "Amazon RDS for PostgreSQL", "database" },
    { "Kafka cluster 2", "stream" },
    { "DynamoDB", "table" },
    { "CloudWatch Logs", "log" },
    { "Route 53", "dns" },
    { "SQS queue", "queue" },
    { "albatross", "" },
    { "Catalog", "" },
    { "Schema Validation", "" },
    { "Task list", "" },
    { "Node 1", "" },
    { "Table of contents", "" },
    { "Explain it to a human", "" },
    { "S3 naming rules", "" },
    { "Cloud Hypervisor", "" },
    { "SELECT FROM users", "" },
    { "Lambda calculus", "" },
};

static void words_choose_signs(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(signs); i++) {
        struct graph_text line = { .text = str_of(signs[i].label) };
        struct graph_node n = { .lines = &line, .n_lines = 1 };
        const char *got = glyphs_at(glyphs_of_node(&n))->name;
        if (!str_equal(str_of(got), str_of(signs[i].glyph)))
            fail_msg("%s: %s, not %s", signs[i].label, got, signs[i].glyph);
    }
    struct graph_node kind = { .kind = S("database") };
    assert_string_equal(glyphs_at(glyphs_of_node(&kind))->name, "database");
}

static void glyphs_stay_in_their_square(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    assert_true(glyphs_count() >= 25 && glyphs_count() < 64);
    for (int g = 1; g <= glyphs_count(); g++) {
        struct curve_lines lines = curve_flatten(str_of(glyphs_at(g)->path), 1, 0, 0, &a);
        assert_true(lines.len > 0);
        for (ptrdiff_t i = 0; i < lines.len; i++)
            for (int k = 0; k < lines.ptr[i].n; k++) {
                struct curve_point p = lines.ptr[i].points[k];
                if (p.x < .8F || p.x > 23.2F || p.y < .8F || p.y > 23.2F)
                    fail_msg("%s reaches %g %g", glyphs_at(g)->name, (double)p.x, (double)p.y);
            }
    }
    arena_close(start, &a);
}

static const struct {
    const char *name;
    struct curve_point points[4];
    int n;
    const char *path;
} bends[] = {
    { "straight", { { 0, 0 }, { 0, 20 } }, 2, "M0 0V20" },
    { "corner", { { 10, 10 }, { 10, 40 }, { 50, 40 } }, 3, "M10 10V33q0 7 7 7H50" },
    { "in line", { { 0, 0 }, { 0, 10 }, { 0, 20 } }, 3, "M0 0V20" },
    { "repeated", { { 5, 5 }, { 5, 5 }, { 9, 5 } }, 3, "M5 5H9" },
    { "short step", { { 0, 0 }, { 0, 10 }, { 4, 10 }, { 4, 20 } }, 4, "M0 0V8q0 2 2 2q2 0 2 2V20" },
    { "slant", { { 0, 0 }, { 3, 4 } }, 2, "M0 0L3 4" },
};

static void corners_are_round(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(bends); i++) {
        struct str d = curve_round(bends[i].points, bends[i].n, 7, &a);
        if (!str_equal(d, str_of(bends[i].path)))
            fail_msg("%s: %.*s, not %s", bends[i].name, FMT(d), bends[i].path);
    }
    arena_close(start, &a);
}

static void widths_hold(void **state)
{
    (void)state;
    assert_true(font_width(S("iiii"), ROLE_PLAIN) < font_width(S("WWWW"), ROLE_PLAIN));
    assert_true(font_width(S("abc"), ROLE_PLAIN) < font_width(S("abc"), ROLE_STRONG));
    assert_true(fabsf(font_width(S("\xE6\xB3\xA8"), ROLE_PLAIN) - 12.12F) < .01F);
    assert_true(font_width(S("e\xCC\x81"), ROLE_PLAIN) == font_width(S("e"), ROLE_PLAIN));
    struct str head =
        font_fit(S("one two three"), ROLE_PLAIN, font_width(S("one two t"), ROLE_PLAIN));
    assert_true(str_equal(head, S("one two")));
    assert_int_equal(font_fit(S("unbreakable"), ROLE_PLAIN, 1).len, 1); /* always gets on */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_stay_apart_and_inside),
        cmocka_unit_test(edges_touch_and_spare_text),
        cmocka_unit_test(inline_markup_lives_under_a_policy), cmocka_unit_test(nothing_is_said_twice),
        cmocka_unit_test(files_carry_their_style),
        cmocka_unit_test(the_stylesheet_has_every_class),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(words_choose_signs),
        cmocka_unit_test(glyphs_stay_in_their_square),
        cmocka_unit_test(corners_are_round),
        cmocka_unit_test(widths_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
