/* nearest.h - "did you mean …": the candidate with the least edit distance. */
#ifndef MODEL_NEAREST_H
#define MODEL_NEAREST_H
#include "base/str.h"

/* texts past this length are never called near: the work of one comparison stays small */
enum { NEAREST_MAX = 255 };

/* Characters to insert, delete, replace or swap with their neighbour to make b of a; a change of
 * case alone counts one for the whole text. limit + 1 when it takes more than limit, or a text is
 * longer than NEAREST_MAX. */
int nearest_distance(struct str a, struct str b, int limit);

/* A running search: open with what was written, offer every candidate, read best. */
struct nearest {
    struct str want, best; /* best empty: nothing is near */
    int distance;          /* of best, or one more than the largest that counts as near */
};
struct nearest nearest_open(struct str want);
/* Keeps candidate when it is nearer than all before; the first of equals stays. */
void nearest_offer(struct nearest *n, struct str candidate);
#endif
