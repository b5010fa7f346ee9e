/* manifest.h - what stands in the target and what is on its way: the one record of a publish.
 *
 * It is written before the first upload with every key to come (phase uploading) and again when
 * readers' copies have been invalidated and what left has been deleted (phase done). Whoever finds
 * it unfinished knows which keys are ours, which may or may not have been sent, which paths still
 * want invalidating, which keys still want deleting, and who was at work since when: resume, lock
 * and the care for other people's keys all come from it.
 *
 *     {"v":1,"release":"…","after":"…","phase":"uploading","publisher":{"id":"…","name":"…"},
 *      "time":"2026-11-23T15:04:05Z",
 *      "headers":[["text/html; charset=utf-8","public, max-age=0, must-revalidate"],
 *                 ["text/css; charset=utf-8","no-store","/docs/"]],   and cache tags of that root
 *      "objects":[["index.html",1234,"<sha-256>",0],      headers[0]
 *                 ["a.css",5,"<sha-256>",1,"?"],          on its way
 *                 ["n.css",5,"<sha-256>",1,"+"],          and nothing stood there before
 *                 ["b.css",5,"<sha-256>",1,1],            left one release ago
 *                 ["c.css",5,"<sha-256>",1,"?1"],         release mode: and its copy is on its way
 *                 ["old.html",5,"<sha-256>",0,"-"]],      to be deleted
 *      "paths":["/"],                                     to be invalidated
 *      "releases":[{"id":"…","time":"…","objects":3,"bytes":1244,"sent":1,"of":""}],
 *      "records":[{"id":"…","bytes":5244,"full":true}],   what is kept for rollback: record.h
 *      "mode":"release",                                  left out when published in place
 *      "edge":"E0EXAMPLE",                                whose copies all have their tags
 *      "check":"<SHA-256 of all text before this member>"} */
#ifndef PUBLISH_MANIFEST_H
#define PUBLISH_MANIFEST_H
#include "model/plan.h"

#define MANIFEST_KEY ".plumb/manifest.json"
enum { MANIFEST_MAX_SIZE = 64 << 20, MANIFEST_MAX_RELEASES = 20 };

enum manifest_phase { MANIFEST_UPLOADING, MANIFEST_DONE };
struct manifest_record {
    struct str id;
    int64_t bytes;
    bool full;
};
struct manifest_release {
    struct str id, time;
    struct str of; /* brought back by a rollback: the release whose objects these are; else empty */
    int64_t objects, bytes, sent;
};
struct manifest {
    struct str release, after;
    enum manifest_phase phase;
    struct str publisher, name; /* an id of this copy of plumb's state; a word for people */
    struct str time;
    struct plan_objects objects;
    struct str *paths;
    ptrdiff_t n_paths;
    struct manifest_release *releases; /* newest first */
    ptrdiff_t n_releases;
    struct manifest_record *records; /* newest first */
    ptrdiff_t n_records;
    bool released;   /* "mode":"release": the objects stand below r/RELEASE/ */
    struct str edge; /* the distribution whose copies of objects with cache tags all have them */
};

/* False with the reason in why when text is no manifest, of a newer version, or was changed by
 * hand. Texts without escapes stay in text. */
bool manifest_read(struct str text, struct arena *keep, struct manifest *out, struct buf *why);
void manifest_write(const struct manifest *m, struct buf *out);

/* The manifest to write before a plan is carried out: its objects in keep. */
struct manifest manifest_intent(const struct plan *p, const struct manifest *last,
                                struct arena *keep);
/* Whether a and b are the same objects: keys, bytes, headers, releases since they left. */
bool manifest_same_objects(const struct plan_objects *a, const struct plan_objects *b);
/* The same after everything was done: nothing on its way, nothing to delete. */
struct manifest manifest_done(const struct manifest *intent, struct arena *keep);
#endif
