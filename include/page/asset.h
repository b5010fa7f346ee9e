/* asset.h - the theme's files, compiled into the program from assets/. */
#ifndef PAGE_ASSET_H
#define PAGE_ASSET_H
#include "base/str.h"

struct asset {
    const char *name; /* "page.html" */
    const char *beg, *end;
};
extern const struct asset
    assets[]; /* sorted by name; the last has name NULL; made by the Makefile */

bool asset_named(struct str name, struct str *text);
#endif
