/* test_cost_table.c - hand-written cost tables: columns, lines, sums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/cost_total.h"
#include "load/cost_table.h"
#include "load/markdown.h"
#include "load/services.h"

#define HEAD3 "| Service | Configuration | Monthly Cost |\n|---|---|---|\n"
#define HEAD2 "| Item | Cost |\n|---|---|\n"

/* clang-format off */
static const struct {
    const char *name, *text;
    const char *rows; /* kind of each line, service, low–high; columns behind | */
    const char *total; /* message of the finding, or empty */
} cases[] = {
    { "plain", HEAD3 "| A | x | $20-30 |\n| B | y | $5 |\n| **Total** | | **$25-35/month** |\n",
      "i A $20–30; i B $5; t Total $25–35; ", "" },
    { "wrong total", HEAD3 "| A | x | $20-30 |\n| B | y | $5 |\n| **Total** | | **$25-36/month** |\n",
      "i A $20–30; i B $5; t Total $25–36; ", "the rows add up to $25–35 a month, not $25-36/month" },
    { "other order", "| Monthly cost (USD) | Setup | What |\n|---|---|---|\n| 1,200.50 | x | A |\n| 20 | y | B |\n| 1,220 | | Total |\n",
      "i A $1,200; i B $20; t Total $1,220; ", "" },
    { "thousands and k", HEAD2 "| A | $1.2k |\n| B | $1,234.50 |\n| Sum | $2,434.50 |\n",
      "i A $1,200; i B $1,234; t Sum $2,434; ", "" },
    { "k is too coarse to be wrong", HEAD2 "| A | $1.2k |\n| B | $1,234.50 |\n| Total | $2.4k |\n",
      "i A $1,200; i B $1,234; t Total $2,400; ", "" },
    { "en dashes", HEAD2 "| A | $7 – 9 |\n| B | $8–$9 |\n| Total | $15–18 |\n",
      "i A $7–9; i B $8–9; t Total $15–18; ", "" },
    { "per hour", HEAD2 "| A | $0.05 per hour |\n| B | $3.50 |\n| Total | $40 |\n",
      "i A $36.50; i B $3.50; t Total $40; ", "" },
    { "hourly column", "| Service | Hourly cost |\n|---|---|\n| A | $0.05 |\n| B | $0.10 |\n| Total | $0.15 |\n",
      "i A $0.05; i B $0.10; t Total $0.15; ", "" },
    { "hourly twin", "| Service | Hourly | Monthly |\n|---|---|---|\n| A | $0.05 | $36.50 |\n| B | $0.10 | $73 |\n",
      "i A $0.05; i B $0.10; | i A $36.50; i B $73; ", "" },
    { "unit price", "| Service | Unit price | Monthly |\n|---|---|---|\n| A | $0.05 | $36.50 |\n",
      "i A $36.50; ", "" },
    { "subtotals", HEAD2 "| A | $5 |\n| B | $6 |\n| Subtotal compute | $11 |\n| C | $4 |\n| Sub-total | $4 |\n| Grand total | $15 |\n",
      "i A $5; i B $6; s Subtotal compute $11; i C $4; s Sub-total $4; t Grand total $15; ", "" },
    { "wrong subtotal", HEAD2 "| A | $5 |\n| Subtotal | $5 |\n| C | $4 |\n| Subtotal | $7 |\n| Total | $9 |\n",
      "i A $5; s Subtotal $5; i C $4; s Subtotal $7; t Total $9; ", "the rows add up to $4 a month, not $7" },
    { "running subtotal", HEAD2 "| A | $5 |\n| Subtotal | $5 |\n| C | $4 |\n| Subtotal | $9 |\n| Total | $9 |\n",
      "i A $5; s Subtotal $5; i C $4; s Subtotal $9; t Total $9; ", "" },
    { "total on top", HEAD2 "| Total | $11 |\n| A | $5 |\n| B | $6 |\n", "t Total $11; i A $5; i B $6; ", "" },
    { "yearly total", HEAD2 "| A | $5 |\n| B | $6 |\n| Total per month | $11 |\n| Total per year | $132 |\n",
      "i A $5; i B $6; t Total per month $11; t Total per year $132; ", "" },
    { "headings inside", HEAD2 "| **Compute** | |\n| A | $5 |\n| **Network** | |\n| B | $6 |\n| Total | $11 |\n",
      "o Compute $0; i A $5; o Network $0; i B $6; t Total $11; ", "" },
    { "free and upper bounds", HEAD2 "| A | up to $5 |\n| B | free |\n| C | $3 |\n| Total | $3–8 |\n",
      "i A $0–5; i B $0; i C $3; t Total $3–8; ", "" },
    { "euros", HEAD2 "| A | €5 |\n| B | €6 |\n| Total | €12 |\n",
      "i A $5; i B $6; t Total $12; ", "the rows add up to 11 EUR a month, not €12" },
    { "mixed currencies are not summed", HEAD2 "| A | $5 |\n| B | €6 |\n| C | $6 |\n| Total | $12 |\n",
      "i A $5; i B $6; i C $6; t Total $12; ", "" },
    { "unreadable rows are not summed", HEAD2 "| A | $5 |\n| B | varies |\n| C | $7 |\n| Total | $20 |\n",
      "i A $5; i B $0; i C $7; t Total $20; ", "" },
    { "remarks", HEAD2 "| A | $45 (2 zones) |\n| B | $5; grows |\n| Total | $50 |\n", "i A $45; i B $5; t Total $50; ", "" },
    { "a rate among amounts", HEAD2 "| A | $45 |\n| B | $0.09/GB |\n| C | $5 |\n| Total | $60 |\n",
      "i A $45; o B $0.09; i C $5; t Total $60; ", "" },
    { "about", HEAD2 "| A | $45 |\n| B | $52 |\n| Total | ~$100 |\n", "i A $45; i B $52; t Total $100; ", "" },
    { "a name with total in it", HEAD2 "| Total Wine API | $5 |\n| B | $6 |\n| Total | $11 |\n",
      "i Total Wine API $5; i B $6; t Total $11; ", "" },
    { "sizes side by side", "| Service | Small | Medium |\n|---|---|---|\n| A | $5 | $7–9 |\n| B | $6 | $8 |\n| Total | $11 | $15–17 |\n",
      "i A $5; i B $6; t Total $11; | i A $7–9; i B $8; t Total $15–17; ", "" },
    { "a list of unit prices", "| What | Price | Effective |\n|---|---|---|\n| NAT gateway, per hour | $0.045 | 2026-10-07 |\n| cache, per GB | $0.2 | 2026 |\n",
      "o NAT gateway, per hour $0.04; o cache, per GB $0.20; ", "" },
    { "no money", "| Setting | dev | prod |\n|---|---|---|\n| cpu | 256 | 512 |\n", "", "" },
    { "prose about cost is no cost", "| Service | Cost driver |\n|---|---|\n| A | hours |\n| B | GB |\n", "", "" },
    { "one column", "| Cost |\n|---|\n| $5 |\n", "", "" },
    { "cells too few", HEAD3 "| A |\n| B | y | $5 |\n", "o A $0; i B $5; ", "" },
};
static const struct {
    const char *text, *found; /* "" when no price is said */
} sentences[] = {
    { "- **Cost**: ~$50-80/month for small workloads\n", "~$50-80/month" },
    { "It costs $40 a month, or less.\n", "$40 a month" },
    { "Save $45/month per NAT gateway\n", "" },
    { "It costs $40.\n", "" },
    { "It costs $40 a month, not $50 a month.\n", "" },
    { "> It costs $40 a month.\n", "" },
    { "It costs [$40](cost:/small/total) a month.\n", "" },
    { "$40 a month\n", "$40 a month" },
    { "No price.\n", "" },
    { "The price is $5 $6 $7/month\n", "" },
};
/* clang-format on */

