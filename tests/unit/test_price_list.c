/* test_price_list.c - AWS price lists as they come: which price is taken, which are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/price_book.h"
#include "load/price_list.h"

static const char book_text[] =
    "{\"region\":\"us-east-1\",\"currency\":\"USD\",\"generated\":\"2026-01-01\",\"prices\":["
    "{\"key\":\"cache\",\"service\":\"AmazonElastiCache\",\"usage\":\"NodeUsage:cache.t3.micro\",\"price_usd\":\"0.017\",\"effective_date\":\"2026-01-01\"},"
    "{\"key\":\"vcpu\",\"service\":\"AmazonECS\",\"usage\":\"USE1-Fargate-vCPU-Hours:perCPU\",\"price_usd\":\"0.04\",\"effective_date\":\"2022-01-01\"},"
    "{\"key\":\"s3.0\",\"service\":\"AmazonS3\",\"usage\":\"TimedStorage-ByteHrs\",\"price_usd\":\"0.02\",\"tier_begin\":\"0\",\"tier_end\":\"51200\"},"
    "{\"key\":\"put\",\"service\":\"AmazonS3\",\"usage\":\"Requests-Tier1\",\"price_usd\":\"0.000004\"}]}";

/* One product of the bulk shape with its on-demand price. */
#define PRODUCT(sku, attributes) "\"" sku "\":{\"sku\":\"" sku "\",\"attributes\":{" attributes "}}"
#define TERM(sku, dimensions) \
    "\"" sku "\":{\"" sku ".T\":{\"priceDimensions\":{" dimensions "},\"sku\":\"" sku "\",\"effectiveDate\":\"2026-10-01T00:00:00Z\"}}"
#define DIM(id, begin, unit, words, usd) \
    "\"" id "\":{\"unit\":\"" unit "\",\"endRange\":\"Inf\",\"description\":\"" words "\",\"appliesTo\":[\"x\",\"y\"],\"beginRange\":\"" begin "\",\"pricePerUnit\":{\"USD\":\"" usd "\"}}"
#define BULK(products, terms) \
    "{\"formatVersion\":\"v1.0\",\"version\":\"20261001000000\",\"products\":{" products "},\"terms\":{\"OnDemand\":{" terms "},\"Reserved\":{}}}"
#define CACHE(more) "\"servicecode\":\"AmazonElastiCache\",\"usagetype\":\"NodeUsage:cache.t3.micro\",\"regionCode\":\"us-east-1\"," more
#define STORE(usage) "\"servicecode\":\"AmazonS3\",\"usagetype\":\"" usage "\",\"regionCode\":\"us-east-1\""

