/* print.h - the whole site on one page, in reading order: for printing and for reading at once. */
#ifndef WRITE_PRINT_H
#define WRITE_PRINT_H
#include "gather/site.h"

/* The page's part of it, in keep; asks: what the page asks. Empty when it has none. */
struct str print_sheet(const struct site *s, const struct site_page *p, const struct document *doc,
                       bool raw_html, const struct lookup *asks, struct arena *scratch,
                       struct arena *keep);
#endif
