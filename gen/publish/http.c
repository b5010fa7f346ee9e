/* http.c - libcurl's multi interface as transport: slots, retries, clock.
 *
 * A slot is one call from make() to done(): its memory, its easy handle, its attempts. A slot that
 * waits for its next attempt holds no connection; others run meanwhile, so a tenth of failing
 * requests costs a tenth of time, not a tenth of waiting. */
#include "publish/http.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/lazy.h"
#include "base/time.h"

#undef curl_easy_setopt /* macros that only count their arguments */
#undef curl_easy_getinfo
#undef curl_multi_setopt

/* Loaded when a bucket is first spoken to, see base/lazy.h; the Makefile knows the library's name. */
/* clang-format off */
#define FUNCTIONS(X) \
    X(curl_easy_cleanup) \
    X(curl_easy_getinfo) \
    X(curl_easy_init) \
    X(curl_easy_reset) \
    X(curl_easy_setopt) \
    X(curl_easy_strerror) \
    X(curl_getdate) \
    X(curl_global_cleanup) \
    X(curl_global_init) \
    X(curl_multi_add_handle) \
    X(curl_multi_cleanup) \
    X(curl_multi_info_read) \
    X(curl_multi_init) \
    X(curl_multi_perform) \
    X(curl_multi_poll) \
    X(curl_multi_remove_handle) \
    X(curl_multi_setopt) \
    X(curl_slist_append) \
    X(curl_slist_free_all)
/* clang-format on */
static struct {
#define X(f) __typeof__(f) *f;
    FUNCTIONS(X)
#undef X
} curl;

static bool load_curl(const char **why)
{
#define X(f) #f,
    static const char *const names[] = { FUNCTIONS(X) };
#undef X
    return lazy_load(LIBCURL, names, (void **)&curl, LEN(names), why);
}

enum {
    CONNECTIONS = 16,
    MAX_SLOTS = 2 * HTTP_MAX_CONNECTIONS + 8,
    SLOT_MEMORY = 1 << 20,
    MAX_ANSWER = 1 << 16,
    MAX_ATTEMPTS = 8,
    MAX_REFUSALS = 3, /* nobody listens, no such host: waiting rarely helps */
    FIRST_WAIT_MS = 60,
    LONGEST_WAIT_MS = 5000,
    LONGEST_RETRY_AFTER_S = 30,
    CONNECT_MS = 10000,
    STALL_SECONDS = 30,
    FIRST_ATTEMPTS = 3, /* of a server that has never answered: it may be no server */
    FIRST_STALL_SECONDS = 10,
    FIRST_HEADERS = 4096,
    SILENCE_SECONDS = 5, /* then people are told */
    MAX_SKEWS = 2,
    MS = 1000000,
};

struct running { /* a batch at work; alive() may begin another one */
    const struct http_batch *b;
    struct arena *keep; /* where answers' bodies go, or NULL */
    ptrdiff_t next;
    int64_t asked_ns; /* alive() */
    bool stopped;
};

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_RUNNING };
struct slot {
    enum slot_state state;
    struct http *http;
    CURL *easy;
    struct curl_slist *list;
    struct arena whole, work; /* whole: all of its memory; work: behind the call */
    ptrdiff_t index;
    struct http_call call;
    struct http_answer answer;
    struct buf body, headers;
    struct running *run;
    int64_t wake_ns, read_at, moved_ns; /* moved: when bytes went either way */
    int fd, refusals, skews;
    bool fresh_key, retry_after_set;
    int retry_after_s;
    char error[CURL_ERROR_SIZE];
};
struct http {
    CURLM *multi;
    struct slot slots[MAX_SLOTS];
    struct http_options o;
    int n_slots, connections, running;
    int64_t skew; /* server's clock minus ours, seconds */
    uint64_t random;
    const char *ca_bundle;
    int64_t told_ns; /* when silence was told last, 0: never */
    bool heard /* some answer has come */;
};

void http_tell(const struct http *h, struct str line)
{
    if (h->o.say)
        h->o.say(h->o.say_ctx, line);
}

