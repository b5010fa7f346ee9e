/* cost.h - what a system costs: prices, quantities, rows, sizes; and hand-written cost tables.
 *
 * Life: load reads the price book (load/price_book.h), the estimates (load/cost_file.h) and the
 * tables of a page (load/cost_table.h); cost_set_price() computes; check/cost_*.h judge the written
 * against the computed. Every amount is a triple low, typical, high. Money is in 1e-10 USD. */
#ifndef MODEL_COST_H
#define MODEL_COST_H
#include "base/map.h"
#include "model/data.h"
#include "model/money.h"
#include "model/services.h"

struct price {
    struct str key, service, usage, unit, region, sku;
    struct str effective; /* "2026-09-11", "2026-04" or "2026" */
    struct str source, confidence, note;
    struct str place;        /* its object in the book's text */
    int64_t e10, high_e10;   /* high_e10: where the price itself is a range (Spot), else e10 */
    bool percent_off;        /* e10 is a discount in percent, not money */
    struct ratio begin, end; /* tier of monthly amount; end 0: no end */
    struct ratio discount; /* percent off that the account has agreed on for the service, 0: none */
    struct ratio free;     /* monthly allowance of an account, 0: none */
    struct price *next_tier; /* what applies beyond end, or NULL: this goes on */
};
struct price_book {
    struct source src;
    bool built_in; /* compiled in; nobody can correct it in place */
    struct str region, currency, generated, disclaimer;
    int64_t hours_per_month;
    struct price *prices; /* in file order */
    int n_prices, n_own;  /* n_own: from the file itself, the rest is compiled in */
    struct map by_key;
};
const struct price *price_named(const struct price_book *book, struct str key);
/* Confidence is "low"; a price older than 180 days on today (a bare year counts from its end). */
bool price_unsure(const struct price *p);
bool price_old(const struct price *p, struct date today);

enum cost_end { COST_LOW, COST_TYPICAL, COST_HIGH };
enum { COST_ENDS = 3 };
struct cost_amount {
    struct ratio at[COST_ENDS];
    struct str ref; /* the pointer it came from, "config.prod:/service/cpu", or empty */
    bool unread;    /* what stands there was no amount: nothing can be said of it */
};
struct cost_factor {
    struct str name; /* "tasks", "vCPU", "GB", "hours", "requests" */
    struct cost_amount amount;
};
struct cost_part { /* price times all factors, less what is free */
    struct str key, place;
    const struct price *price; /* NULL: the book lacks it */
    struct cost_factor *times;
    int n_times;
    struct cost_amount free; /* amount taken off the product, at least 0 is left */
    struct ratio less;       /* percent taken off the part's cost: a savings plan; den 0: none */
};
struct cost_money {
    int64_t at[COST_ENDS];
};
struct cost_row {
    struct str id, service, assumption, place;
    struct str *also_called;
    int n_also_called;
    struct cost_part *parts;
    int n_parts;
    struct cost_money cost;
    bool priced;  /* all prices and quantities were there and nothing overflowed */
    bool gone;    /* while files are read: a row of the base that is not there */
    bool implied; /* unbound tables: nobody wrote this row, other rows bring it with them */
    int written;  /* unbound tables: index of the written row, -1: none */
};
struct cost_size {
    struct str id, name; /* "medium", "Medium" */
    struct str path;     /* relative to the content folder; empty: made from a table */
    struct str region, currency;
    int64_t users_low, users_high; /* 0: not said */
    struct cost_row *rows;
    int n_rows;
    struct cost_money total;
    bool priced;              /* all rows are */
    const struct source *src; /* its file; NULL: made from a table */
    struct str env;           /* the environment it is the estimate of, or empty */
    /* Made from a table, by written row: why it is not judged ("EKS control plane", `Fargate: "blue"`), and
     * why a verdict other than agreement would not be sure; empty: it is. */
    struct str *unjudged, *doubt;
    struct str other_region; /* a row's region whose prices nobody has, or empty */
};
/* A way to save: what is paid now against what would be paid then, for the same usage. */
struct cost_scenario {
    struct str id, name, assumption, place;
    struct cost_row now, then;
    struct cost_amount less;  /* percent off then: a savings plan */
    struct cost_amount share; /* percent of now that changes */
    struct str solve;         /* the factor looked for: how much of it makes both cost the same */
    bool solve_now;           /* it is one of now, which then, a promise, has to be worth */
    struct str *false_when;   /* sentences */
    int n_false_when;
    /* check/cost_scenario.h; savings do not fall from low to high, and are negative where it costs more */
    bool computed;
    struct cost_money saving;
    struct ratio percent[COST_ENDS]; /* of now */
    struct ratio break_even;         /* den 0: none */
    struct str formula;
};
/* What an environment was billed, a month. */
struct cost_billed {
    struct str service; /* as the bill calls it */
    int64_t e10;
};
struct cost_bill {
    struct str env, path, period; /* "2026-10" or "2026-08 – 2026-10" */
    struct cost_billed *rows;
    int n_rows;
    int64_t total;
};
struct cost_set {
    struct cost_bill *bills;
    int n_bills;
    const struct services *services;
    const struct price_book *book;   /* of the site's own region */
    struct price_book *const *books; /* of every region, that one first */
    int n_books;
    const struct price_book *(*fetch)(void *shelf,
                                      struct str region); /* other books, when asked; or NULL */
    void *shelf;
    struct str region; /* of the site by its own words, with or without a book; or empty */
    struct cost_scenario *scenarios;
    int n_scenarios;
    struct cost_size *sizes, *alternatives;
    struct cost_size
        *others; /* files that sizes.json does not list: only tables are bound to them */
    int n_sizes, n_alternatives, n_others;
};

