/* publish.c - plumb publish: builds, compares, carries out. */
#include "base/fs.h"
#include "cmd/commands.h"
#include "cmd/publisher.h"
#include "publish/preview.h"

enum { MAX_LINES = 100, MAX_PLAN = 256 << 20 };

static const char usage[] =
    "publish [DIR] [--to TARGET]: what changed, to S3 and CloudFront or a folder";

struct options {
    struct str plan_file, apply, show;
    bool plan, verify, check, remove;
};

static int write_plan(struct publisher *p, const struct options *o)
{
    struct buf out = buf_open(&p->common.keep, MAX_PLAN);
    if (o->plan_file.len && p->opened == PLACE_OK) {
        plan_json(&p->run.plan, &out);
        const char *path = str_c(o->plan_file, &p->common.keep);
        int error = fs_write(path, buf_str(&out));
        if (error) {
            fprintf(stderr, "plumb publish: %s: %s\n", path, fs_error(error));
            return EXIT_IO;
        }
        out.len = 0;
    }
    plan_text(&p->run.plan, MAX_LINES, &out);
    publisher_lines(p, &p->notes, 0);
    return common_output((struct str){ 0 }, buf_str(&out));
}

/* Why the plan in the file is not the one made now. */
static int refuse_plan(struct publisher *p, const struct options *o, struct str then)
{
    struct source src = { .path = o->apply, .text = then };
    struct diag d = { .keep = &p->common.keep };
    const struct json *plan = json_parse(&src, &p->common.keep, RULE(INPUT_JSON), &d);
    if (!plan)
        return publisher_say(p, "the plan is no JSON", EXIT_IO);
    if (!str_equal(json_str(json_get(plan, "to")), p->to))
        return publisher_say(p, "the plan is for another target", EXIT_IO);
    if (!str_equal(json_str(json_get(plan, "after")), p->run.request.base))
        return publisher_say(p, "the target has moved on since the plan was made; plan again",
                             EXIT_IO);
    return publisher_say(
        p, "the site or its headers have changed since the plan was made; plan again", EXIT_IO);
}

/* --apply: the plan made now must be the one in the file, byte for byte. */
static int check_plan(struct publisher *p, const struct options *o)
{
    struct buf now = buf_open(&p->common.keep, MAX_PLAN);
    struct str then;
    const char *path = str_c(o->apply, &p->common.keep);
    int error = fs_read(path, MAX_PLAN, &p->common.keep, &then);
    if (error) {
        fprintf(stderr, "plumb publish: %s: %s\n", path, fs_error(error));
        return EXIT_IO;
    }
    plan_json(&p->run.plan, &now);
    return str_equal(buf_str(&now), then) ? EXIT_GOOD : refuse_plan(p, o, then);
}

static int verify(struct publisher *p)
{
    enum run_result done = run_verify(&p->run);
    publisher_lines(p, &p->notes, 0);
    return done == RUN_OK ? EXIT_GOOD : publisher_lines(p, &p->why, EXIT_IO);
}

static void say_right(const char *right, const char *what, bool has)
{
    printf("%-8s%-20s%s\n", has ? "yes" : "NO", right, what);
}

/* ---- the least policy ---- */

enum { FOR_ALL, FOR_LOOKING, FOR_CODE, FOR_SWITCHING };
/* clang-format off */
static const struct {
    int why;
    const char *action, *on;
} edge_rights[] = {
    { FOR_ALL,       "cloudfront:CreateInvalidation",    "distribution" },
    { FOR_ALL,       "cloudfront:GetInvalidation",       "distribution" },
    { FOR_LOOKING,   "cloudfront:GetDistributionConfig", "distribution" },
    { FOR_CODE,      "cloudfront:DescribeFunction",      "function" },
    { FOR_CODE,      "cloudfront:GetFunction",           "function" },
    { FOR_SWITCHING, "cloudfront:UpdateFunction",        "function" },
    { FOR_SWITCHING, "cloudfront:PublishFunction",       "function" },
};
/* clang-format on */

