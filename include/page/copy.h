/* copy.h - a page as Markdown again, for programs that read: what claims take in stands in the text,
 * links lead to the other copies, nothing needs plumb any more. */
#ifndef PAGE_COPY_H
#define PAGE_COPY_H
#include "model/lookup.h"

/* Appends the page. Each edit is made in the text as written; links by reference keep their form. l is
 * asked only what html_write asks. */
void copy_write(const struct document *doc, struct str title, struct lookup *l,
                struct arena *scratch, struct buf *out);
#endif
