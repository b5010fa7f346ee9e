/* theme_look.c - colour and font of site.json as rules of the style sheet. */
#include "model/rule.h"
#include "write/theme.h"

#include <math.h>

enum { CHANNELS = 3, STEPS = 50 };
struct colour {
    double at[CHANNELS]; /* 0 to 255 */
};
/* of ground.css: what text stands on */
static const struct colour paper = { { 0xfc, 0xfb, 0xf8 } }, night = { { 0x15, 0x18, 0x1c } },
                           black = { { 0, 0, 0 } }, white = { { 255, 255, 255 } };
#define CONTRAST 4.6 /* the standard asks for 4.5; colours are rounded */

static struct colour parse(struct str s)
{
    struct colour c = { { 0 } };
    for (int i = 0; i < 2 * CHANNELS; i++) {
        char ch = char_lower(s.ptr[i + 1]);
        int digit = char_is_digit(ch) ? ch - '0' : ch - 'a' + 10;
        c.at[i / 2] = c.at[i / 2] * 16 + digit;
    }
    return c;
}

static struct colour mix(struct colour a, struct colour b, double part)
{
    for (int i = 0; i < CHANNELS; i++)
        a.at[i] = a.at[i] * (1 - part) + b.at[i] * part;
    return a;
}

/* Relative luminance, as WCAG counts it. */
static double luminance(struct colour c)
{
    static const double weight[CHANNELS] = { .2126, .7152, .0722 };
    double sum = 0;
    for (int i = 0; i < CHANNELS; i++) {
        double v = c.at[i] / 255;
        sum += weight[i] * (v <= .04045 ? v / 12.92 : pow((v + .055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(struct colour a, struct colour b)
{
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + .05) / (y + .05) : (y + .05) / (x + .05);
}

/* c moved towards `to` until it can be read on ground and on a ground tinted with itself. */
static struct colour readable(struct colour c, struct colour ground, struct colour to)
{
    struct colour now = c;
    for (int i = 1; i <= STEPS && contrast(now, mix(ground, now, .12)) < CONTRAST; i++)
        now = mix(c, to, (double)i / STEPS);
    return now;
}

static struct str written(struct colour c, struct arena *keep)
{
    return str_fmt(keep, "#%02x%02x%02x", (unsigned)(c.at[0] + .5), (unsigned)(c.at[1] + .5),
                   (unsigned)(c.at[2] + .5));
}

static void put_accent(const struct site *s, struct arena *keep, struct diag *d, struct buf *css)
{
    const struct site_look *look = &s->file.look;
    struct colour c = parse(look->accent), light = readable(c, paper, black),
                  dark = readable(c, night, white);
    if (d && contrast(c, paper) < CONTRAST && contrast(c, night) < CONTRAST)
        d = NULL; /* between both: each scheme has its own */
    if (d && contrast(c, paper) < 3)
        diag_at(
            d, RULE(THEME_COLOUR), &s->file.src,
            str_sub(s->file.src.text, str_find(s->file.src.text, look->accent), look->accent.len),
            "%.*s is too light for text on paper; pages use %.*s there", FMT(look->accent),
            FMT(written(light, keep)));
    buf_fmt(css, ":root{--accent:light-dark(%.*s,%.*s);--accent-soft:light-dark(%.*s,%.*s)}",
            FMT(written(light, keep)), FMT(written(dark, keep)),
            FMT(written(mix(paper, light, .12), keep)), FMT(written(mix(night, dark, .12), keep)));
}

struct str theme_look(const struct site *s, struct arena *keep, struct diag *d)
{
    struct buf css = buf_open(keep, 1 << 12);
    if (s->file.look.accent.len)
        put_accent(s, keep, d, &css);
    if (s->file.look.font == SITE_FONT_INTER)
        buf_put(&css, S(":root{--body:Inter,system-ui,sans-serif}"));
    return buf_str(&css);
}
