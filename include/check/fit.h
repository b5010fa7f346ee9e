/* fit.h - does a text say what a value is?
 *
 * Numbers by model/quantity.h; yes/no words for booleans; strings equal but for case and blanks, or
 * standing in the text as whole words. A link title asks what words cannot say: "= DISABLED",
 * "absent", "present", "includes a, b", "within 10%". */
#ifndef CHECK_FIT_H
#define CHECK_FIT_H
#include "base/json.h"

enum fit_kind {
    FIT_TRUE,
    FIT_FALSE,
    FIT_ABSENT,    /* the text wants a value, and there is none or null */
    FIT_UNREADABLE /* nothing to compare: no number in the text, or no unit for a bare one */
};
struct fit {
    enum fit_kind kind;
    struct str shown;   /* the value in the unit and words of the text */
    struct str suggest; /* text that would be true, or empty */
    struct str why;     /* FIT_UNREADABLE, and titles: what is the matter; else empty */
    bool by_hand;       /* suggest changes more than a figure: a yes or no, a name, what is there */
    bool unit_missing;  /* FIT_UNREADABLE: because nothing says what the bare number is in */
};

/* Is title one of the forms above, and does that form ask about objects and arrays as well? */
bool fit_is_title(struct str title);
bool fit_asks_container(struct str title);

/* text (markup removed, may be empty: takes the value in) and title against value (NULL: nothing
 * stands there), whose bare number is in unit. pointer names the value in why and hints at the unit
 * when none is given. */
struct fit fit_judge(struct str text, struct str title, const struct json *value, struct str unit,
                     struct str pointer, struct arena *keep);

/* Does text hold a number, in digits or words? */
bool fit_counts(struct str text);

/* Do two places hold the same? Quantities in different units may. */
bool fit_same(const struct json *a, struct str unit_a, const struct json *b, struct str unit_b,
              struct arena *keep);

/* The value as people read it: its own text, and in brackets what its unit makes of it:
 * "256 (0.25 vCPU)", "30 days", "true", "us-east-1a, us-east-1b", "not set" for null and nothing.
 */
struct str fit_show(const struct json *value, struct str unit, struct arena *keep);
#endif
