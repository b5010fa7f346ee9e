/* claims.h - judging what the prose says against the data.
 *
 * For each link of a page: claim_target (model/claim.h), then claims_resolve. TARGET_LINK: the link
 * stays a link. Anything else is a claim: fill a struct claim, claims_judge it, claims_report it.
 */
#ifndef CHECK_CLAIMS_H
#define CHECK_CLAIMS_H
#include "model/accepted.h"
#include "model/claim.h"
#include "model/document.h"

enum target_kind {
    TARGET_LINK,      /* an object, a list, or no source: a link, unless the text binds it */
    TARGET_VALUE,     /* a value, or a fact with a history */
    TARGET_MISSING,   /* nothing at the pointer, or no source or name is called so */
    TARGET_UNKNOWN,   /* what stands there is computed, or contradicts itself: JSON_UNKNOWN */
    TARGET_UNCAPTURED /* the source was not captured, or its snapshot is too old */
};
struct claims_value {
    const struct data_source *source; /* NULL: there is none */
    const struct json *value;         /* NULL: nothing stands there */
    struct str pointer;               /* in the document asked (a file of a folder counts as one) */
    struct str unit;                  /* of a bare number there, or empty */
    struct str label;                 /* "config.prod:/service/cpu" or "other.json#/a" */
};

/* What t means in a page whose environment is env (empty: the site's). title is the link's:
 * "present", "absent" and "includes" ask about objects and arrays too. Of a name, out is the first
 * place that was captured. label lives in keep. */
enum target_kind claims_resolve(const struct data *data, const struct target *t, struct str env,
                                struct str title, struct arena *keep, struct claims_value *out);

/* Sets verdict and all below it in c from what stands above it. Texts live in keep or in the
 * sources. */
void claims_judge(const struct data *data, struct claim *c, struct arena *keep);

/* The finding for a claim that is not true, at its text in src; none for a true one. */
void claims_report(const struct claim *c, const struct source *src, struct diag *d);

/* Cells of a table whose header and first column bind them: a link in one is the base, a "#/tail"
 * in the other is added to it. Header links to costs (kind cost, or a file of that source) bind
 * nothing here, a cell with a link of its own is its own claim, an empty cell says nothing. */
struct claims_cell {
    const struct node *cell;
    struct claim claim; /* ready for claims_judge */
};
struct claims_cell *claims_table(const struct data *data, const struct node *table,
                                 struct str page_path, struct str env, struct arena *keep, int *n);

/* The first "#/tail" in table's first column that no header cell gives a base; NULL: there is none. */
const struct node *claims_table_lost(const struct data *data, const struct node *table,
                                     struct str page_path, struct arena *keep);
/* Does a header cell bind table to an estimate, which then is held against all its rows? */
bool claims_table_costs(const struct data *data, const struct node *table, struct str page_path,
                        struct arena *keep);
/* Is link, to an object or array, the only link of a cell in the head or the first column, and so a
 * binding instead of a claim? */
bool claims_table_binds(const struct data *data, const struct node *link, const struct target *t,
                        struct str env, struct arena *keep);

/* The claim that q of claims.json makes on its page src: its text where the quote stands there
 * (line ends count as blanks). False, reported at q, when the quote or its target is not to be
 * found. */
bool claims_quoted(const struct accepted *accepted, const struct quoted_claim *q,
                   const struct source *src, struct str env, struct claim *out, struct arena *keep,
                   struct diag *d);
#endif
