/* test_cost.c - estimates from files and from words, and the judgement of what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/cost_judge.h"
#include "check/cost_words.h"
#include "load/cost_file.h"
#include "load/cost_table.h"
#include "load/markdown.h"
#include "load/price_book.h"
#include "load/services.h"

#define HEAD "| Service | Configuration | Monthly Cost |\n|---|---|---|\n"

/* clang-format off */
static const struct {
    const char *name, *heading, *rows;
    const char *judged; /* service low–high verdict ratio [hint]; for each line */
} tables[] = {
    { "small", "### Small Production Setup (1-10 concurrent users)",
      HEAD "| ECS Fargate | 0.25 vCPU, 0.5GB RAM | $20-30 |\n| Application Load Balancer | Basic | $20 |\n"
      "| NAT Gateway | Single AZ | $45 |\n| Data Transfer | ~50GB | $5-10 |\n| Secrets Manager | 5 secrets | $2 |\n"
      "| CloudWatch | Logs & Metrics | $5 |\n| **Total** | | **$97-112/month** |\n",
      "ECS Fargate 9.010025–9.010025 wrong 2.77 [0.5 vCPU / 1 GB instead of 0.25 vCPU / 0.5 GB gives $18.02]\n"
      "Application Load Balancer 16.717–22.265 agrees 1.03\n"
      "NAT Gateway 33.075–35.1 wrong 1.32 [270 GB instead of 5–50 gives $45]\n"
      "Data Transfer 0–4.5 differs 3.33 [83 GB instead of 50 gives $7.50]\n"
      "Secrets Manager 2–2.05 agrees 0.99\nCloudWatch 0.06–5.7 agrees 1.74\n"
      "+Public IPv4 10.95–10.95 missing\nTotal 71.812025–89.575025 differs 1.30\n" },
    { "medium", "### Medium Setup (10-50 concurrent users)",
      HEAD "| ECS Fargate | 0.5 vCPU, 1GB RAM x 2 tasks | $80-120 |\n| Application Load Balancer | With rules | $22 |\n"
      "| NAT Gateway | Multi-AZ | $90 |\n| ElastiCache Redis | cache.t3.micro | $25 |\n| Data Transfer | ~200GB | $20 |\n"
      "| Other Services | Logs, Secrets, etc. | $15 |\n| **Total** | | **$252-292/month** |\n",
      "ECS Fargate 36.0401–36.0401 wrong 2.77 [1 vCPU / 2 GB instead of 0.5 vCPU / 1 GB gives $72.08]\n"
      "Application Load Balancer 17.593–22.265 agrees 1.10\n"
      "NAT Gateway 66.15–74.7 differs 1.28 [540 GB instead of 10–200 gives $90]\n"
      "ElastiCache Redis 12.41–12.41 wrong 2.01 [2 nodes instead of 1 gives $24.82]\n"
      "Data Transfer 9–18 differs 1.48 [222 GB instead of 200 gives $20]\nOther Services 4.9–19.6 agrees 1.22\n"
      "+Public IPv4 14.6–14.6 missing\nTotal 160.6931–197.6151 wrong 1.52\n" },
    { "large", "### Large Setup (50+ concurrent users)",
      HEAD "| ECS Fargate | 1 vCPU, 2GB RAM x 4 tasks | $320-400 |\n| Application Load Balancer | With WAF | $45 |\n"
      "| NAT Gateway | Multi-AZ | $90 |\n| ElastiCache Redis | cache.m5.large | $120 |\n| CloudFront | Global CDN | $50 |\n"
      "| Other Services | Enhanced monitoring | $30 |\n| **Total** | | **$655-735/month** |\n",
      "ECS Fargate 144.1604–144.1604 wrong 2.50 [2 vCPU / 4 GB instead of 1 vCPU / 2 GB gives $288]\n"
      "Application Load Balancer 25.545–51.105 agrees 1.17\nNAT Gateway 66.6–88.2 agrees 1.16\n"
      "ElastiCache Redis 113.88–113.88 agrees 1.05\nCloudFront 0–49.98 agrees 2.00\nOther Services 16.3–44.1 agrees 0.99\n"
      "+Public IPv4 14.6–14.6 missing\nTotal 381.0854–506.0254 wrong 1.57\n" },
    { "renamed, other order", "## For 30 users",
      "| USD per month | Setup | What |\n|---|---|---|\n| 100 | 2 × (0.5 vCPU / 1 GB) | Fargate tasks |\n"
      "| $90 | one per AZ | NAT gw |\n| $20 | 1 | ALB |\n| 14.60 | 4 addresses | Public IPv4 addresses |\n",
      "Fargate tasks 36.0401–36.0401 wrong 2.77 [5 tasks instead of 2 gives $90.10]\n"
      "NAT gw 66.15–74.7 differs 1.28 [540 GB instead of 10–200 gives $90]\nALB 17.593–22.265 agrees 1.00\n"
      "Public IPv4 addresses 14.6–14.6 agrees 1.00\n" },
    { "more kinds", "## Medium",
      HEAD "| Containers | 3 tasks, 1 vCPU, 2048 MB, Graviton | $70 |\n| Redis | cache.t3.micro with replica | $25 |\n"
      "| Route 53 | 1 hosted zone | $0.50 |\n| EC2 | t3.small | $15.18 |\n| S3 | 100 GB storage | $2.30 |\n"
      "| Lightsail container | micro | $10 |\n| KMS | 2 keys | $2 |\n| VPC endpoints | 4 endpoints in 2 AZs | $58.40 |\n",
      "Containers 86.505–86.505 agrees 0.81\nRedis 24.82–24.82 agrees 1.01\nRoute 53 0.5–0.9 agrees 0.71\n"
      "EC2 15.184–16.784 agrees 0.95\nS3 2.3–2.3 agrees 1.00\nLightsail container 10–10 agrees 1.00\nKMS 2–2 agrees 1.00\n"
      "VPC endpoints 58.4–58.9 agrees 1.00\n" },
    { "unknown services are left alone", "## Medium",
      HEAD "| Datadog | pro | $500 |\n| NAT Gateway | 1 gateway, 100 GB | $37 |\n| Total | | $537 |\n",
      "Datadog unknown\nNAT Gateway 37.35–37.35 agrees 0.99\n+Public IPv4 3.65–3.65 missing\nTotal unknown\n" },
    { "euros are not compared", "## Medium", HEAD "| NAT Gateway | 1 gateway, 100 GB | €370 |\n",
      "NAT Gateway 37.35–37.35 unknown\n+Public IPv4 3.65–3.65 missing\n" },
    { "per hour", "## Medium", HEAD "| NAT Gateway | 1 gateway, 0 GB | $0.045 per hour |\n| IPv4 | 1 address | $0.005/h |\n",
      "NAT Gateway 32.85–32.85 agrees 1.00\nIPv4 3.65–3.65 agrees 1.00\n" },
    { "too cheap", "## Medium", HEAD "| NAT Gateway | 2 gateways, 10 GB | $20 |\n| IPv4 | 2 | $7 |\n",
      "NAT Gateway 66.15–66.15 wrong 0.30\nIPv4 7.3–7.3 agrees 0.96\n" },
    { "scale by users of a heading", "## 50+ visitors",
      HEAD "| NAT | 2 | $90 |\n| ALB | 1 | $25 |\n| Secrets | 8 | $3.20 |\n",
      "NAT 66.6–88.2 agrees 1.16\nALB 19.345–28.105 agrees 1.05\nSecrets 3.2–3.25 agrees 0.99\n+Public IPv4 14.6–14.6 missing\n" },
    { "nothing known", "## Team", HEAD "| Rent | office | $5000 |\n| Coffee | beans | $50 |\n", "" },
};
static const struct {
    const char *text, *facts;
} words[] = {
    { "0.5 vCPU, 1GB RAM x 2 tasks",    "vCPU 0.5, memory 1, tasks 2" },
    { "2 x 0.5 vCPU/1 GB",              "count 2, vCPU 0.5, memory 1" },
    { "2× (0.5 vCPU, 1024 MiB memory)", "count 2, vCPU 0.5, memory 1" },
    { "256 CPU / 512 MB",               "vCPU 0.25, memory 0.5" },
    { "Small tasks with 1 vCPU and 2 GB", "vCPU 1, memory 2, small" },
    { "up to 4 vCPU",                   "vCPU 4" },
    { "~200GB",                         "GB 200" },
    { "50–100 GB out",                  "out 50–100" },
    { "Multi-AZ",                       "multi_az" },
    { "Single AZ",                      "single_az" },
    { "one per AZ, 3 AZs",              "zones 3, multi_az" },
    { "cache.t3.micro x 2",             "count 2, type cache.t3.micro" },
    { "t3.small reserved instance",     "reserved, type t3.small" },
    { "5 secrets, 10 alarms, 2 dashboards", "secrets 5, alarms 10, dashboards 2" },
    { "1.5 LCU with WAF, 3 rules",      "LCU 1.5, rules 3, waf" },
    { "2 million requests",             "requests 2000000" },
    { "1,000 GB",                       "GB 1000" },
    { "12x5 schedule",                  "hours 260, ?schedule" },
    { "24/7",                           "" },
    { "10 GB logs, 20 GB storage",      "logs 10, storage 20" },
    { "With rules",                     "" },
    { "2,500 new connections/s, 3000 active connections", "LCU 100, active_connections 3000" },
    { "50+ concurrent users",           "users 50" },
    { "Fargate Spot, arm64",            "spot, arm" },
};
/* clang-format on */

