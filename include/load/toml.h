/* toml.h - TOML 1.0 as a JSON tree whose every value knows its text.
 *
 *     [tool.ruff]                 { "tool": { "ruff": { "line-length": 100 } },
 *     line-length = 100             "mask": 416 }
 *     mask = 0o640
 *
 * Dates and times are strings, as written; inf and nan too. Numbers are decimal, without _ and +. */
#ifndef LOAD_TOML_H
#define LOAD_TOML_H
#include "base/json.h"

/* Parses the whole of src. NULL after an error, which is reported at its place under rule: all that
 * TOML 1.0 refuses, and nesting past 100. The tree lives in keep, its text (raw) in src. */
struct json *toml_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                        struct diag *d);
#endif
