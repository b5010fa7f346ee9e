/* test_config_diff.c - two config documents row by row, reasons, reports, acceptances. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "check/accepted.h"
#include "check/config_diff.h"
#include "load/accepted.h"
#include "load/source_file.h"
#include "model/rule.h"

enum { ARENA = 128 << 20 };

static const char dev[] =
    "{ \"env\": \"dev\", \"cpu\": 256, \"zones\": [\"a\", \"b\"],\n"
    "  \"vpc\": { \"nat\": 1, \"cidr\": \"10.20.0.0/16\", \"old\": true },\n"
    "  \"redis\": null, \"logs\": [ { \"days\": 7 } ], \"same\": 1.0, \"kind\": \"x\" }";
static const char prod[] =
    "{ \"env\": \"prod\", \"cpu\": 512, \"zones\": [\"a\", \"c\"],\n"
    "  \"vpc\": { \"nat\": 2, \"cidr\": \"10.10.0.0/16\" },\n"
    "  \"redis\": { \"nodes\": 2 }, \"logs\": [ { \"days\": 30 }, { \"days\": 1 } ], \"same\": 1,\n"
    "  \"kind\": [1], \"idleSeconds\": 3600 }";

static struct data_source *config(const char *name, const char *path, const char *text,
                                  struct arena *keep)
{
    struct data_source *s = NEW(keep, struct data_source, 1);
    struct diag d = { .keep = keep };

    *s = (struct data_source){ .name = str_of(name), .path = str_of(path), .n_files = 1 };
    data_split_name(s->name, &s->kind, &s->env);
    s->files = NEW(keep, struct data_file, 1);
    s->files[0] = (struct data_file){ .src = { str_of(path), str_of(text) }, .path = s->path };
    if (str_ends(s->path, S("/")))
        s->files[0].path = str_join(s->path, S("file.json"), keep);
    source_file_join(s, keep, &d);
    assert_int_equal(d.findings.len, 0);
    return s;
}

static const struct {
    const char *pointer, *group, *label, *a, *b;
    enum config_mark mark;
} rows[] = {
    { "/env", "", "env", "dev", "prod", CONFIG_DIFFER },
    { "/cpu", "", "cpu", "256 (0.25 vCPU)", "512 (0.5 vCPU)", CONFIG_DIFFER },
    { "/zones", "", "zones", "a, b", "a, c", CONFIG_DIFFER },
    { "/vpc/nat", "vpc", "nat", "1", "2", CONFIG_DIFFER },
    { "/vpc/cidr", "vpc", "cidr", "10.20.0.0/16", "10.10.0.0/16", CONFIG_DIFFER },
    { "/vpc/old", "vpc", "old", "true", "", CONFIG_ONLY_A },
    { "/redis/nodes", "redis", "nodes", "", "2", CONFIG_ONLY_B },
    { "/logs/0/days", "logs", "0/days", "7 days", "30 days", CONFIG_DIFFER },
    { "/logs/1/days", "logs", "1/days", "", "1 day", CONFIG_ONLY_B },
    { "/same", "", "same", "1.0", "1", CONFIG_SAME },
    { "/kind", "", "kind", "x", "1", CONFIG_DIFFER },
    { "/idleSeconds", "", "idleSeconds", "", "3600 (1 hour)", CONFIG_ONLY_B },
};

static struct data world(struct arena *keep)
{
    static struct data_unit units[] = { { S("config"), S("/cpu"), S("vCPU/1024") } };
    struct data data = {
        .units = units, .n_units = 1, .env = S("prod"), .today = { 2026, 11, 23 }
    };

    data_add(&data, *config("config.dev", "dev.json", dev, keep), keep);
    data_add(&data, *config("config.prod", "prod.json", prod, keep), keep);
    return data;
}

static void rows_side_by_side(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct config_diff diff =
        config_diff_make(&data, &data.sources[0], &data.sources[1], NULL, keep);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows) && i < diff.n_rows; i++) {
        const struct config_row *r = &diff.rows[i];

        assert_string_equal(str_c(r->pointer, keep), rows[i].pointer);
        assert_string_equal(str_c(r->group, keep), rows[i].group);
        assert_string_equal(str_c(r->label, keep), rows[i].label);
        assert_string_equal(str_c(r->shown_a, keep), rows[i].a);
        assert_string_equal(str_c(r->shown_b, keep), rows[i].b);
        assert_int_equal(r->mark, rows[i].mark);
        assert_int_equal(r->identity, i == 0);
    }
    assert_int_equal(diff.n_rows, LEN(rows));
    assert_int_equal(diff.n[CONFIG_DIFFER], 7);
    assert_int_equal(diff.n[CONFIG_ONLY_A], 1);
    assert_int_equal(diff.n[CONFIG_ONLY_B], 3);
    assert_int_equal(diff.n[CONFIG_SAME], 1);
}

static void one_document_alone(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct config_diff diff = config_diff_make(&data, &data.sources[0], NULL, NULL, keep);

    (void)state;
    assert_int_equal(diff.n_rows, 10);
    assert_int_equal(diff.n[CONFIG_SAME], 10);
    assert_string_equal(str_c(diff.rows[6].pointer, keep), "/redis");
    assert_string_equal(str_c(diff.rows[6].shown_a, keep), "not set");
}

static void reasons_and_reports(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct source src = { .path = S("differences.json"), .text = S("{ \"config:/vpc\": \"one zone is enough\", \"config:/vpc/nat\": \"saves money\","
          "  \"config.prod:/redis/nodes\": \"prod caches\", \"config:/cpu\": \"  \", \"nonsense\": "
          "\"x\" }")
    };
    struct accepted accepted = { 0 };
    struct diag d = { .keep = keep };
    struct buf out = buf_open(keep, 10000);
    struct config_diff diff;

    (void)state;
    accepted_parse(DIFFERENCES_FILE, &src, &accepted, keep, &d);
    assert_int_equal(d.findings.len, 2); /* an empty reason, and no place */
    assert_int_equal(accepted.n_differences, 3);
    d.findings.len = 0;
    diff = config_diff_make(&data, &data.sources[0], &data.sources[1], &accepted, keep);
    assert_string_equal(str_c(diff.rows[3].reason, keep), "saves money");
    assert_string_equal(str_c(diff.rows[4].reason, keep), "one zone is enough");
    assert_string_equal(str_c(diff.rows[6].reason, keep), "prod caches");
    config_diff_report(&diff, &d);
    assert_int_equal(d.findings.len, 6);
    d.findings.len = 1;
    diag_print(&d, false, &out);
    assert_string_equal(
        str_c(buf_str(&out), keep),
        "prod.json:1:25: info: /cpu is 512 (0.5 vCPU) in prod and 256 (0.25 vCPU) in dev, and "
        "nothing says why "
        "[config-difference]\n"
        "    1 | { \"env\": \"prod\", \"cpu\": 512, \"zones\": [\"a\", \"c\"],\n"
        "      |                         ^~~\n"
        "      | give the reason in differences.json: { \"config:/cpu\": \"…\" }\n");
}

