/* map.c - a hash trie with four children a node: no tables to grow, order kept in a list. */
#include "base/map.h"

/* The entry of key, or where it belongs. */
static struct map_entry **find(struct map_entry *const *root, struct str key, uint64_t hash)
{
    struct map_entry **at = (struct map_entry **)(uintptr_t)root;
    for (uint64_t h = hash; *at; h <<= 2) {
        if ((*at)->hash == hash && str_equal((*at)->key, key))
            break;
        at = &(*at)->child[h >> 62];
    }
    return at;
}

void **map_at(struct map *m, struct str key, struct arena *keep)
{
    uint64_t hash = str_hash(key);
    struct map_entry **at = find(&m->root, key, hash);
    if (*at || !keep)
        return *at ? &(*at)->value : NULL;
    *at = NEW(keep, struct map_entry, 1);
    (*at)->key = key;
    (*at)->hash = hash;
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
    struct map_entry *const *at = find(&m->root, key, str_hash(key));
    return *at ? (*at)->value : NULL;
}
