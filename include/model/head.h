/* head.h - what stands at the end of a line: in graphs and in scenes. */
#ifndef MODEL_HEAD_H
#define MODEL_HEAD_H

enum head {
    HEAD_NONE,
    HEAD_ARROW,
    HEAD_OPEN, /* two strokes, not filled: nobody waits for an answer */
    HEAD_CROSS,
    HEAD_CIRCLE,
    HEAD_UPPER, /* the half of an arrow above its line */
    HEAD_LOWER,
    N_HEADS
};
#endif
