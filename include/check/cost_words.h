/* cost_words.h - what the words of a cost row say: sizes, counts, volumes, types; and which words say
 * something we do not know.
 *
 *     "0.5 vCPU, 1GB RAM x 2 tasks"   "2 × (0.5 vCPU / 1 GB)"   "Multi-AZ"   "cache.t3.micro"
 *     "~50GB"   "5 secrets"   "12x5"   "8 h on weekdays"   "10M requests, 200 ms, 512 MB"
 *
 * A fact is a number with a meaning of assets/services.json ("tasks", "GB", "hours"); bytes are told
 * apart by the word beside them ("logs", "storage", "out"). Amounts are a month's: "5 rps" and "10 GB
 * a day" are multiplied. */
#ifndef CHECK_COST_WORDS_H
#define CHECK_COST_WORDS_H
#include "model/cost.h"
#include "model/services.h"

enum { COST_FACTS = 24, COST_UNKNOWN = 4 };
struct cost_fact {
    struct str name;
    struct ratio low, high;
    struct str place; /* in the text */
    bool open;        /* "50+": no upper end */
    bool each;        /* "100 GB each" */
    bool used;        /* by check/cost_usage.c */
};
struct cost_facts {
    struct cost_fact all[COST_FACTS];
    int n;
    struct str flags[COST_FACTS]; /* meanings of the list "flags" */
    int n_flags;
    struct str type;                  /* "cache.t3.micro", "t3.small", or empty */
    struct str region;                /* "eu-west-1", or empty */
    struct str unknown[COST_UNKNOWN]; /* the first words that nobody understands, in the text */
    int n_unknown;
    struct str noun; /* the last one without a number: what a plain count counts */
    struct str also; /* another service's name, or empty */
};
/* Adds what text says to *f; service NULL: any service's words are known. */
void cost_words_read(const struct services *s, const struct json *service, struct str text,
                     struct arena *keep, struct cost_facts *f);
/* When all cells are read: hours of a schedule, capacity units of connections, what flags imply. */
void cost_words_settle(const struct services *s, const struct json *service, struct cost_facts *f);

struct cost_fact *cost_words_fact(struct cost_facts *f, struct str name);
bool cost_words_flag(const struct cost_facts *f, struct str name);
/* The service that text names: the longest name in it, the first of equal ones; book: of the cloud whose
 * books are called so ("azure"), or empty. *others: another service's name stands there too. */
const struct json *cost_words_service(const struct services *s, struct str text, struct str book,
                                      struct arena scratch, struct str *others);
/* Whole words of text, without case. */
bool cost_words_has(struct str text, const char *word);
#endif
