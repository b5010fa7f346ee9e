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

bool source_root_open(struct str dir, struct str given, struct arena *keep, struct source_root *out)
{
    char buffer[PATH_MAX];
    struct str real = { 0 };
    int up = 0;

    *out = (struct source_root){ .dir = dir, .top = dir };
    if (!realpath(str_c(dir.len ? dir : S("."), keep), buffer))
        return true;
    real = str_copy(str_of(buffer), keep);
    if (given.len && (path_climb(given, keep, &up).len || *given.ptr == '/'))
        return false;
    if (!given.len)
        up = git_above(real, *keep);
    up = up < 0 ? 0 : up;
    out->inside = last_folders(real, up, keep);
    if (up && (!out->inside.len || *out->inside.ptr == '/'))
        return false;
    out->up = up;
    out->top = up ? path_join(dir, path_above(up, S(""), keep), keep) : dir;
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

/* The path to open; false when it, or a link on the way, leads out of the root. */
static bool full_path(const struct source_root *root, struct str path, struct arena *keep,
                      struct str *full)
{
    char real[PATH_MAX], top[PATH_MAX];
    int up;

    path_climb(path, keep, &up);
    *full = path_join(root->dir, path, keep);
    if (up > root->up || (path.len && *path.ptr == '/'))
        return false;
    if (!realpath(str_c(full->len ? *full : S("."), keep), real))
        return true; /* what is not there leads nowhere */
    if (!realpath(str_c(root->top.len ? root->top : S("."), keep), top))
        return false;
    ptrdiff_t n = (ptrdiff_t)strlen(top);
    return strncmp(real, top, (size_t)n) == 0 && (n == 1 || real[n] == '/' || !real[n]);
}

int source_bytes(const struct source_root *root, struct str path, ptrdiff_t max, struct arena *keep,
                 struct str *text)
{
    struct str full;

    if (!full_path(root, path, keep, &full))
        return EACCES;
    return fs_read(full.ptr, max, keep, text);
}

int source_bytes_list(const struct source_root *root, struct str path, fs_filter *filter,
                      struct arena *keep, struct fs_list *out)
{
    struct str full;

    if (!full_path(root, path, keep, &full))
        return EACCES;
    return fs_walk(full.ptr, filter, NULL, keep, out);
}

bool source_bytes_exists(const struct source_root *root, struct str path, struct arena scratch)
{
    struct str full;
    struct fs_entry e;

    return full_path(root, path, &scratch, &full) && !fs_stat(full.ptr, &e);
}

bool source_bytes_is_folder(const struct source_root *root, struct str path, struct arena scratch)
{
    struct str full;

    return full_path(root, path, &scratch, &full) && fs_is_dir(full.ptr);
}
