/* csv.h - a table of comma-separated values as a JSON tree: an object of rows by their first
 * column, each an object of cells by the head row.
 *
 *     service,low,high          { "alb": { "low": 20, "high": "25 USD" } }
 *     alb,20,"25 USD"
 *
 * A cell that is a JSON number, true or false is that, an empty one is null, all else a string. The
 * separator is the first of , ; tab in the head row. */
#ifndef LOAD_CSV_H
#define LOAD_CSV_H
#include "base/json.h"

/* The tree lives in keep, its text (raw) in src. NULL when there is no head row; a row or column
 * named twice and a quote that never ends are reported under rule, and the first stays. */
struct json *csv_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                       struct diag *d);
#endif
