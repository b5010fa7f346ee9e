/* asset.c - looks names up in the table that the Makefile makes. */
#include "page/asset.h"

bool asset_named(struct str name, struct str *text)
{
    for (const struct asset *a = assets; a->name; a++) {
        if (str_equal(str_of(a->name), name)) {
            *text = str_span(a->beg, a->end);
            return true;
        }
    }
    return false;
}
