/* yaml.h - YAML (libyaml) as a JSON tree whose every value knows its text.
 *
 *     Bucket:                              { "Bucket": { "Ref": "Site" },
 *       Ref: Site                            "Arn": { "Fn::GetAtt": ["Site", "Arn"] } }
 *     Arn: !GetAtt Site.Arn
 *
 * CloudFormation's short tags become the objects they stand for; another tag of the kind !name
 * becomes an object with that one member, "!name". Plain scalars are null, true, false, numbers as
 * JSON writes them, or text: 010, 0x1f, yes and 2012-10-17 stay text. Anchors and aliases are
 * resolved; a plain << takes in what its mapping, or each of a list of them, has and the mapping around
 * it lacks. Several documents are an array of those that hold something. */
#ifndef LOAD_YAML_H
#define LOAD_YAML_H
#include "base/json.h"

/* Parses the whole of src. NULL after an error, which is reported at its place under
 * rule: what libyaml refuses, a name that stands twice in a mapping, a name that is no scalar,
 * nesting past 100, aliases that would unfold to more than 200,000 values, a text
 * of more than 4 MiB. The tree lives in keep, its text (raw) in src; aliases share members. An empty
 * text is null. */
struct json *yaml_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                        struct diag *d);
#endif
