/* forge_table.c - head and delimiter rows by GitHub's rules, rows written out cell by cell. */
#include "load/forge_table.h"

/* Takes the next cell off *row, without its blanks; a pipe behind a backslash is text. *more: another
 * one follows, be it empty. */
static struct str take_cell(struct str *row, bool *more)
{
    ptrdiff_t n = 0;
    while (n < row->len && row->ptr[n] != '|')
        n += row->ptr[n] == '\\' && n + 1 < row->len ? 2 : 1;
    struct str cell = str_trim(str_sub(*row, 0, n));
    *more = n < row->len;
    *row = str_from(*row, n + 1);
    return cell;
}

/* The row without the pipes at its ends. */
static struct str inner(struct str row)
{
    row = str_trim(row);
    if (row.len && *row.ptr == '|')
        row = str_from(row, 1);
    if (row.len && row.ptr[row.len - 1] == '|' && (row.len < 2 || row.ptr[row.len - 2] != '\\'))
        row.len--;
    return row;
}

int forge_table_cells(struct str row)
{
    int n = 0;
    row = inner(row);
    for (bool more = true; more && n <= FORGE_COLUMNS; n++)
        take_cell(&row, &more);
    return n;
}

int forge_table_delimiters(struct str row)
{
    int n = 0;
    bool pipe = str_char(row, '|') >= 0 || str_char(row, ':') >= 0;
    row = inner(row);
    for (bool more = true; more; n++) {
        struct str cell = take_cell(&row, &more);
        bool left = cell.len && *cell.ptr == ':', right = cell.len > 1 && str_ends(cell, S(":"));
        struct str dashes = str_sub(cell, left, cell.len - left - right);
        for (ptrdiff_t i = 0; i < dashes.len; i++)
            if (dashes.ptr[i] != '-')
                return 0;
        if (!dashes.len || n == FORGE_COLUMNS)
            return 0;
    }
    return pipe ? n : 0;
}

void forge_table_delimiter(struct mapped *out, struct str row)
{
    row = inner(row);
    mapped_say(out, S("|"));
    for (bool more = true; more;) {
        struct str cell = take_cell(&row, &more);
        mapped_say(out, *cell.ptr == ':' ? S(":---") : S("---"));
        mapped_say(out, str_ends(cell, S("-:")) ? S(":|") : S("|"));
    }
}

static ptrdiff_t ticks(struct str s)
{
    ptrdiff_t n = 0;
    while (n < s.len && s.ptr[n] == '`')
        n++;
    return n;
}

/* How much of cell, which begins with n backticks, is a code span; 0: the marks stand for themselves. */
static ptrdiff_t code_len(struct str cell, ptrdiff_t n)
{
    for (ptrdiff_t i = n; i < cell.len;) {
        ptrdiff_t run = ticks(str_from(cell, i));
        if (run == n)
            return i + n;
        i += run ? run : 1;
    }
    return 0;
}

/* In code the backslash before a pipe goes; marks of code that the cell does not end are escaped. */
static void put_cell(struct mapped *out, struct str cell)
{
    ptrdiff_t from = 0;
    bool open_marks = true; /* none of some length was looked for in vain: linear */
    for (ptrdiff_t i = 0; i < cell.len;) {
        ptrdiff_t n = cell.ptr[i] == '`' ? ticks(str_from(cell, i)) : 0;
        ptrdiff_t code = n && open_marks ? code_len(str_from(cell, i), n) : 0;
        if (n && !code) {
            open_marks = false;
            mapped_put(out, str_sub(cell, from, i - from));
            for (ptrdiff_t k = 0; k < n; k++) {
                mapped_say(out, S("\\"));
                mapped_put(out, str_sub(cell, i + k, 1));
            }
            from = i += n;
            continue;
        }
        for (ptrdiff_t end = i + code; i < end; i++) {
            bool pipe = cell.ptr[i] == '\\' && i + 1 < end && cell.ptr[i + 1] == '|';
            if (pipe) {
                mapped_put(out, str_sub(cell, from, i - from));
                from = i + 1;
            }
        }
        i += !code ? (cell.ptr[i] == '\\' && i + 1 < cell.len ? 2 : 1) : 0;
    }
    mapped_put(out, str_from(cell, from));
}

void forge_table_row(struct mapped *out, struct str row, int columns)
{
    mapped_say(out, S("|"));
    row = inner(row);
    bool more = true;
    for (int i = 0; i < columns && more; i++) {
        struct str cell = take_cell(&row, &more);
        mapped_say(out, S(" "));
        put_cell(out, cell);
        mapped_say(out, S(" |"));
    }
}
