/* cost_scenario.h - what each way to save saves, and from when on.
 *
 *     saving = share of (now − then less a discount), for the usage of each end
 *
 * A price of then that is itself a range (Spot) is taken at its other end, so that the low saving is one
 * that can be relied on. All exact, rounded once. */
#ifndef CHECK_COST_SCENARIO_H
#define CHECK_COST_SCENARIO_H
#include "model/cost.h"

/* Fills saving, percent, break_even, formula and the costs of now and then of every scenario; computed
 * stays false where a price is missing. */
void cost_scenario_compute(struct cost_set *set, struct arena *keep);
#endif
