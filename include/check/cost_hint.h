/* cost_hint.h - the smallest single change of an estimate that brings it to what is written. */
#ifndef CHECK_COST_HINT_H
#define CHECK_COST_HINT_H
#include "model/cost.h"

/* A wrong row: a size step, else one more (or less) of a count, up to the first value at which it
 * is no longer wrong; else the GB, LCU or requests that give the written middle. A row that only
 * differs: the volume first. Empty when none does. */
struct str cost_hint(const struct cost_row *row, const struct money *written, bool wrong,
                     const struct cost_set *set, struct arena *keep);
/* The factor of a row by its name, or NULL. */
struct cost_factor *cost_hint_factor(const struct cost_row *row, struct str name);
#endif
