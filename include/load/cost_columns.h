/* cost_columns.h - what each column of a Markdown table is, from its head and its cells.
 *
 * The words are those of assets/services.json: service, configuration, quantity, unit price, saving,
 * share, low and high, region, note, and periods. A column of amounts need not say so: most of its
 * cells do. */
#ifndef LOAD_COST_COLUMNS_H
#define LOAD_COST_COLUMNS_H
#include "model/cost.h"
#include "model/document.h"

enum { COST_COLUMNS_MAX = 40 }; /* wider tables are data, not prose */
enum cost_role {
    COST_ROLE_OTHER,
    COST_ROLE_SERVICE,
    COST_ROLE_CONFIGURATION,
    COST_ROLE_QUANTITY,
    COST_ROLE_AMOUNT,
    COST_ROLE_RATE,   /* what one costs */
    COST_ROLE_IGNORED /* savings, shares, dates, notes of no use */
};
struct cost_column {
    enum cost_role role;
    struct str head, link, word; /* word: the meaning that decided, "low", "note" */
    const char *period;          /* of amounts, "month" when nothing is said */
    struct ratio months;
    const char *currency; /* of plain numbers below it */
    bool comma;           /* its numbers have decimal commas */
    int money, numbers, filled;
};
struct cost_columns {
    struct cost_column all[COST_COLUMNS_MAX];
    int n, service, configuration; /* -1: none */
};
/* False: no column of amounts, or no words beside it. */
bool cost_columns_read(const struct services *s, const struct node *table, struct arena *keep,
                       struct cost_columns *out);

/* Text of a cell without what is struck out in it; *struck: nothing else was there. */
struct str cost_cell_text(const struct node *cell, struct arena *keep, bool *struck);
/* The meaning of the period that text names, and how often it is in a month; "month" when it names none. */
const char *cost_period(const struct services *s, struct str text, struct arena scratch,
                        struct ratio *months);
#endif
