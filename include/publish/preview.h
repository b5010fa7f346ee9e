/* preview.h - a site beside the site: below preview/NAME of the target, with state of its own.
 *
 * It is published in place, whatever the site's own mode, and nobody's list of foreign files names it. Its
 * pages are copies that ask search engines to leave them out; a bucket cannot say that in a header. */
#ifndef PUBLISH_PREVIEW_H
#define PUBLISH_PREVIEW_H
#include "publish/run.h"

/* A folder's name of A-Z a-z 0-9 . _ -, that begins with a letter or digit: "pr-12". */
bool preview_is_name(struct str name);
/* What is published of the folder site, copied to the folder `to`; pages say noindex. Those that cannot
 * be marked go to notes; what would be served as a page and is compressed (packed) is left out. */
bool preview_copy(const char *site, const char *to, bool packed, struct arena *keep,
                  struct arena scratch, struct buf *notes, struct buf *why);
/* The page's text with the word for search engines in its head; false when it is no text of HTML. */
bool preview_mark(struct str page, struct arena *keep, struct str *out);
/* Whether the function that leads readers to a release lets them pass to previews. */
bool preview_is_reachable(struct run *r);
/* Takes all of it down, its state last, so that a run that is stopped can be done again. r->sent: how many
 * files; only_say: would be. */
enum run_result preview_remove(struct run *r, bool only_say);
#endif
