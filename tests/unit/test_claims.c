/* test_claims.c - text, title and target against data: verdict, what is shown, what is suggested.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "check/claim_text.h"
#include "check/claim_context.h"
#include "check/claims.h"
#include "model/near_sets.h"
#include "check/fit.h"
#include "load/markdown.h"
#include "load/source_file.h"
#include "model/rule.h"

enum { ARENA = 64 << 20 };

static const char site_json[] =
    "{ \"sources\": { \"config.dev\": \"dev.json\", \"config.prod\": \"prod.json\", \"facts\": "
    "\"facts/\","
    "  \"live.prod\": \"live/prod.json\", \"stack.prod\": \"stack/\", \"price\": \"book.json\", "
    "\"cost\": \"costs/\" },"
    "  \"env\": \"prod\","
    "  \"units\": { \"config:/service/cpu\": \"vCPU/1024\", \"config:/service/memoryMiB\": \"MiB\","
    "             \"config:/alb/sticky\": \"s\", \"facts:/fargate/max_vcpu\": \"vCPU\", "
    "\"live:/sticky\": \"s\","
    "             \"config:/alarm\": \"percent\" },"
    "  \"names\": { \"affinity\": { \"unit\": \"s\", \"in\": [\"config.prod:/alb/sticky\", "
    "\"config.dev:/alb/sticky\"] },"
    "             \"port\": { \"in\": [\"config.prod:/service/port\", "
    "\"config.dev:/service/port\"] },"
    "             \"fresh\": { \"in\": [\"config.prod:/alb/sticky\", \"live.prod:/sticky\"] },"
    "             \"split\": { \"in\": [\"config.prod:/service/cpu\", \"config.dev:/service/cpu\"] "
    "},"
    "             \"gone\": { \"in\": [\"config.prod:/alb/sticky\", \"config.dev:/nowhere\"] } } }";
static const char prod_json[] =
    "{ \"service\": { \"cpu\": 512, \"memoryMiB\": 1024, \"desiredCount\": 2, \"port\": 8501,\n"
    "  \"healthPath\": \"/_stcore/health\", \"image\": \"web:1.30\", \"count\": \"2\", \"ratio\": "
    "0.1 },\n"
    "  \"alb\": { \"sticky\": 3600, \"idleTimeoutSeconds\": 300, \"waf\": true, \"bare\": 3600 },\n"
    "  \"redis\": { \"nodeType\": \"cache.t3.micro\" }, \"cloudFront\": true, \"spot\": false, "
    "\"empty\": [],\n"
    "  \"zones\": [\"us-east-1a\", \"us-east-1b\"], \"cidr\": \"10.10.0.0/16\", \"region\": "
    "\"us-east-1\",\n"
    "  \"window\": \"15 minutes\", \"status\": \"DISABLED\", \"none\": 0, \"alarm\": 80, \"a/b\": "
    "{ \"m~n\": 7 } }";
static const char dev_json[] = "{ \"service\": { \"cpu\": 256, \"port\": 8501 }, \"alb\": { "
                               "\"sticky\": 3600, \"waf\": false }, \"redis\": null }";
static const char facts_json[] =
    "{ \"fargate\": { \"max_vcpu\": [ { \"value\": 4, \"until\": \"2022-09-16\" },\n"
    "  { \"value\": 16, \"from\": \"2022-09-16\", \"until\": \"2026-06-01\" }, { \"value\": 32, "
    "\"from\": \"2026-06-01\" } ],\n"
    "  \"ended\": [ { \"value\": 5, \"until\": \"2020-01-01\" } ], \"soon\": [ { \"value\": 9, "
    "\"from\": \"2030-01-01\" } ],\n"
    "  \"typo\": [ { \"valeu\": 9, \"from\": \"2020-01-01\" } ],\n"
    "  \"someday\": [ { \"value\": 9, \"from\": \"June 2026\" } ] } }";
static const char book_json[] = "{ \"generated\": \"2026-11-01\", \"prices\": [ { \"key\": "
                                "\"fargate.vcpu_hour\", \"price_usd\": \"0.0404800000\" } ] }";
static const char live_json[] = "{ \"date\": \"2026-10-01\", \"sticky\": 1800 }";
static const char other_json[] = "{ \"a\": 256, \"list\": [1, 2], \"version\": \"1.2.3\", "
                                 "\"pod\": { \"cpu\": \"10m\", \"timeout\": \"10m\" } }";
static const char cost_json[] = "{ \"total\": \"$97\" }";

static struct data_source source(const char *name, const char *path, const char *text,
                                 const char *file, struct arena *keep)
{
    struct data_source s = { .name = str_of(name), .path = str_of(path) };
    struct diag d = { .keep = keep };

    data_split_name(s.name, &s.kind, &s.env);
    if (!text)
        return s;
    s.files = NEW(keep, struct data_file, 1);
    s.n_files = 1;
    s.files[0] = (struct data_file){ .src = { str_of(file), str_of(text) }, .path = str_of(file) };
    source_file_join(&s, keep, &d);
    assert_int_equal(d.findings.len, text == facts_json ? 2 : 0); /* typo, someday */
    return s;
}

