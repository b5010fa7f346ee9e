/* since.h - what is new in a site since another state of it. */
#ifndef CMD_SINCE_H
#define CMD_SINCE_H
#include "judge/judge.h"

/* Reports in now what only two states show: claims that are none any more, numbers that came and that no
 * claim binds; then drops the findings that was has too. Returns how many it dropped. A finding is known
 * by its rule, page, quote and target, never by its line. Both sites have their texts. */
ptrdiff_t since_compare(struct site *now, const struct site *was, struct arena *keep);
#endif
