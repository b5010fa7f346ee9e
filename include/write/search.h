/* search.h - what a site gives its readers to search with (page/search.h has the format). */
#ifndef WRITE_SEARCH_H
#define WRITE_SEARCH_H
#include "gather/site.h"
#include "page/search.h"

bool search_has(const struct site *s);       /* a site of one page has none */
struct str search_dir(const struct site *s); /* below OUT, ends in '/' */
/* What search finds of a judged page on its tree; texts point into it. Which links only name a page is asked. */
struct search_doc search_doc_of(const struct site *s, const struct site_page *p,
                                const struct document *doc, struct lookup *asks,
                                struct arena *keep);
/* A page's text, as a file beside the page. */
struct str search_text_path(const struct site_page *p, struct arena *keep);
#endif
