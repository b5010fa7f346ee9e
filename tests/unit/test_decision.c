/* test_decision.c - how people write the state of a decision, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/decision.h"
#include "load/markdown.h"
#include "model/decision.h"

static const struct {
    const char *status;
    enum decision_state state;
    const char *by;
} states[] = {
    { "accepted", DECISION_ACCEPTED, "" },
    { "Accepted (2024-02-01)", DECISION_ACCEPTED, "" },
    { "\xe2\x9c\x85 Approved by the board", DECISION_ACCEPTED, "" },
    { "{proposed | rejected | accepted}", DECISION_PROPOSED, "" },
    { "Draft", DECISION_PROPOSED, "" },
    { "not yet accepted", DECISION_PROPOSED, "" },
    { "in review; was rejected once", DECISION_PROPOSED, "" },
    { "rejected", DECISION_REJECTED, "" },
    { "deprecated since 2023", DECISION_DEPRECATED, "" },
    { "superseded by [ADR-0005](0005-example.md)", DECISION_SUPERSEDED, "[ADR-0005](0005-example.md)" },
    { "Accepted; Superceded by 9", DECISION_SUPERSEDED, "9" },
    { "replaced by 0004-endpoints-only", DECISION_SUPERSEDED, "0004-endpoints-only" },
    { "superseded", DECISION_SUPERSEDED, "" },
    { "accepted, supersedes 3", DECISION_ACCEPTED, "" },
    { "partially superseded by 7", DECISION_ACCEPTED, "7" },
    { "reopened", DECISION_UNKNOWN, "" },
    { "gone with the wind", DECISION_UNKNOWN, "" },
    { "  ", DECISION_UNSAID, "" },
};

static void states_are_told_by_their_words(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(states); i++) {
        enum decision_state got = decision_state(str_of(states[i].status));
        if (got != states[i].state)
            fail_msg("%s: %s", states[i].status, decision_state_name(got));
        struct str by = decision_successor(str_of(states[i].status));
        if (!str_equal(by, str_of(states[i].by)))
            fail_msg("%s: by %.*s", states[i].status, FMT(by));
    }
}

static const struct {
    const char *text, *status, *date, *deciders, *supersedes, *bad;
} records[] = {
    { "---\nstatus: accepted\ndate: 2024-02-01\ndecision-makers: [Ana, Bo]\n---\n# T\n\n## Status\n\nrejected\n", "accepted",
      "2024-02-01", "Ana, Bo", "", "" },
    { "# 9. T\n\nDate: 2024-02-01\n\n## Status\n\nAccepted\n\nSupersedes [3. Old](0003-old.md)\n\n## Context\n\nStatus: none\n", "Accepted",
      "2024-02-01", "", "[3. Old](0003-old.md)", "" },
    { "# T\n\n* Status: proposed\n* Deciders: Ana\n* Date: 2024-02-01 <!-- last -->\n\n## X\n\n- Status: no\n", "proposed", "2024-02-01",
      "Ana", "", "" },
    { "# T\n\n**Status:** ~~accepted~~ superseded by [5](0005-x.md)\n**Date:** 2024-02-01\n", "superseded by [5](0005-x.md)", "2024-02-01", "",
      "", "" },
    { "# T\n\n| Status | `accepted` |\n|---|---|\n| Deciders | Ana, Bo |\n", "accepted", "", "Ana, Bo", "", "" },
    { "# T\n\n## Status\n\n- Accepted\n- Superseded by [5](0005-x.md)\n", "Accepted; Superseded by [5](0005-x.md)", "", "", "", "" },
    { "# T\n\n## Decision Outcome\n\n### Consequences\n\n* Good, because a\n* Bad, because [b](x.md) c\n\n## Pros and Cons\n\n* Bad, because d\n", "",
      "", "", "", "Bad, because [b](x.md) c" },
    { "# T\n\n### Negative Consequences\n\n* slow\n\n  very\n* dear\n", "", "", "", "", "slow, dear" },
    { "plain words", "", "", "", "", "" },
    { "", "", "", "", "", "" },
};

static void same(const char *text, const char *what, struct str *list, int n, const char *want, struct arena *keep)
{
    struct buf b = buf_open(keep, 1 << 12);
    for (int i = 0; i < n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", FMT(list[i]));
    if (!str_equal(buf_str(&b), str_of(want)))
        fail_msg("%s: %s is \"%.*s\", not \"%s\"", text, what, FMT(buf_str(&b)), want);
}

static void records_say_it_in_many_places(void **state)
{
    struct arena keep = arena_open(1 << 24);
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(records); i++) {
        struct diag d = { .keep = &keep };
        struct source src = { .path = S("adr/1.md"), .text = str_of(records[i].text) };
        struct document *doc = markdown_read(&src, &keep, &d);
        if (doc->root)
            decision_read(doc, &keep);
        struct front_matter *f = &doc->front;
        same(records[i].text, "status", &f->status, 1, records[i].status, &keep);
        same(records[i].text, "date", &f->date, 1, records[i].date, &keep);
        same(records[i].text, "deciders", f->deciders, f->n_deciders, records[i].deciders, &keep);
        same(records[i].text, "supersedes", f->supersedes, f->n_supersedes, records[i].supersedes, &keep);
        same(records[i].text, "bad", f->bad, f->n_bad, records[i].bad, &keep);
    }
}

static void folders_and_numbers(void **state)
{
    (void)state;
    assert_true(decision_path(S("docs/adr/0001-x.md")));
    assert_true(decision_path(S("doc/architecture/decisions/1.md")));
    assert_false(decision_path(S("adr.md")));
    assert_false(decision_path(S("quadrature/x.md")));
    assert_int_equal(decision_number(S("adr/0007-x.md")), 7);
    assert_int_equal(decision_number(S("ADR-12")), 12);
    assert_int_equal(decision_number(S("x.md")), -1);
    assert_int_equal(decision_number(S("99999999999999999999")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_told_by_their_words),
        cmocka_unit_test(records_say_it_in_many_places),
        cmocka_unit_test(folders_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
