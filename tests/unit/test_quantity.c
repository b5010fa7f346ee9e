/* test_quantity.c - quantities in prose: what is read, what agrees, what is written back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/quantity.h"

/* clang-format off */
static const struct {
    const char *text;
    enum quantity_sign sign;
    const char *low, *high, *unit, *per; /* unit: of the table, or the noun behind "#" */
} reads[] = {
    { "5",                       QUANTITY_IS,       "5", "5", "", "" },
    { "8501",                    QUANTITY_IS,       "8501", "8501", "", "" },
    { "<500 ms",                 QUANTITY_BELOW,    "500", "500", "ms", "" },
    { "< 500ms",                 QUANTITY_BELOW,    "500", "500", "ms", "" },
    { "≤ 2 s",                   QUANTITY_AT_MOST,  "2", "2", "s", "" },
    { ">=2 tasks",               QUANTITY_AT_LEAST, "2", "2", "#tasks", "" },
    { "50–100 users",            QUANTITY_IS,       "50", "100", "#users", "" },
    { "50-100 users",            QUANTITY_IS,       "50", "100", "#users", "" },
    { "50 to 100 users",         QUANTITY_IS,       "50", "100", "#users", "" },
    { "between 50 and 100 users", QUANTITY_IS,      "50", "100", "#users", "" },
    { "from 1 to 2 hours",       QUANTITY_IS,       "1", "2", "hours", "" },
    { "$97-112/month",           QUANTITY_IS,       "97", "112", "$", "month" },
    { "$97–$112 / month",        QUANTITY_IS,       "97", "112", "$", "month" },
    { "$97—112 per month",       QUANTITY_IS,       "97", "112", "$", "month" },
    { "~$50",                    QUANTITY_ABOUT,    "50", "50", "$", "" },
    { "US$1,234.50",             QUANTITY_IS,       "1234.5", "1234.5", "US$", "" },
    { "1,234 USD",               QUANTITY_IS,       "1234", "1234", "USD", "" },
    { "$1.2k",                   QUANTITY_IS,       "1200", "1200", "$", "" },
    { "$1.2K a month",           QUANTITY_IS,       "1200", "1200", "$", "month" },
    { "€40 monthly",             QUANTITY_IS,       "40", "40", "€", "month" },
    { "£0.05 per hour",          QUANTITY_IS,       "0.05", "0.05", "£", "hour" },
    { "2 million requests",      QUANTITY_IS,       "2000000", "2000000", "#requests", "" },
    { "up to 4 vCPU",            QUANTITY_AT_MOST,  "4", "4", "vCPU", "" },
    { "up to 50 %",              QUANTITY_AT_MOST,  "50", "50", "%", "" },
    { "70%",                     QUANTITY_IS,       "70", "70", "%", "" },
    { "70 percent",              QUANTITY_IS,       "70", "70", "percent", "" },
    { "80%–90%",                 QUANTITY_IS,       "80", "90", "%", "" },
    { "1 hour",                  QUANTITY_IS,       "1", "1", "hour", "" },
    { "an hour",                 QUANTITY_IS,       "1", "1", "hour", "" },
    { "half an hour",            QUANTITY_IS,       "0.5", "0.5", "hour", "" },
    { "two tasks",               QUANTITY_IS,       "2", "2", "#tasks", "" },
    { "Two NAT gateways",        QUANTITY_IS,       "2", "2", "#NAT gateways", "" },
    { "no gateways",             QUANTITY_IS,       "0", "0", "#gateways", "" },
    { "1 h 30 min",              QUANTITY_IS,       "90", "90", "min", "" },
    { "1h30m",                   QUANTITY_IS,       "90", "90", "m", "" },
    { "0.5 vCPU",                QUANTITY_IS,       "0.5", "0.5", "vCPU", "" },
    { "256 CPU units",           QUANTITY_IS,       "256", "256", "CPU units", "" },
    { "1GB",                     QUANTITY_IS,       "1", "1", "GB", "" },
    { "0.5GB RAM",               QUANTITY_IS,       "0.5", "0.5", "GB", "" },
    { "512 MiB",                 QUANTITY_IS,       "512", "512", "MiB", "" },
    { "512\u00a0MiB",            QUANTITY_IS,       "512", "512", "MiB", "" },
    { "15-minute",               QUANTITY_IS,       "15", "15", "minute", "" },
    { "15-minute timeout",       QUANTITY_IS,       "15", "15", "minute", "" },
    { "99.9%",                   QUANTITY_IS,       "99.9", "99.9", "%", "" },
    { "at least 2 tasks",        QUANTITY_AT_LEAST, "2", "2", "#tasks", "" },
    { "exactly 3",               QUANTITY_EXACTLY,  "3", "3", "", "" },
    { "50+ users",               QUANTITY_AT_LEAST, "50", "50", "#users", "" },
    { "2 or more",               QUANTITY_AT_LEAST, "2", "2", "", "" },
    { "4 tasks at most",         QUANTITY_AT_MOST,  "4", "4", "#tasks", "" },
    { "10 ms - 20 ms",           QUANTITY_IS,       "10", "20", "ms", "" },
    { "500 ms–1 s",              QUANTITY_IS,       "0.5", "1", "s", "" },
    { "25 new connections per second", QUANTITY_IS, "25", "25", "#new connections per second", "second" },
    { "100 requests/s",          QUANTITY_IS,       "100", "100", "#requests/s", "s" },
    { "around 200GB",            QUANTITY_ABOUT,    "200", "200", "GB", "" },
    { "30 days",                 QUANTITY_IS,       "30", "30", "days", "" },
    { "-5",                      QUANTITY_IS,       "-5", "-5", "", "" },
    { "3 x",                     QUANTITY_IS,       "3", "3", "#x", "" },
    { "no more than 4",          QUANTITY_AT_MOST,  "4", "4", "", "" },
    { "up to about 50 users",    QUANTITY_AT_MOST,  "50", "50", "#users", "" },
    { "five",                    QUANTITY_IS,       "5", "5", "", "" },
    { "5 minutes per task",      QUANTITY_IS,       "5", "5", "minutes", "" },
    { "1–10 concurrent users",   QUANTITY_IS,       "1", "10", "#concurrent users", "" },
};
static const char *const refused[] = {
    "", " ", "DISABLED", "us-east-1", "us-east-1a", "t3.micro", "10.0.0.0/16", "1.2.3", "2026-11-23", "24/7",
    "10:30", "4 vCPU/30 GB", "0.5 vCPU, 1 GB", "2 x 0.5 vCPU", "five of 6", "256abc", "a task", "no", "at least",
    "<", "$", "$ month", "5 $6", "100-50", "1,23", "1,2345", "99999999999999999999", "3.9-slim 4",
    "1 hour and 20 users", "0x1f", "the region", "5 s–10 GB", "1.0000000000001",
};
static const struct {
    const char *said, *value, *unit;
    enum quantity_fit fit;
} pairs[] = {
    { "1 hour",          "3600", "s",            QUANTITY_AGREES },
    { "60 minutes",      "3600", "s",            QUANTITY_AGREES },
    { "1 hour",          "7200", "s",            QUANTITY_DIFFERS },
    { "1 hour",          "5000", "s",            QUANTITY_DIFFERS },
    { "1 hour",          "4000", "s",            QUANTITY_DIFFERS },
    { "1 hour",          "3600", "",             QUANTITY_NOT_COMPARABLE },
    { "1 hour",          "512", "MiB",           QUANTITY_NOT_COMPARABLE },
    { "1-hour",          "3600", "seconds",      QUANTITY_AGREES },
    { "0.5 vCPU",        "512", "vCPU/1024",     QUANTITY_AGREES },
    { "0.25 vCPU",       "512", "vCPU/1024",     QUANTITY_DIFFERS },
    { "512 CPU units",   "512", "vCPU/1024",     QUANTITY_AGREES },
    { "1 GB",            "1024", "MiB",          QUANTITY_AGREES },
    { "1GB",             "1024", "MB",           QUANTITY_AGREES },
    { "1 GB",            "1000", "MB",           QUANTITY_AGREES },
    { "16 GB",           "16384", "MiB",         QUANTITY_AGREES },
    { "0.5GB",           "512", "MiB",           QUANTITY_AGREES },
    { "2 GB",            "1024", "MiB",          QUANTITY_DIFFERS },
    { "1 GiB",           "1000000000", "B",      QUANTITY_DIFFERS },
    { "two tasks",       "2", "",                QUANTITY_AGREES },
    { "three tasks",     "2", "",                QUANTITY_DIFFERS },
    { "2 tasks",         "2.4", "",              QUANTITY_DIFFERS },
    { "port 8501",       "8501", "",             QUANTITY_NOT_COMPARABLE }, /* no quantity at all */
    { "8501",            "8502", "",             QUANTITY_DIFFERS },
    { "70%",             "70", "percent",        QUANTITY_AGREES },
    { "70%",             "70", "",               QUANTITY_AGREES },
    { "99.9%",           "99.92", "%",           QUANTITY_AGREES },
    { "99.9%",           "99.99", "%",           QUANTITY_DIFFERS },
    { "99.99%",          "99.9", "%",            QUANTITY_DIFFERS },
    { "up to 50%",       "52", "percent",        QUANTITY_DIFFERS },
    { "up to 4 vCPU",    "16", "vCPU",           QUANTITY_DIFFERS },
    { "up to 4 vCPU",    "4", "vCPU",            QUANTITY_AGREES },
    { "up to 4 vCPU",    "512", "vCPU/1024",     QUANTITY_AGREES },
    { "at least 2 tasks", "3", "",               QUANTITY_AGREES },
    { "at least 2 tasks", "1", "",               QUANTITY_DIFFERS },
    { "50+ users",       "50", "",               QUANTITY_AGREES },
    { "<500 ms",         "0.5", "s",             QUANTITY_DIFFERS },
    { "<500 ms",         "0.499", "s",           QUANTITY_AGREES },
    { "more than 2",     "2", "",                QUANTITY_DIFFERS },
    { "exactly 1 hour",  "3601", "s",            QUANTITY_DIFFERS },
    { "about 1 hour",    "3900", "s",            QUANTITY_AGREES },
    { "about 1 hour",    "6000", "s",            QUANTITY_DIFFERS },
    { "~$50",            "54.2", "$",            QUANTITY_AGREES },
    { "~$50",            "56.94", "$",           QUANTITY_DIFFERS },
    { "50–100 users",    "75", "",               QUANTITY_AGREES },
    { "50–100 users",    "200", "",              QUANTITY_DIFFERS },
    { "$161–198",        "$160.6931–197.6151", "", QUANTITY_AGREES },
    { "$97-112/month",   "$160.6931–197.6151", "", QUANTITY_DIFFERS },
    { "$180/month",      "$160.6931–197.6151", "", QUANTITY_AGREES },
    { "under $200",      "$160.6931–197.6151", "", QUANTITY_AGREES },
    { "under $190",      "$160.6931–197.6151", "", QUANTITY_DIFFERS },
    { "$16.43/month",    "0.0225", "$/hour",     QUANTITY_AGREES },
    { "$0.0225 per hour", "16.425", "$/month",   QUANTITY_AGREES },
    { "$5",              "5.3", "$",             QUANTITY_AGREES },
    { "$5",              "5.6", "$",             QUANTITY_DIFFERS },
    { "$5",              "5.3", "",              QUANTITY_AGREES },
    { "€5",              "5", "$",               QUANTITY_NOT_COMPARABLE },
    { "45 cents",        "0.45", "USD",          QUANTITY_AGREES },
    { "$1.2k",           "1234", "USD",          QUANTITY_AGREES },
    { "$1.2k",           "1300", "USD",          QUANTITY_DIFFERS },
    { "30 days",         "4", "weeks",           QUANTITY_DIFFERS },
    { "500 ms",          "500 ms", "",           QUANTITY_AGREES },
    { "half an hour",    "30m", "",              QUANTITY_AGREES },
};
static const struct {
    const char *text, *value, *unit, *shown, *rewritten;
} writes[] = {
    { "1 hour",          "7200", "s",        "2 hours",  "2 hours" },
    { "2 hours",         "3600", "s",        "1 hour",   "1 hour" },
    { "1 hour",          "5400", "s",        "1.5 hours", "1.5 hours" },
    { "1 hour",          "90", "s",          "90 seconds", "90 seconds" },
    { "1 hour",          "100", "s",         "100 seconds", "100 seconds" },
    { "15-minute timeout", "1200", "s",      "20 minutes", "20-minute timeout" },
    { "up to 4 vCPU",    "32", "vCPU",       "32 vCPU",  "up to 32 vCPU" },
    { "0.25 vCPU",       "512", "vCPU/1024", "0.5 vCPU", "0.5 vCPU" },
    { "0.5GB RAM",       "2048", "MiB",      "2 GB",     "2GB RAM" },
    { "1 task",          "2", "",            "2 task",   "2 tasks" },
    { "2 tasks",         "1", "",            "1 tasks",  "1 task" },
    { "two tasks",       "4", "",            "4 tasks",  "4 tasks" },
    { "70%",             "80", "percent",    "80%",      "80%" },
    { "$97-112/month",   "$160.6931–197.6151", "", "$161–198", "$161–198/month" },
    { "$97–$112",        "$160.6931–197.6151", "", "$161–198", "$161–198" },
    { "~$40",            "9.0101", "$",      "$9.01",    "~$9.01" },
    { "$1,200",          "12345.678", "$",   "$12,346",  "$12,346" },
    { "€40",             "9", "$",           "$9",       "" },
    { "8501",            "8080", "",         "8080",     "8080" },
    { "50+ users",       "60", "",           "60 users", "60+ users" },
};
/* clang-format on */

