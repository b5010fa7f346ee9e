/* map.c - a hash trie with four children a node: no tables to grow, order kept in a list. */
#include "base/map.h"

void **map_at(struct map *m, struct str key, struct arena *keep)
{
    struct map_entry **at = &m->root;
    for (uint64_t h = str_hash(key); *at; h <<= 2) {
        if (str_equal((*at)->key, key))
            return &(*at)->value;
        at = &(*at)->child[h >> 62];
    }
    if (!keep)
        return NULL;
    *at = NEW(keep, struct map_entry, 1);
    (*at)->key = key;
    if (m->last)
        m->last->next = *at;
    else
        m->first = *at;
    m->last = *at;
    m->len++;
    return &(*at)->value;
}

void *map_get(const struct map *m, struct str key)
{
    struct map copy = *m;
    void **at = map_at(&copy, key, NULL);
    return at ? *at : NULL;
}
