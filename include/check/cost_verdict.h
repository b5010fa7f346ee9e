/* cost_verdict.h - what a written range is to a computed one; cost_judge.c says it, cost_hint.c asks. */
#ifndef CHECK_COST_VERDICT_H
#define CHECK_COST_VERDICT_H
#include "model/money.h"
#include "model/ratio.h"

enum cost_verdict { COST_AGREES, COST_IS_DIFFERENT, COST_IS_WRONG };

/* worth: a smaller difference is none, COST_WORTH unless cents are written. *ratio: written middle by computed
 * middle. */
#define COST_WORTH (MONEY_USD / 4)
enum cost_verdict cost_judge_compare(int64_t written_low, int64_t written_high, int64_t low,
                                     int64_t high, int64_t worth, struct ratio *ratio);
#endif