static const char *verdict_words(const struct cost_judged *j)
{
    static const char *const names[] = { "agrees", "differs", "wrong" };
    if (!j->written)
        return "missing";
    return j->judged ? names[j->verdict] : "unknown";
}

static void put_judged(const struct cost_judged *j, struct buf *b)
{
    const char *verdict = verdict_words(j);
    buf_fmt(b, "%s%.*s ", j->written ? "" : "+",
            FMT(j->written ? j->written->service : j->row->service));
    if (j->row || j->judged)
        buf_fmt(b, "%.*s–%.*s ", FMT(money_decimal(j->computed.at[COST_LOW], b->arena)),
                FMT(money_decimal(j->computed.at[COST_HIGH], b->arena)));
    buf_put(b, str_of(verdict));
    if (j->judged && j->ratio.den)
        buf_fmt(b, " %.*s", FMT(ratio_show(j->ratio, 2, false, b->arena)));
    if (j->hint.len)
        buf_fmt(b, " [%.*s]", FMT(j->hint));
    buf_char(b, '\n');
}

static void judges_tables_by_their_words(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 26);
    struct cost_set set = { .book = price_book_default(&a), .services = services_load(&a) };
    assert_true(set.book->n_prices > 70);
    for (ptrdiff_t i = 0; i < LEN(tables); i++) {
        struct source src = { .path = S("t.md"),
                              .text = str_fmt(&a, "%s\n\n%s", tables[i].heading, tables[i].rows) };
        struct diag d = { .keep = &a };
        struct buf b = buf_open(&a, 10000);
        struct document *doc = markdown_read(&src, &a, &d);
        for (const struct node *n = doc->root; n; n = node_next(n, doc->root)) {
            int k = 0;
            struct cost_judgement j;
            struct cost_table *t =
                n->kind == NODE_TABLE ? cost_table_read(set.services, &src, n, &a, &k) : NULL;
            if (k == 1 && cost_judge_table(t, &set, S("t.md"), &a, &j))
                for (int r = 0; r < j.n_rows; r++)
                    put_judged(&j.rows[r], &b);
        }
        if (!str_equal(buf_str(&b), str_of(tables[i].judged)))
            fail_msg("%s:\n%.*s", tables[i].name, FMT(buf_str(&b)));
    }
}

