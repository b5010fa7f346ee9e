/* style.h - style sheets as they are served: without what only their authors read. */
#ifndef PAGE_STYLE_H
#define PAGE_STYLE_H
#include "base/str.h"

/* css without comments, blanks that mean nothing and the last semicolon of a block. Strings, url(…) and
 * escapes stay as they are, and so does every blank that parts selectors or operands. "</" becomes "<\/",
 * which is the same in a string and means nothing outside of one, so that the text may stand in <style>. */
struct str style_squeeze(struct str css, struct arena *keep);
#endif