/* clang-format off */
static const struct {
    const char *name, *list;
    const char *key, *usd;      /* of the book afterwards */
    int matched, findings;      /* findings -1: no price list */
} cases[] = {
    { "plain", BULK(PRODUCT("A", CACHE("\"cacheEngine\":\"Redis\"")), TERM("A", DIM("1", "0", "Hrs", "x", "0.0180000000"))),
      "cache", "0.018", 1, 0 },
    { "terms before products",
      "{\"terms\":{\"OnDemand\":{" TERM("A", DIM("1", "0", "Hrs", "x", "0.018")) "}},\"products\":{" PRODUCT("A", CACHE("\"cacheEngine\":\"Redis\"")) "}}",
      "cache", "0.018", 1, 0 },
    { "another engine", BULK(PRODUCT("A", CACHE("\"cacheEngine\":\"Valkey\"")), TERM("A", DIM("1", "0", "Hrs", "x", "0.0136"))),
      "cache", "0.017", 0, 0 },
    { "Outposts", BULK(PRODUCT("A", CACHE("\"locationType\":\"AWS Outposts\"")), TERM("A", DIM("1", "0", "Hrs", "x", "0.5"))),
      "cache", "0.017", 0, 0 },
    { "Windows", BULK(PRODUCT("A", CACHE("\"operatingSystem\":\"Windows\"")), TERM("A", DIM("1", "0", "Hrs", "x", "0.5"))),
      "cache", "0.017", 0, 0 },
    { "another region", BULK(PRODUCT("A", "\"servicecode\":\"AmazonElastiCache\",\"usagetype\":\"NodeUsage:cache.t3.micro\",\"regionCode\":\"eu-west-1\""),
      TERM("A", DIM("1", "0", "Hrs", "x", "0.5"))), "cache", "0.017", 0, 0 },
    { "another region by its name", BULK(PRODUCT("A", "\"servicecode\":\"AmazonElastiCache\",\"usagetype\":\"NodeUsage:cache.t3.micro\",\"location\":\"EU (Ireland)\""),
      TERM("A", DIM("1", "0", "Hrs", "x", "0.5"))), "cache", "0.017", 0, 0 },
    { "an upfront fee", BULK(PRODUCT("A", CACHE("\"cacheEngine\":\"Redis\"")), TERM("A", DIM("1", "0", "Quantity", "Upfront Fee", "99"))),
      "cache", "0.017", 0, 0 },
    { "prefix or not", BULK(PRODUCT("A", "\"servicecode\":\"AmazonECS\",\"usagetype\":\"Fargate-vCPU-Hours:perCPU\",\"regionCode\":\"us-east-1\""),
      TERM("A", DIM("1", "0", "hours", "x", "0.0404800000"))), "vcpu", "0.04048", 1, 0 },
    { "ARM and Spot beside it", BULK(
      PRODUCT("A", "\"servicecode\":\"AmazonECS\",\"usagetype\":\"USE1-Fargate-ARM-vCPU-Hours:perCPU\",\"regionCode\":\"us-east-1\"") ","
      PRODUCT("B", "\"servicecode\":\"AmazonECS\",\"usagetype\":\"USE1-SpotUsage-Fargate-vCPU-Hours:perCPU\",\"regionCode\":\"us-east-1\""),
      TERM("A", DIM("1", "0", "hours", "x", "0.03")) "," TERM("B", DIM("1", "0", "hours", "x", "0.01"))), "vcpu", "0.04", 0, 0 },
    { "one usage, two prices", BULK(PRODUCT("A", CACHE("\"x\":\"1\"")) "," PRODUCT("B", CACHE("\"x\":\"2\"")),
      TERM("A", DIM("1", "0", "Hrs", "x", "0.018")) "," TERM("B", DIM("1", "0", "Hrs", "x", "0.019"))), "cache", "0.017", 0, 1 },
    { "one usage, one price twice", BULK(PRODUCT("A", CACHE("\"x\":\"1\"")) "," PRODUCT("B", CACHE("\"x\":\"2\"")),
      TERM("A", DIM("1", "0", "Hrs", "x", "0.018")) "," TERM("B", DIM("1", "0", "Hrs", "x", "0.018"))), "cache", "0.018", 1, 0 },
    { "tiers out of order", BULK(PRODUCT("A", STORE("TimedStorage-ByteHrs")),
      TERM("A", DIM("1", "512000", "GB-Mo", "x", "0.021") "," DIM("2", "0", "GB-Mo", "x", "0.023") "," DIM("3", "51200", "GB-Mo", "x", "0.022"))),
      "s3.51200", "0.022", 1, 0 },
    { "first tier free", BULK(PRODUCT("A", STORE("TimedStorage-ByteHrs")),
      TERM("A", DIM("1", "100", "GB-Mo", "x", "0.023") "," DIM("2", "0", "GB-Mo", "x", "0.0000000000"))), "s3.0", "0.023", 1, 0 },
    { "words deny the number", BULK(PRODUCT("A", STORE("Requests-Tier1")), TERM("A", DIM("1", "0", "Requests", "$0.005 per 1,000 PUT requests", "0.005"))),
      "put", "0.000004", 0, 1 },
    { "words agree", BULK(PRODUCT("A", STORE("Requests-Tier1")), TERM("A", DIM("1", "0", "Requests", "$0.005 per 1,000 PUT requests", "0.0000050000"))),
      "put", "0.000005", 1, 0 },
    { "older than the book", "{\"products\":{" PRODUCT("A", CACHE("\"x\":\"1\"")) "},\"terms\":{\"OnDemand\":{\"A\":{\"A.T\":{\"effectiveDate\":\"2019-01-01\",\"priceDimensions\":{"
      DIM("1", "0", "Hrs", "x", "0.018") "}}}}}}", "cache", "0.017", 0, 0 },
    { "strings in an array",
      "{\"FormatVersion\":\"aws_v1\",\"NextToken\":\"t\",\"PriceList\":[\"{\\\"product\\\":{\\\"attributes\\\":{\\\"servicecode\\\":\\\"AmazonElastiCache\\\",\\\"usagetype\\\":"
      "\\\"NodeUsage:cache.t3.micro\\\",\\\"regionCode\\\":\\\"us-east-1\\\"},\\\"sku\\\":\\\"A\\\"},\\\"terms\\\":{\\\"OnDemand\\\":{\\\"A.T\\\":{\\\"priceDimensions\\\":{\\\"A.T.1\\\":"
      "{\\\"unit\\\":\\\"Hrs\\\",\\\"beginRange\\\":\\\"0\\\",\\\"pricePerUnit\\\":{\\\"USD\\\":\\\"0.018\\\"}}},\\\"effectiveDate\\\":\\\"2026-10-01\\\"}}},\\\"version\\\":\\\"20261001\\\"}\"]}",
      "cache", "0.018", 1, 0 },
    { "objects in an array",
      "{\"PriceList\":[{\"terms\":{\"OnDemand\":{\"A.T\":{\"effectiveDate\":\"2026-10-01\",\"priceDimensions\":{" DIM("1", "0", "Hrs", "x", "0.018") "}}}},"
      "\"product\":{\"sku\":\"A\",\"attributes\":{" CACHE("\"x\":\"1\"") "}}}]}", "cache", "0.018", 1, 0 },
    { "CSV", "\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"this, that\"\n\"Version\",\"20261001000000\"\n"
      "\"SKU\",\"TermType\",\"PriceDescription\",\"EffectiveDate\",\"StartingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"Location Type\",\"usageType\",\"Region Code\",\"serviceCode\"\n"
      "\"A\",\"OnDemand\",\"a \"\"quote\"\", and more\",\"2026-10-01\",\"0\",\"Hrs\",\"0.018\",\"USD\",\"AWS Region\",\"NodeUsage:cache.t3.micro\",\"us-east-1\",\"AmazonElastiCache\"\n"
      "\"A\",\"Reserved\",\"fee\",\"2026-10-01\",\"0\",\"Quantity\",\"99\",\"USD\",\"AWS Region\",\"NodeUsage:cache.t3.micro\",\"us-east-1\",\"AmazonElastiCache\"\n",
      "cache", "0.018", 1, 0 },
    { "cut off", "{\"products\":{\"A\":{\"sku\":", "cache", "0.017", 0, -1 },
    { "another JSON", "{\"a\":[1,{\"b\":2}]}", "cache", "0.017", 0, -1 },
    { "no list", "hello", "cache", "0.017", 0, -1 },
    { "nothing", "", "cache", "0.017", 0, -1 },
    { "empty list", "{\"PriceList\":[]}", "cache", "0.017", 0, 0 },
};
/* clang-format on */