static void put_fact(struct buf *b, const struct cost_fact *f)
{
    struct str l = ratio_show(f->low, 4, true, b->arena),
               h = ratio_show(f->high, 4, true, b->arena);
    buf_fmt(b, "%s%.*s %.*s", b->len ? ", " : "", FMT(f->name), FMT(l));
    if (!str_equal(l, h))
        buf_fmt(b, "–%.*s", FMT(h));
    if (f->each)
        buf_put(b, S(" each"));
}

static void reads_configuration_cells(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 24);
    const struct services *services = services_load(&a);
    for (ptrdiff_t i = 0; i < LEN(words); i++) {
        struct cost_facts f = { 0 };
        struct buf b = buf_open(&a, 1000);
        cost_words_read(services, NULL, str_of(words[i].text), &a, &f);
        cost_words_settle(services, NULL, &f);
        for (int k = 0; k < f.n; k++)
            if (f.all[k].place.len)
                put_fact(&b, &f.all[k]);
        for (int k = 0; k < f.n_flags; k++)
            buf_fmt(&b, "%s%.*s", b.len ? ", " : "", FMT(f.flags[k]));
        if (f.type.len)
            buf_fmt(&b, "%stype %.*s", b.len ? ", " : "", FMT(f.type));
        for (int k = 0; k < f.n_unknown; k++)
            buf_fmt(&b, "%s?%.*s", b.len ? ", " : "", FMT(f.unknown[k]));
        if (!str_equal(buf_str(&b), str_of(words[i].facts)))
            fail_msg("'%s' gives '%.*s'", words[i].text, FMT(buf_str(&b)));
    }
}

