/* card.h - the picture that stands for a page where its link is shared: 1200 by 630. */
#ifndef DRAW_CARD_H
#define DRAW_CARD_H
#include "model/scene.h"

struct card {
    struct str title, section, site; /* section may be empty */
    const struct scene *figure;      /* shown beside the title; NULL: the title has all the room */
};
/* PNG of the card. 0, or an errno value. */
int card_png(const struct card *c, struct arena *keep, struct str *out);
/* The sign of the program, alone, in a square of side pixels: for bookmarks and home screens. */
int card_icon(int side, struct arena *keep, struct str *out);
#endif
