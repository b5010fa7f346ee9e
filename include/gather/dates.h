/* dates.h - when pages were last changed, by git. */
#ifndef GATHER_DATES_H
#define GATHER_DATES_H
#include "gather/site.h"

/* Fills site_page.changed from what OUT/.plumb/dates keeps for the commit that is checked out, else from
 * the repository's log. Returns what is to be kept there, empty when it is there already. */
struct str dates_find(struct site *s);
#endif
