/* cost_table.h - a Markdown table of what things cost to struct cost_table.
 *
 *     | Service | Configuration | [Monthly Cost](costs/medium.json) |
 *     |---------|---------------|-----------------------------------|
 *     | NAT gw  | Multi-AZ      | $90                               |
 *     | **Total** |             | **$252-292/month**                |
 *
 * Columns are understood first (load/cost_columns.h), then each row: an item, a total in any words, a
 * heading, a struck row, a unit price. */
#ifndef LOAD_COST_TABLE_H
#define LOAD_COST_TABLE_H
#include "model/cost.h"
#include "model/document.h"

/* The columns of amounts of table (a NODE_TABLE), each as a table of its own with the same services;
 * *n of them, 0 when this is no cost table. A low and a high column are one. A table of unit prices alone
 * is one table whose rows are of kind OTHER. Texts point into src or live in keep. */
struct cost_table *cost_table_read(const struct services *s, const struct source *src,
                                   const struct node *table, struct arena *keep, int *n);

/* A list item or paragraph about cost with one amount ("**Cost**: ~$50-80/month (Micro container)"),
 * as a table of one row: the service is the nearest heading, the configuration the sentence. False:
 * node says no monthly price or several, or stands in a table, quote, note or link. */
bool cost_table_sentence(const struct source *src, const struct node *node, struct arena *keep,
                         struct cost_table *out);
#endif
