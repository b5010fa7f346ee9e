/* nearest.c - edit distance with a bound (optimal string alignment), and searches that look at few
 * candidates.
 *
 * A want of at most 64 bytes is compared a whole column at a time (Hyyrö 2003: the differences of
 * neighbours in the table are bits of a word); a longer one row by row, inside the band that the
 * limit leaves. */
#include "model/nearest.h"

enum { WORD = 64, BESIDE = 2 };

static int min3(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

/* One row of the table within the band: row[j] is the distance of a[..i] and b[..j]. Returns the
 * least of the row. */
static int row_fill(struct str a, struct str b, ptrdiff_t i, int limit, const int *before2,
                    const int *before, int *row)
{
    char ca = char_lower(a.ptr[i - 1]);
    ptrdiff_t first = i - limit > 1 ? i - limit : 1, last = i + limit < b.len ? i + limit : b.len;
    int least = row[first - 1] = first > 1 ? limit + 1 : (int)i;

    for (ptrdiff_t j = first; j <= last; j++) {
        char cb = char_lower(b.ptr[j - 1]);
        int d = min3(before[j] + 1, row[j - 1] + 1, before[j - 1] + (ca != cb));

        if (i > 1 && j > 1 && ca == char_lower(b.ptr[j - 2]) && cb == char_lower(a.ptr[i - 2]) &&
            before2[j - 2] + 1 < d)
            d = before2[j - 2] + 1;
        row[j] = d;
        if (d < least)
            least = d;
    }
    if (last < b.len)
        row[last + 1] = limit + 1; /* the next row looks one further */
    return least;
}

static int by_rows(struct str a, struct str b, int limit)
{
    int rows[3][NEAREST_MAX + 2];
    int least_before = 0;

    for (ptrdiff_t j = 0; j <= b.len; j++)
        rows[0][j] = (int)j;
    for (ptrdiff_t i = 1; i <= a.len; i++) {
        int least = row_fill(a, b, i, limit, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);

        /* a swap looks two rows back, so two rows past the limit are needed to be sure */
        if (least > limit && least_before > limit)
            return limit + 1;
        least_before = least;
    }
    return rows[a.len % 3][b.len];
}

/* at: for each character the places in the first text, of n, where it stands. Past limit it may end
 * early: each column brings at most one step less. */
static int by_columns(const uint64_t *at, ptrdiff_t n, struct str b, int limit)
{
    uint64_t more = ~(uint64_t)0, less = 0, same = 0, last = (uint64_t)1 << (n - 1), seen = 0;
    int d = (int)n;

    for (ptrdiff_t j = 0; j < b.len && d - (b.len - j) <= limit; j++) {
        uint64_t m = at[(unsigned char)char_lower(b.ptr[j])];
        uint64_t swap = ((~same & m) << 1) & seen;

        same = ((((m & more) + more) ^ more) | m | less) | swap;
        uint64_t right = less | ~(same | more), left = same & more;
        d += ((right & last) != 0) - ((left & last) != 0);
        right = right << 1 | 1;
        more = left << 1 | ~(same | right);
        less = right & same;
        seen = m;
    }
    return d;
}

static int distance(const uint64_t *at, struct str a, struct str b, int limit)
{
    ptrdiff_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (a.len > NEAREST_MAX || b.len > NEAREST_MAX || gap > limit)
        return limit + 1;
    int d = a.len && a.len <= WORD ? by_columns(at, a.len, b, limit) : by_rows(a, b, limit);
    if (d == 0 && !str_equal(a, b))
        d = 1; /* only the case differs */
    return d > limit ? limit + 1 : d;
}

static void places(struct str a, uint64_t *at)
{
    for (ptrdiff_t i = 0; i < a.len && i < WORD; i++)
        at[(unsigned char)char_lower(a.ptr[i])] |= (uint64_t)1 << i;
}

struct nearest nearest_open(struct str want)
{
    ptrdiff_t limit = want.len / 3;

    /* a third of the letters may differ, at most 12: past that a guess is no help */
    limit = limit < 1 ? 1 : limit > 12 ? 12 : limit;
    struct nearest n = { .want = want, .distance = (int)limit + 1 };
    places(want, n.at);
    return n;
}

void nearest_offer(struct nearest *n, struct str candidate)
{
    int d = distance(n->at, n->want, candidate, n->distance - 1);

    if (d >= n->distance)
        return;
    n->distance = d;
    n->best = candidate;
}

/* ---- many candidates ---- */

/* The order from the front, or from the back; case does not count. */
static int compare(struct str a, struct str b, bool back)
{
    ptrdiff_t n = a.len < b.len ? a.len : b.len;
    for (ptrdiff_t i = 0; i < n; i++) {
        unsigned char x = (unsigned char)char_lower(back ? a.ptr[a.len - 1 - i] : a.ptr[i]);
        unsigned char y = (unsigned char)char_lower(back ? b.ptr[b.len - 1 - i] : b.ptr[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

static int from_front(const void *a, const void *b)
{
    return compare(*(const struct str *)a, *(const struct str *)b, false);
}

static int from_back(const void *a, const void *b)
{
    return compare(*(const struct str *)a, *(const struct str *)b, true);
}

struct nearest_set nearest_set_make(const struct str *texts, ptrdiff_t n, struct arena *keep)
{
    struct nearest_set s = { NEW(keep, struct str, n), NEW(keep, struct str, n), n };
    if (!n)
        return s;
    memcpy(s.front, texts, (size_t)n * sizeof *texts);
    memcpy(s.back, texts, (size_t)n * sizeof *texts);
    qsort(s.front, (size_t)n, sizeof *texts, from_front);
    qsort(s.back, (size_t)n, sizeof *texts, from_back);
    return s;
}

/* The first place at which want could stand. */
static ptrdiff_t place_of(struct str want, const struct str *sorted, ptrdiff_t n, bool back)
{
    ptrdiff_t low = 0, high = n;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (compare(sorted[middle], want, back) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Offers those that stand next to the place where the text wanted would stand. */
static void offer_beside(struct nearest *near, const struct str *sorted, ptrdiff_t n, bool back)
{
    ptrdiff_t low = place_of(near->want, sorted, n, back);
    for (ptrdiff_t i = low < BESIDE ? 0 : low - BESIDE; i < n && i < low + BESIDE; i++)
        nearest_offer(near, sorted[i]);
}

struct str nearest_in(const struct nearest_set *s, struct str want)
{
    struct nearest near = nearest_open(want);
    offer_beside(&near, s->front, s->n, false);
    offer_beside(&near, s->back, s->n, true);
    return near.best;
}

const struct str *nearest_same(const struct nearest_set *s, struct str want)
{
    ptrdiff_t first = place_of(want, s->front, s->n, false);
    const struct str *found = NULL;
    for (ptrdiff_t i = first; i < s->n && compare(s->front[i], want, false) == 0; i++) {
        if (str_equal(s->front[i], want))
            return &s->front[i];
        found = found ? found : &s->front[i];
    }
    return found;
}

const struct str *nearest_ends(const struct nearest_set *s, struct str want)
{
    ptrdiff_t i = place_of(want, s->back, s->n, true);
    while (i < s->n && s->back[i].len >= want.len &&
           str_equal_nocase(str_from(s->back[i], s->back[i].len - want.len), want)) {
        if (str_ends(s->back[i], want))
            return &s->back[i];
        i++;
    }
    return NULL;
}
