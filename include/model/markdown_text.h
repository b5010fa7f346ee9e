/* markdown_text.h - plain text as Markdown that means just that. */
#ifndef MODEL_MARKDOWN_TEXT_H
#define MODEL_MARKDOWN_TEXT_H
#include "base/buf.h"

/* Appends s on one line, escaped where it would mean something else: at the place that b ends with, and
 * whatever comes behind. */
void markdown_text(struct buf *b, struct str s);
#endif