static void show_edge_rights(const struct publisher *p, const char *on, struct str name)
{
    const struct run_options *o = &p->run.o;
    const bool wants[] = {
        [FOR_ALL] = true,
        [FOR_LOOKING] = o->internal || o->cache_tags || (p->release && !p->function.len),
        [FOR_CODE] = p->release || o->internal,
        [FOR_SWITCHING] = o->release != NULL,
    };
    bool any = false;
    for (ptrdiff_t i = 0; i < LEN(edge_rights); i++) {
        if (!wants[edge_rights[i].why] || strcmp(edge_rights[i].on, on) != 0)
            continue;
        printf("%s\"%s\"", any ? "," : ",\n{\"Effect\":\"Allow\",\"Action\":[",
               edge_rights[i].action);
        any = true;
    }
    if (any)
        printf("],\n \"Resource\":\"arn:aws:cloudfront::ACCOUNT:%s/%.*s\"}", on, FMT(name));
}

/* Of a bucket, or of that of the state. */
static void show_bucket_rights(struct str to, const char *end, struct buf *why)
{
    struct place t;
    if (!place_parse(to, &t, why) || t.kind != PLACE_S3)
        return;
    printf(
        "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:GetObjectVersion\",\"s3:"
        "PutObject\","
        "\"s3:DeleteObject\"],\n \"Resource\":\"arn:aws:s3:::%.*s/%.*s%s*\"},\n"
        "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::%.*s\"}%s",
        FMT(t.bucket), FMT(t.prefix), t.prefix.len ? "/" : "", FMT(t.bucket), end);
}

/* Of previews, one policy for all. */
static void show_policy(struct publisher *p)
{
    struct str to = p->to;
    if (!str_starts(to, S("s3://")))
        return;
    if (p->preview.len)
        to.len -= p->preview.len + 1;
    printf("least policy:\n{\"Version\":\"2012-10-17\",\"Statement\":[\n");
    show_bucket_rights(to, p->state.len ? ",\n" : "", &p->why);
    show_bucket_rights(p->state, "", &p->why);
    if (p->distribution.len) {
        show_edge_rights(p, "distribution", p->distribution);
        show_edge_rights(p, "function", p->function.len ? p->function : S("*"));
    }
    printf("]}\n");
}

/* Tries what a publish does, on an object of its own. */
static int check_target(struct publisher *p)
{
    struct store *s = p->run.o.store;
    struct str probe = S(".plumb/probe"), etag = { 0 };
    struct store_text got;
    struct store_keys keys = { 0 };
    struct arena *keep = &p->common.keep;
    if (p->opened != PLACE_OK)
        return EXIT_IO;
    printf("target  %.*s\nas      %.*s\n", FMT(p->to),
           FMT(s->who.len ? s->who : S("this machine")));
    bool reads = s->get(s->self, S(MANIFEST_KEY), S(""), keep, &got) == STORE_OK;
    bool lists = s->list(s->self, keep, &keys);
    bool writes = s->put(s->self, probe, S("{}"), (struct str){ 0 }, keep, &etag) == STORE_OK;
    bool obeys = writes && s->put(s->self, probe, S("{}"), S(""), keep, &etag) == STORE_CONFLICT;
    bool open = s->is_public && reads && !got.missing && s->is_public(s->self);
    bool removes = writes && s->remove(s->self, &probe, 1);
    say_right("s3:GetObject", "reads what stands there", reads);
    say_right("s3:ListBucket", "sees other people's files", lists);
    say_right("s3:PutObject", "writes", writes);
    say_right("s3:DeleteObject", "removes", removes);
    say_right("conditional writes", "two who publish at once are told apart", obeys);
    say_right("state is private", reads && got.missing ? "nothing was published yet" : "", !open);
    publisher_lines(p, &p->why, 0);
    show_policy(p);
    return reads && lists && writes && removes ? EXIT_GOOD : EXIT_IO;
}

