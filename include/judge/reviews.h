/* reviews.h - the page reviews/: what the reviews kept in the content say, one beside the other. */
#ifndef JUDGE_REVIEWS_H
#define JUDGE_REVIEWS_H
#include "gather/site.h"

/* Adds it where reviews/DATE.json stand. Files that are none, or of a later version, are named on it. */
void reviews_page(struct site *s);
#endif
