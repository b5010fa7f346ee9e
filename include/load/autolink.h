/* autolink.h - bare addresses in text become links, as GitHub's extension of CommonMark has them:
 * www.example.com, https://example.com/a and me@example.com. */
#ifndef LOAD_AUTOLINK_H
#define LOAD_AUTOLINK_H
#include "model/document.h"

/* Works on all text of a tree that stands in no link; the new links have no index yet. */
void autolink_all(struct node *root, struct arena *keep);
#endif
