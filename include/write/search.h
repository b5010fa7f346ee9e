/* search.h - what a site gives its readers to search with (page/search.h has the format). */
#ifndef WRITE_SEARCH_H
#define WRITE_SEARCH_H
#include "gather/site.h"
#include "page/search.h"

/* What search finds of a judged page on its tree; texts point into it. Which links only name a page is asked. */
struct search_doc search_doc_of(const struct site *s, const struct site_page *p,
                                const struct document *doc, struct lookup *asks,
                                struct arena *keep);
#endif
