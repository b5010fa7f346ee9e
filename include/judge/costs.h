/* costs.h - the money of a site: estimates, prices, tables in pages and the charts of both. */
#ifndef JUDGE_COSTS_H
#define JUDGE_COSTS_H
#include "gather/site.h"

/* Reads the price book (or takes the compiled-in one) and the estimates, and adds the computed
 * figures to data as source "cost". Findings go to s->diag. */
void costs_load(struct site *s);

/* The estimates as they would be under data, a copy of the site's with other values; its source "cost" is
 * set to them. */
const struct cost_set *costs_under(const struct site *s, struct data *data, struct arena *keep);

/* The chart that a view of costs shows: href resolved to file, query "chart=range". NULL, with why
 * set, when there is none. */
struct chart *costs_chart(const struct site *s, struct str file, struct str query,
                          struct arena *keep, struct str *why);

/* Judges a Markdown table that holds costs; false when it holds none. chart is set when it can be
 * drawn; NULL else. */
bool costs_table(const struct site *s, const struct site_page *p, const struct source *src,
                 const struct node *table, struct arena *keep, struct diag *d,
                 struct chart **chart);
/* Judges a paragraph or list item that names a monthly price; false when it names none. */
bool costs_sentence(const struct site *s, const struct source *src, const struct node *node,
                    struct arena *keep, struct diag *d);
#endif
