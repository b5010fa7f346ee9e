/* copy.h - a page as Markdown again, for programs that read: what claims take in stands in the text,
 * links lead to the other copies, nothing needs plumb any more. */
#ifndef PAGE_COPY_H
#define PAGE_COPY_H
#include "model/lookup.h"

/* Appends the page. Each edit is made in the text as written; links by reference keep their form. l is
 * asked only what html_write asks. */
void copy_write(const struct document *doc, struct str title, struct lookup *l,
                struct arena *scratch, struct buf *out);

struct copy_as {
    struct str path, out; /* of the page: its source's, which the copy gets too, and below OUT */
};
/* The same for other generators: links lead to sources of pages, drawings and views of data are pictures,
 * all else stays byte for byte: front matter, comments, what is broken. */
void copy_export(const struct document *doc, const struct copy_as *as, struct lookup *l,
                 struct arena *scratch, struct buf *out);
#endif
