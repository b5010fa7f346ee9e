/* search.h - the search index of a site as small scripts, read by assets/search.js.
 *
 *     index.js    plumbSearch("index",{n,u,t,s}[,words,bits])
 *                 n pages; u their URLs, t their titles, a line each; s "FIRST NAME FIRST NAME":
 *                 each shard's first word and file. A small site has none: its words stand here
 *     NAME.js     plumbSearch("NAME",words,bits), a shard, named by the hash of what it holds
 *     URL/plumb-text.js
 *                 plumbSearch("URL",[[id,heading,text],...]), the words of one page in order
 *
 * words: each as a capital letter (A: 0, how much of the word before it is kept) and the rest.
 *
 * bits: six in a character, the highest first: 0 to 63 as '0' to 'o', but ~ for \; word by word
 *     gamma(pages that have it)
 *     list of these pages, or when they are more than half, of those that lack it
 *     gamma(1 + pages that have it in a heading)
 *     list of these, counted among those that have it
 *
 * A list of m of n numbers is m gaps (0: the next number), each in Rice code: gap >> k in ones and
 * a zero, then k bits; k is the smallest with 3 m << k >= 2 (n - m).
 *
 * Words of titles are not in the index: titles are, so a reader's browser looks there by itself. */
#ifndef PAGE_SEARCH_H
#define PAGE_SEARCH_H
#include "base/buf.h"
#include "page/search_words.h"

enum {
    SEARCH_SMALL = 150,  /* a site of fewer pages is one file */
    SEARCH_SHARD = 10000 /* bytes a shard has at most, about: 7 kB in gzip */
};
struct search_file {
    struct str name, text; /* "index.js"; in the folder of the index */
};
struct search_files {
    struct search_file *ptr;
    ptrdiff_t len, cap;
};

/* The index of the n documents whose words were added to the tables, which are used up. The same
 * files whichever table has the words of which document. Files live in keep. */
struct search_files search_index(const struct search_doc *docs, ptrdiff_t n,
                                 struct search_words *const *tables, int n_tables,
                                 struct arena *keep, struct arena scratch);

/* Appends the file with the text of doc. */
void search_text(const struct search_doc *doc, struct buf *out);
#endif
