/* unicode.c - look-ups in generated tables. */
#include "base/unicode.h"

#include "unicode_table.h"

/* Index of the last row whose first member is at most cp, or -1. */
static ptrdiff_t row_of(const uint32_t (*table)[2], ptrdiff_t n, uint32_t cp)
{
    ptrdiff_t low = 0, high = n;
    while (low < high) {
        ptrdiff_t mid = low + (high - low) / 2;
        if (table[mid][0] <= cp)
            low = mid + 1;
        else
            high = mid;
    }
    return low - 1;
}

bool unicode_in(const uint32_t (*spans)[2], ptrdiff_t n, uint32_t cp)
{
    ptrdiff_t i = row_of(spans, n, cp);
    return i >= 0 && cp <= spans[i][1];
}

bool unicode_is_word(uint32_t cp)
{
    if (cp < 0x80)
        return char_is_alnum((char)cp) || cp == '_';
    return unicode_in(word_ranges, LEN(word_ranges), cp);
}

uint32_t unicode_lower(uint32_t cp)
{
    if (cp < 0x80)
        return (unsigned char)char_lower((char)cp);
    ptrdiff_t i = row_of(lower_pairs, LEN(lower_pairs), cp);
    return i >= 0 && lower_pairs[i][0] == cp ? lower_pairs[i][1] : cp;
}
