/* arena.h - memory by lifetime: bump allocation in one reserved block, never freed piece by piece.
 *
 * Life: arena_open() reserves address space (pages cost memory only when touched). Results live in
 * `keep`, a pointer to an arena; work lives in `scratch`, a copy of an arena passed by value, so
 * that all of it is free again when the function returns, on error paths too. A call never gets a copy of an
 * arena beside something that is made in that arena in the same call: C does not say which comes first. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/banned.h"

struct arena {
    char *beg, *end; /* what is free and writable */
    char *limit; /* reserved, and made writable as it is needed; NULL: there is no more than end */
};

/* Reserves size bytes, or less where address space is limited. Ends in the hook of arena_on_full()
 * when the system refuses. */
struct arena arena_open(ptrdiff_t size);

/* Gives the whole block back; the arena must be the one arena_open() returned (beg may have moved
 * if `start` is what beg was at first). */
void arena_close(char *start, struct arena *a);

/* Zeroed memory for count objects of size bytes. Never returns NULL: runs the hook when full. */
void *arena_alloc(struct arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count);

/* The upper half of what is left in a: scratch for a callee that also gets a as keep. A copy of a would
 * not do, because both would grow over each other. */
struct arena arena_upper(const struct arena *a);
/* The lower half, that ends where the upper one begins. */
struct arena arena_lower(const struct arena *a);

/* Whether n bytes stand behind beg, in one piece with what lies before it; makes them so if it can. */
bool arena_room(struct arena *a, ptrdiff_t n);

/* How many bytes a may still give. */
ptrdiff_t arena_left(const struct arena *a);

/* The limit of address space in bytes (ulimit -v), 0: there is none. */
ptrdiff_t arena_space(void);

/* What this thread works on, for the sentence of who runs out of memory: a path that stays. */
void arena_works_on(const char *path, ptrdiff_t len);
const char *arena_working_on(ptrdiff_t *len);

/* Called with the number of bytes wanted when an arena is full; must not return. The default
 * prints a line and aborts. */
void arena_on_full(void (*hook)(ptrdiff_t wanted));

/* Runs the hook; for fences around libraries that malloc. */
void arena_full(ptrdiff_t wanted);

#define NEW(a, T, n) ((T *)arena_alloc((a), (ptrdiff_t)sizeof(T), (ptrdiff_t) _Alignof(T), (n)))
#define LEN(x)       ((ptrdiff_t)(sizeof(x) / sizeof(*(x))))

/* Growable array in an arena: a struct with members `ptr`, `len`, `cap`, for instance
 *     LIST(struct row) rows = { 0 };
 *     *PUSH(&rows, keep) = (struct row){ .usd_e10 = 5 };
 * PUSH returns a pointer to the new, zeroed last member; earlier pointers into the array may move. */
#define LIST(T)                                                                                    \
    struct {                                                                                       \
        T *ptr;                                                                                    \
        ptrdiff_t len, cap;                                                                        \
    }
#define PUSH(list, a)                                                                              \
    ((list)->len < (list)->cap                                                                     \
         ? (list)->ptr + (list)->len++                                                             \
         : ((list)->ptr =                                                                          \
                list_grow((a), (list)->ptr, (list)->len, &(list)->cap,                             \
                          (ptrdiff_t)sizeof(*(list)->ptr), (ptrdiff_t) _Alignof(max_align_t)),     \
            (list)->ptr + (list)->len++))
void *list_grow(struct arena *a, void *old, ptrdiff_t len, ptrdiff_t *cap, ptrdiff_t size,
                ptrdiff_t align);
#endif
