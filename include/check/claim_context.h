/* claim_context.h - the words beside a link that belong to what it says. */
#ifndef CHECK_CLAIM_CONTEXT_H
#define CHECK_CLAIM_CONTEXT_H
#include "base/arena.h"
#include "base/str.h"

/* said, the text of the link at place in text (the page's source), with the comparator or the negation
 * before it and the unit behind it: "less than 3 tasks", "not enabled", "30 minutes". Empty: none
 * stands beside it, and the link says it all. */
struct str claim_context(struct str text, struct str place, struct str said, struct arena *keep);

#endif
