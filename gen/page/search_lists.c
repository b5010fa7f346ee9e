/* search_lists.c - the tables of all threads become one, its words sorted; the postings of each
 * word stand on end, in the order of documents; then those of common words are thinned out.
 *
 * While lists are made, their numbers are document * 32 + the lower five bits of a posting. */
#include "page/search_lists.h"

enum {
    COMMON = 10,       /* a word on more than one page of so many is common, */
    COMMON_LEAST = 40, /* though none is on so few; */
    COMMON_LISTS = 30, /* it lists one of so many, less what share of all pages have it, */
    LISTS_LEAST = 30,  /* of so many at least before that, */
    LEAST_LISTED = 12, /* and after it */
    COMMON_OFTEN = 12, /* of these, one of so many says it often */
    NUMBERS = 200,     /* a number is common on more than one page of so many, and lists so many */
    NUMBERS_LEAST = 5,
    HUMPS = 125,     /* a word with humps on fewer than one page of so many is left out, */
    HUMPS_LEAST = 3, /* and on fewer than these */
    OFTEN = 3,       /* times */
    HEADING = 3,     /* times that one in a heading counts */
    SCORES = 1 << 12
};
#define LEFT_OUT UINT32_MAX

/* A part of n, or the least that there is. */
static ptrdiff_t share_of(ptrdiff_t n, int part, ptrdiff_t least)
{
    return n / part > least ? n / part : least;
}

/* ---- one table of all ---- */

struct sort_item {
    struct str text;
    uint32_t number;
};

static int by_text(const void *a, const void *b)
{
    return str_cmp(((const struct sort_item *)a)->text, ((const struct sort_item *)b)->text);
}

/* Each word's place among all in order, by its number. */
static uint32_t *sort_words(struct search_lists *x, const struct search_words *all,
                            struct arena *keep)
{
    struct sort_item *items = NEW(keep, struct sort_item, all->words.len + 1);
    uint32_t *place = NEW(keep, uint32_t, all->words.len + 1);
    ptrdiff_t humps = x->n_docs < SEARCH_SMALL ? 0 : share_of(x->n_docs, HUMPS, HUMPS_LEAST);
    for (ptrdiff_t i = 0; i < all->words.len; i++) {
        const struct search_word *w = &all->words.ptr[i];
        place[i] = LEFT_OUT;
        if (w->docs && (w->plain || w->docs >= humps))
            items[x->n_words++] = (struct sort_item){ w->text, (uint32_t)i };
    }
    qsort(items, (size_t)x->n_words, sizeof *items, by_text);
    x->words = NEW(keep, struct str, x->n_words + 1);
    for (ptrdiff_t i = 0; i < x->n_words; i++) {
        x->words[i] = items[i].text;
        place[items[i].number] = (uint32_t)i;
    }
    return place;
}

struct doc_span {
    const struct search_words *table;
    const uint32_t *number; /* of a word in all, by the table's own */
    struct search_span span;
};

/* The spans of documents by number, with the numbers their words have among all. */
static struct doc_span *join_tables(ptrdiff_t n, struct search_words *const *tables, int n_tables,
                                    struct arena *keep)
{
    struct doc_span *docs = NEW(keep, struct doc_span, n + 1);
    struct search_words *all = tables[0];
    for (int i = 0; i < n_tables; i++) {
        const struct search_words *t = tables[i];
        uint32_t *number = NEW(keep, uint32_t, t->words.len + 1);
        for (ptrdiff_t w = 0; w < t->words.len; w++) {
            const struct search_word *word = &t->words.ptr[w];
            number[w] = i ? search_words_number(all, word->text) : (uint32_t)w;
            all->words.ptr[number[w]].docs += i ? word->docs : 0;
            all->words.ptr[number[w]].plain |= word->plain;
        }
        for (ptrdiff_t d = 0; d < t->spans.len; d++)
            docs[t->spans.ptr[d].doc] = (struct doc_span){ t, number, t->spans.ptr[d] };
    }
    return docs;
}

/* The lists stand on end, each as long as its word has documents; these come in order. */
static void fill_lists(struct search_lists *x, const struct search_words *all,
                       const struct doc_span *docs, const uint32_t *place, struct arena *keep)
{
    struct search_list none = { 0 }, **of = NEW(keep, struct search_list *, all->words.len + 1);
    x->lists = NEW(keep, struct search_list, x->n_words + 1);
    x->docs = NEW(keep, ptrdiff_t, x->n_words + 1);
    for (ptrdiff_t w = 0; w < all->words.len; w++) {
        of[w] = place[w] == LEFT_OUT ? &none : &x->lists[place[w]];
        if (of[w] == &none)
            continue;
        of[w]->ptr = NEW(keep, uint32_t, all->words.ptr[w].docs);
        x->docs[place[w]] = all->words.ptr[w].docs;
    }
    for (ptrdiff_t d = 0; d < x->n_docs; d++) {
        for (ptrdiff_t i = docs[d].span.beg; i < docs[d].span.end; i++) {
            uint32_t p = docs[d].table->postings.ptr[i];
            struct search_list *l = of[docs[d].number[p >> 6]];
            if (l != &none)
                l->ptr[l->len++] = (uint32_t)d * 32 + (p & 31);
        }
    }
}