static struct price_book *open_book(struct arena *a)
{
    struct source *src = NEW(a, struct source, 1);
    struct diag d = { .keep = a };
    *src = (struct source){ .path = S("book.json"), .text = S(book_text) };
    return price_book_read(src, json_parse(src, a, RULE(INPUT_JSON), &d), a, &d);
}

static void takes_the_right_price(void **state)
{
    (void)state;
    struct arena all = arena_open((ptrdiff_t)1 << 26);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct arena a = all;
        struct diag d = { .keep = &a };
        struct price_book *book = open_book(&a);
        struct source list = { .path = S("list"), .text = str_of(cases[i].list) };
        struct price_slots_counts n;
        bool ok = price_list_import(&list, S("us-east-1"), book, &a, &d, &n);
        const struct price *p = price_named(book, str_of(cases[i].key));
        if (ok != (cases[i].findings >= 0) || (ok && (d.findings.len != cases[i].findings || n.matched != cases[i].matched)))
            fail_msg("%s: %s, %td findings, %d matched", cases[i].name, ok ? "read" : "refused", d.findings.len, n.matched);
        if (!p || !str_equal(money_decimal(p->e10, &a), str_of(cases[i].usd)))
            fail_msg("%s: %s is %.*s", cases[i].name, cases[i].key, FMT(p ? money_decimal(p->e10, &a) : S("missing")));
    }
}

