/* markdown_lint.h - what md4c passes over in silence: fences never closed, cells too many. */
#ifndef LOAD_MARKDOWN_LINT_H
#define LOAD_MARKDOWN_LINT_H
#include "model/document.h"

/* Sets unclosed and reports when no closing fence follows the body of a fenced code node. */
void markdown_lint_fence(const struct source *src, struct node *code, struct diag *d);
/* Reports rows whose number of cells, counted in the source line, is not that of the head. */
void markdown_lint_table(const struct source *src, const struct node *table, struct diag *d);
#endif
