/* test_png.c - pictures of the right size, with something on them, the same every time. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "draw/png.h"
#include "draw/raster.h"

enum { ARENA = 256 << 20 };

static void fill_scene(struct scene *s, struct arena *a, struct str words)
{
    *s = (struct scene){ .w = 200, .h = 100 };
    scene_open(s, a, S("n"), S("node"), COLOUR_NET);
    scene_rect(s, a, ROLE_NODE, 20, 20, 120, 50, 8);
    scene_glyph(s, a, 1, 30, 32, 20);
    scene_text(s, a, ROLE_TITLE, 60, 48, 60, ANCHOR_START, words);
    scene_close(s, a);
    scene_path(s, a, ROLE_EDGE, S("M140 45H180q5 0 5 5V90"))->head_end = true;
    struct scene_item *bar = scene_rect(s, a, ROLE_BAR, 20, 80, 100, 14, 0);
    bar->colour = COLOUR_SERIES + 1;
    bar->hatch = 1;
}

static unsigned number_at(struct str png, ptrdiff_t at)
{
    unsigned n = 0;
    for (ptrdiff_t i = 0; i < 4; i++)
        n = n << 8 | (unsigned char)png.ptr[at + i];
    return n;
}

static const struct {
    const char *name;
    struct png_options options;
    unsigned w, h;
} sizes[] = {
    { "twice by default", { 0 }, 400, 200 },
    { "as asked", { .scale = 1.5F, .theme = PALETTE_DARK }, 300, 150 },
    { "a card", { .width = 1200, .height = 630 }, 1200, 630 },
};

static void pictures_have_their_size(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(sizes); i++) {
        struct scene s;
        struct str first, second;
        fill_scene(&s, &a, S("Words"));
        assert_int_equal(png_write(&s, &sizes[i].options, &a, &first), 0);
        assert_int_equal(png_write(&s, &sizes[i].options, &a, &second), 0);
        assert_true(str_equal(first, second));
        assert_memory_equal(first.ptr, "\x89PNG\r\n\x1a\n", 8);
        if (number_at(first, 16) != sizes[i].w || number_at(first, 20) != sizes[i].h)
            fail_msg("%s: %u by %u", sizes[i].name, number_at(first, 16), number_at(first, 20));
        assert_int_equal(first.ptr[25], 3); /* a palette */
    }
    arena_close(start, &a);
}

static void themes_and_items_show(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct scene s, empty = { .w = 200, .h = 100 };
    struct str light, dark, blank;
    fill_scene(&s, &a, S("Words"));
    assert_int_equal(png_write(&s, &(struct png_options){ .theme = PALETTE_LIGHT }, &a, &light), 0);
    assert_int_equal(png_write(&s, &(struct png_options){ .theme = PALETTE_DARK }, &a, &dark), 0);
    assert_int_equal(png_write(&empty, &(struct png_options){ 0 }, &a, &blank), 0);
    assert_false(str_equal(light, dark));
    assert_true(light.len > 2 * blank.len);
    arena_close(start, &a);
}

static void characters_without_a_font_are_counted(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct scene s;
    struct str out;
    int missing = -1;
    fill_scene(&s, &a, S("caf\xC3\xA9 \xE2\x86\x92 \xCE\xA9"));
    assert_int_equal(png_write(&s, &(struct png_options){ .missing = &missing }, &a, &out), 0);
    assert_int_equal(missing, 0);
    fill_scene(&s, &a, S("\xF4\x80\x80\x80")); /* private use: no font at all */
    assert_int_equal(png_write(&s, &(struct png_options){ .missing = &missing }, &a, &out), 0);
    assert_true(missing > 0);
    arena_close(start, &a);
}

static void bounds(void **state)
{
    (void)state;
    struct arena a = arena_open(ARENA);
    char *start = a.beg;
    struct str out;
    struct scene s = { .w = 20000, .h = 20000 }, none = { 0 };
    assert_int_equal(png_write(&none, &(struct png_options){ 0 }, &a, &out), EINVAL);
    assert_int_equal(png_write(&s, &(struct png_options){ 0 }, &a, &out), 0); /* drawn smaller */
    assert_true(number_at(out, 16) < 3000);
    assert_int_equal(
        png_write(&s, &(struct png_options){ .width = 50000, .height = 50000 }, &a, &out),
        EOVERFLOW);
    struct raster r;
    assert_false(raster_open(&r, 0, 5, 0));
    arena_close(start, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_have_their_size),
        cmocka_unit_test(themes_and_items_show),
        cmocka_unit_test(characters_without_a_font_are_counted),
        cmocka_unit_test(bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
