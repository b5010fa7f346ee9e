/* tree_drawing.c - a file tree to a graph: one node a row, its parent by the column of its branch.
 *
 *     lib/                      label at 0
 *     ├── stacks/               branch at 0, label at 4: below the last row whose label is at 0
 *     │   └── vpc.ts  // note   branch at 4 */
#include "base/width.h"
#include "sketch/tree_drawing.h"

enum { ROWS_MAX = 100000, DEPTH_MAX = 64 };

struct tree_row {
    int branch; /* column of its tee, -1: none */
    int x, y;   /* of its label */
    int hang;   /* column its own branches hang from at the least: its ┬, else its label */
    struct str label, mark, note;
    int note_x;
    int parent; /* row that holds it, -1: none */
};

static bool is_stem(uint32_t cp)
{
    return cp == '|' || cp == 0x2502 || cp == 0x2503 || cp == 0x2551 || cp == 0x2506 ||
           cp == 0x250A;
}

/* ├ └ ╰ ┣ ┗ ╠ ╚ */
static bool is_tee(uint32_t cp)
{
    return cp == 0x251C || cp == 0x2514 || cp == 0x2570 || cp == 0x2523 || cp == 0x2517 ||
           cp == 0x2560 || cp == 0x255A || cp == '|' || cp == '+' || cp == '`' || cp == '\\';
}

/* ─ ━ ═ ╴ ╌ - and the ┬ of npm's trees */
static bool is_dash(uint32_t cp)
{
    return cp == 0x2500 || cp == 0x2501 || cp == 0x2550 || cp == 0x2574 || cp == 0x254C ||
           cp == '-' || cp == 0x252C || cp == 0x2533;
}

static ptrdiff_t take(struct str s, uint32_t *cp, int *x)
{
    int cells;
    if (s.len == 0) {
        *cp = 0;
        return 0;
    }
    ptrdiff_t n = width_cluster(s, &cells, cp);
    *x += *cp == '\t' ? 8 - *x % 8 : cells;
    return n;
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0xA0;
}

/* The dashes behind a tee at s; their bytes, 0 when there are none. *joint: column of a ┬ in them.
 */
static ptrdiff_t dashes(struct str s, int *x, int *joint)
{
    ptrdiff_t at = 0;
    int n = 0, column = *x;
    uint32_t cp;
    for (;;) {
        int next = column;
        ptrdiff_t len = take(str_from(s, at), &cp, &next);
        if (!len || !is_dash(cp) || n == 6)
            break;
        if (cp == 0x252C || cp == 0x2533)
            *joint = column;
        column = next;
        at += len;
        n++;
    }
    *x = column;
    return n ? at : 0;
}

/* Splits off the stems and the branch; row->branch stays -1 when there is none. */
static struct str cut_branch(struct str line, struct tree_row *row)
{
    struct str rest = line;
    int x = 0, joint = -1;
    row->branch = -1;
    while (rest.len > 0) {
        uint32_t cp;
        int next = x;
        ptrdiff_t n = take(rest, &cp, &next);
        if (is_tee(cp)) {
            int behind = next;
            joint = -1;
            ptrdiff_t m = dashes(str_from(rest, n), &behind, &joint);
            struct str tail = str_from(rest, n + m);
            bool ascii = cp < 0x80;
            if (m && (tail.len == 0 || is_blank((unsigned char)tail.ptr[0]) || !ascii)) {
                row->branch = x;
                rest = tail;
                x = behind;
                break;
            }
        }
        if (!is_blank(cp) && !is_stem(cp))
            break;
        rest = str_from(rest, n);
        x = next;
    }
    while (rest.len > 0 && is_blank((unsigned char)rest.ptr[0])) {
        uint32_t cp;
        rest = str_from(rest, take(rest, &cp, &x));
    }
    row->x = x;
    row->hang = joint >= 0 ? joint : x;
    return rest;
}

/* Cuts a trailing comment: // or # behind a blank. */
static void cut_note(struct tree_row *row)
{
    struct str s = row->label;
    for (ptrdiff_t i = 1; i < s.len; i++) {
        if (s.ptr[i - 1] != ' ' && s.ptr[i - 1] != '\t')
            continue;
        struct str rest = str_from(s, i);
        ptrdiff_t mark = str_starts(rest, S("//")) ? 2 : str_starts(rest, S("#")) ? 1 : 0;
        if (!mark || (mark == 1 && rest.len > 1 && rest.ptr[1] != ' '))
            continue;
        row->mark = str_sub(rest, 0, mark);
        row->note_x = row->x + width_of(str_sub(s, 0, i));
        row->note = str_trim(str_from(rest, mark));
        row->label = str_trim(str_sub(s, 0, i));
        return;
    }
}

/* Lines and heads in the label: a drawing of boxes, not a tree. */
static bool has_strokes(struct str s)
{
    for (ptrdiff_t i = 0; i + 2 < s.len; i++) {
        unsigned char a = (unsigned char)s.ptr[i], b = (unsigned char)s.ptr[i + 1];
        if (a == 0xE2 && (b == 0x94 || b == 0x95))
            return true;
    }
    return str_starts(s, S(">")) || str_starts(s, S("\u25b6")) || str_starts(s, S("\u25ba"));
}