static struct document *parsed(struct source *src, const char *text, struct arena *a)
{
    struct diag d = { .keep = a };
    *src = (struct source){ .path = S("t.md"), .text = str_of(text) };
    return markdown_read(src, a, &d);
}

static void put_table(const struct cost_table *t, struct buf *b)
{
    for (int i = 0; i < t->n_rows; i++) {
        const struct cost_written *w = &t->rows[i];
        buf_fmt(b, "%c %.*s %.*s; ", "isto"[w->kind], FMT(w->service),
                FMT(money_show_range(w->money.low, w->money.high, b->arena)));
    }
}

static void reads_and_sums(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 26);
    const struct services *services = services_load(&a);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct source src;
        struct diag d = { .keep = &a };
        struct buf b = buf_open(&a, 10000);
        struct document *doc = parsed(&src, cases[i].text, &a);
        for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
            int tables = 0;
            struct cost_table *t = n->kind == NODE_TABLE ? cost_table_read(services, &src, n, &a, &tables) : NULL;
            for (int k = 0; k < tables; k++) {
                buf_put(&b, k ? S("| ") : S(""));
                put_table(&t[k], &b);
                cost_total_check(&t[k], &d);
            }
        }
        if (!str_equal(buf_str(&b), str_of(cases[i].rows)))
            fail_msg("%s: '%.*s'", cases[i].name, FMT(buf_str(&b)));
        struct str message = d.findings.len ? d.findings.ptr[0].message : S("");
        if (d.findings.len > 1 || !str_equal(message, str_of(cases[i].total)))
            fail_msg("%s: %td findings, '%.*s'", cases[i].name, d.findings.len, FMT(message));
    }
}

