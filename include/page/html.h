/* html.h - a page's document to the markup of its body.
 *
 * Everything outside the document (where links lead, verdicts, figures) is asked through the lookup,
 * and so recorded. The markup is what assets/ground.css and assets/plumb.css style; it needs no script and
 * carries no inline style, so it lives under a strict Content-Security-Policy. */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H
#include "model/lookup.h"

struct html_options {
    bool raw_html; /* pass HTML as written; else only what html_raw.h lets through */
    struct str
        style; /* the link to plumb.css, put before the first thing that ground.css leaves out */
    struct str pictures; /* the link to figure.css, put before the first figure */
    /* for pages that stand together on one: */
    struct str prefix; /* of all ids and of links to them */
    int shift;         /* added to the level of headings */
    struct str
        beside; /* what leads to the page's folder: "../costs/"; empty when it is written there */
};

/* Appends what the page's own heading (document_heading) holds; nothing when there is none. */
void html_heading(const struct document *doc, struct lookup *l, const struct html_options *o,
                  struct arena *scratch, struct buf *out);
/* Appends the body without the page's own heading: the template shows that. scratch holds what is only needed meanwhile. False when the style's link was not needed:
 * then it must stand behind the body. */
bool html_write(const struct document *doc, struct lookup *l, const struct html_options *o,
                struct arena *scratch, struct buf *out);
#endif
