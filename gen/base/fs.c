/* fs.c - files. The only place that opens, renames or removes anything on disk. */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

const char *fs_error(int error)
{
    switch (error) {
    case FS_TOO_LARGE:
        return "too large";
    case FS_NOT_REGULAR:
        return "it is no regular file";
    case FS_TOO_DEEP:
        return "folders are nested deeper than 64";
    case EXDEV:
        return "a link leads out of the folder";
    default:
        return strerror(error);
    }
}

int fs_read_some(int fd, ptrdiff_t size, struct arena *keep, struct str *out)
{
    char *bytes = NEW(keep, char, size + 1);
    ptrdiff_t len = 0;
    while (len < size) {
        ssize_t n = read(fd, bytes + len, (size_t)(size - len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (n == 0)
            break;
        len += n;
    }
    *out = (struct str){ bytes, len };
    return 0;
}

/* A pipe, or a file whose size the system does not tell. */
static int read_stream(int fd, ptrdiff_t max, struct arena *keep, struct str *out)
{
    struct buf b = buf_open_cut(keep, max + 1);
    char piece[1 << 16];
    ssize_t n;
    while ((n = read(fd, piece, sizeof piece)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        buf_put(&b, (struct str){ piece, n });
        if (b.len > max)
            return FS_TOO_LARGE;
    }
    *out = b.len ? buf_str(&b) : S("");
    return 0;
}

int fs_read_open(int fd, ptrdiff_t max, struct arena *keep, struct str *out)
{
    struct stat st;
    if (fstat(fd, &st))
        return errno;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (st.st_size > max)
        return FS_TOO_LARGE;
    bool sized = S_ISREG(st.st_mode) && st.st_size > 0;
    return sized ? fs_read_some(fd, (ptrdiff_t)st.st_size, keep, out)
                 : read_stream(fd, max, keep, out);
}

int fs_read(const char *path, ptrdiff_t max, struct arena *keep, struct str *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = fs_read_open(fd, max, keep, out);
    close(fd);
    return error;
}

int fs_mkdirs(const char *path)
{
    char part[PATH_MAX];
    size_t n = strlen(path);
    if (n >= sizeof part)
        return ENAMETOOLONG;
    memcpy(part, path, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (part[i] != '/' && part[i] != '\0')
            continue;
        char was = part[i];
        part[i] = '\0';
        if (mkdir(part, 0777) && errno != EEXIST)
            return errno;
        part[i] = was;
    }
    return fs_is_dir(path) ? 0 : ENOTDIR;
}

int fs_write_open(int fd, struct str data)
{
    while (data.len) {
        ssize_t n = write(fd, data.ptr, (size_t)data.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        data = str_from(data, n);
    }
    return 0;
}

static int make_parent(const char *path)
{
    char dir[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return 0;
    if (slash - path >= (ptrdiff_t)sizeof dir)
        return ENAMETOOLONG;
    memcpy(dir, path, (size_t)(slash - path));
    dir[slash - path] = '\0';
    return fs_mkdirs(dir);
}

static int fs_create(const char *path, struct str data)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 && errno == ENOENT) {
        int error = make_parent(path);
        if (error)
            return error;
        fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    }
    if (fd < 0)
        return errno;
    int error = fs_write_open(fd, data);
    if (close(fd) && !error)
        error = errno;
    if (error)
        unlink(path);
    return error;
}

int fs_write(const char *path, struct str data)
{
    char beside[PATH_MAX + 16];
    if (snprintf(beside, sizeof beside, "%s.new-%d", path, (int)getpid()) >= PATH_MAX)
        return ENAMETOOLONG;
    int error = fs_create(beside, data);
    if (!error && rename(beside, path)) {
        error = errno;
        unlink(beside);
    }
    return error;
}

int fs_open(const char *path, int *file)
{
    *file = open(path, O_RDONLY | O_CLOEXEC);
    return *file < 0 ? errno : 0;
}

ptrdiff_t fs_read_at(int file, int64_t at, char *to, ptrdiff_t n)
{
    ssize_t got;
    do
        got = pread(file, to, (size_t)n, (off_t)at);
    while (got < 0 && errno == EINTR);
    return got;
}

int fs_begin(const char *path, int *file)
{
    *file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    return *file < 0 ? errno : 0;
}

int fs_append(int file, struct str data)
{
    return fs_write_open(file, data);
}

int fs_close(int file)
{
    return close(file) ? errno : 0;
}

int fs_lock(const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return errno;
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return 0; /* stays open */
    int error = errno;
    close(file);
    return error;
}

enum { PIECE = 1 << 16 };

int fs_hash(int file, int64_t at, int64_t n, struct sha256 *hash, int64_t *size)
{
    char piece[PIECE];
    struct sha256_pieces p;
    sha256_begin(&p);
    for (*size = 0; n < 0 || *size < n;) {
        ptrdiff_t want = n < 0 || n - *size > PIECE ? PIECE : (ptrdiff_t)(n - *size);
        ptrdiff_t got = fs_read_at(file, at + *size, piece, want);
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        sha256_put(&p, (struct str){ piece, got });
        *size += got;
    }
    *hash = sha256_end(&p);
    return 0;
}

static int copy_all(int in, int out, struct sha256 *hash)
{
    char piece[PIECE];
    struct sha256_pieces p;
    ptrdiff_t got;
    sha256_begin(&p);
    for (int64_t at = 0; (got = fs_read_at(in, at, piece, PIECE)) > 0; at += got) {
        sha256_put(&p, (struct str){ piece, got });
        int error = fs_write_open(out, (struct str){ piece, got });
        if (error)
            return error;
    }
    *hash = sha256_end(&p);
    return got < 0 ? errno : 0;
}

int fs_copy(const char *from, const char *to, struct sha256 *hash)
{
    char beside[PATH_MAX + 16];
    int in, error = fs_open(from, &in);
    if (error)
        return error;
    bool fits = snprintf(beside, sizeof beside, "%s.new-%d", to, (int)getpid()) < PATH_MAX;
    error = fits ? make_parent(to) : ENAMETOOLONG;
    int out = error ? -1 : open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (!error)
        error = out < 0 ? errno : copy_all(in, out, hash);
    close(in);
    if (out >= 0 && close(out) && !error)
        error = errno;
    if (!error && rename(beside, to))
        error = errno;
    if (error && out >= 0)
        unlink(beside);
    return error;
}

int fs_link(const char *from, const char *to)
{
    int error = make_parent(to);
    return error || link(from, to) == 0 || errno == EEXIST ? error : errno;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path) ? errno : 0;
}

int fs_remove_tree(const char *path)
{
    int error = nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    return error == -1 ? (errno == ENOENT ? 0 : errno) : error;
}

int fs_remove(const char *path)
{
    return unlink(path) && errno != ENOENT ? errno : 0;
}

int fs_remove_dir(const char *path)
{
    return rmdir(path) && errno != ENOENT ? errno : 0;
}

static int64_t time_ns(const struct stat *st)
{
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

int fs_stat(const char *path, struct fs_entry *out)
{
    struct stat st;
    if (stat(path, &st))
        return errno;
    *out = (struct fs_entry){ .path = str_of(path),
                              .is_dir = S_ISDIR(st.st_mode),
                              .size = st.st_size,
                              .mtime_ns = time_ns(&st) };
    return 0;
}

bool fs_is_dir(const char *path)
{
    struct fs_entry e;
    return fs_stat(path, &e) == 0 && e.is_dir;
}

bool fs_is_file(const char *path)
{
    struct fs_entry e;
    return fs_stat(path, &e) == 0 && !e.is_dir;
}

/* Nesting past 64 folders is a mistake or a trap; the stack is ours. */
enum { MAX_DEPTH = 64 };

struct walk {
    const char *root, *real_root;
    fs_filter *filter;
    void *ctx;
    struct arena *keep;
    struct fs_list *out;
};

/* A symbolic link counts when it is a file inside the root. */
static bool link_stays_inside(const struct walk *w, struct str path)
{
    char full[PATH_MAX], real[PATH_MAX];
    size_t n = strlen(w->real_root);
    return snprintf(full, sizeof full, "%s/%.*s", w->root, FMT(path)) < PATH_MAX &&
           realpath(full, real) && strncmp(real, w->real_root, n) == 0 && real[n] == '/' &&
           fs_is_file(real);
}

static int walk_dir(struct walk *w, int parent, const char *name, struct str dir, int depth);

/* Names are looked up in their open folder: a path from the root would be walked again for each. */
static int walk_entry(struct walk *w, int folder, const char *name, bool is_dir, struct str path,
                      int depth)
{
    struct stat st = { .st_mode = S_IFDIR };
    if (!is_dir && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW))
        return errno == ENOENT ? 0 : errno;
    if (S_ISLNK(st.st_mode) && (!link_stays_inside(w, path) || fstatat(folder, name, &st, 0)))
        return 0;
    struct fs_entry e = { .path = path, .is_dir = S_ISDIR(st.st_mode) };
    if (!e.is_dir && !S_ISREG(st.st_mode))
        return 0;
    if (!e.is_dir) {
        e.size = st.st_size;
        e.mtime_ns = time_ns(&st);
        e.ctime_ns = (int64_t)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec;
    }
    if (w->filter && !w->filter(w->ctx, &e))
        return 0;
    if (e.is_dir)
        return walk_dir(w, folder, name, path, depth + 1);
    *PUSH(w->out, w->keep) = e;
    return 0;
}

static struct str path_below(struct str dir, struct str name, struct arena *keep)
{
    struct buf b = buf_open(keep, dir.len + name.len + 1);
    if (dir.len) {
        buf_put(&b, dir);
        buf_char(&b, '/');
    }
    buf_put(&b, name);
    return buf_str(&b);
}

static int walk_dir(struct walk *w, int parent, const char *name, struct str dir, int depth)
{
    if (depth > MAX_DEPTH)
        return ELOOP;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth ? O_NOFOLLOW : 0));
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    int error = d ? 0 : errno;
    if (fd >= 0 && !d)
        close(fd);
    for (struct dirent *e; d && !error && (e = readdir(d));) {
        struct str entry = str_of(e->d_name);
        if (str_equal(entry, S(".")) || str_equal(entry, S("..")))
            continue;
        error = walk_entry(w, fd, e->d_name, e->d_type == DT_DIR, path_below(dir, entry, w->keep),
                           depth);
    }
    if (d)
        closedir(d);
    return error;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct fs_entry *)a)->path, ((const struct fs_entry *)b)->path);
}

int fs_walk(const char *root, fs_filter *filter, void *ctx, struct arena *keep, struct fs_list *out)
{
    char real[PATH_MAX];
    if (!realpath(root, real))
        return errno;
    struct walk w = { root, real, filter, ctx, keep, out };
    int error = walk_dir(&w, AT_FDCWD, root, S(""), 0);
    if (out->len)
        qsort(out->ptr, (size_t)out->len, sizeof *out->ptr, by_path);
    return error;
}
