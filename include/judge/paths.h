/* paths.h - ways through a guide for those who begin: for each role that pages name in `onboarding`, its pages in
 * order. `onboarding: {developer: 2, operator: 1}` says the place, a bare name leaves it to the reading order. */
#ifndef JUDGE_PATHS_H
#define JUDGE_PATHS_H
#include "gather/site.h"

struct path_step {
    const struct site_page *page;
    int64_t place; /* INT64_MAX: not said */
};
struct path {
    struct str role; /* as the first page writes it */
    struct str page; /* path of the page that lists it: "onboarding/developer.md" */
    struct path_step *steps;
    ptrdiff_t n;
};
struct paths {
    struct path *ptr;
    ptrdiff_t n;
};

/* Fills s->paths: once for its pages, and again when pages have moved. Steps stand by their place, then in the order
 * that folders, weights and titles give. */
void paths_open(struct site *s);
/* Adds a page for each role: its steps with boxes to tick, minutes, and what to have read before. */
void paths_pages(struct site *s);
/* How long p takes to read, in whole minutes; 0 for pages without text of their own. */
int paths_minutes(const struct site_page *p);
/* The page that a `prerequisites` entry of p names, NULL: it is words. */
const struct site_page *paths_before(const struct site *s, const struct site_page *p,
                                     struct str entry, struct arena scratch);
#endif
