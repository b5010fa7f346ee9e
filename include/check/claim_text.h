/* claim_text.h - is a link into data a claim, or a link to data? */
#ifndef CHECK_CLAIM_TEXT_H
#define CHECK_CLAIM_TEXT_H
#include "check/claims.h"

/* A target that names a source, or a name of site.json, is always a claim. For a pointer into a file
 * the text decides: it is a claim when it is empty, or could say what stands there: a quantity, a
 * boolean, a version, a name, for a list its number or its members. A title that asks something makes
 * it one too. All else is a link into data, such as "the schema" to schema.json#/definitions/X.
 * Claims are also links to a file that is no source (TARGET_LINK of claims_resolve): false. */
bool claim_text_claims(const struct data *data, const struct target *t, struct str text,
                       struct str title, struct arena *keep);
#endif
