/* heads.h - the shapes at the ends of lines, in a square of 9 by 8 whose right side's middle is the tip. */
#ifndef DRAW_HEADS_H
#define DRAW_HEADS_H
#include "model/head.h"
#include <stdbool.h>

enum { HEADS_POINTS = 12 };
struct heads_shape {
    int n;
    bool filled; /* a polygon; else strokes: a polyline, or from each even point to the next */
    bool pairs;
    float at[HEADS_POINTS][2];
};
/* kind is none of HEAD_NONE. */
const struct heads_shape *heads_shape(enum head kind);
#endif
