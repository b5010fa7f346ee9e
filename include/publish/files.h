/* files.h - a built folder as the objects of a release, and the order in which they may go out. */
#ifndef PUBLISH_FILES_H
#define PUBLISH_FILES_H
#include "base/map.h"
#include "model/plan.h"
#include "publish/mime.h"

enum { FILES_MAX_SIZE = 1 << 30 /* one file; larger ones want a multipart upload */ };

/* All files below dir but dot files (.well-known stays), with hash, size and headers. rules as in
 * mime_of(). False with the reason in why when one cannot be read; memory for one file at a time is
 * taken from scratch. */
bool files_read(const char *dir, const struct mime_rules *rules, struct arena *keep,
                struct arena scratch, struct plan_objects *out, struct buf *why);

struct files_missing {
    struct str from, key;
};
struct files_missing_list {
    struct files_missing *ptr;
    ptrdiff_t len, cap;
};

/* Fills kind and level of every object from what the files refer to, and lists references to files
 * that are not there (but not links). Reads pages, styles and SVG again, or takes their text from
 * texts (key to struct str *); those it does not have then refer to nothing. */
bool files_order(const char *dir, const struct map *texts, struct str web_path,
                 struct plan_objects *objects, struct arena *keep, struct arena scratch,
                 struct files_missing_list *missing, struct buf *why);

/* The kind that a key alone tells; files_order() knows better. */
enum plan_kind files_kind(struct str key);
#endif
