/* cards.h - pictures of pages for previews, made with the pages. */
#ifndef WRITE_CARDS_H
#define WRITE_CARDS_H
#include "model/scene.h"
#include "write/theme.h"

/* Of all that decides a card; figure: of the first figure's shapes. */
uint64_t cards_hash(const struct site *s, const struct site_page *p, uint64_t figure);
/* figure NULL: the title has all the room. 0, or an errno value. */
int cards_draw(const struct site *s, const struct site_page *p, const struct scene *figure,
               struct arena *keep, struct str *png);
#endif
