/* findings.h - the findings of a site as JSON (DESIGN §7). */
#ifndef JUDGE_FINDINGS_H
#define JUDGE_FINDINGS_H
#include "gather/site.h"

/* {"findings":[{"rule","severity","file","line","col","end_line","end_col","message",
 *   "evidence":{"value","source","place","date"},"suggest","accepted"}],
 *  "counts":{"error","warning","info"},"claims":{"true","false","outdated","missing","not_checked"}} */
void findings_json(const struct site *s, struct buf *out);
#endif
