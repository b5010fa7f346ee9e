/* deflate.h - texts made small, and base64: the one home of zlib's header. */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H
#include "base/str.h"

/* As base64 of a zlib stream; the same bytes for the same text. */
struct str deflate_pack(struct str text, struct arena *keep);
/* Back again; false when packed is none, or the text is longer than max. */
bool deflate_unpack(struct str packed, ptrdiff_t max, struct arena *keep, struct str *text);
#endif
