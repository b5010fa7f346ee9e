/* price_list.h - AWS price lists as they really are, into a price book.
 *
 * Read are what `aws pricing get-products` prints (JSON strings in an array "PriceList"), the bulk
 * offer files (index.json, index.csv), both as streams: memory does not grow with the list.
 * A price of the book is found by its service and usage type, with or without the region's prefix
 * ("USE1-"). Only on-demand prices of the region count: not Spot, reservations, other operating
 * systems, engines, Outposts or Local Zones. Tiers may stand in any order; a first tier of $0 is an
 * allowance, not a price; a tier the book lacks gets a key of its own
 * ("s3.standard_gb_month.51200"). */
#ifndef LOAD_PRICE_LIST_H
#define LOAD_PRICE_LIST_H
#include "load/price_slots.h"
#include "model/rule.h"

/* Sets price, date, SKU, source and confidence of every price of book that text has for region
 * ("us-east-1"). Contradictions (a unit price that its own description denies, two prices for one
 * usage) are reported and left out. False: text is no price list (reported). */
bool price_list_import(const struct source *list, struct str region, struct price_book *book,
                       struct arena *keep, struct diag *d, struct price_slots_counts *n);
/* The same for the text of price_list_map, whose pages are let go when they are read. */
bool price_list_import_mapped(const struct source *list, struct str region, struct price_book *book,
                              struct arena *keep, struct diag *d, struct price_slots_counts *n);

/* A file as text without reading it: pages come in when they are looked at. 0 or an errno value;
 * the text is valid until the process ends. */
int price_list_map(const char *path, struct str *text);
/* The book as JSON, in the shape price_book_read takes. */
void price_list_write(const struct price_book *book, struct buf *out);
#endif
