/* publish.c - plumb publish: builds, compares, carries out. */
#include "base/fs.h"
#include "cmd/commands.h"
#include "cmd/publisher.h"
#include "publish/release.h"

enum { MAX_LINES = 100, MAX_PLAN = 256 << 20 };

static const char usage[] =
    "publish [DIR] [--to TARGET]: what changed, to S3 and CloudFront or a folder";

struct options {
    struct str plan_file, apply;
    bool plan, verify;
};

static int write_plan(struct publisher *p, const struct options *o)
{
    struct buf out = buf_open(&p->common.keep, MAX_PLAN);
    if (o->plan_file.len) {
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
    struct source src = { o->apply, then };
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

static int publish(struct publisher *p, const struct options *o)
{
    if (p->opened == PLACE_FAILED || (p->release ? release_plan : run_plan)(&p->run) != RUN_OK)
        return publisher_lines(p, &p->why, EXIT_IO);
    if (o->plan || p->opened == PLACE_NO_CREDENTIALS) {
        int code = write_plan(p, o);
        return code == EXIT_GOOD && !o->plan ? EXIT_IO : code;
    }
    int code = o->apply.len ? check_plan(p, o) : EXIT_GOOD;
    if (code == EXIT_GOOD)
        code = publisher_apply(p);
    return code == EXIT_GOOD && o->verify ? verify(p) : code;
}

/* The site of the content folder, built as plumb build does. -1 to go on, else the exit code. */
static int build(struct publisher *p)
{
    struct site_built built;
    int code = common_build(&p->common, &built);
    if (code >= 0)
        return code;
    p->site = p->common.site.options.out;
    return -1;
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
        { "verify", 0, OPT_FLAG, &o.verify, NULL,
          "then compare what stands in the target with its release", NULL },
        { "wait", 0, OPT_FLAG, &p.wait, NULL, "wait until the invalidation is complete", NULL },
        { "distribution", 0, OPT_STR, &p.distribution, "ID",
          "CloudFront distribution to invalidate", NULL },
        { "cache-tags", 0, OPT_FLAG, &p.cache_tags, NULL,
          "files carry cache tags, by which CloudFront forgets many at once", NULL },
        { "mode", 0, OPT_STR, &p.mode, "MODE",
          "in-place, or release: all pages change at one moment", NULL },
        { "function", 0, OPT_STR, &p.function, "NAME",
          "release mode: CloudFront function that leads readers; the distribution's unless given",
          NULL },
        { "region", 0, OPT_STR, &p.region, "NAME", "region of the bucket", NULL },
        { "path", 0, OPT_STR, &p.path, "PATH", "how readers' paths begin: /streamboard/", NULL },
        { "internal", 0, OPT_FLAG, &p.internal, NULL,
          "refuse a distribution that asks no reader who he is", NULL },
        { "reader-check", 0, OPT_STR, &p.reader_check, "NAME",
          "the function or Lambda@Edge that asks readers who they are, where plumb cannot see it",
          NULL },
        { "connections", 0, OPT_INT, &p.connections, "N", "at the same time, 16 unless given",
          NULL },
        { "adopt", 0, OPT_FLAG, &p.adopt, NULL,
          "replace files of the same names that plumb did not put there", NULL },
        { "allow-deletes", 0, OPT_FLAG, &p.allow_deletes, NULL, "even when many files would go",
          NULL },
        { "take-over", 0, OPT_FLAG, &p.take_over, NULL,
          "go on with somebody else's unfinished publish", NULL },
    };
    int code = common_options(&p.common, argc, argv, usage, own, LEN(own));
    if (code >= 0 || (code = publisher_settings(&p, "publish")) >= 0)
        return code;
    if (!p.site.len && (code = build(&p)) >= 0)
        return code;
    if ((code = publisher_open(&p)) >= 0)
        return code;
    code = publish(&p, &o);
    publisher_close(&p);
    return code;
}
