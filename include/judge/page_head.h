/* page_head.h - how a page made from data begins. */
#ifndef JUDGE_PAGE_HEAD_H
#define JUDGE_PAGE_HEAD_H
#include "base/buf.h"

/* Front matter and heading: title, and what behind it. weight 0: by its title among its like. */
void page_head(struct buf *b, const char *title, struct str what, const char *description,
               int weight);
#endif
