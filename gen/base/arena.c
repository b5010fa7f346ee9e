/* arena.c - bump allocation in reserved address space. Under AddressSanitizer every allocation is
 * followed by a poisoned gap, so that an overflow inside an arena is seen. */
#include "base/arena.h"

#include <sys/mman.h>

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

static _Noreturn void full_default(ptrdiff_t wanted)
{
    fprintf(stderr, "out of memory: %td more bytes wanted\n", wanted);
    abort();
}

static void (*full_hook)(ptrdiff_t) = full_default;

void arena_on_full(void (*hook)(ptrdiff_t wanted))
{
    full_hook = hook;
}

void arena_full(ptrdiff_t wanted)
{
    full_hook(wanted);
    abort(); /* the hook must not return */
}

struct arena arena_open(ptrdiff_t size)
{
    char *p = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        arena_full(size);
    return (struct arena){ p, p + size };
}

void arena_close(char *start, struct arena *a)
{
    UNPOISON(start, a->end - start);
    munmap(start, (size_t)(a->end - start));
    a->beg = a->end = NULL;
}

void *arena_alloc(struct arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count)
{
    ptrdiff_t pad = (ptrdiff_t)(-(uintptr_t)a->beg & (uintptr_t)(align - 1));
    ptrdiff_t left = a->end - a->beg - pad - GAP, bytes = 0;
    if (count < 0 || __builtin_mul_overflow(size, count, &bytes) || bytes > left)
        arena_full(bytes);
    char *p = a->beg + pad;
    a->beg = p + bytes + GAP;
    UNPOISON(p, bytes);
    POISON(p + bytes, GAP);
    return memset(p, 0, (size_t)bytes);
}

struct arena arena_upper(const struct arena *a)
{
    return (struct arena){ a->beg + (a->end - a->beg) / 2, a->end };
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
