/* search_bits.h - words and page lists as few bits, these as letters; assets/search.js reads them.
 *
 * A range coder. range begins as 2^30, low as 0; before each step range is made at least 2^24 by
 * factors of 64, for each of which low gives up its highest six bits as a letter: 0 to 63 as '0' to
 * 'o', but ~ for \. A reader takes zeros for what is missing at the end. The steps:
 *
 *     one(v, of)    v out of so many of the same odds: low += v * (range / of), range /= of. When
 *                   of > 2^12, one(v >> 12, 1 + (of - 1 >> 12)) and one(v & 4095, 4096)
 *     bit(v, i)     odds[i] = { p, n } begin as { 2^15, 0 }: p / 2^16 that v is 1. With b =
 *                   (range >> 16) p: v: range = b, else low += b and range -= b. Then p moves
 * toward v * 2^16 by its distance * 2 / (2 n + 3), less the fraction, but stays between 2^9 and
 * 2^16 - 2^9, and n grows, to 30 at most tree(v, k, i) v < 2^k from the highest bit on, each as
 * bit(v, i + 1 followed by those before) count(v)      v >= 0: tree(its length in bits l, 3,
 * COUNT), 7 for more, and as many more as one(1, 2) follow until one(0, 2); then v without its
 * first bit, of 2^(l-1) list(m of n)  the gaps before m ascending numbers below n. With M numbers
 * to come out of R that are left, b = max(1, (9 R + 6 M) / (13 M)): Golomb's parameter. A gap is
 *                   gap / b times one(1, 2), then one(0, 2) and one(gap % b, b). The last number
 *                   is one(gap, R) alone, and when M = R nothing is written
 *     word          tree(how much of the word before it is kept, 5, KEPT), the rest in UTF-16, each
 *                   unit as bit(whether its higher byte is that of the unit before, PLANE), if not
 *                   one(that byte, 256), then tree(the lower byte, 8, LETTER, or WIDE when the
 *                   higher one is not 0); a unit of 0 ends it. What is before the first unit is 0
 */
#ifndef PAGE_SEARCH_BITS_H
#define PAGE_SEARCH_BITS_H
#include "base/buf.h"

enum { /* in odds */
       SEARCH_KEPT = 0,
       SEARCH_LETTER = 32,
       SEARCH_WIDE = 288,
       SEARCH_PLANE = 544,
       SEARCH_COUNT = 545,
       SEARCH_OFTEN = 553,
       SEARCH_ODDS = 617
};
struct search_bits {
    struct buf *out;
    uint64_t low;
    uint32_t range;
    int held;          /* the last letter, which a carry may change; -1 at first */
    ptrdiff_t pending; /* letters of 63 behind it, which a carry would pass through */
    struct search_odds {
        uint16_t p, n;
    } odds[SEARCH_ODDS];
};
struct search_gaps { /* of a list that is being written */
    struct search_bits *bits;
    uint32_t left, to_come; /* R and M */
    uint32_t next;          /* the number that gap 0 means */
};

struct search_bits search_bits_open(struct buf *out);
void search_bits_one(struct search_bits *b, uint32_t value, uint32_t of);
void search_bits_bit(struct search_bits *b, bool value, int odds);
void search_bits_count(struct search_bits *b, uint32_t value);
/* before: the word before it, or empty; both UTF-8 and shorter than 32 units where they agree. */
void search_bits_word(struct search_bits *b, struct str before, struct str word);
/* Writes what is held; nothing may follow. */
void search_bits_end(struct search_bits *b);

struct search_gaps search_bits_list(struct search_bits *b, ptrdiff_t m, ptrdiff_t n);
/* The list's next number; exactly m of them, ascending, below n. */
void search_bits_number(struct search_gaps *g, uint32_t number);
#endif
