/* tags.h - the pages of tags, see site_tags. */
#ifndef GATHER_TAGS_H
#define GATHER_TAGS_H
#include "gather/site.h"

/* The page that lists what bears tag name, or NULL. */
const struct site_page *tags_page(const struct site *s, struct str name, struct arena *keep);
#endif
