/* decision.h - which claims are the Validation of a decision. */
#ifndef JUDGE_DECISION_H
#define JUDGE_DECISION_H
#include "base/str.h"

/* Does place (in text, the page's source) stand below a heading Validation or Confirmation (MADR 3
 * and 4) of a page with a status? What stands there is decided, not observed. */
bool decision_validates(struct str status, struct str text, struct str place);
/* The status where the decision is not in force (proposed, draft, rejected, deprecated, superseded)
 * and place is its Validation; else empty. */
struct str decision_state(struct str status, struct str text, struct str place);
#endif
