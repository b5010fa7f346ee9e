/* cost_usage.h - what a cost table that nobody bound to an estimate would use, from its words.
 *
 * Each row's service is recognised by its names, its cells give the quantities (check/cost_words.h), and
 * what they leave open is assumed for the size of the setup: the users of the heading, words like
 * "small", or the number of tasks. All of that is data (model/services.h); this file is its interpreter.
 * low takes the account's free allowances, high takes none. Every assumption is named in the row, and
 * a row with a word that nobody understands is none. */
#ifndef CHECK_COST_USAGE_H
#define CHECK_COST_USAGE_H
#include "model/cost.h"

/* An estimate with one row for each written row that is understood (row.written is its index), and
 * the rows they imply but nobody wrote (row.implied: public IPv4 addresses). False: nothing in the
 * table is a service we know. */
bool cost_usage_size(const struct cost_table *t, const struct cost_set *set, struct arena *keep,
                     struct cost_size *out);

/* Does text name a service, by more than a word that others use too ("database"), or a type of machine? */
bool cost_usage_names(const struct cost_set *set, struct str text, struct arena *keep);

/* What a unit price in words may be the price of: "NAT gateway, per hour, and per GB". */
struct cost_rate {
    const struct price *prices[8];
    int n;
    struct ratio per; /* of so many: "per million requests" */
    const struct price_book *book;
};
/* prose: text is a sentence, whose other words do not matter. False: no service, no unit, or more is said
 * than we know. */
bool cost_usage_rate(const struct cost_set *set, struct str text, struct str unit, bool prose,
                     struct arena *keep, struct cost_rate *out);
#endif
