/* http.h - a folder of pages on loopback, and a stream of events for who looks at them.
 *
 * It answers GET and HEAD of its own host (127.0.0.1, localhost or [::1] with its port) and nobody else: a page of
 * another site, whose name may lead here, is refused. Nothing runs by itself: poll the descriptor, then call
 * serve_http_run(). */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H
#include "base/buf.h"

struct serve_http_options {
    struct str dir;    /* the folder; it may come later */
    int port;          /* 0: any that is free */
    struct str script; /* JavaScript, sent as EVENTS.js and asked for at the end of every page */
    struct str (*type)(struct str path, struct arena *keep); /* Content-Type */
};
struct serve_http;

/* NULL, with why, when nobody can listen there. */
struct serve_http *serve_http_open(const struct serve_http_options *o, struct arena *keep,
                                   struct str *why);
void serve_http_close(struct serve_http *h);
int serve_http_port(const struct serve_http *h);
int serve_http_fd(const struct serve_http *h);
/* At most so many milliseconds until serve_http_run() must be called; -1: when something comes. */
int serve_http_wait(const struct serve_http *h);
void serve_http_run(struct serve_http *h);
/* Sends json (of one line) to all who listen, and to who comes later; rev is what pages sent from now on are. */
void serve_http_tell(struct serve_http *h, int rev, struct str json);
#endif
