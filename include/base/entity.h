/* entity.h - HTML character references. */
#ifndef BASE_ENTITY_H
#define BASE_ENTITY_H
#include "base/str.h"

/* The text of "&amp;", "&#8211;" or "&#x2013;"; the reference itself when it names nothing. */
struct str entity_text(struct str reference, struct arena *keep);
#endif
