/* world.h - the answers behind model/lookup.h. */
#ifndef WRITE_WORLD_H
#define WRITE_WORLD_H
#include "write/theme.h"

struct world {
    const struct site *site;
    const struct theme *theme;
};
/* The find of struct lookup; world is a struct world. Safe to call from several threads. */
struct lookup_answer world_find(const void *world, struct str page, enum lookup_kind kind,
                                struct str key, bool hash_only, struct arena *keep);

/* The same for one page: a figure drawn is kept, so that it is drawn once however often it is asked
 * for. memo is a struct world_memo, of one thread. */
struct world_memo {
    const struct world *world;
    struct map figures; /* key -> struct lookup_answer */
    struct arena *keep;
};
struct lookup_answer world_recall(const void *memo, struct str page, enum lookup_kind kind,
                                  struct str key, bool hash_only, struct arena *keep);
#endif