static struct data world(struct arena *keep)
{
    struct source src = { .path = S("site.json"), .text = str_of(site_json) };
    struct diag d = { .keep = keep };
    struct site_file site = site_file_parse(&src, keep, &d);
    struct data data = site_file_data(&site, (struct date){ 2026, 11, 23 });

    assert_int_equal(d.findings.len, 0);
    data_add(&data, source("config.dev", "dev.json", dev_json, "dev.json", keep), keep);
    data_add(&data, source("config.prod", "prod.json", prod_json, "prod.json", keep), keep);
    data_add(&data, source("facts", "facts/", facts_json, "facts/aws.json", keep), keep);
    data_add(&data, source("live.prod", "live/prod.json", live_json, "live/prod.json", keep), keep);
    data_add(&data, source("stack.prod", "stack/", NULL, NULL, keep), keep);
    data_add(&data, source("price", "book.json", book_json, "book.json", keep), keep);
    data_add(&data, source("cost", "costs/", cost_json, "costs/medium.json", keep), keep);
    data_add(&data, source("", "other.json", other_json, "other.json", keep), keep);
    data.near = near_sets_open(keep);
    return data;
}

/* clang-format off */
#define T VERDICT_TRUE
#define F VERDICT_FALSE
#define O VERDICT_OUTDATED
#define M VERDICT_MISSING
#define N VERDICT_NOT_CHECKED
static const struct {
    const char *href, *text, *title;
    enum verdict verdict;
    const char *shown, *suggest; /* NULL: not looked at */
} cases[] = {
    /* units */
    { "config:/service/cpu", "0.5 vCPU", "", T, "0.5 vCPU", "" },
    { "config:/service/cpu", "512", "", T, NULL, NULL },
    { "config:/service/cpu", "512 CPU units", "", T, NULL, NULL },
    { "config:/service/cpu", "0.25 vCPU", "", F, "0.5 vCPU", "0.5 vCPU" },
    { "config.dev:/service/cpu", "0.25 vCPU", "", T, NULL, NULL },
    { "prod.json#/service/cpu", "0.5 vCPU", "", T, NULL, NULL },
    { "other.json#/pod/cpu", "0.01 vCPU", "", T, NULL, NULL },
    { "other.json#/pod/cpu", "10 minutes", "", F, NULL, NULL },
    { "other.json#/pod/timeout", "10 minutes", "", T, NULL, NULL },
    { "config:/service/cpu", "512 MB", "", F, NULL, NULL },
    { "config:/service/memoryMiB", "1 GB", "", T, NULL, NULL },
    { "config:/service/memoryMiB", "2 GB", "", F, NULL, "1 GB" },
    { "config:/alb/sticky", "1 hour", "", T, "1 hour", "" },
    { "config:/alb/sticky", "60-minute", "", T, NULL, NULL },
    { "config:/alb/sticky", "2 hours", "", F, "1 hour", "1 hour" },
    { "config:/alb/idleTimeoutSeconds", "5 minutes", "", T, NULL, NULL },
    { "config:/alb/idleTimeoutSeconds", "6 minutes", "", F, NULL, "5 minutes" },
    { "config:/alb/bare", "1 hour", "", N, NULL, NULL },
    { "config:/alb/bare", "3600", "", T, NULL, NULL },
    { "config:/alb/bare", "3,600", "", T, NULL, NULL },
    { "config:/alarm", "80%", "", T, "80%", "" },
    { "config:/alarm", "80 percent", "", T, NULL, NULL },
    { "config:/alarm", "above 90%", "", F, NULL, NULL },
    /* comparators and words around */
    { "config:/service/desiredCount", "2 tasks", "", T, NULL, "" },
    { "config:/service/desiredCount", "two tasks", "", T, NULL, NULL },
    { "config:/service/desiredCount", "3 tasks", "", F, NULL, "2 tasks" },
    { "config:/service/desiredCount", "at least 2", "", T, NULL, NULL },
    { "config:/service/desiredCount", "at least 3", "", F, NULL, "at least 2" },
    { "config:/service/desiredCount", "up to 4", "", T, NULL, NULL },
    { "config:/service/desiredCount", "<2", "", F, NULL, NULL },
    { "config:/service/port", "port 8501", "", T, NULL, NULL },
    { "config:/service/port", "port 8502", "", F, NULL, "port 8501" },
    { "config:/service/port", "not 8501", "", N, NULL, NULL },
    { "config:/service/port", "a port", "", N, NULL, NULL },
    { "config:/service/port", "8501 and 8502", "", N, NULL, NULL },
    { "config:/none", "none", "", T, NULL, NULL },
    { "config:/service/desiredCount", "none", "", F, NULL, NULL },
    { "config:/service/ratio", "0.1", "", T, NULL, NULL },
    /* text takes the value in */
    { "config:/service/cpu", "", "", T, "0.5 vCPU", "" },
    { "config:/alb/sticky", "", "", T, NULL, "" },
    { "config:/region", "  ", "", T, "us-east-1", "" },
    { "config.dev:/redis", "", "", M, NULL, NULL },
    { "facts:/fargate/max_vcpu", "", "", T, "32 vCPU", "" },
    /* strings */
    { "config:/region", "us-east-1", "", T, "us-east-1", "" },
    { "config:/region", "US-EAST-1", "", T, NULL, NULL },
    { "config:/region", "us-east-2", "", F, "us-east-1", "us-east-1" },
    { "config:/region", "region us-east-1.", "", T, NULL, NULL },
    { "config:/region", "not us-east-1", "", F, NULL, NULL },
    { "config:/region", "us-east-1a", "", F, NULL, NULL },
    { "config:/region", "us-east", "", F, NULL, NULL },
    { "config:/cidr", "10.10.0.0/16", "", T, NULL, NULL },
    { "config:/cidr", "10.10.0.0/160", "", F, NULL, NULL },
    { "config:/service/image", "web:1.3", "", F, NULL, "web:1.30" },
    { "config:/service/count", "2 tasks", "", T, NULL, NULL },
    { "config:/service/count", "3 tasks", "", F, NULL, NULL },
    { "config:/service/healthPath", "`/_stcore/health`", "", T, NULL, NULL },
    { "config:/window", "15 minutes", "", T, NULL, NULL },
    { "config:/window", "900 seconds", "", T, NULL, NULL },
    { "config:/window", "20 minutes", "", F, NULL, "15 minutes" },
    { "config:/redis/nodeType", "cache.t3.small", "", F, NULL, "cache.t3.micro" },
    /* booleans */
    { "config:/alb/waf", "enabled", "", T, "enabled", "" },
    { "config:/alb/waf", "Disabled", "", F, "enabled", "Enabled" },
    { "config.dev:/alb/waf", "off", "", T, NULL, NULL },
    { "config:/alb/waf", "no WAF", "", F, NULL, NULL },
    { "config:/spot", "not enabled", "", T, NULL, NULL },
    { "config:/spot", "not disabled", "", F, NULL, NULL },
    { "config:/cloudFront", "CloudFront", "", N, NULL, NULL },
    { "config:/cloudFront", "CloudFront", "= true", T, NULL, NULL },
    { "config:/cloudFront", "CloudFront", "= false", F, NULL, "" },
    /* titles */
    { "config:/status", "switched off", "= DISABLED", T, "DISABLED", "" },
    { "config:/status", "switched on", "= ENABLED", F, "DISABLED", "" },
    { "config:/alb/sticky", "an hour", "= 1 hour", T, NULL, NULL },
    { "config.dev:/redis", "no cache", "absent", T, NULL, NULL },
    { "config:/redis", "no cache", "absent", F, NULL, NULL },
    { "config:/empty", "no endpoints", "absent", T, NULL, NULL },
    { "config:/redis", "a cache", "present", T, NULL, NULL },
    { "config.dev:/redis", "a cache", "present", M, NULL, NULL },
    { "config.dev:/redis/nodeType", "no cache", "absent", T, NULL, NULL },
    { "config.dev:/nothing", "nothing", "absent", T, NULL, NULL },
    { "config:/zones", "two zones", "includes us-east-1a, us-east-1b", T, NULL, NULL },
    { "config:/zones", "three zones", "includes us-east-1a, us-east-1c", F, NULL, NULL },
    { "config:/service", "its own port", "includes port", T, NULL, NULL },
    { "config:/alb/sticky", "65 minutes", "within 10%", T, NULL, "" },
    { "config:/alb/sticky", "90 minutes", "within 10%", F, NULL, NULL },
    { "config:/alb/sticky", "1 hour", "see the config of prod", T, NULL, NULL },
    { "config:/alb/sticky", "2 hours", "within reach", F, NULL, NULL },
    /* null */
    { "config.dev:/redis", "none", "", T, "not set", NULL },
    { "config.dev:/redis", "no Redis", "", T, NULL, NULL },
    { "config.dev:/redis", "cache.t3.micro", "", M, NULL, NULL },
    /* facts with a history */
    { "facts:/fargate/max_vcpu", "up to 32 vCPU", "", T, NULL, NULL },
    { "facts:/aws/fargate/max_vcpu/2/value", "32 vCPU", "", T, NULL, NULL },
    { "facts/aws.json#/fargate/max_vcpu", "16 vCPU", "", O, "32 vCPU", "32 vCPU" },
    { "facts:/fargate/max_vcpu", "16 vCPU", "", O, "32 vCPU", "32 vCPU" },
    { "facts:/fargate/max_vcpu", "4 vCPU", "", O, NULL, "32 vCPU" },
    { "facts:/fargate/max_vcpu", "8 vCPU", "", F, NULL, "32 vCPU" },
    { "facts:/fargate/ended", "5", "", O, NULL, NULL },
    { "facts:/fargate/ended", "6", "", M, NULL, NULL },
    { "facts:/fargate/soon", "9", "", M, NULL, NULL },
    { "facts:/fargate/typo", "9", "", N, NULL, NULL },
    { "facts:/fargate/someday", "9", "", N, NULL, NULL },
    /* lists and objects */
    { "config:/zones", "two zones", "", T, NULL, NULL },
    { "config:/zones", "three zones", "", F, "2", "" },
    { "config:/zones", "us-east-1a and us-east-1b", "", T, NULL, NULL },
    { "config:/zones", "us-east-1a", "", F, NULL, "" },
    { "config:/zones", "the zones", "", N, NULL, NULL },
    { "config:/zones", "", "", N, NULL, NULL },
    { "config:/empty", "none", "", T, NULL, NULL },
    { "config:/service", "two", "", N, NULL, NULL },
    { "other.json#/list", "two of them", "", T, NULL, NULL },
    { "other.json#", "7", "", N, NULL, NULL },
    /* a title never unties the text */
    { "config:/alb/sticky", "48 hours", "= 3600", F, NULL, "1 hour" },
    { "config:/alb/waf", "disabled", "= true", F, NULL, NULL },
    { "config:/zones", "three zones", "includes us-east-1a, us-east-1b", F, NULL, NULL },
    { "config:/service/image", "web 1.40", "includes 1.30", F, NULL, NULL },
    { "config:/service/image", "the image", "includes 1.30", T, NULL, NULL },
    { "config.dev:/redis", "two nodes", "absent", F, NULL, NULL },
    { "config:/service/desiredCount", "up to 4", "limit", F, NULL, "up to 2" },
    /* what is not there, what was not asked */
    { "config:/service/cpus", "0.5 vCPU", "", M, NULL, "" },
    { "confg.prod:/service/cpu", "0.5 vCPU", "", M, NULL, NULL },
    { "stack.prod:/Service/DesiredCount", "2", "", N, NULL, NULL },
    { "live.prod:/sticky", "30 minutes", "", N, NULL, NULL },
    { "price:/fargate.vcpu_hour", "$0.04048", "", T, NULL, NULL },
    { "price:/fargate.vcpu_hour", "$0.05", "", F, NULL, NULL },
    { "other.json#/a", "256", "", T, "256", NULL },
    { "other.json#/version", "1.2.3", "", T, NULL, NULL },
    { "config:/a~1b/m~0n", "7", "", T, NULL, NULL },
    { "config:/a~1b/m%7E0n", "7", "", T, NULL, NULL },
    /* names */
    { "name:affinity", "1 hour", "", T, NULL, NULL },
    { "name:affinity", "2 hours", "", F, NULL, "1 hour" },
    { "name:affinity", "", "", T, "1 hour", NULL },
    { "name:port", "8501", "", T, NULL, NULL },
    { "name:fresh", "1 hour", "", T, NULL, NULL },
    { "name:split", "0.5 vCPU", "", F, NULL, "" },
    { "name:gone", "1 hour", "", M, NULL, NULL },
    { "name:afinity", "1 hour", "", M, NULL, NULL },
};
/* clang-format on */

