/* state.h - what this copy of plumb remembers of a target between runs. All of it may be lost: then
 * a publish reads more, sends more, and ends the same.
 *
 *     remote      etag of the manifest in its first line, then the manifest
 *     lock        held while a publish is under way
 *     journal     release in its first line, then the number of each object that has arrived
 *     release-*   records of releases, as in the target
 *     switch      the release that a rollback brings back, until it has
 *     publisher   a random id, so that the same publisher can resume its own unfinished publish */
#ifndef PUBLISH_STATE_H
#define PUBLISH_STATE_H
#include "base/buf.h"

struct state;

/* The state for target `to`: in SITE/.plumb when that folder is there, else below XDG_CACHE_HOME or
 * ~/.cache. Nothing is written before state_begin() or state_save(). */
struct state *state_open(const char *site, struct str to, struct arena *keep);
/* Keeps other runs on this machine from publishing to the same target until this process ends;
 * false when one is at work. True when there is nowhere to remember. */
bool state_lock(struct state *s, struct arena scratch);
struct str state_publisher(struct state *s, struct arena *keep); /* made when there is none */
bool state_load(struct state *s, struct arena *keep, struct str *etag, struct str *manifest);
/* Called when a new version of the manifest stands in the target. Errors are no failure: the first
 * of them, in anything kept here, goes to why once, and an old copy is removed. */
void state_save(struct state *s, struct str etag, struct str manifest, struct arena scratch,
                struct buf *why);

/* The file for the record of a release; NULL when there is nowhere to remember. */
const char *state_path(const struct state *s, struct str release, struct arena *keep);

/* Removes what runs that were stopped have left: records of releases but those n, files half
 * written. */
void state_tidy(struct state *s, const struct str *releases, ptrdiff_t n, struct arena scratch);

/* What a switch under way leads to; empty: none. */
void state_note(struct state *s, struct str release);
struct str state_noted(struct state *s, struct arena *keep);

void state_begin(struct state *s, struct str release); /* a new journal */
void state_sent(struct state *s, ptrdiff_t object);
void state_end(struct state *s);
/* Which of n objects of release have arrived, as far as the journal knows; NULL: nothing is known.
 */
const bool *state_arrived(struct state *s, struct str release, ptrdiff_t n, struct arena *keep);
#endif
