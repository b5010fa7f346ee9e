/* variant.h - names of files that stand beside another one. */
#ifndef BASE_VARIANT_H
#define BASE_VARIANT_H
#include "base/str.h"

/* "a/x.png" and "-dark" to "a/x-dark.png"; empty for a path without an extension. */
struct str variant_path(struct str path, struct str tail, struct arena *keep);
#endif