struct str http_header(const struct http_answer *a, const char *name)
{
    for (struct str rest = a->headers; rest.len;) {
        struct cut c = str_cut(str_line(&rest), ':');
        if (str_equal_nocase(c.head, str_of(name)))
            return c.tail;
    }
    return S("");
}

struct http *http_open(const struct http_options *o, struct arena *memory, struct buf *why)
{
    int connections = o->connections;
    const char *missing = NULL;
    if (!load_curl(&missing)) {
        buf_fmt(why, "a bucket is reached through libcurl, which is not there: %s\n", missing);
        return NULL;
    }
    curl.curl_global_init(CURL_GLOBAL_DEFAULT);
    struct http *h = NEW(memory, struct http, 1);
    h->connections = connections <= 0                     ? CONNECTIONS
                     : connections > HTTP_MAX_CONNECTIONS ? HTTP_MAX_CONNECTIONS
                                                          : connections;
    h->n_slots = 2 * h->connections + 8;
    h->o = *o;
    h->random = (uint64_t)time_mono_ns() | 1;
    static const char *const bundles[] = { "AWS_CA_BUNDLE", NULL, "CURL_CA_BUNDLE",
                                           "SSL_CERT_FILE" };
    for (ptrdiff_t i = 0; i < LEN(bundles) && !(h->ca_bundle && h->ca_bundle[0]); i++)
        h->ca_bundle = bundles[i] ? getenv(bundles[i]) : o->ca.len ? str_c(o->ca, memory) : NULL;
    h->multi = curl.curl_multi_init();
    if (!h->multi)
        arena_full(1);
    curl.curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)h->connections);
    curl.curl_multi_setopt(h->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, h->connections + 1L);
    for (int i = 0; i < h->n_slots; i++) {
        if (!arena_room(memory, SLOT_MEMORY))
            arena_full(SLOT_MEMORY);
        char *p = memory->beg; /* carved off untouched: a page costs memory when it is used */
        memory->beg += SLOT_MEMORY;
        h->slots[i] =
            (struct slot){ .http = h, .whole = { .beg = p, .end = p + SLOT_MEMORY }, .fd = -1 };
    }
    return h;
}

static void slot_end(struct slot *s)
{
    curl.curl_slist_free_all(s->list);
    s->list = NULL;
    if (s->fd >= 0)
        (void)fs_close(s->fd);
    s->fd = -1;
}

void http_close(struct http *h)
{
    if (!h)
        return;
    for (int i = 0; i < h->n_slots; i++) {
        slot_end(&h->slots[i]);
        curl.curl_easy_cleanup(h->slots[i].easy);
    }
    curl.curl_multi_cleanup(h->multi);
    curl.curl_global_cleanup();
}

/* ---- one attempt ---------------------------------------------------------------------------- */

static size_t on_read(char *to, size_t size, size_t n, void *user)
{
    struct slot *s = user;
    int64_t room = (int64_t)(size * n), left = s->call.size - s->read_at;
    int64_t want = left < room ? left : room;
    if (want <= 0)
        return 0;
    if (s->fd < 0) {
        memcpy(to, s->call.body.ptr + s->read_at, (size_t)want);
    } else {
        ptrdiff_t got = fs_read_at(s->fd, s->call.at + s->read_at, to, (ptrdiff_t)want);
        if (got <= 0) /* the file became shorter, or cannot be read any more */
            return CURL_READFUNC_ABORT;
        want = got;
    }
    s->read_at += want;
    s->moved_ns = time_mono_ns();
    return (size_t)want;
}

static int on_seek(void *user, curl_off_t offset, int origin)
{
    struct slot *s = user;
    if (origin != SEEK_SET)
        return CURL_SEEKFUNC_CANTSEEK;
    s->read_at = offset;
    return CURL_SEEKFUNC_OK;
}

static size_t on_write(char *data, size_t size, size_t n, void *user)
{
    struct slot *s = user;
    s->moved_ns = time_mono_ns();
    buf_put(&s->body, (struct str){ data, (ptrdiff_t)(size * n) });
    return s->body.over ? 0 : size * n;
}

