/* owners.h - CODEOWNERS: whose a file of the repository is, as forges read it. */
#ifndef LOAD_OWNERS_H
#define LOAD_OWNERS_H
#include "load/source_bytes.h"

struct owners {
    struct str text; /* empty: there is no such file */
};
/* CODEOWNERS of the root, of .github, .gitlab or docs. */
struct owners owners_read(const struct source_root *root, struct arena *keep);
/* The owners that the last fitting line names for path (from the root), or empty. */
struct str owners_of(const struct owners *o, struct str path);
#endif
