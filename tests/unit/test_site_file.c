/* test_site_file.c - site.json key by key, folders and tables as sources, the nearest word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "load/csv.h"
#include "load/site_file.h"
#include "load/source_file.h"
#include "model/nearest.h"

static int distance_of(struct str a, struct str b, int limit)
{
    struct nearest n = nearest_open(a);
    n.distance = limit + 1;
    nearest_offer(&n, b);
    return n.distance;
}

enum { ARENA = 64 << 20 };

static struct site_file parsed(const char *text, struct diag *d, struct arena *keep)
{
    struct source *src = NEW(keep, struct source, 1);

    *src = (struct source){ .path = S("site.json"), .text = str_of(text) };
    *d = (struct diag){ .keep = keep };
    return site_file_parse(src, keep, d);
}

static const struct {
    const char *name, *text, *message; /* NULL: fine */
    int line, col;
    const char *rule;
} cases[] = {
    { "nothing said", "{}", NULL, 0, 0, NULL },
    { "no JSON", "{\"title\": }", "", 1, 11, "input-json" },
    { "a key twice", "{\"title\": \"a\",\n\"title\": \"b\"}", "", 2, 1, "input-json" },
    { "an array", "[]", "no settings: site.json is an object: { \"title\": \"…\" }", 1, 1,
      "input-value" },
    { "a misspelt key", "{\n  \"titel\": \"x\" }",
      "no key of site.json is called \"titel\"; did you mean \"title\"?", 2, 3,
      "input-unknown-key" },
    { "a key of nobody", "{\"colour-scheme\": 1}",
      "no key of site.json is called \"colour-scheme\"", 1, 2, "input-unknown-key" },
    { "a number for text", "{\"title\": 3}", "\"title\" wants a string, and this is a number", 1,
      11, "input-value" },
    { "an audience", "{\"audience\": \"all\"}", "\"audience\" is one of public, internal", 1, 14,
      "input-value" },
    { "a base without scheme", "{\"base_url\": \"docs.example.com\"}",
      "no address of a site: write https://HOST/ or https://HOST/PATH/", 1, 14, "input-value" },
    { "an edit address without path", "{\"edit_url\": \"https://x.org/\"}",
      "no address of a page's source: write https://…/{path}, {path} is the page's file", 1, 14,
      "input-value" },
    { "days below none", "{\"live_max_age_days\": -1}",
      "\"live_max_age_days\" is a whole number from 0 to 36500", 1, 23, "input-value" },
    { "half a day", "{\"live_max_age_days\": 1.5}",
      "\"live_max_age_days\" is a whole number from 0 to 36500", 1, 23, "input-value" },
    { "a scheme as source", "{\"sources\": {\"https\": \"a.json\"}}",
      "\"https\" begins addresses of the web, so no source can be called so; write NAME or "
      "NAME.ENV, such as "
      "config.prod",
      1, 14, "input-value" },
    { "a free name", "{\"sources\": {\"helm.dev\": \"a.json\"}}", NULL, 0, 0, NULL },
    { "a name of one letter", "{\"sources\": {\"h\": \"a.json\"}}",
      "no name of a source: write NAME or NAME.ENV, two letters at least, then letters, digits, - "
      "and _",
      1, 14, "input-value" },
    { "a dot without environment", "{\"sources\": {\"config.\": \"a.json\"}}",
      "no environment behind the dot: write NAME.ENV with letters, digits, - and _", 1, 14,
      "input-value" },
    { "a path above", "{\"sources\": {\"facts\": \"../facts/\"}}", NULL, 0, 0, NULL },
    { "an absolute path", "{\"sources\": {\"facts\": \"/etc/passwd\"}}",
      "no path of a file or folder of the repository: write one relative to site.json, such as "
      "\"../deploy/values.yaml\"",
      1, 23, "input-value" },
    { "no path at all", "{\"sources\": {\"facts\": \"..\"}}",
      "no path of a file or folder of the repository: write one relative to site.json, such as "
      "\"../deploy/values.yaml\"",
      1, 23, "input-value" },
    { "a form", "{\"sources\": {\"env.prod\": {\"file\": \"prod.env\", \"as\": \"dotenv\"}}}", NULL, 0,
      0, NULL },
    { "a form nobody reads", "{\"sources\": {\"x1\": {\"file\": \"x\", \"as\": \"tomml\"}}}",
      "\"as\" is one of json, yaml, toml, ini, properties, dotenv, hcl, csv, dockerfile, xml, code",
      1, 40, "input-value" },
    { "a source without file", "{\"sources\": {\"x1\": {\"as\": \"toml\"}}}",
      "a source without a file: write { \"file\": \"../deploy/prod.env\" }", 1, 20, "input-value" },
    { "a key in a source", "{\"sources\": {\"x1\": {\"file\": \"x.json\", \"fnd\": {}}}}",
      "nothing in a source is called \"fnd\"; did you mean \"find\"?", 1, 39, "input-unknown-key" },
    { "a pattern", "{\"sources\": {\"x1\": {\"file\": \"x.ts\", \"find\": {\"/a\": \"A = (\\\\d+)\"}}}}",
      NULL, 0, 0, NULL },
    { "a pattern without a group", "{\"sources\": {\"x1\": {\"file\": \"x.ts\", \"find\": {\"/a\": \"A\"}}}}",
      "a pattern has one group, ( and ) around the value; others are written (?: )", 1, 52,
      "input-value" },
    { "a pattern that is none", "{\"sources\": {\"x1\": {\"file\": \"x.ts\", \"find\": {\"/a\": \"(\"}}}}",
      "no pattern: missing closing parenthesis", 1, 52, "input-value" },
    { "a pattern at no pointer", "{\"sources\": {\"x1\": {\"file\": \"x.ts\", \"find\": {\"a\": \"(b)\"}}}}",
      "a pattern stands at a pointer, such as \"/timeoutMs\"", 1, 51, "input-value" },
    { "a repository without path", "{\"repo_url\": \"https://x.org/\"}",
      "no address of the repository's files: write https://…/{commit}/{path}, {path} is the file "
      "below the root",
      1, 14, "input-value" },
    { "a share past all", "{\"coverage\": 101}", "\"coverage\" is a whole number from 0 to 100", 1,
      14, "input-value" },
    { "a unit of no source",
      "{\"sources\": {\"config.dev\": \"a.json\"}, \"units\": {\"confg:/cpu\": \"s\"}}",
      "\"sources\" lists no \"confg\"; did you mean \"config\"?", 1, 49, "input-value" },
    { "a unit before the sources",
      "{\"units\": {\"config:/cpu\": \"s\"}, \"sources\": {\"config.dev\": \"a.json\"}}", NULL, 0,
      0, NULL },
    { "a unit nobody knows",
      "{\"sources\": {\"facts\": \"f/\"}, \"units\": {\"facts:/a\": \"minuts\"}}",
      "no unit is called \"minuts\": write one such as s, minutes, MiB, GB, vCPU, vCPU/1024, "
      "percent or USD",
      1, 52, "input-value" },
    { "a name without places", "{\"names\": {\"a\": {\"unit\": \"s\"}}}",
      "a name without places: list them: \"in\": [\"config.prod:/service/port\"]", 1, 17,
      "input-value" },
    { "a place that is none", "{\"names\": {\"a\": {\"in\": [\"prod.json\"]}}}",
      "no place in a source: write NAME:/POINTER or NAME.ENV:/POINTER, such as config:/service/cpu",
      1, 25, "input-value" },
    { "a rule that is none", "{\"checks\": {\"page-orphans\": \"off\"}}",
      "no rule is called \"page-orphans\"; did you mean \"page-orphan\"?", 1, 13,
      "input-unknown-key" },
    { "a severity that is none", "{\"checks\": {\"page-orphan\": \"never\"}}",
      "no severity: write off, info, warning or error", 1, 28, "input-value" },
    { "a level to fail on", "{\"fail_on\": \"fatal\"}",
      "\"fail_on\" is one of off, info, warning, error", 1, 13, "input-value" },
    { "a bucket without scheme", "{\"publish\": {\"to\": \"bucket\"}}",
      "no place to publish to: write s3://BUCKET/PREFIX or file:FOLDER", 1, 20, "input-value" },
    { "a mode", "{\"publish\": {\"mode\": \"fast\"}}", "\"mode\" is one of in-place, release", 1,
      22, "input-value" },
    { "a place that is no region", "{\"region\": \"Ireland\"}",
      "no region: write the region whose prices count, such as \"eu-west-1\"", 1, 12, "input-value" },
    { "a reader check that is none", "{\"publish\": {\"reader_check\": \"a b\"}}",
      "no function: write the name of a CloudFront function or Lambda@Edge", 1, 30, "input-value" },
    { "tags that are words", "{\"publish\": {\"cache_tags\": \"yes\"}}",
      "\"cache_tags\" is true or false", 1, 28, "input-value" },
    { "a misspelt publish key", "{\"publish\": {\"bucket_region\": \"x\"}}",
      "no key of \"publish\" is called \"bucket_region\"", 1, 14, "input-unknown-key" },
    { "headers for nothing", "{\"publish\": {\"headers\": [{\"X\": \"y\"}]}}",
      "headers for no files: say which: \"match\": \"**/*.html\"", 1, 26, "input-value" },
    { "a header that nobody keeps", "{\"publish\": {\"headers\": [{\"match\": \"*\", \"X-Frame-Options\": \"DENY\"}]}}",
      "no header that a bucket keeps: what all readers get is said by the distribution's response headers policy", 1, 41, "input-value" },
    { "a header that splits",
      "{\"publish\": {\"headers\": [{\"match\": \"*\", \"Cache-Control\": \"a\\r\\nB: c\"}]}}",
      "no header: write \"Name\": \"value\" in printable characters", 1, 41, "input-value" },
};

