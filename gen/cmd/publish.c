/* publish.c - plumb publish: options, the settings of site.json, what people read. */
#include "cmd/publish.h"

#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/opt.h"
#include "base/path.h"
#include "base/time.h"
#include "model/rule.h"
#include "publish/run.h"
#include "publish/target.h"

enum { GOOD = 0, WRONG_USE = 2, UNREACHED = 3, MAX_TEXT = 1 << 16, MAX_LINES = 100,
       MAX_SETTINGS = 1 << 20, MAX_PLAN = 256 << 20 };
#define MEMORY ((ptrdiff_t)1 << 32) /* address space; pages cost memory when touched */

struct publish {
    /* options */
    struct str dir, to, site, plan_file, apply, region, distribution, path;
    bool plan, verify, wait, take_over, adopt, allow_deletes, help;
    int64_t connections;
    /* settings of site.json */
    const struct json *settings, *root;
    /* the run */
    struct arena *keep;
    struct buf why, notes;
    struct run run;
    int64_t began, shown;
};

static int say(const char *text, int code)
{
    fprintf(stderr, "plumb publish: %s\n", text);
    return code;
}

/* Each line of text behind the program's name; returns code. */
static int say_lines(const struct buf *text, int code)
{
    for (struct str rest = buf_str(text); rest.len;) {
        struct str line = str_line(&rest);
        if (line.len)
            fprintf(stderr, "plumb publish: %.*s\n", FMT(line));
    }
    return code;
}

static int options(struct publish *p, int argc, char **argv)
{
    const struct opt table[] = {
        { "to", 0, OPT_STR, &p->to, "TARGET", "s3://BUCKET[/PREFIX] or file:DIR", NULL },
        { "site", 0, OPT_STR, &p->site, "FOLDER", "publish this folder, made by any generator", NULL },
        { "plan", 0, OPT_FLAG, &p->plan, NULL, "show what would be done, change nothing", NULL },
        { "output", 'o', OPT_STR, &p->plan_file, "FILE", "with --plan: write the plan as JSON", NULL },
        { "apply", 0, OPT_STR, &p->apply, "FILE", "carry out this plan, or refuse when it no longer fits", NULL },
        { "verify", 0, OPT_FLAG, &p->verify, NULL, "compare what stands in the target with its release", NULL },
        { "wait", 0, OPT_FLAG, &p->wait, NULL, "wait until the invalidation is complete", NULL },
        { "distribution", 0, OPT_STR, &p->distribution, "ID", "CloudFront distribution to invalidate", NULL },
        { "region", 0, OPT_STR, &p->region, "NAME", "region of the bucket", NULL },
        { "path", 0, OPT_STR, &p->path, "PATH", "how readers' paths begin: /streamboard/", NULL },
        { "connections", 0, OPT_INT, &p->connections, "N", "at the same time, 16 unless given", NULL },
        { "adopt", 0, OPT_FLAG, &p->adopt, NULL, "replace files of the same names that plumb did not put there", NULL },
        { "allow-deletes", 0, OPT_FLAG, &p->allow_deletes, NULL, "even when many files would go", NULL },
        { "take-over", 0, OPT_FLAG, &p->take_over, NULL, "go on with somebody else's unfinished publish", NULL },
        { "help", 'h', OPT_FLAG, &p->help, NULL, "this text", NULL },
    };
    struct buf error = buf_open(p->keep, MAX_TEXT);
    int n = opt_parse(argc, argv, table, LEN(table), &p->dir, 1, &error);
    if (n < 0)
        return say(str_c(buf_str(&error), p->keep), WRONG_USE);
    if (p->help) {
        opt_help(table, LEN(table), &error);
        printf("plumb publish [DIR] [options]: what changed, to S3 and CloudFront or a folder\n%.*s",
               FMT(buf_str(&error)));
    }
    if (!p->dir.len && !p->site.len) /* a folder of another generator has no site.json */
        p->dir = fs_is_dir("content") ? S("content") : S(".");
    return GOOD;
}

