/* search_words.h - the words of documents, as search finds them.
 *
 * A word is letters and digits, in lower case, at most 24 characters; a point between two digits
 * belongs to it ("3.2.1"). Each ideograph is a word. A word with humps ("desiredCount") also counts
 * as its parts ("desired", "count"). assets/search.js cuts queries and titles by the same rules. */
#ifndef PAGE_SEARCH_WORDS_H
#define PAGE_SEARCH_WORDS_H
#include "base/str.h"

struct search_section {
    struct str id, heading; /* empty for what stands before the first heading */
    struct str *text;       /* pieces to be read on end; an empty one parts blocks */
    ptrdiff_t n_text, cap;
    LIST(ptrdiff_t) skip; /* ascending numbers of pieces whose words do not count */
};
enum search_kind { SEARCH_WRITTEN, SEARCH_DATA, SEARCH_TAG };
struct search_doc {
    struct str url, title; /* url: percent-encoded, ends in '/' or is empty */
    struct search_section *sections;
    ptrdiff_t n_sections;
    enum search_kind kind; /* what people wrote is found first */
};
struct search_span { /* postings of one document */
    ptrdiff_t doc, beg, end;
};
struct search_word {
    struct str text;
    uint32_t docs, plain; /* how many have it, and have it without humps */
    uint32_t last;        /* private: 1 + the last document that has it */
    uint32_t at;          /* private: its posting there */
};
struct search_slot { /* private: by hash, 1 + word */
    uint32_t hash, word;
};
struct search_seen { /* private: a word, its last document and its posting there */
    struct str text;
    uint32_t hash, last, at;
};
struct search_words { /* one for each thread */
    LIST(struct search_word) words;
    LIST(uint32_t)
    postings; /* a word of a document: its number * 64, 32 when it stands without humps, 16 when
                 in a heading, and how often in the text, 15 for more */
    LIST(struct search_span) spans;
    LIST(struct search_span) gone; /* of documents that were made anew, in another table */
    bool whole; /* no others came or went since the index was made; as long as that is known */
    struct search_slot *slots;
    ptrdiff_t n_slots;
    struct search_seen seen[512];
    unsigned char kinds[256]; /* of bytes */
    struct arena *keep;
};

struct search_words *search_words_open(struct arena *keep);
/* The number of a word that is in lower case already; a new one is added. */
uint32_t search_words_number(struct search_words *t, struct str word);
/* Adds the words of doc, once each. Documents may come in any order, each to one table. */
void search_words_add(struct search_words *t, ptrdiff_t number, const struct search_doc *doc);
#endif
