/* scene.h - a picture as plain data: shapes and text with roles, in drawing order.
 *
 * Diagrams and charts fill a scene, draw/svg.c and draw/png.c write it. Lengths are CSS pixels, y
 * grows downwards. A shape says what it is (role) and whose colour it wears; how a role looks is
 * one table (scene_pen), from which the stylesheet, the file's own style and the PNG are made. */
#ifndef MODEL_SCENE_H
#define MODEL_SCENE_H
#include "base/buf.h"
#include "model/head.h"

enum scene_kind {
    SCENE_OPEN, /* a group of its own: id, text (label), href, tip; colour for all in it */
    SCENE_CLOSE,
    SCENE_RECT, /* x y w h, corner radius r */
    SCENE_PATH, /* path in SVG syntax (M L H V Q C A Z and lower case); heads, from, to */
    SCENE_TEXT, /* x: by anchor; y: baseline; w: measured width */
    SCENE_GLYPH /* a service glyph: number `glyph`, in the square x y w w */
};
enum scene_colour {
    COLOUR_INHERIT, /* that of the group */
    COLOUR_EDGE,
    COLOUR_NET,
    COLOUR_PUBLIC,
    COLOUR_PRIVATE,
    COLOUR_COMPUTE,
    COLOUR_DATA,
    COLOUR_WATCH,
    COLOUR_FALSE,
    COLOUR_TRUE,
    COLOUR_SERIES /* and the N_SERIES - 1 numbers behind it */
};
enum { N_SERIES = 8, N_COLOURS = COLOUR_SERIES + N_SERIES };
enum scene_role {
    /* shapes */
    ROLE_NODE,
    ROLE_BOX,
    ROLE_EDGE,
    ROLE_WIRE, /* an edge in a colour of its own */
    ROLE_LINE,
    ROLE_PILL,
    ROLE_VEIL,
    ROLE_GLYPH,
    ROLE_DOT,
    ROLE_GRID,
    ROLE_AXIS,
    ROLE_BAR,
    ROLE_BAR_LIGHT,
    ROLE_HOLLOW,
    ROLE_BAND,
    ROLE_PLATE,
    ROLE_MARK,
    ROLE_CURVE,
    /* text */
    ROLE_TITLE,
    ROLE_SUB,
    ROLE_CAPTION,
    ROLE_LABEL,
    ROLE_MONO,
    ROLE_HEADING,
    ROLE_STRONG,
    ROLE_WRONG,
    ROLE_PLAIN,
    ROLE_ON, /* ROLE_ON: on a bar, in the ink that contrasts with it */
    N_ROLES
};
enum scene_paint {
    PAINT_NONE,
    PAINT_CURRENT,
    PAINT_PAPER,
    PAINT_CARD,
    PAINT_INK,
    PAINT_SOFT,
    PAINT_LINE,
    PAINT_EDGE,
    PAINT_ON /* black or white, whichever contrasts with the current colour */
};
enum scene_stroke { PEN_PLAIN, PEN_DASHED, PEN_HEAVY, PEN_NONE };
enum scene_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct scene_item {
    enum scene_kind kind;
    enum scene_role role;
    enum scene_colour colour;
    enum scene_stroke pen;
    enum scene_anchor anchor;
    float x, y, w, h, r;
    struct str text; /* TEXT: one source line; OPEN: label */
    struct str id;   /* OPEN: unique in the scene, letters digits - */
    struct str href, tip;
    struct str path;
    struct str from, to; /* PATH of an edge: ids of the groups it joins, or empty */
    enum head head_begin, head_end;
    int glyph;
    bool own_colour; /* OPEN: it is its author's, and stands for no category */
    int hatch;       /* RECT: pattern 1..N_SERIES-1 over the fill, 0: none */
};
struct scene {
    float w, h;
    struct str title, desc;
    bool links; /* some group has an href */
    LIST(struct scene_item) items;
};

/* How a role looks. px 0: a shape. */
struct scene_pen {
    const char *name; /* its CSS class */
    enum scene_paint fill, stroke;
    float fill_alpha, stroke_width;
    float px;
    int weight; /* 400 or 600 */
    bool mono;
};
extern const struct scene_pen scene_pens[N_ROLES];

/* Each adds one item, which stays valid until the next is added. Text and paths are not copied. */
struct scene_item *scene_open(struct scene *s, struct arena *keep, struct str id, struct str label,
                              enum scene_colour colour);
void scene_close(struct scene *s, struct arena *keep);
struct scene_item *scene_rect(struct scene *s, struct arena *keep, enum scene_role role, float x,
                              float y, float w, float h, float r);
struct scene_item *scene_path(struct scene *s, struct arena *keep, enum scene_role role,
                              struct str path);
/* w is the measured width in pixels (draw/font_width.h knows). */
struct scene_item *scene_text(struct scene *s, struct arena *keep, enum scene_role role, float x,
                              float y, float w, enum scene_anchor anchor, struct str text);
struct scene_item *scene_glyph(struct scene *s, struct arena *keep, int glyph, float x, float y,
                               float size);

struct scene_box {
    float x0, y0, x1, y1;
};
/* What a text item covers, from the top of capitals to the foot of descenders. */
struct scene_box scene_text_box(const struct scene_item *text);
static inline bool scene_boxes_meet(struct scene_box a, struct scene_box b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
#endif
