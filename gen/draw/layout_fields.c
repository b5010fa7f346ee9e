/* layout_fields.c - a table within a node: columns as wide and rows as high as what stands in them. */
#include "draw/layout_fields.h"

#include <math.h>

#include "draw/font_width.h"
#include "draw/layout_unit.h"

static bool is_free(const struct graph_node *n, int self, int column, int row)
{
    for (int i = 0; i < n->n_fields; i++) {
        const struct graph_field *f = &n->fields[i];
        if (i != self && column >= f->column && column < f->column + f->columns && row >= f->row &&
            row < f->row + f->rows)
            return false;
    }
    return true;
}

static bool can_grow(const struct graph_node *n, int self, bool down)
{
    const struct graph_field *f = &n->fields[self];
    for (int k = 0; k < (down ? f->columns : f->rows); k++)
        if (!is_free(n, self, down ? f->column + k : f->column + f->columns,
                     down ? f->row + f->rows : f->row + k))
            return false;
    return true;
}

static void stretch(struct graph_node *n, int columns, int rows)
{
    for (int i = 0; i < n->n_fields; i++) {
        struct graph_field *f = &n->fields[i];
        while (f->column + f->columns < columns && can_grow(n, i, false))
            f->columns++;
        while (f->row + f->rows < rows && can_grow(n, i, true))
            f->rows++;
    }
}

static int cells_of(struct graph_field *f)
{
    int w = 0;
    for (int i = 0; i < f->n_lines; i++) {
        f->lines[i].w = (int)ceilf(font_width(f->lines[i].text, ROLE_PLAIN) / LAYOUT_CELL_W);
        w = f->lines[i].w > w ? f->lines[i].w : w;
    }
    return w;
}

/* Room for what stands in one, then for what spans several; at[k] becomes where k begins. */
static void add_up(const struct graph_node *n, bool down, const int *need, int *at, int count)
{
    for (int span = 1; span <= count; span++)
        for (int i = 0; i < n->n_fields; i++) {
            const struct graph_field *f = &n->fields[i];
            int first = down ? f->row : f->column, many = down ? f->rows : f->columns, has = 0;
            if (many != span)
                continue;
            for (int k = first; k < first + many; k++)
                has += at[k + 1];
            if (need[i] > has)
                at[first + many] += need[i] - has;
        }
    for (int k = 1; k <= count; k++)
        at[k] += at[k - 1];
}

void layout_fields_size(struct graph_node *n, struct arena scratch)
{
    int columns = 1, rows = 1;
    for (int i = 0; i < n->n_fields; i++) {
        const struct graph_field *f = &n->fields[i];
        columns = f->column + f->columns > columns ? f->column + f->columns : columns;
        rows = f->row + f->rows > rows ? f->row + f->rows : rows;
    }
    stretch(n, columns, rows);
    int *wide = NEW(&scratch, int, n->n_fields), *high = NEW(&scratch, int, n->n_fields),
        *x = NEW(&scratch, int, columns + 1), *y = NEW(&scratch, int, rows + 1);
    for (int i = 0; i < n->n_fields; i++) {
        wide[i] = cells_of(&n->fields[i]) + 3;
        high[i] = n->fields[i].n_lines > 1 ? n->fields[i].n_lines + 1 : 2;
    }
    add_up(n, false, wide, x, columns);
    add_up(n, true, high, y, rows);
    for (int i = 0; i < n->n_fields; i++) {
        struct graph_field *f = &n->fields[i];
        f->x = x[f->column];
        f->y = y[f->row];
        f->w = x[f->column + f->columns] - f->x;
        f->h = y[f->row + f->rows] - f->y;
    }
    n->w = x[columns] + 1;
    n->h = y[rows] + 1;
}

void layout_fields_place(struct graph_node *n)
{
    int line = 0;
    for (int i = 0; i < n->n_fields; i++) {
        const struct graph_field *f = &n->fields[i];
        for (int k = 0; k < f->n_lines && line < n->n_lines; k++, line++) {
            struct graph_text *t = &n->lines[line];
            t->w = f->lines[k].w;
            t->x = n->x + f->x + (f->w - t->w + 1) / 2;
            t->y = n->y + f->y + (f->h - f->n_lines + 1) / 2 + k;
        }
    }
    for (; line < n->n_lines; line++) { /* a value that was bound to the node */
        n->lines[line].x = n->x;
        n->lines[line].y = n->y + n->h;
    }
}
