/* box_realign.c - rows whose wide characters took other columns in the author's editor than here,
 * and rows pushed to the right.
 *
 * A font may draw 用 in one column, in two, or in one and two thirds. Where the bars of such a row
 * do not stand below the corners and bars of the row above (or above those of the row below), but
 * there are as many of them and each is off by no more than the wide characters before it explain,
 * the parts of the row between its bars are moved so that they do. */
#include "sketch/box_grid.h"

enum { BARS_MAX = 200, SLOP = 2, PUSHED_MAX = 8 };

struct bars {
    int x[BARS_MAX];
    int wide[BARS_MAX]; /* wide characters before it */
    int n, n_wide;
};

/* Corners, tees and bars. */
static bool is_post(uint32_t cp)
{
    return cp == '+' || grid_is_bar(cp) || (cp >= 0x250C && cp <= 0x254B) ||
           (cp >= 0x2552 && cp <= 0x2570);
}

static struct bars bars_of(const struct box_grid *g, int y, bool posts)
{
    struct bars b = { 0 };
    for (int x = 0; x < g->w; x++) {
        const struct box_cell *c = g->cells + grid_at(g, x, y);
        if ((posts ? is_post(c->cp) : grid_is_bar(c->cp)) && b.n < BARS_MAX) {
            b.x[b.n] = x;
            b.wide[b.n++] = b.n_wide;
        }
        b.n_wide += c->width == 2;
    }
    return b;
}

/* Whether the bars of a row can be the posts of another, moved by its wide characters. */
static bool explains(const struct bars *row, const struct bars *posts)
{
    if (row->n < 2 || row->n != posts->n || row->n == BARS_MAX)
        return false;
    bool moved = false;
    for (int i = 0; i < row->n; i++) {
        int off = row->x[i] - posts->x[i];
        int most = row->wide[i] ? row->wide[i] + SLOP : 0;
        if (off > most || off < -most)
            return false;
        moved |= off != 0;
    }
    return moved;
}

/* Whether a row without wide characters has been pushed to the right by blanks too many: it begins
 * where the other does, and no bar stands to the left of its post. Steps of one or two columns are
 * what box_links.c ties. */
static bool is_pushed(const struct bars *row, const struct bars *posts)
{
    if (row->n_wide || row->n < 2 || row->n != posts->n || row->x[0] != posts->x[0])
        return false;
    int last = 0;
    for (int i = 0; i < row->n; i++) {
        int off = row->x[i] - posts->x[i];
        if (off < last || off > PUSHED_MAX)
            return false;
        last = off;
    }
    return last > SLOP;
}

/* Columns that the cells [x, end) take when wide characters take `wide`. */
static int columns(const struct box_cell *row, int x, int end, int wide)
{
    int n = 0;
    for (; x < end; x++)
        n += row[x].width == 2 ? wide : row[x].width == 0 && row[x].cp ? 0 : 1;
    return n;
}

/* Copies the cells [x, end) of a row to column `to`, where room columns are free; false when they
 * need more. */
static bool move_part(const struct box_cell *row, int x, int end, struct box_cell *out, int to,
                      int room)
{
    while (end > x && !row[end - 1].cp)
        end--;
    int wide = 2;
    if (columns(row, x, end, wide) > room)
        wide = 1;
    while (columns(row, x, end, wide) > room && x < end && !row[x].cp)
        x++;
    if (columns(row, x, end, wide) > room)
        return false;
    for (; x < end; x++) {
        bool right_half = row[x].cp && row[x].width == 0;
        if (right_half && wide == 1)
            continue;
        out[to] = row[x];
        if (row[x].width == 2)
            out[to].width = (uint8_t)wide;
        to++;
    }
    return true;
}

static bool move_row(struct box_grid *g, int y, const struct bars *row, const struct bars *posts,
                     struct box_cell *out)
{
    struct box_cell *cells = g->cells + grid_at(g, 0, y);
    for (int x = 0; x < g->w; x++)
        out[x] = (struct box_cell){ .box = -1 };
    for (int i = 0; i <= row->n; i++) {
        int from = i ? row->x[i - 1] + 1 : 0, end = i < row->n ? row->x[i] : g->w;
        int to = i ? posts->x[i - 1] + 1 : 0, room = (i < row->n ? posts->x[i] : g->w) - to;
        if (!move_part(cells, from, end, out, to, room))
            return false;
        if (i < row->n)
            out[posts->x[i]] = cells[row->x[i]];
    }
    memcpy(cells, out, (size_t)g->w * sizeof *cells);
    return true;
}

void box_realign_wide(struct box_grid *g)
{
    struct box_cell *out = NEW(g->mem, struct box_cell, g->w + 1);
    for (int pass = 0; pass < 2; pass++) /* down from the top borders, then up from the feet */
        for (int k = 0; k < g->h; k++) {
            int y = pass ? g->h - 1 - k : k, beside = pass ? y + 1 : y - 1;
            struct bars row = bars_of(g, y, false);
            if (row.n < 2 || beside < 0 || beside >= g->h)
                continue;
            struct bars posts = bars_of(g, beside, true);
            if ((explains(&row, &posts) || is_pushed(&row, &posts)) &&
                move_row(g, y, &row, &posts, out))
                g->repaired++;
        }
}
