/* heads.c - the table of heads. */
#include "draw/heads.h"

/* clang-format off */
static const struct heads_shape shapes[N_HEADS] = {
    [HEAD_ARROW]  = { 3, true,  false, { { 0, .5F }, { 9, 4 }, { 0, 7.5F } } },
    [HEAD_OPEN]   = { 3, false, false, { { 1, 0 }, { 9, 4 }, { 1, 8 } } },
    [HEAD_CROSS]  = { 4, false, true,  { { 0, 0 }, { 8, 8 }, { 0, 8 }, { 8, 0 } } },
    [HEAD_CIRCLE] = { 12, true, false, { { 9, 4 }, { 8.5F, 6 }, { 7, 7.5F }, { 5, 8 }, { 3, 7.5F }, { 1.5F, 6 },
                                         { 1, 4 }, { 1.5F, 2 }, { 3, .5F }, { 5, 0 }, { 7, .5F }, { 8.5F, 2 } } },
    [HEAD_UPPER]  = { 3, true,  false, { { 0, .5F }, { 9, 4 }, { 0, 4 } } },
    [HEAD_LOWER]  = { 3, true,  false, { { 0, 4 }, { 9, 4 }, { 0, 7.5F } } },
};
/* clang-format on */

const struct heads_shape *heads_shape(enum head kind)
{
    return &shapes[kind];
}
