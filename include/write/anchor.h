/* anchor.h - links from one page to another, as values of templates. */
#ifndef WRITE_ANCHOR_H
#define WRITE_ANCHOR_H
#include "gather/site.h"
#include "page/value.h"

/* The address of `to` as page `from` writes it. */
struct str anchor_href(const struct site *s, const struct site_page *from,
                       const struct site_page *to, struct arena *keep);
/* {href, title} */
struct value *anchor_to(const struct site *s, const struct site_page *from,
                        const struct site_page *to, struct arena *keep);
/* Sets key of map to text, unless that is empty. */
void anchor_text(struct value *map, const char *key, struct str text, struct arena *keep);
#endif
