/* dockerfile.h - what a Dockerfile fixes, as a JSON tree.
 *
 *     ARG NODE=20                 { "FROM": "node:20-alpine", "EXPOSE": 8080, "USER": "app",
 *     FROM node:20-alpine AS run    "ARG": { "NODE": 20 }, "ENV": { "PORT": 8080 },
 *     ENV PORT=8080                 "stages": { "run": { "FROM": "node:20-alpine", … } },
 *     EXPOSE 8080                   "NODE": 20, "PORT": 8080 }
 *     USER app
 *
 * What stands several times is an array, in file order. Beside its place below ARG or ENV a name
 * stands at the top, where all that set it agree. Of other instructions the text stands there, on one line. What holds $NAME, and an ARG without a value, is
 * JSON_UNKNOWN. */
#ifndef LOAD_DOCKERFILE_H
#define LOAD_DOCKERFILE_H
#include "base/json.h"

/* Parses the whole of src. NULL after an error, which is reported at its place under rule: a text
 * without FROM or ARG. The tree lives in keep, its text (raw) in src. */
struct json *dockerfile_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                              struct diag *d);
#endif