static int remove_preview(struct publisher *p, bool only_say)
{
    if (p->opened != PLACE_OK || preview_remove(&p->run, only_say) != RUN_OK)
        return publisher_lines(p, &p->why, EXIT_IO);
    publisher_lines(p, &p->notes, 0);
    if (!p->run.last.release.len)
        printf("there is no preview at %.*s\n", FMT(p->to));
    else
        printf("%lld files %s from %.*s\n", (long long)p->run.sent,
               only_say ? "would be removed" : "removed", FMT(p->to));
    return EXIT_GOOD;
}

static int publish(struct publisher *p, const struct options *o)
{
    if (p->preview.len && p->release && !preview_is_reachable(&p->run))
        return publisher_lines(p, &p->why, EXIT_IO);
    if (p->opened == PLACE_FAILED || run_plan(&p->run) != RUN_OK)
        return publisher_lines(p, &p->why, EXIT_IO);
    if (o->plan || p->opened == PLACE_NO_CREDENTIALS) {
        int code = write_plan(p, o);
        return p->opened == PLACE_OK ? code : EXIT_IO; /* a plan against nothing is no plan */
    }
    int code = o->apply.len ? check_plan(p, o) : EXIT_GOOD;
    if (code == EXIT_GOOD)
        code = publisher_apply(p);
    if (code == EXIT_GOOD && p->preview.len)
        printf("preview: %.*s\n", FMT(p->link));
    return code == EXIT_GOOD && o->verify ? verify(p) : code;
}

/* For scripts, which must not guess how JSON is written. */
static int show(struct publisher *p, struct str key)
{
    bool internal = p->common.site.file.audience == SITE_INTERNAL;
    const struct {
        struct str key, value;
    } all[] = {
        { S("audience"), internal ? S("internal") : S("public") },
        { S("to"), p->to },
        { S("region"), p->region },
        { S("distribution"), p->distribution },
        { S("state"), p->state },
    };
    for (ptrdiff_t i = 0; i < LEN(all); i++)
        if (str_equal(key, all[i].key)) {
            printf("%.*s\n", FMT(all[i].value));
            return EXIT_GOOD;
        }
    return publisher_say(p, "--show knows audience, to, region, distribution, state", EXIT_USE);
}

/* The site of the content folder, built as plumb build does; a preview beside OUT, for its own address. -1
 * to go on, else the exit code. */
static int build(struct publisher *p)
{
    struct site_built built;
    struct common *c = &p->common;
    if (p->preview.len) {
        c->site.options.out = S(".plumb-preview");
        c->site.options.below = str_join(PREVIEW_PLACE, p->preview, &c->keep);
    }
    int code = common_build(c, &built);
    if (code >= 0)
        return code;
    c->unchanged = built.unchanged;
    code = c->strict ? common_exit(c, true) : EXIT_GOOD;
    ptrdiff_t n = diag_count(&c->site.diag, c->site.file.fail_on);
    if (code != EXIT_GOOD)
        return publisher_say(p, "--strict: nothing is published", code);
    if (n)
        fprintf(stderr, "plumb publish: %td finding%s go%s out with the site; --strict refuses\n",
                n, str_plural(n), n == 1 ? "es" : "");
    struct claim_counts claims = common_claims(c);
    int wrong = claims.n[VERDICT_FALSE] + claims.n[VERDICT_OUTDATED] + claims.n[VERDICT_MISSING];
    if (wrong)
        fprintf(stderr, "plumb publish: %d claim%s false, %d outdated, %d without a source\n",
                claims.n[VERDICT_FALSE], claims.n[VERDICT_FALSE] == 1 ? " is" : "s are",
                claims.n[VERDICT_OUTDATED], claims.n[VERDICT_MISSING]);
    p->site = p->common.site.options.out;
    return -1;
}

static int check_preview(const struct publisher *p, const struct options *o)
{
    if (!p->preview.ptr)
        return publisher_say(p, "--remove wants --preview NAME; a site is never removed", EXIT_USE);
    if (!preview_is_name(p->preview))
        return publisher_say(
            p, "the name of a preview is letters, digits, . _ and -, 63 at most: pr-12", EXIT_USE);
    if (o->remove && (o->verify || o->check || o->apply.len))
        return publisher_say(p, "--remove goes with --plan alone", EXIT_USE);
    return -1;
}

