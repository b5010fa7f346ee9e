/* cost_price.h - unit prices in tables and prose ("NAT gateway, per hour | $0.045") against the book.
 *
 * They are compared at their written precision, and the date beside one with the price's own. cost-wrong,
 * info; an error where the head of the table is a link into price:. Nothing is said where the words name
 * no service, or more than we know. */
#ifndef CHECK_COST_PRICE_H
#define CHECK_COST_PRICE_H
#include "model/cost.h"
#include "model/document.h"
#include "model/rule.h"

/* priced: one for each row; set for those whose unit price was compared. */
void cost_price_table(const struct cost_table *t, const struct cost_set *set, bool *priced,
                      struct diag *d);
/* False: it says no unit price. */
bool cost_price_sentence(const struct source *src, const struct node *node,
                         const struct cost_set *set, struct arena *keep, struct diag *d);
/* Where text stands in cell, or the cell. */
struct str cost_price_place(struct str cell, struct str text);
#endif
