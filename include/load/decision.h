/* decision.h - what a decision record says of itself where it has no front matter for it.
 *
 *     ## Status                      * Status: accepted           | Status    | accepted   |
 *     Superseded by [5](0005-x.md)   * Date: 2024-02-01           | Deciders  | Ana, Bo    |
 *
 * A section of that name wins over lines in front of the first section. */
#ifndef LOAD_DECISION_H
#define LOAD_DECISION_H
#include "model/document.h"

/* Fills status, date, deciders and supersedes of doc's front matter where they are empty, and bad: the
 * lines "Bad, because …" of the consequences (all of "Negative consequences"). Links stand in them as
 * Markdown. Texts live in keep. */
void decision_read(struct document *doc, struct arena *keep);
#endif
