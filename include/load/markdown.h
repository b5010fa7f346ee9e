/* markdown.h - CommonMark with GitHub's extensions to a document tree.
 *
 * Tables, task lists, strikethrough, autolinks and `> [!NOTE]` alerts are understood. Headings get
 * GitHub's ids. Every link, cell and heading knows its place in the source. */
#ifndef LOAD_MARKDOWN_H
#define LOAD_MARKDOWN_H
#include "model/document.h"

/* Reads src (valid UTF-8, see markdown_acceptable). What cannot be read as written is reported: front
 * matter, fences never closed, ragged table rows, nesting past 100. Returns the document, whose nodes
 * live in keep, or NULL when it is hostile (expands without bound, nests too deep). */
struct document *markdown_read(const struct source *src, struct arena *keep, struct diag *d);

/* Whether a file is fit for reading: UTF-8, no line past a megabyte. Reports what is not. */
bool markdown_acceptable(const struct source *src, struct diag *d);
#endif
