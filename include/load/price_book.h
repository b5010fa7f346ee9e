/* price_book.h - a price book (content/prices/REGION.json) to struct price_book.
 *
 * Every price has a key, unit, decimal price, effective date, source and confidence. Tiers are
 * prices of the same service and usage type whose tier_begin is another's tier_end. What an account
 * gets free each month stands in "free" ("100"), or in words in the note or source ("first 5
 * GB/month free").
 * A price that changed keeps its history, so that what was true once is outdated and not just false:
 *     "price_usd": [ { "value": "0.0506", "until": "2019-01-07" }, { "value": "0.04048", "from": "2019-01-07" } ]
 * "discounts": { "AmazonECS": 12.5 } takes percent off all prices of a service. */
#ifndef LOAD_PRICE_BOOK_H
#define LOAD_PRICE_BOOK_H
#include "model/cost.h"
#include "model/rule.h"

/* Histories are read at their end. Bad prices are reported and left out. NULL only when root is no price book at all (reported).
 * Texts stay in src. */
struct price_book *price_book_read(const struct source *src, const struct json *root,
                                   struct arena *keep, struct diag *d);

/* The book of region that is compiled into the program, NULL: there is none. The default is that of us-east-1:
 * a guide without any configuration is judged too. */
struct price_book *price_book_built_in(struct str region, struct arena *keep);
struct price_book *price_book_default(struct arena *keep);

/* A book a region: the files of the source "price" of data as of data->today, each merged key by key with the
 * compiled-in one of its region (its own row wins), then the other compiled-in ones. The first is the site's:
 * of the region its config names, else site.json, else of its only file, else us-east-1. */
struct price_books {
    struct price_book **books;
    int n;
    struct str
        region; /* that config or the only file name; there may be no book of it; empty: nothing does */
};
/* Whether anything may ask for the region; NULL: all are. Reading a book that nobody asks for takes time. */
typedef bool price_book_wanted(const void *ctx, struct str region);
/* The region that the site's config names, or empty. */
struct str price_book_region(const struct data *data);
struct price_books price_books_of(const struct data *data, price_book_wanted *wanted,
                                  const void *ctx, struct arena *keep, struct diag *d);
/* A line a key, by the reader's own tables: FILE, TAB, KEY, TAB, what it takes (may be empty). */
void price_book_known(struct buf *out);
#endif
