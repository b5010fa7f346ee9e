/* html_raw.h - HTML that authors write in Markdown, reduced to a safelist of tags and attributes. */
#ifndef PAGE_HTML_RAW_H
#define PAGE_HTML_RAW_H
#include "base/buf.h"

struct html_raw {
    struct str prefix; /* put before ids and links to them; may be empty */
    /* where an address below the site leads from the page; empty: nowhere. NULL: as it is written */
    struct str (*address)(void *page, struct str value);
    void *page;
    struct arena *scratch;
    bool dark; /* inside a picture that has one for dark screens; false at the start */
};

/* Appends html with tags and attributes that are not on the list left out; text stays, a frame is a link.
 * Event handlers, style, scripts and schemes other than http, https, mailto and tel never pass. */
void html_raw(struct str html, const struct html_raw *options, struct buf *out);
#endif