static size_t on_header(char *data, size_t size, size_t n, void *user)
{
    struct slot *s = user;
    struct cut c = str_cut((struct str){ data, (ptrdiff_t)(size * n) }, ':');
    struct str value = str_trim(c.tail);
    if (!c.ok)
        return size * n;
    buf_fmt(&s->headers, "%.*s:%.*s\n", FMT(c.head), FMT(value));
    if (str_equal_nocase(c.head, S("date")))
        s->answer.date = (int64_t)curl.curl_getdate(str_c(value, &s->work), NULL);
    int64_t seconds;
    if (str_equal_nocase(c.head, S("retry-after")) && str_int64(value, &seconds)) {
        s->retry_after_set = seconds >= 0;
        s->retry_after_s = seconds < LONGEST_RETRY_AFTER_S ? (int)seconds : LONGEST_RETRY_AFTER_S;
    }
    return size * n;
}

static void add_header(struct slot *s, struct str name, struct str value)
{
    const char *line =
        str_fmt(&s->work, "%.*s:%s%.*s%c", FMT(name), value.len ? " " : "", FMT(value), '\0').ptr;
    struct curl_slist *more = curl.curl_slist_append(s->list, line);
    if (!more)
        arena_full(name.len + value.len);
    s->list = more;
}

/* Host and the call's headers, signed with the time there. */
static bool put_headers(struct slot *s)
{
    const struct http_call *c = &s->call;
    bool plain = c->plain || !s->http->o.key;
    const struct sign_key *key = plain ? NULL : s->http->o.key(s->http->o.key_ctx, s->fresh_key);
    struct sign_header all[HTTP_MAX_HEADERS + 1];
    s->fresh_key = false;
    if (!key && !plain)
        return false;
    all[0] = (struct sign_header){ S("Host"),
                                   str_from(c->to->base, str_find(c->to->base, S("://")) + 3) };
    for (int i = 0; i < c->n_headers; i++)
        all[i + 1] = c->headers[i];
    struct sign_request r = {
        .method = c->method,
        .path = c->path,
        .query = c->query,
        .headers = all,
        .n_headers = c->n_headers + 1,
        .payload = c->payload,
        .send_payload = c->to->s3,
        .path_as_sent = c->to->s3,
        .region = c->to->region,
        .service = c->to->service,
        .time = time_now() + s->http->skew,
    };
    struct signature signature = { .n_added = 0 };
    if (!plain)
        signature = sign(&r, key, &s->work);
    for (int i = 0; i < r.n_headers; i++)
        add_header(s, all[i].name, all[i].value);
    for (int i = 0; i < signature.n_added; i++)
        add_header(s, signature.added[i].name, signature.added[i].value);
    add_header(s, S("Expect"), S("")); /* one round trip less */
    return true;
}

static void put_method(struct slot *s)
{
    const struct http_call *c = &s->call;
    CURL *e = s->easy;
    if (str_equal(c->method, S("HEAD"))) {
        curl.curl_easy_setopt(e, CURLOPT_NOBODY, 1L);
    } else if (str_equal(c->method, S("PUT"))) {
        curl.curl_easy_setopt(e, CURLOPT_UPLOAD, 1L);
        curl.curl_easy_setopt(e, CURLOPT_INFILESIZE_LARGE, (curl_off_t)c->size);
        curl.curl_easy_setopt(e, CURLOPT_READFUNCTION, on_read);
        curl.curl_easy_setopt(e, CURLOPT_READDATA, s);
        curl.curl_easy_setopt(e, CURLOPT_SEEKFUNCTION, on_seek);
        curl.curl_easy_setopt(e, CURLOPT_SEEKDATA, s);
    } else if (str_equal(c->method, S("POST"))) {
        curl.curl_easy_setopt(e, CURLOPT_POST, 1L);
        curl.curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)c->body.len);
        curl.curl_easy_setopt(e, CURLOPT_POSTFIELDS, c->body.ptr);
    } else if (!str_equal(c->method, S("GET"))) {
        curl.curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, str_c(c->method, &s->work));
    }
}

