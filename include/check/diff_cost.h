/* diff_cost.h - why an estimate costs something else now: one step after the other from the old rows to the new
 * ones, each with its share, so that the shares add up to the whole difference exactly. */
#ifndef CHECK_DIFF_COST_H
#define CHECK_DIFF_COST_H
#include "model/cost.h"

enum diff_cost_kind {
    DIFF_COST_PRICE,
    DIFF_COST_QUANTITY,
    DIFF_COST_NEW,
    DIFF_COST_REMOVED,
    DIFF_COST_ASSUMPTION
};

struct diff_cost_step {
    enum diff_cost_kind kind;
    int64_t e10; /* a month, typical; of steps never 0 but for rows that came or went */
    const struct cost_row *row;
    struct str what;     /* the price's key, the factor's name, or empty: the row as a whole */
    struct str old, now; /* "$0.045", "1 GB" */
    struct str ref;      /* where the quantity stands, "config.prod:/service/cpu", or empty */
};
struct diff_costs {
    const struct cost_size *was, *now; /* NULL: there is none */
    bool known;                        /* both are priced: the steps add up */
    struct str why;                    /* not known: what has no price */
    int64_t e10;                       /* the difference */
    LIST(struct diff_cost_step) steps;
    LIST(struct diff_cost_step) ends; /* what moves the low or the high end alone */
};
struct diff_costs diff_cost(const struct cost_size *was, const struct cost_size *now,
                            struct arena *keep);
const char *diff_cost_name(enum diff_cost_kind k); /* "price" */
/* The steps' shares in cents, so that they add up to the difference in cents: the largest remainders are rounded
 * away from what is nearest. cents has room for all steps. */
void diff_cost_cents(const struct diff_costs *d, int64_t *cents);
/* "+$12", "−$3.50" */
struct str diff_cost_delta(int64_t e10, struct arena *keep);
#endif
