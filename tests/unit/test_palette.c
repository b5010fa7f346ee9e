/* test_palette.c - every text 4.5:1, every outline 3:1, every pair of series told apart, both
 * schemes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>

#include "draw/palette.h"

static double channel(uint32_t rgb, int shift)
{
    return (double)((rgb >> shift) & 255) / 255.0;
}

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* rgb over below, alpha 0..1 */
static uint32_t mix(uint32_t rgb, uint32_t below, double alpha)
{
    uint32_t out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        double v =
            (double)((rgb >> shift) & 255) * alpha + (double)((below >> shift) & 255) * (1 - alpha);
        out |= (uint32_t)(v + 0.5) << shift;
    }
    return out;
}

struct lab {
    double l, a, b;
};

/* Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
static const double machado[4][3][3] = {
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } },
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } },
    { { 1.255528, -0.076749, -0.178779 },
      { -0.078411, 0.930809, 0.147602 },
      { 0.004733, 0.691367, 0.303900 } },
};

static double clamp1(double v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

static struct lab oklab(uint32_t rgb, int deficiency)
{
    double in[3] = { linear(channel(rgb, 16)), linear(channel(rgb, 8)), linear(channel(rgb, 0)) };
    double c[3];
    for (int i = 0; i < 3; i++) {
        const double *m = machado[deficiency][i];
        c[i] = clamp1(m[0] * in[0] + m[1] * in[1] + m[2] * in[2]);
    }
    double l = cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
    double m = cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
    double s = cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
    return (struct lab){ 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                         1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                         0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

/* Euclidean distance in OKLab times 100, as seen with: 0 normal vision, 1 protanopia, 2 deuteranopia,
 * 3 tritanopia. */
static double distance(uint32_t a, uint32_t b, int deficiency)
{
    struct lab p = oklab(a, deficiency), q = oklab(b, deficiency);
    return 100 *
           sqrt((p.l - q.l) * (p.l - q.l) + (p.a - q.a) * (p.a - q.a) + (p.b - q.b) * (p.b - q.b));
}

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
                uint32_t tinted = mix(rgb, below, (double)scene_pens[ROLE_BAND].fill_alpha);
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
                    double d =
                        distance(palette_colour((enum scene_colour)a, (enum palette_theme)theme),
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
    assert_int_equal(mix(0xffffff, 0, 0.5), 0x808080);
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
