/* decision.h - which claims are the Validation of a decision. */
#ifndef JUDGE_DECISION_H
#define JUDGE_DECISION_H
#include "gather/site.h"

/* Does place stand below a heading Validation or Confirmation (MADR 3 and 4) of a page with a
 * status? What stands there is decided, not observed. */
bool decision_validates(const struct site_page *p, struct str place);
/* The page's status where the decision is not in force (proposed, draft, rejected, deprecated,
 * superseded) and place is its Validation; else empty. */
struct str decision_state(const struct site_page *p, struct str place);
#endif
