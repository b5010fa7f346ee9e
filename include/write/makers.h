/* makers.h - who makes what stands below OUT. Each adds its products to b->now, taking from the last build what
 * holds; the first failure stops all. */
#ifndef WRITE_MAKERS_H
#define WRITE_MAKERS_H
#include "write/product.h"

void copies_make(struct build *b); /* smaller copies of pictures: gen/write/copies.c */
void pages_make(struct build *b);  /* pages, judged and rendered: gen/write/pages.c */
void files_make(
    struct build *b); /* files that pages link to or show, as they are: gen/write/files.c */
void files_scripts(
    struct build
        *b); /* texts of scripts that pages ask for, before they are judged: gen/write/files.c */
void files_make_theme(struct build *b); /* styles, scripts, signs, the policy: gen/write/files.c */
void lists_make(
    struct build *b); /* redirects, 404, sitemap, feed, lists for programs: gen/write/lists.c */
void cards_make_icon(struct build *b); /* the sign of the program as a picture: gen/write/cards.c */
void search_make(struct build *b);     /* gen/write/search.c */
bool print_stands(
    const struct build *b);       /* the last build's page of all pages is as it was written */
void print_make(struct build *b); /* all pages on one: gen/write/print.c */
#endif
