/* near_sets.h - candidates for "did you mean …", sorted when the first asks and kept for all who ask
 * later, on any thread. */
#ifndef MODEL_NEAR_SETS_H
#define MODEL_NEAR_SETS_H
#include "model/nearest.h"

struct near_list {
    struct str *ptr;
    ptrdiff_t len, cap;
};
/* Pushes the candidates that belong to key; what it makes lives in keep as long as the sets. */
typedef void near_fill(const void *ctx, const void *key, struct near_list *out, struct arena *keep);

struct near_sets;
struct near_sets *near_sets_open(struct arena *keep);
/* The set of key: an address that stands for its candidates. sets may be NULL: an empty set. */
const struct nearest_set *near_sets_of(struct near_sets *sets, const void *key, near_fill *fill,
                                       const void *ctx);
/* The nearest path of the set of key, or one of the same name in another folder; empty: none. What was
 * asked before is not searched again. */
struct str near_sets_path(struct near_sets *sets, const void *key, near_fill *fill, const void *ctx,
                          struct str want);
#endif