static void put_options(struct slot *s)
{
    const struct http_call *c = &s->call;
    CURL *e = s->easy;
    const char *url = str_fmt(&s->work, "%.*s%.*s%s%.*s%c", FMT(c->to->base), FMT(c->path),
                              c->query.len ? "?" : "", FMT(c->query), '\0')
                          .ptr;
    curl.curl_easy_setopt(e, CURLOPT_URL, url);
    curl.curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L); /* keys may hold dot parts */
    curl.curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl.curl_easy_setopt(e, CURLOPT_HTTPHEADER, s->list);
    curl.curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl.curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS,
                          c->patience_s ? c->patience_s * 1000L : (long)CONNECT_MS);
    curl.curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)c->patience_s);
    curl.curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl.curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME,
                          (long)(s->http->heard ? STALL_SECONDS : FIRST_STALL_SECONDS));
    curl.curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_write);
    curl.curl_easy_setopt(e, CURLOPT_WRITEDATA, s);
    curl.curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
    curl.curl_easy_setopt(e, CURLOPT_HEADERDATA, s);
    curl.curl_easy_setopt(e, CURLOPT_ERRORBUFFER, s->error);
    curl.curl_easy_setopt(e, CURLOPT_PRIVATE, s);
    if (s->http->ca_bundle && s->http->ca_bundle[0])
        curl.curl_easy_setopt(e, CURLOPT_CAINFO, s->http->ca_bundle);
}

static void finish(struct slot *s)
{
    const struct http_batch *b = s->run->b;
    s->state = SLOT_FREE;
    s->answer.body = buf_str(&s->body);
    s->answer.headers = buf_str(&s->headers);
    if (!b->done(b->ctx, s->index, &s->call, &s->answer))
        s->run->stopped = true;
}

static void fail(struct slot *s, const char *why)
{
    s->answer.status = 0;
    s->answer.why = str_copy(str_of(why), &s->work);
    finish(s);
}

/* Starts an attempt. The answer of an earlier one is forgotten. */
static void start(struct slot *s)
{
    int attempts = s->answer.attempts + 1;
    s->answer = (struct http_answer){ .attempts = attempts };
    s->headers = buf_open_cut(&s->work, MAX_ANSWER);
    s->headers.ptr = NEW(&s->work, char, FIRST_HEADERS); /* before the body, which grows in place */
    s->headers.cap = FIRST_HEADERS;
    s->body = buf_open_cut(s->run->keep ? s->run->keep : &s->work,
                           s->call.max_answer ? s->call.max_answer : MAX_ANSWER);
    s->read_at = 0;
    s->retry_after_set = false;
    s->error[0] = '\0';
    if (s->call.file && s->fd < 0) {
        (void)fs_open(s->call.file, &s->fd);
        if (s->fd < 0) {
            fail(s, s->call.file);
            return;
        }
    }
    if (!s->easy && !(s->easy = curl.curl_easy_init()))
        arena_full(1);
    curl.curl_easy_reset(s->easy);
    if (!put_headers(s)) {
        fail(s, "the credentials have expired and no new ones can be had");
        return;
    }
    put_options(s);
    put_method(s);
    s->state = SLOT_RUNNING;
    s->moved_ns = time_mono_ns();
    s->http->running++;
    curl.curl_multi_add_handle(s->http->multi, s->easy);
}

/* ---- after an attempt ----------------------------------------------------------------------- */

static uint64_t random_below(struct http *h, uint64_t n)
{
    h->random ^= h->random << 13; /* xorshift: spread, not secrecy */
    h->random ^= h->random >> 7;
    h->random ^= h->random << 17;
    return h->random % n;
}

