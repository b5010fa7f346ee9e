/* link.h - where a link of a page leads. */
#ifndef JUDGE_LINK_H
#define JUDGE_LINK_H
#include "judge/target.h"

/* Resolves href as it stands in page p. Claims are told apart from links by what the data holds. */
struct link_target link_resolve(const struct site *s, const struct site_page *p, struct str href,
                                struct str title, struct arena *keep);

/* The target as an address relative to p's output. */
struct str link_href(const struct site_page *p, const struct link_target *t, struct arena *keep);

/* The page that shows source (generated.c): "config/prod.md"; empty when it has none. */
struct str link_data_page(const struct data_source *source, struct arena *keep);
#endif
