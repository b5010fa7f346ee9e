/* schema.h - does a value obey a JSON Schema? The part that config schemas use: type, properties,
 * patternProperties, required, additionalProperties, items, enum, const, pattern, bounds of numbers,
 * lengths and counts, allOf, anyOf, oneOf, not, and $ref within the schema. */
#ifndef CHECK_SCHEMA_H
#define CHECK_SCHEMA_H
#include "base/json.h"

/* Does text hold what pattern, a regular expression, says? False too when pattern is none. */
typedef bool schema_matcher(struct str pattern, struct str text, struct arena scratch);

struct schema_problem {
    struct str at;      /* the value or member, in its source */
    struct str message; /* "/server/port is "http", and the schema wants integer" */
    bool unknown;       /* a part of the schema that is not understood, so nobody checks it */
};
/* Everything in which value breaks schema, at most 100. partial: value shows a part of a document, so
 * what is required may be left out. Placeholders (JSON_UNKNOWN, "…", <x>, ${X}) obey every schema. */
int schema_check(const struct json *schema, const struct json *value, bool partial,
                 schema_matcher *matches, struct arena *keep, struct schema_problem **out);
#endif
