/* resource_cost.h - what a resource costs a month by itself, where the price book knows it: tasks by their size,
 * gateways, instances, nodes, storage. What depends on use (traffic, requests) is no part of it. */
#ifndef INFRA_RESOURCE_COST_H
#define INFRA_RESOURCE_COST_H
#include "infra/table.h"
#include "model/cost.h"

/* False when a price, a quantity or the kind is not known; else row has cost and parts, the factors in
 * words by cost_row_formula(). Parts live in keep. */
bool resource_cost(const struct infra *t, const struct resource *r, const struct price_book *book,
                   struct arena *keep, struct cost_row *row);
#endif
