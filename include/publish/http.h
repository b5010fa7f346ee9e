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

enum { HTTP_MAX_HEADERS = 12, HTTP_MAX_CONNECTIONS = 64 };

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
    struct str payload;   /* SHA-256 of the body in hex; empty: computed from body */
    ptrdiff_t max_answer; /* 0: 64 kB */
};
struct http_answer {
    int status; /* 0: none came; why says it */
    int attempts;
    struct str body, etag;
    struct str region; /* x-amz-bucket-region */
    struct str type, cache, length, tags;
    struct str checksum; /* x-amz-checksum-sha256 */
    int64_t date;        /* of the server, 0: unknown */
    struct str why;
};
struct http_batch {
    ptrdiff_t n;
    void *ctx;
    /* Fills call i; what it needs may live in memory until done() returns. */
    void (*make)(void *ctx, ptrdiff_t i, struct arena *memory, struct http_call *out);
    /* False: start no further calls. */
    bool (*done)(void *ctx, ptrdiff_t i, const struct http_call *call, const struct http_answer *a);
};
/* The key to sign with; fresh: the last one has expired. NULL when there is none. */
typedef const struct sign_key *http_key(void *ctx, bool fresh);

struct http;
/* connections 0: 16. Memory for requests comes from memory, whose owner must leave it alone. NULL
 * with the reason in why when libcurl is not installed. */
struct http *http_open(int connections, http_key *key, void *key_ctx, struct arena *memory,
                       struct buf *why);
void http_close(struct http *h);
/* Until every call is done, or done() said stop and those under way have ended. */
void http_run(struct http *h, const struct http_batch *b);
/* One call; the answer lives in keep. */
struct http_answer http_one(struct http *h, const struct http_call *call, struct arena *keep);
#endif
