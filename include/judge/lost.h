/* lost.h - what was a claim and is none any more. */
#ifndef JUDGE_LOST_H
#define JUDGE_LOST_H
#include "gather/site.h"

/* The text before place, back to the start of its line at most: by it a claim's place is found
 * again when the claim is gone. */
struct str lost_before(struct str text, struct str place);

/* Reports at its place each of the n claims of was, as p had them before, that p has no more though
 * its link or the words before it still stand in src: whoever took the sentence out lost nothing. */
void lost_report(const struct site_claim *was, ptrdiff_t n, const struct site_page *p,
                 const struct source *src, struct arena scratch, struct diag *d);
/* The same for what the record keeps of p (judge/judged.h). */
void lost_recorded(struct str judged, const struct site_page *p, const struct source *src,
                   struct arena scratch, struct diag *d);
#endif
