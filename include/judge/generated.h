/* generated.h - pages that plumb makes, written as Markdown. */
#ifndef JUDGE_GENERATED_H
#define JUDGE_GENERATED_H
#include "gather/site.h"

/* Front matter and heading: title, and what behind it. weight 0: by its title among its like. */
/* Adds all of them. */
void generated_pages(struct site *s);

void generated_head(struct buf *b, const char *title, struct str what, const char *description,
                    int weight);
#endif
