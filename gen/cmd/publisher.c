/* publisher.c - the shape of every command on a publish target. */
#include "cmd/publisher.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/time.h"
#include "publish/apply.h"
#include "publish/preview.h"
#include "publish/release.h"

enum { MAX_TEXT = 1 << 16, KEPT_RELEASES = 5, MAX_RULES = 1 << 20 };
#define MEMORY ((ptrdiff_t)1 << 32) /* address space; pages cost memory when touched */

int publisher_say(const struct publisher *p, const char *text, int code)
{
    fprintf(stderr, "plumb %s: %s\n", p->verb, text);
    return code;
}

int publisher_lines(const struct publisher *p, const struct buf *text, int code)
{
    for (struct str rest = buf_str(text); rest.len;) {
        struct str line = str_line(&rest);
        if (!line.len)
            continue;
        fprintf(stderr, "plumb %s: ", p->verb);
        for (ptrdiff_t i = 0; i < line.len; i++) /* a server's words may hold terminal codes */
            fputc((unsigned char)line.ptr[i] < 0x20 ? '?' : line.ptr[i], stderr);
        fputc('\n', stderr);
    }
    return code;
}

static struct mime_rules rules_of(const struct site_publish *s, struct arena *keep)
{
    struct mime_rule *all = NEW(keep, struct mime_rule, s->n_headers);
    for (int i = 0; i < s->n_headers; i++)
        all[i] = (struct mime_rule){ s->headers[i].match, s->headers[i].name, s->headers[i].value };
    return (
        struct mime_rules){ .ptr = all, .len = s->n_headers, .precompressed = s->precompressed };
}

/* --headers FILE: behind what site.json says, so that it wins. */
static int add_rules(struct publisher *p, struct mime_rules *set)
{
    struct arena *keep = &p->common.keep;
    struct source *src = NEW(keep, struct source, 1);
    struct site_publish more = { 0 };
    struct diag d = { .keep = keep };
    const char *path = str_c(p->headers, keep);
    int error = fs_read(path, MAX_RULES, keep, &src->text);
    src->path = p->headers;
    if (error) {
        fprintf(stderr, "plumb %s: %s: %s\n", p->verb, path, fs_error(error));
        return EXIT_IO;
    }
    if (!site_file_headers(src, keep, &d, &more)) {
        p->common.site.diag = d;
        common_print(&p->common);
        return EXIT_USE;
    }
    struct mime_rules own = rules_of(&more, keep);
    struct mime_rule *all = NEW(keep, struct mime_rule, set->len + own.len);
    for (ptrdiff_t i = 0; i < set->len + own.len; i++)
        all[i] = i < set->len ? set->ptr[i] : own.ptr[i - set->len];
    set->ptr = all;
    set->len += own.len;
    return -1;
}

int publisher_settings(struct publisher *p, const char *verb, bool wants_target)
{
    p->verb = verb;
    if (!p->site.len) {
        struct diag d = { .keep = &p->common.keep };
        struct root content = { .fd = -1 };
        root_open(str_c(p->common.dir, &p->common.keep), &content); /* what is not there has none */
        p->common.site.file = site_file_load(&content, p->common.dir, &p->common.keep, &d);
        root_close(&content);
        if (diag_count(&d, SEVERITY_ERROR)) {
            p->common.site.diag = d;
            common_print(&p->common);
            return EXIT_IO;
        }
    }
    const struct site_publish *s = &p->common.site.file.publish;
    p->to = p->to.len ? p->to : s->to;
    p->region = p->region.len ? p->region : s->region;
    p->distribution = p->distribution.len ? p->distribution : s->distribution;
    p->function = p->function.len ? p->function : s->function;
    p->state = p->state.len ? p->state : s->state;
    p->reader_check = p->reader_check.len ? p->reader_check : s->reader_check;
    p->url = p->common.site.file.base_url;
    p->release = p->mode.len ? str_equal(p->mode, S("release")) : s->mode == SITE_RELEASE;
    if (!p->to.len && wants_target)
        return publisher_say(p,
                             "no target: name one, s3://BUCKET[/PREFIX] or file:DIR (see --help), "
                             "or set publish.to in site.json",
                             EXIT_USE);
    return -1;
}

