/* snippets.h - code blocks that must equal a file: ```ts file=../cdk/lib/stack.ts#endpoints */
#ifndef GATHER_SNIPPETS_H
#define GATHER_SNIPPETS_H
#include "gather/site.h"

/* Compares the body of a NODE_CODE with the file, or its region, that its info string names; indentation
 * that all lines share does not count. What differs is reported under snippet-stale with the right text as
 * suggestion, a file or region that is not there under link-broken. */
void snippets_check(const struct site *s, const struct site_page *p, const struct node *code,
                    struct arena *keep, struct arena scratch, struct diag *d);
#endif
