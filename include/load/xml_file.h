/* xml_file.h - an XML file as a JSON tree.
 *
 *     <project v="1">             { "project": { "@v": 1, "version": "1.14.0",
 *       <version>1.14.0</version>     "module": ["api", "web"] } }
 *       <module>api</module><module>web</module>
 *     </project>
 *
 * Elements of one name are an array; one with attributes or elements inside keeps its text as
 * "#text". Names are without their prefix. */
#ifndef LOAD_XML_FILE_H
#define LOAD_XML_FILE_H
#include "base/json.h"

/* NULL after an error, which is reported under rule: what is no XML, a DOCTYPE, nesting past 100.
 * The tree lives in keep, its text (raw) in src. */
struct json *xml_file_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                            struct diag *d);
#endif