/* "/", or the path of base_url, or the prefix in the bucket; with a slash at both ends. Of a preview, its
 * own below that. */
static struct str web_path(struct publisher *p, const struct place *t)
{
    struct str path = p->path, url = p->url, below = t->below;
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
    return str_fmt(&p->common.keep, "/%.*s%s%.*s%s", FMT(path), path.len ? "/" : "", FMT(below),
                   below.len ? "/" : "");
}

static void progress(void *ctx, int64_t sent, int64_t of, int64_t bytes)
{
    enum { SECOND = 1000000000, SHOW_EVERY = SECOND / 5 };
    struct publisher *p = ctx;
    int64_t now = time_mono_ns();
    if (now - p->began < SECOND || now - p->shown < SHOW_EVERY)
        return;
    p->shown = now;
    int64_t left = sent ? (now - p->began) / sent * (of - sent) / SECOND : 0;
    fprintf(stderr, "\r%lld of %lld files, %lld kB/s, %lld s left \033[K", (long long)sent,
            (long long)of, (long long)(bytes * (SECOND / 1000) / (now - p->began)),
            (long long)left);
}

static struct str name_of_publisher(void)
{
    static const char *const names[] = { "PLUMB_PUBLISHER", "GITHUB_ACTOR", "USER" };
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return str_of(value);
    }
    return S("");
}

static void say(void *ctx, struct str line)
{
    struct publisher *p = ctx;
    fprintf(stderr, "%splumb %s: %.*s\n", p->shown ? "\r\033[K" : "", p->verb, FMT(line));
}

/* The files to publish are a marked copy, of what is to be published if anything is. */
static int open_preview(struct publisher *p, struct place *t)
{
    struct arena *keep = &p->common.keep;
    const char *tmp = getenv("TMPDIR");
    p->copy = str_fmt(keep, "%s/plumb.XXXXXX%c", tmp && *tmp ? tmp : "/tmp", 0);
    p->copy.len--;
    while (str_ends(p->to, S("/")) && p->to.len > LEN("s3://"))
        p->to.len--;
    t->below = str_join(PREVIEW_PLACE, p->preview, keep);
    p->to = str_fmt(keep, "%.*s/%.*s", FMT(p->to), FMT(t->below));
    p->link = p->url.len ? str_fmt(keep, "%.*s%.*s/", FMT(p->url), FMT(t->below)) : p->to;
    if (!mkdtemp((char *)(uintptr_t)p->copy.ptr)) {
        fprintf(stderr, "plumb %s: %s: %s\n", p->verb, p->copy.ptr, fs_error(errno));
        return EXIT_IO;
    }
    if (p->site.len && !preview_copy(str_c(p->site, keep), p->copy.ptr, p->precompressed, keep,
                                     p->run_memory, &p->notes, &p->why))
        return publisher_lines(p, &p->why, EXIT_IO);
    p->site = p->copy;
    return -1;
}

