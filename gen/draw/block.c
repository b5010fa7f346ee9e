/* block.c - what is name and what is remark in a label, by how it is written and set. */
#include "draw/block.h"

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

/* "(Optional CDN)", "- Verify", "2 vCPU", "persisted state", "port: 8501" do not go on with a name. */
static bool is_remark(struct str s)
{
    if (!s.len)
        return true;
    char c = s.ptr[0];
    bool word = (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
    return !word || str_starts(s, S("\xE2\x80\xA2")) || str_char(s, ':') >= 0 || str_char(s, '=') >= 0;
}

static void leaf_roles(const struct graph_node *n, bool centred, enum scene_role *roles)
{
    bool list = !centred && n->n_lines > NAME_LINES;
    bool headed = n->n_lines > 1 && (n->lines[1].y > n->lines[0].y + 1 || n->lines[1].x > n->lines[0].x);
    bool remark = false;
    for (int i = 0; i < n->n_lines; i++) {
        bool gap = i && n->lines[i].y > n->lines[i - 1].y + 1;
        remark = remark || (i && (gap || is_remark(n->lines[i].text)));
        if (list)
            roles[i] = i == 0 && headed ? ROLE_TITLE : ROLE_PLAIN;
        else
            roles[i] = remark ? ROLE_SUB : ROLE_TITLE;
    }
}

static void plain_roles(const struct graph_node *n, enum scene_role first, enum scene_role *roles)
{
    for (int i = 0; i < n->n_lines; i++)
        roles[i] = i == 0 ? first : ROLE_SUB;
}

static int first_column(const struct graph_node *n)
{
    int x = n->n_lines ? n->lines[0].x : 0;
    for (int i = 1; i < n->n_lines; i++)
        x = n->lines[i].x < x ? n->lines[i].x : x;
    return x;
}

static float text_width(const struct graph_node *n, const struct block *b)
{
    float w = 0;
    int first = first_column(n);
    for (int i = 0; i < n->n_lines; i++) {
        float own = font_width(n->lines[i].text, b->roles[i]);
        if (b->align == BLOCK_LEFT && !b->glyph)
            own += (float)((n->lines[i].x - first) * BLOCK_INDENT);
        w = own > w ? own : w;
    }
    return w;
}

struct block block_of(const struct graph_node *n, bool leaf, struct arena *keep)
{
    struct block b = { .roles = NEW(keep, enum scene_role, n->n_lines + 1), .pad = n->w > 6 ? 9 : 5 };
    bool centred = is_centred(n), placed = is_placed(n);
    if (n->shape == SHAPE_TEXT || n->shape == SHAPE_DOT || !leaf) {
        b.align = BLOCK_PLACED;
        plain_roles(n, leaf ? ROLE_PLAIN : ROLE_CAPTION, b.roles);
        for (int i = 1; leaf && i < n->n_lines; i++)
            b.roles[i] = ROLE_PLAIN;
        return b;
    }
    leaf_roles(n, centred, b.roles);
    if (placed) {
        b.align = BLOCK_PLACED;
        for (int i = 0; i < n->n_lines; i++)
            if (str_find(n->lines[i].text, S("  ")) >= 0)
                b.roles[i] = ROLE_MONO;
        return b;
    }
    bool list = !centred && n->n_lines > NAME_LINES;
    b.glyph = n->n_lines && !list && n->h > 2 ? glyphs_of_node(n) : 0;
    b.align = centred && !b.glyph ? BLOCK_CENTRE : BLOCK_LEFT;
    b.w = text_width(n, &b);
    b.need = b.w + 2 * b.pad + (b.glyph ? BLOCK_GLYPH + BLOCK_GLYPH_GAP : 0);
    return b;
}
