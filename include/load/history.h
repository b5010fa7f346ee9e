/* history.h - files as they stood at a revision, through libgit2; the one home of its headers. */
#ifndef LOAD_HISTORY_H
#define LOAD_HISTORY_H
#include "base/map.h"
#include "base/time.h"

struct history_file {
    struct str path, text; /* path relative to the folder asked for */
};
struct history {
    struct str id;   /* abbreviated commit */
    struct str date; /* of the commit, ISO */
    LIST(struct history_file) files;
};
/* All files below folder dir at rev ("HEAD~3", a tag, a branch, a date such as 2026-10-01 meaning the
 * last commit up to that day). False, with why set, when there is no repository or no such revision. */
bool history_read(struct str dir, struct str rev, struct arena *keep, struct history *out,
                  struct str *why);

/* What commits since one (not in it; empty: since the first) made of files, the latest first. */
struct history_version {
    struct str id, date, who, subject;
    struct str text; /* empty: the commit took the file away */
};
struct history_log {
    struct history_version *ptr;
    ptrdiff_t len, cap;
};
/* Commits of a review that are looked at; older ones are counted. */
enum { HISTORY_LOGGED = 500 };
/* want: path below dir -> struct history_log. Merges count for nothing. Returns how many
 * commits there are; 0 without a repository, or when since is not known there. */
int history_log(struct str dir, struct str since, struct map *want, struct arena *keep);

/* The commit that is checked out in the repository around dir, read from its files without libgit2, so
 * that asking costs next to nothing. Empty without a repository, or before the first commit. */
struct str history_head(struct str dir, struct arena *keep);

/* When files below dir were last changed. want: path relative to dir -> struct date, zero before; what the
 * history tells is filled in (UTC days; merges count for nothing, as in git log). One walk, which ends
 * when all are known. Empty, or why files of the repository have no day. */
struct str history_dates(struct str dir, struct map *want, struct arena *keep);
/* The same for the commits that changed them last. want: path -> struct str, empty before. Ids are whole and
 * live in keep. */
void history_commits(struct str dir, struct map *want, struct arena *keep);
#endif