static struct quantity parsed(const char *text)
{
    struct quantity q;
    if (!quantity_parse(str_of(text), &q))
        fail_msg("not read: %s", text);
    return q;
}

static void check_number(const char *what, const char *name, struct ratio got, const char *want)
{
    struct ratio r;
    assert_true(ratio_parse(str_of(want), &r));
    if (ratio_cmp(r, got) != 0)
        fail_msg("%s of '%s': %lld/%lld, not %s", what, name, (long long)got.num, (long long)got.den, want);
}

static void reads_what_people_write(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(reads); i++) {
        struct quantity q = parsed(reads[i].text);
        if (q.sign != reads[i].sign)
            fail_msg("'%s': sign %d", reads[i].text, q.sign);
        check_number("low", reads[i].text, q.low, reads[i].low);
        check_number("high", reads[i].text, q.high, reads[i].high);
        struct str want = str_of(reads[i].unit);
        bool noun = str_starts(want, S("#"));
        struct str unit = q.unit ? str_of(q.unit->name) : noun ? q.noun : S("");
        if (!str_equal(unit, noun ? str_from(want, 1) : want))
            fail_msg("'%s': unit or noun is '%.*s'", reads[i].text, FMT(unit));
        if (!str_equal(q.per ? str_of(q.per->name) : S(""), str_of(reads[i].per)))
            fail_msg("'%s': per is '%s'", reads[i].text, q.per ? q.per->name : "");
    }
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(refused); i++) {
        struct quantity q;
        if (quantity_parse(str_of(refused[i]), &q))
            fail_msg("'%s' was read as %lld/%lld..%lld/%lld", refused[i], (long long)q.low.num,
                     (long long)q.low.den, (long long)q.high.num, (long long)q.high.den);
    }
}

