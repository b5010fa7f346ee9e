/* decisions.h - the decision records of a site: states, who replaces whom, what a proposal would do.
 *
 *     decisions_open     their list, from what gather knows                 judge_files
 *     decisions_pages    the timeline as a page                             judge_open
 *     decisions_report   chains that lead nowhere, records that are cited   judge_together
 *     decisions_weigh    effects of proposals, when all pages are judged: judge/effect.h */
#ifndef JUDGE_DECISIONS_H
#define JUDGE_DECISIONS_H
#include "gather/site.h"
#include "model/decision.h"

struct effect;
struct decision {
    const struct site_page *page;
    int64_t number; /* -1: none */
    enum decision_state state;
    struct str said;                  /* the status without marks: "superseded by ADR-5" */
    const struct decision *successor; /* the next in the chain, or NULL */
    const struct effect *effect;      /* of a proposal, after decisions_weigh; else NULL */
};
struct decisions {
    struct decision *ptr; /* in order of paths */
    ptrdiff_t n;
    int n_proposed;
    const struct effect *all; /* of all proposals together, when there are several; else NULL */
    bool weighed;
};

void decisions_open(struct site *s);
void decisions_pages(struct site *s);
void decisions_report(struct site *s);
/* Once; asked again it does nothing. */
void decisions_weigh(struct site *s);
/* The record that p is, or NULL. */
const struct decision *decisions_of(const struct site *s, const struct site_page *p);
/* Markdown without the addresses of its links: "superseded by ADR-5". */
struct str decisions_words(struct str s, struct arena *keep);
/* Is p the index of a folder of decisions? */
bool decisions_indexed(const struct site *s, const struct site_page *p);
/* Does p show effects, and so wait until all others are judged? */
bool decisions_late(const struct site *s, const struct site_page *p);

/* Does place (in text, the page's source) stand below a heading Validation or Confirmation (MADR 3
 * and 4) of a page with a status? What stands there is decided, not observed. */
bool decisions_validate(struct str status, struct str text, struct str place);
/* The status where the decision is not in force and place is its Validation; else empty. */
struct str decisions_pending(struct str status, struct str text, struct str place);
/* "Ann, Bob" */
struct str decisions_names(const struct str *list, int n, struct arena *keep);
#endif
