/* state.h - what the last build knew, in OUT/.plumb/state: for every page the hash of its source, the
 * answers it was given, and the files it wrote. The file also marks OUT as ours.
 *
 *     plumb-state 1 VERSION
 *     page HASH PATH
 *     ask KIND HASH KEY        what the page asked, see model/lookup.h
 *     out HASH PATH            a file it wrote; HASH of what decides its bytes
 *
 * One record a line; paths and keys are percent-encoded. Files of no page (styles, copied images) stand
 * under the page "". */
#ifndef WRITE_STATE_H
#define WRITE_STATE_H
#include "base/map.h"
#include "model/lookup.h"

struct state_out {
    struct str path; /* below OUT */
    uint64_t hash;
};
struct state_page {
    struct str path;
    uint64_t hash;
    LIST(struct lookup_record) asked;
    LIST(struct state_out) outs;
};
struct state {
    struct map pages; /* path -> struct state_page */
};

/* Reads the text of a state file; empty when it is none. When it is of another version, or version is
 * empty, all hashes are 0, so that nothing counts as current. */
struct state state_read(struct str text, struct str version, struct arena *keep);
void state_write(const struct state *s, struct str version, struct buf *out);
struct state_page *state_page(struct state *s, struct str path,
                              struct arena *keep); /* made when new */
const struct state_out *state_out_named(const struct state_page *p, struct str path);
#endif
