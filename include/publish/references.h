/* references.h - what a built file refers to, read from the file itself, so that pages of any
 * generator can be published in the right order. */
#ifndef PUBLISH_REFERENCES_H
#define PUBLISH_REFERENCES_H
#include "base/buf.h"

struct reference {
    struct str url; /* as written, entities decoded, without query and fragment */
    bool link;      /* a reader may follow it (a, area, alternates): need not be there first */
    bool guess;     /* a text in a script or in JSON: may be no reference at all */
};
struct references {
    struct reference *ptr;
    ptrdiff_t len, cap;
    struct str base; /* <base href>, as written; or empty */
};

/* HTML and SVG: href, src, srcset, imagesrcset, poster, data, xlink:href, and url() of style
 * attributes and style elements; scripts between tags as references_js(), import maps as JSON. */
void references_html(struct str text, struct arena *keep, struct references *out);
/* url(…) and @import "…". */
void references_css(struct str text, struct arena *keep, struct references *out);
/* Texts in quotes that look like a file: "./chunk.js", "../img/x.svg", "/a/b.css", "lib/x.mjs":
 * imports, workers, what is fetched. */
void references_js(struct str text, struct arena *keep, struct references *out);
/* All texts in quotes without blanks: JSON, manifests of apps, search indexes. */
void references_strings(struct str text, struct arena *keep, struct references *out);
/* A script that does nothing but hand over data: name(…) of literals. */
bool references_is_data(struct str script);

/* url as its page means it: from <base href> on, unless that is empty or url stands on its own. */
struct str references_on_base(struct str base, struct str url, struct arena *keep);
/* The key that url means in the file `from` of a site whose paths begin with web_path ("/" or
 * "/streamboard/"). A folder means its index.html. Empty when it leads out of the site (another
 * host, data:, above the top). */
struct str references_key(struct str url, struct str from, struct str web_path, struct arena *keep);
#endif
