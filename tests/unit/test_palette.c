/* test_palette.c - every text 4.5:1, every outline 3:1, every pair of series told apart, both
 * schemes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "draw/palette.h"

static void text_is_readable(void **state)
{
    (void)state;
    for (int theme = PALETTE_LIGHT; theme <= PALETTE_DARK; theme++)
        for (int ground = PAINT_PAPER; ground <= PAINT_CARD; ground++) {
            uint32_t below = palette_paint((enum scene_paint)ground, (enum palette_theme)theme);
            const enum scene_paint inks[] = { PAINT_INK, PAINT_SOFT };
            for (ptrdiff_t i = 0; i < LEN(inks); i++)
                assert_true(palette_contrast(palette_paint(inks[i], (enum palette_theme)theme),
                                             below) >= 4.5);
            for (int c = COLOUR_EDGE; c < COLOUR_SERIES; c++) {
                uint32_t rgb = palette_colour((enum scene_colour)c, (enum palette_theme)theme);
                uint32_t tinted = palette_mix(rgb, below, (double)scene_pens[ROLE_BAND].fill_alpha);
                if (palette_contrast(rgb, tinted) < 4.5)
                    fail_msg("%s on its own tint: %.2f", palette_class((enum scene_colour)c),
                             palette_contrast(rgb, tinted));
            }
        }
}

static void text_on_bars_is_readable(void **state)
{
    (void)state;
    for (int theme = PALETTE_LIGHT; theme <= PALETTE_DARK; theme++)
        for (int c = COLOUR_SERIES; c < N_COLOURS; c++) {
            uint32_t rgb = palette_colour((enum scene_colour)c, (enum palette_theme)theme);
            assert_true(palette_contrast(palette_on(rgb), rgb) >= 4.5);
        }
}

static void outlines_stand_out(void **state)
{
    (void)state;
    for (int theme = PALETTE_LIGHT; theme <= PALETTE_DARK; theme++) {
        uint32_t ink = palette_paint(PAINT_INK, (enum palette_theme)theme);
        assert_true(palette_contrast(ink, palette_paint(PAINT_PAPER, (enum palette_theme)theme)) >=
                    3);
        for (int c = COLOUR_EDGE; c < COLOUR_SERIES; c++)
            assert_true(
                palette_contrast(palette_colour((enum scene_colour)c, (enum palette_theme)theme),
                                 palette_paint(PAINT_CARD, (enum palette_theme)theme)) >= 3);
    }
}

static void series_are_told_apart(void **state)
{
    (void)state;
    for (int theme = PALETTE_LIGHT; theme <= PALETTE_DARK; theme++)
        for (int deficiency = 0; deficiency < 4; deficiency++)
            for (int a = COLOUR_SERIES; a < N_COLOURS; a++)
                for (int b = a + 1; b < N_COLOURS; b++) {
                    double d = palette_distance(
                        palette_colour((enum scene_colour)a, (enum palette_theme)theme),
                        palette_colour((enum scene_colour)b, (enum palette_theme)theme),
                        deficiency);
                    if (d < 7)
                        fail_msg("theme %d, deficiency %d: s%d and s%d are %.1f apart", theme,
                                 deficiency, a - COLOUR_SERIES + 1, b - COLOUR_SERIES + 1, d);
                }
}

static void arithmetic(void **state)
{
    (void)state;
    assert_true(palette_contrast(0, 0xffffff) > 20.99 && palette_contrast(0, 0xffffff) < 21.01);
    assert_int_equal(palette_mix(0xffffff, 0, 0.5), 0x808080);
    assert_int_equal(palette_on(0xf0e442), 0);
    assert_int_equal(palette_on(0x0072b2), 0xffffff);
    assert_string_equal(palette_colour_name(COLOUR_NET), "--c-net");
    assert_string_equal(palette_paint_name(PAINT_CARD), "--card");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_readable),   cmocka_unit_test(text_on_bars_is_readable),
        cmocka_unit_test(outlines_stand_out), cmocka_unit_test(series_are_told_apart),
        cmocka_unit_test(arithmetic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
