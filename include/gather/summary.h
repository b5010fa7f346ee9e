/* summary.h - what is kept of a page when its text is let go, and findings, packed for the record. */
#ifndef GATHER_SUMMARY_H
#define GATHER_SUMMARY_H
#include "gather/record.h"
#include "gather/site.h"

/* Front matter, title, headings, anchors, links, counts, and the findings made while it was read. */
void summary_pack(const struct site_page *p, const struct finding *findings, ptrdiff_t n,
                  struct buf *out);
/* Fills p and adds the findings to d; texts are views of packed. False when it is damaged. */
bool summary_unpack(struct str packed, struct site_page *p, struct arena *keep, struct diag *d);
/* Of what other pages can see of p: where it stands, its title and description, its anchors. */
uint64_t summary_face(const struct site_page *p);

void summary_pack_findings(const struct finding *f, ptrdiff_t n, struct buf *out);
void summary_unpack_findings(struct unpack *u, struct diag *d);
#endif
