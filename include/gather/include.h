/* include.h - files that a page takes in, before anything else reads it.
 *
 *     --8<-- "a.md"   --8<-- "a.md:part"   --8<-- "a.py:3:9"          MkDocs; also a list between two --8<--
 *     {{#include a.md}}   {{#include a.rs:part}}   {{#include a.md:3:9}}   mdBook, in code too
 *     <!-- include: a.md -->   <!-- include: a.md#part -->            ours, and of many scripts
 *
 * Each alone on its line. A file is named from the page's folder or else from the content folder, and lies in the
 * latter. A part stands between "#region NAME" and "#endregion", "ANCHOR: NAME" and "ANCHOR_END: NAME", or "[start:NAME]" and
 * "[end:NAME]". Links in it mean what they would mean on the page. */
#ifndef GATHER_INCLUDE_H
#define GATHER_INCLUDE_H
#include "gather/site.h"

/* src->text of the page at path with all that it takes in, and src->parts to tell who is who; as it was when it takes
 * in nothing. What cannot be taken in is reported, unless d is NULL. */
void include_all(const struct site *s, struct str path, struct source *src, struct arena *keep,
                 struct diag *d);
#endif
