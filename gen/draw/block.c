/* block.c - what is name and what is remark in a label, by how it is written and set. */
#include "draw/block.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "draw/font_width.h"
#include "draw/glyphs.h"

/* lists of more lines than this are text, not a name */
enum { NAME_LINES = 4 };

bool block_in_middle(const struct graph_node *n, const struct graph_text *t)
{
    int left = t->x - (n->x + 1), right = n->x + n->w - 1 - (t->x + t->w);
    int off = left > right ? left - right : right - left;
    return off <= 2 || off * 5 <= left + right;
}

static bool is_centred(const struct graph_node *n)
{
    for (int i = 0; i < n->n_lines; i++)
        if (!block_in_middle(n, &n->lines[i]))
            return false;
    return true;
}

/* Columns aligned by blanks, or texts side by side. */
static bool is_placed(const struct graph_node *n)
{
    for (int i = 0; i < n->n_lines; i++) {
        if (str_find(n->lines[i].text, S("  ")) >= 0)
            return true;
        if (i && n->lines[i].y == n->lines[i - 1].y)
            return true;
    }
    return false;
}

/* "(Optional CDN)", "- Verify", "2 vCPU", "port: 8501" are set apart from a name; a word goes on with
 * it, whatever its first letter. */
static bool is_remark(struct str s)
{
    if (!s.len)
        return true;
    char c = s.ptr[0];
    bool word = char_is_alpha(c) || (unsigned char)c >= 0x80;
    return !word || str_starts(s, S("\xE2\x80\xA2")) || str_char(s, ':') >= 0 ||
           str_char(s, '=') >= 0;
}

/* How many lines at the top of a list are its name: those before an empty row or an indent. */
static int head_of(const struct graph_node *n)
{
    for (int i = 1; i < n->n_lines && i <= 3; i++) {
        bool gap = n->lines[i].y > n->lines[i - 1].y + 1;
        if (gap || n->lines[i].x > n->lines[0].x + 1)
            return is_remark(n->lines[0].text) ? 0 : i;
    }
    return 0;
}

static void leaf_roles(const struct graph_node *n, bool centred, enum scene_role *roles)
{
    bool list = !centred && n->n_lines > NAME_LINES;
    int head = list ? head_of(n) : n->n_lines;
    bool remark = false;
    for (int i = 0; i < n->n_lines; i++) {
        bool gap = i && n->lines[i].y > n->lines[i - 1].y + 1;
        remark = remark || (i && (gap || is_remark(n->lines[i].text)));
        if (i >= head)
            roles[i] = ROLE_PLAIN;
        else
            roles[i] = remark ? ROLE_SUB : ROLE_TITLE;
    }
}

float block_indent(int columns)
{
    /* one column is what ragged drawings and opening brackets have, not an indent */
    return columns > 1 ? (float)(columns * BLOCK_INDENT) : 0;
}

bool block_on_border(const struct graph_node *n, const struct graph_text *t)
{
    return block_has_border(n) && (t->y == n->y || t->y == n->y + n->h - 1);
}

bool block_has_border(const struct graph_node *n)
{
    return n->shape != SHAPE_TEXT && n->shape != SHAPE_TREE && n->shape != SHAPE_DOT;
}

int block_column(const struct graph_node *n)
{
    int x = n->x + n->w;
    for (int i = 0; i < n->n_lines; i++)
        if (!block_on_border(n, &n->lines[i]) && n->lines[i].x < x)
            x = n->lines[i].x;
    return x;
}

static float text_width(const struct graph_node *n, const struct block *b)
{
    float w = 0;
    int first = block_column(n);
    for (int i = 0; i < n->n_lines; i++) {
        float own = font_width(n->lines[i].text, b->roles[i]);
        if (block_on_border(n, &n->lines[i]))
            continue;
        if (b->align == BLOCK_LEFT && !b->glyph)
            own += block_indent(n->lines[i].x - first);
        w = own > w ? own : w;
    }
    return w;
}

/* Whether line i stands beside others in its row, or is several pieces itself. */
static bool in_columns(const struct graph_node *n, int i)
{
    const struct graph_text *t = n->lines + i;
    bool beside = (i && t[-1].y == t->y) || (i + 1 < n->n_lines && t[1].y == t->y);
    return beside || str_find(t->text, S("  ")) >= 0;
}

struct block block_of(const struct graph_node *n, bool leaf, bool marked, int glyph,
                      struct arena *keep)
{
    struct block b = { .roles = NEW(keep, enum scene_role, n->n_lines + 1),
                       .pad = n->w > 6 ? 9 : 5 };
    bool centred = is_centred(n), placed = marked || is_placed(n);
    if (!block_has_border(n) || !leaf || n->n_fields) {
        b.align = BLOCK_PLACED;
        for (int i = 0; i < n->n_lines; i++)
            b.roles[i] = !block_has_border(n) || n->n_fields ? ROLE_PLAIN
                         : i == 0                            ? ROLE_CAPTION
                                                             : ROLE_SUB;
        return b;
    }
    leaf_roles(n, centred, b.roles);
    if (placed) {
        b.align = BLOCK_PLACED;
        for (int i = 0; i < n->n_lines; i++)
            if (marked || in_columns(n, i))
                b.roles[i] = ROLE_PLAIN;
        return b;
    }
    bool list = !centred && n->n_lines > NAME_LINES;
    b.glyph = n->n_lines && !list && n->h > 2 ? glyph : 0;
    b.align = centred && !b.glyph ? BLOCK_CENTRE : BLOCK_LEFT;
    b.w = text_width(n, &b);
    b.need = b.w + 2 * b.pad + (b.glyph ? BLOCK_GLYPH + BLOCK_GLYPH_GAP : 0);
    return b;
}

static int in_rows(const void *a, const void *b)
{
    const struct graph_node *p = *(const struct graph_node *const *)a,
                            *q = *(const struct graph_node *const *)b;
    if (p->parent != q->parent)
        return p->parent < q->parent ? -1 : 1;
    return p->y != q->y ? (p->y < q->y ? -1 : 1) : (p->x > q->x) - (p->x < q->x);
}

int *block_signs(const struct graph *g, const bool *leaf, struct arena *keep)
{
    int *signs = NEW(keep, int, g->n_nodes + 1), n = 0;
    const struct graph_node **by = NEW(keep, const struct graph_node *, g->n_nodes + 1);
    for (int i = 0; i < g->n_nodes; i++) {
        signs[i] = glyphs_of_node(&g->nodes[i]);
        if (leaf[i] && block_has_border(&g->nodes[i]) && g->nodes[i].n_lines)
            by[n++] = &g->nodes[i];
    }
    if (n)
        qsort(by, (size_t)n, sizeof *by, in_rows);
    for (int i = 0, end; i < n; i = end) {
        bool all = true;
        for (end = i; end < n && by[end]->parent == by[i]->parent && by[end]->y == by[i]->y; end++)
            all &= signs[by[end] - g->nodes] != 0;
        for (int k = i; k < end; k++)
            if (!all && !by[k]->kind.len)
                signs[by[k] - g->nodes] = 0;
    }
    return signs;
}
