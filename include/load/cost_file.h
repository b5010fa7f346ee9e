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
 * the factor is called after ("vCPU", "GB"). sizes.json lists the files in order.
 *
 * An environment is what differs from a base, and a price may be the author's own:
 *     { "name": "Production", "env": "prod", "base": "medium.json",
 *       "rows": [ { "id": "redis", "parts": […] }, { "id": "nat", "gone": true },
 *                 { "id": "cdn", "service": "Other CDN", "parts": [ { "price": { "usd": "0.008", "per": "GB",
 *                   "source": "contract 7", "date": "2026-11-01" }, "times": { "GB": 400 } } ] } ] }
 * Sources without an environment ("config:/service/cpu") are then that environment's. */
#ifndef LOAD_COST_FILE_H
#define LOAD_COST_FILE_H
#include "load/price_book.h"

/* All estimates of the source called "cost" of data, each priced from the book of its region; never NULL (a
 * site without estimates has an empty set). What is wrong is reported and its row not priced. */
struct cost_set *cost_file_set(const struct data *data, const struct price_books *books,
                               const struct services *services, struct arena *keep, struct diag *d);

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
    bool based;     /* it says only what differs from a base */
    int depth;      /* of bases */
    struct str env; /* of the estimate, or empty: the site's */
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
void cost_file_put_keys(struct buf *out, const char *file, const char *above,
                        const char *const *names, ptrdiff_t n);
/* A line a key, by the reader's own tables: FILE, TAB, KEY, TAB, what it takes (may be empty). */
void cost_file_known(struct buf *out);
#endif
