/* ini.h - lines of names and values as a JSON tree: ini files (.cfg, .editorconfig) and properties.
 *
 *     root = true                 { "root": true,
 *     [*.md]                        "*.md": { "indent_size": 4 } }
 *     indent_size = 4 ; blanks
 *
 * In an ini file ; and # begin comments, at a line's start and behind a blank; a line indented deeper
 * than its name goes on with the value; a name that stands again makes an array. Properties are
 * Java's: no sections, =, : or a blank between, escapes, \ at a line's end, the last of a name that
 * stands twice is refused. A value that is a JSON number, true or false is that. */
#ifndef LOAD_INI_H
#define LOAD_INI_H
#include "base/json.h"

/* Parse the whole of src. NULL after an error, which is reported at its place under rule. The tree
 * lives in keep, its text (raw) in src. */
struct json *ini_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                       struct diag *d);
struct json *ini_parse_properties(const struct source *src, struct arena *keep,
                                  const struct rule *rule, struct diag *d);
#endif
