/* root.c - files below a root handle: openat2 where the kernel has it, else the same walk by hand. */
#include "base/root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"

enum {
    MAX_DEPTH = 64, /* nesting past 64 folders is a mistake or a trap; the stack is ours */
    MAX_LINKS = 40, /* as many as the kernel follows */
};

static atomic_bool no_openat2;

/* ---- paths ---- */

/* path as a C string; false when it is too long or holds a NUL. */
static bool c_path(struct str path, char to[PATH_MAX])
{
    if (path.len >= PATH_MAX || str_char(path, '\0') >= 0)
        return false;
    memcpy(to, path.len ? path.ptr : ".", (size_t)(path.len ? path.len : 1));
    to[path.len ? path.len : 1] = '\0';
    return true;
}

/* Replaces the part of `path` that ends at `end` by the target of the link there. */
static int splice_link(char path[PATH_MAX], size_t beg, size_t end, const char *target)
{
    char rest[PATH_MAX];
    memcpy(rest, path + end, strlen(path + end) + 1);
    if (*target == '/')
        return EXDEV;
    if (snprintf(path + beg, PATH_MAX - beg, "%s%s", target, rest) >= (int)(PATH_MAX - beg))
        return ENAMETOOLONG;
    return 0;
}

/* Takes the part from beg off, and the folder before it: "a/b/" + ".." -> "a/". False at the top. */
static bool step_up(char path[PATH_MAX], size_t *beg, size_t end)
{
    size_t up = *beg;
    if (up == 0)
        return false;
    for (up--; up > 0 && path[up - 1] != '/'; up--)
        ;
    memmove(path + up, path + end, strlen(path + end) + 1);
    *beg = up;
    return true;
}

/* The path without links, dots or double slashes. By hand, one part after the other. */
static int resolve(const struct root *r, char path[PATH_MAX])
{
    size_t beg = 0;
    for (int links = 0; path[beg];) {
        size_t end = beg + strcspn(path + beg, "/"), behind = end + strspn(path + end, "/");
        char was = path[end], target[PATH_MAX];
        if (end == beg || (end == beg + 1 && path[beg] == '.')) {
            memmove(path + beg, path + behind, strlen(path + behind) + 1);
            continue;
        }
        if (end == beg + 2 && path[beg] == '.' && path[beg + 1] == '.') {
            if (!step_up(path, &beg, behind))
                return EXDEV;
            continue;
        }
        path[end] = '\0';
        ssize_t n = readlinkat(r->fd, path, target, sizeof target - 1);
        path[end] = was;
        if (n < 0) { /* no link, or nothing is there: the open will say it */
            memmove(path + end + (was == '/'), path + behind, strlen(path + behind) + 1);
            beg = end + (was == '/');
            continue;
        }
        if (++links > MAX_LINKS)
            return ELOOP;
        target[n] = '\0';
        int error = splice_link(path, beg, end, target);
        if (error)
            return error;
    }
    return 0;
}