/* DIR/site.json, when there is one; options win over it. */
static int settings(struct publish *p)
{
    const char *path = str_c(path_join(p->dir, S("site.json"), p->keep), p->keep);
    struct source *src = NEW(p->keep, struct source, 1);
    struct diag d = { .keep = p->keep };
    if (!p->dir.len || !fs_is_file(path))
        return GOOD;
    src->path = str_of(path);
    int error = fs_read(path, MAX_SETTINGS, p->keep, &src->text);
    if (error) {
        fprintf(stderr, "plumb publish: %s: %s\n", path, fs_error(error));
        return UNREACHED;
    }
    p->root = json_parse(src, p->keep, RULE(INPUT_JSON), &d);
    if (!p->root) {
        struct buf text = buf_open(p->keep, MAX_TEXT);
        diag_print(&d, false, &text);
        fprintf(stderr, "%.*s", FMT(buf_str(&text)));
        return UNREACHED;
    }
    p->settings = json_get(p->root, "publish");
    const struct {
        struct str *into;
        const char *name;
    } texts[] = { { &p->to, "to" }, { &p->region, "region" }, { &p->distribution, "distribution" } };
    for (ptrdiff_t i = 0; i < LEN(texts); i++)
        if (!texts[i].into->len)
            *texts[i].into = json_str(json_get(p->settings, texts[i].name));
    return GOOD;
}

/* "/", or the path of base_url, or the prefix in the bucket; with a slash at both ends */
static struct str web_path(struct publish *p, const struct target *t)
{
    struct str path = p->path, url = json_str(json_get(p->root, "base_url"));
    ptrdiff_t host = str_find(url, S("://"));
    if (!path.len && host > 0) {
        struct cut c = str_cut(str_from(url, host + 3), '/');
        path = c.ok ? c.tail : S("");
    } else if (!path.len) {
        path = t->prefix;
    }
    while (str_starts(path, S("/")))
        path = str_from(path, 1);
    while (str_ends(path, S("/")))
        path.len--;
    return path.len ? str_fmt(p->keep, "/%.*s/", FMT(path)) : S("/");
}

static void progress(void *ctx, int64_t sent, int64_t of, int64_t bytes)
{
    enum { SECOND = 1000000000, SHOW_EVERY = SECOND / 5 };
    struct publish *p = ctx;
    int64_t now = time_mono_ns();
    if (now - p->began < SECOND || now - p->shown < SHOW_EVERY)
        return;
    p->shown = now;
    int64_t left = sent ? (now - p->began) / sent * (of - sent) / SECOND : 0;
    fprintf(stderr, "\r%lld of %lld files, %lld kB/s, %lld s left \033[K", (long long)sent, (long long)of,
            (long long)(bytes / 1000 * SECOND / (now - p->began)), (long long)left);
}

static int write_plan(struct publish *p)
{
    struct buf out = buf_open(p->keep, MAX_PLAN);
    if (p->plan_file.len) {
        plan_json(&p->run.plan, &out);
        const char *path = str_c(p->plan_file, p->keep);
        int error = fs_write(path, buf_str(&out));
        if (error) {
            fprintf(stderr, "plumb publish: %s: %s\n", path, fs_error(error));
            return UNREACHED;
        }
        out.len = 0;
    }
    plan_text(&p->run.plan, MAX_LINES, &out);
    fwrite(out.ptr, 1, (size_t)out.len, stdout);
    return GOOD;
}

/* --apply: the plan made now must be the one in the file, byte for byte. */
static int check_plan(struct publish *p)
{
    struct buf now = buf_open(p->keep, MAX_PLAN);
    struct str then;
    const char *path = str_c(p->apply, p->keep);
    int error = fs_read(path, MAX_PLAN, p->keep, &then);
    if (error) {
        fprintf(stderr, "plumb publish: %s: %s\n", path, fs_error(error));
        return UNREACHED;
    }
    plan_json(&p->run.plan, &now);
    if (str_equal(buf_str(&now), then))
        return GOOD;
    struct source src = { p->apply, then };
    struct diag d = { .keep = p->keep };
    const struct json *plan = json_parse(&src, p->keep, RULE(INPUT_JSON), &d);
    if (!plan)
        return say("the plan is no JSON", UNREACHED);
    if (!str_equal(json_str(json_get(plan, "to")), p->to))
        return say("the plan is for another target", UNREACHED);
    if (!str_equal(json_str(json_get(plan, "after")), p->run.request.base))
        return say("the target has moved on since the plan was made; plan again", UNREACHED);
    return say("the site or its headers have changed since the plan was made; plan again", UNREACHED);
}

