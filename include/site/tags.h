/* tags.h - the pages of tags, see site_tags. */
#ifndef SITE_TAGS_H
#define SITE_TAGS_H
#include "site/site.h"

/* The page that lists what bears tag name, or NULL. */
const struct site_page *tags_page(const struct site *s, struct str name, struct arena *keep);
#endif
