/* test_claims_many.c - 20,000 claims made of a value, a unit, a wording and a perturbation: each true
 * one is true, each false one false, what fix would write for it is true. Deterministic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/time.h"
#include "check/fit.h"

enum { ARENA = 256 << 20, CLAIMS = 20000 };

static uint64_t state_of = 20261130;

static int64_t pick(int64_t n)
{
    state_of ^= state_of << 13;
    state_of ^= state_of >> 7;
    state_of ^= state_of << 17;
    return (int64_t)(state_of % (uint64_t)n);
}

/* clang-format off */
/* What one of said is in the unit of the value; the value is written as JSON. */
static const struct {
    const char *said, *one, *key, *unit;
    int64_t factor;
    bool spelled; /* the value is a string with this unit behind it */
} units[] = {
    { "hours", "hour", "wait", "s", 3600, false },
    { "hours", "hour", "waitMinutes", "", 60, false },
    { "minutes", "minute", "waitSeconds", "", 60, false },
    { "minutes", "minute", "wait", "ms", 60000, false },
    { "min", "min", "wait", "s", 60, false },
    { "days", "day", "retention", "hours", 24, false },
    { "weeks", "week", "retentionDays", "", 7, false },
    { "seconds", "second", "wait", "ms", 1000, false },
    { "seconds", "second", "wait", "s", 1, true },
    { "minutes", "minute", "wait", "m", 1, true },
    { "GiB", "GiB", "memory", "MiB", 1024, false },
    { "GiB", "GiB", "memory", "Gi", 1, true },
    { "TiB", "TiB", "disk", "GiB", 1024, false },
    { "MiB", "MiB", "memory", "Mi", 1, true },
    { "vCPU", "vCPU", "cpu", "vCPU/1024", 1024, false },
    { "%", "%", "fill", "percent", 1, false },
    { "percent", "percent", "share", "percent", 1, false },
    { "users", "user", "users", "", 1, false },
    { "tasks", "task", "tasks", "", 1, false },
    { "Gbit/s", "Gbit/s", "line", "Mbps", 1000, false },
    { "MB/s", "MB/s", "line", "Mbps", 8, false },
    { "USD", "USD", "budget", "USD", 1, false },
};
enum holds { SAME, OVER, UNDER, NEAR, BELOW, ABOVE };
static const struct {
    const char *before, *behind;
    enum holds holds;
} wordings[] = {
    { "", "", SAME }, { "exactly ", "", SAME }, { "only ", "", SAME }, { "a total of ", "", SAME },
    { "kept for ", "", SAME }, { "it is ", "", SAME }, { "after ", "", SAME },
    { "at least ", "", OVER }, { "no less than ", "", OVER }, { "", " or more", OVER },
    { "≥ ", "", OVER }, { "", " at least", OVER },
    { "at most ", "", UNDER }, { "up to ", "", UNDER }, { "no more than ", "", UNDER },
    { "", " or less", UNDER }, { "≤ ", "", UNDER }, { "within ", "", UNDER },
    { "about ", "", NEAR }, { "roughly ", "", NEAR }, { "~", "", NEAR }, { "", " or so", NEAR },
    { "less than ", "", BELOW }, { "under ", "", BELOW }, { "< ", "", BELOW },
    { "more than ", "", ABOVE }, { "over ", "", ABOVE }, { "> ", "", ABOVE },
};
/* A value is this many hundredths of what is said. */
static const int perturbed[] = { 100, 100, 100, 110, 90, 105, 95, 50, 200, 300, 1000, 10, 102, 98, 120, 80 };
/* clang-format on */

static const char *const ones[] = { "zero", "one", "two", "three", "four", "five", "six", "seven",
                                    "eight", "nine", "ten", "eleven", "twelve", "thirteen",
                                    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
                                    "nineteen" };
static const char *const tens[] = { "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
                                    "eighty", "ninety" };

static struct str words(int64_t n, struct arena *keep)
{
    if (n < 20)
        return str_of(ones[n]);
    if (n < 100)
        return n % 10 ? str_fmt(keep, "%s-%s", tens[n / 10], ones[n % 10]) : str_of(tens[n / 10]);
    int64_t by = n < 1000 ? 100 : 1000;
    struct str head = words(n / by, keep), rest = n % by ? words(n % by, keep) : S("");
    return str_fmt(keep, "%.*s %s%s%.*s", FMT(head), by == 100 ? "hundred" : "thousand",
                   !rest.len ? "" : by == 100 ? " and " : " ", FMT(rest));
}

static struct str number(int64_t n, bool in_words, struct arena *keep)
{
    if (in_words)
        return words(n, keep);
    if (n >= 1000 && pick(2))
        return str_fmt(keep, "%lld,%03lld", (long long)(n / 1000), (long long)(n % 1000));
    return str_fmt(keep, "%lld", (long long)n);
}

