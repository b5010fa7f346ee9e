/* fail.c - a library for LD_PRELOAD that makes the n-th call of one kind fail, or ends the program there.
 *
 *     FAIL_KIND=rename FAIL_AT=12 FAIL_ERROR=5 LD_PRELOAD=build/fail.so plumb build ...
 *
 * FAIL_KIND   open read write rename mkdir readdir sync mmap malloc unlink stat; "change" counts all that
 *             alter a disk: open for writing, write, rename, mkdir, unlink, sync
 * FAIL_AT     which call, from 1; 0: none
 * FAIL_ERROR  an errno value; 0: SIGKILL in place of the call
 * FAIL_LAST   calls up to this one fail too
 * FAIL_COUNT  a file that gets the number of calls of that kind when the program ends by itself
 *
 * Calls are counted over all threads. openat2 comes through syscall(). */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { OPEN, READ, WRITE, RENAME, MKDIR, READDIR, SYNC, MMAP, MALLOC, UNLINK, STAT, CHANGE, N_KINDS };
static const char *const names[N_KINDS] = { "open", "read", "write",  "rename", "mkdir", "readdir",
                                            "sync", "mmap", "malloc", "unlink", "stat",  "change" };
static enum kind wanted = N_KINDS;
static long at, last;
static int error;
static _Atomic long calls;
static long owner; /* children are left alone: they count for themselves */

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *kind = getenv("FAIL_KIND");
    at = number("FAIL_AT");
    last = number("FAIL_LAST");
    last = last > at ? last : at;
    error = (int)number("FAIL_ERROR");
    owner = syscall(SYS_getpid);
    for (int i = 0; kind && i < N_KINDS; i++)
        if (strcmp(kind, names[i]) == 0)
            wanted = (enum kind)i;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("FAIL_COUNT");
    char text[32];
    long n = calls;
    wanted = N_KINDS;
    if (!path || syscall(SYS_getpid) != owner)
        return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int len = snprintf(text, sizeof text, "%ld\n", n);
    if (fd >= 0)
        syscall(SYS_write, fd, text, (size_t)len);
}

/* Whether this call of a kind is one that fails; errno is set then. */
static bool fails(enum kind kind)
{
    if (kind != wanted)
        return false;
    long n = atomic_fetch_add(&calls, 1) + 1;
    if (!at || n < at || n > last)
        return false;
    if (!error)
        syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    errno = error;
    return true;
}

/* Alters a disk: counted as what it is, and as a change. */
static bool change_fails(enum kind kind)
{
    return fails(wanted == CHANGE ? CHANGE : kind);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static bool open_fails(int flags)
{
    bool writes = (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0;
    return writes ? change_fails(OPEN) : fails(OPEN);
}

#define OPENS(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                      \
    {                                                                                               \
        va_list args;                                                                               \
        va_start(args, flags);                                                                      \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;                     \
        va_end(args);                                                                               \
        return open_fails(flags) ? -1 : REAL(name)(path, flags, mode);                              \
    }
#define OPENS_AT(name)                                                                              \
    int name(int dir, const char *path, int flags, ...)                                             \
    {                                                                                               \
        va_list args;                                                                               \
        va_start(args, flags);                                                                      \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;                     \
        va_end(args);                                                                               \
        return open_fails(flags) ? -1 : REAL(name)(dir, path, flags, mode);                         \
    }
/* clang-format off */
OPENS(open) OPENS(open64) OPENS_AT(openat) OPENS_AT(openat64)
/* clang-format on */

long syscall(long n, ...)
{
    long a[6];
    va_list args;
    va_start(args, n);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(args, long);
    va_end(args);
    static long (*real)(long, ...);
    if (!real)
        real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    if (n == SYS_openat2) {
        unsigned long long flags = *(unsigned long long *)a[2]; /* the first member of struct open_how */
        if (open_fails((int)flags))
            return -1;
    }
    return real(n, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* A call that fails with VALUE. */
#define CALL(type, name, params, args, kind, value)                                                \
    type name params                                                                               \
    {                                                                                              \
        return change_fails(kind) ? (value) : REAL(name) args;                                     \
    }
#define LOOK(type, name, params, args, kind, value)                                                \
    type name params                                                                               \
    {                                                                                              \
        return fails(kind) ? (value) : REAL(name) args;                                            \
    }
/* clang-format off */
LOOK(ssize_t, read, (int fd, void *to, size_t n), (fd, to, n), READ, -1)
LOOK(ssize_t, pread, (int fd, void *to, size_t n, off_t from), (fd, to, n, from), READ, -1)
LOOK(ssize_t, pread64, (int fd, void *to, size_t n, off64_t from), (fd, to, n, from), READ, -1)
LOOK(struct dirent *, readdir, (DIR *d), (d), READDIR, NULL)
LOOK(struct dirent64 *, readdir64, (DIR *d), (d), READDIR, NULL)
LOOK(int, stat, (const char *path, struct stat *st), (path, st), STAT, -1)
LOOK(int, stat64, (const char *path, struct stat64 *st), (path, st), STAT, -1)
LOOK(int, lstat, (const char *path, struct stat *st), (path, st), STAT, -1)
LOOK(int, lstat64, (const char *path, struct stat64 *st), (path, st), STAT, -1)
LOOK(int, fstat, (int fd, struct stat *st), (fd, st), STAT, -1)
LOOK(int, fstat64, (int fd, struct stat64 *st), (fd, st), STAT, -1)
LOOK(int, fstatat, (int d, const char *path, struct stat *st, int flags), (d, path, st, flags), STAT, -1)
LOOK(int, fstatat64, (int d, const char *path, struct stat64 *st, int flags), (d, path, st, flags), STAT, -1)
LOOK(void *, mmap, (void *p, size_t n, int prot, int flags, int fd, off_t from), (p, n, prot, flags, fd, from), MMAP, MAP_FAILED)
LOOK(void *, mmap64, (void *p, size_t n, int prot, int flags, int fd, off64_t from), (p, n, prot, flags, fd, from), MMAP, MAP_FAILED)
CALL(ssize_t, write, (int fd, const void *from, size_t n), (fd, from, n), WRITE, -1)
CALL(ssize_t, pwrite, (int fd, const void *from, size_t n, off_t to), (fd, from, n, to), WRITE, -1)
CALL(ssize_t, pwrite64, (int fd, const void *from, size_t n, off64_t to), (fd, from, n, to), WRITE, -1)
CALL(int, rename, (const char *from, const char *to), (from, to), RENAME, -1)
CALL(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), RENAME, -1)
CALL(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags), RENAME, -1)
CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), MKDIR, -1)
CALL(int, mkdirat, (int d, const char *path, mode_t mode), (d, path, mode), MKDIR, -1)
CALL(int, unlink, (const char *path), (path), UNLINK, -1)
CALL(int, unlinkat, (int d, const char *path, int flags), (d, path, flags), UNLINK, -1)
CALL(int, remove, (const char *path), (path), UNLINK, -1)
CALL(int, rmdir, (const char *path), (path), UNLINK, -1)
CALL(int, fsync, (int fd), (fd), SYNC, -1)
CALL(int, fdatasync, (int fd), (fd), SYNC, -1)
CALL(int, syncfs, (int fd), (fd), SYNC, -1)
/* clang-format on */
void *malloc(size_t n)
{
    return fails(MALLOC) ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return fails(MALLOC) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return fails(MALLOC) ? NULL : __libc_realloc(p, n);
}
