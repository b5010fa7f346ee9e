/* stray.h - links that Markdown does not see: references and footnotes without a definition, raw HTML. */
#ifndef JUDGE_STRAY_H
#define JUDGE_STRAY_H
#include "gather/site.h"

/* Reports what leads nowhere in the text directly inside n, a node of p, or in n itself when it is raw
 * HTML or a link without a target. */
void stray_check(const struct site *s, const struct site_page *p, const struct source *src,
                 const struct node *n, struct lookup *asks, struct arena *keep, struct diag *d);
#endif