static void wrong_settings_are_reported(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct diag d;

        parsed(cases[i].text, &d, keep);
        if (d.findings.len != (cases[i].message != NULL))
            fail_msg("%s: %td findings", cases[i].name, d.findings.len);
        if (!cases[i].message)
            continue;
        const struct finding *f = &d.findings.ptr[0];
        if (cases[i].message[0] && !str_equal(f->message, str_of(cases[i].message)))
            fail_msg("%s: %.*s", cases[i].name, FMT(f->message));
        if (f->line != cases[i].line || f->col != cases[i].col ||
            strcmp(f->rule->id, cases[i].rule) != 0)
            fail_msg("%s: at %d:%d %s", cases[i].name, f->line, f->col, f->rule->id);
    }
}

static void settings_are_kept(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct diag d;
    struct site_file site = parsed("{ \"title\": \"T\", \"base_url\": \"https://x.org/a\", "
                                   "\"audience\": \"internal\", \"raw_html\": \"trusted\","
                                   "  \"sources\": { \"config.prod\": \"./cdk//prod.json\", "
                                   "\"facts\": \"facts/\" }, \"env\": \"prod\","
                                   "  \"units\": { \"facts:/a\": \"s\" }, \"names\": { \"n\": { "
                                   "\"unit\": \"s\", \"in\": [\"facts:/a\", \"config:/b\"] } },"
                                   "  \"checks\": { \"page-orphan\": \"error\", \"secret\": "
                                   "\"off\" }, \"fail_on\": \"warning\", \"live_max_age_days\": 3,"
                                   "  \"publish\": { \"to\": \"s3://my-bucket/x\", \"mode\": "
                                   "\"release\", \"cache_tags\": true, \"reader_check\": \"gate\", \"keep_releases\": 9,"
                                   "    \"headers\": [ { \"match\": \"*.html\", \"Cache-Control\": \"1\", "
                                   "\"Content-Language\": \"2\" }, { \"match\": \"*\", \"Content-Type\": \"text/plain\" } ] } }",
                                   &d, keep);

    (void)state;
    assert_int_equal(d.findings.len, 0);
    assert_true(site.found);
    assert_string_equal(str_c(site.base_url, keep), "https://x.org/a/");
    assert_int_equal(site.audience, SITE_INTERNAL);
    assert_int_equal(site.raw_html, SITE_HTML_TRUSTED);
    assert_int_equal(site.n_sources, 2);
    assert_string_equal(str_c(site.sources[0].path, keep), "cdk/prod.json");
    assert_string_equal(str_c(site.sources[0].env, keep), "prod");
    assert_string_equal(str_c(site.sources[1].path, keep), "facts/");
    assert_int_equal(site.n_units, 1);
    assert_int_equal(site.names[0].n_in, 2);
    assert_int_equal(site.severity[RULE_PAGE_ORPHAN], SEVERITY_ERROR);
    assert_int_equal(site.severity[RULE_SECRET], SEVERITY_OFF);
    assert_int_equal(site.severity[RULE_CLAIM_FALSE], SEVERITY_ERROR);
    assert_int_equal(site.fail_on, SEVERITY_WARNING);
    assert_int_equal(site.live_max_age_days, 3);
    assert_int_equal(site.publish.mode, SITE_RELEASE);
    assert_int_equal(site.publish.keep_releases, 9);
    assert_true(site.publish.cache_tags);
    assert_string_equal(str_c(site.publish.reader_check, keep), "gate");
    assert_int_equal(site.publish.n_headers, 3);
    assert_string_equal(str_c(site.publish.headers[1].name, keep), "Content-Language");
    assert_string_equal(str_c(site.publish.headers[2].match, keep), "*");
}

