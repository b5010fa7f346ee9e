/* products.h - the files of a site that belong to no page: redirects, the page for lost readers,
 * what programs read; and the copy of each page for programs. */
#ifndef SITE_PRODUCTS_H
#define SITE_PRODUCTS_H
#include "site/theme.h"

/* Takes one file: its path below OUT and its bytes, which live until the call returns. */
typedef void products_emit(void *ctx, struct str path, struct str bytes);

/* A page as Markdown for programs. doc NULL: a page without text, which lists what is below it. l must have
 * answered for the page's HTML before. */
struct str products_copy(const struct site_page *p, const struct document *doc, struct lookup l, struct arena *keep);

/* Makes all of them, in an order that is always the same. */
void products_write(const struct site *s, const struct theme *theme, struct arena scratch, products_emit *emit, void *ctx);
#endif