static struct claim judged(const struct data *data, const char *href, const char *text,
                           const char *title, struct arena *keep)
{
    struct claim c = { .href = str_of(href), .text = str_of(text), .title = str_of(title) };

    if (!claim_target(c.href, S("index.md"), &c.target, keep))
        fail_msg("no target: %s", href);
    claims_judge(data, &c, keep);
    return c;
}

static void verdicts(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct claim c = judged(&data, cases[i].href, cases[i].text, cases[i].title, keep);

        if (c.verdict != cases[i].verdict)
            fail_msg("%s \"%s\" %s: %s (%.*s)", cases[i].href, cases[i].text, cases[i].title,
                     verdict_name(c.verdict), FMT(c.message));
        if (cases[i].shown && !str_equal(c.shown, str_of(cases[i].shown)))
            fail_msg("%s \"%s\" shows %.*s", cases[i].href, cases[i].text, FMT(c.shown));
        if (cases[i].suggest && !str_equal(c.suggest, str_of(cases[i].suggest)))
            fail_msg("%s \"%s\" suggests %.*s", cases[i].href, cases[i].text, FMT(c.suggest));
        if ((c.verdict == VERDICT_TRUE) != (c.message.len == 0))
            fail_msg("%s \"%s\": message %.*s", cases[i].href, cases[i].text, FMT(c.message));
    }
}