static void defaults_hold(void **state)
{
    struct site_file site = site_file_defaults();

    (void)state;
    assert_false(site.found);
    assert_int_equal(site.fail_on, SEVERITY_ERROR);
    assert_int_equal(site.live_max_age_days, 14);
    assert_int_equal(site.publish.keep_releases, 5);
    assert_int_equal(site.severity[RULE_LINK_BROKEN], SEVERITY_ERROR);
}

/* ---- sources ---- */

static struct data_source folder(const char *kind, const char *const (*files)[2], int n,
                                 struct diag *d, struct arena *keep)
{
    struct data_source s = {
        .name = str_of(kind), .kind = str_of(kind), .path = S("f/"), .n_files = n
    };

    *d = (struct diag){ .keep = keep };
    s.files = NEW(keep, struct data_file, n);
    for (int i = 0; i < n; i++)
        s.files[i] = (struct data_file){ .src = { str_of(files[i][0]), str_of(files[i][1]) },
                                         .path = str_of(files[i][0]) };
    source_file_join(&s, keep, d);
    return s;
}

static const char *const facts[][2] = {
    { "f/a.json", "{ \"date\": \"2026-10-01\", \"x\": { \"k\": 1 }, \"both\": 1, \"b\": 7 }" },
    { "f/b.json", "{ \"date\": \"2026-09-01\", \"y\": 2, \"both\": 2 }" },
    { "f/t.csv", "name,low,text\nalb,20,\"a, b\"\n\"n at\",0.045,\n" },
};
static const struct {
    const char *pointer, *raw; /* NULL: not there */
} pointers[] = {
    { "/a/x/k", "1" },
    { "/x/k", "1" },
    { "/y", "2" },
    { "/both", NULL },
    { "/a/both", "1" },
    { "/b/both", "2" },
    { "/b/y", "2" },
    { "/t/alb/low", "20" },
    { "/alb/low", "20" },
    { "/alb/text", "\"a, b\"" },
    { "/n at/low", "0.045" },
    { "/date", NULL },
};