/* Each folder on the way is opened by itself and may be no link: nothing can be put in between. */
static int open_by_hand(const struct root *r, const char *path, int flags, int *fd)
{
    char plain[PATH_MAX];
    snprintf(plain, sizeof plain, "%s", path);
    int error = *path == '/' ? EXDEV : resolve(r, plain);
    if (error)
        return error;
    int at = openat(r->fd, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    char *part = plain;
    for (char *slash; at >= 0 && (slash = strchr(part, '/')) && slash[1]; part = slash + 1) {
        *slash = '\0';
        int next = openat(at, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int why = errno;
        close(at);
        errno = why;
        at = next;
    }
    if (at < 0)
        return errno;
    part[strcspn(part, "/")] = '\0';
    *fd = openat(at, *part ? part : ".", flags | O_NOFOLLOW | O_CLOEXEC);
    error = *fd < 0 ? errno : 0;
    close(at);
    return error;
}

static int open_beneath(const struct root *r, struct str path, int flags, int *fd)
{
    char name[PATH_MAX];
    struct open_how how = { .flags = (unsigned)(flags | O_CLOEXEC),
                            .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
    if (!c_path(path, name))
        return ENAMETOOLONG;
    if (atomic_load_explicit(&no_openat2, memory_order_relaxed))
        return open_by_hand(r, name, flags, fd);
    long got = syscall(SYS_openat2, r->fd, name, &how, sizeof how);
    for (int tries = 0; got < 0 && (errno == EAGAIN || errno == EINTR) && tries < MAX_LINKS;
         tries++)
        got = syscall(SYS_openat2, r->fd, name, &how, sizeof how);
    *fd = (int)got;
    if (got >= 0)
        return 0;
    if (errno != ENOSYS && errno != EPERM)
        return errno;
    atomic_store_explicit(&no_openat2, true,
                          memory_order_relaxed); /* old kernels, strict sandboxes */
    return open_by_hand(r, name, flags, fd);
}

/* ---- roots ---- */

int root_open(const char *dir, struct root *out)
{
    out->fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return out->fd < 0 ? errno : 0;
}

int root_below(const struct root *r, struct str path, struct root *out)
{
    int error = open_beneath(r, path, O_PATH | O_DIRECTORY, &out->fd);
    out->fd = error ? -1 : out->fd;
    return error;
}

void root_close(struct root *r)
{
    if (r->fd >= 0)
        close(r->fd);
    r->fd = -1;
}

/* ---- reading ---- */

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static struct fs_entry entry_of(struct str path, const struct stat *st)
{
    struct fs_entry e = { .path = path, .is_dir = S_ISDIR(st->st_mode) };
    e.kind = S_ISREG(st->st_mode) || e.is_dir ? FS_PLAIN : FS_SPECIAL;
    e.size = e.is_dir ? 0 : st->st_size;
    e.mtime_ns = nanoseconds(st->st_mtim);
    e.ctime_ns = nanoseconds(st->st_ctim);
    e.inode = st->st_ino;
    return e;
}

/* A regular file, opened without waiting for whoever might be at its other end. */
static int open_file(const struct root *r, struct str path, int *fd, struct stat *st)
{
    int error = open_beneath(r, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, fd);
    if (error)
        return error == ENXIO ? FS_NOT_REGULAR : error;
    if (fstat(*fd, st))
        error = errno;
    else if (S_ISDIR(st->st_mode))
        error = EISDIR;
    else if (!S_ISREG(st->st_mode))
        error = FS_NOT_REGULAR;
    if (error)
        close(*fd);
    return error;
}

int root_read(const struct root *r, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out, struct fs_entry *out_entry)
{
    struct stat st;
    int fd, error = open_file(r, path, &fd, &st);
    *out = (struct str){ 0 };
    if (error)
        return error;
    error = fs_read_open(fd, max, keep, out);
    close(fd);
    if (out_entry)
        *out_entry = entry_of(path, &st);
    return error;
}

int root_head(const struct root *r, struct str path, ptrdiff_t max, struct arena *keep,
              struct str *out)
{
    struct stat st;
    int fd, error = open_file(r, path, &fd, &st);
    *out = (struct str){ 0 };
    if (error)
        return error;
    error = fs_read_some(fd, st.st_size < max ? (ptrdiff_t)st.st_size : max, keep, out);
    close(fd);
    return error;
}

int root_stat(const struct root *r, struct str path, struct fs_entry *out)
{
    struct stat st;
    int fd, error = open_beneath(r, path, O_PATH, &fd);
    if (error)
        return error;
    error = fstat(fd, &st) ? errno : 0;
    close(fd);
    if (!error)
        *out = entry_of(path, &st);
    return error;
}

int root_look(const struct root *r, struct str path, struct fs_entry *out)
{
    struct stat st;
    char name[PATH_MAX];
    if (!c_path(path, name))
        return ENAMETOOLONG;
    if (fstatat(r->fd, name, &st, AT_SYMLINK_NOFOLLOW))
        return errno;
    *out = entry_of(path, &st);
    return 0;
}

int root_map(const struct root *r, struct str path, struct str *out)
{
    struct stat st;
    int fd, error = open_file(r, path, &fd, &st);
    *out = (struct str){ 0 };
    if (error)
        return error;
    void *at = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    error = at == MAP_FAILED ? errno : 0;
    close(fd);
    if (!error)
        *out = (struct str){ at, (ptrdiff_t)(at ? st.st_size : 0) };
    return error;
}

/* ---- listing ---- */

struct walk {
    const struct root *root;
    fs_filter *filter;
    void *ctx;
    struct arena *keep;
    struct fs_list *out;
};

static int walk_dir(struct walk *w, int parent, const char *name, struct str dir, int depth);

/* What a link stands for: a file inside the root, or something that is only listed. */
static struct fs_entry follow(const struct walk *w, struct str path)
{
    struct fs_entry e = { .path = path };
    int error = root_stat(w->root, path, &e);
    if (error)
        return (struct fs_entry){ .path = path, .kind = error == EXDEV ? FS_OUTSIDE : FS_DANGLING };
    if (e.is_dir)
        e = (struct fs_entry){ .path = path, .kind = FS_FOLDER_LINK };
    return e;
}

/* Names are looked up in their open folder: a path from the root would be walked again for each. */
static int walk_entry(struct walk *w, int folder, const char *name, bool is_dir, struct str path,
                      int depth)
{
    struct stat st = { .st_mode = S_IFDIR };
    if (!is_dir && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW))
        return errno == ENOENT ? 0 : errno;
    struct fs_entry e = S_ISLNK(st.st_mode) ? follow(w, path) : entry_of(path, &st);
    if (w->filter && !w->filter(w->ctx, &e))
        return 0;
    if (e.is_dir)
        return walk_dir(w, folder, name, path, depth + 1);
    *PUSH(w->out, w->keep) = e;
    return 0;
}

static struct str path_below(struct str dir, struct str name, struct arena *keep)
{
    char *out = NEW(keep, char, dir.len + name.len + 2);
    ptrdiff_t n = dir.len;
    memcpy(out, dir.ptr ? dir.ptr : "", (size_t)n);
    if (n)
        out[n++] = '/';
    memcpy(out + n, name.ptr, (size_t)name.len);
    return (struct str){ out, n + name.len };
}

static int walk_dir(struct walk *w, int parent, const char *name, struct str dir, int depth)
{
    if (depth > MAX_DEPTH)
        return FS_TOO_DEEP;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth ? O_NOFOLLOW : 0));
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    int error = d ? 0 : errno;
    if (fd >= 0 && !d)
        close(fd);
    while (d && !error) {
        errno = 0;
        struct dirent *e = readdir(d);
        if (!e) { /* the end, or a folder that could not be read to its end */
            error = errno;
            break;
        }
        struct str entry = str_of(e->d_name);
        if (!str_equal(entry, S(".")) && !str_equal(entry, S("..")))
            error = walk_entry(w, fd, e->d_name, e->d_type == DT_DIR,
                               path_below(dir, entry, w->keep), depth);
    }
    if (d)
        closedir(d);
    return error;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct fs_entry *)a)->path, ((const struct fs_entry *)b)->path);
}