static const struct {
    const char *href, *text, *message, *nearest, *since, *place;
} messages[] = {
    { "config:/service/cpu", "0.25 vCPU",
      "the text says \"0.25 vCPU\", config.prod:/service/cpu is 512 (0.5 vCPU)", "", "",
      "prod.json:1:23" },
    { "config:/service/cpus", "1",
      "nothing stands at config.prod:/service/cpus; the nearest is /service/cpu", "/service/cpu",
      "", "" },
    { "config:/service/speed/now", "1",
      "nothing stands at config.prod:/service/speed/now; the nearest is /service", "/service", "",
      "" },
    { "confg.prod:/a", "1", "site.json lists no source \"confg.prod\"; the nearest is config.prod",
      "config.prod", "", "" },
    { "stack.prod:/a", "1", "stack.prod was not captured", "", "", "" },
    { "live.prod:/sticky", "1",
      "the snapshot live.prod of 2026-10-01 is 53 days old, more than the 14 of live_max_age_days",
      "", "", "" },
    { "facts:/fargate/max_vcpu", "16 vCPU",
      "\"16 vCPU\" was true until 2026-06-01; facts:/fargate/max_vcpu is 32 vCPU now", "",
      "2026-06-01", "facts/aws.json:2:76" },
    { "name:split", "0.5 vCPU",
      "the places of \"split\" disagree: config.prod:/service/cpu is 512 (0.5 vCPU), "
      "config.dev:/service/cpu is 256 "
      "(0.25 vCPU)",
      "", "", "prod.json:1:23" },
    { "config:/alb/bare", "1 hour",
      "config.prod:/alb/bare: nothing says in what unit the bare 3600 is; add \"config:/alb/bare\" "
      "to \"units\" in site.json",
      "", "", "prod.json:3:76" },
};

