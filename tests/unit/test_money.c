/* test_money.c - exact money: sums, rounding, reading, writing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/money.h"

#define USD(n) ((int64_t)((n) * 10000000000LL))

/* clang-format off */
static const struct {
    const char *text, *per; /* per: of the column */
    bool ok;
    int64_t low, high;
    const char *currency;
} reads[] = {
    { "$20",              NULL,   true,  USD(20), USD(20), "USD" },
    { "$20-30",           NULL,   true,  USD(20), USD(30), "USD" },
    { "$97–112/month",    NULL,   true,  USD(97), USD(112), "USD" },
    { "$97 – $112 / mo",  NULL,   true,  USD(97), USD(112), "USD" },
    { "~$50",             NULL,   true,  USD(50), USD(50), "USD" },
    { "$1.2k",            NULL,   true,  USD(1200), USD(1200), "USD" },
    { "$1,234.50",        NULL,   true,  12345000000000, 12345000000000, "USD" },
    { "USD 1,234.50",     NULL,   true,  12345000000000, 12345000000000, "USD" },
    { "1,234.50 USD",     NULL,   true,  12345000000000, 12345000000000, "USD" },
    { "€40",              NULL,   true,  USD(40), USD(40), "EUR" },
    { "40 EUR per month", NULL,   true,  USD(40), USD(40), "EUR" },
    { "£7",               NULL,   true,  USD(7), USD(7), "GBP" },
    { "up to $5",         NULL,   true,  0, USD(5), "USD" },
    { "< $5",             NULL,   true,  0, USD(5), "USD" },
    { "$50+",             NULL,   true,  USD(50), USD(50), "USD" },
    { "free",             NULL,   true,  0, 0, "USD" },
    { "–",                NULL,   true,  0, 0, "USD" },
    { "Included",         NULL,   true,  0, 0, "USD" },
    { "$0.045 per hour",  NULL,   true,  328500000000, 328500000000, "USD" },
    { "$0.045",           "hour", true,  328500000000, 328500000000, "USD" },
    { "$1,200 per year",  NULL,   true,  USD(100), USD(100), "USD" },
    { "$1,200",           "year", true,  USD(100), USD(100), "USD" },
    { "$20/month",        "hour", true,  USD(20), USD(20), "USD" },
    { "45 cents",         NULL,   true,  4500000000, 4500000000, "USD" },
    { "12,50 €",          NULL,   true,  125000000000, 125000000000, "EUR" },
    { "€12,50",           NULL,   true,  125000000000, 125000000000, "EUR" },
    { "$0.09/GB",         NULL,   false, 0, 0, NULL },
    { "$10 per task",     NULL,   false, 0, 0, NULL },
    { "$45/month per gateway", NULL, true, USD(45), USD(45), "USD" },
    { "$45*",             NULL,   true,  USD(45), USD(45), "USD" },
    { "≈ $45",            NULL,   true,  USD(45), USD(45), "USD" },
    { "20–30 USD",        NULL,   true,  USD(20), USD(30), "USD" },
    { "$20/mo.",          NULL,   true,  USD(20), USD(20), "USD" },
    { "from $45",         NULL,   true,  USD(45), USD(45), "USD" },
    { "varies",           NULL,   false, 0, 0, NULL },
    { "20",               NULL,   false, 0, 0, NULL },
    { "$",                NULL,   false, 0, 0, NULL },
    { "20 GB",            NULL,   false, 0, 0, NULL },
    { "$5 or $6",         NULL,   false, 0, 0, NULL },
    { "$99999999999",     NULL,   false, 0, 0, NULL },
    { "",                 NULL,   false, 0, 0, NULL },
};
static const struct {
    int64_t low, high;
    const char *text;
} shows[] = {
    { USD(20), USD(20), "$20" },
    { 90100250000, 90100250000, "$9.01" },
    { 1606931000000, 1976151000000, "$161–198" },
    { 718120250000, 895750250000, "$72–90" },
    { 0, 45000000000, "$0–4.50" },
    { 600000000, 57000000000, "$0.06–5.70" },
    { USD(9), USD(18), "$9–18" },
    { 999900000000, USD(1200), "$100–1,200" },
    { 123456780000000, 123456780000000, "$12,346" },
    { -90100250000, -90100250000, "−$9.01" },
    { 25, 25, "$0.00" },
};
static const struct {
    int64_t price, times[3][2], sum; /* price × times…, rounded */
} sums[] = {
    { 404800000, { { 1, 4 }, { 730, 1 }, { 1, 1 } }, 73876000000 },  /* 0.25 vCPU for a month */
    { 1, { { 1, 2 }, { 1, 1 }, { 1, 1 } }, 0 },                      /* half to even: down */
    { 3, { { 1, 2 }, { 1, 1 }, { 1, 1 } }, 2 },                      /* half to even: up */
    { 5, { { 1, 2 }, { 1, 1 }, { 1, 1 } }, 2 },
    { 1, { { 1, 3 }, { 1, 1 }, { 1, 1 } }, 0 },
    { 2, { { 1, 3 }, { 1, 1 }, { 1, 1 } }, 1 },
    { -3, { { 1, 2 }, { 1, 1 }, { 1, 1 } }, -2 },
    { 6000, { { 20000000, 1 }, { 1, 1 }, { 1, 1 } }, 120000000000 }, /* 20 million requests */
};
/* clang-format on */

