/* state.h - what this copy of plumb remembers of a target between runs. All of it may be lost: then
 * a publish reads more, sends more, and ends the same.
 *
 *     remote      etag of the manifest in its first line, then the manifest
 *     lock        held while a publish is under way
 *     journal     release in its first line, then of each object that has arrived: number, bytes and
 *                 headers in one word, version
 *     switch      the release that a rollback brings back, until it has
 *     drift       the target is not what its manifest says: the next publish looks at all of it
 *     stamps      sizes and times of the site's files, with their hashes
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
/* Who publishes: a job of a CI by its name, else a random id that is kept. */
struct str state_publisher(struct state *s, struct arena *keep);
bool state_load(struct state *s, struct arena *keep, struct str *etag, struct str *manifest);
/* Called when a new version of the manifest stands in the target. Errors are no failure: the first
 * of them, in anything kept here, goes to why once, and an old copy is removed. */
void state_save(struct state *s, struct str etag, struct str manifest, struct arena scratch,
                struct buf *why);

/* Removes what runs that were stopped have left half written. */
void state_tidy(struct state *s, struct arena scratch);

/* A word for the next run: "switch", what a switch under way leads to; "drift", that --verify found
 * something. Empty: none. */
void state_note(struct state *s, const char *name, struct str text);
bool state_is_there(const struct state *s); /* something was remembered before */
struct str state_noted(struct state *s, const char *name, struct arena *keep);

void state_begin(struct state *s, struct str release); /* a new journal */
/* what: its bytes and headers, in one word; version: the bucket's id of them */
void state_sent(struct state *s, ptrdiff_t object, struct str what, struct str version);
void state_end(struct state *s);
struct state_arrival {
    struct str what, version; /* empty: it has not, as far as the journal knows */
};
/* What has arrived of n objects of release; NULL: nothing is known. */
const struct state_arrival *state_arrived(struct state *s, struct str release, ptrdiff_t n,
                                          struct arena *keep);
#endif
