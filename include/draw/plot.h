/* plot.h - what all charts share: the frame, the axis from zero, numbers in words, labels that do
 * not overlap. Lengths in pixels of the scene. */
#ifndef DRAW_PLOT_H
#define DRAW_PLOT_H
#include "model/chart.h"
#include "model/scene.h"

enum { PLOT_WIDTH = 720, PLOT_MARGIN = 16 };

struct plot {
    const struct chart *c;
    struct arena *keep;
    struct scene *out;
    float left, right;     /* of the plotting area */
    float y;               /* where the next thing goes */
    double min, max, step; /* of the value axis */
};
struct plot_label { /* a label that wants to stand at `want` and takes `size` around it */
    float want, size;
    float at; /* where it may stand: set by plot_spread */
};

/* Writes heading and message; p->y is below them. */
struct plot plot_open(const struct chart *c, struct arena *keep, struct scene *out);
/* Writes the note and sets the size of the scene. */
void plot_close(struct plot *p);

/* Chooses round steps from 0 (or below, when min is negative); the axis ends little past max. */
void plot_scale(struct plot *p, double min, double max);
float plot_x(const struct plot *p, double value);
/* Grid lines between top and bottom with their numbers below; unit at the right end. */
void plot_axis(struct plot *p, float top, float bottom);

/* Adds a text and returns its width. */
float plot_text(struct plot *p, enum scene_role role, float x, float y, enum scene_anchor anchor,
                struct str text);
/* Height of a row whose label may take several lines of width. */
float plot_row_height(struct plot *p, enum scene_role role, float one_line, float width,
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
/* Widest row label, within limits, for a column of them. */
float plot_labels_width(const struct plot *p, float most);

/* Moves labels apart along one axis inside [min, max], as little as possible, order kept. False
 * when they cannot all fit; then they are packed from min. */
bool plot_spread(struct plot_label *labels, int n, float min, float max);
enum scene_colour plot_series(int series);
int plot_hatch(int series);
#endif
