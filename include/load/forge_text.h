/* forge_text.h - a page's text as the parser of Markdown must see it to show what forges and other tools
 * show.
 *
 * Tables are written out by GitHub's rules, which the parser knows only in part: one dash is enough, the
 * head may follow text, `||` is an empty cell, an escaped pipe in code is a pipe, another block ends the
 * table. Blocks of other tools become comments of ours (foreign.h); their tags in a line are read or stay
 * text, with one finding for each kind. Lines that need none of that stay one piece. */
#ifndef LOAD_FORGE_TEXT_H
#define LOAD_FORGE_TEXT_H
#include "load/foreign.h"

/* mdx: imports are left out, components give way to what is in them. */
struct mapped forge_text(const struct source *src, struct str body, bool mdx, struct foreign *f,
                         struct diag *d);
#endif
