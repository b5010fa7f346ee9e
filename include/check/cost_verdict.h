/* cost_verdict.h - what a written range is to a computed one; cost_judge.c says it, cost_hint.c asks. */
#ifndef CHECK_COST_VERDICT_H
#define CHECK_COST_VERDICT_H
#include "model/ratio.h"

enum cost_verdict { COST_AGREES, COST_IS_DIFFERENT, COST_IS_WRONG };

/* *ratio: written middle by computed middle. */
enum cost_verdict cost_judge_compare(int64_t written_low, int64_t written_high, int64_t low,
                                     int64_t high, struct ratio *ratio);
#endif
