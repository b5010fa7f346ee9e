/* snippets.h - code blocks that must equal a file: ```ts file=../cdk/lib/stack.ts#endpoints */
#ifndef JUDGE_SNIPPETS_H
#define JUDGE_SNIPPETS_H
#include "gather/site.h"

enum { SNIPPETS_MAX_FILE = 8 << 20 };

/* Compares the body of a NODE_CODE with the file, or its region, that its info string names; indentation
 * that all lines share does not count. What differs is reported under snippet-stale with the right text as
 * suggestion, a file or region that is not there under link-broken. */
void snippets_check(const struct site *s, const struct site_page *p, const struct source *src,
                    const struct node *code, struct lookup *asks, struct arena *keep,
                    struct diag *d);
/* What path, from the content folder, has for a block, without the indentation that all lines share; name empty:
 * the whole file. False: there is no such file or region. */
bool snippets_text(const struct site *s, struct str path, struct str name, struct arena *keep,
                   struct str *out);
#endif
