/* products.h - the files of a site that belong to no page: redirects, the page for lost readers,
 * what programs read; and the copy of each page for programs. */
#ifndef WRITE_PRODUCTS_H
#define WRITE_PRODUCTS_H
#include "write/world.h"

/* The whole site on one page, in reading order: for printing and for reading at once. Sites of one page or
 * of very many have none. */
bool products_have_print(const struct site *s);
/* The page at print/index.html. figures: those drawn already, a map by page number of key -> struct
 * lookup_figure. The workers of the site work, and their keep is used. */
struct str products_print(const struct world *world, const struct map *figures);

/* The picture that stands for a page where its link is shared. Made when base_url is known and PNG wanted. */
bool products_have_cards(const struct site *s);
struct str products_card_path(const struct site_page *p, struct arena *keep); /* below OUT */
uint64_t products_card_hash(const struct site *s,
                            const struct site_page *p); /* of all that decides it */
int products_card(const struct site *s, const struct site_page *p, struct arena *keep,
                  struct str *png);

/* Whether the sign of the program is made as PNG too: not beside a theme's own sign. */
bool products_have_icon(const struct site *s, const struct theme *theme);

/* Takes one file: its path below OUT and its bytes, which live until the call returns. */
typedef void products_emit(void *ctx, struct str path, struct str bytes);

/* A page as Markdown for programs. doc NULL: a page without text, which lists what is below it. l must have
 * answered for the page's HTML before. */
struct str products_copy(const struct site_page *p, const struct document *doc, struct lookup l,
                         struct arena *keep);

/* Makes all of them, in an order that is always the same. */
void products_write(const struct site *s, const struct theme *theme, struct arena scratch,
                    products_emit *emit, void *ctx);
#endif