static void compares_with_data(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(pairs); i++) {
        struct quantity said, value;
        enum quantity_fit fit = QUANTITY_NOT_COMPARABLE;
        if (quantity_parse(str_of(pairs[i].said), &said) &&
            quantity_of(str_of(pairs[i].value), str_of(pairs[i].unit), &value))
            fit = quantity_compare(&said, &value);
        if (fit != pairs[i].fit)
            fail_msg("'%s' and %s %s: %d", pairs[i].said, pairs[i].value, pairs[i].unit, fit);
    }
}

static void writes_back(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    for (ptrdiff_t i = 0; i < LEN(writes); i++) {
        struct quantity said = parsed(writes[i].text), value;
        assert_true(quantity_of(str_of(writes[i].value), str_of(writes[i].unit), &value));
        struct str shown = quantity_show(&value, &said, &a);
        if (!str_equal(shown, str_of(writes[i].shown)))
            fail_msg("'%s' shows '%.*s', not '%s'", writes[i].text, FMT(shown), writes[i].shown);
        struct str text = quantity_rewrite(str_of(writes[i].text), &said, &value, &a);
        if (!str_equal(text, str_of(writes[i].rewritten)))
            fail_msg("'%s' becomes '%.*s', not '%s'", writes[i].text, FMT(text), writes[i].rewritten);
    }
}

/* Every prefix of every text, so that no look-ahead leaves the text. */
static void stays_inside_its_text(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(reads); i++) {
        struct str text = str_of(reads[i].text);
        for (ptrdiff_t n = 0; n <= text.len; n++) {
            char *exact = malloc((size_t)n + 1);
            assert_non_null(exact);
            memcpy(exact, text.ptr, (size_t)n);
            struct quantity q;
            quantity_parse((struct str){ exact, n }, &q);
            free(exact);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_people_write), cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(compares_with_data),      cmocka_unit_test(writes_back),
        cmocka_unit_test(stays_inside_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