static void folders_join_by_stem(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct diag d;
    struct data_source s = folder("facts", facts, LEN(facts), &d, keep), costs;

    (void)state;
    assert_int_equal(d.findings.len, 0);
    for (ptrdiff_t i = 0; i < LEN(pointers); i++) {
        const struct json *v = json_pointer(s.root, str_of(pointers[i].pointer));

        if (!v != !pointers[i].raw || (v && !str_equal(v->raw, str_of(pointers[i].raw))))
            fail_msg("%s", pointers[i].pointer);
    }
    assert_int_equal(s.date.month, 9);
    assert_string_equal(str_c(data_place(&s, json_pointer(s.root, S("/y")), keep), keep),
                        "f/b.json:1:30");
    costs = folder("cost", facts, 2, &d, keep);
    assert_null(json_pointer(costs.root, S("/y")));
    assert_non_null(json_pointer(costs.root, S("/b/y")));
}

static void prices_have_keys(void **state)
{
    static const char *const book[][2] = {
        { "p.json",
          "{ \"region\": \"r\", \"prices\": [ { \"key\": \"alb.hour\", \"price_usd\": \"0.0225\" },"
          " { \"key\": \"region\", \"price_usd\": \"9\" }, { \"key\": 4 }, 5 ] }" }
    };
    struct arena arena = arena_open(ARENA), *keep = &arena;
    struct diag d;
    struct data_source s = folder("price", book, 1, &d, keep);
    const struct json *root = s.files[0].root;

    (void)state;
    assert_string_equal(str_c(json_str(json_pointer(root, S("/alb.hour"))), keep), "0.0225");
    assert_string_equal(str_c(json_str(json_pointer(root, S("/region"))), keep), "r");
    assert_string_equal(str_c(json_str(json_pointer(root, S("/prices/0/key"))), keep), "alb.hour");
}

