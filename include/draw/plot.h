/* plot.h - what all charts share: the frame, the axis from zero, numbers in words, labels that do
 * not overlap. Lengths in pixels of the scene. */
#ifndef DRAW_PLOT_H
#define DRAW_PLOT_H
#include "model/chart.h"
#include "model/scene.h"

enum { PLOT_WIDTH = 720, PLOT_NARROW = 328 };

struct plot {
    const struct chart *c;
    struct arena *keep;
    struct scene *out;
    bool narrow;           /* for a phone: words above their bars */
    float x0, x1;          /* what lies within the margins */
    float left, right;     /* of the plotting area */
    float y;               /* where the next thing goes */
    double min, max, step; /* of the value axis */
};
struct plot_label { /* a label that wants to stand at `want` and takes `size` around it */
    float want, size;
    float at; /* where it may stand: set by plot_spread */
};

struct
    plot_row { /* of a row of bars, from its top: its height, the middles of its words and of its bar */
    float h, text, bar;
};

/* Writes heading and message; p->y is below them. */
struct plot plot_open(const struct chart *c, bool narrow, struct arena *keep, struct scene *out);
/* Writes the note and sets the size of the scene. */
void plot_close(struct plot *p);

/* Chooses round steps from 0 (or below, when min is negative); the axis ends little past max. */
void plot_scale(struct plot *p, double min, double max);
float plot_x(const struct plot *p, double value);
/* Grid lines between top and bottom with their numbers below; unit at the right end. */
void plot_axis(struct plot *p, float top, float bottom);

/* What follows until plot_row_close is row r, which says its values to who points at it. */
void plot_row_open(struct plot *p, const struct chart_row *r);
void plot_row_close(struct plot *p);
/* Adds a text and returns its width. */
float plot_text(struct plot *p, enum scene_role role, float x, float y, enum scene_anchor anchor,
                struct str text);
/* Sets left and right of the bars, with labels of at most `most` pixels before them and values behind
 * them; narrow: both stand above. Returns the width of labels. */
float plot_columns(struct plot *p, float most, float values, float gap);
/* A row whose label may take several lines of width. */
struct plot_row plot_row(struct plot *p, enum scene_role role, float one_line, float width,
                         struct str label);
/* The label of a row, its lines around the middle. */
void plot_row_label(struct plot *p, enum scene_role role, float x, float middle, float width,
                    struct str label);
struct scene_item *plot_line(struct plot *p, enum scene_role role, float x0, float y0, float x1,
                             float y1);

/* "$1,234", "$4.50", "12 ms". */
struct str plot_number(const struct plot *p, double value);
/* "$161–198"; one number when both ends read the same. */
struct str plot_range(const struct plot *p, struct chart_range r);
struct str plot_ratio(const struct plot *p, double ratio); /* "2.8×" */
double plot_middle(struct chart_range r);                  /* of low and high */
/* The names of the series with their fills, in rows at p->y. */
void plot_legend(struct plot *p);

/* Moves labels apart along one axis inside [min, max], as little as possible, order kept. False
 * when they cannot all fit; then they are packed from min. */
bool plot_spread(struct plot_label *labels, int n, float min, float max);
enum scene_colour plot_series(int series);
int plot_hatch(int series);
#endif
