/* aliases.h - addresses at which a page stood before. */
#ifndef GATHER_ALIASES_H
#define GATHER_ALIASES_H
#include "gather/site.h"

/* Fills s->aliases from front matter: "/old/place/", "old/place" and "old/place.md" mean
 * old/place/index.html, "old.html" that file. Those that leave the site, or want a place that is taken,
 * are reported. */
void aliases_find(struct site *s);
#endif