/* What the bill of env says of the service that text names (of all of it, text empty); false: no bill, or it
 * does not name the service. */
bool cost_set_billed(const struct cost_set *set, struct str env, struct str text,
                     struct arena scratch, int64_t *e10);
/* The i-th of all estimates: sizes, alternatives, others; NULL past the end. */
const struct cost_size *cost_set_each(const struct cost_set *set, int i);
/* The i-th estimate that speaks of what there is: environments, then sizes; NULL past the end. */
const struct cost_size *cost_set_shown(const struct cost_set *set, int i);
/* The book of region; NULL: nobody has one. */
const struct price_book *cost_set_book(const struct cost_set *set, struct str region);
/* Where the book's last tier ends below what the part bills; num 0: it does not. */
struct ratio cost_part_beyond(const struct cost_part *part);
/* The amount a part bills (product of its factors less the free ones), exactly; false on overflow.
 */
bool cost_part_amount(const struct cost_part *part, enum cost_end end, struct ratio *out);
/* What the part costs for the amount of one end at the prices of another, all discounts taken off; not
 * rounded. False: a price is missing, or 128 bits do not hold it. */
bool cost_part_price(const struct cost_part *part, enum cost_end amount, enum cost_end price,
                     struct money_exact *out);
/* Fill cost and priced of the row; one rounding per row and end. */
bool cost_row_price(struct cost_row *row);
/* Rows, then the total, the sum of rounded rows. */
bool cost_size_price(struct cost_size *size);
void cost_set_price(struct cost_set *set);

/* Load balancer capacity units of one dimension: "new_connections" (a second), "active_connections"
 * (a minute), "gb" (an hour), "rule_evaluations" (a second). The largest of the four is billed. False:
 * no such dimension. */
bool cost_lcu(struct str dimension, struct ratio n, struct ratio *lcu);
/* The size, alternative or other estimate called id ("medium"), or whose file is path
 * ("costs/medium.json"). */
const struct cost_size *cost_size_named(const struct cost_set *set, struct str id);
const struct cost_size *cost_size_at(const struct cost_set *set, struct str path);
/* The row that text names: by id, service or also_called without case and punctuation, else the one
 * whose words text holds; NULL when there is none. */
