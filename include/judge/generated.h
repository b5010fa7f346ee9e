/* generated.h - pages that plumb makes, written as Markdown. */
#ifndef JUDGE_GENERATED_H
#define JUDGE_GENERATED_H
#include "gather/site.h"

/* Front matter and heading: title, and what behind it. weight 0: by its title among its like. */
void generated_head(struct buf *b, const char *title, struct str what, const char *description,
                    int weight);

/* Adds a page with text as its source, or returns NULL when the author has a file of that path. Pages may
 * move; path and the buffer's bytes must live as long as the site. */
struct site_page *generated_add(struct site *s, struct str path, const struct buf *text);
#endif
