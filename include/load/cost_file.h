/* cost_file.h - the estimates of a site (costs/NAME.json) to struct cost_set, priced.
 *
 *     { "name": "Medium", "users": [10, 50], "region": "us-east-1", "currency": "USD",
 *       "rows": [ { "id": "nat", "service": "NAT Gateway", "also_called": ["NAT"],
 *                   "parts": [ { "price": "nat.hour", "times": { "gateways":
 * "config.prod:/vpc/natGateways", "hours": 730 } }, { "price": "nat.gb", "times": { "GB": { "low":
 * 10, "typical": 60, "high": 200 } }, "free": 0 } ], "assumption": "one gateway a zone" } ] }
 *
 * An amount is a number, a pointer into a source, or low/typical/high of either. Factors multiply,
 * parts add; "free" is taken off a part's product, and "less" (a percentage, or a savings plan of the
 * price book) off its cost. "LCU" may be { "new_connections": 25, "gb": 0.5 }: the largest counts. A pointer's value is converted to the unit that
 * the factor is called after ("vCPU", "GB"). sizes.json lists the files in order. */
#ifndef LOAD_COST_FILE_H
#define LOAD_COST_FILE_H
#include "model/cost.h"
#include "model/rule.h"

/* All estimates of the source called "cost" of data, priced from book; never NULL (a site without
 * estimates has an empty set). What is wrong is reported and its row not priced. */
struct cost_set *cost_file_set(const struct data *data, const struct price_book *book,
                               struct arena *keep, struct diag *d);

/* One file. data may be NULL: then pointers cannot be followed. False: it is no estimate. */
bool cost_file_read(const struct source *src, const struct json *root, const struct data *data,
                    const struct price_book *book, struct cost_size *out, struct arena *keep,
                    struct diag *d);

/* What reading a file of costs needs; for load/cost_scenarios.c, whose files have parts too. */
struct cost_reading {
    const struct source *src;
    const struct data *data;
    const struct price_book *book;
    struct arena *keep;
    struct diag *d;
};
void cost_file_wrong(const struct cost_reading *r, const struct json *v, const char *what);
/* Reports every member whose key is not among the n names. */
void cost_file_keys(const struct cost_reading *r, const struct json *object,
                    const char *const *names, ptrdiff_t n);
/* The text of a required member; empty after a report. */
struct str cost_file_text(const struct cost_reading *r, const struct json *object, const char *key);
void cost_file_texts(const struct cost_reading *r, const struct json *list, struct str **out,
                     int *n);
/* False after a report. An amount without low, typical and high has three equal ends; factor is what
 * it is called, which is its unit ("vCPU", "GB") when it is one. */
bool cost_file_amount(const struct cost_reading *r, const struct json *v, struct str factor,
                      struct cost_amount *a);
bool cost_file_part(const struct cost_reading *r, const struct json *v, struct cost_part *part);
#endif
