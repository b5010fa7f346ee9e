/* infra_mentions.h - which pages claim something of which resource. */
#ifndef JUDGE_INFRA_MENTIONS_H
#define JUDGE_INFRA_MENTIONS_H
#include "gather/site.h"
#include "infra/table.h"

struct infra_mention {
    const struct site_page *page;
    struct infra_mention *next;
};

/* For each resource of d the pages with links to values in it or to a count of its type, each page once. */
struct infra_mention **infra_mentions(const struct site *s, const struct data_source *d,
                                      struct arena *keep);
/* Says once a source how many of those that a picture would show no page speaks of. */
void infra_mentions_report(struct site *s, const struct data_source *d,
                           struct infra_mention *const *all);
#endif