static struct tree_row read_row(struct str line, int y)
{
    struct tree_row row = { .y = y, .parent = -1 };
    row.label = str_trim_end(cut_branch(line, &row));
    if (row.branch >= 0 && has_strokes(row.label)) {
        row.branch = -1;
        row.x = row.hang = 0;
        row.label = str_trim_end(line);
    }
    cut_note(&row);
    return row;
}

/* How often a text leaves two columns or more empty: a row of a table has values there. */
static int gaps_in(struct str s)
{
    int n = 0;
    for (ptrdiff_t i = 1; i + 1 < s.len; i++)
        n += s.ptr[i - 1] != ' ' && s.ptr[i] == ' ' && s.ptr[i + 1] == ' ';
    return n;
}

bool tree_drawing_is(struct str text)
{
    int at[DEPTH_MAX], depth = 0, branches = 0, rows = 0, legs = 0, tabled = 0;
    while (text.len > 0 && rows < ROWS_MAX) {
        struct tree_row row = read_row(str_line(&text), 0);
        if (!row.label.len)
            continue;
        rows++;
        tabled += gaps_in(row.label) > 1;
        int before = depth;
        while (depth > 0 && at[depth - 1] > row.branch + 1)
            depth--;
        bool in = row.branch >= 0 && (!depth || at[depth - 1] < row.branch - 1);
        legs += in && depth < before;
        branches += row.branch >= 0;
        if (in && depth < DEPTH_MAX)
            at[depth++] = row.branch;
    }
    return branches >= 2 && 3 * branches >= 2 * (rows - 1) && 2 * legs < branches &&
           2 * tabled < rows;
}

typedef LIST(struct tree_row) row_list;

static row_list read_rows(struct str text, struct arena *mem)
{
    row_list rows = { 0 };
    for (int y = 0; text.len > 0 && y < ROWS_MAX; y++) {
        struct tree_row row = read_row(str_line(&text), y);
        if (row.label.len > 0 || row.mark.len > 0)
            *PUSH(&rows, mem) = row;
    }
    return rows;
}

/* Whether a branch at column x may hang from row: below its label, or two columns further in. */
static bool may_hold(const struct tree_row *row, int x)
{
    return row->hang <= x || (row->branch >= 0 && x >= row->branch + 2);
}

/* The nearest row above that may hold row i. */
static int parent_of(const row_list *rows, int i)
{
    int k = i - 1;
    while (k >= 0 && !may_hold(rows->ptr + k, rows->ptr[i].branch))
        k = rows->ptr[k].branch >= 0 ? rows->ptr[k].parent : -1;
    return k;
}

/* A line without a branch is the top of a tree when a branch follows it; else it is free text. */
static bool is_row(const row_list *rows, int i)
{
    if (rows->ptr[i].branch >= 0)
        return true;
    return i + 1 < rows->len && rows->ptr[i + 1].branch >= rows->ptr[i].x;
}

static struct graph_text text_at(struct str s, int x, int y, bool margin)
{
    return (struct graph_text){ s, x, y, width_of(s), margin };
}

static void add_node(struct graph *g, const struct tree_row *row, int parent, struct arena *keep)
{
    struct graph_node *n = g->nodes + g->n_nodes++;
    *n = (struct graph_node){ .parent = parent,
                              .shape = SHAPE_TREE,
                              .stroke = STROKE_NONE,
                              .x = row->x,
                              .y = row->y,
                              .h = 1,
                              .note = row->note,
                              .note_x = row->note.len
                                            ? row->note_x +
                                                  width_of(str_span(row->mark.ptr, row->note.ptr))
                                            : 0,
                              .n_lines = 1 };
    n->lines = NEW(keep, struct graph_text, 1);
    n->lines[0] = text_at(row->label, row->x, row->y, false);
    n->w = n->lines[0].w;
}

void tree_drawing_read(struct str text, struct arena *keep, struct arena scratch, struct graph *out)
{
    row_list rows = read_rows(text, &scratch);
    int *node = NEW(&scratch, int, rows.len + 1);
    out->kind = GRAPH_TREE;
    out->nodes = NEW(keep, struct graph_node, rows.len + 1);
    out->free = NEW(keep, struct graph_text, 3 * rows.len + 1);
    for (int i = 0; i < rows.len; i++) {
        struct tree_row *row = rows.ptr + i;
        if (row->branch >= 0)
            row->parent = parent_of(&rows, i);
        node[i] = -1;
        int w = row->x + width_of(row->label) +
                (row->mark.len ? row->note_x + width_of(row->note) + 3 : 0);
        out->w = w > out->w ? w : out->w;
        out->h = row->y + 1;
        if (row->label.len > 0 && is_row(&rows, i)) {
            node[i] = out->n_nodes;
            add_node(out, row, row->parent >= 0 ? node[row->parent] : -1, keep);
        } else if (row->label.len > 0) {
            out->free[out->n_free++] = text_at(row->label, row->x, row->y, false);
        }
        if (row->mark.len > 0)
            out->free[out->n_free++] = text_at(row->mark, row->note_x, row->y, true);
        if (node[i] < 0 && row->note.len > 0)
            out->free[out->n_free++] = text_at(row->note, row->note_x + 3, row->y, false);
    }
    graph_ids(out, keep);
}
