/* fs.h - files. Reads whole files, writes beside the place and renames, lists folders in byte order.
 * Every function that can fail returns 0 or an errno value; nothing prints. */
#ifndef BASE_FS_H
#define BASE_FS_H
#include "base/hash.h"

enum {
    FS_TOO_LARGE = -2,   /* more than max bytes */
    FS_NOT_REGULAR = -3, /* a pipe, a socket or a device */
    FS_TOO_DEEP = -4,    /* folders in folders */
};
enum fs_kind {
    FS_PLAIN,       /* a regular file, or a folder */
    FS_SPECIAL,     /* a pipe, a socket, a device */
    FS_OUTSIDE,     /* a link that leads out of the root */
    FS_DANGLING,    /* a link to nothing */
    FS_FOLDER_LINK, /* a link to a folder */
};

struct fs_entry {
    struct str path; /* relative to the folder walked, '/' between parts */
    bool is_dir;
    enum fs_kind kind;                /* of root_walk */
    int64_t size, mtime_ns, ctime_ns; /* of files */
    uint64_t inode;
};
typedef bool fs_filter(void *ctx,
                       const struct fs_entry *e); /* false: leave out (a folder: with all in it) */
struct fs_list {
    struct fs_entry *ptr;
    ptrdiff_t len, cap;
};

/* The whole file in keep, at most max bytes. */
int fs_read(const char *path, ptrdiff_t max, struct arena *keep, struct str *out);
/* The rest of an open file in the same way; a pipe, or a file of /proc that says it is empty, too. */
int fs_read_open(int fd, ptrdiff_t max, struct arena *keep, struct str *out);
/* Size bytes, or fewer when the file ends before: what grows meanwhile is read as it was. */
int fs_read_some(int fd, ptrdiff_t size, struct arena *keep, struct str *out);
/* Writes all of data to an open file. */
int fs_write_open(int fd, struct str data);
/* Writes data to a new file beside path and renames it; folders are made. The old file stays whole
 * on every error. */
int fs_write(const char *path, struct str data);
int fs_mkdirs(const char *path);
int fs_remove(const char *path);      /* a file; 0 when it is not there */
int fs_remove_tree(const char *path); /* a folder and all in it; links are not followed */
int fs_remove_dir(const char *path);  /* an empty folder */
int fs_stat(const char *path, struct fs_entry *out); /* follows links */
bool fs_is_dir(const char *path);
bool fs_is_file(const char *path);
/* All files below root in byte order of their paths; symbolic links to folders are not followed,
 * those to files that lead out of root are left out. filter may be NULL. */
int fs_walk(const char *root, fs_filter *filter, void *ctx, struct arena *keep,
            struct fs_list *out);

/* ---- files that stay open ---- */

int fs_open(const char *path, int *file); /* to be read */
/* How many of n bytes at a place were read; 0 at the end, -1 when it cannot be read. */
ptrdiff_t fs_read_at(int file, int64_t at, char *to, ptrdiff_t n);
/* SHA-256 of n bytes from a place on, or to the end when n is negative; *size says how many there were.
 */
int fs_hash(int file, int64_t at, int64_t n, struct sha256 *hash, int64_t *size);
/* A file copied piece by piece beside its place and renamed; hash: of what was copied. Folders are
 * made. */
int fs_copy(const char *from, const char *to, struct sha256 *hash);
int fs_link(const char *from,
            const char *to); /* the same file under a second name; 0 when it is there */
/* A new and empty file for its owner alone, written piece by piece; its folder is there. */
int fs_begin(const char *path, int *file);
int fs_append(int file, struct str data); /* after an error some of data may stand there */
int fs_close(int file);
/* Holds path, which is made, until this process ends. EWOULDBLOCK: another one holds it. */
int fs_lock(const char *path);

const char *fs_error(int error); /* words for an errno value */
#endif
