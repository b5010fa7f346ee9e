/* root.h - files below one folder, and nothing else: no path and no link leads out of it.
 *
 * A root is an open folder. Every path is relative to it; it is resolved by the kernel's openat2
 * (RESOLVE_BENEATH, RESOLVE_NO_MAGICLINKS), or by the same walk by hand where that is missing. Only
 * regular files are read: a pipe, a socket or a device is refused, not waited for. Functions return 0
 * or an error for fs_error(); EXDEV: the path leads out; FS_NOT_REGULAR: it is no file. */
#ifndef BASE_ROOT_H
#define BASE_ROOT_H
#include "base/fs.h"

struct root {
    int fd; /* -1: not open */
};

int root_open(const char *dir, struct root *out);
/* A folder below a root as a root of its own. */
int root_below(const struct root *r, struct str path, struct root *out);
void root_close(struct root *r);

/* The whole file in keep, at most max bytes. *out_entry, which may be NULL, is what the file was when
 * it was read. */
int root_read(const struct root *r, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out, struct fs_entry *out_entry);
/* The first bytes, at most max. */
int root_head(const struct root *r, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out);
/* What stands at path, links followed inside the root; out->path is path. */
int root_stat(const struct root *r, struct str path, struct fs_entry *out);
/* The same for what this program wrote itself: a link is not followed but refused, and the path is
 * not resolved step by step. */
int root_look(const struct root *r, struct str path, struct fs_entry *out);

/* All entries below the root that are no folders, in byte order of their paths. Links to folders are
 * not followed; what is no regular file or leads out is listed with its kind. filter may be NULL. */
int root_walk(const struct root *r, fs_filter *filter, void *ctx, struct arena *keep,
              struct fs_list *out);

/* A new file; folders on the way are made. Nothing is left on an error. *out, when not NULL: what
 * was written. */
int root_create(const struct root *r, struct str path, struct str data, struct fs_entry *out);
int root_mkdirs(const struct root *r, struct str path);
/* Folders on the way to `to` are made. */
int root_rename(const struct root *r, struct str from, struct str to);
int root_remove(const struct root *r, struct str path);     /* a file; 0 when it is not there */
int root_remove_dir(const struct root *r, struct str path); /* an empty folder; 0 when not there */
int root_remove_tree(const struct root *r, struct str path);
/* All that was written below the root's file system reaches the disk. */
int root_sync(const struct root *r);
/* A file mapped into memory for reading, or empty; it stays mapped. */
int root_map(const struct root *r, struct str path, struct str *out);
#endif
