/* unicode.h - classes and case of code points. */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H
#include "base/str.h"

bool unicode_is_word(uint32_t cp); /* letter, mark, decimal digit or connector punctuation */
uint32_t unicode_lower(uint32_t cp);

/* Whether cp lies in one of n spans { first, last }, which stand in order. */
bool unicode_in(const uint32_t (*spans)[2], ptrdiff_t n, uint32_t cp);
#endif
