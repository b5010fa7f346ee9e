/* palette.c - colours as tables, and the arithmetic of contrast. */
#include "draw/palette.h"

#include <assert.h>
#include <math.h>

struct tone {
    const char *property, *cls;
    uint32_t rgb[2]; /* light, dark */
};

/* clang-format off */
static const struct tone paints[] = {
    [PAINT_PAPER] = { "--paper",  "", { 0xfcfbf8, 0x15181c } },
    [PAINT_CARD]  = { "--card",   "", { 0xffffff, 0x1b1f24 } },
    [PAINT_INK]   = { "--ink",    "", { 0x1d2126, 0xe7e4dd } },
    [PAINT_SOFT]  = { "--soft",   "", { 0x59616b, 0xa3abb5 } },
    [PAINT_LINE]  = { "--line",   "", { 0xdedad2, 0x343a42 } },
    [PAINT_EDGE]  = { "--c-edge", "", { 0x5b6470, 0xa3abb5 } },
};
static const struct tone colours[N_COLOURS] = {
    [COLOUR_INHERIT] = { "--c-edge",    "",        { 0x5b6470, 0xa3abb5 } },
    [COLOUR_EDGE]    = { "--c-edge",    "edge",    { 0x5b6470, 0xa3abb5 } },
    [COLOUR_NET]     = { "--c-net",     "net",     { 0x5a3fa0, 0xb9a6f2 } },
    [COLOUR_PUBLIC]  = { "--c-public",  "public",  { 0x2d7a3e, 0x8fd19e } },
    [COLOUR_PRIVATE] = { "--c-private", "private", { 0x1f5fae, 0x8fbdf5 } },
    [COLOUR_COMPUTE] = { "--c-compute", "compute", { 0xa44d15, 0xf0a877 } },
    [COLOUR_DATA]    = { "--c-data",    "data",    { 0x0f6b74, 0x7fd0d8 } },
    [COLOUR_WATCH]   = { "--c-watch",   "watch",   { 0xa0336a, 0xf09bc6 } },
    [COLOUR_FALSE]   = { "--false",     "false",   { 0xb3261e, 0xff8f85 } },
    [COLOUR_TRUE]    = { "--true",      "true",    { 0x1f6f4a, 0x7fcfa4 } },
    [COLOUR_SERIES]     = { "--s1", "s1", { 0x0072b2, 0x0072b2 } },
    [COLOUR_SERIES + 1] = { "--s2", "s2", { 0xe69f00, 0xe69f00 } },
    [COLOUR_SERIES + 2] = { "--s3", "s3", { 0x009e73, 0x009e73 } },
    [COLOUR_SERIES + 3] = { "--s4", "s4", { 0xcc79a7, 0xcc79a7 } },
    [COLOUR_SERIES + 4] = { "--s5", "s5", { 0x56b4e9, 0x56b4e9 } },
    [COLOUR_SERIES + 5] = { "--s6", "s6", { 0xd55e00, 0xd55e00 } },
    [COLOUR_SERIES + 6] = { "--s7", "s7", { 0xf0e442, 0xf0e442 } },
    [COLOUR_SERIES + 7] = { "--s8", "s8", { 0x000000, 0xffffff } },
};
/* clang-format on */

uint32_t palette_paint(enum scene_paint paint, enum palette_theme theme)
{
    assert(paint < LEN(paints) && paints[paint].property);
    return paints[paint].rgb[theme];
}

uint32_t palette_colour(enum scene_colour colour, enum palette_theme theme)
{
    return colours[colour].rgb[theme];
}

const char *palette_paint_name(enum scene_paint paint)
{
    return paints[paint].property;
}

const char *palette_colour_name(enum scene_colour colour)
{
    return colours[colour].property;
}

const char *palette_class(enum scene_colour colour)
{
    return colours[colour].cls;
}

static double channel(uint32_t rgb, int shift)
{
    return (double)((rgb >> shift) & 255) / 255.0;
}

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(channel(rgb, 16)) + 0.7152 * linear(channel(rgb, 8)) +
           0.0722 * linear(channel(rgb, 0));
}

double palette_contrast(uint32_t a, uint32_t b)
{
    double la = luminance(a), lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

uint32_t palette_on(uint32_t rgb)
{
    return palette_contrast(rgb, 0) >= palette_contrast(rgb, 0xffffff) ? 0 : 0xffffff;
}

struct lab {
    double l, a, b;
};

static struct lab oklab(uint32_t rgb)
{
    double r = linear(channel(rgb, 16)), g = linear(channel(rgb, 8)), b = linear(channel(rgb, 0));
    double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return (struct lab){ 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                         1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                         0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

enum scene_colour palette_nearest(uint32_t rgb)
{
    static const enum scene_colour hues[] = { COLOUR_NET,     COLOUR_PUBLIC,    COLOUR_PRIVATE,
                                              COLOUR_COMPUTE, COLOUR_DATA,      COLOUR_WATCH,
                                              COLOUR_FALSE,   COLOUR_SERIES + 1 };
    struct lab want = oklab(rgb & 0xffffff);
    double best = .2, strength = hypot(want.a, want.b);
    enum scene_colour nearest = COLOUR_EDGE;
    if (strength < .012) /* black, white and grey */
        return COLOUR_EDGE;
    for (ptrdiff_t i = 0; i < LEN(hues); i++) {
        struct lab has = oklab(palette_colour(hues[i], PALETTE_LIGHT));
        double length = hypot(has.a, has.b),
               turn = hypot(want.a / strength - has.a / length, want.b / strength - has.b / length);
        if (i == 0 || turn < best) {
            best = turn;
            nearest = hues[i];
        }
    }
    return nearest;
}
