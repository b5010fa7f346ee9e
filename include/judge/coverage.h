/* coverage.h - how many of the numbers that readers see something checks: a claim, or an estimate that is
 * held against the rows of a table. */
#ifndef JUDGE_COVERAGE_H
#define JUDGE_COVERAGE_H
#include "check/unbound.h"
#include "gather/site.h"

/* All numbers of p and what could be bound, see check/unbound.h; p is judged, src and doc are its text and
 * tree. *empty: claims without a text, which take a number in. */
struct unbound *coverage_find(const struct site *s, const struct site_page *p,
                              const struct source *src, const struct document *doc,
                              const struct unbound_index *index, struct arena *keep, int *n,
                              int *empty);
/* Sets numbers and numbers_bound of p. */
void coverage_count(const struct site *s, struct site_page *p, const struct source *src,
                    const struct document *doc, struct arena *keep);
/* The finding for a site whose share is below that of site.json. */
void coverage_report(struct site *s);
/* Reports the numbers of p that old, the page of the site before (NULL: there was none), did not have, and
 * that nothing checks. Both have their texts. */
void coverage_new(const struct site *s, const struct site_page *p, const struct site *before,
                  const struct site_page *old, struct arena scratch, struct diag *d);
#endif