static void messages_say_where(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(messages); i++) {
        struct claim c = judged(&data, messages[i].href, messages[i].text, "", keep);

        assert_string_equal(str_c(c.message, keep), messages[i].message);
        assert_string_equal(str_c(c.nearest, keep), messages[i].nearest);
        assert_string_equal(str_c(c.since, keep), messages[i].since);
        assert_string_equal(str_c(c.evidence.place, keep), messages[i].place);
    }
}

static const struct {
    const char *href, *page;
    bool ok;
    const char *shown;
} targets[] = {
    { "a.json#/x", "index.md", true, "a.json#/x" },
    { "../a.json#/x/0/y", "sub/p.md", true, "a.json#/x/0/y" },
    { "a%20b.json#/x%20y", "sub/p.md", true, "sub/a b.json#/x y" },
    { "../../a.json#/x", "sub/p.md", true, "../a.json#/x" },
    { "a.json#", "p.md", true, "a.json#" },
    { "a.ts#MAX_SIZE", "p.md", true, "a.ts#MAX_SIZE" },
    { "a.ts#L12", "p.md", false, "" },
    { "a.md#title", "p.md", false, "" },
    { "a.svg#icon", "p.md", false, "" },
    { "%2e%2e/a.json#/x", "p.md", true, "../a.json#/x" },
    { "%2Fetc/a.json#/x", "p.md", false, "" },
    { "/a.json#/x", "p.md", false, "" },
    { "a.json", "p.md", false, "" },
    { "a.json#x", "p.md", false, "" },
    { "a.json?chart=range#/x", "p.md", false, "" },
    { "#/x", "p.md", false, "" },
    { "config.prod:/a", "p.md", true, "config.prod:/a" },
    { "config:/a", "p.md", true, "config:/a" },
    { "config.:/a", "p.md", false, "" },
    { "config:a", "p.md", false, "" },
    { "https://x.org/a#/b", "p.md", false, "" },
    { "http:/a", "p.md", false, "" },
    { "file:/etc/passwd", "p.md", false, "" },
    { "javascript:/a", "p.md", false, "" },
    { "mailto:a@b.c", "p.md", false, "" },
    { "c:/a.json", "p.md", false, "" },
    { "custom://a/b", "p.md", false, "" },
    { "name:affinity", "p.md", true, "name:affinity" },
    { "name:", "p.md", false, "" },
    { "", "p.md", false, "" },
};

static void targets_are_told(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(targets); i++) {
        struct target t = { 0 };
        bool ok = claim_target(str_of(targets[i].href), str_of(targets[i].page), &t, keep);

        if (ok != targets[i].ok ||
            (ok && !str_equal(claim_target_show(&t, keep), str_of(targets[i].shown))))
            fail_msg("%s in %s", targets[i].href, targets[i].page);
    }
}

