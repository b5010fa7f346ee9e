/* search_read.h - a reader of what gen/page/search.c writes, made from the words of search_bits.h and
 * search.h alone. */
#ifndef SEARCH_READ_H
#define SEARCH_READ_H
#include "base/utf8.h"
#include "page/search.h"
#include "page/search_bits.h"

struct reader {
    struct str text;
    ptrdiff_t at;
    uint32_t range, code;
    int p[SEARCH_ODDS], n[SEARCH_ODDS];
    uint16_t word[256]; /* UTF-16 */
    int len;
};
struct read_word {
    struct str text;
    int eighths; /* of a common word, else 0 */
    ptrdiff_t len, n_often;
    uint32_t *pages, *often;
};

static inline void reader_letters(struct reader *r, uint32_t least)
{
    while (r->range < least) {
        int c = r->at < r->text.len ? r->text.ptr[r->at++] : '0';
        r->code = r->code << 6 | (uint32_t)(c == '~' ? 44 : c - '0');
        r->range <<= 6;
    }
}

static inline struct reader reader_open(struct str text)
{
    struct reader r = { .text = text, .range = 1 };
    for (int i = 0; i < SEARCH_ODDS; i++)
        r.p[i] = 1 << 15;
    reader_letters(&r, 1 << 30);
    return r;
}

static inline uint32_t reader_one(struct reader *r, uint32_t of)
{
    if (of > 4096) {
        uint32_t high = reader_one(r, 1 + ((of - 1) >> 12));
        return high << 12 | reader_one(r, 4096);
    }
    reader_letters(r, 1 << 24);
    uint32_t step = r->range / of, v = r->code / step;
    r->code -= v * step;
    r->range = step;
    return v;
}

static inline int reader_bit(struct reader *r, int i)
{
    reader_letters(r, 1 << 24);
    uint32_t b = (r->range >> 16) * (uint32_t)r->p[i];
    int v = r->code < b;
    if (!v)
        r->code -= b;
    r->range = v ? b : r->range - b;
    int far = v ? 65536 - r->p[i] : r->p[i], step = far * 2 / (2 * r->n[i] + 3);
    r->p[i] += v ? step : -step;
    r->p[i] = r->p[i] < 512 ? 512 : r->p[i] > 65024 ? 65024 : r->p[i];
    r->n[i] += r->n[i] < 30;
    return v;
}

static inline uint32_t reader_tree(struct reader *r, int k, int i)
{
    uint32_t v = 0;
    for (int j = 0; j < k; j++)
        v = v * 2 + (uint32_t)reader_bit(r, i + (1 << j) + (int)v);
    return v;
}

static inline uint32_t reader_count(struct reader *r)
{
    uint32_t len = reader_tree(r, 3, SEARCH_COUNT);
    if (len == 7)
        while (reader_one(r, 2))
            len++;
    return len < 2 ? len : (UINT32_C(1) << (len - 1)) + reader_one(r, UINT32_C(1) << (len - 1));
}

static inline void reader_list(struct reader *r, uint32_t *out, ptrdiff_t m, ptrdiff_t n)
{
    ptrdiff_t next = 0;
    for (ptrdiff_t i = 0; i < m; i++) {
        ptrdiff_t left = n - next, to_come = m - i, gap = 0;
        if (to_come == 1) {
            gap = reader_one(r, (uint32_t)left);
        } else if (to_come < left) {
            ptrdiff_t b = (9 * left + 6 * to_come) / (13 * to_come);
            b = b > 1 ? b : 1;
            while (reader_one(r, 2))
                gap += b;
            gap += reader_one(r, (uint32_t)b);
        }
        out[i] = (uint32_t)(next + gap);
        next += gap + 1;
    }
}

/* The word as UTF-8. */
static inline struct str reader_word(struct reader *r, struct arena *keep)
{
    uint32_t high = 0, unit;
    r->len = (int)reader_tree(r, 5, SEARCH_KEPT);
    do {
        if (!reader_bit(r, SEARCH_PLANE))
            high = reader_one(r, 256);
        unit = high << 8 | reader_tree(r, 8, high ? SEARCH_WIDE : SEARCH_LETTER);
        r->word[r->len++] = (uint16_t)unit;
    } while (unit && r->len < 255);
    char *out = NEW(keep, char, r->len * 3 + 1);
    ptrdiff_t len = 0;
    for (int i = 0; r->word[i]; i++) {
        uint32_t cp = r->word[i];
        if (cp - 0xD800u < 0x400)
            cp = 0x10000 + ((cp & 0x3FF) << 10) + (r->word[++i] & 0x3FFu);
        len += utf8_encode(cp, out + len);
    }
    return (struct str){ out, len };
}

static inline struct read_word reader_entry(struct reader *r, ptrdiff_t n, struct arena *keep)
{
    struct read_word w = { .text = reader_word(r, keep) };
    w.len = reader_count(r);
    if (w.len == 0) {
        w.eighths = 1 + (int)reader_one(r, 8);
        w.len = reader_count(r);
    }
    w.pages = NEW(keep, uint32_t, n + 1);
    w.often = NEW(keep, uint32_t, n + 1);
    if (w.len <= n / 2) {
        reader_list(r, w.pages, w.len, n);
    } else {
        uint32_t *lack = NEW(keep, uint32_t, n + 1);
        reader_list(r, lack, n - w.len, n);
        for (ptrdiff_t p = 0, k = 0, l = 0; p < n; p++) {
            bool lacks = l < n - w.len && lack[l] == p;
            l += lacks;
            if (!lacks)
                w.pages[k++] = (uint32_t)p;
        }
    }
    if (w.len == 0)
        return w;
    int k = 0, of = 0;
    while (of < 7 && w.len >> (of + 1))
        of++;
    while (reader_bit(r, SEARCH_OFTEN + 8 * of + (k < 7 ? k : 7)))
        k++;
    w.n_often = (ptrdiff_t)((UINT32_C(1) << k) + reader_one(r, UINT32_C(1) << k) - 1);
    reader_list(r, w.often, w.n_often, w.len);
    return w;
}
#endif