static void wait_for_next(struct slot *s)
{
    int64_t longest = FIRST_WAIT_MS;
    for (int i = 1; i < s->answer.attempts && longest < LONGEST_WAIT_MS; i++)
        longest *= 2;
    longest = longest < LONGEST_WAIT_MS ? longest : LONGEST_WAIT_MS;
    int64_t ms = (int64_t)random_below(s->http, (uint64_t)longest) + 1;
    if (s->retry_after_set && ms < s->retry_after_s * 1000)
        ms = s->retry_after_s * 1000;
    s->state = SLOT_WAITING;
    s->wake_ns = time_mono_ns() + ms * MS;
}

static bool has_code(const struct slot *s, struct str code)
{
    return s->answer.status >= 400 && str_find(buf_str(&s->body), code) >= 0;
}

/* Our clock is wrong: the next attempt uses the server's. */
static bool mend_clock(struct slot *s)
{
    if (!has_code(s, S("RequestTimeTooSkewed")) || !s->answer.date || s->skews == MAX_SKEWS)
        return false;
    s->skews++;
    s->http->skew = s->answer.date - time_now();
    return true;
}

static bool mend_token(struct slot *s)
{
    if (s->fresh_key || s->answer.attempts > 2 || !has_code(s, S("ExpiredToken")))
        return false;
    s->fresh_key = true;
    return true;
}

static bool is_passing(const struct slot *s, CURLcode code)
{
    static const int passing[] = { 429, 500, 502, 503, 504 };
    static const CURLcode final[] = {
        CURLE_URL_MALFORMAT,      CURLE_UNSUPPORTED_PROTOCOL, CURLE_PEER_FAILED_VERIFICATION,
        CURLE_SSL_CACERT_BADFILE, CURLE_WRITE_ERROR,          CURLE_ABORTED_BY_CALLBACK,
    };
    for (ptrdiff_t i = 0; code != CURLE_OK && i < LEN(final); i++)
        if (code == final[i])
            return false;
    if (code != CURLE_OK)
        return s->refusals < MAX_REFUSALS;
    for (ptrdiff_t i = 0; i < LEN(passing); i++)
        if (s->answer.status == passing[i])
            return true;
    return has_code(s, S("<Code>RequestTimeout</Code>"));
}

static int most_attempts(const struct http *h)
{
    return h->heard ? MAX_ATTEMPTS : FIRST_ATTEMPTS;
}

/* A server that says nothing is no reason to say nothing. */
static void tell_silence(struct http *h)
{
    int64_t now = time_mono_ns(), patience = SILENCE_SECONDS * 1000 * (int64_t)MS;
    if (h->told_ns && now - h->told_ns < STALL_SECONDS * 1000 * (int64_t)MS)
        return;
    for (int i = 0; i < h->n_slots; i++) {
        struct slot *s = &h->slots[i];
        if (s->state != SLOT_RUNNING || now - s->moved_ns < patience)
            continue;
        h->told_ns = now;
        struct arena scratch = s->work;
        http_tell(h, str_fmt(&scratch, "no answer from %.*s for %d s, attempt %d of %d; waiting",
                             FMT(s->call.to->base), (int)((now - s->moved_ns) / MS / 1000),
                             s->answer.attempts, most_attempts(h)));
        return;
    }
}

static void ended(struct slot *s, CURLcode code)
{
    long status = 0;
    curl.curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
    curl.curl_multi_remove_handle(s->http->multi, s->easy);
    s->http->running--;
    s->answer.status = code == CURLE_OK ? (int)status : 0;
    s->refusals += code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST;
    slot_end(s);
    s->http->heard |= code == CURLE_OK;
    bool again =
        s->answer.attempts < most_attempts(s->http) && s->work.end - s->work.beg > SLOT_MEMORY / 4;
    if (again && (mend_clock(s) || mend_token(s))) {
        s->state = SLOT_WAITING;
        s->wake_ns = 0;
    } else if (again && is_passing(s, code)) {
        wait_for_next(s);
    } else if (code == CURLE_OK) {
        finish(s);
    } else if (s->body.over) {
        fail(s, "the answer is too large");
    } else {
        fail(s, s->error[0] ? s->error : curl.curl_easy_strerror(code));
    }
}

