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
 *                 ["text/css; charset=utf-8","no-store","/docs/"],    and cache tags of that root
 *                 ["image/png","no-store","","content-language:de"]], and other headers
 *      "objects":[["index.html",1234,"<SHA-256>",0],      headers[0]; the hash in base64url; without a
 *                                                         fourth member: headers as the one before
 *                 ["a.css",5,"<SHA-256>",1,"?"],          on its way
 *                 ["b.css",5,"<SHA-256>",1,"1"],          left one release ago
 *                 ["c.css",5,"<SHA-256>",1,"?1"],         release mode: and its copy is on its way
 *                 ["d.png",5,"<SHA-256>",1,"t"],          its name looks hashed, and is not
 *                 ["e.js",5,"<SHA-256>",1,"",3,"v1"],     level 3 of assets; its version in the bucket
 *                 ["old.html",5,"<SHA-256>",0,"-"]],      to be deleted
 *      "coming":["0 0 n1.css","1 4 2"],                   new keys: letters shared with the one before
 *                                                         at both ends, and those between: n1.css n2.css
 *      "paths":["/"],                                     to be invalidated
 *      "releases":[{"id":"…","time":"…","objects":3,"bytes":1244,"sent":1,"of":"",
 *                   "kept":["<SHA-256>"]}],               bytes of it below .plumb/objects/
 *      "records":["…"],                                   releases whose rows stand below .plumb/releases/
 *      "mode":"release",                                  left out when published in place
 *      "edge":"E0EXAMPLE",                                whose copies all have their tags
 *      "public":true,                                     anybody can read this: nothing else is kept
 *      "asked":"2026-11-23",                              when that was found out
 *      "unconditional":true,                              the server ignores If-Match
 *      "check":"<SHA-256 of all text before this member>"} */
#ifndef PUBLISH_MANIFEST_H
#define PUBLISH_MANIFEST_H
#include "model/plan.h"

#define MANIFEST_KEY ".plumb/manifest.json"
enum { MANIFEST_MAX_SIZE = 64 << 20, MANIFEST_MAX_RELEASES = 20 };

enum manifest_phase { MANIFEST_UPLOADING, MANIFEST_DONE };
struct manifest_release {
    struct str id, time;
    struct str of; /* brought back by a rollback: the release whose objects these are; else empty */
    int64_t objects, bytes, sent;
    struct sha256 *kept; /* bytes that later releases replaced, kept by hash */
    ptrdiff_t n_kept;
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
    struct str *records; /* ids, newest first */
    ptrdiff_t n_records;
    bool released;      /* "mode":"release": the objects stand below r/RELEASE/ */
    bool is_public;     /* anybody can read the state */
    bool unconditional; /* the server ignores conditions */
    struct str asked;   /* the day on which is_public was found out */
    struct str edge;    /* the distribution whose copies of objects with cache tags all have them */
};

/* False with the reason in why when text is no manifest, of a newer version, or was changed by
 * hand. Texts without escapes stay in text. */
bool manifest_read(struct str text, struct arena *keep, struct manifest *out, struct buf *why);
void manifest_write(const struct manifest *m, struct buf *out);

/* The manifest to write before a plan is carried out: its objects in keep. */
struct manifest manifest_intent(const struct plan *p, const struct manifest *last,
                                struct arena *keep);
bool manifest_has_release(const struct manifest *m, struct str id);
struct str manifest_record_key(struct str release, struct arena *keep);
struct str manifest_object_key(const struct sha256 *hash, struct arena *keep);

/* Whether a and b are the same objects: keys, bytes, headers, releases since they left. */
bool manifest_same_objects(const struct plan_objects *a, const struct plan_objects *b);
/* The same after everything was done: nothing on its way, nothing to delete. */
struct manifest manifest_done(const struct manifest *intent, struct arena *keep);
#endif
