/* forge_table.h - rows of tables by GitHub's rules, written as every parser of Markdown reads them. */
#ifndef LOAD_FORGE_TABLE_H
#define LOAD_FORGE_TABLE_H
#include "load/mapped.h"

enum { FORGE_COLUMNS = 200 }; /* a wider row is no table */

/* Cells of a row. */
int forge_table_cells(struct str row);
/* Cells of a delimiter row, "|-|:-:|"; 0 when it is none. */
int forge_table_delimiters(struct str row);
/* Writes a delimiter row, or a row with as many of its cells as the table has columns. */
void forge_table_delimiter(struct mapped *out, struct str row);
void forge_table_row(struct mapped *out, struct str row, int columns);
#endif
