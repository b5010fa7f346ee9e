/* record.h - what the last build knew, in OUT/.plumb/record: what it read, what it found, what it
 * wrote. It marks OUT as plumb's own and lets the next build read and make only what changed.
 *
 * The file is input from a stranger (it may be committed): it is valid when its checksum is right,
 * it is of this layout, and every path in it stays below OUT; else it says nothing at all. Hashes of
 * another build of the program are not trusted, its list of outputs is.
 *
 *     "plumb record N\n"  CHECKSUM  then packed (base/pack.h):
 *     head       program, content folder, moment, options, epochs, git commit
 *     products   name, hash, stamp, summary, judged, asks, outs; the pages and what is made beside them
 *     rest       counts, findings, search words
 *
 * Life: record_read maps it before anything else is read; gather takes summaries from it, judge
 * verdicts, write outputs; write makes a new one of what it moved into place. */
#ifndef GATHER_RECORD_H
#define GATHER_RECORD_H
#include "base/map.h"
#include "base/pack.h"
#include "base/root.h"
#include "model/lookup.h"
#include "model/verdict.h"

/* What a file was when it was read or written. */
struct record_stamp {
    int64_t size, mtime_ns, ctime_ns; /* ctime_ns 0: of an output, which is renamed */
    uint64_t inode;
};
struct record_out { /* a file below OUT */
    struct str path;
    struct record_stamp stamp;
    uint64_t hash; /* of its bytes */
    uint64_t from; /* of what decides them, for pictures that take long to make; else 0 */
};
/* What is made and of what: a page ("costs/medium.md"), the copies of a picture ("=image:a.png"), the
 * search index ("=search"). Names that are no pages begin with '='. */
struct record_product {
    struct str name;
    uint64_t
        hash; /* of all that decides it but asks: a page's bytes, a picture's bytes and widths */
    struct record_stamp stamp;  /* of the page's file; zero: none */
    struct str summary, judged; /* packed by gather/summary.h, judge/judged.h */
    LIST(struct lookup_record) asks;
    LIST(struct record_out) outs;
    ptrdiff_t number; /* its place in products */
};
struct record_input { /* a file that is no page: of data, of the theme, a picture */
    struct str path;
    struct record_stamp stamp;
};
enum record_epoch { EPOCH_FACES, EPOCH_DATA, EPOCH_COSTS, EPOCH_SETTINGS, EPOCH_FRAME, N_EPOCHS };

struct record {
    bool valid;   /* OUT is ours */
    bool current; /* made by this program from this folder: hashes count */
    uint64_t program;
    struct str dir, commit;
    int64_t moment_ns;  /* when the build began to read */
    int64_t written_ns; /* when all it wrote had been written */
    uint64_t options;   /* of all options that decide the output */
    uint64_t epochs[N_EPOCHS];
    LIST(struct record_product *) products; /* in the order they were made */
    struct map product_at;                  /* name -> struct record_product */
    LIST(struct record_input) inputs;       /* in byte order of paths */
    struct str findings; /* packed by summary_pack_findings() of gather/summary.h */
    struct str dates;    /* of pages by the commit, packed by gather/dates.c */
    struct str words;    /* packed by write/search.c */
    struct claim_totals {
        int n[N_VERDICTS];
    } claims;
    int fail_on; /* enum severity */
};

/* Reads OUT's record; not valid when there is none. An error when it is there and cannot be read. */
int record_read(const struct root *out, uint64_t program, struct str dir, struct arena *keep,
                struct record *r);
void record_write(const struct record *r, struct buf *out);

const struct record_product *record_named(const struct record *r, struct str name);
const struct record_out *record_out_named(const struct record_product *p, struct str path);
struct record_product *record_add(struct record *r, struct str name, struct arena *keep);

/* Is e the file that the stamp is of? RECORD_YOUNG: it seems so, but it was written in the moment it was
 * read, when a clock may not have ticked: its bytes must be looked at. Nothing but the stamp lets a
 * record speak for a file: its inode and times are nothing that could be committed with it. */
enum record_likeness { RECORD_OTHER, RECORD_YOUNG, RECORD_SAME };
enum record_likeness record_same(const struct record *r, const struct record_stamp *s,
                                 const struct fs_entry *e);
struct record_stamp record_stamp_of(const struct fs_entry *e);
struct record_stamp record_stamp_out(const struct fs_entry *e); /* of an output */

/* This very program: another one's hashes mean nothing to it. */
uint64_t record_program(void);
#endif
