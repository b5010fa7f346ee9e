/* verdict.h - the five verdicts on a claim. Never fewer: "not there" and "not asked" differ. */
#ifndef MODEL_VERDICT_H
#define MODEL_VERDICT_H

enum verdict {
    VERDICT_TRUE,
    VERDICT_FALSE,
    VERDICT_OUTDATED,
    VERDICT_MISSING,
    VERDICT_NOT_CHECKED
};
enum { N_VERDICTS = VERDICT_NOT_CHECKED + 1 };

const char *verdict_name(
    enum verdict v); /* "true", "false", "outdated", "missing", "not_checked" */
#endif
