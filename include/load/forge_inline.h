/* forge_inline.h - what forges and other tools read in lines of text, on the tree.
 *
 *     ## Set up {#setup .big}      the heading's id
 *     [link](x){target=_blank}     attributes of other tools: left out
 *     [TOC]                        a list of headings, which every page has beside it: left out
 *     :rocket:                     an emoji
 *     <img src="a.png"
 *      alt="b">                    one tag, though the parser hands it out in lines */
#ifndef LOAD_FORGE_INLINE_H
#define LOAD_FORGE_INLINE_H
#include "model/document.h"

/* Takes {#id .class} off the end of a heading; returns the id, empty when there is none. */
struct str forge_heading_id(struct node *heading);
/* Does all else below root. source: where places lie; there "\\:rocket:" stays as it is. */
void forge_inline(struct node *root, struct str source, struct arena *keep);
#endif
