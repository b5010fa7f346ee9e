/* tf_json.h - Terraform's files in JSON (.tf.json), as cdktf and other programs write them. */
#ifndef INFRA_TF_JSON_H
#define INFRA_TF_JSON_H
#include "base/json.h"

/* root, an object, as hcl_parse() would give it (load/hcl.h). The tree lives in keep, its texts in root's source. */
const struct json *tf_json(const struct json *root, struct arena *keep);
#endif
