/* out.h - the folder OUT as a transaction: everything is made beside, then moved, and what fails half way is
 * put back.
 *
 *     OUT/.plumb/lock      held while a build works; says by whom
 *     OUT/.plumb/record    what the last build knew and wrote (gather/record.h)
 *     OUT/.plumb/new/PATH  what this build made, waiting for its place
 *     OUT/.plumb/old/N     what stood in a place before, until the record is written
 *     OUT/.plumb/journal   the moves; there only while they are under way
 *
 * A build that dies while it moves is undone by the next one: the journal says what was moved, by inodes, so
 * that a journal which came with a repository moves nothing. OUT is plumb's own when it is empty or has a
 * valid record; only files of the record are replaced or removed, and removed only while they are what was
 * written. */
#ifndef WRITE_OUT_H
#define WRITE_OUT_H
#include "gather/record.h"

enum { OUT_WORKERS = 16 };
enum {
    OUT_FOREIGN = -10, /* holds files that plumb did not write */
    OUT_BUSY = -11,    /* another build holds the lock */
};

struct out_staged {
    struct str path;
    uint64_t inode;
};
/* What the old record has, the new one has not, and stays. */
struct out_kept {
    struct str path;
    int error; /* of a folder that is empty now; 0: a file that others changed */
};
struct out {
    struct root root;
    struct str dir; /* as the user calls it */
    struct arena *keep;
    bool made; /* OUT was not there before */
    int lock;
    struct map old; /* path -> const struct record_out of the last record */
    struct {
        LIST(struct out_staged) staged;
        struct arena keep; /* for names of what is staged */
    } work[OUT_WORKERS];
    LIST(struct out_kept) kept;
    struct str at;   /* the path an error is about */
    struct str why;  /* what else is to be said of it, or empty */
    bool half_moved; /* an error while things were put back: OUT is mixed */
};

/* Opens and locks dir, which is made; undoes what a build left half moved. A second builder waits some
 * seconds for the first, which `say` is told. 0 or an error, out->at says of what. */
int out_open(struct out *out, struct str dir, struct arena *keep, void (*say)(struct str holder));
/* The files of the last build, once its record is read. OUT_FOREIGN when there are others and no record. */
int out_claim(struct out *out, const struct record *old);
/* Is the file of the record there as it was written? */
bool out_stands(const struct out *out, const struct record *old, const struct record_out *o,
                struct arena scratch);
/* Stages data for path unless it stands there, and notes it among outs of p, whose lists live in keep. */
int out_put(struct out *out, int worker, const struct record *old, struct record_product *p,
            struct str path, struct str data, struct arena *keep, struct arena scratch);
/* Moves all that is staged, removes what the old record has and now has not, writes now. */
int out_commit(struct out *out, const struct record *old, struct record *now, struct arena scratch,
               ptrdiff_t *written, ptrdiff_t *removed);
/* Lets go; what was staged and not moved is removed. */
void out_close(struct out *out);
#endif
