/* font_width.c - advance widths of text by table lookup. */
#include "draw/font_width.h"

#include "base/unicode.h"
#include "base/width.h"

struct width_range {
    uint32_t first, last;
    int at; /* of first in the tables */
};
#include "font_width.inc"

/* In 1/100 em; emoji fonts draw about 1.3 em, CJK fonts 1 em; other unknown characters rarely pass
 * .8 em. */
static int advance(uint32_t cp, int cells, bool bold)
{
    const unsigned char *widths = bold ? widths_bold : widths_regular;
    enum { EMOJI = 132, IDEOGRAPH = 101, UNKNOWN = 80 };
    if (cells == 0)
        return 0;
    if (cells == 2)
        return cp >= 0x1F000 || cp < 0x2E80 ? EMOJI : IDEOGRAPH;
    for (ptrdiff_t i = 0; i < LEN(width_ranges); i++)
        if (cp >= width_ranges[i].first && cp <= width_ranges[i].last) {
            int found = widths[width_ranges[i].at + (int)(cp - width_ranges[i].first)];
            return found ? found : UNKNOWN;
        }
    return UNKNOWN;
}

/* Reads one character with its marks; its width in 1/100 em. Printable ASCII is the common case. */
static ptrdiff_t measure(struct str s, const struct scene_pen *pen, int *width)
{
    enum { MONO_CELL = 61 };
    unsigned char first = (unsigned char)s.ptr[0];
    bool alone = s.len == 1 || (unsigned char)s.ptr[1] < 0x80; /* no mark follows */
    if (alone && first >= ' ' && first < 0x7F) {
        int place = first - ' '; /* the tables begin with the space */
        *width = pen->mono            ? MONO_CELL
                 : pen->weight >= 600 ? widths_bold[place]
                                      : widths_regular[place];
        return 1;
    }
    uint32_t cp;
    int cells;
    ptrdiff_t n = width_cluster(s, &cells, &cp);
    *width = pen->mono && cells < 2 ? cells * MONO_CELL : advance(cp, cells, pen->weight >= 600);
    return n;
}

float font_width(struct str s, enum scene_role role)
{
    const struct scene_pen *pen = &scene_pens[role];
    ptrdiff_t sum = 0;
    while (s.len > 0) {
        int width;
        s = str_from(s, measure(s, pen, &width));
        sum += width;
    }
    return (float)sum * pen->px / 100.0F;
}

struct str font_fit(struct str s, enum scene_role role, float max)
{
    const struct scene_pen *pen = &scene_pens[role];
    struct str rest = s;
    ptrdiff_t word = 0, any = 0, sum = 0;
    while (rest.len > 0) {
        int width;
        ptrdiff_t n = measure(rest, pen, &width);
        if (rest.ptr[0] == ' ')
            word = s.len - rest.len;
        sum += width;
        if ((float)sum * pen->px / 100.0F > max)
            return str_sub(s, 0, word > 0 ? word : any > 0 ? any : n);
        rest = str_from(rest, n);
        any = s.len - rest.len;
    }
    return s;
}

enum font_face font_face_of(uint32_t cp, bool mono)
{
    if (mono && unicode_in(covered_mono, LEN(covered_mono), cp))
        return FONT_OWN;
    if (unicode_in(covered_sans, LEN(covered_sans), cp))
        return mono ? FONT_SANS : FONT_OWN;
    if (unicode_in(covered_symbols, LEN(covered_symbols), cp))
        return FONT_SYMBOLS;
    bool cjk = (cp >= 0x1100 && cp <= 0x11FF) || (cp >= 0x2E80 && cp <= 0xD7FF) ||
               (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFE30 && cp <= 0xFE6F) ||
               (cp >= 0xFF00 && cp <= 0xFFEF) || (cp >= 0x20000 && cp <= 0x3FFFF);
    return cjk ? FONT_CJK : FONT_NONE;
}
