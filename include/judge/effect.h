/* effect.h - what a proposal would do: each target of its Validation is set in a copy of the data, and
 * estimates and all claims are judged again under it.
 *
 *     copy   every target set, one by one; a value counts as set when the text reads back as true
 *     run    prices, estimates, savings; then every claim of every page; tables of costs, drawings
 *     keep   what is another than now
 *
 * What no single value makes true ("better than today", a range, a value of code) is not computed and
 * says why. */
#ifndef JUDGE_EFFECT_H
#define JUDGE_EFFECT_H
#include "judge/decisions.h"

struct effect_set { /* one target */
    const struct site_page *page;
    const struct site_claim *claim;
    struct str target;   /* "config.prod:/vpc/natGateways", "name:affinity" */
    struct str was, now; /* as people read them */
    struct str why;      /* not computed: why; else empty */
    const char *risk;    /* what the rules of check/risk.h say of the change, or NULL */
    bool same;           /* it holds already */
};
struct effect_cost {                   /* an estimate that changes */
    const struct cost_size *was, *now; /* one may be not priced */
};
struct effect_claim { /* a sentence whose truth changes */
    const struct site_page *page;
    const struct site_claim *claim; /* as it is now */
    struct str message;             /* what would be wrong with it; empty: it becomes true */
};
struct effect_shown {             /* of a table of costs or a drawing */
    const struct site_page *page; /* NULL: of a drawing of templates */
    int line;
    struct str text; /* what would be wrong with a row, what a node or connection becomes */
    bool better;     /* it is wrong now, and would not be */
};
struct effect_view { /* templates as they are and as they would be */
    const struct infra *was, *now;
    struct str name;
};
struct effect {
    LIST(struct effect_set) sets;
    LIST(struct effect_cost) costs;   /* environments first, then sizes and alternatives */
    LIST(struct effect_claim) broken; /* true now */
    LIST(struct effect_claim) mended; /* not true now */
    LIST(struct effect_shown) rows;   /* of tables of costs that people wrote */
    LIST(struct effect_shown) drawn;  /* nodes and connections of drawings */
    LIST(struct effect_view) views;
    LIST(struct str) undrawn; /* sources it sets whose drawings are not computed: plans */
    int n_set, n_unset;       /* how many of sets change something; could not be set */
};

/* Of the n records of list together. All pages are judged. */
struct effect *effect_of(const struct site *s, const struct decision *const *list, ptrdiff_t n,
                         struct arena *keep);
/* Its part judge/effect_shown.c: tables and drawings, under data and what that costs. */
void effect_shown(const struct site *s, const struct data *data, const struct cost_set *costs,
                  struct effect *out, struct arena *keep);
/* In a line: "Production −$36.50 a month (−15 %), 3 sentences no longer true, a risk: the firewall is off,
 * 1 target not computed". */
struct str effect_words(const struct effect *e, struct arena *keep);
/* What an estimate changes by in its middle: "−$36.50 (−15 %)". */
struct str effect_delta(const struct effect_cost *c, struct arena *keep);
#endif
