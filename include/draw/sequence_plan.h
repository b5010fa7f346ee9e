/* sequence_plan.h - where everything of a sequence diagram stands, before anything is drawn.
 *
 * Columns first: heads, labels and notes say how far apart which lifelines must be (draw/cells.h).
 * Then rows: each step goes below the one before it, frames grow around what stands in them. */
#ifndef DRAW_SEQUENCE_PLAN_H
#define DRAW_SEQUENCE_PLAN_H
#include "model/scene.h"
#include "model/sequence.h"

enum { SEQUENCE_LINE = 15, SEQUENCE_BAR = 10, SEQUENCE_LOOP = 34, SEQUENCE_HEAD_LINE = 16 };
enum {
    SEQUENCE_MARGIN = 16,
    SEQUENCE_SIGN = 44
}; /* SIGN: height of the figure over an actor's name */

struct sequence_row { /* beside the step of the same number; what it means depends on the step */
    struct scene_box box; /* NOTE, FRAME: its outline; MESSAGE: x0 to x1 at y1; SECTION: its line */
    float tab;            /* FRAME: width of the word's corner */
    struct graph_text *lines; /* wrapped */
    int n_lines;
    float w; /* of the widest line */
};
struct sequence_bar {
    int part, level; /* 1 for the first on a lifeline */
    float y0, y1;
};
struct sequence_column {
    float x, w, h;            /* of its lifeline; of its head */
    struct graph_text *lines; /* of the head, wrapped */
    int n_lines;
    float head, born, died; /* head: its upper edge; the lifeline runs from born to died */
};
struct sequence_plan {
    const struct graph *g;
    const struct sequence *q;
    struct arena *keep;
    struct sequence_column *columns;
    struct sequence_row *rows;
    LIST(struct sequence_bar) bars;
    float top, bottom; /* of the lifelines */
    float x0, x1;      /* of all that is drawn */
    bool mirrored;     /* heads stand below as well */
};

/* g has a sequence. Everything of the plan lives in keep. */
struct sequence_plan sequence_plan_of(const struct graph *g, struct arena *keep);
#endif
