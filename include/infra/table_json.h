/* table_json.h - a table of resources as JSON, for programs and tests. */
#ifndef INFRA_TABLE_JSON_H
#define INFRA_TABLE_JSON_H
#include "infra/table.h"

/* {"resources": [{name, type, kind, stack, label, file, line, properties}], "edges": [{from, to,
 * kind, label, property}], "counts": {type: n}, "outputs": […]}; stable order. */
void table_json(const struct infra *t, struct buf *out);
#endif
