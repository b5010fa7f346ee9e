/* source_bytes.c - where the root is, and reading below it. */
#include "load/source_bytes.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/path.h"

/* nobody's content stands deeper in a repository */
enum { UP_MAX = 32 };

/* The last n folders of an absolute path, with a slash behind them: "docs/". */
static struct str last_folders(struct str real, int n, struct arena *keep)
{
    ptrdiff_t at = real.len;

    for (int i = 0; i < n; i++)
        at = str_rchar(str_sub(real, 0, at), '/');
    return n && at >= 0 ? str_fmt(keep, "%.*s/", (int)(real.len - at - 1), real.ptr + at + 1)
                        : (struct str){ 0 };
}

/* How many folders above real a .git stands; -1 when there is none. */
static int git_above(struct str real, struct arena scratch)
{
    int up = 0;

    for (struct str at = real; at.len > 1 && up < UP_MAX; at = path_dir(at), up++) {
        struct arena a = scratch;
        struct fs_entry e;

        if (!fs_stat(path_join(at, S(".git"), &a).ptr, &e))
            return up;
    }
    return -1;
}

static bool has_static_beside(struct str real, struct arena scratch)
{
    struct fs_entry e;

    return path_dir(real).len > 1 &&
           !fs_stat(path_join(path_dir(real), S("static"), &scratch).ptr, &e) && e.is_dir;
}

bool source_root_open(struct str dir, struct str given, struct arena *keep, struct source_root *out)
{
    char buffer[PATH_MAX];
    struct str real = { 0 };
    int up = 0;

    *out = (struct source_root){ .dir = dir, .top = dir, .files = { .fd = -1 } };
    if (!realpath(str_c(dir.len ? dir : S("."), keep), buffer))
        return true;
    real = str_copy(str_of(buffer), keep);
    if (given.len && (path_climb(given, keep, &up).len || *given.ptr == '/')) {
        root_open(buffer, &out->files);
        return false;
    }
    if (!given.len)
        up = git_above(real, *keep);
    if (up < 0) /* content/ beside static/ is one site, whoever keeps it */
        up = has_static_beside(real, *keep);
    out->inside = last_folders(real, up, keep);
    if (up && (!out->inside.len || *out->inside.ptr == '/')) {
        root_open(buffer, &out->files);
        return false;
    }
    out->up = up;
    out->top = up ? path_join(dir, path_above(up, S(""), keep), keep) : dir;
    root_open(str_c(out->top.len ? out->top : S("."), keep), &out->files);
    return true;
}

struct str source_root_below(const struct source_root *root, struct str path, struct arena *keep)
{
    bool escapes = false;
    struct str below = path_normal(str_join(root->inside, path, keep), keep, &escapes);

    return escapes ? (struct str){ 0 } : below;
}

struct str source_root_path(const struct source_root *root, struct str path, struct arena *keep)
{
    int up;
    struct str rest = path_climb(path, keep, &up), below;

    if (up > root->up || (path.len && *path.ptr == '/'))
        return (struct str){ 0 };
    if (!up)
        return rest;
    below = source_root_below(root, path, keep);
    return str_starts(below, root->inside) ? str_from(below, root->inside.len)
                                           : path_above(up, rest, keep);
}

struct str source_root_shown(const struct source_root *root, struct str path, struct arena *keep)
{
    struct str full = path_join(root->dir, path, keep), rest;
    int up;

    if (!str_starts(path, S("../")))
        return full;
    rest = path_climb(full, keep, &up);
    return *full.ptr == '/' ? str_join(S("/"), rest, keep) : path_above(up, rest, keep);
}

/* The path from the root; false when it leads out of it by its text. Links are refused when it is opened. */
static bool below_root(const struct source_root *root, struct str path, struct arena *keep,
                       struct str *below)
{
    int up;

    path_climb(path, keep, &up);
    *below = source_root_below(root, path, keep);
    return up <= root->up && !(path.len && *path.ptr == '/');
}

int source_bytes(const struct source_root *root, struct str path, ptrdiff_t max, struct arena *keep,
                 struct str *text)
{
    struct str below;

    if (!below_root(root, path, keep, &below))
        return EACCES;
    return root_read(&root->files, below, max, keep, text, NULL);
}

int source_bytes_list(const struct source_root *root, struct str path, fs_filter *filter,
                      struct arena *keep, struct fs_list *out)
{
    struct str below;
    struct root folder;

    if (!below_root(root, path, keep, &below))
        return EACCES;
    int error = root_below(&root->files, below, &folder);
    if (error)
        return error;
    error = root_walk(&folder, filter, NULL, keep, out);
    root_close(&folder);
    return error;
}

static bool stands(const struct source_root *root, struct str path, struct arena scratch,
                   struct fs_entry *e)
{
    struct str below;

    return below_root(root, path, &scratch, &below) && !root_stat(&root->files, below, e);
}

bool source_bytes_exists(const struct source_root *root, struct str path, struct arena scratch)
{
    struct fs_entry e;

    return stands(root, path, scratch, &e);
}

bool source_bytes_is_folder(const struct source_root *root, struct str path, struct arena scratch)
{
    struct fs_entry e;

    return stands(root, path, scratch, &e) && e.is_dir;
}
