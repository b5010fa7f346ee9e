/* test_cost_scenario.c - ways to save: read from JSON, computed exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/cost_scenario.h"
#include "load/cost_file.h"
#include "load/cost_scenarios.h"
#include "load/price_book.h"

#define TASKS "{\"rows\":[{\"id\":\"fargate\",\"service\":\"Fargate\",\"parts\":["                                       \
              "{\"price\":\"fargate.x86.vcpu_hour\",\"times\":{\"tasks\":2,\"vCPU\":0.5,\"hours\":730}},"                  \
              "{\"price\":\"fargate.x86.gb_hour\",\"times\":{\"tasks\":2,\"GB\":1,\"hours\":730}}]}]}"
#define NOW "\"now\":\"cost:/medium/rows/fargate\","
#define NAT "\"now\":[{\"price\":\"nat.hour\",\"times\":{\"gateways\":1,\"hours\":730}},"                                \
            "{\"price\":\"public_ipv4.hour\",\"times\":{\"addresses\":1,\"hours\":730}}],"

/* clang-format off */
static const struct {
    const char *name, *body;
    const char *says; /* low/typical/high saving, percent at both ends, break-even; or the finding */
} cases[] = {
    { "Spot: low is the dear end of its price", NOW "\"then\":{\"prices\":{\"fargate.x86.vcpu_hour\":\"fargate.spot.vcpu_hour\","
      "\"fargate.x86.gb_hour\":\"fargate.spot.gb_hour\"}}", "20.1991 22.713585 25.22807 56–70 %" },
    { "half on Spot saves half", NOW "\"share\":50,\"then\":{\"prices\":{\"fargate.x86.vcpu_hour\":\"fargate.spot.vcpu_hour\","
      "\"fargate.x86.gb_hour\":\"fargate.spot.gb_hour\"}}", "10.09955 11.3567925 12.614035 28–35 %" },
    { "hours off: fewest hours save most", NOW "\"then\":{\"times\":{\"hours\":{\"low\":73,\"typical\":365,\"high\":730}}}",
      "0 18.02005 32.43609 0–90 %" },
    { "a plan, and the hours it needs", NOW "\"break_even\":\"now/hours\",\"then\":{\"less\":{\"low\":20,"
      "\"typical\":25,\"high\":50}}", "7.20802 9.010025 18.02005 20–50 % even 547.5" },
    { "break-even of endpoints is five in a zone", NAT "\"break_even\":\"then/endpoints\",\"then\":[{\"price\":\"vpce.interface.hour\","
      "\"times\":{\"endpoints\":4,\"hours\":730}}]", "7.3 7.3 7.3 20–20 % even 5" },
    { "more endpoints cost more than they save", NAT "\"break_even\":\"then/endpoints\",\"then\":[{\"price\":\"vpce.interface.hour\","
      "\"times\":{\"endpoints\":4,\"zones\":2,\"hours\":730}}]", "-21.9 -21.9 -21.9 -60–-60 % even 2.5" },
    { "no such row", "\"now\":\"cost:/medium/rows/nat\",\"then\":{}", "write parts, or a row of an estimate such as \"cost:/medium/rows/fargate\"" },
    { "no such price in now", NOW "\"then\":{\"prices\":{\"nat.hour\":\"nat.gb\"}}", "now has no part of this price" },
    { "no such price", NOW "\"then\":{\"prices\":{\"fargate.x86.gb_hour\":\"fargate.free\"}}", "the price book has no such price" },
    { "no such amount", NOW "\"then\":{\"times\":{\"days\":3}}", "now has no such amount" },
    { "too much off", NOW "\"then\":{\"less\":101}", "write a percentage, or the key of a price in percent_off" },
    { "money is no percentage", NOW "\"then\":{\"less\":\"nat.hour\"}", "write a percentage, or the key of a price in percent_off" },
    { "an unknown factor", NOW "\"break_even\":\"then/moons\",\"then\":{}", "write now or then, a slash, and one of its amounts" },
    { "nothing then", NOW "\"share\":1", "write parts, or what changes: \"prices\", \"times\", \"less\"" },
};
/* clang-format on */

static void put_scenario(const struct cost_scenario *s, struct buf *b)
{
    for (int end = 0; end < COST_ENDS; end++)
        buf_fmt(b, "%.*s ", FMT(money_decimal(s->saving.at[end], b->arena)));
    buf_fmt(b, "%.*s–%.*s %%", FMT(ratio_show(s->percent[COST_LOW], 0, false, b->arena)),
            FMT(ratio_show(s->percent[COST_HIGH], 0, false, b->arena)));
    if (s->break_even.den)
        buf_fmt(b, " even %.*s", FMT(ratio_show(s->break_even, 4, true, b->arena)));
}

static struct cost_set *read_set(const char *body, struct arena *a, struct diag *d)
{
    struct str text = str_fmt(a, "{\"scenarios\":[{\"id\":\"x\",\"name\":\"X\",%s,\"false_when\":[\"never\"]}]}", body);
    struct data_file files[2] = { { .path = S("costs/medium.json"), .src = { S("medium.json"), S(TASKS) } },
                                  { .path = S("costs/scenarios.json"), .src = { S("scenarios.json"), text } } };
    struct data data = { 0 };
    struct data_source cost = { .name = S("cost"), .kind = S("cost"), .n_files = 2 };
    cost.files = NEW(a, struct data_file, 2);
    for (int i = 0; i < 2; i++) {
        cost.files[i] = files[i];
        cost.files[i].root = json_parse(&cost.files[i].src, a, RULE(INPUT_JSON), d);
    }
    data_add(&data, cost, a);
    struct price_books books = price_books_of(NULL, NULL, NULL, a, d);
    struct cost_set *set = cost_file_set(&data, &books, NULL, a, d);
    cost_scenarios_read(&data, set, a, d);
    cost_scenario_compute(set, a);
    return set;
}

static void computes_savings(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 26);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct diag d = { .keep = &a };
        struct buf b = buf_open(&a, 4000);
        struct cost_set *set = read_set(cases[i].body, &a, &d);
        assert_int_equal(set->n_sizes, 1); /* scenarios.json is no estimate */
        if (set->n_scenarios)
            put_scenario(&set->scenarios[0], &b);
        else if (d.findings.len)
            buf_put(&b, d.findings.ptr[0].message);
        buf_char(&b, '\0');
        if (strcmp(b.ptr, cases[i].says) != 0)
            fail_msg("%s:\n%s\ninstead of\n%s", cases[i].name, b.ptr, cases[i].says);
    }
}

static void writes_json(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 26);
    struct diag d = { .keep = &a };
    struct buf b = buf_open(&a, 1 << 16);
    cost_json(read_set(cases[3].body, &a, &d), &b);
    struct source src = { .path = S("cost"), .text = buf_str(&b) };
    const struct json *root = json_parse(&src, &a, RULE(INPUT_JSON), &d);
    assert_non_null(root);
    assert_true(str_equal(json_str(json_pointer(root, S("/scenarios/x/saving"))), S("$7.21–18.02")));
    assert_true(str_equal(json_str(json_pointer(root, S("/scenarios/x/break_even"))), S("547.5")));
    assert_true(str_equal(json_str(json_pointer(root, S("/scenarios/x/false_when/0"))), S("never")));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(computes_savings), cmocka_unit_test(writes_json) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
