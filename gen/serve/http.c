/* http.c - libmicrohttpd on loopback, driven from outside: one thread, one loop, which may fork. */
#include "serve/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/lazy.h"
#include "base/path.h"
#include "base/root.h"
#include "base/tag.h"
#include "base/time.h"

/* Loaded when a folder is first served, see base/lazy.h; the Makefile knows the library's name. */
/* clang-format off */
#define FUNCTIONS(X) \
    X(MHD_add_response_header) \
    X(MHD_create_response_from_buffer) \
    X(MHD_create_response_from_callback) \
    X(MHD_destroy_response) \
    X(MHD_get_daemon_info) \
    X(MHD_get_timeout) \
    X(MHD_lookup_connection_value) \
    X(MHD_queue_response) \
    X(MHD_resume_connection) \
    X(MHD_run) \
    X(MHD_start_daemon) \
    X(MHD_stop_daemon) \
    X(MHD_suspend_connection)
/* clang-format on */
static struct {
#define X(f) __typeof__(f) *f;
    FUNCTIONS(X)
#undef X
} mhd;

static bool load_mhd(const char **why)
{
#define X(f) #f,
    static const char *const names[] = { FUNCTIONS(X) };
#undef X
    return lazy_load(LIBMICROHTTPD, names, (void **)&mhd, LEN(names), why);
}

enum {
    LISTENERS = 64,
    EVENT_MAX = 1 << 16,
    FILE_MAX = 1 << 28,
    BEAT_MS = 15000, /* who went away is noticed by what is sent */
    MS = 1000000,
};
#define EVENTS "/.plumb/events"

struct listener {
    struct serve_http *http;
    struct MHD_Connection *connection; /* NULL: free */
    bool waits, beat;
    int number;          /* of the event it gets */
    ptrdiff_t sent, len; /* so much of it */
};
struct serve_http {
    struct serve_http_options o;
    struct MHD_Daemon *daemon;
    struct arena scratch;
    bool closing;
    int port, fd, rev, number;
    int64_t beat_ns;
    ptrdiff_t event_len;
    char event[EVENT_MAX]; /* the last one, as it is sent */
    struct listener listeners[LISTENERS];
};

/* ---- answers ---- */

static enum MHD_Result send_body(struct MHD_Connection *c, int status, const char *type,
                                 struct str body, const char *name, const char *value)
{
    struct MHD_Response *r = mhd.MHD_create_response_from_buffer(
        (size_t)body.len, (void *)(uintptr_t)(body.ptr ? body.ptr : ""), MHD_RESPMEM_MUST_COPY);
    if (!r)
        return MHD_NO;
    mhd.MHD_add_response_header(r, "Content-Type", type);
    mhd.MHD_add_response_header(r, "Cache-Control", "no-store");
    mhd.MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    mhd.MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    if (name)
        mhd.MHD_add_response_header(r, name, value);
    enum MHD_Result done = mhd.MHD_queue_response(c, (unsigned)status, r);
    mhd.MHD_destroy_response(r);
    return done;
}

static enum MHD_Result send_text(struct MHD_Connection *c, int status, struct str text)
{
    return send_body(c, status, "text/plain; charset=utf-8", text, NULL, NULL);
}

static enum MHD_Result send_page(struct serve_http *h, struct MHD_Connection *c, int status,
                                 struct str html, struct arena *scratch)
{
    struct buf page = buf_open(scratch, html.len + 1024);
    buf_put(&page, html);
    buf_char(&page, '\n');
    tag_with(&page, "script", { "src", { S(EVENTS ".js") } },
             { "data-rev", { str_fmt(scratch, "%d", h->rev) } }, { "data-events", { S(EVENTS) } });
    tag_end_line(&page, "script");
    return send_body(c, status, "text/html; charset=utf-8", buf_str(&page), NULL, NULL);
}

static struct str no_page(struct arena *scratch)
{
    struct buf b = buf_open(scratch, 1024);
    tag_doctype(&b);
    tag_text(&b, "title", S("plumb serve"));
    tag_text(&b, "p", S("There is no such page yet."));
    return buf_str(&b);
}