int publisher_open(struct publisher *p)
{
    struct arena *keep = &p->common.keep;
    struct place t;
    struct store *store = NULL;
    p->words = arena_open(MAX_TEXT * 4);
    p->notes_memory = arena_open(MAX_TEXT * 4);
    p->run_memory = arena_open(MEMORY);
    p->store_memory = arena_open(MEMORY);
    p->why = buf_open(&p->words, MAX_TEXT);
    p->notes = buf_open(&p->notes_memory, MAX_TEXT);
    struct mime_rules set = rules_of(&p->common.site.file.publish, keep);
    set.edge = p->distribution.len > 0;
    set.precompressed = p->precompressed |= set.precompressed;
    int code = p->headers.len ? add_rules(p, &set) : -1;
    if (code >= 0)
        return code;
    if (!place_parse(p->to, &t, &p->why))
        return publisher_lines(p, &p->why, EXIT_USE);
    if (p->preview.len && (code = open_preview(p, &t)) >= 0)
        return code;
    struct place_options o = { .region = p->region,
                               .distribution = p->distribution,
                               .function = p->function,
                               .reader_check = p->reader_check,
                               .state = p->state,
                               .state_headers = mime_of(S(".plumb/manifest.json"), &set, keep).more,
                               .connections = (int)p->connections,
                               .say = say,
                               .say_ctx = p };
    p->opened = place_open(&t, &o, keep, &p->store_memory, &p->why, &store);
    if (p->opened == PLACE_NO_CREDENTIALS)
        p->why.len = publisher_lines(p, &p->why, 0);
    int kept = p->common.site.file.publish.keep_releases;
    p->run = (struct run){
        .o = { .site = str_c(p->site, keep),
               .to = p->to,
               .web_path = web_path(p, &t),
               .name = name_of_publisher(),
               .rules = set,
               .store = store,
               .keep_releases = kept ? kept : KEPT_RELEASES,
               .cache_tags = p->cache_tags || p->common.site.file.publish.cache_tags,
               .internal = p->internal || p->common.site.file.audience == SITE_INTERNAL,
               .release = p->release && !p->preview.len ? &release_mode : NULL,
               .wait = p->wait,
               .take_over = p->take_over,
               .repair = p->repair,
               .adopt = p->adopt,
               .allow_deletes = p->allow_deletes,
               .progress = isatty(STDERR_FILENO) ? progress : NULL,
               .progress_ctx = p },
        .keep = keep,
        .memory = &p->run_memory,
        .why = &p->why,
        .notes = &p->notes,
    };
    return -1;
}

void publisher_close(struct publisher *p)
{
    place_close(p->run.o.store);
    if (p->copy.len)
        fs_remove_tree(p->copy.ptr);
}

static void show_missing(const struct publisher *p)
{
    enum { MAX_SHOWN = 10 };
    const struct files_missing_list *all = &p->run.missing;
    for (ptrdiff_t i = 0; i < all->len && i < MAX_SHOWN; i++)
        fprintf(stderr, "plumb %s: %.*s refers to %.*s, which is not there\n", p->verb,
                FMT(all->ptr[i].from), FMT(all->ptr[i].key));
    if (all->len > MAX_SHOWN)
        fprintf(stderr, "plumb %s: and %td more\n", p->verb, all->len - MAX_SHOWN);
}

int publisher_apply(struct publisher *p)
{
    struct run *r = &p->run;
    if (plan_is_empty(&r->plan)) {
        enum run_result done = r->o.repair ? apply_run(r) : RUN_OK;
        publisher_lines(p, &p->notes, 0);
        p->notes.len = 0;
        if (done != RUN_OK)
            return publisher_lines(p, &p->why, EXIT_IO);
        printf("nothing to publish: by its manifest %.*s holds release %.*s, %td file%s%s\n",
               FMT(p->to), FMT(r->last.release), r->plan.n[PLAN_SAME],
               str_plural(r->plan.n[PLAN_SAME]),
               r->o.repair ? "" : "; --verify looks at what is there");
        return EXIT_GOOD;
    }
    p->began = time_mono_ns();
    enum run_result done = apply_run(r);
    if (p->shown)
        fputs("\r\033[K", stderr);
    show_missing(p);
    publisher_lines(p, &p->notes, 0);
    p->notes.len = 0;
    if (done == RUN_FAILED)
        buf_put(&p->why, S("\nnot finished; run the same command again to go on"));
    if (done != RUN_OK)
        return publisher_lines(p, &p->why, EXIT_IO);
    if (r->o.release) {
        printf("release %.*s is live at %.*s: %lld files sent, %lld copied\n", FMT(r->last.release),
               FMT(p->to), (long long)r->sent, (long long)r->copied);
        return EXIT_GOOD;
    }
    bool tags = r->plan.n_paths && str_starts(r->plan.paths[0], S("#"));
    printf("published %lld file%s to %.*s, deleted %td, invalidated %td %s%s\n", (long long)r->sent,
           str_plural(r->sent), FMT(p->to), r->plan.n[PLAN_DELETED], r->plan.n_paths,
           tags ? "cache tags and path" : "path", tags ? "s" : str_plural(r->plan.n_paths));
    return EXIT_GOOD;
}
