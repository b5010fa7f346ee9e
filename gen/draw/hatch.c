/* hatch.c - eight patterns: none, falling, rising, level, upright, grid, dots, crossed. */
#include "draw/hatch.h"

#include <assert.h>
#include <math.h>

/* clang-format off */
static const struct hatch hatches[N_SERIES] = {
    { 0, 0, "" },
    { 0, .35F, "M-1-1 9 9M-1 7 1 9M7-1 9 1" },
    { 0, .35F, "M-1 9 9-1M-1 1 1-1M7 9 9 7" },
    { 0, .35F, "M0 4H8" },
    { 0, .35F, "M4 0V8" },
    { 0, .35F, "M0 4H8M4 0V8" },
    { 0, .35F, "M3 4H5M4 3V5" },
    { 0x888888, 1, "M0 0 8 8M0 8 8 0" },
};
/* clang-format on */

const struct hatch *hatch_at(int number)
{
    assert(number >= 0 && number < N_SERIES);
    return &hatches[number];
}

bool hatch_covers(int number, float x, float y)
{
    float fx = x - HATCH_SIZE * floorf(x / HATCH_SIZE),
          fy = y - HATCH_SIZE * floorf(y / HATCH_SIZE);
    float falling = fabsf(fx - fy), rising = fabsf(fx + fy - HATCH_SIZE);
    bool fall = falling < .7F || falling > HATCH_SIZE - .7F;
    bool rise = rising < .7F || rising > HATCH_SIZE - .7F;
    bool level = fabsf(fy - 4) < .5F, upright = fabsf(fx - 4) < .5F;
    switch (number) {
    case 1:
        return fall;
    case 2:
        return rise;
    case 3:
        return level;
    case 4:
        return upright;
    case 5:
        return level || upright;
    case 6:
        return fabsf(fx - 4) < 1 && fabsf(fy - 4) < 1;
    case 7:
        return fall || rise;
    default:
        return false;
    }
}