static enum MHD_Result send_missing(struct serve_http *h, struct MHD_Connection *c,
                                    const struct root *r, struct arena *scratch)
{
    struct str page;
    if (root_read(r, S("404.html"), FILE_MAX, scratch, &page, NULL))
        page = no_page(scratch);
    return send_page(h, c, MHD_HTTP_NOT_FOUND, page, scratch);
}

static bool has_dot_part(struct str path)
{
    return str_starts(path, S(".")) || str_find(path, S("/.")) >= 0 || str_char(path, '\0') >= 0;
}

static enum MHD_Result send_file(struct serve_http *h, struct MHD_Connection *c, struct str url,
                                 struct arena scratch)
{
    struct root r = { .fd = -1 };
    struct fs_entry e;
    struct str path = url_decode(str_from(url, 1), &scratch), text;
    int error = root_open(str_c(h->o.dir, &scratch), &r);
    bool folder = !path.len || str_ends(path, S("/"));
    if (!error && !folder && !has_dot_part(path) && !root_stat(&r, path, &e) && e.is_dir) {
        root_close(&r);
        return send_body(c, MHD_HTTP_FOUND, "text/plain", S(""), "Location",
                         str_fmt(&scratch, "%.*s/%c", FMT(url), 0).ptr);
    }
    path = folder ? str_join(path, S("index.html"), &scratch) : path;
    if (!error)
        error = has_dot_part(path) ? ENOENT : root_read(&r, path, FILE_MAX, &scratch, &text, NULL);
    enum MHD_Result done =
        error ? send_missing(h, c, &r, &scratch)
        : str_ends(path, S(".html"))
            ? send_page(h, c, MHD_HTTP_OK, text, &scratch)
            : send_body(c, MHD_HTTP_OK, str_c(h->o.type(path, &scratch), &scratch), text, NULL,
                        NULL);
    root_close(&r);
    return done;
}

/* ---- events ---- */

/* The next bytes for a listener; without any it sleeps until it is woken. Who is in the middle of an event when
 * the next one comes is cut off, comes again and gets that. */
static ssize_t read_events(void *cls, uint64_t at, char *to, size_t max)
{
    struct listener *l = cls;
    struct serve_http *h = l->http;
    bool middle = l->sent < l->len;
    (void)at;
    if (h->closing || (l->number != h->number && middle))
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (l->number != h->number)
        l->sent = 0;
    l->number = h->number;
    l->len = h->event_len;
    ptrdiff_t n = l->len - l->sent;
    n = n > (ptrdiff_t)max ? (ptrdiff_t)max : n;
    memcpy(to, h->event + l->sent, (size_t)n);
    l->sent += n;
    if (n)
        return n;
    if (l->beat && max > 2) {
        l->beat = false;
        memcpy(to, ":\n\n", 3);
        return 3;
    }
    l->waits = true;
    mhd.MHD_suspend_connection(l->connection);
    return 0;
}

static void forget_listener(void *cls)
{
    ((struct listener *)cls)->connection = NULL;
}

static enum MHD_Result send_events(struct serve_http *h, struct MHD_Connection *c)
{
    struct listener *l = NULL;
    for (int i = 0; i < LISTENERS && !l; i++)
        if (!h->listeners[i].connection)
            l = &h->listeners[i];
    if (!l)
        return send_text(c, MHD_HTTP_SERVICE_UNAVAILABLE, S("too many pages are open\n"));
    *l = (struct listener){ h, c, .number = h->number }; /* what is the case now comes first */
    struct MHD_Response *r = mhd.MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1 << 15,
                                                                   read_events, l, forget_listener);
    if (!r)
        return MHD_NO;
    mhd.MHD_add_response_header(r, "Content-Type", "text/event-stream");
    mhd.MHD_add_response_header(r, "Cache-Control", "no-store");
    enum MHD_Result done = mhd.MHD_queue_response(c, MHD_HTTP_OK, r);
    mhd.MHD_destroy_response(r);
    return done;
}

