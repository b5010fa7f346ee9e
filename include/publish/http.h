/* http.h - signed requests, many at a time: connections reused, failures tried again, the clock
 * corrected. The one home of libcurl.
 *
 * Tried again, with a random wait that doubles: 429, 500, 502, 503, 504, cut or refused
 * connections, RequestTimeout. A RequestTimeTooSkewed sets our clock by the answer's Date; an
 * ExpiredToken asks for new credentials. Everything else goes to the caller. */
#ifndef PUBLISH_HTTP_H
#define PUBLISH_HTTP_H
#include "base/buf.h"
#include "publish/sign.h"

enum { HTTP_MAX_HEADERS = 28, HTTP_MAX_CONNECTIONS = 64 };

struct http_service { /* what to sign for */
    struct str base;  /* "https://host[:port]", without a path */
    struct str region, service;
    bool s3; /* path signed as sent, payload hash sent */
};
struct http_call {
    const struct http_service *to;
    struct str method, path, query; /* as sent */
    struct sign_header headers[HTTP_MAX_HEADERS];
    int n_headers;
    struct str body;      /* or: */
    const char *file;     /* body is this file, … */
    int64_t size;         /* … of so many bytes */
    int64_t at;           /* … from this place on */
    struct str payload;   /* SHA-256 of the body in hex; empty: computed from body */
    ptrdiff_t max_answer; /* 0: 64 kB */
    bool plain;           /* not signed: as anybody would ask */
    int patience_s;       /* one attempt, given up after so many seconds; 0: as ever */
};
struct http_answer {
    int status; /* 0: none came; why says it */
    int attempts;
    struct str body;
    struct str headers; /* "name:value" by lines, as they came */
    int64_t date;       /* of the server, 0: unknown */
    struct str why;
};
/* The value of a header; empty when it did not come. */
struct str http_header(const struct http_answer *a, const char *name);
struct http_batch {
    ptrdiff_t n;
    void *ctx;
    /* Fills call i; what it needs may live in memory until done() returns. */
    void (*make)(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out);
    /* False: start no further calls. */
    bool (*done)(void *ctx, ptrdiff_t i, const struct http_call *call, const struct http_answer *a);
    /* Called about once a second; false: start no further calls. May make calls of its own, and may be
     * NULL. */
    bool (*alive)(void *ctx);
};
/* The key to sign with; fresh: the last one has expired. NULL when there is none. */
typedef const struct sign_key *http_key(void *ctx, bool fresh);

typedef void http_say(void *ctx, struct str line); /* what people should know at once */

struct http;
struct http_options {
    int connections; /* 0: 16 */
    http_key *key;   /* NULL: nothing is signed */
    void *key_ctx;
    http_say *say; /* may be NULL */
    void *say_ctx;
    struct str ca; /* file of certificates, of the profile; the environment's wins */
};
/* Memory for requests comes from memory, whose owner must leave it alone. NULL with the reason in
 * why when libcurl is not installed. */
struct http *http_open(const struct http_options *o, struct arena *memory, struct buf *why);
void http_tell(const struct http *h, struct str line);
void http_close(struct http *h);
/* Until every call is done, or done() said stop and those under way have ended. */
void http_run(struct http *h, const struct http_batch *b);
/* One call; the answer lives in keep. */
struct http_answer http_one(struct http *h, const struct http_call *call, struct arena *keep);
#endif