const struct cost_row *cost_row_named(const struct cost_size *size, struct str text);
/* "2 tasks", "1 task", "5–50 GB", "730 h". */
void cost_amount_words(const struct cost_amount *a, struct str name, struct buf *out);
/* In words: "2 tasks × 0.5 vCPU × 730 h × $0.04048 + …". */
struct str cost_row_formula(const struct cost_row *row, struct arena *keep);

/* All estimates as JSON, the source "cost" that claims point into:
 *     {"book":{"region":"us-east-1","generated":"2026-11-23"},
 *      "medium":{"name":"Medium","users":[10,50],
 *        "total":"$161–198","low":160.6931,"typical":…,"high":…,
 *        "rows":{"fargate":{"service":"ECS Fargate",
 *                           "total":"$36.04","low":…,"typical":…,"high":…,
 *                           "formula":"…","assumption":"…"}}},
 *      "alternatives":{"app-runner":{…as a size…}},
 *      "scenarios":{"spot":{"name":"…","now":"$36.04","then":"$10.81–15.83","saving":"$20.21–25.23",
 *        "low":…,"typical":…,"high":…,"percent":"56–70 %","break_even":…,"formula":"…",
 *        "assumption":"…","false_when":["…"]}}}
 * so that cost:/medium/total is what a sentence says, and cost:/medium/low an exact number. Numbers
 * are exact decimals in USD a month. What could not be priced has null for total and numbers. */
void cost_json(const struct cost_set *set, struct buf *out);

/* A cost table as written in a page. */
enum cost_line { COST_LINE_ITEM, COST_LINE_SUBTOTAL, COST_LINE_TOTAL, COST_LINE_OTHER };
struct cost_written {
    enum cost_line kind;               /* OTHER: a heading, a note, a struck row, a unit price */
    struct str service, configuration; /* text without markup and struck words */
    struct str quantity, note, region; /* other cells that say something, or empty */
    struct str service_place, configuration_place, money_place; /* in the page; may be empty */
    struct str link;       /* target of a link in the service cell, or empty */
    bool has_money;        /* money was read */
    bool unreadable;       /* something stands there that is no money: "varies" */
    bool none;             /* "–", "free", "included": not used, or not paid for */
    bool open;             /* "+ LCU", "from $5": it may be more */
    bool credit, optional; /* by its name: taken off; not part of every sum */
    bool heads;            /* of OTHER: begins a group */
    bool bold;             /* all that it says */
    bool sure;             /* of totals: no word leaves open which rows it is the sum of */
    bool percent;          /* the amount is a share of the rows above, in percent */
    struct money money;    /* as written, in the column's period */
    struct money month;    /* the same for a month; only when has_month */
    bool has_month;
    struct str money_text;
    struct str high_text;        /* of the column that ends the range, or empty */
    struct str unit;             /* of a unit price: "per GB", or empty */
    struct str date, date_place; /* of a column of dates, or empty */
    struct str rate;             /* the cell of a column of unit prices, or empty */
    struct ratio times;          /* of totals: a year below monthly rows is 12 of them; else 1 */
};
struct cost_table {
    const struct source *src;
    struct str place;     /* of the table */
    struct str heading;   /* text of the nearest heading before it */
    struct str title;     /* of the page */
    struct str column;    /* text of the money column's head */
    struct str link;      /* target of a link in that head ("costs/medium.json"), or empty */
    struct str hours;     /* that head, when it says for how many hours a month */
    struct str doubt;     /* a word of that head that nobody understands, or empty */
    const char *currency; /* the one most cells have */
    const char *period;   /* "month", "day", "once"; what the column's amounts are for */
    struct ratio months;  /* how often that is in a month; num 0: never */
    bool shared;          /* several columns say what the same rows cost in other setups */
    bool twin;            /* another column says the same for a month */
    bool sentence;        /* read from prose */
    bool rates;           /* a list of unit prices */
    struct cost_written *rows;
    int n_rows;
};
#endif
