/* accepted.h - accepted.json, actions.json, differences.json and claims.json beside site.json. */
#ifndef LOAD_ACCEPTED_H
#define LOAD_ACCEPTED_H
#include "base/root.h"
#include "model/accepted.h"

enum accepted_file { ACCEPTED_FILE, ACTIONS_FILE, DIFFERENCES_FILE, CLAIMS_FILE };
enum { N_ACCEPTED_FILES = CLAIMS_FILE + 1 };

/* The four files of the content folder, which findings call dir; those that are not there say nothing. Wrong entries are reported and
 * left out. Results live in keep. */
struct accepted accepted_load(const struct root *content, struct str dir, struct arena *keep,
                              struct diag *d);
/* One of them from its text; adds to out, which keeps src. */
void accepted_parse(enum accepted_file which, const struct source *src, struct accepted *out,
                    struct arena *keep, struct diag *d);
/* A line a key, by the reader's own tables: FILE, TAB, KEY, TAB, what it takes (may be empty). */
void accepted_known(struct buf *out);
#endif
