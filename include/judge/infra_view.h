/* infra_view.h - a table of resources as a picture: which are shown, as what, where. */
#ifndef JUDGE_INFRA_VIEW_H
#define JUDGE_INFRA_VIEW_H
#include "draw/grid.h"
#include "infra/resource_cost.h"

/* The views by name, NULL behind the last: overview first. */
const char *infra_view_name(int i);
struct infra_view_request {
    struct str name;
    const struct infra
        *against; /* another environment to mark what differs from; NULL: marks are those
                                    of a plan */
    struct str env,
        other;   /* what the two are called: texts that differ in that alone are the same */
    bool narrow; /* for a phone */
    const struct price_book *book; /* boxes say what they cost a month by it; NULL: they do not */
    struct str base;               /* address of the page that lists the resources, or empty */
};
/* False when there is no such view. Texts live in keep. */
bool infra_view(const struct infra *t, const struct infra_view_request *ask, struct arena *keep,
                struct grid *out);
#endif