static const char book_text[] =
    "{\"region\":\"r1\",\"currency\":\"USD\",\"generated\":\"2026-11-23\",\"prices\":["
    "{\"key\":\"vcpu\",\"price_usd\":\"0.0404800000\",\"effective_date\":\"2026-09-11\","
    "\"confidence\":\"high\"},"
    "{\"key\":\"gb\",\"price_usd\":\"0.004445\",\"effective_date\":\"2022-11-01\",\"confidence\":"
    "\"low\",\"source\":\"x\"},"
    "{\"key\":\"out.2\",\"service\":\"s\",\"usage\":\"u\",\"price_usd\":\"0.05\",\"tier_begin\":"
    "\"30\",\"tier_end\":\"Inf\"},"
    "{\"key\":\"out.0\",\"service\":\"s\",\"usage\":\"u\",\"price_usd\":\"0.09\",\"tier_begin\":"
    "\"0\",\"tier_end\":\"10\"},"
    "{\"key\":\"out.1\",\"service\":\"s\",\"usage\":\"u\",\"price_usd\":\"0.07\",\"tier_begin\":"
    "\"10\",\"tier_end\":\"30\"},"
    "{\"key\":\"spot\",\"price_usd\":\"0.01\",\"price_usd_high\":\"0.02\"},"
    "{\"key\":\"logs\",\"price_usd\":\"0.5\",\"note\":\"first 5 GB/month free per account\"},"
    "{\"key\":\"plan\",\"unit\":\"percent_off\",\"price_usd\":\"20\"},"
    "{\"key\":\"cheap\",\"service\":\"big\",\"price_usd\":\"1\"},"
    "{\"key\":\"lcu\",\"price_usd\":\"0.008\"},"
    "{\"key\":\"bad\",\"price_usd\":\"a lot\"}],\"discounts\":{\"big\":10}}";

static struct price_book *book_of(struct arena *a, struct diag *d)
{
    struct source *src = NEW(a, struct source, 1);
    *src = (struct source){ .path = S("prices/r1.json"), .text = S(book_text) };
    return price_book_read(src, json_parse(src, a, RULE(INPUT_JSON), d), a, d);
}

