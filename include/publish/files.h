/* files.h - a built folder as the objects of a release, and the order in which they may go out. */
#ifndef PUBLISH_FILES_H
#define PUBLISH_FILES_H
#include "base/map.h"
#include "model/plan.h"
#include "publish/mime.h"

/* What was known of each file when its hash was made: a file whose size, times and inode are the same is
 * not read again, as git and make do it. Opaque; lines in byte order of keys. */
struct files_stamps {
    struct str known; /* of the last run, or empty */
    struct buf now;
    bool fresh; /* now tells more than known */
};

/* All files below dir, with hash, size and headers; links to folders inside it are followed. Dot files
 * (but .well-known) and what cannot go out are named in notes. rules as in mime_of(). stamps may be NULL. False with the
 * reason in why when one cannot be read. */
bool files_read(const char *dir, const struct mime_rules *rules, struct files_stamps *stamps,
                struct arena *keep, struct arena scratch, struct plan_objects *out,
                struct buf *notes, struct buf *why);

struct files_missing {
    struct str from, key;
};
struct files_missing_list {
    struct files_missing *ptr;
    ptrdiff_t len, cap;
};

/* Fills kind and level of every object from what the files refer to, and lists references to files
 * that are not there (but not links). Reads pages, styles, scripts, JSON and SVG again. */
bool files_order(const char *dir, struct str web_path, struct plan_objects *objects,
                 struct arena *keep, struct arena scratch, struct files_missing_list *missing,
                 struct buf *why);

/* The kind that a key alone tells; files_order() knows better. */
enum plan_kind files_kind(struct str key);
#endif
