/* serve.c - one loop over the port, the watch and the child that builds. */
#include "serve/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/time.h"
#include "serve/watch.h"

enum {
    REPORT_MAX = 1 << 20,
    SHOWN_MAX = 1 << 14,
    QUIET_MS = 10, /* editors write a file in several steps */
    LOOK_MS = 1000,
    MS = 1000000,
};
#define NEVER INT64_MAX

struct loop {
    const struct serve *s;
    struct serve_http *http;
    struct serve_watch watch;
    struct arena scratch;
    sigset_t before; /* signals as the child wants them */
    int signals, pipe;
    pid_t child;
    int rev;
    int64_t due_ns; /* when to build next */
    int64_t began_ns;
    struct buf report;
    char *report_at;
    uint64_t told; /* hash of what was told last */
};

/* ---- the child ---- */

static _Noreturn void build(struct loop *l, int to)
{
    struct arena keep = arena_open(4 * REPORT_MAX);
    struct buf report = buf_open_cut(&keep, REPORT_MAX);
    sigprocmask(SIG_SETMASK, &l->before, NULL);
    l->s->build(l->s->ctx, &report);
    fflush(NULL);
    _exit(fs_append(to, buf_str(&report)) ? 3 : 0);
}

static void start(struct loop *l)
{
    int ends[2];
    l->due_ns = l->watch.fd < 0 || l->watch.full ? time_mono_ns() + (int64_t)LOOK_MS * MS : NEVER;
    serve_watch_changed(&l->watch); /* this build sees it */
    serve_watch_tree(&l->watch, l->s->dir, l->s->out, l->scratch);
    if (pipe2(ends, O_CLOEXEC))
        return;
    l->began_ns = time_mono_ns();
    l->child = fork();
    if (l->child == 0)
        build(l, ends[1]);
    close(ends[1]);
    l->pipe = ends[0];
    l->report = (struct buf){ .ptr = l->report_at, .max = REPORT_MAX, .cap = REPORT_MAX };
}

/* ---- what it reports ---- */

static void tell(struct loop *l, bool good, struct str text)
{
    struct arena scratch = l->scratch;
    struct buf json = buf_open(&scratch, 8 * SHOWN_MAX);
    bool cut = text.len > SHOWN_MAX / 4;
    struct str shown = str_sub(text, 0, str_rchar(str_sub(text, 0, SHOWN_MAX / 4), '\n') + 1);
    buf_fmt(&json, "{\"rev\":%d,\"good\":%s,\"more\":%s,\"text\":", l->rev, good ? "true" : "false",
            cut ? "true" : "false");
    buf_json(&json, cut ? shown : text);
    buf_char(&json, '}');
    if (l->told == str_hash(buf_str(&json)))
        return;
    l->told = str_hash(buf_str(&json));
    serve_http_tell(l->http, l->rev, buf_str(&json));
}

static void end(struct loop *l)
{
    int status = 0;
    struct str rest = buf_str(&l->report), head = str_line(&rest);
    struct cut c = str_cut(head, ' ');
    int64_t changed = 0;
    close(l->pipe);
    l->pipe = -1;
    waitpid(l->child, &status, 0);
    l->child = 0;
    bool said = c.ok && str_int64(c.head, &changed);
    for (struct str dir; said && (dir = str_line(&rest)).len;)
        serve_watch_dir(&l->watch, dir, l->scratch);
    if (changed)
        l->rev++;
    if (changed)
        fprintf(stderr, "plumb serve: %lld files in %lld ms\n", (long long)changed,
                (long long)((time_mono_ns() - l->began_ns) / MS));
    if (said)
        tell(l, str_equal(c.tail, S("1")), rest);
    else
        tell(l, false, S("the build ended before it was done; the terminal says why\n"));
}

/* True until the report is whole. */
static bool read_report(struct loop *l)
{
    char text[1 << 14];
    ssize_t n = read(l->pipe, text, sizeof text);
    if (n > 0)
        buf_put(&l->report, (struct str){ text, n });
    return n > 0 || (n < 0 && errno == EINTR);
}

/* ---- the loop ---- */

static int wait_ms(const struct loop *l)
{
    int ms = serve_http_wait(l->http);
    if (l->due_ns == NEVER || l->child)
        return ms;
    int64_t left = (l->due_ns - time_mono_ns() + MS - 1) / MS;
    left = left < 0 ? 0 : left;
    return ms < 0 || left < ms ? (int)left : ms;
}

static bool step(struct loop *l)
{
    enum { SIGNALS, HTTP, WATCH, REPORT, N };
    struct pollfd p[N] = { [SIGNALS] = { .fd = l->signals, .events = POLLIN },
                           [HTTP] = { .fd = serve_http_fd(l->http), .events = POLLIN },
                           [WATCH] = { .fd = l->watch.fd, .events = POLLIN },
                           [REPORT] = { .fd = l->pipe, .events = POLLIN } };
    if (poll(p, N, wait_ms(l)) < 0 && errno != EINTR)
        return false;
    if (p[SIGNALS].revents)
        return false;
    serve_http_run(l->http);
    if (p[WATCH].revents && serve_watch_changed(&l->watch))
        l->due_ns = time_mono_ns() + (int64_t)QUIET_MS * MS;
    if (p[REPORT].revents && !read_report(l))
        end(l);
    if (!l->child && l->due_ns <= time_mono_ns())
        start(l);
    return true;
}

static int catch_signals(sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, before);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

bool serve_run(const struct serve *s, struct arena *keep, struct str *why)
{
    struct loop l = { .s = s, .pipe = -1, .watch = serve_watch_open(s->poll) };
    l.http = serve_http_open(&s->http, keep, why);
    if (!l.http)
        return false;
    l.scratch = arena_open(4 * REPORT_MAX);
    l.report_at = arena_alloc(keep, 1, 16, REPORT_MAX);
    l.signals = catch_signals(&l.before);
    printf("http://127.0.0.1:%d/\n", serve_http_port(l.http));
    fflush(stdout);
    while (step(&l))
        ;
    serve_http_close(l.http);
    if (l.child) {
        kill(l.child, SIGTERM);
        waitpid(l.child, NULL, 0);
    }
    return true;
}
