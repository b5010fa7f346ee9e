/* rule.h - every kind of finding, one row each in rules.def. RULE(CLAIM_FALSE) is a const struct rule *. */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H
#include "base/diag.h"

enum rule_id {
#define X(name, severity, id, title, help) RULE_##name,
#include "model/rules.def"
#undef X
    N_RULES
};
extern const struct rule rules[N_RULES];
#define RULE(name) (&rules[RULE_##name])

const struct rule *rule_named(struct str id); /* NULL when there is none */
#endif
