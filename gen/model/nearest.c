/* nearest.c - edit distance with a bound (optimal string alignment, three rows on the stack). */
#include "model/nearest.h"

static int min3(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

/* One row of the table: row[j] is the distance of a[..i] and b[..j]. Returns the least of the row.
 */
static int row_fill(struct str a, struct str b, ptrdiff_t i, const int *before2, const int *before,
                    int *row)
{
    char ca = char_lower(a.ptr[i - 1]);
    int least = row[0] = (int)i;

    for (ptrdiff_t j = 1; j <= b.len; j++) {
        char cb = char_lower(b.ptr[j - 1]);
        int d = min3(before[j] + 1, row[j - 1] + 1, before[j - 1] + (ca != cb));

        if (i > 1 && j > 1 && ca == char_lower(b.ptr[j - 2]) && cb == char_lower(a.ptr[i - 2]) &&
            before2[j - 2] + 1 < d)
            d = before2[j - 2] + 1;
        row[j] = d;
        if (d < least)
            least = d;
    }
    return least;
}

int nearest_distance(struct str a, struct str b, int limit)
{
    int rows[3][NEAREST_MAX + 1];
    ptrdiff_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    int least_before = 0, d;

    if (str_equal(a, b))
        return 0;
    if (a.len > NEAREST_MAX || b.len > NEAREST_MAX || gap > limit)
        return limit + 1;
    for (ptrdiff_t j = 0; j <= b.len; j++)
        rows[0][j] = (int)j;
    for (ptrdiff_t i = 1; i <= a.len; i++) {
        int least = row_fill(a, b, i, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);

        /* a swap looks two rows back, so two rows past the limit are needed to be sure */
        if (least > limit && least_before > limit)
            return limit + 1;
        least_before = least;
    }
    d = rows[a.len % 3][b.len];
    if (d == 0)
        d = 1; /* only the case differs */
    return d > limit ? limit + 1 : d;
}

struct nearest nearest_open(struct str want)
{
    ptrdiff_t limit = want.len / 3;

    /* a third of the letters may differ, at most 12: past that a guess is no help */
    limit = limit < 1 ? 1 : limit > 12 ? 12 : limit;
    return (struct nearest){ .want = want, .distance = (int)limit + 1 };
}

void nearest_offer(struct nearest *n, struct str candidate)
{
    int d = nearest_distance(n->want, candidate, n->distance - 1);

    if (d >= n->distance)
        return;
    n->distance = d;
    n->best = candidate;
}