static void pairs_lead_to_the_sites_environment(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct config_pair *pairs;

    (void)state;
    data_add(&data, *config("config.test", "test.json", dev, keep), keep);
    assert_int_equal(config_diff_pairs(&data, keep, &pairs), 2);
    assert_string_equal(str_c(pairs[0].a->name, keep), "config.dev");
    assert_string_equal(str_c(pairs[0].b->name, keep), "config.prod");
    assert_string_equal(str_c(pairs[1].a->name, keep), "config.test");
    data.n_sources = 1;
    assert_int_equal(config_diff_pairs(&data, keep, &pairs), 0);
}

static void folders_show_each_value_once(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = { .env = S("prod") };
    struct data_source *s = config("facts", "f/", "{ \"x\": { \"k\": 1 }, \"y\": 2 }", keep);
    struct config_diff diff;

    (void)state;
    assert_non_null(json_pointer(s->root, S("/x/k")));
    diff = config_diff_make(&data, s, NULL, NULL, keep);
    assert_int_equal(diff.n_rows, 2);
    assert_string_equal(str_c(diff.rows[0].group, keep), "file");
    assert_string_equal(str_c(diff.rows[0].label, keep), "x/k");
}

static void wide_documents_are_cut(void **state)
{
    struct arena arena = arena_open((ptrdiff_t)1 << 30), *keep = &arena;
    struct data data = { .env = S("prod") };
    struct buf b = buf_open(keep, 16 << 20);
    struct data_source *s;
    struct config_diff diff;

    (void)state;
    buf_char(&b, '{');
    for (int i = 0; i < 200000; i++)
        buf_fmt(&b, "%s\"k%d\":{\"v\":%d}", i ? "," : "", i, i);
    buf_char(&b, '}');
    buf_char(&b, 0);
    s = config("config.prod", "prod.json", b.ptr, keep);
    diff = config_diff_make(&data, s, s, NULL, keep);
    assert_true(diff.cut);
    assert_int_equal(diff.n_rows, 5000);
}

