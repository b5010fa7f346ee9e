/* costs.c - the site's estimates, and the cost tables of its pages. */
#include "site/costs.h"

#include "check/cost_total.h"
#include "load/cost_file.h"
#include "load/cost_table.h"
#include "load/price_book.h"

void costs_load(struct site *s)
{
    s->prices = price_book_of(&s->data, s->keep, &s->diag);
    s->costs = cost_file_set(&s->data, s->prices, s->keep, &s->diag);
}
