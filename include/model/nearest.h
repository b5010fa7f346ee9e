/* nearest.h - "did you mean …": the candidate with the least edit distance. */
#ifndef MODEL_NEAREST_H
#define MODEL_NEAREST_H
#include "base/str.h"

/* texts past this length are never called near: the work of one comparison stays small */
enum { NEAREST_MAX = 255 };

/* A running search: open with what was written, offer every candidate, read best. For few
 * candidates, or few searches. A distance is how many characters to insert, delete, replace or swap
 * with their neighbour; a change of case alone counts one for the whole text. */
struct nearest {
    struct str want, best; /* best empty: nothing is near */
    int distance;          /* of best, or one more than the largest that counts as near */
    uint64_t at[256];      /* private: where each character stands in want */
};
struct nearest nearest_open(struct str want);
/* Keeps candidate when it is nearer than all before; the first of equals stays. */
void nearest_offer(struct nearest *n, struct str candidate);

/* Many candidates, searched often: only those that share their beginning or their end with what
 * was written are compared, eight however many there are. */
struct nearest_set {
    struct str *front, *back; /* sorted from their first, and from their last character */
    ptrdiff_t n;
};
/* The candidates' text must outlive the set. */
struct nearest_set nearest_set_make(const struct str *texts, ptrdiff_t n, struct arena *keep);
/* The nearest of them, or empty. */
struct str nearest_in(const struct nearest_set *s, struct str want);
/* The one that is want, but for case perhaps; NULL: there is none. */
const struct str *nearest_same(const struct nearest_set *s, struct str want);
/* One that ends in want; NULL: there is none. */
const struct str *nearest_ends(const struct nearest_set *s, struct str want);
#endif
