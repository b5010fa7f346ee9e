/* utf8.h - code points in UTF-8 text. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/str.h"

/* Decodes the character at s.ptr (s must not be empty). Returns its length in bytes, 1..4; for bytes
 * that are not UTF-8 *cp is 0xFFFD and the length 1. */
int utf8_decode(struct str s, uint32_t *cp);
int utf8_encode(uint32_t cp, char out[4]); /* bytes written */
/* Offset of the first byte that is not UTF-8 (overlong, surrogate, past U+10FFFF included), or -1. */
ptrdiff_t utf8_invalid(struct str s);
ptrdiff_t utf8_count(struct str s);                /* code points */
struct str utf8_fit(struct str s, ptrdiff_t most); /* its head of at most so many bytes */
#endif
