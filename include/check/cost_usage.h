/* cost_usage.h - what a cost table that nobody bound to an estimate would use, from its words.
 *
 * Each row's service is recognised in a vocabulary; its configuration cell gives the quantities
 * (check/cost_words.h), and what it leaves open is assumed for the size of the setup: the users of
 * the heading, words like "small", or the number of tasks. low takes the account's free allowances,
 * high takes none. Every assumption is named in the row. */
#ifndef CHECK_COST_USAGE_H
#define CHECK_COST_USAGE_H
#include "model/cost.h"

/* An estimate with one row for each written row that is understood (row.written is its index), and
 * the rows they imply but nobody wrote (row.implied: public IPv4 addresses). False: nothing in the
 * table is a service we know. */
bool cost_usage_size(const struct cost_table *t, const struct price_book *book, struct arena *keep,
                     struct cost_size *out);
#endif
