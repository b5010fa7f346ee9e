/* claim.h - a quantity or text in the prose, bound to a place in the data, and the verdict.
 *
 * Life: load reads the link (claim_read), site resolves its target to a source and pointer, check
 * judges it (check/claims.h), page marks it, report and cmd count it. */
#ifndef MODEL_CLAIM_H
#define MODEL_CLAIM_H
#include "model/data.h"
#include "model/verdict.h"

/* A place in the data as an author names it. */
struct target {
    struct str source; /* source name, or empty when file or name is set */
    struct str
        file; /* path relative to the content folder ("../deploy/a.yaml" above it), or empty */
    struct str name;    /* of site.json's names, or empty */
    struct str pointer; /* RFC 6901, decoded */
};

struct claim {
    struct target target;
    struct str href;  /* the target as written */
    struct str text;  /* what the prose says, markup removed; empty: takes the value in */
    struct str title; /* "= DISABLED", "absent", "within 10%", … or empty */
    struct str env;   /* of the page, or empty */
    struct str
        sentence; /* text with the words beside the link that belong to it (check/claim_context.h) */
    struct str place; /* in the page's source */
    struct str state; /* of the decision whose Validation this is, when it is not in force:
                         "proposed"; else empty */

    enum verdict verdict;
    struct str shown; /* the value in the unit of the text, or of the source: "0.5 vCPU" */
    struct evidence evidence;
    struct str message; /* for a verdict other than true: one line, what differs */
    struct str suggest; /* text that would make it true */
    struct str nearest; /* missing: the nearest pointer that exists */
    struct str since;   /* outdated: the date since which it is false */
    bool
        by_hand; /* suggest changes a yes, a no or a name: the words around it may have to change */
    struct str changed; /* false: the commit that changed the value, where somebody asked */
    bool secret;        /* the text says the value of a secret: its page must not go out */
    bool unreadable;    /* not checked because the text, or the bare number, has no unit or no
                           number to compare: a warning */
};
struct claim_counts {
    int n[N_VERDICTS];
};

/* What href means in the page at page_path (relative to the content folder): a relative file with a
 * JSON Pointer behind # (nothing: all of it; in a program the name of a constant), NAME[.ENV]:/pointer,
 * or name:NAME. False for everything else and for an address. A file may stand above the content
 * folder; whoever reads it asks whether it stands below the root. The parts live in keep. */
bool claim_target(struct str href, struct str page_path, struct target *out, struct arena *keep);
/* The tail of a table's binding, "#/cpu": decodes its pointer. */
bool claim_tail(struct str href, struct str *pointer, struct arena *keep);
/* As an author would write it: "config.prod:/service/cpu", "name:affinity", "costs/a.json#/total".
 */
struct str claim_target_show(const struct target *t, struct arena *keep);
#endif