/* ---- common words ---- */

static bool is_number(struct str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.ptr[i]) && s.ptr[i] != '.')
            return false;
    return true;
}

/* What a word said once weighs in a document of so many words: less in a longer one, by steps of
 * half an octave, so that an edit seldom moves it. At most SCORES / 19. */
static uint32_t weight_of(ptrdiff_t words)
{
    static const uint32_t steps[] = { 181, 152, 128, 108, 90, 76, 64, 54, 45, 38, 32 };
    int step = 0;
    for (ptrdiff_t limit = 90; words > limit && step < (int)LEN(steps) - 1; step++)
        limit += step % 2 ? limit / 3 : limit / 2;
    return steps[step];
}

static uint32_t score(uint32_t entry, const uint32_t *weights)
{
    return ((entry & 15) + (entry & 16 ? HEADING : 0)) * weights[entry >> 5];
}

/* The score that no more than most entries of a list pass, whose highest score is s. */
static uint32_t limit_of(const uint32_t *counts, uint32_t s, ptrdiff_t most)
{
    for (ptrdiff_t n = counts[s]; s && n <= most; n += counts[s])
        s--;
    return s;
}

/* Keeps the entries with the highest scores. */
static void keep_best(struct search_list *l, ptrdiff_t most, const uint32_t *weights)
{
    uint32_t counts[SCORES] = { 0 }, top = 0;
    for (ptrdiff_t i = 0; i < l->len; i++) {
        uint32_t s = score(l->ptr[i], weights);
        counts[s]++;
        top = s > top ? s : top;
    }
    uint32_t limit = limit_of(counts, top, most),
             often = limit_of(counts, top, most / COMMON_OFTEN);
    ptrdiff_t n = 0, room = most; /* for those at the limit */
    for (uint32_t s = limit + 1; s <= top; s++)
        room -= counts[s];
    for (ptrdiff_t i = 0; i < l->len; i++) {
        uint32_t s = score(l->ptr[i], weights);
        if (s > limit || (s == limit && room-- > 0))
            l->ptr[n++] = (l->ptr[i] >> 5) * 2 + (s > often);
    }
    l->len = n;
}

static void keep_all(struct search_list *l)
{
    for (ptrdiff_t i = 0; i < l->len; i++)
        l->ptr[i] = (l->ptr[i] >> 5) * 2 + ((l->ptr[i] & 16) || (l->ptr[i] & 15) >= OFTEN);
}

static void thin_out(struct search_lists *x, const struct doc_span *docs, struct arena scratch)
{
    uint32_t *weights = NEW(&scratch, uint32_t, x->n_docs + 1);
    ptrdiff_t n = x->n_docs, numbers = share_of(n, NUMBERS, NUMBERS_LEAST),
              words = share_of(n, COMMON, COMMON_LEAST),
              listed = share_of(n, COMMON_LISTS, LISTS_LEAST);
    for (ptrdiff_t d = 0; d < n; d++)
        weights[d] = weight_of(docs[d].span.end - docs[d].span.beg);
    for (ptrdiff_t w = 0; w < x->n_words; w++) {
        struct search_list *l = &x->lists[w];
        bool number = l->len > numbers && is_number(x->words[w]);
        if (n >= SEARCH_SMALL && (number || l->len > words))
            l->common = 1 + (int)(8 * l->len / (n + 1));
        ptrdiff_t best = listed * (9 - l->common) / 8;
        best = best < LEAST_LISTED ? LEAST_LISTED : best;
        if (!l->common)
            keep_all(l);
        else
            keep_best(l, number ? numbers : best, weights);
    }
}

struct search_lists search_lists_make(ptrdiff_t n_docs, struct search_words *const *tables,
                                      int n_tables, struct arena *keep)
{
    struct search_lists x = { .n_docs = n_docs };
    struct doc_span *docs = join_tables(n_docs, tables, n_tables, keep);
    uint32_t *place = sort_words(&x, tables[0], keep);
    fill_lists(&x, tables[0], docs, place, keep);
    thin_out(&x, docs, *keep);
    return x;
}
