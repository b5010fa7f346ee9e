/* source_bytes.h - the one way by which sources are read: files below the root of a repository.
 *
 * Paths are relative to the content folder and normal; those above it begin with "../". None leads
 * above the root, and no symbolic link does. */
#ifndef LOAD_SOURCE_BYTES_H
#define LOAD_SOURCE_BYTES_H
#include "base/root.h"

struct source_root {
    struct str dir;    /* the content folder, as the user names it */
    struct str top;    /* the root: dir with "/.." behind it, or dir itself */
    int up;            /* how many folders the root stands above the content folder */
    struct str inside; /* the content folder below the root: "docs/", or empty */
    struct root files; /* the root, open */
};
/* The root of a site in dir: given ("..", of site.json) or, when that is empty, the top of the git
 * repository around it, else the folder around it that has a static/ beside dir, else dir. False when given is no folder above dir; then the root is dir. */
bool source_root_open(struct str dir, struct str given, struct arena *keep,
                      struct source_root *out);
/* path, which may stand above the content folder and come back into it ("../docs/a.json"), as it is
 * called here ("a.json"). Empty when it leads out of the root. */
struct str source_root_path(const struct source_root *root, struct str path, struct arena *keep);
/* The same path from the root: "docs/a.json". */
struct str source_root_below(const struct source_root *root, struct str path, struct arena *keep);

/* path as the user would name it: "docs" and "../deploy/a.yaml" are "deploy/a.yaml". */
struct str source_root_shown(const struct source_root *root, struct str path, struct arena *keep);

/* The whole file in keep, at most max bytes. 0 or an error for fs_error(); EACCES when it does
 * not stand below the root, EXDEV when a link on the way leads out of it. */
int source_bytes(const struct source_root *root, struct str path, ptrdiff_t max, struct arena *keep,
                 struct str *text);
/* All files below a folder, as fs_walk. */
int source_bytes_list(const struct source_root *root, struct str path, fs_filter *filter,
                      struct arena *keep, struct fs_list *out);
/* Is there a file or folder at path, or a folder, below the root? */
bool source_bytes_exists(const struct source_root *root, struct str path, struct arena scratch);
bool source_bytes_is_folder(const struct source_root *root, struct str path, struct arena scratch);
#endif
