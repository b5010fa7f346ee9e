/* services.h - what plumb knows of services and of the words of cost tables (assets/services.json).
 *
 * The file is data: lists of phrases, each for a meaning, and services with names, parts, prices,
 * assumptions. load/services.h reads it; check reads rows by it, load the columns of tables, judge
 * the form of the estimator, price-list import the regions. A phrase is words in small letters with
 * single blanks: "multi-AZ" and "Multi AZ" are "multi az". */
#ifndef MODEL_SERVICES_H
#define MODEL_SERVICES_H
#include "base/json.h"
#include "base/map.h"
#include "model/ratio.h"

/* Lists of the file, by the name of their member. */
enum word_list {
    WORDS_NAMES, /* of services; word.service is which */
    WORDS_NOUNS, /* behind a number; word.factor is how much of the fact one is */
    WORDS_BYTES, /* beside a number of GB */
    WORDS_FLAGS,
    WORDS_EACH,
    WORDS_FILLER,
    WORDS_REGIONS,
    WORDS_COLUMNS,
    WORDS_PERIODS,
    WORDS_TOTALS,
    WORDS_SUBTOTALS,
    WORDS_CREDITS,
    WORDS_OPTIONAL,
    WORDS_TAXES,
    WORDS_TOTAL_WORDS, /* that may stand beside "total" */
    WORDS_TOTAL_DOUBT, /* beside it, and then it may be of other rows: "without" */
    WORDS_NOTHING,     /* cells that are no money: "included" */
    WORDS_UNSURE,      /* cells whose money nobody knows: "TBD" */
    WORDS_SCALE,
    N_WORD_LISTS
};
struct service_word {
    struct str name;     /* the meaning: "zones", "multi_az", "eu-west-1", "total" */
    struct ratio factor; /* of nouns */
    const struct json *service;
};
struct services {
    const struct json *root;
    struct map lists[N_WORD_LISTS]; /* phrase -> struct service_word */
};
const struct services *services_of(const struct json *root, struct arena *keep);
/* The service of that id; NULL: none. */
const struct json *services_named(const struct services *s, struct str id);
/* Is text a member of the list of texts? */
bool services_lists(const struct json *list, struct str text);

/* A word or number of a cell. */
struct token {
    struct str text; /* in the cell */
    struct str low;  /* in small letters; of numbers their digits */
    char before; /* the strongest sign before it: ' ' '-' '/' or one that ends a phrase; 0: none */
    bool number, open;  /* open: "50+" */
    struct ratio value; /* of numbers */
};
enum { TOKENS_MAX = 120 }; /* a cell, not a page */
int services_tokens(struct str text, struct token out[TOKENS_MAX], struct arena *keep);
/* The longest phrase of list that begins at token i, and how many tokens it is; NULL: none. */
const struct service_word *services_at(const struct services *s, enum word_list list,
                                       const struct token *t, int n, int i, int *len);
/* The longest phrase of list anywhere in text, NULL: none. */
const struct service_word *services_in(const struct services *s, enum word_list list,
                                       struct str text, struct arena scratch);
/* Every word of text belongs to a phrase of one of the lists, bits 1 << WORDS_…. */
bool services_only(const struct services *s, unsigned lists, struct str text, struct arena scratch);
#endif
