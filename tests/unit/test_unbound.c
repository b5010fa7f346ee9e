/* test_unbound.c - quantities in running text that nothing checks, and what they could be bound to.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "check/unbound.h"
#include "load/markdown.h"
#include "load/source_file.h"

enum { ARENA = 64 << 20 };

static const char prod[] =
    "{ \"alb\": { \"stickinessSeconds\": 3600, \"idleTimeoutSeconds\": 60 },"
    "  \"logs\": { \"retentionDays\": 30 }, \"backup\": { \"retentionDays\": 30 },"
    "  \"memoryMiB\": 1024, \"hours\": 24, \"tasks\": 7, \"cidr\": \"10.0.0.0/16\","
    "  \"db\": { \"class\": \"db.t4g.medium\", \"postgres\": \"16.4\" },"
    "  \"zones\": [\"us-east-1a\", \"us-east-1b\"] }";
static const struct {
    const char *name, *text;
    const char *found[6], *targets[6];
} cases[] = {
    { "a value by its words", "Sticky sessions last 1 hour.", { "1 hour" }, { "name:affinity" } },
    { "a value with no words in common", "It lasts 1 hour.", { "1 hour" }, { "" } },
    { "a value that agrees with none", "Sticky sessions last 2 hours.", { "2 hours" }, { "" } },
    { "two that fit alike", "Retention is 30 days.", { "30 days" }, { "" } },
    { "one of two by more words",
      "The logs have a retention of 30 days.",
      { "30 days" },
      { "config.prod:/logs/retentionDays" } },
    { "links are claims already",
      "It takes [1 hour](name:affinity) or [2 days](x.md).",
      { 0 },
      { 0 } },
    { "headings, tables and lists, but no code",
      "# 5 GB\n\n`6 GB`\n\n    7 GB\n\n| a |\n|---|\n| 8 GB |\n\n1. 9 GB\n- **10 GB**\n",
      { "5 GB", "8 GB", "9 GB", "10 GB" },
      { "", "", "", "" } },
    { "counts and bare numbers",
      "There are 3 areas, two gateways and twelve NAT rules on port 8501.",
      { "3", "two", "twelve", "8501" },
      { "", "", "", "" } },
    { "words that count nothing",
      "One of them, the two are, in one go, no more, two-thirds, a dozen, once, twice.",
      { 0 },
      { 0 } },
    { "dates, times and ordinals",
      "On 30 November 2026, 2026-11-30, 30.11.2026 and June 2026 at 14:30, since 2024, the 1st and 2nd.",
      { 0 },
      { 0 } },
    { "a power of two is no year", "It takes 2048 of them.", { "2048" }, { "" } },
    { "numbers of things",
      "# 2. Overview\n\nStep 3 of section 4.2, see Figure 1, #12 and ADR 7.",
      { 0 },
      { 0 } },
    { "rows that are numbered, cells that are not",
      "| # | n |\n|---|---|\n| 1 | 10 |\n| 2 | 20 |\n",
      { "10", "20" },
      { "", "" } },
    { "what digits and dots name",
      "Use (m5.2xlarge), db.t4g.medium, 10.0.0.0/16, v2, PostgreSQL 16.4 and 1.30.2.",
      { "m5.2xlarge", "db.t4g.medium", "10.0.0.0/16", "v2", "16.4", "1.30.2" },
      { "", "config.prod:/db/class", "config.prod:/cidr", "", "config.prod:/db/postgres", "" } },
    { "numbers of several words, and with signs",
      "1 000 rows, one hundred and fifty users, twenty-four hours, €20, ≥5 GB and [1] 10^6.",
      { "1 000", "one hundred and fifty", "twenty-four hours", "€20", "≥5 GB" },
      { "", "", "config.prod:/hours", "", "" } },
    { "standards and states are named by numbers",
      "ISO 27001, RFC 7231, HTTP 500 and status 404 over TLS 1.2.",
      { "1.2" },
      { "" } },
    { "a word beside the number says more than one elsewhere",
      "Of 2 zones, 7 tasks.",
      { "2", "7" },
      { "config.prod:/zones", "config.prod:/tasks" } },
    { "a list is counted", "It stands in two zones.", { "two" }, { "config.prod:/zones" } },
    { "names of values", "It runs in us-east-1a.", { "us-east-1a" }, { "config.prod:/zones/0" } },
    { "a bare count by its words", "The service runs 7 tasks.", { "7" }, { "config.prod:/tasks" } },
    { "several in a sentence",
      "From 5 minutes to <500 ms, at 99.9%.",
      { "5 minutes", "<500 ms", "99.9%" },
      { "", "", "" } },
    { "money and ranges",
      "It is $97–112 a month (~$5).",
      { "$97–112 a month", "~$5" },
      { "", "" } },
    { "a range of sizes", "Give it 1 GB of memory.", { "1 GB" }, { "config.prod:/memoryMiB" } },
    { "no parts of names", "Use S3, EC2, x86-64, HTTP/2, IPv4, v1.2s and eu-west-1.", { 0 }, { 0 } },
    { "emphasis ends it", "The price is $7.30 *per zone*.", { "$7.30" }, { "" } },
};

static struct data world(struct arena *keep)
{
    static struct str in[] = { S("config.prod:/alb/stickinessSeconds") };
    static struct data_name names[] = { { .name = S("affinity"), .unit = S("s"), .in = in, .n_in = 1 } };
    struct data data = {
        .env = S("prod"), .names = names, .n_names = 1, .today = { 2026, 11, 23 }
    };
    struct data_source s = {
        .name = S("config.prod"), .kind = S("config"), .env = S("prod"), .n_files = 1
    };
    struct diag d = { .keep = keep };

    s.files = NEW(keep, struct data_file, 1);
    s.files[0].src = (struct source){ .path = S("prod.json"), .text = str_of(prod) };
    s.files[0].path = s.path = S("prod.json");
    source_file_join(&s, keep, &d);
    data_add(&data, s, keep);
    return data;
}

static void quantities_are_found(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct unbound_index *index = unbound_index_make(&data, S(""), keep);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct source src = { .path = S("p.md"), .text = str_of(cases[i].text) };
        struct diag d = { .keep = keep };
        struct document *doc = markdown_read(&src, keep, &d);
        int n = 0, want = 0;
        struct unbound *found = unbound_find(index, doc, NULL, 0, keep, &n);

        while (want < 6 && cases[i].found[want])
            want++;
        if (n != want)
            fail_msg("%s: %d found (%.*s)", cases[i].name, n, n ? (int)found[0].text.len : 0,
                     n ? found[0].text.ptr : "");
        for (int k = 0; k < n; k++) {
            if (!str_equal(found[k].text, str_of(cases[i].found[k])))
                fail_msg("%s: %.*s", cases[i].name, FMT(found[k].text));
            if (!str_equal(found[k].target, str_of(cases[i].targets[k])))
                fail_msg("%s: %.*s", cases[i].name, FMT(found[k].target));
        }
    }
}

static void places_are_bound(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct source src = { .path = S("p.md"), .text = S("[5 GB](x:/y), [6 GB](p.md) and 7 GB.\n") };
    struct diag d = { .keep = keep };
    struct document *doc = markdown_read(&src, keep, &d);
    struct str bound = str_sub(src.text, 0, 12);
    int n = 0;
    struct unbound *found = unbound_find(NULL, doc, &bound, 1, keep, &n);

    (void)state;
    assert_int_equal(n, 2); /* what a plain link says is another page's */
    assert_true(found[0].bound && str_equal(found[0].text, S("5 GB")));
    assert_true(!found[1].bound && str_equal(found[1].text, S("7 GB")));
}

static void long_lines_end(void **state)
{
    struct arena arena = arena_open((ptrdiff_t)1 << 30), *keep = &arena;
    struct buf b = buf_open(keep, 1 << 20);
    struct data data = world(keep);
    struct diag d = { .keep = keep };
    int n = 0;

    (void)state;
    for (int i = 0; i < 100000; i++)
        buf_put(&b, S("1,$2 "));
    for (int i = 0; i < 100000; i++)
        buf_put(&b, S("1,"));
    struct source src = { .path = S("p.md"), .text = buf_str(&b) };
    struct document *doc = markdown_read(&src, keep, &d);
    unbound_find(unbound_index_make(&data, S(""), keep), doc, NULL, 0, keep, &n);
    assert_true(n <= 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantities_are_found),
        cmocka_unit_test(places_are_bound),
        cmocka_unit_test(long_lines_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
