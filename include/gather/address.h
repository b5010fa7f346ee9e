/* address.h - addresses of the site, "/docs/install/", to pages: as they stand here, as they stood before (aliases, _redirects),
 * and as another tool shows them (slug, url, permalink; names without their numbers). */
#ifndef GATHER_ADDRESS_H
#define GATHER_ADDRESS_H
#include "gather/site.h"

/* Fills s->addresses and s->tails; comes behind aliases_find(). */
void address_index(struct site *s);
/* The page at path, "docs/install" or "docs/install/index.html", from the top of the site. */
const struct site_page *address_page(const struct site *s, struct str path);
/* Does the host lead who asks for path to where nobody here can look? */
bool address_elsewhere(const struct site *s, struct str path);
/* How the content folder is called, or empty. */
struct str address_folder(const struct site *s, struct arena *keep);
/* The one page whose address ends in path, or whose address is what stands behind the content folder's name
 * in path; NULL when there is none or several. A guess. */
const struct site_page *address_guess(const struct site *s, struct str path, struct arena scratch);
/* What stands in path, normal and without a slash in front, behind the site's base path. *inside: it has one, or
 * none is known. */
struct str address_below(const struct site *s, struct str path, bool *inside);
#endif
