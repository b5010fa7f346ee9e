/* width.c - grapheme clusters and their width. The rules are those of UAX #29 as far as terminals
 * and editors follow them: marks, selectors and joiners stay with the character before them. */
#include "base/width.h"

#include "base/unicode.h"
#include "width_table.h"

/* a cluster longer than this is an attack; the rest begins a new one */
enum { MARKS_MAX = 32 };

static bool joins(uint32_t cp)
{
    return cp >= 0x300 && unicode_in(joining_spans, LEN(joining_spans), cp);
}

static bool is_picture(uint32_t cp)
{
    return cp >= 0xA9 && unicode_in(picture_spans, LEN(picture_spans), cp);
}

static bool is_flag(uint32_t cp)
{
    return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

/* conjoining Hangul vowels and final consonants */
static bool is_jamo_tail(uint32_t cp)
{
    return (cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FB);
}

static bool is_jamo_head(uint32_t cp)
{
    return (cp >= 0x1100 && cp <= 0x11FF) || (cp >= 0xA960 && cp <= 0xA97C) ||
           (cp >= 0xAC00 && cp <= 0xD7FB);
}

static int char_cells(uint32_t cp)
{
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
        return 0; /* controls */
    if (cp < 0x300 || (cp >= 0x2500 && cp < 0x2580))
        return 1; /* Latin and box drawing, before any table */
    if (cp < 0x1100)
        return joins(cp) ? 0 : 1;
    if (joins(cp) && !(cp >= 0x1F3FB && cp <= 0x1F3FF))
        return 0;
    return is_flag(cp) || unicode_in(wide_spans, LEN(wide_spans), cp) ? 2 : 1;
}

/* Whether next belongs to the cluster of base that so far ends in last. */
static bool stays(uint32_t base, uint32_t last, uint32_t next, int flags)
{
    if (base < 0x20)
        return false;
    if (joins(next))
        return true;
    if (last == 0x200D && is_picture(next) && is_picture(base))
        return true;
    if (is_flag(next) && is_flag(last))
        return flags == 1;
    return is_jamo_tail(next) && is_jamo_head(last);
}

/* ASCII and box drawing, which stay with nothing. */
static bool begins_own(struct str s)
{
    unsigned char c = (unsigned char)s.ptr[0];
    return c < 0x80 || (c == 0xE2 && s.len > 1 && ((unsigned char)s.ptr[1] & 0xFE) == 0x94);
}

ptrdiff_t width_cluster(struct str s, int *cells, uint32_t *cp)
{
    ptrdiff_t at = utf8_decode(s, cp);
    *cells = char_cells(*cp);
    if (at < s.len && begins_own(str_from(s, at)))
        return at;
    uint32_t last = *cp;
    int flags = is_flag(*cp);
    for (int i = 0; i < MARKS_MAX && at < s.len; i++) {
        uint32_t next;
        int n = utf8_decode(str_from(s, at), &next);
        if (!stays(*cp, last, next, flags))
            break;
        bool keycap = next == 0x20E3 && last == 0xFE0F;
        if ((next == 0xFE0F && is_picture(*cp)) || keycap)
            *cells = 2;
        flags += is_flag(next);
        last = next;
        at += n;
    }
    return at;
}

int width_of(struct str s)
{
    int sum = 0;
    while (s.len > 0) {
        int cells;
        uint32_t cp;
        ptrdiff_t n = width_cluster(s, &cells, &cp);
        sum += cp == '\t' ? 1 : cells;
        s = str_from(s, n);
    }
    return sum;
}
