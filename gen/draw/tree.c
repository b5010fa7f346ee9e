/* tree.c - rows of a `├──` tree. Nodes stand in reading order, parents before their children; text
 * that belongs to no row keeps its place between them. */
#include "draw/tree.h"

#include <math.h>

#include "draw/curve.h"
#include "draw/font_width.h"
#include "draw/glyphs.h"

enum { ROW = 25, INDENT = 24, MARGIN = 16, GLYPH = 16, GAP = 8, NOTE_GAP = 28, MARK_GAP = 5 };

struct row {
    int depth, last_child; /* row number of the last child, or -1 */
    bool folder;
    int place; /* counted from the top, free text between rows included */
    int below; /* lines of its note that stand below it */
};
struct tree {
    const struct graph *g;
    struct row *rows;
    float lead; /* room for a glyph before a name */
    float notes_x, right, most;
    int places;
};

static float row_y(int place)
{
    return (float)(MARGIN + place * ROW) + ROW / 2.0F;
}

static float row_x(int depth)
{
    return (float)(MARGIN + depth * INDENT);
}

static struct str label_of(const struct graph_node *n)
{
    return n->n_lines ? n->lines[0].text : n->id;
}

/* The mark in front of a note (`//`) belongs to its row; other free text has a row of its own. */
static bool stands_alone(const struct graph_text *f)
{
    return !f->margin;
}

/* The lines of a note that finds no room beside its row, each no wider than room; returns how many. */
static int note_below(struct str note, float room, float x, float y, struct arena *keep,
                      struct scene *out)
{
    int lines = 0;
    for (struct str rest = note; rest.len > 0 && room > GLYPH; lines++) {
        struct str line = str_trim_end(font_fit(rest, ROLE_SUB, room));
        if (out)
            scene_text(out, keep, ROLE_SUB, x, y + (float)(lines * ROW), font_width(line, ROLE_SUB),
                       ANCHOR_START, line);
        rest = str_trim(str_from(rest, line.len));
    }
    return lines;
}

static float text_x(const struct tree *t, const struct row *r)
{
    return row_x(r->depth) + t->lead;
}

/* Names of files have no blank in them: where most rows have one, none is a folder or a file. */
static bool holds_files(const struct graph *g)
{
    int words = 0;
    for (int i = 0; i < g->n_nodes; i++)
        words += str_char(label_of(&g->nodes[i]), ' ') >= 0;
    return 2 * words <= g->n_nodes;
}

/* Depth, last child and place of every row. */
static void measure(struct tree *t, struct arena *keep)
{
    const struct graph *g = t->g;
    t->rows = NEW(keep, struct row, g->n_nodes + 1);
    int free_at = 0;
    for (int i = 0; i < g->n_nodes; i++) {
        const struct graph_node *n = &g->nodes[i];
        struct row *r = &t->rows[i];
        int parent = n->parent >= 0 && n->parent < i ? n->parent : -1;
        for (; free_at < g->n_free && g->free[free_at].y < n->y; free_at++)
            t->places += stands_alone(&g->free[free_at]);
        *r = (struct row){ .last_child = -1, .place = t->places++ };
        r->folder = str_ends(label_of(n), S("/"));
        if (parent >= 0) {
            r->depth = t->rows[parent].depth + 1;
            t->rows[parent].last_child = i;
            t->rows[parent].folder = true;
        }
        float right = text_x(t, r) + font_width(label_of(n), ROLE_TITLE);
        if (right + NOTE_GAP > t->notes_x)
            t->notes_x = right + NOTE_GAP;
        if (right > t->right)
            t->right = right;
        if (t->most > 0 && right + NOTE_GAP + font_width(n->note, ROLE_SUB) > t->most)
            r->below = note_below(n->note, t->most - text_x(t, r), 0, 0, keep, NULL);
        t->places += r->below;
    }
    for (; free_at < g->n_free; free_at++)
        t->places += stands_alone(&g->free[free_at]);
}

/* One path for all: below a folder an upright line with a rounded end at its last child, and a spur
 * for each other child. */
