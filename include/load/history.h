/* history.h - files as they stood at a revision, through libgit2; the one home of its headers. */
#ifndef LOAD_HISTORY_H
#define LOAD_HISTORY_H
#include "base/buf.h"

struct history_file {
    struct str path, text; /* path relative to the folder asked for */
};
struct history {
    struct str id;     /* abbreviated commit */
    struct str date;   /* of the commit, ISO */
    LIST(struct history_file) files;
};
/* All files below folder dir at rev ("HEAD~3", a tag, a branch, a date such as 2026-10-01 meaning the
 * last commit up to that day). False, with why set, when there is no repository or no such revision. */
bool history_read(struct str dir, struct str rev, struct arena *keep, struct history *out, struct str *why);
#endif
