/* stray.h - links that Markdown does not see: references and footnotes without a definition, raw HTML. */
#ifndef JUDGE_STRAY_H
#define JUDGE_STRAY_H
#include "gather/site.h"

struct stray {
    const struct source *src;
    struct diag *d;
    bool trusted;  /* all of its HTML goes out */
    bool autorefs; /* references without a definition may be names of code */
    /* asked of each address in raw HTML; at: its place; shown: a picture, not a link */
    void (*address)(void *judge, struct str value, struct str at, bool shown);
    void *judge;
};

/* Reports what leads nowhere in the text directly inside n, a node of a page, or in n itself when it is raw
 * HTML or a link without a target; and elements that the page is shown without. */
void stray_check(const struct stray *s, const struct node *n);
#endif
