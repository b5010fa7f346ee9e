/* verdict.c - names of verdicts, as JSON has them. */
#include "model/verdict.h"

const char *verdict_name(enum verdict v)
{
    static const char *const names[N_VERDICTS] = {
        [VERDICT_TRUE] = "true",
        [VERDICT_FALSE] = "false",
        [VERDICT_OUTDATED] = "outdated",
        [VERDICT_MISSING] = "missing",
        [VERDICT_NOT_CHECKED] = "not_checked",
    };
    return names[v];
}
