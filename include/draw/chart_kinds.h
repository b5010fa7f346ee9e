/* chart_kinds.h - the body of each kind of chart, one file each: chart_range.c and so on. */
#ifndef DRAW_CHART_KINDS_H
#define DRAW_CHART_KINDS_H
#include "draw/plot.h"

/* Each draws below p->y and leaves p->y behind its end. */
void chart_range_draw(struct plot *p);
void chart_stack_draw(struct plot *p);
void chart_dumbbell_draw(struct plot *p);
void chart_waterfall_draw(struct plot *p);
void chart_step_draw(struct plot *p);
void chart_tornado_draw(struct plot *p);
#endif
