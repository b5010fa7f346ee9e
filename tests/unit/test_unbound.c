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
    "  \"memoryMiB\": 1024, \"hours\": 24 }";
static const struct {
    const char *name, *text;
    const char *found[4], *targets[4];
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
    { "code, headings and tables",
      "# 5 GB\n\n`5 GB`\n\n    5 GB\n\n| a |\n|---|\n| 5 GB |\n",
      { 0 },
      { 0 } },
    { "bare numbers are too many", "There are 3 zones on port 8501 in 2024.", { 0 }, { 0 } },
    { "several in a sentence",
      "From 5 minutes to <500 ms, at 99.9%.",
      { "5 minutes", "<500 ms", "99.9%" },
      { "", "", "" } },
    { "money and ranges",
      "It is $97–112 a month (~$5).",
      { "$97–112 a month", "~$5" },
      { "", "" } },
    { "a range of sizes", "Give it 1 GB of memory.", { "1 GB" }, { "config.prod:/memoryMiB" } },
    { "no parts of names", "Use m5.2xlarge, 10.0.0.0/16, v1.2s and us-east-1a.", { 0 }, { 0 } },
    { "emphasis ends it", "The price is $7.30 *per zone*.", { "$7.30" }, { "" } },
};

static struct data world(struct arena *keep)
{
    static struct str in[] = { S("config.prod:/alb/stickinessSeconds") };
    static struct data_name names[] = { { S("affinity"), S("s"), in, 1 } };
    struct data data = {
        .env = S("prod"), .names = names, .n_names = 1, .today = { 2026, 11, 23 }
    };
    struct data_source s = {
        .name = S("config.prod"), .kind = S("config"), .env = S("prod"), .n_files = 1
    };
    struct diag d = { .keep = keep };

    s.files = NEW(keep, struct data_file, 1);
    s.files[0].src = (struct source){ S("prod.json"), str_of(prod) };
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
        struct source src = { S("p.md"), str_of(cases[i].text) };
        struct diag d = { .keep = keep };
        struct document *doc = markdown_read(&src, keep, &d);
        int n = 0, want = 0;
        struct unbound *found = unbound_find(index, doc, keep, &n);

        while (want < 4 && cases[i].found[want])
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
    struct source src = { S("p.md"), buf_str(&b) };
    struct document *doc = markdown_read(&src, keep, &d);
    unbound_find(unbound_index_make(&data, S(""), keep), doc, keep, &n);
    assert_true(n <= 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantities_are_found),
        cmocka_unit_test(long_lines_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
