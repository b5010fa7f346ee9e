/* hcl.h - what a file of HCL (Terraform, tfvars, Packer, Nomad) says by itself, as a JSON tree.
 *
 *     variable "tasks" {          { "variable": { "tasks": { "type": unknown, "default": 2 } },
 *       type    = number            "zones": ["a", "b"] }
 *       default = 2
 *     }
 *     zones = ["a", "b"]
 *
 * A block stands under its type and its labels; several of one name are an array. Literal values,
 * lists and maps are read; what must be computed (references, functions, operators, templates with
 * ${…}, for) is JSON_UNKNOWN, never guessed. */
#ifndef LOAD_HCL_H
#define LOAD_HCL_H
#include "base/json.h"

/* Parses the whole of src. NULL after an error, which is reported at its place under rule: a text
 * that is not HCL, a name that stands twice, nesting past 64. The tree lives in keep, its text (raw)
 * in src. */
struct json *hcl_parse(const struct source *src, struct arena *keep, const struct rule *rule,
                       struct diag *d);
#endif
