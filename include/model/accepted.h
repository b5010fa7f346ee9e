/* accepted.h - what people decided about findings: acceptances, actions, reasons for differences,
 * and claims on pages that nobody may edit. Read by load/accepted.h. */
#ifndef MODEL_ACCEPTED_H
#define MODEL_ACCEPTED_H
#include "base/diag.h"
#include "base/time.h"

struct acceptance {
    struct str rule, page, about; /* page relative to the content folder; page, about empty: any */
    struct str reason, owner;
    struct date until; /* year 0: for good */
    struct str place;  /* in accepted.json */
    struct str text;   /* of page, where rule is secret */
};
struct action {
    struct str id, text, owner, state; /* state: "open", "done", "dropped" */
    struct date due, opened;           /* year 0: not said */
    struct str place;                  /* in actions.json */
};
struct difference {             /* why two environments differ */
    struct str source, pointer; /* kind or full name; the reason holds for all below pointer */
    struct str reason;
    struct str place;
};
struct quoted_claim {
    struct str page, quote, text, target, title;
    struct str place;
};
struct accepted {
    struct source accepted_src, actions_src, differences_src,
        claims_src; /* text empty: not there */
    struct acceptance *acceptances;
    int n_acceptances;
    struct action *actions;
    int n_actions;
    struct difference *differences;
    int n_differences;
    struct quoted_claim *claims;
    int n_claims;
};
#endif
