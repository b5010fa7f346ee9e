/* review_file.h - reviews/DATE.json: the facts of a review and its outcome.
 *
 *     { "v": 1, "date": "2026-11-30", "title": "…", "commit": "3f2c1a…",
 *       "since": { "name": "v1.2", "date": "…", "commit": "…" },
 *       "counts": { "claims": n, "true": n, "false": n, "missing": n, "not_checked": n, "numbers": n, "bound": n,
 *                   "errors": n, "warnings": n, "new": n, "mended": n, "actions_open": n, "actions_overdue": n },
 *       "costs": [ { "env": "prod", "low": 1.0, "typical": 2.0, "high": 3.0 } ],
 *       "changes": [ … ], "known": [ "fingerprint of a finding", … ],
 *       "inputs": "…",     all that was read, packed (base/deflate.h): path, NUL, length, NUL, bytes; each
 *       "present": [ "…" ], "votes": { "decisions/0004-one-nat.md": "accept" },
 *       "actions": [ { "id", "text", "owner", "due" } ], "notes": "…" }
 *
 * The last line is the outcome: the pack's form fills it in, and plumb report keeps it. */
#ifndef WRITE_REVIEW_FILE_H
#define WRITE_REVIEW_FILE_H
#include "judge/changes.h"
#include "load/history.h"

struct baseline;
enum { REVIEW_FILE_VERSION = 1 };
struct review_file {
    struct source src;
    const struct json *root;
    struct str date, commit;
};
/* False, with why, when path is no file of a review, or one of a later version. */
bool review_file_read(struct str path, struct arena *keep, struct review_file *out,
                      struct str *why);
/* The files a review was made of. */
bool review_file_inputs(const struct review_file *f, struct arena *keep, struct history *out,
                        struct str *why);
/* The facts of a review of s as JSON, with the outcome of before (NULL: none). changes, since may be NULL. */
void review_file_write(const struct site *s, const struct changes *changes,
                       const struct baseline *since, const struct json *before, struct buf *out);
/* Where it stands, from the content folder: "reviews/2026-11-30.json". */
struct str review_file_path(const struct site *s, struct arena *keep);
#endif
