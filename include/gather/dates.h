/* dates.h - when pages were last changed, by git. */
#ifndef GATHER_DATES_H
#define GATHER_DATES_H
#include "gather/site.h"

/* Fills site_page.changed from the record, when it is of the commit that is checked out, else from the
 * repository's log; s->dates is what the next record keeps. */
void site_dates(struct site *s);
#endif
