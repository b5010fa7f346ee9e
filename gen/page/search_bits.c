/* search_bits.c - a range coder in letters of six bits, and words and lists by it. */
#include "page/search_bits.h"

#include "base/utf8.h"

enum { LEAST_P = 1 << 9, MOST_N = 30, MOST_KEPT = 31 };
#define RANGE       (UINT32_C(1) << 30)
#define LEAST_RANGE (UINT32_C(1) << 24)

/* ---- the coder ---- */

struct search_bits search_bits_open(struct buf *out)
{
    struct search_bits b = { .out = out, .range = RANGE, .held = -1 };
    for (int i = 0; i < SEARCH_ODDS; i++)
        b.odds[i].p = 1 << 15;
    return b;
}

static void put_letter(struct search_bits *b, int value)
{
    char c = (char)('0' + (value & 63));
    buf_char(b->out, c == '\\' ? '~' : c);
}

/* Takes the highest letter off low. */
static void shift(struct search_bits *b)
{
    int top = (int)(b->low >> 24), carry = top >> 6;
    if (top == 63) {
        b->pending++;
    } else {
        if (b->held >= 0)
            put_letter(b, b->held + carry);
        for (; b->pending; b->pending--)
            put_letter(b, 63 + carry);
        b->held = top & 63;
    }
    b->low = (b->low & (LEAST_RANGE - 1)) << 6;
}

static inline void widen(struct search_bits *b)
{
    for (; b->range < LEAST_RANGE; b->range *= 64)
        shift(b);
}

void search_bits_end(struct search_bits *b)
{
    widen(b);
    b->low = (b->low + LEAST_RANGE - 1) & ~(uint64_t)(LEAST_RANGE - 1); /* below low + range */
    shift(b);
    shift(b);
}

void search_bits_one(struct search_bits *b, uint32_t value, uint32_t of)
{
    if (of > 1 << 12) {
        search_bits_one(b, value >> 12, 1 + ((of - 1) >> 12));
        search_bits_one(b, value & 4095, 4096);
        return;
    }
    widen(b);
    b->range /= of;
    b->low += (uint64_t)value * b->range;
}

static void put_ones(struct search_bits *b, uint32_t n)
{
    for (; n; n--) {
        widen(b);
        b->range >>= 1;
        b->low += b->range;
    }
    widen(b);
    b->range >>= 1;
}

void search_bits_bit(struct search_bits *b, bool value, int odds)
{
    struct search_odds *o = &b->odds[odds];
    widen(b);
    uint32_t bound = (b->range >> 16) * o->p;
    b->low += value ? 0 : bound;
    b->range = value ? bound : b->range - bound;
    int p = o->p + ((value ? 1 << 16 : 0) - o->p) * 2 / (2 * o->n + 3);
    o->p = (uint16_t)(p < LEAST_P ? LEAST_P : p > (1 << 16) - LEAST_P ? (1 << 16) - LEAST_P : p);
    o->n = (uint16_t)(o->n + (o->n < MOST_N));
}

static void put_tree(struct search_bits *b, unsigned value, int bits, int odds)
{
    for (unsigned node = 1; bits-- > 0; node = node * 2 + (value >> bits & 1))
        search_bits_bit(b, value >> bits & 1, odds + (int)node);
}

/* ---- numbers ---- */

static int bit_length(uint32_t value)
{
    return value ? 32 - __builtin_clz(value) : 0;
}

void search_bits_count(struct search_bits *b, uint32_t value)
{
    int len = bit_length(value);
    put_tree(b, (unsigned)(len < 7 ? len : 7), 3, SEARCH_COUNT);
    if (len >= 7)
        put_ones(b, (uint32_t)len - 7);
    if (len > 1)
        search_bits_one(b, value - (UINT32_C(1) << (len - 1)), UINT32_C(1) << (len - 1));
}

struct search_gaps search_bits_list(struct search_bits *b, ptrdiff_t m, ptrdiff_t n)
{
    return (struct search_gaps){ b, (uint32_t)n, (uint32_t)m, 0 };
}

void search_bits_number(struct search_gaps *g, uint32_t number)
{
    uint32_t gap = number - g->next;
    if (g->to_come == 1) {
        search_bits_one(g->bits, gap, g->left);
    } else if (g->to_come < g->left) {
        uint64_t m = g->to_come, parameter = (9 * (uint64_t)g->left + 6 * m) / (13 * m);
        uint32_t b = parameter ? (uint32_t)parameter : 1;
        put_ones(g->bits, gap / b);
        search_bits_one(g->bits, gap % b, b);
    }
    g->next = number + 1;
    g->left -= gap + 1;
    g->to_come--;
}

/* ---- words ---- */

/* Bytes of whole characters in which a and b agree; *units: how many that are in UTF-16. */
static ptrdiff_t kept_of(struct str a, struct str b, unsigned *units)
{
    ptrdiff_t same = 0;
    *units = 0;
    for (;;) {
        uint32_t x, y;
        struct str s = str_from(a, same), t = str_from(b, same);
        if (s.len == 0 || t.len == 0)
            return same;
        int len = utf8_decode(s, &x);
        utf8_decode(t, &y);
        unsigned more = x >= 0x10000 ? 2 : 1;
        if (x != y || *units + more > MOST_KEPT)
            return same;
        same += len;
        *units += more;
    }
}

static unsigned put_unit(struct search_bits *b, unsigned unit, unsigned plane)
{
    unsigned high = unit >> 8;
    search_bits_bit(b, high == plane, SEARCH_PLANE);
    if (high != plane)
        search_bits_one(b, high, 256);
    put_tree(b, unit & 255, 8, high ? SEARCH_WIDE : SEARCH_LETTER);
    return high;
}

void search_bits_word(struct search_bits *b, struct str before, struct str word)
{
    unsigned units, plane = 0;
    struct str rest = str_from(word, kept_of(before, word, &units));
    put_tree(b, units, 5, SEARCH_KEPT);
    while (rest.len) {
        uint32_t cp;
        rest = str_from(rest, utf8_decode(rest, &cp));
        if (cp >= 0x10000) {
            plane = put_unit(b, 0xD800 + ((cp - 0x10000) >> 10), plane);
            cp = 0xDC00 + (cp & 0x3FF);
        }
        plane = put_unit(b, cp, plane);
    }
    put_unit(b, 0, plane);
}
