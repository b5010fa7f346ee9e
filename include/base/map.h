/* map.h - text to pointer, in an arena. Iteration order is insertion order, so output that walks a
 * map does not depend on hashes. */
#ifndef BASE_MAP_H
#define BASE_MAP_H
#include "base/str.h"

struct map_entry {
    struct str key;
    uint64_t hash; /* of key */
    void *value;
    struct map_entry *child[4]; /* hash trie */
    struct map_entry *next;     /* in insertion order */
};
struct map {
    struct map_entry *root, *first, *last;
    ptrdiff_t len;
};

/* The value's place for key, made (NULL value) when keep is given and the key is new; NULL when
 * keep is NULL and the key is not there. The key's text must outlive the map. */
void **map_at(struct map *m, struct str key, struct arena *keep);
void *map_get(const struct map *m, struct str key); /* NULL when not there */
#endif
