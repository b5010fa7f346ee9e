/* world.h - the answers behind model/lookup.h for pages that are written; what judging asks is answered by
 * judge/ask.h. */
#ifndef WRITE_WORLD_H
#define WRITE_WORLD_H
#include "write/theme.h"

struct world {
    const struct site *site;
    const struct theme *theme;
};
/* The find of struct lookup; world is a struct world. Figures are those of the page that is worked on, drawn
 * already. Safe to call from several threads. */
struct lookup_answer world_find(const void *world, struct str page, enum lookup_kind kind,
                                struct str key, bool hash_only, struct arena *keep);
/* Sets the epoch of all that stands around the content of pages. */
void world_epoch(struct site *s, const struct theme *theme);
#endif
