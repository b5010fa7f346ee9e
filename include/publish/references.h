/* references.h - what a built file refers to, read from the file itself, so that pages of any
 * generator can be published in the right order. */
#ifndef PUBLISH_REFERENCES_H
#define PUBLISH_REFERENCES_H
#include "base/buf.h"

struct reference {
    struct str url; /* as written, entities decoded, without query and fragment */
    bool link;      /* a reader may follow it (a, area, alternates): need not be there first */
    bool guess;     /* a text in a script: may be no reference at all */
};
struct references {
    struct reference *ptr;
    ptrdiff_t len, cap;
};

/* HTML and SVG: href, src, srcset, imagesrcset, poster, data, xlink:href, and url() of style
 * attributes and style elements. Comments and scripts are passed over. */
void references_html(struct str text, struct arena *keep, struct references *out);
/* url(…) and @import "…". */
void references_css(struct str text, struct arena *keep, struct references *out);
/* Texts in quotes that look like a file beside or above: "./chunk.js", "../img/x.svg", "/a/b.css".
 */
void references_js(struct str text, struct arena *keep, struct references *out);

/* The key that url means in the file `from` of a site whose paths begin with web_path ("/" or
 * "/streamboard/"). A folder means its index.html. Empty when it leads out of the site (another
 * host, data:, above the top). <base> is not looked at. */
struct str references_key(struct str url, struct str from, struct str web_path, struct arena *keep);
#endif
