/* infra_pages.h - the resources of a source as a page. */
#ifndef JUDGE_INFRA_PAGES_H
#define JUDGE_INFRA_PAGES_H
#include "gather/site.h"

/* Adds the page of a source with resources: its views as figures, a table a stack, parameters and outputs. The
 * row of resource number N has the id "rN". */
void infra_pages_add(struct site *s, const struct data_source *d);
/* Whose prices are those of d's environment; NULL: nobody's. */
const struct price_book *infra_pages_book(const struct site *s, const struct data_source *d);
#endif