/* May value (in hundredths) stand for n under the wording? */
static bool holds(enum holds h, int64_t n, int64_t hundredths)
{
    int64_t said = n * 100;

    switch (h) {
    case OVER:
        return hundredths >= said;
    case UNDER:
        return hundredths <= said;
    case NEAR:
        return 10 * llabs(hundredths - said) <= said;
    case BELOW:
        return hundredths < said;
    case ABOVE:
        return hundredths > said;
    default:
        return hundredths == said;
    }
}

struct tally {
    int trues, falses, fixed, person;
};

static struct fit judge(struct str text, struct str value, ptrdiff_t u, struct arena *keep)
{
    static const struct rule rule = { "input-json", SEVERITY_ERROR, "", "" };
    struct source src = { .path = S("v.json"), .text = value };
    struct diag d = { .keep = keep };
    const struct json *v = json_parse(&src, keep, &rule, &d);

    assert_non_null(v);
    return fit_judge(text, S(""), v, units[u].spelled ? S("") : str_of(units[u].unit),
                     str_join(S("/"), str_of(units[u].key), keep), keep);
}

static void one_claim(struct tally *t, struct arena *keep)
{
    static const int64_t sizes[] = { 20, 100, 1000, 9999 };
    ptrdiff_t u = pick(LEN(units)), w = pick(LEN(wordings));
    int64_t n = 1 + pick(sizes[pick(4)]), by = perturbed[pick(LEN(perturbed))];
    bool in_words = pick(3) == 0 && *wordings[w].before != '~' && *units[u].said != '%';
    struct str written = number(n, in_words, keep);
    struct str said = str_fmt(keep, "%s%.*s%s%s%s", wordings[w].before, FMT(written),
                              str_equal(str_of(units[u].said), S("%")) ? "" : " ",
                              n == 1 ? units[u].one : units[u].said, wordings[w].behind);
    int64_t whole = n * units[u].factor * by;

    if (whole % 100) /* the value would be no whole number */
        return;
    bool want = holds(wordings[w].holds, n, n * by);
    struct str value = units[u].spelled
                           ? str_fmt(keep, "\"%lld%s\"", (long long)(whole / 100), units[u].unit)
                           : str_fmt(keep, "%lld", (long long)(whole / 100));
    struct fit fit = judge(said, value, u, keep);

    if (fit.kind != (want ? FIT_TRUE : FIT_FALSE))
        fail_msg("\"%.*s\" of %s %.*s %s: %d %.*s", FMT(said), units[u].key, FMT(value),
                 units[u].spelled ? "" : units[u].unit, fit.kind, FMT(fit.why));
    t->trues += want;
    t->falses += !want;
    if (want)
        return;
    if (!fit.suggest.len) {
        t->person++;
        return;
    }
    t->fixed++;
    if (judge(fit.suggest, value, u, keep).kind != FIT_TRUE)
        fail_msg("\"%.*s\" of %.*s: fix writes \"%.*s\"", FMT(said), FMT(value), FMT(fit.suggest));
}

static void many_claims_are_judged_right(void **state)
{
    struct arena whole = arena_open(ARENA);
    struct tally t = { 0 };

    (void)state;
    while (t.trues + t.falses < CLAIMS) {
        struct arena keep = whole;
        one_claim(&t, &keep);
    }
    print_message("# %d true, %d false: fix mends %d, %d need a person\n", t.trues, t.falses, t.fixed,
                  t.person);
    assert_true(t.trues > CLAIMS / 4 && t.falses > CLAIMS / 4);
    /* only strict comparators cannot be mended by a number: "less than 5" of 5 is still false */
    assert_true(t.person * 2 < t.falses);
}

/* 10,000 claims must not be felt: 20 µs each, on the slowest machine that builds. */
static void many_claims_are_cheap(void **state)
{
    struct arena whole = arena_open(ARENA);
    struct json v = { .kind = JSON_NUMBER, .str = S("86400"), .raw = S("86400") };
    int64_t from = time_cpu_ns();

    (void)state;
    for (int i = 0; i < 10000; i++) {
        struct arena keep = whole;
        fit_judge(S("kept for up to twenty-four hours"), S(""), &v, S("s"), S("/cache/maxAgeSeconds"), &keep);
    }
    double ms = (double)(time_cpu_ns() - from) / 1e6;
    print_message("# 10,000 claims: %.0f ms\n", ms);
#if !defined(__SANITIZE_ADDRESS__)
    assert_true(ms < 1000);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_claims_are_judged_right),
        cmocka_unit_test(many_claims_are_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
