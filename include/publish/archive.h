/* archive.h - what is kept of a release so that it can come back: which objects it had, and the
 * bytes of those it sent. One object of the target under .plumb/releases/.
 *
 *     "plumb record 1 LENGTH\n"     length of the manifest in bytes
 *     manifest                      rows marked "?" are those whose bytes follow
 *     bytes                         of those rows, in their order
 *
 * A full record has the bytes of all objects of its release; the others only of what was new. One
 * is full when there is none to build on, or when those since the last full one have outgrown the
 * site. */
#ifndef PUBLISH_ARCHIVE_H
#define PUBLISH_ARCHIVE_H
#include "publish/manifest.h"

struct archive {
    struct manifest manifest;
    struct str bytes;
};

/* The key of a release's record. */
struct str archive_key(struct str release, struct arena *keep);

/* Whether the record of the release that intent begins must be full. */
bool archive_is_full(const struct manifest *intent, const struct manifest *last);
/* Writes the record of intent to the file at path, with bytes from the folder dir. */
bool archive_write(const char *path, const struct manifest *intent, bool full, const char *dir,
                   struct arena scratch, int64_t *size, struct buf *why);
/* Parts of text; the manifest in keep. */
bool archive_read(struct str text, struct arena *keep, struct archive *out, struct buf *why);
/* The bytes with that hash, compared; NULL ptr when the record does not have them. */
struct str archive_find(const struct archive *r, const struct sha256 *hash);

/* Cuts m's releases to the newest n and its records to those that these need; the ids of the others
 * in keep. */
void archive_prune(struct manifest *m, int n, struct arena *keep, struct str **dropped,
                   ptrdiff_t *n_dropped);
#endif
