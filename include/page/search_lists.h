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
    uint32_t *ptr;
    ptrdiff_t len;
    int common; /* 0, or 1 + eighths of all documents that have the word */
};
struct search_lists {
    ptrdiff_t n_docs, n_words;
    struct str *words; /* sorted */
    struct search_list *lists;
    ptrdiff_t *docs; /* how many have each word */
};

/* Joins the tables, into the first. The same whichever table has the words of which document. */
struct search_lists search_lists_make(ptrdiff_t n_docs, struct search_words *const *tables,
                                      int n_tables, struct arena *keep);
#endif
