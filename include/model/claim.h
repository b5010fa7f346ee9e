/* claim.h - a quantity or text in the prose, bound to a place in the data, and the verdict.
 *
 * Life: load reads the link (claim_read), site resolves its target to a source and pointer, check
 * judges it (check/claims.h), page marks it, report and cmd count it. */
#ifndef MODEL_CLAIM_H
#define MODEL_CLAIM_H
#include "model/data.h"

enum verdict { VERDICT_TRUE, VERDICT_FALSE, VERDICT_OUTDATED, VERDICT_MISSING, VERDICT_NOT_CHECKED };
enum { N_VERDICTS = VERDICT_NOT_CHECKED + 1 };

/* A place in the data as an author names it. */
struct target {
    struct str source;  /* source name, or empty when file or name is set */
    struct str file;    /* path relative to the content folder, or empty */
    struct str name;    /* of site.json's names, or empty */
    struct str pointer; /* RFC 6901, decoded */
};
struct claim {
    struct target target;
    struct str href;           /* the target as written */
    struct str text;           /* what the prose says, markup removed; empty: takes the value in */
    struct str title;          /* "= DISABLED", "absent", "within 10%", … or empty */
    struct str env;            /* of the page, or empty */
    struct str place;          /* in the page's source */

    enum verdict verdict;
    struct str shown;          /* the value in the unit of the text, or of the source: "0.5 vCPU" */
    struct evidence evidence;
    struct str message;        /* for a verdict other than true: one line, what differs */
    struct str suggest;        /* text that would make it true */
    struct str nearest;        /* missing: the nearest pointer that exists */
    struct str since;          /* outdated: the date since which it is false */
};
struct claim_counts {
    int n[N_VERDICTS];
};
const char *verdict_name(enum verdict v); /* "true", "false", "outdated", "missing", "not_checked" */
#endif