static void connectors(const struct tree *t, struct arena *keep, struct scene *out)
{
    struct buf b = buf_open(keep, 1 << 22);
    for (int i = 0; i < t->g->n_nodes; i++) {
        const struct row *r = &t->rows[i];
        int parent = t->g->nodes[i].parent;
        float x = row_x(r->depth) + GLYPH / 2.0F, end = row_x(r->depth + 1) - 5;
        if (parent >= 0 && parent < i && t->rows[parent].last_child != i) {
            float y = row_y(r->place);
            struct curve_point spur[] = { { x - INDENT, y }, { end - INDENT, y } };
            buf_put(&b, curve_round(spur, 2, 0, keep));
        }
        if (r->last_child < 0)
            continue;
        float bottom = row_y(t->rows[r->last_child].place);
        struct curve_point bend[] = { { x, row_y(r->place) + GLYPH / 2.0F + 2 },
                                      { x, bottom },
                                      { end, bottom } };
        buf_put(&b, curve_round(bend, 3, 6, keep));
    }
    if (b.len)
        scene_path(out, keep, ROLE_LINE, buf_str(&b));
}

static void draw_row(struct tree *t, int i, struct arena *keep, struct scene *out)
{
    const struct graph_node *n = &t->g->nodes[i];
    const struct row *r = &t->rows[i];
    float x = row_x(r->depth), y = row_y(r->place);
    int glyph = glyphs_named(r->folder ? S("folder") : S("file"));
    struct scene_item *group = scene_open(out, keep, n->id, label_of(n), glyphs_at(glyph)->colour);
    group->href = n->href;
    group->tip = n->tip;
    out->links |= n->href.len > 0;
    if (t->lead > 0)
        scene_glyph(out, keep, glyph, x, y - GLYPH / 2.0F, GLYPH);
    enum scene_role role = r->folder ? ROLE_TITLE : ROLE_PLAIN;
    float right = text_x(t, r), w = 0;
    for (int k = 0; k < n->n_lines; k++) {
        w = font_width(n->lines[k].text, role);
        scene_text(out, keep, role, right, y + 4.5F, w, ANCHOR_START, n->lines[k].text);
        right += w + GAP;
    }
    if (r->below) {
        note_below(n->note, t->most - text_x(t, r), text_x(t, r), y + ROW + 2, keep, out);
    } else if (n->note.len) {
        float at = t->most > 0                           ? right + NOTE_GAP - GAP
                   : right + NOTE_GAP - GAP > t->notes_x ? right + NOTE_GAP - GAP
                                                         : t->notes_x;
        w = font_width(n->note, ROLE_SUB);
        scene_text(out, keep, ROLE_SUB, at, y + 4.5F, w, ANCHOR_START, n->note);
        right = at + w;
    }
    if (right > t->right)
        t->right = right;
    scene_close(out, keep);
}

static void draw_free(struct tree *t, struct arena *keep, struct scene *out)
{
    int row = 0, passed = 0;
    for (int i = 0; i < t->g->n_free; i++) {
        const struct graph_text *f = &t->g->free[i];
        while (row < t->g->n_nodes && t->g->nodes[row].y <= f->y)
            row++;
        if (!stands_alone(f) && t->most > 0)
            continue; /* the note stands elsewhere */
        if (!stands_alone(f) && row > 0) {
            float y = row_y(t->rows[row - 1].place) + 4.5F, right = t->notes_x - MARK_GAP;
            scene_text(out, keep, ROLE_LABEL, right, y, font_width(f->text, ROLE_LABEL), ANCHOR_END,
                       f->text);
            continue;
        }
        float w = font_width(f->text, ROLE_SUB), x = row_x(0) + (float)f->x;
        scene_text(out, keep, ROLE_SUB, x, row_y(row + passed) + 4.5F, w, ANCHOR_START, f->text);
        passed++;
        if (x + w > t->right)
            t->right = x + w;
    }
}

void tree_scene(const struct graph *g, float most, struct arena *keep, struct scene *out)
{
    struct tree t = { .g = g, .most = most, .lead = holds_files(g) ? GLYPH + GAP : 0 };
    measure(&t, keep);
    connectors(&t, keep, out);
    for (int i = 0; i < g->n_nodes; i++)
        draw_row(&t, i, keep, out);
    draw_free(&t, keep, out);
    out->w = ceilf(t.right + MARGIN);
    out->h = (float)(2 * MARGIN + t.places * ROW);
}
