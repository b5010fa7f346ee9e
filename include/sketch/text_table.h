/* text_table.h - grids of words, as consoles print them, to rows and columns.
 *
 *     +-------+------+      ┌─host──┬─cpu─┐
 *     | name  | size |      │ web-1 │ 0.5 │
 *     +-------+------+      └───────┴─────┘
 *     | a.txt |   12 |
 *     +-------+------+ */
#ifndef SKETCH_TEXT_TABLE_H
#define SKETCH_TEXT_TABLE_H
#include "base/buf.h"

struct text_table {
    struct str *cells; /* row by row; lines of one cell with a line end between */
    int n_rows, n_columns;
    bool head;   /* the first row names the columns */
    bool *right; /* columns of numbers */
    bool whole;  /* the text holds nothing else */
    bool nested; /* no table of words: its cells hold tables */
};

/* The first table in text; false: there is none. Cells live in keep. Rows must agree to the column:
 * what people draw by hand as boxes is no table. */
bool text_table_find(struct str text, struct arena *keep, struct arena scratch,
                     struct text_table *out);
/* Appends <table>. */
void text_table_html(const struct text_table *t, struct buf *out);
#endif
