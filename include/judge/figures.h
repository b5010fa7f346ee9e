/* figures.h - the figures of a page: found in the first place, drawn when asked for. */
#ifndef JUDGE_FIGURES_H
#define JUDGE_FIGURES_H
#include "model/scene.h"
#include "gather/site.h"

/* Finds the figure that node n of page p is (a fence with a drawing, a lone link into costs, a cost
 * table), or returns false. Findings about drawings go to d. Texts live in keep. */
bool figures_find(const struct site *s, const struct site_page *p, const struct node *n,
                  struct arena *keep, struct arena scratch, struct diag *d,
                  struct site_figure *out);

/* One chart of the n charts of a page's cost tables, under key "#table-LAST-all"; false when they cannot
 * be compared. */
bool figures_compare(const struct chart *const *charts, int n, int last, struct arena *keep,
                     struct arena scratch, struct site_figure *out);

/* Gives each figure of p a file name: the slug of its caption or of the heading it stands under. */
void figures_name(struct site_page *p, struct arena *keep);

/* Draws f for the page's HTML. svg_file receives the picture as a file of its own. */
struct lookup_figure *figures_draw(const struct site *s, const struct site_page *p,
                                   const struct site_figure *f, struct arena *keep);
/* As shapes; lives in keep, points into f. */
void figures_scene(const struct site_figure *f, struct arena *keep, struct scene *scene);
struct str figures_svg(const struct site_figure *f, struct arena *keep);
/* PNG for slides and mail; 0, or an errno value. */
int figures_png(const struct site_figure *f, struct arena *keep, struct str *out);
#endif
