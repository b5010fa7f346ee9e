/* search.h - what a site gives its readers to search with (page/search.h has the format). */
#ifndef WRITE_SEARCH_H
#define WRITE_SEARCH_H
#include "model/document.h"
#include "page/search.h"
#include "write/theme.h"

/* Keeps what search needs of a page; p->title is known. Texts point into p->src where they stand
 * there. */
void site_search_collect(struct site_page *p, const struct document *doc, struct arena *keep);

bool site_search_has(const struct site *s);       /* a site of one page has none */
struct str site_search_dir(const struct site *s); /* below OUT, ends in '/' */

/* A page's text, as a file beside the page. */
struct str site_search_text_path(const struct site_page *p, struct arena *keep);
struct str site_search_text(const struct site_page *p, struct arena *keep);

/* Of all that decides the files below. */
uint64_t site_search_hash(const struct site *s, const struct theme *theme, struct arena scratch);
/* Index, script, style and the page that lists all pages; names below OUT. The workers of s work,
 * and their scratch is used. */
struct search_files site_search_write(struct site *s, const struct theme *theme);
#endif