/* Another region's list makes that region's book: nothing of the old book is called its price. */
static void makes_another_regions_book(void **state)
{
    (void)state;
    struct arena a = arena_open((ptrdiff_t)1 << 26);
    struct diag d = { .keep = &a };
    struct price_book *book = open_book(&a);
    struct source list = { .path = S("list"), .text = S(BULK(PRODUCT("A", "\"servicecode\":\"AmazonElastiCache\",\"usagetype\":\"EU-NodeUsage:cache.t3.micro\","
                                       "\"regionCode\":\"eu-west-1\",\"cacheEngine\":\"Redis\""),
                          TERM("A", DIM("1", "0", "Hrs", "x", "0.0180000000"))))
    };
    struct price_slots_counts n;
    assert_true(price_list_import(&list, S("eu-west-1"), book, &a, &d, &n));
    assert_int_equal(n.matched, 1);
    assert_int_equal(book->n_prices, 1);
    assert_true(str_equal(book->region, S("eu-west-1")));
    assert_true(str_equal(price_named(book, S("cache"))->region, S("eu-west-1")));
    assert_null(price_named(book, S("vcpu")));
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    struct arena a = arena_open((ptrdiff_t)1 << 26);
    struct diag d = { .keep = &a };
    struct buf once = buf_open(&a, 1 << 22), twice = buf_open(&a, 1 << 22);
    struct price_book *book = price_book_default(&a);
    price_list_write(book, &once);
    struct source src = { .path = S("once"), .text = buf_str(&once) };
    struct price_book *again = price_book_read(&src, json_parse(&src, &a, RULE(INPUT_JSON), &d), &a, &d);
    assert_int_equal(d.findings.len, 0);
    assert_int_equal(again->n_prices, book->n_prices);
    price_list_write(again, &twice);
    assert_true(str_equal(buf_str(&once), buf_str(&twice)));
    for (int i = 0; i < book->n_prices; i++) {
        assert_int_equal(book->prices[i].e10, again->prices[i].e10);
        assert_int_equal(ratio_cmp(book->prices[i].free, again->prices[i].free), 0);
    }
}

/* A list that ends anywhere is refused or read, and nothing outside it is touched. */
static void survives_any_end(void **state)
{
    (void)state;
    struct arena all = arena_open((ptrdiff_t)1 << 26);
    const ptrdiff_t picks[] = { 0, 12, 17, 19 };
    for (ptrdiff_t k = 0; k < LEN(picks); k++) {
        struct str text = str_of(cases[picks[k]].list);
        for (ptrdiff_t n = 0; n < text.len; n++) {
            struct arena a = all;
            struct diag d = { .keep = &a };
            char *exact = malloc((size_t)n + 1);
            assert_non_null(exact);
            memcpy(exact, text.ptr, (size_t)n);
            struct source list = { .path = S("list"), .text = { exact, n } };
            struct price_slots_counts counts;
            price_list_import(&list, S("us-east-1"), open_book(&a), &a, &d, &counts);
            free(exact);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_right_price),
        cmocka_unit_test(makes_another_regions_book), cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(survives_any_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
