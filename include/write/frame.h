/* frame.h - all that a page shows around its content, as values for the template. */
#ifndef WRITE_FRAME_H
#define WRITE_FRAME_H
#include "page/value.h"
#include "write/theme.h"

/* { site, page, build }; page lacks only "content". The names are listed in assets/README.md. */
struct value *frame_of(const struct site *s, const struct theme *theme, const struct site_page *p,
                       struct arena *keep);
/* The claims of a page with their evidence, as assets/checked.html reads them. */
struct value *frame_checked(const struct site *s, const struct site_page *p, struct arena *keep);
#endif
