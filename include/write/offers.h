/* offers.h - what a site has besides its pages, and where below OUT it stands. */
#ifndef WRITE_OFFERS_H
#define WRITE_OFFERS_H
#include "write/theme.h"

bool offers_print(const struct site *s);  /* all pages on one: not of one page or of very many */
bool offers_search(const struct site *s); /* a site of one page has none */
struct str offers_search_dir(const struct site *s); /* ends in '/' */
/* A page's text for search, as a file beside the page. */
struct str offers_search_text(const struct site_page *p, struct arena *keep);
/* Cards are made when base_url is known and pictures are wanted. */
bool offers_cards(const struct site *s);
struct str offers_card_path(const struct site_page *p, struct arena *keep);
/* Whether the sign of the program is made as PNG too: not beside a theme's own sign. */
bool offers_icon(const struct site *s, const struct theme *theme);
#endif
