/* cards.h - pictures of pages for previews, made with the pages. */
#ifndef WRITE_CARDS_H
#define WRITE_CARDS_H
#include "model/scene.h"
#include "write/theme.h"

/* Cards are made when base_url is known and pictures are wanted. */
bool cards_have(const struct site *s);
/* Of all that decides a card; figure: of the first figure's shapes. */
uint64_t cards_hash(const struct site *s, const struct site_page *p, uint64_t figure);
/* figure NULL: the title has all the room. 0, or an errno value. */
int cards_draw(const struct site *s, const struct site_page *p, const struct scene *figure,
               struct arena *keep, struct str *png);
struct str cards_path(const struct site_page *p, struct arena *keep); /* below OUT */
/* Whether the sign of the program is made as PNG too: not beside a theme's own sign. */
bool cards_have_icon(const struct site *s, const struct theme *theme);
#endif
