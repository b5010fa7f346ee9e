/* products.h - the files of a site that belong to no page: redirects, the page for lost readers,
 * what programs read; and the copy of each page for programs. */
#ifndef SITE_PRODUCTS_H
#define SITE_PRODUCTS_H
#include "site/world.h"

/* The whole site on one page, in reading order: for printing and for reading at once. Sites of one page or
 * of very many have none. */
bool products_have_print(const struct site *s);
/* The page at print/index.html. figures: those drawn already, a map by page number of key -> struct
 * lookup_figure. The workers of the site work, and their keep is used. */
struct str products_print(const struct world *world, const struct map *figures);

/* Takes one file: its path below OUT and its bytes, which live until the call returns. */
typedef void products_emit(void *ctx, struct str path, struct str bytes);

/* A page as Markdown for programs. doc NULL: a page without text, which lists what is below it. l must have
 * answered for the page's HTML before. */
struct str products_copy(const struct site_page *p, const struct document *doc, struct lookup l, struct arena *keep);

/* Makes all of them, in an order that is always the same. */
void products_write(const struct site *s, const struct theme *theme, struct arena scratch, products_emit *emit, void *ctx);
#endif