/* clang-format off */
static const struct {
    const char *name, *parts; /* of one row */
    const char *cost;         /* low typical high, or the first message */
} rows[] = {
    { "product", "[{\"price\":\"vcpu\",\"times\":{\"tasks\":2,\"vCPU\":0.5,\"hours\":730}}]", "29.5504 29.5504 29.5504" },
    { "parts add", "[{\"price\":\"vcpu\",\"times\":{\"h\":1}},{\"price\":\"gb\",\"times\":{\"h\":1}}]", "0.044925 0.044925 0.044925" },
    { "range", "[{\"price\":\"vcpu\",\"times\":{\"h\":{\"low\":0,\"typical\":1,\"high\":2}}}]", "0 0.04048 0.08096" },
    { "first tier", "[{\"price\":\"out.0\",\"times\":{\"GB\":10}}]", "0.9 0.9 0.9" },
    { "all tiers", "[{\"price\":\"out.0\",\"times\":{\"GB\":{\"low\":20,\"typical\":30,\"high\":40}}}]", "1.6 2.3 2.8" },
    { "free", "[{\"price\":\"out.0\",\"times\":{\"GB\":15},\"free\":{\"low\":0,\"typical\":5,\"high\":20}}]", "1.25 0.9 0" },
    { "price that is a range", "[{\"price\":\"spot\",\"times\":{\"h\":100}}]", "1 1.5 2" },
    { "pointer", "[{\"price\":\"vcpu\",\"times\":{\"tasks\":\"config.prod:/tasks\",\"vCPU\":\"config.prod:/cpu\",\"hours\":1}}]", "0.04048 0.04048 0.04048" },
    { "unit converted", "[{\"price\":\"gb\",\"times\":{\"GB\":\"config.prod:/memory\",\"hours\":1}}]", "0.0066675 0.0066675 0.0066675" },
    { "third rounded once", "[{\"price\":\"vcpu\",\"times\":{\"a\":0.3333,\"b\":0.3333}}]", "0.0044968783 0.0044968783 0.0044968783" },
    { "no price", "[{\"price\":\"vcp\",\"times\":{\"h\":1}}]", "the price book has no vcp; did you mean vcpu?" },
    { "no unit", "[{\"price\":\"vcpu\",\"times\":{\"vCPU\":\"config.prod:/tasks\"}}]", "say in the units of site.json what the bare number 2 means, to have it in vCPU" },
    { "wrong unit", "[{\"price\":\"vcpu\",\"times\":{\"vCPU\":\"config.prod:/memory\"}}]", "1536 cannot be given in vCPU" },
    { "nothing there", "[{\"price\":\"vcpu\",\"times\":{\"h\":\"config.prod:/none\"}}]", "config.prod has nothing at /none" },
    { "no source", "[{\"price\":\"vcpu\",\"times\":{\"h\":\"config.test:/none\"}}]", "no source is called config.test" },
    { "falling range", "[{\"price\":\"vcpu\",\"times\":{\"h\":{\"low\":3,\"typical\":1,\"high\":2}}}]", "low, typical and high must not fall" },
    { "negative", "[{\"price\":\"vcpu\",\"times\":{\"h\":-1}}]", "write a number from 0 on, a place such as \"config.prod:/service/cpu\", or low, typical and high" },
    { "unknown key", "[{\"price\":\"vcpu\",\"time\":{\"h\":1}}]", "nobody reads \"time\"; did you mean \"times\"?" },
    { "percent off", "[{\"price\":\"vcpu\",\"times\":{\"h\":1},\"less\":25}]", "0.03036 0.03036 0.03036" },
    { "savings plan", "[{\"price\":\"vcpu\",\"times\":{\"h\":1},\"less\":\"plan\"}]", "0.032384 0.032384 0.032384" },
    { "no plan", "[{\"price\":\"vcpu\",\"times\":{\"h\":1},\"less\":\"gb\"}]", "write a percentage, or the key of a price in percent_off" },
    { "agreed discount", "[{\"price\":\"cheap\",\"times\":{\"h\":1}}]", "0.9 0.9 0.9" },
    { "largest LCU dimension", "[{\"price\":\"lcu\",\"times\":{\"LCU\":{\"new_connections\":2500,\"gb\":7,\"active_connections\":3000},\"hours\":730}}]", "584 584 584" },
    { "no such dimension", "[{\"price\":\"lcu\",\"times\":{\"LCU\":{\"connections\":2500}}}]", "write new_connections, active_connections, gb or rule_evaluations" },
    { "overflow", "[{\"price\":\"vcpu\",\"times\":{\"h\":999999999999,\"i\":999999999999,\"j\":99999999}}]", "not priced" },
};
/* clang-format on */

static struct data data_of(struct arena *a, struct diag *d)
{
    static const char text[] = "{\"tasks\":2,\"cpu\":512,\"memory\":1536}";
    struct source *src = NEW(a, struct source, 1);
    *src = (struct source){ .path = S("prod.json"), .text = S(text) };
    struct data data = { .today = { 2026, 11, 23 } };
    struct data_source s = { .name = S("config.prod"),
                             .kind = S("config"),
                             .env = S("prod"),
                             .src = *src,
                             .path = S("prod.json") };
    s.root = json_parse(src, a, RULE(INPUT_JSON), d);
    data_add(&data, s, a);
    data.units = NEW(a, struct data_unit, 2);
    data.units[data.n_units++] = (struct data_unit){ S("config"), S("/cpu"), S("vCPU/1024") };
    data.units[data.n_units++] = (struct data_unit){ S("config"), S("/memory"), S("MiB") };
    return data;
}

