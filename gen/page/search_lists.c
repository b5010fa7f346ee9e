/* search_lists.c - the tables of all threads become one, its words sorted and measured; where lists
 * are wanted the postings of each word are put on end, in the order of documents, and those of common
 * words thinned out.
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

/* The words of a table, numbered as all are. */
static uint32_t *numbers_of(struct search_words *all, const struct search_words *t,
                            struct arena *keep)
{
    uint32_t *number = NEW(keep, uint32_t, t->words.len + 1);
    for (ptrdiff_t w = 0; w < t->words.len; w++) {
        const struct search_word *word = &t->words.ptr[w];
        number[w] = search_words_number(all, word->text);
        all->words.ptr[number[w]].docs += word->docs;
        all->words.ptr[number[w]].plain += word->plain;
    }
    return number;
}

static struct search_posts posts_of(const struct search_words *t, const uint32_t *number,
                                    const struct search_span *s)
{
    return (struct search_posts){ t->postings.ptr + s->beg, s->end - s->beg, number };
}

static void join_tables(struct search_lists *x, struct search_words *const *tables, int n_tables,
                        struct arena *keep)
{
    struct search_words *all = x->all = tables[0];
    x->posts = NEW(keep, struct search_posts, x->n_docs + 1);
    for (int i = 0; i < n_tables; i++) {
        const struct search_words *t = tables[i];
        const uint32_t *number = i ? numbers_of(all, t, keep) : NULL;
        for (ptrdiff_t d = 0; d < t->spans.len; d++)
            x->posts[t->spans.ptr[d].doc] = posts_of(t, number, &t->spans.ptr[d]);
    }
    for (ptrdiff_t d = 0; d < all->gone.len; d++)
        for (ptrdiff_t i = all->gone.ptr[d].beg; i < all->gone.ptr[d].end; i++) {
            all->words.ptr[all->postings.ptr[i] >> 6].docs--;
            all->words.ptr[all->postings.ptr[i] >> 6].plain -= all->postings.ptr[i] >> 5 & 1;
        }
}

/* Which lists are no longer what they were: those of words that a document says more or less often
 * now, and of all of its words when another length of it makes them weigh otherwise. */
static void find_changed(struct search_lists *x, const uint32_t *place, struct arena scratch)
{
    const struct search_words *all = x->all;
    unsigned char *was = NEW(&scratch, unsigned char, all->words.len + 1); /* 1 + six bits */
    for (ptrdiff_t d = 0; d < all->gone.len; d++) {
        struct search_posts old = posts_of(all, NULL, &all->gone.ptr[d]),
                            now = x->posts[all->gone.ptr[d].doc];
        bool other = weight_of(old.len) != weight_of(now.len);
        for (ptrdiff_t i = 0; i < old.len; i++)
            was[old.ptr[i] >> 6] = (unsigned char)(1 + (old.ptr[i] & 63));
        for (ptrdiff_t i = 0; i < now.len; i++) {
            uint32_t p = search_posts_at(&now, i);
            if (place[p >> 6] != LEFT_OUT && (other || was[p >> 6] != 1 + (p & 63)))
                x->changed[place[p >> 6]] = true;
            was[p >> 6] = 0;
        }
        for (ptrdiff_t i = 0; i < old.len; i++) {
            uint32_t w = old.ptr[i] >> 6;
            if (place[w] != LEFT_OUT && (other || was[w]))
                x->changed[place[w]] = true;
            was[w] = 0;
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

/* How many documents word w lists, of those that have it. */
static void measure(struct search_lists *x, ptrdiff_t w)
{
    struct search_list *l = &x->lists[w];
    ptrdiff_t n = x->n_docs, had = x->docs[w], numbers = share_of(n, NUMBERS, NUMBERS_LEAST);
    bool number = had > numbers && is_number(x->words[w]);
    if (n >= SEARCH_SMALL && (number || had > share_of(n, COMMON, COMMON_LEAST)))
        l->common = 1 + (int)(8 * had / (n + 1));
    ptrdiff_t best = share_of(n, COMMON_LISTS, LISTS_LEAST) * (9 - l->common) / 8;
    best = number ? numbers : best < LEAST_LISTED ? LEAST_LISTED : best;
    l->len = l->common && best < had ? best : had;
}

struct search_lists search_lists_make(ptrdiff_t n_docs, struct search_words *const *tables,
                                      int n_tables, struct arena *keep)
{
    struct search_lists x = { .n_docs = n_docs };
    join_tables(&x, tables, n_tables, keep);
    x.place = sort_words(&x, tables[0], keep);
    x.lists = NEW(keep, struct search_list, x.n_words + 1);
    x.docs = NEW(keep, ptrdiff_t, x.n_words + 1);
    for (ptrdiff_t w = 0; w < x.all->words.len; w++)
        if (x.place[w] != LEFT_OUT)
            x.docs[x.place[w]] = x.all->words.ptr[w].docs;
    for (ptrdiff_t w = 0; w < x.n_words; w++)
        measure(&x, w);
    if (x.all->whole) {
        x.changed = NEW(keep, bool, x.n_words + 1);
        find_changed(&x, x.place, *keep);
    }
    return x;
}

/* The lists stand each as long as its word has documents; these come in order. */
void search_lists_fill(struct search_lists *x, const bool *wanted, struct arena *keep,
                       struct arena scratch)
{
    struct search_list none = { 0 }, *full = NEW(&scratch, struct search_list, x->n_words + 1),
                       **of = NEW(&scratch, struct search_list *, x->all->words.len + 1);
    uint32_t *weights = NEW(&scratch, uint32_t, x->n_docs + 1);
    for (ptrdiff_t w = 0; w < x->all->words.len; w++) {
        uint32_t at = x->place[w];
        of[w] = at == LEFT_OUT || !wanted[at] ? &none : &full[at];
        if (of[w] != &none)
            of[w]->ptr = NEW(keep, uint32_t, x->docs[at]);
    }
    for (ptrdiff_t d = 0; d < x->n_docs; d++) {
        weights[d] = weight_of(x->posts[d].len);
        for (ptrdiff_t i = 0; i < x->posts[d].len; i++) {
            uint32_t p = search_posts_at(&x->posts[d], i);
            struct search_list *l = of[p >> 6];
            if (l != &none)
                l->ptr[l->len++] = (uint32_t)d * 32 + (p & 31);
        }
    }
    for (ptrdiff_t w = 0; w < x->n_words; w++) {
        if (!wanted[w])
            continue;
        x->lists[w].ptr = full[w].ptr;
        if (x->lists[w].common)
            keep_best(&full[w], x->lists[w].len, weights);
        else
            keep_all(&full[w]);
    }
}
