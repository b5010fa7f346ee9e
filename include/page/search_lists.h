/* search_lists.h - which pages each word lists.
 *
 * On a site of fewer than SEARCH_SMALL pages a word lists all that have it. On a larger one
 *     - a word on more than a tenth of all pages is common: it lists those that say it most, 33 of
 *       1000 and fewer the more have it, and is taken to stand on any other;
 *     - so is a number on more than a two-hundredth, which lists as many;
 *     - a word with humps on less than a hundred-and-twenty-fifth is left out: its parts are found.
 * Which pages say a word most depends on these pages alone, not on an average over all, so that an
 * edit moves few lists. */
#ifndef PAGE_SEARCH_LISTS_H
#define PAGE_SEARCH_LISTS_H
#include "page/search_words.h"

enum { SEARCH_SMALL = 150 };

struct search_list { /* one word's documents in order: number * 2 + whether they say it often */
    uint32_t *ptr;   /* NULL: not filled */
    ptrdiff_t len;
    int common; /* 0, or 1 + eighths of all documents that have the word */
};
struct search_posts { /* postings of a document, and the numbers their words have among all */
    const uint32_t *ptr;
    ptrdiff_t len;
    const uint32_t *number; /* NULL: their own */
};
struct search_lists {
    ptrdiff_t n_docs, n_words;
    struct str *words; /* sorted */
    struct search_list *lists;
    ptrdiff_t *docs;            /* how many have each word */
    bool *changed;              /* which lists are another than they were; NULL: any may be */
    struct search_words *all;   /* the first table, with all words */
    struct search_posts *posts; /* of each document */
    uint32_t *place;            /* private: of a word of all among the sorted ones */
};

/* Posting i as in search_words.h, its word by its number among all. */
static inline uint32_t search_posts_at(const struct search_posts *p, ptrdiff_t i)
{
    return p->number ? p->number[p->ptr[i] >> 6] << 6 | (p->ptr[i] & 63) : p->ptr[i];
}

/* Joins the tables, into the first, and says how long each list is. The same whichever table has the
 * words of which document. */
struct search_lists search_lists_make(ptrdiff_t n_docs, struct search_words *const *tables,
                                      int n_tables, struct arena *keep);
/* Fills the lists of the words that are wanted. */
void search_lists_fill(struct search_lists *x, const bool *wanted, struct arena *keep,
                       struct arena scratch);
#endif