static void prices_rows_of_files(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 24);
    struct diag ignored = { .keep = &a };
    struct price_book *book = book_of(&a, &ignored);
    struct data data = data_of(&a, &ignored);
    for (ptrdiff_t i = 0; i < LEN(rows); i++) {
        struct diag d = { .keep = &a };
        struct cost_size size = { 0 };
        struct source src = { .path = S("costs/x.json"),
                              .text = str_fmt(
                                  &a, "{\"rows\":[{\"id\":\"a\",\"service\":\"A\",\"parts\":%s}]}",
                                  rows[i].parts) };
        const struct json *root = json_parse(&src, &a, RULE(INPUT_JSON), &d);
        assert_non_null(root);
        assert_true(cost_file_read(&src, root, &data, book, &size, &a, &d));
        cost_size_price(&size);
        const int64_t *at = size.total.at;
        struct str got =
            d.findings.len ? d.findings.ptr[0].message
            : !size.priced ? S("not priced")
                           : str_fmt(&a, "%.*s %.*s %.*s", FMT(money_decimal(at[0], &a)),
                                     FMT(money_decimal(at[1], &a)), FMT(money_decimal(at[2], &a)));
        if (!str_equal(got, str_of(rows[i].cost)))
            fail_msg("%s: '%.*s'", rows[i].name, FMT(got));
    }
}

static void reads_price_books(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 22);
    struct diag d = { .keep = &a };
    struct price_book *book = book_of(&a, &d);
    assert_int_equal(book->n_prices, 10);
    assert_int_equal(d.findings.len, 1);
    assert_true(str_equal(d.findings.ptr[0].message,
                          S("write a decimal with at most ten places, such as \"0.0404800000\"")));
    const struct price *gb = price_named(book, S("gb")), *vcpu = price_named(book, S("vcpu"));
    assert_true(price_unsure(gb) && !price_unsure(vcpu));
    assert_true(price_old(gb, (struct date){ 2026, 11, 23 }) &&
                !price_old(vcpu, (struct date){ 2026, 11, 23 }));
    assert_true(price_old(vcpu, (struct date){ 2027, 4, 1 }));
    assert_int_equal(price_named(book, S("logs"))->free.num, 5);
    assert_null(price_named(book, S("bad")));
}

static void binds_a_table_to_its_file(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 22);
    struct diag d = { .keep = &a };
    struct price_book *book = book_of(&a, &d);
    struct cost_size size = { 0 };
    struct source file = { .path = S("costs/m.json"),
                           .text =
                               S("{\"name\":\"M\",\"rows\":["
                                 "{\"id\":\"web\",\"service\":\"Web "
                                 "tier\",\"also_called\":[\"Frontend\"],\"parts\":[{\"price\":"
                                 "\"vcpu\",\"times\":{\"tasks\":2,\"vCPU\":0.5,\"hours\":730}}]},"
                                 "{\"id\":\"out\",\"service\":\"Transfer\",\"parts\":[{\"price\":"
                                 "\"out.0\",\"times\":{\"GB\":10}}]}]}") };
    assert_true(cost_file_read(&file, json_parse(&file, &a, RULE(INPUT_JSON), &d), NULL, book,
                               &size, &a, &d));
    size.path = file.path;
    struct cost_set set = {
        .book = book, .services = services_load(&a), .sizes = &size, .n_sizes = 1
    };
    cost_set_price(&set);
    struct source src = { .path = S("costs/m.md"),
                          .text =
                              S("| Service | Setup | [Cost](m.json) |\n|---|---|---|\n"
                                "| Frontend | 3 tasks, 0.5 vCPU | $90 |\n| Rent | x | $5 |\n") };
    struct document *doc = markdown_read(&src, &a, &d);
    struct cost_judgement j;
    int n = 0;
    struct cost_table *t = cost_table_read(set.services, &src, doc->root->first, &a, &n);
    assert_true(n == 1 && cost_judge_table(t, &set, S("costs/m.md"), &a, &j));
    assert_true(j.bound);
    d.findings.len = 0;
    cost_judge_report(&j, &set, &d);
    static const struct {
        const char *rule, *message, *suggest;
        enum severity severity;
    } want[] = {
        { "cost-wrong",
          "Frontend is written as $90, the price list gives $29.55 (3.05 times as much)", "$29.55",
          SEVERITY_ERROR },
        { "cost-differs", "Frontend: the table says 3 tasks, the estimate has 2 tasks", "",
          SEVERITY_WARNING },
        { "cost-row-unmatched", "the estimate M has no row for Rent", "", SEVERITY_WARNING },
    };
    for (ptrdiff_t i = 0; i < LEN(want) && i < d.findings.len; i++) {
        const struct finding *f = &d.findings.ptr[i];
        if (!str_equal(f->message, str_of(want[i].message)))
            fail_msg("'%.*s'", FMT(f->message));
        assert_string_equal(f->rule->id, want[i].rule);
        assert_int_equal(f->severity, want[i].severity);
        assert_true(str_equal(f->suggest, str_of(want[i].suggest)));
    }
    assert_int_equal(d.findings.len, 4); /* and Transfer, 0.90, which the table lacks */
}