static const struct {
    const char *name, *rule, *file, *about;
    bool accepted;
} found[] = {
    { "the row named", "cost-wrong", "content/costs/medium.md", "ECS Fargate", true },
    { "another row", "cost-wrong", "content/costs/medium.md", "NAT Gateway", false },
    { "another page", "cost-wrong", "content/costs/large.md", "ECS Fargate", false },
    { "a page of the same end", "cost-wrong", "content/x/costs/medium.md", "ECS Fargate", false },
    { "another rule", "cost-differs", "content/costs/medium.md", "ECS Fargate", false },
    { "all of a rule on a page", "page-orphan", "content/old.md", "", true },
    { "all of a rule", "price-old", "content/prices/a.json", "alb.hour", true },
    { "an acceptance that ended", "alt-missing", "content/old.md", "", false },
    { "an acceptance that ends today", "title-missing", "content/old.md", "", true },
};
static const char accepted_json[] =
    "[ { \"rule\": \"cost-wrong\", \"page\": \"costs/medium.md\", \"about\": \"ECS Fargate\", "
    "\"reason\": \"known\",\n"
    "    \"owner\": \"platform\", \"until\": \"2027-03-01\" },\n"
    "  { \"rule\": \"page-orphan\", \"page\": \"old.md\", \"reason\": \"kept\" },\n"
    "  { \"rule\": \"price-old\", \"reason\": \"fine\" },\n"
    "  { \"rule\": \"alt-missing\", \"page\": \"old.md\", \"reason\": \"was fine\", \"until\": "
    "\"2026-11-22\" },\n"
    "  { \"rule\": \"title-missing\", \"page\": \"old.md\", \"reason\": \"until tonight\", "
    "\"until\": \"2026-11-23\" } ]";

static void acceptances_cover(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct source src = { .path = S("content/accepted.json"), .text = str_of(accepted_json) };
    struct accepted accepted = { 0 };
    struct diag d = { .keep = keep };

    (void)state;
    accepted_parse(ACCEPTED_FILE, &src, &accepted, keep, &d);
    assert_int_equal(d.findings.len, 4); /* four of the five have no owner */
    for (ptrdiff_t i = 0; i < d.findings.len; i++)
        assert_string_equal(d.findings.ptr[i].rule->id, "review-owner");
    d.findings.len = 0;
    for (ptrdiff_t i = 0; i < LEN(found); i++)
        diag_file(&d, rule_named(str_of(found[i].rule)), str_of(found[i].file), "x")->about =
            str_of(found[i].about);
    assert_int_equal(accepted_mark(&accepted, S("content/"), (struct date){ 2026, 11, 23 }, &d), 4);
    for (ptrdiff_t i = 0; i < LEN(found); i++)
        if ((d.findings.ptr[i].accepted.len > 0) != found[i].accepted)
            fail_msg("%s", found[i].name);
    assert_int_equal(d.findings.len, LEN(found) + 1);
    assert_string_equal(d.findings.ptr[LEN(found)].rule->id, "review-expired");
    assert_int_equal(d.findings.ptr[LEN(found)].line, 5);
}

static const struct {
    const char *name;
    enum accepted_file which;
    const char *text, *message;
    int line, col;
} wrong[] = {
    { "no reason", ACCEPTED_FILE, "[{\"rule\":\"secret\"}]", "an entry without \"reason\"", 1, 2 },
    { "no rule of ours", ACCEPTED_FILE, "[{\"rule\":\"cost-worng\",\"reason\":\"x\"}]",
      "no rule is called \"cost-worng\"; did you mean \"cost-wrong\"?", 1, 10 },
    { "a day that is none", ACCEPTED_FILE,
      "[{\"rule\":\"secret\",\"reason\":\"x\",\"until\":\"2026-02-30\"}]",
      "\"until\" wants a day such as 2027-03-01", 1, 40 },
    { "a key nobody reads", ACTIONS_FILE, "[{\"text\":\"x\",\"onwer\":\"y\"}]",
      "nobody reads \"onwer\"; did you mean \"owner\"?", 1, 14 },
    { "a state that is none", ACTIONS_FILE, "[{\"text\":\"x\",\"state\":\"maybe\"}]",
      "\"state\" is one of open, done, dropped", 1, 22 },
    { "text outside the quote", CLAIMS_FILE,
      "[{\"page\":\"a.md\",\"quote\":\"1 hour\",\"text\":\"2 hours\",\"target\":\"name:x\"}]",
      "\"text\" is no part of \"quote\"", 1, 41 },
    { "an object for a list", ACTIONS_FILE, "{}", "actions.json is an array of entries: [ { … } ]",
      1, 1 },
    { "a number for an entry", ACTIONS_FILE, "[1]", "an entry is an object: { \"id\": … }", 1, 2 },
};

static void wrong_entries_are_reported(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(wrong); i++) {
        struct source src = { .path = S("x.json"), .text = str_of(wrong[i].text) };
        struct accepted accepted = { 0 };
        struct diag d = { .keep = keep };

        accepted_parse(wrong[i].which, &src, &accepted, keep, &d);
        if (d.findings.len != 1)
            fail_msg("%s: %td findings", wrong[i].name, d.findings.len);
        assert_string_equal(str_c(d.findings.ptr[0].message, keep), wrong[i].message);
        assert_int_equal(d.findings.ptr[0].line, wrong[i].line);
        assert_int_equal(d.findings.ptr[0].col, wrong[i].col);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_side_by_side),
        cmocka_unit_test(one_document_alone),
        cmocka_unit_test(reasons_and_reports),
        cmocka_unit_test(pairs_lead_to_the_sites_environment),
        cmocka_unit_test(folders_show_each_value_once),
        cmocka_unit_test(wide_documents_are_cut),
        cmocka_unit_test(acceptances_cover),
        cmocka_unit_test(wrong_entries_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
