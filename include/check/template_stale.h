/* template_stale.h - whether templates are still what was made of the code.
 *
 * A list as sha256sum writes it stands beside them and names both, code and templates, by paths relative
 * to itself:
 *     d91e8084…f235  ../cdk/lib/stacks/vpc-stack.ts
 *     8baa2c8c…868f  prod/Vpc.template.json */
#ifndef CHECK_TEMPLATE_STALE_H
#define CHECK_TEMPLATE_STALE_H
#include "base/diag.h"
#include "base/map.h"

/* The bytes of the file at path, as the list has it, in scratch; else the reason why not. */
typedef const char *template_read(void *ctx, struct str path, struct arena *scratch,
                                  struct str *bytes);

/* Reports each line whose file is not there or has another hash, and each line that is none. The paths
 * of the others are put into listed, when it is given: their texts are the list's. */
void template_stale_check(const struct source *list, template_read *read, void *ctx,
                          struct map *listed, struct arena *keep, struct arena scratch,
                          struct diag *d);
#endif
