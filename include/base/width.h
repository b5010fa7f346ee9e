/* width.h - how many cells of a fixed-width display a text takes.
 *
 * A cell holds a grapheme cluster: a character with its combining marks, variation selectors and
 * what zero-width joiners tie to it. East Asian wide characters and emoji take two cells. */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H
#include "base/utf8.h"

/* Reads the cluster at s.ptr (s must not be empty). Returns its length in bytes; *cells is 0 (a
 * lone mark, a control), 1 or 2; *cp is its first code point, 0xFFFD for bytes that are not UTF-8.
 */
ptrdiff_t width_cluster(struct str s, int *cells, uint32_t *cp);

/* Cells of the whole text; tabs count as one cell. */
int width_of(struct str s);
#endif
