/* search.h - the search index of a site as small scripts, read by assets/search.js.
 *
 *     index.js    plumbSearch("index",{n,u,t,s[,k][,y]}[,bits])
 *                 n pages; u their URLs, t their titles, a line each; s "FIRST NAME FIRST NAME":
 *                 each shard's first word and file. A small site has none: its words stand here.
 *                 k the kind of each page (enum search_kind), as far as one is not written by
 *                 people; y words that mean the same, with commas between, a line each
 *     NAME.js     plumbSearch("NAME",bits), a shard, named by the hash of what it holds
 *     near.js     plumbSearch("near",bits), words of many pages, for those who misspell the first
 *                 letters; only beside shards
 *     URL/plumb-text.js
 *                 plumbSearch("URL",[[id,heading,text],...]), the words of one page in order
 *
 * A URL in u: how many folders of the one before it lead it, as '0' and up, and the rest of it.
 * There '>' and a digit, as '0' and up, mean: in place of this the slug of the title less so many
 * characters, and a slash. The slug is the title in lower case, with - for all runs of other than
 * ASCII letters and digits, and none at its ends.
 *
 * bits (page/search_bits.h): one(how many words, 2^24), then for each
 *     word
 *     count(pages it lists), or for a common word (page/search_lists.h)
 *         count(0), one(eighths of all pages that have it, 8), count(pages it lists)
 *     list of these pages, or when they are more than half, of the others
 *     unless none: 1 + o, o those that say it often or in a heading: its length in bits less one,
 * l, as l times bit(1) and bit(0), each at OFTEN + 8 min(7, length in bits less one of pages it
 *         lists) + min(7, how many went before), then the rest out of 2^l; list of o of those
 * listed near.js has the words alone.
 *
 * Words of titles are not in the index: titles are, so a reader's browser looks there by itself. */
#ifndef PAGE_SEARCH_H
#define PAGE_SEARCH_H
#include "base/buf.h"
#include "page/search_lists.h"

enum {
    SEARCH_SHARD = 8000 /* bytes a shard has at most, about: 6 kB in gzip */
};
struct search_file {
    struct str name, text; /* "index.js"; in the folder of the index. No text: as it was */
    uint64_t words;        /* of a shard: a hash of its words */
};
struct search_files {
    struct search_file *ptr;
    ptrdiff_t len, cap;
};

/* The index of the documents whose words are in lists. Shards of `was` whose words and lists are the
 * same come back without text. Files live in keep. */
struct search_files search_index(const struct search_doc *docs, struct str same,
                                 struct search_lists *lists, const struct search_files *was,
                                 struct arena *keep, struct arena scratch);

/* Appends the file with the text of doc. */
void search_text(const struct search_doc *doc, struct buf *out);
#endif
