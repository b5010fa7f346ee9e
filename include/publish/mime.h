/* mime.h - what a published file says about itself: Content-Type and Cache-Control, by table. */
#ifndef PUBLISH_MIME_H
#define PUBLISH_MIME_H
#include "base/str.h"

struct mime_headers {
    struct str type, cache; /* type: "text/html; charset=utf-8" */
};

struct mime_rule { /* of site.json's publish.headers; name: Content-Type or Cache-Control */
    struct str match, name, value;
};
struct mime_rules {
    const struct mime_rule *ptr;
    ptrdiff_t len;
};

/* By the key's extension. A key whose name carries a content hash never changes and may be kept for
 * a year; everything else is asked for again each time. Of the rules that match the last wins. */
struct mime_headers mime_of(struct str key, const struct mime_rules *rules);

/* a.3f2b9c01d4.css, app-3f2b9c01.js: eight or more hex digits, letters and figures among them,
 * between . - _ or at an end, in the name of a file that is no page. */
bool mime_is_hashed(struct str key);
bool mime_is_page(struct str key); /* .html, .htm, .xhtml */

/* ** any text, * any text without a slash, ? one character without a slash; a leading "**" and a
 * slash also fits nothing. */
bool mime_match(struct str pattern, struct str key);
#endif
