/* fit_types.h - the answer to whether a text says what a value is, and values as people read them. */
#ifndef CHECK_FIT_TYPES_H
#define CHECK_FIT_TYPES_H
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

/* Does text hold a number, in digits or words? */
bool fit_counts(struct str text);

/* The value as people read it: its own text, and in brackets what its unit makes of it:
 * "256 (0.25 vCPU)", "30 days", "true", "us-east-1a, us-east-1b", "not set" for null and nothing.
 */
struct str fit_show(const struct json *value, struct str unit, struct arena *keep);
#endif
