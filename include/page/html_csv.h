/* html_csv.h - the tables of a page as CSV, to be taken into a spreadsheet. */
#ifndef PAGE_HTML_CSV_H
#define PAGE_HTML_CSV_H
#include "model/lookup.h"

/* Whether a NODE_TABLE is worth a file: more than four rows, or a column of numbers. */
bool html_csv_wanted(const struct node *table);
/* Its name beside the page: "table-1.csv". */
struct str html_csv_name(const struct node *table, struct arena *keep);

/* Appends the table, RFC 4180; values that claims take in stand where they do on the page. What a
 * spreadsheet would take for a formula begins with an apostrophe, unless it is a number. l is asked only
 * what html_write asks. */
void html_csv(const struct node *table, struct lookup *l, struct buf *out);
#endif
