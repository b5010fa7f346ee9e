/* figures.h - the figures of a page: found in the first place, drawn when asked for. */
#ifndef JUDGE_FIGURES_H
#define JUDGE_FIGURES_H
#include "model/scene.h"
#include "gather/site.h"

/* Finds the figure that node n of page p is (a fence with a drawing, a lone link into costs, a cost
 * table), or returns false. src has the page's text. Findings about drawings go to d. Results live in keep
 * and point into src. */
bool figures_find(const struct site *s, const struct site_page *p, const struct source *src,
                  const struct node *n, struct lookup *asks, struct arena *keep, struct diag *d,
                  struct site_figure *out);

/* One chart of the n charts of a page's cost tables, under key "#table-LAST-all"; false when they cannot
 * be compared. */
bool figures_compare(const struct chart *const *charts, int n, int last, struct arena *keep,
                     struct site_figure *out);

/* Gives each figure of p a file name: the slug of its caption or of the heading it stands under. */
void figures_name(struct site_page *p, struct arena *keep);

/* Draws f, once: f->drawn for the page's HTML, f->scene for what is made of it besides. */
void figures_draw(const struct site *s, const struct site_page *p, struct site_figure *f,
                  struct arena *keep);
/* Of a figure that is drawn: a file of its own. */
/* Do figures go out as PNG too? */
bool figures_want_png(const struct site *s);
struct str figures_svg(const struct site_figure *f, struct arena *keep);
/* PNG for slides and mail; 0, or an errno value. */
int figures_png(const struct site_figure *f, struct arena *keep, struct str *out);
#endif
