/* accepted.h - findings that people decided to live with. */
#ifndef CHECK_ACCEPTED_H
#define CHECK_ACCEPTED_H
#include "model/accepted.h"

/* Marks each finding of d that an acceptance covers (rule, page and about; an empty page or about
 * covers all) with its reason. An acceptance past its day covers nothing and is a finding itself.
 * dir is the content folder as it stands before the files of findings ("content", or "." or empty).
 * Returns how many findings were marked. */
int accepted_mark(const struct accepted *accepted, struct str dir, struct date today,
                  struct diag *d);
/* Does an acceptance of the rule secret name a page (and, in about, this pattern) in whose text value stands? So what
 * is made of that page may hold it. One without a page lets nothing out. */
bool accepted_secret(const struct accepted *accepted, struct str pattern, struct str value,
                     struct date today);
#endif