static void reads_money(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(reads); i++) {
        struct money m = { 0 };
        const struct quantity_unit *per = reads[i].per ? quantity_unit(str_of(reads[i].per)) : NULL;
        bool ok = money_parse(str_of(reads[i].text), per, &m);
        if (ok != reads[i].ok)
            fail_msg("'%s' %s", reads[i].text, ok ? "was read" : "was not read");
        if (!ok)
            continue;
        if (m.low != reads[i].low || m.high != reads[i].high)
            fail_msg("'%s': %lld..%lld", reads[i].text, (long long)m.low, (long long)m.high);
        assert_string_equal(m.currency, reads[i].currency);
    }
}

static void shows_money(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    for (ptrdiff_t i = 0; i < LEN(shows); i++) {
        struct str s = money_show_range(shows[i].low, shows[i].high, &a);
        if (!str_equal(s, str_of(shows[i].text)))
            fail_msg("%lld..%lld is shown as '%.*s', not '%s'", (long long)shows[i].low, (long long)shows[i].high, FMT(s),
                     shows[i].text);
    }
    assert_true(str_equal(money_decimal(1606931000000, &a), S("160.6931")));
    assert_true(str_equal(money_decimal(1, &a), S("0.0000000001")));
    assert_true(str_equal(money_decimal(USD(20), &a), S("20")));
}

static void rounds_once(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(sums); i++) {
        struct money_exact m;
        int64_t e10 = -1;
        m = (struct money_exact){ sums[i].price, 1 };
        for (int k = 0; k < 3; k++)
            assert_true(money_exact_times(&m, (struct ratio){ sums[i].times[k][0], sums[i].times[k][1] }));
        assert_true(money_round(m, &e10));
        if (e10 != sums[i].sum)
            fail_msg("sum %td is %lld, not %lld", i, (long long)e10, (long long)sums[i].sum);
    }
}

/* A third three times is whole again: nothing is lost between the parts of a row. */
static void adds_exactly(void **state)
{
    (void)state;
    struct money_exact sum = { 0 };
    int64_t e10;
    for (int i = 0; i < 3; i++) {
        struct money_exact m;
        m = (struct money_exact){ 1, 1 };
        assert_true(money_exact_times(&m, (struct ratio){ 1, 3 }));
        assert_true(money_exact_add(&sum, m));
    }
    assert_true(money_round(sum, &e10));
    assert_int_equal(e10, 1);
}

static void notices_overflow(void **state)
{
    (void)state;
    struct money_exact m;
    int64_t e10 = 7;
    m = (struct money_exact){ INT64_MAX, 1 };
    assert_true(money_exact_times(&m, (struct ratio){ INT64_MAX, 1 }));
    assert_false(money_round(m, &e10));
    assert_int_equal(e10, 7);
    assert_false(money_exact_times(&m, (struct ratio){ INT64_MAX, 1 }));
    struct ratio r;
    assert_false(ratio_mul((struct ratio){ INT64_MAX, 1 }, (struct ratio){ 2, 1 }, &r));
    assert_false(ratio_div((struct ratio){ 1, 1 }, (struct ratio){ 0, 1 }, &r));
    assert_false(ratio_parse(S("9223372036854775808"), &r));
    assert_false(money_of_decimal(S("1.00000000001"), &e10));
    assert_true(money_of_decimal(S("0.0404800000"), &e10));
    assert_int_equal(e10, 404800000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_money),  cmocka_unit_test(shows_money),      cmocka_unit_test(rounds_once),
        cmocka_unit_test(adds_exactly), cmocka_unit_test(notices_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
