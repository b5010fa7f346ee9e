/* serve.h - builds a folder, watches it, builds again, and shows the site with what is wrong with it.
 *
 *     parent   the port, the watch, the last message: it never builds, so nothing of a build stays in it
 *     child    one build, with the memory of one build; it writes a report to its parent and ends
 *
 * A build that fails or dies leaves the last good site where it is. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H
#include "serve/http.h"

struct serve {
    struct str dir, out;
    struct serve_http_options http;
    bool poll; /* look every second, whatever the system tells */
    /* One build, in a process of its own. It writes to report:
     *     changed good              files that changed below out; 1 when the site is written
     *     path of a folder to watch besides dir, one a line
     *     (an empty line)
     *     what is wrong, as text */
    void (*build)(void *ctx, struct buf *report);
    void *ctx;
};

/* Until it is interrupted. False, with why, when it cannot begin. */
bool serve_run(const struct serve *s, struct arena *keep, struct str *why);
#endif
