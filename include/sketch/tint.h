/* tint.h - colours as authors of diagrams write them. */
#ifndef SKETCH_TINT_H
#define SKETCH_TINT_H
#include "base/str.h"

/* Reads "tomato", "#f96", "rgb(1, 2, 3)" or "hsl(120, 50%, 50%)"; what is said of transparency is left
 * out. False for all else, "transparent" and "none" too. */
bool tint_read(struct str s, uint32_t *rgb);
#endif
