/* infra_figure.h - a link to a view of resources as a figure. */
#ifndef JUDGE_INFRA_FIGURE_H
#define JUDGE_INFRA_FIGURE_H
#include "gather/site.h"
#include "model/scene.h"

/* "templates/prod/?view=network", "?view=overview&env=dev&compare=prod": the pictures for a wide page and
 * for a phone. False with a reason when the file holds no resources or the query is not understood. */
bool infra_figure(const struct site *s, const struct site_page *p, struct str file,
                  struct str query, struct arena *keep, struct site_figure *out, struct str *why);
#endif