static const struct {
    const char *href, *title;
    enum target_kind kind;
} kinds[] = {
    { "config:/service", "", TARGET_LINK },
    { "config:/zones", "", TARGET_LINK },
    { "config:/zones", "includes us-east-1a", TARGET_VALUE },
    { "config:/service", "see there", TARGET_LINK },
    { "other.json#/list", "", TARGET_LINK },
    { "schema.json#/definitions/X", "", TARGET_LINK },
    { "page.md#/x", "", TARGET_LINK },
    { "facts:/fargate/max_vcpu", "", TARGET_VALUE },
    { "config:/region", "", TARGET_VALUE },
    { "config:/nowhere", "", TARGET_MISSING },
    { "stack.prod:/a", "", TARGET_UNCAPTURED },
    { "live.prod:/sticky", "", TARGET_UNCAPTURED },
    { "name:affinity", "", TARGET_VALUE },
    { "name:nobody", "", TARGET_MISSING },
};

static void containers_are_links(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(kinds); i++) {
        struct claims_value out;
        struct target t;

        assert_true(claim_target(str_of(kinds[i].href), S("p.md"), &t, keep));
        if (claims_resolve(&data, &t, S(""), str_of(kinds[i].title), keep, &out) != kinds[i].kind)
            fail_msg("%s %s", kinds[i].href, kinds[i].title);
    }
}

static const struct {
    const char *href, *text, *title;
    bool claims;
} bindings[] = {
    /* what names a source or a name is nothing but a claim */
    { "config:/service", "see there", "", true },
    { "config:/region", "eu", "", true },
    { "name:affinity", "see there", "", true },
    /* of a file, what counts or lists */
    { "other.json#/list", "two of them", "", true },
    { "other.json#/list", "", "", true },
    { "other.json#/list", "1 and 2", "", true },
    { "other.json#/list", "the list", "", false },
    { "other.json#/list", "2 hours", "", true },
    { "other.json#/list", "see there", "includes 1", true },
    /* an object: what a value would say, for one may have stood there */
    { "prod.json#/service", "the settings", "", false },
    { "prod.json#/service", "port", "", false },
    { "prod.json#/service", "0.5 vCPU", "", true },
    { "prod.json#/service", "enabled", "", true },
    { "prod.json#/service", "1.2.3", "", true },
    { "prod.json#/service", "", "", true },
    { "prod.json#/service", "t3.medium", "", true },
    { "prod.json#/service", "/var/log/app", "", true },
    { "prod.json#/service", "service-2", "", true },
    { "prod.json#/service", "T3 machines", "", false },
    { "other.json#", "the settings", "", false },
    /* values */
    { "prod.json#/service/cpu", "the CPU", "", false },
    { "prod.json#/service/cpu", "half a vCPU", "", true },
    { "prod.json#/status", "off", "", true },
    { "prod.json#/region", "eu-west-1", "", true },
    { "prod.json#/region", "the region", "", false },
    { "prod.json#/nowhere", "the region", "", true },
    /* no data at all */
    { "schema.json#/definitions/X", "2 of them", "", false },
};

static void texts_bind_lists(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(bindings); i++) {
        struct target t;

        assert_true(claim_target(str_of(bindings[i].href), S("p.md"), &t, keep));
        if (claim_text_claims(&data, &t, str_of(bindings[i].text), str_of(bindings[i].title),
                              keep) != bindings[i].claims)
            fail_msg("%s \"%s\"", bindings[i].href, bindings[i].text);
    }
}

static void environments(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct claim c = { .href = S("config:/service/cpu"), .text = S("0.25 vCPU"), .env = S("dev") };

    (void)state;
    assert_true(claim_target(c.href, S("p.md"), &c.target, keep));
    claims_judge(&data, &c, keep);
    assert_int_equal(c.verdict, VERDICT_TRUE);
    assert_true(str_equal(c.evidence.source, S("config.dev:/service/cpu")));
}

static const char table_md[] =
    "| Setting | [dev](dev.json#/service) | [prod](config.prod:/service) | Note |\n"
    "|---|---|---|---|\n"
    "| [CPU](#/cpu) | 256 | 0.5 vCPU | x |\n"
    "| [Port](#/port) | 8501 | 8502 | y |\n"
    "| plain | 1 | 2 | z |\n"
    "| [Count](#/desiredCount) |  | [2](config:/service/desiredCount) | |\n\n"
    "| Service | [Cost](costs/medium.json) |\n|---|---|\n| [CPU](#/total) | $1 |\n\n"
    "| Env | [CPU](#/service/cpu) |\n|---|---|\n| [dev](dev.json) | 0.25 vCPU |\n"
    "| [prod](config.prod:/) | 1 vCPU |\n";