/* ---- many calls ----------------------------------------------------------------------------- */

static void make(struct slot *s, struct running *r)
{
    struct http *h = s->http;
    CURL *easy = s->easy;
    struct arena whole = s->whole;
    *s = (struct slot){ .http = h,
                        .easy = easy,
                        .whole = whole,
                        .work = whole,
                        .fd = -1,
                        .index = r->next++,
                        .run = r };
    r->b->make(r->b->ctx, s->index, &s->work, &s->call);
    if (!s->call.file)
        s->call.size = s->call.body.len;
    if (!s->call.payload.len)
        s->call.payload = sha256_hex(sha256_of(s->call.body), &s->work);
}

/* Starts what may start; returns the time until something else may, in ms. */
static int start_some(struct http *h, struct running *r)
{
    int64_t now = time_mono_ns(), soonest = now + 1000 * (int64_t)MS;
    for (int i = 0; i < h->n_slots && h->running < h->connections; i++) {
        struct slot *s = &h->slots[i];
        if (s->state == SLOT_WAITING && s->run->stopped)
            s->state = SLOT_FREE;
        if (s->state == SLOT_WAITING && s->wake_ns <= now) {
            start(s);
        } else if (s->state == SLOT_WAITING) {
            soonest = s->wake_ns < soonest ? s->wake_ns : soonest;
        } else if (s->state == SLOT_FREE && r->next < r->b->n && !r->stopped) {
            make(s, r);
            start(s);
        }
    }
    return (int)((soonest - now + MS - 1) / MS);
}

static bool is_busy(const struct http *h, const struct running *r)
{
    for (int i = 0; i < h->n_slots; i++)
        if (h->slots[i].state != SLOT_FREE && h->slots[i].run == r)
            return true;
    return false;
}

static void ask_alive(struct running *r)
{
    int64_t now = time_mono_ns();
    if (!r->b->alive || now - r->asked_ns < 1000 * (int64_t)MS)
        return;
    r->asked_ns = now;
    r->stopped |= !r->b->alive(r->b->ctx);
}

/* A batch that alive() begins takes a connection like any other. */
static void run(struct http *h, const struct http_batch *b, struct arena *keep)
{
    struct running r = { .b = b, .keep = keep, .asked_ns = time_mono_ns() };
    int most = h->connections;
    if (h->running >= most)
        h->connections = h->running + 1;
    do {
        int left, wait_ms = start_some(h, &r);
        curl.curl_multi_perform(h->multi, &left);
        bool ends = false;
        for (CURLMsg *m; (m = curl.curl_multi_info_read(h->multi, &left));) {
            struct slot *s = NULL;
            if (m->msg != CURLMSG_DONE)
                continue;
            curl.curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&s);
            ended(s, m->data.result);
            ends = true;
        }
        tell_silence(h);
        ask_alive(&r);
        if (!ends && is_busy(h, &r))
            curl.curl_multi_poll(h->multi, NULL, 0, wait_ms, NULL);
    } while (is_busy(h, &r) || (r.next < b->n && !r.stopped));
    h->connections = most;
}

void http_run(struct http *h, const struct http_batch *b)
{
    run(h, b, NULL);
}

struct one {
    const struct http_call *call;
    struct http_answer answer;
    struct arena *keep;
};

static void one_make(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out)
{
    struct one *o = ctx;
    (void)i, (void)memory;
    *out = *o->call;
}

static bool one_done(void *ctx, ptrdiff_t i, const struct http_call *call,
                     const struct http_answer *a)
{
    struct one *o = ctx;
    (void)i, (void)call;
    o->answer = *a;
    o->answer.headers = str_copy(a->headers, o->keep);
    o->answer.why = str_copy(a->why, o->keep);
    return true;
}

struct http_answer http_one(struct http *h, const struct http_call *call, struct arena *keep)
{
    struct one o = { .call = call, .keep = keep };
    struct http_batch b = { .n = 1, .ctx = &o, .make = one_make, .done = one_done };
    run(h, &b, keep);
    return o.answer;
}
