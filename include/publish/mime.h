/* mime.h - what a published file says about itself: Content-Type and Cache-Control, by table. */
#ifndef PUBLISH_MIME_H
#define PUBLISH_MIME_H
#include "base/str.h"

#define MIME_AGAIN S("public, max-age=0, must-revalidate")
/* The same for browsers; the edge keeps it, because each publish invalidates what changed. */
#define MIME_EDGE S("public, max-age=0, s-maxage=31536000, must-revalidate")
#define MIME_YEAR S("public, max-age=31536000, immutable")

struct mime_headers {
    struct str type, cache; /* type: "text/html; charset=utf-8" */
    struct str more;        /* all others, "name:value" by lines, in byte order of their names */
    bool frozen;            /* the name carries a hash of its bytes, and no rule says otherwise */
};

struct mime_rule { /* of site.json's publish.headers, or of --headers */
    struct str match, name, value;
};
struct mime_rules {
    const struct mime_rule *ptr;
    ptrdiff_t len;
    bool edge;          /* a distribution keeps pages until they are invalidated */
    bool precompressed; /* a.js.br is a.js, compressed */
};

/* By the key's extension. A key whose name carries a content hash never changes and may be kept for
 * a year; everything else is asked for again each time, by readers' browsers. Of the rules that match
 * the last wins. more lives in keep. */
struct mime_headers mime_of(struct str key, const struct mime_rules *rules, struct arena *keep);

/* As plumb and the bundlers that people use name what never changes: app.3f2b9c01d4.css (plumb,
 * webpack, Parcel, Hugo), index-DiwrgTda.js (Vite, Rollup), app-XQ4TUB7C.js (esbuild). Dates, numbers
 * and UUIDs are none of them. */
bool mime_is_hashed(struct str key);
bool mime_is_page(struct str key); /* .html, .htm, .xhtml */
#endif
