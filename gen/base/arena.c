/* arena.c - bump allocation in reserved address space. Under AddressSanitizer every allocation is
 * followed by a poisoned gap, so that an overflow inside an arena is seen. */
#include "base/arena.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif
#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#define GAP            16
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (size_t)(n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (size_t)(n))
#else
#define GAP            0
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

/* What the system lets us have, in steps of this size or an eighth of what an arena has already. */
enum { STEP = 4 << 20, LEAST = 1 << 20 };

static _Noreturn void full_default(ptrdiff_t wanted)
{
    fprintf(stderr, "out of memory: %td more bytes wanted\n", wanted);
    abort();
}

static void (*full_hook)(ptrdiff_t) = full_default;
static _Thread_local struct arena_work { /* what this thread is about, for the sentence */
    const char *ptr;
    ptrdiff_t len;
} work;

void arena_on_full(void (*hook)(ptrdiff_t wanted))
{
    full_hook = hook;
}

void arena_full(ptrdiff_t wanted)
{
    full_hook(wanted);
    abort(); /* the hook must not return */
}

void arena_works_on(const char *path, ptrdiff_t len)
{
    work = (struct arena_work){ path, len };
}

const char *arena_working_on(ptrdiff_t *len)
{
    *len = work.len;
    return work.ptr;
}

ptrdiff_t arena_space(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_AS, &limit) || limit.rlim_cur == RLIM_INFINITY ||
                   limit.rlim_cur > PTRDIFF_MAX
               ? 0
               : (ptrdiff_t)limit.rlim_cur;
}

static char *map(ptrdiff_t size, int rights)
{
    char *p = mmap(NULL, (size_t)size, rights, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* How much could be reserved now: space, or half of it, or half of that … */
static ptrdiff_t room(ptrdiff_t space)
{
    char *p = NULL;
    while (space > LEAST && !(p = map(space, PROT_NONE)))
        space /= 2;
    if (p)
        munmap(p, (size_t)space);
    return space;
}

static ptrdiff_t whole_pages(ptrdiff_t n)
{
    ptrdiff_t page = sysconf(_SC_PAGESIZE);
    return (n + page - 1) & ~(page - 1);
}

/* Where address space is limited an arena takes an eighth of what is left, so that the ones to come
 * have theirs. Where memory may not be promised (vm.overcommit_memory=2) it is reserved without
 * rights and made writable as it is used. */
struct arena arena_open(ptrdiff_t size)
{
    ptrdiff_t space = arena_space(), part = space ? room(space) / 8 : size;
    size = whole_pages(part > size ? size : part < LEAST ? LEAST : part);
    char *p = map(size, PROT_READ | PROT_WRITE);
    if (p)
        return (struct arena){ p, p + size, p + size };
    p = map(size, PROT_NONE);
    if (!p)
        arena_full(size);
    return (struct arena){ p, p, p + size };
}

/* Makes the n bytes behind end writable. */
static bool commit(struct arena *a, ptrdiff_t n)
{
    n = whole_pages(n);
    n = n < a->limit - a->end ? n : a->limit - a->end;
    if (mprotect(a->end, (size_t)n, PROT_READ | PROT_WRITE))
        return false;
    a->end += n;
    return true;
}

/* Room for n bytes, and some more so that this is seldom. A copy of an arena that grew may grow over
 * the same pages again. */
static bool grow(struct arena *a, ptrdiff_t n)
{
    ptrdiff_t more = n - (a->end - a->beg), step = (a->end - a->beg) / 8;
    if (!a->limit || more > a->limit - a->end)
        return false;
    step = step < STEP ? STEP : step;
    return (step > more && commit(a, step)) || commit(a, more);
}

ptrdiff_t arena_left(const struct arena *a)
{
    return (a->limit > a->end ? a->limit : a->end) - a->beg;
}

bool arena_room(struct arena *a, ptrdiff_t n)
{
    return n <= a->end - a->beg || grow(a, n);
}

void arena_close(char *start, struct arena *a)
{
    UNPOISON(start, a->end - start);
    munmap(start, (size_t)(a->limit - start));
    *a = (struct arena){ 0 };
}

void *arena_alloc(struct arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count)
{
    ptrdiff_t pad = (ptrdiff_t)(-(uintptr_t)a->beg & (uintptr_t)(align - 1));
    ptrdiff_t left = a->end - a->beg - pad - GAP, bytes = 0;
    if (count < 0 || __builtin_mul_overflow(size, count, &bytes) ||
        bytes > PTRDIFF_MAX - pad - GAP || (bytes > left && !grow(a, bytes + pad + GAP)))
        arena_full(bytes);
    char *p = a->beg + pad;
    a->beg = p + bytes + GAP;
    UNPOISON(p, bytes);
    POISON(p + bytes, GAP);
    return memset(p, 0, (size_t)bytes);
}

static char *middle_of(const struct arena *a)
{
    char *last = a->limit > a->end ? a->limit : a->end;
    ptrdiff_t half = (last - a->beg) / 2, page = sysconf(_SC_PAGESIZE);
    /* on the border of a page: rights are given to pages */
    return a->beg + half +
           (half > page ? (ptrdiff_t)(-(uintptr_t)(a->beg + half) & (uintptr_t)(page - 1)) : 0);
}

struct arena arena_upper(const struct arena *a)
{
    char *middle = middle_of(a);
    return (struct arena){ middle, a->end > middle ? a->end : middle, a->limit };
}

struct arena arena_lower(const struct arena *a)
{
    char *middle = middle_of(a);
    return (struct arena){ a->beg, a->end < middle ? a->end : middle, middle };
}

void *list_grow(struct arena *a, void *old, ptrdiff_t len, ptrdiff_t *cap, ptrdiff_t size,
                ptrdiff_t align)
{
    ptrdiff_t more = *cap ? *cap : 8, total = 0;
    if (__builtin_add_overflow(*cap, more, &total))
        arena_full(more);
    if (old && GAP == 0 && (char *)old + *cap * size == a->beg) {
        arena_alloc(a, size, 1, more); /* the last block: grows in place */
        *cap = total;
        return old;
    }
    void *p = arena_alloc(a, size, align, total);
    if (len)
        memcpy(p, old, (size_t)(len * size));
    *cap = total;
    return p;
}
