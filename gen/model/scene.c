/* scene.c - filling a scene, and the table of how each role looks. */
#include "model/scene.h"

/* clang-format off */
const struct scene_pen scene_pens[N_ROLES] = {
    /*                    name fill           stroke         alpha  width  px     weight mono */
    [ROLE_NODE]      = { "n", PAINT_CARD,    PAINT_CURRENT, 1,     1.4F,  0,     0,   false },
    [ROLE_BOX]       = { "b", PAINT_CURRENT, PAINT_CURRENT, .06F,  1.2F,  0,     0,   false },
    [ROLE_EDGE]      = { "e", PAINT_NONE,    PAINT_EDGE,    1,     1.5F,  0,     0,   false },
    [ROLE_WIRE]      = { "w", PAINT_NONE,    PAINT_CURRENT, 1,     1.5F,  0,     0,   false },
    [ROLE_LINE]      = { "r", PAINT_NONE,    PAINT_EDGE,    1,     1.1F,  0,     0,   false },
    [ROLE_PILL]      = { "p", PAINT_CARD,    PAINT_LINE,    1,     1,     0,     0,   false },
    [ROLE_VEIL]      = { "v", PAINT_CARD,    PAINT_NONE,    .9F,   0,     0,     0,   false },
    [ROLE_GLYPH]     = { "g", PAINT_NONE,    PAINT_CURRENT, 1,     1.6F,  0,     0,   false },
    [ROLE_DOT]       = { "o", PAINT_INK,     PAINT_NONE,    1,     0,     0,     0,   false },
    [ROLE_GRID]      = { "gr", PAINT_NONE,   PAINT_LINE,    1,     1,     0,     0,   false },
    [ROLE_AXIS]      = { "ax", PAINT_NONE,   PAINT_SOFT,    1,     1,     0,     0,   false },
    [ROLE_BAR]       = { "ba", PAINT_CURRENT, PAINT_INK,    1,     .8F,   0,     0,   false },
    [ROLE_BAR_LIGHT] = { "bl", PAINT_CURRENT, PAINT_INK,    .28F,  .8F,   0,     0,   false },
    [ROLE_HOLLOW]    = { "ho", PAINT_CARD,   PAINT_CURRENT, 1,     2,     0,     0,   false },
    [ROLE_BAND]      = { "bd", PAINT_CURRENT, PAINT_NONE,   .09F,  0,     0,     0,   false },
    [ROLE_PLATE]     = { "pl", PAINT_CURRENT, PAINT_NONE,   1,     0,     0,     0,   false },
    [ROLE_MARK]      = { "mk", PAINT_NONE,   PAINT_INK,     1,     1.4F,  0,     0,   false },
    [ROLE_CURVE]     = { "cu", PAINT_NONE,   PAINT_CURRENT, 1,     2.4F,  0,     0,   false },
    [ROLE_TITLE]     = { "t", PAINT_INK,     PAINT_NONE,    1,     0,     13,    600, false },
    [ROLE_SUB]       = { "s", PAINT_SOFT,    PAINT_NONE,    1,     0,     12,    400, false },
    [ROLE_CAPTION]   = { "c", PAINT_CURRENT, PAINT_NONE,    1,     0,     12,    600, false },
    [ROLE_LABEL]     = { "l", PAINT_SOFT,    PAINT_NONE,    1,     0,     11,    400, false },
    [ROLE_MONO]      = { "k", PAINT_INK,     PAINT_NONE,    1,     0,     12,    400, true },
    [ROLE_HEADING]   = { "hd", PAINT_INK,    PAINT_NONE,    1,     0,     15,    600, false },
    [ROLE_STRONG]    = { "st", PAINT_INK,    PAINT_NONE,    1,     0,     12,    600, false },
    [ROLE_WRONG]     = { "wr", PAINT_CURRENT, PAINT_NONE,   1,     0,     12,    600, false },
    [ROLE_PLAIN]     = { "x", PAINT_INK,     PAINT_NONE,    1,     0,     12,    400, false },
    [ROLE_ON]        = { "on", PAINT_ON,     PAINT_NONE,    1,     0,     11,    600, false },
};
/* clang-format on */

static struct scene_item *scene_add(struct scene *s, struct arena *keep, enum scene_kind kind,
                                    enum scene_role role)
{
    struct scene_item *item = PUSH(&s->items, keep);
    *item = (struct scene_item){ .kind = kind, .role = role };
    return item;
}

struct scene_item *scene_open(struct scene *s, struct arena *keep, struct str id, struct str label,
                              enum scene_colour colour)
{
    struct scene_item *item = scene_add(s, keep, SCENE_OPEN, ROLE_NODE);
    item->id = id;
    item->text = label;
    item->colour = colour;
    return item;
}

void scene_close(struct scene *s, struct arena *keep)
{
    scene_add(s, keep, SCENE_CLOSE, ROLE_NODE);
}

struct scene_item *scene_rect(struct scene *s, struct arena *keep, enum scene_role role, float x,
                              float y, float w, float h, float r)
{
    struct scene_item *item = scene_add(s, keep, SCENE_RECT, role);
    item->x = x;
    item->y = y;
    item->w = w;
    item->h = h;
    item->r = r;
    return item;
}

struct scene_item *scene_path(struct scene *s, struct arena *keep, enum scene_role role,
                              struct str path)
{
    struct scene_item *item = scene_add(s, keep, SCENE_PATH, role);
    item->path = path;
    return item;
}

struct scene_item *scene_text(struct scene *s, struct arena *keep, enum scene_role role, float x,
                              float y, float w, enum scene_anchor anchor, struct str text)
{
    struct scene_item *item = scene_add(s, keep, SCENE_TEXT, role);
    item->x = x;
    item->y = y;
    item->w = w;
    item->anchor = anchor;
    item->text = text;
    return item;
}

struct scene_item *scene_glyph(struct scene *s, struct arena *keep, int glyph, float x, float y,
                               float size)
{
    struct scene_item *item = scene_add(s, keep, SCENE_GLYPH, ROLE_GLYPH);
    item->glyph = glyph;
    item->x = x;
    item->y = y;
    item->w = item->h = size;
    return item;
}

struct scene_box scene_text_box(const struct scene_item *text)
{
    static const float before[] = { [ANCHOR_START] = 0, [ANCHOR_MIDDLE] = .5F, [ANCHOR_END] = 1 };
    float px = scene_pens[text->role].px;
    float x0 = text->x - text->w * before[text->anchor];
    /* DejaVu's capitals are .73 em high, its descenders .24 em deep */
    return (struct scene_box){ x0, text->y - .76F * px, x0 + text->w, text->y + .24F * px };
}
