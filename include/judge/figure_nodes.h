/* figure_nodes.h - what nodes of a drawing have to do with the site: links and values. */
#ifndef JUDGE_FIGURE_NODES_H
#define JUDGE_FIGURE_NODES_H
#include "gather/site.h"

/* Links of nodes lead from the page's output; broken ones are reported at `at` and left out. A node without
 * one leads to the heading of the page, else the page, else the entry of the glossary (whose meaning is its
 * tip), else the row of an estimate that has its name, when nothing else of that kind has. */
void figure_nodes_link(const struct site *s, const struct site_page *p, const struct source *src,
                       struct graph *g, struct str at, struct lookup *asks, struct arena *keep,
                       struct diag *d);
/* The fence attribute bind="Label=config.prod:/service/cpu; Other=name:affinity" in info: each node
 * with that label says the value when asked (tip), and in a line of its own where the layout is
 * ours. Must come before the layout. Places that do not exist are reported at `at`. */
void figure_nodes_bind(const struct site *s, const struct site_page *p, const struct source *src,
                       struct graph *g, struct str info, struct str at, struct arena *keep,
                       struct diag *d);
/* What stands in bind="…" of info, pairs with semicolons between them; or empty. */
struct str figure_nodes_bound(struct str info);
#endif
