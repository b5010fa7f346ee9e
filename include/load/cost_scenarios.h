/* cost_scenarios.h - costs/scenarios.json: ways to save, each what is paid now and what would be then.
 *
 *     { "scenarios": [
 *         { "id": "spot", "name": "All tasks on Spot",
 *           "now": "cost:/medium/rows/fargate",
 *           "then": { "prices": { "fargate.x86.vcpu_hour": "fargate.spot.vcpu_hour" } },
 *           "share": { "low": 25, "typical": 50, "high": 100 },
 *           "assumption": "…", "false_when": [ "…" ] },
 *         { "id": "endpoints", "name": "Endpoints instead of NAT",
 *           "now":  [ { "price": "nat.hour", "times": { "gateways": 1, "hours": 730 } } ],
 *           "then": [ { "price": "vpce.interface.hour", "times": { "endpoints": 4, "hours": 730 } } ],
 *           "break_even": "then/endpoints", … } ] }
 *
 * "now" and "then" are parts as estimates have them (load/cost_file.h), "now" also a row of one. "then"
 * as an object is now with other prices, other amounts ("times": { "hours": 260 }) and "less" percent,
 * which may be prices in percent_off. "share" is the percentage of now that changes. "break_even" names
 * the factor of then (or now) whose amount at equal cost is wanted. */
#ifndef LOAD_COST_SCENARIOS_H
#define LOAD_COST_SCENARIOS_H
#include "load/cost_file.h"

/* Adds the scenarios of data's source "cost" to set, whose estimates are read already. What is wrong is
 * reported, and its scenario left out. */
void cost_scenarios_read(const struct data *data, struct cost_set *set, struct arena *keep,
                         struct diag *d);
/* A line a key, by the reader's own tables: FILE, TAB, KEY, TAB, what it takes (may be empty). */
void cost_scenarios_known(struct buf *out);
#endif
