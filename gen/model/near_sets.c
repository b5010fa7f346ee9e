/* near_sets.c - one lock, one arena of its own, one list of sets by address. */
#include "model/near_sets.h"

#include <pthread.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/path.h"

/* Most runs ask nothing; ten thousand pages with all their headings want some 100 MB. */
#define MEMORY ((ptrdiff_t)1 << 30)

struct near_sets {
    pthread_mutex_t lock;
    struct arena keep;
    struct map by_key; /* the bytes of an address -> struct nearest_set */
    struct map paths;  /* wanted -> struct str that was found */
};

struct near_sets *near_sets_open(struct arena *keep)
{
    struct near_sets *s = NEW(keep, struct near_sets, 1);
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

static struct nearest_set *make(struct near_sets *s, const void *key, near_fill *fill,
                                const void *ctx)
{
    struct near_list all = { 0 };
    struct nearest_set *made = NEW(&s->keep, struct nearest_set, 1);
    fill(ctx, key, &all, &s->keep);
    *made = nearest_set_make(all.ptr, all.len, &s->keep);
    return made;
}

const struct nearest_set *near_sets_of(struct near_sets *s, const void *key, near_fill *fill,
                                       const void *ctx)
{
    static const struct nearest_set none;
    if (!s)
        return &none;
    pthread_mutex_lock(&s->lock);
    if (!s->keep.beg)
        s->keep = arena_open(MEMORY);
    struct str bytes = { (const char *)&key, sizeof key };
    void **at = map_at(&s->by_key, bytes, NULL);
    if (!at) {
        at = map_at(&s->by_key, str_copy(bytes, &s->keep), &s->keep);
        *at = make(s, key, fill, ctx);
    }
    pthread_mutex_unlock(&s->lock);
    return *at;
}

static struct str find_path(struct near_sets *s, const struct nearest_set *set, struct str want)
{
    struct str near = nearest_in(set, want), base = path_base(want);
    const struct str *moved = near.len ? &near : nearest_same(set, base);
    if (!moved)
        moved = nearest_ends(set, str_fmt(&s->keep, "/%.*s", FMT(base)));
    return moved ? *moved : (struct str){ 0 };
}

struct str near_sets_path(struct near_sets *s, const void *key, near_fill *fill, const void *ctx,
                          struct str want)
{
    const struct nearest_set *set = near_sets_of(s, key, fill, ctx);
    if (!s)
        return (struct str){ 0 };
    pthread_mutex_lock(&s->lock);
    struct str *found = map_get(&s->paths, want);
    if (!found) {
        found = NEW(&s->keep, struct str, 1);
        *found = find_path(s, set, want);
        *map_at(&s->paths, str_copy(want, &s->keep), &s->keep) = found;
    }
    pthread_mutex_unlock(&s->lock);
    return *found;
}
