/* dotenv.h - NAME=value lines of the environment as a JSON object.
 *
 *     # comment                   { "PORT": 8080, "NAME": "Parcel board", "URL": unknown }
 *     export PORT=8080
 *     NAME="Parcel board"  # quotes as in a shell
 *     URL=https://$HOST/
 *
 * What holds $NAME outside of single quotes, a name without = and a name that stands twice are
 * JSON_UNKNOWN: programs differ in what they make of them. */
#ifndef LOAD_DOTENV_H
#define LOAD_DOTENV_H
#include "base/json.h"

/* Parses the whole of src. NULL after an error, which is reported at its place under rule: a line
 * that is no such line, a quote that is never closed. The tree lives in keep, its text in src. */
struct json *dotenv_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                          struct diag *d);
#endif
