/* search.h - the search index of a site as small scripts, read by assets/search.js.
 *
 *     index.js        plumbSearch("index",{n,u,t,s}[,words,bits])
 *                     n pages; u their URLs, t their titles, a line each; s "FIRST NAME FIRST NAME ...":
 *                     the first word of each shard and its file. A small site has no shards: its words
 *                     stand here.
 *     NAME.js         plumbSearch("NAME",words,bits), NAME by the hash of what the shard holds
 *     URL/plumb-text.js   plumbSearch("URL",[[id,heading,text],...]), the words of one page in order
 *
 * words: each word as a capital letter (A: 0, how much of the word before it is kept) and the rest.
 * bits: six in a character of A-Za-z0-9-_, first the highest; for each word in turn
 *     gamma(pages that have it); their numbers, or when they are more than half, those that lack it;
 *     gamma(1 + how many of them have it in a heading); which of them, counted among them
 * A list of m of n numbers is m gaps (0: the next number), each in Rice code: the gap >> k in ones and a
 * zero, then k bits; k is the smallest with 3 m << k >= 2 (n - m).
 *
 * Words of titles are not in the index: titles are, so a reader's browser looks there by itself. */
#ifndef PAGE_SEARCH_H
#define PAGE_SEARCH_H
#include "base/buf.h"
#include "page/search_words.h"

enum {
    SEARCH_SMALL = 150,         /* a site of fewer pages is one file */
    SEARCH_SHARD = 5600         /* bytes a shard aims at: 4 kB in gzip */
};
struct search_file {
    struct str name, text; /* "index.js"; in the folder of the index */
};
struct search_files {
    struct search_file *ptr;
    ptrdiff_t len, cap;
};

/* The index of the n documents whose words were added to the tables. The same files whichever table has
 * the words of which document. Files live in keep. */
struct search_files search_index(const struct search_doc *docs, ptrdiff_t n, struct search_words *const *tables,
                                 int n_tables, struct arena *keep, struct arena scratch);

/* Appends the file with the text of doc. */
void search_text(const struct search_doc *doc, struct buf *out);
#endif
