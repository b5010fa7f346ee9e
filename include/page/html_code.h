/* html_code.h - a code block with its title, marked lines and line numbers.
 *
 *     ```ts title="stack.ts" {1,3-5} numbers tab="TypeScript" */
#ifndef PAGE_HTML_CODE_H
#define PAGE_HTML_CODE_H
#include "model/document.h"

/* Appends the block of a NODE_CODE. */
/* Its id is prefix and "fence.N", N its number among the page's fences; "#fence.2-L3-L5" leads to its lines. */
void html_code(const struct node *n, struct str prefix, struct buf *out);
#endif
