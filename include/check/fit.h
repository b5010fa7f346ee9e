/* fit.h - does a text say what a value is?
 *
 * Numbers by model/quantity.h; yes/no words for booleans; strings equal but for case and blanks, or
 * standing in the text as whole words. A link title asks what words cannot say: "= DISABLED",
 * "absent", "present", "includes a, b", "within 10%". */
#ifndef CHECK_FIT_H
#define CHECK_FIT_H
#include "check/fit_types.h"

/* Is title one of the forms above, and does that form ask about objects and arrays as well? */
bool fit_is_title(struct str title);
bool fit_asks_container(struct str title);

/* text (markup removed, may be empty: takes the value in) and title against value (NULL: nothing
 * stands there), whose bare number is in unit. pointer names the value in why and hints at the unit
 * when none is given. */
struct fit fit_judge(struct str text, struct str title, const struct json *value, struct str unit,
                     struct str pointer, struct arena *keep);

/* Do two places hold the same? Quantities in different units may. */
bool fit_same(const struct json *a, struct str unit_a, const struct json *b, struct str unit_b,
              struct arena *keep);

#endif
