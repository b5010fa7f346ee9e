/* cost_total.h - rule cost-total: totals and subtotals equal the sum of their rows.
 *
 * Low ends and high ends are summed apart, exactly, in the column's own period. Which rows a total is the
 * sum of, a table rarely says: all, those of its group, subtotals, earlier totals; with or without what is
 * called optional; credits taken off. Any of these may agree. The total's written precision is its
 * tolerance, rows may be rounded too; "about" allows a tenth. An amount that nobody knows ("TBD") only
 * bounds the total from below. */
#ifndef CHECK_COST_TOTAL_H
#define CHECK_COST_TOTAL_H
#include "model/cost.h"
#include "model/rule.h"

/* Returns why the last total was not added up, `"varies"`, or empty. */
struct str cost_total_check(const struct cost_table *t, struct diag *d);
/* Rows of two tables of one Markdown table, monthly and yearly: 12 times as much where most are. Also
 * quantity × unit price. */
void cost_total_check_rows(const struct cost_table *tables, int n, struct diag *d);

/* The amount was written for a month; else (per hour, per year) it was converted to one. */
bool cost_total_is_monthly(const struct cost_written *w);
/* The cell's text with other figures: currency sign, dash and "/month" stay as written. Empty where a range stands
 * in two cells. */
struct str cost_total_rewrite(const struct cost_written *w, int64_t low, int64_t high,
                              struct arena *keep);
#endif
