/* box_branches.c - file trees inside a drawing: rows that begin with a tee or elbow, a short dash
 * and a text, whose stem comes down from a text. */
#include "base/width.h"
#include "sketch/box_grid.h"

enum { DASHES_MAX = 64, LEVELS_MAX = 64 };

static const struct box_cell *at(const struct box_grid *g, int i)
{
    return g->cells + i;
}

static bool loose(const struct box_cell *c, int dir)
{
    return c->role == CELL_LINE && port_of(c, dir) && !(c->framed >> dir & 1);
}

/* The cell of the text behind the tee at i, or 0. */
static int text_behind(const struct box_grid *g, int i)
{
    if (!loose(at(g, i), NORTH) || !loose(at(g, i), EAST) || port_of(at(g, i), WEST))
        return 0;
    int n = 0, j = i + 1;
    while (n < DASHES_MAX && loose(at(g, j), WEST)) {
        if (port_of(at(g, j), SOUTH) || port_of(at(g, j), NORTH))
            return 0;
        j++, n++;
    }
    if (n == 0)
        return 0;
    for (int k = 0; k < 2 && !at(g, j)->cp; k++)
        j++;
    return at(g, j)->role == CELL_TEXT ? j : 0;
}

/* The first column behind the row's text: a border, a blank row end; 0 when a line follows. */
static int row_end(const struct box_grid *g, int i)
{
    int x = grid_x(g, i), y = grid_y(g, i), end = x;
    for (; x < g->w; x++) {
        const struct box_cell *c = at(g, grid_at(g, x, y));
        if (c->role == CELL_LINE)
            return c->side || x - end > 2 ? end : 0;
        if (c->role == CELL_HEAD)
            return 0;
        if (c->cp)
            end = x + 1;
    }
    return end;
}

/* Whether the stem above the tee comes from a text, not from a box or a line. */
static bool stem_is_text(const struct box_grid *g, int i)
{
    for (int steps = 0; steps < g->h; steps++) {
        int up = at(g, i)->up;
        if (!up || grid_y(g, up) != grid_y(g, i) - 1 || up != i - g->stride)
            break;
        if (at(g, up)->framed)
            return false;
        i = up;
    }
    for (int dx = -1; dx <= 1; dx++)
        if (at(g, i - g->stride + dx)->role == CELL_TEXT)
            return true;
    return false;
}

static bool comment_at(struct str s, ptrdiff_t i)
{
    if (i < 1 || s.ptr[i - 1] != ' ')
        return false;
    struct str rest = str_from(s, i);
    return str_starts(rest, S("// ")) || str_starts(rest, S("# "));
}

static void add_branch(struct box_grid *g, int tee, int text, int end)
{
    int y = grid_y(g, tee);
    const struct box_cell *a = at(g, text), *b = at(g, grid_at(g, end - 1, y));
    while (b->width == 0 && b > a)
        b--;
    struct str s = str_sub(g->text, a->at, b->at + b->bytes - a->at), note = { 0 };
    int note_x = 0;
    for (ptrdiff_t i = 1; i < s.len && note.len == 0; i++)
        if (comment_at(s, i)) {
            ptrdiff_t mark = s.ptr[i] == '/' ? 2 : 1;
            note = str_trim(str_from(s, i + mark));
            int column = grid_x(g, text) + width_of(str_sub(s, 0, i));
            *PUSH(&g->margins, g->mem) = (struct graph_text){
                .text = str_sub(s, i, mark), .x = column, .y = y, .w = (int)mark, .margin = true
            };
            note_x = column + width_of(str_span(s.ptr + i, note.ptr));
            s = str_trim(str_sub(s, 0, i));
        }
    int x = grid_x(g, text);
    *PUSH(&g->branches, g->mem) =
        (struct box_branch){ .x = grid_x(g, tee),
                             .y = y,
                             .parent = -1,
                             .box = a->box,
                             .node = -1,
                             .note = note,
                             .note_x = note_x,
                             .label = { .text = s, .x = x, .y = y, .w = end - x } };
}

/* The row of the tree that holds branch n: the nearest above that stands further left. */
static int holder(const struct box_grid *g, ptrdiff_t n)
{
    const struct box_branch *b = g->branches.ptr + n;
    for (ptrdiff_t k = n - 1; k >= 0; k--) {
        const struct box_branch *o = g->branches.ptr + k;
        if (o->box == b->box && o->x < b->x && b->x <= o->label.x + o->label.w)
            return (int)k;
        if (n - k > 4 * LEVELS_MAX)
            break;
    }
    return -1;
}

/* Takes strokes and text of the rows, so that neither edges nor labels see them. */
static void take_rows(struct box_grid *g)
{
    for (ptrdiff_t n = 0; n < g->branches.len; n++) {
        struct box_branch *b = g->branches.ptr + n;
        b->parent = holder(g, n);
        int i = grid_at(g, b->x, b->y);
        for (int x = b->x; x < b->label.x + b->label.w; x++) {
            struct box_cell *c = g->cells + grid_at(g, x, b->y);
            c->framed = 15;
            if (x >= b->label.x)
                c->run = -1;
        }
        for (int up = at(g, i)->up; up && !at(g, up)->framed && port_of(at(g, up), SOUTH);
             up = at(g, up)->up)
            g->cells[up].framed = 15;
    }
}

void box_branches_find(struct box_grid *g)
{
    for (int y = 1; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y);
            if (at(g, i)->role != CELL_LINE)
                continue;
            int text = text_behind(g, i);
            int end = text ? row_end(g, text) : 0;
            if (end && stem_is_text(g, i))
                add_branch(g, i, text, end);
        }
    if (g->branches.len < 2)
        g->branches.len = 0;
    take_rows(g);
}
