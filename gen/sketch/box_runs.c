/* box_runs.c - runs of text: words of one row with single blanks between them, and the box each
 * begins in. */
#include "sketch/box_grid.h"

static bool is_text(const struct box_cell *c)
{
    return c->role == CELL_TEXT && c->run >= 0;
}

/* The end of the run that begins at x: first column behind it. */
static int run_end(const struct box_grid *g, int x, int y)
{
    int end = x + 1;
    const struct box_cell *first = g->cells + grid_at(g, x, y);
    while (end < g->w) {
        const struct box_cell *c = g->cells + grid_at(g, end, y), *next = c + 1;
        bool same = is_text(c) && (c->width == 0 || c->title == first->title);
        /* a word that stands on a border overflows its box */
        bool overflow = c->side || next->side;
        bool bridge = !c->cp && is_text(next) && next->title == first->title &&
                      (next->box == first->box || overflow);
        if (!same && !bridge)
            break;
        end += same ? 1 : 2;
    }
    return end;
}

/* Text that has pushed its box's border aside ends where that border stands now: the bar is none of
 * its letters. */
static int without_bar(struct box_grid *g, int x, int y, int end)
{
    struct box_cell *last = g->cells + grid_at(g, end - 1, y);
    if (!grid_is_bar(last->cp) || end - x < 2)
        return end;
    for (int k = x + 1; k < end - 1; k++)
        if (g->cells[grid_at(g, k, y)].side) {
            last->role = CELL_BLANK;
            return end - 1;
        }
    return end;
}

static void add_run(struct box_grid *g, int x, int y, int end)
{
    const struct box_cell *a = g->cells + grid_at(g, x, y), *b = g->cells + grid_at(g, end - 1, y);
    while (b->width == 0 && b > a)
        b--;
    struct box_run r = { .x = x,
                         .y = y,
                         .w = end - x,
                         .at = a->at,
                         .bytes = b->at + b->bytes - a->at,
                         .box = a->box,
                         .title = a->title,
                         .item = -1 };
    *PUSH(&g->runs, g->mem) = r;
    for (int k = x; k < end; k++)
        g->cells[grid_at(g, k, y)].run = (int32_t)g->runs.len;
}

void box_runs_find(struct box_grid *g)
{
    g->runs.len = 0;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            struct box_cell *c = g->cells + grid_at(g, x, y);
            if (c->run >= 0)
                c->run = 0;
        }
    for (int y = 0; y < g->h; y++)
        for (int x = 0, end; x < g->w; x = end) {
            end = x + 1;
            const struct box_cell *c = g->cells + grid_at(g, x, y);
            if (is_text(c) && c->width > 0) {
                end = without_bar(g, x, y, run_end(g, x, y));
                add_run(g, x, y, end);
            }
        }
}

int box_resolve(const struct box_grid *g, int box)
{
    while (box >= 0 && g->boxes.ptr[box].gone)
        box = g->boxes.ptr[box].into;
    return box;
}
