/* look.h - what site.json says of the look, resolved in the content folder. */
#ifndef GATHER_LOOK_H
#define GATHER_LOOK_H
#include "gather/site.h"

/* Reports pictures and pages that are not there, and has the files go out. After pages are collected. */
void look_open(struct site *s);
/* Where w leads from page, or empty when it is plain text or leads nowhere. */
struct str look_href(const struct site *s, const struct site_page *page, const struct site_web *w,
                     struct arena *keep);
/* The language of a page: that of the folder it stands in, else that of site.json, else "en". */
struct str look_lang(const struct site *s, const struct site_page *page);
/* The page that says the same in lang, or NULL. */
const struct site_page *look_twin(const struct site *s, const struct site_page *page,
                                  struct str lang, struct arena *keep);
/* The first page of a language; the site's when it has none of its own. */
const struct site_page *look_home(const struct site *s, struct str lang, struct arena *keep);
bool look_is_rtl(const struct site *s, struct str lang);
#endif
