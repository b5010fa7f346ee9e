/* judged.h - what is kept of a judged page: claims, where its links lead, findings; packed for the record. */
#ifndef JUDGE_JUDGED_H
#define JUDGE_JUDGED_H
#include "gather/site.h"

/* Claims with their verdicts and places, reaches, and the findings made while p was judged. The places of
 * claims lie in p's text, which src has. */
void judged_pack(const struct site_page *p, const struct source *src,
                 const struct finding *findings, ptrdiff_t n, struct buf *out);
/* Fills p's claims and reaches and adds the findings to d; texts are views of packed. Places of claims lie
 * in src's text when it is at hand. False when it is damaged. */
bool judged_unpack(struct str packed, struct site_page *p, struct arena *keep, struct diag *d);
#endif
