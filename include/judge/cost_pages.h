/* cost_pages.h - pages made from estimates and the price book, below data/cost/:
 *
 *     data/cost/           sizes and alternatives compared
 *     data/cost/ID         one size or alternative, row by row
 *     data/cost/saving     ways to save, and when they are none
 *     data/cost/written    hand-written tables that are bound to an estimate, against it
 *     data/price           the price book, by service, with dates and confidence
 *     data/estimator       the sizes as a form (site/estimator.h) */
#ifndef JUDGE_COST_PAGES_H
#define JUDGE_COST_PAGES_H
#include "gather/site.h"

/* Adds them; none for a site without estimates, but the price book when it is a source. */
void cost_pages_add(struct site *s);
#endif
