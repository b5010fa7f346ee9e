/* page_head.h - how a page made from data begins, and links to others. */
#ifndef JUDGE_PAGE_HEAD_H
#define JUDGE_PAGE_HEAD_H
#include "gather/site.h"

/* Front matter and heading: title, and what behind it. weight 0: by its title among its like. */
void page_head(struct buf *b, const char *title, struct str what, const char *description,
               int weight);
/* "[Title](/path.md)" */
void page_head_link(struct buf *b, const struct site_page *to);
#endif
