/* box_cells.c - text to a grid of cells: graphemes, East Asian width, tabs, comment prefixes. */
#include "base/width.h"
#include "sketch/box_grid.h"

/* marks that begin every line of a comment; longer ones first */
static const char *const prefixes[] = { "//!", "///", "//", "##", "#", ";;", ";", "--", "*", "%" };

static bool is_blank_line(struct str line)
{
    return str_trim(line).len == 0;
}

static struct str line_body(struct str line)
{
    ptrdiff_t i = 0;
    while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t'))
        i++;
    return str_from(line, i);
}

/* The mark that begins every line of text, followed by a blank or the line's end; or empty. */
static struct str comment_prefix(struct str text)
{
    for (ptrdiff_t i = 0; i < LEN(prefixes); i++) {
        struct str mark = str_of(prefixes[i]), rest = text;
        int lines = 0;
        bool all = true;
        while (all && rest.len > 0) {
            struct str line = str_line(&rest);
            if (is_blank_line(line))
                continue;
            struct str body = line_body(line);
            all = str_starts(body, mark) &&
                  (body.len == mark.len || char_is_space(body.ptr[mark.len]));
            lines++;
        }
        if (all && lines > 1)
            return mark;
    }
    return (struct str){ 0 };
}

/* Cells a cluster takes at column x. */
static int cells_of(uint32_t cp, int cells, int x, int tab)
{
    if (cp == '\t')
        return tab - x % tab;
    return cells;
}

static int line_columns(struct str line, int tab)
{
    int x = 0;
    while (line.len > 0 && x <= GRID_COLUMNS_MAX) {
        int cells;
        uint32_t cp;
        ptrdiff_t n = width_cluster(line, &cells, &cp);
        x += cells_of(cp, cells, x, tab);
        line = str_from(line, n);
    }
    return x;
}

static bool measure(struct box_grid *g, const char **why)
{
    struct str rest = g->text;
    while (rest.len > 0) {
        int w = line_columns(str_line(&rest), g->tab);
        g->w = w > g->w ? w : g->w;
        g->h++;
        if (g->w > GRID_COLUMNS_MAX) {
            *why = "a line has more than 10,000 columns";
            return false;
        }
        if (g->h > GRID_ROWS_MAX) {
            *why = "it has more than 20,000 rows";
            return false;
        }
    }
    g->stride = g->w + 2 * GRID_PAD;
    int64_t cells = (int64_t)g->stride * (g->h + 2 * GRID_PAD);
    /* the later steps take about as much again as the cells themselves */
    int64_t room = arena_left(g->mem) / (3 * (int64_t)sizeof(struct box_cell));
    if (cells > GRID_CELLS_MAX || cells > room) {
        *why = "it has too many cells";
        return false;
    }
    return true;
}

static bool is_gap(uint32_t cp)
{
    return cp <= ' ' || cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF ||
           (cp >= 0x2000 && cp <= 0x200B);
}

static void fill_row(struct box_grid *g, struct str line, int y)
{
    int x = 0, last = 0;
    while (line.len > 0) {
        int cells;
        uint32_t cp;
        ptrdiff_t n = width_cluster(line, &cells, &cp);
        int32_t at = (int32_t)(line.ptr - g->text.ptr);
        struct box_cell *c = g->cells + grid_at(g, x, y);
        if (cells == 0 && cp != '\t' && last && !is_gap(cp)) {
            /* a mark without a base stays with the cell before it */
            g->cells[last].bytes = (uint16_t)(at + n - g->cells[last].at);
        } else if (!is_gap(cp) && cells > 0) {
            *c = (struct box_cell){ .cp = cp,
                                    .at = at,
                                    .bytes = (uint16_t)n,
                                    .width = (uint8_t)cells,
                                    .role = CELL_TEXT,
                                    .box = -1 };
            last = grid_at(g, x, y);
            if (cells == 2)
                g->cells[last + 1] =
                    (struct box_cell){ .cp = cp, .at = at, .role = CELL_TEXT, .box = -1 };
        }
        x += cells_of(cp, cells, x, g->tab);
        line = str_from(line, n);
    }
}

/* Takes the comment mark off each row and keeps it as a text of the margin. */
static void cut_margin(struct box_grid *g, struct str mark)
{
    for (int y = 0; y < g->h; y++) {
        int x = 0;
        while (x < g->w && !g->cells[grid_at(g, x, y)].cp)
            x++;
        if (x == g->w)
            continue;
        struct box_cell *c = g->cells + grid_at(g, x, y);
        *PUSH(&g->margins, g->mem) = (struct graph_text){ .text = str_sub(g->text, c->at, mark.len),
                                                          .x = x,
                                                          .y = y,
                                                          .w = (int)mark.len,
                                                          .margin = true };
        for (ptrdiff_t i = 0; i < mark.len; i++)
            c[i] = (struct box_cell){ .box = -1 };
    }
}

bool box_cells_read(struct box_grid *g, struct str text, int tab, const char **why)
{
    g->text = text;
    g->tab = tab;
    if (text.len > INT32_MAX / 2) {
        *why = "it is too large";
        return false;
    }
    if (!measure(g, why))
        return false;
    ptrdiff_t cells = (ptrdiff_t)g->stride * (g->h + 2 * GRID_PAD);
    g->cells = NEW(g->mem, struct box_cell, cells);
    for (ptrdiff_t i = 0; i < cells; i++)
        g->cells[i].box = -1;
    struct str rest = text;
    for (int y = 0; rest.len > 0; y++)
        fill_row(g, str_line(&rest), y);
    struct str mark = comment_prefix(text);
    if (mark.len > 0)
        cut_margin(g, mark);
    return true;
}
