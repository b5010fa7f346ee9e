/* cost_judge.h - what a table says things cost against what the price list gives.
 *
 * cost-differs: the middles' ratio leaves 0.8–1.25 and the ranges stand more than 5 % apart.
 * cost-wrong: even the nearest ends differ by more than 25 %. Less than 25 cents is never worth
 * a finding, less than 5 where cents are written. Only tables in US dollars are judged (cost-currency). */
#ifndef CHECK_COST_JUDGE_H
#define CHECK_COST_JUDGE_H
#include "check/cost_verdict.h"
#include "model/cost.h"
#include "model/rule.h"

struct cost_judged {
    const struct cost_written *written; /* NULL: the row is missing from the table */
    const struct cost_row *row;         /* NULL: the total, or a row nobody knows */
    struct cost_money computed;
    enum cost_verdict verdict;
    bool judged;        /* both sides are known and in dollars */
    struct ratio ratio; /* written middle by computed middle; den 0: computed is nothing */
    struct str why;     /* not judged: the word that nobody understands, or empty */
    struct str hint;    /* "0.5 vCPU / 1 GB instead of 0.25 / 0.5 gives $18.02", or empty */
};
struct cost_judgement {
    const struct cost_table *table;
    const struct price_book *book; /* of the region it is judged by */
    const struct cost_set *set;
    struct cost_size size;    /* the estimate compared with */
    bool bound;               /* by the table's author; else recognised by its words */
    struct cost_judged *rows; /* in the table's order, missing rows, then the total */
    int n_rows;
};

/* Judges t against the estimate its head is bound to: a file beside page (its path below the
 * content folder), or cost:/medium. Without a link, against what its own words say. False: not
 * bound, and no service in it is known. */
bool cost_judge_table(const struct cost_table *t, const struct cost_set *set, struct str page,
                      struct arena *keep, struct cost_judgement *out);
/* The findings: errors and warnings for a bound table, info else. */
void cost_judge_report(const struct cost_judgement *j, const struct cost_set *set, struct diag *d);
/* cost-unjudged and cost-region, once a table: the rows that were not judged by name; unsummed: what
 * cost_total_check returned; priced: what cost_price_table did. j NULL: no row is of a service we know; then rows are
 * named if any of them, or the heading, names a service or a type of machine. */
void cost_judge_unjudged(const struct cost_table *t, const struct cost_set *set,
                         const struct cost_judgement *j, const bool *priced, struct str unsummed,
                         struct diag *d);
/* A sentence read by cost_table_sentence: its one amount against the whole of what it names. Talk
 * of savings is not judged. */
bool cost_judge_sentence(const struct cost_table *t, const struct cost_set *set, struct arena *keep,
                         struct cost_judgement *out);

/* price-old and price-unsure for each price that an estimate of the set uses. */
void cost_judge_prices(const struct cost_set *set, struct date today, struct diag *d);
#endif
