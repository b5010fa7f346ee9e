/* code.h - constants of a program: the one literal that is assigned to a name.
 *
 *     const TIMEOUT_MS = 30_000;          { "TIMEOUT_MS": 30000, "HOST": "db",
 *     export const HOST: string = "db";     "LIMIT": unknown }
 *     let limit = LIMIT = cores * 2;
 *
 * TypeScript and JavaScript, Python, Go, Java and its kin, C and its kin, Rust, shells. A name that
 * several literals are assigned to is JSON_UNKNOWN with their number; one that something else than a
 * literal is assigned to is JSON_UNKNOWN. A product of numbers is a number. */
#ifndef LOAD_CODE_H
#define LOAD_CODE_H
#include "base/json.h"

/* The constants of src, whose language its path tells (data_language()). Never NULL. The tree lives in keep. */
struct json *code_parse(const struct source *src, struct arena *keep);
#endif