static void show_missing(const struct run *r)
{
    enum { MAX_SHOWN = 10 };
    for (ptrdiff_t i = 0; i < r->missing.len && i < MAX_SHOWN; i++)
        fprintf(stderr, "plumb publish: %.*s refers to %.*s, which is not there\n",
                FMT(r->missing.ptr[i].from), FMT(r->missing.ptr[i].key));
    if (r->missing.len > MAX_SHOWN)
        fprintf(stderr, "plumb publish: and %td more\n", r->missing.len - MAX_SHOWN);
}

static int apply(struct publish *p)
{
    struct run *r = &p->run;
    if (plan_is_empty(&r->plan)) {
        printf("%.*s is up to date: release %.*s, %td files\n", FMT(p->to), FMT(r->last.release),
               r->plan.n[PLAN_SAME]);
        return GOOD;
    }
    p->began = time_mono_ns();
    enum run_result done = run_apply(r);
    if (p->shown)
        fputs("\r\033[K", stderr);
    show_missing(r);
    say_lines(&p->notes, 0);
    if (done == RUN_FAILED)
        buf_put(&p->why, S("\nnot finished; run the same command again to go on"));
    if (done != RUN_OK)
        return say_lines(&p->why, UNREACHED);
    printf("published %lld files to %.*s, deleted %td, invalidated %td paths\n", (long long)r->sent,
           FMT(p->to), r->plan.n[PLAN_DELETED], r->plan.n_paths);
    return GOOD;
}

static int verify(struct publish *p)
{
    enum run_result done = run_verify(&p->run);
    say_lines(&p->notes, 0);
    return done == RUN_OK ? GOOD : say_lines(&p->why, UNREACHED);
}

static int with_store(struct publish *p, enum target_result opened)
{
    if (run_plan(&p->run) != RUN_OK)
        return say_lines(&p->why, UNREACHED);
    if (opened == TARGET_NO_CREDENTIALS) {
        int code = write_plan(p);
        return code == GOOD && !p->plan ? UNREACHED : code;
    }
    if (p->plan)
        return write_plan(p);
    int code = p->apply.len ? check_plan(p) : GOOD;
    if (code == GOOD)
        code = apply(p);
    return code == GOOD && p->verify ? verify(p) : code;
}

static int publish(struct publish *p, struct arena *run_memory, struct arena *store_memory)
{
    struct target t;
    struct store *store = NULL;
    if (!target_parse(p->to, &t, &p->why))
        return say_lines(&p->why, WRONG_USE);
    const char *user = getenv("PLUMB_PUBLISHER"), *actor = getenv("GITHUB_ACTOR"), *login = getenv("USER");
    struct target_options o = { p->region, p->distribution, (int)p->connections };
    enum target_result opened = target_open(&t, &o, p->keep, store_memory, &p->why, &store);
    if (opened == TARGET_FAILED)
        return say_lines(&p->why, UNREACHED);
    if (opened == TARGET_NO_CREDENTIALS) {
        say_lines(&p->why, 0);
        p->why.len = 0;
    }
    p->run = (struct run){
        .o = { .site = str_c(p->site, p->keep), .to = p->to, .web_path = web_path(p, &t),
               .name = str_of(user ? user : actor ? actor : login),
               .overrides = json_get(p->settings, "headers"), .store = store, .wait = p->wait,
               .take_over = p->take_over, .adopt = p->adopt, .allow_deletes = p->allow_deletes,
               .progress = isatty(STDERR_FILENO) ? progress : NULL, .progress_ctx = p },
        .keep = p->keep, .memory = run_memory, .why = &p->why, .notes = &p->notes,
    };
    int code = with_store(p, opened);
    target_close(store);
    return code;
}

int cmd_publish(int argc, char **argv)
{
    struct arena keep = arena_open(MEMORY), words = arena_open(MAX_TEXT * 4), run_memory = arena_open(MEMORY),
                 store_memory = arena_open(MEMORY);
    struct publish p = { .keep = &keep, .why = buf_open(&words, MAX_TEXT), .notes = { 0 } };
    struct arena note_words = arena_open(MAX_TEXT * 4);
    p.notes = buf_open(&note_words, MAX_TEXT);
    int code = options(&p, argc, argv);
    if (code != GOOD || p.help)
        return code;
    code = settings(&p);
    if (code != GOOD)
        return code;
    if (!p.to.len)
        return say("no target: say --to s3://BUCKET[/PREFIX] or --to file:DIR, or set publish.to in site.json",
                   WRONG_USE);
    if (!p.site.len)
        p.site = S("site");
    return publish(&p, &run_memory, &store_memory);
}
