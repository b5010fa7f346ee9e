/* rule.c - the table of rules. */
#include "model/rule.h"

const struct rule rules[N_RULES] = {
#define X(name, severity, id, title, help) { id, severity, title, help },
#include "model/rules.def"
#undef X
};

const struct rule *rule_named(struct str id)
{
    for (ptrdiff_t i = 0; i < N_RULES; i++)
        if (str_equal(str_of(rules[i].id), id))
            return &rules[i];
    return NULL;
}
