/* freshness.h - pages that somebody promised to read again, and actions, by their dates. */
#ifndef JUDGE_FRESHNESS_H
#define JUDGE_FRESHNESS_H
#include "gather/site.h"

/* Adds freshness.md: what is overdue, what is due within 60 days; none when no page has a review_by. */
void freshness_page(struct site *s);
/* A finding for each page whose review_by, and each open action whose due date, is before today. */
void freshness_report(struct site *s);
#endif
