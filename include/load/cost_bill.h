/* cost_bill.h - what an environment was billed: sources cost.ENV.
 *
 *     Infracost JSON        projects[].breakdown.resources[]: name, monthlyCost
 *     Cost Explorer JSON    ResultsByTime[].Groups[]: Keys, Metrics.*.Amount, by TimePeriod
 *     FOCUS CSV             ServiceName, BilledCost (or EffectiveCost), BillingPeriodStart
 *
 * Amounts become a month's: the mean of the months in the bill; days are counted as 365 to 12 months. */
#ifndef LOAD_COST_BILL_H
#define LOAD_COST_BILL_H
#include "model/cost.h"
#include "model/rule.h"

/* All of data's sources cost.ENV into set; they are then called billed.ENV, so that "cost" stays the estimates. */
void cost_bills_read(struct data *data, struct cost_set *set, struct arena *keep, struct diag *d);
#endif