static const struct {
    int line, col;
    const char *href, *text;
    enum verdict verdict;
} cells[] = {
    { 3, 18, "dev.json#/service/cpu", "256", VERDICT_TRUE },
    { 3, 24, "config.prod:/service/cpu", "0.5 vCPU", VERDICT_TRUE },
    { 4, 20, "dev.json#/service/port", "8501", VERDICT_TRUE },
    { 4, 27, "config.prod:/service/port", "8502", VERDICT_FALSE },
    { 14, 21, "dev.json#/service/cpu", "0.25 vCPU", VERDICT_TRUE },
    { 15, 27, "config.prod:/service/cpu", "1 vCPU", VERDICT_FALSE },
};

static void tables_bind_cells(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct source src = { .path = S("p.md"), .text = str_of(table_md) };
    struct diag d = { .keep = keep };
    struct document *doc = markdown_read(&src, keep, &d);
    ptrdiff_t seen = 0;

    (void)state;
    for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
        int count = 0;
        struct claims_cell *made =
            n->kind == NODE_TABLE ? claims_table(&data, n, S("p.md"), S(""), keep, &count) : NULL;

        for (int i = 0; i < count; i++, seen++) {
            struct claim *c = &made[i].claim;
            int line = 0, col = 0;

            assert_true(seen < LEN(cells));
            claims_judge(&data, c, keep);
            diag_place(&src, c->place.ptr, &line, &col);
            assert_string_equal(str_c(c->href, keep), cells[seen].href);
            assert_string_equal(str_c(c->text, keep), cells[seen].text);
            assert_int_equal(c->verdict, cells[seen].verdict);
            assert_int_equal(line, cells[seen].line);
            assert_int_equal(col, cells[seen].col);
        }
    }
    assert_int_equal(seen, LEN(cells));
}

static void reports_at_the_text(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct data data = world(keep);
    struct source src = { .path = S("guide.md"),
                          .text = S("a task has [0.25 vCPU](config:/service/cpu) now\n") };
    struct claim c = judged(&data, "config:/service/cpu", "0.25 vCPU", "", keep);
    struct diag d = { .keep = keep };
    struct buf out = buf_open(keep, 4000);

    (void)state;
    c.place = str_sub(src.text, 12, 9);
    claims_report(&c, &src, &d);
    diag_print(&d, false, &out);
    assert_string_equal(str_c(buf_str(&out), keep),
                        "guide.md:1:13: error: the text says \"0.25 vCPU\", "
                        "config.prod:/service/cpu is 512 (0.5 vCPU) "
                        "[claim-false]\n"
                        "    1 | a task has [0.25 vCPU](config:/service/cpu) now\n"
                        "      |             ^~~~~~~~~  write: 0.5 vCPU\n"
                        "      | prod.json:1:23: note: 512 (0.5 vCPU) stands here; correct the "
                        "text, or take the change back\n");
    c.verdict = VERDICT_TRUE;
    claims_report(&c, &src, &d);
    assert_int_equal(d.findings.len, 1);
}

static const struct {
    const char *quote, *text, *target;
    bool ok;
    int line, col;
} quotes[] = {
    { "Session affinity (1 hour)", "1 hour", "name:affinity", true, 3, 19 },
    { "stays on for 1 hour", "1 hour", "name:affinity", true, 4, 9 },
    { "stays on  for", "for", "name:affinity", true, 4, 5 },
    { "not there", "there", "name:affinity", false, 0, 0 },
    { "1 hour", "1 hour", "https://x.org/", false, 0, 0 },
};

static void quotes_are_found(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct source src = { .path = S("guide.md"),
                          .text =
                              S("# Guide\n\nSession affinity (1 hour) stays\non  for 1 hour\n") };
    struct accepted accepted = { .claims_src = { S("claims.json"), S("[{}]") } };

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(quotes); i++) {
        struct quoted_claim q = { .page = S("guide.md"),
                                  .quote = str_of(quotes[i].quote),
                                  .text = str_of(quotes[i].text),
                                  .target = str_of(quotes[i].target),
                                  .place = str_sub(accepted.claims_src.text, 1, 2) };
        struct diag d = { .keep = keep };
        struct claim c = { 0 };
        int line = 0, col = 0;

        assert_int_equal(claims_quoted(&accepted, &q, &src, S(""), &c, keep, &d), quotes[i].ok);
        assert_int_equal(d.findings.len, !quotes[i].ok);
        if (!quotes[i].ok)
            continue;
        diag_place(&src, c.place.ptr, &line, &col);
        assert_int_equal(line, quotes[i].line);
        assert_int_equal(col, quotes[i].col);
    }
}

