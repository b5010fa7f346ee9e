/* merge.h - two environments as one table, to be drawn as what differs. */
#ifndef INFRA_MERGE_H
#define INFRA_MERGE_H
#include "infra/table.h"

/* t and, marked as removed, what only other has, with its edges. Places in t stay; t itself too. */
struct infra *merge_tables(const struct infra *t, const struct infra *other, struct arena *keep);
#endif
