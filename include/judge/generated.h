/* generated.h - pages that plumb makes from data, written as Markdown. */
#ifndef JUDGE_GENERATED_H
#define JUDGE_GENERATED_H
#include "gather/site.h"

/* Adds those of config, its differences and other sources. */
void generated_pages(struct site *s);
#endif