/* Many members and a missing pointer each: the search for the nearest stays bounded. */
static void hostile_documents_end(void **state)
{
    struct arena arena = arena_open((ptrdiff_t)256 << 20), *keep = &arena;
    struct data data = world(keep);
    struct buf b = buf_open(keep, 8 << 20);

    (void)state;
    buf_char(&b, '{');
    for (int i = 0; i < 100000; i++)
        buf_fmt(&b, "%s\"member-number-%d\":%d", i ? "," : "", i, i);
    buf_char(&b, '}');
    buf_char(&b, 0);
    data_add(&data, source("config.big", "big.json", b.ptr, "big.json", keep), keep);
    for (int i = 0; i < 20; i++) {
        struct claim c = judged(&data, "config.big:/member-numbre-99x", "1", "", keep);

        assert_int_equal(c.verdict, VERDICT_MISSING);
    }
}

/* What a link says in its sentence; | stands around the link. */
static void words_beside_a_link_belong_to_it(void **state)
{
    static const struct {
        const char *sentence, *whole;
    } rows[] = {
        { "It runs |[3 tasks](c#/n)|.", "" },
        { "less than |[3 tasks](c#/n)|", "less than 3 tasks" },
        { "No more\nthan |[3 tasks](c#/n)|", "No more than 3 tasks" },
        { "It is **not** |[enabled](c#/n)|", "not enabled" },
        { "We no longer use |[t3.micro](c#/n)|", "no longer use t3.micro" },
        { "It isn’t |[enabled](c#/n)|", "isn't enabled" },
        { "It won't be |[enabled](c#/n)|", "won't be enabled" },
        { "It hasn’t been |[enabled](c#/n)|", "hasn't been enabled" },
        { "It cannot be |[enabled](c#/n)|", "cannot be enabled" },
        { "There are no |[3 tasks](c#/n)|", "no 3 tasks" },
        { "It is hardly ever |[enabled](c#/n)|", "hardly ever enabled" },
        { "It used to be |[enabled](c#/n)|", "used to be enabled" },
        { "It isn't only |[3 tasks](c#/n)|", "" },
        { "Nothing beats it: |[3 tasks](c#/n)|", "" },
        { "not yet on |[arm64](c#/n)|", "not yet on arm64" },
        { "above |[80 %](c#/n)| the alarm rings", "" },
        { "instead of |[2 tasks](c#/n)|", "" },
        { "It is not. |[3 tasks](c#/n)|", "" },
        { "not here, but |[3 tasks](c#/n)|", "" },
        { "waits |[30](c#/n)| minutes", "30 minutes" },
        { "waits |[30][n]| minutes", "30 minutes" },
        { "waits |[30 s](c#/n)| minutes", "" },
        { "is not |[30](c#/n)| MB", "not 30 MB" },
        { "| not | |[3 tasks](c#/n)| |", "" },
        { "Not.\n\n|[3 tasks](c#/n)|", "" },
        { "|[3](c#/n)|00 replicas", "300" },
        { "1|[3](c#/n)| replicas", "13" },
        { "1.|[3](c#/n)| replicas", "1.3" },
        { "at -|[3](c#/n)| degrees", "-3" },
        { "|[3](c#/n)|k replicas", "3k" },
        { "|[512](c#/n)|MiB", "512MiB" },
        { "|[3](c#/n)| million replicas", "3 million" },
        { "Twice |[30 s](c#/n)|", "Twice 30 s" },
        { "half of |[3](c#/n)|", "half of 3" },
        { "It waits 10 times |[30 s](c#/n)|", "10 times 30 s" },
        { "many times |[30 s](c#/n)|", "" },
        { "**|[3](c#/n)|**00", "300" },
        { "1**|[3](c#/n)|**", "13" },
        { "- |[3](c#/n)|, no more", "" },
        { "pg|[16](c#/n)|", "" },
        { "|[3](c#/n)|. Then", "" },
    };
    struct arena arena = arena_open(1 << 20), *keep = &arena;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct str text = str_of(rows[i].sentence);
        ptrdiff_t at = str_find(text, S("|["));
        struct cut front = { str_sub(text, 0, at), str_from(text, at + 1), true };
        struct cut link = str_cut(front.tail, '|');
        struct str page =
            str_fmt(keep, "%.*s%.*s%.*s", FMT(front.head), FMT(link.head), FMT(link.tail));
        struct str place = str_sub(page, front.head.len, link.head.len);
        struct str said = str_cut(str_from(place, 1), ']').head;
        struct str whole = claim_context(page, place, said, keep);

        if (!str_equal(whole, str_of(rows[i].whole)))
            fail_msg("%s: \"%.*s\"", rows[i].sentence, FMT(whole));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts),
        cmocka_unit_test(messages_say_where),
        cmocka_unit_test(targets_are_told),
        cmocka_unit_test(containers_are_links),
        cmocka_unit_test(texts_bind_lists),
        cmocka_unit_test(environments),
        cmocka_unit_test(tables_bind_cells),
        cmocka_unit_test(reports_at_the_text),
        cmocka_unit_test(hostile_documents_end),
        cmocka_unit_test(words_beside_a_link_belong_to_it),
        cmocka_unit_test(quotes_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
