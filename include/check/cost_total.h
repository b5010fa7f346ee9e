/* cost_total.h - rule cost-total: totals and subtotals equal the sum of their rows.
 *
 * Low ends and high ends are summed apart, exactly. The total's written precision is its tolerance;
 * "about" allows a tenth. Nothing is said when a row's money cannot be read, or is in another
 * currency. */
#ifndef CHECK_COST_TOTAL_H
#define CHECK_COST_TOTAL_H
#include "model/cost.h"
#include "model/rule.h"

void cost_total_check(const struct cost_table *t, struct diag *d);

/* The amount was written for a month; else (per hour, per year) it was converted to one. */
bool cost_total_is_monthly(const struct cost_written *w);
/* The cell's text with other figures: currency sign, dash and "/month" stay as written. */
struct str cost_total_rewrite(const struct cost_written *w, int64_t low, int64_t high,
                              struct arena *keep);
#endif
