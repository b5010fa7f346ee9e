/* releases.c - plumb releases and plumb rollback. */
#include "cmd/commands.h"
#include "cmd/publisher.h"
#include "publish/release.h"
#include "publish/rollback.h"

enum { MAX_TEXT = 1 << 16, MAX_LINES = 100 };

static const char releases_usage[] =
    "releases [DIR] [--target TARGET]: what was published, newest first";
static const char rollback_usage[] = "rollback [DIR] [--to RELEASE] [--target TARGET]: an earlier "
                                     "release comes back; only what differs is sent";

/* Both look at what stands in the target; the site's folder only says where this copy of plumb
 * keeps its notes. */
static int open_target(struct publisher *p, const char *verb)
{
    int code = publisher_settings(p, verb, true);
    if (code >= 0)
        return code;
    if (!p->site.len)
        p->site = p->common.site.options.out;
    code = publisher_open(p);
    return code < 0 && p->opened == PLACE_NO_CREDENTIALS ? EXIT_IO : code;
}

/* live: the release readers get by the function, in release mode. */
static void put_release(const struct manifest *m, ptrdiff_t i, struct str live, struct buf *out)
{
    const struct manifest_release *r = &m->releases[i];
    buf_fmt(out, "%.*s  %.*s  %lld files, %lld kB, %lld sent", FMT(r->id), FMT(r->time),
            (long long)r->objects, (long long)((r->bytes + 999) / 1000), (long long)r->sent);
    if (r->of.len)
        buf_fmt(out, "  brings back %.*s", FMT(r->of));
    if (m->released && str_equal(live, r->id))
        buf_put(out, S("  live"));
    else if (i == 0 && !(m->released && m->phase == MANIFEST_DONE))
        buf_put(out, m->phase == MANIFEST_DONE ? S("  current") : S("  not finished"));
    buf_char(out, '\n');
}

static int show_releases(struct publisher *p)
{
    struct run *r = &p->run;
    struct buf out = buf_open(&p->common.keep, MAX_TEXT);
    if (!run_open(r))
        return publisher_lines(p, &p->why, EXIT_IO);
    struct str live = r->last.released ? release_live(r) : S("");
    if (!r->last.release.len)
        buf_fmt(&out, "nothing was published to %.*s yet\n", FMT(p->to));
    for (ptrdiff_t i = 0; i < r->last.n_releases && i < r->o.keep_releases; i++)
        put_release(&r->last, i, live, &out);
    return common_output((struct str){ 0 }, buf_str(&out));
}

int cmd_releases(int argc, char **argv)
{
    static struct publisher p;
    const struct opt own[] = {
        { "target", 0, OPT_STR, &p.to, "TARGET", "s3://BUCKET[/PREFIX] or file:DIR", NULL },
        { "site", 0, OPT_STR, &p.site, "FOLDER",
          "the folder that was published; site.json is not read", NULL },
        PUBLISHER_TARGET(&p),
    };
    int code = common_options(&p.common, argc, argv, releases_usage, own, LEN(own));
    if (code >= 0 || (code = open_target(&p, "releases")) >= 0)
        return code;
    code = show_releases(&p);
    publisher_close(&p);
    return code;
}

static int switch_back(struct publisher *p, struct str release, bool plan)
{
    struct str now = { 0 };
    if (release_rollback(&p->run, release, plan, &now) != RUN_OK)
        return publisher_lines(p, &p->why, EXIT_IO);
    printf("release %.*s %s at %.*s\n", FMT(now), plan ? "would be live" : "is live again",
           FMT(p->to));
    return EXIT_GOOD;
}

static int rollback(struct publisher *p, struct str release, bool plan)
{
    if (p->release)
        return switch_back(p, release, plan);
    enum run_result done = rollback_plan(&p->run, release);
    if (done != RUN_OK)
        return publisher_lines(p, &p->why, EXIT_IO);
    if (!plan)
        return publisher_apply(p);
    struct buf out = buf_open(&p->common.keep, MAX_TEXT);
    plan_text(&p->run.plan, MAX_LINES, &out);
    return common_output((struct str){ 0 }, buf_str(&out));
}

int cmd_rollback(int argc, char **argv)
{
    static struct publisher p;
    struct str release = { 0 };
    bool plan = false;
    const struct opt own[] = {
        { "to", 0, OPT_STR, &release, "RELEASE", "which one; the one before the last unless given",
          NULL },
        { "target", 0, OPT_STR, &p.to, "TARGET", "s3://BUCKET[/PREFIX] or file:DIR", NULL },
        { "site", 0, OPT_STR, &p.site, "FOLDER",
          "the folder that was published; site.json is not read", NULL },
        { "plan", 0, OPT_FLAG, &plan, NULL, "show what would be done, change nothing", NULL },
        PUBLISHER_TARGET(&p),
        PUBLISHER_SENDS(&p),
    };
    int code = common_options(&p.common, argc, argv, rollback_usage, own, LEN(own));
    if (code >= 0)
        return code;
    p.allow_deletes = p.adopt = true; /* every key was ours before */
    if ((code = open_target(&p, "rollback")) >= 0)
        return code;
    code = rollback(&p, release, plan);
    publisher_close(&p);
    return code;
}