int root_walk(const struct root *r, fs_filter *filter, void *ctx, struct arena *keep,
              struct fs_list *out)
{
    struct walk w = { r, filter, ctx, keep, out };
    int error = walk_dir(&w, r->fd, ".", S(""), 0);
    if (out->len)
        qsort(out->ptr, (size_t)out->len, sizeof *out->ptr, by_path);
    return error;
}

/* ---- writing ---- */

/* The folder of path, opened; name: what stands behind it in path. Links on the way are refused:
 * the folders below a root that is written to are this program's own. */
static int open_parent(const struct root *r, struct str path, int *fd, const char **name,
                       char buffer[PATH_MAX])
{
    ptrdiff_t slash = str_rchar(path, '/');
    struct open_how how = { .flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
                            .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
    if (!c_path(path, buffer))
        return ENAMETOOLONG;
    *name = slash < 0 ? buffer : buffer + slash + 1;
    if (slash < 0) {
        *fd = openat(r->fd, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
        return *fd < 0 ? errno : 0;
    }
    buffer[slash] = '\0';
    long got = atomic_load_explicit(&no_openat2, memory_order_relaxed)
                   ? -1
                   : syscall(SYS_openat2, r->fd, buffer, &how, sizeof how);
    *fd = (int)got;
    if (got >= 0)
        return 0;
    if (!atomic_load_explicit(&no_openat2, memory_order_relaxed) && errno != ENOSYS &&
        errno != EPERM)
        return errno;
    atomic_store_explicit(&no_openat2, true, memory_order_relaxed);
    return open_by_hand(r, buffer, O_PATH | O_DIRECTORY, fd);
}

static struct str folder_of(struct str path)
{
    ptrdiff_t slash = str_rchar(path, '/');
    return str_sub(path, 0, slash < 0 ? 0 : slash);
}

static int make_dir(const struct root *r, struct str path)
{
    char name[PATH_MAX];
    const char *base;
    int fd, error = open_parent(r, path, &fd, &base, name);
    if (error)
        return error;
    error = mkdirat(fd, base, 0777) && errno != EEXIST ? errno : 0;
    close(fd);
    return error;
}

int root_mkdirs(const struct root *r, struct str path)
{
    int error = make_dir(r, path);
    if (error != ENOENT || !folder_of(path).len)
        return error;
    error = root_mkdirs(r, folder_of(path));
    return error ? error : make_dir(r, path);
}

/* As open_parent(); folders that are missing are made. */
static int make_parent(const struct root *r, struct str path, int *fd, const char **name,
                       char buffer[PATH_MAX])
{
    int error = open_parent(r, path, fd, name, buffer);
    if (error != ENOENT)
        return error;
    error = root_mkdirs(r, folder_of(path));
    return error ? error : open_parent(r, path, fd, name, buffer);
}

int root_create(const struct root *r, struct str path, struct str data, struct fs_entry *out)
{
    char buffer[PATH_MAX];
    const char *name;
    struct stat st;
    int folder, error = make_parent(r, path, &folder, &name, buffer);
    if (error)
        return error;
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    error = fd < 0 ? errno : fs_write_open(fd, data);
    if (fd >= 0 && !error && fstat(fd, &st))
        error = errno;
    if (fd >= 0 && close(fd) && !error)
        error = errno;
    if (error && fd >= 0)
        unlinkat(folder, name, 0);
    close(folder);
    if (!error && out)
        *out = entry_of(path, &st);
    return error;
}

int root_rename(const struct root *r, struct str from, struct str to)
{
    char a[PATH_MAX], b[PATH_MAX];
    const char *from_name, *to_name;
    int from_dir, to_dir, error = open_parent(r, from, &from_dir, &from_name, a);
    if (error)
        return error;
    error = make_parent(r, to, &to_dir, &to_name, b);
    if (!error) {
        error = renameat(from_dir, from_name, to_dir, to_name) ? errno : 0;
        close(to_dir);
    }
    close(from_dir);
    return error;
}

static int unlink_below(const struct root *r, struct str path, int flags)
{
    char buffer[PATH_MAX];
    const char *name;
    int folder, error = open_parent(r, path, &folder, &name, buffer);
    if (error)
        return error == ENOENT ? 0 : error;
    error = unlinkat(folder, name, flags) && errno != ENOENT ? errno : 0;
    close(folder);
    return error;
}

int root_remove(const struct root *r, struct str path)
{
    return unlink_below(r, path, 0);
}

int root_remove_dir(const struct root *r, struct str path)
{
    return unlink_below(r, path, AT_REMOVEDIR);
}

static int empty_dir(int parent, const char *name, int depth)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    int error = depth > MAX_DEPTH * 2 ? FS_TOO_DEEP : d ? 0 : errno;
    if (fd >= 0 && !d)
        close(fd);
    while (d && !error) {
        errno = 0;
        struct dirent *e = readdir(d);
        if (!e) {
            error = errno;
            break;
        }
        struct str entry = str_of(e->d_name);
        if (str_equal(entry, S(".")) || str_equal(entry, S("..")))
            continue;
        if (unlinkat(fd, e->d_name, 0) == 0)
            continue;
        error = errno == EISDIR || errno == EPERM ? empty_dir(fd, e->d_name, depth + 1) : errno;
        if (!error && unlinkat(fd, e->d_name, AT_REMOVEDIR))
            error = errno;
    }
    if (d)
        closedir(d);
    return error;
}

int root_remove_tree(const struct root *r, struct str path)
{
    char buffer[PATH_MAX];
    const char *name;
    int folder, error = open_parent(r, path, &folder, &name, buffer);
    if (error)
        return error == ENOENT ? 0 : error;
    error = empty_dir(folder, name, 0);
    if (error == ENOTDIR || error == ELOOP) /* a file or a link in its place */
        error = unlinkat(folder, name, 0) ? errno : 0;
    else if (!error)
        error = unlinkat(folder, name, AT_REMOVEDIR) ? errno : 0;
    close(folder);
    return error == ENOENT ? 0 : error;
}

int root_sync(const struct root *r)
{
    int fd = openat(r->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = syncfs(fd) ? errno : 0;
    close(fd);
    return error;
}