static void suggests_the_sum(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 24);
    struct source src;
    struct diag d = { .keep = &a };
    int n = 0;
    struct document *doc = parsed(&src, cases[1].text, &a);
    struct cost_table *t = cost_table_read(services_load(&a), &src, doc->root->first, &a, &n);
    assert_int_equal(n, 1);
    cost_total_check(t, &d);
    assert_int_equal(d.findings.len, 1);
    const struct finding *f = d.findings.ptr;
    assert_true(str_equal(f->suggest, S("$25–35/month")));
    assert_int_equal(f->line, 5);
    assert_int_equal(f->col, 19);
    assert_int_equal(f->end_col, 31);
}

static void finds_links_and_headings(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 22);
    struct source src;
    int n = 0;
    struct document *doc = parsed(&src, "# Costs\n\n## Medium (10–50 users)\n\nText.\n\n"
                                        "| Service | Setup | [Monthly](costs/medium.json) |\n|---|---|---|\n"
                                        "| [NAT](#/rows/nat) | x | $5 |\n", &a);
    const struct node *table = doc->root;
    while (table && table->kind != NODE_TABLE)
        table = node_next(table, doc->root);
    struct cost_table *t = cost_table_read(services_load(&a), &src, table, &a, &n);
    assert_int_equal(n, 1);
    assert_true(str_equal(t->link, S("costs/medium.json")));
    assert_true(str_equal(t->heading, S("Medium (10–50 users)")));
    assert_true(str_equal(t->rows[0].link, S("#/rows/nat")));
    assert_true(str_equal(t->rows[0].configuration, S("x")));
}

static void finds_prices_in_sentences(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 22);
    for (ptrdiff_t i = 0; i < LEN(sentences); i++) {
        struct source src;
        struct document *doc = parsed(&src, sentences[i].text, &a);
        struct str found = S("");
        for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
            struct cost_table t;
            if (found.len == 0 && cost_table_sentence(&src, n, &a, &t))
                found = t.rows[0].money_text;
        }
        if (!str_equal(found, str_of(sentences[i].found)))
            fail_msg("'%s': '%.*s'", sentences[i].text, FMT(found));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_sums),
        cmocka_unit_test(suggests_the_sum),
        cmocka_unit_test(finds_links_and_headings),
        cmocka_unit_test(finds_prices_in_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