static const struct {
    const char *name, *text, *pointer, *value;
    enum json_kind kind;
    int findings;
} tables[] = {
    { "a number", "k,v\na,1.50\n", "/a/v", "1.50", JSON_NUMBER, 0 },
    { "no number", "k,v\na,01\n", "/a/v", "01", JSON_STRING, 0 },
    { "true", "k,v\na,true\n", "/a/v", "", JSON_TRUE, 0 },
    { "an empty cell", "k,v,w\na,,1\n", "/a/v", "", JSON_NULL, 0 },
    { "quotes in quotes", "k,v\na,\"x \"\"y\"\"\"\n", "/a/v", "x \"y\"", JSON_STRING, 0 },
    { "a line end in quotes", "k,v\na,\"x\ny\"\nb,2\n", "/b/v", "2", JSON_NUMBER, 0 },
    { "semicolons", "k;v\na;1,5\n", "/a/v", "1,5", JSON_STRING, 0 },
    { "tabs and CRLF", "k\tv\r\na\t1\r\n", "/a/v", "1", JSON_NUMBER, 0 },
    { "a byte order mark", "\xEF\xBB\xBFk,v\na,1", "/a/v", "1", JSON_NUMBER, 0 },
    { "a row twice", "k,v\na,1\na,2\n", "/a/v", "1", JSON_NUMBER, 1 },
    { "a column twice", "k,v,v\na,1,2\n", "/a/v", "1", JSON_NUMBER, 1 },
    { "surplus cells", "k,v\na,1,2,3\n", "/a/v", "1", JSON_NUMBER, 0 },
    { "a quote left open", "k,v\na,\"x\n", "/a/v", "", JSON_STRING, 1 },
};

static void tables_are_rows_by_name(void **state)
{
    struct arena arena = arena_open(ARENA), *keep = &arena;

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(tables); i++) {
        struct source src = { .path = S("t.csv"), .text = str_of(tables[i].text) };
        struct diag d = { .keep = keep };
        const struct json *v =
            json_pointer(csv_parse(&src, keep, RULE(INPUT_JSON), &d), str_of(tables[i].pointer));

        if (!v || v->kind != tables[i].kind || d.findings.len != tables[i].findings)
            fail_msg("%s: %d kind, %td findings", tables[i].name, v ? (int)v->kind : -1,
                     d.findings.len);
        if (tables[i].value[0] && !str_equal(v->str, str_of(tables[i].value)))
            fail_msg("%s: %.*s", tables[i].name, FMT(v->str));
    }
    struct source empty = { .path = S("t.csv"), .text = S("\n") };
    struct diag d = { .keep = keep };
    assert_null(csv_parse(&empty, keep, RULE(INPUT_JSON), &d));
    assert_int_equal(d.findings.len, 1);
}

static const struct {
    const char *a, *b;
    int limit, distance;
} distances[] = {
    { "", "", 1, 0 },
    { "title", "title", 1, 0 },
    { "titel", "title", 2, 1 },
    { "tite", "title", 2, 1 },
    { "Title", "title", 2, 1 },
    { "abc", "xyz", 2, 3 },
    { "kitten", "sitting", 5, 3 },
    { "a", "abcdef", 3, 4 },
    { "ab", "ba", 1, 1 },
    { "abcd", "badc", 3, 2 },
    { "TITEL", "title", 3, 1 },
};

static void distances_are_bounded(void **state)
{
    char far[400];
    struct nearest near = nearest_open(S("memory"));

    (void)state;
    for (ptrdiff_t i = 0; i < LEN(distances); i++)
        if (distance_of(str_of(distances[i].a), str_of(distances[i].b), distances[i].limit) !=
            distances[i].distance)
            fail_msg("%s %s", distances[i].a, distances[i].b);
    memset(far, 'a', sizeof far);
    assert_int_equal(distance_of((struct str){ far, 400 }, (struct str){ far, 399 }, 5), 6);
    nearest_offer(&near, S("storage"));
    assert_int_equal(near.best.len, 0);
    nearest_offer(&near, S("memorial"));
    nearest_offer(&near, S("memroy"));
    nearest_offer(&near, S("memery"));
    assert_true(str_equal(near.best, S("memroy")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_settings_are_reported),
        cmocka_unit_test(settings_are_kept),
        cmocka_unit_test(defaults_hold),
        cmocka_unit_test(folders_join_by_stem),
        cmocka_unit_test(prices_have_keys),
        cmocka_unit_test(tables_are_rows_by_name),
        cmocka_unit_test(distances_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
