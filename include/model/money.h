/* money.h - US dollars as int64_t counts of 1e-10 USD (price lists have ten decimals), never
 * floating point; up to 922 million dollars.
 *
 * Prices meet quantities in struct money_exact, a 128-bit fraction of 1e-10 USD: a row of an
 * estimate is summed there and rounded once, half to even, by money_round. */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H
#include "model/quantity.h"

#define MONEY_USD INT64_C(10000000000) /* one dollar */

struct money_exact {
    __int128 num, den; /* den 0 counts as 0/1, so that { 0 } is no money */
};
/* All return false, and leave *m alone, when 128 bits do not hold the result. */
bool money_exact_times(struct money_exact *m, struct ratio by);
bool money_exact_add(struct money_exact *m, struct money_exact b);
/* To whole 1e-10 USD, half to even; false when 64 bits do not hold it. */
bool money_round(struct money_exact m, int64_t *e10);

/* Money as written in a table or sentence: "$97–112/month", "$1.2k", "€40", "up to $5", "free". */
struct money {
    int64_t low, high; /* per month when `per` was written or given, in 1e-10 of the currency */
    bool range, about;
    int low_places, high_places; /* digits behind the point as written */
    const char *currency;        /* "USD" */
    bool per_written;            /* the text itself said per what */
    struct str number;           /* span of the number(s) */
};
/* Reads the whole of text. per: what an amount without "/month" is for (NULL: a month); amounts per
 * hour, day and year become monthly (730 h). "up to $5" starts at 0. "free", "included" and a lone
 * dash are 0 USD. False: text is no money, or the price of one thing ("$0.09/GB"). */
bool money_parse(struct str text, const struct quantity_unit *per, struct money *m);

/* The amount at the head of a cell, in no period: "≈ $363", "−$40", "(12.00)", "1.234,56 €", "US$ 40 – 50",
 * "$1.2k", "10 %". fallback: the currency of a plain number, NULL: none. comma: "1.234" are thousands.
 * rest: what stands behind it ("/ mes", "+ LCU"). False: no amount is there. */
struct money_cell {
    struct money money;
    bool percent; /* the number is one, money.low in percent times MONEY_USD */
    bool open;    /* "from $5", "$5+" */
    struct str rest;
};
bool money_cell(struct str text, const char *fallback, bool comma, struct money_cell *out);

/* An exact decimal with at most ten places and no zeros at the end: "160.6931". */
struct str money_decimal(int64_t e10, struct arena *keep);
/* A plain decimal ("0.0404800000") to 1e-10; false past ten places or 64 bits. */
bool money_of_decimal(struct str s, int64_t *e10);
/* For people: "$9.01", "$161", "$1,234": whole dollars from 100 on, and when there are no cents. */
struct str money_show(int64_t e10, struct arena *keep);
/* "$161–198", "$17–22", "$0.06–5.70", "$9.01" when both show the same: a range from $10 on is in
 * whole dollars. */
struct str money_show_range(int64_t low, int64_t high, struct arena *keep);
/* The same with so many decimal places, for who wrote them. */
struct str money_show_places(int64_t low, int64_t high, int low_places, int high_places,
                             struct arena *keep);
double money_double(int64_t e10); /* for charts only */
#endif
