/* html_raw.h - HTML that authors write in Markdown, reduced to a safelist of tags and attributes. */
#ifndef PAGE_HTML_RAW_H
#define PAGE_HTML_RAW_H
#include "base/buf.h"

/* Appends html with tags and attributes that are not on the list left out; text stays. Event
 * handlers, style, scripts and schemes other than http, https, mailto and tel never pass.
 * prefix is put before ids and links to them; it may be empty. */
void html_raw(struct str html, struct str prefix, struct buf *out);
#endif
