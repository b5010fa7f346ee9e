/* cost_chart.h - estimates and cost tables as charts (model/chart.h), ready to be drawn.
 *
 * Texts live in keep or in the estimate. desc is the sentence somebody should take away; note says
 * where the prices come from. Middles and ends are dollars a month. */
#ifndef CHECK_COST_CHART_H
#define CHECK_COST_CHART_H
#include "check/cost_judge.h"
#include "model/chart.h"

/* One size, a row a service, total last (CHART_RANGE); written ranges too when j is not NULL. */
void cost_chart_size(const struct cost_size *s, const struct cost_judgement *j,
                     const struct price_book *book, struct arena *keep, struct chart *out);
/* All sizes, a bar each (CHART_STACK); services keep one order and colour over all bars. */
void cost_chart_sizes(const struct cost_set *set, struct arena *keep, struct chart *out);
/* Written against computed (CHART_DUMBBELL): wrong rows are marked, missing ones noted. */
void cost_chart_dumbbell(const struct cost_judgement *j, const struct price_book *book,
                         struct arena *keep, struct chart *out);
/* Which assumption moves the total most (CHART_TORNADO). */
void cost_chart_tornado(const struct cost_size *s, const struct price_book *book,
                        struct arena *keep, struct chart *out);
/* Cost over users (CHART_STEP): the sizes in turn, each alternative with as many instances as its
 * users need. False: no estimate says for how many users it is. */
bool cost_chart_step(const struct cost_set *set, struct arena *keep, struct chart *out);

/* The chart that "costs/medium.json?chart=range" asks for: path below the content folder, kind one
 * of range, stack, tornado, step, waterfall (sizes: from the first to the last). NULL and why set
 * (in keep) when there is none. */
struct chart *cost_chart_view(const struct cost_set *set, struct str path, struct str kind,
                              struct arena *keep, struct str *why);
#endif