static void wake(struct serve_http *h, bool beat)
{
    h->beat_ns = time_mono_ns();
    for (int i = 0; i < LISTENERS; i++) {
        struct listener *l = &h->listeners[i];
        if (!l->connection || !l->waits)
            continue;
        l->waits = false;
        l->beat = beat;
        mhd.MHD_resume_connection(l->connection);
    }
    mhd.MHD_run(h->daemon); /* it is not polled for who was woken: */
    mhd.MHD_run(h->daemon); /* the first run takes them back, the second hears them */
}

void serve_http_tell(struct serve_http *h, int rev, struct str json)
{
    int n = snprintf(h->event, EVENT_MAX, "data: %.*s\n\n", FMT(json));
    h->event_len = n < EVENT_MAX ? n : 0;
    h->rev = rev;
    h->number++;
    wake(h, false);
}

/* ---- requests ---- */

static bool is_own_host(const struct serve_http *h, const char *host)
{
    static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
    char own[64];
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        snprintf(own, sizeof own, "%s:%d", names[i], h->port);
        if (str_equal_nocase(str_of(host), str_of(own)))
            return true;
    }
    return false;
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *body,
                              size_t *body_len, void **state)
{
    struct serve_http *h = cls;
    struct str path = str_of(url), verb = str_of(method);
    (void)version, (void)body;
    if (!*state) { /* the head is there; the rest comes */
        *state = h;
        return MHD_YES;
    }
    *body_len = 0;
    if (!is_own_host(h, mhd.MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host")))
        return send_text(c, MHD_HTTP_FORBIDDEN, S("this is another host\n"));
    if (!str_equal(verb, S("GET")) && !str_equal(verb, S("HEAD")))
        return send_body(c, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain", S("pages are only read\n"),
                         "Allow", "GET, HEAD");
    if (str_equal(path, S(EVENTS)))
        return send_events(h, c);
    if (str_equal(path, S(EVENTS ".js")))
        return send_body(c, MHD_HTTP_OK, "text/javascript; charset=utf-8", h->o.script, NULL, NULL);
    return send_file(h, c, path, h->scratch);
}

/* ---- opening ---- */

static int listen_on(int port, int *found)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof at;
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&at, len) || listen(fd, LISTENERS) ||
        getsockname(fd, (struct sockaddr *)&at, &len)) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    *found = ntohs(at.sin_port);
    return fd;
}

struct serve_http *serve_http_open(const struct serve_http_options *o, struct arena *keep,
                                   struct str *why)
{
    struct serve_http *h = NEW(keep, struct serve_http, 1);
    const char *said;
    h->o = *o;
    if (!load_mhd(&said)) {
        *why = str_fmt(keep, "libmicrohttpd is not there: %s", said);
        return NULL;
    }
    h->scratch = arena_open((ptrdiff_t)2 * FILE_MAX);
    int fd = listen_on(o->port, &h->port);
    if (fd >= 0)
        h->daemon = mhd.MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
                                         answer, h, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_END);
    if (!h->daemon) {
        *why = str_fmt(keep, "port %d: %s", o->port, fs_error(errno));
        return NULL;
    }
    h->fd = mhd.MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    h->beat_ns = time_mono_ns();
    return h;
}

void serve_http_close(struct serve_http *h)
{
    h->closing = true;
    wake(h, false); /* who sleeps must be awake before the end */
    mhd.MHD_stop_daemon(h->daemon);
}

int serve_http_port(const struct serve_http *h)
{
    return h->port;
}

int serve_http_fd(const struct serve_http *h)
{
    return h->fd;
}

int serve_http_wait(const struct serve_http *h)
{
    MHD_UNSIGNED_LONG_LONG ms;
    int64_t beat = BEAT_MS - (time_mono_ns() - h->beat_ns) / MS;
    if (mhd.MHD_get_timeout(h->daemon, &ms) == MHD_YES && (int64_t)ms < beat)
        beat = (int64_t)ms;
    return beat < 0 ? 0 : (int)beat;
}

void serve_http_run(struct serve_http *h)
{
    if (time_mono_ns() - h->beat_ns > (int64_t)BEAT_MS * MS)
        wake(h, true);
    mhd.MHD_run(h->daemon);
}