static void compares_ranges(void **state)
{
    static const struct {
        int64_t wl, wh, cl, ch;
        enum cost_verdict verdict;
    } pairs[] = {
        { 20, 30, 9, 9, COST_IS_WRONG },     { 45, 45, 33, 35, COST_IS_WRONG },
        { 90, 90, 70, 80, COST_AGREES },     { 90, 90, 60, 75, COST_IS_DIFFERENT },
        { 50, 50, 0, 50, COST_AGREES },      { 100, 100, 99, 99, COST_AGREES },
        { 120, 120, 100, 100, COST_AGREES }, { 126, 126, 100, 100, COST_IS_WRONG },
        { 79, 79, 100, 100, COST_IS_WRONG }, { 81, 81, 100, 100, COST_AGREES },
        { 0, 0, 0, 0, COST_AGREES },         { 5, 5, 0, 0, COST_IS_WRONG },
    };
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(pairs); i++) {
        struct ratio r;
        enum cost_verdict v =
            cost_judge_compare(pairs[i].wl * MONEY_USD, pairs[i].wh * MONEY_USD,
                               pairs[i].cl * MONEY_USD, pairs[i].ch * MONEY_USD, COST_WORTH, &r);
        if (v != pairs[i].verdict)
            fail_msg("%lld–%lld against %lld–%lld: %d", (long long)pairs[i].wl,
                     (long long)pairs[i].wh, (long long)pairs[i].cl, (long long)pairs[i].ch, v);
    }
}

static void writes_json(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 22);
    struct diag d = { .keep = &a };
    struct price_book *book = book_of(&a, &d);
    struct cost_size size = { 0 };
    struct source file = {
        .path = S("costs/m.json"),
        .text =
            S("{\"name\":\"M\",\"users\":[1,9],\"rows\":[{\"id\":\"a\",\"service\":\"A\",\"parts\":"
              "[{\"price\":\"spot\",\"times\":{\"hours\":100}}]}]}")
    };
    cost_file_read(&file, json_parse(&file, &a, RULE(INPUT_JSON), &d), NULL, book, &size, &a, &d);
    struct cost_set set = {
        .book = book, .sizes = &size, .n_sizes = 1, .alternatives = &size, .n_alternatives = 1
    };
    cost_set_price(&set);
    struct buf b = buf_open(&a, 1 << 16);
    cost_json(&set, &b);
    struct source src = { .path = S("json"), .text = buf_str(&b) };
    const struct json *root = json_parse(&src, &a, RULE(INPUT_JSON), &d);
    assert_non_null(root);
    static const struct {
        const char *pointer, *value;
    } want[] = { { "/m/total", "$1–2" },         { "/m/low", "1" },
                 { "/m/rows/a/typical", "1.5" }, { "/m/rows/a/formula", "100 h × $0.01–0.02" },
                 { "/m/users/1", "9" },          { "/alternatives/m/total", "$1–2" },
                 { "/book/region", "r1" } };
    for (ptrdiff_t i = 0; i < LEN(want); i++)
        if (!str_equal(json_str(json_pointer(root, str_of(want[i].pointer))),
                       str_of(want[i].value)))
            fail_msg("%s in %.*s", want[i].pointer, FMT(src.text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_tables_by_their_words),
        cmocka_unit_test(reads_configuration_cells),
        cmocka_unit_test(prices_rows_of_files),
        cmocka_unit_test(reads_price_books),
        cmocka_unit_test(binds_a_table_to_its_file),
        cmocka_unit_test(compares_ranges),
        cmocka_unit_test(writes_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