static int carry_out(struct publisher *p, const struct options *o)
{
    int code = publisher_settings(p, "publish", !o->show.len);
    if (code >= 0)
        return code;
    if (o->show.len)
        return show(p, o->show);
    if ((o->remove || p->preview.ptr) && (code = check_preview(p, o)) >= 0)
        return code;
    bool sends = !o->check && !o->remove;
    if (!sends && (p->preview.len || !p->site.len))
        p->site = p->preview.len ? S("") : p->common.site.options.out;
    if (sends && !p->site.len && (code = build(p)) >= 0)
        return code;
    if ((code = publisher_open(p)) < 0)
        code = o->check ? check_target(p) : o->remove ? remove_preview(p, o->plan) : publish(p, o);
    publisher_close(p);
    return code;
}

int cmd_publish(int argc, char **argv)
{
    static struct publisher p;
    static struct options o;
    const struct opt own[] = {
        { "to", 0, OPT_STR, &p.to, "TARGET", "s3://BUCKET[/PREFIX] or file:DIR", NULL },
        { "site", 0, OPT_STR, &p.site, "FOLDER",
          "publish this folder, made by any generator; site.json is not read", NULL },
        { "output", 'o', OPT_STR, &o.plan_file, "FILE", "with --plan: write the plan as JSON",
          NULL },
        { "plan", 0, OPT_FLAG, &o.plan, NULL, "show what would be done, change nothing", NULL },
        { "apply", 0, OPT_STR, &o.apply, "FILE",
          "carry out this plan, or refuse when it no longer fits", NULL },
        { "strict", 0, OPT_FLAG, &p.common.strict, NULL,
          "publish nothing on findings, or on claims not checked", NULL },
        COMMON_FINDINGS(&p.common),
        { "verify", 0, OPT_FLAG, &o.verify, NULL,
          "then compare what stands in the target with its release", NULL },
        { "check-target", 0, OPT_FLAG, &o.check, NULL,
          "say who plumb is there, what it may do, and the least policy; publish nothing", NULL },
        { "repair", 0, OPT_FLAG, &p.repair, NULL,
          "look at every file in the target, and send again what is not as it was published",
          NULL },
        { "headers", 0, OPT_STR, &p.headers, "FILE",
          "headers of files by pattern, JSON as publish.headers of site.json; wins over that",
          NULL },
        { "precompressed", 0, OPT_FLAG, &p.precompressed, NULL,
          "a.js.br and a.js.gz are a.js, compressed: Content-Encoding, and the type of a.js",
          NULL },
        { "state", 0, OPT_STR, &p.state, "PLACE",
          "s3://BUCKET[/PREFIX] or file:DIR that readers cannot reach, for what a rollback wants",
          NULL },
        PUBLISHER_TARGET(&p),
        PUBLISHER_SENDS(&p),
        { "internal", 0, OPT_FLAG, &p.internal, NULL,
          "refuse a distribution that asks no reader who he is", NULL },
        { "reader-check", 0, OPT_STR, &p.reader_check, "NAME",
          "the function or Lambda@Edge that asks readers who they are, where plumb cannot see it",
          NULL },
        { "show", 0, OPT_STR, &o.show, "KEY",
          "print what site.json says of audience, to, region, distribution, state", NULL },
        { "connections", 0, OPT_INT, &p.connections, "N", "at the same time, 16 unless given",
          NULL },
        { "adopt", 0, OPT_FLAG, &p.adopt, NULL,
          "replace files of the same names that plumb did not put there", NULL },
        { "allow-deletes", 0, OPT_FLAG, &p.allow_deletes, NULL, "even when many files would go",
          NULL },
        { "preview", 0, OPT_STR, &p.preview, "NAME",
          "publish beside the site, below preview/NAME, not for search engines; prints the link",
          NULL },
        { "remove", 0, OPT_FLAG, &o.remove, NULL, "with --preview: take it down", NULL },
    };
    int code = common_options(&p.common, argc, argv, usage, own, LEN(own));
    return code >= 0 ? code : carry_out(&p, &o);
}
