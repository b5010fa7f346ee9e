/* config_fences.h - code blocks with subset=FILE, keys=FILE or schema=FILE: read and judged. */
#ifndef JUDGE_CONFIG_FENCES_H
#define JUDGE_CONFIG_FENCES_H
#include "gather/site.h"

/* Judges code, a NODE_CODE of page p, when its info string asks for it. */
void config_fences_check(const struct site *s, const struct site_page *p, const struct source *src,
                         const struct node *code, struct lookup *asks, struct arena *keep,
                         struct diag *d);
#endif
