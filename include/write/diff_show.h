/* diff_show.h - changes as text for a terminal, and as JSON. */
#ifndef WRITE_DIFF_SHOW_H
#define WRITE_DIFF_SHOW_H
#include "judge/changes.h"

/* One line a change, below the kind; what follows from it indented. */
void diff_show_text(const struct changes *c, struct buf *out);
/* The array of changes: { "kind", "sign", "file", "line", "name", "key", "old", "new", "risk", "commit": {…},
 * "owner", "cause", "places": […], "costs": […] }. */
void diff_show_json(const struct changes *c, struct buf *out);
/* The array of environments: { "env", "old", "new", "delta", "steps": [ { "kind", "row", "what", "delta" } ] }. */
void diff_show_costs(const struct changes *c, struct buf *out);
#endif
