/* hatch.h - patterns that tell series apart without colour. */
#ifndef DRAW_HATCH_H
#define DRAW_HATCH_H
#include "model/scene.h"

enum { HATCH_SIZE = 8 };
struct hatch {
    uint32_t rgb; /* of its strokes: grey where the series is black on one theme and white on the
                     other */
    float alpha;
    const char *path; /* strokes of one tile of 8 by 8, which meet those of the next */
};
/* 1..N_SERIES-1; pattern 0 is none */
const struct hatch *hatch_at(int number);
/* Whether the point lies on a stroke of the pattern, strokes 1 wide. */
bool hatch_covers(int number, float x, float y);
#endif
